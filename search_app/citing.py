"""How to cite an answer: who answered, when, what about, under which reference, where; as a line, BibTeX and RIS."""

from __future__ import annotations

import re

from corpus.records import Disclosure
from search_app.wording import date_in_words


def cite(record: Disclosure, root: str) -> str:
    """Return a line to cite an answer by. `root` is the site's own address, without a slash at its end."""
    reading = record.reading
    when = date_in_words(reading.responded_on) or "no date"
    title = reading.title or "Answer to a request"
    title = f"{title[:160].rsplit(' ', 1)[0]}…" if len(title) > 160 else title
    reference = f", reference {reading.reference}" if reading.reference else ""
    who = reading.authority or "Authority not named"
    where = f"{root}/disclosures/{record.id}"
    return f"{who} ({when}), ‘{title}’, answer to a request for information{reference}. Foilog: {where}"


def bibtex(record: Disclosure, root: str) -> str:
    """Return an entry of BibTeX for an answer. What the letter prints is text in it, never a command."""
    reading = record.reading
    year, month, day = _date(record)
    fields = {
        "author": f"{{{_tex(reading.authority)}}}" if reading.authority else "",
        "title": f"{{{_tex(reading.title or 'Answer to a request')}}}",
        "year": year,
        "month": month,
        "day": day,
        "number": _tex(reading.reference or ""),
        "howpublished": "Answer to a request for information",
        "url": f"{root}/disclosures/{record.id}",
    }
    lines = [f"  {name} = {{{value}}}" for name, value in fields.items() if value]
    return f"@misc{{{record.id},\n" + ",\n".join(lines) + "\n}\n"


def ris(record: Disclosure, root: str) -> str:
    """Return a record of RIS, which Zotero, EndNote and Mendeley read, for an answer."""
    reading = record.reading
    year, month, day = _date(record)
    fields = {
        "TY": "GOVDOC",
        "AU": _one_line(reading.authority or ""),
        "TI": _one_line(reading.title or "Answer to a request"),
        "PY": year,
        "DA": f"{year}/{month}/{day}" if day else "",
        "SN": _one_line(reading.reference or ""),
        "M3": "Answer to a request for information",
        "DB": "Foilog",
        "ID": record.id,
        "UR": f"{root}/disclosures/{record.id}",
    }
    lines = [f"{tag}  - {value}" for tag, value in fields.items() if value]
    return "\r\n".join([*lines, "ER  - ", ""])


def _date(record: Disclosure) -> tuple[str, str, str]:
    year, _, rest = (record.reading.responded_on or "").partition("-")
    month, _, day = rest.partition("-")
    return year, month, day


def _one_line(text: str) -> str:
    return " ".join(_UNPRINTABLE.sub(" ", text).split())


def _tex(text: str) -> str:
    return _TEX_SPECIAL.sub(lambda found: _TEX[found.group()], _one_line(text))


_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_TEX = {
    **{c: f"\\{c}" for c in "&%$#_"},
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}
_TEX_SPECIAL = re.compile("|".join(map(re.escape, _TEX)))
