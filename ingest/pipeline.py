"""The order of the stages of an ingest, and nothing else: walk, plan, read in limited workers, assemble, store."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from corpus.catalogue import Catalogue, WithdrawnError
from corpus.datadir import DataDir
from corpus.errors import SourceChangedError
from corpus.ledger import Role, RunCounts
from ingest import plan, work
from ingest.assemble import Assembled, ReadMember, assemble
from ingest.errors import ExtractError, IngestError
from ingest.plan import Member, PlannedGroup, Rules
from ingest.report import FailedFile, IngestReport
from ingest.sources.authority import authority_of_folder
from ingest.sources.expand import Expanded, expand
from ingest.sources.grouping import group_files, is_workbook
from ingest.sources.walk import Walk, is_there, printable, walk
from ingest.work import FileResult


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an ingest is. `failed` is the reason where the file just done could not be read.

    `total` is 0 while it is not known yet, and `looking_at` the number of files that are looked through to know it.
    """

    done: int
    total: int
    source: str = ""
    failed: str | None = None
    looking_at: int = 0


@dataclass(frozen=True, slots=True)
class Settings:
    """How one ingest runs."""

    tool_version: str
    authority: str | None = None
    workers: int | None = None
    seconds: float = 60.0
    reread: bool = False
    retry: bool = False
    columns: Mapping[str, str] = field(default_factory=dict)  # what the headings of a log mean, where they do not say
    function: str = work.FUNCTION


class NothingFoundError(IngestError):
    """The paths that were given hold no file."""


def ingest(
    paths: Sequence[str | Path],
    data: DataDir,
    settings: Settings,
    progress: Callable[[Progress], None] = lambda _: None,
) -> IngestReport:
    """Read what is new or changed at and under `paths` into the catalogue of `data`, and return what was done.

    Each answer is committed on its own, so that an ingest that is stopped at any moment goes on where it was.

    Raises:
        PathError: a path does not exist.
        NothingFoundError: there is no file in any of them.
        LockedError: another ingest is running.
        DiskFullError: there is no room; what was committed before is kept.
    """
    started = time.monotonic()
    found = walk(paths, skip=data.path)
    if not found.files:
        raise NothingFoundError(
            " ".join(found.unlisted)
            or f"There is no file in {', '.join(map(str, paths))}. "
            "Name a folder with PDF, DOCX, HTML, TXT, EML or XLSX files."
        )
    with data.ingest_lock(), Catalogue.open(data) as catalogue:
        run = _Run(catalogue, settings, progress)
        run.clean_up()
        progress(Progress(0, 0, looking_at=len(found.files)))  # a thousand workbooks take a while to be told from logs
        expanded = run.expand(found)
        run.read(found, expanded)
        run.report.vanished = _vanished(catalogue, found, expanded)
        run.report.seconds = time.monotonic() - started
        run.close()
    return run.report


