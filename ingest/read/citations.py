"""Citations: every provision of an access law a letter names, parsed into the law's own numbers.

The grammar reads a head ("section", "s.", "regs"), a number with its brackets, and a list of further numbers or
brackets. What it reads is looked up in the law tables: a number the law does not have is no citation. Surface forms
come from published letters; the provisions from the statutes (see corpus/tables/provisions.csv).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.law import Provision, find, is_ground, section_of
from corpus.records import Law
from ingest.read.bare_numbers import speaks_of_access
from ingest.read.statutes import Family, act_named_after, other_statute

_UNITS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_TENS = ("twenty", "thirty", "forty")
_NUMBER_WORDS = {"twelve": "12", "fourteen": "14", "thirteen": "13", "fifteen": "15"} | {
    word: str(number)
    for tens, base in zip(_TENS, (20, 30, 40), strict=True)
    for word, number in [
        (tens, base),
        *((f"{tens}{dash}{unit}", base + i) for dash in " -" for i, unit in enumerate(_UNITS, 1)),
    ]
}
_WORD_NUMBERS = f"(?:{'|'.join(sorted(_NUMBER_WORDS, key=len, reverse=True))})"
_WORDED = re.compile(_WORD_NUMBERS, re.IGNORECASE)
_BRACKET = r"[(\[]\s{0,2}(?:\d{1,2}[A-Za-z]{0,2}|[A-Za-z]{1,4}(?:\s?[-–]\s?[a-z]{1,4})?)\s{0,2}[)\]]"
_BRACKETS = rf"(?:\s{{0,2}}{_BRACKET}){{0,5}}"
_SECTION_HEAD = (
    r"(?:sub-?\s?)?se?c+t?i?o?ns?\b\.?|seciton?s?\b|sections?(?=\d)|secs?\.|exemptions?|ss?\.?(?=\s{0,2}\d)|"
    r"s\.\s?(?=\d)|adran(?:nau)?|paragraph(?=\s+\d{2}\s?\()"
)
_REGULATION_HEAD = r"regulations?|regs?\b\.?|regs?\.?(?=\d)|exceptions?|rheoliad(?:au)?"
_LAW_HEAD = (
    r"(?:FOIA|FOISA|FOI(?:\s+Act)?|EIRs?|EISRs?|EI\(S\)R)(?:\s+2000|\s+2002|"
    r"\s+2004)?[\s:,\-–]{1,3}(?=\d{1,2}[A-Z]?\s?\()"
)
_HEAD = re.compile(
    rf"(?<![\w'’£.])(?:(?P<section>{_SECTION_HEAD})|(?P<regulation>{_REGULATION_HEAD})|"
    rf"(?P<law>{_LAW_HEAD}))[\s:\-–,]{{0,4}}"
    rf"(?:(?:no|number)\.?\s?)?(?=\d{{1,2}}(?:of|of\s|\s?[A-Za-z])?\b|\d{{1,2}}[A-Za-z]?[(\s]|"
    rf"\d{{1,2}}of\b|(?:{'|'.join(_NUMBER_WORDS)})\b)",
    re.IGNORECASE,
)
_NUMBER = re.compile(
    rf"(?P<n>\d{{1,2}}[A-Da-d](?!\w)|\d{{1,2}}\s[A-D](?=\()|"
    rf"\d{{1,2}}(?!\d))(?P<dots>(?:\.\d{{1,2}})?)(?P<loose>\s\d(?=\([a-z]\)))?(?P<b>{_BRACKETS})"
)
_MORE = re.compile(
    rf"\s{{0,2}}(?P<sep>,\s?(?:and|or|&)|[,;&/+]|and/or|\band\b|\bor\b|\bto\b|as\s+well\s+as|"
    rf"together\s+with|[-–](?=\s?[\d(]))\s{{0,2}}"
    rf"(?:also\s+|with\s+|under\s+|the\s+)?(?P<head>(?:{_SECTION_HEAD}|"
    rf"{_REGULATION_HEAD})\s{{0,2}})?(?P<target>(?=\d{{1,2}}|[(\[]))",
    re.IGNORECASE,
)
_BARE = re.compile(r"(?<![\w(.,£/:\-])\d{2}[A-D]?\s?\((?:\d{1,2}[A-Z]{0,2}|[a-z])\)(?!\.?\d)")
_LINE_END = re.compile(r"(?<![,;&])\n")  # a list that is broken after a comma goes on
_REFUSING = re.compile(
    r"exempt|withh[eo]ld|refus|redact|nor deny|exception|rely|relied|applies|applied|foi", re.IGNORECASE
)
_ONLY_BRACKETS = re.compile(rf"{_BRACKET}(?:\s{{0,2}}{_BRACKET}){{0,3}}")
_UNIT = re.compile(
    r"\s?(?:%|st\b|nd\b|rd\b|th\b|working|days?\b|hours?\b|years?\b|months?\b|weeks?\b|staff|people|"
    r"officers|pages?|million|"
    r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)\w*\b|\d|:\d|/\d|\.\d|,\d{3})",
    re.IGNORECASE,
)
_WIDEST = 8  # sections that a range of them spans
_POSTCODE = re.compile(r"[Ss]\d{1,2}\s?\d[A-Z]{2}\b")
_PIECES = re.compile(r"[(\[]\s{0,2}([0-9A-Za-z]+)[^)\]]*[)\]]")


@dataclass(frozen=True, slots=True)
class Found:
    """A provision read in a text.

    `[start:end)` covers the head for the first of a list, the bare number for the rest.
    """

    provision: Provision
    start: int
    end: int


def find_citations(text: str, family: Family) -> list[Found]:
    """Return the provisions named in `text`, left to right.

    `family` says which Act a bare section and which Regulations a bare regulation belong to. Numbers of other statutes,
    postcodes, and numbers no access law has are left out, and so are bare numbers of which neither their own sentence
    nor the rest of the letter tells that they are of an access law. No citation gives [].
    """
    found: list[Found] = []
    others: list[tuple[int, int]] = []  # numbers of other statutes
    doubtful: list[Found] = []  # bare numbers whose sentence does not tell what they are of
    position = 0
    while (head := _HEAD.search(text, position)) is not None:
        position = head.end()
        if _POSTCODE.match(text, head.start()):
            continue
        group = list(_read_list(text, head))
        if not group:
            continue
        last = group[-1].end
        position = max(position, last)
        if (
            head["section"]
            and head["section"].lower() == "paragraph"
            and not _REFUSING.search(_line_around(text, head))
        ):
            continue
        if other_statute(text, head.start(), last) and not _under_its_title(text, last, group, family):
            others.append((head.start(), last))
            continue
        named = act_named_after(text, last)
        read = [f for f in (_resolve(item, family, named) for item in group) if f is not None]
        bare = named is None and not any("(" in item.number for item in group)
        (doubtful if bare and not speaks_of_access(text, head.start(), last) else found).extend(read)
    settled = {section_of(f.provision.id) for f in found}
    found += [f for f in doubtful if section_of(f.provision.id) in settled]
    taken = sorted([*((f.start, f.end) for f in found), *others])
    return sorted([*found, *_bare(text, family, taken)], key=lambda f: f.start)


def _line_around(text: str, head: re.Match[str]) -> str:
    """Return the words on either side of a head that may tell whether it is of a refusal or of some other document."""
    return text[max(0, head.start() - 80) : head.end() + 80]


def _under_its_title(text: str, end: int, group: list[_Read], family: Family) -> bool:
    """Tell whether a number is followed by the law's own title of it: "Section 30 Investigations and proceedings"."""
    provision = find(family.act, group[-1].number)
    return provision is not None and text[end : end + 40].lstrip(" -–:,").lower().startswith(
        provision.title[:14].lower()
    )


