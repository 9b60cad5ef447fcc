"""BERT's WordPiece: from text to the token ids that the sentence model was trained on.

The rules are those of the uncased BERT vocabulary (lower case, no accents, each punctuation mark a token, then the
longest piece first); `vocab.txt` is that vocabulary, one piece a line, whose line number is the id.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path

VOCABULARY_PATH = Path(__file__).with_name("vocab.txt")
LONGEST_WORD = 100  # characters; a longer one is unknown, as in BERT
MOST_TOKENS = 128  # a question says what it is about at its beginning


@cache
def vocabulary() -> dict[str, int]:
    """Return each piece with its id."""
    lines = VOCABULARY_PATH.read_text(encoding="utf-8").split("\n")
    return {piece: number for number, piece in enumerate(lines) if piece}


def token_ids(text: str, most: int = MOST_TOKENS) -> list[int]:
    """Return the ids of `text` between [CLS] and [SEP], at most `most` with these."""
    pieces = vocabulary()
    ids = [pieces["[CLS]"]]
    for word in _words(text):
        ids += _pieces(word)
        if len(ids) >= most:
            break
    return [*ids[: most - 1], pieces["[SEP]"]]


def _words(text: str) -> Iterator[str]:
    """Yield words and single punctuation marks, in lower case and without accents."""
    word: list[str] = []
    for letter in unicodedata.normalize("NFD", text.lower()):
        kind = unicodedata.category(letter)
        alone = _is_punctuation(letter, kind) or _is_ideograph(ord(letter))
        if alone or letter.isspace():
            if word:
                yield "".join(word)
                word = []
            if alone:
                yield letter
        elif kind != "Mn" and not kind.startswith("C") and letter != "\ufffd":
            word.append(letter)
    if word:
        yield "".join(word)


def _is_punctuation(letter: str, kind: str) -> bool:
    return kind.startswith("P") or (letter.isascii() and not letter.isalnum() and letter > " " and letter != "\x7f")


def _is_ideograph(code: int) -> bool:
    return 0x4E00 <= code <= 0x9FFF or 0x3400 <= code <= 0x4DBF or 0xF900 <= code <= 0xFAFF or code >= 0x20000


@lru_cache(maxsize=100_000)
def _pieces(word: str) -> tuple[int, ...]:
    """Return the ids of one word's pieces, the longest first; of [UNK] where it cannot be pieced together."""
    known = vocabulary()
    unknown = (known["[UNK]"],)
    if len(word) > LONGEST_WORD:
        return unknown
    ids: list[int] = []
    start = 0
    while start < len(word):
        for end in range(len(word), start, -1):
            piece = ("##" if start else "") + word[start:end]
            if piece in known:
                ids.append(known[piece])
                start = end
                break
        else:
            return unknown
    return tuple(ids)
