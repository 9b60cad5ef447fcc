"""A pdfminer device that keeps one record per piece of shown text instead of one object per glyph."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

from pdfminer.pdfdevice import PDFTextDevice
from pdfminer.pdffont import PDFUnicodeNotDefined
from pdfminer.utils import apply_matrix_pt, mult_matrix

from ingest.extract.pdf_paint import BLACK, Area, Box, Colour, bounds, colour_of, is_upright, overlap

NOT_DRAWN = 3  # PDF's rendering mode that paints nothing
UNMAPPED = "\ufffd"  # a glyph whose character the file does not tell
_SPACE = 180  # thousandths of an em moved to the right inside a string: a space between words
_JUMP = 650  # ... a gap that may divide two cells
_SKEW = 0.1
MIDDLE = 0.28  # of the type size above the baseline: the middle of a small letter
_MAX_RULES = 4_000
_MAX_AREAS = 2_000
_MAX_SEGMENTS = 2_000
_MANY = 200  # figures in one path: a pattern or a drawing, not boxes
_THIN = 3.0  # points: a filled box thinner than this is a line
_SEE_THROUGH = {"SMask", "Mask", "ImageMask", "IM", "SMaskInData"}  # what makes parts of a picture transparent
_NARROWEST = 5.0  # per cent of its width: text that is squeezed further is no text


class Run(NamedTuple):
    """Text shown in one go, its coordinates turned so that it runs along +x; a space at its end is not within x1."""

    x0: float
    x1: float
    y: float
    size: float
    text: str
    order: float = 0  # the step at which it was painted
    colour: Colour = BLACK
    render: int = 0  # PDF's rendering mode
    own_units: bool = False  # its size is a guess
    off_layer: bool = False
    clip: Box | None = None  # what is outside is not drawn


class Picture(NamedTuple):
    """Where a picture is, the step at which it was painted, and whether it lets nothing through."""

    box: Box
    order: float
    covers: bool


class Rule(NamedTuple):
    """A straight drawn line: horizontal at y = `at` from x = `start` to `end`, or vertical with the axes exchanged."""

    at: float
    start: float
    end: float


class _Texts(dict[int, str]):
    """What the codes of a font say, asked of the font once each."""

    def __init__(self, font: Any) -> None:
        self._font = font

    def __missing__(self, code: int) -> str:
        try:
            text: str = self._font.to_unichr(code)
        except PDFUnicodeNotDefined:
            text = UNMAPPED
        self[code] = " " if text in ("\xa0", "\t", "\r", "\n") else text
        return self[code]


class _Widths(dict[int, float]):
    """How wide the glyphs of a font are, asked of the font once each."""

    def __init__(self, font: Any) -> None:
        self._font = font

    def __missing__(self, code: int) -> float:
        width: float = self._font.char_width(code)
        self[code] = width
        return width


class _Glyphs:
    """What is known of a font; the font is kept with it, or its id could come back as another font's."""

    def __init__(self, font: Any) -> None:
        self.texts, self.widths = _Texts(font), _Widths(font)


