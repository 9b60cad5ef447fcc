"""How fast a request is checked against many earlier answers: `make bench`, or `python bench/earlier.py ANSWERS`.

Every question is different. A few hundred are written, analysed and read by the sentence model; the others are made of
these, with a third of their words changed and vectors mixed from two: it would take the model most of an hour to read
600,000, and a search costs the same.
"""

from __future__ import annotations

import json
import os
import random
import resource
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from measure import Table, fastest, figure, timed
from numpy.typing import NDArray
from synthetic import SEED, disclosures, place

from index.match import files
from index.match.arrays import Arrays, gather
from index.match.build import COARSE_FROM, Columns, directions, fingerprint, inverted, project
from index.match.embeddings import quantise
from index.match.encoder import Encoder, load_encoder, model_fingerprint
from index.match.matcher import match
from index.match.past import PastQuestion
from index.match.texts import Question
from index.match.wordpiece import token_ids

READ = 2_000  # questions that are written and analysed
EMBEDDED = 512  # and of these, read by the model
VOCABULARY = 60_000
ROUNDS = 5
PARTS = 8
LETTER = 5  # questions of a new letter
TAIL = " Please answer for "  # what makes the made-up questions different; a request is asked without it
NOTES = [
    "Milliseconds of CPU time of one request of eight parts ({tokens} tokens in all), vectors and all, in a process of",
    "its own, on one thread; again: the fastest of {rounds}. Memory: the peak of that process, pages of mapped files",
    "included. Model: questions a second that the sentence model reads on one core; a new letter is five questions",
    "read and made ready to be stored.",
]


