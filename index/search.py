"""The search: open an index, ask it, get one page of hits with facets over the whole result."""

from __future__ import annotations

import re
import threading
import time
from pathlib import Path
from typing import NamedTuple

import numpy as np

from index.acronyms import read_acronyms
from index.analysis import analyse
from index.arrays.file import REBUILD
from index.concepts import Plan, Planner
from index.errors import QueryError, SearchIndexError
from index.evaluate import Evaluator, Matches, nothing, required_of_few, required_of_none, scores
from index.facets import Facets
from index.fields import DISCLOSURE, PART
from index.filters import check, passing
from index.generations import read_current, stamp
from index.hits import make_hit, wanted
from index.nearest import Nearest
from index.order import Order
from index.passages import Wanted
from index.query import Parsed, parse
from index.request import Facet, Hit, Near, Passage, SearchRequest, SearchResult
from index.schema import fingerprint
from index.snapshot import Mask, Snapshot
from index.sparse import NONE
from index.spelling import Speller
from index.synonyms import Names

__all__ = ["Facet", "Hit", "Passage", "QueryError", "SearchIndex", "SearchIndexError", "SearchRequest", "SearchResult"]

DEADLINE = 3.0  # seconds of looking up words; what is found by then is given, with a notice
FEW = 5  # answers with enough of the words: fewer, and those with half of them are shown as well
KEPT = 500  # plans
RARE = 0.05  # share of letters that have a word which may stand for two
OPEN_TRIES = 10  # a generation may be swept, or a segment merged away, between reading its name and opening it
OPEN_WAIT = 0.02  # seconds between tries


class _View(NamedTuple):
    """One state of the index and what is kept with it."""

    stamp: tuple[int, int]
    snapshot: Snapshot
    facets: Facets
    order: Order
    speller: Speller
    acronyms: Names
    nearest: Nearest
    plans: dict[str, _Planned]  # by the query, the oldest first


class _Planned(NamedTuple):
    """What a query means on one state of the index, with what was corrected and what the searcher is told."""

    plan: Plan | None
    corrections: dict[str, str]
    notices: tuple[str, ...]


class _Found(NamedTuple):
    """What a query matches, before filters. `matches` is None for an empty query: everything."""

    plan: Plan | None
    matches: Matches | None
    did_you_mean: str | None = None
    first: Mask | None = None  # those with enough of the words, where others are shown as well


