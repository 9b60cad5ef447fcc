"""Paragraphs: the lines of a letter, put back together where only the page's width broke them."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from corpus.cues import sounds_like
from corpus.records import CELL_BREAK
from ingest.read.labels import MONTH, ROMANS, Label, Role, parse_label

_LINE = re.compile(r"[^\n\f]+")
_WORD = re.compile(r"\S+")
_QUESTION_LINE = re.compile(r"Q\.?(\d{1,2})\s+")
_ANSWER_LINE = re.compile(r"A\.?(\d{1,2})\s+(?=\S)")
_RANGE_LINE = re.compile(r"(\d{1,2})\s?[-–]\s?(\d{1,2})([.):])\s+(?=\S)")
_LOOSE = re.compile(rf"(\d{{1,2}})(?:\s+(?:[-–—]\s+)?(?!{MONTH})(?=[\w£\"“‘])|$)", re.IGNORECASE)
_BARE_LETTER = re.compile(r"([A-Ka-k])(?:\s{2,}|\t\s*)(?=\S)")
_DATED = re.compile(rf"(\d{{1,2}})(?P<stop>[.)])?\s+(?={MONTH})", re.IGNORECASE)
_CODED = re.compile(r"(?:[A-H]\d{1,2}[.:)]?\s+[A-Z]|Q\.?\d{1,2}\s)")  # "C2 Which product?", "Q2 2012"
_REQUEST_LEADS = ("request_heading", "request_lead", "request_lead_open")
_ENDS = (".", "?", "!", ":", ";")
_WRAPPED_AT_MOST = 130  # characters: a longer line was not broken by a page
_HEAD_AT_END = re.compile(
    r"\b(?:sections?|regulations?|s\.|question|questions|page|part|paragraph|article|schedule)$", re.IGNORECASE
)
_INITIALS = re.compile(r"[A-Z]{2,6}: \S")  # of an authority, before its answer
_PAGE_FURNITURE = re.compile(r"(?:.{0,90}\s)?page\s\d{1,3}\sof\s\d{1,3}(?:\s.{0,40})?", re.IGNORECASE)
_HEADS_A_PAGE = re.compile(  # in small letters: lines that letter paper has at the head or foot of every page
    r"\b[a-z]{1,2}\d{1,2}[a-z]? ?\d[a-z]{2}\b|\bregistered (?:in|office|no|charity)|\bchair(?:man)?: |"
    r"\bchief executive: |"
    r"www\.\S+|\S@\S{1,80}\.\S|^official(?:[ -]sensitive)?\b|\bpage \d+\b",
)
_MAY_HEAD_A_PAGE = re.compile(r"\d[a-z]{2}\b|page \d|@|www|registered|official|chair|chief")  # found in less time
_FORM_LINE = re.compile(r"[A-Z][^:?.]{2,60}(?:\?? - |: )\S")  # "Payroll system - ESR"
_ASKED_AND_TOLD = re.compile(r"[A-Z][^?]{8,120}\? +[A-Z£\d]")  # "What is used? Mitel"
_GOES_ON = re.compile(
    r"(?:of|the|and|to|in|for|by|an?|or|with|on|at|from|your|our|its|is|are|was|were|which|that|under|"
    r"between|&|each|any|no|per|"
    r"than|as|their|this|these|if|do|does|have|has)",
    re.IGNORECASE,
)
_BREAKS_OFF = re.compile(r"\s(?:(?:of|the|and|to|for|by|an?|or|with|at|from|between|under)\s\S|(?:in|on)\s\d)$")
_TYPED = 80  # columns
_SLACK = 0.88  # of the usual width: proportional fonts put different counts of letters in one measure


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One visual paragraph: `text` is the slice `[start:end)` of the letter, `flat` the same on one line."""

    start: int
    end: int
    flat: str
    gap: bool  # a blank line or a page break stands before it
    label: Label | None
    quoted: int  # characters of "> " marks at its start

    @property
    def body(self) -> str:
        """Return the text behind the printed label."""
        return self.flat[self.label.end :] if self.label else self.flat


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    end: int
    text: str
    gap: bool


