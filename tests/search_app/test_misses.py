"""What is looked for in vain is counted, and nobody can be told from the counts."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest
from click.testing import CliRunner

from search_app.misses import FILE, KEPT, countable, note_miss, read_misses
from search_app.misses_cli import misses

FIRST = date(2026, 3, 2)


def note_on(path, query, *days):
    for day in days:
        note_miss(path, query, FIRST + timedelta(days=day))


def test_words_are_listed_from_the_third_day(tmp_path):
    note_on(tmp_path, "Zebra crossings?", 0, 0, 0, 1)
    assert read_misses(tmp_path)[0] == []
    note_on(tmp_path, "zebra  CROSSINGS", 2)
    found, months = read_misses(tmp_path)
    assert [(miss.words, miss.days, miss.last_on) for miss in found] == [("zebra crossings", 3, "2026-03-04")]
    assert months == {"2026-03": 5}


def test_what_was_asked_for_less_often_is_not_on_the_disk(tmp_path):
    note_on(tmp_path, "Prudence Quartermain", 0, 1)
    for path in tmp_path.iterdir():
        assert b"quartermain" not in path.read_bytes().lower()


def test_hashes_go_with_their_key_after_a_month(tmp_path):
    note_on(tmp_path, "zebra crossings", 0, 1, KEPT)
    assert read_misses(tmp_path)[0] == []
    note_on(tmp_path, "zebra crossings", KEPT + 1, KEPT + 2)
    assert [miss.days for miss in read_misses(tmp_path)[0]] == [3]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("Zebra crossings", "zebra crossings"), ("o'neill-smith", "o'neill-smith"), ("5G masts", "5g masts"),
        ("jo@example.com", ""), ("07700 900123", ""), ("flat 12 at AB12 345", ""), ("a b c d e f g", ""),
        ("x" * 70, ""), ("?!", ""), ("", ""),
    ],
)  # fmt: skip
def test_what_could_name_somebody_is_not_counted_as_words(query, expected):
    assert countable(query) == expected


def test_the_site_counts_a_search_without_a_result_and_no_other(client, app, monkeypatch):
    noted = []
    monkeypatch.setattr(app.extensions["foilog"], "note_miss", noted.append)
    for query in ("zebracrossing", "parking", "zebracrossing&outcome=refused", "zebracrossing&from=soon"):
        client.get(f"/search?q={query}")
    assert noted == ["zebracrossing"]


def test_a_folder_that_cannot_be_written_changes_nothing(tmp_path):
    note_miss(tmp_path / "nowhere", "zebra crossings", FIRST)
    (tmp_path / FILE).write_text("no database at all, and long enough to be read as one" * 20)
    note_miss(tmp_path, "zebra crossings", FIRST)


def test_the_command_shows_the_report(tmp_path):
    run = CliRunner()
    assert "yet" in run.invoke(misses, ["--data-dir", str(tmp_path)]).output
    note_on(tmp_path, "zebra crossings", 0, 1, 2)
    shown = run.invoke(misses, ["--data-dir", str(tmp_path)]).output
    assert "3 days, last on 2026-03-04: zebra crossings" in shown
    as_json = json.loads(run.invoke(misses, ["--json", "--data-dir", str(tmp_path)]).output)
    assert as_json["misses"][0]["words"] == "zebra crossings"
    assert as_json["searches_by_month"] == {"2026-03": 3}