class _Run:
    """One ingest in progress."""

    def __init__(self, catalogue: Catalogue, settings: Settings, progress: Callable[[Progress], None]) -> None:
        self.report = IngestReport()
        self._catalogue = catalogue
        self._settings = settings
        self._progress = progress
        self._done = self._total = 0
        self._number = catalogue.ledger.start_run(settings.tool_version)

    def clean_up(self) -> None:
        """Delete what a killed ingest or withdrawal left behind."""
        self._catalogue.data.sweep()
        self._catalogue.delete_withdrawn_originals()

    def expand(self, found: Walk) -> Expanded:
        """Take archives, mailboxes and logs apart."""
        settings = self._settings
        made = expand(
            self._catalogue,
            found.files,
            lambda jobs: work.list_containers(jobs, workers=self._workers(), seconds=settings.seconds),
            settings.columns,
            again=settings.reread,
        )
        self.report.notes = made.warnings
        return made

    def read(self, found: Walk, expanded: Expanded) -> None:
        """Plan and read all files; then the groups that turned out to repeat one of this run."""
        self.report.files = len(expanded.files)
        self.report.unlisted = found.unlisted
        rules = Rules(self._settings.tool_version, self._settings.reread, self._settings.retry)
        planned = plan.plan_groups(self._catalogue, group_files(expanded.files), rules)
        self.report.unchanged += planned.unchanged
        self.report.withdrawn += planned.withdrawn
        self.report.still_quarantined += planned.still_quarantined
        self._total = sum(len(group.members) for group in (*planned.to_read, *planned.repeated))
        self._progress(Progress(0, self._total))
        self._read_groups(planned.to_read)
        self._read_groups(self._not_copies(planned.repeated))
        for container in expanded.containers:
            self._catalogue.ledger.record(container, Role.CONTAINER, None)

    def close(self) -> None:
        """Write down what the run did."""
        report = self.report
        counts = RunCounts(report.files, report.read, report.unchanged, len(report.failed), len(report.vanished))
        self._catalogue.ledger.finish_run(self._number, counts)

    def _not_copies(self, groups: Sequence[PlannedGroup]) -> Iterator[PlannedGroup]:
        for group in groups:
            holder = plan.copied_from(self._catalogue, group.members)
            if holder is None:
                yield group
                continue
            plan.note_copy(self._catalogue, group, holder)
            self.report.unchanged += len(group.members)
            for member in group.members:
                self._step(member, None)

    def _read_groups(self, groups: Iterable[PlannedGroup]) -> None:
        """Read the files of groups in workers, and store each group when its last file is done."""
        waiting: dict[Path, _Waiting] = {}

        def jobs() -> Iterator[work.FileJob]:
            for group in groups:
                shared = _Waiting(group, [])
                for member in group.members:
                    waiting[member.found.path] = shared
                    yield _job(member, group, self._settings)

        done = work.read_files(
            jobs(), workers=self._workers(), seconds=self._settings.seconds, function=self._settings.function
        )
        for job, result in done:
            shared = waiting.pop(job.path)
            member = next(m for m in shared.group.members if m.found.path == job.path)
            shared.read.append(ReadMember(member, result))
            if len(shared.read) == len(shared.group.members):
                self._store(sorted(shared.read, key=lambda item: item.member.found.source))
            self._step(member, str(result) if isinstance(result, IngestError) else None)

    def _store(self, group: list[ReadMember]) -> None:
        """Put one group into the catalogue, and its files that failed into quarantine."""
        group = [ReadMember(item.member, self._kept(item)) for item in group]
        assembled = assemble(self._catalogue, group, self._settings.tool_version)
        if assembled:
            self._put(assembled)
        for item in group:
            if isinstance(item.result, IngestError):
                self._fail(item.member, item.result, assembled.disclosure.id if assembled else None)

    def _kept(self, item: ReadMember) -> FileResult | IngestError:
        """Return the result of a file whose original is now kept, or an error where it is no longer what was read."""
        if isinstance(item.result, IngestError):
            return item.result
        found, document = item.member.found, item.result.document
        try:
            if document.sha256 != item.member.file.sha256:
                raise SourceChangedError("It was changed while it was being read. Run the same command again.")
            if item.result.original is not None:
                self._catalogue.data.store_bytes(item.result.original, document.sha256)
            else:
                self._catalogue.data.store_original(found.path, document.sha256)
        except SourceChangedError as error:
            return ExtractError("unreadable", f"{found.source}: {error}")
        return item.result

    def _put(self, assembled: Assembled) -> None:
        """Store a disclosure, unless it was withdrawn while it was being read."""
        files = (assembled.letter, *assembled.attachments)
        try:
            self._catalogue.put(assembled.disclosure, assembled.letter, assembled.attachments)
        except WithdrawnError:
            self._catalogue.delete_withdrawn_originals()
            self.report.withdrawn += len(files)
        else:
            self.report.read += len(files)
            self.report.add(assembled.disclosure)

    def _fail(self, member: Member, error: IngestError, disclosure_id: str | None) -> None:
        kind = error.kind if isinstance(error, ExtractError) else "corrupt"
        failure = FailedFile(member.found.source, kind, str(error))
        # What could not be opened, or changed meanwhile, is looked at again whatever its size and time say.
        file = replace(member.file, sha256="") if kind in plan.ALWAYS_RETRIED else member.file
        self._catalogue.ledger.quarantine(file, kind, failure.message, self._settings.tool_version, disclosure_id)
        self.report.failed.append(failure)

    def _step(self, member: Member, failed: str | None) -> None:
        self._done += 1
        self._progress(Progress(self._done, self._total, member.found.source, failed))

    def _workers(self) -> int:
        if self._settings.workers:
            return self._settings.workers
        return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@dataclass(slots=True)
class _Waiting:
    """A group some of whose files are still being read."""

    group: PlannedGroup
    read: list[ReadMember]


def _job(member: Member, group: PlannedGroup, settings: Settings) -> work.FileJob:
    found = member.found
    beside_a_letter = is_workbook(found.path) and not all(is_workbook(other.found.path) for other in group.members)
    hint = settings.authority or authority_of_folder(found.path.parent)
    return work.FileJob(
        found.path,
        found.source,
        hint,
        as_letter=not beside_a_letter,
        part=found.part,
        columns=settings.columns,
        stated=found.stated,
    )


def _vanished(catalogue: Catalogue, found: Walk, expanded: Expanded) -> list[str]:
    """Note the files known under the walked paths that are no longer there, and return what they were called."""
    here = {file.key for file in expanded.files}
    walked = {file.key for file in found.files}
    gone = [
        seen.file
        for root in found.roots
        for seen in catalogue.ledger.under(printable(root))
        if seen.file.path not in here and seen.file.path not in walked and _is_gone(seen.file.path, walked)
    ]
    catalogue.ledger.mark_vanished([file.path for file in gone])
    return sorted({file.source for file in gone})


def _is_gone(path: str, walked: set[str]) -> bool:
    """Tell whether a file is not there; or a part whose archive or log is, and was looked into."""
    return not is_there(path) or any(str(parent) in walked for parent in Path(path).parents)
