"""parse, ingest, status, export and withdraw as they are typed: what they print, and how they end."""

from __future__ import annotations

import csv
import io
import json
import os
import pty
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from reportlab.lib import pdfencrypt
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from corpus.datadir import DataDir
from corpus.export import COLUMNS, Rows, guarded, write_csv
from search_app.cli import main

LETTER = """\
Thornmere County Council
County Hall, Thornmere

Our reference: FOI 4711
3 March 2025

Dear Ms Example

Freedom of Information Act 2000

Thank you for your request. Our answers are set out below.

1. Which system do you use for planning applications?

We use Idox Uniform.

2. Who is the contract manager?

The name is withheld under section 40(2) of the Act, as it is personal data of a junior member of staff.

If you are not satisfied you may ask for an internal review, and then complain to the Information Commissioner.
"""
KEYS = {
    *("source", "sha256", "media_type", "kind", "title", "authority", "regime", "reference", "received_on"),
    *("responded_on", "outcome", "outcomes", "questions", "citations", "vendors", "findings", "warnings", "text"),
}


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def write_pdf(path: Path, password: str | None = None) -> Path:
    encrypt = pdfencrypt.StandardEncryption(password, canPrint=0) if password else None
    canvas = Canvas(str(path), encrypt=encrypt)
    canvas.drawString(72, 720, "A letter")
    canvas.save()
    return path


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder with one letter; `--data-dir` is set for all commands."""
    monkeypatch.setenv("FOILOG_DATA", str(tmp_path / "var"))
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "reply.txt").write_text(LETTER)
    return tmp_path / "letters"


class TestParse:
    def test_the_object_has_every_key_of_the_contract_and_its_offsets_hold(self, folder):
        result = run("parse", folder / "reply.txt", "--format", "jsonl")
        parsed = json.loads(result.output)
        assert result.exit_code == 0
        assert set(parsed) >= KEYS
        assert (parsed["source"], parsed["kind"]) == (str(folder / "reply.txt"), "response")
        assert [c["provision"] for c in parsed["citations"] if c["status"] == "applied"] == ["foia-40-2"]
        for tag in (*parsed["citations"], *parsed["vendors"]):
            assert parsed["text"][tag["start"] : tag["end"]] == tag["text"]

    def test_files_keep_their_order_and_a_bad_one_prints_its_error(self, folder):
        (folder / "empty.pdf").touch()
        result = run("parse", folder / "empty.pdf", folder / "reply.txt", folder / "gone.pdf", folder / "reply.txt")
        parsed = [json.loads(line) for line in result.stdout.splitlines()]
        assert result.exit_code == 1
        assert [Path(one["source"]).name for one in parsed] == ["empty.pdf", "reply.txt", "gone.pdf", "reply.txt"]
        assert [one.get("error", {}).get("kind") for one in parsed] == ["empty", None, "missing", None]
        assert set(parsed[0]) == {"source", "error"}

    def test_json_is_one_list_and_text_an_outline(self, folder):
        assert len(json.loads(run("parse", folder / "reply.txt", "--format", "json").output)) == 1
        outline = run("parse", folder / "reply.txt", "--format", "text").output
        assert "applied foia-40-2" in outline
        assert "1. Which system do you use for planning applications?" in outline

    def test_nothing_is_stored(self, folder):
        run("parse", folder / "reply.txt")
        assert not (folder.parent / "var").exists()


class TestIngest:
    def test_the_summary_counts_what_was_read(self, folder):
        result = run("ingest", folder)
        assert result.exit_code == 0
        assert "1 file read, 0 unchanged, 0 failed" in result.stdout
        assert "1 letter, 2 question-answers, 1 exemption applied" in result.stdout
        assert "Next: `foilog index`" in result.stdout
        assert "Reading: 1 of 1 files" in result.stderr
        assert "0 files read, 1 unchanged, 0 failed" in run("ingest", folder).stdout

    def test_json_is_nothing_but_json(self, folder):
        report = json.loads(run("ingest", folder, "--json").stdout)
        assert (report["read"], report["letters"], report["question_answers"], report["exemptions"]) == (1, 1, 2, 1)

    def test_a_missing_path_is_a_usage_error_and_writes_nothing(self, folder):
        result = run("ingest", folder, folder / "nowhere")
        assert result.exit_code == 2
        assert f"There is no file or folder {folder / 'nowhere'}." in result.stderr
        assert not (folder.parent / "var").exists()

    def test_an_empty_folder_says_so(self, folder):
        (folder / "reply.txt").unlink()
        result = run("ingest", folder)
        assert (result.exit_code, result.stdout) == (1, "")
        assert result.stderr.startswith(f"Error: There is no file in {folder}.")

    @pytest.mark.parametrize(
        "name,make,kind,said",
        [
            pytest.param("a.pdf", lambda path: path.touch(), "empty", "empty", id="zero bytes"),
            pytest.param("a.pdf", lambda path: write_pdf(path, "secret"), "encrypted", "password", id="password"),
            pytest.param(
                "a.pdf", lambda path: path.write_bytes(b"%PDF-1.7\n" + b"x" * 99), "corrupt", "", id="cut off"
            ),
            pytest.param("a.txt", lambda path: path.write_bytes(os.urandom(999)), "unsupported", "", id="noise"),
        ],
    )
    def test_a_bad_file_is_one_line_and_exit_code_1(self, folder, name, make, kind, said):
        make(folder / name)
        result = run("ingest", folder)
        assert result.exit_code == 1
        assert f"Failed: 1 {kind}." in result.stdout
        (line,) = [line for line in result.stdout.splitlines() if str(folder / name) in line]
        assert said in line
        assert "1 file read" in result.stdout
        listed = run("status", "--quarantined").stdout
        assert listed.startswith(f"{kind}: {folder / name}")

    def test_a_file_whose_name_lies_is_read_for_what_it_is(self, folder):
        (folder / "reply.txt").rename(folder / "reply.pdf")
        assert "1 letter" in run("ingest", folder).stdout

    def test_a_file_given_by_name_that_may_not_be_read_does_not_stop_the_others(self, folder, monkeypatch):
        """Reading it says so, among the failures; click's own check would end the command as wrongly typed."""
        may = os.access
        monkeypatch.setattr(os, "access", lambda path, mode: Path(path).name != "closed.txt" and may(path, mode))
        (folder / "closed.txt").write_text(LETTER.replace("4711", "4712"))
        for verb in ("ingest", "parse"):
            assert run(verb, folder / "closed.txt", folder / "reply.txt").exit_code == 0

    def test_a_data_directory_that_is_a_file_is_said(self, folder):
        for data in (folder / "reply.txt", folder / "reply.txt" / "var"):
            result = run("ingest", folder, "--data-dir", data)
            assert result.exit_code == 1
            assert "there is a file of that name. Name a folder with --data-dir." in result.stderr

    @pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
    def test_an_unreadable_file_names_its_permissions(self, folder):
        (folder / "reply.txt").chmod(0)
        result = run("ingest", folder)
        assert result.exit_code == 1
        assert "permissions" in result.stdout

    def test_a_second_ingest_at_once_is_told_to_wait(self, folder):
        with DataDir().ingest_lock():
            result = run("ingest", folder)
        assert result.exit_code == 1
        assert result.stderr.startswith("Error: Another foilog ingest (process ")

    def test_a_data_directory_of_a_later_version_is_left_alone(self, folder):
        run("ingest", folder)
        catalogue = sqlite3.connect(DataDir().catalogue_path)
        catalogue.execute("PRAGMA user_version = 99")
        catalogue.close()
        for command in (["ingest", folder], ["status"], ["export"]):
            result = run(*command)
            assert result.exit_code == 1
            assert "was written by Foilog schema 99" in result.stderr
            assert "--data-dir" in result.stderr

    def test_a_full_disk_is_one_line(self, folder, monkeypatch):
        def full(_handle):
            raise OSError(28, "No space left on device")

        monkeypatch.setattr("corpus.datadir.os.fsync", full)
        result = run("ingest", folder)
        assert result.exit_code == 1
        assert "Error: The disk is full" in result.stderr
        assert "Traceback" not in result.stderr

    @pytest.mark.slow
    def test_an_ingest_that_is_killed_goes_on_where_it_was(self, folder):
        for number in range(40):
            (folder / f"FOI-{1000 + number}.txt").write_text(LETTER.replace("4711", str(1000 + number)))
        command = [
            sys.executable,
            "-c",
            "from search_app.cli import main; main()",
            "ingest",
            str(folder),
            "--workers=1",
        ]
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        wait_for_a_letter()
        process.send_signal(signal.SIGKILL)
        process.wait()
        stored = json.loads(run("status", "--json").stdout)
        assert stored["published"] >= 1
        assert stored["unfinished_run"]
        assert run("ingest", folder).exit_code == 0
        assert json.loads(run("status", "--json").stdout)["published"] == 41

    def test_a_terminal_gets_a_bar(self, folder):
        leader, follower = pty.openpty()
        command = [sys.executable, "-c", "from search_app.cli import main; main()", "ingest", str(folder)]
        subprocess.run(command, stdout=subprocess.DEVNULL, stderr=follower, check=True)
        os.close(follower)
        shown = os.read(leader, 10_000).decode()
        os.close(leader)
        assert "Reading" in shown
        assert "1/1" in shown

    def test_index_brings_the_search_index_up_to_date(self, folder):
        done = run("ingest", folder, "--index")
        assert done.exit_code == 0
        assert "Index built anew" in done.stdout and "Next:" not in done.stdout
        assert json.loads(run("search", "planning", "--json").stdout)["total"] == 1
        quiet = run("ingest", folder, "--index", "--json")
        assert json.loads(quiet.stdout)["read"] == 0 and "Index brought up to date" in quiet.stderr

    def test_a_watched_folder_is_searched_as_it_fills(self, folder):
        # A program that was started in the background ignores Ctrl-C, and so do those that it starts.
        listening = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)"
        program = f"{listening}; from search_app.cli import main; main()"
        command = [sys.executable, "-c", program, "ingest", "--watch", "--every", "0.2", str(folder)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as process:
            try:
                assert found_in_the_end("planning")
                (folder / "second.txt").write_text(LETTER.replace("4711", "4712").replace("planning", "lighthouse"))
                assert found_in_the_end("lighthouse")
            finally:
                process.send_signal(signal.SIGINT)
                said = process.communicate(timeout=60)[0].decode()
        assert process.returncode == 130, said


def found_in_the_end(word: str) -> bool:
    """Wait until another process has made a letter with this word searchable."""
    for _ in range(600):
        result = run("search", word, "--json")
        if result.exit_code == 0 and json.loads(result.stdout)["total"]:
            return True
        time.sleep(0.1)
    return False


def wait_for_a_letter() -> None:
    """Wait until another process has committed a letter."""
    for _ in range(600):
        result = run("status", "--json")
        if result.exit_code == 0 and json.loads(result.stdout)["published"]:
            return
        time.sleep(0.05)
    pytest.fail("no letter was committed in 30 seconds")


class TestStatus:
    def test_nothing_ingested_says_what_to_run(self, folder):
        result = run("status")
        assert result.exit_code == 1
        assert result.stderr.startswith(f"Error: Nothing has been ingested into {folder.parent / 'var'} yet.")

    def test_it_counts_and_names_what_needs_attention(self, folder):
        (folder / "empty.pdf").touch()
        run("ingest", folder)
        (folder / "reply.txt").unlink()
        run("ingest", folder)
        shown = run("status").stdout
        assert "1 disclosure published, 1 answer to a request among them" in shown
        assert "1 quarantined: 1 empty" in shown
        assert f"1 vanished since they were read\n    {folder / 'reply.txt'}" in shown
        assert [failure["kind"] for failure in json.loads(run("status", "--quarantined", "--json").stdout)] == ["empty"]


class TestScans:
    @pytest.fixture
    def scans(self, folder):
        """Seven scans: the first of two pages after one with text, the others of one page."""
        picture = ImageReader(Image.new("L", (60, 80), 200))
        for number in range(7):
            canvas = Canvas(str(folder / f"scan {number}.pdf"))
            if number == 0:
                canvas.drawString(72, 720, "Dear Ms Example, our answers are on the pages that follow.")
                canvas.showPage()
            for page in range(2 if number == 0 else 1):
                canvas.drawImage(picture, 0, page + number, 595, 842)
                canvas.showPage()
            canvas.save()
        return [f"{folder}/scan 0.pdf (pages 2-3)", *(f"{folder}/scan {n}.pdf (page 1)" for n in range(1, 7))]

    def test_the_summary_is_one_line_that_names_five_and_counts_the_rest(self, folder, scans):
        result = run("ingest", folder)
        (line,) = [line for line in result.stdout.splitlines() if line.startswith("Scanned")]
        head, _, named = line.partition(": ")[2].partition(": ")
        assert head == "7 files have pages without text"
        named, _, rest = named.partition(" and ")
        assert rest == "2 more: `foilog status` lists all."
        assert len(set(named.split(", "))) == 5 and set(named.split(", ")) < set(scans)

    def test_status_and_json_have_all(self, folder, scans):
        summary = json.loads(run("ingest", folder, "--json").stdout)
        assert sorted(summary["scanned"], key=lambda scan: scan["source"])[0] == {
            "source": str(folder / "scan 0.pdf"),
            "pages": [2, 3],
            "read": [],
        }
        assert len(summary["scanned"]) == 7
        listed = "".join(f"    {scan}\n" for scan in scans)
        assert f"  7 files with pages that are pictures (scans)\n{listed}" in run("status").stdout
        told = json.loads(run("status", "--json").stdout)["scanned"]
        assert [(scan["source"], scan["pages"]) for scan in told][:2] == [
            (f"{folder}/scan 0.pdf", [2, 3]),
            (f"{folder}/scan 1.pdf", [1]),
        ]

    def test_letters_with_text_are_no_scans(self, folder):
        assert "Scanned" not in run("ingest", folder).stdout
        assert "0 files with pages that are pictures" in run("status").stdout


class TestExport:
    def test_answers_have_a_row_for_each_question_and_exemption_with_evidence(self, folder):
        run("ingest", folder)
        rows = list(csv.DictReader(io.StringIO(run("export").stdout)))
        assert list(rows[0]) == list(COLUMNS[Rows.ANSWERS])
        assert [(row["question_number"], row["provision"]) for row in rows] == [("1", ""), ("2", "foia-40-2")]
        assert "section 40(2)" in rows[1]["evidence"]

    def test_csv_and_jsonl_hold_the_same_rows(self, folder, tmp_path):
        run("ingest", folder)
        assert run("export", "--output", tmp_path / "out.csv").exit_code == 0
        rows = [json.loads(line) for line in run("export", "--format", "jsonl").stdout.splitlines()]
        with (tmp_path / "out.csv").open(encoding="utf-8", newline="") as file:
            assert [
                {key: str(value) if value is not None else "" for key, value in row.items()} for row in rows
            ] == list(csv.DictReader(file))

    def test_vendors_have_a_row_for_each_mention(self, folder):
        run("ingest", folder)
        rows = [
            json.loads(line) for line in run("export", "--rows", "vendors", "--format", "jsonl").stdout.splitlines()
        ]
        assert [(row["vendor"], row["status"], row["question_number"]) for row in rows] == [("Idox", "current", "1")]

    def test_an_output_that_cannot_be_written_is_named(self, folder):
        run("ingest", folder)
        result = run("export", "--output", folder / "no" / "out.csv")
        assert result.exit_code == 1
        assert "out.csv cannot be written" in result.stderr

    @given(st.text())
    def test_no_cell_is_a_formula_and_every_cell_can_be_undone(self, text):
        cell = guarded(text)
        assert not cell.startswith(("=", "+", "-", "@", "\t", "\r"))
        assert (cell.removeprefix("'") if cell.startswith("'") else cell) == text

    def test_a_formula_in_a_letter_is_guarded(self):
        out = io.StringIO()
        write_csv([{"answer": "=HYPERLINK(1)", "page": 1}], ["answer", "page"], out)
        assert out.getvalue() == "answer,page\n'=HYPERLINK(1),1\n"


class TestWithdraw:
    def test_it_leaves_catalogue_index_export_and_originals(self, folder):
        run("ingest", folder)
        run("index")
        (disclosure_id,) = {
            json.loads(line)["disclosure"] for line in run("export", "--format", "jsonl").stdout.splitlines()
        }
        assert json.loads(run("search", "planning", "--json").stdout)["total"] == 1
        result = run("withdraw", disclosure_id, "--reason", "names a member of staff")
        assert result.stdout.splitlines() == [
            f"{disclosure_id} is withdrawn; 1 original file deleted.",
            "It is out of the search index too.",
        ]
        assert json.loads(run("search", "planning", "--json").stdout)["total"] == 0
        assert run("export", "--format", "jsonl").stdout == ""
        assert "1 file left out: withdrawn." in run("ingest", folder, "--reread").stdout
        assert f"{disclosure_id}: names a member of staff" in run("status").stdout

    def test_an_unknown_id_and_a_missing_reason_are_told_apart(self, folder):
        run("ingest", folder)
        assert run("withdraw", "nobody", "--reason", "x").exit_code == 1
        assert run("withdraw", "nobody").exit_code == 2
        assert run("withdraw", "nobody", "--reason", " ").exit_code == 2

    def test_it_makes_no_catalogue(self, folder):
        assert run("withdraw", "nobody", "--reason", "x").exit_code == 1
        assert not (folder.parent / "var").exists()
