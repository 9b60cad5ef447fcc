"""Contract facts: cost, expiry and term as a letter states them beside a supplier's name."""

import pytest

from ingest.read.contracts import contract_facts, facts_beside


@pytest.mark.parametrize(
    "beside,facts",
    [
        pytest.param("Idox, £12,500 per annum", {"annual_cost": "£12,500"}, id="per-annum"),
        pytest.param("Idox at £12,500 pa", {"annual_cost": "£12,500"}, id="pa"),
        pytest.param("Idox, £12,500 p.a.", {"annual_cost": "£12,500"}, id="p.a.-its-last-stop-is-not-kept"),
        pytest.param("Idox, £9k a year", {"annual_cost": "£9k"}, id="thousands"),
        pytest.param("Idox. Annual cost: £12,500", {"annual_cost": "£12,500"}, id="annual-before-the-amount"),
        pytest.param("Idox, £4,000 (ex VAT) per year", {"annual_cost": "£4,000"}, id="tax-between"),
        pytest.param("Idox, contract value £60,000", {"cost": "£60,000"}, id="a-total-is-no-annual-cost"),
        pytest.param("Idox cost £1.2 million", {"cost": "£1.2 million"}, id="million"),
        pytest.param("Idox, £60,000; reviewed annually", {"cost": "£60,000"}, id="annual-of-something-else"),
        pytest.param("Idox, no cost", {}, id="no-amount"),
    ],
)
def test_cost(beside, facts):
    assert contract_facts(beside) == facts


@pytest.mark.parametrize(
    "beside,date",
    [
        pytest.param("Idox, expires 31 March 2027", "31 March 2027", id="expires"),
        pytest.param("Idox until March 2027", "March 2027", id="month-alone"),
        pytest.param("Idox, end date 31/03/2027", "31/03/2027", id="figures"),
        pytest.param("Idox, renewal is due on 1st April 2026", "1st April 2026", id="renewal"),
        pytest.param("Idox, 1 April 2022 - 31 March 2027", "31 March 2027", id="second-date-of-a-range"),
        pytest.param("Idox from 1 April 2022 to 31 March 2027", "31 March 2027", id="from-to"),
        pytest.param("Idox since 1 April 2022", None, id="a-start-is-no-expiry"),
        pytest.param("Idox will be retendered. We met on 3 May 2024", None, id="a-date-of-something-else"),
        pytest.param("Idox until further notice", None, id="no-date"),
    ],
)
def test_expiry(beside, date):
    assert contract_facts(beside).get("expires_on") == date


@pytest.mark.parametrize(
    "beside,term",
    [
        pytest.param("Idox, three years", "three years", id="in-words"),
        pytest.param("Idox on a 5-year term", "5-year", id="hyphen"),
        pytest.param("Idox, 36 months", "36 months", id="months"),
        pytest.param("Idox for three (3) years", "three (3) years", id="word-and-figure"),
        pytest.param("Idox, 3 years + 1 year option", "3 years + 1 year", id="with-an-option"),
        pytest.param(
            "Idox, 4 years with the option to extend", "4 years with the option to extend", id="option-to-extend"
        ),
        pytest.param("Idox, bought 3 years ago", None, id="ago-is-no-term"),
        pytest.param("Idox, with a 2 year warranty", None, id="a-warranty-is-no-term"),
        pytest.param("Idox, a rolling contract", None, id="no-number"),
    ],
)
def test_term(beside, term):
    assert contract_facts(beside).get("term") == term


def test_all_three_and_nothing():
    facts = contract_facts("Idox, £12,500 per annum, 3 years, expires\n31 March 2027")
    assert facts == {"annual_cost": "£12,500", "term": "3 years", "expires_on": "31 March 2027"}
    assert contract_facts("") == {}


def test_words_far_behind_a_name_speak_of_something_else():
    assert contract_facts("Idox " + "and other matters " * 30 + "£12,500 per annum") == {}


TABLE = (
    "The systems are:\n\nSystem\tSupplier\tAnnual cost\tContract expiry\tTerm\n"
    "Planning\tIdox Uniform\t45,000\t31/03/2027\t3 years\n"
    "Revenues\tCivica\t£60,100.50\tMarch 2026\trolling\n"
    "Parking\tIn house\tn/a\tn/a\tn/a\n"
)


@pytest.mark.parametrize(
    "text,name,facts",
    [
        pytest.param(
            TABLE,
            "Idox",
            {"annual_cost": "45,000", "expires_on": "31/03/2027", "term": "3 years"},
            id="headings",
        ),
        pytest.param(
            TABLE, "Civica", {"annual_cost": "£60,100.50", "expires_on": "March 2026"}, id="the-heading-says-a-year"
        ),
        pytest.param(TABLE, "In house", {}, id="not-applicable-is-no-fact"),
        pytest.param(
            "Supplier\tTotal contract value\tEnd date\nIdox\t£90,000\t30 June 2028",
            "Idox",
            {"cost": "£90,000", "expires_on": "30 June 2028"},
            id="a-total",
        ),
        pytest.param("Idox\t£90,000\t30 June 2028\n", "Idox", {"cost": "£90,000"}, id="no-headings"),
        pytest.param(
            "Annual cost\tEnd date\n\nPlanning\tIdox\t£9,000\n",
            "Idox",
            {"cost": "£9,000"},
            id="headings-of-another-table",
        ),
        pytest.param("We use Idox at £9,000 a year.\n", "Idox", {"annual_cost": "£9,000"}, id="no-table"),
    ],
)
def test_a_row_of_a_table_is_read_by_its_headings(text, name, facts):
    start = text.index(name)
    assert facts_beside(text, start, start + len(name)) == facts


def test_a_long_table_costs_as_much_a_row_as_a_short_one():
    rows = "Planning\tIdox\t5\n" * 100_000
    text = f"System\tSupplier\tAnnual cost\n{rows}"
    assert facts_beside(text, len(text) - 10, len(text)) == {}  # its headings are too far above
