"""The worked examples of CONTRIBUTING.md, each made on a copy of the tree, and the checks that stand below it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from pages import ROOT, Block, blocks

GUIDE = ROOT / "CONTRIBUTING.md"
ROOMS = ("corpus", "ingest", "index", "search_app", "tests")
LEFT_OUT = shutil.ignore_patterns("__pycache__", "sample", "*_sample")
_FILE = re.compile(r'file="([^"]+)"')


def worked_examples() -> dict[str, list[Block]]:
    """Return the blocks below each third-level heading of the guide, in order."""
    lines = GUIDE.read_text("utf-8").splitlines()
    headings = {number: line[4:] for number, line in enumerate(lines, 1) if line.startswith("### ")}
    found: dict[str, list[Block]] = {heading: [] for heading in headings.values()}
    for block in blocks(GUIDE):
        above = max((number for number in headings if number < block.line), default=0)
        if above:
            found[headings[above]].append(block)
    return found


EXAMPLES = worked_examples()


def make_change(root: Path, name: str, block: Block) -> None:
    """Make the change a block describes in the file it names."""
    path = root / name
    if block.language == "diff":
        lines = block.text.splitlines()
        before, after = (
            "\n".join(line[1:] for line in lines if line[:1] in signs) for signs in (("-", " "), ("+", " "))
        )
        text = path.read_text("utf-8")
        assert text.count(before) == 1 or text.count(f"\n{before}") == 1, (
            f"{block.place}: {name} has not one {before!r}"
        )
        at = f"\n{before}" if text.count(before) > 1 else before
        path.write_text(text.replace(at, at.replace(before, after)), "utf-8")
    elif path.exists():
        path.write_text(path.read_text("utf-8") + block.text, "utf-8")
    else:
        path.write_text(block.text, "utf-8")


@pytest.mark.slow
@pytest.mark.parametrize("name", EXAMPLES)
def test_a_worked_example_works(tmp_path, name):
    for room in ROOMS:
        shutil.copytree(ROOT / room, tmp_path / room, ignore=LEFT_OUT)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    shutil.copytree(ROOT / "bench", tmp_path / "bench", ignore=LEFT_OUT)
    environment = {**os.environ, "PYTHONPATH": str(tmp_path)}
    checked = 0
    for block in EXAMPLES[name]:
        if file := _FILE.search(GUIDE.read_text("utf-8").splitlines()[block.line - 1]):
            make_change(tmp_path, file[1], block)
            continue
        checked += 1
        if block.language == "python":
            command = [sys.executable, "-c", block.text]
        else:
            words = block.text.split()
            assert words[0] == ".venv/bin/pytest", f"{block.place}: {words[0]} is not run here"
            command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *words[1:]]
        done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=300)
        assert done.returncode == 0, f"{block.place}\n{done.stdout[-3000:]}\n{done.stderr[-3000:]}"
    assert checked


def test_there_is_an_example_of_everything_people_add():
    assert {"A vendor", "An exemption", "A citation form", "A file format", "A page"} <= set(EXAMPLES)
