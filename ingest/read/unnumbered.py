"""Layouts without numbers: tables, headed pairs, questions and answers in turn, topics, and one answer to the whole."""

from __future__ import annotations

import re

from corpus.cues import sounds_like
from ingest.read.edges import trimmed
from ingest.read.items import Item, Span, answers, asks, inner, split_item
from ingest.read.labels import Role
from ingest.read.letter_parts import Letter
from ingest.read.one_by_one import one_by_one
from ingest.read.paragraphs import Paragraph, is_topic
from ingest.read.zones import TAIL, Zone, is_heading

_FORM_LINE = re.compile(
    r"(?!(?:(?:(?:our|your|my)\s+)?ref|date|foi|eir|request|freedom|fax|direct|contact|keyword|dear|tel|"
    r"phone|e-?mail|from|to|sent|subject|cc|re|website|"
    r"address|received|page|https?)\b)"
    r"(?P<label>[A-Z][^:?.\t]{2,70}(?:\?|(?=:)|(?=\s[-–]\s)))\s*(?:[:\t]|\s?[-–]\s)?\s*(?P<value>\S.{0,300})",
    re.IGNORECASE,
)
_TABLE_HEADER = re.compile(
    r"(?:(?:your |the |foi )?(?:questions?|requests?|information requested|quer(?:y|ies)|you asked|"
    r"cwestiwn)[^\t]{0,30})\t(?:(?:our |the |council )?(?:repl(?:y|ies)|responses?|answers?|"
    r"information provided|ateb|ymateb)[^\t]{0,30})$",
    re.IGNORECASE,
)
_ASKED_HEADER = re.compile(
    r"(?:your |the |foi )?(?:questions?|requests?|quer(?:y|ies)|information requested|(?:what )?you asked|"
    r"asked)\b.{0,30}$",
    re.IGNORECASE,
)
_TOLD_HEADER = re.compile(
    r"(?:our |the |council )?(?:repl(?:y|ies)|responses?|answers?|information provided|we say|"
    r"what we (?:say|hold))\b.{0,30}$",
    re.IGNORECASE,
)
_BAR = re.compile(r"\t|[ ]\|[ ]")  # between the cells of a row
_NUMBER_CELL = re.compile(
    r"(?:(?:q|question|item|part|no)\.?\s?)?(?P<n>[A-Z]?\d{1,2}(?:\.?\d{1,2}|\.?[a-h])?|[a-k])[.):]?", re.IGNORECASE
)
_PROVISION = re.compile(r"(?:section|regulation)\s*\d", re.IGNORECASE)  # of a list of exemptions
_MOST_MARKED = 0.75
_FEWEST_ROWS, _FEWEST_COLUMNS = 2, 3

_PASSING = re.compile(
    r"\b(?:(?<!to\s)ask(?:ed|ing)?(?:\s+us)?(?:\s+for(?:\s+the\s+following)?|\s+to\s+(?:know|see|be\s+given))?|"
    r"you\s+(?:requested|wanted|would\s+like)|requesting|seeking|"
    r"request(?:ed)?\s*(?:of\s+[\w ]{5,20}\s+|,[^,.]{3,90},\s+|received\s+on\s+[\w ]{5,20},?\s+)?for"
    r"(?!\s+(?:information|an?\s+internal|internal))|"
    r"request\s+(?:of|dated)\s+[\w ]{5,20}\s+(?:about|regarding|concerning)|"
    r"information\s+(?:about|on|regarding|relating\s+to|concerning))"
    r"\s*:?\s+[\"“‘]?(?P<q>[^.\"”]{10,500}?)(?=[.\"”]|$|,?\s+(?:I|we)\s+(?:can|am|are|have|hold|do|attach|enclose)\b)",
    re.IGNORECASE,
)

_ANSWERED = re.compile(r"^[^?]{8,200}\?\s+(?=\S)[^?]{1,200}$")  # a question and its answer on one line
_LINE = re.compile(r"[^\n\f]+")
_DEMANDS = re.compile(
    r"(?:and |also |then )?please (?:also )?(?:provide|supply|send|confirm|list|tell|give|state|advise|"
    r"let me have)\b",
    re.IGNORECASE,
)
_SALUTES = re.compile(r"(?:dear|annwyl|hello|hi|good (?:morning|afternoon))\b.{0,50}$", re.IGNORECASE)


def headed_table(letter: Letter) -> list[Item]:
    """Return the rows of a table whose head names a column of questions and one of answers among others; else []."""
    rows, cells = _rows(letter)
    return _columns(letter, rows, cells)


