"""How a letter uses a provision: applied, considered or mentioned; by the place of its number and by its sentence."""

import pytest

APPLIED, CONSIDERED, MENTIONED = "applied", "considered", "mentioned"


def letter(sentence):
    return f"""Dear Ms Example

You asked:

1. How many cars are there?
2. What do they cost?

Our response:

1. There are 26.
2. {sentence}

Yours sincerely
A. Officer
"""


@pytest.mark.parametrize(
    "sentence,expected",
    [
        pytest.param("This is exempt under section 43(2).", APPLIED, id="exempt"),
        pytest.param("Section 43(2)", APPLIED, id="the-number-alone"),
        pytest.param("We have applied section 43(2).", APPLIED, id="applied"),
        pytest.param("We do not rely on section 43(2). They cost £4,000.", CONSIDERED, id="not-relied-on"),
        pytest.param("Section 43(2) is not engaged. They cost £4,000.", CONSIDERED, id="not-engaged"),
        pytest.param("Section 43(2) could also be applied.", CONSIDERED, id="could-also"),
        pytest.param("We considered section 43(2) but decided to release it: £4,000.", CONSIDERED, id="released"),
        pytest.param("We have decided not to claim section 43(2). They cost £4,000.", CONSIDERED, id="chosen-not-to"),
        pytest.param("Section 43(2) was cited in error. They cost £4,000.", CONSIDERED, id="in-error"),
        pytest.param("The reliance on section 43(2) is withdrawn: £4,000.", CONSIDERED, id="withdrawn"),
        pytest.param("If we held it, section 43(2) would apply.", MENTIONED, id="a-condition-first"),
        pytest.param("Should you ask again we could refuse it under section 43(2).", MENTIONED, id="should"),
        pytest.param("If disclosed, rivals would gain, so it is exempt under section 43(2).", APPLIED,
                     id="a-condition-and-yet-done"),
        pytest.param("Other councils have refused this under section 43(2).", MENTIONED, id="other-bodies"),
        pytest.param("The Commissioner upheld section 43(2) in IC-123456-A1B2.", MENTIONED, id="another-case"),
        pytest.param("The Tribunal agreed that section 43(2) was engaged in EA/2019/0123.", MENTIONED, id="a-tribunal"),
        pytest.param("You argued that section 43(2) does not apply.", MENTIONED, id="the-requester's-argument"),
        pytest.param("Your letter says that section 43(2) was wrong.", MENTIONED, id="the-requester's-letter"),
        pytest.param("The public interest in maintaining section 43(2) was considered and outweighs it.", APPLIED,
                     id="weighing-the-public-interest-is-no-doubt"),
        pytest.param("We neither confirm nor deny that we hold it, under section 43(3).", None, id="another-provision"),
        pytest.param("The duty to tell you does not therefore arise, by virtue of section 43(2).", APPLIED,
                     id="a-duty-that-does-not-arise"),
    ],
)  # fmt: skip
def test_sentence(statuses_of, sentence, expected):
    assert statuses_of(letter(sentence)).get("foia-43-2", [None])[0] == expected


