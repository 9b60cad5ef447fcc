"""A killed writer, a changed byte, readers beside a writer: a committed state, or a message that names the harm."""

from __future__ import annotations

import multiprocessing
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from corpus.catalogue import Catalogue
from corpus.records import Disclosure
from index import build
from index.build import update_index
from index.cli import index as index_command
from index.errors import SearchIndexError
from index.search import SearchIndex, SearchRequest

Make = Callable[..., Disclosure]
KILLS = int(os.environ.get("FOILOG_KILLS", "6"))
LETTERS = 30
ROOT = Path(build.__file__).parents[1]

WRITER = """
import sys
sys.path[:0] = [{tests!r}]
from pathlib import Path
from conftest import FakeCatalogue, disclosure
from index import build
build.BATCH = 7
catalogue = FakeCatalogue([disclosure(f"d{{n:02}}", f"Turn {{n}}", [("Turn?", "turn one")]) for n in range({letters})])
print("ready", flush=True)
turn = 0
while True:
    turn += 1
    for n in range({letters}):
        catalogue.put(disclosure(f"d{{n:02}}", "Turn", [("Turn?", f"turn{{turn}}")] * (1 + n % 3)))
    build.update_index(catalogue, Path({path!r}), rebuild=turn % 4 == 0)
"""


@pytest.mark.slow
def test_killed_at_any_moment_it_opens_in_a_committed_state(new_catalogue: Any, make: Make, index_path: Path) -> None:
    """Each disclosure is there once, whole, with its own parts, however often the writer is killed."""
    rng = random.Random(KILLS)
    catalogue = new_catalogue([make(f"d{n:02}", "Turn", [("Turn?", "turn0")] * (1 + n % 3)) for n in range(LETTERS)])
    update_index(catalogue, index_path)
    script = WRITER.format(tests=str(Path(__file__).parent), path=str(index_path), letters=LETTERS)
    for _ in range(KILLS):
        with subprocess.Popen(
            [sys.executable, "-W", "ignore", "-c", script], cwd=ROOT, stdout=subprocess.PIPE, text=True
        ) as writer:
            assert writer.stdout is not None and writer.stdout.readline() == "ready\n"
            time.sleep(rng.uniform(0.02, 0.6))
            writer.send_signal(signal.SIGKILL)
        index = SearchIndex.open(index_path)
        index.verify()
        result = index.search(SearchRequest("turn", limit=100))
        assert sorted(hit.disclosure for hit in result.hits) == [f"d{n:02}" for n in range(LETTERS)]
        snapshot = index._view().snapshot
        assert snapshot.parts == sum(1 + n % 3 for n in range(LETTERS))
    report = update_index(new_catalogue(), index_path, rebuild=True)
    files = sorted(path.name for path in (index_path / report.generation).iterdir())
    assert [name for name in files if ".run" in name or ".new" in name] == []
    assert sorted(path.name for path in index_path.glob("gen-*")) == [report.generation]


@pytest.mark.slow
def test_what_a_killed_writer_leaves_is_swept_by_the_next(catalogue: Any, make: Make, index_path: Path) -> None:
    catalogue.put(make("a", "Bins"))
    generation = index_path / update_index(catalogue, index_path).generation
    for name in ("MAIN_0123456789abcdef.arr", "MAIN_0123456789abcdef.run0", "MAIN_0123456789abcdef.arr.new",
                 "_MAIN_9.toc.1764000000.5", "_MAIN_1.toc"):  # fmt: skip
        (generation / name).write_bytes(b"half")
    catalogue.put(make("b", "Lamps"))
    update_index(catalogue, index_path)
    kinds = sorted(path.suffix for path in generation.iterdir() if path.name != "MAIN_WRITELOCK")
    assert kinds in ([".arr", ".toc"], [".arr", ".arr", ".toc"])
    assert SearchIndex.open(index_path).disclosures == 2


@pytest.fixture
def stored(make: Make, tmp_path: Path) -> Path:
    """Return a data directory with an index of forty letters."""
    with Catalogue.open(tmp_path) as catalogue:
        for n in range(40):
            catalogue.put(make(f"d{n}", "Bins", [("How many bins?", f"There are {n} bins and lamps.")]))
    assert CliRunner().invoke(index_command, ["--data-dir", str(tmp_path)]).exit_code == 0
    return tmp_path


def change_byte(path: Path, at: int) -> None:
    data = bytearray(path.read_bytes())
    data[at] ^= 0x10
    path.write_bytes(data)


