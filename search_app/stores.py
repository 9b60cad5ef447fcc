"""What the site reads: the search index, the catalogue, the kept originals. Opened when first needed."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Protocol, TypeVar

from flask import current_app

from corpus.catalogue import Catalogue
from corpus.datadir import DataDir
from corpus.records import Disclosure
from index.passages import Wanted
from index.request import SearchRequest, SearchResult
from index.search import SearchIndex
from search_app.misses import note_miss

T = TypeVar("T")


class Stores(Protocol):
    """What the pages need, so that a test can hand them a corpus whose counts are known on paper."""

    def search(self, request: SearchRequest) -> SearchResult:
        """Return one page of a search over what is published."""

    def marks(self, query: str) -> Wanted:
        """Return what a search for `query` marks in a text."""

    def disclosure(self, disclosure_id: str) -> Disclosure | None:
        """Return a disclosure in whatever state it is, or None."""

    def catalogue(self) -> AbstractContextManager[Catalogue]:
        """Return the catalogue, open for reading."""

    def derived(self, compute: Callable[[Catalogue], T]) -> T:
        """Return what `compute` makes of the catalogue, made once for each revision of it."""

    def original(self, sha256: str) -> Path | None:
        """Return the kept copy of a published file, or None where it is gone."""

    def note_miss(self, query: str) -> None:
        """Count a search that found nothing, without keeping anything about who made it."""


def current_stores() -> Stores:
    """Return the stores of the running application."""
    found: Stores = current_app.extensions["foilog"]
    return found


class DataDirStores:
    """The stores of one data directory."""

    def __init__(self, data_dir: DataDir) -> None:
        """Take the directory; nothing is opened yet."""
        self.data_dir = data_dir
        self._lock = threading.Lock()
        self._index: SearchIndex | None = None
        self._derived: dict[Callable[..., Any], tuple[int, Any]] = {}

    def search(self, request: SearchRequest) -> SearchResult:
        """Return one page of a search.

        Raises:
            QueryError: something in it is the searcher's to put right.
            SearchIndexError: there is no index that can be used.
        """
        return self._open_index().search(request)

    def marks(self, query: str) -> Wanted:
        """Return what a search for `query` marks in a text.

        Raises:
            SearchIndexError: there is no index that can be used.
        """
        return self._open_index().marks(query)

    def _open_index(self) -> SearchIndex:
        with self._lock:
            if self._index is None:
                self._index = SearchIndex.open(self.data_dir.index_path)
            return self._index

    def disclosure(self, disclosure_id: str) -> Disclosure | None:
        """Return a disclosure in whatever state it is, or None.

        Raises:
            CatalogueError: the catalogue cannot be read.
        """
        with self.catalogue() as catalogue:
            return catalogue.get(disclosure_id)

    def catalogue(self) -> Catalogue:
        """Return the catalogue, open for reading; leave it with `with`.

        Raises:
            CatalogueError: the catalogue cannot be read.
        """
        return Catalogue.open(self.data_dir.path, readonly=True)

    def derived(self, compute: Callable[[Catalogue], T]) -> T:
        """Return what `compute`, a function of a module, makes of the catalogue: once for each revision.

        Raises:
            CatalogueError: the catalogue cannot be read.
        """
        with self.catalogue() as catalogue:
            revision = catalogue.revision
            kept = self._derived.get(compute)
            if kept is None or kept[0] != revision:
                kept = self._derived[compute] = (revision, compute(catalogue))
        made: T = kept[1]
        return made

    def original(self, sha256: str) -> Path | None:
        """Return the kept copy of a published file, or None where it is gone."""
        path = self.data_dir.original_path(sha256)
        return path if path.is_file() else None

    def note_miss(self, query: str) -> None:
        """Count a search that found nothing, in a file beside the catalogue."""
        note_miss(self.data_dir.path, query, datetime.now(UTC).date())
