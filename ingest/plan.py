"""Planning an ingest: which groups of files have to be read, and which are known already.

A file whose size and time are those of its row in the ledger costs one stat. Any other is hashed once; the same bytes
under another time are still unchanged, and bytes that a disclosure already holds are a copy.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path

from corpus.catalogue import Catalogue
from corpus.ledger import Role, Seen, SourceFile
from ingest.extract import MAX_BYTES
from ingest.sources.grouping import Group
from ingest.sources.walk import FoundFile, is_there

BLOCK = 1 << 20
ALWAYS_RETRIED = frozenset({"unreadable", "missing"})  # permissions change without a trace in size or time


class Fate(Enum):
    """What happens to a group in this run."""

    READ = "read"
    UNCHANGED = "unchanged"
    COPY = "copy"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Member:
    """One file of a group: on disk, as it is now, and as it was last seen."""

    found: FoundFile
    file: SourceFile
    before: Seen | None


@dataclass(frozen=True, slots=True)
class PlannedGroup:
    """The files of one answer and what is to be done with them."""

    members: tuple[Member, ...]
    fate: Fate

    @property
    def hashes(self) -> frozenset[str]:
        """Return the hashes of its files; a file that could not be hashed has none."""
        return frozenset(member.file.sha256 for member in self.members if member.file.sha256)


@dataclass(slots=True)
class Plan:
    """What one run has to do."""

    to_read: list[PlannedGroup] = field(default_factory=list)
    repeated: list[PlannedGroup] = field(default_factory=list)  # same bytes as a group that is read in this run
    unchanged: int = 0  # files
    withdrawn: int = 0  # files
    still_quarantined: int = 0  # files


@dataclass(frozen=True, slots=True)
class Rules:
    """How much of what is known is read again."""

    tool_version: str
    reread: bool = False
    retry: bool = False


def plan_groups(catalogue: Catalogue, groups: Iterable[Group], rules: Rules) -> Plan:
    """Return what to do with each group. Rows of files that were only touched or copied are brought up to date."""
    plan, planned, rewritten, copies = Plan(), set[frozenset[str]](), set[str](), list[PlannedGroup]()
    groups = list(groups)
    walked = {found.key for group in groups for found in group.files}
    several = catalogue.ledger.with_several_files()
    for group in groups:
        found = plan_group(catalogue, group, rules, walked, several)
        if found.fate is Fate.READ:
            if found.hashes and found.hashes in planned:
                plan.repeated.append(found)
                continue
            planned.add(found.hashes)
            rewritten |= {m.before.disclosure_id for m in found.members if m.before and m.before.disclosure_id}
            plan.to_read.append(found)
        elif found.fate is Fate.COPY:
            copies.append(found)
        else:
            _count(plan, found)
    for found in copies:
        # Where the disclosure it is a copy of is being replaced, it is looked at again after that.
        holder = copied_from(catalogue, found.members)
        if holder is None or holder in rewritten:
            plan.repeated.append(found)
        else:
            note_copy(catalogue, found, holder)
            plan.unchanged += len(found.members)
    return plan


def plan_group(
    catalogue: Catalogue, group: Group, rules: Rules, walked: set[str], several: frozenset[str]
) -> PlannedGroup:
    """Return one group with its fate. `walked` holds the files that have a group; files that join are added to it.

    `several`: the disclosures to which more than one file belongs.
    """
    every = tuple(_member(catalogue, found) for found in group.files)
    every += tuple(_member(catalogue, found) for found in _known_siblings(catalogue, every, walked, several))
    members = tuple(member for member in every if not _is_withdrawn(catalogue, member))
    if not members:
        return PlannedGroup(every, Fate.WITHDRAWN)
    if _is_unchanged(catalogue, members, rules):
        return PlannedGroup(members, Fate.UNCHANGED)
    copy = copied_from(catalogue, members)
    return PlannedGroup(members, Fate.COPY if copy else Fate.READ)


def note_copy(catalogue: Catalogue, group: PlannedGroup, holder: str) -> None:
    """Write the rows of files whose bytes disclosure `holder` already has."""
    for member in group.members:
        if not (member.before and member.before.disclosure_id == holder and member.before.file == member.file):
            catalogue.ledger.record(member.file, Role.COPY, holder)


def hash_file(path: Path) -> str:
    """Return the SHA-256 of a file's bytes in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _count(plan: Plan, group: PlannedGroup) -> None:
    if group.fate is Fate.WITHDRAWN:
        plan.withdrawn += len(group.members)
        return
    failed = sum(1 for m in group.members if m.before and m.before.role is Role.QUARANTINED)
    plan.still_quarantined += failed
    plan.unchanged += len(group.members) - failed


