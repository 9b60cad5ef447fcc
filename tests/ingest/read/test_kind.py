"""Kind: what acknowledges a request, or takes more time over it, answers nothing yet."""

import pytest

from corpus.records import CitationStatus, Kind, Outcome

HEAD = "Dear Ms Example\n\nThank you for your request for information about drains, received on 3 May 2024.\n\n"
TAIL = "\n\nYours sincerely\nA. Officer"


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(
            "Your request will be handled under the Freedom of Information Act 2000. If it is not clear we may ask "
            "you to explain, as section 1(3) allows.",
            id="promises-only",
        ),
        pytest.param(
            "This is an automatic acknowledgement. If we withhold what you asked for, such as names of staff, under "
            "section 40(2), we will say so in our reply.",
            id="an-automatic-reply",
        ),
        pytest.param(
            "We hold the plans. We believe that they are exempt under section 43(2) but have yet to weigh the public "
            "interest. Section 10(3) gives us further time. We expect to send you our decision by 3 July 2024.",
            id="more-time-over-the-public-interest",
        ),
    ],
)
def test_nothing_is_answered_yet(read_text, body):
    reading = read_text(HEAD + body + TAIL)
    assert (reading.kind, reading.outcome, reading.questions) == (Kind.ACKNOWLEDGEMENT, Outcome.UNKNOWN, ())
    assert not [c for c in reading.citations if c.status is CitationStatus.APPLIED]


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("The Council has 412 drains. If you need more we will help.", id="an-answer-with-a-promise"),
        pytest.param(
            "We took further time to weigh the public interest. The plans are exempt under section 43(2).",
            id="time-taken",
        ),
    ],
)
def test_an_answer_is_a_response(read_text, body):
    assert read_text(HEAD + body + TAIL).kind is Kind.RESPONSE


@pytest.mark.parametrize("when", ["start when we hear", "begin on the day after we hear"])
def test_a_clock_that_has_not_started_is_a_clarification(read_text, when):
    body = (
        f"Before we can look we need to know which drains you mean. The 20 working days will {when} from "
        "you. A map of all drains is on our website."
    )
    assert read_text(HEAD + body + TAIL).outcome is Outcome.CLARIFICATION
