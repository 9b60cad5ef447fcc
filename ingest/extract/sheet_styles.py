"""Which cell styles of a workbook make a value invisible: a format that shows nothing, ink as the paper, tiny type."""

from __future__ import annotations

from typing import Any

from ingest.extract.package import Package

Ink = str | tuple[str | None, str | None] | None  # red, green and blue in hexadecimal; a theme's; None: not known

_S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_STYLES = "xl/styles.xml"
_THEMES = {"0": "FFFFFF", "1": "000000"}  # paper and ink in every theme but dark ones
_INDEXED = {"0": "000000", "8": "000000", "64": "000000", "1": "FFFFFF", "9": "FFFFFF", "65": "FFFFFF"}
PAPER, INK = "FFFFFF", "000000"
_NEAR = 12  # of 255 in each channel: colours nearer than this look the same
TINY = 1.0  # points: the smallest print is 4


def invisible_styles(package: Package) -> frozenset[int]:
    """Return the numbers of the cell styles whose values cannot be seen."""
    if _STYLES not in package.names:
        return frozenset()
    styles = package.xml(_STYLES)
    palette = {str(number): value for number, c in enumerate(styles.iter(_S + "rgbColor")) if (value := _value(c))}
    indexed = {**_INDEXED, **palette}
    formats = {f.get("numFmtId") for f in styles.iter(_S + "numFmt") if shows_nothing(f.get("formatCode", ""))}
    fonts = [
        (_ink(font.find(_S + "color"), INK, indexed), _size(font.find(_S + "sz")))
        for font in _children(styles, "fonts")
    ]
    fills = [_paper(fill.find(_S + "patternFill"), indexed) for fill in _children(styles, "fills")]
    found = set()
    for number, style in enumerate(_children(styles, "cellXfs")):
        ink, size = _at(fonts, style.get("fontId"), (None, None))
        paper = _at(fills, style.get("fillId"), None)
        tiny = size is not None and size <= TINY
        if style.get("numFmtId") in formats or tiny or look_same(ink, paper):
            found.add(number)
    return frozenset(found)


def look_same(ink: Ink, paper: Ink) -> bool:
    """Tell whether two known colours cannot be told apart."""
    if isinstance(ink, str) and isinstance(paper, str):
        return all(abs(int(ink[at : at + 2], 16) - int(paper[at : at + 2], 16)) <= _NEAR for at in (0, 2, 4))
    return ink is not None and ink == paper


def shows_nothing(code: str) -> bool:
    """Tell whether a number format leaves every value blank."""
    parts = [part.strip() for part in code.split(";")]
    return len(parts) >= 3 and not any(parts)


def _children(styles: Any, tag: str) -> list[Any]:
    group = styles.find(_S + tag)
    return list(group) if group is not None else []


def _ink(colour: Any, automatic: Ink, indexed: dict[str, str]) -> Ink:
    """Return what colour an element names, by its palette; `automatic` where it names none."""
    if colour is None or colour.get("auto") in ("1", "true"):
        return automatic
    tint = colour.get("tint")
    theme = colour.get("theme")
    if theme is not None:
        return _THEMES[theme] if theme in _THEMES and tint in (None, "0") else (theme, tint)
    if (number := colour.get("indexed")) is not None:
        return indexed.get(number, ("indexed", number))
    return None if tint else _value(colour)


def _value(colour: Any) -> str | None:
    value = (colour.get("rgb") or "")[-6:].upper()
    return value if len(value) == 6 and set(value) <= set("0123456789ABCDEF") else None


def _paper(pattern: Any, indexed: dict[str, str]) -> Ink:
    if pattern is None or pattern.get("patternType", "none") == "none":
        return PAPER
    return _ink(pattern.find(_S + "fgColor"), None, indexed) if pattern.get("patternType") == "solid" else None


def _size(element: Any) -> float | None:
    try:
        return float(element.get("val", "")) if element is not None else None
    except ValueError:
        return None


def _at(values: list[Any], index: str | None, default: Any) -> Any:
    return values[int(index)] if index is not None and index.isdigit() and int(index) < len(values) else default