def split_paragraphs(text: str) -> list[Paragraph]:
    """Return the paragraphs of `text` in order; what lies between them is white space only.

    A new paragraph begins after a blank line, at a printed label or bullet, at a table row, and after a line that ended
    short of the page's usual width.
    """
    lines = _lines(text)
    width = _usual_width(lines)
    paragraphs: list[Paragraph] = []
    group: list[_Line] = []
    for line in lines:
        if group and not _continues(group[-1], line, width):
            paragraphs.append(_paragraph(group))
            group = []
        group.append(line)
    if group:
        paragraphs.append(_paragraph(group))
    return paragraphs


def is_topic(paragraph: Paragraph) -> bool:
    """Tell whether a paragraph reads as a heading over what follows: short, capitalised, without a stop or figures."""
    flat = paragraph.flat
    return (
        len(flat) <= 60
        and flat[:1].isupper()
        and flat[-1] not in ".?!:;,"
        and "\t" not in flat
        and paragraph.label is None
        and not re.search(r"\d{3}|@|www", flat)
    )


def _answers_or_letters(paragraphs: list[Paragraph]) -> list[Paragraph]:
    """Read "A." as the first of A, B, C where a "B." stands in the letter too."""
    labels = [p.label for p in paragraphs]
    if not any(label is not None and label.role is Role.LETTER and label.numbers == ("B",) for label in labels):
        return paragraphs
    return [
        replace(p, label=Label(Role.LETTER, ("A",), p.label.style, p.label.end))
        if p.label is not None and p.label.role is Role.ANSWER and not p.label.numbers and re.match(r"\(?A[.)]", p.flat)
        else p
        for p in paragraphs
    ]


def _nth(chain: list[tuple[int, re.Match[str]]], n: int) -> str:
    """Return the letter that goes on a chain, as large as its first."""
    return chr(ord(chain[0][1][1] if chain else "A") + n)


def _bare_letters(paragraphs: list[Paragraph]) -> list[Paragraph]:
    """Read "A  the options paper" as lettered where B stands the same way below it."""
    out = list(paragraphs)
    chain: list[tuple[int, re.Match[str]]] = []
    for at, paragraph in enumerate([*paragraphs, None]):
        match = _BARE_LETTER.match(paragraph.flat) if paragraph is not None and paragraph.label is None else None
        if match and match[1] == _nth(chain, len(chain)):
            chain.append((at, match))
            continue
        if len(chain) > 1:
            for i, found in chain:
                out[i] = replace(out[i], label=Label(Role.LETTER, (found[1],), " ", found.end()))
        chain = [(at, match)] if match and match[1] in "Aa" else []
    return out


def number_loosely(paragraphs: list[Paragraph]) -> list[Paragraph]:
    """Return the paragraphs, with bare leading figures as labels where three or more count 1, 2, 3 in turn."""
    paragraphs = _answers_or_letters(_bare_letters(paragraphs))
    paragraphs = _lettered_parts(_ranges(_below_questions(_between_questions(paragraphs))))
    chain: list[tuple[int, int]] = []
    chains: list[list[tuple[int, int]]] = []
    for at, paragraph in enumerate(paragraphs):
        number, end = _leading_figure(paragraph)
        if number == 1:
            chain = [(at, end)]
            chains.append(chain)
        elif number and chain and number == len(chain) + 1 and at - chain[-1][0] <= 3:
            chain.append((at, end))
        elif chain and paragraph.label is None and at == chain[-1][0] + 1:
            dated = _DATED.match(paragraph.flat)  # "5 December 2026" below "4 The tram fund"
            if dated and int(dated[1]) == len(chain) + 1 and (dated["stop"] or len(chain) > 2):
                chain.append((at, dated.end()))
    out = list(paragraphs)
    for chain in chains:
        lead = paragraphs[chain[0][0] - 1].flat if chain[0][0] else ""
        fewest = 2 if any(sounds_like(group, lead) for group in _REQUEST_LEADS) else 3
        for number, (at, end) in enumerate(chain, 1):
            if len(chain) >= fewest and out[at].label is None:
                out[at] = replace(out[at], label=Label(Role.NUMBER, (str(number),), " ", end))
    return out


