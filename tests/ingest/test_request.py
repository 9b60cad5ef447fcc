"""Splitting a pasted request: the questions, what they hang on, and what is set aside."""

from __future__ import annotations

import re
import time
import tomllib
from email.message import EmailMessage
from pathlib import Path

import pytest

from ingest.errors import ExtractError
from ingest.request import read_request, split_request
from ingest.request_sentences import CUES_PATH, is_boilerplate, is_english, sentences

LETTER = """Dear FOI Team,

I am writing to make a request under the Freedom of Information Act 2000.

Please could you provide the following information about your planning software:

1. Who is the supplier?
2. When does the contract
expire?
3. For each year since 2020:
a) the annual cost
b) the number of users

Under section 16 of the Act you have a duty to provide advice and assistance.
If this request exceeds the cost limit please let me know. I would prefer the response in Excel.

I look forward to hearing from you within 20 working days.

Yours faithfully,
Jo Sample
12 High Street
"""


def parts(text: str, subject: str = "") -> list[tuple[str, str]]:
    return [(part.number, part.text) for part in split_request(text, subject).parts]


@pytest.mark.parametrize(
    "sentence,asks",
    [
        ("Under section 1 of the FOI Act we require the number of wild boar shot in the forest each winter.", True),
        ("Performance under section 10 of the FOI Act: how many replies went out late last year?", True),
        ("Please e-mail, as a CSV file, the opening hours of every swimming pool.", True),
        (
            "I would like the response in Excel format within 20 working days, as required by section 10 of the Act.",
            False,
        ),
        ("Please state the exemption relied on under section 17 of the Act and explain why it applies.", False),
        ("I would like to receive the information by e-mail to avoid postage costs.", False),
        ("How long will you take, given the 20 working days that the Act allows?", False),
    ],
)
def test_a_sentence_that_recites_the_law_or_a_format_may_ask_as_well(sentence, asks):
    assert is_boilerplate(sentence) is not asks


@pytest.mark.parametrize(
    "text,expected",
    [
        pytest.param(
            LETTER,
            [("1", "Who is the supplier?"), ("2", "When does the contract expire?"), ("3a", "the annual cost"),
             ("3b", "the number of users")],
            id="a list with lettered items under a lead",
        ),
        pytest.param(
            "Hello, how many potholes were reported in 2023? And how much was spent on repairing them? Please also "
            "send me the policy on inspection. Many thanks, Sam",
            [("1", "how many potholes were reported in 2023?"), ("2", "And how much was spent on repairing them?"),
             ("3", "Please also send me the policy on inspection.")],
            id="questions in prose",
        ),
        pytest.param(
            "Under the FOIA, I would like to know:\n- the number of libraries closed since 2010\n- the cost savings\n\n"
            "Regards\nA",
            [("1", "the number of libraries closed since 2010"), ("2", "the cost savings")],
            id="bullets",
        ),
        pytest.param(
            "Q1 What is the name of the system?\nQ2. Please state its cost\nQ3: end date",
            [("1", "What is the name of the system?"), ("2", "Please state its cost"), ("3", "end date")],
            id="labels of other kinds",
        ),
        pytest.param(
            "1. For each contract, please state:\n- supplier\n- value\n2. How many staff?",
            [("1", "For each contract, please state: supplier; value"), ("2", "How many staff?")],
            id="bullets under a number are details of it",
        ),
        pytest.param(
            "2. Contact centre\na. Supplier name\nb. Number of agents\n3. How many staff?\na) full time",
            [("2a", "Supplier name"), ("2b", "Number of agents"), ("3", "How many staff?"), ("3a", "full time")],
            id="a heading over lettered items is no part, a question is",
        ),
        pytest.param(
            "I request information about Tasers. Specifically: number of discharges in 2023; complaints; training.",
            [("1", "number of discharges in 2023"), ("2", "complaints"), ("3", "training")],
            id="a list within a sentence",
        ),
        pytest.param(
            "Under the Freedom of Information Act I would like to know how often it was grounded.\nThanks\nT",
            [("1", "Under the Freedom of Information Act I would like to know how often it was grounded.")],
            id="a question behind the name of the Act",
        ),
        pytest.param("I request information about Tasers.", [("1", "I request information about Tasers.")],
                     id="a lead that nothing follows is the part"),
        pytest.param("Minutes of the harbour board", [("1", "Minutes of the harbour board")], id="a phrase is a part"),
        pytest.param("Dear Sir\n\nMany thanks\n\nRegards\nJo", [], id="courtesies only"),
        pytest.param("", [], id="nothing"),
        pytest.param(" \n\t\n", [], id="white space"),
        pytest.param(
            "Dear team\n\n1. How many fines?\n\n2. How many appeals?\n\nKind regards\n\nJo Sample\n"
            "3 Mill Lane\nTel: 01632 960000",
            [("1", "How many fines?"), ("2", "How many appeals?")],
            id="what stands under the signature is no part",
        ),
        pytest.param(
            "1. First list, one?\n2. First list, two?\n\nAlso:\n\n1. Second list, one?",
            [("1", "First list, one?"), ("2", "First list, two?"), ("3", "Second list, one?")],
            id="a number stands once",
        ),
    ],
)  # fmt: skip
def test_parts(text, expected):
    assert parts(text) == expected


