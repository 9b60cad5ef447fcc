"""Short ways to read a small letter written in a test."""

from __future__ import annotations

import pytest

from corpus.records import CitationStatus, Document, Page
from ingest.read import read
from ingest.read.layout import Layout


@pytest.fixture(scope="session")
def read_text():
    """Return a function that reads a text as a one-page letter; `headers` are those of a mail."""

    def call(text: str, source: str = "letter.txt", **headers: str):
        return read(Document(source, "0" * 64, "text/plain", len(text), (Page(1, text),), headers=headers))

    return call


@pytest.fixture(scope="session")
def items_of():
    """Return a function that gives the questions of a text, each as (number, question, answer)."""

    def call(text: str) -> list[tuple[str, str, str]]:
        layout = Layout(text)
        return [(item.number, layout.question_text(item), layout.answer_text(item)) for item in layout.items]

    return call


@pytest.fixture(scope="session")
def ties_of(read_text):
    """Return a function that gives the provisions a text applies, each with the questions it is tied to."""

    def call(text: str) -> dict[str, tuple[str, ...]]:
        citations = read_text(text).citations
        return {c.provision: c.questions for c in citations if c.status is CitationStatus.APPLIED}

    return call


@pytest.fixture(scope="session")
def statuses_of(read_text):
    """Return a function that gives the statuses of each provision that a text names, in order."""

    def call(text: str) -> dict[str, list[str]]:
        out: dict[str, list[str]] = {}
        for citation in read_text(text).citations:
            out.setdefault(citation.provision, []).append(citation.status.value)
        return out

    return call