def measure_check(workspace: Path, answers: int) -> Table:
    """Return the table of checking one request against a tenth of the answers, and all of them."""
    encoder = load_encoder()
    rows = []
    for count in (answers // 10, answers):
        folder = workspace / f"match-{count}"
        texts = build(folder, count, encoder)
        told = _in_a_process_of_its_own(folder, count, [text.split(TAIL)[0] for text in texts])
        reading = timed(lambda texts=texts: encoder.encode(texts[:EMBEDDED]))
        letter = timed(lambda texts=texts: quantise(encoder.encode(texts[:LETTER])))
        size = sum(file.stat().st_size for file in (folder / "gen-0001").iterdir())
        rows.append(
            (
                f"{count:,} answers", figure(told["first"]), figure(told["again"]), figure(told["memory"]),
                figure(size / 1e6), figure(min(EMBEDDED, len(texts)) / reading.seconds), figure(letter.seconds * 1e3),
            )
        )  # fmt: skip
    return Table(
        f"Checking a request against {answers:,} earlier answers",
        ("answers", "first, ms", "again, ms", "memory, MB", "arrays, MB", "model, 1/s", "new letter, ms"),
        rows,
        [note.format(rounds=ROUNDS, tokens=told["tokens"]) for note in NOTES],
    )


def _in_a_process_of_its_own(folder: Path, count: int, texts: list[str]) -> dict[str, float]:
    """Return what checking costs: making the index, which this process did, must not count as its memory."""
    asked = random.Random(SEED + 1).sample(texts, PARTS)
    told = subprocess.run(
        [sys.executable, __file__, "--check", str(folder), str(count)],
        input=json.dumps(asked), capture_output=True, text=True, check=True,
        env={**os.environ, "OPENBLAS_NUM_THREADS": "1"},
    )  # fmt: skip
    found: dict[str, float] = json.loads(told.stdout)
    return found


def check(folder: Path, count: int, texts: list[str]) -> dict[str, float]:
    """Return what checking a request costs in this process: milliseconds, megabytes, and how much is read."""
    encoder = load_encoder()
    arrays = Arrays(folder, _built(count))
    parts = [Question.printed(text) for text in texts]

    def once() -> int:
        return sum(map(len, match(arrays, parts, encoder)))

    first = timed(once)
    assert first.result == len(parts) * 5, "every part has its five nearest"
    again = fastest([once], ROUNDS)[0]
    return {
        "first": first.seconds * 1e3,
        "again": again.seconds * 1e3,
        "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "tokens": sum(len(token_ids(reading)) for part in parts for reading in part.readings),
    }


def build(folder: Path, count: int, encoder: Encoder) -> list[str]:
    """Write a match index of `count` made-up answers and return the questions that were read for it."""
    generation = folder / "gen-0001"
    generation.mkdir(parents=True)
    columns = Columns()
    texts: list[str] = []
    for past in _past(min(count, READ)):
        columns.add(past)
        texts.append(past.question.text)
    columns.write(generation)
    files.write_lines(generation, "boilerplate", [])
    files.write_array(generation, "usual", encoder.usual)
    seeds = encoder.encode(columns.for_model[:EMBEDDED])
    if count > READ:
        _grow(generation, count)
    _write_vectors(generation, count, seeds)
    return texts


def _built(count: int) -> files.Built:
    return files.Built("gen-0001", 0, fingerprint(), model_fingerprint(), "", count, count)


def _past(count: int) -> Iterator[PastQuestion]:
    """Yield different questions with their answers."""
    rng = random.Random(SEED)
    letters = disclosures(count)
    parts = ((letter, part) for letter in letters for part in letter.reading.questions)
    for number, (letter, part) in enumerate(parts):
        if number == count:
            return
        question = Question(f"{part.question}{TAIL}{place(rng)} in {rng.randint(1, 9_999)}.")
        reading = letter.reading
        yield PastQuestion(letter.id, number, question, reading.authority, reading.responded_on, frozenset())


def _grow(folder: Path, count: int) -> None:
    """Make the index as large as asked: each question is one of those written, with a third of its words changed."""
    rng = np.random.default_rng(SEED)
    old = {file.stem: files.read_array(folder, file.stem) for file in folder.glob("*.npy")}
    pick = rng.integers(0, len(old["totals"]), count)
    terms, owner = gather(old["terms_starts"], old["terms"], pick)
    changed = rng.random(len(terms)) < 1 / 3
    words = np.where(changed, (VOCABULARY * rng.random(len(terms)) ** 3).astype(np.int64), terms.astype(np.int64))
    keys = np.unique(owner * VOCABULARY + words)
    terms = (keys % VOCABULARY).astype(np.uint32)
    starts = np.concatenate([[0], np.cumsum(np.bincount(keys // VOCABULARY, minlength=count))]).astype(np.int64)
    everyone = np.arange(count)
    new = {
        "terms": terms,
        "terms_starts": starts,
        **inverted(terms, starts, VOCABULARY),
        "wording": rng.integers(0, 2**63, count).astype(np.uint64),
        "said": rng.integers(0, 2**63, count).astype(np.uint64),
        "question_of": everyone.astype(np.uint32),
        "answers": everyone.astype(np.uint32),
        "answers_starts": np.arange(count + 1),
        **{
            name: old[name][pick]
            for name in (
                "subjects",
                "hangs",
                "aspects",
                "disclosure_of",
                "position",
                "authority_of",
                "responded_on",
                "functions",
            )
        },
    }
    for name, column in new.items():
        files.write_array(folder, name, column)
    known = files.read_lines(folder, "vocabulary")
    files.write_lines(folder, "vocabulary", [*known, *(f"word{n}" for n in range(len(known), VOCABULARY))])


def _write_vectors(folder: Path, count: int, seeds: NDArray[np.float32]) -> None:
    rng = np.random.default_rng(SEED)
    vectors, scales = np.zeros((count, seeds.shape[1]), np.int8), np.zeros(count, np.float32)
    for start in range(0, count, 20_000):
        size = min(20_000, count - start)
        pair = rng.integers(0, len(seeds), (2, size))
        mixed = seeds[pair[0]] + 0.6 * seeds[pair[1]] + 0.02 * rng.standard_normal((size, seeds.shape[1]))
        mixed /= np.linalg.norm(mixed, axis=1, keepdims=True)
        vectors[start : start + size], scales[start : start + size] = quantise(mixed.astype(np.float32))
    files.write_array(folder, "vectors", vectors)
    files.write_array(folder, "scales", scales)
    if count > COARSE_FROM:
        axes = directions(vectors, scales)
        files.write_array(folder, "directions", axes)
        files.write_array(folder, "coarse", project(vectors, scales, axes))


def main() -> None:
    """Print the table for as many answers as are asked for."""
    if sys.argv[1:2] == ["--check"]:
        print(json.dumps(check(Path(sys.argv[2]), int(sys.argv[3]), json.load(sys.stdin))))
        return
    with tempfile.TemporaryDirectory(prefix="foilog-bench-") as workspace:
        print(measure_check(Path(workspace), int(sys.argv[1]) if len(sys.argv) > 1 else 600_000))


if __name__ == "__main__":
    main()
