"""What one field of the documents being added holds, as a stream of codes, and how it is turned into postings.

A code stands for what is at one position of a text: a number for each tuple of terms, `NO_TERM` for none. Turning the
stream over is one sort.
"""

from __future__ import annotations

from array import array
from typing import NamedTuple

import numpy as np

from index.arrays.file import Array
from index.arrays.sorting import ranges, stable_order

NO_TERM = -1


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
        self.codes: dict[tuple[bytes, ...], int] = {}
        self.clear()

    def clear(self) -> None:
        """Forget the texts. Codes keep their meaning."""
        self._stream = array("i")
        self._docs = array("I")
        self._counts = array("I")

    def code(self, terms: tuple[bytes, ...]) -> int:
        """Return the code of these terms at one position; `NO_TERM` for no term."""
        return self.codes.setdefault(terms, len(self.codes)) if terms else NO_TERM

    def add(self, doc: int, codes: list[int]) -> None:
        """Take the codes of a document's text, one a position."""
        self._stream.extend(codes)
        self._docs.append(doc)
        self._counts.append(len(codes))

    def turn_over(self, documents: int) -> Postings:
        """Return the postings of all that was added to `documents` documents, and forget them."""
        stream, counts = np.array(self._stream, np.int32), np.array(self._counts, np.int64)
        doc_of = np.repeat(np.array(self._docs, np.int64), counts)
        place = np.arange(len(stream)) - np.repeat(np.cumsum(counts) - counts, counts)
        kept = stream >= 0
        stream, doc_of, place = stream[kept], doc_of[kept], place[kept]
        terms, ranks, firsts = self._ranked()
        if len(ranks) != len(firsts) - 1:  # some code stands for several terms
            several = np.diff(firsts)[stream]
            begins = firsts[:-1][stream]
            doc_of, place = np.repeat(doc_of, several), np.repeat(place, several)
            stream = ranges(begins, several)
        rank = ranks[stream]
        order = stable_order(rank)
        rank, doc_of, place = rank[order], doc_of[order], place[order]
        self.clear()
        new_term = np.diff(rank, prepend=-1) != 0
        begins = np.flatnonzero(new_term | (np.diff(doc_of, prepend=-1) != 0))
        used = rank[begins]
        return Postings(
            terms,
            np.searchsorted(used, np.arange(len(terms) + 1)),
            doc_of[begins],
            np.append(begins, len(place)),
            place,
            np.bincount(doc_of, minlength=documents),
        )

    def _ranked(self) -> tuple[list[bytes], Array, Array]:
        """Return all terms in order, the rank of each term of each code, and where each code's terms begin."""
        flat = [term for terms in self.codes for term in terms]
        terms = sorted(set(flat))
        rank = {term: number for number, term in enumerate(terms)}
        sizes = np.fromiter(map(len, self.codes), np.int64, len(self.codes))
        firsts = np.concatenate((np.zeros(1, np.int64), np.cumsum(sizes)))
        return terms, np.fromiter((rank[term] for term in flat), np.int64, len(flat)), firsts
