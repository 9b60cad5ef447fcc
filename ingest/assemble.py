"""From the files of one answer, each read on its own, to one disclosure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from corpus.catalogue import Catalogue
from corpus.ledger import Role, SourceFile, now
from corpus.records import Disclosure, Document, Kind, Reading, State
from corpus.rows import flatten
from ingest.errors import IngestError
from ingest.plan import Member
from ingest.sources.grouping import is_part
from ingest.sources.walk import is_there
from ingest.work import FileResult


@dataclass(frozen=True, slots=True)
class ReadMember:
    """A file of a group and what its reader made of it."""

    member: Member
    result: FileResult | IngestError


@dataclass(frozen=True, slots=True)
class Assembled:
    """A disclosure ready to be stored, with the files behind it, the letter apart."""

    disclosure: Disclosure
    letter: SourceFile
    attachments: tuple[SourceFile, ...]


def assemble(catalogue: Catalogue, group: Sequence[ReadMember], tool_version: str) -> Assembled | None:
    """Return the disclosure that the files of a group make, or None where none could be read.

    The letter is the file that reads as an answer; the others are kept with it as documents. A file that failed leaves
    a warning on the letter.
    """
    readable = [(item.member, item.result) for item in group if isinstance(item.result, FileResult)]
    if not readable:
        return None
    ordered = sorted(readable, key=lambda pair: _rank(*pair))
    (letter, result), others = ordered[0], ordered[1:]
    documents = tuple(other.document for _, other in ordered)
    reading = replace(result.reading, warnings=(*result.reading.warnings, *_warnings(group, others)))
    held = any(_is_held(catalogue, document) for *_, document in flatten(documents))
    disclosure = Disclosure(
        id=_identity(catalogue, letter, [member for member, _ in others], reading),
        state=State.HELD if held else State.PUBLISHED,
        documents=documents,
        reading=reading,
        stated_outcome=(result.stated.outcome if result.stated else "") or None,
        stated_exemptions=result.stated.exemption_list if result.stated else (),
        url=(result.stated.url if result.stated else "") or None,
        ingested_at=now(),
        tool_version=tool_version,
    )
    return Assembled(disclosure, letter.file, tuple(member.file for member, _ in others))


def _is_held(catalogue: Catalogue, document: Document) -> bool:
    """Tell whether a file holds something that must not be published, and that nobody has released."""
    kinds = {finding.kind for finding in document.findings if finding.action == "hold"}
    return bool(kinds) and not kinds <= catalogue.ledger.released_kinds(document.sha256)


def _rank(member: Member, result: FileResult) -> tuple[bool, bool, str]:
    """Order the files of a group: answers first, among them what is not named an annex, then by name."""
    return result.reading.kind is not Kind.RESPONSE, is_part(member.found.path), member.found.source


def _warnings(group: Sequence[ReadMember], others: Sequence[tuple[Member, FileResult]]) -> list[str]:
    failed = [
        f"An attachment could not be read. {item.result}" for item in group if isinstance(item.result, IngestError)
    ]
    answers = [
        f"{member.found.source} also reads as an answer and is kept as an attachment of this one."
        for member, result in others
        if result.reading.kind is Kind.RESPONSE and not is_part(member.found.path)
    ]
    return [*failed, *answers]


def _identity(catalogue: Catalogue, letter: Member, others: Sequence[Member], reading: Reading) -> str:
    """Return the id this answer had before, under this or a moved path, or a new one.

    An address that was given out goes on working when the publisher corrects the letter.
    """
    for member in (letter, *others):
        before = member.before
        if before and before.disclosure_id and before.role in (Role.LETTER, Role.QUARANTINED):
            known = catalogue.state_of(before.disclosure_id)
            if known and known is not State.WITHDRAWN:
                return before.disclosure_id
    moved = [known for known in catalogue.letters_with(letter.file.sha256) if _is_abandoned(catalogue, known)]
    return moved[0] if moved else catalogue.new_id(reading, letter.file.sha256)


def _is_abandoned(catalogue: Catalogue, disclosure_id: str) -> bool:
    """Tell whether the letter of a disclosure is no longer where it was found."""
    letters = [seen for seen in catalogue.ledger.files_of(disclosure_id) if seen.role is Role.LETTER]
    return bool(letters) and not any(is_there(seen.file.path) for seen in letters)