def _rows(letter: Letter) -> tuple[list[int], dict[int, list[str]]]:
    """Return where the rows of tables stand, and their cells."""
    rows = [
        i
        for i in range(len(letter.paragraphs))
        if _BAR.search(letter.paragraphs[i].flat) and letter.zones[i] is not Zone.QUOTED_MAIL
    ]
    return rows, {i: _BAR.split(letter.paragraphs[i].flat.strip("| ")) for i in rows}


def table(letter: Letter) -> list[Item]:
    """Return the rows of a table of questions and answers without numbers, numbered from 1; [] without such a table."""
    rows, cells = _rows(letter)
    header = next((i for i in rows if _TABLE_HEADER.match("\t".join(cells[i]))), None)
    rows = [i for i in rows if header is None or i > header]
    if found := _numbered_rows(letter, rows, cells):
        return found
    pairs = [i for i in rows if len(cells[i]) == 2 and all(c.strip() for c in cells[i])]
    if len(pairs) < 2 or (header is None and sum(asks(cells[i][0]) for i in pairs) < 0.6 * len(pairs)):
        return []
    asked = next((at for at, i in enumerate(pairs) if header is not None or asks(cells[i][0])), 0)
    items = []
    for n, i in enumerate(pairs[asked:], 1):  # what stands above the first question tells of the letter
        paragraph = letter.paragraphs[i]
        items.append(Item(str(n), (_cell(letter, i, 0),), ((_cell(letter, i, 1)[0], paragraph.end),)))
    return items


def _columns(letter: Letter, rows: list[int], cells: dict[int, list[str]]) -> list[Item]:
    """Return the rows of a table whose header names a column of questions and one of answers among others; else [].

    A first column headed "Ref" or "No." gives the numbers.
    """
    for at, i in enumerate(rows):
        below = [r for r in rows[at + 1 :] if len(cells[r]) == len(cells[i])]
        numbered = bool(below) and all(_NUMBER_CELL.fullmatch(cells[r][0].strip()) for r in below[:_FEWEST_ROWS])
        if numbered:
            below = [r for r in below if _NUMBER_CELL.fullmatch(cells[r][0].strip())]
        heads = [cell.strip() for cell in cells[i]]
        asked = next((n for n, head in enumerate(heads) if n >= numbered and _ASKED_HEADER.match(head)), None)
        told = next((n for n, head in enumerate(heads) if n != asked and _TOLD_HEADER.match(head)), None)
        if asked is None or told is None or len(heads) < _FEWEST_COLUMNS or len(below) < _FEWEST_ROWS:
            continue
        return [
            Item(_number_of(cells[r][0]) if numbered else str(n), (_cell(letter, r, asked),), (_cell(letter, r, told),))
            for n, r in enumerate(below, 1)
        ]
    return []


def _number_of(cell: str) -> str:
    """Return the number of a row without "Q" and stops."""
    match = _NUMBER_CELL.fullmatch(cell.strip())
    number = match["n"] if match else cell.strip()
    return number.lower() if number[:1].isdigit() else number


def _numbered_rows(letter: Letter, rows: list[int], cells: dict[int, list[str]]) -> list[Item]:
    """Return the rows of a table without a header that count 1, 2, 3 in front of a question and an answer; else []."""
    found = [i for i in rows if len(cells[i]) == 3 and cells[i][0].strip(" .)").isdigit()]
    numbers = [cells[i][0].strip(" .)") for i in found]
    asked = sum(asks(cells[i][1]) for i in found)
    if len(found) < 2 or numbers != [str(n) for n in range(1, len(found) + 1)] or asked < 0.6 * len(found):
        return []
    return [Item(n, (_cell(letter, i, 1),), (_cell(letter, i, 2),)) for n, i in zip(numbers, found, strict=True)]


def _cell(letter: Letter, row: int, column: int) -> Span:
    """Return the span of a cell."""
    start, end = letter.paragraphs[row].start, letter.paragraphs[row].end
    while letter.text[start] in "| ":
        start += 1  # a row that opens with a bar
    while letter.text[end - 1] in "| " and end - 1 > start:
        end -= 1
    bars = list(_BAR.finditer(letter.text, start, end))
    return bars[column - 1].end() if column else start, bars[column].start() if column < len(bars) else end


