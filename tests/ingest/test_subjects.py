"""Grounds named by their subject alone are implied, and never stand beside the same ground cited."""

import pytest

from corpus.records import CitationStatus
from ingest.extract import extract
from ingest.parsed import as_parsed
from ingest.read import read

LETTER = """Thornmere District Council

Our ref: FOI 2024/0112

Dear Ms Vale

Thank you for your request of 3 May 2024 under the Freedom of Information Act 2000.

1. Which system runs council tax?
Civica OpenRevenues.

2. What does it cost each year?
{answer}

Yours sincerely
A. Officer
"""


def _read(tmp_path, answer):
    path = tmp_path / "letter.txt"
    path.write_text(LETTER.format(answer=answer), "utf-8")
    document = extract(path)
    return document, read(document)


@pytest.mark.parametrize(
    "answer,provision",
    [
        pytest.param("The price is commercially sensitive and has been withheld.", "foia-43", id="commercial"),
        pytest.param("Legal professional privilege applies to the advice.", "foia-42", id="privilege"),
        pytest.param("The officer's name is personal data and has been redacted.", "foia-40", id="personal data"),
    ],
)
def test_a_subject_without_a_number_is_implied(tmp_path, answer, provision):
    document, reading = _read(tmp_path, answer)
    (found,) = [c for c in reading.citations if c.implied]
    assert (found.provision, found.status, found.questions) == (provision, CitationStatus.APPLIED, ("2",))
    assert reading.text[found.start : found.end] == found.text
    printed = as_parsed(document, reading)
    assert [c["provision"] for c in printed["implied"]] == [provision]
    assert printed["citations"] == []


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param("The price is exempt under section 43(2), being commercially sensitive.", id="cited by number"),
        pytest.param("It could be commercially sensitive to some, but it is £40,000.", id="supposed"),
        pytest.param("We hold commercially sensitive files in a locked room.", id="nothing refused"),
        pytest.param("£40,000.", id="answered"),
    ],
)
def test_nothing_else_is(tmp_path, answer):
    _, reading = _read(tmp_path, answer)
    assert not any(c.implied for c in reading.citations)


def test_a_ground_cited_elsewhere_is_not_implied_besides(tmp_path):
    _, reading = _read(tmp_path, "It is commercially sensitive and withheld.\n\nSection 43(2) applies to the price.")
    assert not any(c.implied for c in reading.citations)
