"""Authority: who wrote the letter, by its head, its foot, its addresses; other bodies named in it did not."""

import pytest

from ingest.read.authority import authority_from_path, find_authority
from ingest.read.zones import Zone

HEAD, SIGNED, PREAMBLE = Zone.LETTERHEAD, Zone.SIGNATURE, Zone.PREAMBLE
ANSWER, REQUEST, REVIEW, QUOTED = Zone.ANSWER, Zone.REQUEST, Zone.REVIEW, Zone.QUOTED_MAIL


@pytest.mark.parametrize(
    "paragraphs,expected",
    [
        pytest.param([], None, id="nothing"),
        pytest.param([(HEAD, "Marlow Vale Council"), (ANSWER, "There are 26.")], "Marlow Vale Council", id="head"),
        pytest.param([(SIGNED, "A. Officer"), (SIGNED, "Marlow Vale Council")], "Marlow Vale Council", id="foot"),
        pytest.param([(HEAD, "MARLOW VALE COUNCIL")], "Marlow Vale Council", id="capitals"),
        pytest.param(
            [(HEAD, "Marlow Vale Council"), (ANSWER, "We asked Aldersea County Council and Tarn Borough Council.")],
            "Marlow Vale Council",
            id="bodies-named-in-the-answer",
        ),
        pytest.param(
            [(HEAD, "Marlow Vale Council"), (QUOTED, "Aldersea County Council, Aldersea County Council")],
            "Marlow Vale Council",
            id="bodies-named-in-quoted-mail",
        ),
        pytest.param(
            [(HEAD, "Marlow Vale Council"), (REVIEW, "The Information Commissioner's Office, Wycliffe House")],
            "Marlow Vale Council",
            id="the-regulator-never-wrote-it",
        ),
        pytest.param([(REVIEW, "You may write to the Information Commissioner.")], None, id="only-the-regulator"),
        pytest.param(
            [(HEAD, "Marlow Vale"), (SIGNED, "Marlow Vale District Council")],
            "Marlow Vale District Council",
            id="a-shorter-form-votes-for-the-longer",
        ),
        pytest.param(
            [(HEAD, "Tarnmouth Harbour Commissioners")], "Tarnmouth Harbour Commissioners", id="commissioners"
        ),
        pytest.param([(SIGNED, "Food Standards Directorate")], "Food Standards Directorate", id="a-directorate"),
        pytest.param(
            [(HEAD, "TARN COLLEGE OF FURTHER EDUCATION")], "Tarn College of Further Education", id="a-college"
        ),
        pytest.param([(HEAD, "Marlow Vale University Hospitals")], "Marlow Vale University Hospitals", id="hospitals"),
        pytest.param(
            [(HEAD, "Marlow Vale University Hospitals NHS Foundation Trust")],
            "Marlow Vale University Hospitals NHS Foundation Trust",
            id="a-trust-of-hospitals",
        ),
        pytest.param(
            [(SIGNED, "Marlow Police and Crime Panel"), (SIGNED, "c/o Marlow County Council")],
            "Marlow Police and Crime Panel",
            id="at-home-with-another-body",
        ),
        pytest.param(
            [(ANSWER, "Each School and Surgery was asked, as was the Garden Practice.")], None, id="weak-words"
        ),
        pytest.param([(HEAD, "The Borough Council"), (HEAD, "Town Hall")], None, id="a-word-for-any-council"),
    ],
)
def test_election(paragraphs, expected):
    assert find_authority(paragraphs, {}) == expected


@pytest.mark.parametrize(
    "lines,expected",
    [
        pytest.param(
            ["Northmoor Broadcasting", "12 June 2024"], "Northmoor Broadcasting", id="alone-on-the-first-line"
        ),
        pytest.param(["The Northmoor Archive"], "Northmoor Archive", id="without-its-article"),
        pytest.param(["NORTHMOOR BROADCASTING"], "Northmoor Broadcasting", id="capitals"),
        pytest.param(
            ["Northmoor Broadcasting | Information Rights"], "Northmoor Broadcasting", id="first-of-two-cells"
        ),
        pytest.param(["Freedom of Information Response"], None, id="a-title-is-no-body"),
        pytest.param(["Information Governance Team"], None, id="a-team-is-no-body"),
        pytest.param(["12 Harbour Street"], None, id="an-address-is-no-body"),
        pytest.param(["Mr John Example"], None, id="a-person-with-a-title"),
        pytest.param(["Our Ref: FOI 123"], None, id="a-reference"),
        pytest.param(["Northmoor"], None, id="one-word"),
        pytest.param(["One", "Two", "Northmoor Broadcasting"], None, id="too-far-down"),
    ],
)
def test_a_name_over_the_letter_that_no_word_gives_away(lines, expected):
    assert find_authority([(HEAD, line) for line in lines], {}) == expected


