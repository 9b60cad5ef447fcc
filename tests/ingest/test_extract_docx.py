"""Word documents as a reader of the printed page sees them. Files by python-docx, and by hand where it cannot."""

import io
import zipfile

import pytest
from docx import Document as NewDocument
from docx.oxml import parse_xml
from docx.shared import Pt

from ingest.errors import ExtractError
from ingest.extract import extract_bytes

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)
RELS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Target="numbering.xml" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/numbering"/></Relationships>'
)


def pack(body, numbering=None):
    """Return a minimal DOCX around the XML of a body."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("[Content_Types].xml", TYPES)
        archive.writestr("word/document.xml", f"<w:document {W}><w:body>{body}</w:body></w:document>")
        if numbering is not None:
            archive.writestr("word/_rels/document.xml.rels", RELS)
            archive.writestr("word/numbering.xml", f"<w:numbering {W}>{numbering}</w:numbering>")
    return buffer.getvalue()


def save(document):
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def text_of(data):
    return extract_bytes(data, "letter.docx").text


def p(text, properties=""):
    return f"<w:p>{properties}<w:r><w:t xml:space='preserve'>{text}</w:t></w:r></w:p>"


def listed(text, level=0, number=1):
    return p(text, f"<w:pPr><w:numPr><w:ilvl w:val='{level}'/><w:numId w:val='{number}'/></w:numPr></w:pPr>")


def level(index, style, text, start=1, extra=""):
    return (
        f"<w:lvl w:ilvl='{index}'><w:start w:val='{start}'/><w:numFmt w:val='{style}'/>{extra}"
        f"<w:lvlText w:val='{text}'/></w:lvl>"
    )


def numbering(*levels, override=""):
    return (
        f"<w:abstractNum w:abstractNumId='7'>{''.join(levels)}</w:abstractNum>"
        f"<w:num w:numId='1'><w:abstractNumId w:val='7'/></w:num>"
        f"<w:num w:numId='2'><w:abstractNumId w:val='7'/>{override}</w:num>"
    )


NESTED = numbering(
    level(0, "decimal", "%1."),
    level(1, "lowerLetter", "%2)"),
    override="<w:lvlOverride w:ilvl='0'><w:startOverride w:val='1'/></w:lvlOverride>",
)


@pytest.mark.parametrize(
    ("levels", "body", "expected"),
    [
        pytest.param(
            NESTED,
            [("A", 0, 1), ("B", 1, 1), ("C", 1, 1), ("D", 0, 1), ("E", 1, 1)],
            "1. A/a) B/b) C/2. D/a) E",
            id="nested",
        ),
        pytest.param(NESTED, [("A", 0, 1), ("B", 0, 2), ("C", 0, 2)], "1. A/1. B/2. C", id="a list that starts again"),
        pytest.param(
            numbering(level(0, "decimal", "%1.")),
            [("A", 0, 1), ("B", 0, 2)],
            "1. A/2. B",
            id="two lists of one definition go on",
        ),
        pytest.param(
            numbering(level(0, "upperRoman", "%1"), level(1, "decimal", "%1.%2", extra="<w:isLgl/>")),
            [("A", 0, 1), ("B", 1, 1), ("C", 1, 1)],
            "I A/1.1 B/1.2 C",
            id="legal numbering",
        ),
        pytest.param(
            numbering(level(0, "decimal", "Q%1", start=4)),
            [("A", 0, 1), ("B", 0, 1)],
            "Q4 A/Q5 B",
            id="words and a start",
        ),
        pytest.param(numbering(level(0, "bullet", "\uf0b7")), [("A", 0, 1)], "• A", id="bullet"),
        pytest.param(numbering(level(0, "lowerRoman", "(%1)")), [("A", 0, 1), ("B", 0, 1)], "(i) A/(ii) B", id="roman"),
        pytest.param(numbering(level(0, "decimal", "%1.")), [("A", 0, 9)], "A", id="a list that is not defined"),
    ],
)
def test_lists_carry_the_labels_word_prints(levels, body, expected):
    data = pack("".join(listed(text, depth, number) for text, depth, number in body), levels)
    assert text_of(data) == expected.replace("/", "\n")


def test_an_empty_list_paragraph_is_not_counted():
    data = pack(listed("A") + listed("") + listed("B"), NESTED)
    assert text_of(data) == "1. A\n\n2. B"


def test_a_style_may_number_its_paragraphs():
    document = NewDocument()
    document.add_paragraph("What system?", style="List Number")
    document.add_paragraph("Who supplies it?", style="List Number")
    assert text_of(save(document)) == "1. What system?\n2. Who supplies it?"


def test_body_order_is_kept_through_tables():
    document = NewDocument()
    document.add_paragraph("Before")
    table = document.add_table(rows=2, cols=2)
    for cell, text in zip(
        (cell for row in table.rows for cell in row.cells), ["System", "Supplier", "Planning", "Idox"], strict=True
    ):
        cell.text = text
    document.add_paragraph("After")
    assert text_of(save(document)) == "Before\n\nSystem\tSupplier\nPlanning\tIdox\n\nAfter"


def test_a_cell_of_numbered_lines_is_written_cell_after_cell():
    document = NewDocument()
    row = document.add_table(rows=1, cols=2).rows[0]
    row.cells[0].text = "1. How many?\n2. At what cost?"
    row.cells[1].text = "1. Twelve\n2. £300"
    assert text_of(save(document)) == "1. How many?\n2. At what cost?\n\n1. Twelve\n2. £300"


def test_space_between_paragraphs_is_a_blank_line_and_its_absence_is_none():
    document = NewDocument()
    for text, after in (("Dear Requester", 12), ("1 High Street", 0), ("Glenorran", 0)):
        document.add_paragraph(text).paragraph_format.space_after = Pt(after)
    assert text_of(save(document)) == "Dear Requester\n\n1 High Street\nGlenorran"


def test_headers_come_first_and_footers_last_each_once():
    document = NewDocument()
    section = document.sections[0]
    section.header.paragraphs[0].text = "Glenorran Council"
    section.footer.paragraphs[0].text = "www.glenorran.example"
    document.add_paragraph("Dear Requester")
    document.add_page_break()
    document.add_paragraph("Second page")
    assert text_of(
        save(document)
    ) == "Glenorran Council\n\nDear Requester\n\fSecond page\n\nwww.glenorran.example".replace("\n\f", "\f")


def test_a_text_box_is_read_once_beside_its_paragraph():
    inside = "<w:txbxContent><w:p><w:r><w:t>Our ref: FOI 12</w:t></w:r></w:p></w:txbxContent>"
    box = (
        '<w:p><w:r><mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        f'<mc:Choice Requires="wps">{inside}</mc:Choice><mc:Fallback><w:pict>{inside}</w:pict></mc:Fallback>'
        "</mc:AlternateContent></w:r><w:r><w:t>Dear Requester</w:t></w:r></w:p>"
    )
    assert text_of(pack(box)) == "Dear Requester\n\nOur ref: FOI 12"


@pytest.mark.parametrize(
    ("run", "text", "kind"),
    [
        pytest.param("<w:ins><w:r><w:t>inserted </w:t></w:r></w:ins>", "inserted kept", None, id="inserted text is in"),
        pytest.param(
            "<w:del><w:r><w:delText>Jo Bloggs </w:delText></w:r></w:del>", "kept", "tracked_change", id="deleted"
        ),
        pytest.param(
            "<w:moveFrom><w:r><w:t>moved </w:t></w:r></w:moveFrom>", "kept", "tracked_change", id="moved away"
        ),
        pytest.param("<w:r><w:rPr><w:vanish/></w:rPr><w:t>secret </w:t></w:r>", "kept", "hidden_text", id="hidden"),
        pytest.param(
            "<w:r><w:rPr><w:vanish w:val='0'/></w:rPr><w:t>shown </w:t></w:r>", "shown kept", None, id="not hidden"
        ),
        pytest.param("<w:r><w:instrText>PAGE</w:instrText></w:r>", "kept", None, id="field code"),
        pytest.param("<w:r><w:sym w:font='Wingdings' w:char='F0FE'/></w:r>", "☒kept", None, id="ticked box"),
    ],
)
def test_only_what_is_printed_is_text_and_the_rest_is_a_finding(run, text, kind):
    document = extract_bytes(pack(f"<w:p>{run}<w:r><w:t>kept</w:t></w:r></w:p>"), "letter.docx")
    assert document.text == text
    assert [finding.kind for finding in document.findings] == ([kind] if kind else [])
    assert "Bloggs" not in repr(document)


def test_comments_are_out_and_a_finding():
    document = NewDocument()
    paragraph = document.add_paragraph("Released text")
    document.add_comment(paragraph.runs, text="do not release", author="Jo Bloggs", initials="JB")
    read = extract_bytes(save(document), "letter.docx")
    assert read.text == "Released text"
    assert [finding.kind for finding in read.findings if finding.action != "none"] == ["comment"]


def test_a_typed_label_is_followed_by_a_space():
    assert text_of(pack("<w:p><w:r><w:t>2.</w:t><w:tab/><w:t>Cost?</w:t></w:r></w:p>")) == "2. Cost?"


def test_where_word_last_turned_the_page_a_page_begins():
    broken = "<w:p><w:r><w:t>One</w:t></w:r></w:p><w:p><w:r><w:lastRenderedPageBreak/><w:t>Two</w:t></w:r></w:p>"
    assert text_of(pack(broken)) == "One\fTwo"


def test_content_controls_are_opened():
    document = NewDocument()
    document.element.body.insert(0, parse_xml(f"<w:sdt {W}><w:sdtContent>{p('Inside')}</w:sdtContent></w:sdt>"))
    assert text_of(save(document)) == "Inside"


def entity_bomb():
    entities = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    return f'<!DOCTYPE w [<!ENTITY a0 "lol">{entities}]><w:document {W}><w:body>{p("&a11;")}</w:body></w:document>'


def raw(document_xml):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", TYPES)
        archive.writestr("word/document.xml", document_xml)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        pytest.param(raw("<w:document"), "corrupt", id="not well-formed"),
        pytest.param(raw(f"<w:document {W}/>"), "corrupt", id="no body"),
        pytest.param(pack(p("x"))[:200], "corrupt", id="cut off"),
        pytest.param(raw(" " * (101 << 20)), "too_large", id="a part that unpacks beyond the limit"),
        pytest.param(
            raw(f"<w:document {W}><w:body>" + "<w:ins>" * 400 + "</w:ins>" * 400 + "</w:body></w:document>"),
            "corrupt",
            id="deep",
        ),
    ],
)
def test_a_hostile_or_broken_file_is_named(data, kind):
    with pytest.raises(ExtractError, match=r"letter\.docx") as caught:
        text_of(data)
    assert caught.value.kind == kind


def test_entities_are_never_expanded():
    assert "lollol" not in str(outcome(raw(entity_bomb())))


def test_an_external_entity_reads_no_file(tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("the secret")
    declared = f'<!DOCTYPE w [<!ENTITY x SYSTEM "{secret.as_uri()}">]>'
    xml = f"{declared}<w:document {W}><w:body>{p('&x;')}</w:body></w:document>"
    assert "the secret" not in str(outcome(raw(xml)))


def outcome(data):
    try:
        return text_of(data)
    except ExtractError as error:
        return error
