"""What an ingest did, in numbers and in lines a person reads."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field

from corpus.records import CitationStatus, Disclosure, Kind, State, VendorStatus
from corpus.scans import Scan, scans_in

LISTED = 20  # failures shown in a summary
SCANS_LISTED = 5
IN_USE = frozenset({VendorStatus.CURRENT, VendorStatus.FORMER, VendorStatus.PLANNED})


@dataclass(frozen=True, slots=True)
class FailedFile:
    """A file that could not be read, and why."""

    source: str
    kind: str
    message: str


@dataclass(slots=True)
class IngestReport:
    """Counts of files, then of what the files that were read hold."""

    files: int = 0
    read: int = 0
    unchanged: int = 0
    withdrawn: int = 0
    still_quarantined: int = 0
    failed: list[FailedFile] = field(default_factory=list)
    vanished: list[str] = field(default_factory=list)
    unlisted: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)  # what was noticed in logs and archives
    scanned: list[Scan] = field(default_factory=list)
    letters: int = 0
    other_papers: int = 0
    question_answers: int = 0
    exemptions: int = 0
    vendors: int = 0
    held: int = 0
    seconds: float = 0.0
    _vendor_names: set[str] = field(default_factory=set, repr=False)

    @property
    def exit_code(self) -> int:
        """Return 1 where something asks for attention, else 0."""
        return 1 if self.failed or self.unlisted else 0

    def add(self, disclosure: Disclosure) -> None:
        """Count what one disclosure holds."""
        reading = disclosure.reading
        self.scanned += scans_in(disclosure.documents)
        if reading.kind is Kind.RESPONSE:
            self.letters += 1
            self.question_answers += len(reading.questions)
        else:
            self.other_papers += 1
        self.exemptions += sum(1 for c in reading.citations if c.status is CitationStatus.APPLIED and not c.implied)
        self._vendor_names |= {m.vendor for m in reading.vendors if m.status in IN_USE}
        self.vendors = len(self._vendor_names)
        self.held += disclosure.state is State.HELD

    def as_json(self) -> dict[str, object]:
        """Return the report as plain values."""
        return {key: value for key, value in asdict(self).items() if not key.startswith("_")}

    def lines(self) -> Iterator[str]:
        """Yield the summary, most important first."""
        yield (
            f"{_count(self.read, 'file')} read, {self.unchanged} unchanged, {len(self.failed)} failed"
            f" in {self.seconds:.1f} s."
        )
        if self.read:
            yield (
                f"{_count(self.letters, 'letter')}, {_count(self.question_answers, 'question-answer')}, "
                f"{_count(self.exemptions, 'exemption')} applied, {_count(self.vendors, 'vendor')} in use."
            )
        if self.other_papers:
            yield f"{_count(self.other_papers, 'file')} read that {_is(self.other_papers)} no answer to a request."
        if any(scan.pages for scan in self.scanned):
            yield self._scans()
        if read := sum(len(scan.read) for scan in self.scanned):
            yield f"Read by OCR: {_count(read, 'page')}, whose text may hold mistakes."
        if self.held:
            yield f"{_count(self.held, 'disclosure')} held back: `foilog status` says why."
        if self.failed:
            kinds = Counter(failure.kind for failure in self.failed)
            yield "Failed: " + ", ".join(f"{count} {kind}" for kind, count in sorted(kinds.items())) + "."
            yield from (f"  {failure.message}" for failure in self.failed[:LISTED])
            if len(self.failed) > LISTED:
                yield f"  and {len(self.failed) - LISTED} more: `foilog status --quarantined` lists all."
        if self.still_quarantined:
            yield (
                f"{_count(self.still_quarantined, 'file')} failed before and did not change: "
                "`foilog status --quarantined` lists them, `foilog ingest --retry` tries again."
            )
        if self.withdrawn:
            yield f"{_count(self.withdrawn, 'file')} left out: withdrawn."
        if self.vanished:
            yield f"{_count(len(self.vanished), 'file')} no longer there; what was read from them stays:"
            yield from (f"  {source}" for source in self.vanished)
        yield from (f"Note: {note}." for note in self.notes[:LISTED])
        if len(self.notes) > LISTED:
            yield f"  and {len(self.notes) - LISTED} more notes."
        yield from self.unlisted

    def _scans(self) -> str:
        unread = [scan for scan in self.scanned if scan.pages]
        named = ", ".join(map(str, unread[:SCANS_LISTED]))
        more = len(unread) - SCANS_LISTED
        return f"Scanned: {_count(len(unread), 'file')} {_have(len(unread))} pages without text: {named}" + (
            f" and {more} more: `foilog status` lists all." if more > 0 else "."
        )


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _is(number: int) -> str:
    return "is" if number == 1 else "are"


def _have(number: int) -> str:
    return "has" if number == 1 else "have"
