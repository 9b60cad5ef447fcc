"""A pdfminer device that keeps one record per piece of shown text instead of one object per glyph."""

from __future__ import annotations

import math
from collections.abc import Iterable
from itertools import pairwise
from typing import Any, NamedTuple

from pdfminer.pdfdevice import PDFTextDevice
from pdfminer.pdffont import PDFUnicodeNotDefined
from pdfminer.pdfinterp import PDFPageInterpreter
from pdfminer.pdftypes import stream_value
from pdfminer.psparser import LIT
from pdfminer.utils import mult_matrix

from ingest.extract.pdf_content import Unusual, statements

UNMAPPED = "\ufffd"  # a glyph whose character the file does not tell
_SPACE = 180  # thousandths of an em moved to the right inside a string: a space between words
_JUMP = 650  # ... a gap that may divide two cells
_SKEW = 0.1
_MAX_RULES = 4_000
_MAX_DEPTH = 12  # of forms within forms
_OPERATORS = {  # those that move, show or draw: method of the interpreter, number of operands
    b"q": ("do_q", 0), b"Q": ("do_Q", 0), b"cm": ("do_cm", 6), b"Do": ("do_Do", 1),
    b"BT": ("do_BT", 0), b"ET": ("do_ET", 0), b"Tc": ("do_Tc", 1), b"Tw": ("do_Tw", 1), b"Tz": ("do_Tz", 1),
    b"TL": ("do_TL", 1), b"Tf": ("do_Tf", 2), b"Ts": ("do_Ts", 1), b"Td": ("do_Td", 2), b"TD": ("do_TD", 2),
    b"Tm": ("do_Tm", 6), b"T*": ("do_T_a", 0), b"Tj": ("do_Tj", 1), b"TJ": ("do_TJ", 1), b"'": ("do__q", 1),
    b"m": ("do_m", 2), b"l": ("do_l", 2), b"c": ("do_c", 6), b"v": ("do_v", 4), b"y": ("do_y", 4), b"h": ("do_h", 0),
    b"re": ("do_re", 4), b"S": ("do_S", 0), b"s": ("do_s", 0), b"f": ("do_f", 0), b"F": ("do_F", 0), b"n": ("do_n", 0),
    b"f*": ("do_f_a", 0), b"B": ("do_B", 0), b"B*": ("do_B_a", 0), b"b": ("do_b", 0), b"b*": ("do_b_a", 0),
}  # fmt: skip
_WANTED = frozenset(_OPERATORS)
_THIN = 3.0  # points: a filled box thinner than this is a line


class Run(NamedTuple):
    """Text shown in one go, its coordinates turned so that it runs along +x; a space at its end is not within x1."""

    x0: float
    x1: float
    y: float
    size: float
    text: str


class Rule(NamedTuple):
    """A straight drawn line: horizontal at y = `at` from x = `start` to `end`, or vertical with the axes exchanged."""

    at: float
    start: float
    end: float


class Interpreter(PDFPageInterpreter):
    """pdfminer's content-stream interpreter, read by statements, without what this device does not look at."""

    depth = 0

    def subinterp(self) -> Interpreter:
        child: Interpreter = super().subinterp()
        child.depth = self.depth + 1
        return child

    def do_Do(self, xobjid_arg: Any) -> None:
        if self.depth < _MAX_DEPTH:  # a chain of forms can be made as long as the stack
            super().do_Do(xobjid_arg)

    def do_TJ(self, seq: Any) -> None:
        if self.textstate.font is not None:  # the original copies the graphics state for every string
            self.device.render_string(self.textstate, seq, self.graphicstate.ncs, self.graphicstate)

    def execute(self, streams: Any) -> None:
        found = [stream_value(stream) for stream in streams]
        if any(stream.objid is None or stream.objid in self.parent_stream_ids for stream in found):
            super().execute(streams)  # which leaves out streams that contain themselves
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
            handler, count = handlers[operator]
            if len(operands) > count:
                operands = operands[-count:] if count else []
            if len(operands) == count:
                handler(*operands)

    def do_Tf(self, fontid: Any, fontsize: Any) -> None:
        super().do_Tf(LIT(fontid) if isinstance(fontid, str) else fontid, fontsize)


