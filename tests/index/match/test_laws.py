"""The laws of good behaviour, over the past answers of the labelled set."""

from __future__ import annotations

import random

import pytest
from answered_set import load_first, load_past

from index.match.matcher import match
from index.match.terms import content_terms
from index.match.texts import Question
from ingest.request import split_request

THORNMERE, EASTMOOR, CALDER = "Thornmere County Council", "Eastmoor Borough Council", "Calderwick City Council"
NOISE = (
    "Dear FOI Team,\n\nI am writing to make a request under the Freedom of Information Act 2000.\n\n{}\n\n"
    "Under section 16 of the Act you have a duty to provide advice and assistance. I expect an answer within 20 "
    "working days.\n\nIf the cost limit would be exceeded please let me know how to narrow this request.\n\n"
    "Yours faithfully,\nJo Sample"
)


def matches(library, questions, limit=400, model=True):
    arrays, encoder = library.answered._ready()
    asked = [Question.printed(text) for text in questions]
    return arrays, match(arrays, asked, encoder if model else None, limit=limit)


@pytest.mark.parametrize("model", [True, False], ids=["with the model", "by words only"])
def test_a_word_for_word_repeat_is_first_with_the_top_score(library, model):
    items = load_past()
    arrays, found = matches(library, [item.question for item in items], 5, model)
    by_id = {item.id: item for item in items}
    for item, best in zip(items, found, strict=True):
        first = by_id[arrays.disclosures[arrays.disclosure_of[best[0].answer]]]
        assert first.question == item.question, item.question
        assert best[0].score == 1.0


def lowered(library, model, mark=None, words=1):
    """Return how far each addition of words that a past question holds lowered the score of that question.

    `mark` ends each request before the words are added; None leaves it as it is written.
    """
    rng = random.Random(7)
    items = {item.id: item for item in load_past()}
    asked = [w.text if mark is None else w.text.rstrip(" .?!;") + mark for w in load_first()[:: 6 if model else 1]]
    arrays, before = matches(library, asked, 3, model)
    trials = []
    for text, found in zip(asked, before, strict=True):
        for m in found:
            question = items[arrays.disclosures[arrays.disclosure_of[m.answer]]].question
            held = [word.strip(".,?():;") for word in question.split()]
            new = [word for word in held if content_terms(word) - content_terms(text)]
            if new:
                trials.append((f"{text} {' '.join(rng.sample(new, min(words, len(new))))}", m))
    _, after = matches(library, [text for text, _ in trials], 400, model)
    return [
        m.score - next((a.score for a in found if a.answer == m.answer), 0.0)
        for (_, m), found in zip(trials, after, strict=True)
    ]


@pytest.mark.parametrize(
    "model,mark",
    [
        pytest.param(True, "", id="with the model, a phrase"),
        pytest.param(True, "?", id="with the model, a whole sentence"),
        pytest.param(False, None, id="by words only, as written"),
        pytest.param(False, "", id="by words only, a phrase"),
    ],
)
def test_a_shared_word_more_lowers_no_match(library, model, mark):
    drops = lowered(library, model, mark)
    assert len(drops) > (120 if model else 800) and max(drops) <= 1e-6


def test_two_shared_words_more_lower_no_match(library):
    assert max(lowered(library, True, "", words=2)) <= 1e-6


def test_last_words_are_left_out_one_by_one_until_one_that_tells_nothing_or_ends_a_sentence():
    def left(text):
        return [(shorter.question.text, set(shorter.dropped)) for shorter in Question(text).shorter]

    asked = "How many beehives are there?"
    roof, honey = content_terms("roof"), content_terms("honey")
    assert left(f"{asked} roof honey") == [(f"{asked} roof", honey), (asked, roof | honey)]
    assert left(asked) == []
    assert [text for text, _ in left("Beehives on the roof")] == ["Beehives on the"]
    assert left("Beehives") == []


def test_a_question_without_a_subject_is_also_read_with_what_stands_before_it():
    told = "We teach our own children at home."
    plain = Question("How many families like ours are there in the county as far as is known?", told)
    assert not plain.hangs and plain.readings[1].startswith(f"{told} How many families")
    assert len(Question("How many potholes were mended in the county in 2023?", told).readings) == 1


def test_greeting_and_law_change_nothing(library):
    for w in load_first()[::12]:
        bare, noisy = split_request(w.text), split_request(NOISE.format(w.text))
        assert [p.text for p in bare.parts] == [p.text for p in noisy.parts], w.text
        assert len(noisy.ignored) >= 5
        one, two = (library.answered.check(split.parts).parts for split in (bare, noisy))
        assert one == two


def test_the_order_of_parts_does_not_matter(library):
    chosen = [w.text for w in load_first()[5:60:7]]
    forward = library.check(*chosen).parts
    backward = library.check(*reversed(chosen)).parts
    for one, two in zip(forward, reversed(backward), strict=True):
        assert [m.disclosure for m in one.matches] == [m.disclosure for m in two.matches]
        assert [m.score for m in one.matches] == pytest.approx([m.score for m in two.matches], abs=0.02)


def test_of_equal_answers_the_own_authority_comes_first_then_the_newer(collection, past):
    asked = "How many parking fines were issued in the town centre?"
    collection.put(
        past("old", (asked, "12"), authority=EASTMOOR, date="2022-01-01"),
        past("own", (asked, "13"), authority=THORNMERE, date="2020-01-01"),
        past("new", (asked, "14"), authority=CALDER, date="2024-01-01"),
        past("undated", (asked, "15"), authority=CALDER, date=None),
        past("trees", ("How many trees were felled?", "15")),
    )
    collection.build()
    assert collection.found(asked) == ["new", "old", "own", "undated", "trees"]
    assert collection.found(asked, authority=THORNMERE)[:3] == ["own", "new", "old"]
    assert collection.found(asked, authority="thornmere county council")[0] == "own"
    assert collection.found(asked, authority="A body nobody knows")[0] == "new"


def test_a_preferred_authority_comes_first_and_makes_no_answer_closer(library):
    asked = "How many seagulls nest on the town hall?"
    plain = library.check(asked, limit=50).parts[0]
    own = library.check(asked, limit=50, authority=CALDER).parts[0]
    assert own.verdict == plain.verdict == "no_close_match" and not any(m.close for m in own.matches)

    fines = "Number of penalty charge notices issued for parking"

    def of_westhaven(**options):
        found = library.check(fines, **options).parts[0]
        place = next(i for i, m in enumerate(found.matches) if m.authority == "Westhaven Council")
        return place, found.matches[place].score, found.matches[place].strength, found.verdict

    plain, own = of_westhaven(), of_westhaven(authority="Westhaven Council")
    assert own[0] <= plain[0] and own[1] > plain[1] and own[2:] == plain[2:]


def test_scores_do_not_depend_on_what_else_was_asked_or_how_many_are_wanted(library):
    text = load_first()[3].text
    alone = library.check(text, limit=2).parts[0]
    beside = library.check("How many dogs?", text, "x", limit=7).parts[1]
    assert [m.disclosure for m in alone.matches] == [m.disclosure for m in beside.matches][:2]
    assert alone.matches[0].score == pytest.approx(beside.matches[0].score, abs=0.02)
