"""Whether the index says what the catalogue says."""

from __future__ import annotations

from pathlib import Path

from whoosh.index import open_dir

from index.build import SourceCatalogue, is_searched
from index.errors import SearchIndexError
from index.generations import read_current
from index.schema import fingerprint


def trouble_with_index(catalogue: SourceCatalogue, index_path: Path) -> str:
    """Return what is wrong with an index in one line, "" where it holds just what may be found."""
    try:
        current = read_current(index_path)
        if current is None:
            return "there is no index"
        if current.fingerprint != fingerprint():
            return "its records were made another way"
        if current.revision != catalogue.revision:
            return f"it is at revision {current.revision}, the catalogue at {catalogue.revision}"
        with open_dir(index_path / current.generation).reader() as reader:
            held = {value.decode() for value in reader.lexicon("id")}
            live = {disclosure_id for disclosure_id in held if reader.postings("id", disclosure_id).is_active()}
    except SearchIndexError as error:
        return str(error)
    except Exception as error:  # Whoosh raises anything on files that are damaged
        return f"it cannot be read ({type(error).__name__}: {error})"
    wanted = set()
    for change in catalogue.changed_since(0):
        disclosure = catalogue.get(change.id)
        if disclosure is not None and is_searched(disclosure):
            wanted.add(change.id)
    if live != wanted:
        return f"it lacks {len(wanted - live)} disclosure(s) and holds {len(live - wanted)} that it should not"
    return ""
