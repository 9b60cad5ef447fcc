"""Pairing: the questions of a letter, each with the answer that belongs to it, whatever the layout."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.cues import sounds_like
from ingest.read.items import Item, Span, answers, asks, inner, split_item
from ingest.read.labels import Role, parse_group
from ingest.read.paragraphs import Paragraph
from ingest.read.runs import Run, find_runs
from ingest.read.zones import TAIL, Zone, is_heading

_TABLE_HEADER = re.compile(
    r"(?:(?:your |the |foi )?(?:questions?|requests?|information requested|quer(?:y|ies)|you asked|"
    r"cwestiwn)[^\t]{0,30})\t(?:(?:our |the |council )?(?:repl(?:y|ies)|responses?|answers?|"
    r"information provided|ateb|ymateb)[^\t]{0,30})$",
    re.IGNORECASE,
)
_PASSING = re.compile(
    r"\b(?:ask(?:ed|ing)?(?:\s+us)?(?:\s+for(?:\s+the\s+following)?|\s+to\s+(?:know|see|be\s+given))?|"
    r"you\s+requested|requesting|seeking|request(?:ed)?\s+(?:of\s+[\w ]{5,20}\s+)?for(?!\s+(?:information|"
    r"an?\s+internal|internal))|information\s+(?:about|on|regarding|relating\s+to|concerning))"
    r"\s*:?\s+[\"“‘]?(?P<q>[^.\"”]{10,500})",
    re.IGNORECASE,
)
_SALUTES = re.compile(r"(?:dear|annwyl|hello|hi|good (?:morning|afternoon))\b.{0,50}$", re.IGNORECASE)
_CLOSED = TAIL | {Zone.LETTERHEAD, Zone.QUOTED_MAIL}


class Letter:
    """The laid-out letter that the layouts below are tried on."""

    def __init__(self, text: str, paragraphs: Sequence[Paragraph], zones: Sequence[Zone]) -> None:
        self.text, self.paragraphs, self.zones = text, paragraphs, zones
        self.body = [i for i, zone in enumerate(zones) if zone not in _CLOSED]
        runs = find_runs(paragraphs, self.body)
        self.runs = [run for run in runs if len(run.at) > 1 or run.role is not Role.NUMBER or self._single(run)]
        self.responses = [i for i in self.body if _announces(paragraphs[i])]
        quoted = [i for i, zone in enumerate(zones) if zone is Zone.QUOTED_MAIL]
        self.quoted_runs = [run for run in find_runs(paragraphs, quoted) if len(run.at) > 1]

    def _single(self, run: Run) -> bool:
        return run.labels() == ["1"] and "?" in self.paragraphs[run.first].flat

    def part(self, first: int, stop: int, *, last: bool) -> list[Paragraph]:
        """Return the paragraphs of a part up to `stop`; the last part also ends at a heading, an annex or a note."""
        out: list[Paragraph] = []
        for i in range(first, stop):
            if self.zones[i] in _CLOSED or (last and i > first and self._breaks(i)):
                break
            out.append(self.paragraphs[i])
        if not last and len(out) > 1 and _topic(out[-1]) and not _topic(out[-2]) and split_item(self.text, out[:-1])[1]:
            out.pop()  # a heading over the part that follows
        return out

    def _breaks(self, i: int) -> bool:
        changed = self.zones[i] is not self.zones[i - 1]
        label = self.paragraphs[i].label
        if self.responses == [i]:
            return True
        if label is not None and not label.numbers and label.role in (Role.ANSWER, Role.QUESTION):
            return False
        return (changed and self.zones[i] in (Zone.REFUSAL, Zone.REQUEST, Zone.PREAMBLE, Zone.PUBLIC_INTEREST)) or (
            changed and self.zones[i] is Zone.ANSWER and not self.paragraphs[i].label
        )

    def parts(self, run: Run) -> list[tuple[tuple[str, ...], list[Paragraph]]]:
        """Return each number of `run` with its paragraphs."""
        others = {r.first for r in self.runs if r is not run and r.depth <= run.depth and r.role is run.role}
        stops = [*run.at[1:], min((s for s in others if s > run.at[-1]), default=len(self.paragraphs))]
        final = run.at[-1]
        return [(n, self.part(a, s, last=a == final)) for n, a, s in zip(run.numbers, run.at, stops, strict=True)]


def _announces(paragraph: Paragraph) -> bool:
    """Tell whether a paragraph is a heading over the response."""
    bare = paragraph.label is not None and paragraph.label.role is Role.ANSWER and not paragraph.label.numbers
    return (bare and not paragraph.body.strip()) or (
        len(paragraph.flat) < 110 and sounds_like("response_heading", paragraph.flat)
    )


def pair(text: str, paragraphs: Sequence[Paragraph], zones: Sequence[Zone]) -> list[Item]:
    """Return the questions of the letter in order, each with its answer.

    Tried in turn: two lists joined by number, one list with answers in it, one list answered as a whole, questions without
    numbers, and a letter that answers without repeating the request.
    """
    letter = Letter(text, paragraphs, zones)
    for layout in (_two_lists, _quoted_list, _one_list, _table, _unnumbered, _topics):
        items = layout(letter)
        if items:
            return items
    return _whole(letter)


def _two_lists(letter: Letter) -> list[Item]:
    asked = [run for run in letter.runs if run.role in (Role.QUESTION, Role.NUMBER)]
    for first in asked:
        scattered = _scattered(letter, first)
        if scattered is not None:
            return _joined(letter, first, scattered)
        for second in letter.runs:
            if second.first <= first.first or second is first or not _same_numbers(first, second):
                continue
            interleaved = second.first < first.at[-1]
            if _repeats(letter, first, second):
                return _items(letter, second)
            if interleaved and second.role is not Role.ANSWER:
                continue
            if second.role is not Role.ANSWER and _has_answers(letter, first) and not _between(letter, first, second):
                continue
            return _joined(letter, first, second)
    return []


def _scattered(letter: Letter, first: Run) -> Run | None:
    """Return the answers of a list that come back in another order ("Q1, Q3, Q5 disclosed; Q2, Q4 not"), as one run."""
    numbers = set(first.labels())
    open_zones = (Zone.REQUEST, Zone.ANSWER)
    later = [
        i
        for i in letter.body
        if i > first.at[-1]
        and letter.zones[i] in open_zones
        and (label := letter.paragraphs[i].label) is not None
        and label.role in (Role.QUESTION, Role.ANSWER)
        and label.numbers
        and set(label.numbers) <= numbers
    ]
    order = [letter.paragraphs[i].label.numbers[0] for i in later]  # type: ignore[union-attr]
    if len(later) < 3 or len(set(order)) < len(order) or order == sorted(order) or len(later) < 0.6 * len(numbers):
        return None
    return Run(Role.ANSWER, later, [letter.paragraphs[i].label.numbers for i in later])  # type: ignore[union-attr]


def _same_numbers(first: Run, second: Run) -> bool:
    one, two = {_stem(n) for n in first.labels()}, {_stem(n) for n in second.labels()}
    return len(one & two) >= max(1, 0.5 * len(one)) and (len(one) > 1 or second.role is Role.ANSWER)


def _stem(number: str) -> str:
    """Return the number a lettered part belongs to: "2b" belongs to 2; a bare letter stands for itself."""
    return number.rstrip("abcdefgh") or number


def _between(letter: Letter, first: Run, second: Run) -> bool:
    """Tell whether a heading or lead announces the response between two lists."""
    zone = letter.zones[second.first]
    return (zone is Zone.ANSWER and letter.zones[first.first] is not Zone.ANSWER) or any(
        sounds_like("response_lead", letter.paragraphs[i].flat) for i in range(first.at[-1] + 1, second.first)
    )


def _repeats(letter: Letter, first: Run, second: Run) -> bool:
    """Tell whether the second list prints the questions again."""
    words = {
        n: set(letter.paragraphs[i].body.lower().split())
        for i, ns in zip(first.at, first.numbers, strict=True)
        for n in ns
    }
    shares = []
    for i, numbers in zip(second.at, second.numbers, strict=True):
        one, two = words.get(numbers[0], set()), set(letter.paragraphs[i].body.lower().split())
        if one and two:
            shares.append(len(one & two) / min(len(one), len(two)))
    told = [len(part) > 1 or bool(split_item(letter.text, part)[1]) for _, part in letter.parts(second)]
    return len(shares) > 1 and sum(shares) / len(shares) > 0.5 and sum(told) > 0.5 * len(told)


def _has_answers(letter: Letter, run: Run) -> bool:
    found = [bool(split_item(letter.text, part)[1]) for _, part in letter.parts(run)]
    return sum(found) > 0.5 * len(found)


def _joined(letter: Letter, first: Run, second: Run) -> list[Item]:
    answers_by_number: dict[str, list[Span]] = {}
    parts = letter.parts(second)
    parts[-1] = (parts[-1][0], _as_long_as_others([part for _, part in parts[:-1]], parts[-1][1]))
    for numbers, part in parts:
        spans = [inner(part[0]), *((p.start, p.end) for p in part[1:])]
        for number in numbers:
            answers_by_number.setdefault(number, []).extend(spans)
    if second.role is Role.ANSWER and second.first < first.at[-1]:
        return _items(letter, first)
    items = []
    for numbers, part in letter.parts(first):
        question = tuple(
            split_item(letter.text, [p for p in part if p.start < letter.paragraphs[second.first].start])[0]
        )
        for number in numbers:
            stem = _stem(number)
            spans = answers_by_number.pop(number, None) or answers_by_number.get(stem) or []
            below = [n for n in answers_by_number if _stem(n) == number and n != number]
            if spans or not below:
                items.append(Item(number, question, tuple(spans)))
            items += [Item(n, question, tuple(answers_by_number.pop(n))) for n in below]
    return items


def _quoted_list(letter: Letter) -> list[Item]:
    """Answers above, the numbered request in the quoted mail below."""
    top = [run for run in letter.runs if run.depth == 0]
    for quoted in letter.quoted_runs:
        for run in top:
            if _same_numbers(quoted, run) and not any("?" in letter.paragraphs[i].flat for i in run.at):
                parts = {n: part for ns, part in letter.parts(run) for n in ns}
                asked = {
                    n: inner(letter.paragraphs[i]) for i, ns in zip(quoted.at, quoted.numbers, strict=True) for n in ns
                }
                return [Item(n, (span,), tuple(_answer_spans(parts.get(n, [])))) for n, span in asked.items()]
    return []


def _answer_spans(part: Sequence[Paragraph]) -> list[Span]:
    return [inner(part[0]), *((p.start, p.end) for p in part[1:])] if part else []


def _one_list(letter: Letter) -> list[Item]:
    runs = [run for run in letter.runs if run.depth == 0 and run.role is not Role.ANSWER]
    asked = [run for run in runs if any(asks(letter.paragraphs[i].body) for i in run.at)] or runs
    if not asked:
        return []
    run = max(asked, key=lambda r: (len(r.at), r.role is Role.QUESTION))
    items = _items(letter, run)
    unanswered = [item for item in items if not item.answer]
    if len(unanswered) < max(1, 0.6 * len(items)):
        return items
    return _answered_as_a_whole(letter, run, items)


def _answered_as_a_whole(letter: Letter, run: Run, items: list[Item]) -> list[Item]:
    """Give each question of a list the prose below the list: by the numbers it names, or all of it to each."""
    after = [i for i in letter.body if i > run.at[-1] and letter.zones[i] in (Zone.ANSWER, Zone.REFUSAL)]
    if not after:
        last = letter.parts(run)[-1][1]
        after = [i for i in letter.body if i > run.at[-1] and letter.paragraphs[i] in last[1:]]
    if letter.zones[run.first] is Zone.ANSWER and not any(letter.zones[i] is Zone.REQUEST for i in run.at):
        if not any(asks(letter.paragraphs[i].body) for i in run.at):
            return [Item(i.number, (), i.question) for i in items]
    if items[-1].answer and not any(item.answer for item in items[:-1]):
        # The prose below the list hangs on the last question; it answers them all.
        last = {span[0] for span in items[-1].answer}
        after = sorted({*after, *(i for i in letter.body if letter.paragraphs[i].start in last)})
        items = [*items[:-1], Item(items[-1].number, items[-1].question, ())]
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
        known = tuple(n for n in named if any(item.number == n for item in items))
        current = known or current
        span = (paragraph.start + (begin if known else 0), paragraph.end)
        for number in current:
            keyed.setdefault(number, []).append(span)
        if not current:
            shared.append(span)
    out = []
    for item in items:
        answer = item.answer or tuple(keyed.get(item.number) or shared)
        inside = set(answer)
        out.append(Item(item.number, tuple(s for s in item.question if s not in inside), answer))
    return out


def _items(letter: Letter, run: Run) -> list[Item]:
    items: list[Item] = []
    parts = letter.parts(run)
    parts[-1] = (parts[-1][0], _as_long_as_others([part for _, part in parts[:-1]], parts[-1][1]))
    for numbers, part in parts:
        nested = _nested(letter, numbers[0], part)
        if nested:
            items += nested
            continue
        question, answer = split_item(letter.text, part)
        if part[0].label and part[0].label.role is Role.QUESTION and not part[0].body.strip() and len(part) > 1:
            question, answer = _headed(letter.text, part)
        items += [Item(number, tuple(s for s in question if s[1] > s[0]), tuple(answer)) for number in numbers]
    return items


def _as_long_as_others(others: list[list[Paragraph]], last: list[Paragraph]) -> list[Paragraph]:
    """Cut the last part of a list where it runs on over more blank lines than any part before it.

    What follows the last answer (explanations, advice, a way to complain) is not set off by a number.
    """
    if len(others) < 2 or not last:
        return last
    most = max(_blocks(part) for part in others)
    seen = 0
    for at, paragraph in enumerate(last):
        seen += _opens_block(paragraph, last[at - 1] if at else None)
        if seen > most and not _RESUMES.match(paragraph.flat):
            return last[:at]
    return last


def _blocks(part: list[Paragraph]) -> int:
    return sum(_opens_block(p, part[at - 1] if at else None) for at, p in enumerate(part))


def _opens_block(paragraph: Paragraph, before: Paragraph | None) -> bool:
    if before is None:
        return True
    listed = "\t" in paragraph.flat or (paragraph.label is not None and paragraph.label.role is Role.BULLET)
    return paragraph.gap and not listed and not before.flat.endswith(":")


_RESUMES = re.compile(
    r"(?:however|this|these|it|they|therefore|but|and|also|in addition|further(?:more)?|the (?:information|"
    r"remainder|rest)|we (?:are|have|consider)|a:)\b",
    re.IGNORECASE,
)


def _headed(text: str, part: Sequence[Paragraph]) -> tuple[list[Span], list[Span]]:
    """Split a part whose label stands alone on its line."""
    return split_item(text, [p if i else _unlabelled(p) for i, p in enumerate(part[1:])])


def _unlabelled(paragraph: Paragraph) -> Paragraph:
    if paragraph.label is not None and paragraph.label.role is Role.QUESTION and not paragraph.label.numbers:
        return paragraph
    return Paragraph(
        paragraph.start, paragraph.end, paragraph.flat, paragraph.gap, paragraph.page, None, paragraph.quoted
    )


def _nested(letter: Letter, number: str, part: Sequence[Paragraph]) -> list[Item]:
    """Return the lettered parts of one number, where they have answers of their own."""
    for role in (Role.LETTER, Role.ROMAN):
        at = [i for i, p in enumerate(part) if p.label is not None and p.label.role is role]
        marks = [part[i].label.numbers[0].lower() for i in at if part[i].label]  # type: ignore[union-attr]
        if len(at) < 2 or marks[0] not in ("a", "i") or len(set(marks)) < len(marks):
            continue
        pieces = [split_item(letter.text, part[a:b]) for a, b in zip(at, [*at[1:], len(part)], strict=True)]
        if sum(bool(a) for _, a in pieces) >= max(2, len(pieces) - 1) or (
            all(a for _, a in pieces[:-1]) and len(pieces) > 1
        ):
            items = [Item(number + m, tuple(q), tuple(a)) for m, (q, a) in zip(marks, pieces, strict=True)]
            question, answer = split_item(letter.text, part[: at[0]])
            return ([Item(number, tuple(question), tuple(answer))] if answer else []) + items
    return []


def _asked_at_head(text: str, spans: list[Span]) -> list[Span]:
    """Return the leading paragraphs that are the request, copied without a heading."""
    out: list[Span] = []
    for start, end in spans[:-1]:
        words = text[start:end]
        if not (
            asks(words)
            or words[:1] in '"“‘'
            or re.search(
                r"\bplease (?:can|could|give|send|provide|supply|confirm|tell|let)\b|\b(?:can|could) you\b",
                words,
                re.IGNORECASE,
            )
        ) or answers(words):
            break
        out.append((start, end))
    return out


def _asked_in_passing(letter: Letter) -> tuple[Span, ...]:
    """Return the request that the opening tells in a sentence ("you wrote to us asking for ..."), or ()."""
    for i in letter.body[:8]:
        paragraph = letter.paragraphs[i]
        match = _PASSING.search(letter.text, paragraph.start, paragraph.end)
        if match and len(match["q"]) > 12:
            return ((match.start("q"), match.end("q")),)
    return ()


def _table(letter: Letter) -> list[Item]:
    """A table of questions and answers without numbers."""
    rows = [
        i
        for i in range(len(letter.paragraphs))
        if "\t" in letter.paragraphs[i].flat and letter.zones[i] is not Zone.QUOTED_MAIL
    ]
    header = next((i for i in rows if _TABLE_HEADER.match(letter.paragraphs[i].flat)), None)
    rows = [i for i in rows if header is None or i > header]
    cells = {i: letter.paragraphs[i].flat.split("\t") for i in rows}
    pairs = [i for i in rows if len(cells[i]) == 2 and all(c.strip() for c in cells[i])]
    if len(pairs) < 2 or (header is None and sum(asks(cells[i][0]) for i in pairs) < 0.6 * len(pairs)):
        return []
    items = []
    for n, i in enumerate(pairs, 1):
        paragraph = letter.paragraphs[i]
        cut = paragraph.start + letter.text[paragraph.start : paragraph.end].index("\t")
        items.append(Item(str(n), ((paragraph.start, cut),), ((cut + 1, paragraph.end),)))
    return items


def _unnumbered(letter: Letter) -> list[Item]:
    """Questions and answers in turn, told apart by headings or by how they read."""
    items = _headed_pairs(letter)
    if items:
        return items
    asked: list[Span] = []
    answered: list[Span] = []
    found: list[tuple[list[Span], list[Span]]] = []
    for i in letter.body:
        paragraph, zone = letter.paragraphs[i], letter.zones[i]
        if zone in (Zone.PREAMBLE, Zone.REFUSAL, Zone.PUBLIC_INTEREST) or not paragraph.body.strip():
            continue
        question, answer = _turned(letter, paragraph)
        if question and not (
            answered and not paragraph.flat.rstrip().endswith("?") and not answer and not paragraph.gap
        ):
            if answered:
                found.append((asked, answered))
                asked, answered = [], []
            asked.append(question)
            answered += [answer] if answer else []
        elif asked:
            answered.append((paragraph.start, paragraph.end))
    if asked:
        found.append((asked, answered))
    if sum(bool(a) for _, a in found) < 2:
        return []
    return [Item(str(n), tuple(q), tuple(a)) for n, (q, a) in enumerate(found, 1)]


def _turned(letter: Letter, paragraph: Paragraph) -> tuple[Span | None, Span | None]:
    flat = paragraph.body
    question, answer = split_item(letter.text, [paragraph])
    if answer and (asks(letter.text[question[0][0] : question[0][1]]) if question else False):
        return question[0], answer[0]
    return (inner(paragraph), None) if flat.rstrip(" \"”'’)").endswith("?") else (None, None)


def _topics(letter: Letter) -> list[Item]:
    """Answers under short headings of their own, in a letter that does not repeat the request."""
    inside = [i for i in letter.body if letter.zones[i] is Zone.ANSWER]
    found: list[tuple[Span, list[Span]]] = []
    for at, i in enumerate(inside):
        paragraph = letter.paragraphs[i]
        following = letter.paragraphs[inside[at + 1]] if at + 1 < len(inside) else None
        if _topic(paragraph) and following is not None and not _topic(following):
            found.append(((paragraph.start, paragraph.end), []))
        elif found:
            found[-1][1].append((paragraph.start, paragraph.end))
    if len(found) < 3:
        return []
    return [Item(str(n), (heading,), tuple(spans)) for n, (heading, spans) in enumerate(found, 1)]


def _topic(paragraph: Paragraph) -> bool:
    flat = paragraph.flat
    return (
        len(flat) <= 60
        and flat[0].isupper()
        and flat[-1] not in ".?!:;,"
        and "\t" not in flat
        and paragraph.label is None
        and not re.search(r"\d{3}|@|www", flat)
    )


def _headed_pairs(letter: Letter) -> list[Item]:
    """Request heading, request, response heading, response: once or several times over."""
    pairs: list[tuple[list[Span], list[Span]]] = []
    side = None
    for i in letter.body:
        paragraph, zone = letter.paragraphs[i], letter.zones[i]
        if zone is Zone.REQUEST:
            if side is not Zone.REQUEST:
                pairs.append(([], []))
            side = zone
            told = _told_after_asking(letter.text, paragraph)
            if told is not None:
                pairs[-1][0].append((paragraph.start, told))
                pairs[-1][1].append((told, paragraph.end))
                side = None
            elif not _only_heading(paragraph, zone):
                pairs[-1][0].append(inner(paragraph) if _bare(paragraph) else (paragraph.start, paragraph.end))
        elif zone is Zone.ANSWER and pairs and not _SALUTES.match(paragraph.flat):
            side = zone
            if not _only_heading(paragraph, zone):
                pairs[-1][1].append(inner(paragraph) if _bare(paragraph) else (paragraph.start, paragraph.end))
    full = [(q, a) for q, a in pairs if q and a]
    full = [pair for q, a in full for pair in _one_by_one(letter.text, q, a)]
    if not full or len(full) < 0.5 * len(pairs):
        return []
    if len(full) == 1 and _turns_inside(letter):
        return []
    return [Item(str(n), tuple(q), tuple(a)) for n, (q, a) in enumerate(full, 1)]


def _told_after_asking(text: str, paragraph: Paragraph) -> int | None:
    """Return where the answer begins in "You asked how many there are. There are 26.", or None."""
    if not re.match(r"you (?:also )?(?:have )?(?:asked|requested|wanted)\b", paragraph.flat, re.IGNORECASE):
        return None
    stop = re.search(r"[.?]\s+(?=[A-Z£\d])", text[paragraph.start : paragraph.end])
    return paragraph.start + stop.end() if stop else None


def _one_by_one(text: str, asked: list[Span], answered: list[Span]) -> list[tuple[list[Span], list[Span]]]:
    """Match questions with answers by order where a response has just one paragraph for each."""
    units = [unit for span in asked for unit in _questions_in(text, span)]
    first = text[asked[0][0] : asked[0][1]].rstrip()
    listed = first.endswith((":", ":-"))
    if listed and len(units) - 1 == len(answered):
        units = units[1:]
    if 1 < len(units) == len(answered) and (listed or all(asks(text[s:e].lstrip("•·-–* ")) for s, e in units)):
        return [([u], [a]) for u, a in zip(units, answered, strict=True)]
    topics = _by_topic(text, answered)
    if 1 < len(units) == len(topics):
        return [([u], a) for u, a in zip(units, topics, strict=True)]
    bullets = [span for span in asked if re.match(r"[•·▪●○◦‣∙*–-]\s", text[span[0] : span[1]])]
    stems = len(asked) - len(bullets)
    if 1 < len(bullets) <= 12 and ((listed and stems == 1) or stems == 0):
        return [([(s + 2, e)], answered) for s, e in bullets]
    return [(asked, answered)]


def _by_topic(text: str, answered: list[Span]) -> list[list[Span]]:
    """Return the paragraphs of a response under each of its short headings; [] where it does not begin with one."""
    groups: list[list[Span]] = []
    for start, end in answered:
        words = text[start:end]
        if (
            len(words) <= 60
            and words[0].isupper()
            and words[-1] not in ".?!:;,"
            and "\t" not in words
            and not re.search(r"\d{3}", words)
        ):
            groups.append([])
        elif not groups:
            return []
        else:
            groups[-1].append((start, end))
    return [group for group in groups if group]


def _questions_in(text: str, span: Span) -> list[Span]:
    """Return the questions of one paragraph, each with its mark."""
    out, begin = [], span[0]
    for mark in re.finditer(r"\?[\"”'’)]*(?=\s|$)", text[span[0] : span[1]]):
        out.append((begin, span[0] + mark.end()))
        begin = span[0] + mark.end()
        while begin < span[1] and text[begin].isspace():
            begin += 1
    if begin < span[1]:
        out.append((begin, span[1]))
    return out


def _turns_inside(letter: Letter) -> bool:
    """Tell whether the response repeats questions, each with its answer."""
    inside = [letter.paragraphs[i] for i in letter.body if letter.zones[i] is Zone.ANSWER]
    return sum(p.flat.rstrip().endswith("?") for p in inside) >= 2


def _bare(paragraph: Paragraph) -> bool:
    return (
        paragraph.label is not None
        and not paragraph.label.numbers
        and paragraph.label.role in (Role.ANSWER, Role.QUESTION)
    )


def _only_heading(paragraph: Paragraph, zone: Zone) -> bool:
    group = "request_heading" if zone is Zone.REQUEST else "response_heading"
    return not paragraph.body.strip() or (len(paragraph.flat) < 110 and sounds_like(group, paragraph.flat))


def _whole(letter: Letter) -> list[Item]:
    """Return the one answer of a letter that does not repeat the request, or [] where nothing is answered."""
    spans = [
        (letter.paragraphs[i].start, letter.paragraphs[i].end)
        for i in letter.body
        if letter.zones[i] in (Zone.ANSWER, Zone.REFUSAL)
        and not any(
            is_heading(letter.paragraphs[i], group)
            for group in ("response_lead", "provision_heading", "refusal_heading")
        )
    ]
    question = tuple(
        (letter.paragraphs[i].start, letter.paragraphs[i].end)
        for i in letter.body
        if letter.zones[i] is Zone.REQUEST and not _only_heading(letter.paragraphs[i], Zone.REQUEST)
    )
    if spans and not question:
        asked = _asked_at_head(letter.text, spans)
        question, spans = tuple(asked), spans[len(asked) :]
    if spans and not question:
        question = _asked_in_passing(letter)
        spans = [s for s in spans if not any(s[0] <= q < s[1] for q, _ in question)] or spans
    if not spans and question:
        text = [s for s in question if answers(letter.text[s[0] : s[1]])]
        return [Item("1", tuple(s for s in question if s not in text), tuple(text))]
    return [Item("1", question, tuple(spans))] if spans else []
