"""Build the match index: what is known of each different question, and which answers it was given.

A question that was asked word for word of ten bodies is one question with ten answers: it is embedded and scored once.
By question (ordinals 0..q-1):  terms and their inverse (postings), subjects, aspects, wording, whether it hangs on its
                                context, vector.
By answer (ordinals 0..a-1):    question, disclosure, position, authority, date, what the products named are
                                used for.
Lists of lists are two arrays: `x_starts` (one more than there are lists) and `x`.
"""

from __future__ import annotations

import hashlib
import shutil
import time
from array import array
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from corpus.catalogue import Catalogue
from corpus.datadir import FULL
from index.analysis import ANALYSER_VERSION, WORDS_PATH
from index.errors import SearchIndexError
from index.generations import writing
from index.match import files
from index.match.boilerplate import learn
from index.match.embeddings import Embeddings
from index.match.encoder import Encoder, ModelAbsentError, load_encoder, model_fingerprint
from index.match.past import PastQuestion, read_past, read_questions
from index.match.terms import wording
from index.match.texts import Question
from index.match.thesaurus import THESAURUS_PATH, rows

VERSION = 3  # raise it when the arrays change
COARSE_FROM = 4_000  # different questions: fewer are compared one by one
COARSE = 64  # dimensions of the first, rough comparison
SAMPLE = 20_000  # questions the rough directions are taken from

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class MatchReport:
    """What one build did. `why_no_model` is "" where meanings are compared."""

    rebuilt: bool
    answers: int
    questions: int
    embedded: int
    why_no_model: str
    seconds: float


def fingerprint() -> str:
    """Return what the arrays depend on beside the catalogue and the model."""
    digest = hashlib.sha256(f"{VERSION} {ANALYSER_VERSION}".encode())
    for path in (THESAURUS_PATH, WORDS_PATH):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def wording_hash(text: str) -> int:
    """Return a number that word-for-word equal questions share, and in practice no others."""
    return int.from_bytes(hashlib.blake2b(wording(text).encode(), digest_size=8).digest(), "little")


def update_matching(
    catalogue: Catalogue, path: Path, progress: Progress | None = None, *, rebuild: bool = False
) -> MatchReport:
    """Bring the match index at `path` up to the catalogue and return what was done.

    With `rebuild` the arrays are made anew though nothing changed. Vectors are made once a text and kept as they come,
    so that a run that is stopped goes on where it was.

    Raises:
        SearchIndexError: another process is at it, or it cannot be written.
    """
    started = time.monotonic()
    try:
        with writing(path):
            report = _update(catalogue, path, progress, rebuild)
    except OSError as error:
        what = "the disk is full; free some space" if error.errno in FULL else f"cannot be written ({error.strerror})"
        raise SearchIndexError(f"{path}: {what}, then run `foilog index` again") from error
    return MatchReport(*report, seconds=time.monotonic() - started)


def _update(
    catalogue: Catalogue, path: Path, progress: Progress | None, rebuild: bool
) -> tuple[bool, int, int, int, str]:
    encoder, why = _encoder()
    model = model_fingerprint() if encoder else None
    built = files.read_built(path)
    files.sweep(path, keep=built.generation if built else None)
    revision = catalogue.revision
    if built and not rebuild and (built.revision, built.made_by, built.model) == (revision, fingerprint(), model):
        return False, built.answers, built.questions, 0, built.why_no_model
    learned = learn(read_questions(catalogue))
    gathered = Columns()
    for past in read_past(catalogue, learned):
        gathered.add(past)
    generation = files.new_generation(path)
    try:
        gathered.write(generation)
        files.write_lines(generation, "boilerplate", sorted(learned))
        embedded = _write_vectors(generation, path, gathered.for_model, encoder, progress) if encoder else 0
    except BaseException:
        shutil.rmtree(generation, ignore_errors=True)
        raise
    answers, questions = len(gathered.question_of), len(gathered.for_model)
    files.write_built(path, files.Built(generation.name, revision, fingerprint(), model, why, answers, questions))
    files.sweep(path, keep=generation.name)
    return True, answers, questions, embedded, why


