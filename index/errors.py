"""The errors of the search index."""

from __future__ import annotations


class SearchIndexError(Exception):
    """The index cannot be used as it is. The message says where it is and what to do."""


class QueryError(Exception):
    """Something in a search that the searcher can put right.

    `field` is the name of the `SearchRequest` field, so that a page can link its error summary to the input.
    """

    def __init__(self, message: str, field: str = "query") -> None:
        super().__init__(message)
        self.message = message
        self.field = field
