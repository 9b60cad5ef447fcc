# ruff: noqa: E501 - one row of a log a line
"""Logs row by row, archives part by part, manifests: each answer known, changed and withdrawn on its own."""

import json
from email.message import EmailMessage
from pathlib import Path

import letters
import openpyxl
import pytest

from corpus.catalogue import Catalogue
from corpus.datadir import DataDir
from corpus.records import State
from ingest import pipeline, work
from ingest.errors import IngestError
from ingest.sources import containers
from ingest.sources.log import read_date, read_log
from ingest.sources.walk import PathError


@pytest.fixture(autouse=True)
def in_this_process(monkeypatch):
    def here(function):
        def run(jobs, **_):
            for job in jobs:
                try:
                    yield job, function(job)
                except IngestError as error:
                    yield job, error

        return run

    monkeypatch.setattr(work, "read_files", here(work.read_file))
    monkeypatch.setattr(work, "list_containers", here(containers.list_parts))


class Desk:
    """A folder and a data directory."""

    def __init__(self, tmp_path: Path) -> None:
        self.folder = tmp_path / "in"
        self.folder.mkdir()
        self.data = DataDir(tmp_path / "var")

    def write(self, name: str, data: str | bytes) -> Path:
        path = self.folder / name
        path.write_bytes(data if isinstance(data, bytes) else data.encode())
        return path

    def ingest(self, **settings):
        return pipeline.ingest([self.folder], self.data, pipeline.Settings("0.1", **settings))

    def all(self):
        with Catalogue.open(self.data, readonly=True) as catalogue:
            return {d.reading.reference or d.reading.title: d for d in catalogue.iter_disclosures(None)}


@pytest.fixture
def desk(tmp_path):
    return Desk(tmp_path)


LOG = (
    "Outcome,Ref No.,Date of request,Requester name,Request Title,Request details,Our response,Date Closed,"
    "Exemptions applied,Link\n"
    "Disclosed in part,FOI 101,24/02/2025,Jane Example,Planning software,Which software do you use?,"
    "We use Idox Uniform. Names are exempt under section 40(2) of the Freedom of Information Act 2000.,14/03/2025,"
    "s.40(2); s.43(2),https://x.example/101\n"
    "Disclosed,FOI 102,1 March 2025,John Example,Bins,How many bins?,We have 12 bins.,2025-03-20,,\n"
)


def as_xlsx(text):
    import csv

    made = openpyxl.Workbook()
    made.active.append(["Our disclosure log"])
    for row in csv.reader(text.splitlines()):
        made.active.append(row)
    return letters._saved(made)


def as_jsonl(text):
    import csv

    return "\n".join(json.dumps(row) for row in csv.DictReader(text.splitlines()))


