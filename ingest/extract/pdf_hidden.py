"""Text on a PDF page that nobody sees: under a box, in the colour of what is behind it, tiny, off the page.

It is taken out of what is read, and told. Text behind a picture stays: that is how a scan carries its words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from ingest.extract.pdf_device import MIDDLE, Run, RunDevice
from ingest.extract.pdf_paint import WHITE, Area, Box, Colour, look_same

_TINY = 1.0  # points: the smallest print is 4
_OFF = 2.0  # points outside the page
_INVISIBLE = (3, 7)  # rendering modes that draw nothing
_NEAR = 0.3  # of the type size: from the middle of a letter to its edge
_PART = 0.3  # of the type size: less of a run under a box is no letter
_HAIR = 0.05  # of the length of a run
_SCAN = 0.5  # of a page under pictures: it may be a scan with its words behind it
_FEWEST = 2  # letters: a stray mark or space hides nothing

# Why a run is not seen, gravest first.
REDACTED, COVERED, MASKED, WHITE_TEXT, UNPAINTED, TINY, OFF_PAGE, CLIPPED, LAYER = (
    "a redaction mark", "a box drawn over it", "a box of its own colour", "white on white", "not drawn", "tiny",
    "off the page", "outside what is drawn", "a layer switched off",
)  # fmt: skip


@dataclass(slots=True)
class Hidden:
    """What was taken out of a page, by reason; `partly` where a run is hidden in part and must be cut first."""

    texts: dict[str, list[str]] = field(default_factory=dict)
    partly: bool = False


def take_hidden(device: RunDevice, marks: Sequence[Area]) -> Hidden:
    """Take what nobody sees out of a device's runs and return it. `marks` lie over the page: redactions, notes."""
    hidden = Hidden()
    over = [area for area in (*device.areas, *marks, *_stuck_on(device)) if area.covers]
    for direction, runs in device.runs.items():
        kept: list[Run] = []
        for run in runs:
            reason = _reason(run, place(run, direction), device, over, marks)
            if reason is None:
                hidden.partly = hidden.partly or _is_cut(run, place(run, direction), over)
                kept.append(run)
            else:
                hidden.texts.setdefault(reason, []).append(run.text)
        device.runs[direction] = kept
    hidden.texts = {reason: texts for reason, texts in hidden.texts.items() if _letters("".join(texts)) >= _FEWEST}
    return hidden


def _stuck_on(device: RunDevice) -> list[Area]:
    """Return the pictures that lie over text as boxes do; a scan, which fills its page, carries its words behind."""
    left, bottom, right, top = device.page_box
    filled = sum((p.box[2] - p.box[0]) * (p.box[3] - p.box[1]) for p in device.pictures)
    if filled > _SCAN * (right - left) * (top - bottom):
        return []
    return [Area(picture.box, None, picture.order, True) for picture in device.pictures if picture.covers]


def place(run: Run, direction: int) -> Box:
    """Return where the middle of a run's letters is on the page: a box without height, or without width."""
    middle = run.y + MIDDLE * run.size
    if direction == 180:
        return -run.x1, -middle, -run.x0, -middle
    if direction == 90:
        return -middle, run.x0, -middle, run.x1
    if direction == 270:
        return middle, -run.x1, middle, -run.x0
    return run.x0, middle, run.x1, middle


def _reason(run: Run, where: Box, device: RunDevice, over: Sequence[Area], marks: Sequence[Area]) -> str | None:
    if run.off_layer:
        return LAYER
    x, y = (where[0] + where[2]) / 2, (where[1] + where[3]) / 2
    later = [area for area in over if area.order > run.order and _holds(area.box, where)]
    if later:
        return REDACTED if any(area in marks for area in later) else COVERED
    behind = _behind(x, y, run.order, device.areas)
    in_picture = any(_contains(picture.box, x, y) for picture in device.pictures)
    if run.render in _INVISIBLE:
        return None if in_picture else UNPAINTED
    if run.size < _TINY and not run.own_units:
        return TINY
    left, bottom, right, top = device.page_box
    if where[2] < left - _OFF or where[0] > right + _OFF or where[3] < bottom - _OFF or where[1] > top + _OFF:
        return OFF_PAGE
    if run.clip is not None and _is_outside(where, run.clip, run.size):
        return CLIPPED
    if in_picture and not any(area.order > device_order for area, device_order in _over_pictures(x, y, device)):
        return None
    if run.render != 0 or not look_same(run.colour, behind):
        return None
    return WHITE_TEXT if look_same(behind, WHITE) else MASKED


def _over_pictures(x: float, y: float, device: RunDevice) -> list[tuple[Area, float]]:
    """Return the areas at a point, each with the step at which the last picture there was drawn."""
    drawn = max((picture.order for picture in device.pictures if _contains(picture.box, x, y)), default=-1.0)
    return [(area, drawn) for area in device.areas if _contains(area.box, x, y)]


def _behind(x: float, y: float, order: float, areas: Sequence[Area]) -> Colour:
    """Return the colour behind a point at one step of painting; that of paper where nothing was painted."""
    for area in reversed(areas):
        if area.order < order and _contains(area.box, x, y):
            return area.colour if area.covers else None
    return WHITE


def _is_cut(run: Run, where: Box, over: Sequence[Area]) -> bool:
    """Tell whether a box drawn later lies over some letters of a run."""
    for area in over:
        left, bottom, right, top = area.box
        if area.order > run.order:
            width = min(right, where[2]) - max(left, where[0])
            height = min(top, where[3]) - max(bottom, where[1])
            if min(width, height) >= 0 and max(width, height) > _PART * run.size:
                return True
    return False


def _holds(box: Box, where: Box) -> bool:
    """Tell whether a box covers the middle of all letters of a run, but for a hair at its ends."""
    left, bottom, right, top = box
    along, up = _HAIR * (where[2] - where[0]), _HAIR * (where[3] - where[1])
    return left - along <= where[0] and where[2] <= right + along and bottom - up <= where[1] and where[3] <= top + up


def _contains(box: Box, x: float, y: float) -> bool:
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


def _is_outside(where: Box, clip: Box, size: float) -> bool:
    """Tell whether all of a run lies outside what is drawn, and not just its middle."""
    left, bottom, right, top = clip
    near = (_NEAR + MIDDLE) * size
    return where[2] < left - near or where[0] > right + near or where[3] < bottom - near or where[1] > top + near


def _letters(text: str) -> int:
    return sum(map(str.isalnum, text))
