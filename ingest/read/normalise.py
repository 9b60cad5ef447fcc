"""One normaliser for the text of every letter, so that no later rule lists spellings of a space or a dash."""

from __future__ import annotations

import re
import unicodedata

_LIGATURES = re.compile("[\ufb00-\ufb06]")
_SPACES = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\ufffc]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f]")
_PRIVATE = re.compile("[\ue000-\uf8ff]")
_LOST_BULLET = re.compile("(?m)^\ufffd(?=\\s)")
_BAR_TABLE = re.compile(r"(?m)(?:^[ \t]*[|+](?=.*[|+][ \t]*$).*(?:\n|\Z)){2,}")
_RULE = re.compile(r"[\s|+=:\-]*")
_LINK_MARK = re.compile(r"\[\d{1,3}\](?=\S)")


def normalise(text: str) -> str:
    """Return `text` with plain spaces, no invisible characters, ligatures spelt out and symbol-font bullets as "•".

    Line breaks, tabs and form feeds stay; the cells of a table drawn with bars are parted by tabs. Link marks that
    plain-text mail glues to a word ("[2]Section 21") go.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x0b", "\n")
    text = _LIGATURES.sub(lambda m: unicodedata.normalize("NFKC", m.group()), text)
    text = _SPACES.sub(" ", text)
    text = _INVISIBLE.sub("", text)
    text = _CONTROL.sub("", text)
    text = _PRIVATE.sub("•", text)
    text = _LOST_BULLET.sub("•", text)
    text = _BAR_TABLE.sub(_with_tabs, text)
    return _LINK_MARK.sub("", text)


def _with_tabs(table: re.Match[str]) -> str:
    """Return a table drawn with bars ("| 1 | How many? | 26 |") with tabs between its cells and without its rules."""
    rows = [line.strip() for line in table.group().splitlines()]
    cells = ["\t".join(cell.strip() for cell in row.strip("|").split("|")) for row in rows if not _RULE.fullmatch(row)]
    return "".join(f"{row}\n" for row in cells)