class TestLogs:
    @pytest.mark.parametrize(
        ("name", "make"),
        [
            pytest.param("log.csv", str, id="csv"),
            pytest.param("log.tsv", lambda text: text.replace(",", "\t"), id="tsv"),
            pytest.param("log.xlsx", as_xlsx, id="workbook"),
            pytest.param("log.jsonl", as_jsonl, id="JSON lines"),
        ],
    )
    def test_each_row_is_an_answer(self, desk, name, make):
        desk.write(name, make(LOG))
        report = desk.ingest(authority="Thornmere County Council")
        assert (report.files, report.read, report.letters) == (2, 2, 2)
        assert report.notes == [
            f'{desk.folder}/{name}: column "Requester name" seems to name requesters and was left out'
        ]
        found = desk.all()
        assert set(found) == {"FOI 101", "FOI 102"}
        row = found["FOI 101"]
        assert (row.reading.received_on, row.reading.responded_on) == ("2025-02-24", "2025-03-14")
        assert row.reading.authority == "Thornmere County Council"
        assert row.reading.title == "Planning software"
        (qa,) = row.reading.questions
        assert qa.question == "Which software do you use?"
        assert qa.answer.startswith("We use Idox Uniform.")
        assert row.reading.text[qa.start : qa.end] == qa.answer
        assert row.applied == ("foia-40-2",)
        assert [m.vendor for m in row.reading.vendors] == ["Idox"]
        assert row.stated_outcome == "Disclosed in part"
        assert row.stated_exemptions == ("s.40(2)", "s.43(2)")
        assert row.url == "https://x.example/101"
        original = desk.data.original_path(row.documents[0].sha256).read_text()
        assert "Example" not in original and "Idox" in original

    def test_an_unchanged_log_is_not_opened(self, desk, monkeypatch):
        desk.write("log.csv", LOG)
        desk.ingest()
        monkeypatch.setattr(containers, "read_bytes", lambda *_: pytest.fail("opened"))
        assert desk.ingest().unchanged == 2

    def test_a_changed_row_replaces_its_own_answer_only(self, desk):
        path = desk.write("log.csv", LOG)
        desk.ingest()
        before = desk.all()
        lines = LOG.splitlines()
        path.write_text("\n".join([lines[0], lines[2].replace("12 bins", "thirteen bins"), lines[1], ""]))
        report = desk.ingest()
        assert (report.read, report.unchanged) == (1, 1)
        after = desk.all()
        assert {k: d.id for k, d in after.items()} == {k: d.id for k, d in before.items()}
        assert "thirteen" in after["FOI 102"].reading.text

    def test_a_row_that_is_gone_is_reported_and_stays(self, desk):
        path = desk.write("log.csv", LOG)
        desk.ingest()
        path.write_text("\n".join(LOG.splitlines()[:2]) + "\n")
        assert desk.ingest().vanished == [f"{desk.folder}/log.csv/FOI-102"]
        assert len(desk.all()) == 2

    def test_a_withdrawn_row_does_not_come_back(self, desk):
        path = desk.write("log.csv", LOG)
        desk.ingest()
        with Catalogue.open(desk.data) as catalogue:
            catalogue.withdraw(desk.all()["FOI 101"].id, "asked for")
        path.write_text(LOG + "Refused,FOI 103,1/4/2025,A B,Cats,How many cats?,None.,2/4/2025,,\n")
        report = desk.ingest()
        assert (report.read, report.withdrawn) == (1, 1)
        assert sum(d.state is State.WITHDRAWN for d in desk.all().values()) == 1

    def test_other_headings_can_be_mapped(self, desk):
        desk.write("log.csv", "Nr,Gist,When\nX1,How many bins?,1/2/2025\n")
        assert desk.ingest().letters == 0
        report = desk.ingest(columns={"Nr": "reference", "Gist": "request", "When": "received_on"})
        assert report.letters == 1
        assert desk.all()["X1"].reading.received_on == "2025-02-01"

    @pytest.mark.parametrize(
        "text",
        [
            pytest.param("Ward,Cases\nNorth,12\n", id="data"),
            pytest.param("Title,Notes\nA,b\n", id="one column of a log only"),
            pytest.param("", id="nothing"),
            pytest.param("Reference\nFOI 1\n", id="references without requests"),
        ],
    )
    def test_a_table_of_data_is_no_log(self, text):
        assert read_log(text.encode(), "x.csv", {}) is None

    def test_questions_and_answers_in_a_workbook_are_one_letter(self):
        table = "FOI ref,X 1,\nReceived,2024-05-22,\nNo.,Question,Answer\n1,How many?,12\n"
        assert read_log(as_xlsx(table), "x.xlsx", {}) is None

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("14/03/2025", "2025-03-14"), ("03/04/2025", "2025-04-03"), ("2025-03-14T09:00:00", "2025-03-14"),
            ("14th March 2025", "2025-03-14"), ("14-Mar-25", "2025-03-14"), ("soon", ""), ("31/02/2025", ""),
        ],
    )  # fmt: skip
    def test_dates(self, text, expected):
        assert read_date(text) == expected

    def test_rows_without_a_reference_of_their_own_are_told_apart_by_what_they_say(self):
        log = read_log(b"Title,Outcome,Ref\nBins,Refused,\nCats,Refused,X\nDogs,Refused,X\n", "x.csv", {})
        assert len(log.rows) == 3
        shuffled = read_log(b"Title,Outcome,Ref\nDogs,Refused,X\nBins,Refused,\nCats,Refused,X\n", "x.csv", {})
        assert set(log.rows) == set(shuffled.rows)


