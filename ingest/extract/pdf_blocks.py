"""Slides: blocks of text that stand beside one another and are no table, put in order by pdfminer's layout analysis."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pdfminer.layout import IndexAssigner, LAParams, LTAnno, LTLayoutContainer, LTTextLineHorizontal

from ingest.extract.pdf_lines import Line
from ingest.extract.pdf_paint import bounds

_UNEVEN = 0.08  # em between the baselines of two pieces taken for one line: the cells of a row share theirs
_MAX_PIECES = 400  # the analysis compares each block with each
_DEPTH, _HEIGHT = 0.2, 0.8  # em below and above the baseline
_LAYOUT = LAParams()


def are_blocks(lines: Sequence[Line]) -> bool:
    """Tell whether lines are made of pieces of blocks that only happen to stand at about the same height."""
    if any(line.row is not None for line in lines) or sum(len(line.pieces) for line in lines) > _MAX_PIECES:
        return False
    return any(
        max(piece.y for piece in line.pieces) - min(piece.y for piece in line.pieces) > _UNEVEN * line.size
        for line in lines
        if len(line.pieces) > 1
    )


def blocks_text(lines: Sequence[Line]) -> str:
    """Return the text of blocks in reading order, a blank line between them."""
    pieces = list(_pieces(lines))
    corners = [corner for piece in pieces for corner in ((piece.x0, piece.y0), (piece.x1, piece.y1))]
    page = LTLayoutContainer(bounds(corners))
    boxes = list(page.group_textlines(_LAYOUT, pieces))
    index = IndexAssigner()
    for group in page.group_textboxes(_LAYOUT, boxes):
        group.analyze(_LAYOUT)
        index.run(group)
    boxes.sort(key=lambda box: box.index)
    return "\n\n".join("\n".join(piece.get_text().strip() for piece in box) for box in boxes)


def _pieces(lines: Sequence[Line]) -> Iterator[LTTextLineHorizontal]:
    for line in lines:
        for piece in line.pieces:
            made = LTTextLineHorizontal(_LAYOUT.word_margin)
            made.set_bbox(
                (piece.x0, piece.y - _DEPTH * line.size, max(piece.x1, piece.x0 + 0.1), piece.y + _HEIGHT * line.size)
            )
            made._objs = [LTAnno(piece.text)]  # of hidden text it knows nothing: that was taken out before
            yield made
