"""What a Word document's styles and numbering say of a paragraph: its printed label, its spacing, its hiding."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree

from ingest.extract.numerals import format_number

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
VAL = W + "val"
_OFF = frozenset(["0", "false", "off", "none"])
_MAX_CHAIN = 20  # styles based on styles: a loop ends here
_PLACE = re.compile(r"%([1-9])")
_PALE = 0xF4  # of 0xFF in each channel: paler cannot be told from paper


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list: `text` is Word's pattern, such as "%1.%2)"."""

    start: int = 1
    style: str = "decimal"
    text: str = ""
    legal: bool = False
    restart: int | None = None  # 0: never; n: after a paragraph of level n (1-based); None: after any higher level


@dataclass(slots=True)
class _Numbering:
    abstract: str
    starts: dict[int, int] = field(default_factory=dict)  # what this list overrides, by level
    levels: dict[int, Level] = field(default_factory=dict)


def is_white(colour: etree._Element | None) -> bool:
    """Tell whether a colour is that of paper, or cannot be told from it."""
    if colour is None:
        return False
    themed = colour.get(W + "themeColor")
    if themed is not None:
        darker = colour.get(W + "themeShade") or colour.get(W + "themeTint")
        return themed in ("background1", "light1") and darker is None
    value = colour.get(VAL, "")
    if not re.fullmatch(r"[0-9A-Fa-f]{6}", value):
        return False
    return all(int(value[at : at + 2], 16) >= _PALE for at in (0, 2, 4))


def is_blacked_out(
    colour: etree._Element | None, highlight: etree._Element | None, shading: etree._Element | None
) -> bool:
    """Tell whether text is black on a black marker, or has the very colour of its shading.

    Text of automatic colour turns white on dark shading, and stays black under a marker.
    """
    value = colour.get(VAL, "auto").upper() if colour is not None else "AUTO"
    if highlight is not None and highlight.get(VAL) == "black":
        return value in ("AUTO", "000000")
    return shading is not None and shading.get(W + "fill", "auto").upper() == value != "AUTO" and is_shaded(shading)


def is_shaded(shading: etree._Element | None) -> bool:
    """Tell whether a shading element paints anything but white."""
    if shading is None:
        return False
    fill = shading.get(W + "fill", "auto").upper()
    return fill not in ("AUTO", "FFFFFF") or shading.get(VAL, "clear") not in ("clear", "nil")


def is_on(element: etree._Element | None) -> bool:
    """Return whether a toggle such as `<w:vanish/>` is there and not switched off."""
    return element is not None and element.get(VAL, "1").lower() not in _OFF


def integer(text: str | None, default: int = 0) -> int:
    """Return a whole number as XML writes it, or `default`."""
    return int(text) if text and re.fullmatch(r"-?\d{1,9}", text.strip()) else default


class Styles:
    """`styles.xml`: each question is answered through the chain of styles a style is based on."""

    def __init__(self, root: etree._Element | None) -> None:
        self._styles: dict[str, etree._Element] = {}
        self._default = ""
        self._defaults: etree._Element | None = None
        self._run_defaults: etree._Element | None = None
        if root is None:
            return
        self._defaults = root.find(f"{W}docDefaults/{W}pPrDefault/{W}pPr")
        self._run_defaults = root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")
        for style in root.iterchildren(W + "style"):
            style_id = style.get(W + "styleId", "")
            self._styles[style_id] = style
            if style.get(W + "type") == "paragraph" and style.get(W + "default") in ("1", "true"):
                self._default = style_id

    def style_of(self, properties: etree._Element | None) -> str:
        """Return the id of the style of a paragraph with these properties."""
        named = properties.find(W + "pStyle") if properties is not None else None
        return named.get(VAL, "") if named is not None else self._default

    def chain(self, style_id: str) -> list[etree._Element]:
        """Return the style and those it is based on, nearest first."""
        found: list[etree._Element] = []
        while style_id in self._styles and len(found) < _MAX_CHAIN:
            style = self._styles[style_id]
            found.append(style)
            based = style.find(W + "basedOn")
            style_id = based.get(VAL, "") if based is not None else ""
        return found

    def paragraph_property(
        self, properties: etree._Element | None, tag: str, attribute: str | None = None
    ) -> etree._Element | None:
        """Return the nearest `tag` of a paragraph: its own, its style's, or the document's default.

        With `attribute`, an element without it is passed over, as Word merges such elements by attribute.
        """
        places = [
            properties,
            *(style.find(W + "pPr") for style in self.chain(self.style_of(properties))),
            self._defaults,
        ]
        for place in places:
            found = place.find(W + tag) if place is not None else None
            if found is not None and (attribute is None or found.get(W + attribute) is not None):
                return found
        return None

    def run_property(self, properties: etree._Element | None, paragraph_style: str, tag: str) -> etree._Element | None:
        """Return the nearest `tag` of a run: its own, of its style, of its paragraph's style, or the default."""
        named = properties.find(W + "rStyle") if properties is not None else None
        styles = [*self.chain(named.get(VAL, "") if named is not None else ""), *self.chain(paragraph_style)]
        for place in (properties, *(style.find(W + "rPr") for style in styles), self._run_defaults):
            found = place.find(W + tag) if place is not None else None
            if found is not None:
                return found
        return None

    def spacing(self, properties: etree._Element | None) -> tuple[int, int]:
        """Return the space before and after a paragraph, in twentieths of a point."""
        values = []
        for side in ("before", "after"):
            automatic = self.paragraph_property(properties, "spacing", side + "Autospacing")
            if automatic is not None and automatic.get(W + side + "Autospacing") in ("1", "true", "on"):
                values.append(280)  # what Word and browsers put around a paragraph of a web page
                continue
            found = self.paragraph_property(properties, "spacing", side)
            values.append(integer(found.get(W + side)) if found is not None else 0)
        return values[0], values[1]