def test_a_name_over_the_letter_yields_to_a_body_that_is_told_elsewhere():
    paragraphs = [(HEAD, "Harbour Matters"), (SIGNED, "Aldersea Port Authority"), (PREAMBLE, "Aldersea Port Authority")]
    assert find_authority(paragraphs, {}) == "Aldersea Port Authority"


@pytest.mark.parametrize(
    "line,expected",
    [
        pytest.param("Chief Executive, NHS Trentham Integrated Care Board", "NHS Trentham Integrated Care Board",
                     id="chief-executive"),
        pytest.param("Information Governance Manager Aldersea County Council", "Aldersea County Council",
                     id="manager"),
        pytest.param("Head Legal Services Aldersea County Council", "Aldersea County Council", id="head-of"),
        pytest.param("Customer Services Team Marlow Vale Council", "Marlow Vale Council", id="team"),
        pytest.param("FOI Officer", None, id="a-post-alone"),
    ],
)  # fmt: skip
def test_a_post_before_a_name_is_no_part_of_it(line, expected):
    assert find_authority([(SIGNED, line)], {}) == expected


@pytest.mark.parametrize(
    "line,expected",
    [
        pytest.param("Police Service of Northmoor", "Police Service of Northmoor", id="police-of-a-place"),
        pytest.param("University of Northmoor", "University of Northmoor", id="university-of-a-place"),
        pytest.param("London Borough of Averstone", "London Borough of Averstone", id="borough-of-a-place"),
        pytest.param("Northmoor University Hospitals NHS Foundation Trust",
                     "Northmoor University Hospitals NHS Foundation Trust", id="trust"),
        pytest.param("Northmoor Fire and Rescue Service", "Northmoor Fire and Rescue Service", id="fire"),
        pytest.param("NHS Trentham ICB", "NHS Trentham Integrated Care Board", id="short-for-a-board"),
        pytest.param("Department for Northern Harbours", "Department for Northern Harbours", id="department"),
        pytest.param("Commission for Northern Harbours", "Commission for Northern Harbours", id="commission"),
        pytest.param("Northern Board for Harbours", "Northern Board for Harbours", id="a-name-before-its-kind"),
    ],
)  # fmt: skip
def test_kinds_of_bodies(line, expected):
    assert find_authority([(HEAD, line)], {}) == expected


def test_headers_of_a_mail():
    assert find_authority([], {"from": "FOI <foi@example.test>"}) is None
    assert find_authority([], {"from": "Marlow Vale Council <foi@example.test>"}) == "Marlow Vale Council"
    assert find_authority([(QUOTED, "Aldersea County Council")], {"organisation": "Marlow Vale Council"}) == (
        "Marlow Vale Council"
    )


@pytest.mark.parametrize(
    "source,expected",
    [
        pytest.param("aldermere-constabulary/reply.pdf", "Aldermere Constabulary", id="folder"),
        pytest.param("in/aldermere-constabulary/2024/reply.pdf", "Aldermere Constabulary", id="a-folder-further-up"),
        pytest.param("aldermere_constabulary\\reply.pdf", "Aldermere Constabulary", id="the-other-slash"),
        pytest.param("university-of-northmoor/reply.pdf", "University of Northmoor", id="small-words"),
        pytest.param("nhs-trentham-icb/reply.pdf", "NHS Trentham ICB", id="capitals"),
        pytest.param("letters/reply.pdf", None, id="any-folder"),
        pytest.param("aldermere-constabulary.pdf", None, id="the-file-is-no-folder"),
        pytest.param("", None, id="empty"),
    ],
)
def test_path(source, expected):
    assert authority_from_path(source) == expected
