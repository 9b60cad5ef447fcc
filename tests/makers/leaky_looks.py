# ruff: noqa: E501 - one case a line
"""Files that hide something by how it looks or where it stands, each with its innocent twin. All made up.

`LOOKS` has `(kind, name, leaky file, innocent file)` as `leaky.CASES` has, which holds a file for each check.
"""

from __future__ import annotations

import io
import re
import zipfile
from email.message import EmailMessage

import letters
import openpyxl
import xlwt
from leaky import (
    RECT,
    SECRET,
    Make,
    S,
    annotated,
    in_catalog,
    invisible,
    page,
    raw_pdf,
    saved,
    slides,
    with_parts,
    word,
    workbook,
)
from openpyxl.styles import Font, PatternFill
from openpyxl.styles.colors import Color as CellColour
from PIL import Image
from pptx.util import Pt
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:v="urn:schemas-microsoft-com:vml"'


def docx(body: str, styles: str = "", notes: str = "") -> Make:
    """Return a maker of a Word document with this XML behind its first paragraph, among its styles and as its notes."""

    def make() -> bytes:
        plain = word(("shown", None))
        with zipfile.ZipFile(io.BytesIO(plain)) as archive:
            parts = {
                name: archive.read(name).decode() for name in archive.namelist() if name.endswith((".xml", ".rels"))
            }
        changed = {
            "word/document.xml": parts["word/document.xml"].replace("<w:sectPr", body + "<w:sectPr", 1),
            "word/styles.xml": parts["word/styles.xml"].replace("</w:styles>", styles + "</w:styles>"),
        }
        if notes:
            relation = '<Relationship Id="rN" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes" Target="footnotes.xml"/>'
            links = "word/_rels/document.xml.rels"
            changed[links] = parts[links].replace("</Relationships>", relation + "</Relationships>")
            changed["word/footnotes.xml"] = f"<w:footnotes {WORD}>{notes}</w:footnotes>"
        return with_parts(plain, {name: text.encode() for name, text in changed.items()})

    return make


def run(look: str = "", text: str = SECRET, style: str = "") -> str:
    return f"<w:p><w:pPr>{style}</w:pPr><w:r><w:rPr>{look}</w:rPr><w:t>{text}</w:t></w:r></w:p>"


def row(look: str = "", cell: str = "") -> str:
    return f"<w:tbl><w:tr><w:trPr>{look}</w:trPr><w:tc><w:tcPr>{cell}</w:tcPr>{run()}</w:tc></w:tr><w:tr><w:tc>{run(text='row')}</w:tc></w:tr></w:tbl>"


def character_style(look: str) -> str:
    return f'<w:style w:type="character" w:styleId="Own"><w:rPr>{look}</w:rPr></w:style>'


def paragraph_style(look: str, paragraph: str = "") -> str:
    return (
        f'<w:style w:type="paragraph" w:styleId="Under"><w:pPr>{paragraph}</w:pPr><w:rPr>{look}</w:rPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="Own"><w:basedOn w:val="Under"/></w:style>'
    )


def old_shape(style: str) -> str:
    return f'<w:p xmlns:v="urn:schemas-microsoft-com:vml"><w:r><w:pict><v:shape style="{style}"><v:textbox><w:txbxContent>{run()}</w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>'


OWN_CHARACTER, OWN_PARAGRAPH = '<w:rStyle w:val="Own"/>', '<w:pStyle w:val="Own"/>'
NOTE = f'<w:footnote w:id="7">{run()}</w:footnote>'
REFERENCE = '<w:p><w:r><w:footnoteReference w:id="7"/></w:r></w:p>'


def cell(**style: object) -> Make:
    return lambda: workbook(lambda made: invisible(made, **style))


def merged(over: str) -> Make:
    """Return a maker of a workbook with a value under merged cells, or none, as no program but Excel's own leaves it."""

    def make() -> bytes:
        data = workbook(lambda made: made.active.__setitem__(over, SECRET))
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            sheet = archive.read("xl/worksheets/sheet1.xml").decode()
        merge = '</sheetData><mergeCells count="1"><mergeCell ref="F5:H5"/></mergeCells>'
        return with_parts(data, {"xl/worksheets/sheet1.xml": sheet.replace("</sheetData>", merge).encode()})

    return make


