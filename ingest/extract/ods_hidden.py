"""What an OpenDocument spreadsheet (ODS) hides: rows, columns and comments."""

from __future__ import annotations

from lxml import etree

from ingest.extract.archive import Archive
from ingest.extract.markup import parse_xml
from ingest.extract.sheets_hidden import HiddenCells, Inspection, tell
from ingest.safety.found import finding

_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_HIDDEN = ("collapse", "filter")
_MAX_ROWS, _MAX_COLUMNS = 1_048_576, 16_384


def inspect(data: bytes, source: str) -> Inspection:
    """Return what a spreadsheet hides."""
    found = Inspection()
    content = parse_xml(Archive(data, source).read("content.xml"), source, "content.xml")
    for table in content.iter(_TABLE + "table"):
        name = table.get(_TABLE + "name", "")
        found.sheets[name] = hidden = _table(table)
        found.findings += tell(name, hidden)
        if notes := sum(1 for _ in table.iter(_OFFICE + "annotation")):
            found.findings.append(finding("cell_comment", 1, f"{notes} comment(s)", f"sheet {name}"))
    return found


def _table(table: etree._Element) -> HiddenCells:
    hidden = HiddenCells()
    column = row = columns = rows = filtered = 0
    for element in table.iter(_TABLE + "table-column", _TABLE + "table-row"):
        visibility = element.get(_TABLE + "visibility", "visible")
        if element.tag == _TABLE + "table-column":
            count = _count(element.get(_TABLE + "number-columns-repeated"), _MAX_COLUMNS)
            if visibility in _HIDDEN:
                hidden.columns.update(range(column, min(column + count, _MAX_COLUMNS)))
            column += count
            continue
        count = _count(element.get(_TABLE + "number-rows-repeated"), _MAX_ROWS)
        filled = _filled(element)
        if visibility in _HIDDEN and filled:
            hidden.rows.update(range(row, min(row + count, _MAX_ROWS)))
            rows += count
            filtered += visibility == "filter"
        else:
            columns += count * len(filled & hidden.columns)
        row += count
    if rows:
        hidden.values["filtered_rows" if filtered else "hidden_rows"] = rows
    if columns:
        hidden.values["hidden_columns"] = columns
    return hidden


def _filled(row: etree._Element) -> set[int]:
    """Return the columns of a row that hold a value."""
    filled: set[int] = set()
    column = 0
    for cell in row.iterchildren(_TABLE + "table-cell", _TABLE + "covered-table-cell"):
        count = _count(cell.get(_TABLE + "number-columns-repeated"), _MAX_COLUMNS)
        if any("".join(text.itertext()).strip() for text in cell.iterchildren(_TEXT + "p")):
            filled.update(range(column, min(column + count, _MAX_COLUMNS)))
        column += count
    return filled


def _count(value: str | None, most: int) -> int:
    return min(int(value), most) if value and value.isascii() and value.isdigit() and len(value) < 9 else 1
