"""The page of one disclosure: its questions, the marks in its text, its files, and what a letter may not do to it."""

from __future__ import annotations

import gzip
from dataclasses import replace
from hashlib import sha256

import pytest
from lxml import html
from made_up import disclosure
from promises import check_page

from corpus.catalogue import Catalogue
from corpus.records import Document, Outcome, Page, QuestionAnswer
from index import passages
from index.build import update_index
from search_app.app import build_app
from search_app.citing import bibtex, ris
from search_app.letter_view import SCREEN, screen_of_page, screens_of
from search_app.marking import Block, Mark, Piece, Wanted, cut, find_urls, find_wanted, lay_out
from search_app.matches import MOST, Matches
from search_app.similar import subject_query


def words(element):
    return " ".join(element.text_content().split())


def test_every_question_has_an_address_even_when_its_number_comes_twice(get_page):
    page = get_page("/disclosures/parking")
    assert [s.get("id") for s in page.xpath("//section[@class='qa']")] == ["q1", "q2", "q2-2"]


def test_applied_exemption_is_marked_explained_and_linked(get_page):
    page = get_page("/disclosures/parking")
    mark = page.xpath("//section[@id='q2']//a[contains(@class, 'mark-exemption')]")[0]
    assert (words(mark), mark.get("href")) == ("Section 40(2)", "#law-foia-40-2")
    law = page.get_element_by_id("law-foia-40-2")
    assert "The name is exempt under Section 40(2)." in words(law)
    links = law.xpath(".//a/@href")
    assert any("legislation.gov.uk" in link for link in links)
    assert "/search?exemption=foia-40-2" in links
    assert words(page.xpath("//section[@id='q2']//*[@class='why']")[0]).startswith("Section 40(2)")
    assert not page.xpath("//section[@id='q1']//*[@class='why']")


def test_mentioned_provision_is_kept_apart(get_page):
    page = get_page("/disclosures/parking")
    assert "mentioned-foia-17" in page.xpath("//section[@aria-labelledby='also']//@id")
    assert not page.xpath("//*[@id='law-foia-17']")
    assert page.xpath("//a[contains(@class, 'mark-mentioned')]/@href")[0] == "#mentioned-foia-17"


def test_letter_without_exemption_says_so(get_page):
    assert words(get_page("/disclosures/software").get_element_by_id("applied")) == "No exemption applied"


def test_supplier_is_marked_with_its_sentence(get_page):
    page = get_page("/disclosures/software")
    assert words(page.xpath("//section[@id='q1']//a[contains(@class, 'mark-vendor')]")[0]) == "Idox"
    assert "We use Idox Uniform for planning." in words(page.get_element_by_id("supplier-idox-current"))


def test_letter_is_printed_whole_and_as_text(get_page, client):
    page = get_page("/disclosures/parking")
    letter = page.xpath("//div[contains(@class, 'letter-text')]")[0].text_content()
    assert "<script>alert(1)</script>" in letter
    assert words(page.find(".//h1")) == "Parking fines & <b>contracts</b>"
    assert not page.xpath("//h1/b")
    assert page.xpath("//a[@href='https://thornmere.example/contracts']/@rel")[0] == "nofollow noopener noreferrer"


def test_provenance_names_the_file_and_its_hash(get_page, data_dir):
    page = get_page("/disclosures/parking")
    text = words(page.xpath("//section[@class='provenance']")[0])
    assert "parking.txt" in text
    assert len(page.findtext(".//code")) == 64
    assert str(data_dir) not in page.text_content()


def test_download_cannot_run_in_a_browser(client):
    response = client.get("/disclosures/parking/documents/1")
    assert response.status_code == 200
    assert response.headers["Content-Disposition"] == "attachment; filename=parking.txt"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert response.content_type == "application/octet-stream"
    assert b"412 parking fines" in response.data
    again = client.get("/disclosures/parking/documents/1", headers={"If-None-Match": response.headers["ETag"]})
    assert again.status_code == 304
    response.close()
    again.close()


