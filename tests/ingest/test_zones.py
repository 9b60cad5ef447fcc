"""Zones: each paragraph of small letters, by what stands around it."""

import pytest

from ingest.read.paragraphs import number_loosely, split_paragraphs
from ingest.read.zones import Zone, lay_out

L, P, Q, A = Zone.LETTERHEAD, Zone.PREAMBLE, Zone.REQUEST, Zone.ANSWER
R, W, S, F, M = Zone.REFUSAL, Zone.REVIEW, Zone.SIGNATURE, Zone.FOOTER, Zone.QUOTED_MAIL
REPLY = "Thank you for writing to us about this matter."


def zones(*paragraphs):
    return lay_out(number_loosely(split_paragraphs("\n\n".join(paragraphs))))


@pytest.mark.parametrize(
    "paragraphs,expected",
    [
        pytest.param(["Marlow Vale Council", "Dear Ms Example"], [L, P], id="letterhead-ends-at-the-salutation"),
        pytest.param(
            ["Dear Ms Example", "You asked:", "1. How many?", "2. Who?", "Our response:", "1. Two", "2. Nobody"],
            [P, Q, Q, Q, A, A, A],
            id="request-heading-then-response-heading",
        ),
        pytest.param(
            ["Dear Ms Example", "Your request", "How many cars are there?", "Our response", "There are 26."],
            [P, Q, Q, A, A],
            id="headings-without-numbers",
        ),
        pytest.param(
            ["Dear Ms Example", "Our response", "There are 26.", "Refusal Notice", "The rest is exempt."],
            [P, A, A, R, R],
            id="refusal-notice",
        ),
        pytest.param(
            [
                "Dear Ms Example",
                "Our response",
                "There are 26.",
                "If you are unhappy with this response you may ask for an internal review.",
                "Yours sincerely",
                "A. Officer",
            ],
            [P, A, A, W, S, S],
            id="review-then-signature-of-a-name-that-begins-with-A",
        ),
        pytest.param(
            ["Dear Ms Example", "Our response", "There are 26.", "Yours sincerely", "A. Officer", "A7. None"],
            [P, A, A, S, S, A],
            id="a-numbered-answer-after-the-signature",
        ),
        pytest.param(
            [
                REPLY,
                "There are 26 of them in all here.",
                "From: B\nSent: 1 May 2023\nTo: A\nSubject: Cars",
                "How many?",
            ],
            [P, A, M, M, M, M, M],
            id="quoted-mail-runs-to-the-end",
        ),
        pytest.param([], [], id="nothing"),
    ],
)
def test_zones(paragraphs, expected):
    assert zones(*paragraphs) == expected


def test_a_quoted_blank_line_is_a_paragraph_like_any_other():
    assert lay_out(split_paragraphs("Dear A\n\nThere are 26.\n\n>\n\nA. Officer\n\nInformation Officer"))[0] is P
