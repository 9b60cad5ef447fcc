"""A provision of the law as every page shows it: its label, its plain name, what it means, where to read it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from corpus.law import Provision, parents, provisions
from search_app.wording import LAWS, LAWS_SHORT

STRENGTHS: dict[str, tuple[str, str]] = {
    "absolute": ("Absolute", "No public interest test: where it fits, the information can be withheld."),
    "qualified": (
        "Qualified",
        "Only where the public interest in withholding is greater than the interest in telling.",
    ),
    "mixed": ("Partly absolute", "Absolute in some cases; in the others the public interest has to be weighed."),
}

TESTS: dict[str, str] = {
    "class": "Covers a kind of information, whatever the effect of telling.",
    "prejudice": "Only where telling would, or would be likely to, cause the harm it names.",
    "substantial_prejudice": "Only where telling would, or would be likely to, cause substantial harm.",
    "adverse_effect": "Only where telling would have the harmful effect it names.",
}


@dataclass(frozen=True, slots=True)
class ProvisionView:
    """What the site says of one provision. An id in no table keeps its id as its label and says no more."""

    id: str
    label: str
    short: str  # "s.40(2)", "reg 12(5)(e)"
    law: str
    law_name: str
    name: str
    meaning: str
    strength: str
    strength_meaning: str
    test_meaning: str
    statute_url: str
    guidance_url: str
    parent: str | None

    @property
    def told_apart(self) -> str:
        """Return the label, with its law unless that is FOIA, which most letters answer under."""
        return self.label if self.law == "foia" else self.full_label

    @property
    def full_label(self) -> str:
        """Return label and law: "Section 40(2) FOIA"."""
        return f"{self.label} {LAWS_SHORT.get(self.law, '')}".strip()


@lru_cache(maxsize=4096)
def view_provision(provision: str) -> ProvisionView:
    """Return how a provision is shown, known to the tables or not."""
    row = provisions().get(provision)
    return _from_row(row) if row else _unknown(provision)


def ancestry(provision: str) -> tuple[str, ...]:
    """Return the provisions this one is part of, nearest first; () for one in no table."""
    return parents(provision) if provision in provisions() else ()


def _from_row(row: Provision) -> ProvisionView:
    strength, meaning = STRENGTHS.get(row.absolute, ("", ""))
    law = str(row.law)
    return ProvisionView(
        id=row.id,
        label=row.label,
        short=f"{'reg' if law in ('eir', 'eisr') else 's'}.{row.number}",
        law=law,
        law_name=LAWS.get(law, law),
        name=row.name or row.title,
        meaning=row.meaning,
        strength=strength,
        strength_meaning=meaning,
        test_meaning=TESTS.get(row.test, ""),
        statute_url=row.statute_url or "",
        guidance_url=row.guidance_url or "",
        parent=row.parent,
    )


def _unknown(provision: str) -> ProvisionView:
    return ProvisionView(provision, provision, provision, "", "", "", "", "", "", "", "", "", None)
