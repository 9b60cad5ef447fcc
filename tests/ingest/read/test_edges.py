"""Edges of an answer: a heading above it and headings and notes below it are no part of it."""

import pytest


def letter(first, last, *, after=()):
    return "\n\n".join(
        (
            "Dear Ms Example",
            "1. How many cars are there?",
            *first,
            "2. What do they cost?",
            *last,
            *after,
            "Yours sincerely\nA. Officer",
        )
    )


@pytest.mark.parametrize(
    "told,answer",
    [
        pytest.param(["There are 26."], "There are 26.", id="no-edge"),
        pytest.param(["Our response", "There are 26."], "There are 26.", id="a-heading-above"),
        pytest.param(["There are 26.", "They are kept at the depot."], "There are 26.\nThey are kept at the depot.",
                     id="a-second-paragraph-stays"),
    ],
)  # fmt: skip
def test_above_an_answer(items_of, told, answer):
    assert items_of(letter(told, ["They cost £4,000."]))[0] == ("1", "How many cars are there?", answer)


@pytest.mark.parametrize(
    "below",
    [
        pytest.param(["Next steps"], id="a-heading-over-what-follows"),
        pytest.param(["I hope this information is of use to you."], id="a-closing-note"),
        pytest.param(["This concludes our response to your request."], id="the-end-of-the-reply"),
        pytest.param(["Refusal notice"], id="a-heading-over-reasons-that-never-come"),
    ],
)
def test_below_the_last_answer(items_of, below):
    text = letter(["There are 26."], ["They cost £4,000."], after=below)
    assert items_of(text)[-1] == ("2", "What do they cost?", "They cost £4,000.")


def test_headings_that_a_colon_announces_stay(items_of):
    told = ["The costs are withheld under the following exemptions:", "Section 43(2) - Commercial interests"]
    (_, _, answer) = items_of(letter(["There are 26."], told))[-1]
    assert answer == "\n".join(told)


def test_an_answer_that_is_only_a_heading_keeps_it(items_of):
    (_, first, answer), _ = items_of(letter(["Section 43(2) - Commercial interests"], ["They cost £4,000."]))
    assert (first, answer) == ("How many cars are there?", "Section 43(2) - Commercial interests")


@pytest.mark.parametrize(
    "below",
    [
        pytest.param(["Section 43 is subject to the public interest test. We gave weight to openness."], id="a-test"),
        pytest.param(["In reaching this decision we looked at the burden.", "It is heavy."], id="reasons-at-length"),
        pytest.param(['Section 43(2) reads: "Information is exempt if it is secret."'], id="the-law"),
        pytest.param(["Under section 16 we suggest that you limit the period."], id="advice"),
        pytest.param(["The law", "There is an Act on this."], id="a-heading-over-the-law"),
    ],
)
def test_an_answer_ends_where_it_is_explained(items_of, below):
    found = items_of(letter(["There are 26."], ["Refused under section 43(2)."], after=below))
    assert found[1][2] == "Refused under section 43(2)."


def test_a_table_below_a_note_is_still_told(items_of):
    told = ["There are two depots.", "Please note that vans are not counted.", "North\t12", "South\t14"]
    assert items_of(letter(told, ["They cost £4,000."]))[0][2].endswith("South\t14")


def test_marks_of_a_quoted_mail_are_no_part_of_a_question(items_of):
    text = (
        "Our answers are below yours.\n\n> 1. How many cars\n> are there?\n\nTwo of them.\n\n"
        "> 2. Who sold them?\n\nA garage in town.\n"
    )
    assert [question for _, question, _ in items_of(text)] == ["How many cars\nare there?", "Who sold them?"]


def test_a_numbered_heading_over_the_next_part_is_no_answer(items_of):
    text = (
        "Dear Ms Example\n\nPart 1. Systems\n\n1(a) Which system is used?\nMosaic.\n\n1(b) What does it cost?\n£1m\n\n"
        "Part 2. Payments\n\n2(a) Who is paid?\nNobody.\n\nYours sincerely\nA. Officer"
    )
    assert [answer for _, _, answer in items_of(text)] == ["Mosaic.", "£1m", "Nobody."]


@pytest.mark.parametrize("line", ["Marlbeck District Council FOI2025/1182", "F-25-00871 (corrected)", "3 July 2024"])
def test_the_foot_of_a_page_is_no_answer(items_of, line):
    assert items_of(letter(["There are 26."], ["They cost £4,000."], after=[line]))[1][2] == "They cost £4,000."


def test_a_question_is_what_the_letter_quotes(items_of):
    text = (
        'Dear Ms Example\n\nYour request\n\nYou asked under the Act for "all letters on the sale of the hall".\n\n'
        "Our response\n\nThere are none.\n\nYours sincerely\nA. Officer"
    )
    assert items_of(text) == [("1", "all letters on the sale of the hall", "There are none.")]
