"""What a data directory holds, counted."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass

from corpus.catalogue import Catalogue
from corpus.database import schema_version, translated
from corpus.ledger import Failure
from corpus.scans import NO_TEXT_LAYER, READ_BY_OCR, UNREADABLE, Scan, scan_of


@dataclass(frozen=True, slots=True)
class HeldDisclosure:
    """A disclosure that is not shown, and what was found in it."""

    id: str
    source: str
    findings: str  # kinds, comma-separated


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """A disclosure that was taken out, and why."""

    id: str
    reason: str
    withdrawn_at: str


@dataclass(frozen=True, slots=True)
class Census:
    """The counts `foilog status` shows. Question-answers, exemptions and vendors are of published disclosures."""

    data_dir: str
    schema: int
    revision: int
    published: int
    letters: int
    question_answers: int
    exemptions: int
    vendors: int
    held: list[HeldDisclosure]
    withdrawn: list[Withdrawal]
    scanned: list[Scan]
    quarantined: list[Failure]
    vanished: list[str]
    last_run: dict[str, object] | None
    unfinished_run: bool  # the last run was killed, or is still going

    def as_json(self) -> dict[str, object]:
        """Return the counts as plain values."""
        return asdict(self)


def take_census(catalogue: Catalogue) -> Census:
    """Return what the catalogue holds."""
    with translated(catalogue.data):
        run = catalogue.connection.execute("SELECT * FROM runs ORDER BY id DESC LIMIT 1").fetchone()
        return Census(
            data_dir=str(catalogue.data.path),
            schema=schema_version(),
            revision=catalogue.revision,
            published=_count(catalogue, "SELECT count(*) FROM disclosures WHERE state = 'published'"),
            letters=_count(
                catalogue, "SELECT count(*) FROM disclosures WHERE state = 'published' AND kind = 'response'"
            ),
            question_answers=question_answers(catalogue),
            exemptions=_count(
                catalogue,
                f"SELECT count(*) FROM citations c WHERE status = 'applied' AND NOT implied AND {_PUBLISHED}",
            ),
            vendors=_count(
                catalogue,
                "SELECT count(DISTINCT vendor) FROM mentions c"
                f" WHERE status IN ('current', 'former', 'planned') AND {_PUBLISHED}",
            ),
            held=_held(catalogue),
            withdrawn=_withdrawn(catalogue),
            scanned=_scanned(catalogue),
            quarantined=catalogue.ledger.failures(),
            vanished=catalogue.ledger.vanished(),
            last_run=dict(run) if run else None,
            unfinished_run=bool(run) and run["finished_at"] is None,
        )


def question_answers(catalogue: Catalogue) -> int:
    """Return how many question-answers are published."""
    return _count(
        catalogue,  # all but those of what is not published, which is little
        "SELECT (SELECT count(*) FROM questions) - (SELECT count(*) FROM disclosures d JOIN questions q"
        " ON q.disclosure_id = d.id WHERE d.state <> 'published')",
    )


_PUBLISHED = "EXISTS (SELECT 1 FROM disclosures d WHERE d.id = c.disclosure_id AND d.state = 'published')"


def _count(catalogue: Catalogue, query: str) -> int:
    return int(catalogue.connection.execute(query).fetchone()[0])


def _held(catalogue: Catalogue) -> list[HeldDisclosure]:
    rows = catalogue.connection.execute(
        "SELECT d.id, d.source, group_concat(DISTINCT f.kind) AS kinds FROM disclosures d LEFT JOIN findings f"
        " ON f.disclosure_id = d.id AND f.action = 'hold' WHERE d.state = 'held' GROUP BY d.id ORDER BY d.id"
    )
    return [HeldDisclosure(row["id"], row["source"], (row["kinds"] or "").replace(",", ", ")) for row in rows]


def held_for(catalogue: Catalogue, kind: str) -> list[str]:
    """Return the ids of what is held for this kind of finding and for no other, in order."""
    return [held.id for held in _held(catalogue) if held.findings == kind]


def _withdrawn(catalogue: Catalogue) -> list[Withdrawal]:
    rows = catalogue.connection.execute(
        "SELECT disclosure_id, min(reason) AS reason, min(withdrawn_at) AS withdrawn_at FROM tombstones"
        " GROUP BY disclosure_id ORDER BY disclosure_id"
    )
    return [Withdrawal(row["disclosure_id"], row["reason"], row["withdrawn_at"]) for row in rows]


def _scanned(catalogue: Catalogue) -> list[Scan]:
    rows = catalogue.connection.execute(
        "SELECT source, warnings FROM documents WHERE instr(warnings, ?) OR instr(warnings, ?) OR instr(warnings, ?)"
        " ORDER BY source",
        (NO_TEXT_LAYER, UNREADABLE, READ_BY_OCR),
    )
    return [scan for row in rows if (scan := scan_of(row["source"], json.loads(row["warnings"])))]
