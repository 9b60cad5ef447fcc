"""How the cost of a search grows with the number of letters: a table, and a drawing with a panel for each class."""

from __future__ import annotations

import math
from collections.abc import Iterator
from html import escape

from measure import Table, figure

Curve = dict[str, dict[str, dict[int, float]]]
"""By class of query, engine and number of letters: the p95 in milliseconds."""

WIDTH, HEIGHT, MARGIN, COLUMNS = 250, 170, 34, 3
LEAST, MOST = 0.01, 10_000.0  # milliseconds
COLOURS = ("#0b6e4f", "#b3560b", "#3a4fa3", "#8a1c5b", "#666666", "#111111")
STYLE = "font-family: sans-serif; font-size: 10px"


def tabled(curve: Curve) -> Table:
    """Return the p95 of each class and engine, a column for each number of letters, and how often the first it is."""
    counts = sorted({count for engines in curve.values() for some in engines.values() for count in some})
    columns = ("query", "by", *(f"{count:,} letters" for count in counts), "last over first")
    table = Table("How cost grows", columns, notes=["p95 in milliseconds; docs/growth.svg draws it."])
    for kind, engines in curve.items():
        for name, some in engines.items():
            figures = [figure(some[count]) if count in some else "-" for count in counts]
            grown = some[max(some)] / some[min(some)] if len(some) > 1 else 1.0
            table.rows.append((kind, name, *figures, figure(grown)))
    return table


def drawn(curve: Curve) -> str:
    """Return the drawing as SVG: both axes by powers of ten."""
    engines = list(dict.fromkeys(name for some in curve.values() for name in some))
    colours = dict(zip(engines, COLOURS, strict=False))
    rows = -(-len(curve) // COLUMNS)
    width, height = COLUMNS * WIDTH, rows * HEIGHT + 30
    key = "".join(
        f'<text x="{10 + 120 * n}" y="18" fill="{colours[name]}">{escape(name)}</text>'
        for n, name in enumerate(engines)
    )
    panels = ""
    for n, (kind, some) in enumerate(curve.items()):
        place = f"{n % COLUMNS * WIDTH},{30 + n // COLUMNS * HEIGHT}"
        panels += f'<g transform="translate({place})">{"".join(_panel(kind, some, colours))}</g>'
    title = "<title>p95 in milliseconds by number of letters, both by powers of ten</title>"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img" style="{STYLE}">{title}'
        f'<rect width="{width}" height="{height}" fill="#ffffff"/>{key}{panels}</svg>\n'
    )


def _panel(kind: str, engines: dict[str, dict[int, float]], colours: dict[str, str]) -> Iterator[str]:
    counts = sorted({count for some in engines.values() for count in some})
    span = math.log(counts[-1] / counts[0]) or 1.0
    across = {c: MARGIN + (WIDTH - 1.5 * MARGIN) * math.log(c / counts[0]) / span for c in counts}
    yield f'<text x="{MARGIN}" y="12" font-weight="bold">{escape(kind)}</text>'
    for power in range(round(math.log10(LEAST)), round(math.log10(MOST)) + 1):
        y = _down(10.0**power)
        yield f'<path d="M{MARGIN} {y:.1f}H{WIDTH - MARGIN / 2}" stroke="#dddddd"/>'
        yield f'<text x="{MARGIN - 4}" y="{y + 3:.1f}" text-anchor="end">{10.0**power:g}</text>'
    for count in counts:
        label = f"{count // 1000}k" if count >= 1000 else str(count)
        yield f'<text x="{across[count]:.1f}" y="{HEIGHT - 6}" text-anchor="middle">{label}</text>'
    for name, some in engines.items():
        points = " ".join(f"{across[count]:.1f},{_down(some[count]):.1f}" for count in sorted(some))
        yield f'<polyline points="{points}" fill="none" stroke="{colours[name]}" stroke-width="1.5"/>'


def _down(milliseconds: float) -> float:
    share = math.log(min(max(milliseconds, LEAST), MOST) / LEAST) / math.log(MOST / LEAST)
    return HEIGHT - 20 - (HEIGHT - 38) * share
