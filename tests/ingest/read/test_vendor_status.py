"""What a letter says of a supplier: by the words around its name and by the question it answers."""

import pytest

CURRENT, FORMER, PLANNED = "current", "former", "planned"
BIDDER, RESELLER, NEGATED, ASKED = "bidder", "reseller", "negated", "in_question"


@pytest.fixture
def statuses(read_text):
    def call(answer, question="Which system do you use?"):
        text = f"Dear A\n\nYou asked:\n1. {question}\n2. Who runs it?\n\nOur response:\n1. {answer}\n2. The team.\n"
        return {m.vendor: m.status.value for m in read_text(text).vendors}

    return call


@pytest.mark.parametrize(
    "answer,expected",
    [
        pytest.param("Idox has been replaced by Civica.", {"Idox": FORMER, "Civica": CURRENT}, id="was-replaced-by"),
        pytest.param("We replaced Idox with Civica.", {"Idox": FORMER, "Civica": CURRENT}, id="replaced-with"),
        pytest.param("Civica will replace Idox.", {"Idox": CURRENT, "Civica": PLANNED}, id="will-replace"),
        pytest.param("Idox will be replaced by Civica in May.", {"Idox": CURRENT, "Civica": PLANNED},
                     id="will-be-replaced-by"),
        pytest.param("We moved from Idox to Civica.", {"Idox": FORMER, "Civica": CURRENT}, id="moved-from-to"),
        pytest.param("The Idox contract ended and Civica took over.", {"Idox": FORMER, "Civica": CURRENT},
                     id="ended-and-took-over"),
        pytest.param("We use Idox, having moved from Civica.", {"Idox": CURRENT, "Civica": FORMER}, id="having-moved"),
        pytest.param("We are migrating to Civica.", {"Civica": PLANNED}, id="migrating-to"),
        pytest.param("Idox was used until 2021.", {"Idox": FORMER}, id="used-until"),
        pytest.param("Idox was piloted in 2021.", {"Idox": FORMER}, id="a-pilot-that-is-over"),
        pytest.param("Idox is being piloted.", {"Idox": PLANNED}, id="a-pilot-that-goes-on"),
        pytest.param("Bids came from Idox and Civica.", {"Idox": BIDDER, "Civica": BIDDER}, id="bids-came-from"),
        pytest.param("Idox was unsuccessful.", {"Idox": BIDDER}, id="unsuccessful"),
        pytest.param("We never used Idox.", {"Idox": NEGATED}, id="never-used"),
        pytest.param("Civica rather than Idox.", {"Civica": CURRENT, "Idox": NEGATED}, id="rather-than"),
        pytest.param("Idox has not been used.", {"Idox": NEGATED}, id="has-not-been-used"),
        pytest.param("It is not known when Idox was bought.", {"Idox": CURRENT}, id="not-of-something-else"),
        pytest.param("None.", {}, id="no-name"),
    ],
)  # fmt: skip
def test_words_around_the_name(statuses, answer, expected):
    assert statuses(answer) == expected


@pytest.mark.parametrize(
    "question,answer,expected",
    [
        pytest.param("Which companies submitted a bid?", "Idox", {"Idox": BIDDER}, id="asked-for-bidders"),
        pytest.param(
            "Which companies were shortlisted?", "Idox\nCivica", {"Idox": BIDDER, "Civica": BIDDER}, id="a-list"
        ),
        pytest.param("Which system did you use previously?", "Idox", {"Idox": FORMER}, id="asked-for-the-former"),
        pytest.param("Which system do you use?", "Idox", {"Idox": CURRENT}, id="asked-for-the-present"),
        pytest.param("Do you use Idox?", "No.", {"Idox": ASKED}, id="only-the-question-names-it"),
        pytest.param(
            "Do you use Idox or Civica?", "We use Civica.", {"Civica": CURRENT, "Idox": ASKED}, id="one-of-two"
        ),
        pytest.param("Do you use Idox?", "We do not use Idox.", {"Idox": NEGATED}, id="asked-and-denied"),
    ],
)
def test_the_question_it_answers(statuses, question, answer, expected):
    assert statuses(answer, question) == expected
