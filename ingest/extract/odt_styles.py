"""What an OpenDocument text's styles say of a paragraph: its hiding, its spacing, and the labels of its lists."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

from lxml import etree

from ingest.extract.numerals import format_number

OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_FO = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
_MAX_CHAIN = 20
_LENGTH = re.compile(r"(\d{1,6}(?:\.\d{1,9})?)(cm|mm|in|pt|pc|px)")
_CENTIMETRES = {"cm": 1.0, "mm": 0.1, "in": 2.54, "pt": 2.54 / 72, "pc": 2.54 / 6, "px": 2.54 / 96}
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_NEAR = 12  # of 255 in each channel
_TINY = 0.036  # centimetres: a point; the smallest print has 4
_FORMATS = {"1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}


def _look_same(ink: str, back: str) -> bool:
    """Tell whether two colours, as "#fdfdfd", cannot be told apart."""
    if not (_COLOUR.fullmatch(ink) and _COLOUR.fullmatch(back)):
        return False
    return all(abs(int(ink[at : at + 2], 16) - int(back[at : at + 2], 16)) <= _NEAR for at in (1, 3, 5))


class Styles:
    """The styles of a document by name: those of its content first, then the shared ones."""

    def __init__(self, *parts: etree._Element | None) -> None:
        self._styles: dict[str, etree._Element] = {}
        self.lists: dict[str, etree._Element] = {}
        for part in parts:
            if part is not None:
                for style in part.iter(STYLE + "style"):
                    self._styles.setdefault(style.get(STYLE + "name", ""), style)
                for style in part.iter(TEXT + "list-style"):
                    self.lists.setdefault(style.get(STYLE + "name", ""), style)

    def hides(self, name: str) -> bool:
        """Tell whether text in this style is not shown, or too small to be seen."""
        return self._property(name, "text-properties", TEXT + "display") == "none" or self.is_tiny(name)

    def names(self) -> list[str]:
        """Return the names of all styles."""
        return list(self._styles)

    def is_tiny(self, name: str) -> bool:
        """Tell whether text in this style is too small to be seen."""
        size = _LENGTH.fullmatch(self._property(name, "text-properties", _FO + "font-size") or "")
        return size is not None and float(size[1]) * _CENTIMETRES[size[2]] <= _TINY

    def is_unseen(self, name: str, *behind: str, on_colour: bool = False) -> bool:
        """Tell whether text in this style has the colour of what is behind it.

        `behind`: the groups of properties, beside that of its text, that may give it a background. Without one it
        stands on white paper, unless it stands `on_colour`.
        """
        ink = self._property(name, "text-properties", _FO + "color")
        back = self.background(name, "text-properties", *behind) or ("" if on_colour else "#ffffff")
        return ink is not None and _look_same(ink, back)

    def has_ink(self, name: str) -> bool:
        """Tell whether this style gives its text a colour or a background."""
        return bool(self._property(name, "text-properties", _FO + "color") or self.background(name, "text-properties"))

    def background(self, name: str, *groups: str) -> str:
        """Return the colour that this style paints behind its text, "" for none."""
        backs = (self._property(name, group, _FO + "background-color") for group in groups)
        return next((back for back in backs if back and back != "transparent"), "")

    def breaks_before(self, name: str) -> bool:
        """Tell whether a paragraph in this style begins a page."""
        return self._property(name, "paragraph-properties", _FO + "break-before") == "page"

    def gap(self, above: str, below: str) -> float:
        """Return the space between two paragraphs in these styles, in centimetres."""
        return max(self._length(above, "margin-bottom"), self._length(below, "margin-top"))

    def _length(self, name: str, side: str) -> float:
        value = self._property(name, "paragraph-properties", _FO + side)
        match = _LENGTH.fullmatch(value or "")
        return float(match[1]) * _CENTIMETRES[match[2]] if match else 0.0

    def _property(self, name: str, group: str, attribute: str) -> str | None:
        for _ in range(_MAX_CHAIN):
            style = self._styles.get(name)
            if style is None:
                return None
            for properties in style.iterchildren(STYLE + group):
                if (value := properties.get(attribute)) is not None:
                    return value
            name = style.get(STYLE + "parent-style-name", "")
        return None


class Lists:
    """The lists a reader is in, innermost last, and how far each has counted."""

    def __init__(self, styles: Styles) -> None:
        self._styles = styles
        self._names: list[str] = []
        self._counts: list[int] = []
        self._ended: dict[tuple[str, int], int] = {}

    @contextmanager
    def inside(self, element: etree._Element) -> Iterator[None]:
        """Enter a list, and leave it."""
        name = element.get(TEXT + "style-name") or (self._names[-1] if self._names else "")
        key = (name, len(self._names))
        goes_on = element.get(TEXT + "continue-numbering") == "true" or element.get(TEXT + "continue-list") is not None
        self._names.append(name)
        start = self._number(self._level(), "start-value", 1) - 1
        self._counts.append(self._ended.get(key, start) if goes_on else start)
        try:
            yield
        finally:
            self._ended[key] = self._counts.pop()
            self._names.pop()

    def label(self, item: etree._Element) -> str:
        """Return the label printed before an item of the innermost list, and count it."""
        self._counts[-1] = self._number(item, "start-value", self._counts[-1] + 1)
        level = self._level()
        if level is None:
            return "•"
        if level.tag == TEXT + "list-level-style-bullet":
            return "•"
        form = level.get(STYLE + "num-format", "1")
        if level.tag != TEXT + "list-level-style-number" or not form:
            return ""
        shown = min(self._number(level, "display-levels", 1), len(self._counts))
        numbers = [format_number(count, _FORMATS.get(form, "decimal")) for count in self._counts[-shown:]]
        return f"{level.get(STYLE + 'num-prefix', '')}{'.'.join(numbers)}{level.get(STYLE + 'num-suffix', '')}".strip()

    def _level(self) -> etree._Element | None:
        style = self._styles.lists.get(self._names[-1])
        wanted = str(len(self._names))
        for level in style if style is not None else ():
            if level.get(TEXT + "level") == wanted:
                return level
        return None

    @staticmethod
    def _number(element: etree._Element | None, attribute: str, default: int) -> int:
        value = element.get(TEXT + attribute) if element is not None else None
        return int(value) if value and value.isascii() and value.isdigit() and len(value) < 7 else default
