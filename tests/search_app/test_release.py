"""Held from ingest to release: not found, not served, not counted; then published; and never repeated in text."""

import json

import leaky
import pytest
from click.testing import CliRunner

from corpus.catalogue import Catalogue
from corpus.datadir import DataDir
from corpus.records import State
from index.build import update_index
from ingest import pipeline, work
from search_app.app import build_app
from search_app.cli import main

WORDS = ("Zandermere Borough Council", "quagmire")


@pytest.fixture
def data(tmp_path, monkeypatch):
    """Return a data directory into which a letter with a hidden sheet, and a plain one, were read."""

    def read_files(jobs, **_):
        for job in jobs:
            yield job, work.read_file(job)

    monkeypatch.setattr(work, "read_files", read_files)
    folder = tmp_path / "letters"
    folder.mkdir()

    def change(made):
        leaky.hide_sheet(made)
        for row, text in enumerate(
            [WORDS[0], "Dear Requester", "FOI 4711", "1. How many quagmire inspections?", "Response: We did 12."], 1
        ):
            made.active.cell(row, 1, text)
            made.active.cell(row, 2, None)
            made.active.cell(row, 3, None)

    (folder / "leak.xlsx").write_bytes(leaky.workbook(change, rows=0))
    (folder / "plain.txt").write_bytes(leaky.text("Thornmere Council\n1. How many bins?\nResponse: We have 12."))
    data = DataDir(tmp_path / "var")
    ingest(folder, data)
    return data


def ingest(folder, data, **settings):
    report = pipeline.ingest([folder], data, pipeline.Settings("0.1", **settings))
    with Catalogue.open(data) as catalogue:
        update_index(catalogue, data.index_path)
    return report


def held_id(data):
    with Catalogue.open(data) as catalogue:
        (held,) = [d.id for d in catalogue.iter_disclosures(State.HELD)]
    return held


ADDRESSES = ["/", "/search", "/search?q=quagmire", "/api/v1/search?q=quagmire", "/authorities", "/vendors",
             "/exemptions", "/search.csv", "/search.atom", "/sitemap.xml"]  # fmt: skip


def test_held_is_nowhere_until_it_is_released(data):
    disclosure_id = held_id(data)
    client = build_app(data.path).test_client()
    own = [f"/disclosures/{disclosure_id}", f"/disclosures/{disclosure_id}/documents/1",
           f"/api/v1/disclosures/{disclosure_id}"]  # fmt: skip
    for address in own:
        assert client.get(address).status_code == 404, address
    for address in ADDRESSES:
        shown = client.get(address).text
        assert disclosure_id not in shown and WORDS[0] not in shown, address
        assert "inspections" not in shown, address
    exported = CliRunner().invoke(main, ["export", "--format", "jsonl", "--data-dir", str(data.path)])
    assert disclosure_id not in exported.output

    released = CliRunner().invoke(
        main, ["release", disclosure_id, "--reason", "only a form code", "--data-dir", str(data.path)]
    )
    assert released.exit_code == 0, released.output
    client = build_app(data.path).test_client()
    assert client.get(own[0]).status_code == 200
    assert client.get("/api/v1/search?q=quagmire").get_json()["total"] == 1
    assert leaky.SECRET not in client.get(own[0]).text
    assert leaky.SECRET not in json.dumps(client.get(own[2]).get_json())


def test_the_same_bytes_stay_released_and_others_do_not(data, tmp_path):
    disclosure_id = held_id(data)
    with Catalogue.open(data) as catalogue:
        catalogue.release(disclosure_id, "seen")
    ingest(tmp_path / "letters", data, reread=True)
    with Catalogue.open(data) as catalogue:
        assert catalogue.state_of(disclosure_id) is State.PUBLISHED
    (tmp_path / "letters" / "leak.xlsx").write_bytes(leaky.workbook(leaky.hide_column))
    report = ingest(tmp_path / "letters", data)
    assert report.held == 1
    with Catalogue.open(data) as catalogue:
        assert catalogue.state_of(disclosure_id) is State.HELD


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        pytest.param(["nobody", "--reason", "x"], 1, "No disclosure has the id nobody", id="unknown"),
        pytest.param(["nobody"], 2, "--reason", id="no reason"),
        pytest.param(["nobody", "--reason", " "], 2, "say why", id="empty reason"),
    ],
)
def test_what_release_refuses(data, arguments, code, says):
    done = CliRunner().invoke(main, ["release", *arguments, "--data-dir", str(data.path)])
    assert done.exit_code == code
    assert says in done.output


def test_what_is_not_held_cannot_be_released(data):
    with Catalogue.open(data) as catalogue:
        (published,) = [d.id for d in catalogue.iter_disclosures(State.PUBLISHED)]
    done = CliRunner().invoke(main, ["release", published, "--reason", "x", "--data-dir", str(data.path)])
    assert done.exit_code == 1
    assert "is published, not held" in done.output


def run(data, *arguments):
    return CliRunner().invoke(main, ["release", *arguments, "--data-dir", str(data.path)])


def test_all_that_is_held_for_one_kind_is_listed_and_then_released(data, tmp_path):
    (tmp_path / "letters" / "columns.xlsx").write_bytes(leaky.workbook(leaky.hide_column))
    ingest(tmp_path / "letters", data)
    with Catalogue.open(data) as catalogue:
        held = {d.id for d in catalogue.iter_disclosures(State.HELD)}
    assert len(held) == 2
    listed = run(data, "--kind", "hidden_sheet", "--list")
    assert listed.exit_code == 0
    (only,) = listed.output.split()
    assert only in held
    with Catalogue.open(data) as catalogue:
        assert catalogue.state_of(only) is State.HELD
    assert run(data, "--kind", "hidden_sheet", "--reason", "a form's codes").exit_code == 0
    with Catalogue.open(data) as catalogue:
        assert {d.id for d in catalogue.iter_disclosures(State.HELD)} == held - {only}
    assert "Nothing is held for hidden_sheet alone." in run(data, "--kind", "hidden_sheet", "--reason", "x").output


def test_one_id_that_cannot_be_released_does_not_stop_the_others(data):
    disclosure_id = held_id(data)
    done = run(data, "nobody", disclosure_id, "--reason", "seen")
    assert done.exit_code == 1
    assert "No disclosure has the id nobody" in done.output
    with Catalogue.open(data) as catalogue:
        assert catalogue.state_of(disclosure_id) is State.PUBLISHED


def test_what_to_release_has_to_be_said(data):
    done = run(data, "--reason", "x")
    assert done.exit_code == 2
    assert "an ID, or --kind" in done.output