class RunDevice(PDFTextDevice):
    """Collects the runs of one page by direction, and the rules and images on it."""

    def __init__(self, manager: Any) -> None:
        super().__init__(manager)
        self._glyphs: dict[int, tuple[Any, dict[int, tuple[str, float]]]] = {}
        self.begin_page(None, None)

    def begin_page(self, page: Any, ctm: Any) -> None:
        self.runs: dict[int, list[Run]] = {}  # by direction in degrees; -1: slanted
        self.horizontal: list[Rule] = []
        self.vertical: list[Rule] = []
        self.images = 0
        self.glyphs = 0
        self.unmapped = 0
        self.vertical_writing = False

    def render_image(self, name: str, stream: Any) -> None:
        self.images += 1

    def paint_path(self, graphicstate: Any, stroke: bool, fill: bool, evenodd: bool, path: Any) -> None:
        if len(self.horizontal) + len(self.vertical) > _MAX_RULES or not 2 <= len(path) <= 200:
            return
        a, b, c, d, e, f = self.ctm
        points: list[tuple[float, float]] = []
        for segment in path:
            operator = segment[0]
            if operator == "m":
                self._add_rules(points, stroke)
                points = []
            if operator == "h":
                if points:
                    points.append(points[0])
            elif operator in ("m", "l"):
                x, y = segment[1:3]
                points.append((a * x + c * y + e, b * x + d * y + f))
            else:
                return  # a curve
        self._add_rules(points, stroke)

    def _add_rules(self, points: list[tuple[float, float]], stroke: bool) -> None:
        if len(points) < 2:
            return
        xs, ys = [point[0] for point in points], [point[1] for point in points]
        left, right, bottom, top = min(xs), max(xs), min(ys), max(ys)
        if top - bottom < _THIN:
            if right - left > _THIN:
                self.horizontal.append(Rule((top + bottom) / 2, left, right))
        elif right - left < _THIN:
            self.vertical.append(Rule((left + right) / 2, bottom, top))
        elif stroke:
            for (x0, y0), (x1, y1) in pairwise(points):
                if abs(y1 - y0) < 0.5 and abs(x1 - x0) > _THIN:
                    self.horizontal.append(Rule(y0, min(x0, x1), max(x0, x1)))
                elif abs(x1 - x0) < 0.5 and abs(y1 - y0) > _THIN:
                    self.vertical.append(Rule(x0, min(y0, y1), max(y0, y1)))

    def render_string(self, textstate: Any, seq: Iterable[Any], ncs: Any, graphicstate: Any) -> None:
        font, size = textstate.font, textstate.fontsize
        if font.is_vertical():
            self.vertical_writing = True
        glyphs = self._known(font)
        scaling = textstate.scaling * 0.01
        spacing = textstate.charspace * scaling
        word_spacing = 0 if font.is_multibyte() else textstate.wordspace * scaling
        step = size * scaling
        x, y = textstate.linematrix
        start = ink = x
        out: list[str] = []
        spaced = False  # character spacing is added before every glyph but the first
        for item in seq:
            if isinstance(item, (int, float)):
                x -= item * 0.001 * step
                spaced = True
                if item < -_SPACE and out:
                    if item < -_JUMP:
                        self._add(textstate, start, ink, y, out)
                        out = []
                    elif out[-1] != " ":
                        out.append(" ")
                continue
            if not isinstance(item, bytes):
                continue
            for code in font.decode(item):
                if spaced:
                    x += spacing
                spaced = True
                glyph = glyphs.get(code)
                if glyph is None:
                    glyph = glyphs[code] = _glyph(font, code)
                text, width = glyph
                if text == " ":
                    if out:
                        out.append(text)
                elif not out:
                    start = x
                    out.append(text)
                else:
                    out.append(text)
                x += width * step
                if text != " ":
                    ink = x
                if code == 32 and word_spacing:
                    x += word_spacing
        textstate.linematrix = (x, y)
        if out:
            self._add(textstate, start, ink, y, out)

    def _known(self, font: Any) -> dict[int, tuple[str, float]]:
        known = self._glyphs.get(id(font))
        if known is None:  # the font is kept beside its glyphs, or its id could come back as another font's
            known = self._glyphs[id(font)] = (font, {})
        return known[1]

    def _add(self, textstate: Any, start: float, end: float, y: float, out: list[str]) -> None:
        a, b, c, d, e, f = mult_matrix(textstate.matrix, self.ctm)
        y += textstate.rise
        size = abs(textstate.fontsize) * math.hypot(c, d)
        if getattr(textstate.font, "vscale", 0.001) != 0.001:  # Type 3: its glyphs are drawn in units of their own
            size = abs(textstate.font.get_height() * textstate.fontsize) * math.hypot(c, d) or size
        x0, y0 = a * start + c * y + e, b * start + d * y + f
        x1, y1 = a * end + c * y + e, b * end + d * y + f
        if not (math.isfinite(x0 + y0 + x1 + y1) and size > 0.1):
            return
        text = "".join(out)
        self.glyphs += len(out)
        self.unmapped += sum(1 for glyph in out if glyph == UNMAPPED or (len(glyph) == 1 and glyph < " "))
        if abs(b) <= _SKEW * abs(a):
            direction = 0 if a > 0 else 180
        elif abs(a) <= _SKEW * abs(b):
            direction = 90 if b > 0 else 270
        else:
            direction = -1
        if direction == 180:
            x0, x1, y0 = -x0, -x1, -y0
        elif direction == 90:
            x0, x1, y0 = y0, y1, -x0
        elif direction == 270:
            x0, x1, y0 = -y0, -y1, x0
        if x1 < x0:
            x0, x1 = x1, x0
        self.runs.setdefault(direction, []).append(Run(x0, x1, y0, size, text))


def _glyph(font: Any, code: int) -> tuple[str, float]:
    try:
        text = font.to_unichr(code)
    except PDFUnicodeNotDefined:
        text = UNMAPPED
    if text in ("\xa0", "\t", "\r", "\n"):
        text = " "
    return text, font.char_width(code)
