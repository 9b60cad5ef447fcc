"""Layout: a letter with every character in one zone and every answer in its item, and what taggers ask of a place."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate, groupby

from corpus.cues import sounds_like
from corpus.records import PAGE_BREAK
from ingest.read.enumerated import part_enumerated
from ingest.read.house_marks import mark_house_answers
from ingest.read.implied import content_words
from ingest.read.items import Item, answers
from ingest.read.labels import numbers_in, stem_of
from ingest.read.overlaps import Overlaps
from ingest.read.pairing import pair
from ingest.read.paragraphs import Paragraph, number_loosely, split_paragraphs
from ingest.read.runs import without_lists_of_reasons, without_prose_numbers
from ingest.read.sentences import Sentences
from ingest.read.statute_text import without_statute_labels
from ingest.read.zones import Zone, is_heading, lay_out

_POINTS = re.compile(
    r"(?:see|refer(?:ence)?|as|per|given|stated|provided|same|response|answer|reply|"
    r"in)\b[^.]{0,40}?\b(?:questions?|q|point|part|answer|response)s?\.?\s*(?:to\s+)?(?:questions?\s*|"
    r"q)?(\d{1,2}[a-h]?)",
    re.IGNORECASE,
)
_GAP = re.compile(r"(?<=[^\s.:;?!])(?: {2,}|\t)(?=\S)")  # between two columns
_NAME_GOES_ON = re.compile(
    r"(?:NHS|Foundation|Metropolitan|District|Borough|County|City|and|of|&|Trust|Council|Constabulary|Fire|"
    r"Integrated|Health)\b(?! of )(?!\s+(?:Hall|House|Offices?|Buildings?|Headquarters|HQ|Centre|Chambers)\b)"
)
_NAME_ENDS = re.compile(
    r"\b(?:Council|Trust|Constabulary|Authority|Service|Board|Agency|University|Police|Department)\s*$", re.IGNORECASE
)
_EVERY = re.compile(
    r"\b(?:all|both|each|every)\s+(?:of\s+)?(?:the\s+|your\s+|these\s+)?(?:two\s+|three\s+|four\s+|five\s+|"
    r"six\s+)?(?:questions|parts|points|items)\b",
    re.IGNORECASE,
)
_ROMAN = r"\b(?:i{1,3}|iv|vi{0,3}|ix|x)\b"
_AS = re.compile(
    r"\bas (?:at |in |for |per |with |to )?(?:q(?:uestion)?\.?\s*)?\(?(\d{1,2}[a-h]?)\b\)?(?!\.\d|[/%]|\s+\w+ \d{4})",
    re.IGNORECASE,
)
_ABOVE = re.compile(
    r"^(?:(?:please )?(?:see|refer to|as)\b.{0,30}\b(?:above|previous)|as above|same as above|see above|"
    r"ditto|as previous|the same (?:applies|reasons?|exemptions? appl)|for the same reasons?|"
    r"(?:also )?(?:exempt|refused|withheld)\b.{0,40}\bsame (?:sections?|exemptions?|grounds?|reasons?)|"
    r".{0,120}\b(?:exempt|refused|withheld)\s+(?:as above|as before|for the same reasons?)|"
    r"the (?:same )?exemptions? .{0,40}\b(?:previous|above|last)\b.{0,30}\bappl)",
    re.IGNORECASE,
)


_POINTS_BELOW = re.compile(
    r"\b(?:see|refer to|explained|set out|given|as in|reasons?)\b[^.]{0,40}\b(?:below|underneath|annex|appendix|"
    r"notes?\b|(?:at|to) the end|exemptions?|overleaf)\b|\bnot (?:given|provided|supplied|disclosed)\b",
    re.IGNORECASE,
)
_EMPTY_CELLS = re.compile(r"(?:\s\|)+$")  # at the end of a row
_QUOTE_MARKS = re.compile(r"^[ \t]*>[> ]*", re.MULTILINE)  # of a mail that quotes the request
_ANNOUNCES = re.compile(r"\bfollowing (?:exemptions?|exceptions?|sections?|grounds?|reasons?)[.:]?$", re.IGNORECASE)
_REASONS = 3  # paragraphs below a heading that give its reasons


class Layout:
    """One letter laid out.

    `zones` are `(zone, start, end)` in order; together they cover the text without gap or overlap. `items` are its
    questions and answers.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.paragraphs = _labelled(text)
        by_paragraph = lay_out(self.paragraphs)
        self.items = _share_forward(pair(text, self.paragraphs, by_paragraph))
        self.zones = _cover(text, self.paragraphs, by_paragraph, self.items)
        self._zone_starts = [start for _, start, _ in self.zones]
        self._paragraph_starts = [p.start for p in self.paragraphs]
        self._answered = Overlaps((*span, i) for i, item in enumerate(self.items) for span in item.answer)
        self._asked_or_answered = Overlaps(
            (*span, i) for i, item in enumerate(self.items) for span in (*item.answer, *item.question)
        )
        self.sentences = Sentences(text, [(p.start, p.end) for p in self.paragraphs])
        self._page_starts = [0, *(m.end() for m in re.finditer(PAGE_BREAK, text))]

    def zone_at(self, offset: int) -> Zone:
        """Return the zone of a place."""
        return self.zones[max(0, bisect_right(self._zone_starts, offset) - 1)][0]

    def zoned_paragraphs(self) -> list[tuple[Zone, str]]:
        """Return each paragraph on one line, with its zone; letterhead and signature line by line, as they are set."""
        out: list[tuple[Zone, str]] = []
        for zone, group in groupby(self.paragraphs, key=lambda p: self.zone_at(p.start)):
            for line, begins in self._lines(zone, list(group)):
                if not begins and _NAME_GOES_ON.match(line) and not _NAME_ENDS.search(out[-1][1]):
                    out[-1] = (zone, f"{out[-1][1]} {line}")  # a long name set in two lines
                else:
                    out.append((zone, line))
        return out

    def _lines(self, zone: Zone, paragraphs: list[Paragraph]) -> Iterator[tuple[str, bool]]:
        """Yield the lines of one zone, and whether each surely begins something new."""
        if zone in (Zone.LETTERHEAD, Zone.SIGNATURE):
            lines = [line for p in paragraphs for line in self.text[p.start : p.end].split("\n")]
            yield from ((line, at == 0) for at, line in enumerate(_column_by_column(lines)))
            return
        for p in paragraphs:
            if zone is Zone.PREAMBLE and _GAP.search(
                self.text, p.start, p.end
            ):  # a letterhead that is not told from it
                yield from ((line, True) for line in _column_by_column(self.text[p.start : p.end].split("\n")))
            else:
                yield p.flat, True

    def page_at(self, offset: int) -> int:
        """Return the 1-based page of a place."""
        return bisect_right(self._page_starts, offset)

    def items_at(self, offset: int) -> tuple[str, ...]:
        """Return the numbers of the items in whose question or answer a place lies."""
        return tuple(self.items[i].number for i in self._asked_or_answered.at(offset))

    def answers_at(self, offset: int) -> tuple[str, ...]:
        """Return the numbers of the items in whose answer a place lies."""
        return tuple(self.items[i].number for i in self._answered.at(offset))

    def row_at(self, offset: int) -> tuple[str, ...]:
        """Return the item of the table row a place stands in, where exemptions have a column of their own."""
        at = self.paragraph_at(offset)
        return self._labelled(at) if "\t" in self.paragraphs[at].flat else ()

    def in_short_answer(self, offset: int) -> bool:
        """Tell whether a place lies in a short answer ("S43 as above"), not in reasons set out at length."""
        return any(sum(e - s for s, e in self.items[i].answer) < 200 for i in self._answered.at(offset))

    def question_text(self, item: Item) -> str:
        """Return the question as printed."""
        return _joined(self.text, item.question)

    def answer_text(self, item: Item) -> str:
        """Return the answer as printed."""
        return _joined(self.text, item.answer)

    def paragraph_at(self, offset: int) -> int:
        """Return the index of the paragraph that holds a place."""
        return max(0, bisect_right(self._paragraph_starts, offset) - 1)

    def numbers_named_near(
        self, offset: int, pattern: re.Pattern[str], inside: tuple[str, ...] = ()
    ) -> tuple[str, ...]:
        """Return the question numbers named in the paragraph of a place, else in the one before it, else `inside`.

        A heading over reasons looks back only to a lead that announces it ("parts 1 and 2 are exempt under:"): it takes
        `inside`, or else the numbers its own reasons name.
        """
        at = self.paragraph_at(offset)
        if hits := self._labelled(at) or self._named(self.paragraphs[at].flat, pattern):
            return hits
        if is_heading(self.paragraphs[at], "provision_heading"):
            lead = at - 1
            while lead > 0 and is_heading(self.paragraphs[lead], "provision_heading"):
                lead -= 1
            announced = lead >= 0 and self.paragraphs[lead].flat.endswith((":", ":-"))
            if announced and (hits := self._named(self.paragraphs[lead].flat, pattern)):
                return hits
            if lead >= 0 and _ANNOUNCES.search(self.paragraphs[lead].flat):
                inside = inside or self.answers_at(self.paragraphs[lead].end - 1)
            return inside or self._named_below(at, pattern)
        return (self._named(self.paragraphs[at - 1].flat, pattern) if at else ()) or inside

    def _labelled(self, at: int) -> tuple[str, ...]:
        """Return the items that the printed label of a paragraph of reasons names: "3(b): Section 40(2)"."""
        label = self.paragraphs[at].label
        numbers = {n.lower() for n in label.numbers} if label is not None else set()
        return tuple(item.number for item in self.items if item.number.lower() in numbers)

    def _named_below(self, at: int, pattern: re.Pattern[str]) -> tuple[str, ...]:
        for below in self.paragraphs[at + 1 : at + 1 + _REASONS]:
            if is_heading(below, "provision_heading"):
                break
            if hits := self._named(below.flat, pattern):
                return hits
        return ()

    def spoken_of(self, offset: int, numbers: Sequence[str]) -> tuple[str, ...]:
        """Return those of `numbers` whose question shares a word with the reasons at a place; all where none does."""
        at = self.paragraph_at(offset)
        for below in (1, 2):  # the paragraph itself, else with the one below it
            reasons = content_words(" ".join(p.flat for p in self.paragraphs[at : at + below]))
            shared = {
                item.number: len(reasons & content_words(self.question_text(item)))
                for item in self.items
                if item.number in numbers
            }
            if most := max(shared.values(), default=0):
                return tuple(n for n, share in shared.items() if share == most)
        return tuple(numbers)

    def numbers_named_in_sentence(self, offset: int, pattern: re.Pattern[str]) -> tuple[str, ...]:
        """Return the question numbers named in the sentence of a place; "all parts" names every one."""
        start, end = self.sentences.at(offset)
        if _EVERY.search(self.text, start, end):
            return tuple(item.number for item in self.items)
        return self._named(self.text[start:end], pattern)

    def _named(self, place: str, pattern: re.Pattern[str]) -> tuple[str, ...]:
        named = [n for m in pattern.finditer(place) for text in m.groups() if text for n in _listed(text)]
        return tuple(item.number for item in self.items if item.number in named or stem_of(item.number) in named)

    def numbers_of_note(self, offset: int) -> tuple[str, ...]:
        """Return the items whose answer points to the numbered note a place stands in ("See note 1")."""
        for at in range(self.paragraph_at(offset), max(-1, self.paragraph_at(offset) - 4), -1):
            if match := re.match(
                r"\W{0,2}(?:(?P<word>note|annex|appendix|schedule|paragraph)\s+)?"
                r"(?P<mark>(?<= )\w{1,2}\b|[A-H](?=[.):]))",
                self.paragraphs[at].flat,
                re.IGNORECASE,
            ):
                word = match["word"] or "(?:note|paragraph|reason|part|see)"
                points = re.compile(rf"\b{word}s?\s+(?:\w+\s+and\s+)?{match['mark']}\b", re.IGNORECASE)
                return tuple(item.number for item in self.items if points.search(self.answer_text(item)))
        return ()

    def refused_numbers(self, cited: set[str]) -> tuple[str, ...]:
        """Return the items whose answer withholds or points to reasons, and that no provision is tied to yet."""
        return tuple(
            item.number
            for item in self.items
            if item.number not in cited
            and (_refuses(answer := " ".join(self.answer_text(item).split())) or _POINTS_BELOW.search(answer))
        )

    def only_number(self) -> tuple[str, ...]:
        """Return the number of the letter's one item, or () where there are several."""
        return (self.items[0].number,) if len(self.items) == 1 else ()

    def numbers_pointing_at(self, numbers: Sequence[str]) -> tuple[str, ...]:
        """Return the items that refer back to one of `numbers` instead of answering ("as Q2", "see above")."""
        out = []
        for before, item in zip([None, *self.items], self.items, strict=False):
            answer = " ".join(self.answer_text(item).split())
            if len(answer) > 120 or item.number in numbers:
                continue
            pointed = _POINTS.search(answer)
            pointed = pointed or _AS.search(answer)
            if (pointed and pointed[1].lower() in numbers) or (
                _ABOVE.match(answer) and before is not None and before.number in numbers
            ):
                out.append(item.number)
        return tuple(out)

    def in_order(self, numbers: Sequence[str]) -> tuple[str, ...]:
        """Return `numbers` in the order of the letter."""
        wanted = set(numbers)
        return tuple(item.number for item in self.items if item.number in wanted)


