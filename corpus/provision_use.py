"""How every provision is used by the published answers, and the sentences that use it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from corpus.authorities import describe
from corpus.catalogue import Catalogue
from corpus.database import translated
from corpus.law import parents, provisions


@dataclass(slots=True)
class ProvisionUse:
    """How often a provision, or a part of it, is applied: each answer counts once."""

    provision: str
    answers: int = 0
    years: Counter[str] = field(default_factory=Counter)  # of the answer; an undated one is in none
    authorities: Counter[str] = field(default_factory=Counter)
    types: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True)
class ProvisionEvidence:
    """A sentence that cites a provision, and the answer it stands in."""

    disclosure: str
    title: str
    authority: str | None
    reference: str | None
    responded_on: str | None
    provision: str
    status: str
    questions: tuple[str, ...]
    page: int
    evidence: str


@dataclass(frozen=True, slots=True)
class AppliedTogether:
    """How many published answers of one authority and year apply these provisions, as the letters cite them."""

    provisions: tuple[str, ...]
    authority: str | None
    year: str | None
    answers: int


def applied_together(catalogue: Catalogue) -> list[AppliedTogether]:
    """Return the published answers that apply a provision, counted by all that they apply, authority and year.

    Raises:
        CatalogueError: the catalogue cannot be read.
    """
    with translated(catalogue.data):
        found = catalogue.connection.execute(
            "SELECT provisions, authority, year, count(*) AS answers FROM ("
            " SELECT group_concat(DISTINCT provision) AS provisions, authority, substr(responded_on, 1, 4) AS year"
            " FROM provision_register WHERE status = 'applied' GROUP BY disclosure_id) GROUP BY 1, 2, 3"
        ).fetchall()
    return [AppliedTogether(tuple(r["provisions"].split(",")), r["authority"], r["year"], r["answers"]) for r in found]


def provision_use(catalogue: Catalogue) -> dict[str, ProvisionUse]:
    """Return the use of every provision applied in a published answer, sections with their parts.

    Raises:
        CatalogueError: the catalogue cannot be read.
    """
    found: dict[str, ProvisionUse] = {}
    for group in applied_together(catalogue):
        for provision in dict.fromkeys(p for named in group.provisions for p in with_parents(named)):
            use = found.setdefault(provision, ProvisionUse(provision))
            use.answers += group.answers
            if group.year:
                use.years[group.year] += group.answers
            if group.authority:
                use.authorities[group.authority] += group.answers
                use.types[describe(group.authority).type] += group.answers
    return found


def provision_evidence(
    catalogue: Catalogue, provision: str, status: str = "applied", *, limit: int = -1, offset: int = 0
) -> Iterator[ProvisionEvidence]:
    """Yield the sentences that use a provision or a part of it with this status, newest answer first.

    A sentence that says the same provision twice comes once. `limit` -1 is all.

    Raises:
        CatalogueError: the catalogue cannot be read.
    """
    with translated(catalogue.data):
        for place in catalogue.connection.execute(
            f"SELECT disclosure_id, position FROM provision_register {_CITED}"
            " ORDER BY responded_on DESC, disclosure_id, position LIMIT ? OFFSET ?",
            (json.dumps(_family(provision)), status, limit, offset),
        ):
            row = catalogue.connection.execute(_SENTENCE, tuple(place)).fetchone()
            if row is None:  # taken out since
                continue
            yield ProvisionEvidence(
                row["id"],
                row["title"],
                row["authority"],
                row["reference"],
                row["responded_on"],
                row["provision"],
                row["status"],
                tuple(json.loads(row["questions"])),
                row["page"],
                row["evidence"],
            )


def count_evidence(catalogue: Catalogue, provision: str, status: str = "applied") -> int:
    """Return how many sentences `provision_evidence` gives."""
    with translated(catalogue.data):
        row = catalogue.connection.execute(
            f"SELECT count(*) FROM provision_register {_CITED}",
            (json.dumps(_family(provision)), status),
        ).fetchone()
    return int(row[0])


_CITED = "WHERE provision IN (SELECT value FROM json_each(?)) AND status = ?"
_SENTENCE = (
    "SELECT d.id, d.title, d.authority, d.reference, d.responded_on, c.provision, c.status, c.questions, c.page,"
    " c.evidence FROM citations c JOIN disclosures d ON d.id = c.disclosure_id"
    " WHERE c.disclosure_id = ? AND c.position = ? AND d.state = 'published'"
)


@lru_cache(maxsize=10_000)
def with_parents(provision: str) -> tuple[str, ...]:
    """Return a provision and all it is part of, nearest first; only itself for one in no table."""
    return (provision, *parents(provision)) if provision in provisions() else (provision,)


def _family(provision: str) -> list[str]:
    """Return a provision and all its parts."""
    return [known for known in provisions() if known == provision or provision in parents(known)]
