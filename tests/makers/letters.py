"""One made-up letter in every format that is read. What differs is the file; what a reader sees is the same."""

from __future__ import annotations

import io
import json
import shutil
import subprocess
import tempfile
import zipfile
from collections.abc import Callable, Sequence
from email.message import EmailMessage
from html import escape
from pathlib import Path

import openpyxl
import pptx
import xlwt
from cfb import outlook_message
from docx import Document as NewDocument
from pptx.util import Emu
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

PARAGRAPHS = (
    "Thornmere County Council",
    "Our reference: FOI 24-0913",
    "Date: 14 March 2025",
    "Dear Requester",
    "Thank you for your request under the Freedom of Information Act 2000, received on 24 February 2025.",
    "1. Which software do you use for planning applications?",
    "Response: We use Idox Uniform. The contract ends in 2027.",
    "2. Please name the officers who administer it.",
    "Response: Junior officers' names are exempt under section 40(2) of the Act, as they are personal data.",
    "3. How many applications were received in 2024?",
    "Response: We received 1,284 applications.",
    "If you are unhappy with this reply you may ask for an internal review.",
    "Yours sincerely",
    "Information Governance Team",
)


def text_file(paragraphs: Sequence[str] = PARAGRAPHS) -> bytes:
    return "\n\n".join(paragraphs).encode()


def html_page(paragraphs: Sequence[str] = PARAGRAPHS) -> bytes:
    body = "".join(f"<p>{escape(text)}</p>" for text in paragraphs)
    return f"<!doctype html><html><body>{body}</body></html>".encode()


def pdf(paragraphs: Sequence[str] = PARAGRAPHS) -> bytes:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4)
    canvas.setFont("Helvetica", 9)
    for number, text in enumerate(paragraphs):
        canvas.drawString(60, 780 - 28 * number, text)
    canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def docx(paragraphs: Sequence[str] = PARAGRAPHS) -> bytes:
    document = NewDocument()
    for text in paragraphs:
        document.add_paragraph(text)
    return _saved(document)


def doc(paragraphs: Sequence[str] = PARAGRAPHS) -> bytes:
    """Return a Word 97 document, made by LibreOffice."""
    program = shutil.which("soffice")
    assert program, "LibreOffice is not installed"
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "letter.docx").write_bytes(docx(paragraphs))
        profile = f"-env:UserInstallation={(Path(folder) / 'profile').as_uri()}"
        command = [program, profile, "--headless", "--convert-to", "doc", "--outdir", folder, f"{folder}/letter.docx"]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
        return (Path(folder) / "letter.doc").read_bytes()


def odt_of(body: str, *, styles: str = "", automatic: str = "") -> bytes:
    """Return an OpenDocument text around the XML of a body and of automatic styles."""
    names = " ".join(
        f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for prefix, name in [
            ("office", "office"), ("text", "text"), ("table", "table"), ("style", "style"),
            ("draw", "drawing"), ("fo", "xsl-fo-compatible"),
        ]
    )  # fmt: skip
    names += ' xmlns:dc="http://purl.org/dc/elements/1.1/"'
    content = (
        f"<office:document-content {names}><office:automatic-styles>{automatic}</office:automatic-styles>"
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
    shared = f"<office:document-styles {names}>{styles}</office:document-styles>"
    return zipped({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": content.encode(),
                   "styles.xml": shared.encode()})  # fmt: skip


GAP = (
    '<style:style style:name="P" style:family="paragraph"><style:paragraph-properties fo:margin-bottom="0.3cm"/>'
    "</style:style>"
)


def odt(paragraphs: Sequence[str] = PARAGRAPHS) -> bytes:
    return odt_of("".join(f'<text:p text:style-name="P">{escape(t)}</text:p>' for t in paragraphs), automatic=GAP)


def ods(paragraphs: Sequence[str] = PARAGRAPHS) -> bytes:
    names = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "text", "table")
    )
    rows = "".join(
        f'<table:table-row><table:table-cell office:value-type="string"><text:p>{escape(text)}</text:p>'
        "</table:table-cell></table:table-row>"
        for text in paragraphs
    )
    content = (
        f'<office:document-content {names}><office:body><office:spreadsheet><table:table table:name="Reply">{rows}'
        "</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    return zipped(ods_parts(content))


def ods_parts(content: str) -> dict[str, bytes]:
    """Return the parts of an OpenDocument spreadsheet around its content."""
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/></manifest:manifest>'
    )
    return {"mimetype": kind.encode(), "content.xml": content.encode(), "META-INF/manifest.xml": manifest.encode()}