def cached(values: str) -> Make:
    fields = f'<pivotCacheDefinition {S}><cacheFields><cacheField name="n"><sharedItems>{values}</sharedItems></cacheField></cacheFields></pivotCacheDefinition>'
    return lambda: with_parts(workbook(), {"xl/pivotCache/pivotCacheDefinition1.xml": fields.encode()})


def palette(colour: str) -> Make:
    """Return a maker of a workbook whose own palette says what fill number 8 is; its text is black."""

    def make() -> bytes:
        made = openpyxl.Workbook()
        made.active["A1"] = "shown"
        made.active["B2"] = SECRET
        made.active["B2"].fill = PatternFill("solid", fgColor=CellColour(indexed=8))
        data = saved(made)
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            styles = archive.read("xl/styles.xml").decode()
        rows = "".join(f'<rgbColor rgb="00{colour}"/>' for _ in range(64))
        styles = re.sub(r"(?<=<indexedColors>).*(?=</indexedColors>)", rows, styles)
        return with_parts(data, {"xl/styles.xml": styles.encode()})

    return make


def old(style: str = "", form: str = "General") -> Make:
    def make() -> bytes:
        book = xlwt.Workbook()
        sheet = book.add_sheet("Data")
        sheet.write(0, 0, "shown")
        sheet.write(3, 3, SECRET, xlwt.easyxf(style, num_format_str=form))
        return saved(book)

    return make


def open_sheet(style: str = "", before: str = "") -> Make:
    names = " ".join(
        f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for prefix, name in [
            ("office", "office"),
            ("text", "text"),
            ("table", "table"),
            ("style", "style"),
            ("fo", "xsl-fo-compatible"),
        ]
    )
    cells = '<table:table-cell office:value-type="string"><text:p>shown</text:p></table:table-cell>'
    cells += f'<table:table-cell office:value-type="string" table:style-name="Own"><text:p>{SECRET if style else "two"}</text:p></table:table-cell>'
    content = (
        f"<office:document-content {names}><office:automatic-styles>{style}</office:automatic-styles><office:body><office:spreadsheet>{before}"
        f'<table:table table:name="Data"><table:table-row>{cells}</table:table-row></table:table></office:spreadsheet></office:body></office:document-content>'
    )
    return lambda: letters.zipped(letters.ods_parts(content))


def text_style(look: str, family: str = "text", more: str = "") -> str:
    return f'<style:style style:name="Own" style:family="{family}"><style:text-properties {look}/>{more}</style:style>'


def odt(look: str, more: str = "") -> Make:
    body = f'<text:p>shown<text:span text:style-name="Own">{SECRET}</text:span></text:p>'
    return lambda: letters.odt_of(body, automatic=text_style(look, more=more))


def odt_section(attributes: str) -> Make:
    body = f"<text:p>shown</text:p><text:section {attributes}><text:p>{SECRET}</text:p></text:section>"
    return lambda: letters.odt_of(body)


def rich(body: str, paint: str = "") -> Make:
    """Return a maker of a Rich Text file whose colour 2 is white."""
    return lambda: letters.rtf_of(paint + body).replace(b"\\blue0;", b"\\blue0;\\red255\\green255\\blue255;", 1)


def html(body: str, head: str = "") -> Make:
    return lambda: (
        f"<!doctype html><html><head>{head}</head><body><p>shown, and more of it for a reader</p>{body}</body></html>".encode()
    )


def span(style: str) -> Make:
    return html(f'<p>on <span style="{style}">{SECRET}</span></p>')


def two_bodies(plain: str, shown: str) -> Make:
    def make() -> bytes:
        message = EmailMessage()
        message["From"], message["Subject"], message["Message-ID"] = "foi@thornmere.gov.uk", "Reply", "<1@x>"
        message.set_content(plain)
        message.add_alternative(f"<p>{shown}</p>", subtype="html")
        return message.as_bytes()

    return make