def _labelled(text: str) -> list[Paragraph]:
    """Return the paragraphs with the labels that number questions and answers, and no others."""
    paragraphs = without_lists_of_reasons(without_statute_labels(split_paragraphs(text)))
    return part_enumerated(text, without_prose_numbers(number_loosely(mark_house_answers(paragraphs))))


def _leading_list(text: str) -> str:
    one = r"\(?\d{1,2}(?:\s?\(?[a-h](?![a-z])\)?)?\)?"
    match = re.match(
        rf"{one}(?:\s*(?:,|&|and|to|-|–|or)\s*(?:and\s+)?(?:q(?:uestions?)?\.?\s*)?{one}(?![\w%]))*",
        text,
        re.IGNORECASE,
    )
    return match.group().replace(" or ", " and ") if match else ""


def _listed(text: str) -> list[str]:
    """Return the labels a list names, by figures ("2 and 5(a)") or by letters ("d and e")."""
    if romans := re.match(rf"\(?{_ROMAN}\)(?:\s*(?:,|and|&)\s*\(?{_ROMAN}\))*", text, re.IGNORECASE):
        return [mark.lower() for mark in re.findall(_ROMAN, romans.group(), re.IGNORECASE)]
    letters = re.match(r"\(?([a-k])\)?(?:(?:\s*,\s*|\s+and\s+)\(?([a-k])\)?\b)*", text)
    if letters:
        return re.findall(r"\b[a-k]\b", letters.group())
    return list(numbers_in(_leading_list(text)))


