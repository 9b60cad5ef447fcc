"""List the tags the working tree gains and loses on both samples since another revision: `make compare`."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
SAMPLES = (
    "corpus/sample/letters",
    *(f"tests/{name}_sample/letters" for name in ("second", "third", "fourth", "fifth", "sixth", "seventh", "eighth")),
)
FOILOG = "import sys; sys.path.insert(0, '.'); from search_app.cli import main; sys.exit(main())"

Tags = Mapping[str, Counter[str]]


def tags(parsed: Mapping[str, Any]) -> Counter[str]:
    """Return what one line of `foilog parse` tags, each as a short text, with how often."""
    out = Counter([f"outcome: {parsed['outcome']}"])
    out.update(f"{c['provision']} {c['status']}, {_where(c)}" for c in parsed["citations"])
    out.update(f"{v['vendor']} {v['product'] or ''} {v['status']}, {_where(v)}" for v in parsed["vendors"])
    return out


def _where(tag: Mapping[str, Any]) -> str:
    return f"question {', '.join(tag['questions'])}" if tag["questions"] else "no question"


def compared(before: Tags, now: Tags) -> list[str]:
    """Return a line for each letter whose tags differ, followed by one for each tag gained (+) or lost (-)."""
    lines = []
    for letter in sorted({*before, *now}):
        old, new = before.get(letter, Counter()), now.get(letter, Counter())
        changes = [f"    - {tag}" for tag in sorted((old - new).elements())]
        changes += [f"    + {tag}" for tag in sorted((new - old).elements())]
        if changes:
            lines += [letter, *changes]
    return lines


def read_with(code: Path, letters: list[str]) -> dict[str, Counter[str]]:
    """Return the tags of each of `letters`, paths from the project's root, as the code in folder `code` reads them."""
    command = [sys.executable, "-c", FOILOG, "parse", *(str(ROOT / letter) for letter in letters)]
    done = subprocess.run(command, capture_output=True, text=True, cwd=code, check=False)
    if done.returncode not in (0, 1):  # 1: some letter could not be read, and its line says so
        sys.exit(f"The code in {code} could not read the samples: {done.stderr.strip()}")
    lines = (json.loads(line) for line in done.stdout.splitlines())
    return {str(Path(one["source"]).relative_to(ROOT)): tags(one) for one in lines if "error" not in one}


def main(base: str) -> None:
    """Print what changed since revision `base`."""
    letters = [str(f.relative_to(ROOT)) for s in SAMPLES for f in sorted((ROOT / s).rglob("*")) if f.is_file()]
    with tempfile.TemporaryDirectory() as folder:
        git = ["git", "-C", str(ROOT), "worktree"]
        code = Path(folder) / "base"
        added = subprocess.run([*git, "add", "--quiet", "--detach", str(code), base], check=False)
        if added.returncode:
            sys.exit(f"git could not check out `{base}`. Name a branch, a tag or a commit: make compare BASE=main")
        try:
            lines = compared(read_with(code, letters), read_with(ROOT, letters))
        finally:
            subprocess.run([*git, "remove", "--force", str(code)], check=True)
    gained, lost = (sum(line.startswith(f"    {sign} ") for line in lines) for sign in "+-")
    print(*lines, f"{gained} tags gained, {lost} lost since {base}.", sep="\n")


if __name__ == "__main__":
    main(sys.argv[1])
