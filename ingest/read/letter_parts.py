"""Letter parts: the letter as the layouts see it, its runs of numbers, and which paragraphs belong to each number."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.cues import sounds_like
from ingest.read.items import split_item
from ingest.read.labels import Role
from ingest.read.paragraphs import Paragraph, is_topic
from ingest.read.runs import Run, find_runs
from ingest.read.zones import TAIL, Zone

_CLOSED = TAIL | {Zone.LETTERHEAD, Zone.QUOTED_MAIL}

_RESUMES = re.compile(
    r"(?:however|this|these|it|they|therefore|but|and|also|in addition|further(?:more)?|the (?:information|"
    r"remainder|rest)|we (?:are|have|consider)|a:)\b",
    re.IGNORECASE,
)


_NAMES_QUESTIONS = re.compile(  # "The information requested at 3 and 4 is exempt"
    r"^[^.]{0,60}\b(?:(?:questions|parts|points|items|requests)|requested (?:at|in|"
    r"under))\s+\(?\d{1,2}\)?(?:,| and| to| ?&| ?[-–])",
    re.IGNORECASE,
)


class Letter:
    """The laid-out letter that the layouts below are tried on."""

    def __init__(self, text: str, paragraphs: Sequence[Paragraph], zones: Sequence[Zone]) -> None:
        self.text, self.paragraphs, self.zones = text, paragraphs, zones
        self.set_off = {p.start for p in paragraphs if p.gap}
        self.ends = {p.end: i for i, p in enumerate(paragraphs)}
        self.body = [i for i, zone in enumerate(zones) if zone not in _CLOSED]
        runs = find_runs(paragraphs, self.body)
        self.runs = [run for run in runs if len(run.at) > 1 or run.role is not Role.NUMBER or self._single(run)]
        self._set_beside()
        self.responses = [i for i in self.body if _announces(paragraphs[i])]
        quoted = [i for i, zone in enumerate(zones) if zone is Zone.QUOTED_MAIL]
        self.quoted_runs = [run for run in find_runs(paragraphs, quoted) if len(run.at) > 1]

    def _set_beside(self) -> None:
        """Set a list that asks beside the one before it, which it stands below and does not interrupt."""
        outer: Run | None = None
        for run in self.runs:
            if outer is not None and run.depth > 0 and run.first > outer.at[-1] and self._asks_throughout(run):
                run.depth = 0
            if run.depth == 0:
                outer = run

    def _asks_throughout(self, run: Run) -> bool:
        """Tell whether every number of a list asks and has something below it."""
        follows = [*run.at[1:], len(self.paragraphs)]
        return all("?" in self.paragraphs[i].flat and j > i + 1 for i, j in zip(run.at, follows, strict=True))

    def _single(self, run: Run) -> bool:
        """Tell whether a list of one number is the only question of the letter."""
        return run.labels() == ["1"] and "?" in self.paragraphs[run.first].flat

    def part(self, first: int, stop: int, *, last: bool) -> list[Paragraph]:
        """Return the paragraphs of a part up to `stop`; the last part also ends at a heading, an annex or a note."""
        out: list[Paragraph] = []
        for i in range(first, stop):
            ends = last and i > first and self._breaks(i) and not self._answers_next(i, first)
            if self.zones[i] in _CLOSED or ends:
                break
            out.append(self.paragraphs[i])
        if (
            not last
            and len(out) > 1
            and is_topic(out[-1])
            and not is_topic(out[-2])
            and out[-2].body.strip()
            and split_item(self.text, out[:-1])[1]
        ):
            out.pop()  # a heading over the part that follows
        return out

    def _breaks(self, i: int) -> bool:
        """Tell whether the last part of a list ends before a paragraph: it announces or belongs to something else."""
        changed = self.zones[i] is not self.zones[i - 1]
        label = self.paragraphs[i].label
        if self.responses == [i]:
            return True
        if label is not None and not label.numbers and label.role in (Role.ANSWER, Role.QUESTION):
            return False
        return (changed and self.zones[i] in (Zone.REFUSAL, Zone.REQUEST, Zone.PREAMBLE, Zone.PUBLIC_INTEREST)) or (
            changed and self.zones[i] is Zone.ANSWER and not self.paragraphs[i].label
        )

    def _answers_next(self, i: int, first: int) -> bool:
        """Tell whether a reply typed into a quoted mail stands right below its last question."""
        quoted, own = self.paragraphs[first], self.paragraphs[i]
        return i == first + 1 and quoted.quoted > 0 and not own.quoted and self.zones[i] is Zone.ANSWER

    def parts(self, run: Run) -> list[tuple[tuple[str, ...], list[Paragraph]]]:
        """Return each number of `run` with its paragraphs."""
        others = {r.first for r in self.runs if r is not run and r.depth <= run.depth and r.role is run.role}
        stops = [*run.at[1:], min((s for s in others if s > run.at[-1]), default=len(self.paragraphs))]
        final = run.at[-1]
        if stops[-1] in others and _heads_list(self.paragraphs[stops[-1] - 1]):
            stops[-1] -= 1
        return [(n, self.part(a, s, last=a == final)) for n, a, s in zip(run.numbers, run.at, stops, strict=True)]


def _heads_list(paragraph: Paragraph) -> bool:
    """Tell whether a paragraph is a heading over the list below it: "Request 2 (FOI 8814) - School crossings"."""
    plain = paragraph.label is None or paragraph.label.role is Role.QUESTION
    return plain and paragraph.gap and len(paragraph.flat) < 90 and paragraph.flat[-1:] not in ".?!;,"


def _announces(paragraph: Paragraph) -> bool:
    """Tell whether a paragraph is a heading over the response."""
    bare = paragraph.label is not None and paragraph.label.role is Role.ANSWER and not paragraph.label.numbers
    return (bare and not paragraph.body.strip()) or (
        len(paragraph.flat) < 110 and sounds_like("response_heading", paragraph.flat)
    )


def as_long_as_others(others: list[list[Paragraph]], last: list[Paragraph]) -> list[Paragraph]:
    """Cut the last part of a list where it runs on over more blank lines than any part before it.

    What follows the last answer (explanations, advice, a way to complain) is not set off by a number.
    """
    if len(others) < 2 or not last:
        return last
    most = max(_blocks(part) for part in others)
    seen = 0
    for at, paragraph in enumerate(last):
        seen += _opens_block(paragraph, last[at - 1] if at else None)
        unanswered = at == 1 and all(len(part) > 1 for part in others)
        resumes = _RESUMES.match(paragraph.flat) and not _NAMES_QUESTIONS.search(paragraph.flat)
        if seen > most and not unanswered and not resumes:
            return last[:at]
    return last


def _blocks(part: list[Paragraph]) -> int:
    return sum(_opens_block(p, part[at - 1] if at else None) for at, p in enumerate(part))


def _opens_block(paragraph: Paragraph, before: Paragraph | None) -> bool:
    if before is None:
        return True
    bullet = paragraph.label is not None and paragraph.label.role is Role.BULLET
    note = bullet and paragraph.flat.startswith("*") and before.label is None  # a footnote, no list
    listed = "\t" in paragraph.flat or (bullet and not note)
    return paragraph.gap and not listed and not before.flat.endswith(":")
