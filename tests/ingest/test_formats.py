"""The same letter in every format gives the same structure; and what each format has that others do not."""

import re
import shutil
from email.message import EmailMessage

import letters
import pptx
import pytest
from cfb import outlook_message
from letters import odt_of, rtf_of, rtf_text, zipped

from corpus.records import CitationStatus
from ingest.errors import ExtractError
from ingest.extract import extract_bytes
from ingest.read import read

needs_libreoffice = pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")


def text_of(data, name="letter"):
    return extract_bytes(data, name).text


@pytest.mark.parametrize(
    "name",
    [pytest.param(name, marks=needs_libreoffice) if name == "doc" else name for name in letters.FORMATS],
)
def test_the_same_letter_in_every_format_gives_the_same_structure(name):
    document = extract_bytes(letters.FORMATS[name](), "letters/FOI 24-0913.bin")
    reading = read(document)
    assert reading.authority == "Thornmere County Council"
    assert reading.regime == "foia"
    assert reading.reference == "FOI 24-0913"
    assert reading.responded_on == "2025-03-14"
    assert (reading.kind, reading.outcome) == ("response", "partly_disclosed")
    assert [(qa.number, qa.question, qa.answer) for qa in reading.questions] == [
        ("1", letters.PARAGRAPHS[5][3:], letters.PARAGRAPHS[6][10:]),
        ("2", letters.PARAGRAPHS[7][3:], letters.PARAGRAPHS[8][10:]),
        ("3", letters.PARAGRAPHS[9][3:], letters.PARAGRAPHS[10][10:]),
    ]
    applied = [(c.provision, c.questions) for c in reading.citations if c.status is CitationStatus.APPLIED]
    assert applied == [("foia-40-2", ("2",))]
    assert [(m.vendor, m.product, m.questions) for m in reading.vendors] == [("Idox", "Uniform", ("1",))]
    assert not [f for f in document.findings if f.action == "hold"]


@needs_libreoffice
def test_doc_is_read_through_libreoffice_and_leaves_nothing_behind(tmp_path, monkeypatch):
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    import tempfile

    monkeypatch.setattr(tempfile, "tempdir", None)
    assert "Idox Uniform" in text_of(letters.doc())
    assert not list(tmp_path.iterdir())


def test_doc_without_libreoffice_says_what_it_needs(monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda name: None)
    data = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le")
    with pytest.raises(ExtractError, match="needs LibreOffice") as caught:
        extract_bytes(data, "letter.doc")
    assert caught.value.kind == "unsupported"


class TestRichText:
    @pytest.mark.parametrize(
        ("body", "expected"),
        [
            pytest.param(r"one\line two\tab three", "one\ntwo\tthree", id="breaks and tabs"),
            pytest.param(r"\trowd\cellx100\cellx200\intbl a\cell b\cell\row c\par", "a\tb\nc", id="a row of cells"),
            pytest.param(r"{\pntext 1.\tab}Which?\par{\listtext 2.\tab}When?\par", "1. Which?\n2. When?", id="labels"),
            pytest.param(r"caf\'e9 \u8217? \'a3", "café ’ £", id="code page and Unicode"),
            pytest.param(r"{\header Thornmere\par}body{\footer end\par}", "Thornmere\n\nbody\n\nend", id="edges"),
            pytest.param(r"{\footer end\par}body", "body\n\nend", id="a footer that is written first"),
            pytest.param(r"a{\pict\wmetafile8 0102abcdef}b", "ab", id="picture"),
            pytest.param(r"a{\pict\bin3 }{}}b", "ab", id="picture in bytes"),
            pytest.param(r"one\page two", "one\ftwo", id="pages"),
            pytest.param(r"{\field{\*\fldinst{HYPERLINK x}}{\fldrslt shown}} on", "shown on", id="what a field shows"),
            pytest.param(r"a{\*\unknown hidden}b", "ab", id="a group of no interest"),
            pytest.param("x" + "}" * 3, "x", id="too many braces"),
            pytest.param("{" * 3 + "x", "x", id="too few braces"),
        ],
    )
    def test_what_is_drawn_is_read(self, body, expected):
        assert text_of(rtf_of(body)) == expected

    def test_escaped_characters(self):
        assert text_of(rtf_of(rtf_text("{a} \\ b – “c”"))) == "{a} \\ b – “c”"


