"""Fetching from a real server on this machine: redirects, refusals, broken pages, and a listing that never ends."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar

import letters
import pytest
from click.testing import CliRunner

from ingest.fetch_cli import fetch_command
from ingest.sources import fetch as fetching
from ingest.sources.fetch import FetchError, Policy, fetch
from ingest.sources.watch import watch

PDF = letters.pdf()
POLICY = Policy(delay=0, allow_private=True, patience=2)


class Site(BaseHTTPRequestHandler):
    """A published log, and what can be wrong with one. `asked` lists every request."""

    asked: ClassVar[list[tuple[str, str]]] = []
    busy = 0
    robots = "User-agent: *\nDisallow: /*/private*\n"

    def do_GET(self):
        type(self).asked.append((self.path, self.headers.get("If-None-Match", "")))
        path, _, query = self.path.partition("?")
        if path == "/robots.txt":
            self.answer(self.robots.encode(), "text/plain")
        elif path == "/log":
            number = int(query.partition("=")[2] or 1)
            links = f'<a href="/files/reply-{number}.pdf">reply</a><a href="/log?page={number + 1}" rel="next">Next</a>'
            self.answer(f"<html><body>{links}".encode())
        elif path == "/one":
            self.answer(b'<a href="/files/a.pdf">a</a><a href="/moved/b.pdf">b</a><a href="/x/private/c.pdf">c</a>'
                        b'<a href="/files/gone.pdf">d</a><a href="http://elsewhere.example/e.pdf">e</a>'
                        b'<a href="/loop/f.pdf">f</a><a href="/files/a.pdf#page=2">a again</a>'
                        b'<a href="mailto:x@y.example">m</a>')  # fmt: skip
        elif path == "/broken":
            self.answer(b"\xff\xfe<html><a href='/files/a.pdf'" + b"<div>" * 5_000)
        elif path == "/busy" and type(self).busy:
            type(self).busy -= 1
            self.answer(b"", status=429, **{"Retry-After": "0"})
        elif path == "/busy":
            self.answer(b'<a href="/files/a.pdf">a</a>')
        elif path == "/closed":
            self.answer(b"", status=503, **{"Retry-After": "3600"})
        elif path == "/huge":
            self.answer(b'<a href="/files/huge.pdf">h</a><a href="/files/a.pdf">a</a>')
        elif path == "/files/huge.pdf":
            self.answer(b"%PDF" + b"x" * 300_000)
        elif path.startswith("/moved/"):
            self.answer(b"", status=302, Location="/files/" + path.rpartition("/")[2])
        elif path.startswith("/loop/"):
            self.answer(b"", status=302, Location=path)
        elif path.startswith("/away/"):
            self.answer(b"", status=302, Location="http://other.example/")
        elif path.startswith("/files/") and "gone" not in path:
            tag = '"v1"'
            if self.headers.get("If-None-Match") == tag:
                self.answer(b"", status=304)
            else:
                self.answer(PDF + path.encode(), "application/pdf", ETag=tag)
        else:
            self.answer(b"no", status=404)

    def answer(self, body, kind="text/html", status=200, **headers):
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


@pytest.fixture
def site(monkeypatch):
    monkeypatch.setattr(Site, "asked", [])
    monkeypatch.setattr(Site, "busy", 0)
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(autouse=True)
def links_here(monkeypatch):
    """Read links in this process; one test below uses a worker."""
    from ingest.extract.links import links_of

    monkeypatch.setattr(fetching, "run_limited", lambda function, page, **_: links_of(page))


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if not path.name.startswith("."))


def test_documents_are_saved_and_each_refusal_is_told(site, tmp_path):
    report = fetch(f"{site}/one", tmp_path, POLICY)
    assert names(tmp_path) == ["a.pdf", "b.pdf"]
    assert (tmp_path / "a.pdf").read_bytes() == PDF + b"/files/a.pdf"
    told = "\n".join(report.failed)
    assert "c.pdf: robots.txt asks not to fetch it" in told
    assert "gone.pdf: answered 404" in told
    assert "e.pdf: is on another host" in told
    assert "f.pdf: is redirected more than 5 times" in told
    assert not any("private" in path for path, _ in Site.asked)
    assert [path for path, _ in Site.asked].count("/files/a.pdf") == 1


def test_what_was_fetched_is_only_asked_for_again(site, tmp_path):
    fetch(f"{site}/one", tmp_path, POLICY)
    Site.asked.clear()
    report = fetch(f"{site}/one", tmp_path, POLICY)
    assert (report.saved, report.unchanged) == ([], 2)
    assert ("/files/a.pdf", '"v1"') in Site.asked
    (tmp_path / "a.pdf").unlink()
    assert fetch(f"{site}/one", tmp_path, POLICY).saved == ["a.pdf"]


def test_an_endless_listing_ends(site, tmp_path):
    report = fetch(f"{site}/log", tmp_path, Policy(max_pages=4, delay=0, allow_private=True))
    assert report.pages == 4
    assert names(tmp_path) == [f"reply-{n}.pdf" for n in range(1, 5)]
    assert "first 4 listing pages" in report.stopped
    report = fetch(f"{site}/log", tmp_path, Policy(max_files=2, delay=0, allow_private=True))
    assert "first 2 documents" in report.stopped


def test_a_server_that_is_busy_is_asked_again_and_one_that_is_closed_is_left(site, tmp_path):
    Site.busy = 2
    assert fetch(f"{site}/busy", tmp_path, POLICY).saved == ["a.pdf"]
    with pytest.raises(FetchError, match="run the same command again later"):
        fetch(f"{site}/closed", tmp_path, POLICY)
    assert [path for path, _ in Site.asked].count("/closed") == 1


def test_a_document_above_the_cap_is_left_out(site, tmp_path):
    report = fetch(f"{site}/huge", tmp_path, Policy(max_bytes=100_000, delay=0, allow_private=True))
    assert names(tmp_path) == ["a.pdf"]
    assert "larger than 100,000 bytes" in report.failed[0]


def test_a_broken_page_does_no_harm(site, tmp_path):
    fetch(f"{site}/broken", tmp_path, POLICY)


def test_links_are_read_in_a_worker(site, tmp_path, monkeypatch):
    monkeypatch.undo()
    assert fetch(f"{site}/busy", tmp_path, POLICY).saved == ["a.pdf"]


@pytest.mark.parametrize(
    ("path", "policy", "says"),
    [
        pytest.param("/one", Policy(delay=0), "is on a private address", id="a private address"),
        pytest.param("/nowhere", POLICY, "answered 404", id="no such page"),
        pytest.param("/x/private", POLICY, "robots.txt asks not to", id="forbidden from the start"),
        pytest.param("/away/x", POLICY, "is on another host", id="a redirect to another host"),
    ],
)
def test_what_is_refused_at_once(site, tmp_path, path, policy, says):
    with pytest.raises(FetchError, match=says):
        fetch(f"{site}{path}", tmp_path, policy)
    if "private address" in says:
        assert not Site.asked


@pytest.mark.parametrize("address", ["ftp://x.example/", "letters", "file:///etc/passwd", "http://"])
def test_what_is_no_web_address(tmp_path, address):
    with pytest.raises(FetchError, match="is no web address"):
        fetch(address, tmp_path, POLICY)


def test_a_robots_file_that_fails_stops_all(site, tmp_path, monkeypatch):
    monkeypatch.setattr(Site, "do_GET", lambda self: self.answer(b"", status=500))
    with pytest.raises(FetchError, match=r"robots\.txt cannot be had \(500\)"):
        fetch(f"{site}/one", tmp_path, POLICY)


def test_the_command_sums_up(site, tmp_path):
    done = CliRunner().invoke(
        fetch_command, [f"{site}/one", "--into", str(tmp_path / "in"), "--allow-private", "--delay", "0"]
    )
    assert done.exit_code == 1
    assert "1 page(s) read: 2 document(s) saved" in done.output


class TestWatch:
    def test_a_file_is_read_once_it_has_stopped_growing(self, tmp_path):
        file = tmp_path / "a.txt"
        reads: list[str] = []
        steps = iter(["half", "half of it", None, None, None, "and more", None, None])

        def pause():
            text = next(steps)
            if text is not None:
                file.write_text(text)

        watch([tmp_path], lambda: not reads.append(file.read_text()), pause, times=9)
        assert reads == ["half of it", "and more"]

    def test_what_could_not_be_done_is_tried_again(self, tmp_path):
        (tmp_path / "a.txt").write_text("whole")
        results = iter([False, False, True])
        tried: list[bool] = []

        def read():
            tried.append(next(results))
            return tried[-1]

        watch([tmp_path], read, lambda: None, times=9)
        assert tried == [False, False, True]

    def test_an_empty_folder_is_waited_for(self, tmp_path):
        watch([tmp_path], lambda: pytest.fail("read"), lambda: None, times=4)
