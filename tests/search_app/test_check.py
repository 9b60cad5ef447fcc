"""`foilog check`, POST /api/v1/check and the page /check: three doors to one answer; nothing pasted is kept."""

from __future__ import annotations

import io
import json
import logging
from email.message import EmailMessage

import pytest
from click.testing import CliRunner

from index.match.answered import AnswerFound, Checked, Group, PartChecked
from search_app import pointer
from search_app.cli import main

REQUEST = """Dear FOI team,

I am writing to make a request under the Freedom of Information Act 2000.

1. Which planning software do you use?
2. How many penguins live in the zoo?

Yours faithfully,
Pasted Nameofwriter
"""


def mail() -> bytes:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "a@b.example", "foi@c.example", "Question"
    message.set_content(REQUEST)
    return message.as_bytes()


def run(data_dir, *arguments: str, **options):
    return CliRunner().invoke(main, ["check", *arguments, "--data-dir", str(data_dir)], **options)


def test_the_command_prints_the_promised_object(data_dir, tmp_path):
    file = tmp_path / "request.txt"
    file.write_text(REQUEST, encoding="utf-8")
    result = run(data_dir, str(file), "--json", "--limit", "2", "--authority", "Thornmere Council")
    assert result.exit_code == 0, result.output
    made = json.loads(result.output)
    assert [(p["number"], p["verdict"]) for p in made["parts"]] == [("1", "answered"), ("2", "no_close_match")]
    best = made["parts"][0]["matches"][0]
    assert (best["disclosure"], best["score"], best["strength"]) == ("software", 1.0, "same_question")
    assert best["url"] == "/disclosures/software#q1" and best["reference"] == "FOI software"
    assert made["ignored"][0] == "Dear FOI team," and "Pasted Nameofwriter" in made["ignored"]
    assert made["authority"] == "Thornmere Council"


def test_the_command_reads_standard_input_and_speaks_to_people(data_dir):
    said = run(data_dir, "-", input=REQUEST)
    assert said.exit_code == 0 and said.output == run(data_dir, input=REQUEST).output
    assert "1. Which planning software do you use?" in said.output
    assert "Thornmere Council, FOI software, 29 February 2024" in said.output
    assert "No close match" in said.output
    assert "Which police stations" not in said.output  # what is not close is not told


def test_the_command_reads_a_mail(data_dir, tmp_path):
    file = tmp_path / "request.eml"
    file.write_bytes(mail())
    made = json.loads(run(data_dir, str(file), "--json").output)
    assert [p["verdict"] for p in made["parts"]] == ["answered", "no_close_match"]


@pytest.mark.parametrize(
    "arguments,sent,code,said",
    [
        pytest.param(["-"], "", 2, "is empty", id="nothing"),
        pytest.param(["-"], " \n ", 2, "is empty", id="white space"),
        pytest.param(["--limit", "0"], "x", 2, "--limit", id="no matches wanted"),
        pytest.param(["no-such-file.txt"], "", 2, "no-such-file.txt", id="no such file"),
        pytest.param(["-"], "\x89PNG\r\n\x1a\n", 1, "picture", id="a picture"),
        pytest.param(["-"], "Dear Sir\n\nMany thanks\n", 0, "There is no question in this text", id="courtesies"),
    ],
)
def test_bad_input_of_the_command(data_dir, arguments, sent, code, said):
    result = run(data_dir, *arguments, input=sent.encode("latin-1"))
    assert (result.exit_code, said in result.output) == (code, True), result.output


def test_a_data_directory_without_an_index_says_what_to_do(tmp_path):
    result = run(tmp_path / "nothing", "-", input=REQUEST)
    assert result.exit_code == 1 and "foilog index" in result.output and "Traceback" not in result.output


