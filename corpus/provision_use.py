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

PUBLISHED = "d.state = 'published' AND NOT c.implied"


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


def provision_use(catalogue: Catalogue) -> dict[str, ProvisionUse]:
    """Return the use of every provision applied in a published answer, sections with their parts.

    Raises:
        CatalogueError: the catalogue cannot be read.
    """
    found: dict[str, ProvisionUse] = {}
    seen: set[tuple[str, str]] = set()
    with translated(catalogue.data):
        for row in catalogue.connection.execute(
            "SELECT DISTINCT d.id, d.authority, substr(d.responded_on, 1, 4) AS year, c.provision FROM citations c"
            f" JOIN disclosures d ON d.id = c.disclosure_id WHERE c.status = 'applied' AND {PUBLISHED}"
        ):
            for provision in with_parents(row["provision"]):
                if (row["id"], provision) in seen:
                    continue
                seen.add((row["id"], provision))
                use = found.setdefault(provision, ProvisionUse(provision))
                use.answers += 1
                if row["year"]:
                    use.years[row["year"]] += 1
                if row["authority"]:
                    use.authorities[row["authority"]] += 1
                    use.types[describe(row["authority"]).type] += 1
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
        for row in catalogue.connection.execute(
            "SELECT d.id, d.title, d.authority, d.reference, d.responded_on, c.provision, c.status, c.questions,"
            f" c.page, c.evidence, min(c.position) FROM {_CITED} GROUP BY d.id, c.provision, c.evidence"
            " ORDER BY d.responded_on IS NULL, d.responded_on DESC, d.id, min(c.position) LIMIT ? OFFSET ?",
            (json.dumps(_family(provision)), status, limit, offset),
        ):
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
            f"SELECT count(*) FROM (SELECT 1 FROM {_CITED} GROUP BY d.id, c.provision, c.evidence)",
            (json.dumps(_family(provision)), status),
        ).fetchone()
    return int(row[0])


_CITED = (
    "citations c JOIN disclosures d ON d.id = c.disclosure_id"
    f" WHERE c.provision IN (SELECT value FROM json_each(?)) AND c.status = ? AND {PUBLISHED}"
)


@lru_cache(maxsize=10_000)
def with_parents(provision: str) -> tuple[str, ...]:
    """Return a provision and all it is part of, nearest first; only itself for one in no table."""
    return (provision, *parents(provision)) if provision in provisions() else (provision,)


def _family(provision: str) -> list[str]:
    """Return a provision and all its parts."""
    return [known for known in provisions() if known == provision or provision in parents(known)]
