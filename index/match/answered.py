"""Has this been answered before? The parts of a request with their verdicts, matches, and what follows from them."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any, Protocol

from corpus.authorities import by_name
from corpus.catalogue import Catalogue
from corpus.datadir import DataDir
from index.errors import SearchIndexError
from index.match import files
from index.match.arrays import Arrays
from index.match.boilerplate import without_boilerplate
from index.match.build import fingerprint
from index.match.encoder import Encoder, ModelAbsentError, load_encoder, model_fingerprint
from index.match.formula import Formula, formula
from index.match.matcher import DIGITS, Match, match
from index.match.past import PastAnswer, read_answers
from index.match.terms import stems
from index.match.texts import Question
from index.match.thesaurus import concepts, rows

DEFAULT_LIMIT, MOST_MATCHES = 5, 50
LOOKED_AT = 60  # matches a part: those of one request sent to many bodies are told together
SPARE = 5  # matches beyond the limit, for those that were withdrawn since the index was made
EXCERPT = 280  # characters of an answer
# How old an answer may be to point to it instead of answering again. The law sets no age: section 21 asks whether the
# information is reasonably accessible, and what was asked may ask for today's figures. Both are shown, not decided.
RECENT_MONTHS, OLD_MONTHS = 24, 60
SURE = 0.96  # the score an answer must have to be pointed to, and no word more where it is worded alike
VERDICTS = {
    "same_question": "answered",
    "similar_question": "similar",
    "related_topic": "related",
    None: "no_close_match",
}
GIVEN = frozenset({"disclosed", "partly_disclosed", "already_published"})


class AskedPart(Protocol):
    """What is matched of one part of a request."""

    @property
    def number(self) -> str: ...
    @property
    def text(self) -> str: ...
    @property
    def context(self) -> str: ...


@dataclass(frozen=True, slots=True)
class AnswerFound:
    """One earlier answer to a part. `route` is what an officer may do with it: see `_route`."""

    disclosure: str
    reference: str | None
    question: str
    authority: str | None
    responded_on: str | None
    age_months: int | None
    outcome: str
    provisions: tuple[str, ...]
    score: float
    strength: str
    close: bool
    route: str
    why: tuple[str, ...]
    question_text: str
    answer_excerpt: str
    url: str


@dataclass(frozen=True, slots=True)
class Group:
    """The same question put to several bodies: what each did, the newest answer first."""

    question_text: str
    answers: tuple[AnswerFound, ...]
    outcomes: dict[str, int]
    provisions: dict[str, int]


@dataclass(frozen=True, slots=True)
class PartChecked:
    """One part of the request. `matches` are the nearest; where the verdict is no_close_match none is close."""

    number: str
    text: str
    verdict: str
    matches: tuple[AnswerFound, ...]
    groups: tuple[Group, ...] = ()


@dataclass(frozen=True, slots=True)
class Checked:
    """A whole request, checked."""

    parts: tuple[PartChecked, ...]
    ignored: tuple[str, ...]
    notices: tuple[str, ...] = ()
    authority: str | None = None

    def as_json(self) -> dict[str, Any]:
        """Return the object of `foilog check --json` and of the API."""
        return asdict(self)


@dataclass
class Answered:
    """Checks requests against one data directory. Thread-safe; a new index is picked up as soon as it is there."""

    data: DataDir
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _arrays: Arrays | None = None
    _stamp: tuple[int, int] | None = None
    _encoder: Encoder | None = None
    _why_no_model: str | None = None

    def check(
        self,
        parts: Sequence[AskedPart],
        ignored: Sequence[str] = (),
        *,
        authority: str | None = None,
        limit: int = DEFAULT_LIMIT,
        notices: Sequence[str] = (),
        today: date | None = None,
    ) -> Checked:
        """Return the verdict and the matches of each part, best first.

        `authority` is preferred, not required: of answers alike, its own comes first.

        Raises:
            SearchIndexError: the match index was not built, or is not of this version.
            CatalogueError: nothing was ingested.
        """
        arrays, encoder = self._ready()
        authority = _known_as(arrays, authority)
        chosen = formula(encoder is not None)
        asked = [without_boilerplate(part.text, arrays.boilerplate) for part in parts]
        questions = [Question.printed(text, part.context) for text, part in zip(asked, parts, strict=True)]
        found = match(arrays, questions, encoder, authority, max(limit, LOOKED_AT))
        day = today or date.today()
        with Catalogue.open(self.data, readonly=True) as catalogue:
            checked = [
                _part(part, question, _shown(arrays, catalogue, _near(matches, limit)), chosen, authority, limit, day)
                for part, question, matches in zip(parts, questions, found, strict=True)
            ]
            behind = catalogue.revision != arrays.built.revision
        said = [*notices, *self._notices(arrays, behind)]
        return Checked(tuple(checked), tuple(ignored), tuple(said), authority)

    def _ready(self) -> tuple[Arrays, Encoder | None]:
        path = files.match_path(self.data)
        with self._lock:
            stamp = files.stamp(path)
            if self._arrays is None or stamp != self._stamp:
                built = files.read_built(path)
                if built is None or built.made_by != fingerprint():
                    raise files.unusable(path)
                try:
                    self._arrays, self._stamp = Arrays(path, built), stamp
                except (OSError, ValueError) as error:
                    raise SearchIndexError(f"{path}: cannot be read ({error}); run `foilog index --rebuild`") from error
            if self._encoder is None and self._why_no_model is None:
                try:
                    self._encoder, self._why_no_model = load_encoder(), ""
                except ModelAbsentError as error:
                    self._why_no_model = str(error)
            usable = self._arrays.built.model == model_fingerprint()
            return self._arrays, self._encoder if usable else None

    def _notices(self, arrays: Arrays, behind: bool) -> list[str]:
        said = (
            ["Some answers came in or changed since the last `foilog index` and are not compared yet."]
            if behind
            else []
        )
        why = self._why_no_model or arrays.built.why_no_model
        if not why and arrays.built.model != model_fingerprint():
            why = "the sentence model is another one than the index was made with; run `foilog index`"
        return [*said, f"Only words were compared, not meanings: {why}."] if why else said


def _known_as(arrays: Arrays, name: str | None) -> str | None:
    """Return an authority's name as its answers give it, where it has any; else the name as it came."""
    wanted = " ".join((name or "").split())
    if not wanted or wanted in arrays.authorities:
        return wanted or None
    by_folded = {known.casefold(): known for known in arrays.authorities}
    listed = by_name(wanted)
    return by_folded.get(wanted.casefold()) or (listed.name if listed else wanted)