@pytest.mark.parametrize("share", [0.0, 0.3, 0.6, 0.95])
def test_a_changed_byte_of_an_array_is_named_and_a_rebuild_mends_it(stored: Path, share: float) -> None:
    run = CliRunner()
    assert run.invoke(index_command, ["--check", "--data-dir", str(stored)]).exit_code == 0
    (segment,) = (stored / "index").glob("gen-*/*.arr")
    change_byte(segment, int(share * segment.stat().st_size))
    checked = run.invoke(index_command, ["--check", "--data-dir", str(stored)])
    assert checked.exit_code == 1
    assert segment.name in checked.output and "run `foilog index --rebuild`" in checked.output
    assert len(checked.output.strip().splitlines()) == 1
    with pytest.raises(SearchIndexError, match=segment.name):
        SearchIndex.open(stored / "index").search(SearchRequest("bins lamps"))
    assert run.invoke(index_command, ["--rebuild", "--data-dir", str(stored)]).exit_code == 0
    assert SearchIndex.open(stored / "index").search(SearchRequest('"bins and lamps"')).total == 40


@pytest.mark.parametrize("share", [0.0, 0.2, 0.5, 0.8, 0.999])
def test_a_changed_byte_of_the_table_of_contents_is_named(stored: Path, share: float) -> None:
    (contents,) = (stored / "index").glob("gen-*/*.toc")
    change_byte(contents, int(share * contents.stat().st_size))
    with pytest.raises(
        SearchIndexError, match=rf"{contents.name}: is not what was written; run `foilog index --rebuild`"
    ):
        SearchIndex.open(stored / "index")
    with Catalogue.open(stored) as catalogue, pytest.raises(SearchIndexError, match="--rebuild"):
        catalogue.put(next(catalogue.iter_disclosures()))
        update_index(catalogue, stored / "index")
    assert CliRunner().invoke(index_command, ["--rebuild", "--data-dir", str(stored)]).exit_code == 0
    assert SearchIndex.open(stored / "index").disclosures == 40


def test_a_missing_segment_is_one_clear_line(stored: Path) -> None:
    (segment,) = (stored / "index").glob("gen-*/*.arr")
    segment.unlink()
    with pytest.raises(SearchIndexError, match=rf"lacks .*{segment.name}; run `foilog index --rebuild`"):
        SearchIndex.open(stored / "index")


def test_a_read_only_directory_is_searched_and_not_written(stored: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: Any, **kwargs: Any) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("index.generations.FileLock", refuse)
    assert SearchIndex.open(stored / "index").search(SearchRequest("bins")).total == 40
    told = CliRunner().invoke(index_command, ["--rebuild", "--data-dir", str(stored)])
    assert told.exit_code == 1
    assert "cannot be written (Permission denied)" in told.output


def test_check_and_rebuild_exclude_each_other(stored: Path) -> None:
    assert CliRunner().invoke(index_command, ["--check", "--rebuild", "--data-dir", str(stored)]).exit_code == 2


def test_readers_beside_a_writer_see_one_committed_state_each(new_catalogue: Any, make: Make, index_path: Path) -> None:
    catalogue = new_catalogue([make(f"d{n}", "Bins", [("Bins?", "turn0 bins")]) for n in range(20)])
    update_index(catalogue, index_path)
    index = SearchIndex.open(index_path)
    done = threading.Event()
    wrong: list[object] = []

    def read() -> None:
        last = 0
        while not done.is_set():
            try:
                totals = {f"turn{n}": index.search(SearchRequest(f"turn{n}")).total for n in (last, last + 1)}
                result = index.search(SearchRequest("bins", limit=50))
            except Exception as error:
                wrong.append(error)
                return
            if result.total != 20 or len({hit.disclosure for hit in result.hits}) != 20:
                wrong.append(result.total)
            last += totals[f"turn{last}"] == 0

    readers = [threading.Thread(target=read) for _ in range(4)]
    for reader in readers:
        reader.start()
    for turn in range(1, 9):
        for n in range(20):
            catalogue.put(make(f"d{n}", "Bins", [("Bins?", f"turn{turn} bins")]))
        update_index(catalogue, index_path, rebuild=turn % 3 == 0)
        assert index.search(SearchRequest(f"turn{turn} bins")).total == 20
    done.set()
    for reader in readers:
        reader.join()
    assert wrong == []


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork on this system")
@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_forked_processes_share_an_open_index(new_catalogue: Any, make: Make, index_path: Path) -> None:
    catalogue = new_catalogue([make(f"d{n}", "Bins", [("Bins?", f"bins and lamps {n}")]) for n in range(50)])
    update_index(catalogue, index_path)
    index = SearchIndex.open(index_path)
    asked = [SearchRequest(text) for text in ("bins", '"bins and lamps"', "lamps 7", "bimz")]
    expected = [index.search(one).as_json() for one in asked]
    with multiprocessing.get_context("fork").Pool(4, _inherit, (index,)) as pool:
        for found in pool.map(_ask, [asked] * 12):
            assert found == expected


_inherited: list[SearchIndex] = []


def _inherit(index: SearchIndex) -> None:
    _inherited.append(index)


def _ask(asked: list[SearchRequest]) -> list[Any]:
    return [_inherited[0].search(one).as_json() for one in asked]
