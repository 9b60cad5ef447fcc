"""The vendor tables as data: counts, owners of today, ambiguous names and their context, and what a broken row says."""

import pytest

from corpus.table import TableError, parse_table
from corpus.vendors import (
    PRODUCT_COLUMNS,
    PRODUCT_FILE,
    VENDOR_COLUMNS,
    VENDOR_FILE,
    aliases,
    build_vendors,
    products,
    vendors,
)


def named(text):
    """Return (vendor, product) of each alias row that `text`, as written in a letter, matches."""
    return {
        (a.vendor, a.product)
        for a in aliases()
        if a.text == text or (not a.case_sensitive and a.text.casefold() == text.casefold())
    }


def test_there_are_enough():
    assert len(vendors()) >= 300
    assert len(products()) >= 700
    assert len(aliases()) >= 4000


def test_names_and_ids_are_unique_whatever_the_case():
    for table in (vendors(), products()):
        assert len({row.id for row in table.values()}) == len({name.casefold() for name in table}) == len(table)


@pytest.mark.parametrize(
    "text,vendor,product",
    [
        pytest.param("MasterGov", "DEF Software", "MasterGov", id="a product alone gives its vendor"),
        pytest.param("Idox Software", "Idox", None, id="vendor"),
        pytest.param("Idox Uniform", "Idox", "Uniform", id="vendor and product"),
        pytest.param("Northgate Public Services", "NEC Software Solutions", None, id="Northgate is NEC"),
        pytest.param("Northgate Housing", "NEC Software Solutions", "NEC Housing", id="Northgate product is NEC's"),
        pytest.param("Capita One", "MRI Software", "Capita One", id="Capita One went to MRI"),
        pytest.param("Capita Academy", "MRI Software", "Academy", id="Academy went to MRI"),
        pytest.param("Lagan CRM", "Verint", "Lagan", id="Lagan is Verint's"),
        pytest.param("Cerner Millennium", "Oracle", "Oracle Health Millennium", id="Cerner went to Oracle"),
        pytest.param("Firmstep", "Granicus", None, id="Firmstep is Granicus"),
        pytest.param("Servelec Mosaic", "Access Group", "Mosaic", id="Servelec went to Access"),
        pytest.param("Midland iTrent", "MHR", "iTrent", id="old name of MHR"),
        pytest.param("NGA HR", "Zellis", None, id="old name of Zellis"),
        pytest.param("Pitney Bowes Confirm", "Brightly", "Confirm", id="Confirm went to Brightly"),
        pytest.param("Yotta Alloy", "Causeway Technologies", "Alloy", id="Yotta went to Causeway"),
        pytest.param("Tascomi", "Idox", "Idox Cloud", id="Tascomi went to Idox"),
        pytest.param("Agresso", "Unit4", "Agresso", id="Unit4"),
        pytest.param("Liquidlogic", "System C", "Liquidlogic LCS", id="Liquidlogic is System C's"),
        pytest.param("SystmOne", "TPP", "SystmOne", id="TPP"),
        pytest.param("systemone", "TPP", "SystmOne", id="misspelt"),
        pytest.param("EMIS Web", "Optum UK (EMIS)", "EMIS Web", id="EMIS"),
        pytest.param("Niche RMS", "Niche Technology", "Niche RMS", id="Niche"),
        pytest.param("Modern.Gov", "Civica", "Modern.Gov", id="Modern.gov"),
        pytest.param("Power BI", "Microsoft", "Power BI", id="Power BI"),
        pytest.param("Exacom", "Exacom", None, id="Exacom"),
        pytest.param("MiPermit", "Chipside", "MiPermit", id="MiPermit"),
        pytest.param("BadgerNet", "System C", "BadgerNet", id="Clevermed went to System C"),
        pytest.param("SITS:Vision", "Tribal Group", "SITS:Vision", id="student records"),
        pytest.param("Workspace ONE", "Omnissa", None, id="Omnissa left VMware"),
        pytest.param("Rhapsody Integration Engine", "Rhapsody Health", "Rhapsody", id="Rhapsody left Orion"),
    ],
)
def test_a_name_gives_its_owner_of_today(text, vendor, product):
    assert named(text) == {(vendor, product)}


AMBIGUOUS = [
    "Uniform",
    "Confirm",
    "Mosaic",
    "Academy",
    "Orchard",
    "Access",
    "Advanced",
    "Insight",
    "Total",
    "ONE",
    "Horizon",
    "Excel",
    "R",
    "Symphony",
    "Vision",
]


@pytest.mark.parametrize("text", AMBIGUOUS)
def test_ordinary_words_need_context(text):
    rows = [a for a in aliases() if a.text == text]
    assert rows
    assert all(row.ambiguous and row.context for row in rows)


@pytest.mark.parametrize("text", ["service manager", "open text", "optimise", "bytes", "access", "elgin", "insource"])
def test_no_ordinary_phrase_is_a_name_without_context(text):
    assert [a for a in aliases() if a.text.casefold() == text and not a.ambiguous] == []


