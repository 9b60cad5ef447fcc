"""What a file is, and its text: HTML, plain text, e-mail, workbooks, tables; and what is said where there is none."""

import datetime
import hashlib
import io
import os
import random
import time
import zipfile
from email.message import EmailMessage
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest.errors import ExtractError
from ingest.extract import extract, extract_bytes, sniff
from ingest.sandbox import LimitedPool


def text_of(data, name="file"):
    return extract_bytes(data if isinstance(data, bytes) else data.encode(), name).text


# --- what a file is -------------------------------------------------------------------------------------------------


def zipped(*names, mimetype=None):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        if mimetype:
            archive.writestr("mimetype", mimetype)
        for name in names:
            archive.writestr(name, "x")
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("data", "name", "expected"),
    [
        pytest.param(b"\n\n%PDF-1.7 ...", "a.doc", sniff.PDF, id="PDF behind blank lines, named as Word"),
        pytest.param(zipped("word/document.xml"), "a.pdf", sniff.DOCX, id="Word named as PDF"),
        pytest.param(zipped("xl/workbook.xml"), "", sniff.XLSX, id="workbook"),
        pytest.param(zipped("xl/workbook.bin"), "", sniff.XLSB, id="binary workbook"),
        pytest.param(zipped(mimetype=sniff.ODS), "", sniff.ODS, id="OpenDocument says what it is"),
        pytest.param(zipped("letter.pdf"), "", sniff.ZIP, id="archive"),
        pytest.param(
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"), "", sniff.DOC, id="old Word"
        ),
        pytest.param(b"<!DOCTYPE html><p>x", "a.txt", sniff.HTML, id="HTML named as text"),
        pytest.param(b"<?xml version='1.0'?><html><body>x", "", sniff.HTML, id="XHTML"),
        pytest.param("<html><body>x".encode("utf-16"), "", sniff.HTML, id="HTML in UTF-16"),
        pytest.param(b"{\\rtf1 x}", "a.doc", sniff.RTF, id="rich text named as Word"),
        pytest.param(
            b"From: a@b.example\nMessage-ID: <1>\nSubject: x\n\nbody", "a.txt", sniff.EML, id="mail named as text"
        ),
        pytest.param(
            b"From: A\nSent: 1 May\nTo: B\nSubject: x\n\nbody", "a.txt", sniff.TXT, id="a mail printed by Outlook"
        ),
        pytest.param(b"Subject: x\n\nbody", "a.eml", sniff.EML, id="a bare mail named as one"),
        pytest.param(b"a,b\n1,2", "log.csv", sniff.CSV, id="table by its name"),
        pytest.param(b"a,b\n1,2", "letter.txt", sniff.TXT, id="text by its name"),
        pytest.param(b"\x00\x01\x02\x03" * 20, "a.pdf", sniff.BINARY, id="bytes of no kind"),
        pytest.param(b"\x89PNG\r\n\x1a\n", "a.pdf", sniff.IMAGE, id="picture"),
    ],
)
def test_a_file_is_known_by_its_content(data, name, expected):
    assert sniff.sniff(data, name) == expected


@pytest.mark.parametrize(
    ("data", "kind", "says"),
    [
        pytest.param(b"", "empty", "is empty", id="no bytes"),
        pytest.param(b" \r\n\n\x00", "empty", "is empty", id="nothing but space"),
        pytest.param(
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "PowerPoint Document".encode("utf-16-le"),
            "unsupported",
            "as PDF",
            id="old presentation",
        ),
        pytest.param(
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "encrypted",
            "password",
            id="locked",
        ),
        pytest.param(b"\x89PNG\r\n\x1a\n", "unsupported", "picture", id="picture"),
        pytest.param(b"PK\x03\x04xl/worksheets", "corrupt", "damaged", id="the beginning of a workbook"),
        pytest.param(b"%PDF-1.4 nothing", "corrupt", "damaged", id="the beginning of a PDF"),
    ],
)
def test_what_cannot_be_read_says_why_and_what_to_do(data, kind, says):
    with pytest.raises(ExtractError, match=says) as caught:
        extract_bytes(data, "letters/reply.bin")
    assert caught.value.kind == kind
    assert str(caught.value).startswith("letters/reply.bin: ")


def test_files_that_are_not_there_or_not_files(tmp_path):
    with pytest.raises(ExtractError, match="no such file") as caught:
        extract(tmp_path / "gone.pdf")
    assert caught.value.kind == "missing"
    with pytest.raises(ExtractError, match="is not a file") as caught:
        extract(tmp_path)
    assert caught.value.kind == "unreadable"


