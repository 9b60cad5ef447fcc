"""One term's postings as Whoosh's own queries walk them: a cursor over the arrays."""

from __future__ import annotations

from bisect import bisect_left
from typing import Any

import numpy as np
from whoosh.formats import Format
from whoosh.matching import LeafMatcher, ReadTooFar
from whoosh.scoring import BaseScorer

from index.arrays.lengths import LENGTH_OF_BYTE
from index.arrays.segment import SegmentArrays

_BLOCK = 128  # postings judged together when Whoosh skips what cannot score enough


class ArrayMatcher(LeafMatcher):
    """Walks the postings of one term in one segment."""

    def __init__(
        self, arrays: SegmentArrays, term: tuple[str, bytes], number: int, format_: Format, scorer: BaseScorer | None
    ) -> None:
        """Stand at the first posting of term `number` of the field `term[0]`."""
        self._arrays = arrays
        self._field = term[0]
        self._term = term
        self._number = number
        self.format = format_
        self.scorer = scorer
        self._start, stop = arrays.extent(self._field, number)
        self._docs = arrays.docs(self._field, self._start, stop).tolist()
        self._counts = arrays.counts(self._field, self._start, stop).tolist()
        self._boost = float(format_.field_boost)
        self._blocks: tuple[list[int], list[int], list[int]] | None = None
        self._at = 0

    def copy(self) -> ArrayMatcher:
        """Return another matcher that stands at the same posting."""
        other = ArrayMatcher(self._arrays, self._term, self._number, self.format, self.scorer)
        other._at = self._at
        return other

    def is_active(self) -> bool:
        """Tell whether it stands at a posting."""
        return self._at < len(self._docs)

    def reset(self) -> None:
        """Go back to the first posting."""
        self._at = 0

    def id(self) -> int:
        """Return the document of the posting."""
        return int(self._docs[self._at])

    def all_ids(self) -> Any:
        """Return the documents of this posting and those after it."""
        return iter(self._docs[self._at :])

    def weight(self) -> float:
        """Return how often the term stands in the document, times the field's boost."""
        return float(self._counts[self._at] * self._boost)

    def next(self) -> bool:
        """Go to the next posting; tell whether it is in another block."""
        if self._at >= len(self._docs):
            raise ReadTooFar
        self._at += 1
        return self._at % _BLOCK == 0

    def skip_to(self, id: int) -> None:
        """Go to the first posting whose document is not before `id`."""
        if self._at >= len(self._docs):
            raise ReadTooFar
        self._at = bisect_left(self._docs, id, self._at)

    def value(self) -> bytes:
        """Return the posting as Whoosh's format would have written it."""
        return bytes(self.format.encode(self.value_as("positions"))) if self.format.supports("positions") else b""

    def value_as(self, astype: str) -> Any:
        """Return the posting's positions, frequency or weight."""
        if astype == "frequency":
            return self._counts[self._at]
        if astype == "weight":
            return self.weight()
        if astype == "positions" and self.format.supports("positions"):
            return self._arrays.positions(self._field, np.array([self._start + self._at]))[1].tolist()
        raise ValueError(f"postings of {self._field} hold no {astype}")

    def block_max_weight(self) -> float:
        """Return the greatest weight in the block."""
        return self._bounds()[0][self._at // _BLOCK] * self._boost

    def block_min_length(self) -> int:
        """Return the length of the shortest text in the block."""
        return self._bounds()[1][self._at // _BLOCK]

    def block_max_length(self) -> int:
        """Return the length of the longest text in the block."""
        return self._bounds()[2][self._at // _BLOCK]

    def skip_to_quality(self, minquality: float) -> int:
        """Go on to a block that may hold a posting worth more than `minquality`; return how many were passed."""
        skipped = 0
        while self.is_active() and self.block_quality() <= minquality:
            self._at = (self._at // _BLOCK + 1) * _BLOCK
            skipped += 1
        return skipped

    def _bounds(self) -> tuple[list[int], list[int], list[int]]:
        if self._blocks is None:
            begins = np.arange(0, len(self._docs), _BLOCK)
            lengths = LENGTH_OF_BYTE[self._arrays.length_bytes(self._field)[self._docs]]
            self._blocks = (
                np.maximum.reduceat(self._counts, begins).tolist(),
                np.minimum.reduceat(lengths, begins).tolist(),
                np.maximum.reduceat(lengths, begins).tolist(),
            )
        return self._blocks
