"""The statements of a content stream: the same as pdfminer finds token by token, and never slow."""

import contextlib
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pdfminer.pdfinterp import PDFContentParser
from pdfminer.pdftypes import PDFStream
from pdfminer.psparser import PSEOF, PSKeyword, PSLiteral

from ingest.extract.pdf_content import Unusual, statements

WANTED = frozenset([b"Tj", b"TJ", b"'", b"Td", b"Tm", b"Tf", b"q", b"re", b"T*", b"Do", b"BT"])


def by_pdfminer(data):
    """Return the same statements by pdfminer's own parser."""
    parser = PDFContentParser([PDFStream({}, data)])
    found, operands = [], []
    while True:
        try:
            _, item = parser.nextobject()
        except PSEOF:
            return found
        if not isinstance(item, PSKeyword):
            operands.append(plain(item))
            continue
        if item.name in WANTED:
            found.append((item.name, operands))
        operands = []


def plain(item):
    if isinstance(item, PSLiteral):
        return item.name
    if isinstance(item, list):
        return [plain(inner) for inner in item]
    return float(item) if isinstance(item, int | float) else item


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        pytest.param(b"BT /F1 12 Tf 1 0 0 1 7 -7.5 Tm (a) Tj", [
            (b"BT", []), (b"Tf", ["F1", 12.0]), (b"Tm", [1.0, 0.0, 0.0, 1.0, 7.0, -7.5]), (b"Tj", [b"a"])], id="line"),
        pytest.param(b"[(a)-250(b)<63>.5]TJ", [(b"TJ", [[b"a", -250.0, b"b", b"c", 0.5]])], id="array"),
        pytest.param(b"(a (b) \\(c\\\\) Tj", [(b"Tj", [b"a (b) (c\\"])], id="brackets in a string"),
        pytest.param(b"(\\101\\0539\\n\\q\\\nx) Tj", [(b"Tj", [b"A+9\nqx"])], id="escapes"),
        pytest.param(b"<414> Tj", [(b"Tj", [b"A@"])], id="an odd number of digits"),
        pytest.param(b"/A#20B 9 Tf", [(b"Tf", ["A B", 9.0])], id="escape in a name"),
        pytest.param(b"q% (no) Tj\n(yes) Tj", [(b"q", []), (b"Tj", [b"yes"])], id="comment"),
        pytest.param(b"/P <</MCID 0 /T (x)>> BDC (a) Tj EMC", [(b"Tj", [b"a"])], id="marked content"),
        pytest.param(b"BI /W 1 /H 1 ID \x00(Tj\xff EI q", [(b"EI", []), (b"q", [])], id="inline image"),
        pytest.param(b"[3 2] 0 d 0 g (a) '", [(b"'", [b"a"])], id="dash pattern and colour"),
        pytest.param(b"", [], id="nothing"),
    ],
)  # fmt: skip
def test_statements(data, expected):
    assert statements(data, WANTED) == expected


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"(((deep))) Tj", id="brackets three deep"),
        pytest.param(b"(never closed Tj", id="open string"),
        pytest.param(b"1.2.3 0 Td", id="no number"),
        pytest.param(b"BI /W 1 ID \x00", id="an image without end"),
        pytest.param(b"} q", id="a stray delimiter"),
    ],
)
def test_another_shape_is_unusual(data):
    with pytest.raises(Unusual):
        statements(data, WANTED)


NUMBERS = st.sampled_from([b"0", b"12", b"-7.25", b".5", b"+3", b"100."])
STRINGS = st.binary(max_size=12).map(
    lambda raw: (
        b"(" + raw.translate(None, b"()\\\r") + b"\\051\\(x)" if len(raw) % 2 else b"<" + raw.hex().encode() + b">"
    )
)
PIECES = st.one_of(
    st.tuples(NUMBERS, NUMBERS).map(lambda n: n[0] + b" " + n[1] + b" Td"),
    st.lists(st.one_of(STRINGS, NUMBERS), max_size=6).map(lambda items: b"[" + b" ".join(items) + b"] TJ"),
    STRINGS.map(lambda string: string + b" Tj"),
    NUMBERS.map(lambda number: b"/F1 " + number + b" Tf"),
    st.sampled_from([b"q", b"BT", b"T*", b"% remark", b"0 0 1 rg", b"/X Do", b"/Span <</MCID 3>> BDC"]),
)


@given(st.lists(PIECES, max_size=12))
def test_the_same_as_pdfminer(pieces):
    data = b"\n".join(pieces) + b"\n"
    assert statements(data, WANTED) == by_pdfminer(data)


UNITS = [
    b"(",
    b"(a",
    b"((a)",
    b"[",
    b"[(a)",
    b"<<",
    b"<<(a)",
    b"/a",
    b"1 ",
    b"1 a ",
    b"\\(",
    b"BI ",
    b"BI ID ",
    b"<",
    b"% ",
]


@pytest.mark.parametrize("unit", UNITS)
def test_time_grows_with_length_only(unit):
    began = time.process_time()
    with contextlib.suppress(Unusual):
        statements(unit * (400_000 // len(unit)), WANTED)
    assert time.process_time() - began < 3
