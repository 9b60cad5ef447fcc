"""The match index as it is read: memory-mapped arrays behind the names of `build.py`."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.match import files
from index.match.build import wording_hash
from index.match.files import Built
from index.match.texts import Question

Array = NDArray[Any]
Ordinals = NDArray[np.int64]


class Arrays:
    """One generation of the match index. Read-only, so that threads may share it."""

    def __init__(self, path: Path, built: Built) -> None:
        """Open the generation that `built` names."""
        self.built = built
        self._folder = path / built.generation
        for name in (
            "terms", "terms_starts", "postings", "postings_starts", "idf", "totals", "subjects", "subject_weights",
            "aspects", "aspect_weights", "wording", "said", "hangs", "question_of",
            "answers", "answers_starts", "disclosure_of", "position",
            "authority_of", "responded_on", "functions",
        ):  # fmt: skip
            setattr(self, name, files.read_array(self._folder, name))
        self.boilerplate = frozenset(files.read_lines(self._folder, "boilerplate"))
        self.disclosures = files.read_lines(self._folder, "disclosures")
        self.authorities = {name: place for place, name in enumerate(files.read_lines(self._folder, "authorities"))}
        self.vectors: Array | None = files.read_array(self._folder, "vectors") if built.model else None
        self.scales: Array | None = files.read_array(self._folder, "scales") if built.model else None
        self.usual: Array | None = files.read_array(self._folder, "usual") if built.model else None

    terms: Array
    terms_starts: Array
    postings: Array
    postings_starts: Array
    idf: Array
    totals: Array
    subjects: Array
    subject_weights: Array
    aspects: Array
    aspect_weights: Array
    wording: Array
    said: Array
    hangs: Array
    question_of: Array
    answers: Array
    answers_starts: Array
    disclosure_of: Array
    position: Array
    authority_of: Array
    responded_on: Array
    functions: Array

    @cached_property
    def vocabulary(self) -> dict[str, int]:
        """Return each term with its number."""
        return {term: number for number, term in enumerate(files.read_lines(self._folder, "vocabulary"))}

    @cached_property
    def rough(self) -> tuple[Array, Array] | None:
        """Return the rough vectors, in memory, and their directions; None where all questions are compared."""
        if not (self._folder / "coarse.npy").is_file():
            return None
        return np.array(files.read_array(self._folder, "coarse")), np.array(
            files.read_array(self._folder, "directions")
        )

    @cached_property
    def _by_wording(self) -> tuple[tuple[Array, Array], tuple[Array, Array]]:
        """Return the hashes of the questions alone in ascending order with the question of each, and with context."""
        orders = [np.argsort(hashes, kind="stable") for hashes in (self.wording, self.said)]
        return (self.wording[orders[0]], orders[0]), (self.said[orders[1]], orders[1])

    @property
    def questions(self) -> int:
        """Return how many different questions there are."""
        return len(self.totals)

    def same_words(self, question: Question) -> Ordinals:
        """Return the questions with the same words; with the same heading too, where it hangs on one."""
        if not question.wording:
            return np.zeros(0, np.int64)
        hashes, order = self._by_wording[question.hangs]
        wanted = np.uint64(wording_hash(question.said if question.hangs else question.text))
        return np.asarray(
            order[np.searchsorted(hashes, wanted, "left") : np.searchsorted(hashes, wanted, "right")], np.int64
        )


def gather(starts: Array, values: Array, rows: Ordinals) -> tuple[Array, Ordinals]:
    """Return the lists at `rows` one after the other, and for each value which of `rows` it belongs to."""
    low = starts[rows].astype(np.int64)
    lengths = starts[rows + 1].astype(np.int64) - low
    owner = np.repeat(np.arange(len(rows)), lengths)
    first = np.cumsum(lengths) - lengths
    places = np.arange(int(lengths.sum())) - np.repeat(first, lengths) + np.repeat(low, lengths)
    return np.asarray(values[places]), owner
