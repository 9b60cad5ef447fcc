"""What is supplied beside a refusal: enclosed, taken out in part, counted; and what only explains the refusal."""

import pytest

from corpus.law import provisions
from corpus.records import Citation, CitationStatus, Outcome
from ingest.read.outcome import letter_outcome, part_outcome

PARTLY, REFUSED, DISCLOSED = Outcome.PARTLY_DISCLOSED, Outcome.REFUSED, Outcome.DISCLOSED
NOT_HELD, COST, PUBLISHED = Outcome.NOT_HELD, Outcome.COST_LIMIT, Outcome.ALREADY_PUBLISHED


def applied(provision):
    row = provisions()[provision]
    return [
        Citation(row.id, row.law, row.number, row.title, CitationStatus.APPLIED, "answer", (), ("1",), 1, 0, 0, "", "")
    ]


@pytest.mark.parametrize(
    "answer,provision,expected",
    [
        pytest.param(
            "The report is attached. Names are withheld under section 40(2).", "foia-40-2", PARTLY, id="enclosed"
        ),
        pytest.param(
            "Some of the information has been redacted under section 40(2).", "foia-40-2", PARTLY, id="in-part"
        ),
        pytest.param(
            "The report is withheld in full under section 43(2).", "foia-43-2", REFUSED, id="withheld-in-full"
        ),
        pytest.param("We spent £4,000. The rates are exempt under section 43(2).", "foia-43-2", PARTLY, id="a-figure"),
        pytest.param(
            "14 files are held. They are exempt under section 43(2).", "foia-43-2", REFUSED, id="a-count-of-documents"
        ),
        pytest.param(
            "We hold 14 documents. They are exempt under section 43(2).", "foia-43-2", REFUSED,
            id="a-count-of-what-we-hold"
        ),
        pytest.param("We are unable to provide a copy: section 43(2).", "foia-43-2", REFUSED, id="not-enclosed"),
        pytest.param(
            "The advice was given on 3 May 2024. It is exempt under section 42(1).", "foia-42-1", REFUSED,
            id="the-history-of-a-whole-document",
        ),
        pytest.param(
            "It would take 40 hours. We can however provide the figures for 2024.", "foia-12-1", PARTLY,
            id="what-can-be-given-within-the-limit",
        ),
        pytest.param("It would take 40 hours to search 900 files.", "foia-12-1", COST, id="the-estimate-is-no-answer"),
        pytest.param(
            "I uphold the refusal of the report. It was made on 3 May and 26 pages are withheld.", "foia-43-2", REFUSED,
            id="upheld-at-review",
        ),
        pytest.param(
            "We have looked at your complaint with care. The refusal stands under section 43(2).", "foia-43-2", REFUSED,
            id="a-courtesy-before-the-refusal",
            marks=pytest.mark.xfail(strict=True, reason="any first sentence that tells counts as something supplied"),
        ),
    ],
)  # fmt: skip
def test_with_a_ground(answer, provision, expected):
    assert part_outcome(answer, applied(provision)) is expected


@pytest.mark.parametrize(
    "answer,expected",
    [
        pytest.param("We have 26 cars.", DISCLOSED, id="told"),
        pytest.param("The prices are commercially sensitive.", REFUSED, id="refused-without-a-section"),
        pytest.param("Withheld", REFUSED, id="one-word"),
        pytest.param("The council does not hold this information.", NOT_HELD, id="not-held"),
        pytest.param(
            "There were 210 in 2024. We do not hold earlier figures.", DISCLOSED, id="told-before-what-is-not-held"
        ),
        pytest.param(
            "We do not hold this information. In total 210 were issued in 2024.", DISCLOSED, id="told-behind-in-total"
        ),
        pytest.param(
            "We do not hold this information. However, 210 were issued in 2024.", DISCLOSED, id="told-behind-however"
        ),
        pytest.param("It is published on our website.", PUBLISHED, id="published"),
        pytest.param("We spent £4,000; it is published on our website.", DISCLOSED, id="told-and-published"),
        pytest.param("The cost limit of 18 hours would be exceeded.", COST, id="cost"),
        pytest.param(
            "We have transferred your request to Aldersea County Council.", Outcome.TRANSFERRED, id="passed-on"
        ),
        pytest.param(
            "We have passed your request to the relevant team.", DISCLOSED, id="passed-on-within-the-house"
        ),
        pytest.param("", Outcome.UNKNOWN, id="no-answer"),
        pytest.param("   \n ", Outcome.UNKNOWN, id="blank"),
    ],
)  # fmt: skip
def test_by_words_alone(answer, expected):
    assert part_outcome(answer, []) is expected


@pytest.mark.parametrize(
    "parts,expected",
    [
        pytest.param([PARTLY], (PARTLY,), id="one-part-in-part"),
        pytest.param([PARTLY, REFUSED], (PARTLY,), id="in-part-and-refused"),
        pytest.param([DISCLOSED, NOT_HELD], (DISCLOSED, NOT_HELD), id="not-held-withholds-nothing"),
        pytest.param([REFUSED, COST], (REFUSED, COST), id="two-refusals"),
        pytest.param([Outcome.UNKNOWN], (DISCLOSED,), id="the-body-speaks-where-no-part-does"),
    ],
)
def test_rolled_up(parts, expected):
    assert letter_outcome(parts, [], "There are 26 cars.", kind_is_response=True) == expected
