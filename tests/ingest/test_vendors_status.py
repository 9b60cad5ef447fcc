"""What a sentence says of a supplier: used, gone, planned, bidding, selling for another, asked about, or not used."""

import pytest

from corpus.records import Document, Page, VendorStatus
from ingest.read import read


def letter(answer, question="Which system do you use?"):
    text = (
        f"Dear Ms Example\n\nYou asked:\n1. {question}\n2. Who runs it?\n\nOur response:\n1. {answer}\n2. The team.\n"
    )
    return Document("letter.txt", "0" * 64, "text/plain", len(text), (Page(1, text),))


def statuses(document):
    return {v.vendor: v.status for v in read(document).vendors}


@pytest.mark.parametrize(
    "answer,expected",
    [
        pytest.param("We use Idox.", VendorStatus.CURRENT, id="use"),
        pytest.param("Idox", VendorStatus.CURRENT, id="name-alone"),
        pytest.param("The contract with Idox runs to 2027.", VendorStatus.CURRENT, id="contract"),
        pytest.param("We previously used Idox.", VendorStatus.FORMER, id="previously"),
        pytest.param("Idox was replaced last year.", VendorStatus.FORMER, id="was-replaced"),
        pytest.param("We no longer use Idox.", VendorStatus.FORMER, id="no-longer"),
        pytest.param("We plan to move to Idox.", VendorStatus.PLANNED, id="plan"),
        pytest.param("Idox will be implemented in the autumn.", VendorStatus.PLANNED, id="will-be"),
        pytest.param("Bids were received from Idox.", VendorStatus.BIDDER, id="bids"),
        pytest.param("Idox submitted a tender.", VendorStatus.BIDDER, id="submitted"),
        pytest.param("It was bought through Softcat.", VendorStatus.RESELLER, id="reseller"),
        pytest.param("We do not use Idox.", VendorStatus.NEGATED, id="do-not-use"),
        pytest.param("Idox is not used here.", VendorStatus.NEGATED, id="is-not-used"),
    ],
)
def test_status(answer, expected):
    assert list(statuses(letter(answer)).values()) == [expected]


@pytest.mark.parametrize(
    "question,answer,expected",
    [
        pytest.param("Do you use Idox?", "No.", {"Idox": VendorStatus.IN_QUESTION}, id="asked-only"),
        pytest.param("Do you use Idox?", "Yes, Idox.", {"Idox": VendorStatus.CURRENT}, id="asked-and-answered"),
        pytest.param(
            "Which system?",
            "We replaced Idox with Civica.",
            {"Idox": VendorStatus.FORMER, "Civica": VendorStatus.CURRENT},
            id="one-for-another",
        ),
        pytest.param("Where?", "At the uniform shop in Mosaic Street.", {}, id="ordinary-words"),
    ],
)
def test_beside_the_question(question, answer, expected):
    assert statuses(letter(answer, question)) == expected


def test_a_name_in_no_table_is_marked_unlisted():
    (found,) = read(letter("The software is supplied by Quillmere Ltd.")).vendors
    assert (found.vendor, found.listed, found.text) == ("Quillmere", False, "Quillmere Ltd")


def test_a_name_ends_where_its_sentence_does():
    names = [v.vendor for v in read(letter("The software is supplied by Quillmere. Go live was in May.")).vendors]
    assert names == ["Quillmere"]


def test_facts_stand_beside_the_name():
    (found,) = read(letter("Idox, £12,500 per annum, expires 31 March 2027")).vendors
    assert found.facts == {"annual_cost": "£12,500", "expires_on": "31 March 2027"}
