"""Colours and painted areas of a PDF page: what lies under a word, and what was painted over it."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from operator import or_
from typing import Any, NamedTuple

from pdfminer.pdfinterp import PDFGraphicState

Colour = tuple[float, float, float] | None  # red, green, blue from 0 to 1; None: a pattern, a picture, not known
Box = tuple[float, float, float, float]  # left, bottom, right, top

BLACK, WHITE = (0.0, 0.0, 0.0), (1.0, 1.0, 1.0)
_SAME = 0.12  # of the range of a channel: colours nearer than this look the same on paper
_TRANSPARENT = 0.9  # opacity below which what lies underneath can be seen
_INVISIBLE = 0.1  # opacity below which paint cannot be seen


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
        self.opaque_lines = True
        self.seen = True  # text is painted strongly enough
        self.clip: Box | None = None

    def copy(self) -> Painting:
        made = Painting()
        made.__dict__.update(self.__dict__)
        return made


def colour_of(state: PDFGraphicState) -> Colour:
    """Return the colour that fills and text have in a graphics state."""
    try:
        return _rgb(state.ncolor, state.ncs.name)
    except TypeError:  # a colour that cannot be looked up: no number
        return None


@lru_cache(maxsize=1_000)
def _rgb(value: Any, space: str) -> Colour:
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


def is_opaque(parameters: Any, alpha: str = "ca") -> bool:
    """Tell whether paint hides what is under it, going by a graphics state dictionary (of `gs`)."""
    strength, blend, mask = parameters.get(alpha, 1), parameters.get("BM"), parameters.get("SMask")
    if isinstance(blend, list):
        blend = blend[0] if blend else None
    plain = blend is None or getattr(blend, "name", "") in ("Normal", "Compatible")
    masked = mask is not None and getattr(mask, "name", "") != "None"
    return plain and not masked and (not isinstance(strength, (int, float)) or strength >= _TRANSPARENT)


def is_seen(parameters: Any) -> bool:
    """Tell whether paint of this strength can be seen at all."""
    strength = parameters.get("ca", 1)
    return not isinstance(strength, (int, float)) or strength >= _INVISIBLE


def bounds(points: Iterable[tuple[float, float]]) -> Box:
    """Return the smallest box around points; there must be one."""
    xs, ys = zip(*points, strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def overlap(first: Box, second: Box) -> Box:
    """Return what two boxes share; its right is left of its left, or its top below its bottom, where nothing is."""
    return max(first[0], second[0]), max(first[1], second[1]), min(first[2], second[2]), min(first[3], second[3])


def is_upright(points: list[tuple[float, float]], *, rounded: bool = False) -> bool:
    """Tell whether a closed path is a rectangle with sides along the axes; where `rounded`, its corners may be round.

    Of one with round corners the ends and the handles of each curve lie on its sides too.
    """
    corners = points[:-1] if len(points) > 4 and points[0] == points[-1] else points
    if len(corners) < 4 or (len(corners) > 4 and not rounded):
        return False
    left, bottom, right, top = bounds(corners)
    near = 0.02 * max(right - left, top - bottom) + 0.1
    beside = [min(abs(x - left), abs(x - right)) <= near for x, _ in corners]
    above = [min(abs(y - bottom), abs(y - top)) <= near for _, y in corners]
    if len(corners) == 4:
        return all(beside) and all(above)
    return all(map(or_, beside, above))
