"""What a check says: verdicts, age, routes, bodies that were asked alike, vendors, the shape of the JSON."""

from __future__ import annotations

import json
from datetime import date

import pytest

from corpus.records import CitationStatus
from index.match.answered import _months_since, excerpt
from index.match.formula import STRENGTHS, formula

TODAY = date(2026, 11, 25)
ASKED = "Which planning software does the council use?"


def test_verdicts(library):
    said = [
        part.verdict
        for part in library.check(
            "How many parking tickets were issued by the council in 2023?",
            "What software do planners use to process planning applications?",
            "How many penguins live in the zoo and what are they called?",
        ).parts
    ]
    assert said[:2] == ["answered", "answered"] and said[2] == "no_close_match"


def test_no_close_match_still_names_the_nearest_as_not_close(library):
    part = library.check("How many penguins live in the zoo and what are they called?").parts[0]
    assert part.matches and not any(match.close for match in part.matches)
    assert all(match.route == "none" for match in part.matches)
    assert part.groups == ()


def test_other_words_for_the_same_thing_meet(library):
    part = library.check("What package does development control run?").parts[0]
    assert "planning" in part.matches[0].question_text.lower()
    assert any("planning" in reason for reason in part.matches[0].why)


def test_an_answer_that_names_a_product_for_the_subject_counts_more(collection, past):
    question = "Which system is used and who supplies it?"
    collection.put(
        past("named", (question, "We use Mosaic."), vendor=("Access Group", "Mosaic"), date="2020-01-01"),
        past(
            "unnamed", ("Which system is used, and by whom is it supplied?", "It was written here."), date="2024-01-01"
        ),
    )
    collection.build()
    part = collection.check("What is the social care case management system?").parts[0]
    assert [match.disclosure for match in part.matches] == ["named", "unnamed"]


def test_a_part_that_hangs_on_its_heading_is_matched_under_it(collection, past):
    end = "When does the contract end?"
    collection.put(
        past("parking", (end, "2027"), title="Parking ticket machines"),
        past("planning", (end, "2028"), title="Planning application software"),
    )
    collection.build()
    from index.match.texts import Question

    assert Question(end, "Our planning application system:").hangs
    asked = type("Part", (), {"number": "1", "text": end, "context": "About your planning application software:"})()
    found = collection.answered.check([asked]).parts[0].matches
    assert [match.disclosure for match in found] == ["planning", "parking"]


@pytest.mark.parametrize(
    "answered,outcome,authority,route",
    [
        pytest.param("2026-01-05", "disclosed", None, "point_to", id="recent and given"),
        pytest.param("2026-01-05", "disclosed", "Thornmere County Council", "point_to", id="by the own authority"),
        pytest.param("2026-01-05", "disclosed", "Another Council", "consider", id="by another"),
        pytest.param("2026-01-05", "refused", None, "consider", id="refused"),
        pytest.param("2023-01-05", "disclosed", None, "consider", id="some years old"),
        pytest.param("2019-01-05", "disclosed", None, "ask_again", id="old"),
        pytest.param(None, "disclosed", None, "consider", id="without a date"),
    ],
)
def test_route(collection, past, answered, outcome, authority, route):
    collection.put(past("a", (ASKED, "Idox."), date=answered, outcome=outcome))
    collection.build()
    match = collection.check(ASKED, authority=authority, today=TODAY).parts[0].matches[0]
    assert (match.score, match.strength, match.route) == (1.0, "same_question", route)


@pytest.mark.parametrize(
    "day,months",
    [
        ("2026-11-25", 0),
        ("2026-10-26", 0),
        ("2026-10-25", 1),
        ("2024-11-25", 24),
        ("2027-01-01", 0),
        ("", None),
        ("x", None),
    ],
)
def test_age(day, months):
    assert _months_since(day, TODAY) == months


def test_bodies_asked_alike_are_one_group(collection, past):
    asked = "Do you use Hikvision cameras?"
    collection.put(
        past("a", (asked, "Yes"), authority="A Council", date="2025-01-01"),
        past("b", (asked, "No"), authority="B Council", outcome="refused", provision="foia-24-1", date="2025-03-01"),
        past("c", (asked, "-"), authority="C Council", outcome="refused", provision="foia-31-1-a", date="2025-02-01"),
        past("alone", ("How many cameras are there?", "5"), authority="D Council"),
    )
    collection.build()
    part = collection.check(asked, limit=2).parts[0]
    assert len(part.matches) == 2
    (group,) = part.groups
    assert [answer.authority for answer in group.answers] == ["B Council", "C Council", "A Council"]
    assert group.outcomes == {"refused": 2, "disclosed": 1}
    assert group.provisions == {"foia-24-1": 1, "foia-31-1-a": 1}


