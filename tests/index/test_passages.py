"""Passages: the right piece, and no tag but <mark>."""

from __future__ import annotations

import re
from html import unescape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.analysis import analyse
from index.passages import LENGTH, Wanted, _marks, best_piece
from index.synonyms import sequence


def wanted(*texts: str) -> Wanted:
    return Wanted(frozenset([sequence(text)]) for text in texts)


@pytest.mark.parametrize(
    ("text", "words", "html"),
    [
        pytest.param("Staff names", ["staff"], "<mark>Staff</mark> names", id="word"),
        pytest.param("the e-mails sent", ["email"], "the <mark>e</mark>-<mark>mails</mark> sent", id="hyphenated word"),
        pytest.param("under s.40(2) of", ["section 40(2)"], "under <mark>s.40(2)</mark> of", id="citation"),
        pytest.param(
            "stop, search; stop and search",
            ["stop and search"],
            "stop, search; <mark>stop</mark> and <mark>search</mark>",
            id="phrase only where it is one",
        ),
        pytest.param("<b>Staff</b> & co", ["staff"], "&lt;b&gt;<mark>Staff</mark>&lt;/b&gt; &amp; co", id="escaped"),
        pytest.param("nothing here", ["staff"], "nothing here", id="none"),
        pytest.param("", ["staff"], "", id="empty"),
    ],
)
def test_piece(text: str, words: list[str], html: str) -> None:
    assert best_piece(text, wanted(*words)).html == html


def test_piece_shows_where_most_words_stand_together() -> None:
    text = "staff. " + "filler " * 100 + "The junior staff names are withheld. " + "filler " * 100
    piece = best_piece(text, wanted("junior", "staff", "names"))
    assert piece.found == 3
    assert "<mark>junior</mark> <mark>staff</mark> <mark>names</mark>" in piece.html
    assert piece.html.startswith("…") and piece.html.endswith("…")
    assert len(re.sub(r"</?mark>", "", piece.html)) <= LENGTH + 80


@pytest.mark.parametrize("what", ["section 40(2)", "£1.2m", "email", "junior staff", "spend"])
def test_long_text_is_marked_as_a_short_one(what: str) -> None:
    """Only the parts of a text that can hold what is wanted are read: nothing may be missed by that."""
    sentence = "Under section 40 (2) the e-mail of junior staff, who spent £1.2 million, is withheld."
    short = best_piece(sentence, wanted(what))
    long = best_piece("filler " * 2_000 + sentence + " filler" * 2_000, wanted(what))
    assert short.found == long.found == 1
    assert "<mark>" in short.html
    assert short.html[short.html.index("<mark>") : short.html.rindex("</mark>")] in long.html
    assert long.at == 14_000 + short.at


@given(
    st.text(alphabet=st.sampled_from("staff <>&\"'/mrk\f\n\t-’é;#=")),
    st.sampled_from(["staff", "mark", "<mark>", "a-f", "script"]),
)
def test_no_tag_but_mark(text: str, word: str) -> None:
    html = best_piece(text, wanted(word)).html
    rest = re.sub(r"<mark>([^<>]*)</mark>", r"\1", html)
    assert "<" not in rest and ">" not in rest
    assert "".join(unescape(rest).strip("…").split()) in "".join(text.split())


WRITTEN = [
    "bought", "buy", "dying", "die", "children", "child's", "A&E", "U.K.", "o'clock", "e-mail", "email", "café",
    "SEND", "send", "licence", "(spent)", "tie/tying", "potholes,", "s.40(2)", "x", "non-domestic", "it's", "\xa0",
]  # fmt: skip
ASKED = [
    "buy", "die", "child", "a&e", "uk", "oclock", "email", "cafe", "SEND", "send", "licens", "spend", "tie", "pothol",
    "x", "nondomest", "domest", "tap", "bin",
]  # fmt: skip


@settings(max_examples=300)
@given(
    st.lists(st.sampled_from(WRITTEN) | st.text(alphabet="aàbdeinpst’.-_ &\t\n\xa0", max_size=8), max_size=8).map(
        " ".join
    ),
    st.sampled_from(ASKED),
)
def test_no_word_is_passed_over_for_how_it_begins(text: str, term: str) -> None:
    """Words are looked at only where one may begin that has the term; analysing all of the text finds no other."""
    expected = {(word.start, word.end) for word in analyse(text) if term in word.terms}
    marked = _marks(text, Wanted([frozenset({((0, term),)})]))
    assert {(start, end) for start, end, _ in marked} == expected