def test_one_string_names_two_things_only_where_context_decides():
    seen = {}
    for alias in aliases():
        seen.setdefault(alias.text.casefold(), []).append(alias)
    shared = {text: rows for text, rows in seen.items() if len(rows) > 1}
    assert "mosaic" in shared
    assert all(row.ambiguous for rows in shared.values() for row in rows)


def test_short_capitals_are_matched_as_written():
    by_text = {a.text: a for a in aliases()}
    assert by_text["BT"].case_sensitive and by_text["SAP"].case_sensitive and by_text["R"].case_sensitive
    assert not by_text["Idox"].case_sensitive and not by_text["ArcGIS"].case_sensitive


def test_no_name_is_its_own_context():
    """Else every second mention would be proof of the first."""
    assert [a.text for a in aliases() if a.ambiguous and a.text in a.context] == []


@pytest.mark.parametrize(
    "name", ["Softcat", "Bytes", "Phoenix Software", "CDW", "Insight", "Trustmarque", "boxxe", "Computacenter"]
)
def test_resellers(name):
    assert vendors()[name].reseller
    assert all(a.reseller for a in aliases() if a.vendor == name and a.product is None)


def test_every_row_says_where_it_comes_from():
    assert all(row.source for table in (vendors(), products()) for row in table.values())


@pytest.mark.parametrize(
    "name,function",
    [("Uniform", "planning"), ("iTrent", "hr_payroll"), ("Spydus", "libraries"), ("Niche RMS", "police_records")],
)
def test_what_a_product_is_for(name, function):
    assert function in products()[name].functions


VENDOR = "Elmstock,Elmstock Software,Elmstock,housing;repairs,,,housing,local_gov,no,made up"
PRODUCT = "Rentwise,Elmstock,Rentwise,,,,housing,local_gov,Rentwise,made up"


@pytest.mark.parametrize(
    "vendor_row,product_row,problem",
    [
        pytest.param(
            "", PRODUCT.replace("Elmstock", "Ashgrove", 1), "'Ashgrove' is no name in vendors.csv", id="no vendor"
        ),
        pytest.param(VENDOR, "", "is listed already", id="vendor twice"),
        pytest.param("", PRODUCT.replace("housing", "homes"), "'homes' in 'functions' is unknown", id="unknown use"),
        pytest.param("", PRODUCT.replace("Rentwise,,", ",,"), "has no alias", id="no alias"),
        pytest.param(
            "", PRODUCT.replace("Rentwise,,", "Rentwise,Rent,"), "needs context words", id="ambiguous, no context"
        ),
        pytest.param(
            "", PRODUCT.replace("Rentwise,,", "Elmstock Software,,"), "also names Elmstock", id="one alias, two owners"
        ),
        pytest.param("", PRODUCT.replace("Rentwise,,", "Rentwise;;Rents,,"), "empty or repeated part", id="empty part"),
        pytest.param(
            "", PRODUCT.replace("Rentwise,made", "Rents,made"), "'Rents' in 'named_as' is no product", id="no such line"
        ),
    ],
)
def test_a_broken_row_is_refused(vendor_row, product_row, problem):
    vendor_text = "\n".join(filter(None, [",".join(VENDOR_COLUMNS), VENDOR, vendor_row]))
    product_text = "\n".join(filter(None, [",".join(PRODUCT_COLUMNS), product_row]))
    with pytest.raises(TableError, match=problem) as caught:
        build_vendors(
            parse_table(VENDOR_FILE, vendor_text, VENDOR_COLUMNS),
            parse_table(PRODUCT_FILE, product_text, PRODUCT_COLUMNS),
        )
    assert caught.value.line == (3 if vendor_row else 2)


def test_a_good_row_becomes_a_product_with_its_aliases():
    found_vendors, found_products, found = build_vendors(
        parse_table(VENDOR_FILE, ",".join(VENDOR_COLUMNS) + "\n" + VENDOR, VENDOR_COLUMNS),
        parse_table(PRODUCT_FILE, ",".join(PRODUCT_COLUMNS) + "\n" + PRODUCT, PRODUCT_COLUMNS),
    )
    assert found_vendors["Elmstock"].id == "elmstock"
    assert found_products["Rentwise"].vendor == "Elmstock"
    assert [(a.text, a.product, a.ambiguous, a.context) for a in found] == [
        ("Elmstock Software", None, False, ()),
        ("Elmstock", None, True, ("housing", "repairs")),
        ("Rentwise", "Rentwise", False, ()),
    ]


def test_rows_stand_by_vendor_and_product():
    names = [name.casefold() for name in vendors()]
    assert names == sorted(names)
    owned = [(product.vendor.casefold(), product.name.casefold()) for product in products().values()]
    assert owned == sorted(owned)
