"""The catalogue keeps every record as it was, forgets what is withdrawn, and explains what it cannot open."""

from __future__ import annotations

import hashlib
import sqlite3
from dataclasses import replace

import pytest

from corpus.catalogue import Catalogue, WithdrawnError
from corpus.database import schema_version
from corpus.datadir import DataDir
from corpus.errors import (
    CatalogueError,
    DiskFullError,
    LockedError,
    NoCatalogueError,
    SchemaVersionError,
    SourceChangedError,
    UnknownDisclosureError,
)
from corpus.ledger import Role, RunCounts, SourceFile
from corpus.records import (
    Citation,
    CitationStatus,
    Disclosure,
    Document,
    Finding,
    Kind,
    Law,
    Outcome,
    Page,
    QuestionAnswer,
    Reading,
    State,
    VendorMention,
    VendorStatus,
)

TEXT = "Thornmere County Council\n1. Which system?\nWe use Idox.\fNames are exempt under section 40(2)."


def sha(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def make_disclosure(disclosure_id: str = "thornmere-foi-1", letter: str = "letter", **changes: object) -> Disclosure:
    """Return a disclosure that uses every field of every record."""
    start, idox = TEXT.index("section 40(2)"), TEXT.index("Idox")
    citation = Citation(
        "foia-40-2", Law.FOIA, "40(2)", "Personal information", CitationStatus.APPLIED, "answer", ("foia-40-3a-a",),
        ("1",), 2, start, start + 13, "section 40(2)", "Names are exempt under section 40(2).",
    )  # fmt: skip
    mention = VendorMention(
        "Idox",
        None,
        VendorStatus.CURRENT,
        ("1",),
        1,
        idox,
        idox + 4,
        "Idox",
        "We use Idox.",
        False,
        {"term": "3 years"},
    )
    reading = Reading(
        Kind.RESPONSE, "Systems", TEXT, "Thornmere County Council", "foia", "FOI 1", "2025-06-02", "2025-06-30",
        Outcome.PARTLY_DISCLOSED, (Outcome.PARTLY_DISCLOSED, Outcome.ALREADY_PUBLISHED),
        (QuestionAnswer("1", "Which system?", "We use Idox.", Outcome.DISCLOSED, 1, 42, 54),), (citation,), (mention,),
        ("page 3 has no text layer",),
    )  # fmt: skip
    inner = Document("mail.eml/list.txt", sha(letter + "inner"), "text/plain", 3, (Page(1, "abc"),))
    mail = Document(
        "in/mail.eml", sha(letter), "message/rfc822", 9, (Page(1, TEXT[:54]), Page(2, TEXT[55:])), {"from": "foi@x.uk"},
        ("odd",), (Finding("email_address", 1, "f***@x.uk"),), (inner,),
    )  # fmt: skip
    sheet = Document("in/data.xlsx", sha("sheet"), "application/x", 9, (Page(1, "a\tb", "Sheet 1"),), findings=(
        Finding("hidden_sheet", 1, "Staff", "hold", "Staff!A1"),))  # fmt: skip
    made = Disclosure(
        disclosure_id, State.PUBLISHED, (mail, sheet), reading, "Part", ("s.40",), "https://x.uk/1", "2026-01-01", "0.1"
    )
    return replace(made, **changes)


def file_of(disclosure: Disclosure, position: int = 0, path: str | None = None) -> SourceFile:
    document = disclosure.documents[position]
    return SourceFile(path or f"/{document.source}", document.source, document.size, 1, document.sha256)


@pytest.fixture
def catalogue(tmp_path):
    with Catalogue.open(tmp_path / "var") as opened:
        yield opened


def test_a_disclosure_comes_back_as_it_was_put(catalogue):
    disclosure = make_disclosure()
    catalogue.put(disclosure)
    assert catalogue.get(disclosure.id) == disclosure


def test_offsets_still_match_their_text_after_a_round_trip(catalogue):
    catalogue.put(make_disclosure())
    reading = catalogue.get("thornmere-foi-1").reading
    for tag in (*reading.citations, *reading.vendors):
        assert reading.text[tag.start : tag.end] == tag.text


def test_putting_an_id_again_replaces_it(catalogue):
    catalogue.put(make_disclosure())
    short = replace(make_disclosure(), documents=make_disclosure().documents[:1])
    catalogue.put(short)
    assert catalogue.get(short.id) == short
    assert len(list(catalogue.iter_disclosures())) == 1


def test_an_unknown_id_is_none(catalogue):
    assert catalogue.get("nobody") is None


def test_iter_disclosures_filters_by_state_and_sorts_by_id(catalogue):
    catalogue.put(make_disclosure("c"))
    catalogue.put(make_disclosure("a", "other"))
    catalogue.put(make_disclosure("b", "third", state=State.HELD))
    assert [d.id for d in catalogue.iter_disclosures()] == ["a", "c"]
    assert [d.id for d in catalogue.iter_disclosures(State.HELD)] == ["b"]
    assert [d.id for d in catalogue.iter_disclosures(None)] == ["a", "b", "c"]


def test_changed_since_gives_every_later_write_once_and_in_order(catalogue):
    first = catalogue.put(make_disclosure("a"))
    catalogue.put(make_disclosure("b", "other", state=State.HELD))
    catalogue.put(make_disclosure("a"))
    catalogue.withdraw("b", "personal data")
    changes = catalogue.changed_since(first)
    assert [(c.id, c.state) for c in changes] == [("a", State.PUBLISHED), ("b", State.WITHDRAWN)]
    assert catalogue.revision == changes[-1].revision
    assert catalogue.changed_since(catalogue.revision) == []


def test_a_letter_that_becomes_an_attachment_is_removed_and_reported_as_changed(catalogue):
    sheet_alone, whole = make_disclosure("sheet"), make_disclosure("whole", "other")
    file = file_of(whole, 1)
    catalogue.put(replace(sheet_alone, documents=sheet_alone.documents[1:]), letter=file)
    seen = catalogue.revision
    catalogue.put(whole, file_of(whole), [file])
    assert catalogue.get("sheet") is None
    assert [(c.id, c.state) for c in catalogue.changed_since(seen)] == [("sheet", None), ("whole", State.PUBLISHED)]
    assert catalogue.ledger.seen(file.path).role is Role.ATTACHMENT


class TestWithdraw:
    def test_nothing_of_the_text_is_left_in_any_file_of_the_data_directory(self, catalogue, tmp_path):
        letter = tmp_path / "letter.txt"
        letter.write_text("the secret original")
        disclosure = make_disclosure()
        document = replace(disclosure.documents[0], sha256=sha("the secret original"))
        disclosure = replace(disclosure, documents=(document,))
        catalogue.data.store_original(letter, document.sha256)
        catalogue.put(disclosure)
        assert catalogue.withdraw(disclosure.id, "named a member of staff") == 1
        kept = [path for path in catalogue.data.path.rglob("*") if path.is_file()]
        assert kept
        for path in kept:
            assert b"Idox" not in path.read_bytes()
            assert b"secret original" not in path.read_bytes()

    def test_only_id_and_state_remain(self, catalogue):
        catalogue.put(make_disclosure())
        catalogue.withdraw("thornmere-foi-1", "reason")
        left = catalogue.get("thornmere-foi-1")
        assert (left.id, left.state, left.documents) == ("thornmere-foi-1", State.WITHDRAWN, ())
        assert (left.reading.text, left.reading.authority, left.reading.citations) == ("", None, ())

    def test_the_same_bytes_do_not_come_back(self, catalogue):
        catalogue.put(make_disclosure())
        catalogue.withdraw("thornmere-foi-1", "reason")
        with pytest.raises(WithdrawnError, match="was withdrawn"):
            catalogue.put(make_disclosure("another-id"))

    def test_twice_is_harmless(self, catalogue):
        catalogue.put(make_disclosure())
        catalogue.withdraw("thornmere-foi-1", "reason")
        revision = catalogue.revision
        catalogue.withdraw("thornmere-foi-1", "again")
        assert catalogue.revision == revision

    def test_an_attachment_shared_with_another_disclosure_stays(self, catalogue, tmp_path):
        catalogue.put(make_disclosure("a", "one"))
        catalogue.put(make_disclosure("b", "two"))
        catalogue.withdraw("a", "reason")
        assert not catalogue.ledger.is_withdrawn(sha("sheet"))
        assert catalogue.get("b").documents[1].sha256 == sha("sheet")

    def test_an_unknown_id_says_where_to_find_one(self, catalogue):
        with pytest.raises(UnknownDisclosureError, match="foilog export"):
            catalogue.withdraw("nobody", "reason")


class TestLedger:
    def test_a_file_is_current_while_its_disclosure_holds_its_bytes(self, catalogue):
        disclosure = make_disclosure()
        file = file_of(disclosure)
        catalogue.put(disclosure, file)
        assert catalogue.ledger.seen(file.path).current
        catalogue.put(make_disclosure(letter="new bytes"))
        assert not catalogue.ledger.seen(file.path).current

    def test_quarantine_counts_attempts_and_ends_when_the_file_is_read(self, catalogue):
        disclosure = make_disclosure()
        file = file_of(disclosure)
        for _ in range(2):
            catalogue.ledger.quarantine(file, "corrupt", "broken", "0.1")
        assert catalogue.ledger.failure(file.path).attempts == 2
        catalogue.put(disclosure, file)
        assert catalogue.ledger.failures() == []

    def test_under_finds_a_folder_and_not_its_namesakes(self, catalogue):
        for path in ("/in/a.pdf", "/in/sub/b.pdf", "/in2/c.pdf", "/in_/d.pdf"):
            catalogue.ledger.record(SourceFile(path, path, 1, 1, "0"), Role.LETTER, None)
        assert [seen.file.path for seen in catalogue.ledger.under("/in")] == ["/in/a.pdf", "/in/sub/b.pdf"]

    def test_a_vanished_file_is_reported_until_it_is_back(self, catalogue):
        disclosure = make_disclosure()
        file = file_of(disclosure)
        catalogue.put(disclosure, file)
        catalogue.ledger.mark_vanished([file.path])
        assert catalogue.ledger.vanished() == [file.source]
        catalogue.put(disclosure, file)
        assert catalogue.ledger.vanished() == []

    def test_a_run_keeps_its_counts(self, catalogue):
        run = catalogue.ledger.start_run("0.1")
        catalogue.ledger.finish_run(run, RunCounts(3, 1, 1, 1, 0))
        row = catalogue.connection.execute("SELECT files, files_read, unchanged, failed FROM runs").fetchone()
        assert tuple(row) == (3, 1, 1, 1)


class TestOpening:
    def test_nothing_ingested_says_what_to_run(self, tmp_path):
        with pytest.raises(NoCatalogueError, match="foilog ingest"):
            Catalogue.open(tmp_path, readonly=True)
        assert list(tmp_path.iterdir()) == []

    @pytest.mark.parametrize("readonly", [False, True])
    def test_a_later_schema_is_refused_and_left_alone(self, tmp_path, readonly):
        Catalogue.open(tmp_path).close()
        raw = sqlite3.connect(tmp_path / "catalogue.sqlite3")
        raw.execute("PRAGMA user_version = 999")
        raw.close()
        with pytest.raises(
            SchemaVersionError, match=f"written by Foilog schema 999; this is schema {schema_version()}"
        ):
            Catalogue.open(tmp_path, readonly=readonly)

    def test_an_interrupted_migration_leaves_the_old_version(self, tmp_path, monkeypatch):
        broken = ((1, "CREATE TABLE a (x); CREATE TABLE b (syntax error here"),)
        monkeypatch.setattr("corpus.database.migrations", lambda: broken)
        with pytest.raises(CatalogueError):
            Catalogue.open(tmp_path)
        raw = sqlite3.connect(tmp_path / "catalogue.sqlite3")
        assert raw.execute("PRAGMA user_version").fetchone() == (0,)
        assert raw.execute("SELECT count(*) FROM sqlite_master").fetchone() == (0,)
        raw.close()

    def test_a_file_that_is_no_catalogue_is_named(self, tmp_path):
        (tmp_path / "catalogue.sqlite3").write_bytes(b"not a database at all" * 100)
        with pytest.raises(CatalogueError, match=r"catalogue\.sqlite3 is damaged"):
            Catalogue.open(tmp_path)

    def test_a_reader_sees_no_half_written_disclosure(self, catalogue):
        catalogue.put(make_disclosure())
        with Catalogue.open(catalogue.data, readonly=True) as reader:
            catalogue.connection.execute("BEGIN IMMEDIATE")
            catalogue.connection.execute("DELETE FROM disclosures")
            assert reader.get("thornmere-foi-1") == make_disclosure()
            catalogue.connection.execute("ROLLBACK")

    def test_a_reader_cannot_write(self, catalogue):
        with Catalogue.open(catalogue.data, readonly=True) as reader, pytest.raises(CatalogueError, match="readonly"):
            reader.put(make_disclosure())

    def test_it_opens_as_plain_tables(self, catalogue):
        catalogue.put(make_disclosure())
        raw = sqlite3.connect(catalogue.data.catalogue_path)
        found = raw.execute(
            "SELECT authority, responded_on, section, evidence FROM disclosures d JOIN citations c"
            " ON c.disclosure_id = d.id WHERE c.status = 'applied'"
        ).fetchall()
        raw.close()
        assert found == [("Thornmere County Council", "2025-06-30", "40(2)", "Names are exempt under section 40(2).")]


def test_a_full_disk_keeps_what_was_committed(catalogue):
    catalogue.put(make_disclosure("kept"))
    pages = catalogue.connection.execute("PRAGMA page_count").fetchone()[0]
    catalogue.connection.execute(f"PRAGMA max_page_count = {pages}")
    large = make_disclosure("large", "large")
    large = replace(large, reading=replace(large.reading, text="x" * 500_000))
    with pytest.raises(DiskFullError, match="free some space"):
        catalogue.put(large)
    assert [d.id for d in catalogue.iter_disclosures()] == ["kept"]


class TestDataDir:
    def test_default_environment_and_option(self, monkeypatch):
        monkeypatch.delenv("FOILOG_DATA", raising=False)
        assert str(DataDir().path) == "var"
        monkeypatch.setenv("FOILOG_DATA", "elsewhere")
        assert str(DataDir().path) == "elsewhere"
        assert str(DataDir("named").path) == "named"

    def test_an_original_is_stored_under_its_hash(self, tmp_path):
        file = tmp_path / "a.txt"
        file.write_text("abc")
        kept = DataDir(tmp_path / "var").store_original(file, sha("abc"))
        assert kept == tmp_path / "var/originals" / sha("abc")[:2] / sha("abc")[2:]
        assert kept.read_text() == "abc"

    def test_a_file_that_changed_meanwhile_is_not_stored(self, tmp_path):
        file = tmp_path / "a.txt"
        file.write_text("abc")
        data = DataDir(tmp_path / "var")
        with pytest.raises(SourceChangedError, match="changed while"):
            data.store_original(file, sha("what was read"))
        assert [path for path in data.path.rglob("*") if path.is_file()] == []

    def test_a_full_disk_leaves_no_half_copy(self, tmp_path, monkeypatch):
        file = tmp_path / "a.txt"
        file.write_text("abc")
        data = DataDir(tmp_path / "var")

        def fail(_handle):
            raise OSError(28, "No space left on device")

        monkeypatch.setattr("corpus.datadir.os.fsync", fail)
        with pytest.raises(DiskFullError, match="disk is full"):
            data.store_original(file, sha("abc"))
        assert [path for path in data.path.rglob("*") if path.is_file()] == []

    def test_what_a_killed_ingest_left_is_swept(self, tmp_path):
        data = DataDir(tmp_path)
        half = data.originals_path / "ab" / ".incoming-x"
        half.parent.mkdir(parents=True)
        half.touch()
        assert data.sweep() == 1
        assert not half.exists()

    def test_a_second_ingest_is_told_who_holds_the_lock(self, tmp_path):
        with (
            DataDir(tmp_path).ingest_lock(),
            pytest.raises(LockedError, match=r"process \d+"),
            DataDir(tmp_path).ingest_lock(),
        ):
            pass

    def test_a_data_directory_that_is_a_file_is_named(self, tmp_path):
        (tmp_path / "var").touch()
        with pytest.raises(CatalogueError, match="var cannot be made: there is a file"):
            DataDir(tmp_path / "var").create()