def test_a_document_knows_its_file(tmp_path):
    path = tmp_path / "letter.txt"
    path.write_bytes(b"Dear Requester\r\n")
    document = extract(path, source="letters/letter.txt")
    assert (document.source, document.media_type, document.size) == ("letters/letter.txt", "text/plain", 16)
    assert document.sha256 == hashlib.sha256(b"Dear Requester\r\n").hexdigest()
    assert document.text == "Dear Requester"


# --- HTML -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param("<p>One</p><p>Two<br>three</p>", "One\n\nTwo\nthree", id="paragraphs and line breaks"),
        pytest.param("<ol><li>A</li><li>B</li></ol>", "1. A\n2. B", id="ordered list"),
        pytest.param("<ol start=4 type=a><li>A<li value=7>B</ol>", "d. A\ng. B", id="start, type and value"),
        pytest.param("<ul><li>A</li></ul>", "• A", id="bullets"),
        pytest.param("<ol><li><p>What?</p><p>This.</p></li></ol>", "1. What?\nThis.", id="paragraphs in an item"),
        pytest.param(
            "<table><tr><th>Q</th><th>A</th></tr><tr><td>x</td><td>y</td></tr></table>", "Q\tA\nx\ty", id="table"
        ),
        pytest.param("<p>kept<script>x()</script><style>y</style></p>", "kept", id="script and style"),
        pytest.param("<p hidden>no</p><p style='display: none'>no</p><p>yes</p>", "yes", id="hidden"),
        pytest.param("<p>under sec<b>tion</b> 40</p>", "under section 40", id="inline elements join"),
        pytest.param("<p>a\n   b</p>", "a b", id="white space is one space"),
        pytest.param("<pre>a\nb</pre>", "a\nb", id="preformatted"),
        pytest.param(
            "<nav>Menu</nav><main><p>" + "word " * 25 + "</p></main>", ("word " * 25).strip(), id="the main part"
        ),
        pytest.param("<p>&nbsp;&pound;3 &amp; more</p>", "£3 & more", id="entities"),
    ],
)
def test_html(body, expected):
    assert text_of(f"<!DOCTYPE html><html><head><title>Reply  12</title></head><body>{body}</body></html>") == expected


def test_html_title_is_a_header():
    assert extract_bytes(b"<html><head><title>FOI\n 12</title></head><body>x</body></html>", "p").headers == {
        "title": "FOI 12"
    }


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "utf-16"])
def test_html_and_text_in_any_encoding_of_the_country(encoding):
    words = "The annual cost is £3,000 – “as agreed”, and the officer is away."
    assert text_of(f"<html><body><p>{words}</p></body></html>".encode(encoding)) == words
    assert text_of(words.encode(encoding)) == words


def test_html_in_its_declared_encoding():
    assert (
        text_of('<html><head><meta charset="iso-8859-14"></head><body>ŵy</body></html>'.encode("iso-8859-14")) == "ŵy"
    )


def test_text_with_form_feeds_has_pages():
    assert [page.text for page in extract_bytes(b"one\n\ftwo\n\f", "a.txt").pages] == ["one", "two"]


# --- e-mail ---------------------------------------------------------------------------------------------------------


def message(body="Please find the reply.", html=None):
    mail = EmailMessage()
    mail["From"] = "FOI Team <foi@glenorran.example>"
    mail["To"] = "requester@mail.example"
    mail["Date"] = "Thu, 03 Jul 2025 10:00:00 +0100"
    mail["Subject"] = "FOI 12 – réponse"
    mail.set_content(body)
    if html:
        mail.add_alternative(html, subtype="html")
    return mail


def test_mail_headers_body_and_attachments():
    mail = message()
    mail.add_attachment(b"Section 40(2) applies.", "text", "plain", filename="letter.txt")
    mail.add_attachment(b"\x89PNG\r\n\x1a\n", "image", "png", filename="crest.png")
    mail.add_attachment(b"\x00\x01" * 40, "application", "octet-stream", filename="data.bin")
    document = extract_bytes(mail.as_bytes(), "reply.eml")
    assert document.text == "Please find the reply."
    assert document.headers == {
        "from": "FOI Team <foi@glenorran.example>",
        "to": "requester@mail.example",
        "date": "Thu, 03 Jul 2025 10:00:00 +0100",
        "subject": "FOI 12 – réponse",
    }
    assert [(item.source, item.text) for item in document.attachments] == [
        ("reply.eml#letter.txt", "Section 40(2) applies.")
    ]
    assert document.warnings == ("attachment data.bin was not read: unsupported",)


def test_mail_plain_part_is_preferred_unless_empty():
    assert text_of(message("plain", "<p>rich</p>").as_bytes()) == "plain"
    assert text_of(message(" ", "<p>rich</p>").as_bytes()) == "rich"


