"""Charts in Office Open XML files: the title, and the values drawn, as a table.

They come from what the chart itself stores to be drawn. The workbook embedded behind it holds more, and is a finding.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from lxml import etree

from ingest.extract.package import Package
from ingest.extract.rows import row_lines

C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_MAX_POINTS = 400  # of one series: in a denser curve nobody sees a value
_MAX_SERIES = 60
_FIRST_DAY = date(1899, 12, 30)  # that a spreadsheet counts from
_LITERAL = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')  # in a number format


def charts_of(package: Package, part: str, root: etree._Element) -> list[str]:
    """Return the lines of the charts that `root`, which stands in `part`, refers to; a blank line before each."""
    targets = package.targets(part)
    lines: list[str] = []
    for reference in root.iter(C + "chart"):
        target = targets.get(reference.get(_R + "id", ""))
        if target and target.kind == "chart" and target.path in package.names:
            chart = package.xml(target.path)
            lines += ["", *chart_lines(chart), *_drawn_over(package, target.path)]
    return lines


def chart_lines(root: etree._Element) -> list[str]:
    """Return the title of a chart, then a row of the names of its series, then a row for each category.

    A chart whose series have no names of their own has no such row. Filtered series are not drawn, and not returned.
    """
    chart = root.find(C + "chart")
    if chart is None:
        return []
    lines = [_title(chart)] if chart.find(C + "title") is not None else []
    plot = chart.find(C + "plotArea")
    if plot is None:
        return [line for line in lines if line]
    axes = [text for axis in plot if (text := _title(axis)) and axis.find(C + "axId") is not None]
    lines.append("; ".join(axes))
    series = [one for group in plot for one in group.iterchildren(C + "ser")][:_MAX_SERIES]
    names = [_name(one) for one in series]
    values = [_points(one, "val", "yVal", "bubbleSize") for one in series]
    labels: dict[int, str] = {}
    for one in series:
        labels = _points(one, "cat", "xVal") | labels
    if any(names):
        lines += row_lines([[""], *([name] for name in names)])
    for index in sorted(set(labels).union(*values)):
        cells = [labels.get(index, ""), *(points.get(index, "") for points in values)]
        lines += row_lines([[cell] for cell in cells])
    return [line for line in lines if line]


def _title(element: etree._Element) -> str:
    """Return the title that an element holds, typed or taken from a cell; "" where it has none."""
    title = element.find(C + "title")
    text = title.find(C + "tx") if title is not None else None
    if text is None:
        return ""
    paragraphs = ("".join(p.itertext(_A + "t")) for p in text.iter(_A + "p"))
    return " ".join(" ".join([*paragraphs, *_cached(text).values()]).split())


def _name(series: etree._Element) -> str:
    name = series.find(C + "tx")
    if name is None:
        return ""
    typed = name.findtext(C + "v", "")
    return typed or " ".join(_cached(name).values())


def _points(series: etree._Element, *tags: str) -> dict[int, str]:
    """Return the points under the first of `tags` that a series has, by their place."""
    for tag in tags:
        data = series.find(C + tag)
        if data is not None:
            return _cached(data)
    return {}


def _cached(data: etree._Element) -> dict[int, str]:
    """Return what a reference to cells, or a list of literals, stored to be drawn. Levels of a category are joined."""
    found: dict[int, str] = {}
    for cache in data.iter(C + "strCache", C + "strLit", C + "numCache", C + "numLit", C + "lvl"):
        form = cache.findtext(C + "formatCode", "") if cache.tag in (C + "numCache", C + "numLit") else None
        for point in cache.iterchildren(C + "pt"):
            place, value = point.get("idx", ""), point.findtext(C + "v", "").strip()
            if not (place.isascii() and place.isdigit() and len(place) < 7):
                continue
            if form is not None:
                value = _number(value, point.get("formatCode", form))
            found[int(place)] = f"{value} {found[int(place)]}" if int(place) in found else value
    return found if len(found) <= _MAX_POINTS else {}


def _number(value: str, form: str) -> str:
    """Return a stored number as its format shows it: percentages and dates; others without noise in the last places."""
    try:
        number = float(value)
    except ValueError:
        return value
    form = _LITERAL.sub("", form).lower()
    if "%" in form:
        return f"{_plain(round(number * 100, 10))}%"
    if re.search(r"[dmy]", form) and not re.search(r"[0#]|general", form) and 1 <= number < 2_900_000:
        return (_FIRST_DAY + timedelta(days=int(number))).isoformat()
    return _plain(number)


def _plain(number: float) -> str:
    return str(int(number)) if number.is_integer() and abs(number) < 1e15 else repr(round(number, 10))


def _drawn_over(package: Package, chart: str) -> Iterator[str]:
    """Yield the text of boxes drawn over a chart."""
    for target in package.targets(chart).values():
        if target.kind == "chartUserShapes" and target.path in package.names:
            for paragraph in package.xml(target.path).iter(_A + "p"):
                if text := "".join(paragraph.itertext(_A + "t")).strip():
                    yield text