def rtf(paragraphs: Sequence[str] = PARAGRAPHS) -> bytes:
    body = "".join(f"{rtf_text(text)}\\par\\par\n" for text in paragraphs)
    return rtf_of(body)


def rtf_of(body: str) -> bytes:
    """Return a Rich Text file around a body."""
    head = r"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0\fswiss\fcharset0 Arial;}}{\colortbl;\red0\green0\blue0;}"
    return f"{head}\\f0\\fs22 {body}}}".encode("cp1252")


def rtf_text(text: str) -> str:
    """Return text as Rich Text writes it."""
    escaped = text.replace("\\", "\\\\").replace("{", "\\{").replace("}", "\\}")
    return "".join(char if ord(char) < 128 else f"\\u{ord(char)}?" for char in escaped)


def eml(paragraphs: Sequence[str] = PARAGRAPHS) -> bytes:
    message = EmailMessage()
    message["From"] = "Information Governance <foi@thornmere.gov.uk>"
    message["To"] = "requester@example.org"
    message["Subject"] = "FOI 24-0913"
    message["Date"] = "Fri, 14 Mar 2025 10:00:00 +0000"
    message.set_content("\n\n".join(paragraphs))
    return message.as_bytes()


def msg(paragraphs: Sequence[str] = PARAGRAPHS) -> bytes:
    return outlook_message("FOI 24-0913", "Information Governance", "\r\n\r\n".join(paragraphs))


def mbox(paragraphs: Sequence[str] = PARAGRAPHS) -> bytes:
    return b"From foi@thornmere.gov.uk Fri Mar 14 10:00:00 2025\n" + eml(paragraphs) + b"\n"


def xlsx(paragraphs: Sequence[str] = PARAGRAPHS) -> bytes:
    workbook = openpyxl.Workbook()
    for text in paragraphs:
        workbook.active.append([text])
    return _saved(workbook)


def xls(paragraphs: Sequence[str] = PARAGRAPHS) -> bytes:
    workbook = xlwt.Workbook()
    sheet = workbook.add_sheet("Reply")
    for number, text in enumerate(paragraphs):
        sheet.write(number, 0, text)
    return _saved(workbook)


def slides(paragraphs: Sequence[str] = PARAGRAPHS) -> bytes:
    presentation = pptx.Presentation()
    slide = presentation.slides.add_slide(presentation.slide_layouts[6])
    for number, text in enumerate(paragraphs):
        box = slide.shapes.add_textbox(Emu(0), Emu(number * 400_000), Emu(8_000_000), Emu(380_000))
        box.text_frame.text = text
    return _saved(presentation)


def archive(paragraphs: Sequence[str] = PARAGRAPHS) -> bytes:
    return zipped({"FOI 24-0913/response.docx": docx(paragraphs)})


def zipped(files: dict[str, bytes]) -> bytes:
    """Return a zip archive; the first file is stored as it is, as OpenDocument asks for its type."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as made:
        for number, (name, data) in enumerate(files.items()):
            made.writestr(name, data, zipfile.ZIP_STORED if number == 0 else zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def wdtk(paragraphs: Sequence[str] = PARAGRAPHS) -> bytes:
    """Return a request as WhatDoTheyKnow gives it as JSON."""
    answer = {"event_type": "response", "created_at": "2025-03-14T10:00:00.000+00:00",
              "snippet": escape("\n\n".join(paragraphs))}  # fmt: skip
    asked = {"event_type": "sent", "created_at": "2025-02-24T09:00:00.000+00:00", "snippet": "Dear Council, what?"}
    return json.dumps({
        "id": 1, "url_title": "planning_software", "title": "Planning software", "law_used": "foi",
        "described_state": "partially_successful",
        "public_body": {"name": "Thornmere County Council", "url_name": "thornmere"},
        "info_request_events": [asked, answer],
    }).encode()  # fmt: skip


FORMATS: dict[str, Callable[..., bytes]] = {
    "txt": text_file, "html": html_page, "pdf": pdf, "docx": docx, "doc": doc, "odt": odt, "rtf": rtf, "eml": eml,
    "msg": msg, "mbox": mbox, "xlsx": xlsx, "xls": xls, "ods": ods, "pptx": slides, "zip": archive, "json": wdtk,
}  # fmt: skip


def _saved(made: object) -> bytes:
    buffer = io.BytesIO()
    made.save(buffer)  # type: ignore[attr-defined]
    return buffer.getvalue()
