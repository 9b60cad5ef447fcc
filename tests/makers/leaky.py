# ruff: noqa: E501 - one case a line
"""For each check, a file that gives something away, and its innocent twin. Everything in them is made up.

`CASES` has `(kind, name, leaky file, innocent file)`. What is hidden says SECRET.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import letters
import openpyxl
import pptx
import xlwt
from cfb import outlook_message
from docx import Document as NewDocument
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import RGBColor
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill
from openpyxl.workbook.defined_name import DefinedName
from reportlab.lib.colors import Color, black, white
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

SECRET = "SECRET Jane Example"
Make = Callable[[], bytes]


def saved(made: object) -> bytes:
    buffer = io.BytesIO()
    made.save(buffer)  # type: ignore[attr-defined]
    return buffer.getvalue()


def with_parts(data: bytes, parts: dict[str, bytes]) -> bytes:
    """Return a zip container with parts added to it, or put in the place of its own."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in parts:
                new.writestr(name, old.read(name))
        for name, content in parts.items():
            new.writestr(name, content)
    return buffer.getvalue()


def workbook(change: Callable[[openpyxl.Workbook], object] = lambda _: None, rows: int = 60) -> bytes:
    """Return a workbook of some rows, changed."""
    made = openpyxl.Workbook()
    made.active.title = "Data"
    made.active.append(["Ward", "Cases", "Note"])
    for number in range(rows):
        made.active.append([f"Ward {number}", number, f"n{number}"])
    change(made)
    return saved(made)


def hide_sheet(made: openpyxl.Workbook, values: bool = True) -> None:
    made.create_sheet("Staff").sheet_state = "veryHidden"
    if values:
        made["Staff"].append([SECRET])


def hide_column(made: openpyxl.Workbook, column: str = "C") -> None:
    made.active["C5"] = SECRET
    made.active.column_dimensions[column].hidden = True


def hide_rows(made: openpyxl.Workbook, count: int = 55) -> None:
    made.active["A5"] = SECRET
    for row in range(3, 3 + count):
        made.active.row_dimensions[row].hidden = True


def filter_rows(made: openpyxl.Workbook, count: int = 55) -> None:
    hide_rows(made, count)
    made.active.auto_filter.ref = "A1:C60"
    made.active.auto_filter.add_filter_column(0, ["Ward 1"])


def invisible(made: openpyxl.Workbook, **style: object) -> None:
    made.active["E2"] = SECRET
    for name, value in style.items():
        setattr(made.active["E2"], name, value)


def name_hidden(made: openpyxl.Workbook) -> None:
    hide_sheet(made, values=False)
    made.defined_names["people"] = DefinedName("people", attr_text="Staff!$A$1")


def name_shown(made: openpyxl.Workbook) -> None:
    made.defined_names["wards"] = DefinedName("wards", attr_text="Data!$A$1")


def old_workbook(hidden: str = "") -> bytes:
    made = xlwt.Workbook()
    sheet = made.add_sheet("Data")
    for row in range(60):
        sheet.write(row, 0, f"Ward {row}")
        sheet.write(row, 1, SECRET if hidden else f"note {row}")
    if hidden == "sheet":
        made.add_sheet("Shown").write(0, 0, "shown")
        sheet.visibility = 1
        made.active_sheet = 1
    elif hidden == "column":
        sheet.col(1).hidden = True
    elif hidden == "rows":
        for row in range(60):
            sheet.row(row).hidden = True
        sheet.write(80, 0, "shown")
    return saved(made)


def open_sheet(column: str = "", row: str = "") -> bytes:
    """Return an OpenDocument spreadsheet whose second column or rows may be hidden."""
    names = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "text", "table")
    )
    cell = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
    secret = SECRET if column or row else "note"
    rows = "".join(
        f"<table:table-row{row}>{cell.format(f'Ward {n}')}{cell.format(secret)}</table:table-row>" for n in range(60)
    )
    rows += f"<table:table-row>{cell.format('shown')}</table:table-row>"
    content = (
        f'<office:document-content {names}><office:body><office:spreadsheet><table:table table:name="Data">'
        f"<table:table-column/><table:table-column{column}/>{rows}</table:table></office:spreadsheet></office:body>"
        "</office:document-content>"
    )
    return letters.zipped(letters.ods_parts(content))


S = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
CACHE = f"<pivotCacheRecords {S}>%s</pivotCacheRecords>"
LINK = f"<externalLink {S}><externalBook><sheetDataSet><sheetData sheetId='0'>%s</sheetData></sheetDataSet></externalBook></externalLink>"
CHART = '<c:chartSpace xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart">%s</c:chartSpace>'


def part(name: str, content: str) -> Make:
    return lambda: with_parts(workbook(), {name: content.encode()})


def word(*runs: tuple[str, Callable[[object], object] | None]) -> bytes:
    """Return a Word document of one paragraph; each run may be changed."""
    document = NewDocument()
    document.core_properties.author = ""
    paragraph = document.add_paragraph()
    for text, change in runs:
        run = paragraph.add_run(text)
        if change:
            change(run)
    return saved(document)


def tracked(tag: str, text_tag: str = "w:t") -> Callable[[object], object]:
    def change(run: object) -> None:
        element = run._r  # type: ignore[attr-defined]
        for text in element.findall(qn("w:t")):
            text.tag = qn(text_tag)
        wrapper = OxmlElement(tag)
        wrapper.set(qn("w:author"), "Pat Sample")
        element.addprevious(wrapper)
        wrapper.append(element)

    return change


def white_run(run: object) -> None:
    run.font.color.rgb = RGBColor(255, 255, 255)  # type: ignore[attr-defined]


def hidden_run(run: object) -> None:
    run.font.hidden = True  # type: ignore[attr-defined]


def white_in_shaded_cell() -> bytes:
    document = NewDocument()
    cell = document.add_table(1, 1).cell(0, 0)
    white_run(cell.paragraphs[0].add_run("Heading"))
    shading = OxmlElement("w:shd")
    shading.set(qn("w:fill"), "1D4F91")
    shading.set(qn("w:val"), "clear")
    cell._tc.get_or_add_tcPr().append(shading)
    return saved(document)


def commented() -> bytes:
    document = NewDocument()
    paragraph = document.add_paragraph("shown")
    document.add_comment(paragraph.runs, text=SECRET, author="Pat Sample", initials="PS")
    return saved(document)


def authored(name: str) -> bytes:
    document = NewDocument()
    document.core_properties.author = name
    document.add_paragraph("shown")
    return saved(document)


def with_crop(amount: int) -> bytes:
    run = (
        '<w:r xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><w:drawing><a:srcRect l="'
        f'{amount}"/></w:drawing></w:r>'
    )
    data = word(("shown", None))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        document = archive.read("word/document.xml").decode()
    return with_parts(data, {"word/document.xml": document.replace("</w:p>", run + "</w:p>", 1).encode()})


def template(target: str) -> bytes:
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="x/attachedTemplate" Target="{target}" TargetMode="External"/></Relationships>'
    )
    return with_parts(word(("shown", None)), {"word/_rels/settings.xml.rels": relations.encode()})


def page(draw: Callable[[Canvas], object], **options: object) -> bytes:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4, **options)
    canvas.setFont("Helvetica", 12)
    canvas.drawString(72, 800, "Dear Requester, this is shown")
    draw(canvas)
    canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def boxed(
    canvas: Canvas, *, first: bool = False, colour: Color = black, text: Color = black, width: float = 300
) -> None:
    """Draw a line with a filled box over it, or under it."""
    canvas.setFillColor(colour)
    if first:
        canvas.rect(70, 695, width, 16, stroke=0, fill=1)
    canvas.setFillColor(text)
    canvas.drawString(72, 700, SECRET)
    canvas.setFillColor(colour)
    if not first:
        canvas.rect(70, 695, width, 16, stroke=0, fill=1)


def in_part(canvas: Canvas, box: bool) -> None:
    canvas.drawString(72, 700, "The officer was SECRET and she left")
    if box:
        start = 72 + canvas.stringWidth("The officer was ", "Helvetica", 12)
        canvas.rect(start - 1, 697, canvas.stringWidth("SECRET", "Helvetica", 12) + 2, 14, stroke=0, fill=1)


VERTICAL = UnicodeCIDFont("HeiseiMin-W3", isVertical=True)


def downwards(canvas: Canvas, *, box: bool = False, colour: Color = black, x: float = 300) -> None:
    """Draw a line that runs down the page, under a filled box or not."""
    pdfmetrics.registerFont(VERTICAL)
    canvas.setFont(VERTICAL.fontName, 12)
    canvas.setFillColor(colour)
    canvas.drawString(x, 700, "SECRET")
    canvas.setFillColor(black)
    if box:
        canvas.rect(x - 8, 620, 16, 85, stroke=0, fill=1)