def _encoder() -> tuple[Encoder | None, str]:
    try:
        return load_encoder(), ""
    except ModelAbsentError as error:
        return None, str(error)


class Columns:
    """The columns, filled one past question after the other; numbers only, so that 600,000 fit into memory."""

    def __init__(self) -> None:
        self.for_model: list[str] = []
        self.question_of = array("I")
        self._number: dict[str, int] = {}
        self._term_number: dict[str, int] = {}
        self._terms, self._starts = array("I"), array("Q", [0])
        self._subjects: list[int] = []
        self._aspects, self._wording, self._said = array("Q"), array("Q"), array("Q")
        self._hangs: list[bool] = []
        self._disclosures: list[str] = []
        self._disclosure_of, self._position, self._responded_on = array("I"), array("i"), array("i")
        self._authorities: dict[str, int] = {}
        self._authority_of = array("i")
        self._functions: list[int] = []

    def add(self, past: PastQuestion) -> None:
        """Take one question-answer."""
        said = past.question.said.casefold()
        number = self._number.get(said)
        if number is None:
            number = self._number[said] = len(self.for_model)
            self._add_question(past.question)
        self.question_of.append(number)
        if not self._disclosures or self._disclosures[-1] != past.disclosure:
            self._disclosures.append(past.disclosure)
        self._disclosure_of.append(len(self._disclosures) - 1)
        self._position.append(past.position)
        self._authority_of.append(
            self._authorities.setdefault(past.authority, len(self._authorities)) if past.authority else -1
        )
        self._responded_on.append(int((past.responded_on or "0").replace("-", "")[:8]))
        self._functions.append(subject_bits(past.functions))

    def _add_question(self, question: Question) -> None:
        self.for_model.append(question.for_model)
        self._terms.extend(sorted(self._term(term) for term in question.terms))
        self._starts.append(len(self._terms))
        self._subjects.append(subject_bits(question.concepts.subjects))
        self._aspects.append(aspect_bits(question.concepts.aspects))
        self._wording.append(wording_hash(question.text))
        self._said.append(wording_hash(question.said))
        self._hangs.append(question.hangs)

    def _term(self, term: str) -> int:
        return self._term_number.setdefault(term, len(self._term_number))

    def write(self, folder: Path) -> None:
        """Write all columns and what follows from them."""
        terms = np.frombuffer(self._terms, np.uint32) if self._terms else np.zeros(0, np.uint32)
        starts = np.frombuffer(self._starts, np.uint64).astype(np.int64)
        questions = len(self.for_model)
        question_of = np.frombuffer(self.question_of, np.uint32) if self.question_of else np.zeros(0, np.uint32)
        subjects = bit_words(self._subjects)
        aspects = np.array(self._aspects, np.uint64)
        columns: dict[str, NDArray[np.generic]] = {
            "terms": terms,
            "terms_starts": starts,
            **inverted(terms, starts, len(self._term_number)),
            "subjects": subjects,
            "subject_weights": _bit_weights(subjects, len(places("subject"))),
            "aspects": aspects,
            "aspect_weights": _bit_weights(aspects[:, None], len(places("aspect"))),
            "wording": np.array(self._wording, np.uint64),
            "said": np.array(self._said, np.uint64),
            "hangs": np.array(self._hangs, np.bool_),
            "question_of": question_of,
            "answers": np.argsort(question_of, kind="stable").astype(np.uint32),
            "answers_starts": np.concatenate([[0], np.cumsum(np.bincount(question_of, minlength=questions))]).astype(
                np.int64
            ),
            "disclosure_of": np.array(self._disclosure_of, np.uint32),
            "position": np.array(self._position, np.int32),
            "authority_of": np.array(self._authority_of, np.int32),
            "responded_on": np.array(self._responded_on, np.int32),
            "functions": bit_words(self._functions),
        }
        for name, column in columns.items():
            files.write_array(folder, name, column)
        files.write_lines(folder, "vocabulary", list(self._term_number))
        files.write_lines(folder, "disclosures", self._disclosures)
        files.write_lines(folder, "authorities", list(self._authorities))


