"""What the site reads: the search index, the catalogue, the kept originals. Opened when first needed."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Protocol

from corpus.catalogue import Catalogue
from corpus.census import take_census
from corpus.datadir import DataDir
from corpus.records import Disclosure
from index.request import SearchRequest, SearchResult
from index.search import SearchIndex


class Stores(Protocol):
    """What the pages need, so that a test can hand them a corpus whose counts are known on paper."""

    def search(self, request: SearchRequest) -> SearchResult:
        """Return one page of a search over what is published."""

    def disclosure(self, disclosure_id: str) -> Disclosure | None:
        """Return a disclosure in whatever state it is, or None."""

    def question_count(self) -> int:
        """Return how many question-answers are published."""

    def original(self, sha256: str) -> Path | None:
        """Return the kept copy of a published file, or None where it is gone."""


class DataDirStores:
    """The stores of one data directory."""

    def __init__(self, data_dir: DataDir) -> None:
        """Take the directory; nothing is opened yet."""
        self.data_dir = data_dir
        self._lock = threading.Lock()
        self._index: SearchIndex | None = None
        self._questions = (-1, 0)  # counted at this revision of the catalogue

    def search(self, request: SearchRequest) -> SearchResult:
        """Return one page of a search.

        Raises:
            QueryError: something in it is the searcher's to put right.
            SearchIndexError: there is no index that can be used.
        """
        with self._lock:
            if self._index is None:
                self._index = SearchIndex.open(self.data_dir.index_path)
        return self._index.search(request)

    def disclosure(self, disclosure_id: str) -> Disclosure | None:
        """Return a disclosure in whatever state it is, or None.

        Raises:
            CatalogueError: the catalogue cannot be read.
        """
        with Catalogue.open(self.data_dir.path, readonly=True) as catalogue:
            return catalogue.get(disclosure_id)

    def question_count(self) -> int:
        """Return how many question-answers are published: counted once for each revision of the catalogue.

        Raises:
            CatalogueError: the catalogue cannot be read.
        """
        with Catalogue.open(self.data_dir.path, readonly=True) as catalogue:
            if self._questions[0] != catalogue.revision:
                self._questions = (catalogue.revision, take_census(catalogue).question_answers)
        return self._questions[1]

    def original(self, sha256: str) -> Path | None:
        """Return the kept copy of a published file, or None where it is gone."""
        path = self.data_dir.original_path(sha256)
        return path if path.is_file() else None