def boxed_slide(left: int = 0, hidden: bool = False, points: float = 12) -> Make:
    def change(made: object) -> None:
        group = made.slides[0].shapes.add_group_shape()  # type: ignore[attr-defined]
        shapes = group.shapes if hidden else made.slides[0].shapes  # type: ignore[attr-defined]
        box = shapes.add_textbox(left, 0, 100, 100)
        box.text_frame.text = SECRET
        box.text_frame.paragraphs[0].runs[0].font.size = Pt(points)
        group._element.nvGrpSpPr.cNvPr.set("hidden", "1")

    return lambda: slides(change)


TEXT = f"BT /F1 12 Tf 72 700 Td ({SECRET}) Tj ET "


def drawn(content: str, resources: str = "", catalog: str = "", layer: str = "") -> Make:
    """Return a maker of a PDF with this content behind a line that is shown. Object 6 is a layer."""
    stream = f"BT /F1 12 Tf 72 750 Td (shown) Tj ET {content}".encode()
    return lambda: raw_pdf(
        f"<< /Type /Catalog /Pages 2 0 R {catalog} >>".encode(),
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> {resources} >> >>".encode(),
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        f"<< /Type /OCG /Name (Draft) {layer} >>".encode(),
    )


def strength(value: float) -> Make:
    return drawn(f"q /G gs {TEXT} Q", f"/ExtGState << /G << /ca {value} >> >>")


def on_layer(settings: str, layer: str = "", member: str = "6 0 R") -> Make:
    return drawn(
        f"/OC /L1 BDC {TEXT} EMC",
        f"/Properties << /L1 {member} >>",
        f"/OCProperties << /OCGs [6 0 R] /D << {settings} >> >>",
        layer,
    )


def pasted(mode: str, width: float = 300) -> Make:
    """Return a maker of a page with a black picture over a line; one with transparent parts hides nothing."""

    def draw(canvas: Canvas) -> None:
        canvas.drawString(72, 700, SECRET)
        canvas.drawImage(
            ImageReader(Image.new(mode, (60, 8), 0)), 70, 695, width, 16, mask="auto" if mode == "RGBA" else None
        )

    return lambda: page(draw)


GROUP = "<< /Type /OCMD /OCGs [6 0 R] /P /%s >>"
VIEW = "/ON [6 0 R] /AS [<< /Event /View /OCGs [6 0 R] /Category [/View] >>]"
ROUND = "70 692 m 390 692 l 396 692 400 696 400 702 c 400 708 l 400 714 396 718 390 718 c 70 718 l 64 718 60 714 60 708 c 60 702 l 60 696 64 692 70 692 c h "
HOLE = "75 697 m 385 697 l 390 697 395 700 395 704 c 395 706 l 395 710 390 713 385 713 c 75 713 l 70 713 65 710 65 706 c 65 704 l 65 700 70 697 75 697 c h "

