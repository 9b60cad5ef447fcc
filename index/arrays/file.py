"""One file of named arrays: written as a stream, read through a memory map, checked block by block.

    magic, version | array | array | ... | table (JSON) | checksums, one a block | trailer

The table says where each array lies. Every block of 16 KiB before the table has a CRC-32, and each is checked the
first time something in it is read, so that opening costs nothing and no flipped byte is ever served.
"""

from __future__ import annotations

import json
import os
import struct
import zlib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.errors import SearchIndexError

MAGIC = b"FOILOGAR"
VERSION = 2  # of the layout: raise it when what is written changes
BLOCK = 1 << 14
_ALIGNED = 64
_HEAD = struct.Struct("<8sII")
_TRAILER = struct.Struct("<QQQI8s")  # where the table begins, its length, how many blocks, checksum of all that
REBUILD = "run `foilog index --rebuild`"

Array = NDArray[Any]


class CorruptIndexError(SearchIndexError):
    """A file of the index does not hold what was written to it."""


class ArrayFileWriter:
    """Writes one file. Nothing is there under its name before `close`, which has it on the disk first."""

    def __init__(self, path: Path) -> None:
        """Begin the file at `path`."""
        self._path = path
        self._temporary = path.with_name(path.name + ".new")
        self._file = self._temporary.open("wb")
        self._at = 0
        self._crc = 0
        self._checksums: list[int] = []
        self._arrays: dict[str, tuple[str, int, int]] = {}
        self._write(_HEAD.pack(MAGIC, VERSION, BLOCK))

    def add(self, name: str, dtype: str, chunks: Iterable[Array]) -> int:
        """Append the array whose pieces are `chunks`; return how many values it has."""
        self._write(bytes(-self._at % _ALIGNED))
        begins = self._at
        for chunk in chunks:
            self._write(np.ascontiguousarray(chunk, dtype).data.cast("B") if len(chunk) else b"")
        count = (self._at - begins) // np.dtype(dtype).itemsize
        self._arrays[name] = (dtype, begins, count)
        return count

    def close(self, meta: dict[str, Any]) -> None:
        """Write the table with `meta`, flush all of it to the disk, and give the file its name."""
        if self._at % BLOCK:
            self._checksums.append(self._crc)
        table = json.dumps({"meta": meta, "arrays": self._arrays}).encode()
        checksums = np.array(self._checksums, "<u4").tobytes()
        with self._file as file:
            file.write(table + checksums)
            file.write(_TRAILER.pack(self._at, len(table), len(self._checksums), zlib.crc32(table + checksums), MAGIC))
            file.flush()
            os.fsync(file.fileno())
        self._temporary.replace(self._path)

    def abandon(self) -> None:
        """Remove what was written."""
        self._file.close()
        self._temporary.unlink(missing_ok=True)

    def _write(self, data: bytes | memoryview) -> None:
        """Write `data`, and close the checksum of each block that it fills."""
        view = memoryview(data)
        self._file.write(view)
        while len(view):
            piece = view[: BLOCK - self._at % BLOCK]
            self._crc = zlib.crc32(piece, self._crc)
            self._at += len(piece)
            view = view[len(piece) :]
            if self._at % BLOCK == 0:
                self._checksums.append(self._crc)
                self._crc = 0


