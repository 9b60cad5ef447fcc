"""Bulleted forms: bullets that ask are questions; bullets that list are part of an answer."""

import pytest


def reply(*paragraphs):
    return "\n\n".join(("Dear Ms Example", *paragraphs, "Yours sincerely\nA. Officer"))


@pytest.mark.parametrize(
    "paragraphs,expected",
    [
        pytest.param(
            ["• Name of the supplier: Idox\n• Annual cost: £12,000\n• Number of users: 210"],
            [
                ("1", "Name of the supplier", "Idox"),
                ("2", "Annual cost", "£12,000"),
                ("3", "Number of users", "210"),
            ],
            id="answered-on-the-line",
        ),
        pytest.param(
            [
                "• Which supplier do you use?",
                "We use Idox.",
                "• What does it cost each year?",
                "It costs £12,000.",
                "• How many users are there?",
                "There are 210.",
            ],
            [
                ("1", "Which supplier do you use?", "We use Idox."),
                ("2", "What does it cost each year?", "It costs £12,000."),
                ("3", "How many users are there?", "There are 210."),
            ],
            id="answered-below",
        ),
        pytest.param(
            [
                "- Which supplier do you use?",
                "We use Idox.",
                "- What does it cost each year?",
                "It costs £12,000.",
                "It is billed in May.",
                "- How many users are there?",
                "There are 210.",
            ],
            [
                ("1", "Which supplier do you use?", "We use Idox."),
                ("2", "What does it cost each year?", "It costs £12,000.\nIt is billed in May."),
                ("3", "How many users are there?", "There are 210."),
            ],
            id="an-answer-of-two-paragraphs",
        ),
    ],
)
def test_bullets_that_ask(items_of, paragraphs, expected):
    assert items_of(reply(*paragraphs)) == expected


@pytest.mark.parametrize(
    "bullets",
    [
        pytest.param("• 2021: 210\n• 2022: 340\n• 2023: 377", id="years-and-their-figures"),
        pytest.param("• January: 210\n• February: 340\n• March: 377", id="months-and-their-figures"),
        pytest.param("• parking\n• littering\n• fly-tipping", id="things"),
    ],
)
def test_bullets_in_an_answer_are_part_of_it(items_of, bullets):
    asked = "How many penalty notices were issued?"
    told = "We issued these:"
    text = reply("You asked:", asked, "Our response:", f"{told}\n{bullets}")
    assert items_of(text) == [("1", asked, f"{told}\n{bullets}")]


def test_two_bullets_are_no_form(items_of):
    text = reply("• Name of the supplier: Idox\n• Annual cost: £12,000")
    assert len(items_of(text)) < 2


def test_bullets_that_are_headings_are_questions_where_each_is_answered(items_of):
    text = (
        "Dear A\n\nThank you for your request. Your questions are listed with the responses.\n\n"
        "* How many members do you have?\n6,204 members\n\n* Management system in use\nLegend\n\n"
        "* Accidents in the pools\n31\n"
    )
    assert items_of(text) == [
        ("1", "How many members do you have?", "6,204 members"),
        ("2", "Management system in use", "Legend"),
        ("3", "Accidents in the pools", "31"),
    ]


def test_bullets_that_list_what_an_answer_holds_are_no_questions(items_of):
    text = (
        "You asked what we do about damp.\n\nWe do three things:\n\n* Surveys.\nEvery home is seen.\n\n* Repairs.\n"
        "Within ten days.\n\n* Advice.\nBy telephone.\n"
    )
    assert len(items_of(text)) == 1
