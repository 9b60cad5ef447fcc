"""What an OpenDocument spreadsheet (ODS) hides: rows, columns, cells and comments."""

from __future__ import annotations

from lxml import etree

from ingest.extract.archive import Archive
from ingest.extract.markup import parse_xml
from ingest.extract.odt_styles import Styles
from ingest.extract.sheets_hidden import HiddenCells, Inspection, tell
from ingest.safety.found import finding

_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_HIDDEN = ("collapse", "filter")
_MAX_ROWS, _MAX_COLUMNS = 1_048_576, 16_384
_MAX_REPEAT = 1_000  # of one row that is filled and printed unseen


def inspect(data: bytes, source: str) -> Inspection:
    """Return what a spreadsheet hides."""
    found = Inspection()
    content = parse_xml(Archive(data, source).read("content.xml"), source, "content.xml")
    invisible = _invisible_styles(content)
    for table in content.iter(_TABLE + "table"):
        name = table.get(_TABLE + "name", "")
        found.sheets[name] = hidden = _table(table, invisible)
        found.findings += tell(name, hidden)
        if notes := sum(1 for _ in table.iter(_OFFICE + "annotation")):
            found.findings.append(finding("cell_comment", 1, f"{notes} comment(s)", f"sheet {name}"))
    for changes in content.iter(_TABLE + "tracked-changes"):
        texts = ("".join(text.itertext()) for text in changes.iter(_TEXT + "p"))
        if any(char.isalnum() for text in texts for char in text):
            found.findings.append(finding("tracked_change", 1, "values before they were changed", "content.xml"))
    return found


def _invisible_styles(content: etree._Element) -> frozenset[str]:
    """Return the names of the cell styles whose values are printed in the colour of what is behind them, or tiny."""
    styles = Styles(content)
    return frozenset(
        name for name in styles.names() if styles.is_tiny(name) or styles.is_unseen(name, "table-cell-properties")
    )


def _table(table: etree._Element, invisible: frozenset[str]) -> HiddenCells:
    hidden = HiddenCells()
    columns_in: list[str] = []  # the style of each column's cells
    column = row = columns = rows = filtered = 0
    for element in table.iter(_TABLE + "table-column", _TABLE + "table-row"):
        visibility = element.get(_TABLE + "visibility", "visible")
        if element.tag == _TABLE + "table-column":
            count = _count(element.get(_TABLE + "number-columns-repeated"), _MAX_COLUMNS)
            if visibility in _HIDDEN:
                hidden.columns.update(range(column, min(column + count, _MAX_COLUMNS)))
            column += count
            columns_in += [element.get(_TABLE + "default-cell-style-name", "")] * min(
                count, _MAX_COLUMNS - len(columns_in)
            )
            continue
        count = _count(element.get(_TABLE + "number-rows-repeated"), _MAX_ROWS)
        styles = _filled(element)
        filled = set(styles)
        if visibility in _HIDDEN and filled:
            hidden.rows.update(range(row, min(row + count, _MAX_ROWS)))
            rows += count
            filtered += visibility == "filter"
        else:
            columns += count * len(filled & hidden.columns)
            of_row = element.get(_TABLE + "default-cell-style-name", "")
            for place, style in styles.items():
                of_column = columns_in[place] if place < len(columns_in) else ""
                if (style or of_row or of_column) in invisible and place not in hidden.columns:
                    hidden.cells.update((row + step, place) for step in range(min(count, _MAX_REPEAT)))
        row += count
    if rows:
        hidden.values["filtered_rows" if filtered else "hidden_rows"] = rows
    if columns:
        hidden.values["hidden_columns"] = columns
    if hidden.cells:
        hidden.values["invisible_cells"] = len(hidden.cells)
    return hidden


def _filled(row: etree._Element) -> dict[int, str]:
    """Return the columns of a row that hold a value, each with the name of its cell's own style."""
    filled: dict[int, str] = {}
    column = 0
    for cell in row.iterchildren(_TABLE + "table-cell", _TABLE + "covered-table-cell"):
        count = _count(cell.get(_TABLE + "number-columns-repeated"), _MAX_COLUMNS)
        if any("".join(text.itertext()).strip() for text in cell.iterchildren(_TEXT + "p")):
            style = cell.get(_TABLE + "style-name", "")
            filled.update(dict.fromkeys(range(column, min(column + count, _MAX_COLUMNS)), style))
        column += count
    return filled


def _count(value: str | None, most: int) -> int:
    return min(int(value), most) if value and value.isascii() and value.isdigit() and len(value) < 9 else 1