class ArrayFile:
    """An open file. Holds no place in it, so threads and forked processes share it freely."""

    def __init__(self, path: Path) -> None:
        """Open `path`.

        Raises:
            CorruptIndexError: it is cut short, is no such file, or its table was changed.
            SearchIndexError: another version of Foilog wrote it.
            OSError: it cannot be opened.
        """
        self._path = path
        try:
            self._bytes: Array = np.asarray(np.memmap(path, np.uint8, "r"))  # plain: views of a memmap cost twice
        except ValueError as error:  # NumPy's word for an empty file
            raise CorruptIndexError(f"{path}: is empty; {REBUILD}") from error
        table = self._table()
        self.meta: dict[str, Any] = table["meta"]
        self._places: dict[str, tuple[str, int, int]] = table["arrays"]
        self._views = {
            name: self._bytes[begins : begins + count * np.dtype(dtype).itemsize].view(dtype)
            for name, (dtype, begins, count) in self._places.items()
        }
        self._unchecked = bytearray(b"\1" * len(self._checksums))

    def __contains__(self, name: str) -> bool:
        """Tell whether there is an array of this name."""
        return name in self._views

    def names(self) -> list[str]:
        """Return the names of all arrays."""
        return list(self._views)

    @property
    def folder(self) -> Path:
        """Return the folder the file lies in."""
        return self._path.parent

    def dtype(self, name: str) -> str:
        """Return how the values of an array are kept."""
        return self._places[name][0]

    def length(self, name: str) -> int:
        """Return how many values an array has."""
        return self._places[name][2]

    def get(self, name: str, start: int = 0, stop: int | None = None) -> Array:
        """Return `array[start:stop]` without copying it, checked.

        Raises:
            CorruptIndexError: a byte of it was changed.
        """
        view = self._views[name]
        stop = len(view) if stop is None else stop
        if stop > start:
            begins = self._places[name][1]
            size = view.itemsize
            self._check((begins + start * size) // BLOCK, (begins + stop * size - 1) // BLOCK, name)
        return view[start:stop]

    def unchecked(self, name: str) -> Array:
        """Return a whole array of which only what `check_at` is told of may be read."""
        return self._views[name]

    def check_at(self, name: str, starts: Array, stops: Array) -> None:
        """Check the blocks that hold `array[start:stop]` for each pair; pairs ascend, and there is one.

        Raises:
            CorruptIndexError: a byte of them was changed.
        """
        begins = self._places[name][1]
        size = self._views[name].itemsize
        lowest, highest = (begins + int(starts[0]) * size) // BLOCK, (begins + int(stops[-1]) * size - 1) // BLOCK
        if self._unchecked.find(1, lowest, highest + 1) < 0:
            return
        first = (begins + starts.astype(np.int64) * size) // BLOCK
        last = (begins + stops.astype(np.int64) * size - 1) // BLOCK
        read = np.zeros(highest - lowest + 1, np.bool_)
        read[first - lowest] = read[last - lowest] = True
        read &= np.frombuffer(self._unchecked, np.bool_, len(read), lowest)
        for block in (lowest + np.flatnonzero(read)).tolist():
            self._check(block, block, name)
        far = last > first + 1
        for one, other in zip(first[far].tolist(), last[far].tolist(), strict=True):
            self._check(one, other, name)

    def verify(self) -> None:
        """Check every block.

        Raises:
            CorruptIndexError: a byte was changed; the message names the array and the place.
        """
        if self._checksums:
            self._check(0, len(self._checksums) - 1, "")

    def _check(self, first: int, last: int, name: str) -> None:
        block = self._unchecked.find(1, first, last + 1)
        while block >= 0:
            data = self._bytes[block * BLOCK : min((block + 1) * BLOCK, self._table_at)]
            if zlib.crc32(data.data) != self._checksums[block]:
                raise CorruptIndexError(
                    f"{self._path}: bytes {block * BLOCK:,} to {block * BLOCK + len(data):,} are not what was written "
                    f"(array {name or self._name_at(block)}); {REBUILD}"
                )
            self._unchecked[block] = 0
            block = self._unchecked.find(1, block + 1, last + 1)

    def _name_at(self, block: int) -> str:
        """Return the names of the arrays that lie in a block."""
        found = [
            name
            for name, (dtype, begins, count) in self._places.items()
            if begins < (block + 1) * BLOCK and begins + count * np.dtype(dtype).itemsize > block * BLOCK
        ]
        return ", ".join(found) or "none"

    def _table(self) -> dict[str, Any]:
        size = len(self._bytes)
        if size < _HEAD.size + _TRAILER.size or bytes(self._bytes[:8]) != MAGIC:
            raise CorruptIndexError(f"{self._path}: is no file of index arrays; {REBUILD}")
        _, version, block = _HEAD.unpack(bytes(self._bytes[: _HEAD.size]))
        if (version, block) != (VERSION, BLOCK):
            raise SearchIndexError(
                f"{self._path}: is of version {version} of the layout, this Foilog reads {VERSION}; {REBUILD}"
            )
        begins, length, blocks, checksum, magic = _TRAILER.unpack(bytes(self._bytes[-_TRAILER.size :]))
        end = size - _TRAILER.size
        if magic != MAGIC or begins + length + 4 * blocks != end:
            raise CorruptIndexError(f"{self._path}: is cut short; {REBUILD}")
        data = bytes(self._bytes[begins:end])
        if zlib.crc32(data) != checksum:
            raise CorruptIndexError(f"{self._path}: its table of arrays was changed; {REBUILD}")
        self._table_at: int = begins
        self._checksums: list[int] = np.frombuffer(data, "<u4", offset=length).tolist() if blocks else []
        table: dict[str, Any] = json.loads(data[:length])
        return table
