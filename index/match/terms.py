"""The words of a question: which of them can tell it from others, and when two questions are word for word one."""

from __future__ import annotations

from functools import lru_cache

from index.analysis import FILLER, STOP, analyse, fold, stem
from index.synonyms import query_term

# Stop words to a search; in a question they turn its meaning.
TURNING = frozenset({"not", "no", "who", "when", "where", "why", "how"})
ASKING = frozenset(
    {"provide", "provided", "providing", "please"}
)  # "provider" has the same stem and asks for a supplier
_FILLER = frozenset(stem(word) for word in FILLER)
_MARKS = ".,;:?!()[]{}\"'“”‘’-–—•*/"


@lru_cache(maxsize=4_096)
def stems(text: str) -> tuple[str, ...]:
    """Return the stems of all words but stop words and "please provide", in order, with repeats."""
    words = (word for word in analyse(text, query=True) if word.terms)
    return tuple(query_term(word.terms) for word in words if fold(text[word.start : word.end]) not in ASKING)


def content_terms(text: str) -> frozenset[str]:
    """Return the stems that can tell one question from another: no stop words, no words of asking."""
    return frozenset(stems(text)) - _FILLER


def wording(text: str) -> str:
    """Return what two questions that use the same words have in common: these words, folded, each once, from A to Z.

    "Which system is used?" and "What system is used" give the same; marks, courtesies and repeats do not count.
    """
    words = {fold(word.strip(_MARKS)) for word in text.split()}
    return " ".join(
        sorted(word for word in words if word and (word in TURNING or (word not in STOP and word not in FILLER)))
    )
