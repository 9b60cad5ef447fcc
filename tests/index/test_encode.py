"""The writer's fast way from text to terms gives what `analyse` gives, at the same positions."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st

from index.analysis import analyse, fold
from index.arrays.buffer import Piece, Pieces
from index.encode import _SPELT, SHORTEST_SPELT, STOP, Encoder, Spellings

PIECES = [
    "section", " ", "s.", "S40(2)", "40 (2)", " and ", "43", "22A", ", ", "£1.2", " million", "e-mail", "council's",
    "U.K.",
    "r&d", "\x1e", "\n", "reg ", "12(5)(e)", "a", "b", "_", "-", "’", "'", ".", "1,200", "x\u0301y", "ſ", "s",
    "don’t",
    "(", "SEND", "IT", "it", "ss", "ss. ", "5k", "\xa0", "\u00ad", "\u0663", "ſ.", "\u212a", "é", "the", "potholes",
]  # fmt: skip


def slowly(text: str) -> dict[int, tuple[str, ...]]:
    found: dict[int, list[str]] = {}
    for word in analyse(text):
        found.setdefault(word.position, []).extend(word.terms)
    return {position: tuple(dict.fromkeys(terms)) for position, terms in found.items()}


class Kept(Pieces):
    """Keeps the pieces as they are given, by their codes."""

    def __init__(self) -> None:
        super().__init__()
        self.pieces: list[Piece] = []

    def new(self, piece: Piece) -> int:
        self.pieces.append(piece)
        return super().new(piece)

    def new_word(self, terms: Iterable[str]) -> int:
        self.pieces.append((tuple(term.encode() for term in terms),))
        return super().new_word(terms)


class Fast:
    def __init__(self) -> None:
        self.kept = Kept()
        self.encode = Encoder(self.kept, {})

    def __call__(self, text: str) -> dict[int, tuple[str, ...]]:
        positions = [terms for code in self.encode(text) for terms in self.kept.pieces[code]]
        return {n: tuple(term.decode() for term in terms) for n, terms in enumerate(positions) if terms}


fast = Fast()  # one for all examples: what it remembers of one text must not show in another


@settings(max_examples=1_000, deadline=None)
@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=3), max_size=40).map("".join))
@example("ſ.40 (2)")
@example("sections 22 and 22A")
@example("Under section\n40(2) and 43")
@example(".million 5 million, 5 .million 5 million")
@example("40 (2) (a) (b) 41 (c) x (2) (3)")
@example("sections 40 (2)" + " (3)" * 40 + ", 41 and 43" + " or 22A, 5" * 30 + " of")
@example("x" * 100 + " section " + "y." * 60 + " 40")
def test_the_same_terms_at_the_same_positions(text: str) -> None:
    assert fast(text) == slowly(text)


@given(st.text(st.sampled_from("aBcdeſé’'.,;:!?()-1"), max_size=14))
@example("(thing),")
@example("there")
@example("abc")
@example("Section")
@example("x" * 100 + "-1")
def test_a_chunk_is_spelt_as_its_words_are(chunk: str) -> None:
    kept = Kept()
    spelt = [word.decode() for code in Spellings(kept, {})([chunk]) for terms in kept.pieces[code] for word in terms]
    words = dict.fromkeys(map(fold, _SPELT.findall(chunk)))
    assert spelt == [word for word in words if len(word) >= SHORTEST_SPELT and word not in STOP]


def test_words_with_one_stem_are_spelt_each_as_it_is() -> None:
    kept = Kept()
    spelt = {kept.pieces[code] for code in Spellings(kept, {})(["pothole", "potholes, Potholes (potholes)"])}
    assert spelt == {((b"pothole",),), ((b"potholes",),)}


def test_a_text_is_cut_once_for_all_encoders_of_a_writer() -> None:
    # The second encoder is made before the first has met a chunk: what they share is empty then, and must stay one.
    kept = Kept()
    shared: dict[str, Any] = {}
    encode, spell = Encoder(kept, shared), Spellings(kept, shared)
    encode("potholes in Mill Lane")
    known = len(kept)
    spell(["potholes in Mill Lane"])
    assert known and len(kept) == known