def _between_questions(paragraphs: list[Paragraph]) -> list[Paragraph]:
    """Read "Q2 2012" as the answer to question 2 where Q1 or Q3 stands beside it: elsewhere it is a quarter."""
    out = list(paragraphs)
    for at in (*range(len(out)), *reversed(range(len(out)))):  # a labelled one may stand on either side
        paragraph = out[at]
        match = _QUESTION_LINE.match(paragraph.flat) if paragraph.label is None else None
        if match is None:
            continue
        beside = [p.label for p in (*out[max(0, at - 1) : at], *out[at + 1 : at + 2]) if p.label is not None]
        if any(label.role is Role.QUESTION and label.numbers in _next_to(int(match[1])) for label in beside):
            out[at] = replace(paragraph, label=Label(Role.QUESTION, (match[1],), Role.QUESTION.value, match.end()))
    return out


def _below_questions(paragraphs: list[Paragraph]) -> list[Paragraph]:
    """Read "A1 38" below "Q1 How many?" as the answer to question 1."""
    out = list(paragraphs)
    asked: Label | None = None
    for at, paragraph in enumerate(paragraphs):
        match = _ANSWER_LINE.match(paragraph.flat) if paragraph.label is None else None
        if match and asked is not None and asked.numbers == (match[1],):
            out[at] = replace(paragraph, label=Label(Role.ANSWER, (match[1],), Role.ANSWER.value, match.end()))
        elif paragraph.label is not None and paragraph.label.role is Role.QUESTION:
            asked = paragraph.label
    return out


def _ranges(paragraphs: list[Paragraph]) -> list[Paragraph]:
    """Read "1-4. See attached" as the answer to questions 1 to 4 where a list goes on from there or leads to it."""
    out = list(paragraphs)
    firsts = {p.label.numbers[0] for p in paragraphs if p.label is not None and p.label.role is Role.NUMBER}
    for at, paragraph in enumerate(paragraphs):
        match = _RANGE_LINE.match(paragraph.flat) if paragraph.label is None else None
        if match is None or not int(match[1]) < int(match[2]) <= int(match[1]) + 20:
            continue
        numbers = tuple(str(n) for n in range(int(match[1]), int(match[2]) + 1))
        if firsts >= set(numbers):
            out[at] = replace(paragraph, label=Label(Role.NUMBER, numbers, match[3], match.end()))
    return out


def _next_to(number: int) -> tuple[tuple[str], tuple[str]]:
    return (str(number - 1),), (str(number + 1),)


def _leading_figure(paragraph: Paragraph) -> tuple[int, int]:
    """Return the number a paragraph opens with, labelled or bare, and where its words begin; (0, 0) without one."""
    label = paragraph.label
    if label is not None:
        plain = label.role is Role.NUMBER and len(label.numbers) == 1 and label.numbers[0].isdigit()
        return (int(label.numbers[0]), label.end) if plain else (0, 0)
    match = _LOOSE.match(paragraph.flat)
    return (int(match[1]), match.end()) if match else (0, 0)


def _lettered_parts(paragraphs: list[Paragraph]) -> list[Paragraph]:
    """Number the "b." and "c." that follow a "1a." as 1b and 1c, and "B2" as a number where forms count A1, B1."""
    coded = any(re.match(r"B\d{1,2}(?:[.:)]|\t|\s)", p.flat) for p in paragraphs)
    out: list[Paragraph] = []
    stem, last = "", ""
    for paragraph in paragraphs:
        label = paragraph.label
        code = re.match(r"([A-H]\d{1,2})(?:[.:)]\s*|\t\s*|\s+(?=[A-Z]))", paragraph.flat) if coded else None
        if code:
            label = Label(Role.NUMBER, (code[1],), ".", code.end())
        elif label is not None and label.role is Role.NUMBER:
            match = re.fullmatch(r"(\d+)([a-h]|[ivx]+)", label.numbers[-1])
            stem, last = (match[1], match[2]) if match else ("", "")
        elif label is not None and label.role in (Role.LETTER, Role.ROMAN) and stem and _next(last, label.numbers[0]):
            last = label.numbers[0]
            label = Label(Role.NUMBER, (stem + last,), label.style, label.end)
        out.append(paragraph if label is paragraph.label else replace(paragraph, label=label))
    return out


def _next(mark: str, following: str) -> bool:
    """Tell whether a mark is the next of a, b, c or of i, ii, iii."""
    if mark in ROMANS and following in ROMANS:
        return ROMANS.index(following) == ROMANS.index(mark) + 1
    return len(mark) == len(following) == 1 and ord(following) == ord(mark) + 1


