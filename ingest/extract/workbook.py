"""Workbooks (XLSX, XLSB, XLS, ODS): a visible sheet is a page with a name; a hidden one is a finding, never text."""

from __future__ import annotations

import io
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from itertools import islice

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from corpus.records import Finding, Page
from ingest.errors import ExtractError
from ingest.extract import ods_hidden, sheets_hidden, xls_hidden
from ingest.extract.archive import Archive
from ingest.extract.clean import clean_text
from ingest.extract.content import Content, check_length
from ingest.extract.rows import row_lines
from ingest.extract.sheets_hidden import HiddenCells, Inspection
from ingest.safety.found import finding

MAX_CELLS = 2_000_000
MAX_ROWS = 200_000  # of one sheet
_SAMPLED = 10_000  # rows of a hidden sheet that are counted
_ZIP = b"PK"

Cell = int | float | str | bool | time | date | datetime | timedelta


def read(data: bytes, source: str, depth: int) -> Content:
    """Return the sheets of a workbook in the order of its tabs. Empty sheets are left out; numbers carry no format."""
    inspection = _inspect(data, source)
    pages: list[Page] = []
    findings = inspection.findings
    warnings: list[str] = []
    cells = characters = 0
    for name, (top, left), rows in _sheets(data, source, findings):
        lines: list[str] = []
        hidden = inspection.sheets.get(name, HiddenCells())
        for number, row in enumerate(rows):
            if number >= MAX_ROWS or cells > MAX_CELLS:
                warnings.append(f'sheet "{name}" is read up to row {number:,} only')
                break
            cells += len(row)
            if top + number in hidden.rows:
                continue
            texts = [
                "" if hidden.hides(top + number, left + position) else _text(cell) for position, cell in enumerate(row)
            ]
            characters += sum(map(len, texts))
            check_length(characters, source)
            lines += row_lines([text.splitlines() for text in texts])
        lines += inspection.drawn.get(name, ())
        characters += sum(map(len, inspection.drawn.get(name, ())))
        check_length(characters, source)
        if text := clean_text("\n".join(lines)):
            pages.append(Page(len(pages) + 1, text, name))
    if not pages:
        warnings.append("no visible sheet holds anything")
    return Content(tuple(pages), warnings=tuple(warnings), findings=tuple(findings))


def first_sheet(data: bytes, source: str, rows: int) -> list[list[str]]:
    """Return the first `rows` rows of the first visible sheet that holds anything, what is hidden left empty."""
    inspection = _inspect(data, source)
    for name, (top, left), values in _sheets(data, source, []):
        hidden = inspection.sheets.get(name, HiddenCells())
        table = [
            ["" if hidden.hides(top + row, left + column) else _text(cell) for column, cell in enumerate(cells)]
            for row, cells in enumerate(islice(values, rows + 1))
            if top + row not in hidden.rows
        ]
        if any(any(cells) for cells in table):
            return table
    return []


def _inspect(data: bytes, source: str) -> Inspection:
    """Return what a workbook hides, told from its own parts: the reader of values does not know rows and columns."""
    if not data.startswith(_ZIP):
        return xls_hidden.inspect(data, source)
    names = Archive(data, source).names  # refuses a bomb by its directory before the Rust parser unpacks it
    return ods_hidden.inspect(data, source) if "content.xml" in names else sheets_hidden.inspect(data, source)


def _sheets(
    data: bytes, source: str, findings: list[Finding]
) -> Iterable[tuple[str, tuple[int, int], Iterable[list[Cell]]]]:
    """Yield the name, the first row and column, and the rows of each visible sheet."""
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
        for sheet in workbook.sheets_metadata:
            if sheet.typ is SheetTypeEnum.ChartSheet:
                if sheet.visible is SheetVisibleEnum.Visible:
                    yield sheet.name, (0, 0), ()
                else:
                    findings.append(finding("hidden_sheet", 1, "a chart", f"sheet {sheet.name}"))
            if sheet.typ is not SheetTypeEnum.WorkSheet:
                continue
            values = workbook.get_sheet_by_name(sheet.name)
            if sheet.visible is not SheetVisibleEnum.Visible:
                if count := _values(values):
                    findings.append(finding("hidden_sheet", 1, f"{count} value(s)", f"sheet {sheet.name}"))
                continue
            yield sheet.name, values.start or (0, 0), values.to_python(skip_empty_area=True, nrows=MAX_ROWS + 1)
    except PasswordError as error:
        raise ExtractError(
            "encrypted", f"{source}: is password-protected. Ask for a copy without a password."
        ) from error
    except CalamineError as error:
        raise _corrupt(source, error) from error
    except BaseException as error:
        if type(error).__name__ == "PanicException":  # a failed check inside the Rust parser, which is no Exception
            raise _corrupt(source, error) from error
        raise


def _values(sheet: CalamineSheet) -> int:
    return sum(1 for row in sheet.to_python(nrows=_SAMPLED) for cell in row if cell != "")


def _corrupt(source: str, error: BaseException) -> ExtractError:
    return ExtractError("corrupt", f"{source}: the workbook is damaged ({error}). Open it and save it again.")


def _text(cell: Cell) -> str:
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(round(cell, 10))
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(" ", "minutes")
    if isinstance(cell, date):
        return cell.isoformat()
    return str(cell)
