"""One sentence that asks for several things, parted only where the answer takes them up one by one."""

import pytest

from ingest.read.implied import content_words, matched


def letter(asked, *told):
    return "\n\n".join(("Dear Ms Example", asked, "Our response:", *told, "Yours sincerely\nA. Officer"))


@pytest.mark.parametrize(
    "asked,told,expected",
    [
        pytest.param(
            "You asked for the number of lifeboats and the cost of their fuel.",
            ["We have four lifeboats.", "Fuel came to £3,000."],
            [
                ("the number of lifeboats", "We have four lifeboats."),
                ("the cost of their fuel", "Fuel came to £3,000."),
            ],
            id="and",
        ),
        pytest.param(
            "You asked for: a) the number of lifeboats b) the cost of fuel",
            ["We have four lifeboats.", "Fuel came to £3,000."],
            [("the number of lifeboats", "We have four lifeboats."), ("the cost of fuel", "Fuel came to £3,000.")],
            id="letters-within-the-sentence",
        ),
        pytest.param(
            "You asked for the number of lifeboats; the cost of fuel; and the names of the coxswains.",
            ["We have four lifeboats.", "Fuel came to £3,000.", "The coxswains are A and B."],
            [
                ("the number of lifeboats", "We have four lifeboats."),
                ("the cost of fuel", "Fuel came to £3,000."),
                ("the names of the coxswains", "The coxswains are A and B."),
            ],
            id="semicolons",
        ),
        pytest.param(
            "You asked for the number of lifeboats, the cost of fuel and the names of the coxswains.",
            ["We have four lifeboats. Fuel came to £3,000. The coxswains are A and B."],
            [
                ("the number of lifeboats", "We have four lifeboats."),
                ("the cost of fuel", "Fuel came to £3,000."),
                ("the names of the coxswains", "The coxswains are A and B."),
            ],
            id="three-things-in-three-sentences",
        ),
    ],
)
def test_parted(items_of, asked, told, expected):
    found = items_of(letter(asked, *told))
    assert [answer for _, _, answer in found] == [answer for _, answer in expected]
    for (_, question, _), (wanted, _) in zip(found, expected, strict=True):
        assert wanted in question


@pytest.mark.parametrize(
    "asked,told",
    [
        pytest.param(
            "You asked for the number of lifeboats and the cost of their fuel.",
            ["We do not hold this information."],
            id="one-answer-to-both",
        ),
        pytest.param(
            "You asked for the number of lifeboats and the cost of their fuel.",
            ["Fuel came to £3,000.", "We have four lifeboats."],
            id="not-in-the-order-asked",
        ),
        pytest.param(
            "You asked for emails between the harbour master and the agency.",
            ["The harbour master wrote twice.", "The agency wrote once."],
            id="two-parties-are-one-thing",
        ),
        pytest.param(
            "You asked for the number of lifeboats.", ["We have four lifeboats.", "Two are new."], id="one-thing"
        ),
    ],
)
def test_not_parted(items_of, asked, told):
    ((number, question, answer),) = items_of(letter(asked, *told))
    assert (number, question, answer) == ("1", asked.removeprefix("You asked for "), "\n".join(told))


def spans(text):
    """Return the span of each line."""
    out, at = [], 0
    for line in text.split("\n"):
        out.append((at, at + len(line)))
        at += len(line) + 1
    return out


@pytest.mark.parametrize(
    "asked,told,owners",
    [
        pytest.param("lifeboats\nfuel", "four lifeboats\nfuel came dear", [0, 1], id="one-each"),
        pytest.param("lifeboats\nfuel", "four lifeboats\nthey float\nfuel came dear", [0, 0, 1], id="a-run-of-two"),
        pytest.param("lifeboats\nfuel", "four lifeboats\nnew lifeboats\nfuel came dear", [0, 0, 1], id="two-for-one"),
        pytest.param("lifeboats\nfuel", "fuel came dear\nfour lifeboats", None, id="wrong-order"),
        pytest.param("lifeboats\nfuel", "four lifeboats", None, id="fewer-answers-than-things"),
        pytest.param("lifeboats\nlifeboats", "four lifeboats\nmore lifeboats", None, id="nothing-tells-them-apart"),
        pytest.param("lifeboats\nfuel", "nothing shared\nnor here", None, id="no-shared-word"),
    ],
)
def test_owners(asked, told, owners):
    text = f"{asked}\n{told}"
    lines = spans(text)
    count = len(spans(asked))
    assert matched(text, lines[:count], lines[count:]) == owners


@pytest.mark.parametrize(
    "one,other",
    [
        pytest.param("licence", "licences", id="plural"),
        pytest.param("Licence", "licence", id="case"),
        pytest.param("inspected", "inspection", id="two-forms-of-a-word"),
    ],
)
def test_forms_of_one_word_count_as_one(one, other):
    assert content_words(one) == content_words(other) != set()


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="empty"),
        pytest.param("the of and", id="common-words"),
        pytest.param("12 345", id="figures"),
        pytest.param("a b", id="letters"),
    ],
)
def test_words_that_mean_nothing(text):
    assert content_words(text) == set()


def test_a_refusal_and_its_reasons_answer_one_question(items_of):
    text = (
        "Dear Ms Example\n\nYou asked for a list of all businesses and whether they get relief.\n\n"
        "We are withholding the list of businesses under section 43(2).\n\n"
        "Those with relief would lose by it, as rivals would see their costs.\n\nYours sincerely\nA. Officer"
    )
    assert len(items_of(text)) == 1
