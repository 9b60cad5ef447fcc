# ruff: noqa: E501 - one case a line
"""Files that mean harm, or cannot be helped, each made when it is asked for. `HOSTILE` has `name -> make`."""

from __future__ import annotations

import io
import random
import struct
import zipfile
import zlib
from collections.abc import Callable
from itertools import pairwise

import letters
from leaky import raw_pdf

MB = 1024 * 1024
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def pdf_bomb(content: bytes, times: int = 2) -> bytes:
    """Return a PDF whose page was packed `times` times."""
    for _ in range(times):
        content = zlib.compress(content, 9)
    filters = b"/FlateDecode " * times
    return pdf_of(b"<< /Length %d /Filter [%s] >>\nstream\n%s\nendstream" % (len(content), filters, content))


def pdf_of(stream: bytes, page: bytes = b"", *more: bytes) -> bytes:
    """Return a PDF with one page that has this content stream as object 4."""
    return raw_pdf(
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R %s >>" % page,
        stream,
        *more,
    )


def stream(content: bytes) -> bytes:
    return b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content)


def zeros(size: int) -> bytes:
    """Return `size` zero bytes packed by zlib, without ever holding them."""
    packer = zlib.compressobj(9)
    parts = [packer.compress(bytes(MB)) for _ in range(size // MB)]
    return b"".join([*parts, packer.flush()])


def big_member(name: str, size: int, fill: bytes = b" ", **others: bytes) -> bytes:
    """Return a zip archive with one member of `size` bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for other, content in others.items():
            archive.writestr(other.replace("__", "/"), content)
        with archive.open(name, "w", force_zip64=True) as member:
            block = (fill * (MB // len(fill) + 1))[:MB]
            for _ in range(size // MB):
                member.write(block)
    return buffer.getvalue()


def docx_of(document: str) -> bytes:
    return letters.zipped({"[Content_Types].xml": b"<Types/>", "word/document.xml": document.encode()})


def laughs(root: str, inside: str = "&i;") -> str:
    """Return XML whose entities grow ten times at each of nine steps."""
    names = "abcdefghi"
    entities = '<!ENTITY a "ha">' + "".join(
        f'<!ENTITY {name} "{f"&{before};" * 10}">' for before, name in pairwise(names)
    )
    return f"<?xml version='1.0'?><!DOCTYPE x [{entities}]>{root.replace('@', inside)}"


def lying_zip() -> bytes:
    """Return an archive whose directory says that a member of 50 MB has 10 bytes."""
    data = bytearray(big_member("letter.txt", 50 * MB))
    at = data.rindex(b"PK\x01\x02")
    struct.pack_into("<I", data, at + 24, 10)
    return bytes(data)


def with_names(*names: str) -> bytes:
    return letters.zipped(dict.fromkeys(names, b"Dear Requester"))


def with_link() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        link = zipfile.ZipInfo("letter.txt")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    return buffer.getvalue()


def locked_zip() -> bytes:
    data = bytearray(letters.zipped({"letter.txt": b"Dear Requester"}))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + offset] |= 1
    return bytes(data)


def looping_ole() -> bytes:
    """Return a compound file whose table of sectors leads in a circle."""
    from cfb import outlook_message

    data = bytearray(outlook_message("s", "f", "body"))
    struct.pack_into("<4I", data, len(data) - 512, 0, 0, 0, 0)
    return bytes(data)


def nested_mail(depth: int) -> bytes:
    data = b"Message-ID: <1@x>\nFrom: a@b.example\nSubject: x\n\nbody\n"
    for _ in range(depth):
        data = (
            b"Message-ID: <1@x>\nFrom: a@b.example\nSubject: x\nMIME-Version: 1.0\nContent-Type: multipart/mixed;"
            b' boundary="b"\n\n--b\nContent-Type: message/rfc822\n\n' + data + b"\n--b--\n"
        )
    return data


def boundaries(count: int) -> bytes:
    head = b'Message-ID: <1@x>\nFrom: a@b.example\nContent-Type: multipart/mixed; boundary="b"\nSubject: x\n\n'
    return head + b"--b\nContent-Disposition: attachment; filename=x.txt\n\nx\n" * count


def sheet(body: str) -> bytes:
    main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    return letters.zipped({
        "[Content_Types].xml": b"<Types xmlns='http://schemas.openxmlformats.org/package/2006/content-types'/>",
        "_rels/.rels": f"<Relationships xmlns='{package}'><Relationship Id='r' Type='{relations}/officeDocument'"
                       f" Target='xl/workbook.xml'/></Relationships>".encode(),
        "xl/workbook.xml": f"<workbook {main} xmlns:r='{relations}'><sheets><sheet name='A' sheetId='1' r:id='r'/>"
                           "</sheets></workbook>".encode(),
        "xl/_rels/workbook.xml.rels": f"<Relationships xmlns='{package}'><Relationship Id='r' Target='worksheets/s.xml'"
                                      f" Type='{relations}/worksheet'/></Relationships>".encode(),
        "xl/worksheets/s.xml": f"<worksheet {main}>{body}</worksheet>".encode(),
    })  # fmt: skip


def ods_repeated() -> bytes:
    data = letters.ods(["Dear Requester"])
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        content = archive.read("content.xml").decode()
    repeated = 'table:number-columns-repeated="2147483647"'
    content = content.replace("<table:table-row>", '<table:table-row table:number-rows-repeated="1048576">')
    content = content.replace("<table:table-cell ", f"<table:table-cell {repeated} ")
    return letters.zipped(letters.ods_parts(content))


def noise(seed: int, head: bytes, size: int = 20_000) -> bytes:
    return head + random.Random(seed).randbytes(size)


def looping_xls() -> bytes:
    """Return a workbook whose directory goes on where it began."""
    made = bytearray(letters.xls())
    table, directory = (int.from_bytes(made[at : at + 4], "little") for at in (76, 48))
    at = 512 * (table + 1) + 4 * directory
    made[at : at + 4] = directory.to_bytes(4, "little")
    return bytes(made)


FORMS = b"/Resources << /XObject << /F 5 0 R >> >>"
FORM = b"<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /F %d 0 R >> >> /Length 5 >>\nstream\n/F Do\nendstream"

HOSTILE: dict[str, Callable[[], bytes]] = {
    "pdf, half a gigabyte of nothing": lambda: pdf_bomb(zeros(512 * MB), 1),
    "pdf, deep arrays": lambda: pdf_bomb(b"[" * 200_000, 1),
    "pdf, deep dictionaries": lambda: pdf_bomb(b"<<" * 50_000, 1),
    "pdf, a string without an end": lambda: pdf_of(stream(b"(" * 100_000)),
    "pdf, pages in a circle": lambda: raw_pdf(b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [2 0 R] /Count 9 >>"),
    "pdf, a form that holds itself": lambda: pdf_of(stream(b"/F Do"), FORMS, FORM % 5),
    "pdf, forms in a circle": lambda: pdf_of(stream(b"/F Do"), FORMS, FORM % 6, FORM % 5),
    "pdf, many rectangles": lambda: pdf_of(stream(b"0 0 9 9 re f " * 60_000)),
    "pdf, many words": lambda: pdf_of(stream(b"BT /F1 9 Tf (x) Tj ET " * 30_000), b"/Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >>"),
    "pdf, a page of astronomic size": lambda: letters.pdf().replace(b"595.2756 841.8898", b"9999999999 9999999999"),
    "pdf, an endless table of offsets": lambda: letters.pdf().replace(b"xref\n0 ", b"xref\n0 99999999"),
    "pdf, twenty thousand pages": lambda: raw_pdf(b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [%s] /Count 20000 >>" % (b"3 0 R " * 20_000), b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>"),
    "pdf, annotations in their own list": lambda: pdf_of(stream(b""), b"/Annots [%s]" % (b"<< /Subtype /Redact /Rect [0 0 1e99 nan] >>" * 5_000)),
    "pdf, cut short": lambda: letters.pdf()[:700],
    "pdf, noise": lambda: noise(1, b"%PDF-1.7\n"),
    "docx, a gigabyte": lambda: big_member("word/document.xml", 1024 * MB),
    "docx, ninety megabytes of paragraphs": lambda: big_member("word/document.xml", 90 * MB, b"<w:p/>"),
    "docx, many paragraphs": lambda: docx_of(f"<w:document {W}><w:body>{'<w:p/>' * 300_000}</w:body></w:document>"),
    "docx, laughs": lambda: docx_of(laughs(f"<w:document {W}><w:body><w:p><w:r><w:t>@</w:t></w:r></w:p></w:body></w:document>")),
    "docx, a file of this machine": lambda: docx_of(f'<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]><w:document {W}><w:body><w:p><w:r><w:t>&f;</w:t></w:r></w:p></w:body></w:document>'),
    "docx, deep": lambda: docx_of(f"<w:document {W}><w:body>{'<w:sdt>' * 100_000}"),
    "docx, tables in tables": lambda: docx_of(f"<w:document {W}><w:body>{'<w:tbl><w:tr><w:tc>' * 80}{'</w:tc></w:tr></w:tbl>' * 80}</w:body></w:document>"),
    "xlsx, laughs": lambda: sheet(laughs("<sheetData><row><c t='inlineStr'><is><t>@</t></is></c></row></sheetData>")),
    "xlsx, a cell at the end of the world": lambda: sheet("<sheetData><row r='1048576'><c r='XFD1048576'><v>1</v></c></row></sheetData>"),
    "xlsx, columns without end": lambda: sheet("<cols><col min='1' max='999999999' hidden='1'/></cols><sheetData/>"),
    "xlsx, many rows": lambda: sheet(f"<sheetData>{'<row><c><v>1</v></c></row>' * 20_000}</sheetData>"),
    "ods, a cell for every grain of sand": ods_repeated,
    "odt, spaces and columns without end": lambda: letters.odt_of('<text:p>x<text:s text:c="999999"/></text:p><table:table><table:table-row><table:table-cell table:number-columns-repeated="999999"><text:p>x</text:p></table:table-cell></table:table-row></table:table>'),
    "odt, sections in sections": lambda: letters.odt_of("<text:section>" * 200 + "</text:section>" * 200),
    "zip, a gigabyte": lambda: big_member("letter.txt", 1024 * MB),
    "zip, a lie about its size": lying_zip,
    "zip, ten thousand files": lambda: with_names(*(f"{n}.txt" for n in range(10_000))),
    "zip, names that climb": lambda: with_names("../../../../tmp/foilog-was-here.txt", "/etc/foilog-was-here", "C:\\foilog.txt"),
    "zip, a link": with_link,
    "zip, locked": locked_zip,
    "zip, itself in itself": lambda: letters.zipped({f"{n}.zip": letters.zipped({"x.zip": with_names("a.txt")}) for n in range(40)}),
    "msg, sectors in a circle": looping_ole,
    "xls, sectors in a circle": looping_xls,
    "ole, noise": lambda: noise(2, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook".encode("utf-16-le")),
    "eml, messages in messages": lambda: nested_mail(60),
    "eml, a thousand attachments": lambda: boundaries(5_000),
    "eml, a header without end": lambda: b"Message-ID: <1@x>\nSubject: x\nTo: " + b"a@b.example, " * 200_000 + b"\n\nbody",
    "mbox, many messages": lambda: b"From a Fri\nSubject: x\nFrom: a@b.example\nMessage-ID: <1>\n\nx\n" * 5_000,
    "html, deep": lambda: b"<html><body>" + b"<div>" * 200_000 + b"text",
    "html, tables in tables": lambda: b"<html><body>" + b"<table><tr><td>" * 2_000 + b"text",
    "html, one long word": lambda: b"<html><body>" + b"a" * (20 * MB),
    "rtf, deep": lambda: b"{\\rtf1 " + b"{" * 100_000 + b"x",
    "rtf, bytes without end": lambda: b"{\\rtf1 {\\pict\\bin2147483647 x}}",
    "rtf, many words": lambda: b"{\\rtf1 " + b"\\par x" * 60_000 + b"}",
    "csv, one long row": lambda: b"a," * 3_000_000,
    "csv, a cell without end": lambda: b'a,b\n"' + b"x" * (10 * MB),
    "text, ten million lines": lambda: b"\n" * 10_000_000 + b"x",
    "text, zero bytes": lambda: b"Dear\x00Requester" * 100_000,
    "json, deep": lambda: b'{"info_request_events": ' + b"[" * 200_000 + b', "url_title": 1, "public_body": 2}',
    "pptx, a gigabyte": lambda: big_member("ppt/presentation.xml", 1024 * MB),
}  # fmt: skip
