"""The pointer text: what an officer, or anyone, takes away from a check, as plain text with links."""

from __future__ import annotations

from datetime import date

from corpus.law import provisions
from index.match.answered import AnswerFound, Checked, Group, PartChecked
from search_app.wording import counted, date_in_words, outcome_label

FILE_NAME = "earlier-answers.txt"
QUOTED = 300  # characters of a part that is repeated


def pointer_text(checked: Checked, site: str = "") -> str:
    """Return the earlier answers part by part. `site` is put before each link: "https://foi.example"."""
    lines = ["Earlier answers to this request", f"Checked on {date_in_words(date.today().isoformat())}", ""]
    for part in checked.parts:
        lines += [f"{part.number}. {_cut(part.text)}", *_told(part, site), ""]
    if not checked.parts:
        lines += ["No question was found in the text.", ""]
    if any(answer.route == "point_to" for part in checked.parts for answer in part.matches):
        lines += [
            "Information that is already published may be exempt from being sent again: section 21 of the Freedom of",
            "Information Act 2000, or regulation 6(1)(b) of the Environmental Information Regulations 2004. Check",
            "first that the earlier answer covers the period asked about.",
            "",
        ]
    lines += [f"Note: {notice}" for notice in checked.notices]
    return "\n".join(lines).rstrip() + "\n"


def _told(part: PartChecked, site: str) -> list[str]:
    if part.verdict == "no_close_match":
        return ["   No close match: nothing published here answers this."]
    lines = [f"   {VERDICT_WORDS[part.verdict]}"]
    for answer, group in entries(part):
        lines += [f"   - {facts(answer)}", f"     Asked: {_cut(answer.question_text)}", f"     {site}{answer.url}"]
        if answer.route in ROUTE_WORDS:
            lines.append(f"     {ROUTE_WORDS[answer.route]}")
        if group:
            lines.append(
                f"     {counted(len(group.answers), 'body was', 'bodies were')} asked this: {told_across(group)}"
            )
            lines += [f"       {facts(other)}: {site}{other.url}" for other in group.answers if other is not answer]
    return lines


def entries(part: PartChecked) -> list[tuple[AnswerFound, Group | None]]:
    """Return the close matches, best first; those that several bodies gave to one question once, with their group."""
    found: list[tuple[AnswerFound, Group | None]] = []
    told: list[Group] = []
    for answer in part.matches:
        group = next((g for g in part.groups if answer in g.answers), None)
        if not answer.close or group in told:
            continue
        if group:
            told.append(group)
        found.append((answer, group))
    return found


VERDICT_WORDS = {
    "answered": "This question has been answered before.",
    "similar": "A similar question has been answered before.",
    "related": "Answers on a related subject exist.",
    "no_close_match": "No close match.",
}
VERDICT_LABELS = {
    "answered": "Answered before",
    "similar": "Similar question answered",
    "related": "Related answers",
    "no_close_match": "No close match",
}
ROUTE_WORDS = {
    "point_to": "Recent, and the information was given: it can be pointed to where it covers what is asked.",
    "ask_again": "More than five years old: ask again for what holds today.",
}


def facts(answer: AnswerFound) -> str:
    """Return who answered, when, with what outcome and under which exemptions, on one line."""
    said = [
        answer.authority or "Authority not stated",
        answer.reference,
        date_in_words(answer.responded_on) if answer.responded_on else "date not stated",
        age_in_words(answer.age_months),
        outcome_label(answer.outcome) + (f" ({', '.join(map(label, answer.provisions))})" if answer.provisions else ""),
    ]
    return ", ".join(item for item in said if item)


def label(provision: str) -> str:
    """Return a provision as it is written, such as "Section 40(2)"."""
    row = provisions().get(provision)
    return row.label if row else provision


def age_in_words(months: int | None) -> str:
    """Return an age: "this month", "5 months old", "2 years old"; "" where the date is not known."""
    if months is None:
        return ""
    if months < 1:
        return "this month"
    if months < 24:
        return f"{counted(months, 'month')} old"
    return f"{months // 12} years old"


def told_across(group: Group) -> str:
    """Return how a question put to several bodies was met."""
    outcomes = ", ".join(f"{outcome_label(outcome).lower()} by {count}" for outcome, count in group.outcomes.items())
    under = ", ".join(f"{label(provision)} ({count})" for provision, count in group.provisions.items())
    return outcomes + (f"; applied: {under}" if under else "")


def _cut(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= QUOTED else flat[:QUOTED].rsplit(" ", 1)[0] + " …"
