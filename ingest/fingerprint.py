"""Which reader read a letter: the release and a fingerprint of the rules, so that better rules read old files again."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from importlib.resources.abc import Traversable

_RULES = (
    ("ingest", "read"),
    ("ingest", "extract"),
    ("ingest", "safety"),
    ("corpus", "tables"),
)  # what a reading depends on


@cache
def reader_version() -> str:
    """Return the version of the reader, such as `0.1.0+3f2a91bc`.

    The part behind the plus changes with any rule, extractor or table; two installs of the same code give the same.
    """
    digest = hashlib.sha256()
    for package, folder in _RULES:
        for entry in sorted(files(package).joinpath(folder).iterdir(), key=_name):
            if entry.is_file() and entry.name.endswith((".py", ".toml", ".csv")):
                digest.update(entry.name.encode() + b"\0" + entry.read_bytes())
    return f"{version('foilog')}+{digest.hexdigest()[:8]}"


def _name(entry: Traversable) -> str:
    return entry.name