def _near(matches: Sequence[Match], limit: int) -> list[Match]:
    """Return the matches that may be told: the first ones, some to spare, and what else answers the same questions."""
    questions = {m.question for m in matches[:limit]}
    return [m for place, m in enumerate(matches) if place < limit + SPARE or m.question in questions]


def _shown(arrays: Arrays, catalogue: Catalogue, matches: Sequence[Match]) -> list[tuple[Match, PastAnswer]]:
    """Return the matches that may be seen now, each with its answer."""
    keys = [(arrays.disclosures[arrays.disclosure_of[m.answer]], int(arrays.position[m.answer])) for m in matches]
    answers = read_answers(catalogue, keys)
    return [(m, answers[key]) for m, key in zip(matches, keys, strict=True) if key in answers]


def _part(
    part: AskedPart,
    question: Question,
    shown: Sequence[tuple[Match, PastAnswer]],
    chosen: Formula,
    authority: str | None,
    limit: int,
    today: date,
) -> PartChecked:
    found = [_answer(question, m, past, chosen, authority, today) for m, past in shown]
    # An authority that is preferred puts its answers first; it makes none of them answer more than it does.
    best = chosen.strength(max((m.unpreferred for m, _ in shown), default=0.0))
    return PartChecked(part.number, part.text, VERDICTS[best], tuple(found[:limit]), _groups(shown, found))


