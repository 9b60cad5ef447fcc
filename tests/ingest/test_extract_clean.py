"""What is done with text once it is out of a file: cleaning, numbers, rows, page furniture, legibility."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.extract.clean import clean_text
from ingest.extract.furniture import remove_furniture
from ingest.extract.legibility import is_legible
from ingest.extract.numerals import format_number
from ingest.extract.rows import row_lines

# --- cleaning -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("section\u00a040(2)", "section 40(2)", id="no-break space"),
        pytest.param("of\u00adfice", "office", id="soft hyphen"),
        pytest.param("o\ufb03ce \ufb01le", "office file", id="ligatures"),
        pytest.param("a\r\nb\rc\x0bd", "a\nb\nc\nd", id="line ends"),
        pytest.param("a\fb", "a\nb", id="only pages are joined by a form feed"),
        pytest.param("a\x00\x07b", "ab", id="control characters"),
        pytest.param("\uf0b7 one", "• one", id="bullet of the Symbol font"),
        pytest.param("w\u0302yn", "ŵyn", id="combining accent"),
        pytest.param("½ day, m²", "½ day, m²", id="fractions and powers stay"),
        pytest.param("a   b \t\n\n\n\n  c\n", "a  b\n\nc", id="space at line ends and runs of blank lines"),
        pytest.param("a\n \tb", "a\n\tb", id="an empty first cell keeps its tab"),
    ],
)
def test_clean_text(text, expected):
    assert clean_text(text) == expected


@given(st.text())
def test_clean_text_is_stable_and_holds_no_control_characters(text):
    once = clean_text(text)
    assert clean_text(once) == once
    assert all(char in "\n\t" or char >= " " for char in once)


@pytest.mark.parametrize(
    ("number", "style", "expected"),
    [
        pytest.param(3, "decimal", "3", id="digits"),
        pytest.param(28, "lowerLetter", "bb", id="after z Word doubles the letter"),
        pytest.param(14, "lowerRoman", "xiv", id="roman"),
        pytest.param(9, "upperRoman", "IX", id="capital roman"),
        pytest.param(3, "decimalZero", "03", id="leading nought"),
        pytest.param(0, "lowerLetter", "0", id="no letter for nought"),
        pytest.param(5, "chicago", "5", id="a format not known"),
        pytest.param(9_000, "upperRoman", "9000", id="too long a numeral"),
    ],
)
def test_format_number(number, style, expected):
    assert format_number(number, style) == expected


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        pytest.param([["Planning"], ["Idox"]], ["Planning\tIdox"], id="row"),
        pytest.param(
            [["NEC", "(formerly Northgate)"], ["2019"]], ["NEC (formerly Northgate)\t2019"], id="a short second line"
        ),
        pytest.param([["1. A", "2. B"], ["1. C", "2. D"]], ["1. A", "2. B", "", "1. C", "2. D"], id="numbered lines"),
        pytest.param([["x"], [], ["y"], []], ["x\t\ty"], id="an empty cell keeps its place"),
        pytest.param([[], []], [], id="empty row"),
        pytest.param([["a\tb"], ["c"]], ["a b\tc"], id="a tab inside a cell is no boundary"),
    ],
)
def test_row_lines(cells, expected):
    assert row_lines(cells) == expected


# --- page furniture -------------------------------------------------------------------------------------------------


PAGES = [(1, "one"), (2, "two"), (3, "three")]


def test_the_letterhead_stays_on_the_first_page_and_the_footer_on_the_last():
    pages = [f"Glenorran Council\nbody of {name}\nwww.glenorran.example\nPage {number} of 3" for number, name in PAGES]
    assert remove_furniture(pages) == [
        "Glenorran Council\nbody of one",
        "body of two",
        "body of three\nwww.glenorran.example",
    ]


@pytest.mark.parametrize(
    ("pages", "expected"),
    [
        pytest.param(["a\nPage 1 of 2", "b\nPage 2 of 2"], ["a", "b"], id="two pages"),
        pytest.param(["a\nFOI 12\tPage 1 of 2", "b"], ["a\nFOI 12", "b"], id="beside a reference"),
        pytest.param(["a\n- 1 -", "b\n2"], ["a", "b"], id="bare numbers that are the page's"),
        pytest.param(["a\n12", "b\n7"], ["a\n12", "b\n7"], id="bare numbers that are not"),
        pytest.param(["a\n1"], ["a\n1"], id="a number on a single page is an answer"),
        pytest.param(["Tudalen 1 o 2\na", "b"], ["a", "b"], id="Welsh"),
        pytest.param(
            [f"Ward 1{n}\t{n}7\nWard 2{n}\t{n}4" for n in "456"],
            [f"Ward 1{n}\t{n}7\nWard 2{n}\t{n}4" for n in "456"],
            id="table rows",
        ),
    ],
)
def test_remove_furniture(pages, expected):
    assert remove_furniture(pages) == expected


UNHAPPY = (
    "If you are unhappy with the way your request has been handled you may ask for an\n"
    "internal review within forty working days.\n"
    "We do not hold anything else."
)
FOOTER = "Glenorran Council, Council Offices, 1 Example Square, Glenorran GL1 1AA, 01632 960001"


@pytest.mark.parametrize(
    "furniture",
    [
        pytest.param("", id="prose alone"),
        pytest.param("\n\n{footer}", id="above an address as wide as a line"),
        pytest.param("\n{footer}\nPage {number} of 4", id="above an address and a page number, without a gap"),
        pytest.param(
            "\nThis is page {number} of the answers that the council has given.", id="a sentence with the page"
        ),
    ],
)
def test_a_closing_paragraph_that_bound_letters_share_is_text(furniture):
    bodies = [f"Dear {name}\nYou asked how many vehicles the council has bought since 201{n}. It has\nbought {n * 7}."
              for n, name in enumerate(("Ms A", "Mr B", "Dr C", "Ms D"), 1)]  # fmt: skip
    pages = [f"{body}\n\n{UNHAPPY}{furniture.format(footer=FOOTER, number=n)}" for n, body in enumerate(bodies, 1)]
    assert remove_furniture(pages)[:-1] == [f"{body}\n\n{UNHAPPY}" for body in bodies[:-1]]


def test_a_sentence_cut_at_the_top_of_the_edge_keeps_its_end():
    page = "about {n}\n\n" + "\n".join(
        ["You have the right to complain to the Information Commissioner about how the",
         "council has dealt with your request, and", "with the review."]
    )  # fmt: skip
    pages = [page.format(n=n) for n in ("bins", "lamps", "roads", "trees")]
    assert remove_furniture(pages) == pages


@pytest.mark.parametrize(
    ("text", "legible"),
    [
        pytest.param("The council does not hold the information that you have asked for. " * 4, True, id="English"),
        pytest.param("Nid yw'r cyngor yn cadw'r wybodaeth yr ydych wedi gofyn amdani. " * 4, True, id="Welsh"),
        pytest.param("Abbey Mill Parkside Northgate Riverside Hillcrest " * 5, True, id="a list of names"),
        pytest.param("£1,204 17 33.2 8 2019/20 " * 20, True, id="figures"),
        pytest.param(
            "7KH FRXQFLO GRHV QRW KROG WKH LQIRUPDWLRQ WKDW " * 5, False, id="every letter shifted by its glyph number"
        ),
        pytest.param("short", True, id="too little to tell"),
    ],
)
def test_is_legible(text, legible):
    assert is_legible(text) is legible


def test_unmapped_glyphs_are_not_legible():
    assert not is_legible("anything", unmapped=0.5)
