"""Work done in child processes with limits, because published files are hostile input.

A pool keeps warm workers, one document at a time each. A document that runs out of time or memory, or kills its worker,
costs itself only: the worker's whole process group is killed, and a new worker takes its place.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import pickle
import resource
import signal
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from importlib import import_module
from multiprocessing.connection import Connection, wait
from multiprocessing.context import BaseContext
from pathlib import Path
from typing import Any

from ingest.errors import ExtractError, ExtractKind, IngestError

MAX_RESULT = 64 * 1024 * 1024  # bytes of one pickled result
_ITEMS_A_WORKER = 500  # then it is replaced, so that what leaks stays small
_START = 60.0  # seconds a worker may take to load its parsers on a busy machine
_MAX_FILES = 128
_MAX_WRITTEN = 64 * 1024 * 1024  # bytes of one file a worker may write
# How a process ends that native code or the kernel could not give more memory to.
_STARVED = (-signal.SIGABRT, -signal.SIGKILL)
_GRACE = 2.0  # seconds a worker has to end by itself


@dataclass(frozen=True, slots=True)
class Limits:
    """What one document may use."""

    seconds: float = 60.0  # by the clock
    memory_mb: int = 1536  # of address space; not enforced on macOS, whose kernel ignores the limit


class LimitedPool:
    """Applies a function, named "package.module:function" so that a child can import it, to many items.

    The function takes one item; items and results must be picklable. Use it as a context manager: leaving it, for
    whatever reason, ends every worker. `preload` names modules that workers load before their first item; `name` says
    how an item is called in the message of an error.
    """

    def __init__(
        self,
        function: str,
        *,
        workers: int = 2,
        seconds: float = 60.0,
        memory_mb: int = 1536,
        preload: Iterable[str] = (),
        name: Callable[[Any], str] = str,
    ) -> None:
        self._task = _Task(function, Limits(seconds, memory_mb), tuple(preload))
        self._name = name
        self._count = max(1, workers)
        self._context = _context([function.partition(":")[0], *self._task.preload])
        self._workers: list[_Worker] = []

    def __enter__(self) -> LimitedPool:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def imap(self, items: Iterable[Any]) -> Iterator[tuple[Any, Any]]:
        """Yield `(item, result)` in the order of completion; the result is an IngestError where the item failed.

        Items are taken as workers become free, so that an endless iterable costs no memory.
        """
        todo = iter(items)
        more = True
        while True:
            while more and (worker := self._free_worker()) is not None:
                try:
                    item = next(todo)
                except StopIteration:
                    more = False
                else:
                    worker.send(item, self._name(item))
            busy = [worker for worker in self._workers if worker.busy]
            if not busy:
                return
            for worker in _ready(busy):
                item, result = worker.receive()
                if worker.dead:
                    self._workers.remove(worker)
                yield item, result

    def close(self) -> None:
        """End every worker: idle ones are asked to, busy ones are killed."""
        for worker in self._workers:
            worker.end()
        self._workers.clear()

    def _free_worker(self) -> _Worker | None:
        for worker in self._workers:
            if not worker.busy:
                return worker
        if len(self._workers) < self._count:
            self._workers.append(worker := _Worker(self._context, self._task))
            return worker
        return None


def run_limited(function: str, item: Any, *, seconds: float = 60.0, memory_mb: int = 1536) -> Any:
    """Return `function(item)`, computed in a child process with limits.

    Raises:
        IngestError: what the function raised, or an ExtractError that says which limit was met.
    """
    with LimitedPool(function, workers=1, seconds=seconds, memory_mb=memory_mb) as pool:
        _, result = next(pool.imap([item]))
    if isinstance(result, IngestError):
        raise result
    return result


@dataclass(frozen=True, slots=True)
class _Task:
    function: str
    limits: Limits
    preload: tuple[str, ...]


class _Worker:
    """One child process and the item it is at."""

    def __init__(self, context: BaseContext, task: _Task) -> None:
        self._limits = task.limits
        self.connection, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(theirs, task), daemon=True)  # type: ignore[attr-defined]
        self._process.start()
        theirs.close()
        self._item: Any = None
        self._name = ""
        self._done = 0
        self._deadline = 0.0
        self._ready = False
        self.busy = False
        self.dead = False

    @property
    def remaining(self) -> float:
        """Return the seconds left to the item, below 0 when its time is up."""
        return self._deadline - time.monotonic()

    def send(self, item: Any, name: str) -> None:
        """Give the worker an item. One that has died meanwhile is noticed when its answer is due."""
        self._item, self._name, self.busy = item, name, True
        # A new worker first loads its parsers; that is not the document's fault.
        self._deadline = time.monotonic() + self._limits.seconds + (0 if self._ready else _START)
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            self.connection.send((item, name))

    def receive(self) -> tuple[Any, Any]:
        """Return the item and its result, or the error that stands for it; kills the worker if its time is up."""
        item, self._item, self.busy = self._item, None, False
        if not self.connection.poll(0):
            self.kill()
            why = f"took longer than {self._limits.seconds:g} seconds. Split it or save it again"
            return item, _failed("timeout", self._name, why)
        try:
            outcome = pickle.loads(self.connection.recv_bytes(MAX_RESULT))
        except EOFError:
            self._process.join(_GRACE)  # or its end would be taken for the one that follows
            code = self._process.exitcode
            self.kill()
            if code in _STARVED:
                return item, _failed("memory", self._name, "needs more memory than a document may use. Split it")
            why = f"made its reader crash ({_exit_text(code)}). Open it and save it again"
            return item, _failed("corrupt", self._name, why)
        except OSError:
            self.kill()
            why = f"gives more than {MAX_RESULT // 1024 // 1024} MB of text. Split it"
            return item, _failed("too_large", self._name, why)
        self._ready = True
        self._done += 1
        starved = isinstance(outcome, ExtractError) and outcome.kind == "memory"
        if starved or self._done >= _ITEMS_A_WORKER:
            self.kill()
        return item, outcome

    def end(self) -> None:
        """End the worker: let an idle one go, kill a busy one."""
        if self.busy:
            self.kill()
            return
        self.connection.close()  # the worker reads the end of its pipe, and leaves
        self._process.join(_GRACE)
        self.kill()

    def kill(self) -> None:
        """Kill the worker and whatever it started."""
        self.dead = True
        self.connection.close()
        if self._process.pid is not None and self._process.is_alive():
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.kill()  # where it had no time to found its group
        self._process.join(_GRACE)


def _exit_text(code: int | None) -> str:
    if code is not None and code < 0:
        with contextlib.suppress(ValueError):
            return signal.Signals(-code).name
    return f"exit code {code}"


def _ready(busy: list[_Worker]) -> list[_Worker]:
    """Wait for workers that have answered, died, or run out of time, and return them."""
    waited = max(0.0, min(worker.remaining for worker in busy))
    answered = wait([worker.connection for worker in busy], waited)
    return [worker for worker in busy if worker.connection in answered or worker.remaining <= 0]


def _failed(kind: ExtractKind, name: str, why: str) -> ExtractError:
    return ExtractError(kind, f"{name}: {why}.")


def _context(preload: list[str]) -> BaseContext:
    """Return the way to start workers: from a server that has the parsers loaded, or afresh where there is none."""
    if "forkserver" in multiprocessing.get_all_start_methods() and sys.platform != "darwin":
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(preload)
        return context
    return multiprocessing.get_context("spawn")


def _serve(connection: Connection, task: _Task) -> None:
    """Answer items until the pipe ends: the life of a worker."""
    _settle(task)
    module, _, name = task.function.partition(":")
    function: Callable[[Any], Any] = getattr(import_module(module), name)
    for module in task.preload:
        import_module(module)
    _limit(resource.RLIMIT_AS, task.limits.memory_mb * 1024 * 1024)
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


def _answer(function: Callable[[Any], Any], item: Any, name: str) -> bytes:
    """Return the pickled result of one item, or the pickled error in its place."""
    try:
        return pickle.dumps(function(item))
    except IngestError as error:
        result = error
    except MemoryError:
        result = _failed("memory", name, "needs more memory than a document may use. Split it")
    except RecursionError:
        result = _failed("corrupt", name, "is nested too deeply to be read. Save it again as PDF")
    except Exception as error:  # whatever it is, it is this document's end and not the run's
        why = f"{type(error).__name__}: {error}".splitlines()[0][:200]
        result = _failed("corrupt", name, f"cannot be read ({why}). Open it and save it again")
    return pickle.dumps(result)


def _settle(task: _Task) -> None:
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


def _limit(which: int, value: int) -> None:
    _, hard = resource.getrlimit(which)
    if hard != resource.RLIM_INFINITY:
        value = min(value, hard)
    with contextlib.suppress(ValueError, OSError):  # macOS refuses some
        resource.setrlimit(which, (value, hard))