def inverted(terms: NDArray[np.uint32], starts: NDArray[np.int64], vocabulary: int) -> dict[str, NDArray[np.generic]]:
    """Return what follows from the terms of the questions: their postings, weights, and the whole weight of each."""
    questions = len(starts) - 1
    frequency = np.bincount(terms, minlength=vocabulary)
    owner = np.repeat(np.arange(questions, dtype=np.uint32), np.diff(starts))
    # The inverse document frequency of BM25, never below zero.
    idf = np.log1p((questions - frequency + 0.5) / (frequency + 0.5)).astype(np.float32)
    return {
        "postings": owner[np.argsort(terms, kind="stable")],
        "postings_starts": np.concatenate([[0], np.cumsum(frequency)]).astype(np.int64),
        "idf": idf,
        "totals": np.bincount(owner, weights=idf[terms], minlength=questions).astype(np.float32),
    }


def subject_bits(ids: Iterable[str]) -> int:
    """Return a number with one bit a subject, by its place in the thesaurus; ids it does not have are left out."""
    return sum(1 << place for row_id in ids if (place := places("subject").get(row_id)) is not None)


def aspect_bits(ids: Iterable[str]) -> int:
    """Return a number with one bit an aspect."""
    return sum(1 << place for row_id in ids if (place := places("aspect").get(row_id)) is not None)


@cache
def places(kind: str) -> dict[str, int]:
    """Return the place of each subject or aspect in the thesaurus."""
    return {row.id: place for place, row in enumerate(row for row in rows().values() if row.kind == kind)}


def words_of_bits() -> int:
    """Return how many 64-bit words hold one bit a subject."""
    return -(-len(places("subject")) // 64)


def bit_words(numbers: list[int]) -> NDArray[np.uint64]:
    """Return numbers of any size as rows of 64-bit words, the lowest first."""
    width = words_of_bits()
    return np.array([[(n >> (64 * w)) & (2**64 - 1) for w in range(width)] for n in numbers], np.uint64).reshape(
        -1, width
    )


def bits_set(words: NDArray[np.uint64], place: int) -> NDArray[np.bool_]:
    """Return, by row, whether the bit at `place` is set."""
    return (words[:, place // 64] >> np.uint64(place % 64) & np.uint64(1)).astype(np.bool_)


def _bit_weights(words: NDArray[np.uint64], count: int) -> NDArray[np.float32]:
    """Return how much each subject or aspect tells: one that half the questions have tells little."""
    having = np.array([bits_set(words, place).sum() for place in range(count)], np.float64)
    return np.log1p((len(words) - having + 0.5) / (having + 0.5)).astype(np.float32)


def _write_vectors(folder: Path, path: Path, texts: list[str], encoder: Encoder, progress: Progress | None) -> int:
    with Embeddings(path / "embeddings.sqlite3", model_fingerprint()) as cache:
        embedded = cache.add_missing(texts, encoder, progress)
        cache.forget_all_but(texts)
        vectors, scales = cache.vectors(texts)
    files.write_array(folder, "vectors", vectors)
    files.write_array(folder, "scales", scales)
    files.write_array(folder, "usual", encoder.usual)
    if len(texts) > COARSE_FROM:
        axes = directions(vectors, scales)
        files.write_array(folder, "directions", axes)
        files.write_array(folder, "coarse", project(vectors, scales, axes))
    return embedded


def directions(vectors: NDArray[np.int8], scales: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the directions in which the questions differ most, as the columns of an orthogonal matrix."""
    chosen = np.random.default_rng(crc32(b"foilog")).choice(len(vectors), min(SAMPLE, len(vectors)), replace=False)
    sample = vectors[chosen].astype(np.float32) * scales[chosen, None]
    _, axes = np.linalg.eigh(sample.T @ sample)
    return np.ascontiguousarray(axes[:, ::-1][:, :COARSE], np.float32)


def project(
    vectors: NDArray[np.int8], scales: NDArray[np.float32], directions: NDArray[np.float32]
) -> NDArray[np.float32]:
    """Return the vectors in the few directions of the rough comparison, a block at a time."""
    out = np.zeros((len(vectors), directions.shape[1]), np.float32)
    for start in range(0, len(vectors), 50_000):
        block = slice(start, start + 50_000)
        out[block] = (vectors[block].astype(np.float32) @ directions) * scales[block, None]
    return out
