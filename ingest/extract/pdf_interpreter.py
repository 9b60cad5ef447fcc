"""pdfminer's content-stream interpreter, fed by whole statements, which also follows paint, clips and layers."""

from __future__ import annotations

from typing import Any

from pdfminer.pdfinterp import PDFPageInterpreter
from pdfminer.pdftypes import resolve1, stream_value
from pdfminer.psparser import LIT, PSLiteral, literal_name

from ingest.extract.pdf_content import Unusual, statements
from ingest.extract.pdf_layers import Layers
from ingest.extract.pdf_paint import Painting, bounds, is_opaque, is_seen, overlap

_MAX_DEPTH = 12  # of forms within forms
_OPERATORS = {  # those that move, show or draw: method of the interpreter, number of operands
    b"q": ("do_q", 0), b"Q": ("do_Q", 0), b"cm": ("do_cm", 6), b"Do": ("do_Do", 1),
    b"BT": ("do_BT", 0), b"ET": ("do_ET", 0), b"Tc": ("do_Tc", 1), b"Tw": ("do_Tw", 1), b"Tz": ("do_Tz", 1),
    b"TL": ("do_TL", 1), b"Tf": ("do_Tf", 2), b"Ts": ("do_Ts", 1), b"Td": ("do_Td", 2), b"TD": ("do_TD", 2),
    b"Tm": ("do_Tm", 6), b"T*": ("do_T_a", 0), b"Tj": ("do_Tj", 1), b"TJ": ("do_TJ", 1), b"'": ("do__q", 1),
    b"m": ("do_m", 2), b"l": ("do_l", 2), b"c": ("do_c", 6), b"v": ("do_v", 4), b"y": ("do_y", 4), b"h": ("do_h", 0),
    b"re": ("do_re", 4), b"S": ("do_S", 0), b"s": ("do_s", 0), b"f": ("do_f", 0), b"F": ("do_F", 0), b"n": ("do_n", 0),
    b"W": ("do_W", 0), b"W*": ("do_W_a", 0), b"gs": ("do_gs", 1), b"Tr": ("do_Tr", 1),
    b"w": ("do_w", 1), b"g": ("do_g", 1), b"rg": ("do_rg", 3), b"k": ("do_k", 4), b"cs": ("do_cs", 1),
    b"sh": ("do_sh", 1),
    b"f*": ("do_f_a", 0), b"B": ("do_B", 0), b"B*": ("do_B_a", 0), b"b": ("do_b", 0), b"b*": ("do_b_a", 0),
}  # fmt: skip
_COLOURS = frozenset([b"sc", b"scn"])  # as many operands as the colour space has parts
_WANTED = frozenset(_OPERATORS) | _COLOURS


class Interpreter(PDFPageInterpreter):
    """pdfminer's content-stream interpreter, read by statements, without what this device does not look at."""

    depth = 0
    layers: Layers = Layers()
    _clips = False  # the path that comes to its end clips what follows
    curpath: list[Any]
    _content: list[bool]  # for each marked content that is open: whether its layer is off

    def init_state(self, ctm: Any) -> None:
        super().init_state(ctm)
        self.graphicstate = Painting()
        self._content = []

    def subinterp(self) -> Interpreter:
        child: Interpreter = super().subinterp()
        child.depth = self.depth + 1
        child.layers = self.layers
        return child

    def do_Do(self, xobjid_arg: Any) -> None:
        if self.depth >= _MAX_DEPTH:  # a chain of forms can be made as long as the stack
            return
        off = self.layers.there and self.layers.hide(self._form(xobjid_arg).get("OC"))
        self.device.layers_off += off
        self.device.opaque = self.graphicstate.opaque
        super().do_Do(xobjid_arg)
        self.device.layers_off -= off

    def do_TJ(self, seq: Any) -> None:
        if self.textstate.font is not None:  # the original copies the graphics state for every string
            self.device.render_string(self.textstate, seq, self.graphicstate.ncs, self.graphicstate)

    def execute(self, streams: Any) -> None:
        found = [stream_value(stream) for stream in streams]
        if any(stream.objid is None or stream.objid in self.parent_stream_ids for stream in found):
            super().execute(streams)  # which leaves out streams that contain themselves
            return
        if self.layers.there:  # marked content has to be followed, which statements leave out
            super().execute(streams)
            return
        try:
            todo = statements(b"\n".join(stream.get_data() for stream in found), _WANTED)
        except Unusual:
            super().execute(streams)
            return
        self.stream_ids.clear()
        self.stream_ids.update(stream.objid for stream in found)
        handlers = {operator: (getattr(self, method), count) for operator, (method, count) in _OPERATORS.items()}
        for operator, operands in todo:
            if operator == b"EI":
                self.device.render_image("", None)
                continue
            if operator in _COLOURS:
                self._colour(operands)
                continue
            handler, count = handlers[operator]
            if len(operands) > count:
                operands = operands[-count:] if count else []
            if len(operands) == count:
                handler(*operands)

    def do_Tf(self, fontid: Any, fontsize: Any) -> None:
        super().do_Tf(LIT(fontid) if isinstance(fontid, str) else fontid, fontsize)

    def _colour(self, operands: list[Any]) -> None:
        if operands and isinstance(operands[-1], str):
            self.graphicstate.ncolor = operands[-1]  # a pattern
        else:
            self.argstack[:] = operands
            self.do_scn()

    def do_cs(self, name: Any) -> None:
        super().do_cs(LIT(name) if isinstance(name, str) else name)
        self.graphicstate.ncolor = "unknown" if self.graphicstate.ncs.name == "Pattern" else 0

    def do_gs(self, name: Any) -> None:
        states = resolve1(self.resources.get("ExtGState")) if self.resources else None
        found = resolve1(states.get(name if isinstance(name, str) else literal_name(name))) if states else None
        if isinstance(found, dict) and {"ca", "CA", "BM", "SMask"} & found.keys():
            state, given = self.graphicstate, {key: resolve1(found[key]) for key in found}
            state.opaque = is_opaque({"ca": 1 if state.opaque else 0, **given})
            state.opaque_lines = is_opaque({"CA": 1 if state.opaque_lines else 0, **given}, "CA")
            state.seen = is_seen({"ca": 1 if state.seen else 0, **given})

    def do_sh(self, name: Any) -> None:
        self.device.add_area(self.graphicstate.clip or self.device.page_box, None, False)

    def do_W(self) -> None:
        self._clips = True

    def do_W_a(self) -> None:
        self._clips = True

    def do_n(self) -> None:
        points = [self.device.on_page(*segment[-2:]) for segment in self.curpath if len(segment) > 1]
        if self._clips and points:
            clip, state = bounds(points), self.graphicstate
            state.clip = overlap(state.clip, clip) if state.clip else clip
        self._clips = False
        self.curpath = []

    def do_BMC(self, tag: Any) -> None:
        self._begin_content(False)

    def do_BDC(self, tag: Any, props: Any) -> None:
        off = False
        if self.layers.there and getattr(tag, "name", "") == "OC" and isinstance(props, PSLiteral):
            named = resolve1(self.resources.get("Properties")) or {}
            off = self.layers.hide(named.get(literal_name(props)))
        self._begin_content(off)

    def do_EMC(self) -> None:
        if self._content and self._content.pop():
            self.device.layers_off -= 1

    def _begin_content(self, off: bool) -> None:
        self._content.append(off)
        self.device.layers_off += off

    def _form(self, name: Any) -> dict[str, Any]:
        form = resolve1(self.xobjmap.get(name if isinstance(name, str) else literal_name(name)))
        return getattr(form, "attrs", {})