def _refuses(answer: str) -> bool:
    return any(sounds_like(group, answer) for group in ("withheld", "neither_confirm_nor_deny", "cost_limit"))


def _joined(text: str, spans: Sequence[tuple[int, int]]) -> str:
    stripped = (text[s:e].strip() for s, e in spans)
    parts = (_EMPTY_CELLS.sub("", part) if part.endswith("|") else part for part in stripped)
    joined = "\n".join(part for part in parts if part)
    return _QUOTE_MARKS.sub("", joined) if ">" in joined else joined


def _share_forward(items: list[Item]) -> list[Item]:
    """Give a question without an answer the next answer below it: several questions, one answer."""
    answered = sum(bool(item.answer) for item in items)
    if answered == len(items) or answered < 0.5 * len(items):
        return items
    out: list[Item] = []
    following: tuple[tuple[int, int], ...] = ()
    for item in reversed(items):
        if item.answer:
            following = item.answer
        out.append(item if item.answer else Item(item.number, item.question, following))
    return out[::-1]


def _cover(
    text: str, paragraphs: Sequence[Paragraph], zones: Sequence[Zone], items: Sequence[Item]
) -> list[tuple[Zone, int, int]]:
    """Return zones that cover the text: paragraph zones, overruled where an item's question or answer lies."""
    marks: dict[int, Zone] = {0: Zone.LETTERHEAD}
    for paragraph, zone in zip(paragraphs, zones, strict=True):
        marks[paragraph.start] = zone
    questions = sorted({s for item in items for s in item.question})
    answered = sorted({s for item in items for s in item.answer})
    question_starts = [s for s, _ in questions]
    furthest = [0, *accumulate((e for _, e in questions), max)]  # where the questions up to one reach
    first = min((s for item in items for s, _ in item.answer), default=len(text))
    for paragraph in paragraphs:
        inside = furthest[bisect_left(question_starts, paragraph.end)] > paragraph.start
        told = paragraph.start > first or (paragraph.start > furthest[-1] > 0 and answers(paragraph.flat))
        if marks[paragraph.start] is Zone.REQUEST and told and not inside:
            marks[paragraph.start] = Zone.ANSWER  # told, not asked: below the first answer, or the last question
    base = sorted(marks.items())
    starts = [s for s, _ in base]
    for spans, zone in ((questions, Zone.REQUEST), (answered, Zone.ANSWER)):
        for start, end in spans:
            under = base[bisect_right(starts, start) - 1][1]
            if under in (Zone.REFUSAL, Zone.PUBLIC_INTEREST, Zone.QUOTED_MAIL):
                continue
            marks[start] = zone
            for covered in starts[bisect_right(starts, start) : bisect_left(starts, end)]:
                marks[covered] = zone
    return _stretches(marks, len(text))


def _stretches(marks: dict[int, Zone], length: int) -> list[tuple[Zone, int, int]]:
    """Return the zones from mark to mark; neighbours of one zone make one stretch."""
    ordered = sorted((s, z) for s, z in marks.items() if s < max(1, length))
    out: list[tuple[Zone, int, int]] = []
    for i, (start, zone) in enumerate(ordered):
        end = ordered[i + 1][0] if i + 1 < len(ordered) else length
        if out and out[-1][0] is zone:
            out[-1] = (zone, out[-1][1], end)
        else:
            out.append((zone, start, end))
    return out


def _column_by_column(lines: list[str]) -> list[str]:
    """Return lines set in two columns, as a letterhead often is, as those of the left one and then of the right one."""
    cells = [_GAP.split(line.strip(), maxsplit=1) for line in lines]
    right = [cell[1] for cell in cells if len(cell) > 1]
    return [*(cell[0] for cell in cells), *right]
