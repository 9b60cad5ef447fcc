"""An ingest reads what is new, leaves alone what is known, and never loses what it had."""

from __future__ import annotations

import errno
import os
from importlib import import_module
from pathlib import Path

import pytest

from corpus.catalogue import Catalogue
from corpus.datadir import DataDir
from corpus.errors import DiskFullError, LockedError
from corpus.ledger import Role
from corpus.records import Disclosure, Kind, State
from ingest import pipeline, plan, work
from ingest.errors import IngestError, WorkerError
from ingest.pipeline import NothingFoundError, Settings
from ingest.report import IngestReport

LETTER = "response | Thornmere County Council | FOI 1234\nWe hold 12 vehicles.\n"


READ_IN_WORKERS = work.read_files


@pytest.fixture(autouse=True)
def in_this_process(monkeypatch):
    """Read the made-up letters without starting workers; `real_workers` has those."""
    monkeypatch.syspath_prepend(Path(__file__).parent)
    read_file = import_module("pipeline_tasks").read_file

    def read_files(jobs, **_):
        for job in jobs:
            try:
                result = read_file(job)
            except IngestError as error:
                result = error
            yield job, result

    monkeypatch.setattr(work, "read_files", read_files)


@pytest.fixture
def real_workers(in_this_process, monkeypatch):
    monkeypatch.setattr(work, "read_files", READ_IN_WORKERS)


class Desk:
    """A folder of letters and a data directory, and what one does with them."""

    def __init__(self, tmp_path: Path) -> None:
        self.folder = tmp_path / "letters"
        self.folder.mkdir()
        self.data = DataDir(tmp_path / "var")

    def write(self, name: str, text: str = LETTER) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        return path

    def ingest(self, *paths: Path, **settings: object) -> IngestReport:
        chosen = {"tool_version": "0.1", "workers": 2, "function": "pipeline_tasks:read_file", **settings}
        return pipeline.ingest(paths or [self.folder], self.data, Settings(**chosen))

    def disclosures(self) -> list[Disclosure]:
        with Catalogue.open(self.data, readonly=True) as catalogue:
            return list(catalogue.iter_disclosures(None))

    def roles(self) -> dict[str, Role]:
        with Catalogue.open(self.data, readonly=True) as catalogue:
            return {Path(seen.file.path).name: seen.role for seen in catalogue.ledger.under(str(self.folder))}


@pytest.fixture
def desk(tmp_path):
    return Desk(tmp_path)


def test_a_letter_is_stored_with_its_original_and_a_telling_id(desk):
    path = desk.write("a.txt")
    report = desk.ingest()
    (disclosure,) = desk.disclosures()
    sha256 = disclosure.documents[0].sha256
    assert disclosure.id == f"thornmere-county-council-foi-1234-{sha256[:6]}"
    assert desk.data.original_path(sha256).read_bytes() == path.read_bytes()
    assert (report.read, report.letters, report.question_answers, report.exit_code) == (1, 1, 1, 0)


class TestAgain:
    def test_nothing_is_read_twice(self, desk, monkeypatch):
        desk.write("a.txt")
        desk.write("b.txt", LETTER.replace("12", "13"))
        desk.ingest()
        monkeypatch.setattr(plan, "hash_file", lambda path: pytest.fail(f"{path} was hashed"))
        report = desk.ingest()
        assert (report.read, report.unchanged) == (0, 2)

    def test_a_touched_file_is_hashed_and_not_read(self, desk):
        path = desk.write("a.txt")
        desk.ingest()
        os.utime(path, (1, 1))
        assert desk.ingest().unchanged == 1
        assert desk.ingest().unchanged == 1

    def test_a_changed_file_replaces_its_disclosure_under_the_same_id(self, desk):
        desk.write("a.txt")
        desk.ingest()
        (before,) = desk.disclosures()
        desk.write("a.txt", LETTER.replace("12 vehicles", "thirteen vehicles"))
        assert desk.ingest().read == 1
        (after,) = desk.disclosures()
        assert after.id == before.id
        assert "thirteen" in after.reading.text
        assert not desk.data.original_path(before.documents[0].sha256).exists()

    def test_reread_reads_everything_and_keeps_ids(self, desk):
        desk.write("a.txt")
        desk.ingest()
        before = [d.id for d in desk.disclosures()]
        assert desk.ingest(reread=True).read == 1
        assert [d.id for d in desk.disclosures()] == before

    def test_a_vanished_file_is_reported_once_and_its_disclosure_stays(self, desk):
        path = desk.write("a.txt")
        desk.write("b.txt", LETTER.replace("12", "13"))
        desk.ingest()
        path.unlink()
        assert desk.ingest().vanished == [str(path)]
        assert desk.ingest().vanished == []
        assert len(desk.disclosures()) == 2

    def test_a_moved_file_keeps_its_disclosure(self, desk):
        path = desk.write("a.txt")
        desk.ingest()
        (before,) = desk.disclosures()
        path.rename(desk.folder / "renamed.txt")
        report = desk.ingest()
        (after,) = desk.disclosures()
        assert after.id == before.id
        assert report.vanished == [str(path)]
        desk.write("a.txt", "response | Glenfirth Council | 9999\nAnother answer.\n")
        desk.ingest()
        assert len(desk.disclosures()) == 2


