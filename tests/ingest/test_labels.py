"""Printed labels: what counts as one, which numbers it covers, and what only looks like one."""

import pytest

from ingest.read.labels import Role, numbers_in, parse_group, parse_label


@pytest.mark.parametrize(
    "line,role,numbers,rest",
    [
        pytest.param("3. How many?", Role.NUMBER, ("3",), "How many?", id="number-and-stop"),
        pytest.param("2b) Which ones?", Role.NUMBER, ("2b",), "Which ones?", id="number-with-letter"),
        pytest.param("1.1 How many staff?", Role.NUMBER, ("1.1",), "How many staff?", id="decimal-before-a-question"),
        pytest.param("(4) The cost", Role.NUMBER, ("4",), "The cost", id="in-brackets"),
        pytest.param("a) Staff", Role.LETTER, ("a",), "Staff", id="letter"),
        pytest.param("ii) Contractors", Role.ROMAN, ("ii",), "Contractors", id="roman"),
        pytest.param("• Laptops", Role.BULLET, (), "Laptops", id="bullet"),
        pytest.param("• 2. Laptops", Role.NUMBER, ("2",), "Laptops", id="number-behind-a-bullet"),
        pytest.param("Q3: How many?", Role.QUESTION, ("3",), "How many?", id="q"),
        pytest.param("Question 12 - Who?", Role.QUESTION, ("12",), "Who?", id="question-and-dash"),
        pytest.param("Questions 1 to 3: see below", Role.QUESTION, ("1", "2", "3"), "see below", id="range"),
        pytest.param("Question: How many?", Role.QUESTION, (), "How many?", id="question-without-number"),
        pytest.param("A3. Fourteen", Role.ANSWER, ("3",), "Fourteen", id="a"),
        pytest.param("Answers 2 & 3: none", Role.ANSWER, ("2", "3"), "none", id="two-answers"),
        pytest.param("Response to question 3: none", Role.ANSWER, ("3",), "none", id="response-to-question"),
        pytest.param("Council response: none", Role.ANSWER, (), "none", id="answer-without-number"),
        pytest.param("“4. Which system?”", Role.NUMBER, ("4",), "Which system?”", id="quoted"),
    ],
)
def test_label(line, role, numbers, rest):
    label = parse_label(line)
    assert label is not None
    assert (label.role, label.numbers, line[label.end :]) == (role, numbers, rest)


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("1.5 million was spent", id="decimal"),
        pytest.param("12 March 2020", id="date-in-words"),
        pytest.param("12. March 2020", id="date-with-a-stop"),
        pytest.param("12/03/2020", id="date-in-figures"),
        pytest.param("Response 12-08-2022", id="date-of-a-response"),
        pytest.param("A1 road", id="road"),
        pytest.param("A41 resurfacing", id="road-of-two-figures"),
        pytest.param("£20. Paid once", id="sum"),
        pytest.param("2023. A good year", id="year"),
        pytest.param("Request 2 of your letter asks", id="prose-about-a-request"),
        pytest.param("Questions were asked", id="word-without-number"),
        pytest.param("", id="empty"),
    ],
)
def test_no_label(line):
    assert parse_label(line) is None


@pytest.mark.parametrize(
    "text,expected",
    [
        pytest.param("2", ("2",), id="one"),
        pytest.param("1 to 3 and 5(a)", ("1", "2", "3", "5a"), id="range-and-part"),
        pytest.param("3 & 1", ("1", "3"), id="in-order"),
        pytest.param("2, 2 and 4", ("2", "4"), id="each-once"),
        pytest.param("Q1-Q3", ("1", "2", "3"), id="range-with-heads"),
        pytest.param("1.1 and 1.2", ("1.1", "1.2"), id="decimals"),
        pytest.param("none", (), id="no-number"),
    ],
)
def test_numbers_in(text, expected):
    assert numbers_in(text) == expected


@pytest.mark.parametrize(
    "text,numbers",
    [
        pytest.param("In relation to questions 2 and 5, the data is exempt.", ("2", "5"), id="in-relation-to"),
        pytest.param("For question 3 we hold nothing.", ("3",), id="for"),
        pytest.param("The data is exempt, as in question 2.", (), id="named-later"),
        pytest.param("In relation to your request, nothing is held.", (), id="no-number"),
    ],
)
def test_group(text, numbers):
    assert parse_group(text)[0] == numbers


@pytest.mark.parametrize(
    "text,answer",
    [
        pytest.param("Questions 1 to 3: None.", "None.", id="an-announcement-is-no-part-of-the-answer"),
        pytest.param("In respect of questions 2 and 3 the panel agrees.", None, id="a-sentence-stays-whole"),
        pytest.param("In relation to question 4, nothing is held.", None, id="a-sentence-behind-a-comma"),
    ],
)
def test_where_the_answer_of_a_group_begins(text, answer):
    assert text[parse_group(text)[1] :] == (answer or text)