def _lines(text: str) -> list[_Line]:
    """Return the lines that hold words, without the space around them.

    A letterhead or a footer is kept where it stands first; where it comes again, on the pages that follow, it goes.
    """
    lines: list[_Line] = []
    last_end = 0
    headers: set[str] = set()
    for match in _LINE.finditer(text):
        raw = match.group()
        stripped = raw.strip(" \t")
        small = stripped.lower()
        if not stripped or ("page" in small and _PAGE_FURNITURE.fullmatch(stripped)):
            continue
        if _MAY_HEAD_A_PAGE.search(small) and _HEADS_A_PAGE.search(small):
            words = re.sub(r"\W*\d{0,3}\W*$", "", stripped)  # without the number of the page
            if words in headers:
                continue
            headers.add(words)
        start = match.start() + raw.index(stripped[0])
        gap = text.count("\n", last_end, start) > 1
        lines.append(_Line(start, start + len(stripped), stripped, gap or not lines))
        last_end = start + len(stripped)
    return lines


def _answered_on_next_line(line: str, following: str) -> bool:
    """Tell whether a labelled line is a whole question although the page's width would explain its break.

    A list item goes on with a small letter, or breaks off at a word that asks for another.
    """
    label = parse_label(line)
    if label is None or not label.numbers or not (following[0].isupper() or following[0] in "£0123456789"):
        return False
    last = line.split()[-1]
    return not (_GOES_ON.fullmatch(last) or last[0].isupper() or last.endswith(","))


def _usual_width(lines: list[_Line]) -> int:
    """Return the measure at which the page breaks its lines, or 0 where lines are whole paragraphs."""
    lengths = sorted(len(line.text) for line in lines)
    if not lengths or lengths[-1] < 40:
        return 0
    width = lengths[min(len(lengths) - 1, int(len(lengths) * 0.92))]
    if lengths[-1] <= _TYPED:
        width = lengths[-1]  # wrapped by a mail program at a fixed column
    longest = lengths[-1]
    # A few long lines (a table row, an address of a page) do not make an unwrapped letter; many do.
    many = sum(length > _WRAPPED_AT_MOST for length in lengths) > max(2, len(lengths) // 25)
    if longest > _WRAPPED_AT_MOST and longest > 1.35 * width and many:
        return 0
    return width if width <= _WRAPPED_AT_MOST + 20 else 0


def _is_row(line: str) -> bool:
    """Tell whether a line is a row of a table."""
    return CELL_BREAK in line or " | " in line


def _continues(line: _Line, following: _Line, width: int) -> bool:
    """Tell whether only the width of the page, `width` letters, parts two lines."""
    if following.gap or _is_row(line.text) or _is_row(following.text):
        return False
    if line.text.startswith(">") != following.text.startswith(">"):
        return False
    if _INITIALS.match(following.text):
        return False
    if following.text[0] in "0123456789(" and _HEAD_AT_END.search(line.text):
        return True
    if parse_label(following.text) is not None or _CODED.match(following.text):
        return False
    if width and _BREAKS_OFF.search(f"{line.text} {following.text[0]}"):
        return True
    if any(pattern.match(line.text) and pattern.match(following.text) for pattern in (_FORM_LINE, _ASKED_AND_TOLD)):
        return False
    if _answered_on_next_line(line.text, following.text):
        return False
    first_word = _WORD.match(following.text)
    needed = len(line.text) + 1 + (len(first_word.group()) if first_word else 0)
    if following.text[0].islower() and not line.text.endswith((".", "?", "!")):
        return bool(width) or line.text.endswith(",")
    if not width:
        return False
    typed = width <= _TYPED and not (following.text[0].islower() or following.text[0] in '(“‘"')
    if line.text.endswith(_ENDS) or typed:
        slack = 1.0 if typed else 0.96
    else:
        slack = _SLACK if following.text[0].islower() or following.text[0] in '(“‘"' else 0.93
    return needed >= slack * width and len(line.text) > 30


def _paragraph(group: list[_Line]) -> Paragraph:
    start, end = group[0].start, group[-1].end
    quoted = len(group[0].text) - len(group[0].text.lstrip("> "))
    flat = " ".join(line.text.lstrip("> ") if quoted else line.text for line in group)
    return Paragraph(start, end, flat, group[0].gap, parse_label(flat), quoted)