class SearchIndex:
    """An open index. It follows new commits and generations by itself, and may be shared between threads."""

    def __init__(self, index_path: Path, deadline: float = DEADLINE) -> None:
        """Use `open`; `deadline` is in seconds."""
        self._path = index_path
        self._deadline = deadline
        self._lock = threading.Lock()
        self._current: _View | None = None

    @classmethod
    def open(cls, index_path: Path | str) -> SearchIndex:
        """Return the index at `index_path`, opened.

        Raises:
            SearchIndexError: there is none, another version of Foilog wrote it, or it cannot be read.
        """
        index = cls(Path(index_path))
        index._view()
        return index

    @property
    def disclosures(self) -> int:
        """Return how many disclosures can be found."""
        return self._view().snapshot.disclosures

    def verify(self) -> int:
        """Check every byte of the index; return how many disclosures can be found.

        Raises:
            SearchIndexError: a byte was changed; the message names the file, the array and the place.
        """
        snapshot = self._view().snapshot
        snapshot.verify()
        return snapshot.disclosures

    def search(self, request: SearchRequest) -> SearchResult:
        """Return one page of what `request` finds.

        Raises:
            QueryError: the searcher has to change a filter, date, page or limit. The query itself never raises.
            SearchIndexError: the index is gone or cannot be read.
        """
        check(request)
        view = self._view()
        notices: list[str] = []
        allowed = passing(request, view.snapshot, view.facets, notices)
        found = self._find(request.query, view, notices)
        matches = found.matches
        mask = allowed if matches is None else allowed & matches.mask
        every = np.flatnonzero(mask)
        start, stop = (request.page - 1) * request.limit, request.page * request.limit
        total, parts = (None, NONE) if matches is None else scores(view.snapshot, matches, mask)
        if total is None or request.sort != "relevance":
            shown = view.order.by_date(every, "newest" if request.sort == "relevance" else request.sort, start, stop)
        else:
            ranked = total if found.first is None else total + found.first * total.max(initial=0)
            shown = view.order.by_score(every, ranked, start, stop)
        marks = wanted(found.plan)
        shown_scores = [0.0] * len(shown) if total is None else total[shown].tolist()
        return SearchResult(
            total=len(every),
            hits=[
                make_hit(view.snapshot, n, score, parts, marks, request.passages)
                for n, score in zip(shown.tolist(), shown_scores, strict=True)
            ],
            facets=view.facets.count(
                request.facets, mask, tuple(dict.fromkeys(request.citation_status)) or ("applied",)
            ),
            did_you_mean=found.did_you_mean,
            notices=list(dict.fromkeys(notices)),
            page=request.page,
            pages=-(-len(every) // request.limit),
        )

    def marks(self, query: str) -> Wanted:
        """Return what the passages of a search for `query` mark.

        Raises:
            SearchIndexError: the index is gone or cannot be read.
        """
        return wanted(_planned(parse(query), self._view())[0])

    def nearest(self, text: str, limit: int = 10) -> list[Near]:
        """Return the question-answers that share most with a text of any length, the nearest first."""
        view = self._view()
        found = view.nearest.best((word.terms[0] for word in analyse(text, query=True)), limit)
        records = (view.snapshot.record(PART, number) for number in found.ordinals.tolist())
        letters = view.snapshot.parent.take(found.ordinals).tolist()
        return [
            Near(view.snapshot.record(DISCLOSURE, letter)["id"], record["number"], record["question"], round(score, 4))
            for letter, record, score in zip(letters, records, found.values.tolist(), strict=True)
        ]

    def _find(self, query: str, view: _View, notices: list[str]) -> _Found:
        """Return what the query alone matches; relaxed, and with a notice, where nothing has enough of it."""
        parsed = parse(query)
        notices += parsed.notices
        plan, corrections, said = _planned(parsed, view)
        notices += said
        if plan is None:
            if not parsed.text:
                return _Found(None, None)
            notices.append("There is no word to search for in this query")
            return _Found(None, nothing(view.snapshot))
        until = time.monotonic() + self._deadline
        evaluator = Evaluator(view.snapshot, until)
        matches = evaluator.evaluate(plan)
        exact = matches.mask
        if not evaluator.late and np.count_nonzero(exact) < FEW:
            matches = _with_near(plan, view.snapshot, evaluator, matches, notices)
        if evaluator.late:
            notices.append("This search took too long: not every word of it was looked up")
        few = 0 < np.count_nonzero(exact) < FEW
        return _Found(plan, matches, _replaced(parsed.text, corrections), exact if few else None)

    def _view(self) -> _View:
        """Return the newest state of the index, for the price of one stat where nothing changed."""
        now = stamp(self._path)
        view = self._current
        if view is not None and view.stamp == now:
            return view
        with self._lock:
            if self._current is None or self._current.stamp != stamp(self._path):
                self._current = self._open()
            return self._current

    def _open(self) -> _View:
        """Open the newest state. A file that goes away meanwhile means that a newer one is there."""
        for attempt in range(OPEN_TRIES):
            seen = stamp(self._path)
            try:
                return self._opened(seen)
            except FileNotFoundError as error:
                if attempt + 1 == OPEN_TRIES:
                    raise SearchIndexError(f"{self._path}: lacks {error.filename}; {REBUILD}") from error
                time.sleep(OPEN_WAIT)
            except OSError as error:
                raise SearchIndexError(f"{self._path}: cannot be read ({error.strerror or error})") from error
            except SearchIndexError:
                if stamp(self._path) == seen:
                    raise
        raise SearchIndexError(f"{self._path}: changes faster than it can be opened; try again")

    def _opened(self, seen: tuple[int, int] | None) -> _View:
        current = read_current(self._path)
        if current is None or seen is None:
            raise SearchIndexError(
                f"{self._path}: there is no search index here yet; run `foilog index`, "
                "or name another data directory with --data-dir"
            )
        if current.fingerprint != fingerprint():
            raise SearchIndexError(
                f"{self._path}: made by another version of Foilog; run `foilog index`, which rebuilds it"
            )
        snapshot = Snapshot(self._path / current.generation)
        return _View(
            seen, snapshot, Facets(snapshot), Order(snapshot.responded_on), Speller(snapshot),
            read_acronyms(snapshot), Nearest(snapshot), {},
        )  # fmt: skip


def _planned(parsed: Parsed, view: _View) -> _Planned:
    """Return the plan of a query; the last ones are kept. Two threads that make the same one make the same."""
    kept = view.plans.get(parsed.text)
    if kept is not None:
        return kept
    planner = Planner(view.snapshot, view.speller, view.acronyms)
    plan = planner.plan(parsed.tree)
    corrected = (
        f"No answer has the word '{typed}': '{nearest}' was searched as well"
        for typed, nearest in planner.corrections.items()
    )
    planned = _Planned(plan, planner.corrections, (*planner.notices, *corrected))
    view.plans[parsed.text] = planned
    while len(view.plans) > KEPT:
        view.plans.pop(next(iter(view.plans.copy())), None)
    return planned


def _with_near(plan: Plan, snapshot: Snapshot, evaluator: Evaluator, exact: Matches, notices: list[str]) -> Matches:
    """Return the matches with those that have half of the words. One word of two will do where it is a rare one."""
    found = np.count_nonzero(exact.mask)
    near = evaluator.with_fewer(required_of_few).evaluate(plan)
    if not np.count_nonzero(near.mask):
        near = evaluator.with_fewer(required_of_none).evaluate(plan)
        if np.count_nonzero(near.mask) > max(FEW, RARE * snapshot.disclosures):
            return exact
    more = np.count_nonzero(near.mask) - found
    if more and found:
        notices.append(f"Few answers have most of these words: {more} with at least half of them follow")
    elif more:
        notices.append("No answer has all of these words: these have at least half of them")
    return near


def _replaced(query: str, corrections: dict[str, str]) -> str | None:
    """Return the query with its corrected words, None where none was corrected."""
    for typed, nearest in corrections.items():
        query = re.sub(rf"(?<!\w){re.escape(typed)}(?!\w)", nearest, query)
    return query if corrections else None