def letter(number):
    return f"Dear Requester\n\nFOI {number}\n1. How many?\nResponse: We have {number} of them.\n".encode()


class TestArchives:
    def test_each_answer_in_an_archive_is_one_disclosure_with_its_files(self, desk):
        files = {"FOI 1001 response.txt": letter(1001), "FOI 1001 data.csv": b"Ward,Cases\nNorth,12\n",
                 "sub/FOI 1002 response.txt": letter(1002), "../../FOI 1003.txt": letter(1003)}  # fmt: skip
        desk.write("released.zip", letters.zipped(files))
        report = desk.ingest()
        assert (report.files, report.read, report.letters) == (4, 4, 3)
        assert {len(d.documents) for d in desk.all().values()} == {1, 2}
        assert desk.ingest().unchanged == 4
        assert not (desk.folder.parent.parent / "FOI 1003.txt").exists()

    def test_the_zip_of_a_request_is_one_disclosure(self, desk):
        files = {"correspondence.txt": b"From: A\n\nDear Council, how many?", "1_2_Reply.txt": letter(1001)}
        desk.write("request.zip", letters.zipped(files))
        desk.ingest()
        ((_, found),) = desk.all().items()
        assert len(found.documents) == 2
        assert found.reading.reference == "FOI 1001"

    def test_one_bad_file_in_an_archive_is_set_aside(self, desk):
        desk.write("a.zip", letters.zipped({"a.txt": letter(1001), "b.pdf": b"%PDF-1.4 broken"}))
        report = desk.ingest()
        assert (report.read, [f.kind for f in report.failed]) == (1, ["corrupt"])
        assert report.failed[0].source == f"{desk.folder}/a.zip/b.pdf"
        assert desk.ingest().still_quarantined == 1

    @pytest.mark.parametrize(
        "data", [pytest.param(b"PK\x03\x04broken", id="damaged"), pytest.param(letters.zipped({}), id="empty")]
    )
    def test_an_archive_that_cannot_be_opened_is_set_aside(self, desk, data):
        desk.write("a.zip", data)
        assert [f.source for f in desk.ingest().failed] == [f"{desk.folder}/a.zip"]


def test_a_mailbox_is_one_disclosure_a_thread(desk):
    def message(subject, body):
        made = EmailMessage()
        made["From"], made["Subject"], made["Message-ID"] = "foi@thornmere.gov.uk", subject, "<1@x>"
        made.set_content(body.decode())
        return b"From foi@thornmere.gov.uk Fri Mar 14 10:00:00 2025\n" + made.as_bytes() + b"\n"

    desk.write(
        "out.mbox",
        message("Bins", b"We got your request.") + message("RE: Bins", letter(1001)) + message("Cats", letter(1002)),
    )
    report = desk.ingest()
    assert (report.files, report.letters) == (3, 2)
    assert sorted(len(d.documents) for d in desk.all().values()) == [1, 2]


def test_a_manifest_tells_of_the_files_beside_it(desk):
    desk.write("a.txt", letter(1001))
    desk.write("b.csv", "Ward,Cases\nNorth,12\n")
    desk.write("manifest.csv", "Reference,Authority,Title,Outcome,Date responded,Files,URL\n"
               "FOI 1001,Thornmere County Council,Bins,Disclosed,14/03/2025,a.txt; b.csv; gone.pdf,https://x.example/1\n")  # fmt: skip
    report = desk.ingest()
    assert report.notes == [
        f"{desk.folder}/gone.pdf: is named in the log for FOI 1001, and is not among the files given"
    ]
    ((_, found),) = desk.all().items()
    assert len(found.documents) == 2
    assert (found.reading.authority, found.reading.responded_on) == ("Thornmere County Council", "2025-03-14")
    assert (found.stated_outcome, found.url) == ("Disclosed", "https://x.example/1")
    assert desk.ingest().read == 0


def test_a_path_that_is_not_there(desk):
    with pytest.raises(PathError):
        pipeline.ingest([desk.folder / "gone"], desk.data, pipeline.Settings("0.1"))