class TestCopies:
    def test_the_same_bytes_at_two_paths_are_one_disclosure(self, desk):
        desk.write("a.txt")
        desk.write("sub/b.txt")
        report = desk.ingest()
        assert (report.read, report.unchanged, len(desk.disclosures())) == (1, 1, 1)
        assert desk.roles() == {"a.txt": Role.LETTER, "b.txt": Role.COPY}
        assert desk.ingest().unchanged == 2
        assert desk.ingest(reread=True).read == 1
        assert len(desk.disclosures()) == 1

    def test_a_copy_gets_its_own_disclosure_when_the_other_file_changes(self, desk):
        desk.write("a.txt")
        desk.write("b.txt")
        desk.ingest()
        desk.write("a.txt", LETTER.replace("12", "thirteen"))
        desk.ingest()
        texts = sorted(d.reading.title for d in desk.disclosures())
        assert texts == ["We hold 12 vehicles.", "We hold thirteen vehicles."]


class TestGroups:
    def test_a_letter_and_its_workbook_are_one_disclosure_the_letter_first(self, desk):
        desk.write("FOI-1234 annex.txt", "notes\nA list.")
        desk.write("FOI-1234 response.txt")
        report = desk.ingest()
        (disclosure,) = desk.disclosures()
        assert [Path(d.source).name for d in disclosure.documents] == ["FOI-1234 response.txt", "FOI-1234 annex.txt"]
        assert report.read == 2
        assert desk.ingest().unchanged == 2

    def test_a_table_beside_a_letter_is_not_read_as_a_letter(self, desk):
        desk.write("FOI-1234.txt")
        desk.write("FOI-1234 data.csv", "response | Wrong Authority | 1\na,b\n1,2\n")
        desk.ingest()
        (disclosure,) = desk.disclosures()
        assert disclosure.reading.authority == "Thornmere County Council"
        assert "Wrong Authority" in disclosure.documents[1].text

    def test_an_attachment_that_comes_later_joins_and_one_that_came_first_is_taken_in(self, desk):
        desk.write("FOI-1234 data.csv", "depot,vehicles\nNorth,12\n")
        desk.ingest()
        (alone,) = desk.disclosures()
        desk.write("FOI-1234.txt")
        desk.ingest()
        (whole,) = desk.disclosures()
        assert whole.id == alone.id
        assert whole.reading.kind is Kind.RESPONSE
        assert len(whole.documents) == 2

    def test_naming_the_letter_alone_does_not_lose_its_attachment(self, desk):
        letter = desk.write("FOI-1234.txt")
        desk.write("FOI-1234 annex.txt", "notes\nA list.")
        desk.ingest()
        desk.write("FOI-1234.txt", LETTER.replace("12", "thirteen"))
        desk.ingest(letter)
        (disclosure,) = desk.disclosures()
        assert len(disclosure.documents) == 2

    def test_a_broken_attachment_leaves_a_warning_and_a_quarantine_row(self, desk):
        desk.write("FOI-1234.txt")
        desk.write("FOI-1234 annex.txt", "broken\n")
        report = desk.ingest()
        (disclosure,) = desk.disclosures()
        assert "could not be read" in disclosure.reading.warnings[0]
        assert [failure.kind for failure in report.failed] == ["corrupt"]
        again = desk.ingest()
        assert (again.read, again.unchanged, again.still_quarantined) == (0, 1, 1)

    def test_a_second_answer_in_a_group_is_kept_and_said(self, desk):
        desk.write("FOI-1234 response.txt")
        desk.write("FOI-1234 letter.txt", LETTER.replace("12", "thirteen"))
        desk.ingest()
        (disclosure,) = desk.disclosures()
        assert "also reads as an answer" in disclosure.reading.warnings[0]


