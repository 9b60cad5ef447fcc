"""Recounted questions: "You asked for ..." in the reply's own sentences, each answered behind it."""

import pytest


def reply(*paragraphs):
    return "\n\n".join(("Dear Ms Example", *paragraphs, "Yours sincerely\nA. Officer"))


CARS = ("1", "the number of vehicles in our fleet", "We have 26 vehicles.")


@pytest.mark.parametrize(
    "paragraphs,expected",
    [
        pytest.param(
            [
                "You asked for the number of vehicles in our fleet. We have 26 vehicles. "
                "You also asked how many of them are electric. Four are electric."
            ],
            [CARS, ("2", "how many of them are electric", "Four are electric.")],
            id="in-one-paragraph",
        ),
        pytest.param(
            [
                "You asked for the number of vehicles in our fleet.",
                "We have 26 vehicles.",
                "You then asked how many of them are electric.",
                "Four are electric.",
            ],
            [CARS, ("2", "how many of them are electric", "Four are electric.")],
            id="in-paragraphs-of-their-own",
        ),
        pytest.param(
            [
                "Firstly, you asked for the number of vehicles in our fleet. We have 26 vehicles.",
                "Secondly, you wanted to know how many of them are electric. Four are electric.",
                "Lastly, you requested the cost of their insurance. We paid £4,000.",
            ],
            [
                CARS,
                ("2", "how many of them are electric", "Four are electric."),
                ("3", "the cost of their insurance", "We paid £4,000."),
            ],
            id="counted-out",
        ),
        pytest.param(
            [
                "You asked for the number of vehicles in our fleet.",
                "We have 26 vehicles.",
                "They are kept at the depot.",
                "You also asked how many of them are electric.",
                "Four are electric.",
            ],
            [
                ("1", CARS[1], "We have 26 vehicles.\nThey are kept at the depot."),
                ("2", "how many of them are electric", "Four are electric."),
            ],
            id="an-answer-of-two-paragraphs",
        ),
    ],
)
def test_each_question_told_has_what_stands_behind_it(items_of, paragraphs, expected):
    assert items_of(reply(*paragraphs)) == expected


@pytest.mark.parametrize(
    "paragraphs",
    [
        pytest.param(["You asked for the number of vehicles in our fleet. We have 26 vehicles."], id="told-once"),
        pytest.param(
            [
                "You asked for the number of vehicles in our fleet. We have 26 vehicles. "
                "You asked for an internal review of that answer. The review found that it was right."
            ],
            id="asking-for-a-review-is-no-question",
        ),
        pytest.param(
            [
                "You asked for the number of vehicles in our fleet. We have 26 vehicles.",
                "You asked for an internal review of that answer. The review found that it was right.",
            ],
            id="asking-for-a-review-in-a-paragraph-of-its-own",
            marks=pytest.mark.xfail(
                strict=True, reason="a paragraph that tells of the wish for a review is a question"
            ),
        ),
        pytest.param(
            [
                "You asked for the number of vehicles in our fleet. We have 26 vehicles.",
                "You asked us to treat this as urgent. We did so.",
            ],
            id="asking-to-be-quick-is-no-question",
            marks=pytest.mark.xfail(
                strict=True, reason='"us" is read as part of "asked us", so "us to treat" is never seen as no question'
            ),
        ),
        pytest.param(
            ["You asked for the number of vehicles in our fleet. You also asked how many of them are electric."],
            id="nothing-stands-behind",
        ),
    ],
)
def test_one_question_or_none_is_not_recounted(items_of, paragraphs):
    assert len(items_of(reply(*paragraphs))) < 2


def test_numbers_weigh_more_than_sentences(items_of):
    text = reply(
        "You asked:",
        "1. How many cars are there?\n2. Who drives them?",
        "Our response:",
        "1. You asked for the number of vehicles before. We have 26.\n2. You asked about drivers before. Nobody.",
    )
    assert [(number, question) for number, question, _ in items_of(text)] == [
        ("1", "How many cars are there?"),
        ("2", "Who drives them?"),
    ]