def only_scottish_numbers(text: str) -> bool:
    """Tell whether the sections of a text that names no law fit the Scottish Act better: only it has a 30(b)(ii)."""
    fits = {Law.FOIA: 0, Law.FOISA: 0}
    for head in _HEAD.finditer(text):
        for read in _read_list(text, head):
            if not read.regulation and "(" in read.number:
                for law in fits:
                    fits[law] += find(law, read.number) is not None
    return fits[Law.FOISA] > fits[Law.FOIA]


def _bare(text: str, family: Family, taken: list[tuple[int, int]]) -> Iterator[Found]:
    """Yield grounds given as numbers alone ("withheld - 31(1)(a)"), on lines that refuse, just as the law has them."""
    starts = [start for start, _ in taken]  # in order, and none overlaps the next
    for match in _BARE.finditer(text):
        before = bisect_left(starts, match.end()) - 1  # the last citation that begins before this number ends
        if before >= 0 and taken[before][1] > match.start():
            continue
        line = _LINE_END.split(text[max(0, match.start() - 160) : match.start()])[-1]
        if not _REFUSING.search(line):
            continue
        numbered = _NUMBER.match(text, match.start())
        for number, begin, end in _numbers(numbered) if numbered else ():
            for law in (family.act, family.regulations):
                provision = find(law, number)
                if provision is not None and is_ground(provision):
                    start = match.start() if begin is None else begin
                    yield Found(provision, start, end)
                    break