class TestQuarantine:
    def test_a_broken_file_stops_nothing_and_is_tried_again_only_when_asked(self, desk):
        desk.write("a.txt")
        broken = desk.write("b.txt", "broken\n")
        report = desk.ingest()
        assert (report.read, report.exit_code) == (1, 1)
        assert [(f.source, f.kind) for f in report.failed] == [(str(broken), "corrupt")]
        again = desk.ingest()
        assert (again.still_quarantined, again.failed, again.exit_code) == (1, [], 0)
        assert len(desk.ingest(retry=True).failed) == 1
        assert len(desk.ingest(tool_version="0.2").failed) == 1
        with Catalogue.open(desk.data) as catalogue:
            assert catalogue.ledger.failure(str(broken)).attempts == 3

    def test_a_mended_file_leaves_quarantine(self, desk):
        desk.write("b.txt", "broken\n")
        desk.ingest()
        desk.write("b.txt")
        assert desk.ingest().read == 1
        with Catalogue.open(desk.data) as catalogue:
            assert catalogue.ledger.failures() == []

    def test_a_file_that_breaks_keeps_the_disclosure_it_had(self, desk):
        desk.write("a.txt")
        desk.ingest()
        desk.write("a.txt", "broken\n")
        assert desk.ingest().exit_code == 1
        (kept,) = desk.disclosures()
        desk.write("a.txt", LETTER.replace("12", "thirteen"))
        desk.ingest()
        (mended,) = desk.disclosures()
        assert mended.id == kept.id

    @pytest.mark.parametrize(
        "text,kind",
        [
            pytest.param("", "empty", id="zero bytes"),
            pytest.param("\x00\x01\x02\x03" * 90, "unsupported", id="of no known type"),
        ],
    )
    def test_what_fails_is_counted_by_kind(self, desk, text, kind):
        desk.write("a.txt", text)
        (failure,) = desk.ingest().failed
        assert failure.kind == kind
        assert str(desk.folder / "a.txt") in failure.message

    def test_a_file_that_kills_its_worker_costs_itself_only(self, desk, real_workers):
        desk.write("a.txt", "crash\n")
        desk.write("b.txt")
        report = desk.ingest()
        assert [(Path(f.source).name, f.kind) for f in report.failed] == [("a.txt", "corrupt")]
        assert report.read == 1

    def test_a_file_that_takes_too_long_is_a_timeout(self, desk, real_workers):
        desk.write("a.txt")  # a new worker has time to load: the second file is the one that is measured
        desk.write("b.txt", "slow\n")
        desk.write("c.txt", LETTER.replace("12", "13"))
        report = desk.ingest(seconds=0.5, workers=1)
        assert [failure.kind for failure in report.failed] == ["timeout"]
        assert report.read == 2

    def test_an_unreadable_file_is_tried_again_every_time(self, desk, monkeypatch):
        desk.write("a.txt")

        def denied(*_):
            raise PermissionError(13, "Permission denied")

        with monkeypatch.context() as patch:  # root may read everything, so that chmod proves nothing
            patch.setattr(plan, "hash_file", denied)
            patch.setattr(Path, "read_bytes", denied)
            (failure,) = desk.ingest().failed
        assert failure.kind == "unreadable"
        assert "Permission denied" in failure.message
        assert desk.ingest().read == 1

    def test_many_copies_of_a_broken_file_are_each_listed(self, desk):
        for name in ("a.txt", "b.txt", "c.txt"):
            desk.write(name, "")
        assert len(desk.ingest().failed) == 3
        assert desk.ingest().still_quarantined == 3


class TestWithdrawn:
    def test_the_same_bytes_do_not_come_back(self, desk):
        desk.write("a.txt")
        desk.ingest()
        with Catalogue.open(desk.data) as catalogue:
            catalogue.withdraw(desk.disclosures()[0].id, "personal data")
        desk.write("renamed.txt")
        report = desk.ingest(reread=True)
        assert (report.read, report.withdrawn) == (0, 2)
        assert [d.state for d in desk.disclosures()] == [State.WITHDRAWN]

    def test_a_corrected_file_is_a_new_disclosure(self, desk):
        desk.write("a.txt")
        desk.ingest()
        with Catalogue.open(desk.data) as catalogue:
            catalogue.withdraw(desk.disclosures()[0].id, "personal data")
        desk.write("a.txt", LETTER.replace("12", "thirteen"))
        assert desk.ingest().read == 1
        assert sorted(d.state for d in desk.disclosures()) == [State.PUBLISHED, State.WITHDRAWN]

    def test_an_attachment_does_not_come_back_on_its_own(self, desk):
        desk.write("FOI-1234.txt")
        desk.write("FOI-1234 data.csv", "a,b\n1,2\n")
        desk.ingest()
        with Catalogue.open(desk.data) as catalogue:
            catalogue.withdraw(desk.disclosures()[0].id, "personal data")
        assert desk.ingest().withdrawn == 2
        assert [path for path in desk.data.originals_path.rglob("*") if path.is_file()] == []


def test_what_a_check_holds_is_not_published(desk):
    desk.write("a.txt", LETTER.replace("response", "held", 1))
    report = desk.ingest()
    (disclosure,) = desk.disclosures()
    assert disclosure.state is State.HELD
    assert report.held == 1


