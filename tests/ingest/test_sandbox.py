"""A bad document costs itself and nothing else."""

import itertools
import os
import time
from pathlib import Path

import pytest

from ingest.errors import ExtractError
from ingest.sandbox import LimitedPool, run_limited


@pytest.fixture(autouse=True)
def tasks_importable(monkeypatch):
    """Children import the tasks by name, from the path they inherit."""
    monkeypatch.syspath_prepend(str(Path(__file__).parent))


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_every_item_comes_back_with_its_result():
    with LimitedPool("sandbox_tasks:double", workers=2) as pool:
        assert sorted(pool.imap(range(20))) == [(item, item * 2) for item in range(20)]


def test_items_are_taken_only_as_workers_are_free():
    taken = itertools.count()
    with LimitedPool("sandbox_tasks:double", workers=1) as pool:
        results = pool.imap(taken)
        assert [next(results) for _ in range(3)] == [(0, 0), (1, 2), (2, 4)]
    assert next(taken) <= 4


@pytest.mark.parametrize(
    ("bad", "kind", "says"),
    [
        pytest.param("crash", "corrupt", "SIGSEGV", id="a worker killed by a fault in a parser"),
        pytest.param("memory", "memory", "more memory", id="an allocation above the limit"),
        pytest.param("raise", "corrupt", "ZeroDivisionError", id="an exception nobody foresaw"),
        pytest.param("refuse", "encrypted", "letter.pdf", id="an error of ours comes back as it was raised"),
        pytest.param("recurse", "corrupt", "nested too deeply", id="a stack that runs over"),
        pytest.param("flood", "too_large", "MB", id="more text than a parent should read"),
    ],
)
def test_one_bad_item_is_an_error_and_the_rest_go_on(bad, kind, says):
    with LimitedPool("sandbox_tasks:misbehave", workers=1, memory_mb=2048) as pool:
        results = dict(pool.imap(["good", bad, "after"]))
    assert results["good"] == "good"
    assert results["after"] == "after"
    error = results[bad]
    assert isinstance(error, ExtractError)
    assert error.kind == kind
    assert says in str(error)


def test_a_hanging_item_is_ended_and_named():
    with LimitedPool("sandbox_tasks:misbehave", workers=2, seconds=60, name=lambda item: f"letters/{item}.pdf") as pool:
        assert dict(pool.imap(["a", "b"])) == {"a": "a", "b": "b"}  # both workers have loaded their modules
        for worker in pool._workers:
            worker._limits = type(worker._limits)(seconds=0.3)
        began = time.monotonic()
        results = dict(pool.imap(["hang", "good"]))
    assert time.monotonic() - began < 20
    assert results["good"] == "good"
    assert results["hang"].kind == "timeout"
    assert str(results["hang"]) == "letters/hang.pdf: took longer than 0.3 seconds. Split it or save it again."


def test_leaving_the_pool_early_ends_its_workers():
    with LimitedPool("sandbox_tasks:whoami", workers=2) as pool:
        pids = {pid for _, pid in pool.imap(range(6))}
    assert all(not is_alive(pid) for pid in pids)


def test_an_interrupt_ends_the_workers():
    pids = set()
    with pytest.raises(KeyboardInterrupt), LimitedPool("sandbox_tasks:whoami", workers=1) as pool:
        for _, pid in pool.imap(range(6)):
            pids.add(pid)
            raise KeyboardInterrupt
    assert pids and all(not is_alive(pid) for pid in pids)


def test_run_limited_returns_or_raises():
    assert run_limited("sandbox_tasks:double", 21) == 42
    with pytest.raises(ExtractError, match="password-protected"):
        run_limited("sandbox_tasks:misbehave", "refuse")