@dataclass(frozen=True, slots=True)
class _Read:
    number: str
    start: int
    end: int
    regulation: bool | None  # None: the head names the law, not the kind
    head: str


def _read_list(text: str, head: re.Match[str]) -> Iterator[_Read]:
    """Yield the numbers behind a head, as far as its list goes on; () where no number follows."""
    regulation = None if head["law"] else bool(head["regulation"])
    word = (head["section"] or head["regulation"] or head["law"] or "").strip().lower()
    at, start = head.end(), head.start()
    words = _WORDED.match(text, at)
    if words:
        stem = _NUMBER_WORDS[words.group().lower()]
        brackets = _ONLY_BRACKETS.match(text, words.end())
        tail = "".join(f"({m[1].lower()})" for m in _PIECES.finditer(brackets.group())) if brackets else ""
        yield _Read(stem + tail, start, brackets.end() if brackets else words.end(), regulation, word)
        return
    number = ""
    last = ""
    ranged = False
    while (match := _NUMBER.match(text, at)) is not None and not (_UNIT.match(text, match.end()) and not match["b"]):
        for number, begin, end in _numbers(match):
            between = _between(last, number) if ranged else ()
            yield from (_Read(n, start if begin is None else begin, end, regulation, word) for n in between)
            yield _Read(number, start if begin is None else begin, end, regulation, word)
        at = match.end()
        more = _MORE.match(text, at)
        while more is not None and (brackets := _ONLY_BRACKETS.match(text, more.end())) is not None:
            sibling = _beside(number, brackets.group())
            if sibling is None:
                return
            between = _between(number, sibling) if _is_range(more) else ()
            yield from (_Read(n, brackets.start(), brackets.end(), regulation, word) for n in between)
            number = sibling
            yield _Read(number, brackets.start(), brackets.end(), regulation, word)
            at = brackets.end()
            more = _MORE.match(text, at)
        if more is None:
            return
        if more["head"]:
            regulation = more["head"].lower().startswith(("reg", "exception", "rheol"))
        ranged, last = _is_range(more), number
        start = more.end()
        if more["head"]:
            start = more.start("head")
        at = more.end()


def _is_range(more: re.Match[str]) -> bool:
    """Tell whether what goes on a list is "to" or a dash."""
    return more["sep"].strip().lower() in ("to", "-", "–")


def _between(first: str, last: str) -> list[str]:
    """Return the numbers between the ends of a range: 31 between 30 and 32, (b) between (a) and (c)."""
    if first.isdigit() and last.isdigit():
        return [str(n) for n in range(int(first) + 1, int(last))] if int(last) <= int(first) + _WIDEST else []
    one, two = re.fullmatch(r"(.*)\(([a-z])\)", first), re.fullmatch(r"(.*)\(([a-z])\)", last)
    if not one or not two or one[1] != two[1]:
        return []
    return [f"{one[1]}({chr(c)})" for c in range(ord(one[2]) + 1, ord(two[2]))]


