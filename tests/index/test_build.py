"""Bringing the index up to the catalogue: Any, and what happens when it goes wrong."""

from __future__ import annotations

import errno
import json
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from whoosh.index import open_dir
from whoosh.query import Phrase, Term

from corpus.records import Disclosure, State
from index import build, generations
from index.arrays.writer import ArrayWriter
from index.build import update_index
from index.concepts import Concept
from index.errors import SearchIndexError
from index.evaluate import Evaluator
from index.fields import DISCLOSURE, PART
from index.generations import read_current
from index.search import SearchIndex, SearchRequest
from index.snapshot import Snapshot
from index.synonyms import Alternative

Make = Callable[..., Disclosure]


def found(index: SearchIndex, query: str = "") -> set[str]:
    return {hit.disclosure for hit in index.search(SearchRequest(query, limit=100)).hits}


def generation_names(path: Path) -> list[str]:
    return sorted(p.name for p in path.glob("gen-*"))


def test_update_follows_the_catalogue(catalogue: Any, make: Make, index_path: Path) -> None:
    for n in range(4):
        catalogue.put(make(f"a{n}", "Bins", [("How many bins?", f"There are {n}.")]))
    report = update_index(catalogue, index_path)
    assert (report.rebuilt, report.added, report.removed, report.disclosures) == (True, 4, 0, 4)
    index = SearchIndex.open(index_path)
    catalogue.put(make("a0", "Trees", [("How many trees?", "Nine.")]))
    catalogue.put(make("a1", "Bins", state=State.HELD))
    catalogue.put(make("a2", "Bins", state=State.WITHDRAWN))
    catalogue.remove("a3")
    catalogue.put(make("a5", "Bins", kind="acknowledgement"))
    catalogue.put(make("a4", "Lamps", [("How many lamps?", "Ten.")]))
    report = update_index(catalogue, index_path)
    assert (report.rebuilt, report.added, report.removed, report.disclosures) == (False, 2, 4, 2)
    assert found(index) == {"a0", "a4"}
    assert found(index, "bins") == set()
    assert found(index, "trees") == {"a0"}
    assert index.search(SearchRequest("binz")).did_you_mean is None, "no suggestion from what was taken out"
    assert [f.count for f in index.search(SearchRequest()).facets["authority"]] == [2]
    assert generation_names(index_path) == ["gen-0001"]


def test_nothing_changed_writes_nothing(catalogue: Any, make: Make, index_path: Path) -> None:
    catalogue.put(make("a", "Bins"))
    update_index(catalogue, index_path)
    before = generations.stamp(index_path)
    report = update_index(catalogue, index_path)
    assert (report.added, report.removed, report.disclosures) == (0, 0, 1)
    assert generations.stamp(index_path) == before


def test_written_twice_is_found_once(catalogue: Any, make: Make, index_path: Path) -> None:
    update_index(catalogue, index_path)
    for title in ("Bins", "Bins again"):
        catalogue.put(make("a", title))
    update_index(catalogue, index_path)
    assert SearchIndex.open(index_path).search(SearchRequest("bins")).total == 1


def test_rebuild_swaps_and_open_indexes_follow(catalogue: Any, make: Make, index_path: Path) -> None:
    catalogue.put(make("a", "Bins"))
    update_index(catalogue, index_path)
    index = SearchIndex.open(index_path)
    catalogue.put(make("b", "Lamps"))
    report = update_index(catalogue, index_path, rebuild=True)
    assert (report.rebuilt, report.why_rebuilt, report.generation) == (True, "asked for", "gen-0002")
    assert generation_names(index_path) == ["gen-0002"]
    assert found(index) == {"a", "b"}


