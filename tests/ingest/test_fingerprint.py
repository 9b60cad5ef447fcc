"""A better reader reads old files again, and the same reader does not."""

import json

from click.testing import CliRunner

from ingest import fingerprint
from ingest.cli import ingest

LETTER = """Dear Ms Example

Thank you for your request for information.

1. Who supplies it?
Idox

Yours sincerely
A. Officer
"""


def _summary(folder, data):
    result = CliRunner().invoke(ingest, [str(folder), "--data-dir", str(data), "--json", "--workers", "1"])
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout[result.stdout.index("{") :])


def test_another_reader_reads_again_and_the_same_does_not(tmp_path, monkeypatch):
    folder = tmp_path / "letters"
    folder.mkdir()
    (folder / "reply.txt").write_text(LETTER, "utf-8")
    assert _summary(folder, tmp_path / "var")["read"] == 1
    assert _summary(folder, tmp_path / "var")["read"] == 0
    monkeypatch.setattr("ingest.cli.reader_version", lambda: "0.1.0+00000000")
    assert _summary(folder, tmp_path / "var")["read"] == 1
    assert _summary(folder, tmp_path / "var")["read"] == 0


def test_the_fingerprint_is_the_same_twice_and_names_the_release():
    first = fingerprint.reader_version()
    fingerprint.reader_version.cache_clear()
    assert fingerprint.reader_version() == first
    assert first.split("+")[0].count(".") == 2 and len(first.split("+")[1]) == 8
