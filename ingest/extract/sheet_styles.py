"""Which cell styles of a workbook make a value invisible: a format that shows nothing, or white on no fill."""

from __future__ import annotations

from typing import Any

from ingest.extract.package import Package

_S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_STYLES = "xl/styles.xml"
_WHITE = frozenset({"FFFFFFFF", "00FFFFFF", "FFFFFF"})
_WHITE_THEME = "0"  # the colour of paper in every theme but dark ones
_WHITE_INDEX = frozenset({"1", "9"})


def invisible_styles(package: Package) -> frozenset[int]:
    """Return the numbers of the cell styles whose values cannot be seen."""
    if _STYLES not in package.names:
        return frozenset()
    styles = package.xml(_STYLES)
    formats = {f.get("numFmtId") for f in styles.iter(_S + "numFmt") if _shows_nothing(f.get("formatCode", ""))}
    white = [_is_white(font.find(_S + "color")) for font in _children(styles, "fonts")]
    bare = [_is_bare(fill.find(_S + "patternFill")) for fill in _children(styles, "fills")]
    found = set()
    for number, style in enumerate(_children(styles, "cellXfs")):
        is_white = _at(white, style.get("fontId")) and _at(bare, style.get("fillId"))
        if style.get("numFmtId") in formats or is_white:
            found.add(number)
    return frozenset(found)


def _children(styles: Any, tag: str) -> list[Any]:
    group = styles.find(_S + tag)
    return list(group) if group is not None else []


def _shows_nothing(code: str) -> bool:
    parts = [part.strip() for part in code.split(";")]
    return len(parts) >= 3 and not any(parts)


def _is_white(colour: Any) -> bool:
    if colour is None or colour.get("tint") not in (None, "0"):
        return False
    return (
        (colour.get("rgb") or "").upper() in _WHITE
        or colour.get("theme") == _WHITE_THEME
        or colour.get("indexed") in _WHITE_INDEX
    )


def _is_bare(pattern: Any) -> bool:
    if pattern is None or pattern.get("patternType", "none") == "none":
        return True
    return pattern.get("patternType") == "solid" and _is_white(pattern.find(_S + "fgColor"))


def _at(flags: list[bool], index: str | None) -> bool:
    return index is not None and index.isdigit() and int(index) < len(flags) and flags[int(index)]