def highlighted(canvas: Canvas) -> None:
    canvas.drawString(72, 700, "an important passage")
    canvas.setFillColor(Color(1, 1, 0, alpha=0.4))
    canvas.rect(70, 695, 200, 16, stroke=0, fill=1)


def drawn(colour: Color = black, size: float = 12, x: float = 72, mode: int = 0) -> Callable[[Canvas], None]:
    def draw(canvas: Canvas) -> None:
        text = canvas.beginText(x, 700)
        text.setFont("Helvetica", size)
        text.setFillColor(colour)
        text.setTextRenderMode(mode)
        text.textLine(SECRET)
        canvas.drawText(text)

    return draw


def under_picture(canvas: Canvas) -> None:
    """A scan with its words, not drawn, behind the picture."""
    from PIL import Image
    from reportlab.lib.utils import ImageReader

    canvas.drawImage(ImageReader(Image.new("L", (60, 80), 255)), 0, 0, *A4)
    drawn(mode=3)(canvas)


def table(canvas: Canvas) -> None:
    """A heading in white on blue, and rows on grey and white."""
    canvas.setFillColor(Color(0.1, 0.2, 0.6))
    canvas.rect(70, 695, 300, 16, stroke=0, fill=1)
    canvas.setFillColor(white)
    canvas.drawString(72, 700, "Ward")
    for row in range(4):
        canvas.setFillColor(Color(0.9, 0.9, 0.9) if row % 2 else white)
        canvas.rect(70, 675 - 20 * row, 300, 16, stroke=0, fill=1)
        canvas.setFillColor(black)
        canvas.drawString(72, 680 - 20 * row, f"Ward {row}")


def annotated(entry: bytes, under: str = SECRET) -> bytes:
    """Return a page with one annotation, as it is written in the file."""
    data = page(lambda canvas: canvas.drawString(72, 700, under))
    mark = b"/MediaBox"
    return data.replace(mark, b"/Annots [<< /Type /Annot %s >>] /MediaBox" % entry, 1)


def in_catalog(entry: bytes) -> bytes:
    data = page(lambda canvas: None)
    return data.replace(b"/Type /Catalog", b"/Type /Catalog " + entry, 1)


RECT = b"/Rect [60 690 400 720]"
ATTACHED = b"/Names << /EmbeddedFiles << /Names [(staff.xlsx) << /Type /Filespec /F (staff.xlsx) >>] >> >>"


def layered(off: bool) -> bytes:
    """Return a page on which one line stands on a layer, switched off or on."""
    stream = f"BT /F1 12 Tf 72 750 Td (shown) Tj ET /OC /L1 BDC BT /F1 12 Tf 72 700 Td ({SECRET}) Tj ET EMC".encode()
    return raw_pdf(
        b"<< /Type /Catalog /Pages 2 0 R /OCProperties << /OCGs [6 0 R] /D << /%s [6 0 R] >> >> >>"
        % (b"OFF" if off else b"ON"),
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> /Properties << /L1 6 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        b"<< /Type /OCG /Name (Draft) >>",
    )


def raw_pdf(*objects: bytes) -> bytes:
    """Return a PDF of these objects, numbered from 1; the first is its catalog."""
    made = b"%PDF-1.5\n"
    offsets = []
    for number, content in enumerate(objects, 1):
        offsets.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    return made + b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1, table, len(objects) + 1, len(made),
    )  # fmt: skip


def text(body: str) -> bytes:
    return f"Dear Requester\n\n{body}\n".encode()


def people(heading: str, rows: int = 30) -> bytes:
    made = openpyxl.Workbook()
    made.active.append(heading.split("|"))
    for number in range(rows):
        made.active.append([f"x{number}", f"y{number}", number])
    return saved(made)


def slides(change: Callable[[object], object]) -> bytes:
    presentation = pptx.Presentation()
    for words in ("shown", "second"):
        box = presentation.slides.add_slide(presentation.slide_layouts[6]).shapes.add_textbox(0, 0, 100, 100)
        box.text_frame.text = words
    change(presentation)
    return saved(presentation)


def hide_slide(presentation: object) -> None:
    slide = presentation.slides[1]  # type: ignore[attr-defined]
    slide.shapes[0].text_frame.text = SECRET
    slide._element.set("show", "0")


def note_slide(presentation: object) -> None:
    presentation.slides[0].notes_slide.notes_text_frame.text = SECRET  # type: ignore[attr-defined]


