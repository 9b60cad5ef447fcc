"""`foilog safety` as a gate before publication: readable, as JSON, and by its exit code."""

import json

import leaky
import pytest
from click.testing import CliRunner

from ingest import safety_cli, work


@pytest.fixture(autouse=True)
def in_this_process(monkeypatch):
    def read_files(jobs, **_):
        for job in jobs:
            try:
                yield job, work.check_file(job)
            except work.ExtractError as error:
                yield job, error

    monkeypatch.setattr(safety_cli, "read_files", read_files)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.xlsx").write_bytes(leaky.workbook(leaky.hide_sheet))
    (tmp_path / "b.txt").write_bytes(leaky.text("ring 07700 900123"))
    (tmp_path / "c.txt").write_bytes(leaky.text("nothing at all"))
    (tmp_path / "d.pdf").write_bytes(b"%PDF-1.4 broken")
    return tmp_path


def run(*arguments):
    return CliRunner().invoke(safety_cli.safety, list(arguments))


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        pytest.param(["a.xlsx"], 1, id="held"),
        pytest.param(["b.txt"], 0, id="a warning passes"),
        pytest.param(["b.txt", "--fail-on", "warn"], 1, id="unless it should not"),
        pytest.param(["c.txt", "--fail-on", "warn"], 0, id="nothing found"),
        pytest.param(["d.pdf"], 1, id="not read"),
        pytest.param(["."], 1, id="a folder"),
        pytest.param(["gone.pdf"], 2, id="no such file"),
        pytest.param([], 2, id="no file named"),
    ],
)
def test_the_exit_code_is_the_gate(folder, arguments, code):
    assert run(*arguments).exit_code == code


def test_the_report_says_what_where_and_what_to_do(folder):
    shown = run("a.xlsx", "b.txt", "c.txt", "d.pdf").output
    assert "a.xlsx: HOLD, do not publish\n  HOLD S1: A worksheet that is hidden" in shown
    assert "sheet Staff: 1 value(s)\n    What to do: Unhide every sheet" in shown
    assert "See ICO," in shown
    assert "b.txt: look at the warnings\n  warning T5" in shown
    assert "c.txt: passed" in shown
    assert "d.pdf: NOT READ (corrupt)" in shown
    assert "4 files checked: 1 held, 1 with warnings, 1 not read, 1 passed." in shown
    assert leaky.SECRET not in shown and "900123" not in shown


def test_as_json(folder):
    files = json.loads(run("a.xlsx", "d.pdf", "--json").output)["files"]
    assert [file["verdict"] for file in files] == ["hold", "error"]
    finding = files[0]["findings"][0]
    assert (finding["check"], finding["kind"], finding["severity"]) == ("S1", "hidden_sheet", "hold")
    assert finding["remedy"] and finding["guidance"]
    assert files[1]["error"]["kind"] == "corrupt"


def test_notes_are_listed_when_asked_for(folder):
    (folder / "e.docx").write_bytes(leaky.authored("Pat Sample"))
    assert "W3" not in run("e.docx").output
    assert "note W3" in run("e.docx", "--notes").output
