"""`analysis.analyse` at the speed of the index's writer: the same terms at the same positions, as numbers.

Most of a letter is plain words, which one call of a regular expression cuts out and a dictionary numbers. Only around
what may be a citation, a sum, a hyphen or an apostrophe are tokens taken one by one.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from index.analysis import GAP_POSITIONS, NO_CITATION, TOKEN, token_terms, word_terms

NO_TERM = -1
Code = Callable[[tuple[bytes, ...]], int]

_PLAIN = re.compile(r"[^\W_]+")
_NOT_PLAIN = re.compile(r"[\d£\x1e\u00ad\u0300-\u036f]|[-‐‑'’&.](?=\w)")
_HEADS = frozenset({"section", "sections", "sec", "regulation", "regulations", "reg", "regs", "s", "ss"})


class Encoder:
    """Numbers the positions of texts. `code` gives the number of the terms at one of them."""

    def __init__(self, code: Code) -> None:
        """Take what numbers terms."""
        self._code = code
        self._plain = _Plain(code)
        # Tokens that no citation stands before and that are none themselves, by the kind they were read as.
        self._alone: dict[tuple[str | None, str], list[int]] = {}

    def __call__(self, text: str) -> list[int]:
        """Return the code of each position of `text`, `NO_TERM` where no term is."""
        codes: list[int] = []
        number = self._plain.__getitem__
        carry = NO_CITATION
        at = 0
        while found := _NOT_PLAIN.search(text, at):
            begin = found.start()
            stretch = text[at:begin]
            words = _PLAIN.findall(stretch)
            begin -= _belonging(stretch, words)
            codes += map(number, words)
            while match := TOKEN.search(text, begin):
                begin = match.end()
                known = None if carry[1] else self._alone.get((match.lastgroup, match[0]))
                if known:
                    codes += known
                elif match.lastgroup == "gap":
                    codes += [NO_TERM] * GAP_POSITIONS
                else:
                    parts, carry = token_terms(match, carry, False)
                    numbers = [_coded(self._code, terms) for terms in parts]
                    codes += numbers
                    if not carry[1]:
                        self._alone[match.lastgroup, match[0]] = numbers
                if begin > found.start():
                    break
            else:
                return codes
            at = begin
        codes += map(number, _PLAIN.findall(text, at))
        return codes


class _Plain(dict[str, int]):
    """The code of each plain word, found out when it is first met."""

    def __init__(self, code: Code) -> None:
        super().__init__()
        self._code = code

    def __missing__(self, word: str) -> int:
        number = self[word] = _coded(self._code, word_terms(word))
        return number


class Values:
    """Numbers a list of values, each a term as it is."""

    def __init__(self, code: Code) -> None:
        """Take what numbers terms."""
        self._known: dict[str, int] = {}
        self._code = code

    def __call__(self, values: list[str]) -> list[int]:
        """Return the code of each value."""
        known = self._known
        return [known[v] if v in known else known.setdefault(v, _coded(self._code, (v,))) for v in values]


def _coded(code: Code, terms: tuple[str, ...]) -> int:
    return code(tuple(term.encode() for term in dict.fromkeys(terms)))


def _belonging(stretch: str, words: list[str]) -> int:
    """Take the last word away if it may be one token with what follows; return how many characters that takes back."""
    if not words:
        return 0
    text = stretch.rstrip(" \xa0\n")
    text = text.removesuffix(".")
    last = words[-1]
    if not text.endswith(last) or not (len(text) == len(stretch) or last.casefold() in _HEADS):
        return 0
    words.pop()
    return len(last) + len(stretch) - len(text)
