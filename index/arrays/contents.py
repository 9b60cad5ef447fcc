"""The table of contents of a Whoosh index: which segments it has, and which of their documents are deleted.

It is Whoosh's own file with a checksum after its end, where Whoosh does not look. It is pickled, so it is checked
before it is loaded. It is on the disk before it has its name.
"""

from __future__ import annotations

import os
import zlib
from pathlib import Path

from whoosh.fields import Schema
from whoosh.filedb.filestore import FileStorage
from whoosh.index import TOC, FileIndex, open_dir

from index.arrays.codec import ArraySegment, open_segment
from index.arrays.file import REBUILD, CorruptIndexError
from index.arrays.segment import SegmentArrays
from index.errors import SearchIndexError

NAME = "MAIN"  # what Whoosh calls an index that is given no name
_MARK = b"FOILOGTC"


def write_contents(folder: Path, schema: Schema, segments: list[ArraySegment], generation: int) -> None:
    """Make these segments the index's state."""
    TOC(schema, segments, generation).write(_SyncedStorage(str(folder)), NAME)


def read_contents(folder: Path) -> FileIndex:
    """Return the index in `folder`, its newest table of contents checked.

    Raises:
        CorruptIndexError: a byte of the table was changed.
        OSError: it went away meanwhile: a newer one is there.
    """
    storage = FileStorage(str(folder))
    path = folder / TOC._filename(NAME, TOC._latest_generation(storage, NAME))
    data = path.read_bytes()
    body, mark, checksum = data[:-12], data[-12:-4], data[-4:]
    if mark != _MARK or zlib.crc32(body).to_bytes(4, "little") != checksum:
        raise CorruptIndexError(f"{path}: is not what was written; {REBUILD}")
    return open_dir(folder)


def open_segments(folder: Path) -> list[tuple[SegmentArrays, list[int]]]:
    """Return the arrays of each segment of the index in `folder`, and its deleted documents.

    Raises:
        SearchIndexError: it cannot be read as it is; the message says why.
        OSError: a file went away meanwhile: a newer state is there.
    """
    index = read_contents(folder)
    found = []
    for segment in index._segments():
        if not isinstance(segment, ArraySegment):
            raise SearchIndexError(f"{folder}: has a segment that another program wrote; {REBUILD}")
        found.append((open_segment(index.storage, segment), sorted(segment.deleted_docs())))
    return found


class _SyncedStorage(FileStorage):
    """Whoosh's folder, where a file is checksummed and on the disk before it gets its name."""

    def rename_file(self, oldname: str, newname: str, safe: bool = False) -> None:
        """Rename a file that is complete."""
        folder = Path(self.folder)
        with (folder / oldname).open("r+b") as file:
            checksum = zlib.crc32(file.read())
            file.write(_MARK + checksum.to_bytes(4, "little"))
            file.flush()
            os.fsync(file.fileno())
        super().rename_file(oldname, newname, safe)
        sync_folder(folder)


def sync_folder(folder: Path) -> None:
    """Have the names in `folder` on the disk."""
    if os.name == "nt":
        return  # Windows has no handle for a directory
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