def _member(catalogue: Catalogue, found: FoundFile) -> Member:
    before = catalogue.ledger.seen(found.key)
    if found.part:
        return Member(found, SourceFile(found.key, found.source, found.part.size, 0, found.part.sha256), before)
    size, modified_ns = _stat(found.path)
    if before and before.file.sha256 and (before.file.size, before.file.modified_ns) == (size, modified_ns):
        return Member(found, SourceFile(found.key, found.source, size, modified_ns, before.file.sha256), before)
    sha256 = ""
    if size <= MAX_BYTES:  # a larger one is refused when it is read, and not worth a hash
        try:
            sha256 = hash_file(found.path)
        except OSError:
            sha256 = ""  # the reader says why
    return Member(found, SourceFile(found.key, found.source, size, modified_ns, sha256), before)


def _stat(path: Path) -> tuple[int, int]:
    try:
        stat = path.stat()
    except OSError:
        return 0, 0
    return stat.st_size, stat.st_mtime_ns


def _known_siblings(
    catalogue: Catalogue, members: Sequence[Member], walked: set[str], several: frozenset[str]
) -> Sequence[FoundFile]:
    """Return the files that came with these before and are still there, though not named this time."""
    files: dict[str, FoundFile] = {}
    for member in members:
        seen, folder = member.before, member.found.path.parent
        if seen is None or seen.disclosure_id not in several or seen.role not in (Role.LETTER, Role.ATTACHMENT):
            continue
        for sibling in catalogue.ledger.files_of(str(seen.disclosure_id)):
            path = Path(sibling.file.path)
            belongs = sibling.role in (Role.LETTER, Role.ATTACHMENT) and path.parent == folder
            if belongs and sibling.file.path not in walked and path.is_file():
                walked.add(sibling.file.path)
                files[sibling.file.path] = FoundFile(path, sibling.file.source)
    return list(files.values())


def _is_unchanged(catalogue: Catalogue, members: Sequence[Member], rules: Rules) -> bool:
    """Tell whether every file is as it was and of one disclosure, and nothing asks for reading it again."""
    if rules.reread or len({m.before.disclosure_id if m.before else None for m in members}) > 1:
        return False
    for member in members:
        if member.before is None or not member.file.sha256 or member.file.sha256 != member.before.file.sha256:
            return False
        if member.before.role is Role.QUARANTINED:
            if _is_retried(catalogue, member, rules):
                return False
        elif not member.before.current or member.before.role is Role.COPY:
            return False
    holder = members[0].before.disclosure_id if members[0].before else None
    if holder is not None and catalogue.read_by(holder) not in (None, rules.tool_version):
        return False  # an older reader read it: better rules read it again
    for member in members:
        if member.before and member.before.file.modified_ns != member.file.modified_ns:  # touched
            catalogue.ledger.record(member.file, member.before.role, member.before.disclosure_id)
    return True


def _is_retried(catalogue: Catalogue, member: Member, rules: Rules) -> bool:
    failure = catalogue.ledger.failure(member.file.path)
    if failure is None or rules.retry:
        return True
    return failure.kind in ALWAYS_RETRIED or failure.tool_version != rules.tool_version


def copied_from(catalogue: Catalogue, members: Sequence[Member]) -> str | None:
    """Return the disclosure that came from other paths, still there, and already holds all these bytes."""
    hashes = {member.file.sha256 for member in members}
    holder = None if "" in hashes else catalogue.ledger.holder_of(hashes)
    if holder is None:
        return None
    paths = {member.file.path for member in members}
    files = catalogue.ledger.files_of(holder)
    letters = [seen.file.path for seen in files if seen.role is Role.LETTER]
    is_other = letters and all(path not in paths and is_there(path) for path in letters)
    return holder if is_other and not paths & _own(files) else None


def _own(files: Sequence[Seen]) -> set[str]:
    return {seen.file.path for seen in files if seen.role is Role.ATTACHMENT}


def _is_withdrawn(catalogue: Catalogue, member: Member) -> bool:
    """Tell whether a file was withdrawn: by its bytes, or as part of a letter that was."""
    before = member.before
    if before and before.role is Role.WITHDRAWN and before.file.sha256 == member.file.sha256:
        return True
    return catalogue.ledger.is_withdrawn(member.file.sha256)