class TestOpenDocument:
    def test_lists_have_their_printed_labels(self):
        style = (
            '<text:list-style style:name="L"><text:list-level-style-number text:level="1" style:num-format="1"'
            ' style:num-suffix="."/><text:list-level-style-number text:level="2" style:num-format="a"'
            ' style:num-suffix=")"/></text:list-style>'
        )
        inner = "<text:list><text:list-item><text:p>sub</text:p></text:list-item></text:list>"
        body = (
            f'<text:list text:style-name="L"><text:list-item><text:p>one</text:p>{inner}</text:list-item>'
            "<text:list-item><text:p>two</text:p></text:list-item></text:list><text:p>between</text:p>"
            '<text:list text:style-name="L" text:continue-numbering="true"><text:list-item><text:p>three</text:p>'
            "</text:list-item></text:list>"
        )
        assert text_of(odt_of(body, automatic=style)) == "1. one\na) sub\n2. two\nbetween\n3. three"

    def test_tables_headers_footers_notes_and_boxes(self):
        page = (
            '<office:master-styles><style:master-page style:name="Standard"><style:header><text:p>Thornmere</text:p>'
            "</style:header><style:footer><text:p>End</text:p></style:footer></style:master-page>"
            "</office:master-styles>"
        )
        body = (
            "<text:p>Body<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>See.</text:p>"
            "</text:note-body></text:note></text:p><table:table><table:table-row><table:table-cell><text:p>Q</text:p>"
            "</table:table-cell><table:table-cell><text:p>A</text:p></table:table-cell></table:table-row></table:table>"
            "<text:p><draw:frame><draw:text-box><text:p>Box</text:p></draw:text-box></draw:frame></text:p>"
        )
        assert text_of(odt_of(body, styles=page)) == "Thornmere\n\nBody\n\nQ\tA\n\nBox\n\n[1] See.\n\nEnd"

    def test_spaces_tabs_and_pages(self):
        body = '<text:p>a<text:s text:c="3"/>b<text:tab/>c<text:line-break/>d<text:soft-page-break/>e</text:p>'
        assert re.sub(" +", " ", text_of(odt_of(body))) == "a b\tc\nd\fe"

    def test_a_password_is_told(self):
        manifest = (
            '<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><m:file-entry>'
            "<m:encryption-data/></m:file-entry></m:manifest>"
        )
        kind = b"application/vnd.oasis.opendocument.text"
        data = zipped({"mimetype": kind, "content.xml": b"\x01\x02", "META-INF/manifest.xml": manifest.encode()})
        with pytest.raises(ExtractError, match="password-protected"):
            extract_bytes(data, "letter.odt")


class TestSlides:
    def test_tables_and_numbered_lines(self):
        presentation = pptx.Presentation()
        slide = presentation.slides.add_slide(presentation.slide_layouts[6])
        table = slide.shapes.add_table(2, 2, 0, 0, 100, 100).table
        for row, cells in enumerate([("Ward", "Cases"), ("North", "12")]):
            for column, text in enumerate(cells):
                table.cell(row, column).text = text
        box = slide.shapes.add_textbox(0, 0, 100, 100).text_frame
        box.text = "First\nSecond"
        for paragraph in box.paragraphs:
            properties = paragraph._p.get_or_add_pPr()
            properties.insert(0, properties.makeelement(properties.tag.replace("pPr", "buAutoNum"),
                                                        {"type": "arabicPeriod"}))  # fmt: skip
        assert text_of(letters._saved(presentation)) == "Ward\tCases\nNorth\t12\n\n1. First\n2. Second"


class TestMessages:
    def test_outlook_headers_and_attachments(self):
        data = outlook_message(
            "Reply",
            "FOI Team",
            "See attached.",
            to="a@example.org",
            files={"data.txt": b"North 12", "crest.png": b"\x89PNG"},
        )
        document = extract_bytes(data, "reply.msg")
        assert document.text == "See attached."
        assert document.headers["subject"] == "Reply"
        assert document.headers["to"] == "a@example.org"
        assert [(a.source, a.text) for a in document.attachments] == [("reply.msg#data.txt", "North 12")]
        assert document.warnings == ()

    def test_the_last_message_of_a_mailbox_is_the_letter(self):
        def message(subject, body):
            made = EmailMessage()
            made["From"], made["Subject"] = "foi@thornmere.gov.uk", subject
            made.set_content(body)
            return b"From foi@thornmere.gov.uk Fri Mar 14 10:00:00 2025\n" + made.as_bytes() + b"\n"

        data = message("ack", "We have it.") + message("reply", ">From the north: 12")
        document = extract_bytes(data, "thread.mbox")
        assert document.media_type == "application/mbox"
        assert document.headers["subject"] == "reply"
        assert document.text == "From the north: 12"
        assert [a.text for a in document.attachments] == ["We have it."]


class TestArchives:
    def test_the_letter_comes_first_and_data_hangs_on_it(self):
        data = zipped({"a data.csv": b"Ward,Cases\nNorth,12", "b letter.txt": b"Dear Requester"})
        document = extract_bytes(data, "FOI 1234.zip")
        assert document.text == "Dear Requester"
        assert [a.source for a in document.attachments] == ["FOI 1234.zip#a data.csv"]

    @pytest.mark.parametrize(
        ("files", "kind"),
        [
            pytest.param({}, "empty", id="nothing in it"),
            pytest.param({"__MACOSX/._x": b"x", ".DS_Store": b"x"}, "empty", id="nothing but litter"),
            pytest.param({"a.bin": b"\x00\x01" * 50}, "unsupported", id="nothing that can be read"),
        ],
    )
    def test_an_archive_without_a_letter(self, files, kind):
        with pytest.raises(ExtractError) as caught:
            extract_bytes(zipped(files), "x.zip")
        assert caught.value.kind == kind

    def test_archives_in_archives_end_somewhere(self):
        data = b"Dear Requester"
        for _ in range(6):
            data = zipped({"in.zip" if data[:2] == b"PK" else "letter.txt": data})
        with pytest.raises(ExtractError, match="3 deep"):
            extract_bytes(data, "x.zip")


def test_the_json_of_a_request_is_a_thread():
    document = extract_bytes(letters.wdtk(["Dear Requester, we do.", "Yours"]), "request.json")
    assert document.headers == {
        "from": "Thornmere County Council", "subject": "Planning software", "title": "Planning software",
        "date": "14 March 2025",
    }  # fmt: skip
    assert document.text.startswith("From: Thornmere County Council\nSent: 14 March 2025\nSubject: Planning software\n")
    assert "excerpts" in document.warnings[0]
    with pytest.raises(ExtractError, match="Download it again"):
        extract_bytes(b'{"info_request_events": 3, "url_title": "", "public_body": null}', "request.json")
