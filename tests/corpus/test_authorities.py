"""The authority table as data: who is in it, how a name or an address finds them, and what an unlisted name tells."""

import pytest

from corpus.authorities import (
    COLUMNS,
    FILE,
    TYPES,
    authorities,
    build_authorities,
    by_domain,
    by_name,
    describe,
    name_words,
)
from corpus.records import Law
from corpus.table import TableError, parse_table


def test_there_are_enough_of_every_type():
    rows = authorities().values()
    assert len(rows) >= 900
    assert {row.type for row in rows} == set(TYPES)


def test_successors_resolve_and_live_longer():
    ended = [row for row in authorities().values() if row.successor]
    assert len(ended) > 100
    for row in ended:
        for successor in row.successor:
            last = authorities()[successor].valid_to
            assert last is None or last[:4] >= row.valid_to[:4], row.id


@pytest.mark.parametrize(
    "text,expected",
    [
        pytest.param("Leicester City Council", "Leicester City Council", id="official name"),
        pytest.param("the LEICESTER city council.", "Leicester City Council", id="case, article, full stop"),
        pytest.param("Avon & Somerset Constabulary", "Avon and Somerset Constabulary", id="ampersand"),
        pytest.param(
            "Guy’s and St Thomas’ NHS Foundation Trust", "Guy's and St Thomas' NHS Foundation Trust", id="curly"
        ),
        pytest.param("Camden Council", "London Borough of Camden", id="short form"),
        pytest.param("Heddlu De Cymru", "South Wales Police", id="Welsh name"),
        pytest.param("Western Isles Council", "Comhairle nan Eilean Siar", id="English name of a Gaelic one"),
        pytest.param("Somerset", "Somerset Council", id="shared by past and present: the present"),
        pytest.param("Somerset County Council", "Somerset County Council", id="a past body by its full name"),
        pytest.param("Southend-on-Sea Borough Council", "Southend-on-Sea City Council", id="before it was a city"),
        pytest.param("Thornmere County Council", None, id="made up"),
        pytest.param("", None, id="nothing"),
    ],
)
def test_by_name(text, expected):
    found = by_name(text)
    assert (found.name if found else None) == expected


@pytest.mark.parametrize(
    "domain,expected",
    [
        pytest.param("leicester.gov.uk", ["Leicester City Council"], id="its domain"),
        pytest.param("foi.Leicester.gov.uk", ["Leicester City Council"], id="a part of it"),
        pytest.param("leicester.gcsx.gov.uk", ["Leicester City Council"], id="secure mail of councils, gone"),
        pytest.param("leics.pnn.police.uk", ["Leicestershire Police"], id="secure mail of the police, gone"),
        pytest.param("somerset.gov.uk", ["Somerset Council"], id="the present one of two"),
        pytest.param("oxfordshire.gov.uk", ["Oxfordshire County Council"], id="not its fire service"),
        pytest.param("justice.gov.uk", ["Ministry of Justice"], id="not its agencies"),
        pytest.param("adur-worthing.gov.uk", ["Adur District Council", "Worthing Borough Council"], id="shared"),
        pytest.param("nhs.net", [], id="everybody's in the NHS"),
        pytest.param("gov.uk", [], id="nobody's"),
        pytest.param("example.org", [], id="not known"),
    ],
)
def test_by_domain(domain, expected):
    assert [row.name for row in by_domain(domain)] == expected


NAMED = [pytest.param(word.id, text, id=text) for word in name_words() for text in word.examples]


@pytest.mark.parametrize("word_id,text", NAMED)
def test_each_name_word_decides_its_own_examples(word_id, text):
    word = next(word for word in name_words() if word.id == word_id)
    found = describe(text)
    assert (found.listed, found.name) == (False, text)
    assert (found.type, found.nation, found.law) == (word.type, word.nation, word.law)


@pytest.mark.parametrize(
    "name,expected",
    [
        pytest.param("Kent Police", ("police", "England", Law.FOIA), id="listed: from its row"),
        pytest.param("National Crime Agency", ("police", "UK", None), id="listed, under neither Act"),
        pytest.param("Scottish Weather Agency", ("agency", "Scotland", Law.FOISA), id="Scottish by name"),
        pytest.param("Weather Bureau", ("other", "", None), id="nothing to go by"),
    ],
)
def test_describe(name, expected):
    found = describe(name)
    assert (found.type, found.nation, found.law) == expected


def test_domains_look_like_domains():
    for row in authorities().values():
        for domain in row.email_domains:
            assert domain == domain.casefold() and "." in domain and "@" not in domain and "/" not in domain, row.id


GOOD = "ashvale,Ashvale Council,Ashvale,unitary,England,foia,ashvale.gov.uk,,,,,,made up,"


@pytest.mark.parametrize(
    "row,problem",
    [
        pytest.param(GOOD, "taken by an earlier row", id="same id twice"),
        pytest.param(
            GOOD.replace("ashvale,", "other,", 1), "'Ashvale Council' already names ashvale", id="same name twice"
        ),
        pytest.param("b,Bee,,parish,England,foia,,,,,,,made up,", "'type' is 'parish'", id="unknown type"),
        pytest.param(
            "b,Bee,,unitary,Scotland,foia,,,,,,,made up,", "FOISA goes with Scotland", id="law of another nation"
        ),
        pytest.param(
            "b,Bee,,unitary,England,foia,,,,2020,2019,,made up,", "is before 'valid_from'", id="ends before it begins"
        ),
        pytest.param("b,Bee,,unitary,England,foia,,,,,,ashvale,made up,", "no 'valid_to'", id="succeeded but alive"),
        pytest.param("b,Bee,,unitary,England,foia,,,,,2019,sea,made up,", "'sea' is in no row", id="successor nowhere"),
    ],
)
def test_a_broken_row_is_refused_with_its_line(row, problem):
    text = "\n".join([",".join(COLUMNS), GOOD, row])
    with pytest.raises(TableError, match=problem) as caught:
        build_authorities(parse_table(FILE, text, COLUMNS))
    assert caught.value.line == 3


def test_rows_stand_by_type_and_name():
    rows = [(TYPES.index(row.type), row.name.casefold()) for row in authorities().values()]
    assert rows == sorted(rows)
