"""Reading a CSV table of facts under corpus/tables: the one place that knows the file format, and its errors."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from importlib.resources import files

LIST_SEPARATOR = ";"


class TableError(ValueError):
    """A row of a table under corpus/tables breaks a rule. The message names file, line, problem and remedy."""

    def __init__(self, file: str, line: int, problem: str, *, unit: str = "line") -> None:
        super().__init__(f"corpus/tables/{file}, {unit} {line}: {problem}")
        self.file = file
        self.line = line
        self.problem = problem


class Row(dict[str, str]):
    """One row of a table: cells by column name, without outer blanks, and where it stands."""

    def __init__(self, cells: Iterable[tuple[str, str]], file: str, line: int) -> None:
        super().__init__(cells)
        self.file = file
        self.line = line

    def error(self, problem: str) -> TableError:
        """Return the error that says what is wrong with this row."""
        return TableError(self.file, self.line, problem)

    def required(self, column: str) -> str:
        """Return a cell that must not be empty."""
        if not self[column]:
            raise self.error(f"'{column}' is empty; fill it")
        return self[column]

    def choice(self, column: str, choices: Sequence[str]) -> str:
        """Return a cell that must be one of `choices`."""
        if self[column] not in choices:
            raise self.error(f"'{column}' is '{self[column]}'; use one of {', '.join(choices)}")
        return self[column]

    def flag(self, column: str) -> bool:
        """Return whether a yes/no cell says yes."""
        return self.choice(column, ("yes", "no")) == "yes"

    def many(self, column: str) -> tuple[str, ...]:
        """Return the parts of a cell that holds a list; () for an empty one. No part is empty or stands twice."""
        if not self[column]:
            return ()
        parts = tuple(part.strip() for part in self[column].split(LIST_SEPARATOR))
        if not all(parts) or len(set(parts)) != len(parts):
            raise self.error(f"'{column}' holds an empty or repeated part: '{self[column]}'")
        return parts

    def day(self, column: str) -> str | None:
        """Return a cell that holds `2018-05-25`, or `2018` where no more is known; None where it is empty."""
        text = self[column]
        if not text:
            return None
        try:
            date.fromisoformat(f"{text}-01-01" if len(text) == 4 else text)
        except ValueError as error:
            raise self.error(f"'{column}' is '{text}'; write 2018-05-25 or 2018") from error
        return text


def read_table(file: str, columns: Sequence[str]) -> Iterator[Row]:
    """Yield the rows of corpus/tables/`file`, whose first line must name exactly `columns`.

    Raises:
        TableError: the file is missing, its columns are others, or a row has more or fewer cells.
    """
    try:
        text = files("corpus").joinpath("tables", file).read_text("utf-8")
    except (FileNotFoundError, UnicodeDecodeError) as error:
        raise TableError(file, 1, f"cannot be read ({error}); reinstall Foilog or restore the file") from error
    yield from parse_table(file, text, columns)


def parse_table(file: str, text: str, columns: Sequence[str]) -> Iterator[Row]:
    """Yield the rows of a table given as text. `file` is for messages. Line numbers count from the header, line 1."""
    reader = csv.reader(text.splitlines(keepends=True), strict=True)
    header = tuple(next(reader, ()))
    if header != tuple(columns):
        raise TableError(file, 1, f"has the columns {', '.join(header)}; expected {', '.join(columns)}")
    try:
        for cells in reader:
            if len(cells) != len(header):
                raise TableError(file, reader.line_num, f"has {len(cells)} cells; expected {len(header)}")
            yield Row(zip(header, map(str.strip, cells), strict=True), file, reader.line_num)
    except csv.Error as error:
        raise TableError(file, reader.line_num, f"is not CSV ({error}); check its quotation marks") from error
