"""One normaliser for the text of every format."""

from __future__ import annotations

import re
import unicodedata

_LIGATURES = {0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xFB05: "st", 0xFB06: "st"}
_SPACES = dict.fromkeys([0xA0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000], " ")
_DROPPED = dict.fromkeys([0xAD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, *range(0x202A, 0x202F), *range(0x2066, 0x206A)])
_BREAKS = {0x0B: "\n", 0x85: "\n", 0x2028: "\n", 0x2029: "\n\n"}
_CONTROLS = dict.fromkeys([*range(0x09), *range(0x0C, 0x20), *range(0x7F, 0x85), *range(0x86, 0xA0)])
# Bullets, ticks and boxes of the Symbol and Wingdings fonts arrive in the private use area.
_SYMBOLS = {
    **dict.fromkeys(range(0xF000, 0xF100)),
    **dict.fromkeys([0xF0A7, 0xF0B7, 0xF0D8, 0xF076, 0xF0BE, 0xF0E0, 0xF0E8, 0xF0A0, 0xF06C, 0xF06E], "•"),
    **dict.fromkeys([0xF0FC, 0xF0FE, 0xF052], "☒"),
    **dict.fromkeys([0xF0A8, 0xF06F, 0xF071, 0xF072], "☐"),
    **{0xF02D: "-", 0xF0B0: "°", 0xF0A3: "≤", 0xF0B3: "≥", 0xF020: " "},
}
_TABLE = {**_CONTROLS, **_LIGATURES, **_SPACES, **_DROPPED, **_BREAKS, **_SYMBOLS}
_BLANKS = re.compile(r"\n{3,}")
_MANY_SPACES = re.compile(r"(?<=[.?!:;,]) {2,}| {3,}")


def clean_text(text: str) -> str:
    """Return `text` with plain spaces, "\\n" line ends, no soft hyphens, ligatures or control characters.

    Tabs stay (they divide cells); a form feed becomes a line break, because only the joining of pages may write one.
    Never more than one blank line in a row, none at either end; no space at either end of a line.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n")
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    text = text.translate(_TABLE)
    text = _MANY_SPACES.sub(_narrowed, text)
    text = "\n".join(line.rstrip(" \t").lstrip(" ") for line in text.split("\n"))
    return _BLANKS.sub("\n\n", text).strip("\n")


def _narrowed(spaces: re.Match[str]) -> str:
    """Return one space behind a stop, else two: a gap in a line may part a question from its answer."""
    return " " if spaces.string[spaces.start() - 1 : spaces.start()] in ".?!:;," and spaces.start() else "  "