class Numbering:
    """`numbering.xml` and the counters that run while a document is read from start to end."""

    def __init__(self, root: etree._Element | None, styles: Styles) -> None:
        self._styles = styles
        self._abstracts: dict[str, dict[int, Level]] = {}
        self._lists: dict[str, _Numbering] = {}
        self._counters: dict[str, dict[int, int]] = {}
        self._begun: set[str] = set()
        if root is None:
            return
        links: dict[str, str] = {}
        for abstract in root.iterchildren(W + "abstractNum"):
            key = abstract.get(W + "abstractNumId", "")
            self._abstracts[key] = {
                integer(level.get(W + "ilvl")): _level(level) for level in abstract.iterchildren(W + "lvl")
            }
            link = abstract.find(W + "numStyleLink")
            if link is not None:
                links[key] = link.get(VAL, "")
        for number in root.iterchildren(W + "num"):
            self._lists[number.get(W + "numId", "")] = _list(number)
        for key, style_id in links.items():
            self._follow_link(key, style_id)

    def label(self, properties: etree._Element | None) -> str:
        """Return the label Word prints before the next paragraph, such as "1." or "a)", and count it; "" for none."""
        number_id, level_number = self._place(properties)
        found = self._lists.get(number_id)
        if found is None:
            return ""
        level = self._level(found, level_number)
        if level is None:
            return ""
        counters = self._count(number_id, found, level_number, level)
        if level.style == "bullet":
            return "•"
        if level.style == "none":
            return _PLACE.sub("", level.text).strip()

        def place(match: re.Match[str]) -> str:
            index = int(match[1]) - 1
            shown = self._level(found, index) or level
            value = counters.get(index, shown.start)
            return format_number(value, "decimal" if level.legal else shown.style)

        return _PLACE.sub(place, level.text).strip()

    def _place(self, properties: etree._Element | None) -> tuple[str, int]:
        """Return the list and the level of a paragraph: its own, or those of its style."""
        number = level = None
        chain = self._styles.chain(self._styles.style_of(properties))
        for place in (properties, *(style.find(W + "pPr") for style in chain)):
            numbered = place.find(W + "numPr") if place is not None else None
            if numbered is None:
                continue
            level = level if level is not None else numbered.find(W + "ilvl")
            number = numbered.find(W + "numId")
            if number is not None:
                break
        if number is None:
            return "", 0
        return number.get(VAL, ""), integer(level.get(VAL)) if level is not None else 0

    def _level(self, found: _Numbering, number: int) -> Level | None:
        return found.levels.get(number) or self._abstracts.get(found.abstract, {}).get(number)

    def _count(self, number_id: str, found: _Numbering, number: int, level: Level) -> dict[int, int]:
        counters = self._counters.setdefault(found.abstract, {})
        if number_id not in self._begun:  # lists that share a definition go on counting, unless one says otherwise
            self._begun.add(number_id)
            for overridden, start in found.starts.items():
                counters[overridden] = start - 1
        counters[number] = counters.get(number, level.start - 1) + 1
        for lower in [other for other in counters if other > number]:
            below = self._level(found, lower)
            restart = below.restart if below else None
            if restart is None or number < restart:
                del counters[lower]
        return counters

    def _follow_link(self, key: str, style_id: str) -> None:
        for style in self._styles.chain(style_id):
            number = style.find(f"{W}pPr/{W}numPr/{W}numId")
            if number is not None and (found := self._lists.get(number.get(VAL, ""))):
                self._abstracts[key] = self._abstracts.get(found.abstract, {})
                return


def _list(number: etree._Element) -> _Numbering:
    abstract = number.find(W + "abstractNumId")
    found = _Numbering(abstract.get(VAL, "") if abstract is not None else "")
    for override in number.iterchildren(W + "lvlOverride"):
        index = integer(override.get(W + "ilvl"))
        start = override.find(W + "startOverride")
        if start is not None:
            found.starts[index] = integer(start.get(VAL), 1)
        level = override.find(W + "lvl")
        if level is not None:
            found.levels[index] = _level(level)
    return found


def _level(element: etree._Element) -> Level:
    def value(tag: str) -> str | None:
        child = element.find(W + tag)
        return child.get(VAL) if child is not None else None

    restart = value("lvlRestart")
    return Level(
        start=integer(value("start"), 0),
        style=value("numFmt") or "decimal",
        text=value("lvlText") or "",
        legal=is_on(element.find(W + "isLgl")),
        restart=integer(restart) if restart is not None else None,
    )
