"""The life of a worker: the child process in which files are read, and what it may use.

Every limit is the kernel's, so that native code keeps it too.
"""

from __future__ import annotations

import contextlib
import gc
import os
import pickle
import resource
import signal
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from ingest.errors import ExtractError, ExtractKind, IngestError

_MAX_FILES = 128
_MAX_WRITTEN = 64 * 1024 * 1024  # bytes of one file a worker may write
_MAX_REASON = 300  # characters of why a worker did not start


@dataclass(frozen=True, slots=True)
class Limits:
    """What one document may use."""

    seconds: float = 60.0  # by the clock
    memory_mb: int = 1536  # of address space; not enforced on macOS, whose kernel ignores the limit


@dataclass(frozen=True, slots=True)
class Task:
    """What every item of a pool is put to."""

    function: str
    limits: Limits
    preload: tuple[str, ...]


MORE_TIME = b""  # what a worker sends for more of it
_asking: list[tuple[Connection, Limits]] = []  # the worker's own pipe, in a worker


def more_time() -> None:
    """Start the clock of the document at hand again, as before each page that has to be read from its picture.

    The parent grants it a limited number of times. Outside a worker there is no clock, and nothing happens.
    """
    for connection, limits in _asking:
        connection.send_bytes(MORE_TIME)
        _limit_time(limits)


def serve(connection: Connection, task: Task) -> None:
    """Load all, say nothing or what is wrong with it, then answer items until the pipe ends: the life of a worker."""
    _settle()
    try:
        function = _load(task)
    except BaseException as error:  # broken table, half an install, no memory: the parent tells the user
        line = " ".join(f"{type(error).__name__}: {error}".split())
        connection.send_bytes(line[:_MAX_REASON].encode(errors="replace"))
        return
    connection.send_bytes(b"")
    gc.freeze()  # what is loaded stays: the collector need not look through the tables again with each letter
    _limit_memory(task.limits)
    _asking[:] = [(connection, task.limits)]
    while True:
        try:
            item, item_name = connection.recv()
        except (EOFError, OSError):
            return
        _limit_time(task.limits)
        answer = _answer(function, item, item_name)
        try:
            connection.send_bytes(answer)
        except OSError:  # the parent has gone
            return


def _load(task: Task) -> Callable[[Any], Any]:
    """Load all that the task needs and return its function."""
    for name in task.preload:
        preload(name)
    function: Callable[[Any], Any] = _named(task.function)
    return function


def preload(name: str) -> None:
    """Import the module called `name`; of "module:function" call the function too, which keeps what it loads."""
    named = _named(name)
    if ":" in name:
        named()


def _named(name: str) -> Any:
    module, _, attribute = name.partition(":")
    loaded = import_module(module)
    return getattr(loaded, attribute) if attribute else loaded


def _answer(function: Callable[[Any], Any], item: Any, name: str) -> bytes:
    """Return the pickled result of one item, or the pickled error in its place."""
    try:
        return pickle.dumps(function(item))
    except IngestError as error:
        result = error
    except MemoryError:
        result = failed("memory", name, "needs more memory than a document may use. Split it")
    except RecursionError:
        result = failed("corrupt", name, "is nested too deeply to be read. Save it again as PDF")
    except Exception as error:  # whatever it is, it is this document's end and not the run's
        why = f"{type(error).__name__}: {error}".splitlines()[0][:200]
        result = failed("corrupt", name, f"cannot be read ({why}). Open it and save it again")
    return pickle.dumps(result)


def failed(kind: ExtractKind, name: str, why: str) -> ExtractError:
    """Return the error that stands for an item called `name`."""
    return ExtractError(kind, f"{name}: {why}.")


def _settle() -> None:
    """Found a process group of its own, leave Ctrl-C to the parent, say nothing, and take limits that never change."""
    with contextlib.suppress(OSError):
        os.setpgid(0, 0)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    with Path(os.devnull).open("wb") as silence:  # native parsers print their last words over the progress bar
        os.dup2(silence.fileno(), 2)
    _limit(resource.RLIMIT_CORE, 0)
    _limit(resource.RLIMIT_FSIZE, _MAX_WRITTEN)
    _limit(resource.RLIMIT_NOFILE, _MAX_FILES)


def _limit_time(limits: Limits) -> None:
    """Let the kernel end a worker whose parent is no longer there to do it."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    _limit(resource.RLIMIT_CPU, int(used.ru_utime + used.ru_stime + limits.seconds) + 5)


def _limit_memory(limits: Limits) -> None:
    """Bound the address space from now on: what the parsers take to load is not a document's."""
    _limit(resource.RLIMIT_AS, limits.memory_mb * 1024 * 1024)


def _limit(which: int, value: int) -> None:
    _, hard = resource.getrlimit(which)
    if hard != resource.RLIM_INFINITY:
        value = min(value, hard)
    with contextlib.suppress(ValueError, OSError):  # macOS refuses some
        resource.setrlimit(which, (value, hard))
