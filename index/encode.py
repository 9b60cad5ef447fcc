"""`analysis.analyse` at the speed of the index's writer: the same terms at the same positions, as numbers.

A text is cut at its spaces, and each chunk between two looked up in a dictionary: "council's," is taken apart once,
however many letters have it. Only a chunk that may be one token with its neighbours, as in "section 40 (2)" or
"£1.2 million", is read together with them, and only where they look like it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, NamedTuple

from index.analysis import GAP_POSITIONS, NO_CITATION, STOP, TOKEN, Carry, fold, may_be_listed, token_terms, word_terms
from index.arrays.buffer import Piece, Pieces

Shared = dict[str, Any]

LONGEST_CHUNK = 64  # characters: a longer one is hardly met twice
OPEN = -1  # no code: of a longer one, and of one that may be one token with its neighbours
LONG_TEXT = 300  # characters: others of the same letter may be parts of it
WINDOW = 12  # chunks read together at first
TOUCHED = 4  # chunks: a token this near the end of the window may go on behind it
_HEADS = frozenset({"section", "sections", "sec", "regulation", "regulations", "reg", "regs", "s", "ss"})
_SCALES = r"(?:k|mn?|bn|thousand|million|billion)(?!\w)"
# What a chunk ends with, and how the next begins that may belong to its last token.
_OPENINGS = (
    (re.compile(rf"(?<![\w.,£])(?:{'|'.join(sorted(_HEADS))})\.?\xa0*\Z", re.IGNORECASE), r"[\d\xa0\n]|\Z"),
    (re.compile(r"£\Z"), r"\d"),
)
# How a chunk begins that may belong to a token with a digit in the chunk before it. Most chunks with a digit have no
# such neighbour, so it is the neighbour that is looked out for.
_LEANING = rf"\(|{_SCALES}"
_LEANING_FROM = "(kmbtKMBT\u212a"  # with what it begins, the sign for kelvins among them
_DIGIT = re.compile(r"\d")
_ANYTHING, _NOTHING = "", "(?!)"
_AROUND = '.,;:!?()"'  # a word, where nothing else is in the chunk
_SPELT = re.compile(r"[^\W\d_]{4,}(?:['’][^\W\d_]+)*")
SHORTEST_SPELT = 4


class Encoder:
    """Numbers the pieces of texts. `shared` is the same for all encoders of one writer."""

    def __init__(self, pieces: Pieces, shared: Shared) -> None:
        """Take what numbers pieces, and what other encoders know."""
        self._code = pieces.code
        self._chunks = _chunks(pieces, shared)
        # Tokens that no citation stands before and that are none themselves, by the kind they were read as.
        self._alone: dict[tuple[str | None, str], int] = {}

    def __call__(self, text: str) -> list[int]:
        """Return the codes of the pieces of `text`, in order."""
        _, chunks, codes = self._chunks.cut(text)
        return self._read(chunks, codes) if OPEN in codes else codes

    def _read(self, chunks: list[str], known: list[int]) -> list[int]:
        """Return the codes with those of chunks that are read alone or together with others."""
        codes: list[int] = []
        at, alone = 0, -1  # the chunk that is read next; the last that gave one code by itself
        while True:
            try:
                found = known.index(OPEN, at)
            except ValueError:
                return codes + known[at:]
            if found > at:
                codes += known[at:found]
                alone = found - 1
            chunk = chunks[found]
            if alone == found - 1 >= 0 and self._chunks.leaning[chunk] and _DIGIT.search(chunks[alone]):
                codes.pop()
                at, alone = alone + self._together(chunks, alone, codes), -2
                continue
            opening = self._chunks.openings.get(chunk)
            following = chunks[found + 1] if found + 1 < len(chunks) else "-"
            if opening and not opening[1][following]:
                codes.append(opening[0])
                at, alone = found + 1, found
            else:
                at, alone = found + self._together(chunks, found, codes), -2

    def _together(self, chunks: list[str], first: int, codes: list[int]) -> int:
        """Add the codes of the chunks from `first` on to `codes`, as far as they depend on each other; return how far.

        Where a token comes near the end of the chunks looked at, more of them are.
        """
        size = WINDOW
        while True:
            window = chunks[first : first + size]
            whole = first + size >= len(chunks)
            found, read = self._tokens(window, whole)
            if read:
                codes += found
                return read
            size *= 4

    def _tokens(self, chunks: list[str], whole: bool) -> tuple[list[int], int]:
        """Return the codes of the first tokens that depend on each other, and how many chunks these are.

        That is 0 where it cannot be told from `chunks`; if they are the `whole` rest, it can.
        """
        text, starts = _joined(chunks)
        starts.append(len(text) + 1)
        codes: list[int] = []
        carry, end, number = NO_CITATION, 0, 0
        for match in TOKEN.finditer(text):
            while match.start() >= starts[number + 1]:
                number += 1
            if not whole and match.end() >= starts[max(len(chunks) - TOUCHED, 0)]:
                return codes, 0
            if number and end <= starts[number] and not may_be_listed(match, carry):
                return codes, number
            carry = self._token(match, carry, codes)
            end = match.end()
        return codes, len(chunks) if whole else 0

    def _token(self, match: re.Match[str], carry: Carry, codes: list[int]) -> Carry:
        """Add the code of a token; return what the next has to know."""
        key = match.lastgroup, match[0]
        known = None if carry[1] else self._alone.get(key)
        if known is not None:
            codes.append(known)
            return carry
        piece, after = _piece(match, carry)
        codes.append(self._code(piece))
        if not carry[1] and not after[1]:
            self._alone[key] = codes[-1]
        return after


class _Cut(NamedTuple):
    """A text, its chunks and their codes. The questions and answers of a letter, which follow it, are parts of it."""

    text: str
    chunks: list[str]
    codes: list[int]

    def part(self, text: str) -> _Cut | None:
        """Return the same of `text`; None where it is not a part of this one from space to space."""
        begin = self.text.find(text)
        end = begin + len(text)
        if (
            begin < 0
            or (begin and self.text[begin - 1] not in " \n")
            or self.text[end : end + 1] not in ("", " ", "\n")
        ):
            return None
        first = _cuts(self.text, 0, begin)
        last = first + _cuts(self.text, begin, end) + 1
        return _Cut(text, self.chunks[first:last], self.codes[first:last])


class _Chunks(dict[str, int]):
    """The code of each chunk, and what was found out about it when it was first met."""

    def __init__(self, pieces: Pieces) -> None:
        super().__init__()
        self._pieces = pieces
        self._words: dict[str, int] = {}  # the code of each plain word
        self._follows: dict[str, _Follows] = {}
        self.leaning = _Follows(_LEANING)
        self._last = _Cut("", [], [])
        self.openings: dict[str, tuple[int, _Follows]] = {}
        """The code that an open chunk has alone, and which chunks behind it may belong to it."""
        self.spelt: dict[int, int] = {}
        """By code of a chunk, that of its words as they are spelt: chunks with one code have the same words."""
        self.spelt_open: dict[str, int] = {}

    def cut(self, text: str) -> _Cut:
        """Return the chunks of a text between spaces and the ends of lines; an end of a line is one of its own."""
        found = self._last.part(text)
        if found is None:
            chunks = text.replace("\n", " \n ").split(" ")
            found = _Cut(text, chunks, list(map(self.__getitem__, chunks)))
            if len(text) >= LONG_TEXT:
                self._last = found
        return found

    def __missing__(self, chunk: str) -> int:
        if len(chunk) > LONGEST_CHUNK:
            return OPEN
        word = chunk.strip(_AROUND)
        leans = chunk[:1] in _LEANING_FROM and self.leaning[chunk]
        if word.isascii() and word.isalpha() and word.lower() not in _HEADS and not leans:
            code = self._words.get(word)
            if code is None:
                code = self._words[word] = self._pieces.new_word(word_terms(word))
                self.spelt[code] = self._spelling([word.lower()])
        else:
            code = self._coded(chunk, leans)
        self[chunk] = code
        return code

    def spelling(self, chunk: str) -> int:
        """Return the code of the words that are worth suggesting: of four letters or more, folded, no stop words."""
        return self._spelling(dict.fromkeys(map(fold, _SPELT.findall(chunk))))

    def _spelling(self, words: Iterable[str]) -> int:
        return self._pieces.code((tuple([w.encode() for w in words if len(w) >= SHORTEST_SPELT and w not in STOP]),))

    def _coded(self, chunk: str, leans: bool) -> int:
        """Return the code of a chunk that is no plain word."""
        carry = NO_CITATION
        piece: Piece = ()
        for match in TOKEN.finditer(chunk):
            positions, carry = _piece(match, carry)
            piece += positions
        code = self._pieces.new(piece)
        openings = [_ANYTHING] if carry[1] else [following for ends, following in _OPENINGS if ends.search(chunk)]
        if leans and not openings:
            openings = [_NOTHING]
        if not openings:
            self.spelt[code] = self.spelling(chunk)
            return code
        pattern = "|".join(openings)
        if pattern not in self._follows:
            self._follows[pattern] = _Follows(pattern)
        self.openings[chunk] = code, self._follows[pattern]
        self.spelt_open[chunk] = self.spelling(chunk)
        return OPEN


def _chunks(pieces: Pieces, shared: Shared) -> _Chunks:
    """Return the chunks that all encoders of one writer share. Those of a new writer are empty, which is false."""
    if "chunks" not in shared:
        shared["chunks"] = _Chunks(pieces)
    chunks: _Chunks = shared["chunks"]
    return chunks


class _Follows(dict[str, bool]):
    """Tells which chunks begin as a pattern says."""

    def __init__(self, pattern: str) -> None:
        super().__init__()
        self._pattern = re.compile(pattern, re.IGNORECASE)

    def __missing__(self, chunk: str) -> bool:
        follows = self._pattern.match(chunk) is not None
        if len(chunk) <= LONGEST_CHUNK:
            self[chunk] = follows
        return follows


class Values:
    """Numbers a list of values, each a term as it is."""

    def __init__(self, pieces: Pieces, _: Shared) -> None:
        """Take what numbers pieces."""
        self._code = pieces.code
        self._known: dict[str, int] = {}

    def __call__(self, values: Iterable[str]) -> list[int]:
        """Return the code of each value."""
        known = self._known
        return [known[v] if v in known else known.setdefault(v, self._code(((v.encode(),),))) for v in values]


class Spellings:
    """Numbers the words of texts that are worth suggesting as they are spelt."""

    def __init__(self, pieces: Pieces, shared: Shared) -> None:
        """Take what numbers pieces, and what other encoders know."""
        self._chunks = _chunks(pieces, shared)

    def __call__(self, texts: Iterable[str]) -> list[int]:
        """Return the codes of the words in `texts`, in no order."""
        known = self._chunks
        found: set[int] = set()
        for text in texts:
            _, chunks, codes = known.cut(text)
            some = {*codes}
            if OPEN in some:
                some.remove(OPEN)
                found.update(self._open(chunks[at]) for at, code in enumerate(codes) if code == OPEN)
            found.update(map(known.spelt.__getitem__, some))
        return list(found)

    def _open(self, chunk: str) -> int:
        spelt = self._chunks.spelt_open.get(chunk)
        return self._chunks.spelling(chunk) if spelt is None else spelt


def _cuts(text: str, begin: int, end: int) -> int:
    """Return how often `text[begin:end]` is cut."""
    return text.count(" ", begin, end) + 2 * text.count("\n", begin, end)


def _joined(chunks: list[str]) -> tuple[str, list[int]]:
    """Return the text that was cut into `chunks`, and where each of them begins."""
    starts = []
    text = ""
    after_line = True
    for chunk in chunks:
        text += "" if after_line or chunk == "\n" else " "
        starts.append(len(text))
        text += chunk
        after_line = chunk == "\n"
    return text, starts


def _piece(match: re.Match[str], carry: Carry) -> tuple[Piece, Carry]:
    """Return the terms at each position of a token, and what the next token has to know."""
    if match.lastgroup == "gap":
        return ((),) * GAP_POSITIONS, carry
    parts, carry = token_terms(match, carry, False)
    return tuple(tuple(term.encode() for term in dict.fromkeys(terms)) for terms in parts), carry
