"""What `make formats` prints adds up."""

import letters
from formats import formats_table, hostile_table, read_all
from hostile import HOSTILE


def test_every_file_is_counted_under_its_format_and_its_reason(tmp_path):
    made = {
        "a": letters.pdf(), "b": letters.docx(), "c": letters.pdf()[:700], "d": HOSTILE["zip, locked"](),
        "e": HOSTILE["docx, laughs"](),
    }  # fmt: skip
    for name, data in made.items():
        (tmp_path / name).write_bytes(data)
    found = {path.name: became for path, became in read_all(sorted(tmp_path.iterdir()))}
    rows = {row[0]: row[1:] for row in formats_table("made", found.values()).rows}
    assert rows["ZIP"] == ("1", "0", "0", "0", "encrypted 1")
    assert rows["DOCX"] == ("2", "1", "0", "0", "corrupt 1")
    assert rows["all"][:2] == ("5", str(sum(not became.reason for became in found.values())))
    assert all(became.memory_mb > 0 for became in found.values())
    assert hostile_table(found).rows


def test_a_file_whose_worker_is_killed_is_counted(tmp_path, monkeypatch):
    (tmp_path / "a").write_bytes(HOSTILE["docx, many paragraphs"]())
    monkeypatch.setattr("formats.SECONDS", 0.05)
    ((_, became),) = read_all([tmp_path / "a"])
    assert became.reason == "timeout"