def mail(headers: str) -> bytes:
    return f"Message-ID: <1@x>\nFrom: foi@thornmere.gov.uk\nSubject: Reply\n{headers}\n\nshown\n".encode()


def nested(kind: str) -> bytes:
    from email.message import EmailMessage

    message = EmailMessage()
    message["From"], message["Subject"], message["Message-ID"] = "foi@thornmere.gov.uk", "Reply", "<1@x>"
    message.set_content("shown")
    if kind == "message":
        inner = EmailMessage()
        inner["Subject"], inner["From"], inner["Message-ID"] = "inner", "a@thornmere.gov.uk", "<2@x>"
        inner.set_content("inner words")
        message.add_attachment(inner)
    else:
        message.add_attachment("inner words", filename="data.txt")
    return message.as_bytes()


def odt(body: str) -> Make:
    return lambda: letters.odt_of(body)


HIDDEN_STYLE = (
    '<style:style style:name="H" style:family="text"><style:text-properties text:display="none"/></style:style>'
)
ODT_DELETED = (
    "<text:tracked-changes><text:changed-region><text:deletion><office:change-info><dc:creator>P</dc:creator>"
    f"</office:change-info><text:p>{SECRET}</text:p></text:deletion></text:changed-region></text:tracked-changes>"
    "<text:p>shown</text:p>"
)


def black_on_black(canvas: Canvas) -> None:
    boxed(canvas, first=True)


