"""A catalogue of every earlier schema is brought up to date with all it holds."""

import sqlite3

import pytest

from corpus.catalogue import Catalogue
from corpus.database import migrations, schema_version
from corpus.datadir import DataDir
from corpus.ledger import Role


@pytest.mark.parametrize("version", [number for number, _ in migrations()][:-1])
def test_an_earlier_schema_keeps_its_rows(tmp_path, version):
    data = DataDir(tmp_path)
    connection = sqlite3.connect(data.catalogue_path)
    for number, script in migrations()[:version]:
        connection.executescript(f"{script}\nPRAGMA user_version = {number};")
    connection.execute(
        "INSERT INTO sources VALUES ('/in/a.pdf', 'in/a.pdf', 9, 8, 'ab', 'letter', 'x', '2026-01-01T00:00:00Z', NULL)"
    )
    connection.commit()
    connection.close()
    with Catalogue.open(data) as catalogue:
        assert catalogue.connection.execute("PRAGMA user_version").fetchone()[0] == schema_version()
        seen = catalogue.ledger.seen("/in/a.pdf")
        assert (seen.file.sha256, seen.role, seen.disclosure_id) == ("ab", Role.LETTER, "x")
        indices = {row[1] for row in catalogue.connection.execute("PRAGMA index_list(sources)")}
        assert "sources_by_disclosure" in indices
