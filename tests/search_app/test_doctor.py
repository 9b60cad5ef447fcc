"""Doctor finds what is wrong and mends what can be derived; a backup comes back whole."""

import shutil
import sqlite3

import leaky
import pytest
from click.testing import CliRunner

from corpus.catalogue import Catalogue
from corpus.datadir import DataDir
from index.build import update_index
from ingest import pipeline, work
from search_app.cli import main

LETTER = "Thornmere County Council\nFOI {n}\n1. How many bins?\nResponse: We have {n} bins in the northern wards."


@pytest.fixture
def data(tmp_path, monkeypatch):
    """Return a data directory of three letters, one of them withdrawn, with an index."""
    monkeypatch.setattr(work, "read_files", lambda jobs, **_: ((job, work.read_file(job)) for job in jobs))
    folder = tmp_path / "letters"
    folder.mkdir()
    for number in (111, 222, 333):
        (folder / f"{number}.txt").write_bytes(leaky.text(LETTER.format(n=number)))
    data = DataDir(tmp_path / "var")
    pipeline.ingest([folder], data, pipeline.Settings("0.1"))
    with Catalogue.open(data) as catalogue:
        catalogue.withdraw(next(d.id for d in catalogue.iter_disclosures() if "333" in d.reading.text), "asked for")
        update_index(catalogue, data.index_path)
    return data


def run(data, *arguments):
    return CliRunner().invoke(main, [*arguments, "--data-dir", str(data.path)])


def originals(data):
    return sorted(path for path in data.originals_path.rglob("*") if path.is_file())


def test_a_sound_directory_has_nothing_to_repair(data):
    done = run(data, "doctor")
    assert (done.exit_code, done.output) == (0, "Nothing is left to be repaired.\n")


def break_original(data):
    originals(data)[0].write_text("something else")


def lose_original(data):
    originals(data)[0].unlink()


def leave_half(data):
    (data.originals_path / "ab").mkdir()
    (data.originals_path / "ab" / ".incoming-x").write_text("half")


def leave_orphan(data):
    path = data.original_path("f" * 64)
    path.parent.mkdir()
    path.write_text("nobody's")


def lose_disclosure(data):
    with sqlite3.connect(data.catalogue_path) as connection:
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute(
            "DELETE FROM disclosures WHERE id = (SELECT min(id) FROM disclosures WHERE state='published')"
        )
    connection.close()


def lose_index(data):
    shutil.rmtree(data.index_path)


def break_index(data):
    for path in data.index_path.glob("gen-*/*.toc"):
        path.write_bytes(b"broken")


# Whoosh leaves a file open that it cannot read.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize(
    ("harm", "says"),
    [
        pytest.param(break_original, "is damaged: taken again from", id="an original that was changed"),
        pytest.param(lose_original, "is missing: taken again from", id="an original that is gone"),
        pytest.param(leave_half, "half-written original(s): deleted", id="a half-written original"),
        pytest.param(leave_orphan, "that no disclosure holds: deleted", id="an original of nobody"),
        pytest.param(lose_disclosure, "the next ingest reads them again", id="a disclosure that is gone"),
        pytest.param(lose_index, "there is no index: built anew", id="no index"),
        pytest.param(break_index, "built anew", id="a broken index"),
    ],
)
def test_what_can_be_derived_is_repaired(data, harm, says):
    harm(data)
    told = run(data, "doctor", "--check")
    assert told.exit_code == 1 and "Wrong: " in told.output
    mended = run(data, "doctor")
    assert mended.exit_code == 0, mended.output
    assert says in mended.output
    assert run(data, "doctor").output == "Nothing is left to be repaired.\n"


def test_what_cannot_be_derived_is_told(data, tmp_path):
    lose_original(data)
    shutil.rmtree(tmp_path / "letters")
    done = run(data, "doctor")
    assert done.exit_code == 1
    assert "is missing. Put the file back where it was" in done.output


def test_a_backup_comes_back_as_it_was(data, tmp_path):
    with Catalogue.open(data) as catalogue:
        before = list(catalogue.iter_disclosures(None))
    saved = tmp_path / "saved"
    assert "2 original file(s) saved" in run(data, "backup", str(saved)).output
    kept = {path.name: path.read_bytes() for path in originals(data)}
    shutil.rmtree(data.path)
    done = run(data, "restore", str(saved))
    assert done.exit_code == 0, done.output
    assert "2 to find" in done.output
    with Catalogue.open(data) as catalogue:
        assert list(catalogue.iter_disclosures(None)) == before
    assert {path.name: path.read_bytes() for path in originals(data)} == kept
    assert run(data, "doctor").output == "Nothing is left to be repaired.\n"
    assert '"total": 1' in run(data, "search", "222", "--json").output
    (tmp_path / "request.txt").write_text("How many were there?\n", encoding="utf-8")
    assert run(data, "check", str(tmp_path / "request.txt")).exit_code == 0


def test_what_was_withdrawn_after_a_backup_does_not_hang_on_to_it(data, tmp_path):
    """A link in a backup is a file of its own once the original is deleted, and deleting does not reach into it."""
    run(data, "backup", str(tmp_path / "saved"))
    with Catalogue.open(data) as catalogue:
        catalogue.withdraw(next(d.id for d in catalogue.iter_disclosures()), "asked for")
    assert len(originals(data)) == 1
    assert len(originals(DataDir(tmp_path / "saved"))) == 2


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        pytest.param(["backup", "{full}"], "is not empty", id="a folder that holds something"),
        pytest.param(["restore", "{full}"], "is no whole backup", id="not a backup"),
        pytest.param(["restore", "{saved}"], "has a catalogue already", id="over a catalogue"),
    ],
)
def test_what_backup_and_restore_refuse(data, tmp_path, arguments, says):
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "x").write_text("x")
    run(data, "backup", str(tmp_path / "saved"))
    done = run(data, *(argument.format(full=tmp_path / "full", saved=tmp_path / "saved") for argument in arguments))
    assert done.exit_code == 1
    assert says in done.output