@pytest.fixture
def mail_site(tmp_path, data_dir):
    """Return a client of a collection of one mail, to which a mail with a table is attached."""
    path = tmp_path / "letters" / "FOI #7" / "reply.eml"
    path.parent.mkdir(parents=True)
    path.write_text("the mail as it came")
    inner = Document("letters/FOI #7/reply.eml#log.eml#fines.csv", "3" * 64, "text/csv", 20, (Page(1, "a,b"),))
    log = Document("letters/FOI #7/reply.eml#log.eml", "2" * 64, "message/rfc822", 30, (Page(1, "x"),))
    letter = Document(
        "letters/FOI #7/reply.eml",
        sha256(path.read_bytes()).hexdigest(),
        "message/rfc822",
        19,
        (Page(1, "Please see attached."),),
        attachments=(replace(log, attachments=(inner,)),),
    )
    with Catalogue.open(data_dir, readonly=True) as catalogue:
        made = catalogue.get("software")
    with Catalogue.open(tmp_path / "var") as catalogue:
        catalogue.data.store_original(path, letter.sha256)
        catalogue.put(replace(made, id="mail", documents=(letter,)))
        update_index(catalogue, tmp_path / "var" / "index")
    with build_app(tmp_path / "var").test_client() as client:
        yield client


def test_attachments_are_named_with_the_mail_they_are_in(mail_site):
    page = html.document_fromstring(mail_site.get("/disclosures/mail").get_data(as_text=True))
    listed = page.xpath("//section[@aria-labelledby='files']//li")
    assert words(listed[0]).startswith("reply.eml")
    assert words(listed[1]).startswith("log.eml in reply.eml")
    assert words(listed[2]).startswith("log.eml_fines.csv in reply.eml")
    links = page.xpath("//section[@aria-labelledby='files']//a/@href")
    assert set(links) == {"/disclosures/mail/documents/1"}
    told = mail_site.get("/api/v1/disclosures/mail").get_json()["documents"]
    assert [(file["in_mail"], file["url"]) for file in told] == [
        (None, "/disclosures/mail/documents/1"),
        ("reply.eml", "/disclosures/mail/documents/1"),
        ("reply.eml", "/disclosures/mail/documents/1"),
    ]
    for link in links:
        with mail_site.get(link) as response:
            assert (response.status_code, response.data) == (200, b"the mail as it came")
    assert mail_site.get("/disclosures/mail/documents/2").status_code == 404


def test_a_long_title_is_whole_on_the_page_and_cut_at_a_word_in_its_tab(tmp_path, data_dir):
    title = (
        "How many parking fines did the council issue, cancel and refund in " + "each year, and by which officers, " * 4
    )
    with Catalogue.open(data_dir, readonly=True) as catalogue:
        made = catalogue.get("software")
    with Catalogue.open(tmp_path / "var") as catalogue:
        catalogue.put(replace(made, reading=replace(made.reading, title=title.strip())))
        update_index(catalogue, tmp_path / "var" / "index")
    with build_app(tmp_path / "var").test_client() as client:
        page = html.document_fromstring(client.get("/disclosures/software").get_data(as_text=True))
    assert words(page.find(".//h1")) == title.strip()
    cuts = [words(page.find(".//title")).partition("…")[0], page.xpath("//meta[@name='description']/@content")[0]]
    shown = cuts[1].partition(": ")[2]
    assert shown.endswith("…")
    for cut_title in (cuts[0], shown.removesuffix("…")):
        assert 80 < len(cut_title) <= 120
        assert title.startswith(cut_title + " ")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "see https://a.example/x.", ["https://a.example/x"], id="full stop ends the sentence, not the address"
        ),
        pytest.param("(http://a.example/b)", ["http://a.example/b"], id="bracket"),
        pytest.param("javascript:alert(1) data:text/html,x", [], id="only the web"),
        pytest.param("https://", [], id="no host"),
    ],
)
def test_find_urls(text, expected):
    assert [text[m.start : m.end] for m in find_urls(text)] == expected


