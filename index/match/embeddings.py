"""The vectors of the past questions, each text once, kept so that an interrupted run goes on where it stopped.

`match/embeddings.sqlite3` holds one row a text: the first bytes of its SHA-256 and its vector as 384 signed bytes with
one scale. It is a cache: another model, or another way of putting a question to it, empties it.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.match.encoder import DIMENSIONS, Encoder, Vectors

BATCH = 256  # texts a commit: the work lost to a kill
KEY_BYTES = 16
_LOOKUP = 500  # keys a SELECT

Quantised = NDArray[np.int8]


def text_key(text: str) -> bytes:
    """Return the key of a text."""
    return hashlib.sha256(text.encode()).digest()[:KEY_BYTES]


def quantise(vectors: Vectors) -> tuple[Quantised, NDArray[np.float32]]:
    """Return vectors as signed bytes, and the scale of each: `bytes * scale` is nearly the vector."""
    scales = np.maximum(np.abs(vectors).max(axis=1), 1e-9) / 127
    return np.round(vectors / scales[:, None]).astype(np.int8), scales.astype(np.float32)


class Embeddings:
    """The cache of one data directory. Open it with a `with`."""

    def __init__(self, path: Path, model_id: str) -> None:
        """Open or make the cache; what another model made is forgotten."""
        self._connection = sqlite3.connect(path, isolation_level=None)
        execute = self._connection.execute
        execute("PRAGMA journal_mode = WAL")
        execute("PRAGMA synchronous = NORMAL")
        execute("CREATE TABLE IF NOT EXISTS model (id TEXT NOT NULL)")
        execute(
            "CREATE TABLE IF NOT EXISTS vectors"
            " (key BLOB PRIMARY KEY, scale REAL NOT NULL, vector BLOB NOT NULL) WITHOUT ROWID"
        )
        if execute("SELECT id FROM model").fetchone() != (model_id,):
            execute("BEGIN IMMEDIATE")
            execute("DELETE FROM vectors")
            execute("DELETE FROM model")
            execute("INSERT INTO model VALUES (?)", (model_id,))
            execute("COMMIT")

    def __enter__(self) -> Embeddings:
        return self

    def __exit__(self, *exception: object) -> None:
        self._connection.close()

    def add_missing(
        self, texts: Sequence[str], encoder: Encoder, progress: Callable[[int, int], None] | None = None
    ) -> int:
        """Embed the texts that have no vector yet, a commit a batch, and return how many there were."""
        keys = {text_key(text): text for text in texts}
        missing = [keys[key] for key in keys.keys() - self._known(keys)]
        missing.sort(key=len)  # one length a batch: little is lost to padding
        for start in range(0, len(missing), BATCH):
            batch = missing[start : start + BATCH]
            vectors, scales = quantise(encoder.encode(batch))
            self._connection.execute("BEGIN IMMEDIATE")
            self._connection.executemany(
                "INSERT OR REPLACE INTO vectors VALUES (?, ?, ?)",
                (
                    (text_key(text), float(scale), vector.tobytes())
                    for text, scale, vector in zip(batch, scales, vectors, strict=True)
                ),
            )
            self._connection.execute("COMMIT")
            if progress:
                progress(min(start + BATCH, len(missing)), len(missing))
        return len(missing)

    def vectors(self, texts: Sequence[str]) -> tuple[Quantised, NDArray[np.float32]]:
        """Return the vectors of texts that all have one, in order, as `quantise` gives them.

        Raises:
            KeyError: a text has none.
        """
        out = np.zeros((len(texts), DIMENSIONS), np.int8)
        scales = np.zeros(len(texts), np.float32)
        with closing(self._connection.cursor()) as cursor:
            for row, text in enumerate(texts):
                found = cursor.execute("SELECT scale, vector FROM vectors WHERE key = ?", (text_key(text),)).fetchone()
                if found is None:
                    raise KeyError(text)
                scales[row] = found[0]
                out[row] = np.frombuffer(found[1], np.int8)
        return out, scales

    def forget_all_but(self, texts: Iterable[str]) -> None:
        """Delete the vectors of every other text: what was withdrawn leaves nothing behind."""
        wanted = {text_key(text) for text in texts}
        gone = [(key,) for (key,) in self._connection.execute("SELECT key FROM vectors") if key not in wanted]
        self._connection.execute("BEGIN IMMEDIATE")
        self._connection.executemany("DELETE FROM vectors WHERE key = ?", gone)
        self._connection.execute("COMMIT")

    def _known(self, keys: Iterable[bytes]) -> set[bytes]:
        return {key for part in _parts(list(keys)) for (key,) in self._connection.execute(_select(len(part)), part)}


def _select(count: int) -> str:
    return f"SELECT key FROM vectors WHERE key IN ({', '.join('?' * count)})"


def _parts(keys: list[bytes]) -> Iterator[list[bytes]]:
    for start in range(0, len(keys), _LOOKUP):
        yield keys[start : start + _LOOKUP]
