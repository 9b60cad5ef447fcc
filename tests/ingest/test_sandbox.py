"""A bad document costs itself and nothing else."""

import itertools
import os
import time
from pathlib import Path

import pytest

from ingest.errors import ExtractError, WorkerError
from ingest.sandbox import LimitedPool, run_limited
from ingest.work import PRELOAD
from ingest.worker import preload


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


@pytest.mark.parametrize(
    ("body", "says"),
    [
        pytest.param("raise ValueError('vendors.csv, line 3: no name')", "ValueError: vendors.csv, line 3", id="table"),
        pytest.param("import no_such_parser", "no_such_parser", id="half an install"),
        pytest.param("import os; os._exit(3)", "exit code 3", id="a native part that ends the process"),
    ],
)
@pytest.mark.parametrize("warm", [True, False])
def test_a_worker_that_cannot_start_stops_the_run(body, says, warm, tmp_path, monkeypatch):
    (tmp_path / "broken_parser.py").write_text(body)
    monkeypatch.syspath_prepend(str(tmp_path))
    results = []
    with LimitedPool("sandbox_tasks:double", preload=["broken_parser"], warm="ingest.warm" if warm else None) as pool:
        workers = pool._workers
        with pytest.raises(WorkerError) as caught:
            results.extend(pool.imap(range(20)))
        assert workers
    assert not results
    message = str(caught.value)
    assert "does not start" in message and says in message and "run the same command" in message
    assert "\n" not in message


def test_a_first_item_that_kills_its_worker_costs_itself_only():
    with LimitedPool("sandbox_tasks:misbehave", workers=1) as pool:
        results = dict(pool.imap(["crash", "good"]))
    assert results["crash"].kind == "corrupt"
    assert results["good"] == "good"


def test_what_the_machine_killed_is_tried_once_more(tmp_path):
    items = [f"{tmp_path}/once|first", f"{tmp_path}/each|always"]
    with LimitedPool("sandbox_tasks:be_killed", workers=2) as pool:
        results = dict(pool.imap(items))
    assert results[items[0]] == 2
    assert results[items[1]].kind == "memory"
    assert (tmp_path / "each").read_text() == "xx"


def test_no_more_workers_start_than_there_are_items():
    with LimitedPool("sandbox_tasks:double", workers=8) as pool:
        assert sorted(pool.imap([1, 2])) == [(1, 2), (2, 4)]
        assert len(pool._workers) <= 2


def test_every_table_is_loaded_before_the_first_file(tmp_path, monkeypatch):
    """A broken table stops the run with its own message, whatever file comes first."""
    (tmp_path / "broken_table.py").write_text(
        "from corpus.table import TableError\n"
        "def load():\n    raise TableError('vendors.csv', 3, \"'name' is empty; fill it\")\n"
    )
    monkeypatch.syspath_prepend(str(tmp_path))
    with (
        LimitedPool("sandbox_tasks:double", preload=["broken_table:load"]) as pool,
        pytest.raises(WorkerError, match=r"corpus/tables/vendors\.csv, line 3: 'name' is empty"),
    ):
        list(pool.imap([1]))


def test_what_is_preloaded_exists():
    for name in PRELOAD:
        preload(name)
