"""Bring the index up to the catalogue: in place for what changed, or from nothing beside the live one."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Protocol, TypeVar

from whoosh.index import FileIndex, create_in

from corpus.catalogue import Change
from corpus.datadir import FULL
from corpus.records import Disclosure, Kind, State
from index.arrays.contents import read_contents
from index.arrays.writer import ArrayWriter
from index.errors import SearchIndexError
from index.generations import Current, new_generation, read_current, sweep, write_current, writing
from index.record import records
from index.schema import fingerprint, make_schema
from index.snapshot import count_disclosures

BATCH = 2_000  # disclosures a commit: bounds the work lost to a kill
T = TypeVar("T")

Progress = Callable[[int, int], None]
"""Called with how many disclosures are done, and how many there are."""


class SourceCatalogue(Protocol):
    """What the index needs of the catalogue."""

    @property
    def revision(self) -> int:
        """Return the revision of the latest write."""

    def changed_since(self, revision: int) -> list[Change]:
        """Return what was written or removed after `revision`, oldest first; 0 gives all."""

    def get(self, disclosure_id: str) -> Disclosure | None:
        """Return a disclosure, or None where it was removed."""


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What one run did. `disclosures` is how many the index holds now."""

    generation: str
    rebuilt: bool
    why_rebuilt: str
    added: int
    removed: int
    disclosures: int
    seconds: float


def update_index(
    catalogue: SourceCatalogue, index_path: Path, rebuild: bool = False, progress: Progress | None = None
) -> BuildReport:
    """Bring the index at `index_path` up to `catalogue` and return what was done.

    Only published answers are indexed; one held or withdrawn since is taken out. The index is rebuilt where there is
    none, where its records were made another way, or where it is ahead of the catalogue (another one).

    Raises:
        SearchIndexError: another process is writing the index, or it cannot be written.
    """
    started = time.monotonic()
    with writing(index_path):
        current, why = _usable(catalogue, index_path, rebuild)
        sweep(index_path, keep=_live(index_path))
        try:
            report = (
                _rebuild(catalogue, index_path, why, progress)
                if current is None
                else _update(catalogue, index_path, current, progress)
            )
        except OSError as error:
            live = _live(index_path)
            sweep(index_path, keep=live)  # what is half made would keep a full disk full
            raise _write_error(error, index_path, live) from error
        sweep(index_path, keep=report.generation)
    return replace(report, seconds=time.monotonic() - started)


def _write_error(error: OSError, index_path: Path, live: str | None) -> SearchIndexError:
    """Return the error a reader can act on for an index that could not be written."""
    if error.errno in FULL:
        said = "the disk is full; free some space and run `foilog index` again"
    else:
        said = f"cannot be written ({error.strerror or error}); check the directory, then run `foilog index` again"
    return SearchIndexError(f"{index_path}: {said}{'; the index from before is still searched' if live else ''}")


def _usable(catalogue: SourceCatalogue, index_path: Path, rebuild: bool) -> tuple[Current | None, str]:
    """Return the index to update, or None and why it has to be built from nothing."""
    if rebuild:
        return None, "asked for"
    current = read_current(index_path)
    if current is None:
        return None, "there was no index"
    if current.fingerprint != fingerprint():
        return None, "records are made another way now"
    if current.revision > catalogue.revision:
        return None, "the catalogue is another one"
    return current, ""


def _live(index_path: Path) -> str | None:
    """Return the generation that is searched now; None where CURRENT is missing or broken (a rebuild mends it)."""
    try:
        current = read_current(index_path)
    except SearchIndexError:
        return None
    return current.generation if current else None


def _rebuild(catalogue: SourceCatalogue, index_path: Path, why: str, progress: Progress | None) -> BuildReport:
    path = new_generation(index_path)
    index = create_in(path, make_schema())
    ArrayWriter(index).commit()  # no letter is an index too
    revision = catalogue.revision
    added, _ = _apply(index, catalogue, _ids(catalogue.changed_since(0)), progress, fresh=True)
    count = count_disclosures(path)
    write_current(index_path, Current(path.name, revision, fingerprint(), count))
    return BuildReport(path.name, True, why, added, 0, count, 0.0)


def _update(catalogue: SourceCatalogue, index_path: Path, current: Current, progress: Progress | None) -> BuildReport:
    revision = catalogue.revision
    changed = _ids(catalogue.changed_since(current.revision))
    if not changed:
        return BuildReport(current.generation, False, "", 0, 0, current.disclosures, 0.0)
    index = read_contents(index_path / current.generation)
    added, removed = _apply(index, catalogue, changed, progress)
    count = count_disclosures(index_path / current.generation)
    write_current(index_path, Current(current.generation, revision, fingerprint(), count))
    return BuildReport(current.generation, False, "", added, removed, count, 0.0)


def _ids(changes: Iterable[Change]) -> list[str]:
    """Return each id once: added twice in one commit, a record would be stored twice."""
    return list(dict.fromkeys(change.id for change in changes))


def _apply(
    index: FileIndex, catalogue: SourceCatalogue, ids: list[str], progress: Progress | None, fresh: bool = False
) -> tuple[int, int]:
    """Index the disclosures with these ids anew, a commit a batch; return how many were added and how many taken out.

    A batch is deleted and added in one commit, so that a reader sees each disclosure once. Doing a batch twice, after a
    kill between the commit and CURRENT, changes nothing. A fresh index, which nobody reads yet, is one batch.
    """
    added = removed = done = 0
    for batch in _batches(ids, len(ids) or 1 if fresh else BATCH):
        writer = ArrayWriter(index)
        try:
            if not fresh:
                removed += _delete(writer, batch)
            for disclosure_id in batch:
                disclosure = catalogue.get(disclosure_id)
                if disclosure is not None and is_searched(disclosure):
                    _add(writer, disclosure)
                    added += 1
                done += 1
                if progress:
                    progress(done, len(ids))
        except BaseException:
            writer.cancel()
            raise
        writer.commit()
    return added, removed


def is_searched(disclosure: Disclosure) -> bool:
    """Tell whether a disclosure belongs in the index: published, and an answer, not a request."""
    return disclosure.state is State.PUBLISHED and disclosure.reading.kind is Kind.RESPONSE


def _delete(writer: ArrayWriter, ids: Iterable[str]) -> int:
    """Delete all records of these disclosures; return how many disclosures there were."""
    removed = 0
    with writer.searcher() as searcher:  # one for the batch: Whoosh's default opens one a delete
        for disclosure_id in ids:
            removed += writer.delete_by_term("id", disclosure_id, searcher=searcher) > 0
    return removed


def _add(writer: ArrayWriter, disclosure: Disclosure) -> None:
    with writer.group():
        for record in records(disclosure):
            writer.add_document(**record)


def _batches(items: Iterable[T], size: int) -> Iterator[list[T]]:
    iterator = iter(items)
    while batch := list(islice(iterator, size)):
        yield batch
