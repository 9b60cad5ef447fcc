"""What an Excel 97-2003 workbook (XLS) hides: rows, columns, cells, pivot caches and macros, from its records."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from io import BytesIO

import olefile

from ingest.errors import ExtractError
from ingest.extract.sheet_styles import INK, PAPER, TINY, Ink, look_same, shows_nothing
from ingest.extract.sheets_hidden import HiddenCells, Inspection, tell
from ingest.safety.found import finding

# Records of the Excel Binary File Format, [MS-XLS] 2.3.
_BOF, _EOF, _SHEET, _COLUMNS, _ROW, _NOTE, _FILTERED = 0x809, 0x0A, 0x85, 0x7D, 0x208, 0x1C, 0x9B
_CELLS = frozenset([0x203, 0x204, 0x205, 0x06, 0xFD, 0x27E, 0xD6])  # one value each: row, column and style first
_MANY_CELLS = 0xBD
_FONT, _FORMAT, _CELL_STYLE, _PALETTE = 0x31, 0x41E, 0xE0, 0x92
_COLOURS = {0: INK, 8: INK, 64: INK, 0x7FFF: INK, 1: PAPER, 9: PAPER, 65: PAPER}  # by index; others are only compared
_SOLID = 1
_HIDDEN_ROW, _HIDDEN_COLUMN = 0x20, 0x01
_WORKSHEET = 0
_MAX_RECORDS = 20_000_000


def inspect(data: bytes, source: str) -> Inspection:
    """Return what an old workbook hides; nothing where its records are not those of Excel 97 or later."""
    found = Inspection()
    with olefile.OleFileIO(BytesIO(data)) as container:
        if _runs_in_circles(container):  # the reader of values would follow it for ever
            raise ExtractError("corrupt", f"{source}: its parts run in a circle. Open it in Excel and save it again.")
        if container.exists("_SX_DB_CUR"):
            found.findings.append(finding("pivot_cache", 1, "a cache of records", "_SX_DB_CUR"))
        if container.exists("_VBA_PROJECT_CUR"):
            found.findings.append(finding("macro", 1, "macros", "_VBA_PROJECT_CUR"))
        if not container.exists("Workbook"):
            return found
        stream = container.openstream("Workbook").read()
    invisible = _invisible_styles(stream)
    for name, offset, visible in _sheets(stream):
        hidden, notes = _sheet(stream, offset, invisible)
        found.sheets[name] = hidden
        if visible:
            found.findings += tell(name, hidden)
            if notes:
                found.findings.append(finding("cell_comment", 1, f"{notes} comment(s)", f"sheet {name}"))
    return found


def _runs_in_circles(container: olefile.OleFileIO) -> bool:
    """Tell whether a chain of sectors comes back to itself: that of the directory, or of something in it."""
    container.loadminifat()
    entries = [entry for entry in container.direntries if entry]
    big = [entry.isectStart for entry in entries if entry.size >= container.minisectorcutoff or entry is container.root]
    small = [entry.isectStart for entry in entries if entry.size < container.minisectorcutoff]
    starts = [container.first_dir_sector, container.first_mini_fat_sector, *big]
    return any(_is_endless(start, container.fat) for start in starts) or any(
        _is_endless(start, container.minifat or ()) for start in small
    )


def _is_endless(sector: int, following: Sequence[int]) -> bool:
    for _ in range(len(following) + 1):
        if sector >= len(following):
            return False
        sector = following[sector]
    return True


def _records(stream: bytes, offset: int) -> Iterator[tuple[int, bytes]]:
    for _ in range(_MAX_RECORDS):
        if offset + 4 > len(stream):
            return
        kind, size = struct.unpack_from("<HH", stream, offset)
        yield kind, stream[offset + 4 : offset + 4 + size]
        offset += 4 + size


def _sheets(stream: bytes) -> Iterator[tuple[str, int, bool]]:
    for kind, record in _records(stream, 0):
        if kind == _EOF:
            return
        if kind == _SHEET and len(record) > 8 and record[5] == _WORKSHEET:
            offset, state = struct.unpack_from("<IB", record)
            wide = record[7] & 1
            text = record[8 : 8 + record[6] * (2 if wide else 1)]
            yield text.decode("utf-16-le" if wide else "latin-1", "replace"), offset, state & 3 == 0


def _invisible_styles(stream: bytes) -> frozenset[int]:
    """Return the numbers of the cell styles whose values cannot be seen."""
    fonts: list[tuple[int, int]] = []  # height in twentieths of a point, colour
    formats: set[int] = set()
    styles: list[bytes] = []
    colours: dict[int, str] = dict(_COLOURS)
    for kind, record in _records(stream, 0):
        if kind == _EOF:
            break
        if kind == _FONT and len(record) >= 6:
            height, _, colour = struct.unpack_from("<HHH", record)
            fonts.append((height, colour))
            if len(fonts) == 4:
                fonts.append((height, colour))  # there is no font of number 4
        elif kind == _FORMAT and len(record) > 5:
            text = record[5:].decode("utf-16-le" if record[4] & 1 else "latin-1", "replace")
            if shows_nothing(text):
                formats.add(struct.unpack_from("<H", record)[0])
        elif kind == _PALETTE:  # four bytes a colour, the first of which has number 8
            colours |= {8 + at // 4: record[at : at + 3].hex().upper() for at in range(2, len(record) - 3, 4)}
        elif kind == _CELL_STYLE and len(record) >= 20:
            styles.append(record)
    found = set()
    for number, style in enumerate(styles):
        font, form = struct.unpack_from("<HH", style)
        height, colour = fonts[font] if font < len(fonts) else (200, 0x7FFF)
        pattern = struct.unpack_from("<I", style, 14)[0] >> 26
        fill = struct.unpack_from("<H", style, 18)[0] & 0x7F
        ink = _ink(colour, colours)
        paper = _ink(fill, colours) if pattern == _SOLID else PAPER
        if form in formats or height <= 20 * TINY or (pattern <= _SOLID and look_same(ink, paper)):
            found.add(number)
    return frozenset(found)


def _ink(number: int, colours: dict[int, str]) -> Ink:
    return colours.get(number, ("indexed", str(number)))


def _sheet(stream: bytes, offset: int, invisible: frozenset[int]) -> tuple[HiddenCells, int]:
    hidden = HiddenCells()
    rows: set[int] = set()
    filled: list[tuple[int, int]] = []
    notes = 0
    filtered = False
    for number, (kind, record) in enumerate(_records(stream, offset)):
        if kind == _EOF or (kind == _BOF and number):
            break
        if kind == _COLUMNS and len(record) >= 10:
            first, last, width, _, flags = struct.unpack_from("<HHHHH", record)
            if flags & _HIDDEN_COLUMN or width == 0:
                hidden.columns.update(range(first, min(last, 255) + 1))
        elif kind == _ROW and len(record) >= 16:
            row, _, _, height = struct.unpack_from("<HHHH", record)
            if struct.unpack_from("<H", record, 12)[0] & _HIDDEN_ROW or height & 0x7FFF == 0:
                rows.add(row)
        elif kind in _CELLS and len(record) >= 6:
            row, column, style = struct.unpack_from("<HHH", record)
            filled.append((row, column))
            if style in invisible:
                hidden.cells.add((row, column))
        elif kind == _MANY_CELLS and len(record) >= 6:
            row, first = struct.unpack_from("<HH", record)
            count = (len(record) - 6) // 6
            filled += [(row, first + step) for step in range(count)]
            kinds = (struct.unpack_from("<H", record, 4 + 6 * step)[0] for step in range(count))
            hidden.cells |= {(row, first + step) for step, style in enumerate(kinds) if style in invisible}
        elif kind == _NOTE:
            notes += 1
        elif kind == _FILTERED:
            filtered = True
    hidden.rows = rows & {row for row, _ in filled}
    if hidden.rows:
        hidden.values["filtered_rows" if filtered else "hidden_rows"] = len(hidden.rows)
    if columns := sum(1 for row, column in filled if column in hidden.columns and row not in hidden.rows):
        hidden.values["hidden_columns"] = columns
    hidden.cells = {(row, at) for row, at in hidden.cells if row not in hidden.rows and at not in hidden.columns}
    if hidden.cells:
        hidden.values["invisible_cells"] = len(hidden.cells)
    return hidden, notes
