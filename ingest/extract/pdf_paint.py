"""Colours and painted areas of a PDF page: what lies under a word, and what was painted over it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from pdfminer.pdfinterp import PDFGraphicState

Colour = tuple[float, float, float] | None  # red, green, blue from 0 to 1; None: a pattern, a picture, not known
Box = tuple[float, float, float, float]  # left, bottom, right, top

BLACK, WHITE = (0.0, 0.0, 0.0), (1.0, 1.0, 1.0)
_SAME = 0.12  # of the range of a channel: colours nearer than this look the same on paper
_TRANSPARENT = 0.9  # opacity below which what lies underneath can be seen


class Area(NamedTuple):
    """An area filled at step `order` of painting a page."""

    box: Box
    colour: Colour
    order: float
    covers: bool  # an upright rectangle that lets nothing through


class Painting(PDFGraphicState):
    """pdfminer's graphics state, which also knows how opaque paint is and where it is clipped."""

    def __init__(self) -> None:
        super().__init__()
        self.opaque = True
        self.clip: Box | None = None

    def copy(self) -> Painting:
        made = Painting()
        made.__dict__.update(self.__dict__)
        return made


def colour_of(state: PDFGraphicState) -> Colour:
    """Return the colour that fills and text have in a graphics state."""
    value, space = state.ncolor, state.ncs.name
    if isinstance(value, (int, float)):
        value = (value,)
    if not isinstance(value, tuple) or not all(isinstance(part, (int, float)) for part in value):
        return None
    parts = [min(1.0, max(0.0, float(part))) for part in value]
    if space in ("Indexed", "Pattern", "Lab"):
        return None
    if len(parts) == 1:
        shade = 1 - parts[0] if space == "Separation" else parts[0]
        return shade, shade, shade
    if len(parts) == 3:
        return parts[0], parts[1], parts[2]
    if len(parts) == 4:
        return tuple((1 - part) * (1 - parts[3]) for part in parts[:3])  # type: ignore[return-value]
    return None


def look_same(first: Colour, second: Colour) -> bool:
    """Tell whether two known colours cannot be told apart."""
    if first is None or second is None:
        return False
    return max(abs(a - b) for a, b in zip(first, second, strict=True)) <= _SAME


def is_opaque(parameters: Any) -> bool:
    """Tell whether paint hides what is under it, going by a graphics state dictionary (of `gs`)."""
    alpha, blend, mask = parameters.get("ca", 1), parameters.get("BM"), parameters.get("SMask")
    if isinstance(blend, list):
        blend = blend[0] if blend else None
    plain = blend is None or getattr(blend, "name", "") in ("Normal", "Compatible")
    masked = mask is not None and getattr(mask, "name", "") != "None"
    return plain and not masked and (not isinstance(alpha, (int, float)) or alpha >= _TRANSPARENT)


def bounds(points: Iterable[tuple[float, float]]) -> Box:
    """Return the smallest box around points; there must be one."""
    xs, ys = zip(*points, strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def overlap(first: Box, second: Box) -> Box:
    """Return what two boxes share; its right is left of its left, or its top below its bottom, where nothing is."""
    return max(first[0], second[0]), max(first[1], second[1]), min(first[2], second[2]), min(first[3], second[3])


def is_upright(points: list[tuple[float, float]]) -> bool:
    """Tell whether a closed path of lines is a rectangle with sides along the axes."""
    corners = points[:-1] if len(points) > 4 and points[0] == points[-1] else points
    if len(corners) != 4:
        return False
    left, bottom, right, top = bounds(corners)
    near = 0.02 * max(right - left, top - bottom) + 0.1
    return all(
        min(abs(x - left), abs(x - right)) <= near and min(abs(y - bottom), abs(y - top)) <= near for x, y in corners
    )
