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