class RunDevice(PDFTextDevice):
    """Collects the runs of one page by direction, and the rules and images on it."""

    def __init__(self, manager: Any, *, by_glyph: bool = False) -> None:
        """Make a device; one `by_glyph` makes a run of each glyph, for boxes that cover parts of words."""
        super().__init__(manager)
        self._by_glyph = by_glyph
        self._glyphs: dict[int, _Glyphs] = {}
        self.begin_page(None, None)

    def begin_page(self, page: Any, ctm: Any) -> None:
        if page is not None:
            left, bottom, right, top = page.cropbox
            corners = [(left, bottom), (right, top), (left, top)]
            self.page_matrix = ctm
            self.page_box: Box = bounds(apply_matrix_pt(ctm, corner) for corner in corners)
        self.areas: list[Area] = []
        self.pictures: list[Picture] = []
        self.order = 0.0
        self.layers_off = 0
        self.opaque = True  # paint of pictures, as the interpreter last told
        self.runs: dict[int, list[Run]] = {}  # by direction in degrees; -1: slanted
        self.horizontal: list[Rule] = []
        self.vertical: list[Rule] = []
        self.images = 0
        self.glyphs = 0
        self.unmapped = 0

    def on_page(self, x: float, y: float) -> tuple[float, float]:
        """Return where a point of the current coordinates is on the page."""
        a, b, c, d, e, f = self.ctm
        return a * x + c * y + e, b * x + d * y + f

    def render_image(self, name: str, stream: Any) -> None:
        self.images += 1
        self.order += 1
        box = bounds(self.on_page(x, y) for x, y in ((0, 0), (1, 0), (0, 1), (1, 1)))
        covers = self.opaque and stream is not None and not _SEE_THROUGH & stream.attrs.keys()
        self.pictures.append(Picture(box, self.order, covers))

    def add_area(self, box: Box, colour: Colour, covers: bool) -> None:
        """Note a filled area, unless it is too thin to hide anything."""
        self.order += 1
        if box[2] - box[0] > _THIN and box[3] - box[1] > _THIN and len(self.areas) < _MAX_AREAS:
            self.areas.append(Area(box, colour, self.order, covers))

    def paint_path(self, graphicstate: Any, stroke: bool, fill: bool, evenodd: bool, path: Any) -> None:
        if fill and len(self.areas) < _MAX_AREAS:
            self._fill(graphicstate, path)
        if stroke and graphicstate.linewidth:
            self._broad_lines(graphicstate, path)
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

    def _fill(self, graphicstate: Any, path: Any) -> None:
        """Note what a fill paints: each rectangle of a path on its own, anything else by its bounds."""
        figures: list[list[tuple[float, float]]] = []
        for segment in path[:_MAX_SEGMENTS]:
            if segment[0] == "m" or not figures:
                figures.append([])
            figures[-1] += [self.on_page(*segment[at : at + 2]) for at in range(1, len(segment), 2)]
        colour, clip = colour_of(graphicstate), graphicstate.clip
        is_pattern = isinstance(graphicstate.ncolor, str)
        for points in figures:
            if len(points) > 1:
                box = bounds(points)
                # Of several figures with round corners one may be the hole in another: a frame.
                upright = len(figures) < _MANY and is_upright(points, rounded=len(figures) == 1)
                covers = graphicstate.opaque and not is_pattern and upright
                self.add_area(overlap(box, clip) if clip else box, colour, covers)

    def _broad_lines(self, graphicstate: Any, path: Any) -> None:
        """Note straight lines so broad that they cover a line of text, as of a marker."""
        half = graphicstate.linewidth * math.sqrt(abs(self.ctm[0] * self.ctm[3] - self.ctm[1] * self.ctm[2])) / 2
        if half * 2 <= 2 * _THIN or not graphicstate.opaque_lines or len(path) > _MANY:
            return
        ends = [self.on_page(*segment[1:3]) for segment in path if segment[0] in "ml"]
        for first, last in pairwise(ends):
            left, bottom, right, top = bounds([first, last])
            if min(right - left, top - bottom) <= 1:
                along = 0 if right - left > top - bottom else half, half if right - left > top - bottom else 0
                self.add_area((left - along[0], bottom - along[1], right + along[0], top + along[1]), None, True)

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
        font = textstate.font
        vertical = bool(font.is_vertical())
        glyphs = self._known(font)
        text_of, width_of = glyphs.texts.__getitem__, glyphs.widths.__getitem__
        scaling = textstate.scaling * 0.01
        spacing = textstate.charspace * scaling
        word_spacing = 0 if font.is_multibyte() else textstate.wordspace * scaling
        step = textstate.fontsize * scaling

        def advance(codes: Sequence[int]) -> float:
            moved: float = sum(map(width_of, codes)) * step + len(codes) * spacing
            return moved + codes.count(32) * word_spacing if word_spacing else moved

        x, y = textstate.linematrix
        if vertical:  # x is the way the text goes, and y is across it
            x, y = y, x
        start = ink = x
        out: list[str] = []
        self.order += 1
        self._colour = colour_of(graphicstate)
        self._clip, self._seen = graphicstate.clip, graphicstate.seen
        spaced = False  # character spacing is added before every glyph but the first
        for item in seq:
            if isinstance(item, (int, float)):
                x -= item * 0.001 * step
                spaced = True
                gap = item if vertical else -item
                if gap > _SPACE and out:
                    if gap > _JUMP:
                        self._add(textstate, start, ink, y, out)
                        out = []
                    elif out[-1] != " ":
                        out.append(" ")
                continue
            if not isinstance(item, bytes):
                continue
            every = list(font.decode(item))
            if every and not spaced:
                x, spaced = x - spacing, True
            for codes in [[code] for code in every] if self._by_glyph else [every]:
                shown = list(map(text_of, codes))
                if self._by_glyph and out and shown != [" "]:
                    self._add(textstate, start, ink, y, out)
                    out = []
                if not out:
                    blank = next((n for n, text in enumerate(shown) if text != " "), len(shown))
                    x += advance(codes[:blank])
                    codes, shown = codes[blank:], shown[blank:]
                    start = x + spacing
                if shown:
                    out += shown
                    x += advance(codes)
                    after = next((n for n, text in enumerate(reversed(shown)) if text != " "), None)
                    if after is not None:
                        ink = x - advance(codes[len(codes) - after :])
        textstate.linematrix = (y, x) if vertical else (x, y)
        if out:
            self._add(textstate, start, ink, y, out)

    def _known(self, font: Any) -> _Glyphs:
        known = self._glyphs.get(id(font))
        if known is None:
            known = self._glyphs[id(font)] = _Glyphs(font)
        return known

    def _add(self, textstate: Any, start: float, end: float, y: float, out: list[str]) -> None:
        a, b, c, d, e, f = mult_matrix(textstate.matrix, self.ctm)
        size = abs(textstate.fontsize) * math.hypot(c, d)
        if getattr(textstate.font, "vscale", 0.001) != 0.001:  # Type 3: its glyphs are drawn in units of their own
            size = abs(textstate.font.get_height() * textstate.fontsize) * math.hypot(c, d) or size
        if textstate.font.is_vertical():
            # Its glyphs stand one below the other, each on the middle of its upper edge: as text that is turned to
            # run down the page, whose letters stand on the left of the line that their middles are on.
            y -= MIDDLE * textstate.fontsize
            a, b, c, d, start, end = -c, -d, a, b, -start, -end
        else:
            y += textstate.rise
        x0, y0 = a * start + c * y + e, b * start + d * y + f
        x1, y1 = a * end + c * y + e, b * end + d * y + f
        if not (math.isfinite(x0 + y0 + x1 + y1) and size > 0.1):
            return
        text = "".join(out)
        self.glyphs += len(out)
        if UNMAPPED in text or not text.isprintable():
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
        own_units = getattr(textstate.font, "vscale", 0.001) != 0.001
        render = textstate.render if self._seen and abs(textstate.scaling) >= _NARROWEST else NOT_DRAWN
        off = self.layers_off > 0
        self.runs.setdefault(direction, []).append(
            Run(x0, x1, y0, size, text, self.order, self._colour, render, own_units, off, self._clip)
        )