def test_mail_inside_mail_is_read_to_a_depth():
    mail = message("the innermost")
    for number in range(6):
        outer = message(f"level {number}")
        outer.add_attachment(mail)
        mail = outer
    document, depth = extract_bytes(mail.as_bytes(), "reply.eml"), 0
    while document.attachments:
        document, depth = document.attachments[0], depth + 1
    assert depth == 3
    assert "left out" in document.warnings[0]


# --- workbooks and tables -------------------------------------------------------------------------------------------


def test_sheets_are_pages_and_hidden_ones_are_findings():
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Notices"
    for row in (["Year", "Issued", "Cost"], [2024, 412, 3.5], [datetime.date(2025, 7, 3), None, True]):
        sheet.append(row)
    secret = book.create_sheet("Staff")
    secret.append(["Jo Bloggs"])
    secret.sheet_state = "hidden"
    book.create_sheet("Empty")
    buffer = io.BytesIO()
    book.save(buffer)
    document = extract_bytes(buffer.getvalue(), "data.xlsx")
    assert [(page.number, page.name, page.text) for page in document.pages] == [
        (1, "Notices", "Year\tIssued\tCost\n2024\t412\t3.5\n2025-07-03\t\tTRUE")
    ]
    assert [(finding.kind, finding.where) for finding in document.findings] == [("hidden_sheet", "sheet Staff")]
    assert "Bloggs" not in repr(document)


def test_csv_rows_are_lines_of_cells():
    assert (
        text_of(b'System,Supplier\r\n"Planning, and more",Idox\r\n', "log.csv")
        == "System\tSupplier\nPlanning, and more\tIdox"
    )
    assert text_of(b"System;Supplier\nPlanning;Idox\n", "log.csv") == "System\tSupplier\nPlanning\tIdox"


# --- hostile input --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"<html><body>" + b"<div>" * 50_000, id="deep HTML"),
        pytest.param(b"<html><body><ol>" + b"<li>x" * 20_000, id="long list"),
        pytest.param(b"<html><meta" + b" charset" * 50_000, id="charset without end"),
        pytest.param(
            b"From: x\nDate: y\n" + b"To: " + b"(" * 100_000 + b"\n\nbody", id="nested comments in an address"
        ),
        pytest.param(b"- " * 200_000 + b"\f" + b"Page " * 100_000, id="page labels"),
        pytest.param(b"1 \t" * 100_000, id="tabs"),
    ],
)
def test_time_stays_short_on_contrived_input(data):
    began = time.process_time()
    try:
        extract_bytes(data, "file")
    except ExtractError as error:
        assert error.kind in ("corrupt", "too_large")
    assert time.process_time() - began < 5


SEEDS = {
    "html": b"<html><body><ol><li>What?</li></ol><table><tr><td>a</td></tr></table></body></html>",
    "mail": message(html="<p>x</p>").as_bytes(),
    "text": "Section 40(2) – £3".encode(),
    "zip": zipped("word/document.xml", "xl/workbook.xml"),
}


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(sorted(SEEDS)), st.integers(0, 2**32), st.integers(1, 12))
def test_damaged_files_are_read_or_named(kind, seed, cuts):
    rng = random.Random(seed)
    data = bytearray(SEEDS[kind])
    for _ in range(cuts):
        data[rng.randrange(len(data))] = rng.randrange(256)
    try:
        document = extract_bytes(bytes(data), "damaged")
    except ExtractError as error:
        assert str(error).startswith("damaged")
    else:
        assert all(page.number == number for number, page in enumerate(document.pages, 1))


# --- real material --------------------------------------------------------------------------------------------------

SHARED = Path(os.environ.get("FOILOG_SHARED", Path(__file__).parents[3] / "shared"))
real = pytest.mark.skipif(
    not (SHARED / "real").is_dir(), reason="no real letters beside the repository (FOILOG_SHARED)"
)


@real
@pytest.mark.slow
def test_real_and_awkward_files_are_read_or_named():
    paths = sorted(path for folder in ("real", "robustness") for path in (SHARED / folder).iterdir())
    with LimitedPool("ingest.extract:extract", workers=2, seconds=30) as pool:
        results = dict(pool.imap(paths))
    assert set(results) == set(paths)
    errors = [result for result in results.values() if isinstance(result, ExtractError)]
    assert not [str(error) for error in errors if error.kind in ("timeout", "memory")]
    assert not [str(error) for error in errors if "crash" in str(error)]
    silent = [
        path
        for path, result in results.items()
        if not isinstance(result, ExtractError) and not result.text.strip("\f \n")
    ]
    assert not [path.name for path in silent if not (results[path].warnings or results[path].attachments)]


@real
def test_the_seed_letter_is_one_page_of_clean_text():
    document = extract(SHARED / "seed-letter.txt")
    assert len(document.pages) == 1
    assert document.warnings == ()
    assert "\r" not in document.text and "\f" not in document.text