def _numbers(match: re.Match[str]) -> Iterator[tuple[str, int | None, int]]:
    """Yield the numbers of one bracket run: "31(1)(a)(b)" is 31(1)(a) and, beside it, 31(1)(b)."""
    base = match["n"].replace(" ", "").upper()
    pieces = [(m[1], m.start(), m.end()) for m in _PIECES.finditer(match["b"])]
    offset = match.start("b")
    number = base
    if match["dots"]:
        number += f"({match['dots'][1:]})"
    if match["loose"]:
        number += f"({match['loose'].strip()})"
    end = match.start("b")
    begin: int | None = None
    kinds: list[str] = []
    for piece, start, stop in pieces:
        kind = "digit" if piece[0].isdigit() else "letter"
        if kinds and kind == "letter" and kinds[-1] == "letter" and not _roman(piece):
            yield number, begin, end
            begin = offset + start
            number = number[: number.rindex("(")]
            kinds.pop()
        number += f"({piece.lower()})"
        kinds.append(kind)
        end = offset + stop
    yield number, begin, end


def _roman(piece: str) -> bool:
    return re.fullmatch(r"[ivx]+", piece.lower()) is not None


def _beside(number: str, brackets: str) -> str | None:
    """Return the number that lone brackets mean after `number`: "(f)" after 12(5)(e) is 12(5)(f)."""
    pieces = [m[1] for m in _PIECES.finditer(brackets)]
    if not pieces or not number:
        return None
    tail = "".join(f"({piece.lower()})" for piece in pieces)
    parts = re.findall(r"\([^)]*\)", number)
    stem = number[: number.index("(")] if parts else number
    for keep in range(len(parts) - 1, -1, -1):
        dropped = parts[keep][1:-1]
        same = dropped[0].isdigit() == pieces[0][0].isdigit() and (
            dropped[0].isdigit() or _roman(dropped) == _roman(pieces[0]) or len(dropped) == 1
        )
        if same:
            candidate = stem + "".join(parts[:keep]) + tail
            if any(find(law, candidate) for law in Law):
                return candidate
    candidate = number + tail
    return candidate if any(find(law, candidate) for law in Law) else None


def _resolve(read: _Read, family: Family, named: Law | None) -> Found | None:
    """Return the provision that a number read means, or None where the law has no such number."""
    regulation = read.head.startswith("ei") if read.regulation is None else read.regulation
    law = family.regulations if regulation else family.act
    names_regulations = named in (Law.EIR, Law.EISR)
    if named is not None and (
        names_regulations is regulation
        or read.head.startswith(("exemption", "exception"))
        or (names_regulations and read.head.startswith("section"))  # "section 12(5)(e) of the EIR": a slip of the pen
    ):
        law = named
    own = family.regulations if regulation else family.act
    if named is Law.EIR and own is Law.EISR:
        law = own  # "of the EIRs" in a Scottish letter means Scotland's
    if named is not None and own is not named and find(named, read.number) is None and find(own, read.number):
        law = own  # "exception 10(4)(a) of the EIRs" in a Scottish letter
    provision = find(law, read.number)
    if provision is None and named is None and "(" in read.number and read.head.startswith(("exempt", "except")):
        other = {Law.FOIA: Law.EIR, Law.FOISA: Law.EISR, Law.EIR: Law.FOIA, Law.EISR: Law.FOISA}[law]
        provision = find(other, read.number)  # "exemption 12(5)(e)": only the Regulations have it
    if provision is None:
        provision = _nearest(law, read.number)
    if provision is None:
        return None
    return Found(provision, read.start, read.end)


def _nearest(law: Law, number: str) -> Provision | None:
    """Find a number, or the nearest one above it that the law has."""
    provision = find(law, number)
    while provision is None and number.endswith(")"):
        number = number[: number.rindex("(")]
        provision = find(law, number)
    return provision
