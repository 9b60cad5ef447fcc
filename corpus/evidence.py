"""The evidence and the files of a handful of answers, for lists and exports that show them beside each result."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field

from corpus.catalogue import Catalogue
from corpus.database import translated


@dataclass(slots=True)
class AnswerEvidence:
    """The sentences of one published answer: (provision or supplier, status, sentence); and the types of its files."""

    citations: list[tuple[str, str, str]] = field(default_factory=list)
    vendors: list[tuple[str, str, str]] = field(default_factory=list)
    media_types: list[str] = field(default_factory=list)


def evidence_of(catalogue: Catalogue, disclosure_ids: Iterable[str]) -> dict[str, AnswerEvidence]:
    """Return the evidence of these answers by id, those that are published.

    Raises:
        CatalogueError: the catalogue cannot be read.
    """
    ids = json.dumps(list(disclosure_ids))
    found: dict[str, AnswerEvidence] = {}
    with translated(catalogue.data):
        for row in catalogue.connection.execute(
            f"SELECT DISTINCT disclosure_id, provision, status, evidence FROM citations {_THESE} AND NOT implied"
            " ORDER BY disclosure_id, position",
            (ids,),
        ):
            mine = found.setdefault(row["disclosure_id"], AnswerEvidence())
            mine.citations.append((row["provision"], row["status"], row["evidence"]))
        for row in catalogue.connection.execute(
            f"SELECT DISTINCT disclosure_id, vendor, status, evidence FROM mentions {_THESE}"
            " ORDER BY disclosure_id, position",
            (ids,),
        ):
            mine = found.setdefault(row["disclosure_id"], AnswerEvidence())
            mine.vendors.append((row["vendor"], row["status"], row["evidence"]))
    for disclosure_id, types in media_types_of(catalogue, json.loads(ids)).items():
        found.setdefault(disclosure_id, AnswerEvidence()).media_types = types
    return found


def media_types_of(catalogue: Catalogue, disclosure_ids: Iterable[str]) -> dict[str, list[str]]:
    """Return the media types of the files of these answers by id, the letter's first, each once."""
    types: dict[str, dict[str, None]] = {}
    with translated(catalogue.data):
        for row in catalogue.connection.execute(
            f"SELECT disclosure_id, media_type FROM documents {_THESE} AND parent IS NULL"
            " ORDER BY disclosure_id, position",
            (json.dumps(list(disclosure_ids)),),
        ):
            types.setdefault(row["disclosure_id"], {})[row["media_type"]] = None
    return {disclosure_id: list(kinds) for disclosure_id, kinds in types.items()}


_THESE = (
    "WHERE disclosure_id IN (SELECT id FROM disclosures WHERE state = 'published'"
    " AND id IN (SELECT value FROM json_each(?)))"
)
