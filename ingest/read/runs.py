"""Runs: which printed numbers count on from one another, and which begin a list of their own."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from ingest.read.labels import ROMANS, Label, Role, parse_label, stem_of
from ingest.read.paragraphs import Paragraph

_CODE = re.compile(r"[A-H]\d{1,2}")  # the numbering of a questionnaire
_DEEPEST = 12  # lists inside one another: more are no letter
_PARTS = re.compile(r"(\d+)(?:\.?([a-z]|[ivx]+|\d+))?")


@dataclass(slots=True)
class Run:
    """Labels of one role that count upward: `at[i]` is the paragraph of `numbers[i]`."""

    role: Role
    at: list[int] = field(default_factory=list)
    numbers: list[tuple[str, ...]] = field(default_factory=list)
    depth: int = 0

    @property
    def first(self) -> int:
        """Return the paragraph where the run begins."""
        return self.at[0]

    def labels(self) -> list[str]:
        """Return every number the run covers, in order."""
        return [number for numbers in self.numbers for number in numbers]


def find_runs(paragraphs: Sequence[Paragraph], positions: Sequence[int]) -> list[Run]:
    """Return the numbered runs among the paragraphs at `positions`, by where they begin.

    A 1 after a 3 opens a run of its own; a number that no open run expects closes the inner ones. "2a" may follow 1 or
    2, 3 may follow 2b, and one number may be missing. Labels of questions and of answers are counted apart.
    """
    finished: list[Run] = []
    coded = Run(Role.NUMBER)
    for position in positions:
        label = paragraphs[position].label
        if label is not None and label.numbers and _CODE.fullmatch(label.numbers[0]):
            coded.at.append(position)
            coded.numbers.append(label.numbers)
    if len(coded.at) > 2:
        return [coded]
    for role in (Role.QUESTION, Role.ANSWER, Role.NUMBER):
        stack: list[Run] = []
        for position in positions:
            label = paragraphs[position].label
            if label is None or label.role is not role or not label.numbers:
                continue
            _place(stack, finished, label, position)
        finished += stack
    finished = [run for run in finished if not (run.role is Role.NUMBER and _is_prose(paragraphs[run.first]))]
    if not any(
        run.depth == 0 and len(run.at) > 1 and run.role is not Role.ANSWER and run.numbers[0][0][0].isdigit()
        for run in finished
    ):
        finished += _lettered(paragraphs, positions)
    return sorted((run for run in finished if run.at), key=lambda run: run.first)


def _is_prose(paragraph: Paragraph) -> bool:
    """Tell whether a list only numbers the paragraphs of a formal letter: its 1 opens like a letter."""
    return bool(_OPENS_A_LETTER.match(paragraph.body))


_OPENS_A_LETTER = re.compile(
    r"(?:i|we) (?:write|am (?:writing|responding|replying)|are (?:writing|responding|replying)|"
    r"refer|have (?:now )?(?:been asked to|considered|reviewed|completed))\b|thank you for|"
    r"(?:(?:your|the) request|background|introduction)$|"
    r"(?:further|with reference|in response) to your|"
    r"you (?:wrote|asked for a review|requested (?:a|an internal) review)|"
    r"this (?:letter|is the|review)|on \d{1,2} \w+ (?:20\d\d )?(?:you|we|the)\b",
    re.IGNORECASE,
)


_PRINTED = re.compile(r"\W?\d{1,2}[.):\]]*\s*")


def without_prose_numbers(paragraphs: Sequence[Paragraph]) -> list[Paragraph]:
    """Return the paragraphs, those of a formal letter without the numbers they are counted by.

    What stands behind such a number may be a label of its own: "4. (i) Capacity is a matter of area".
    """
    out = list(paragraphs)
    first = next((i for i, p in enumerate(out) if _is_number(p) and _is_prose(p)), len(out))
    expected = 1
    for i in range(first, len(out)):
        label = out[i].label
        if label is None or label.role is not Role.NUMBER or stem_of(label.numbers[0]) != str(expected):
            continue
        expected += 1
        printed = _PRINTED.match(out[i].flat)
        end = printed.end() if printed else label.end
        behind = parse_label(out[i].flat[end:])
        own = behind if behind is not None and behind.numbers else None
        out[i] = replace(out[i], start=out[i].start + end, flat=out[i].flat[end:], label=own)
    return out if expected > 3 else list(paragraphs)


_LISTS_NO_QUESTIONS = re.compile(  # asked of text in small letters
    r"(?:\b(?:because|(?:view|grounds?|basis|reasons?|opinion) that)|"
    r"\b(?:for|because of|in|by) (?:these|the following|any of these|two|three|"
    r"several) (?:reasons|ways)|"
    r"^what happens (?:next|now)|^next steps|^your rights(?: are)?|\bthe steps (?:are|below)|"
    r"\b(?:two|three|several|the following) (?:duties|rights|obligations|things)(?: (?:on|to) \w+)?):?$",
)
_LEADS_IN = 100  # characters at the end of a paragraph that announce what follows


def leads_no_questions(lead: str) -> bool:
    """Tell whether a lead announces a list of reasons, ways, rights or steps."""
    return _LISTS_NO_QUESTIONS.search(lead.lower(), max(0, len(lead) - _LEADS_IN)) is not None


def without_lists_of_reasons(paragraphs: Sequence[Paragraph]) -> list[Paragraph]:
    """Return the paragraphs; a list that its lead announces as reasons, ways or steps keeps its numbers as words."""
    out = list(paragraphs)
    expected = 0
    for i, paragraph in enumerate(paragraphs):
        if leads_no_questions(paragraph.flat):
            expected = 1
        elif expected and _is_number(paragraph) and paragraph.label and paragraph.label.numbers == (str(expected),):
            if "?" in paragraph.flat:
                expected = 0
                continue
            out[i] = replace(paragraph, label=None)
            expected += 1
        elif expected < 2 or paragraph.gap or paragraph.label is not None:
            expected = 0
    return out


def _is_number(paragraph: Paragraph) -> bool:
    return paragraph.label is not None and paragraph.label.role is Role.NUMBER


def _lettered(paragraphs: Sequence[Paragraph], positions: Sequence[int]) -> list[Run]:
    """Return runs of "a) b) c)" where a letter numbers its questions by letters only."""
    runs: list[Run] = []
    for position in positions:
        label = paragraphs[position].label
        if label is None or label.role not in (Role.LETTER, Role.ROMAN):
            continue
        mark, numbers = label.numbers[0], label.numbers
        if mark in ("a", "A", "i") and not (mark == "i" and runs and runs[-1].numbers[-1][0] == "h"):
            runs.append(Run(Role.NUMBER, [position], [numbers], 0))
        elif runs and _next_mark(runs[-1].numbers[-1][-1], mark):
            runs[-1].at.append(position)
            runs[-1].numbers.append(numbers)
    return [run for run in runs if len(run.at) > 1]


def _next_mark(last: str, mark: str) -> bool:
    if last in ROMANS and mark in ROMANS and ROMANS.index(mark) == ROMANS.index(last) + 1:
        return True
    return len(mark) == len(last) == 1 and _step(last, mark)


def _place(stack: list[Run], finished: list[Run], label: Label, position: int) -> None:
    if (
        stack
        and label.role is not Role.NUMBER
        and stack[-1].numbers[-1] == label.numbers
        and position - stack[-1].at[-1] < 3
    ):
        return  # "Q7" printed twice: the second stands before the answer
    for depth in range(len(stack) - 1, max(-1, len(stack) - 1 - _DEEPEST), -1):
        if _follows(stack[depth].numbers[-1][-1], label.numbers[0], label.role):
            finished += stack[depth + 1 :]
            del stack[depth + 1 :]
            stack[depth].at.append(position)
            stack[depth].numbers.append(label.numbers)
            return
    if label.role is Role.NUMBER and not _may_open(label.numbers[0]):
        return
    if label.role is not Role.NUMBER:
        finished += stack
        stack.clear()
    stack.append(Run(label.role, [position], [label.numbers], len(stack)))


def _follows(last: str, following: str, role: Role) -> bool:
    a, b = _PARTS.fullmatch(last), _PARTS.fullmatch(following)
    if not a or not b:
        return _next_mark(last, following)
    before, after = int(a[1]), int(b[1])
    if after == before:
        return bool(b[2]) and (b[2] in ("a", "1", "i") if a[2] is None else _step(a[2], b[2]))
    if role is Role.NUMBER:
        return before < after <= before + 2 and (b[2] is None or b[2] in ("a", "1", "i"))
    return after > before


def _step(last: str, following: str) -> bool:
    if last in ROMANS and following in ROMANS and ROMANS.index(following) == ROMANS.index(last) + 1:
        return True
    if len(last) > 1 or len(following) > 1:
        return last.isdigit() and following.isdigit() and int(following) in (int(last) + 1, int(last) + 2)
    if last.isdigit() and following.isdigit():
        return int(following) in (int(last) + 1, int(last) + 2)
    return not last.isdigit() and not following.isdigit() and ord(following) in (ord(last) + 1, ord(last) + 2)


def _may_open(number: str) -> bool:
    return number in ("1", "2", "1a", "1.a", "1i", "1.1", "0")
