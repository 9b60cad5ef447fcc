"""Measure what the README shows and write it there: `make figures`, or `python bench/figures.py NAME...` for some.

`figures.toml` says which command prints which tables. Each goes between the markers of its name, with the date, the
machine and the command. Everything else in the README stays as it is.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path

from bench import machine

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"
FIGURES = Path(__file__).with_suffix(".toml")
_TABLE = re.compile(r"(?:^## (?P<title>.+)\n\n)?(?P<table>(?:^\|.*\n)+)", re.MULTILINE)


class FiguresError(ValueError):
    """The README and the figures do not fit; the message says what to put right."""


def tables_in(printed: str) -> Iterator[tuple[str, str]]:
    """Yield the title, or "", and the text of each Markdown table, its columns no wider than a cell needs."""
    for found in _TABLE.finditer(printed):
        yield found["title"] or "", re.sub(r" {2,}", " ", re.sub(r"-{3,}", "---", found["table"]))


def chosen(printed: str, titles: Sequence[str]) -> str:
    """Return the tables wanted, one below the other, each but a single one under its title.

    Raises:
        FiguresError: a table that is wanted was not printed.
    """
    found = list(tables_in(printed))
    wanted = [one for one in found if not titles or one[0].startswith(tuple(titles))]
    missing = [title for title in titles if not any(name.startswith(title) for name, _ in wanted)]
    if missing or not wanted:
        raise FiguresError(f"the command printed no table {', '.join(missing) or 'at all'}")
    return "\n".join((f"**{title}**\n\n" if title and len(wanted) > 1 else "") + table for title, table in wanted)


def written(readme: str, name: str, text: str) -> str:
    """Return the README with `text` between the markers of `name`.

    Raises:
        FiguresError: it has no such markers, or has them twice.
    """
    begin, end = f"<!-- figures: {name} -->\n", f"<!-- end: {name} -->"
    if readme.count(begin) != 1 or readme.count(end) != 1 or readme.index(begin) > readme.index(end):
        raise FiguresError(f"the README needs once {begin.strip()} and behind it {end}")
    return readme[: readme.index(begin) + len(begin)] + text + readme[readme.index(end) :]


def main(names: Sequence[str]) -> None:
    """Measure and write, one after the other, so that what is done is kept when one fails."""
    known = tomllib.loads(FIGURES.read_text("utf-8"))
    if unknown := set(names) - set(known):
        sys.exit(f"{', '.join(sorted(unknown))}: no such figures. There are {', '.join(known)}.")
    failed = []
    for name in names or known:
        command = known[name]["command"]
        print(f"{name}: python {command}", flush=True)
        done = subprocess.run([sys.executable, *command.split()], stdout=subprocess.PIPE, text=True, cwd=ROOT)
        try:
            if done.returncode:
                raise FiguresError(f"the command ended with exit code {done.returncode}")
            said = f"Measured on {machine()}, by `python {command}`.\n\n"
            text = written(README.read_text("utf-8"), name, said + chosen(done.stdout, known[name]["tables"]) + "\n")
            README.write_text(text, "utf-8")
        except FiguresError as error:
            failed.append(f"{name}: {error}")
    sys.exit("\n".join(failed) or 0)


if __name__ == "__main__":
    main(sys.argv[1:])
