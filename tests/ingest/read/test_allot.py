"""Allotment: one reply in prose, given to the questions of a list by the numbers it names or the words it shares."""

import pytest

ASKED = (
    "Dear Ms Example\n\nYou asked:\n\n1. How many cars are there?\n2. Who services the lifts?\n"
    "3. What is the canteen's menu?\n\n"
)
SOLD = "The whole of this was sold with the depot in 2019."


def answers_of(items):
    return [answer for _, _, answer in items]


@pytest.mark.parametrize(
    "reply,expected",
    [
        pytest.param(
            "In answer to 1 there are 26, and in answer to 3 it is soup. As to 2, a firm in town does.",
            ["there are 26", "a firm in town does.", "it is soup."],
            id="by-number-in-any-order",
        ),
        pytest.param(
            "There are 26 cars.\n\nThe lifts are serviced by a firm in town.\n\nSoup is on the menu each Monday.",
            [
                "There are 26 cars.",
                "The lifts are serviced by a firm in town.",
                "Soup is on the menu each Monday.",
            ],
            id="by-shared-words",
        ),
        pytest.param(
            "The first and third can be met at once: soup for 26. The second is for the landlord.",
            [
                "The first and third can be met at once: soup for 26.",
                "The second is for the landlord.",
                "The first and third can be met at once: soup for 26.",
            ],
            id="by-their-order",
        ),
        pytest.param(
            SOLD,
            [SOLD] * 3,
            id="one-answer-to-all",
        ),
        pytest.param(
            "The cost limit would be exceeded. Cars, lifts and menus are on paper. Part 2 alone takes the time.",
            ["The cost limit would be exceeded. Cars, lifts and menus are on paper. Part 2 alone takes the time."] * 3,
            id="a-refusal-of-the-whole-is-not-parted",
        ),
    ],
)  # fmt: skip
def test_prose_below_a_list(items_of, reply, expected):
    assert answers_of(items_of(f"{ASKED}Our response\n\n{reply}\n\nYours sincerely\nA. Officer")) == expected


def test_headings_that_name_the_questions_are_left_out(items_of):
    text = (
        "Dear Ms Example\n\nYou asked for:\n\n(i) the appraisal of the hall\n(ii) the notes of the workshop\n\n"
        "The appraisal\n\nThis is refused as it names prices.\n\nThe workshop notes\n\nThese are attached.\n\n"
        "Yours sincerely\nA. Officer"
    )
    assert answers_of(items_of(text)) == ["This is refused as it names prices.", "These are attached."]


def test_marks_in_brackets_need_no_noun(items_of):
    text = (
        "Dear Ms Example\n\nYou asked for:\n\n(i) the count of mice\n(ii) the address\n(iii) the names\n\n"
        "We provide (i) now: there are 640.\n\nWe refuse (ii) and (iii). They are exempt under section 38(1)(b).\n\n"
        "Yours sincerely\nA. Officer"
    )
    refused = "We refuse (ii) and (iii). They are exempt under section 38(1)(b)."
    assert answers_of(items_of(text)) == ["We provide (i) now: there are 640.", refused, refused]


def test_the_remainder_is_what_no_number_named(items_of):
    text = (
        "Dear Ms Example\n\nYour request:\n\n1. The contract.\n2. The reviews.\n3. The manuals.\n4. The studies.\n\n"
        "I can confirm that the Council holds some of this.\n\nIn relation to Question 1: There is no contract.\n\n"
        "In relation to Questions 3: No information held.\n\n"
        "In relation to the remainder of the request the studies and reviews are exempt under section 22.\n\n"
        "Yours sincerely\nA. Officer"
    )
    found = answers_of(items_of(text))
    assert (found[0], found[2]) == ("There is no contract.", "No information held.")
    assert found[1] == found[3] != ""


def test_a_request_runs_to_the_one_heading_over_the_response(items_of):
    text = (
        "Dear Ms Example\n\nRequest:-\n\nWe are writing to ask for papers on data analytics.\n\n"
        "This request is about systems other than Qlikview.\n\nAny training manuals or other materials.\n\n"
        "Response:-\n\nWe do not use any of this software.\n\nYours sincerely\nA. Officer"
    )
    assert answers_of(items_of(text)) == ["We do not use any of this software."]


def test_a_second_list_of_the_same_numbers_tells(items_of):
    text = (
        "Dear Ms Example\n\n1. Could you say if statistics are kept? These are as described on the web.\n"
        "2. If so, please could you send them?\n\nIt is important that the format is kept.\n\n"
        "1 - I can confirm that we keep them.\n\n2 - We withhold them.\n\nYours sincerely\nA. Officer"
    )
    assert answers_of(items_of(text)) == ["I can confirm that we keep them.", "We withhold them."]
