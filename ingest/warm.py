"""What a worker loads before its first file. Importing this loads as much of it as can be.

The server that workers are forked from imports it, so that each finds its parsers loaded. That server has nobody to
tell what is wrong: what cannot be loaded is left to the worker, which tries again and says why.
"""

from __future__ import annotations

import contextlib

from ingest.work import PRELOAD
from ingest.worker import preload


def _load() -> None:
    for name in PRELOAD:
        with contextlib.suppress(Exception):
            preload(name)


_load()
