"""Forms whose answers are typed on the questions' own lines: what parts every line alike parts question from answer."""

import pytest


def form(*lines):
    numbered = "\n".join(f"{n}. {line}" for n, line in enumerate(lines, 1))
    return f"Dear Ms Example\n\n{numbered}\n\nYours sincerely\nA. Officer\n"


FACTS = [("Name of the supplier", "Idox"), ("Annual cost", "£12,000"), ("Contract length", "3 years")]


@pytest.mark.parametrize(
    "between",
    [
        pytest.param(": ", id="colon"),
        pytest.param(" : ", id="colon-set-off"),
        pytest.param(" - ", id="dash"),
        pytest.param(" – ", id="long-dash"),
        pytest.param("   ", id="run-of-spaces"),
        pytest.param("\t", id="table-cell"),
        pytest.param(". ", id="stop"),
    ],
)
def test_every_line_is_parted_alike(items_of, between):
    text = form(*(between.join(fact) for fact in FACTS))
    assert items_of(text) == [(str(n), *fact) for n, fact in enumerate(FACTS, 1)]


@pytest.mark.parametrize(
    "lines,expected",
    [
        pytest.param(
            ["Which supplier do you use? Idox", "What does it cost? £12,000", "How long is the contract? 3 years"],
            [
                ("1", "Which supplier do you use?", "Idox"),
                ("2", "What does it cost?", "£12,000"),
                ("3", "How long is the contract?", "3 years"),
            ],
            id="question-marks",
        ),
        pytest.param(
            ["Name of the supplier: Idox", "Annual cost: £12,000", "How long is the contract? 3 years", "Users: 210"],
            [
                ("1", "Name of the supplier", "Idox"),
                ("2", "Annual cost", "£12,000"),
                ("3", "How long is the contract?", "3 years"),
                ("4", "Users", "210"),
            ],
            id="a-question-mark-among-colons",
        ),
        pytest.param(
            ["Name of the supplier: Idox", "Annual cost: £12,000", "Contract length:", "Number of users: 210"],
            [
                ("1", "Name of the supplier", "Idox"),
                ("2", "Annual cost", "£12,000"),
                ("3", "Contract length:", ""),
                ("4", "Number of users", "210"),
            ],
            id="a-line-left-empty",
        ),
    ],
)
def test_lines_that_differ(items_of, lines, expected):
    assert items_of(form(*lines)) == expected


def test_a_colon_inside_a_question_parts_nothing_where_the_answers_stand_below(items_of):
    text = """You asked:
1. Name of the supplier: system for housing
2. How many users are there?
3. What is the annual cost?

Our response:
1. Idox
2. 210
3. £12,000
"""
    assert items_of(text) == [
        ("1", "Name of the supplier: system for housing", "Idox"),
        ("2", "How many users are there?", "210"),
        ("3", "What is the annual cost?", "£12,000"),
    ]


def test_a_list_of_questions_holds_no_answers(items_of):
    asked = ["How many cars are there?", "What do they cost?", "Who drives them?"]
    assert [answer for _, _, answer in items_of(form(*asked))] == ["", "", ""]


def test_a_form_without_any_mark_between_field_and_value(items_of):
    text = form("Number of licences 210", "Name of system Uniform", "Number of users 340", "Value of contract £4,000")
    assert [answer for _, _, answer in items_of(text)] == ["210", "Uniform", "340", "£4,000"]
