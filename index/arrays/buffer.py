"""What one field of the documents being added holds, as a stream of codes, and how it is turned into postings.

A code stands for a piece of a text: a number for what stands at its positions. A piece is met again and again, so what
is done with every one in turn is done by NumPy, and Python only looks up its number. Turning the stream over is one
sort.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from typing import NamedTuple, TypeAlias

import numpy as np

from index.arrays.file import Array
from index.arrays.sorting import ranges, stable_order

Piece: TypeAlias = tuple[tuple[bytes, ...], ...]
"""The terms at each position of a piece of text; () at one that has none."""


class Pieces:
    """Numbers pieces. All fields share one, so that a word is taken apart once, whichever field it is in."""

    def __init__(self) -> None:
        """Begin empty."""
        self._codes: dict[Piece, int] = {}
        self._terms: dict[bytes, int] = {}
        self._widths = array("I")  # by code: how many positions it has
        self._firsts = array("I", [0])  # by code: where its terms begin in the next two
        self._term_of = array("I")
        self._place_of = array("I")

    def __len__(self) -> int:
        """Return how many codes there are."""
        return len(self._widths)

    def code(self, piece: Piece) -> int:
        """Return the code of a piece."""
        found = self._codes.get(piece)
        return self._codes.setdefault(piece, self.new(piece)) if found is None else found

    def new(self, piece: Piece) -> int:
        """Return a code of its own for a piece, for who does not ask for it twice."""
        for place, terms in enumerate(piece):
            for term in terms:
                self._stand(term, place)
        return self._ended(len(piece))

    def new_word(self, terms: Iterable[str]) -> int:
        """Return a code of its own for a piece of one position."""
        for term in terms:
            self._stand(term.encode(), 0)
        return self._ended(1)

    def _stand(self, term: bytes, place: int) -> None:
        self._term_of.append(self._terms.setdefault(term, len(self._terms)))
        self._place_of.append(place)

    def _ended(self, width: int) -> int:
        self._widths.append(width)
        self._firsts.append(len(self._term_of))
        return len(self._widths) - 1

    def table(self) -> PieceTable:
        """Return all that is known of the pieces, as arrays."""
        ordered = sorted(self._terms)
        ranks = np.empty(len(ordered), np.int32)
        ranks[np.fromiter(map(self._terms.__getitem__, ordered), np.int64, len(ordered))] = np.arange(len(ordered))
        firsts = np.array(self._firsts, np.int64)
        term_of, place_of = np.array(self._term_of, np.int64), np.array(self._place_of, np.int32)
        return PieceTable(ordered, np.array(self._widths, np.int32), firsts, ranks[term_of], place_of)


class PieceTable(NamedTuple):
    """Code n has `widths[n]` positions and the terms `firsts[n]` to `firsts[n + 1]` of the two arrays behind."""

    terms: list[bytes]  # ascending
    widths: Array
    firsts: Array
    ranks: Array  # of a term among `terms`
    places: Array  # the position where it stands, from that of the piece


class Postings(NamedTuple):
    """A field turned over. Term n has postings `post_at[n]` to `post_at[n + 1]`, posting m positions by `pos_at`."""

    terms: list[bytes]  # ascending
    post_at: Array
    docs: Array  # ascending within a term
    pos_at: Array
    positions: Array  # ascending within a posting
    lengths: Array  # by document: how many terms it has


class FieldBuffer:
    """Takes one field's texts, document by document."""

    def __init__(self) -> None:
        """Begin empty."""
        self.clear()

    def clear(self) -> None:
        """Forget the texts."""
        self._stream = array("i")
        self._docs = array("I")
        self._counts = array("I")

    def add(self, doc: int, codes: list[int]) -> None:
        """Take the codes of a document's text, in order."""
        self._stream.fromlist(codes)
        self._docs.append(doc)
        self._counts.append(len(codes))

    def turn_over(self, documents: int, table: PieceTable) -> Postings:
        """Return the postings of all that was added to `documents` documents, and forget them."""
        stream, counts = np.array(self._stream, np.int32), np.array(self._counts, np.int64)
        docs = np.array(self._docs, np.uint32)
        self.clear()
        doc_of, place, rank = _laid_out(stream, docs, counts, table)
        order, rank = stable_order(rank)
        doc_of, place = doc_of[order], place[order]
        new_term = np.diff(rank, prepend=-1) != 0
        begins = np.flatnonzero(new_term | (np.diff(doc_of, prepend=doc_of[:1] + 1) != 0))
        firsts = np.flatnonzero(new_term[begins])
        return Postings(
            list(map(table.terms.__getitem__, rank[begins[firsts]].tolist())),
            np.append(firsts, len(begins)),
            doc_of[begins],
            np.append(begins, len(place)),
            place,
            np.bincount(doc_of, minlength=documents),
        )


def _laid_out(stream: Array, docs: Array, counts: Array, table: PieceTable) -> tuple[Array, Array, Array]:
    """Return the document, the position and the rank of each term that stands somewhere in the pieces of `stream`."""
    ends = np.cumsum(table.widths[stream], dtype=np.int64)
    begins = np.concatenate((np.zeros(1, np.int64), ends))[np.cumsum(counts) - counts]  # of each document
    place = ends - table.widths[stream] - np.repeat(begins, counts)
    firsts = table.firsts[stream]
    several = table.firsts[stream + 1] - firsts
    at = ranges(firsts, several)
    place = np.repeat(place.astype(np.int32), several) + table.places[at]
    return np.repeat(np.repeat(docs, counts), several), place, table.ranks[at]
