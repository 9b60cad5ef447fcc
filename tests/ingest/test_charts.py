"""A chart's title and the values drawn are text; the workbook behind it is not."""

import pytest
from charts import A, C, chart_part, columns, document, slides, workbook
from pptx.chart.data import CategoryChartData, XyChartData
from pptx.enum.chart import XL_CHART_TYPE

from ingest.extract import extract_bytes

DRAWN = ["Requests received", "\tAnswered in time\tLate", "2023\t812\t41", "2024\t905\t17.5"]


def lines(data: bytes) -> list[str]:
    found = extract_bytes(data, "x")
    return [line for page in found.pages for line in page.text.split("\n") if line]


def test_a_chart_on_a_slide_is_text_and_the_workbook_behind_it_a_finding():
    made = slides(columns())
    assert lines(made) == DRAWN
    assert "embedded_file" in {finding.kind for finding in extract_bytes(made, "x").findings}


def test_a_chart_in_a_document_stands_where_it_is_drawn():
    assert lines(document(chart_part(slides(columns())))) == ["Dear Sir", *DRAWN, "Yours"]


def test_a_chart_and_a_text_box_on_a_sheet_follow_its_cells():
    assert lines(workbook(chart_part(slides(columns())))) == ["Dear Sir", "A note in a box", *DRAWN]


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(lambda chart: workbook(chart, ' hidden="1"'), id="a hidden drawing on a sheet"),
        pytest.param(
            lambda chart: document(chart, "<w:rPr><w:vanish/></w:rPr><w:drawing>%s</w:drawing>"), id="a hidden run"
        ),
        pytest.param(
            lambda chart: document(
                chart,
                '<w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing">'
                '<wp:docPr id="1" name="x" hidden="1"/>%s</wp:inline></w:drawing>',
            ),
            id="a hidden drawing in a document",
        ),
    ],
)  # fmt: skip
def test_a_hidden_chart_is_no_text(data):
    assert not set(DRAWN) & set(lines(data(chart_part(slides(columns())))))


def test_a_chart_of_points_gives_both_coordinates():
    data = XyChartData()
    series = data.add_series("Stations")
    series.add_data_point(1.5, 20)
    series.add_data_point(2, 30)
    assert lines(slides(data, XL_CHART_TYPE.XY_SCATTER, "")) == ["\tStations", "1.5\t20", "2\t30"]


def test_a_curve_of_a_thousand_points_gives_its_names_only():
    data = CategoryChartData()
    data.categories = [str(number) for number in range(1000)]
    data.add_series("Level", range(1000))
    assert lines(slides(data, XL_CHART_TYPE.LINE, "River level")) == ["River level", "\tLevel"]


SERIES = f"""<c:chartSpace {C} {A}><c:chart><c:plotArea><c:barChart><c:ser>
<c:cat><c:numRef><c:numCache><c:formatCode>{{dates}}</c:formatCode><c:pt idx="0"><c:v>45292</c:v></c:pt></c:numCache>
</c:numRef></c:cat>
<c:val><c:numRef><c:numCache><c:formatCode>{{values}}</c:formatCode><c:pt idx="0"><c:v>0.455</c:v></c:pt></c:numCache>
</c:numRef></c:val></c:ser>
<c:extLst><c:ext><x:filteredBarSeries xmlns:x="urn:x"><x:ser><c:tx><c:v>Secret</c:v></c:tx></x:ser>
</x:filteredBarSeries></c:ext></c:extLst></c:barChart>
<c:valAx><c:axId val="1"/><c:title><c:tx><c:rich><a:p><a:r><a:t>Share</a:t></a:r></a:p></c:rich></c:tx></c:title>
</c:valAx></c:plotArea></c:chart></c:chartSpace>"""


@pytest.mark.parametrize(
    ("dates", "values", "expected"),
    [
        pytest.param("mmm\\-yy", "0.0%", "2024-01-01\t45.5%", id="dates and percentages as a reader sees them"),
        pytest.param("General", "General", "45292\t0.455", id="plain numbers"),
        pytest.param('0" mm"', '"yes"0', "45292\t0.455", id="words in a format make no date"),
    ],
)
def test_numbers_are_shown_as_their_format_says_and_filtered_series_are_not(dates, values, expected):
    chart = SERIES.format(dates=dates, values=values).encode()
    assert lines(document(chart)) == ["Dear Sir", "Share", expected, "Yours"]


@pytest.mark.parametrize(
    "chart",
    [
        pytest.param(f"<c:chartSpace {C}/>", id="nothing in it"),
        pytest.param(f"<c:chartSpace {C}><c:chart/></c:chartSpace>", id="no plot"),
        pytest.param(
            f"<c:chartSpace {C}><c:chart><c:plotArea><c:pieChart><c:ser><c:val><c:numLit><c:pt idx='²'/><c:pt idx='1'>"
            "<c:v>inf</c:v></c:pt></c:numLit></c:val></c:ser></c:pieChart></c:plotArea></c:chart></c:chartSpace>",
            id="places and values that are none",
        ),
    ],
)
def test_an_odd_chart_does_no_harm(chart):
    assert lines(document(chart.encode()))[0] == "Dear Sir"
