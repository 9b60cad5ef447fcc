"""Numbered layouts: two lists joined by number, a list in the quoted mail, one list with answers in or below it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import zip_longest

from corpus.cues import sounds_like
from ingest.read.allot import REMAINDER, allot, by_number
from ingest.read.edges import trimmed
from ingest.read.implied import content_words
from ingest.read.items import Item, Span, answers, asks, inner, split_item
from ingest.read.labels import Role, parse_group, place_of, stem_of
from ingest.read.letter_parts import Letter, as_long_as_others
from ingest.read.one_by_one import questions_in
from ingest.read.paragraphs import Paragraph
from ingest.read.runs import Run
from ingest.read.typed import typed
from ingest.read.zones import Zone

_FEWEST = 2  # numbers of a list
_DEMAND = re.compile(r"(?<![^\s\"“])[A-Z][^.?]*\bplease\b[^.?]*[.?]|(?<![^\s\"“])Please\b[^.?]*[.?]")
_REPLY = (Zone.ANSWER, Zone.REFUSAL)
_MOST_RUNS = 40  # lists of one letter: more are no letter


def two_lists(letter: Letter) -> list[Item]:
    """Return the questions of one list with the answers that a second list gives by number; [] without two lists."""
    asked = [run for run in letter.runs[:_MOST_RUNS] if run.role in (Role.QUESTION, Role.NUMBER)]
    for first in asked:
        scattered = _scattered(letter, first)
        if scattered is not None:
            return _joined(letter, first, scattered)
        for second in letter.runs[:_MOST_RUNS]:
            if second.first <= first.first or second is first or not _same_numbers(first, second):
                continue
            interleaved = second.first < first.at[-1]
            if not interleaved and _asked_below(letter, first, second):
                return _joined(letter, second, first)
            if _repeats(letter, first, second):
                return _items(letter, second)
            if interleaved and second.role is not Role.ANSWER:
                continue
            if (
                second.role is not Role.ANSWER
                and not _answers_parts(letter, first, second)
                and not _tells_each(letter, first, second)
                and _has_answers(letter, first)
                and not _between(letter, first, second)
            ):
                continue
            return _joined(letter, first, second)
    return []


def _scattered(letter: Letter, first: Run) -> Run | None:
    """Return the answers of a list that come back in another order ("Q1, Q3, Q5 disclosed; Q2, Q4 not"), as one run."""
    numbers = set(first.labels())
    open_zones = (Zone.REQUEST, Zone.ANSWER)
    later: list[int] = []
    covered: list[tuple[str, ...]] = []
    for i in letter.body:
        label = letter.paragraphs[i].label
        if i <= first.at[-1] or letter.zones[i] not in open_zones or label is None or not label.numbers:
            continue
        if label.role in (Role.QUESTION, Role.ANSWER) and set(label.numbers) <= numbers:
            later.append(i)
            covered.append(label.numbers)
    order = [number for labels in covered for number in labels]
    if len(later) < 2 or len(set(order)) < len(order) or len(order) < 0.6 * len(numbers):
        return None
    if order == sorted(order, key=place_of):
        return None
    return Run(Role.ANSWER, later, covered)


def _same_numbers(first: Run, second: Run) -> bool:
    """Tell whether a second list counts at least half the numbers of the first."""
    one, two = {stem_of(n) for n in first.labels()}, {stem_of(n) for n in second.labels()}
    return len(one & two) >= max(1, 0.5 * len(one)) and (len(one) > 1 or second.role is Role.ANSWER)


def _asked_below(letter: Letter, first: Run, second: Run) -> bool:
    """Tell whether the answers stand first and the request, copied into an annex, asks by the same numbers."""
    if first.labels() != second.labels() or first.role is Role.QUESTION or second.role is Role.ANSWER:
        return False
    above, below = (sum(asks(letter.paragraphs[i].body) for i in run.at) for run in (first, second))
    return above == 0 and below > 0.5 * len(second.at)


def _between(letter: Letter, first: Run, second: Run) -> bool:
    """Tell whether a heading or lead announces the response between two lists."""
    zone = letter.zones[second.first]
    return (zone is Zone.ANSWER and letter.zones[first.first] is not Zone.ANSWER) or any(
        sounds_like("response_lead", letter.paragraphs[i].flat) for i in range(first.at[-1] + 1, second.first)
    )


def _repeats(letter: Letter, first: Run, second: Run) -> bool:
    """Tell whether the second list prints the questions again."""
    words = {
        n: content_words(letter.paragraphs[i].body) for i, ns in zip(first.at, first.numbers, strict=True) for n in ns
    }
    shares = []
    for i, numbers in zip(second.at, second.numbers, strict=True):
        one, two = words.get(numbers[0], set()), content_words(letter.paragraphs[i].body)
        if one and two:
            shares.append(len(one & two) / len(one))
    told = [len(part) > 1 or bool(split_item(letter.text, part)[1]) for _, part in letter.parts(second)]
    return len(shares) > 1 and sum(shares) / len(shares) > 0.5 and sum(told) > 0.5 * len(told)


def _answers_parts(letter: Letter, first: Run, second: Run) -> bool:
    """Tell whether a second list counts 1a, 1b, 2a where the first has an a and a b under each number."""
    nested = any(p.label is not None and p.label.role is Role.LETTER for _, part in letter.parts(first) for p in part)
    return nested and all(stem_of(number) != number for number in second.labels())


def _tells_each(letter: Letter, first: Run, second: Run) -> bool:
    """Tell whether a second list of the very same numbers tells, where the first asks in one paragraph each."""
    if len(first.at) < _FEWEST or first.labels() != second.labels():
        return False
    if all("\t" in letter.paragraphs[i].flat for i in first.at):
        return False  # rows of a table that answer themselves
    single = all(len(part) == 1 for _, part in letter.parts(first)[:-1])
    asked = sum(asks(letter.paragraphs[i].body) for i in first.at)
    return single and asked > 0.5 * len(first.at) and not any(asks(letter.paragraphs[i].body) for i in second.at)


def _has_answers(letter: Letter, run: Run) -> bool:
    """Tell whether most parts of a list hold an answer besides their question."""
    found = [bool(split_item(letter.text, part)[1]) for _, part in letter.parts(run)]
    return sum(found) > 0.5 * len(found)


def _joined(letter: Letter, first: Run, second: Run) -> list[Item]:
    """Return the questions of `first`, each with what `second` has under its number, its parts or its stem."""
    answers_by_number: dict[str, list[Span]] = {}
    parts = letter.parts(second)
    parts[-1] = (parts[-1][0], as_long_as_others([part for _, part in parts[:-1]], parts[-1][1]))
    rest: list[Span] = []
    for numbers, part in parts:
        own = next((n for n, p in enumerate(part) if n and REMAINDER.match(p.flat)), len(part))
        rest += _answer_spans(part[own:])
        spans = _answer_spans(part[:own])
        for number in numbers:
            answers_by_number.setdefault(number, []).extend(spans)
    if second.role is Role.ANSWER and second.first < first.at[-1]:
        return _items(letter, first)
    items = []
    for numbers, part in letter.parts(first):
        stop = letter.paragraphs[second.first].start
        asked = [p for p in part if p.start < stop] if second.first > first.first else part
        question = tuple(split_item(letter.text, asked)[0])
        for number in numbers:
            stem = stem_of(number)
            spans = answers_by_number.pop(number, []) or answers_by_number.get(stem) or []
            below = [n for n in answers_by_number if stem_of(n) == number and n != number]
            spans = spans or _told_between(letter, first, second, number)
            if spans or not below:
                items.append(Item(number, question, tuple(spans or rest)))
            items += [Item(n, _lettered_part(part, n) or question, tuple(answers_by_number.pop(n))) for n in below]
    return items


def _told_between(letter: Letter, first: Run, second: Run, number: str) -> list[Span]:
    """Return the prose between two lists from where it names a question that the second leaves out; else []."""
    between = [i for i in range(first.at[-1] + 1, second.first) if letter.zones[i] in (*_REPLY, Zone.REQUEST)]
    names = re.compile(
        rf"[^.]{{0,60}}\b(?:questions?|parts?|points?|items?|q)\s?\(?{re.escape(number)}\b", re.IGNORECASE
    )
    begun = next((i for i in between if names.match(letter.paragraphs[i].flat)), None)
    return [] if begun is None else [(p.start, p.end) for i in between if i >= begun and (p := letter.paragraphs[i])]


def _lettered_part(part: Sequence[Paragraph], number: str) -> tuple[Span, ...]:
    """Return the question that "2b" means within the part of question 2, or ()."""
    for paragraph in part:
        label = paragraph.label
        if label is not None and label.role is Role.LETTER and label.numbers[0].lower() == number[-1]:
            return (inner(paragraph),)
    return ()


def quoted_list(letter: Letter) -> list[Item]:
    """Return the questions numbered in the quoted mail below, answered by number or in prose above it; else []."""
    top = [run for run in letter.runs if run.depth == 0]
    for quoted in letter.quoted_runs:
        for run in top:
            if _same_numbers(quoted, run) and not any("?" in letter.paragraphs[i].flat for i in run.at):
                parts = {n: part for ns, part in letter.parts(run) for n in ns}
                asked = {
                    n: inner(letter.paragraphs[i]) for i, ns in zip(quoted.at, quoted.numbers, strict=True) for n in ns
                }
                return [Item(n, (span,), tuple(_answer_spans(parts.get(n, [])))) for n, span in asked.items()]
    return _quoted_and_told(letter) if letter.quoted_runs and not top else []


def _quoted_and_told(letter: Letter) -> list[Item]:
    """Return the questions numbered in the quoted mail with the prose above it, given to those it answers."""
    run = letter.quoted_runs[0]
    spans = [(p.start, p.end) for i in letter.body if letter.zones[i] in _REPLY and (p := letter.paragraphs[i])]
    told = trimmed(letter, spans)
    asked = [inner(letter.paragraphs[i]) for i in run.at]
    if not told or any(letter.zones[i] is Zone.REQUEST for i in letter.body):
        return []
    numbers = [numbers[0] for numbers in run.numbers]
    answers = allot(letter.text, numbers, asked, told)
    return [Item(n, (q,), tuple(a)) for n, q, a in zip(numbers, asked, answers, strict=True)]


def _answer_spans(part: Sequence[Paragraph]) -> list[Span]:
    spans = [inner(part[0]), *((p.start, p.end) for p in part[1:])] if part else []
    return [span for span in spans if span[0] < span[1]]  # a label may stand alone on its line


def one_list(letter: Letter) -> list[Item]:
    """Return the questions of the one list of a letter, answered number by number or as a whole; [] without a list."""
    runs = [run for run in letter.runs if run.depth == 0 and run.role is not Role.ANSWER]
    asked = [run for run in runs if any(asks(letter.paragraphs[i].body) for i in run.at)] or runs
    if not asked:
        return []
    run = max(asked, key=lambda r: (len(r.at), r.role is Role.QUESTION))
    beside = [r for r in asked if r.role is Role.NUMBER and r.labels()[0] == "1" and _has_answers(letter, r)]
    if len(beside) > 1 and sum(len(r.at) for r in beside) >= len(run.at):  # two requests, each counted from 1
        return [
            replace(item, number=f"{n}.{item.number}" if n > 1 else item.number)
            for n, r in enumerate(beside, 1)
            for item in _items(letter, r)
        ]
    items = _items(letter, run)
    unanswered = [item for item in items if not item.answer]
    hangs_on_last = len(items) > 1 and unanswered == items[:-1]
    if len(unanswered) < max(1, 0.6 * len(items)) and not hangs_on_last:
        return items
    return _answered_as_a_whole(letter, run, items)


def _answered_as_a_whole(letter: Letter, run: Run, items: list[Item]) -> list[Item]:
    """Give each question of a list the prose below the list: by the numbers it names, or all of it to each."""
    below = [i for i in letter.body if i > run.at[-1]]
    after = [i for i in below if letter.zones[i] in _REPLY]
    begun = next((i for i in below if letter.zones[i] is Zone.REQUEST and _is_told(letter.paragraphs[i])), None)
    if after and begun is not None and begun < after[0]:
        after = [i for i in below if i >= begun and letter.zones[i] in (*_REPLY, Zone.REQUEST)]
    if not after:
        hangs = {p.start for p in letter.parts(run)[-1][1][1:]}
        after = [i for i in letter.body if i > run.at[-1] and letter.paragraphs[i].start in hangs]
    if not any("?" in letter.paragraphs[i].flat for i in run.at):
        unnumbered = _asked_without_numbers(letter, run)
        if len(unnumbered) == len(items) and all(item.question for item in items):
            return [
                Item(i.number, (asked,), ((i.question[0][0], (i.question + i.answer)[-1][1]),))
                for i, asked in zip(items, unnumbered, strict=True)
            ]
    requested = any(letter.zones[i] is Zone.REQUEST or asks(letter.paragraphs[i].body) for i in run.at)
    if letter.zones[run.first] is Zone.ANSWER and not requested:
        return [Item(item.number, (), item.question) for item in items]
    if items[-1].answer and not any(item.answer for item in items[:-1]):
        # The prose below the list hangs on the last question; it answers them all.
        hanging = {start for start, _ in items[-1].answer}
        after = sorted({*after, *(i for i in letter.body if letter.paragraphs[i].start in hanging)})
        items = [*items[:-1], Item(items[-1].number, items[-1].question, ())]
    keyed, shared = _keyed(letter, after, {item.number for item in items})
    if 0 < len(keyed) < len(items):
        spans = [(p.start, p.end) for i in after if (p := letter.paragraphs[i])]
        finer = by_number(letter.text, [item.number for item in items], spans)
        if finer and all(finer):
            keyed = dict(zip((item.number for item in items), finer, strict=True))
    if not keyed and all(item.question for item in items) and not any(item.answer for item in items):
        asked = [(item.question[0][0], item.question[-1][1]) for item in items]
        told = trimmed(letter, shared)
        keyed = dict(
            zip(
                (item.number for item in items), allot(letter.text, [i.number for i in items], asked, told), strict=True
            )
        )
    out = []
    for item in items:
        answer = item.answer or tuple(keyed.get(item.number) or shared)
        inside = set(answer)
        out.append(Item(item.number, tuple(s for s in item.question if s not in inside), answer))
    return out


def _asked_without_numbers(letter: Letter, run: Run) -> list[Span]:
    """Return the questions above a list of answers, else those of the quoted mail below it."""
    for zone, places in (
        (Zone.REQUEST, range(run.first)),
        (Zone.QUOTED_MAIL, range(run.at[-1] + 1, len(letter.paragraphs))),
    ):
        inside = [letter.paragraphs[i] for i in places if letter.zones[i] is zone]
        found = [span for p in inside for span in questions_in(letter.text, inner(p))]
        if found := [span for span in found if letter.text[slice(*span)].endswith("?")]:
            return found
        if demands := [m.span() for p in inside for m in _DEMAND.finditer(letter.text, *inner(p))]:
            return demands
    return []


def _is_told(paragraph: Paragraph) -> bool:
    """Tell whether a paragraph set off from the list above it already answers."""
    return paragraph.gap and paragraph.label is None and answers(paragraph.flat) and not asks(paragraph.flat)


def _keyed(letter: Letter, after: Sequence[int], asked: set[str]) -> tuple[dict[str, list[Span]], list[Span]]:
    """Return the paragraphs at `after` by the question numbers they open with, and those before any number is named."""
    keyed: dict[str, list[Span]] = {}
    shared: list[Span] = []
    current: tuple[str, ...] = ()
    for i in after:
        paragraph = letter.paragraphs[i]
        if (not paragraph.label and sounds_like("response_lead", paragraph.flat)) or not paragraph.body.strip():
            continue
        label = paragraph.label
        named, begin = (
            (label.numbers, label.end)
            if label and label.role is not Role.BULLET and label.numbers
            else parse_group(paragraph.flat)
        )
        known = tuple(n for n in named if n in asked)
        if not known and keyed and REMAINDER.match(paragraph.flat):
            known = tuple(sorted(asked - keyed.keys()))
            begin = 0
        current = known or current
        span = (paragraph.start + (begin if known else 0), paragraph.end)
        for number in current:
            keyed.setdefault(number, []).append(span)
        if not current:
            shared.append(span)
    return keyed, shared


def _items(letter: Letter, run: Run) -> list[Item]:
    """Return the parts of one list, each split into its question and its answer."""
    items: list[Item] = []
    parts = letter.parts(run)
    parts[-1] = (parts[-1][0], as_long_as_others([part for _, part in parts[:-1]], parts[-1][1]))
    lines = typed(letter.text, parts) or [None] * len(parts)
    for (numbers, part), line in zip(parts, lines, strict=True):
        if line is not None:
            asked, (begin, end) = line
            items += [Item(number, (asked,), ((begin, end),)) for number in numbers]  # a field left empty is empty
            continue
        nested = _nested(letter, numbers[0], part)
        if nested:
            items += nested
            continue
        question, answer = split_item(letter.text, part)
        if part[0].label and part[0].label.role is Role.QUESTION and not part[0].body.strip() and len(part) > 1:
            question, answer = _headed(letter.text, part)
        question = [s for s in question if s[1] > s[0]]
        each = [span for s in question for span in questions_in(letter.text, s)] if len(numbers) > 1 else []
        if len(each) == len(numbers):
            items += [Item(number, (span,), tuple(answer)) for number, span in zip(numbers, each, strict=True)]
        else:
            items += [Item(number, tuple(question), tuple(answer)) for number in numbers]
    return _without_stems(letter, items)


def _without_stems(letter: Letter, items: list[Item]) -> list[Item]:
    """Return the items without the headings that number others: "1. Rents" over 1.1 and 1.2."""
    return [
        item
        for item, below in zip_longest(items, items[1:])
        if item.answer
        or below is None
        or not item.number.isdigit()
        or not re.fullmatch(rf"{item.number}\.?(?:[a-z]+|(?<=\.)\d+)", below.number)
        or any(asks(letter.text[slice(*span)]) for span in item.question)
    ]


def _headed(text: str, part: Sequence[Paragraph]) -> tuple[list[Span], list[Span]]:
    """Split a part whose label stands alone on its line."""
    return split_item(text, [p if i else _unlabelled(p) for i, p in enumerate(part[1:])])


def _unlabelled(paragraph: Paragraph) -> Paragraph:
    if paragraph.label is not None and paragraph.label.role is Role.QUESTION and not paragraph.label.numbers:
        return paragraph
    return replace(paragraph, label=None)


def _answered_together(
    letter: Letter, number: str, part: Sequence[Paragraph], at: Sequence[int], marks: Sequence[str]
) -> list[Item]:
    """Return the lettered questions of one number that one "Answer:" below them answers; else []."""
    told = [i for i, p in enumerate(part) if p.label is not None and p.label.role is Role.ANSWER]
    if len(told) != 1 or told[0] < at[-1] or not all(part[i].flat.endswith("?") for i in at):
        return []
    answer = tuple(_answer_spans(part[told[0] :]))
    return [Item(number + mark, (inner(part[i]),), answer) for mark, i in zip(marks, at, strict=True)]


def _nested(letter: Letter, number: str, part: Sequence[Paragraph]) -> list[Item]:
    """Return the lettered parts of one number, where they have answers of their own."""
    for role in (Role.LETTER, Role.ROMAN):
        labelled = [
            (i, p.label.numbers[0].lower()) for i, p in enumerate(part) if p.label is not None and p.label.role is role
        ]
        at, marks = [i for i, _ in labelled], [mark for _, mark in labelled]
        if len(at) < 2 or marks[0] not in ("a", "i") or len(set(marks)) < len(marks):
            continue
        if shared := _answered_together(letter, number, part, at, marks):
            return shared
        pieces = [split_item(letter.text, part[a:b]) for a, b in zip(at, [*at[1:], len(part)], strict=True)]
        if sum(bool(a) for _, a in pieces) >= max(2, len(pieces) - 1) or (
            all(a for _, a in pieces[:-1]) and len(pieces) > 1
        ):
            deeper = [
                _nested(letter, number + m, part[a:b]) for m, a, b in zip(marks, at, [*at[1:], len(part)], strict=True)
            ]
            items = [
                item
                for m, (q, a), below in zip(marks, pieces, deeper, strict=True)
                for item in below or [Item(number + m, tuple(q), tuple(a))]
            ]
            question, answer = split_item(letter.text, part[: at[0]])
            return ([Item(number, tuple(question), tuple(answer))] if answer else []) + items
    return []
