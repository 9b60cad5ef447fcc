"""What a page (HTML) holds and does not show: hidden by its styles, in the colour of the paper, deleted."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cssselect import SelectorError
from lxml import html
from lxml.cssselect import CSSSelector

from corpus.records import Finding
from ingest.safety.found import finding, masked

_HIDDEN = re.compile(
    r"""(?<![\w-])(?:
        display\s*:\s*none | visibility\s*:\s*(?:hidden|collapse) | mso-hide\s*:\s*all |
        opacity\s*:\s*0(?:\.0+)?(?![.\d]) | font-size\s*:\s*[01](?:\.0+)?(?:px|pt)?(?![.\w%]) |
        (?:left|top|text-indent|margin-left)\s*:\s*-\d{3,}(?:px|pt|em|rem) | clip\s*:\s*rect\(\s*[01]
    )""",
    re.IGNORECASE | re.VERBOSE,
)
_SHOWN = re.compile(r"(?<![\w-])(?:display\s*:\s*(?!none)\w|visibility\s*:\s*visible)", re.IGNORECASE)
_COLOUR = re.compile(r"(?<![\w-])color\s*:\s*([#\w]{3,20}|rgb\([\d\s,]{5,20}\))", re.IGNORECASE)
_BEHIND = re.compile(r"(?<![\w-])background(?:-color)?\s*:\s*([#\w]{3,20}|rgb\([\d\s,]{5,20}\))?", re.IGNORECASE)
_NAMES = {"white": "ffffff", "black": "000000"}
_NOTHING = frozenset(["none", "transparent", "inherit", "initial", "unset"])
_NESTED = re.compile(r"@[^{};]{0,500}\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}")  # for paper, for small screens
_RULE = re.compile(r"([^{}]{1,500})\{([^{}]*)\}")
_MAX_STYLES = 1_000_000  # characters
_MAX_RULES = 300  # that hide something
_PALE = 0xF4  # of 0xFF in each channel: paler cannot be told from paper
_FEWEST = 2  # letters


class Looks:
    """How the elements of a page look. What is left out is collected by kind of finding."""

    def __init__(self, root: html.HtmlElement | None = None) -> None:
        """Read the styles that stand in the page; without a page, nothing has a style."""
        self._left_out: dict[str, list[str]] = {}
        self._by_rule: set[html.HtmlElement] = set()
        self._painted = True  # by a sheet that is elsewhere, or by a rule: what lies behind text is not known
        if root is None:
            return
        styles = "\n".join(style.text or "" for style in root.iter("style"))[:_MAX_STYLES]
        linked = any("stylesheet" in link.get("rel", "").lower() for link in root.iter("link"))
        self._painted = linked or "background" in styles
        hidden = set(_hidden_by_rules(root, styles))
        text = sum(len(element.text_content()) for element in hidden if not hidden & set(element.iterancestors()))
        if text * 2 < len(root.text_content()):  # else a script shows it: there would be no page
            self._by_rule = hidden

    def leave_out(self, element: html.HtmlElement) -> bool:
        """Tell whether an element is not to be read, and note what it holds."""
        kind = self._kind(element)
        if kind is not None:
            self._left_out.setdefault(kind, []).append(element.text_content())
        return kind is not None

    def findings(self) -> Iterator[Finding]:
        """Yield what was left out. Pages hide menus and hints for screen readers, so that is a note."""
        for kind, texts in self._left_out.items():
            text = " ".join(" ".join(texts).split())
            if sum(map(str.isalnum, text)) >= _FEWEST:
                action = {"hidden_text": "none", "tracked_change": "warn"}.get(kind)
                yield finding(kind, 1, masked(text), "page", action=action)

    def _kind(self, element: html.HtmlElement) -> str | None:
        style = element.get("style", "")
        if element.get("hidden") is not None or _HIDDEN.search(style):
            return "hidden_text"
        if element in self._by_rule and not _SHOWN.search(style):
            return "hidden_text"
        if element.tag == "del":
            return "tracked_change"
        ink = _hex(element.get("color", "")) if element.tag == "font" else None
        if colour := _COLOUR.search(style):
            ink = _hex(colour[1])
        if ink is None:
            return None
        behind = _behind(element)
        if behind is not None:
            return "covered_text" if behind == ink else None
        return "white_text" if _is_pale(ink) and not self._painted and not _is_painted(element) else None


def _hidden_by_rules(root: html.HtmlElement, styles: str) -> Iterator[html.HtmlElement]:
    rules = 0
    for selector, declarations in _RULE.findall(
        _NESTED.sub("", re.sub(r"/\*.*?\*/|<!--|-->", "", styles, flags=re.DOTALL))
    ):
        if not _HIDDEN.search(declarations):
            continue
        rules += 1
        if rules > _MAX_RULES:
            return
        try:
            yield from CSSSelector(selector.strip(), translator="html")(root)
        except (SelectorError, SyntaxError):  # a selector of a browser's own, or of a later time
            continue


def _behind(element: html.HtmlElement) -> str | None:
    """Return the colour that an element itself paints behind its text; None where it paints none."""
    found = _BEHIND.search(element.get("style", ""))
    return _hex(found[1] or "") if found else _hex(element.get("bgcolor", ""))


def _is_painted(element: html.HtmlElement) -> bool:
    """Tell whether anything paints behind an element: a colour, or a picture."""
    for place in (element, *element.iterancestors()):
        found = _BEHIND.search(place.get("style", ""))
        if found and not (found[1] and (found[1].lower() in _NOTHING or _is_pale(_hex(found[1]) or ""))):
            return True
        if place.get("background") or (place.get("bgcolor") and not _is_pale(_hex(place.get("bgcolor", "")) or "")):
            return True
    return False


def _hex(colour: str) -> str | None:
    """Return a colour as six hexadecimal digits, where it is written in one of the usual ways."""
    colour = colour.strip().lower()
    if parts := re.fullmatch(r"rgb\(\s*(\d{1,3})\s*,\s*(\d{1,3})\s*,\s*(\d{1,3})\s*\)", colour):
        return "".join(f"{min(int(part), 255):02x}" for part in parts.groups())
    colour = _NAMES.get(colour, colour.removeprefix("#"))
    if re.fullmatch(r"[0-9a-f]{3}", colour):
        return "".join(digit * 2 for digit in colour)
    return colour if re.fullmatch(r"[0-9a-f]{6}", colour) else None


def _is_pale(colour: str) -> bool:
    return len(colour) == 6 and all(int(colour[at : at + 2], 16) >= _PALE for at in (0, 2, 4))
