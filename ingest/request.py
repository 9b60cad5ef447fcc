"""Split a pasted request into its questions: the one function of reading that the site and `foilog check` call.

What surrounds the questions (greeting, courtesies, law recited, the format wanted, signature) is set aside and
returned, so that it can be shown and never matched. Nothing is kept.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.errors import ExtractError, IngestError
from ingest.extract import extract_bytes
from ingest.extract.sniff import TXT, sniff
from ingest.extract.text import decode
from ingest.request_sentences import ASKS_WORD, WANTS, WORD, is_asking, is_boilerplate, request_cues, sentences
from ingest.sandbox import LimitedPool

UPLOAD_SECONDS = 15.0
LONGEST = 200_000  # characters that are read: a request is a few pages
MOST_PARTS = 150
LONGEST_PART = 5_000
LONGEST_LEAD = 400
_POINTS_BACK = re.compile(
    r"\b(?:it|its|this|that|these|those|they|them|their|such|the (?:system|contract|software|same|above))\b",
    re.IGNORECASE,
)
_GREETED = re.compile(
    r"(?:dear [^,?.]{2,40}|hello|hi|good (?:morning|afternoon|evening))(?: there| all| team)?[,.!-]\s+(?=\w)",
    re.IGNORECASE,
)
_HUNDREDS = re.compile(r"^\(?(?P<n>\d{3})[.)]\s+(?=\w)", re.MULTILINE)
_LISTED = re.compile(r"(?P<lead>[^:;?]{0,200}):\s*(?P<items>[^;?]+(?:;[^;?]+)+)")
_SUBJECT = re.compile(r"(?:subject|re)\s*:\s*(?P<subject>\S.{2,200})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Part:
    """One question of a request: its label as printed, bare, or its place; its text; the lead it stands under."""

    number: str
    text: str
    context: str = ""


@dataclass(frozen=True, slots=True)
class SplitRequest:
    """A request taken apart. `cut` tells that it was longer than what is read."""

    parts: tuple[Part, ...]
    ignored: tuple[str, ...]
    cut: bool = False


@dataclass
class _Draft:
    number: str
    text: str
    context: str
    printed: bool  # its number stands in the letter


def split_request(text: str, subject: str = "") -> SplitRequest:
    """Return the questions of a request in order, and what was set aside.

    A printed list gives a part an item, with its lettered items as parts of their own; a request without a list gives a
    part a question. `subject` is the subject line where the request came as mail: what a part such as "Who supplies
    it?" hangs on when no lead says it. A text without any question is one part; one of courtesies only has none.
    """
    # Here and not above: the reader's package loads spaCy, and starting the site or asking for help must not.
    from ingest.read.normalise import normalise
    from ingest.read.paragraphs import number_loosely, split_paragraphs

    clean = _HUNDREDS.sub(lambda match: f"\n{match.group()}", normalise(text[:LONGEST]))  # each a paragraph of its own
    splitter = _Splitter(subject)
    for paragraph in number_loosely(split_paragraphs(clean)):
        splitter.take(paragraph.flat, paragraph.body, paragraph.gap, paragraph.label)
    return splitter.result(cut=len(text) > LONGEST)


class _Splitter:
    """Takes the paragraphs of a request in order."""

    def __init__(self, subject: str) -> None:
        self._subject = _subject(subject)
        self._drafts: list[_Draft] = []
        self._ignored: list[str] = []
        self._lead = ""
        self._lead_used = True
        self._signed = self._closed = False
        self._letters: list[str] = []  # the number that lettered items belong to, and its text

    def take(self, flat: str, body: str, gap: bool, label: object) -> None:
        """Take one paragraph: `body` is its text behind a printed label."""
        from ingest.read.labels import Label, Role

        assert label is None or isinstance(label, Label)
        if request_cues().closing.search(flat) and len(flat) < 60:
            # What follows a signature is the writer's name and address, unless nothing was asked yet.
            self._signed, self._closed = True, bool(self._drafts or self._lead)
            self._ignored.append(flat)
            return
        if self._closed or (self._signed and label is None and len(flat) < 60 and "?" not in flat):
            self._ignored.append(flat)
            return
        if not self._subject and (match := _SUBJECT.match(flat)):
            self._subject = _subject(match["subject"])
        if (greeted := _GREETED.match(body)) and not label:
            self._ignored.append(greeted.group().strip())
            body = flat = body[greeted.end() :]
        if (
            label is None and (match := _HUNDREDS.match(flat)) and self._letters
        ):  # letters do not count so far; requests do
            label, body = Label(Role.NUMBER, (match["n"],), ".", match.end()), flat[match.end() :]
        numbered = label is not None and label.role in (Role.NUMBER, Role.QUESTION) and bool(label.numbers)
        lettered = label is not None and label.role in (Role.LETTER, Role.ROMAN)
        listed = label is not None
        kept = [s for s in sentences(body if listed else flat) if not self._set_aside(s)]
        if not kept:
            return
        text = " ".join(kept)
        if numbered and label is not None:
            self._letters = [label.numbers[0].lower(), text]
            self._add(label.numbers[0].lower(), text, self._lead, printed=True)
        elif lettered and label is not None:
            self._add_lettered(label.numbers[0].lower(), text)
        elif listed:
            self._add_bullet(text)
        elif self._goes_on(gap):
            self._drafts[-1].text += f" {text}"
            if self._letters:
                self._letters[1] += f" {text}"
        else:
            self._add_prose(kept)

    def _set_aside(self, sentence: str) -> bool:
        if not is_boilerplate(sentence):
            return False
        self._ignored.append(sentence)
        return True

    def _goes_on(self, gap: bool) -> bool:
        """Tell whether a paragraph without a label belongs to the item before it: no blank line parts them."""
        return not gap and bool(self._drafts) and self._drafts[-1].printed

    def _add(self, number: str, text: str, context: str, *, printed: bool) -> None:
        self._lead_used = True
        if self._drafts and _POINTS_BACK.search(text):
            context = f"{context} {self._drafts[-1].text}".strip()
        self._drafts.append(_Draft(number, text, context, printed))

    def _add_lettered(self, letter: str, text: str) -> None:
        """Add an item such as "b)": part of the number above it, which then is its lead."""
        if self._letters:
            number, stem = self._letters
            asks = "?" in stem or ASKS_WORD.search(stem) or WANTS.search(stem)
            heads = stem.rstrip().endswith((":", "-", "–")) or not asks
            if self._drafts and self._drafts[-1].number == number and heads:
                self._drafts.pop()  # "2. For each system, please state:" asks nothing by itself, "2. Telephony" neither
            self._add(number + letter, text, f"{self._lead} {stem}".strip(), printed=True)
        else:
            self._add(letter, text, self._lead, printed=True)

    def _add_bullet(self, text: str) -> None:
        """Add a bullet: a detail of the number it stands under, or a part of its own."""
        if self._letters and self._drafts and self._drafts[-1].text.rstrip().endswith((":", ";", ",", "-", "–")):
            self._drafts[-1].text += f" {text.rstrip('.;,')};"
        else:
            self._add("", text, self._lead, printed=False)

    def _add_prose(self, kept: Sequence[str]) -> None:
        """Add the questions of a paragraph without a label; what does not ask is the lead of what follows."""
        self._letters = []
        for sentence in kept:
            listed = _LISTED.fullmatch(sentence)
            if listed:
                self._take_lead(listed["lead"])
                for item in listed["items"].split(";"):
                    self._add("", item.strip(" ."), self._lead, printed=False)
            elif is_asking(sentence):
                self._add("", sentence, self._lead, printed=False)
            else:
                self._take_lead(sentence)

    def _take_lead(self, sentence: str) -> None:
        """Take what the following parts stand under; leads in a row are one."""
        if is_boilerplate(sentence):
            return
        before = "" if self._lead_used else f"{self._lead} "
        if self._lead_used:
            self._drop_lead()
        self._lead, self._lead_used = f"{before}{sentence}"[-LONGEST_LEAD:], False

    def _drop_lead(self) -> None:
        """Set a lead aside that no part stands under."""
        if not self._lead_used:
            self._ignored.append(self._lead)

    def result(self, *, cut: bool) -> SplitRequest:
        """Return what was found."""
        drafts = self._drafts
        if not drafts and self._lead:
            drafts = [_Draft("", self._lead, "", printed=False)]
        else:
            self._drop_lead()
        drafts = [d for d in drafts if WORD.search(d.text)]
        return SplitRequest(
            tuple(self._numbered(drafts[:MOST_PARTS])),
            tuple(dict.fromkeys(self._ignored)),
            cut or len(drafts) > MOST_PARTS,
        )

    def _numbered(self, drafts: Sequence[_Draft]) -> list[Part]:
        """Number the parts without a printed label, so that each number stands once."""
        taken = {draft.number for draft in drafts if draft.number}
        used: set[str] = set()
        parts: list[Part] = []
        place = 0
        for draft in drafts:
            number = draft.number
            if not number or number in used:
                place += 1
                while str(place) in taken | used:
                    place += 1
                number = str(place)
            used.add(number)
            text = draft.text[:LONGEST_PART].rstrip(" ;,")
            before = parts[-1].text if parts else ""
            parts.append(Part(number, text, draft.context or self._subject or before))
        return parts


def _subject(line: str) -> str:
    """Return what a subject line says a request is about, "" where it only says that it is one."""
    bare = re.sub(r"^(?:(?:re|fw|fwd)\s*:\s*)+", "", line.strip(), flags=re.IGNORECASE)
    return "" if is_boilerplate(bare) else bare


def read_request(data: bytes, name: str) -> tuple[str, str]:
    """Return the text and the subject line of a request that came as a file, in any format that ingest reads.

    Plain text is decoded here. Any other format is hostile input until read: a limited child process reads it.

    Raises:
        IngestError: it cannot be read, or holds no text; the message says what to do.
    """
    if data.strip() and sniff(data, name) == TXT:
        return decode(data), ""
    with LimitedPool(
        "ingest.request:extract_request", workers=1, seconds=UPLOAD_SECONDS, name=lambda item: str(item[1])
    ) as pool:
        for _, result in pool.imap([(data, name)]):
            if isinstance(result, IngestError):
                raise result
            text, subject = result
            if not text.strip():
                raise ExtractError(
                    "empty",
                    f"{name}: holds no text; it may be a scan. Paste the words, or send a copy with a text layer.",
                )
            return text, subject
    raise ExtractError("unreadable", f"{name}: could not be read. Paste the words instead.")


def extract_request(item: tuple[bytes, str]) -> tuple[str, str]:
    """Return the text and the subject of one file, in the child process. A mail without words is its attachments."""
    data, name = item
    document = extract_bytes(data, name)
    text = document.text
    if not text.strip():
        text = "\n\n".join(attachment.text for attachment in document.attachments)
    return text, document.headers.get("subject", "")