def test_what_a_part_hangs_on():
    split = split_request(LETTER)
    assert all("planning software" in part.context for part in split.parts)
    assert split_request("1. Who supplies it?", "RE: Parking machines").parts[0].context == "Parking machines"
    assert split_request("1. Who supplies it?", "FOI request").parts[0].context == ""
    after = split_request("1. Which parking system is used?\n2. Who supplies it?").parts[1]
    assert "parking system" in after.context
    beside = split_request("1) Do you use agency social workers?\n2) What is the average rate?").parts[1]
    assert beside.context == "Do you use agency social workers?"
    leads = split_request(
        "I'd like information regarding parking. For each school please provide:\n- total issued\n- value"
    )
    assert leads.parts[0].context.startswith("I'd like information regarding parking. For each school")
    pasted = split_request("From: a@b.example\nSubject: Parking machines\n\n1. Who supplies them?")
    assert pasted.parts[0].context == "Parking machines"


def test_what_is_set_aside_is_returned():
    ignored = split_request(LETTER).ignored
    assert ignored[:2] == (
        "Dear FOI Team,",
        "I am writing to make a request under the Freedom of Information Act 2000.",
    )
    assert "I would prefer the response in Excel." in ignored
    assert ignored[-1] == "12 High Street"
    assert len(set(ignored)) == len(ignored)


def cue_rows():
    return [pytest.param(row, id=row["id"]) for row in tomllib.loads(CUES_PATH.read_text("utf-8"))["cue"]]


@pytest.mark.parametrize("row", cue_rows())
def test_each_cue_finds_its_examples_and_no_counter_example(row):
    pattern = re.compile(row["pattern"].replace(" ", r"\s+").replace(r"\s+?", r"\s*"), re.IGNORECASE)
    assert row["examples"] and row["counter_examples"]
    assert [text for text in row["examples"] if not pattern.search(text)] == []
    assert [text for text in row["counter_examples"] if pattern.search(text)] == []


@pytest.mark.parametrize(
    "sentence,expected",
    [
        ("Please treat this as a request under the Freedom of Information Act 2000.", True),
        ("Could you please answer the following questions:", True),
        ("This is a request for information under the Environmental Information Regulations 2004.", True),
        ("Please provide the following information about parking:", False),
        ("How many requests did you receive under the Freedom of Information Act in 2023?", False),
        ("How many section 21 notices were served on tenants?", False),
        ("If so, when does the contract end?", False),
        ("How many internal reviews were carried out?", False),
        ("Please provide the number of complaints about dogs", False),
    ],
)
def test_boilerplate_is_told_from_questions(sentence, expected):
    assert is_boilerplate(sentence) is expected


def test_sentences_end_at_stops_not_at_abbreviations():
    assert sentences("List the types, e.g. Tasers. How many? And s. 40 uses.") == [
        "List the types, e.g. Tasers.", "How many?", "And s. 40 uses.",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("How many fines were issued in 2023? " * 60_000, id="2 MB of questions"),
        pytest.param("x" * 2_000_000, id="2 MB without a space"),
        pytest.param("a\n" * 1_000_000, id="2 MB of lines"),
        pytest.param("1. " * 700_000, id="2 MB of labels"),
    ],
)
def test_two_megabytes_are_read_in_bounded_time(text):
    started = time.process_time()
    split = split_request(text)
    assert time.process_time() - started < 20  # a machine a tenth as fast
    assert split.cut and len(split.parts) <= 150
    assert all(len(part.text) <= 5_000 for part in split.parts)


def test_a_request_of_120_parts_keeps_them_all():
    split = split_request("\n".join(f"{n}. How many items of kind {n} were bought?" for n in range(1, 121)))
    assert [part.number for part in split.parts] == [str(n) for n in range(1, 121)]
    assert not split.cut


def test_language():
    assert is_english(LETTER) and is_english("Combien ?")
    french = "Bonjour, je voudrais savoir combien de places de stationnement existent dans la ville et combien de "
    assert not is_english(french + "contraventions ont été émises durant les cinq dernières années, merci beaucoup")


def test_a_mail_is_read_with_its_subject(tmp_path: Path):
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "a@b.example", "foi@c.example", "Parking machines"
    mail.set_content("Dear team\n\n1. Who supplies them?\n")
    text, subject = read_request(mail.as_bytes(), "request.eml")
    assert subject == "Parking machines"
    assert parts(text, subject) == [("1", "Who supplies them?")]


@pytest.mark.parametrize(
    "data,name,said",
    [
        pytest.param(b"", "empty.txt", "empty", id="empty"),
        pytest.param(b"\x89PNG\r\n\x1a\n....", "scan.png", "picture", id="a picture"),
        pytest.param(b"%PDF-1.4 not really", "broken.pdf", "broken.pdf", id="a broken PDF"),
    ],
)
def test_a_file_that_cannot_be_read_says_what_to_do(data, name, said):
    with pytest.raises(ExtractError, match=said):
        read_request(data, name)


def test_a_scan_without_text_is_told(tmp_path: Path):
    from reportlab.pdfgen.canvas import Canvas

    path = tmp_path / "scan.pdf"
    page = Canvas(str(path))
    page.rect(50, 50, 400, 600, fill=1)
    page.showPage()
    page.save()
    with pytest.raises(ExtractError, match="scan"):
        read_request(path.read_bytes(), "scan.pdf")
