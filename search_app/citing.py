"""How to cite an answer: who answered, when, what about, under which reference, and where it can be read."""

from __future__ import annotations

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
