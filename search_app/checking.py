"""From what was pasted or uploaded to a checked request: the one road of the command, the page and the API."""

from __future__ import annotations

from index.match.answered import DEFAULT_LIMIT, Answered, Checked
from ingest.request import read_request, split_request
from ingest.request_sentences import is_english

ADVICE_EMPTY = "There is no question in this text. Paste the request itself, with its questions."


def check_text(
    answered: Answered, text: str, subject: str = "", *, authority: str | None = None, limit: int = DEFAULT_LIMIT
) -> Checked:
    """Return the earlier answers to a request. Nothing of it is kept.

    Raises:
        SearchIndexError: there is no match index that can be used.
        CatalogueError: nothing was ingested.
    """
    split = split_request(text, subject)
    notices = []
    if not split.parts:
        notices.append(ADVICE_EMPTY)
    if split.cut:
        notices.append(f"This is longer than a request is read: only its first {len(split.parts)} parts were checked.")
    if not is_english(text):
        notices.append(
            "This does not read as English. Meanings are compared in English only, so matches may be missing."
        )
    return answered.check(split.parts, split.ignored, authority=authority, limit=limit, notices=notices)


def check_file(
    answered: Answered, data: bytes, name: str, *, authority: str | None = None, limit: int = DEFAULT_LIMIT
) -> Checked:
    """Return the same for a request that came as a file.

    Raises:
        IngestError: the file cannot be read; the message says what to do.
    """
    text, subject = read_request(data, name)
    return check_text(answered, text, subject, authority=authority, limit=limit)
