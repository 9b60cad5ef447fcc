"""The commands of README and documentation, as a reader would copy them: fenced blocks and inline code."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
PAGES = (ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md")))
SHELLS = ("sh", "console", "bash", "shell")
_BLOCK = re.compile(r"^```(?P<info>\S[^\n]*)?\n(?P<text>.*?)^```$", re.DOTALL | re.MULTILINE)
_INLINE = re.compile(r"(?<!`)`((?:\.venv/bin/)?foilog [^`\n]+)`(?!`)")
_REASON = re.compile(r'no-run="([^"]+)"')


@dataclass(frozen=True, slots=True)
class Block:
    """One fenced block. `why_not` is the reason its info string gives for not running it, or ""."""

    page: Path
    line: int
    language: str
    text: str
    why_not: str

    @property
    def place(self) -> str:
        """Return where it stands, as an editor opens it."""
        return f"{self.page.relative_to(ROOT)}:{self.line}"


def blocks(page: Path) -> Iterator[Block]:
    """Yield the fenced blocks of a page, in order."""
    text = page.read_text("utf-8")
    for found in _BLOCK.finditer(text):
        language, _, rest = (found["info"] or "").partition(" ")
        reason = _REASON.search(rest)
        line = text.count("\n", 0, found.start()) + 1
        yield Block(page, line, language, found["text"], reason[1] if reason else "")


def inline_commands(page: Path) -> Iterator[str]:
    """Yield each `foilog ...` that stands in a sentence or a table."""
    for found in _INLINE.finditer(_BLOCK.sub("", page.read_text("utf-8"))):
        yield found[1].removeprefix(".venv/bin/")
