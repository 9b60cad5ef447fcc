"""Evaluation: a made-up pair of letters whose figures can be worked out on paper."""

import json

import pytest

from ingest.evaluate import Score, evaluate, load_gold, table


def citation(provision, *questions, status="applied"):
    return {"provision": provision, "status": status, "questions": list(questions)}


def letter(**changes):
    return {
        "files": ["council/a.txt"],
        "kind": "response",
        "authority": "Marlow Vale Council",
        "regime": "foia",
        "reference": "FOI 1",
        "responded_on": "2025-07-03",
        "outcome": "disclosed",
        "questions": [],
        "citations": [],
        "vendors": [],
    } | changes


GOLD = letter(
    citations=[citation("foia-40-2", "1"), citation("foia-43-2", "2"), citation("foia-17-1", status="mentioned")],
    vendors=[{"vendor": "Idox", "product": "Uniform", "status": "current"}],
    questions=[
        {"question": "How many cars are there?", "answer": "There are 26 cars."},
        {"question": "Who runs them?", "answer": "The fleet team."},
    ],
)
PARSED = letter(
    reference="FOI-1",
    responded_on=None,
    outcome="refused",
    citations=[citation("foia-40-2", "1", "2"), citation("foia-43", "2"), citation("foia-31-1-a", "1")],
    vendors=[
        {"vendor": "Idox", "product": None, "status": "former"},
        {"vendor": "Civica", "product": None, "status": "current"},
    ],
    questions=[
        {"question": "How many cars are there?", "answer": "There are 26 cars."},
        {"question": "Who runs them?", "answer": "The rest is exempt under section 40."},
        {"question": "An extra one?", "answer": "Yes."},
    ],
)


@pytest.mark.parametrize(
    "line,right,found,there",
    [
        pytest.param("provisions applied, exact", 1, 3, 2, id="one-of-three-found-is-right"),
        pytest.param("provisions applied, section", 2, 3, 2, id="43-and-43(2)-are-one-section"),
        pytest.param("letters without a tag", 0, 0, 0, id="the-letter-has-tags"),
        pytest.param("tied to the right questions", 0, 1, 1, id="over-the-provision-both-name"),
        pytest.param("regime", 1, 1, 1, id="same"),
        pytest.param("vendors named", 1, 2, 1, id="one-too-many"),
        pytest.param("products named", 0, 0, 1, id="missed"),
        pytest.param("vendor status", 0, 1, 1, id="over-the-vendor-both-name"),
        pytest.param("question count", 0, 1, 1, id="three-for-two"),
        pytest.param("question-answer boundaries", 1, 3, 2, id="one-pair-alike"),
        pytest.param("main outcome", 0, 1, 1, id="differs"),
        pytest.param("reference", 1, 1, 1, id="punctuation-does-not-count"),
        pytest.param("response date", 0, 0, 1, id="not-found"),
        pytest.param("kind", 1, 1, 1, id="kind"),
    ],
)
def test_counts(line, right, found, there):
    score = next(s for s in evaluate([(GOLD, PARSED)]) if s.name == line)
    assert (score.right, score.found, score.there) == (right, found, there)
    assert bool(score.errors) is not (right == found == there)


def test_figures():
    score = Score("x", right=1, found=3, there=2)
    assert (score.precision, score.recall, score.f1) == (pytest.approx(1 / 3), 0.5, pytest.approx(0.4))
    empty = Score("x")
    assert (empty.precision, empty.recall, empty.f1) == (1.0, 1.0, 1.0)


def test_counts_add_up_over_letters_and_the_error_names_the_file():
    score = evaluate([(GOLD, PARSED), (GOLD, GOLD)])[0]
    assert (score.right, score.found, score.there) == (3, 5, 4)
    (error,) = score.errors
    assert error.splitlines() == [
        "council/a.txt",
        "      missing foia-43-2",
        "      extra   foia-31-1-a; foia-43",
    ]


def test_a_tag_in_a_letter_without_one_counts_against_it():
    bare, tagged = letter(), letter(citations=[citation("foia-40-2")])
    score = next(s for s in evaluate([(bare, bare), (bare, tagged)]) if s.name == "letters without a tag")
    assert (score.right, score.there, len(score.errors)) == (1, 2, 1)


def test_table_has_a_row_for_each_score():
    score = Score("x", right=1, found=3, there=2, errors=["a"])
    assert table([score]).splitlines()[2:] == ["| x | 0.333 | 0.500 | 0.400 | 1 |"]


def test_gold_files_are_read_in_order_and_a_bad_line_is_named(tmp_path):
    (tmp_path / "b.jsonl").write_text(json.dumps({"files": ["b"]}) + "\n\n")
    (tmp_path / "a.jsonl").write_text(json.dumps({"files": ["a"]}))
    assert [g["files"] for g in load_gold(tmp_path)] == [["a"], ["b"]]
    for bad in ("{", "{}", "[]", '{"files": []}'):
        (tmp_path / "b.jsonl").write_text(json.dumps({"files": ["b"]}) + "\n" + bad)
        with pytest.raises(ValueError, match=r"b\.jsonl, line 2: not a gold letter"):
            load_gold(tmp_path / "b.jsonl")