def test_other_fingerprint_forces_a_rebuild(
    catalogue: Any, make: Make, index_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    catalogue.put(make("a", "Bins"))
    update_index(catalogue, index_path)
    current = index_path / "CURRENT"
    current.write_text(json.dumps(json.loads(current.read_text()) | {"fingerprint": "old"}))
    with pytest.raises(SearchIndexError, match="another version of Foilog; run `foilog index`"):
        SearchIndex.open(index_path)
    assert update_index(catalogue, index_path).why_rebuilt == "records are made another way now"
    assert found(SearchIndex.open(index_path)) == {"a"}


def test_another_catalogue_forces_a_rebuild(catalogue: Any, make: Make, index_path: Path) -> None:
    for n in range(3):
        catalogue.put(make(f"a{n}", "Bins"))
    update_index(catalogue, index_path)
    fresh = type(catalogue)([make("b", "Lamps")])
    assert update_index(fresh, index_path).why_rebuilt == "the catalogue is another one"
    assert found(SearchIndex.open(index_path)) == {"b"}


def test_progress_counts_to_the_end(catalogue: Any, make: Make, index_path: Path) -> None:
    for n in range(3):
        catalogue.put(make(f"a{n}", "Bins"))
    seen: list[tuple[int, int]] = []
    update_index(catalogue, index_path, progress=lambda done, total: seen.append((done, total)))
    assert seen == [(1, 3), (2, 3), (3, 3)]


def test_failed_rebuild_leaves_the_old_index_and_is_swept(catalogue: Any, make: Make, index_path: Path) -> None:
    catalogue.put(make("a", "Bins"))
    update_index(catalogue, index_path)
    index = SearchIndex.open(index_path)

    def stop(done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        update_index(catalogue, index_path, rebuild=True, progress=stop)
    assert found(index) == {"a"}
    assert generation_names(index_path) == ["gen-0001", "gen-0002"]
    update_index(catalogue, index_path)
    assert generation_names(index_path) == ["gen-0001"]


def test_kill_between_commit_and_pointer_is_mended(
    catalogue: Any, make: Make, index_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    catalogue.put(make("a", "Bins"))
    update_index(catalogue, index_path)
    catalogue.put(make("b", "Lamps"))

    def killed(*args: object) -> None:
        raise SystemExit(9)

    with monkeypatch.context() as patch, pytest.raises(SystemExit):
        patch.setattr(build, "write_current", killed)
        update_index(catalogue, index_path)
    report = update_index(catalogue, index_path)
    assert report.disclosures == 2
    assert found(SearchIndex.open(index_path)) == {"a", "b"}


KILLED = """
import os, sys
sys.path[:0] = [{tests!r}]
import conftest
from index.arrays.writer import ArrayWriter
from index.build import update_index
from pathlib import Path
def stop(done, total):
    if done == {after}:
        os._exit(9)
update_index(conftest.FakeCatalogue(conftest.CORPUS), Path({path!r}), rebuild=True, progress=stop)
"""


@pytest.mark.slow
def test_killed_build_leaves_a_searchable_index(catalogue: Any, make: Make, index_path: Path) -> None:
    catalogue.put(make("a", "Bins"))
    update_index(catalogue, index_path)
    script = KILLED.format(tests=str(Path(__file__).parent), path=str(index_path), after=7)
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", script], cwd=Path(build.__file__).parents[1], check=False
    )
    assert done.returncode == 9
    assert found(SearchIndex.open(index_path)) == {"a"}
    catalogue.put(make("b", "Lamps"))
    update_index(catalogue, index_path)
    assert found(SearchIndex.open(index_path)) == {"a", "b"}
    assert generation_names(index_path) == ["gen-0001"]


def test_two_indexers_at_once_is_said(catalogue: Any, index_path: Path) -> None:
    with generations.writing(index_path), pytest.raises(SearchIndexError, match="another `foilog index` is at work"):
        update_index(catalogue, index_path)


@pytest.mark.parametrize("built_before", [False, True])
def test_a_full_disk_says_what_to_do_and_leaves_nothing_half_made(
    catalogue: Any, make: Make, index_path: Path, monkeypatch: pytest.MonkeyPatch, built_before: bool
) -> None:
    catalogue.put(make("a", "Bins"))
    if built_before:
        update_index(catalogue, index_path)

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(build, "write_current", full)
        with pytest.raises(SearchIndexError, match="the disk is full; free some space and run `foilog index`") as said:
            update_index(catalogue, index_path, rebuild=True)
    assert ("the index from before is still searched" in str(said.value)) is built_before
    assert generation_names(index_path) == (["gen-0001"] if built_before else [])
    update_index(catalogue, index_path)
    assert found(SearchIndex.open(index_path)) == {"a"}


def test_no_index_says_what_to_run(index_path: Path) -> None:
    with pytest.raises(SearchIndexError, match="there is no search index here yet; run `foilog index`"):
        SearchIndex.open(index_path)


@pytest.mark.parametrize(
    "content", ["", "{}", "[1]", '{"generation": "gen-0009", "revision": 1, "fingerprint": "x", "disclosures": 1}']
)
def test_broken_pointer_is_mended_by_a_rebuild(catalogue: Any, make: Make, index_path: Path, content: str) -> None:
    catalogue.put(make("a", "Bins"))
    update_index(catalogue, index_path)
    (index_path / "CURRENT").write_text(content)
    with pytest.raises(SearchIndexError, match="--rebuild"):
        SearchIndex.open(index_path)
    update_index(catalogue, index_path, rebuild=True)
    assert found(SearchIndex.open(index_path)) == {"a"}


def test_empty_catalogue_gives_an_empty_index(catalogue: Any, index_path: Path) -> None:
    update_index(catalogue, index_path)
    index = SearchIndex.open(index_path)
    result = index.search(SearchRequest("bins", exemption=("foia-40",)))
    assert (result.total, result.hits, index.disclosures) == (0, [], 0)
    assert index.search(SearchRequest()).total == 0


def test_parts_keep_their_disclosure_through_merges(
    catalogue: Any, make: Make, index_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Small batches make many segments, and Whoosh merges them as it goes; then all are merged into one."""
    monkeypatch.setattr(build, "BATCH", 2)
    for turn in range(3):
        for n in range(11):
            if (n + turn) % 3:
                catalogue.put(make(f"a{n:02}", "Bins", [(f"Bins {n}?", f"Turn {turn}")] * (n % 4)))
        update_index(catalogue, index_path)
    generation = index_path / (read_current(index_path) or pytest.fail("no index")).generation
    for _ in range(2):
        snapshot = Snapshot(generation)
        ids = [snapshot.record(DISCLOSURE, n)["id"] for n in range(snapshot.disclosures)]
        assert sorted(ids) == [f"a{n:02}" for n in range(11)]
        for part in range(snapshot.parts):
            number = int(ids[snapshot.parent[part]][1:])
            assert snapshot.record(PART, part)["question"] == f"Bins {number}?"
        assert snapshot.parts == sum(n % 4 for n in range(11))
        ArrayWriter(open_dir(generation)).commit(optimize=True)


def test_words_and_phrases_match_as_in_whoosh_itself(catalogue: Any, make: Make, index_path: Path) -> None:
    """The arrays find what a stock Whoosh search of the same index finds."""
    words = ["bins", "lamps", "trees", "roads", "paths"]
    for n in range(40):
        text = " ".join(words[(n * k + n // 5) % 5] for k in range(1, 7))
        catalogue.put(make(f"a{n:02}", "", body=text))
    update_index(catalogue, index_path)
    generation = index_path / (read_current(index_path) or pytest.fail("no index")).generation
    snapshot = Snapshot(generation)
    evaluator = Evaluator(snapshot)
    with open_dir(generation).searcher() as searcher:
        for one in ("bin", "lamp", "tree", "road", "path"):
            for other in ("bin", "lamp", "tree", "road", "path"):
                for terms, query in (
                    (((0, one),), Term("body", one)),
                    (((0, one), (1, other)), Phrase("body", [one, other])),
                ):
                    stock = {searcher.stored_fields(n)["record"]["id"] for n in searcher.docs_for_query(query)}
                    mask = evaluator.evaluate(Concept("", (Alternative(terms),), ("body",))).mask
                    assert {snapshot.record(DISCLOSURE, int(n))["id"] for n in np.flatnonzero(mask)} == stock


def test_threads_share_an_index_while_it_changes(catalogue: Any, make: Make, index_path: Path) -> None:
    for n in range(30):
        catalogue.put(make(f"a{n}", "Bins", [("How many bins?", f"There are {n} of them.")]))
    update_index(catalogue, index_path)
    index = SearchIndex.open(index_path)
    failures: list[Exception] = []
    stop = threading.Event()

    def search() -> None:
        while not stop.is_set():
            try:
                assert index.search(SearchRequest("bins")).total >= 30
            except Exception as error:
                failures.append(error)
                return

    threads = [threading.Thread(target=search) for _ in range(3)]
    for thread in threads:
        thread.start()
    for n in range(30, 36):
        catalogue.put(make(f"a{n}", "Bins", [("How many bins?", f"There are {n} of them.")]))
        update_index(catalogue, index_path, rebuild=n % 2 == 0)
    stop.set()
    for thread in threads:
        thread.join()
    assert failures == []
    assert index.search(SearchRequest("bins")).total == 36
