"""How what is typed is read."""

from __future__ import annotations

import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from index import query
from index.analysis import joined_terms
from index.query import (
    LONGEST,
    MOST_WORDS,
    All,
    Either,
    Node,
    Not,
    Phrase,
    Typed,
    Words,
    _by_whoosh,
    _without_parser,
    parse,
)


def words(*texts: str) -> Words[Typed | Phrase]:
    return Words(tuple(Typed(text) for text in texts))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("pothole repairs", words("pothole", "repairs"), id="words"),
        pytest.param('"stop and search"', Words((Phrase("stop and search"),)), id="phrase"),
        pytest.param("“stop and search”", Words((Phrase("stop and search"),)), id="curly quotes"),
        pytest.param("a AND b", Words((All((Typed("a"), Typed("b"))),)), id="and"),
        pytest.param("a OR b", Words((Either((Typed("a"), Typed("b"))),)), id="or"),
        pytest.param("a and b", words("a", "and", "b"), id="small and is a word"),
        pytest.param("a NOT b", Words((Typed("a"), Not(Typed("b")))), id="not"),
        pytest.param("a -b", Words((Typed("a"), Not(Typed("b")))), id="minus"),
        pytest.param("covid -19", words("covid", "-19"), id="minus before a number is none"),
        pytest.param("(a OR b) c", Words((Words((Either((Typed("a"), Typed("b"))),)), Typed("c"))), id="group"),
        pytest.param("anti-social", words("anti-social"), id="hyphen"),
        pytest.param("s.40(2) names", words("s.40(2)", "names"), id="citation brackets are no group"),
        pytest.param("section 40 (2)", words("section 40 (2)"), id="citation with spaces is one word"),
        pytest.param("(12(5)(e))", words("12(5)(e)"), id="citation in a group"),
        pytest.param("title:parking", Words((Typed("parking", "title"),)), id="field"),
        pytest.param('vendor:"DEF Software"', Words((Phrase("DEF Software", "vendor"),)), id="field of a phrase"),
        pytest.param("subtitle:x", words("subtitle:x"), id="no such field"),
        pytest.param("plan*", Words((Typed("plan", prefix=True),)), id="prefix"),
        pytest.param("pl*", words("pl"), id="prefix too short"),
        pytest.param("what is it?", words("what", "is", "it?"), id="question mark"),
        pytest.param("", None, id="empty"),
        pytest.param("?!", None, id="punctuation only"),
    ],
)
def test_parse(text: str, expected: Node | None) -> None:
    parsed = parse(text)
    assert (parsed.tree, parsed.notices) == (expected, ())


@pytest.mark.parametrize(
    ("text", "expected", "notice"),
    [
        pytest.param("[a TO", words("a", "TO"), "'[a TO' was read as plain words", id="half a range"),
        pytest.param("[a TO z]", words("a", "TO", "z"), "'[a TO z]' was read as plain words", id="range"),
        pytest.param("*hole*", words("hole"), "'*hole*' was read as plain words", id="wildcards"),
        pytest.param("roof~2", words("roof", "2"), "'roof~2' was read as plain words", id="fuzzy"),
        pytest.param("p?thole", words("p", "thole"), "'p?thole' was read as plain words", id="single wildcard"),
        pytest.param("NOT NOT NOT", words("NOT", "NOT", "NOT"), "'NOT NOT NOT' was read as plain words", id="nots"),
        pytest.param("((a b", words("a", "b"), "The brackets do not pair up: they were left out", id="open brackets"),
        pytest.param('a "b', words("a", "b"), "A quotation mark without its pair was left out", id="open quote"),
    ],
)  # fmt: skip
def test_what_is_no_syntax_is_plain_words_with_a_notice(text: str, expected: Node, notice: str) -> None:
    parsed = parse(text)
    assert parsed.tree == expected
    assert parsed.notices == (notice,)


def test_long_queries_are_cut_with_a_notice() -> None:
    parsed = parse("ab " * 500)
    assert isinstance(parsed.tree, Words)
    assert len(parsed.tree.children) == MOST_WORDS
    assert parsed.notices == (
        f"Only the first {LONGEST} characters were searched",
        f"Only the first {MOST_WORDS} words were searched",
    )


def test_too_many_phrases_are_read_as_words() -> None:
    parsed = parse('"a b" ' * 6)
    assert isinstance(parsed.tree, Words)
    assert all(isinstance(child, Typed) for child in parsed.tree.children)
    assert parsed.notices == ("More than 5 phrases in quotes: they were read as plain words",)


SYNTAX = [*'ab ()"*?~^:-+[]{}\\/|&!', " AND ", " OR ", " NOT ", "title:", "s.40(2)"]


@given(st.lists(st.sampled_from(SYNTAX), max_size=30))
def test_any_syntax_is_read(pieces: list[str]) -> None:
    assert len(parse("".join(pieces)).text) <= LONGEST


LETTERS = st.from_regex(r"[A-Za-z]+", fullmatch=True) | st.sampled_from(
    ["AND", "OR", "NOT", "TO", "s", "section", "and"]
)


@given(st.lists(LETTERS, min_size=1, max_size=MOST_WORDS), st.sampled_from(["{}", '"{}"']))
@example(["a", "AND", "b", "OR", "c"], "{}")
@example(["a", "OR", "b", "OR", "c"], "{}")
@example(["AND", "AND", "b"], "{}")
@example(["a", "OR", "b", "c"], "{}")
@example(["a", "AND", "NOT"], "{}")
@example(["NOT", "OR"], '"{}"')
def test_what_is_read_without_the_parser_is_read_as_with_it(words: list[str], quoted: str) -> None:
    text = quoted.format(" ".join(words))
    tree = _without_parser(text)
    assert tree is None or (tree, ()) == _by_whoosh(text)


@pytest.mark.parametrize("text", ["pothole repairs", '"stop and search"', "a OR b OR c", "a AND b"])
def test_plain_queries_need_no_parser(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.query._by_whoosh", None)
    query._read.cache_clear()
    assert parse(text).tree is not None


@given(st.text(st.characters(max_codepoint=0x2FF)))
def test_plain_text_is_cleaned_as_any_other(text: str) -> None:
    assert query._clean(text) == query._clean(f"\u2028{text}")


@given(st.text())
def test_any_text_is_read(text: str) -> None:
    parsed = parse(text)
    assert len(parsed.text) <= LONGEST


@pytest.mark.parametrize(
    "text", ["*a* " * 20, "word " * 10_000, "(" * 5_000 + ")" * 5_000, "x" * 2_000_000, "NOT " * 300]
)
def test_hostile_text_is_read_at_once(text: str) -> None:
    started = time.perf_counter()
    parse(text)
    assert time.perf_counter() - started < 0.5


@pytest.mark.parametrize("part", ["o" + "\u0301" * 200 + "~", "a" + "\u00ad" * 200 + "!", "e\u0301" * 100 + "%"])
def test_a_run_of_accents_is_read_in_one_way_only(part):
    """A run of accents had as many readings as two to their number, and each was tried where a sign came after it."""
    began = time.process_time()
    assert joined_terms(f"{part}-mail") == ()
    assert time.process_time() - began < 1