LOOKS: list[tuple[str, str, Make, Make]] = [
    ("hidden_text", "docx character style", docx(run(OWN_CHARACTER), character_style("<w:vanish/>")), docx(run(OWN_CHARACTER), character_style("<w:b/>"))),
    ("hidden_text", "docx style of a style", docx(run(style=OWN_PARAGRAPH), paragraph_style("<w:vanish/>")), docx(run('<w:vanish w:val="0"/>', style=OWN_PARAGRAPH), paragraph_style("<w:vanish/>"))),
    ("hidden_text", "docx tiny", docx(run('<w:sz w:val="2"/>')), docx(run('<w:sz w:val="12"/>'))),
    ("hidden_text", "docx row", docx(row("<w:hidden/>")), docx(row('<w:hidden w:val="0"/>'))),
    ("hidden_text", "docx shape", docx(old_shape("position:absolute;visibility:hidden")), docx(old_shape("position:absolute"))),
    ("hidden_text", "docx note nobody refers to", docx("", notes=NOTE), docx(REFERENCE, notes=NOTE)),
    ("tracked_change", "docx cell", docx(row(cell='<w:cellDel w:id="1" w:author="a"/>')), docx(row(cell='<w:cellIns w:id="1" w:author="a"/>'))),
    ("white_text", "docx white style", docx(run(OWN_CHARACTER), character_style('<w:color w:val="FFFFFF"/>')), docx(run(OWN_CHARACTER), character_style('<w:color w:val="FFFFFF"/><w:shd w:val="clear" w:fill="1D4F91"/>'))),
    ("white_text", "docx white paragraph", docx(run(style=OWN_PARAGRAPH), paragraph_style('<w:color w:val="FFFFFF"/>')), docx(run(style=OWN_PARAGRAPH), paragraph_style('<w:color w:val="FFFFFF"/>', '<w:shd w:val="clear" w:fill="1D4F91"/>'))),
    ("white_text", "docx nearly white", docx(run('<w:color w:val="FDFDFD"/>')), docx(run('<w:color w:val="D0D0D0"/>'))),
    ("white_text", "docx theme", docx(run('<w:color w:themeColor="light1"/>')), docx(run('<w:color w:themeColor="light1" w:themeShade="80"/>'))),
    ("covered_text", "docx black marker", docx(run('<w:highlight w:val="black"/>')), docx(run('<w:color w:val="FFFFFF"/><w:highlight w:val="black"/>'))),
    ("covered_text", "docx black on black", docx(run('<w:color w:val="000000"/><w:shd w:val="clear" w:fill="000000"/>')), docx(run('<w:shd w:val="clear" w:fill="000000"/>'))),
    ("invisible_cells", "xlsx black on black", cell(fill=PatternFill("solid", fgColor="FF000000")), cell(fill=PatternFill("solid", fgColor="FF00B050"))),
    ("invisible_cells", "xlsx colour of a theme", cell(font=Font(color=CellColour(theme=4)), fill=PatternFill("solid", fgColor=CellColour(theme=4))), cell(font=Font(color=CellColour(theme=4)), fill=PatternFill("solid", fgColor=CellColour(theme=5)))),
    ("invisible_cells", "xlsx nearly white", cell(font=Font(color="FFFEFEFE")), cell(font=Font(color="FFD0D0D0"))),
    ("invisible_cells", "xlsx tiny", cell(font=Font(sz=1)), cell(font=Font(sz=6))),
    ("invisible_cells", "xlsx palette", palette("000000"), palette("E9ECFF")),
    ("hidden_cells", "xlsx under merged cells", merged("G5"), merged("F5")),
    ("pivot_cache", "xlsx values of fields", cached("<s v='SECRET'/>"), cached("")),
    ("invisible_cells", "xls format", old(form=";;;"), old(form="0;;")),
    ("invisible_cells", "xls white", old("font: color white"), old("font: color white; pattern: pattern solid, fore_colour blue")),
    ("invisible_cells", "ods white", open_sheet(text_style('fo:color="#ffffff"', "table-cell")), open_sheet(text_style('fo:color="#ffffff"', "table-cell", '<style:table-cell-properties fo:background-color="#1d4f91"/>'))),
    ("tracked_change", "ods", open_sheet(before=f"<table:tracked-changes><table:cell-content-change><table:previous><text:p>{SECRET}</text:p></table:previous></table:cell-content-change></table:tracked-changes>"), open_sheet(before="<table:tracked-changes/>")),
    ("hidden_text", "odt tiny", odt('fo:font-size="1pt"'), odt('fo:font-size="7pt"')),
    ("white_text", "odt white", odt('fo:color="#ffffff"'), odt('fo:color="#ffffff" fo:background-color="#1d4f91"')),
    ("white_text", "odt black on black", odt('fo:color="#000000" fo:background-color="#000000"'), odt('fo:color="#000000" fo:background-color="#ffff00"')),
    ("hidden_text", "odt section", odt_section('text:display="condition" text:is-hidden="true"'), odt_section('text:display="condition"')),
    ("tracked_change", "rtf moved", rich(f"shown {{\\mvf {SECRET}}}"), rich("shown {\\mvt moved}")),
    ("hidden_text", "rtf tiny", rich(f"shown {{\\fs2 {SECRET}}}"), rich("shown {\\fs12 small}")),
    ("white_text", "rtf white", rich(f"shown {{\\cf2 {SECRET}}}"), rich("shown {\\cf2 on a marker}", "{\\highlight1 dark}")),
    ("hidden_text", "html rule", html(f'<p class="menu">{SECRET}</p>', "<style>.menu, .x { display: none }</style>"), html(f'<p class="menu">{SECRET}</p>', "<style>@media print { .menu { display: none } }</style>")),
    ("hidden_text", "html see-through", span("opacity: 0"), span("opacity: 0.5")),
    ("hidden_text", "html beside the page", span("position:absolute; left:-9999px"), span("margin-left:-9px")),
    ("hidden_text", "html of Word", span("mso-hide:all"), span("mso-bidi-font-size:1px")),
    ("hidden_text", "html row", html(f'<table><tr style="visibility:collapse"><td>{SECRET}</td></tr></table>'), html(f"<table><tr><td>{SECRET}</td></tr></table>")),
    ("white_text", "html white", span("color:#fff"), html(f'<div style="background:#1d4f91"><span style="color:#fff">{SECRET}</span></div>')),
    ("white_text", "html white font", html(f'<font color="white">{SECRET}</font>'), html(f'<table bgcolor="#1d4f91"><tr><td><font color="white">{SECRET}</font></td></tr></table>')),
    ("covered_text", "html black on black", span("color:black;background:#000"), span("color:white;background:#000")),
    ("tracked_change", "html deleted", html(f"<p>on <del>{SECRET}</del></p>"), html("<p>on <ins>added</ins></p>")),
    ("hidden_text", "eml plain body", two_bodies(f"shown\n{SECRET}", "shown"), two_bodies("shown: see https://thornmere.gov.uk/foi", "shown: see our pages")),
    ("hidden_text", "pptx hidden group", boxed_slide(hidden=True), boxed_slide()),
    ("hidden_text", "pptx beside the slide", boxed_slide(left=20_000_000), boxed_slide(left=1_000_000)),
    ("hidden_text", "pptx tiny", boxed_slide(points=1), boxed_slide(points=6)),
    ("invisible_text", "pdf clipped", drawn(f"q 300 300 50 50 re W n {TEXT} Q"), drawn(f"q 60 690 300 40 re W n {TEXT} Q")),
    ("invisible_text", "pdf see-through", strength(0.02), strength(0.4)),
    ("invisible_text", "pdf squeezed", drawn(f"1 Tz {TEXT}"), drawn(f"60 Tz {TEXT}")),
    ("covered_text", "pdf round corners", drawn(f"{TEXT} {ROUND} f"), drawn(f"{TEXT} {ROUND}{HOLE} f*")),
    ("covered_text", "pdf broad line", drawn(f"{TEXT} 20 w 60 704 m 400 704 l S"), drawn(f"{TEXT} 1 w 60 704 m 400 704 l S")),
    ("covered_text", "pdf picture", pasted("L"), pasted("RGBA")),
    ("covered_text", "pdf white mark", lambda: annotated(b"/Subtype /Square /IC [1 1 1] " + RECT), lambda: annotated(b"/Subtype /Square /IC [1 1 1] /CA 0.3 " + RECT)),
    ("covered_text", "pdf text box", lambda: annotated(b"/Subtype /FreeText /C [1 1 1] " + RECT), lambda: annotated(b"/Subtype /FreeText " + RECT)),
    ("covered_text", "pdf mark that is shown", lambda: annotated(b"/Subtype /Square /IC [0 0 0] " + RECT), lambda: annotated(b"/Subtype /Square /IC [0 0 0] /F 2 " + RECT)),
    ("redaction_mark", "pdf polygon", lambda: annotated(b"/Subtype /Polygon /IC [0 0 0] " + RECT), lambda: annotated(b"/Subtype /Polygon /IC [1 1 0] /CA 0.3 " + RECT)),
    ("attached_file", "pdf pinned", lambda: annotated(b"/Subtype /FileAttachment " + RECT, "shown"), lambda: annotated(b"/Subtype /Link " + RECT, "shown")),
    ("attached_file", "pdf associated", lambda: in_catalog(b"/AF [<< /Type /Filespec /F (staff.xlsx) >>]"), lambda: in_catalog(b"/AF []")),
    ("hidden_layer", "pdf all off", on_layer("/BaseState /OFF"), on_layer("/BaseState /OFF /ON [6 0 R]")),
    ("hidden_layer", "pdf off on screens", on_layer(VIEW, "/Usage << /View << /ViewState /OFF >> >>"), on_layer(VIEW, "/Usage << /View << /ViewState /ON >> >>")),
    ("hidden_layer", "pdf policy", on_layer("", member=GROUP % "AllOff"), on_layer("", member=GROUP % "AllOn")),
]  # fmt: skip
