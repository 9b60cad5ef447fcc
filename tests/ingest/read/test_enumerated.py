"""Requests that count what they ask for inside one paragraph."""

import pytest


@pytest.mark.parametrize(
    "asked,numbers",
    [
        pytest.param("You asked for (a) the fleet, (b) the drivers and (c) the depots.", ["a", "b", "c"], id="letters"),
        pytest.param("Please provide 1) the fleet list 2) the drivers.", ["1", "2"], id="figures"),
        pytest.param("You requested: (i) the fleet list; and (ii) the drivers.", ["i", "ii"], id="roman"),
        pytest.param("You asked for the fleet list (a) of 2019.", ["1"], id="one-mark-is-no-list"),
        pytest.param("You asked for the fleet list.", ["1"], id="no-marks"),
    ],
)  # fmt: skip
def test_a_request_in_one_paragraph(items_of, asked, numbers):
    text = f"Dear Ms Example\n\n{asked}\n\nThe Council sold its fleet in 2019.\n\nYours sincerely\nA. Officer"
    assert [number for number, _, _ in items_of(text)] == numbers


def test_what_is_asked_back_is_no_request(items_of):
    text = (
        "Dear Ms Example\n\nYour request was for everything about cars.\n\n"
        "Please tell us (a) which cars you mean and (b) which years.\n\nYours sincerely\nA. Officer"
    )
    assert len(items_of(text)) == 1


def test_a_quoted_request_answered_in_prose_above_it(items_of):
    text = (
        "Hi Ann,\n\nThere were 88 drivers on 31 May and they cost £41 an hour in all.\n\nThanks\nDean\n\n"
        "From: Ann\nSent: 9 June 2025\nTo: FOI\nSubject: Drivers\n\n"
        "> Please tell me 1) how many drivers you have 2) what they cost. Thank you.\n"
    )
    answer = "There were 88 drivers on 31 May and they cost £41 an hour in all."
    assert items_of(text) == [("1", "how many drivers you have", answer), ("2", "what they cost.", answer)]


def test_parts_named_by_marks(items_of):
    text = (
        "Dear Ms Example\n\nRequest (i): Who runs the canteen?\nResponse (i): A firm in town.\n\n"
        "Request (ii): What is on the menu?\nResponse (ii): Soup.\n\nYours sincerely\nA. Officer"
    )
    assert items_of(text) == [
        ("i", "Who runs the canteen?", "A firm in town."),
        ("ii", "What is on the menu?", "Soup."),
    ]


def test_numbers_of_a_formal_letter_are_no_questions(items_of):
    text = (
        "Dear Ms Example\n\n1. I am responding to your request for a review.\n\n2. Your request was for:\n\n"
        "(i) the survey of the roof;\n(ii) the valuation of the site.\n\n3. The first reply gave neither.\n\n"
        "4. (i) The survey is enclosed.\n\n5. (ii) No valuation is held.\n\nYours sincerely\nA. Officer"
    )
    found = items_of(text)
    assert [number for number, _, _ in found] == ["i", "ii"]
    assert [answer for _, _, answer in found] == ["The survey is enclosed.", "No valuation is held."]


def test_parts_answered_under_headings_that_name_them(items_of):
    text = (
        "Dear Ms Example\n\nYou asked for:\n\nPart A: the cost of the system\nPart B: the scores of bidders\n\n"
        "The reply was late.\n\nPart A\n\nThe cost was £4,000.\n\nPart B\n\nThe scores are exempt.\n\n"
        "Yours sincerely\nA. Officer"
    )
    assert [(n, a) for n, _, a in items_of(text)] == [("A", "The cost was £4,000."), ("B", "The scores are exempt.")]


def test_bare_capital_letters_count(items_of):
    text = (
        "Dear Ms Example\n\nYour request was for two things, namely\n\nA  the options paper\nB  the advice given\n\n"
        "A. It is enclosed.\n\nB. It is exempt under section 42(1).\n\nYours sincerely\nC. Officer"
    )
    assert [(n, q) for n, q, _ in items_of(text)] == [("A", "the options paper"), ("B", "the advice given")]


def test_one_answer_to_two_letters(items_of):
    text = (
        "Dear Ms Example\n\nYou asked for:\n\n(a) the draft report\n(b) the comments on it\n(c) its cost\n\n"
        "Decision\n\n(a) and (b). We have decided to release neither.\n(c) £4,000.\n\nYours sincerely\nA. Officer"
    )
    neither = "We have decided to release neither."
    assert [(n, a) for n, _, a in items_of(text)] == [("a", neither), ("b", neither), ("c", "£4,000.")]


def test_answers_above_the_original_request(items_of):
    text = (
        "Dear Ms Example\n\nResponse\n\n1. Yes.\n2. £57,600.\n\nYours sincerely\nA. Officer\n\n"
        "--- Original request, received 21 July 2025 ---\n\n1. Is a tool in use?\n2. What does it cost?\n"
    )
    assert items_of(text) == [("1", "Is a tool in use?", "Yes."), ("2", "What does it cost?", "£57,600.")]


def test_questions_answered_on_their_lines_below_what_was_asked(items_of):
    text = (
        "Dear Ms Example\n\nYou have asked us for our cyber security arrangements. We are replying under the Act.\n\n"
        "What firewall is used? Withheld, 31(1)(a)\nWhat is the annual spend? £1.13m\nWho sells licences? Softcat\n\n"
        "Yours sincerely\nA. Officer"
    )
    assert [answer for _, _, answer in items_of(text)] == ["Withheld, 31(1)(a)", "£1.13m", "Softcat"]
