"""What each authority's published answers add up to: how many, how they ended, how long they took, what they kept."""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import count

from corpus.authorities import describe
from corpus.catalogue import Catalogue
from corpus.database import translated
from corpus.law import section_of
from corpus.provision_use import applied_together
from corpus.working_days import LIMIT, working_days


@dataclass(slots=True)
class AuthorityRecord:
    """The published answers of one authority. `days` holds the working days of each answer with both dates."""

    name: str
    id: str
    type: str
    answers: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)
    years: Counter[str] = field(default_factory=Counter)
    days: list[int] = field(default_factory=list)
    sections: Counter[str] = field(default_factory=Counter)  # whole sections applied, each once an answer

    @property
    def median_days(self) -> float | None:
        """Return the median of working days, None where no answer has both dates."""
        return statistics.median(self.days) if self.days else None

    @property
    def on_time(self) -> int:
        """Return how many of the timed answers came within the limit."""
        return sum(1 for days in self.days if days <= LIMIT)

    def share(self, *outcomes: str) -> float:
        """Return the share of answers, 0 to 1, that ended in one of `outcomes`."""
        return sum(self.outcomes[outcome] for outcome in outcomes) / self.answers


@dataclass(frozen=True, slots=True)
class TypeMedians:
    """The middle authority of a type, measure by measure. None where no authority of the type has the measure."""

    authorities: int
    answers: float
    median_days: float | None
    on_time_share: float | None
    disclosed_share: float
    refused_share: float


def authority_records(catalogue: Catalogue) -> dict[str, AuthorityRecord]:
    """Return the record of every authority with a published answer by its name, most answers first.

    Raises:
        CatalogueError: the catalogue cannot be read.
    """
    found: dict[str, AuthorityRecord] = {}
    with translated(catalogue.data):
        for name, outcome, year, answers in catalogue.connection.execute(
            f"SELECT authority, outcome, substr(responded_on, 1, 4), count(*) {_ANSWERS} GROUP BY 1, 2, 3"
        ):
            record = _record(found, name)
            record.answers += answers
            record.outcomes[outcome] += answers
            if year:
                record.years[year] += answers
        for name, law, received_on, responded_on in catalogue.connection.execute(
            f"SELECT authority, regime, received_on, responded_on {_ANSWERS} AND received_on IS NOT NULL"
        ):
            days = working_days(received_on, responded_on, law)
            if days is not None and name in found:
                found[name].days.append(days)
    for group in applied_together(catalogue):
        if group.authority in found:
            sections = found[group.authority].sections
            for section in dict.fromkeys(map(section_of, group.provisions)):
                sections[section] += group.answers
    return dict(sorted(found.items(), key=lambda item: (-item[1].answers, item[0].casefold())))


_ANSWERS = "FROM disclosures WHERE state = 'published' AND kind = 'response' AND authority IS NOT NULL"


def type_medians(records: Iterable[AuthorityRecord]) -> dict[str, TypeMedians]:
    """Return the medians of each type of authority."""
    by_type: dict[str, list[AuthorityRecord]] = {}
    for record in records:
        by_type.setdefault(record.type, []).append(record)
    return {kind: _medians(group) for kind, group in by_type.items()}


def _record(found: dict[str, AuthorityRecord], name: str) -> AuthorityRecord:
    if name not in found:
        told = describe(name)
        taken = {record.id for record in found.values()}
        alike = (f"{told.id}-{n}" for n in count(2))
        own = told.id if told.id not in taken else next(i for i in alike if i not in taken)
        found[name] = AuthorityRecord(name, own, told.type)
    return found[name]


def _medians(group: list[AuthorityRecord]) -> TypeMedians:
    timed = [record for record in group if record.days]
    return TypeMedians(
        authorities=len(group),
        answers=statistics.median(r.answers for r in group),
        median_days=statistics.median(statistics.median(r.days) for r in timed) if timed else None,
        on_time_share=statistics.median(r.on_time / len(r.days) for r in timed) if timed else None,
        disclosed_share=statistics.median(r.share("disclosed") for r in group),
        refused_share=statistics.median(r.share("refused") for r in group),
    )


def by_id(records: Mapping[str, AuthorityRecord], authority_id: str) -> AuthorityRecord | None:
    """Return the record with this id, or None."""
    return next((record for record in records.values() if record.id == authority_id), None)
