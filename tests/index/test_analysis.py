"""What meets what: the table of cases the analyser is chosen for."""

from __future__ import annotations

import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.analysis import GAP, FoiAnalyzer, analyse
from index.schema import fingerprint, make_schema
from index.synonyms import sequence


def indexed(text: str) -> set[str]:
    return {term for word in analyse(text) for term in word.terms}


def meets(query: str, text: str) -> bool:
    """Tell whether every term of `query` is among those of `text`."""
    return all(term in indexed(text) for _, term in sequence(query))


@pytest.mark.parametrize(
    ("query", "text", "expected"),
    [
        pytest.param("email", "by e-mail", True, id="hyphenated in the text"),
        pytest.param("antisocial", "anti-social behaviour", True, id="joined finds hyphenated"),
        pytest.param("social", "anti-social behaviour", True, id="a part finds hyphenated"),
        pytest.param("cafe", "Café", True, id="accent folded"),
        pytest.param("CAFÉ", "cafe", True, id="accent and case in the query"),
        pytest.param("5000", "5,000 vehicles", True, id="comma in a number"),
        pytest.param("5,000", "5000 vehicles", True, id="comma in the query"),
        pytest.param("5", "5,000 vehicles", False, id="a number is one word"),
        pytest.param("£1.2m", "costs of £1.2 million", True, id="money by value: million"),
        pytest.param("£1.2 million", "£1,200,000", True, id="money by value: in full"),
        pytest.param("£1.2m", "£1.2m", True, id="money as written"),
        pytest.param("£1.2m", "£12m", False, id="another sum"),
        pytest.param("1.2m", "£1.2m", True, id="money without its sign"),
        pytest.param("£45.50", "£45.5", True, id="pence"),
        pytest.param("3.1", "version 3.10", False, id="a version is no sum"),
        pytest.param("section 40(2)", "under s.40(2)", True, id="section: s."),
        pytest.param("s40(2)", "section 40(2)", True, id="section: s without stop"),
        pytest.param("s.40(2)", "Section 40 (2)", True, id="section: space before the bracket"),
        pytest.param("ss.40(2)", "sections 31(1)(a) and 40(2)", True, id="section: second of a list"),
        pytest.param("section 43", "sections 40(2) and 43", True, id="section: bare second of a list"),
        pytest.param("section 22A", "sections 22 and 22A apply", True, id="section: lettered second of a list"),
        pytest.param("section 40", "s.40(2)", True, id="section finds its sub-section"),
        pytest.param("section 40(2)", "section 40", False, id="sub-section wants itself"),
        pytest.param("section 40(2)", "section 40(3)", False, id="another sub-section"),
        pytest.param("12(5)(e)", "regulation 12(5)(e)", True, id="regulation as written"),
        pytest.param("reg 12(5)(e)", "12(5)(e) of the EIRs", True, id="regulation without its head"),
        pytest.param("regulation 12(5)", "reg. 12(5)(e)", True, id="regulation finds its paragraph"),
        pytest.param("section 12", "regulation 12(5)(e)", False, id="section 12 is not regulation 12"),
        pytest.param("s106", "Section 106 agreement", True, id="another Act's section"),
        pytest.param("council", "the council's reply", True, id="possessive"),
        pytest.param("council’s", "the councils' replies", True, id="possessives, curly and plural"),
        pytest.param("obrien", "Mr O'Brien", True, id="apostrophe in a name"),
        pytest.param("potholes", "a pothole", True, id="stem"),
        pytest.param("repaired", "repairs", True, id="stem of a verb"),
        pytest.param("spent", "spending", True, id="irregular verb"),
        pytest.param("children", "one child", True, id="irregular plural"),
        pytest.param("park", "parking fines", False, id="parking is no park"),
        pytest.param("universal", "university", False, id="universal is no university"),
        pytest.param("IT", "the IT contract", True, id="IT in capitals"),
        pytest.param("IT", "it was sent", False, id="it is not IT"),
        pytest.param("A&E", "A&E waits", True, id="ampersand"),
        pytest.param("NHS", "N.H.S. trust", True, id="initials with stops"),
        pytest.param("dwr", "cyflenwad dŵr", True, id="Welsh circumflex"),
        pytest.param("Ynys Môn", "Cyngor Sir Ynys Mon", True, id="Welsh name without its accent"),
        pytest.param("ysgolion", "ysgolion", True, id="Welsh word finds itself"),
        pytest.param("sy'n", "Pwy sy’n siarad", True, id="Welsh contraction, either apostrophe"),
        pytest.param("cafe\u0301", "café", True, id="decomposed accent"),
        pytest.param("co\u00adoperate", "cooperate", True, id="soft hyphen"),
    ],
)
def test_query_meets_text(query: str, text: str, expected: bool) -> None:
    assert meets(query, text) is expected


def test_positions_leave_room_for_stop_words_and_gaps() -> None:
    words = [(w.terms[0], w.position) for w in analyse(f"freedom of information{GAP}act")]
    assert words == [("freedom", 0), ("inform", 2), ("act", 103)]


def test_words_point_at_their_text() -> None:
    text = "An e-mail under section 40 (2), £1.2 million"
    assert [text[w.start : w.end] for w in analyse(text)] == ["e", "mail", "under", "section 40 (2)", "£1.2 million"]


def test_schema_pickles_with_its_analyser() -> None:
    schema = pickle.loads(pickle.dumps(make_schema()))
    assert [t.text for t in schema["title"].analyzer("the e-mails", mode="index")] == ["e", "email", "mail", "email"]
    assert FoiAnalyzer() == schema["title"].analyzer


def test_fingerprint_is_stable_within_a_version() -> None:
    assert fingerprint() == fingerprint()
    assert len(fingerprint()) == 16


@given(st.text())
def test_any_text_has_words_in_order_within_it(text: str) -> None:
    words = list(analyse(text))
    assert all(0 <= w.start < w.end <= len(text) for w in words)
    assert [w.position for w in words] == sorted(w.position for w in words)


@given(st.text(alphabet=st.characters(categories=["L", "N"]), min_size=1, max_size=20))
def test_every_word_finds_itself(word: str) -> None:
    assert meets(word, f"before {word} after")
