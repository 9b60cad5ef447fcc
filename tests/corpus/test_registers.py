"""What the registers count, over four published answers and one held, all countable on paper."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256

import pytest

from corpus.authority_records import authority_records, by_id, type_medians
from corpus.catalogue import REGISTERS, Catalogue
from corpus.doctor import examine
from corpus.evidence import evidence_of
from corpus.provision_use import count_evidence, provision_evidence, provision_use
from corpus.records import (
    Citation,
    CitationStatus,
    Disclosure,
    Document,
    Kind,
    Law,
    Outcome,
    Page,
    Reading,
    State,
    VendorMention,
    VendorStatus,
)
from corpus.vendor_register import RegisterFilter, count_rows, register_choices, register_rows

THORNMERE, WEXBOURNE = "Thornmere County Council", "Wexbourne County Council"


def cited(provision, sentence, status="applied", implied=False):
    number = provision.split("-", 1)[1]
    where = (1, 0, 4, "text", sentence)
    return Citation(provision, Law.FOIA, number, "", CitationStatus(status), "answer", (), ("1",), *where, implied)


def named(vendor, product, status, sentence, **facts):
    where = (1, 0, 4, "text", sentence)
    return VendorMention(vendor, product, VendorStatus(status), ("1",), *where, facts=facts)


def answer(name, authority, outcome, received, responded, citations=(), vendors=(), state=State.PUBLISHED, **document):
    letter = Document(f"{name}.pdf", sha256(name.encode()).hexdigest(), "application/pdf", 9, (Page(1, "text"),))
    table = Document(f"{name}.xlsx", sha256(b"x" + name.encode()).hexdigest(), "text/csv", 9, ())
    reading = Reading(
        Kind.RESPONSE, f"Title of {name}", "text", authority, "foia", f"FOI {name}", received, responded,
        Outcome(outcome), (Outcome(outcome),), (), tuple(citations), tuple(vendors),
    )  # fmt: skip
    return Disclosure(name, state, (letter, table), reading, ingested_at="2026-01-05T10:00:00Z", tool_version="1")


ANSWERS = [
    answer(
        "one", THORNMERE, "refused", "2025-06-02", "2025-06-30",
        [cited("foia-40-2", "Names: 40(2)."), cited("foia-40-2", "Names: 40(2)."), cited("foia-40-5", "NCND: 40(5)."),
         cited("foia-17", "A refusal notice.", "mentioned"), cited("foia-43-2", "Unspoken.", implied=True)],
        [named("Idox", "Uniform", "current", "We use Idox Uniform.", annual_cost="£10"),
         named("Idox", None, "current", "Idox it is."), named("Civica", None, "negated", "We do not use Civica.")],
    ),
    answer("two", THORNMERE, "disclosed", "2025-07-01", "2025-07-31", [cited("foia-40-2", "Again 40(2).")]),
    answer(
        "three", THORNMERE, "disclosed", None, "2024-01-05", vendors=[
            named("Idox", "Uniform", "former", "We left Idox.", expires_on="2023"),
            named("Idox", "Uniform", "former", "Idox ended.", term="5 years")],
    ),
    answer("four", WEXBOURNE, "disclosed", "2025-06-02", "2025-06-04", [cited("foia-43-2", "Prices: 43(2).")]),
    answer(
        "held", WEXBOURNE, "refused", "2025-06-02", "2025-06-04", [cited("foia-40-2", "Secret 40(2).")],
        [named("SecretSoft", None, "current", "Secret use.")], state=State.HELD,
    ),
]  # fmt: skip


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory):
    with Catalogue.open(tmp_path_factory.mktemp("registers")) as catalogue:
        for item in ANSWERS:
            catalogue.put(item)
        yield catalogue


def test_a_section_counts_each_answer_once_with_its_parts(catalogue):
    used = provision_use(catalogue)
    assert {provision: use.answers for provision, use in used.items()} == {
        "foia-40-2": 2, "foia-40-5": 1, "foia-40": 2, "foia-43-2": 1, "foia-43": 1,
    }  # fmt: skip
    assert used["foia-40"].years == {"2025": 2}
    assert used["foia-40"].authorities == {THORNMERE: 2}
    assert used["foia-40"].types == {"county": 2}


def test_evidence_is_each_sentence_once_newest_first_and_never_a_held_one(catalogue):
    found = [(e.disclosure, e.evidence) for e in provision_evidence(catalogue, "foia-40")]
    assert found == [("two", "Again 40(2)."), ("one", "Names: 40(2)."), ("one", "NCND: 40(5).")]
    assert count_evidence(catalogue, "foia-40") == 3
    assert [e.evidence for e in provision_evidence(catalogue, "foia-40", limit=1, offset=1)] == ["Names: 40(2)."]
    assert [e.evidence for e in provision_evidence(catalogue, "foia-17", "mentioned")] == ["A refusal notice."]
    assert count_evidence(catalogue, "foia-40-1") == 0


def test_the_register_is_one_row_a_product_answer_and_status(catalogue):
    rows = list(register_rows(catalogue, RegisterFilter()))
    assert [(r.vendor, r.product, r.status, r.disclosure, r.annual_cost, r.expires_on, r.term) for r in rows] == [
        ("Idox", "Uniform", "current", "one", "£10", "", ""),
        ("Idox", "Uniform", "former", "three", "", "2023", "5 years"),
    ]
    assert rows[1].evidence == "We left Idox."


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        pytest.param(RegisterFilter(vendor="Idox"), 2, id="vendor"),
        pytest.param(RegisterFilter(vendor="SecretSoft"), 0, id="held"),
        pytest.param(RegisterFilter(product="Uniform", statuses=("former",)), 1, id="product and status"),
        pytest.param(RegisterFilter(statuses=("negated",)), 1, id="said not to be used, on request"),
        pytest.param(RegisterFilter(function="planning"), 2, id="what it is for"),
        pytest.param(RegisterFilter(function="maternity"), 0, id="what it is not for"),
        pytest.param(RegisterFilter(authority=THORNMERE), 2, id="authority"),
        pytest.param(RegisterFilter(authority=WEXBOURNE), 0, id="an authority with a held answer only"),
        pytest.param(RegisterFilter(vendor="' OR 1=1 --"), 0, id="hostile"),
    ],
)
def test_the_register_is_filtered_and_counted_alike(catalogue, wanted, expected):
    assert count_rows(catalogue, wanted) == expected == len(list(register_rows(catalogue, wanted)))


def test_choices_name_what_is_published(catalogue):
    choices = register_choices(catalogue)
    assert choices["vendor"] == ["Civica", "Idox"]
    assert choices["authority"] == [THORNMERE]
    assert "planning" in choices["function"]


def test_an_authority_is_summed_up_and_set_beside_its_type(catalogue):
    records = authority_records(catalogue)
    thornmere = records[THORNMERE]
    assert (thornmere.answers, thornmere.outcomes) == (3, {"disclosed": 2, "refused": 1})
    assert sorted(thornmere.days) == [20, 21]
    assert (thornmere.on_time, thornmere.median_days) == (1, 20.5)
    assert thornmere.sections == {"foia-40": 2}
    assert records[WEXBOURNE].answers == 1
    assert by_id(records, thornmere.id) is thornmere
    middle = type_medians(records.values())["county"]
    assert (middle.authorities, middle.answers, middle.median_days, middle.on_time_share) == (2, 2, 11.25, 0.75)


def test_evidence_of_a_page_of_results(catalogue):
    found = evidence_of(catalogue, ["one", "held", "nowhere"])
    assert set(found) == {"one"}
    assert [c[0] for c in found["one"].citations] == ["foia-40-2", "foia-40-5", "foia-17"]
    assert found["one"].vendors[-1] == ("Civica", "negated", "We do not use Civica.")
    assert found["one"].media_types == ["application/pdf", "text/csv"]


def test_the_register_is_in_alphabetical_order_whatever_the_case_of_a_name(tmp_path):
    names = [("beta", None), ("Alpha", "Two"), ("alpha", "One"), ("Alpha", None), ("Beta", "Three")]
    with Catalogue.open(tmp_path / "data") as catalogue:
        for number, who in enumerate(("wexbourne", "Thornmere", None, "Wexbourne")):
            mentions = [named(vendor, product, "current", f"{vendor} {product} {number}") for vendor, product in names]
            catalogue.put(answer(f"of-{number}", who, "disclosed", None, "2024-01-05", vendors=mentions))
        found = [(row.vendor, row.product, row.authority) for row in register_rows(catalogue, RegisterFilter())]
    assert len(found) == 16  # a supplier beside its product is the product's row
    assert found == sorted(found, key=lambda k: (k[0].casefold(), k[1] is None, k[1] or "", (k[2] or "").casefold()))


def as_stored_and_as_due(catalogue):
    rows = catalogue.connection.execute
    return [{tuple(r) for r in rows(f"SELECT * FROM {name}")} for t in REGISTERS for name in (t, f"{t}_now")]


def test_the_registers_follow_every_write(tmp_path):
    with Catalogue.open(tmp_path / "data") as catalogue:
        seen = []
        for write in (
            lambda: [catalogue.put(item) for item in ANSWERS],
            lambda: catalogue.release("held", "looked at"),
            lambda: catalogue.put(answer("one", WEXBOURNE, "refused", None, None, [cited("foia-12", "Cost: 12.")])),
            lambda: catalogue.withdraw("two", "a name"),
            lambda: catalogue.put(replace(ANSWERS[2], state=State.HELD)),
        ):
            write()
            vendors, vendors_due, provisions, provisions_due = as_stored_and_as_due(catalogue)
            assert (vendors, provisions) == (vendors_due, provisions_due)
            seen.append((len(vendors), len(provisions)))
    assert seen == [(3, 5), (4, 6), (2, 4), (2, 3), (1, 3)]


def test_a_register_that_does_not_agree_is_made_again(tmp_path):
    with Catalogue.open(tmp_path / "data") as catalogue:
        for item in ANSWERS:
            catalogue.put(item)
        catalogue.connection.execute("UPDATE vendor_register SET vendor = 'Another' WHERE product <> ''")
        catalogue.connection.execute("DELETE FROM provision_register")
        mended = [trouble.what for trouble in examine(catalogue) if "register" in trouble.what]
        assert mended == [
            "4 row(s) of vendor_register that do not agree with what is published",
            "5 row(s) of provision_register that do not agree with what is published",
        ]
        assert not [trouble for trouble in examine(catalogue) if "register" in trouble.what]


def test_what_an_earlier_catalogue_holds_is_entered(tmp_path):
    with Catalogue.open(tmp_path / "data") as catalogue:
        for item in ANSWERS:
            catalogue.put(item)
        before = as_stored_and_as_due(catalogue)
        made = catalogue.connection.execute(
            "SELECT type, name FROM sqlite_schema WHERE name LIKE '%_register_%' OR name LIKE 'disclosures_by_outcome'"
            " OR name LIKE 'disclosures%published' ORDER BY type = 'table'"
        ).fetchall()
        for kind, name in [*map(tuple, made), *(("table", name) for name in REGISTERS)]:
            catalogue.connection.execute(f"DROP {kind} {name}")
        catalogue.connection.execute("PRAGMA user_version = 2")
    with Catalogue.open(tmp_path / "data") as catalogue:
        assert as_stored_and_as_due(catalogue) == before
        assert before[0] and before[2]
