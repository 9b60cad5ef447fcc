"""Which questions a provision covers: numbers named in a sentence, a block, a heading, a note, or shared words."""

import pytest

from ingest.read.layout import Layout

ASKED = ("How many cars are there?", "What do the insurers charge?", "Which garages repair them?")


def letter(*told, below=()):
    asked = "\n".join(f"{n}. {q}" for n, q in enumerate(ASKED, 1))
    answers = "\n".join(f"{n}. {a}" for n, a in enumerate(told, 1))
    body = ("Dear Ms Example", "You asked:", asked, "Our response:", answers, *below, "Yours sincerely\nA. Officer")
    return "\n\n".join(body)


@pytest.mark.parametrize(
    "told,below,expected",
    [
        pytest.param(
            ["26", "Exempt under section 43(2).", "None"], [], {"foia-43-2": ("2",)}, id="it-stands-in-the-answer"
        ),
        pytest.param(
            ["26", "See below.", "See below."],
            ["Section 43(2) covers the answers to questions 2 and 3, which are withheld."],
            {"foia-43-2": ("2", "3")},
            id="numbers-in-its-sentence",
        ),
        pytest.param(
            ["26", "See below.", "See below."],
            ["The answers to questions 2 to 3 are refused. They are exempt under section 43(2)."],
            {"foia-43-2": ("2", "3")},
            id="numbers-in-its-paragraph",
        ),
        pytest.param(
            ["See below.", "See below.", "See below."],
            ["All three questions are refused under section 14(1)."],
            {"foia-14-1": ("1", "2", "3")},
            id="every-question",
        ),
        pytest.param(
            ["26", "Withheld.", "None"],
            ["Section 43(2) - Commercial interests", "A rival would gain from the figure.", "Question 2 is refused."],
            {"foia-43-2": ("2",)},
            id="numbers-named-below-its-heading",
        ),
        pytest.param(
            ["26", "Withheld.", "Withheld."],
            [
                "Section 43(2) - Commercial interests",
                "This applies to question 2.",
                "Section 41(1) - Confidence",
                "This applies to question 3.",
            ],
            {"foia-43-2": ("2",), "foia-41-1": ("3",)},
            id="the-next-heading-ends-the-reasons"
        ),
        pytest.param(
            ["26", "Withheld, see note 1.", "None"],
            ["Note 1", "Section 43(2) exempts this."],
            {"foia-43-2": ("2",)},
            id="a-note-the-answer-points-to",
        ),
        pytest.param(
            ["26", "Withheld.", "None"],
            ["The figure is exempt under section 43(2)."],
            {"foia-43-2": ("2",)},
            id="the-only-answer-that-refuses",
        ),
        pytest.param(
            ["26", "Withheld.", "Withheld."],
            [
                "Refusal notice",
                "What insurers charge is exempt under section 43(2).",
                "The garages are exempt under section 41(1).",
            ],
            {"foia-43-2": ("2",), "foia-41-1": ("3",)},
            id="the-question-whose-words-the-reasons-share",
        ),
        pytest.param(
            ["26", "Exempt under section 43(2).", "As question 2."], [], {"foia-43-2": ("2", "3")}, id="as-question-2"
        ),
        pytest.param(
            ["26", "Exempt under section 43(2).", "As above."], [], {"foia-43-2": ("2", "3")}, id="as-above"
        ),
        pytest.param(
            ["26", "Exempt under section 43(2).", "As in 2023, two."], [], {"foia-43-2": ("2",)}, id="as-in-2023"
        ),
        pytest.param(["26", "£4,000", "None"], [], {}, id="nothing-cited"),
    ],
)  # fmt: skip
def test_questions_covered(ties_of, told, below, expected):
    assert ties_of(letter(*told, below=below)) == expected


def test_a_letter_with_one_question_ties_everything_to_it(ties_of):
    text = "Dear A\n\nYour request\n\nHow many cars?\n\nOur response\n\nThis is exempt under section 43(2)."
    assert list(ties_of(text).values()) == [("1",)]


class TestPlaces:
    """What the layout answers about a place in a letter."""

    TEXT = letter("26", "Withheld.", "Withheld.", below=["What insurers charge is exempt under section 43(2)."])

    def layout(self):
        return Layout(self.TEXT)

    def test_the_question_a_block_speaks_of(self):
        layout = self.layout()
        at = self.TEXT.index("section 43(2)")
        assert layout.spoken_of(at, ("2", "3")) == ("2",)

    def test_where_no_word_is_shared_all_of_them(self):
        layout = self.layout()
        assert layout.spoken_of(self.TEXT.index("Yours sincerely"), ("2", "3")) == ("2", "3")

    def test_none_asked_about_none_given(self):
        assert self.layout().spoken_of(self.TEXT.index("section 43(2)"), ()) == ()

    def test_the_answers_that_refuse(self):
        assert self.layout().refused_numbers(set()) == ("2", "3")
        assert self.layout().refused_numbers({"3"}) == ("2",)

    def test_a_place_in_a_question_and_in_its_answer(self):
        layout = self.layout()
        assert layout.items_at(self.TEXT.index("How many cars")) == ("1",)
        assert layout.answers_at(self.TEXT.index("How many cars")) == ()
        assert layout.answers_at(self.TEXT.index("Withheld.")) == ("2",)

    def test_a_letter_without_words(self):
        layout = Layout("")
        assert (layout.items, layout.paragraphs, layout.page_at(0)) == ([], [], 1)
        assert (layout.items_at(0), layout.only_number(), layout.spoken_of(0, ())) == ((), (), ())

    def test_pages(self):
        layout = Layout("one\ftwo\fthree")
        assert [layout.page_at(at) for at in (0, 3, 4, 8)] == [1, 1, 2, 3]


REASONED = (
    "Dear Ms Example\n\n1. Who is insured?\nThe depot.\n\n2. What was the settlement?\nRefused, see below.\n\n"
    "3. Who is the broker?\nThe name is not given, see note.\n\nExemptions\n\n{}\n\nYours sincerely\nA. Officer"
)


@pytest.mark.parametrize(
    "reasons,expected",
    [
        pytest.param("2: Section 43(2). A new price is being sought.", ("2",), id="under-a-printed-number"),
        pytest.param("The broker is exempt under section 43(2).", ("3",), id="words-of-an-answer-that-points"),
        pytest.param("The information at 2 is exempt under section 43(2).", ("2",), id="the-information-at-a-number"),
    ],
)
def test_reasons_below_the_answers(ties_of, reasons, expected):
    assert ties_of(REASONED.format(reasons)) == {"foia-43-2": expected}
