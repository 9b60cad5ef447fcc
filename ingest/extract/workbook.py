"""Workbooks (XLSX, XLSB, XLS, ODS): a visible sheet is a page with a name; a hidden one is a finding, never text."""

from __future__ import annotations

import io
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from corpus.records import Finding, Page
from ingest.errors import ExtractError
from ingest.extract.archive import Archive
from ingest.extract.clean import clean_text
from ingest.extract.content import Content, check_length
from ingest.extract.rows import row_lines

MAX_CELLS = 2_000_000
MAX_ROWS = 200_000  # of one sheet
_ZIP = b"PK"

Cell = int | float | str | bool | time | date | datetime | timedelta


def read(data: bytes, source: str, depth: int) -> Content:
    """Return the sheets of a workbook in the order of its tabs. Empty sheets are left out; numbers carry no format."""
    if data.startswith(_ZIP):
        Archive(data, source)  # refuses a bomb by its directory before the Rust parser unpacks it
    pages: list[Page] = []
    findings: list[Finding] = []
    warnings: list[str] = []
    cells = characters = 0
    for name, rows in _sheets(data, source, findings):
        lines: list[str] = []
        for number, row in enumerate(rows):
            if number >= MAX_ROWS or cells > MAX_CELLS:
                warnings.append(f'sheet "{name}" is read up to row {number:,} only')
                break
            cells += len(row)
            texts = [_text(cell) for cell in row]
            characters += sum(map(len, texts))
            check_length(characters, source)
            lines += row_lines([text.splitlines() for text in texts])
        if text := clean_text("\n".join(lines)):
            pages.append(Page(len(pages) + 1, text, name))
    if not pages:
        warnings.append("no visible sheet holds anything")
    return Content(tuple(pages), warnings=tuple(warnings), findings=tuple(findings))


def _sheets(data: bytes, source: str, findings: list[Finding]) -> Iterable[tuple[str, Iterable[list[Cell]]]]:
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
        for sheet in workbook.sheets_metadata:
            if sheet.typ is not SheetTypeEnum.WorkSheet:
                continue
            if sheet.visible is not SheetVisibleEnum.Visible:
                findings.append(Finding("hidden_sheet", 1, "a hidden sheet", "warn", f"sheet {sheet.name}"))
                continue
            yield sheet.name, workbook.get_sheet_by_name(sheet.name).to_python(skip_empty_area=True, nrows=MAX_ROWS + 1)
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