@pytest.mark.slow
def test_letters_are_ingested_indexed_and_found(tmp_path):
    letters = tmp_path / "letters"
    letters.mkdir()
    for number, (asked, told) in enumerate(
        [
            ("Which software do you use for planning applications?", "We use Idox Uniform."),
            ("How many stray dogs were collected in 2023?", "The council collected 164 stray dogs."),
        ]
    ):
        (letters / f"{number}.txt").write_text(
            f"Thornmere County Council\n\nOur ref: FOI {number + 71}\n\nDear requester\n\nThank you for your request "
            f"under the Freedom of Information Act 2000.\n\nYou asked:\n\n{asked}\n\nOur response:\n\n{told}\n\n"
            "Yours sincerely\n",
            encoding="utf-8",
        )
    data = ["--data-dir", str(tmp_path / "var")]
    assert CliRunner().invoke(main, ["ingest", str(letters), *data]).exit_code == 0
    built = CliRunner().invoke(main, ["index", *data])
    assert built.exit_code == 0 and "2 answers to compare" in built.output
    sent = "Dear team\n\n1. What package does development control run?\n2. Lost dogs picked up by the warden\n\nThanks"
    made = json.loads(run(tmp_path / "var", "-", "--json", input=sent).output)
    assert [part["matches"][0]["reference"] for part in made["parts"]] == ["FOI 71", "FOI 72"]


def test_help_has_an_example():
    said = CliRunner().invoke(main, ["check", "--help"]).output
    assert "Example: foilog check request.txt" in said and "--authority" in said


def test_the_api_answers_the_same_object(client, data_dir):
    made = client.post("/api/v1/check", json={"text": REQUEST, "limit": 2, "authority": "Thornmere Council"})
    assert made.status_code == 200 and made.headers["Cache-Control"] == "no-store"
    told = json.loads(
        run(data_dir, "-", "--json", "--limit", "2", "--authority", "Thornmere Council", input=REQUEST).output
    )
    assert made.get_json() == told
    plain = client.post("/api/v1/check?limit=2&authority=Thornmere+Council", data=REQUEST, content_type="text/plain")
    assert plain.get_json() == told
    upload = client.post("/api/v1/check", data={"file": (io.BytesIO(REQUEST.encode()), "request.txt")})
    assert [p["verdict"] for p in upload.get_json()["parts"]] == ["answered", "no_close_match"]


@pytest.mark.parametrize(
    "sent,said",
    [
        pytest.param({"json": {}}, '"text"', id="no text"),
        pytest.param({"json": ["x"]}, "JSON object", id="a list"),
        pytest.param({"data": b"{", "content_type": "application/json"}, "JSON object", id="broken JSON"),
        pytest.param({"json": {"text": "  "}}, "Paste", id="white space"),
        pytest.param({"json": {"text": "x", "limit": 0}}, "limit", id="limit too small"),
        pytest.param({"json": {"text": "x", "limit": "many"}}, "limit", id="limit no number"),
        pytest.param({"json": {"text": "x", "authority": 3}}, "authority", id="authority no name"),
        pytest.param({"data": {"text": ""}}, "Paste", id="an empty form"),
        pytest.param({"data": {}}, "Paste", id="no form"),
    ],
)
def test_bad_input_of_the_api(client, sent, said):
    response = client.post("/api/v1/check", **sent)
    assert response.status_code == 400 and response.content_type == "application/problem+json"
    assert said in response.get_json()["detail"]


def test_too_much_is_refused_and_two_megabytes_are_read(client):
    assert client.post("/check", data={"text": "x " * 6_000_000}).status_code == 413
    assert client.post("/api/v1/check", data=b"x " * 6_000_000, content_type="text/plain").status_code == 413
    long = client.post("/check", data={"text": "How many fines were issued? " * 70_000})
    assert long.status_code == 200 and len(long.data) < 2_000_000
    assert "longer than a request is read" in long.get_data(as_text=True)


def test_the_empty_form(get_page):
    page = get_page("/check")
    assert page.xpath("//form[@method='post' and @action='/check']//textarea[@name='text']")
    assert page.xpath("//form//input[@type='file']") and page.xpath("//nav//a[@href='/check']")


def test_the_page_tells_part_by_part(post_page):
    page = post_page("/check", text=REQUEST, authority="")
    said = " ".join(page.text_content().split())
    assert "2 questions found" in said and "This question has been answered before." in said
    assert "No close match. Nothing published here answers this question." in said
    assert page.xpath("//a[@href='/disclosures/software#q1']")
    assert "Set aside as greeting" in said
    assert page.xpath("//pre")[0].text.count("http://localhost/disclosures/software#q1") == 1