CASES: list[tuple[str, str, Make, Make]] = [
    ("hidden_sheet", "S1 xlsx", lambda: workbook(hide_sheet), lambda: workbook(lambda m: hide_sheet(m, values=False))),
    ("hidden_sheet", "S1 xls", lambda: old_workbook("sheet"), old_workbook),
    ("hidden_cells", "S2 column", lambda: workbook(hide_column), lambda: workbook(lambda m: hide_column(m, "H") if m.active["C5"].value == SECRET else None)),
    ("hidden_cells", "S2 rows", lambda: workbook(hide_rows), workbook),
    ("hidden_cells", "S2 xls column", lambda: old_workbook("column"), old_workbook),
    ("hidden_cells", "S2 xls rows", lambda: old_workbook("rows"), old_workbook),
    ("hidden_cells", "S2 ods column", lambda: open_sheet(column=' table:visibility="collapse"'), open_sheet),
    ("hidden_cells", "S2 ods rows", lambda: open_sheet(row=' table:visibility="collapse"'), open_sheet),
    ("filtered_rows", "S3", lambda: workbook(filter_rows), lambda: workbook(lambda m: setattr(m.active.auto_filter, "ref", "A1:C60"))),
    ("filtered_rows", "S3 ods", lambda: open_sheet(row=' table:visibility="filter"'), open_sheet),
    ("pivot_cache", "S4", part("xl/pivotCache/pivotCacheRecords1.xml", CACHE % "<r><s v='SECRET'/></r>"), part("xl/pivotCache/pivotCacheRecords1.xml", CACHE % "")),
    ("data_model", "S5 model", part("xl/model/item.data", "x"), workbook),
    ("data_model", "S5 query", part("customXml/item1.xml", "<DataMashup>x</DataMashup>"), part("customXml/item1.xml", "<a/>")),
    ("external_cache", "S6", part("xl/externalLinks/externalLink1.xml", LINK % "<row r='1'><cell><v>SECRET</v></cell></row>"), part("xl/externalLinks/externalLink1.xml", LINK % "")),
    ("cell_comment", "S7", lambda: workbook(lambda m: setattr(m.active["A2"], "comment", Comment(SECRET, "Pat"))), workbook),
    ("invisible_cells", "S8 format", lambda: workbook(lambda m: invisible(m, number_format=";;;")), lambda: workbook(lambda m: setattr(m.active["A2"], "number_format", "0.00;;"))),
    ("invisible_cells", "S8 white", lambda: workbook(lambda m: invisible(m, font=Font(color="FFFFFFFF"))), lambda: workbook(lambda m: (setattr(m.active["A1"], "font", Font(color="FFFFFFFF")), setattr(m.active["A1"], "fill", PatternFill("solid", fgColor="FF1D4F91"))))),
    ("defined_name", "S9 name", lambda: workbook(name_hidden), lambda: workbook(name_shown)),
    ("chart_cache", "S9 chart", part("xl/charts/chart1.xml", CHART % "<c:externalData/>"), part("xl/charts/chart1.xml", CHART % "")),
    ("macro", "S10 macro", part("xl/vbaProject.bin", "x"), workbook),
    ("embedded_file", "S10 embedded", part("xl/embeddings/Book1.xlsx", "x"), part("xl/media/picture.png", "x")),
    ("embedded_file", "S10 word", lambda: with_parts(word(("shown", None)), {"word/embeddings/Book1.xlsx": b"x"}), lambda: word(("shown", None))),
    ("tracked_change", "W1 deleted", lambda: word(("shown", None), (SECRET, tracked("w:del", "w:delText"))), lambda: word(("shown", None), ("added", tracked("w:ins")))),
    ("tracked_change", "W1 moved", lambda: word(("shown", None), (SECRET, tracked("w:moveFrom"))), lambda: word(("shown", None))),
    ("tracked_change", "W1 odt", odt(ODT_DELETED), odt("<text:p>shown</text:p>")),
    ("tracked_change", "W1 rtf", lambda: letters.rtf_of(f"shown {{\\deleted {SECRET}}}"), lambda: letters.rtf_of("shown {\\revised added}")),
    ("insertion", "W1 inserted", lambda: word(("added", tracked("w:ins"))), lambda: word(("shown", None))),
    ("comment", "W2 comment", commented, lambda: word(("shown", None))),
    ("comment", "W2 odt", odt("<text:p>shown<office:annotation><text:p>SECRET</text:p></office:annotation></text:p>"), odt("<text:p>shown</text:p>")),
    ("comment", "W2 rtf", lambda: letters.rtf_of("shown{\\*\\annotation SECRET}"), lambda: letters.rtf_of("shown")),
    ("hidden_text", "W2 hidden", lambda: word(("shown", None), (SECRET, hidden_run)), lambda: word(("shown", None), (" ", hidden_run))),
    ("hidden_text", "W2 odt hidden", lambda: letters.odt_of(f'<text:p>shown<text:span text:style-name="H">{SECRET}</text:span></text:p>', automatic=HIDDEN_STYLE), odt("<text:p>shown<text:span>too</text:span></text:p>")),
    ("hidden_text", "W2 rtf hidden", lambda: letters.rtf_of(f"shown {{\\v {SECRET}}} on"), lambda: letters.rtf_of("shown {\\v0 too} on")),
    ("white_text", "W2 white", lambda: word(("shown", None), (SECRET, white_run)), white_in_shaded_cell),
    ("speaker_notes", "W2 notes", lambda: slides(note_slide), lambda: slides(lambda p: None)),
    ("hidden_slide", "W2 slide", lambda: slides(hide_slide), lambda: slides(lambda p: None)),
    ("metadata", "W3 author", lambda: authored("Pat Sample"), lambda: authored("")),
    ("template_path", "W3 template", lambda: template("file:///\\\\server\\share\\FOI.dotm"), lambda: template("Normal.dotm")),
    ("cropped_image", "W4", lambda: with_crop(30_000), lambda: with_crop(0)),
    ("covered_text", "P1 black box", lambda: page(boxed), lambda: page(table)),
    ("covered_text", "P1 white box", lambda: page(lambda c: boxed(c, colour=white)), lambda: page(highlighted)),
    ("covered_text", "P1 part of a line", lambda: page(lambda c: in_part(c, True)), lambda: page(lambda c: in_part(c, False))),
    ("covered_text", "P1 black on black", lambda: page(black_on_black), lambda: page(lambda c: boxed(c, first=True, text=white))),
    ("covered_text", "P1 vertical", lambda: page(lambda c: downwards(c, box=True)), lambda: page(downwards)),
    ("invisible_text", "P3 vertical", lambda: page(lambda c: downwards(c, colour=white)), lambda: page(downwards)),
    ("redaction_mark", "P2 redaction", lambda: annotated(b"/Subtype /Redact " + RECT), lambda: annotated(b"/Subtype /Link " + RECT)),
    ("redaction_mark", "P2 black square", lambda: annotated(b"/Subtype /Square /IC [0 0 0] " + RECT), lambda: annotated(b"/Subtype /Square /C [1 0 0] " + RECT)),
    ("redaction_mark", "P2 black highlight", lambda: annotated(b"/Subtype /Highlight /C [0 0 0] " + RECT), lambda: annotated(b"/Subtype /Highlight /C [1 1 0] " + RECT)),
    ("invisible_text", "P3 white", lambda: page(drawn(white)), lambda: page(table)),
    ("invisible_text", "P3 not drawn", lambda: page(drawn(mode=3)), lambda: page(under_picture)),
    ("invisible_text", "P3 tiny", lambda: page(drawn(size=0.5)), lambda: page(drawn(size=5))),
    ("invisible_text", "P3 off the page", lambda: page(drawn(x=900)), lambda: page(drawn())),
    ("attached_file", "P4 file", lambda: in_catalog(ATTACHED), lambda: in_catalog(b"/Lang (en-GB)")),
    ("script", "P4 script", lambda: in_catalog(b"/OpenAction << /S /JavaScript /JS (x) >>"), lambda: in_catalog(b"/OpenAction << /S /GoTo /D [0 /Fit] >>")),
    ("form_values", "P4 form", lambda: in_catalog(b"/AcroForm << /Fields [<< /T (a) /V (x) >>] >>"), lambda: in_catalog(b"/AcroForm << /Fields [<< /T (a) /V () >>] >>")),
    ("hidden_layer", "P4 layer", lambda: layered(True), lambda: layered(False)),
    ("earlier_version", "P4 version", lambda: page(lambda c: None) + b"\n%%EOF\n", lambda: page(lambda c: None)),
    ("annotation", "P4 note", lambda: annotated(b"/Subtype /Text /Contents (x) " + RECT, "shown"), lambda: annotated(b"/Subtype /Link " + RECT)),
    ("pdf_metadata", "P5", lambda: page(lambda c: c.setAuthor("Pat Sample")), lambda: page(lambda c: c.setAuthor(""))),
    ("recipients", "E1 recipients", lambda: mail("To: a@x.example"), lambda: mail("Date: Fri, 14 Mar 2025 10:00:00 +0000")),
    ("blind_copy", "E1 blind", lambda: mail("Bcc: secret@x.example"), lambda: mail("Cc: open@x.example")),
    ("blind_copy", "E1 blind msg", lambda: outlook_message("s", "f", "shown", to="a@x.example", blind="b@x.example"), lambda: outlook_message("s", "f", "shown", to="a@x.example")),
    ("nested_message", "E1 nested", lambda: nested("message"), lambda: nested("file")),
    ("nhs_number", "T1 word", lambda: text("NHS number 943 476 5919"), lambda: text("case 943 476 5919")),
    ("nhs_number", "T1 many", lambda: text("9434765919\n4505577104\n5990128088"), lambda: text("9434765918\n4505577105\n5990128088\n1234567890")),
    ("ni_number", "T2", lambda: text("his number AB 12 34 56 C"), lambda: text("our reference QQ 12 34 56 C")),
    ("tax_reference", "T3 UTR", lambda: text("UTR 1955839661"), lambda: text("invoice 1955839661")),
    ("pupil_number", "T3 UPN", lambda: text("pupil B801200005001"), lambda: text("order A801200005001")),
    ("bank_account", "T3 IBAN", lambda: text("pay GB29 NWBK 6016 1331 9268 19"), lambda: text("asset GB29 NWBK 6016 1331 9268 18")),
    ("card_number", "T3 card", lambda: text("card 4111 1111 1111 1111"), lambda: text("item 4111111111111111")),
    ("email_address", "T4 role", lambda: text("foi@thornmere.gov.uk"), lambda: text("@thornmere on social media")),
    ("phone_number", "T5 office", lambda: text("ring 01632 960123"), lambda: text("reference 01632960123456")),
    ("personal_email", "T4", lambda: text("jane.example@gmail.com"), lambda: text("foi@thornmere.gov.uk")),
    ("mobile_number", "T5", lambda: text("ring 07700 900123"), lambda: text("ring 01632 960123")),
    ("home_address", "T6", lambda: text("\n".join(f"{n} Mill Road, Thornmere, TM{n} 4QT" for n in range(1, 8))), lambda: text("Council Offices, 1 Mill Road, Thornmere, TM1 4QT")),
    ("date_of_birth", "T7", lambda: text("Date of birth: 14/03/1961"), lambda: text("children born on or after 14/03/2018; date of birth needed")),
    ("person_table", "T8", lambda: people("Surname|Ethnicity|Rank"), lambda: people("Ethnicity|Sex|Number of staff")),
    ("person_table", "T8 few rows", lambda: people("Employee number|Salary|Grade"), lambda: people("Employee number|Salary|Grade", rows=5)),
]  # fmt: skip
