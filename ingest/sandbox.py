"""Work done in child processes with limits, because published files are hostile input.

A pool keeps warm workers, one document at a time each. A document that runs out of time or memory, or kills its worker,
costs itself only: the worker's whole process group is killed, and a new worker takes its place. A worker that cannot
even start is no document's fault: that stops the run.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import pickle
import signal
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from multiprocessing.connection import wait
from multiprocessing.context import BaseContext
from typing import Any

from ingest.errors import ExtractError, IngestError, WorkerError
from ingest.worker import MORE_TIME, Limits, Task, failed, serve

MAX_RESULT = 64 * 1024 * 1024  # bytes of one pickled result
_ITEMS_A_WORKER = 500  # then it is replaced, so that what leaks stays small
_START = 120.0  # seconds a worker may take to load its parsers on a busy machine
# How a process ends that native code or the kernel could not give more memory to.
_STARVED = (-signal.SIGABRT, -signal.SIGKILL)
_MAX_EXTENSIONS = 250  # times that one item may ask for more time
_GRACE = 2.0  # seconds a worker has to end by itself


class LimitedPool:
    """Applies a function, named "package.module:function" so that a child can import it, to many items.

    The function takes one item; items and results must be picklable. Use it as a context manager: leaving it, for
    whatever reason, ends every worker. `preload` names what workers load before their first item (see
    `worker.preload`); `warm` names a module that loads what it can of it into the server that workers are forked from;
    `name` says how an item is called in the message of an error.
    """

    def __init__(
        self,
        function: str,
        *,
        workers: int = 2,
        seconds: float = 60.0,
        memory_mb: int = 1536,
        preload: Iterable[str] = (),
        warm: str | None = None,
        name: Callable[[Any], str] = str,
    ) -> None:
        self._task = Task(function, Limits(seconds, memory_mb), tuple(preload))
        self._name = name
        self._count = max(1, workers)
        self._context = _context(warm)
        self._workers: list[_Worker] = []

    def __enter__(self) -> LimitedPool:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def imap(self, items: Iterable[Any]) -> Iterator[tuple[Any, Any]]:
        """Yield `(item, result)` in the order of completion; the result is an IngestError where the item failed.

        An item whose worker was killed from outside, as where the whole machine is short of memory, gets a second one.
        Items are taken as workers become free, so that an endless iterable costs no memory.

        Raises:
            WorkerError: a worker ended before it could take its first item.
        """
        todo = iter(items)
        again: list[Any] = []
        self._fill(todo)
        while busy := self._busy():
            for worker in _heard(busy):
                if not worker.ready:
                    worker.start()
                    continue
                if worker.is_granted():
                    continue
                item, result = worker.receive()
                if worker.dead:
                    self._workers.remove(worker)
                if worker.was_killed and not any(item is other for other in again):
                    again.append(item)
                    todo = chain([item], todo)
                    self._fill(todo)
                    continue
                self._fill(todo)  # before the caller stores this result: workers go on meanwhile
                yield item, result

    def _fill(self, todo: Iterator[Any]) -> None:
        """Give an item to each worker that has none, as long as there are any."""
        while len(self._busy()) < self._count:
            try:
                item = next(todo)
            except StopIteration:
                return
            self._free_worker().send(item, self._name(item))

    def close(self) -> None:
        """End every worker: idle ones are asked to, busy ones are killed."""
        for worker in self._workers:
            worker.end()
        self._workers.clear()

    def _busy(self) -> list[_Worker]:
        return [worker for worker in self._workers if worker.busy]

    def _free_worker(self) -> _Worker:
        for worker in self._workers:
            if not worker.busy:
                return worker
        self._workers.append(worker := _Worker(self._context, self._task))
        return worker


def run_limited(function: str, item: Any, *, seconds: float = 60.0, memory_mb: int = 1536) -> Any:
    """Return `function(item)`, computed in a child process with limits.

    Raises:
        IngestError: what the function raised, an ExtractError that says which limit was met, or a WorkerError.
    """
    with LimitedPool(function, workers=1, seconds=seconds, memory_mb=memory_mb) as pool:
        _, result = next(pool.imap([item]))
    if isinstance(result, IngestError):
        raise result
    return result


class _Worker:
    """One child process and the item it is at."""

    def __init__(self, context: BaseContext, task: Task) -> None:
        self._limits = task.limits
        self.connection, theirs = context.Pipe()
        self._process = context.Process(target=serve, args=(theirs, task), daemon=True)  # type: ignore[attr-defined]
        try:
            self._process.start()
        except (OSError, EOFError) as error:  # no process to be had, or the server that forks them is gone
            raise _not_started(str(error) or type(error).__name__) from error
        finally:
            theirs.close()
        self._item: Any = None
        self._name = ""
        self._done = 0
        self._deadline = 0.0
        self._extensions = 0
        self._heard: bytes | EOFError | OSError | None = None
        self.ready = False
        self.busy = False
        self.dead = False
        self.was_killed = False  # by another than this pool: its own limits end a process in other ways

    @property
    def remaining(self) -> float:
        """Return the seconds left to the item, below 0 when its time is up."""
        return self._deadline - time.monotonic()

    def send(self, item: Any, name: str) -> None:
        """Give the worker an item. One that has died meanwhile is noticed when its answer is due."""
        self._item, self._name, self.busy = item, name, True
        self._extensions = 0
        # A new worker first loads its parsers; that is not the document's fault.
        self._deadline = time.monotonic() + (self._limits.seconds if self.ready else _START)
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            self.connection.send((item, name))

    def start(self) -> None:
        """Take note that the worker has loaded its parsers and is at its first item.

        Raises:
            WorkerError: it has not, and never will.
        """
        if not self.connection.poll(0):
            self.kill()
            raise _not_started(f"not ready after {_START:g} seconds")
        try:
            why = self.connection.recv_bytes(MAX_RESULT).decode()
        except (EOFError, OSError):
            self._process.join(_GRACE)
            code = self._process.exitcode
            self.kill()
            raise _not_started(f"its process ended, {_exit_text(code)}") from None
        if why:
            self.kill()
            raise _not_started(why)
        self.ready = True
        self._deadline = time.monotonic() + self._limits.seconds

    def is_granted(self) -> bool:
        """Tell whether the worker asked for more time and was given it; what else it says is kept for `receive`."""
        self._heard = None
        if not self.connection.poll(0):
            return False
        try:
            self._heard = self.connection.recv_bytes(MAX_RESULT)
        except (EOFError, OSError) as error:
            self._heard = error  # `receive` says what it means
        if self._heard != MORE_TIME or self._extensions >= _MAX_EXTENSIONS:
            return False
        self._extensions += 1
        self._deadline = time.monotonic() + self._limits.seconds
        return True

    def receive(self) -> tuple[Any, Any]:
        """Return the item and its result, or the error that stands for it; kills the worker if its time is up."""
        item, self._item, self.busy = self._item, None, False
        if self._heard == MORE_TIME or (self._heard is None and not self.connection.poll(0)):
            self.kill()
            why = f"took longer than {self._limits.seconds:g} seconds. Split it or save it again"
            return item, failed("timeout", self._name, why)
        try:
            if isinstance(self._heard, Exception):
                raise self._heard
            outcome = pickle.loads(self._heard or self.connection.recv_bytes(MAX_RESULT))
        except EOFError:
            self._process.join(_GRACE)  # or its end would be taken for the one that follows
            code = self._process.exitcode
            self.kill()
            self.was_killed = code == -signal.SIGKILL
            if code in _STARVED:
                return item, failed("memory", self._name, "needs more memory than a document may use. Split it")
            why = f"made its reader crash ({_exit_text(code)}). Open it and save it again"
            return item, failed("corrupt", self._name, why)
        except OSError:
            self.kill()
            why = f"gives more than {MAX_RESULT // 1024 // 1024} MB of text. Split it"
            return item, failed("too_large", self._name, why)
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


def _heard(busy: list[_Worker]) -> list[_Worker]:
    """Wait for workers that have started, answered, died, or run out of time, and return them."""
    waited = max(0.0, min(worker.remaining for worker in busy))
    answered = wait([worker.connection for worker in busy], waited)
    return [worker for worker in busy if worker.connection in answered or worker.remaining <= 0]


def _not_started(why: str) -> WorkerError:
    return WorkerError(
        f"The reader of files does not start ({why}). No file was set aside for it: "
        "install Foilog again, or free memory where it is short, and run the same command."
    )


def _context(warm: str | None) -> BaseContext:
    """Return the way to start workers: from a server that has the parsers loaded, or afresh where there is none."""
    if "forkserver" in multiprocessing.get_all_start_methods() and sys.platform != "darwin":
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload([warm] if warm else [])
        return context
    return multiprocessing.get_context("spawn")
