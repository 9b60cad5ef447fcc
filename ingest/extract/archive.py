"""Members of a zip container (DOCX, XLSX, ODS, ODT), read against limits that are counted, not believed.

An ordinary DOCX compresses 24 times, a bomb 300 times, so a ratio tells little: absolute sizes do.
"""

from __future__ import annotations

import io
import zipfile
import zlib

from ingest.errors import ExtractError

MAX_MEMBERS = 1_000
MAX_TOTAL = 300 * 1024 * 1024  # bytes unpacked, all members together
MAX_MEMBER = 100 * 1024 * 1024
_CHUNK = 1024 * 1024
_ENCRYPTED = 0x1


class Archive:
    """A zip container opened for reading. Names are looked up, never used as paths on disk."""

    def __init__(self, data: bytes, source: str) -> None:
        self._source = source
        self._read = 0
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, EOFError, OSError, NotImplementedError) as error:
            raise self._corrupt(str(error)) from error
        self.members = members = self._zip.infolist()
        if len(members) > MAX_MEMBERS:
            raise ExtractError("too_large", f"{source}: holds {len(members):,} parts, more than {MAX_MEMBERS:,}.")
        if sum(member.file_size for member in members) > MAX_TOTAL:
            raise self._too_large()
        self.names = frozenset(member.filename for member in members)

    def read(self, name: str) -> bytes:
        """Return the bytes of member `name`, counted against the limits.

        Raises:
            ExtractError: `corrupt` (no such member, or it cannot be unpacked), `encrypted` or `too_large`.
        """
        try:
            info = self._zip.getinfo(name)
        except KeyError as error:
            raise self._corrupt(f"its part {name} is missing") from error
        if info.flag_bits & _ENCRYPTED:
            raise ExtractError(
                "encrypted", f"{self._source}: is password-protected. Ask for a copy without a password."
            )
        parts: list[bytes] = []
        size = 0
        try:
            with self._zip.open(info) as stream:
                while chunk := stream.read(_CHUNK):
                    size += len(chunk)
                    self._read += len(chunk)
                    if size > MAX_MEMBER or self._read > MAX_TOTAL:
                        raise self._too_large()
                    parts.append(chunk)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError) as error:
            raise self._corrupt(f"its part {name} cannot be unpacked ({error})") from error
        return b"".join(parts)

    def _corrupt(self, why: str) -> ExtractError:
        return ExtractError("corrupt", f"{self._source}: the file is damaged: {why}. Open it and save it again.")

    def _too_large(self) -> ExtractError:
        limit = MAX_TOTAL // (1024 * 1024)
        return ExtractError(
            "too_large", f"{self._source}: unpacks to more than {limit} MB. Split it into smaller files."
        )
