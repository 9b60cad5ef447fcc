"""How well the search ranks, beside stock Whoosh's BM25F on the same letters: `make evaluate-search`.

`relevance.json` has queries as people type them, with the sample letters that answer each: 3 answers it, 2 is about the
same thing, 1 touches it. A letter is named by a piece of its path. A query of the kind `none` has no answer here and
scores 1 where nothing is found. nDCG@10 is of graded answers, MRR 1/rank of the first letter graded 2 or more.
"""

from __future__ import annotations

import json
import math
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any, NamedTuple

from measure import Table
from whoosh.analysis import StemmingAnalyzer
from whoosh.fields import ID, TEXT, Schema
from whoosh.filedb.filestore import RamStorage
from whoosh.qparser import MultifieldParser, OrGroup

from corpus.catalogue import Catalogue
from corpus.datadir import DataDir
from corpus.records import Disclosure, Kind, State
from index.build import update_index
from index.search import SearchIndex, SearchRequest
from ingest.pipeline import Settings, ingest

ROOT = Path(__file__).parent.parent
LETTERS = ROOT / "corpus" / "sample" / "letters"
QUERIES = Path(__file__).with_name("relevance.json")
FIRST = 10
KINDS = ("keywords", "typos", "acronyms", "synonyms", "questions", "quotes", "filters", "none")
Ask = Callable[[str, dict[str, Any]], list[str]]


class Judged(NamedTuple):
    """One query, and the grade of each disclosure that has one."""

    kind: str
    query: str
    filters: dict[str, Any]
    grades: dict[str, int]


class Score(NamedTuple):
    """How one query went."""

    ndcg: float
    reciprocal_rank: float


def read_queries(sources: dict[str, str]) -> list[Judged]:
    """Return the queries, their letters named by id; `sources` gives the path of each disclosure.

    Raises:
        ValueError: a letter's name is a piece of no path, or of several.
    """
    found = []
    for row in json.loads(QUERIES.read_text(encoding="utf-8")):
        grades = {}
        for piece, grade in row["relevant"].items():
            named = [one for one, source in sources.items() if piece in source]
            if len(named) != 1:
                raise ValueError(f"{QUERIES}: '{row['query']}': '{piece}' names {len(named)} letters")
            grades[named[0]] = grade
        filters = {k: tuple(v) if isinstance(v, list) else v for k, v in row.get("filters", {}).items()}
        found.append(Judged(row["kind"], row["query"], filters, grades))
    return found


def score(ids: Sequence[str], grades: dict[str, int]) -> Score:
    """Return how well `ids`, the first found, answer a query with these grades."""
    if not grades:
        return Score(*[0.0 if ids else 1.0] * 2)
    gains = [2 ** grades.get(one, 0) - 1 for one in ids[:FIRST]]
    ideal = sorted((2**grade - 1 for grade in grades.values()), reverse=True)[:FIRST]
    first = next((1 / rank for rank, one in enumerate(ids, 1) if grades.get(one, 0) >= 2), 0.0)
    return Score(_discounted(gains) / _discounted(ideal), first)


def _discounted(gains: Iterable[int]) -> float:
    return sum(gain / math.log2(rank + 1) for rank, gain in enumerate(gains, 1))


def ask_foilog(index: SearchIndex) -> Ask:
    """Return Foilog's search."""

    def ask(query: str, filters: dict[str, Any]) -> list[str]:
        return [hit.disclosure for hit in index.search(SearchRequest(query, limit=FIRST, **filters)).hits]

    return ask


def ask_stock(disclosures: Iterable[Disclosure]) -> Ask:
    """Return stock Whoosh: stemming, titles three times the letter, any word may match. It knows no filters."""
    schema = Schema(id=ID(stored=True), title=TEXT(StemmingAnalyzer(), field_boost=3.0), body=TEXT(StemmingAnalyzer()))
    index = RamStorage().create_index(schema)
    writer = index.writer()
    for one in disclosures:
        writer.add_document(id=one.id, title=one.reading.title, body=one.reading.text)
    writer.commit()
    parser = MultifieldParser(["title", "body"], schema, group=OrGroup)

    def ask(query: str, filters: dict[str, Any]) -> list[str]:
        with index.searcher() as searcher:
            return [hit["id"] for hit in searcher.search(parser.parse(query), limit=FIRST)]

    return ask


def measure(workspace: Path) -> tuple[Table, list[tuple[Judged, Score]]]:
    """Return the table of both, and what Foilog scored at each query."""
    data = DataDir(workspace)
    ingest([LETTERS], data, Settings(version("foilog")))
    with Catalogue.open(data) as catalogue:
        disclosures = [
            one for one in catalogue.iter_disclosures()
            if one.state is State.PUBLISHED and one.reading.kind is Kind.RESPONSE
        ]  # fmt: skip
        update_index(catalogue, workspace / "index")
    judged = read_queries({one.id: one.documents[0].source for one in disclosures})
    engines = {"Foilog": ask_foilog(SearchIndex.open(workspace / "index")), "BM25F": ask_stock(disclosures)}
    scores = {name: [score(ask(one.query, one.filters), one.grades) for one in judged] for name, ask in engines.items()}
    columns = ("queries", "number", "nDCG@10", "MRR", "BM25F nDCG@10", "BM25F MRR")
    table = Table(f"Ranking of {len(disclosures)} sample letters", columns)
    places = defaultdict(list)
    for place, one in enumerate(judged):
        places[one.kind].append(place)
    rows = [(kind, places[kind]) for kind in KINDS]
    rows.append(("all with an answer", [place for place, one in enumerate(judged) if one.grades]))
    for kind, at in rows:
        figures = [f"{sum(scores[name][place][n] for place in at) / len(at):.3f}" for name in engines for n in range(2)]
        table.rows.append((kind, str(len(at)), *figures))
    return table, list(zip(judged, scores["Foilog"], strict=True))


def main() -> None:
    """Measure and print; with --worst, the queries that did worst as well."""
    with tempfile.TemporaryDirectory(prefix="foilog-relevance-") as workspace:
        table, scores = measure(Path(workspace))
    print(table)
    if "--worst" in sys.argv:
        for judged, result in sorted(scores, key=lambda pair: pair[1].ndcg)[:15]:
            print(f"{result.ndcg:.2f}  {judged.kind:<10} {judged.query}")


if __name__ == "__main__":
    main()
