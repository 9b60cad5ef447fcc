"""Small charts as numbers: where each bar stands. Templates draw them as SVG, beside the same numbers as a table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

WIDTH = 420  # what a phone is wide: its text stays large enough to read there
COLUMN_HEIGHT, HEAD_ROOM, FOOT_ROOM = 120, 22, 26
LABEL_ROOM = 40  # a year and the gap beside it
ROW_HEIGHT, ROW_GAP, LABEL_WIDTH, NUMBER_WIDTH = 18, 8, 190, 50
SPARK_WIDTH, SPARK_HEIGHT = 84, 22
WIDEST_COLUMN = 44


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar. Lengths are in the units of the chart's view box."""

    label: str
    value: int
    x: float
    y: float
    width: float
    height: float

    @property
    def middle(self) -> float:
        """Return where its label is centred."""
        return round(self.x + self.width / 2, 1)


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars in a box. `base` is where columns stand."""

    title: str
    bars: tuple[Bar, ...]
    width: float
    height: float
    base: float = 0
    label_every: int = 1  # of columns too close for their labels, each second or third has one, and the last


def column_chart(title: str, points: Iterable[tuple[str, int]]) -> Chart:
    """Return columns from left to right, the tallest as high as the box allows, all from zero."""
    points = list(points)
    base = HEAD_ROOM + COLUMN_HEIGHT
    bars = _columns(points, WIDTH, COLUMN_HEIGHT, base, gap=0.35)
    return Chart(title, bars, WIDTH, base + FOOT_ROOM, base, label_every=max(1, -(-len(bars) * LABEL_ROOM // WIDTH)))


def spark(points: Iterable[tuple[str, int]]) -> Chart:
    """Return columns small enough for the cell of a table, without a word in them."""
    return Chart(
        "", _columns(list(points), SPARK_WIDTH, SPARK_HEIGHT, SPARK_HEIGHT, gap=0.25), SPARK_WIDTH, SPARK_HEIGHT
    )


def row_chart(title: str, points: Iterable[tuple[str, int]]) -> Chart:
    """Return bars from top to bottom, each beside its label."""
    points = list(points)
    most = max((value for _, value in points), default=0) or 1
    room = WIDTH - LABEL_WIDTH - NUMBER_WIDTH
    bars = tuple(
        Bar(label, value, LABEL_WIDTH, n * (ROW_HEIGHT + ROW_GAP), round(room * value / most, 1), ROW_HEIGHT)
        for n, (label, value) in enumerate(points)
    )
    return Chart(title, bars, WIDTH, max(len(points) * (ROW_HEIGHT + ROW_GAP), 1))


def every_year(years: Mapping[str, int], first: str | None = None, last: str | None = None) -> list[tuple[str, int]]:
    """Return (year, count) for every year from the first to the last, also those without any."""
    if not years and first is None:
        return []
    start, end = int(first or min(years)), int(last or max(years))
    return [(str(year), years.get(str(year), 0)) for year in range(start, end + 1)]


def _columns(points: list[tuple[str, int]], width: float, height: float, base: float, gap: float) -> tuple[Bar, ...]:
    if not points:
        return ()
    most = max(value for _, value in points) or 1
    step = min(width / len(points), WIDEST_COLUMN / (1 - gap))
    thick = round(step * (1 - gap), 1)
    bars = []
    for n, (label, value) in enumerate(points):
        tall = round(height * value / most, 1)
        bars.append(Bar(label, value, round(n * step, 1), round(base - tall, 1), thick, tall))
    return tuple(bars)