def form(letter: Letter) -> list[Item]:
    """Return the lines of a form ("Payroll system - ESR", "Who runs payroll? In-house") in order; [] where it is none.

    A form has at least four such lines, and they are half of what the letter says.
    """
    closed = {*TAIL, Zone.QUOTED_MAIL}
    inside = [
        i for i, p in enumerate(letter.paragraphs) if letter.zones[i] not in closed and not p.quoted and not _bare(p)
    ]
    lines = [(i, match) for i in inside if (match := _FORM_LINE.fullmatch(letter.paragraphs[i].flat))]
    marked = [(i, match) for i, match in lines if letter.text[letter.paragraphs[i].start + match.end("label")] == ":"]
    if len(marked) >= _MOST_MARKED * len(lines):
        lines = marked  # "Contract 1 - Network" is a heading among lines with colons
    if len(lines) < 4 or len(lines) < 0.5 * len(inside):
        return []
    items = []
    for n, (i, match) in enumerate(lines, 1):
        begin = letter.paragraphs[i].start
        items.append(
            Item(
                str(n),
                ((begin, begin + match.end("label")),),
                ((begin + match.start("value"), letter.paragraphs[i].end),),
            )
        )
    return items


def in_turn(letter: Letter) -> list[Item]:
    """Return questions and answers that stand in turn, told apart by headings or by how they read; [] where none do."""
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
        question, answer = (None, None) if _PROVISION.match(paragraph.flat) else _turned(letter, paragraph)
        headed = i > 0 and letter.paragraphs[i - 1].gap and is_topic(letter.paragraphs[i - 1])
        if question and not (
            answered and not paragraph.flat.rstrip().endswith("?") and not answer and not (paragraph.gap or headed)
        ):
            if answered:
                if headed and len(answered) > 1 and answered[-1][1] == letter.paragraphs[i - 1].end:
                    answered.pop()  # the heading over this question
                found.append((asked, answered))
                asked, answered = [], []
            asked.append(question)
            answered += [answer] if answer else []
        elif asked:
            answered.append((paragraph.start, paragraph.end))
    if asked:
        found.append((asked, _as_long_as_others(letter, [told for _, told in found], answered)))
    if sum(bool(a) for _, a in found) < 2:
        return []
    return [Item(str(n), tuple(q), tuple(a)) for n, (q, a) in enumerate(found, 1)]


def _as_long_as_others(letter: Letter, others: list[list[Span]], last: list[Span]) -> list[Span]:
    """Return the last answer cut where blank lines part it, if no answer before it has any inside."""
    gaps = [[span[0] in letter.set_off for span in told[1:]] for told in (*others, last)]
    if len(others) < 2 or any(any(inside) for inside in gaps[:-1]) or True not in gaps[-1]:
        return last
    return last[: gaps[-1].index(True) + 1]


def _turned(letter: Letter, paragraph: Paragraph) -> tuple[Span | None, Span | None]:
    """Return the question in a paragraph and the answer behind it, each None where it is not there."""
    question, answer = split_item(letter.text, [paragraph])
    if answer and question and asks(letter.text[question[0][0] : question[0][1]]):
        return question[0], answer[0]
    return (inner(paragraph), None) if _is_asked(paragraph.body) else (None, None)


def _is_asked(body: str) -> bool:
    """Tell whether a paragraph is a question or a demand: it ends with a mark, asks on, or says "please provide"."""
    if body.rstrip(" \"”'’)").endswith("?"):
        return True
    return _DEMANDS.match(body) is not None or ("?" in body and asks(body) and asks(body.rpartition("?")[2].strip()))


def _headed_pairs(letter: Letter) -> list[Item]:
    """Return the pairs of request heading, request, response heading, response: one or several; [] without one."""
    pairs: list[tuple[list[Span], list[Span]]] = []
    side: Zone | None = None
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
            elif not _only_heading(paragraph, zone) and not (is_topic(paragraph) and _asked_next(letter, i)):
                pairs[-1][0].append(inner(paragraph) if _bare(paragraph) else (paragraph.start, paragraph.end))
        elif zone is Zone.ANSWER and pairs and not _SALUTES.match(paragraph.flat):
            side = zone
            if not _only_heading(paragraph, zone):
                pairs[-1][1].append(inner(paragraph) if _bare(paragraph) else (paragraph.start, paragraph.end))
    full = [(q, a) for q, a in pairs if q and a]
    full = [pair for q, a in full for pair in one_by_one(letter.text, q, trimmed(letter, a))]
    if not full or len(full) < 0.5 * len(pairs):
        return []
    if len(full) == 1 and _turns_inside(letter):
        return []
    return [Item(str(n), tuple(q), tuple(a)) for n, (q, a) in enumerate(full, 1)]


