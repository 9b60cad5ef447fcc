"""What a workbook (XLSX) carries that its visible sheets do not show: sheets, rows, columns, caches, comments."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from lxml import etree

from corpus.records import Finding
from ingest.extract.chart import charts_of
from ingest.extract.markup import MAX_BYTES
from ingest.extract.package import Package, Target
from ingest.extract.sheet_styles import invisible_styles
from ingest.safety.found import finding

_S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_XDR = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_FEW_ROWS = 50  # hidden by themselves: more often an empty form than a secret, as WhatDoTheyKnow's screening found
_NARROW = 0.2  # characters or points: a row or column as thin as this is hidden
_MAX_INVISIBLE = 200_000
_CELL = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_MERGED = re.compile(
    rb"<(?:\w{1,20}:)?mergeCell\s[^<>]{0,200}?\bref=[\"']([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})[\"']"
)


@dataclass(slots=True)
class HiddenCells:
    """What of one sheet is not shown; rows and columns count from 0. Only what holds a value is counted."""

    rows: set[int] = field(default_factory=set)
    columns: set[int] = field(default_factory=set)
    cells: set[tuple[int, int]] = field(default_factory=set)
    values: dict[str, int] = field(default_factory=dict)  # kind of finding -> cells with a value

    def hides(self, row: int, column: int) -> bool:
        """Tell whether a cell is not shown."""
        return row in self.rows or column in self.columns or (row, column) in self.cells


@dataclass(slots=True)
class Inspection:
    """What was found in a workbook, sheet by sheet."""

    sheets: dict[str, HiddenCells] = field(default_factory=dict)
    drawn: dict[str, list[str]] = field(default_factory=dict)  # lines of text boxes and charts on visible sheets
    findings: list[Finding] = field(default_factory=list)


def inspect(data: bytes, source: str) -> Inspection:
    """Return what a workbook in Office Open XML hides. A part that cannot be read is left to the reader of values."""
    package = Package(data, source, "xl/workbook.xml")
    found = Inspection()
    if package.main.endswith(".bin") or package.main not in package.names:
        found.findings += _carried(package)
        return found
    invisible = invisible_styles(package)
    workbook = package.xml(package.main)
    targets = package.targets(package.main)
    for sheet in workbook.iter(_S + "sheet"):
        target = targets.get(sheet.get(_R + "id", ""))
        name = sheet.get("name", "")
        if target is None or target.path not in package.names:
            continue
        visible = sheet.get("state", "visible") == "visible"
        if visible:
            found.drawn[name] = list(_drawn(package, target.path))
        if target.kind != "worksheet":
            continue
        hidden = _sheet(package, target, invisible)
        found.sheets[name] = hidden
        if visible:
            found.findings += tell(name, hidden)
    found.findings += _names(workbook)
    found.findings += _carried(package)
    return found


def _sheet(package: Package, target: Target, invisible: frozenset[int]) -> HiddenCells:
    """Read one sheet row by row, in memory that does not grow with it."""
    hidden = HiddenCells()
    filtered = False
    rows = 0
    counts = {"hidden_rows": 0, "hidden_columns": 0, "invisible_cells": 0, "merged_cells": 0}
    data = package.bytes(target.path)
    merged = _merged(data)
    for _, element in etree.iterparse(
        BytesIO(data),
        tag=(_S + "cols", _S + "row", _S + "autoFilter"),
        resolve_entities=False,
        no_network=True,
        huge_tree=False,
    ):
        if element.tag == _S + "cols":
            for column in element:
                if _is_hidden(column, "width"):
                    first, last = _integer(column.get("min")), _integer(column.get("max"))
                    hidden.columns.update(range(max(0, first - 1), min(last, 16_384)))
        elif element.tag == _S + "autoFilter":
            filtered = next(element.iter(_S + "filterColumn"), None) is not None
        elif element.tag == _S + "row":
            rows = _integer(element.get("r")) - 1 if element.get("r") else rows + 1
            _row(element, rows, hidden, counts, invisible, merged)
        element.clear()
        parent = element.getparent()
        while parent is not None and element.getprevious() is not None:
            del parent[0]
    if counts["hidden_rows"]:
        hidden.values["filtered_rows" if filtered else "hidden_rows"] = len(hidden.rows)
    for kind in ("hidden_columns", "invisible_cells", "merged_cells"):
        if counts[kind]:
            hidden.values[kind] = counts[kind]
    return hidden


def _merged(data: bytes) -> set[tuple[int, int]]:
    """Return the cells that a merged cell lies over: what they hold is kept, and only the first is shown."""
    covered: set[tuple[int, int]] = set()
    for match in _MERGED.finditer(data):
        left, right = (_column(match[at].decode()) for at in (1, 3))
        top, bottom = (int(match[at]) - 1 for at in (2, 4))
        size = (right - left + 1) * (bottom - top + 1)
        if left <= right and top <= bottom and len(covered) + size <= _MAX_INVISIBLE:
            covered.update((row, column) for row in range(top, bottom + 1) for column in range(left, right + 1))
            covered.discard((top, left))
    return covered


def _drawn(package: Package, sheet: str) -> Iterator[str]:
    """Yield the lines of what is drawn on a sheet: text boxes and charts, in the order they were put there."""
    for target in package.targets(sheet).values():
        if target.kind != "drawing" or target.path not in package.names:
            continue
        for shape in package.xml(target.path).iter(_XDR + "sp", _XDR + "graphicFrame"):
            if any(props.get("hidden") in ("1", "true") for props in shape.iter(_XDR + "cNvPr")):
                continue
            yield ""
            for paragraph in shape.iter(_A + "p"):
                yield "".join(paragraph.itertext(_A + "t"))
            yield from charts_of(package, target.path, shape)


def _row(
    row: Any,
    number: int,
    hidden: HiddenCells,
    counts: dict[str, int],
    invisible: frozenset[int],
    merged: set[tuple[int, int]],
) -> None:
    is_hidden = _is_hidden(row, "ht")
    held = 0
    for position, cell in enumerate(row):
        if cell.tag != _S + "c" or not _has_value(cell):
            continue
        held += 1
        match = _CELL.fullmatch(cell.get("r", ""))
        column = _column(match[1]) if match else position
        if is_hidden:
            continue
        if column in hidden.columns:
            counts["hidden_columns"] += 1
        elif _integer(cell.get("s")) in invisible and len(hidden.cells) < _MAX_INVISIBLE:
            hidden.cells.add((number, column))
            counts["invisible_cells"] += 1
        elif (number, column) in merged:
            hidden.cells.add((number, column))
            counts["merged_cells"] += 1
    if is_hidden and held:
        hidden.rows.add(number)
        counts["hidden_rows"] += held


def _is_hidden(element: Any, size: str) -> bool:
    if element.get("hidden") in ("1", "true"):
        return True
    value = element.get(size)
    try:
        return value is not None and float(value) <= _NARROW
    except ValueError:
        return False


def _has_value(cell: Any) -> bool:
    value = cell.find(_S + "v")
    if value is not None and (value.text or "").strip():
        return True
    inline = cell.find(_S + "is")
    return inline is not None and any((t.text or "").strip() for t in inline.iter(_S + "t"))


def tell(name: str, hidden: HiddenCells) -> Iterator[Finding]:
    """Yield the findings of one visible sheet."""
    where = f"sheet {name}"
    rows = hidden.values.get("hidden_rows", 0)
    filtered = hidden.values.get("filtered_rows", 0)
    columns = hidden.values.get("hidden_columns", 0)
    if rows:
        few = "warn" if rows <= _FEW_ROWS else None
        yield finding("hidden_cells", 1, f"{rows} hidden row(s) with values", where, action=few)
    if filtered:
        few = "warn" if filtered <= _FEW_ROWS else None
        yield finding("filtered_rows", 1, f"{filtered} row(s) with values left out by a filter", where, action=few)
    if columns:
        yield finding("hidden_cells", 1, f"hidden columns with {columns} value(s)", where)
    if cells := hidden.values.get("merged_cells", 0):
        yield finding("hidden_cells", 1, f"{cells} value(s) under merged cells", where, action="warn")
    if cells := hidden.values.get("invisible_cells", 0):
        yield finding("invisible_cells", 1, f"{cells} cell(s)", where)


def _names(workbook: Any) -> Iterator[Finding]:
    """Tell of names that are hidden or point at a hidden sheet; those that Excel makes for filters are its own."""
    hidden = {s.get("name", "") for s in workbook.iter(_S + "sheet") if s.get("state", "visible") != "visible"}
    found = [
        name
        for name in workbook.iter(_S + "definedName")
        if not (name.get("name") or "").startswith("_xlnm.")
        and (name.get("hidden") in ("1", "true") or (name.text or "").rpartition("!")[0].strip("'") in hidden)
    ]
    if found:
        yield finding("defined_name", 1, f"{len(found)} name(s)", "workbook")


def _carried(package: Package) -> Iterator[Finding]:
    """Tell of parts that no sheet shows."""
    names = sorted(package.names)

    def parts(pattern: str) -> list[str]:
        return [name for name in names if re.fullmatch(pattern, name)]

    caches = [name for name in parts(r"xl/pivotCache/pivotCacheRecords\d*\.(?:xml|bin)") if _holds(package, name, "r")]
    # Without its records, a cache still lists every value of each field, those of fields that are not shown too.
    caches += [name for name in parts(r"xl/pivotCache/pivotCacheDefinition\d*\.xml") if _holds(package, name, "s")]
    if caches:
        yield finding("pivot_cache", 1, f"{len(caches)} cache(s) of records or values", "xl/pivotCache")
    model = parts(r"xl/model/.*") + parts(r"xl/connections\.xml") + parts(r"xl/queryTables/.*")
    model += [name for name in parts(r"customXml/item\d+\.xml") if b"DataMashup" in _sample(package, name)]
    if model:
        yield finding("data_model", 1, f"{len(model)} part(s)", model[0])
    links = [name for name in parts(r"xl/externalLinks/externalLink\d+\.xml") if _holds(package, name, "v")]
    if links:
        yield finding("external_cache", 1, f"values from {len(links)} other workbook(s)", "xl/externalLinks")
    comments = parts(r"xl/comments\d*\.xml") + parts(r"xl/(?:threadedComments|comments)/.*\.xml")
    if comments:
        yield finding("cell_comment", 1, f"comments on {len(comments)} sheet(s)", comments[0])
    charts = [name for name in parts(r"xl/charts/chart\d+\.xml") if b"externalData" in _sample(package, name)]
    if charts:
        yield finding("chart_cache", 1, f"{len(charts)} chart(s)", charts[0])
    yield from carried_by_any(package)


def carried_by_any(package: Package) -> Iterator[Finding]:
    """Tell of macros and of embedded documents, which all kinds of Office files can carry."""
    macros = [name for name in package.names if name.endswith("vbaProject.bin")]
    if macros:
        yield finding("macro", 1, "macros", macros[0])
    embedded = sorted(name for name in package.names if re.fullmatch(r"(?:xl|word|ppt)/embeddings/[^/]+", name))
    if embedded:
        kinds = sorted({name.rpartition(".")[2][:5] for name in embedded})
        yield finding("embedded_file", 1, f"{len(embedded)} file(s): {', '.join(kinds)}", embedded[0])


def _holds(package: Package, name: str, tag: str) -> bool:
    """Tell whether a part holds an element `tag`, whatever its size."""
    data = package.bytes(name)
    if name.endswith(".bin") or len(data) > MAX_BYTES:
        return bool(data)
    return next(package.xml(name).iter(_S + tag), None) is not None


def _sample(package: Package, name: str) -> bytes:
    data = package.bytes(name)
    return data.replace(b"\x00", b"")[:2_000_000]


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def _integer(value: str | None) -> int:
    return int(value) if value and value.isascii() and value.isdigit() and len(value) < 8 else 0
