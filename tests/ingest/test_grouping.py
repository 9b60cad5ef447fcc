"""Which files of a folder are one answer, and what a walk finds."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from ingest.sources.grouping import group_files, reference_words
from ingest.sources.walk import FoundFile, PathError, walk


@pytest.mark.parametrize(
    "name,expected",
    [
        pytest.param("FOI-1234.pdf", ("foi", "1234"), id="the letter alone"),
        pytest.param("FOI-1234 response.pdf", ("foi", "1234"), id="a role after"),
        pytest.param("Response to FOI 1234 (final).docx", ("foi", "1234"), id="roles on both sides"),
        pytest.param("FOI-1234-annex-a.xlsx", ("foi", "1234"), id="an annex"),
        pytest.param("FOI-1234 Appendix 2 fleet list.xlsx", ("foi", "1234"), id="an annex with a title"),
        pytest.param("Annex B FOI_2025_0042.pdf", ("foi", "2025", "0042"), id="an annex in front"),
        pytest.param("response.pdf", (), id="nothing but a role"),
        pytest.param("letter 2.pdf", (), id="a short number is no reference"),
        pytest.param("parking data.xlsx", (), id="no number"),
        pytest.param("Data strategy 2025-118.pdf", ("strategy", "2025", "118"), id="a role word in front goes"),
    ],
)
def test_reference_words(name, expected):
    assert reference_words(name) == expected


@pytest.mark.parametrize(
    "names,groups",
    [
        pytest.param(["FOI-1234 data.xlsx", "FOI-1234 response.pdf"], [2], id="letter and data"),
        pytest.param(["FOI-1234.pdf", "FOI-1234-annex-a.xlsx", "FOI-1234-annex-b.pdf"], [3], id="two annexes"),
        pytest.param(["FOI-1234.docx", "FOI-1234.pdf"], [2], id="one letter in two formats"),
        pytest.param(["FOI-1234.pdf", "FOI-12345.pdf"], [1, 1], id="a longer number is another request"),
        pytest.param(["FOI-1234.pdf", "FOI-1234 internal review.pdf"], [1, 1], id="a review is its own answer"),
        pytest.param(["FOI-1234.pdf", "FOI-1234 vehicles by depot.xlsx"], [2], id="a workbook named after the letter"),
        pytest.param(["FOI-1234 a.xlsx", "FOI-1234 b.xlsx"], [1, 1], id="workbooks without a letter stay apart"),
        pytest.param(["response.pdf", "annex a.xlsx"], [1, 1], id="no reference, no group"),
        pytest.param(["a/FOI-1234.pdf", "b/FOI-1234 data.xlsx"], [1, 1], id="another folder"),
        pytest.param(["1.pdf", "1 data.xlsx"], [1, 1], id="a running number is no reference"),
    ],
)
def test_group_files(names, groups):
    files = [FoundFile(Path("/in") / name, name) for name in sorted(names)]
    grouped = group_files(files)
    assert sorted(len(group.files) for group in grouped) == sorted(groups)
    assert sorted(file.source for group in grouped for file in group.files) == sorted(names)


class TestWalk:
    def test_every_file_once_in_order_and_named_as_given(self, tmp_path, monkeypatch):
        monkeypatch.chdir(tmp_path)
        for name in ("in/b.pdf", "in/a.pdf", "in/sub/c.txt"):
            Path(name).parent.mkdir(parents=True, exist_ok=True)
            Path(name).write_text(name)
        found = walk(["in", "in/a.pdf"])
        assert [file.source for file in found.files] == ["in/a.pdf", "in/b.pdf", "in/sub/c.txt"]
        assert all(file.path.is_absolute() for file in found.files)

    def test_hidden_files_litter_and_the_data_directory_are_left_out(self, tmp_path):
        for name in (".git/config", ".hidden.pdf", "Thumbs.db", "var/originals/ab/cd", "a.pdf"):
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name).write_text(name)
        found = walk([tmp_path], skip=tmp_path / "var")
        assert [file.path.name for file in found.files] == ["a.pdf"]

    def test_a_loop_of_links_ends(self, tmp_path):
        (tmp_path / "a.pdf").write_text("a")
        (tmp_path / "loop").symlink_to(tmp_path)
        assert len(walk([tmp_path]).files) == 1

    def test_pipes_and_dead_links_are_left_out(self, tmp_path):
        os.mkfifo(tmp_path / "pipe.pdf")
        (tmp_path / "dead.pdf").symlink_to(tmp_path / "nowhere")
        assert walk([tmp_path]).files == []

    def test_a_name_that_is_no_unicode_can_be_told(self, tmp_path):
        path = os.fsencode(tmp_path) + b"/caf\xe9.txt"
        Path(os.fsdecode(path)).write_text("a")
        (file,) = walk([tmp_path]).files
        assert file.source.endswith("caf\\xe9.txt")
        assert file.key.encode()

    def test_a_missing_path_is_named_before_anything_is_read(self, tmp_path):
        with pytest.raises(PathError, match="no file or folder nowhere/at/all"):
            walk([tmp_path, "nowhere/at/all"])