def test_the_object_has_the_promised_keys_and_prints_as_json(library):
    made = json.loads(json.dumps(library.check("How many parking fines were issued?", "", limit=3).as_json()))
    assert {"parts", "ignored", "notices"} <= made.keys()
    part = made["parts"][0]
    assert {"number", "text", "verdict", "matches"} <= part.keys() and len(part["matches"]) == 3
    keys = {
        "disclosure", "reference", "question", "authority", "responded_on", "outcome", "provisions", "score",
        "strength", "why", "question_text", "answer_excerpt", "url",
    }  # fmt: skip
    for match in part["matches"]:
        assert keys <= match.keys()
        assert 0 <= match["score"] <= 1 and match["strength"] in STRENGTHS
        assert match["url"] == f"/disclosures/{match['disclosure']}#q{match['question']}"
    scores = [match["score"] for match in part["matches"]]
    assert scores == sorted(scores, reverse=True)


def test_only_applied_provisions_of_the_question_are_shown(collection, past):
    refused = past("a", (ASKED, "Exempt."), ("How many users?", "12"), outcome="refused", provision="foia-43-2")
    collection.put(refused)
    collection.build()
    by_question = {m.question: m.provisions for m in collection.check(ASKED).parts[0].matches}
    assert by_question == {"1": ("foia-43-2",), "2": ()}
    assert refused.reading.citations[0].status is CitationStatus.APPLIED


def test_an_excerpt_ends_at_a_word():
    assert excerpt("a  b\nc") == "a b c"
    cut = excerpt("word " * 100)
    assert len(cut) < 290 and cut.endswith("word …")


@pytest.mark.parametrize("with_model", [True, False])
def test_the_formula_counts_what_is_shared_for_and_what_is_apart_against(with_model):
    weights = formula(with_model).weights
    assert all(
        weights.get(name, 0) >= 0
        for name in ("meaning", "asked_covered", "past_covered", "aspect_shared", "answer_names")
    )
    assert all(weights[name] <= 0 for name in ("subject_apart", "aspect_apart"))
    assert ("meaning" in weights) is with_model
    cuts = [formula(with_model).thresholds[name] for name in STRENGTHS]
    assert 1 > cuts[0] > cuts[1] > cuts[2] > 0
    assert formula(with_model).strength(cuts[1]) == "similar_question"
    assert formula(with_model).strength(cuts[2] - 0.01) is None


def test_a_question_that_stood_beside_another_comes_behind_it(collection, past):
    parts = (("How many ransomware attacks were there in 2023?", "2"), ("On what dates?", "-"))
    collection.put(past("a", ("What ransom was paid?", "None."), *parts, title="Ransomware attacks"))
    collection.build()
    found = {
        m.question: m for m in collection.check("Have you suffered a ransomware attack since 2022?").parts[0].matches
    }
    assert found["2"].strength == "same_question" != found["3"].strength
    assert found["3"].score < found["2"].score


@pytest.mark.parametrize(
    "asked,answered",
    [
        ("How many libraries have opened since 2010?", "How many libraries have closed since 2010?"),
        (
            "How many penalty charge notices were cancelled in 2023?",
            "How many penalty charge notices were issued in 2023?",
        ),
        ("How many potholes were repaired in 2023?", "How many potholes were reported in 2023?"),
    ],
)
def test_a_neighbour_worded_alike_is_not_pointed_to(collection, past, asked, answered):
    collection.put(past("a", (answered, "5"), date="2026-01-05"), past("b", ("How many bees are kept?", "4")))
    collection.build()
    first = collection.check(asked, today=TODAY).parts[0].matches[0]
    assert first.question_text == answered and first.route == "consider"
    assert collection.check(answered, today=TODAY).parts[0].matches[0].route == "point_to"


def test_only_a_sure_answer_is_pointed_to(collection, past):
    collection.put(past("a", ("How many potholes were repaired?", "5"), date="2026-01-05"))
    collection.build()
    match = (
        collection.check("How many potholes were reported in the last three years?", today=TODAY).parts[0].matches[0]
    )
    assert match.close and match.route == "consider"