@pytest.mark.parametrize(
    "text,expected",
    [
        pytest.param(
            "Dear A\n\nYou asked:\n\nDoes section 43(2) apply?\n\nOur response:\n\nThey cost £4,000.",
            [MENTIONED],
            id="the-requester's-words",
        ),
        pytest.param(
            "Dear A\n\nOur response:\n\nThey cost £4,000.\n\nIf you are unhappy with this response you may ask for an "
            "internal review. We would then look at section 43(2) again.",
            [MENTIONED],
            id="the-way-to-complain",
        ),
        pytest.param(
            "Thank you for writing to us about this.\n\nThey cost £4,000 in all last year.\n\nFrom: B\n"
            "Sent: 1 May 2023\nTo: A\nSubject: Cars\n\nThis was exempt under section 43(2).",
            [MENTIONED],
            id="quoted-mail",
        ),
        pytest.param(
            "Dear A\n\nYou asked:\n\n> Is it exempt under section 43(2)?\n\nOur response:\n\nThey cost £4,000.",
            [MENTIONED],
            id="a-quoted-line",
        ),
        pytest.param(
            "Dear A\n\nThank you for your request. Section 43(2) of the Act protects commercial interests.\n\n"
            "You asked:\n\nWhat do cars cost?\n\nOur response:\n\nThey cost £4,000.",
            [MENTIONED],
            id="the-law-recited-with-the-thanks",
        ),
        pytest.param(
            "Dear A\n\nThank you for your request.\n\nThe Act, in section 43(2), protects commercial interests.\n\n"
            "You asked:\n\nWhat do cars cost?\n\nOur response:\n\nThey cost £4,000.",
            [MENTIONED],
            id="the-law-recited-in-a-paragraph-of-its-own",
        ),
        pytest.param(
            "Dear A\n\nYou asked:\n\nWhat do cars cost?\n\nOur response:\n\nThis is exempt under section 43(2).",
            [APPLIED],
            id="a-short-letter",
        ),
        pytest.param(
            "Dear A\n\nOur response:\n\nThe costs are exempt under section 43(2).\n\nYours sincerely\nA. Officer",
            [APPLIED],
            id="the-answer",
        ),
    ],
)
def test_place(statuses_of, text, expected):
    assert statuses_of(text)["foia-43-2"] == expected


def test_a_coarse_number_takes_the_finest_level_the_letter_applies(statuses_of):
    text = letter("This is exempt under section 43. Section 43(2) protects commercial interests.")
    assert statuses_of(text) == {"foia-43-2": [APPLIED, APPLIED]}


def test_a_coarse_number_over_two_limbs_stands_for_neither(statuses_of):
    text = letter("This is exempt under section 43. We rely on section 43(1) and on section 43(2).")
    assert statuses_of(text) == {"foia-43": [MENTIONED], "foia-43-1": [APPLIED], "foia-43-2": [APPLIED]}


def test_a_heading_takes_the_status_of_the_sentences_below_it(statuses_of):
    text = letter("£4,000\n\nSection 43(2)\n\nSection 43(2) was considered but we do not rely on it.")
    assert set(statuses_of(text)["foia-43-2"]) == {CONSIDERED}


@pytest.mark.parametrize(
    "sentence,conditions",
    [
        pytest.param(
            "It is exempt under section 40(2) by virtue of section 40(3A)(a).", ("foia-40-3a-a",), id="behind"
        ),
        pytest.param(
            "By virtue of section 40(3A)(a) it is exempt under section 40(2).", ("foia-40-3a-a",), id="before"
        ),
        pytest.param("It is exempt under section 40(2).", (), id="none"),
        pytest.param("It is exempt under section 40(2). Section 12(1) is no condition.", (), id="another-section"),
    ],
)
def test_a_condition_goes_with_its_ground(read_text, sentence, conditions):
    (ground,) = [c for c in read_text(letter(sentence)).citations if c.provision == "foia-40-2"]
    assert ground.conditions == conditions


@pytest.mark.parametrize(
    "sentence,expected",
    [
        pytest.param("Exempt: 31(1)(a), 43(2).", {"foia-31-1-a", "foia-43-2"}, id="before-a-full-stop"),
        pytest.param("Exempt: 31(1)(a),\n43(2).", {"foia-31-1-a", "foia-43-2"}, id="a-list-over-two-lines"),
        pytest.param("Exempt: 31(1)(a)\n\nCall 43(2) times.", {"foia-31-1-a"}, id="another-line"),
        pytest.param("The exempt share was 43(2).5 per cent.", set(), id="a-decimal"),
    ],
)
def test_numbers_alone_are_grounds_on_a_line_that_refuses(statuses_of, sentence, expected):
    assert {provision for provision, found in statuses_of(letter(sentence)).items() if APPLIED in found} == expected


def test_another_statute_may_have_brackets_and_a_line_break_in_its_name(statuses_of):
    told = "See regulation 13 of the Merchant Shipping (Accident\nReporting and Investigation) Regulations 2012."
    assert statuses_of(letter(told)) == {}