@pytest.mark.parametrize(
    ("text", "wanted", "expected"),
    [
        pytest.param("Section\n 40(2) applies", "Section 40(2)", ["Section\n 40(2)"], id="white space is white space"),
        pytest.param("Section 40(2)(a)", "Section 40", [], id="part of a longer word"),
        pytest.param("reads Unison and Uniform", "Uniform", ["Uniform"], id="whole words"),
        pytest.param("anything", " ", [], id="nothing wanted"),
    ],
)
def test_find_wanted(text, wanted, expected):
    assert [text[m.start : m.end] for m in find_wanted(text, [Wanted(wanted, "vendor")])] == expected


def test_cut_loses_nothing_and_never_overlaps():
    text = "0123456789"
    pieces = cut(text, [Mark(2, 5, "a"), Mark(4, 8, "b"), Mark(2, 3, "c"), Mark(9, 99, "d"), Mark(6, 6, "e")])
    assert "".join(p.text for p in pieces) == text
    assert [(p.text, p.kind) for p in pieces if p.kind] == [("234", "a")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("See table.\nYear\tFines\n2023\t41\n2024\t67\nThat is all.",
                     ["See table.", [["Year", "Fines"], ["2023", "41"], ["2024", "67"]], "That is all."], id="table"),
        pytest.param("a\tb\n\nc\td", ["a\tb", "c\td"], id="one row is no table"),
        pytest.param("a\tb\nc\td", [[["a", "b"], ["c", "d"]]], id="two rows are"),
        pytest.param("a\tb\nc\td\te", ["a\tb", "c\td\te"], id="rows of two widths"),
        pytest.param("", [], id="nothing"),
    ],
)  # fmt: skip
def test_lay_out(text, expected):
    def flat(pieces):
        return "".join(piece.text for piece in pieces)

    shown = [[[flat(c) for c in row] for row in b.rows] if b.rows else flat(b.pieces) for b in lay_out(text, [])]
    assert shown == expected


def test_marks_reach_into_cells():
    text = "Act\tGround\nFOIA\tSection 40(2)\nFOIA\tSection 43"
    (block,) = lay_out(text, find_wanted(text, [Wanted("Section 40(2)", "exemption", "#law")]))
    assert [(p.text, p.kind) for p in block.rows[1][1]] == [("Section 40(2)", "exemption")]


def test_a_long_letter_is_parted_and_every_answer_stays_addressable(tmp_path):
    """Forty pages: the page of the answer stays light, and nothing of the letter is lost."""
    pages = [f"Page {n} begins. " + f"Notice {n} was served in the ward. " * 150 for n in range(1, 41)]
    text = "\f".join(pages)
    answer = text[:40_000]
    asked = tuple(QuestionAnswer(str(n), f"Question {n}?", answer, Outcome.DISCLOSED, n, 0, 0) for n in range(1, 9))
    record = disclosure("long", "Thornmere Council", text, Outcome.DISCLOSED, questions=asked)
    with Catalogue.open(tmp_path) as catalogue:
        catalogue.put(record)
        update_index(catalogue, tmp_path / "index")
    client = build_app(tmp_path).test_client()
    page = client.get("/disclosures/long")
    assert len(gzip.compress(page.data)) < 40 * 1024
    tree = check_page(page)
    assert [len(tree.xpath("//section[@id=$id]", id=f"q{n}")) for n in range(1, 9)] == [1] * 8
    assert "/disclosures/long/letter?p=8" in tree.xpath("//section[@id='q8']//a/@href")
    read, address, texts = [], "/disclosures/long/letter", "//div[contains(@class, 'letter-text')]"
    while address:
        screen = check_page(client.get(address))
        read += [words(block) for block in screen.xpath(texts)]
        address = next(iter(screen.xpath("//a[@rel='next']/@href")), None)
    assert read == [" ".join(page.split()) for page in pages]
    assert "Page 33 begins" in client.get("/disclosures/long/letter?p=33").get_data(as_text=True)