def _answer(
    question: Question, m: Match, past: PastAnswer, chosen: Formula, authority: str | None, today: date
) -> AnswerFound:
    strength = chosen.strength(m.unpreferred)
    months = _months_since(past.responded_on, today)
    return AnswerFound(
        disclosure=past.disclosure,
        reference=past.reference,
        question=past.number,
        authority=past.authority,
        responded_on=past.responded_on,
        age_months=months,
        outcome=past.outcome,
        provisions=past.provisions,
        score=round(m.score, DIGITS),
        strength=strength or "related_topic",
        close=strength is not None,
        route=_route(past, strength, months, authority, sure=_is_sure(question, m, past)),
        why=why(question, past),
        question_text=past.question,
        answer_excerpt=excerpt(past.answer),
        url=f"/disclosures/{past.disclosure}" + (f"#q{past.number}" if past.number else ""),
    )


def _is_sure(question: Question, m: Match, past: PastAnswer) -> bool:
    """Tell whether an earlier answer is surely to the same question.

    Of two questions worded alike, one word more may turn the meaning ("cancelled" for "issued"), whatever the score.
    """
    if m.same_words:
        return True
    told = Question(past.question, past.title)
    shared = question.concepts.subjects & told.concepts.subjects | question.concepts.aspects & told.concepts.aspects
    named = {stem for row in shared for name in rows()[row].names for stem in name}
    alike = question.terms & told.terms
    left = {term for term in question.terms - told.terms - named if not term.isdigit()}
    return m.unpreferred >= SURE and not (left and len(alike) >= len(left))


def _route(past: PastAnswer, strength: str | None, months: int | None, authority: str | None, *, sure: bool) -> str:
    """Return what to do with an earlier answer, in one word.

    `point_to`: surely the same question, information was given, by this authority where one is named, and not long
    ago: what is published need not be answered again (section 21 of FOIA, regulation 6(1)(b) of the EIR).
    `ask_again`: so old that the information has likely changed. `consider`: anything else that is close.
    """
    if strength is None:
        return "none"
    if months is not None and months > OLD_MONTHS:
        return "ask_again"
    own = authority is None or past.authority == authority
    given = past.outcome in GIVEN
    if sure and own and given and months is not None and months <= RECENT_MONTHS:
        return "point_to"
    return "consider"


def _months_since(day: str | None, today: date) -> int | None:
    try:
        answered = date.fromisoformat(day or "")
    except ValueError:
        return None
    return max(0, (today.year - answered.year) * 12 + today.month - answered.month - (today.day < answered.day))


def why(question: Question, past: PastAnswer) -> tuple[str, ...]:
    """Return what the two have in common: subjects and aspects by name, then words as they were asked, six at most."""
    asked, told = question.concepts, concepts(f"{past.title} {past.question}")
    shared = (asked.subjects & told.subjects) | (asked.aspects & told.aspects)
    said = [row.says for row in rows().values() if row.id in shared]
    held = set(stems(past.question)) | set(stems(past.title))
    covered = {stem for name in said for stem in stems(name)}
    words = [
        bare.casefold()
        for word in question.said.split()
        if (bare := word.strip(".,;:?!()\"'“”‘’"))
        and (own := set(stems(bare)) & question.terms)
        and own <= held
        and not own <= covered
    ]
    return tuple(dict.fromkeys([*said, *words]))[:6]


def excerpt(answer: str) -> str:
    """Return the beginning of an answer on one line, cut at a word."""
    flat = " ".join(answer.split())
    if len(flat) <= EXCERPT:
        return flat
    return flat[:EXCERPT].rsplit(" ", 1)[0].rstrip(" ,;:") + " …"


def _groups(shown: Sequence[tuple[Match, PastAnswer]], found: Sequence[AnswerFound]) -> tuple[Group, ...]:
    """Return the close questions that were put, word for word, to two bodies or more."""
    by_question: dict[int, list[AnswerFound]] = {}
    for (m, _), answer in zip(shown, found, strict=True):
        if answer.strength != "related_topic":
            by_question.setdefault(m.question, []).append(answer)
    groups = []
    for answers in by_question.values():
        if len({answer.authority for answer in answers}) > 1:
            newest = sorted(answers, key=lambda a: a.responded_on or "", reverse=True)
            groups.append(
                Group(
                    newest[0].question_text,
                    tuple(newest),
                    dict(Counter(a.outcome for a in newest).most_common()),
                    dict(Counter(p for a in newest for p in a.provisions).most_common()),
                )
            )
    return tuple(groups)
