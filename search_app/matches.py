"""The words of a search marked in the text of an answer, each numbered, so that a link leads from one to the next."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from index.passages import Wanted, places
from search_app.marking import Block, Piece

MOST = 100  # places marked on one page: what keeps it light


class Matches:
    """What is looked for, and how many places were marked so far: numbers run through all the texts of a page."""

    def __init__(self, wanted: Wanted) -> None:
        """Take what a search marks."""
        self._wanted = wanted
        self.count = 0

    def mark(self, blocks: Iterable[Block]) -> list[Block]:
        """Return `blocks` with each place marked. A link that holds one is marked whole."""
        return [
            replace(
                block,
                pieces=self._marked(block.pieces),
                rows=tuple(tuple(self._marked(cell) for cell in row) for row in block.rows),
            )
            for block in blocks
        ]

    def _marked(self, pieces: Iterable[Piece]) -> tuple[Piece, ...]:
        return tuple(part for piece in pieces for part in self._parts(piece))

    def _parts(self, piece: Piece) -> Iterator[Piece]:
        found = places(piece.text, self._wanted) if self.count < MOST else []
        if piece.kind:
            yield replace(piece, match=self._next()) if found else piece
            return
        at = 0
        for start, end in found[: MOST - self.count]:
            if start > at:
                yield Piece(piece.text[at:start])
            yield Piece(piece.text[start:end], match=self._next())
            at = end
        if at < len(piece.text):
            yield Piece(piece.text[at:])

    def _next(self) -> int:
        self.count += 1
        return self.count
