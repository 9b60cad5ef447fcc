"""Suppliers in no table, found by pattern; ordinary words, bodies and addresses that are no supplier."""

import pytest

ASKS = "Which software do you use?"


@pytest.fixture
def named(read_text):
    """Return the names found in an answer, each with whether the table lists it."""

    def call(answer, question=ASKS):
        text = f"Dear A\n\nYou asked:\n1. {question}\n2. Who runs it?\n\nOur response:\n1. {answer}\n2. The team.\n"
        return [(m.vendor, m.listed) for m in read_text(text).vendors]

    return call


@pytest.mark.parametrize(
    "answer,name",
    [
        pytest.param("It is supplied by Quillmere.", "Quillmere", id="supplied-by"),
        pytest.param("It is hosted by Quillmere Data.", "Quillmere Data", id="hosted-by"),
        pytest.param("The supplier is Quillmere Ltd.", "Quillmere", id="supplier-is"),
        pytest.param("Our supplier: Quillmere", "Quillmere", id="supplier-colon"),
        pytest.param("Supplier: Quillmere", "Quillmere", id="supplier-with-a-capital"),
        pytest.param("Supplied by Quillmere.", "Quillmere", id="supplied-with-a-capital"),
        pytest.param("The contract is with Quillmere plc.", "Quillmere", id="contract-with"),
        pytest.param("Quillmere Limited won the contract.", "Quillmere", id="a-company-by-its-ending"),
        pytest.param("We bought it from Quillmere Software.", "Quillmere Software", id="from-a-firm"),
        pytest.param("QuillPlan", "QuillPlan", id="a-written-name-alone"),
        pytest.param("Yes - QuillPlan", "QuillPlan", id="yes-and-a-name"),
        pytest.param("Quillmere", "Quillmere", id="one-word-alone"),
        pytest.param("Quillmere Harbourmaster, since 2021", "Quillmere Harbourmaster", id="two-words-that-open-it"),
    ],
)
def test_unlisted_names(named, answer, name):
    assert named(answer) == [(name, False)]


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param("In-house", id="in-house"),
        pytest.param("None", id="none"),
        pytest.param("Not applicable", id="not-applicable"),
        pytest.param("Information is not held.", id="not-held"),
        pytest.param("Please see the attached list.", id="please-see"),
        pytest.param("Exempt", id="exempt"),
        pytest.param("June 2024", id="a-month"),
        pytest.param("It is supplied by Aldersea County Council.", id="another-authority"),
        pytest.param("It is supported by the Digital Services Team.", id="a-team"),
        pytest.param("Harbour Street", id="a-street"),
        pytest.param("", id="empty"),
        *(
            pytest.param(word, id=word.lower())
            for word in ("Nothing", "Unsure", "Paper", "Manual", "Pending", "Outsourced", "Confidential", "Multiple")
        ),
    ],
)
def test_no_supplier(named, answer):
    assert named(answer) == []


def test_a_bare_word_is_a_name_only_where_a_name_is_asked_for(named):
    assert named("Quillmere", "Where is the depot?") == []


def test_a_listed_name_is_not_found_again_by_its_pattern(named):
    assert named("It is supplied by Idox Ltd.") == [("Idox", True)]


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param("See https://www.idox.com/news", id="web-address"),
        pytest.param("Write to help@idox.com", id="mail-address"),
    ],
)
def test_a_name_inside_an_address_is_no_mention(named, answer):
    assert named(answer, "Where can I read more?") == []


def test_spans_and_facts_of_an_unlisted_name(read_text):
    text = "Dear A\n\n1. Which software do you use?\nThe supplier is Quillmere Ltd, £9,000 per annum.\n2. Who?\nNobody."
    reading = read_text(text)
    (mention,) = reading.vendors
    assert reading.text[mention.start : mention.end] == mention.text == "Quillmere Ltd"
    assert (mention.questions, mention.facts) == (("1",), {"annual_cost": "£9,000"})