def _asked_next(letter: Letter, i: int) -> bool:
    """Tell whether the paragraph below opens "You asked ..."."""
    return i + 1 < len(letter.paragraphs) and letter.paragraphs[i + 1].flat.lower().startswith("you asked")


def _told_after_asking(text: str, paragraph: Paragraph) -> int | None:
    """Return where the answer begins in "You asked how many there are. There are 26.", or None."""
    if not re.match(r"you (?:also )?(?:have )?(?:asked|requested|wanted)\b", paragraph.flat, re.IGNORECASE):
        return None
    stop = re.search(r"[.?]\s+(?=[A-Z£\d])", text[paragraph.start : paragraph.end])
    return paragraph.start + stop.end() if stop else None


def _turns_inside(letter: Letter) -> bool:
    """Tell whether the response repeats questions, each with its answer."""
    inside = [letter.paragraphs[i] for i in letter.body if letter.zones[i] in (Zone.ANSWER, Zone.REQUEST)]
    own = sum(p.flat.rstrip().endswith("?") for p in inside if letter.zones[letter.ends[p.end]] is Zone.ANSWER)
    return own >= 2 or sum(bool(_ANSWERED.search(p.flat)) for p in inside) >= 3


def _bare(paragraph: Paragraph) -> bool:
    """Tell whether a paragraph begins with "Question:" or "Answer:", without a number."""
    return (
        paragraph.label is not None
        and not paragraph.label.numbers
        and paragraph.label.role in (Role.ANSWER, Role.QUESTION)
    )


def _only_heading(paragraph: Paragraph, zone: Zone) -> bool:
    """Tell whether a paragraph only announces the request or the response."""
    group = "request_heading" if zone is Zone.REQUEST else "response_heading"
    return not paragraph.body.strip() or (len(paragraph.flat) < 110 and sounds_like(group, paragraph.flat))


def topics(letter: Letter) -> list[Item]:
    """Return answers under three or more short headings, in a letter that does not repeat the request; else []."""
    inside = [i for i in letter.body if letter.zones[i] is Zone.ANSWER]
    found: list[tuple[Span, list[Span]]] = []
    for at, i in enumerate(inside):
        paragraph = letter.paragraphs[i]
        following = letter.paragraphs[inside[at + 1]] if at + 1 < len(inside) else None
        if is_topic(paragraph) and following is not None and not is_topic(following):
            found.append(((paragraph.start, paragraph.end), []))
        elif found:
            found[-1][1].append((paragraph.start, paragraph.end))
    if len(found) < 3:
        return []
    return [Item(str(n), (heading,), tuple(spans)) for n, (heading, spans) in enumerate(found, 1)]


def whole(letter: Letter) -> list[Item]:
    """Return the one answer of a letter that does not repeat the request, or [] where nothing is answered."""
    spans = [
        inner(letter.paragraphs[i])
        if _bare(letter.paragraphs[i])
        else (letter.paragraphs[i].start, letter.paragraphs[i].end)
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
        question = _asked_in_passing(letter) or _asked_in_quoted_mail(letter)
        spans = _behind(letter.text, spans, question) or spans
    if not spans and question:
        text = [s for s in question if answers(letter.text[s[0] : s[1]])]
        return [Item("1", tuple(s for s in question if s not in text), tuple(text))]
    return [Item("1", question, tuple(spans))] if spans else []


def _behind(text: str, spans: list[Span], question: tuple[Span, ...]) -> list[Span]:
    """Return the answer without the sentence that tells the request."""
    out = []
    for start, end in spans:
        told = next((stop for begin, stop in question if start <= begin < end), None)
        if told is not None:
            rest = re.compile(r"[\"”’]?[.,]?\s*").match(text, told)
            start = rest.end() if rest else told
        if start < end:
            out.append((start, end))
    return out


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


def _asked_in_quoted_mail(letter: Letter) -> tuple[Span, ...]:
    """Return the paragraphs of the quoted mail that ask, or ()."""
    quoted = [p for p, zone in zip(letter.paragraphs, letter.zones, strict=True) if zone is Zone.QUOTED_MAIL]
    return tuple(inner(p) for p in quoted if _is_asked(p.body) and not sounds_like("mail_header", p.flat))


def _asked_in_passing(letter: Letter) -> tuple[Span, ...]:
    """Return the request that the opening tells in a sentence ("you wrote to us asking for ..."), or ()."""
    for i in letter.body[:8]:
        paragraph = letter.paragraphs[i]
        match = _PASSING.search(letter.text, paragraph.start, paragraph.end)
        if match and len(match["q"]) > 12:
            return ((match.start("q"), match.end("q")),)
    return ()
