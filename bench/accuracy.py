"""Write the accuracy table of the README from what `foilog evaluate` measures on each sample."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).parent.parent
SAMPLES = {
    "sample": "corpus/sample/gold",
    "second sample, now": "tests/second_sample/gold",
    "third sample, now": "tests/third_sample/gold",
    "fourth sample, now": "tests/fourth_sample/gold",
    "fifth sample, now": "tests/fifth_sample/gold",
    "sixth sample, now": "tests/sixth_sample/gold",
    "seventh sample, now": "tests/seventh_sample/gold",
    "eighth sample, now": "tests/eighth_sample/gold",
}
FOILOG = "import sys; from search_app.cli import main; sys.exit(main())"


def measured(gold: str) -> dict[str, float]:
    """Return the F1 of each line `foilog evaluate` prints for `gold`, a path from the project's root."""
    command = [sys.executable, "-c", FOILOG, "evaluate", gold, "--json"]
    printed = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True, cwd=ROOT).stdout
    return {score["line"]: score["f1"] for score in json.loads(printed)["scores"]}


def rewritten(readme: str, figures: Mapping[str, Mapping[str, float]]) -> str:
    """Return `readme` with the cells of its accuracy table replaced, and nothing else.

    A column is replaced when its heading begins with a key of `figures`; the others, such as what was measured when the
    rules first met a sample, stay.

    Raises:
        ValueError: the README holds no such table, or a line of the table was not measured.
    """
    found = _table(readme)
    head, rule, *rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in found[0].splitlines()]
    columns = {at: next((key for key in figures if name.startswith(key)), None) for at, name in enumerate(head)}
    for row in rows:
        for at, key in columns.items():
            if key is None:
                continue
            if row[0] not in figures[key]:
                raise ValueError(f"`{row[0]}` stands in the accuracy table, but `foilog evaluate` has no such line")
            row[at] = f"{figures[key][row[0]]:.3f}"
    table = "".join(f"| {' | '.join(row)} |\n" for row in (head, rule, *rows))
    return readme[: found.start()] + table + readme[found.end() :]


def _table(readme: str) -> re.Match[str]:
    found = re.search(r"^\| what \|.*\n(?:\|.*\n)+", readme, re.MULTILINE)
    if not found:
        raise ValueError("no accuracy table, one that begins `| what |`")
    return found


def main() -> None:
    """Measure the samples and rewrite the table of the README, or with --print only show it."""
    path = ROOT / "README.md"
    figures = {name: measured(gold) for name, gold in SAMPLES.items()}
    text = rewritten(path.read_text("utf-8"), figures)
    if "--print" in sys.argv:
        print(_table(text)[0], end="")
        return
    path.write_text(text, "utf-8")
    print(f"{path.name}: the accuracy table holds what was measured now.")


if __name__ == "__main__":
    main()
