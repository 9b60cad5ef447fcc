"""A made-up collection whose counts can be worked out on paper.

Published: parking (Thornmere, 40(2) applied to question 2, FOIA 17 mentioned), software (Thornmere, all disclosed,
names Idox), stations (Glenrannoch Constabulary, refused under 31(1)(a)). Held: one. Withdrawn: one.
"""

from __future__ import annotations

from hashlib import sha256

from corpus.records import (
    Citation,
    CitationStatus,
    Disclosure,
    Document,
    Kind,
    Law,
    Outcome,
    Page,
    QuestionAnswer,
    Reading,
    State,
    VendorMention,
    VendorStatus,
)

PARKING = (
    "Dear requester\nThis is a refusal notice under Section 17.\n"
    "1. How many parking fines were issued?\nWe issued 412 parking fines <script>alert(1)</script>.\n"
    "2. Who signed the contract?\nThe name is exempt under Section 40(2). See https://thornmere.example/contracts.\n"
    "2. And who signed the renewal?\nThe same & no other."
)
SOFTWARE = "1. Which planning software do you use?\nWe use Idox Uniform for planning."
STATIONS = "1. Which police stations have bicycle patrols?\nExempt under Section 31(1)(a)."


def question(text: str, number: str, asked: str, answered: str, outcome: Outcome) -> QuestionAnswer:
    start = text.index(asked)
    return QuestionAnswer(number, asked, answered, outcome, 1, start, text.index(answered) + len(answered))


def citation(text: str, provision: str, shown: str, status: CitationStatus, *questions: str) -> Citation:
    start = text.index(shown)
    evidence = next(line for line in text.splitlines() if shown in line)
    section = shown.removeprefix("Section ")
    where = (1, start, start + len(shown), shown, evidence)
    return Citation(provision, Law.FOIA, section, "", status, "answer", (), questions, *where)


def disclosure(name: str, authority: str, text: str, outcome: Outcome, **reading: object) -> Disclosure:
    """Return a published disclosure of one text file, with the id `name`."""
    digest = sha256(text.encode()).hexdigest()
    letter = Document(f"letters/{name}.txt", digest, "text/plain", len(text.encode()), (Page(1, text),))
    fields = {
        "kind": Kind.RESPONSE, "title": name.title(), "text": text, "authority": authority, "regime": "foia",
        "reference": f"FOI {name}", "received_on": None, "responded_on": "2025-07-03", "outcome": outcome,
        "outcomes": (outcome,), "questions": (), "citations": (), "vendors": (), **reading,
    }  # fmt: skip
    stamp = {"ingested_at": "2026-01-05T10:00:00Z", "tool_version": "0.1.0"}
    return Disclosure(name, State.PUBLISHED, (letter,), Reading(**fields), **stamp)


def collection() -> list[Disclosure]:
    idox_at = SOFTWARE.index("Idox")
    idox = VendorMention(
        "Idox", None, VendorStatus.CURRENT, ("1",), 1, idox_at, idox_at + 4, "Idox", SOFTWARE.splitlines()[1]
    )
    return [
        disclosure(
            "parking", "Thornmere Council", PARKING, Outcome.PARTLY_DISCLOSED,
            title="Parking fines & <b>contracts</b>",
            questions=(
                question(PARKING, "1", "How many parking fines were issued?",
                         "We issued 412 parking fines <script>alert(1)</script>.", Outcome.DISCLOSED),
                question(PARKING, "2", "Who signed the contract?",
                         "The name is exempt under Section 40(2). See https://thornmere.example/contracts.",
                         Outcome.REFUSED),
                question(PARKING, "2", "And who signed the renewal?", "The same & no other.", Outcome.DISCLOSED),
            ),
            citations=(
                citation(PARKING, "foia-17", "Section 17", CitationStatus.MENTIONED),
                citation(PARKING, "foia-40-2", "Section 40(2)", CitationStatus.APPLIED, "2"),
            ),
        ),
        disclosure(
            "software", "Thornmere Council", SOFTWARE, Outcome.DISCLOSED, responded_on="2024-02-29",
            questions=(question(SOFTWARE, "1", "Which planning software do you use?",
                                "We use Idox Uniform for planning.", Outcome.DISCLOSED),),
            vendors=(idox,),
        ),
        disclosure(
            "stations", "Glenrannoch Constabulary", STATIONS, Outcome.REFUSED, responded_on="2023-11-01",
            title="=Stations with bicycles",
            questions=(question(STATIONS, "1", "Which police stations have bicycle patrols?",
                                "Exempt under Section 31(1)(a).", Outcome.REFUSED),),
            citations=(citation(STATIONS, "foia-31-1-a", "Section 31(1)(a)", CitationStatus.APPLIED, "1"),),
        ),
        disclosure("heldback", "Thornmere Council", "heldsecret planning parking", Outcome.DISCLOSED),
        disclosure("takendown", "Thornmere Council", "downsecret planning parking", Outcome.DISCLOSED),
    ]  # fmt: skip


def awkward() -> list[Disclosure]:
    """Return answers that strain a page: forty pages, a title of 300 characters, Welsh, a table wider than a phone."""
    notices = "".join(f"Notice {n} was served for parking without a permit. " for n in range(40))
    long = "1. How many notices?\n" + "\f".join(f"Page {n} begins. {notices}" for n in range(1, 41))
    title = (
        "How many parking fines did the council issue, cancel and refund in each year since 2019, by ward, street and "
    )
    title = (title + "officer, under which contract, with which supplier, at what annual cost, and " * 3)[:300]
    asked = "Faint o ddirwyon parcio a roddwyd?"
    welsh = f"1. {asked}\nRhoddwyd 412. Mae’r enwau wedi’u heithrio o dan Section 40(2)."
    row = "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch Road\t" + "\t".join(["£1,204,113.00"] * 7)
    table = "1. Income by street?\nStreet\t2019\t2020\t2021\t2022\t2023\t2024\tTotal\n" + "\n".join([row] * 6)
    given = Outcome.DISCLOSED
    return [
        disclosure("long", "Thornmere Council", long, given,
                   questions=(question(long, "1", "How many notices?", long[21:], given),)),
        disclosure("titled", "Thornmere Council", "See attached.", Outcome.PARTLY_DISCLOSED, title=title,
                   reference="TMC/FOI/2026/ENVIRONMENT-AND-PLACE/000123456789/REVIEW-OF-DECISION"),
        disclosure("welsh", "Cyngor Glan Elwy", welsh, Outcome.PARTLY_DISCLOSED,
                   questions=(question(welsh, "1", asked, welsh.splitlines()[1], Outcome.PARTLY_DISCLOSED),),
                   citations=(citation(welsh, "foia-40-2", "Section 40(2)", CitationStatus.APPLIED, "1"),)),
        disclosure("table", "Thornmere Council", table, given,
                   questions=(question(table, "1", "Income by street?", table[table.index("Street\t"):], given),)),
    ]  # fmt: skip
