"""Files with a chart: slides made by python-pptx, and the same chart put into a Word document and a workbook."""

import io
import re
import zipfile

import letters
import pptx
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Emu

BOX = (Emu(0), Emu(0), Emu(6_000_000), Emu(4_000_000))
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
REL = f'<Relationship Id="{{id}}" Type="{OFFICE}/{{kind}}" Target="{{to}}"/>'
RELS = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">%s</Relationships>'
C = 'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"'
R = f'xmlns:r="{OFFICE}"'
A = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
FRAME = f'<a:graphic {A}><a:graphicData><c:chart {C} {R} r:id="rIdC"/></a:graphicData></a:graphic>'


def slides(data, kind=XL_CHART_TYPE.COLUMN_CLUSTERED, title="Requests received") -> bytes:
    made = pptx.Presentation()
    chart = made.slides.add_slide(made.slide_layouts[6]).shapes.add_chart(kind, *BOX, data).chart
    chart.has_title = bool(title)
    if title:
        chart.chart_title.text_frame.text = title
    buffer = io.BytesIO()
    made.save(buffer)
    return buffer.getvalue()


def columns() -> CategoryChartData:
    data = CategoryChartData()
    data.categories = ["2023", "2024"]
    data.add_series("Answered in time", (812, 905))
    data.add_series("Late", (41, 17.5))
    return data


def parts_of(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def chart_part(data: bytes) -> bytes:
    return next(content for name, content in parts_of(data).items() if re.fullmatch(r"ppt/charts/chart\d+\.xml", name))


def with_relation(rels: bytes | None, **relation: str) -> bytes:
    new = REL.format(**relation)
    return rels.replace(b"</Relationships>", new.encode() + b"</Relationships>") if rels else (RELS % new).encode()


def document(chart: bytes, drawing: str = "<w:drawing>%s</w:drawing>") -> bytes:
    """Return a Word document with a chart between two paragraphs."""
    parts = parts_of(letters.docx(["Dear Sir", "Yours"]))
    run = f"<w:p><w:r>{drawing % FRAME}</w:r></w:p>".encode()
    first = parts["word/document.xml"].index(b"</w:p>") + 6
    body = parts["word/document.xml"]
    rels = "word/_rels/document.xml.rels"
    return letters.zipped({
        **parts, "word/document.xml": body[:first] + run + body[first:], "word/charts/chart1.xml": chart,
        rels: with_relation(parts[rels], id="rIdC", kind="chart", to="charts/chart1.xml"),
    })  # fmt: skip


def workbook(chart: bytes, shown: str = "") -> bytes:
    """Return a workbook with a chart and a text box on its first sheet."""
    parts = parts_of(letters.xlsx(["Dear Sir"]))
    xdr = 'xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"'
    box = "<xdr:sp><xdr:txBody><a:p><a:r><a:t>A note in a box</a:t></a:r></a:p></xdr:txBody></xdr:sp>"
    named = f'<xdr:nvGraphicFramePr><xdr:cNvPr id="2" name="x"{shown}/></xdr:nvGraphicFramePr>'
    frame = f"<xdr:graphicFrame>{named}{FRAME}</xdr:graphicFrame>"
    to_drawing = with_relation(None, id="rId1", kind="drawing", to="../drawings/drawing1.xml")
    return letters.zipped({
        **parts, "xl/drawings/drawing1.xml": f"<xdr:wsDr {xdr} {A}>{box}{frame}</xdr:wsDr>".encode(),
        "xl/charts/chart1.xml": chart,
        "xl/worksheets/_rels/sheet1.xml.rels": to_drawing,
        "xl/drawings/_rels/drawing1.xml.rels": with_relation(None, id="rIdC", kind="chart", to="../charts/chart1.xml"),
    })  # fmt: skip


def in_document() -> bytes:
    return document(chart_part(slides(columns())))


def in_workbook() -> bytes:
    return workbook(chart_part(slides(columns())))


def on_slide() -> bytes:
    return slides(columns())
