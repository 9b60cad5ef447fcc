"""What can go wrong with a data directory. Every message says what, where and what to do."""

from __future__ import annotations


class CatalogueError(Exception):
    """A data directory that cannot be used as it is."""


class NoCatalogueError(CatalogueError):
    """Nothing has been ingested into this data directory yet."""


class SchemaVersionError(CatalogueError):
    """The data directory was written by a later Foilog than this one."""


class LockedError(CatalogueError):
    """Another Foilog is writing to this data directory."""


class DiskFullError(CatalogueError):
    """The disk that holds the data directory is full. What was committed before is safe."""


class UnknownDisclosureError(CatalogueError):
    """No disclosure has this id."""


class NotHeldError(CatalogueError):
    """A disclosure that is not held cannot be released."""


class SourceChangedError(CatalogueError):
    """A file was changed by somebody while it was being read."""