def test_one_question_put_to_several_bodies_is_told_once():
    def answer(disclosure: str, outcome: str, close: bool = True) -> AnswerFound:
        return AnswerFound(
            disclosure, None, "1", disclosure.title(), "2025-01-01", 3, outcome, (), 0.9, "same_question", close,
            "consider", (), "Asked?", "", f"/disclosures/{disclosure}#q1",
        )  # fmt: skip

    one, two, other = answer("a", "refused"), answer("b", "disclosed"), answer("c", "refused")
    far = answer("d", "refused", close=False)
    group = Group("Asked?", (two, one), {"refused": 1, "disclosed": 1}, {})
    part = PartChecked("1", "Asked?", "answered", (one, other, two, far), (group,))
    assert pointer.entries(part) == [(one, group), (other, None)]
    said = pointer.pointer_text(Checked((part,), ()), "https://foi.example")
    assert "2 bodies were asked this: refused by 1, disclosed by 1" in said
    assert said.count("https://foi.example/disclosures/b#q1") == 1 and "/disclosures/d" not in said


def test_the_earlier_answers_are_taken_away_as_a_file(client):
    response = client.post("/check", data={"text": REQUEST, "take": "1"})
    assert response.headers["Content-Disposition"] == 'attachment; filename="earlier-answers.txt"'
    assert response.content_type == "text/plain; charset=utf-8" and response.headers["Cache-Control"] == "no-store"
    body = response.get_data(as_text=True)
    assert "http://localhost/disclosures/software#q1" in body and "No close match" in body


def test_the_page_says_what_is_wrong_and_keeps_what_was_typed(post_page):
    page = post_page("/check", 400, text="  ", authority="Thornmere Council")
    assert "Paste the text" in page.xpath("//*[@role='alert']")[0].text_content()
    assert page.xpath("//input[@name='authority']/@value") == ["Thornmere Council"]
    page = post_page("/check", 400, file=(io.BytesIO(b"\x89PNG\r\n"), "scan.png"))
    assert "scan.png" in page.xpath("//*[@role='alert']")[0].text_content()


def test_what_is_pasted_is_shown_as_text(post_page):
    page = post_page("/check", text="How many <script>alert(1)</script> & planning systems?")
    assert not page.xpath("//script[not(@src)]") and "<script>alert(1)</script>" in page.text_content()


def test_nothing_pasted_is_kept(client, data_dir, caplog):
    secret = "zanzibarine quondamish software of the planners"
    with caplog.at_level(logging.DEBUG):
        client.post("/check", data={"text": f"Which {secret} do you use?"})
        client.post("/api/v1/check", json={"text": f"Which {secret} do you use?"})
    assert "zanzibarin" not in caplog.text
    stored = b"".join(file.read_bytes() for file in data_dir.rglob("*") if file.is_file())
    assert b"zanzibarin" not in stored


def test_held_and_withdrawn_answers_are_not_found(client):
    found = client.post(
        "/api/v1/check", json={"text": "heldsecret downsecret planning parking", "limit": 50}
    ).get_json()
    ids = {match["disclosure"] for part in found["parts"] for match in part["matches"]}
    assert ids == {"parking", "software", "stations"}


def test_another_language_is_told(client):
    text = "Bonjour, je voudrais savoir combien de places de stationnement existent dans la ville et combien de " * 2
    assert "does not read as English" in client.post("/api/v1/check", json={"text": text}).get_json()["notices"][0]


def test_a_request_of_120_parts_is_answered_part_by_part(client):
    text = "\n".join(f"{n}. How many planning systems of kind {n} were bought?" for n in range(1, 121))
    made = client.post("/api/v1/check", json={"text": text, "limit": 1}).get_json()
    assert [part["number"] for part in made["parts"]] == [str(n) for n in range(1, 121)]
    assert all(part["matches"] for part in made["parts"])


def test_an_uploaded_scan_without_text_says_what_to_do(client):
    from reportlab.pdfgen.canvas import Canvas

    file = io.BytesIO()
    page = Canvas(file)
    page.rect(50, 50, 400, 600, fill=1)
    page.showPage()
    page.save()
    file.seek(0)
    response = client.post("/api/v1/check", data={"file": (file, "scan.pdf")})
    assert response.status_code == 400 and "scan" in response.get_json()["detail"]


def test_nothing_pasted_is_in_an_address(client):
    page = client.post("/check", data={"text": "Which zanzibarine software do you use?"}).get_data(as_text=True)
    addresses = [piece.split('"')[0] for mark in ('href="', 'action="', 'src="') for piece in page.split(mark)[1:]]
    assert addresses and not any("zanzibarin" in address for address in addresses)
    assert client.get("/check?text=Which+software").status_code == 200  # and an address asks nothing
