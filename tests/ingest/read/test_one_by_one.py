"""Several questions in one request, matched with the paragraphs, lines or topics of its one response."""

import pytest

from ingest.read.one_by_one import one_by_one


def letter(asked, told):
    return "\n\n".join(("Dear Ms Example", "You asked:", *asked, "Our response:", *told, "Yours sincerely\nA. Officer"))


@pytest.mark.parametrize(
    "asked,told,expected",
    [
        pytest.param(
            ["How many lifeboats do you have?", "Where are they kept?"],
            ["We have four.", "They are kept in Aldermouth."],
            [
                ("How many lifeboats do you have?", "We have four."),
                ("Where are they kept?", "They are kept in Aldermouth."),
            ],
            id="a-paragraph-for-each",
        ),
        pytest.param(
            ["How many lifeboats do you have? Where are they kept?"],
            ["We have four.", "They are kept in Aldermouth."],
            [
                ("How many lifeboats do you have?", "We have four."),
                ("Where are they kept?", "They are kept in Aldermouth."),
            ],
            id="two-questions-in-one-paragraph",
        ),
        pytest.param(
            ["How many lifeboats do you have?", "Where are they kept?", "Who crews them?"],
            ["We have four.\nThey are kept in Aldermouth.\nVolunteers crew them."],
            [
                ("How many lifeboats do you have?", "We have four."),
                ("Where are they kept?", "They are kept in Aldermouth."),
                ("Who crews them?", "Volunteers crew them."),
            ],
            id="a-line-for-each",
        ),
        pytest.param(
            ["• the number of lifeboats", "• the cost of fuel", "• the names of the coxswains"],
            [
                "We have four lifeboats in all.",
                "Fuel came to £3,000. It was bought here.",
                "The coxswains are A and B.",
            ],
            [
                ("the number of lifeboats", "We have four lifeboats in all."),
                ("the cost of fuel", "Fuel came to £3,000. It was bought here."),
                ("the names of the coxswains", "The coxswains are A and B."),
            ],
            id="bullets-in-order",
        ),
        pytest.param(
            ["• the number of lifeboats", "• the cost of fuel"],
            ["We have four lifeboats in all.", "Two lifeboats are new.", "Fuel came to £3,000."],
            [
                ("the number of lifeboats", "We have four lifeboats in all.\nTwo lifeboats are new."),
                ("the cost of fuel", "Fuel came to £3,000."),
            ],
            id="by-the-words-they-share",
        ),
        pytest.param(
            ["• the number of lifeboats", "• the cost of fuel"],
            ["We do not hold this information."],
            [
                ("the number of lifeboats", "We do not hold this information."),
                ("the cost of fuel", "We do not hold this information."),
            ],
            id="bullets-with-one-answer-to-them-all",
        ),
    ],
)
def test_matched(items_of, asked, told, expected):
    found = items_of(letter(asked, told))
    assert found == [(str(n), *pair) for n, pair in enumerate(expected, 1)]


@pytest.mark.parametrize(
    "asked,told",
    [
        pytest.param(["Can you help me with this? How many lifeboats do you have?"], ["We have four."], id="courtesy"),
        pytest.param(
            ["How many lifeboats do you have?", "Where are they kept?"],
            ["We have four in Aldermouth, which were bought last year."],
            id="one-paragraph-answers-two",
        ),
    ],
)
def test_what_does_not_match_stays_together(items_of, asked, told):
    ((_, question, answer),) = items_of(letter(asked, told))
    assert (question.split("\n")[-1], answer) == (asked[-1], told[0])


def spans(text, *words):
    return [(text.index(w), text.index(w) + len(w)) for w in words]


@pytest.mark.parametrize(
    "asked,told,pairs",
    [
        pytest.param(["How many?"], ["Four."], [(["How many?"], ["Four."])], id="one-question-one-answer"),
        pytest.param(["How many?"], [], [(["How many?"], [])], id="nothing-told"),
        pytest.param(
            ["How many?", "Where?"],
            ["Four.", "Here."],
            [(["How many?"], ["Four."]), (["Where?"], ["Here."])],
            id="in-order",
        ),
        pytest.param(
            ["Boats and crews", "Costs of fuel"],
            ["Boats", "We have four.", "Fuel", "It came to £3,000."],
            [(["Boats and crews"], ["We have four."]), (["Costs of fuel"], ["It came to £3,000."])],
            id="topics-under-short-headings",
        ),
        pytest.param(
            ["Tell me:", "• boats", "• fuel"],
            ["Nothing is held."],
            [(["boats"], ["Nothing is held."]), (["fuel"], ["Nothing is held."])],
            id="a-lead-in-asks-nothing-itself",
        ),
    ],
)
def test_pairs(asked, told, pairs):
    text = "\n".join([*asked, *told])
    found = one_by_one(text, spans(text, *asked), spans(text, *told))
    assert [([text[s:e] for s, e in a], [text[s:e] for s, e in b]) for a, b in found] == pairs