def test_a_page_longer_than_a_screen_is_cut_at_a_line_and_joins_again():
    text = "\f".join(["short", "\n".join(f"line {n} of a very long page" for n in range(9_000)), "x" * 150_000])
    screens = screens_of(text)
    stretches = [stretch for screen in screens for stretch in screen]
    assert "".join(text[s.start : s.end] for s in stretches) == text.replace("\f", "")
    assert all(s.end - s.start <= SCREEN for s in stretches)
    assert [s.number for s in stretches if not s.goes_on] == [1, 2, 3]
    assert screen_of_page(screens, 3) > screen_of_page(screens, 2) == 2
    assert screens_of("") == []


def test_similar_answers_share_the_subject_and_leave_this_one_out(get_page, client):
    software = client.application.extensions["foilog"].disclosure("software")
    assert subject_query(software) == "which planning software do you use"
    page = get_page("/disclosures/parking")
    assert "/disclosures/parking" not in "".join(page.xpath("//section[@aria-labelledby='similar']//h3/a/@href"))


def test_it_can_be_cited(get_page):
    said = words(get_page("/disclosures/parking").xpath("//p[@class='cite']")[0])
    assert said == (
        "Thornmere Council (3 July 2025), ‘Parking fines & <b>contracts</b>’, answer to a request for information, "
        "reference FOI parking. Foilog: http://localhost/disclosures/parking"
    )


STRANGE = 'Fees & 50% of "costs": {x} \\input{/etc/passwd} #1 $2 a_b\nER  - ~^'


def test_it_can_be_cited_in_bibtex_and_ris(client):
    bib = client.get("/disclosures/parking/cite.bib")
    assert bib.content_type == "application/x-bibtex; charset=utf-8"
    assert bib.get_data(as_text=True) == (
        "@misc{parking,\n  author = {{Thornmere Council}},\n"
        r"  title = {{Parking fines \& <b>contracts</b>}}," + "\n"
        "  year = {2025},\n  month = {07},\n  day = {03},\n  number = {FOI parking},\n"
        "  howpublished = {Answer to a request for information},\n  url = {http://localhost/disclosures/parking}\n}\n"
    )
    found = dict(line.split("  - ", 1) for line in client.get("/disclosures/parking/cite.ris").text.splitlines())
    assert [*found][:: len(found) - 1] == ["TY", "ER"]
    assert (found["AU"], found["DA"], found["SN"]) == ("Thornmere Council", "2025/07/03", "FOI parking")


def test_a_citation_holds_what_a_letter_prints_as_text(client):
    parking = client.application.extensions["foilog"].disclosure("parking")
    strange = replace(parking, reading=replace(parking.reading, title=STRANGE, authority=None, responded_on=None))
    entry = bibtex(strange, "https://foilog.example")
    title = next(line for line in entry.splitlines() if line.startswith("  title"))
    assert title.count("{") == title.count("}")
    assert r"\textbackslash{}input\textbraceleft{}/etc/passwd" in title
    assert r"50\% of" in title
    assert "year" not in entry
    assert [line[:2] for line in ris(strange, "https://foilog.example").splitlines()].count("ER") == 1


WELSH = "Nid yw'r Cyngor yn cadw'r wybodaeth hon, ac nid oes unrhyw gofnod wedi ei gadw."