def test_the_authority_comes_from_the_option_where_the_letter_is_silent(desk):
    desk.write("a.txt", "response\nSomething.\n")
    desk.ingest(authority="Glenfirth Council")
    assert desk.disclosures()[0].reading.authority == "Glenfirth Council"


def test_a_reader_that_does_not_start_sets_no_file_aside(desk, real_workers, tmp_path, monkeypatch):
    (tmp_path / "broken_reader.py").write_text("raise ValueError('provisions.csv, line 2: no law')")
    monkeypatch.syspath_prepend(tmp_path)
    desk.write("a.txt")
    desk.write("b.txt", LETTER.replace("1234", "5678"))
    with pytest.raises(WorkerError, match=r"provisions\.csv, line 2"):
        desk.ingest(function="broken_reader:read_file")
    with Catalogue.open(desk.data, readonly=True) as catalogue:
        assert catalogue.ledger.failures() == []
    assert desk.ingest().read == 2  # once mended, the same command reads them


def test_one_worker_and_four_give_the_same(tmp_path, real_workers):
    def run(name: str, workers: int) -> list[tuple[str, str]]:
        desk = Desk(tmp_path / name)
        for number in range(12):
            desk.write(f"FOI-{1000 + number}.txt", LETTER.replace("12", str(number)))
        desk.ingest(workers=workers)
        return [(d.id, d.reading.text) for d in desk.disclosures()]

    for name in ("one", "four"):
        (tmp_path / name).mkdir()
    assert run("one", 1) == run("four", 4)


class TestInterrupted:
    def test_an_ingest_that_was_stopped_goes_on_where_it_was(self, desk):
        for number in range(6):
            desk.write(f"FOI-{1000 + number}.txt", LETTER.replace("12", str(number)))

        def stop_after_three(step):
            if step.done == 3:
                raise KeyboardInterrupt

        settings = Settings("0.1", workers=1, function="pipeline_tasks:read_file")
        with pytest.raises(KeyboardInterrupt):
            pipeline.ingest([desk.folder], desk.data, settings, stop_after_three)
        assert len(desk.disclosures()) == 3
        report = desk.ingest()
        assert (report.read, report.unchanged, len(desk.disclosures())) == (3, 3, 6)

    def test_a_full_disk_stops_it_and_keeps_what_was_stored(self, desk, monkeypatch):
        desk.write("a.txt")
        desk.ingest()
        desk.write("b.txt", LETTER.replace("12", "13"))

        def full(_handle):
            raise OSError(28, "No space left on device")

        with monkeypatch.context() as patch, pytest.raises(DiskFullError, match="goes on where it stopped"):
            patch.setattr("corpus.datadir.os.fsync", full)
            desk.ingest()
        assert len(desk.disclosures()) == 1
        assert desk.ingest().read == 1

    def test_a_second_ingest_at_once_is_refused(self, desk):
        desk.write("a.txt")
        with desk.data.ingest_lock(), pytest.raises(LockedError, match="Another foilog ingest"):
            desk.ingest()

    def test_a_file_that_changes_while_it_is_read_is_not_stored(self, desk, monkeypatch):
        desk.write("a.txt")
        with monkeypatch.context() as patch:
            patch.setattr(plan, "hash_file", lambda path: "0" * 64)
            (failure,) = desk.ingest().failed
        assert "changed while it was being read" in failure.message
        assert desk.ingest().read == 1


def test_an_empty_folder_says_what_is_read(desk):
    with pytest.raises(NothingFoundError, match="PDF, DOCX"):
        desk.ingest()
    assert not desk.data.path.exists()


def test_a_folder_that_may_not_be_listed_is_not_called_empty(desk, monkeypatch):
    def closed(path):
        raise PermissionError(errno.EACCES, "Permission denied", str(path))

    monkeypatch.setattr(os, "scandir", closed)  # root may list everything, so that chmod proves nothing
    with pytest.raises(NothingFoundError, match=r"the folder cannot be listed \(Permission denied\). Check its perm"):
        desk.ingest()


def test_the_data_directory_inside_the_folder_is_not_read(desk):
    desk.data = DataDir(desk.folder / "var")
    desk.write("a.txt")
    desk.ingest()
    assert desk.ingest().files == 1


def test_a_long_list_of_failures_is_cut_and_says_where_the_rest_is(desk):
    for number in range(23):
        desk.write(f"{number:02}.txt", "")
    lines = list(desk.ingest().lines())
    assert lines[0].startswith("0 files read, 0 unchanged, 23 failed")
    assert lines[1] == "Failed: 23 empty."
    assert lines[-1] == "  and 3 more: `foilog status --quarantined` lists all."
