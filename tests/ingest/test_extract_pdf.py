"""PDF pages as text: paragraphs, cells, columns, directions, scans. Every file is made here."""

import io

import leaky
import pytest
from PIL import Image
from reportlab.lib import pdfencrypt
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph, SimpleDocTemplate, Table

from ingest.errors import ExtractError
from ingest.extract import extract_bytes

LEADING = 14


def draw(*pages, size=11, **options):
    """Return a PDF; each page is a function that draws on a canvas."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4, **options)
    for page in pages:
        canvas.setFont("Helvetica", size)
        page(canvas)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def text_of(data):
    return extract_bytes(data, "letter.pdf").text


def written(*lines, x=72, top=760):
    """Return a page of lines one below the other; None leaves a line out."""

    def page(canvas):
        for index, line in enumerate(lines):
            if line is not None:
                canvas.drawString(x, top - index * LEADING, line)

    return page


def test_a_gap_between_lines_is_a_blank_line():
    lines = [
        "Dear Requester",
        None,
        "Thank you for your request,",
        "which we received on 1 May.",
        None,
        "1. What system?",
    ]
    assert text_of(draw(written(*lines))) == (
        "Dear Requester\n\nThank you for your request,\nwhich we received on 1 May.\n\n1. What system?"
    )


def test_line_distance_is_the_documents_own():
    """Double spacing is not a letter of one-line paragraphs."""

    def page(canvas):
        for index in range(12):
            canvas.drawString(72, 760 - index * 26, f"line {index} of a letter set with double spacing")

    assert "\n\n" not in text_of(draw(page))


def test_a_run_split_by_a_change_of_font_keeps_its_word_whole():
    def page(canvas):
        text = canvas.beginText(72, 700)
        text.setFont("Helvetica", 11)
        text.textOut("under sec")
        text.setFont("Helvetica-Bold", 11)
        text.textOut("tion 40(2)")
        text.setFont("Helvetica", 11)
        text.textOut(" of the Act")
        canvas.drawText(text)

    assert text_of(draw(page)) == "under section 40(2) of the Act"


def test_a_raised_ordinal_stays_in_its_line():
    def page(canvas):
        text = canvas.beginText(72, 700)
        text.setFont("Helvetica", 11)
        text.textOut("received on 4")
        text.setFont("Helvetica", 7)
        text.setRise(4)
        text.textOut("th")
        text.setRise(0)
        text.setFont("Helvetica", 11)
        text.textOut(" March 2025")
        canvas.drawText(text)
        canvas.drawString(72, 686, "and answered below.")

    assert text_of(draw(page)) == "received on 4th March 2025\nand answered below."


def test_text_printed_twice_to_look_bold_is_read_once():
    def page(canvas):
        canvas.drawString(72, 700, "Refusal notice")
        canvas.drawString(72.3, 700, "Refusal notice")

    assert text_of(draw(page)) == "Refusal notice"


def test_the_gap_after_a_label_is_a_space_and_between_cells_a_tab():
    def page(canvas):
        canvas.drawString(72, 760, "1.")
        canvas.drawString(100, 760, "What systems are in use?")
        for row, cells in enumerate([("System", "Supplier"), ("Planning", "Idox"), ("Housing", "Civica")]):
            canvas.drawString(72, 730 - row * LEADING, cells[0])
            canvas.drawString(250, 730 - row * LEADING, cells[1])

    assert text_of(draw(page)) == "1. What systems are in use?\n\nSystem\tSupplier\nPlanning\tIdox\nHousing\tCivica"


def ruled_table(rows, widths):
    buffer = io.BytesIO()
    style = getSampleStyleSheet()["BodyText"]
    cells = [[Paragraph(cell, style) for cell in row] for row in rows]
    grid = [("GRID", (0, 0), (-1, -1), 0.5, (0, 0, 0)), ("VALIGN", (0, 0), (-1, -1), "TOP")]
    story = [Paragraph("Our answers:", style), Table(cells, widths, style=grid), Paragraph("Yours sincerely", style)]
    SimpleDocTemplate(buffer, pagesize=A4).build(story)
    return buffer.getvalue()


def test_wrapped_cells_of_a_ruled_table_stay_whole():
    asked = "How many parking notices were issued in each of the last three financial years"
    answer = "We issued four hundred and twelve notices in all, of which nine were cancelled"
    text = text_of(ruled_table([["Question", "Answer"], [asked, answer]], [150, 150]))
    assert text == f"Our answers:\n\nQuestion\tAnswer\n{asked}\t{answer}\n\nYours sincerely"


def test_a_cell_of_numbered_lines_is_written_cell_after_cell():
    text = text_of(ruled_table([["1. Name the system<br/>2. Name the supplier", "1. Uniform<br/>2. Idox"]], [150, 150]))
    assert "1. Name the system\n2. Name the supplier\n\n1. Uniform\n2. Idox" in text


LEFT = [f"left column line {index:02d} is full of words" for index in range(14)]
RIGHT = [f"right column line {index:02d} has other words" for index in range(14)]


def test_two_columns_are_read_one_after_the_other():
    def page(canvas):
        canvas.drawString(
            72, 790, "A heading that runs over the whole width of the page, across the two columns of text"
        )
        for index in range(14):
            canvas.drawString(72, 760 - index * LEADING, LEFT[index])
            canvas.drawString(310, 760 - index * LEADING, RIGHT[index])
        canvas.drawString(
            72, 540, "And a closing line below them that again runs over the whole width of the page, to here"
        )

    text = text_of(draw(page))
    assert "\n".join(LEFT) in text
    assert "\n".join(RIGHT) in text
    assert text.index("A heading") < text.index(LEFT[-1]) < text.index(RIGHT[0]) < text.index("And a closing")


def test_a_table_of_short_cells_is_not_two_columns():
    def page(canvas):
        for index in range(14):
            canvas.drawString(72, 760 - index * LEADING, f"Ward {index}")
            canvas.drawString(310, 760 - index * LEADING, str(index * 7))

    assert "Ward 3\t21\nWard 4\t28" in text_of(draw(page))


@pytest.mark.parametrize("angle", [90, 180, 270])
def test_a_turned_page_is_read_along_its_lines(angle):
    def page(canvas):
        canvas.translate(300, 400)
        canvas.rotate(angle)
        canvas.drawString(-200, 20, "The first line of a turned page")
        canvas.drawString(-200, 6, "and the second line below it")

    assert text_of(draw(page)) == "The first line of a turned page\nand the second line below it"


def test_text_in_another_direction_follows_the_page():
    def page(canvas):
        written("The letter itself is upright,", "all of it.")(canvas)
        canvas.rotate(90)
        canvas.drawString(300, -560, "FILE COPY")

    assert text_of(draw(page)) == "The letter itself is upright,\nall of it.\n\nFILE COPY"


def test_vertical_writing_is_read_downwards_and_from_right_to_left():
    def columns(canvas):
        leaky.downwards(canvas, x=340)
        canvas.drawString(320, 700, "SHOWN")

    assert text_of(leaky.page(columns)).split("\n\n")[1:] == ["SECRET", "SHOWN"]


def picture(canvas):
    canvas.drawImage(ImageReader(Image.new("L", (60, 80), 200)), 0, 0, 595, 842)


def test_a_scanned_page_is_named_and_the_rest_is_read():
    document = extract_bytes(draw(written("A letter."), picture), "letter.pdf")
    assert [page.text for page in document.pages] == ["A letter.", ""]
    assert document.warnings == ("page 2 has no text layer",)


def test_a_scan_is_a_document_without_text_and_no_error():
    document = extract_bytes(draw(picture, picture), "scan.pdf")
    assert document.text == "\f"
    assert document.warnings == ("page 1 has no text layer", "page 2 has no text layer")


def test_a_text_layer_of_random_letters_is_named():
    noise = "xqz bhk wrtpl nnmv kjhg zxcv qwrt plkj hgfd mnbv zxcq wrtp "
    document = extract_bytes(draw(written(*[noise] * 6)), "letter.pdf")
    assert document.warnings == ("page 1 text layer is unreadable",)
    assert document.text == ""


def test_a_page_of_figures_is_readable():
    rows = ["Ward 4412 1187 2210 18.5 77.1 Abbey", "Mill 9912 1187 2215 18.9 71.2 Park"] * 12
    assert extract_bytes(draw(written(*rows)), "table.pdf").warnings == ()


def test_a_password_is_said_to_be_needed():
    data = draw(written("secret"), encrypt=pdfencrypt.StandardEncryption("user", ownerPassword="owner"))
    with pytest.raises(ExtractError, match=r"letter\.pdf: is password-protected") as caught:
        text_of(data)
    assert caught.value.kind == "encrypted"


def test_a_pdf_that_only_forbids_printing_is_read():
    data = draw(written("for reading"), encrypt=pdfencrypt.StandardEncryption("", ownerPassword="owner", canPrint=0))
    assert text_of(data) == "for reading"


def test_a_truncated_pdf_is_read_as_far_as_it_goes_or_named():
    data = draw(written("first page"), written("second page"))
    for cut in range(0, len(data), 97):
        try:
            extract_bytes(data[:cut] or b"%PDF-1.4", "cut.pdf")
        except ExtractError as error:
            assert error.kind == "corrupt"
            assert "cut.pdf" in str(error)


def test_a_scan_with_a_stamped_page_number_is_still_a_scan():
    def stamped(number):
        def page(canvas):
            picture(canvas)
            canvas.drawString(280, 30, f"Page {number} of 2")

        return page

    document = extract_bytes(draw(stamped(1), stamped(2)), "scan.pdf")
    assert document.warnings == ("page 1 has no text layer", "page 2 has no text layer")


def test_two_languages_side_by_side_are_read_one_after_the_other():
    welsh = [
        "Diolch am eich cais.",
        "1. Sawl ysgol sydd yn",
        "y sir?",
        "Deuddeg.",
        "2. Pa system?",
        "SIMS.",
        "3. Y gost?",
        "Dim.",
    ]
    english = [
        "Thank you.",
        "1. How many schools are",
        "there?",
        "Twelve.",
        "2. Which system?",
        "SIMS.",
        "3. The cost?",
        "None.",
    ]

    def page(canvas):
        for index in range(8):
            canvas.drawString(72, 760 - index * LEADING, welsh[index])
            canvas.drawString(310, 760 - index * LEADING, english[index])

    assert text_of(draw(page)) == "\n".join(welsh) + "\n\n" + "\n".join(english)


SLIDE = (
    "Families known to",
    "Social care last year",
    "Early help teams",
    "Criminal justice",
    "Youth offending",
    "Probation",
)


@pytest.mark.parametrize(
    ("shift", "expected"),
    [
        pytest.param(2, ["\n".join(SLIDE[:3]), "\n".join(SLIDE[3:])], id="blocks of a slide, at heights of their own"),
        pytest.param(0, ["\n".join(map("\t".join, zip(SLIDE[:3], SLIDE[3:], strict=True)))], id="rows of a table"),
    ],
)
def test_blocks_of_a_slide_are_read_one_after_the_other_and_rows_across(shift, expected):
    def slide(canvas):
        canvas.setPageSize((A4[1], A4[0]))
        for number in range(3):
            canvas.drawString(60, 400 - 14 * number, SLIDE[number])
            canvas.drawString(480, 400 - shift - 14 * number, SLIDE[number + 3])

    assert text_of(draw(slide)).split("\n\n") == expected


def test_a_table_of_many_columns_is_read_by_rows():
    def page(canvas):
        for index in range(14):
            for x, cell in (
                (72, "Contract for the supply"),
                (210, f"of goods {index}"),
                (320, "Supplier limited"),
                (450, "£12,000 a year"),
            ):
                canvas.drawString(x, 760 - index * LEADING, cell)

    assert "Contract for the supply\tof goods 3\tSupplier limited\t£12,000 a year\n" in text_of(draw(page))