def test_what_is_in_welsh_says_so_and_no_more():
    english = "We do not hold the information that you have asked for."
    blocks = lay_out(f"{english}\n\n{WELSH}\n\nFOI 6044\n\n{english}", [])
    assert [block.lang for block in blocks] == ["", "cy", ""]
    assert "".join(piece.text for block in blocks for piece in block.pieces).count("FOI 6044") == 1
    assert [block.lang for block in lay_out(f"{english}\n\nFOI 1\n\n{english}", [])] == [""]
    assert [block.lang for block in lay_out("Nac oes.", [], "cy")] == ["cy"]


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        pytest.param("", set(), id="one page"),
        pytest.param("First page.\f", {"#p2"}, id="several pages"),
        pytest.param("First page. " * 6_000 + "\f", {"/disclosures/parking/letter?p=2"}, id="more than one screen"),
    ],
)
def test_a_sentence_leads_to_its_page_of_the_letter(tmp_path, client, more, expected):
    parking = client.application.extensions["foilog"].disclosure("parking")
    at = len(more)
    cited = tuple(
        replace(c, page=1 + bool(more), start=c.start + at, end=c.end + at) for c in parking.reading.citations
    )
    text = more + parking.reading.text
    with Catalogue.open(tmp_path) as catalogue:
        catalogue.put(replace(parking, reading=replace(parking.reading, text=text, citations=cited, questions=())))
        update_index(catalogue, tmp_path / "index")
    site = build_app(tmp_path).test_client()
    tree = check_page(site.get("/disclosures/parking"))
    found = set(tree.xpath("//ul[@class='evidence']//span[@class='where']/a/@href"))
    assert found == expected
    for address in found:
        assert "Section 40(2)" in (
            tree.xpath("//h3[@id='p2']/following-sibling::div[1]")[0].text_content()
            if address == "#p2"
            else site.get(address).text
        )


def test_a_result_leads_to_its_words_marked_and_from_each_to_the_next(get_page, client):
    link = get_page("/search?q=fines+contract").xpath("//li[contains(@class, 'card')]//h3/a/@href")[0]
    assert link.startswith("/disclosures/parking?q=fines+contract#q")
    page = get_page(link)
    marks, url = page.xpath("//mark"), "https://thornmere.example/contracts"
    assert [mark.get("id") for mark in marks] == [f"match-{n}" for n in range(1, len(marks) + 1)]
    assert [mark.text_content().casefold() for mark in marks] == ["fines", "fines", "contract", url]
    steps = [span.xpath("a/@href") for span in page.xpath("//*[@class='match-steps']")]
    assert steps == [["#match-2"], ["#match-1", "#match-3"], ["#match-2", "#match-4"], ["#match-3"]]
    assert page.xpath("//link[@rel='canonical']/@href")[0].endswith("/disclosures/parking")
    with_words, without = client.get(link), client.get("/disclosures/parking")
    assert with_words.headers["ETag"] != without.headers["ETag"]
    assert client.get(link, headers={"If-None-Match": with_words.headers["ETag"]}).status_code == 304


def test_without_a_query_nothing_is_marked(get_page):
    page = get_page("/disclosures/parking")
    assert not page.xpath("//mark | //*[@class='match-steps'] | //*[@class='matches']")


def test_a_link_that_holds_the_words_is_marked_whole(get_page):
    assert get_page("/disclosures/software?q=idox").xpath("//mark/a[contains(@class, 'mark-vendor')]")


def test_words_that_only_the_letter_has_are_marked_there_and_it_is_open(get_page):
    page = get_page("/disclosures/parking?q=requester")
    assert page.xpath("//details[@class='letter'][@open]//mark[@id='match-1']")


def test_words_of_a_search_are_marked_in_so_many_places_at_most():
    assert sum(bool(piece.match) for block in Matches(passages.Wanted([frozenset({((0, "tree"),)})])).mark(
        [Block((Piece("tree " * 150),))]) for piece in block.pieces) == MOST  # fmt: skip


@pytest.mark.parametrize("name", ["heldback", "takendown"])
def test_words_open_no_answer_that_is_held_or_withdrawn(client, name):
    plain, asked = client.get(f"/disclosures/{name}"), client.get(f"/disclosures/{name}?q=parking")
    assert (asked.status_code, asked.data) == (plain.status_code, plain.data)
    assert asked.status_code in (404, 410)
