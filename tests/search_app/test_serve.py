"""`foilog serve`: one line that says where it is, and one line when it cannot be."""

from __future__ import annotations

import errno
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from contextlib import contextmanager

import pytest
from click.testing import CliRunner
from made_up import disclosure

from corpus.catalogue import Catalogue
from corpus.records import Outcome
from index.build import update_index
from search_app.app import build_app
from search_app.logs import log_json
from search_app.serve import serve


@contextmanager
def taken_port():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        yield taken.getsockname()[1]


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def test_nothing_ingested_is_one_clear_line(tmp_path):
    result = CliRunner().invoke(serve, ["--data-dir", str(tmp_path / "none")])
    assert result.exit_code == 1
    assert result.output.count("\n") == 1
    assert "foilog ingest" in result.output


def test_busy_port_is_one_clear_line_with_the_way_out(data_dir):
    with taken_port() as port:
        result = CliRunner().invoke(serve, ["--data-dir", str(data_dir), "--port", str(port)])
    assert result.exit_code == 1
    assert result.output.count("\n") == 1
    assert f"Port {port}" in result.output and "--port" in result.output


@pytest.mark.parametrize(
    ("error", "says"),
    [
        (socket.gaierror(socket.EAI_NONAME, "Name or service not known"), "no address of this machine"),
        (OSError(errno.EADDRNOTAVAIL, "Cannot assign requested address"), "Use --host 127.0.0.1"),
        (OSError(errno.EACCES, "Permission denied"), "(Permission denied). Take another: foilog serve --port 8000"),
    ],
)
def test_an_address_that_cannot_be_had_says_why(data_dir, monkeypatch, error, says):
    def refuse(self, address):
        raise error

    monkeypatch.setattr(socket.socket, "bind", refuse)
    result = CliRunner().invoke(serve, ["--data-dir", str(data_dir), "--port", "80"])
    assert result.exit_code == 1
    assert says in result.output


def test_site_without_an_index_answers_503_in_its_own_design(tmp_path):
    client = build_app(tmp_path / "none").test_client()
    response = client.get("/search?q=parking")
    assert response.status_code == 503
    assert response.headers["Retry-After"] == "60"
    assert str(tmp_path) not in response.get_data(as_text=True)
    assert client.get("/healthz").status_code == 200
    assert client.get("/readyz").status_code == 503


def test_ready_site_says_so(client):
    assert client.get("/healthz").get_json() == {"status": "ok"}
    assert client.get("/readyz").get_json() == {"status": "ready", "disclosures": 3}


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="gunicorn runs on Unix only")
def test_served_site_answers_logs_no_query_and_stops_cleanly(data_dir):
    port = free_port()
    process = run_python(
        "from search_app.serve import serve; serve()",
        *("--port", port, "--workers", "1", "--json-logs", "--data-dir", data_dir),
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip
    assert process.stdout is not None
    try:
        first_line = process.stdout.readline()
        assert first_line.startswith(f"Foilog is at http://127.0.0.1:{port}/ (3 answered requests)")
        process.stdout.readline()
        wait_until_it_listens(process, port)
        assert b"Parking fines" in read(f"http://127.0.0.1:{port}/search?q=parking+zebrasecret")
    finally:
        process.send_signal(signal.SIGINT)
        rest, _ = process.communicate(timeout=60)
    assert process.returncode == 0
    assert "zebrasecret" not in rest
    assert "Traceback" not in rest


def read(address, method="GET", **headers):
    """Return what the site answers; a status that tells of an error is raised."""
    with urllib.request.urlopen(urllib.request.Request(address, method=method, headers=headers)) as answer:
        return answer.read()


def wait_until_it_listens(process, port):
    """Wait for as long as a starting server needs on a busy machine, and no longer than it lives."""
    end = time.monotonic() + 120
    while time.monotonic() < end:
        assert process.poll() is None, f"the server ended with {process.returncode}"
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise AssertionError("nothing listened for two minutes")


def run_python(code, *arguments, **options):
    """Start Python on code that imports what this process can."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    return subprocess.Popen([sys.executable, "-c", code, *map(str, arguments)], env=environment, **options)


@pytest.mark.slow
def test_no_request_fails_while_the_collection_changes_under_it(tmp_path):
    """Generations of the index come and go under readers; each sees one whole state of it."""
    text = "We issued parking fines in ward {}."
    answers = [disclosure(f"ward{n}", "Thornmere Council", text.format(n), Outcome.DISCLOSED) for n in range(12)]
    with Catalogue.open(tmp_path) as catalogue:
        catalogue.put(answers[0])
        update_index(catalogue, tmp_path / "index")
    app, stop, failed, totals = build_app(tmp_path), threading.Event(), [], set()

    def read_on(addresses):
        client = app.test_client()
        while not stop.is_set():
            for address in addresses:
                response = client.get(address)
                if response.status_code != 200:
                    failed.append((address, response.status_code))
                if address.startswith("/api"):
                    totals.add(response.get_json()["total"])

    addresses = ["/search?q=parking", "/api/v1/search?q=parking", "/disclosures/ward0", "/authorities", "/vendors"]
    readers = [threading.Thread(target=read_on, args=(addresses[n:] + addresses[:n],)) for n in range(3)]
    for reader in readers:
        reader.start()
    try:
        with Catalogue.open(tmp_path) as catalogue:
            for number, answer in enumerate(answers[1:]):
                catalogue.put(answer)
                update_index(catalogue, tmp_path / "index", rebuild=number % 3 == 0)
    finally:
        stop.set()
        for reader in readers:
            reader.join()
    assert failed == []
    assert totals <= set(range(1, 13)) and len(totals) > 1


def test_a_crash_is_logged_as_json_without_the_query(app, client, capsys, monkeypatch):
    def crash(request):
        raise ZeroDivisionError("inner")

    for name in ("handlers", "propagate"):  # they are put back after the test
        monkeypatch.setattr(app.logger, name, getattr(app.logger, name))
    log_json(app.logger)
    monkeypatch.setattr(app.extensions["foilog"], "search", crash)
    assert client.get("/search?q=querysecret", headers={"User-Agent": "agentsecret"}).status_code == 500
    (line,) = capsys.readouterr().err.splitlines()
    said = json.loads(line)
    assert (said["level"], said["message"]) == ("error", "crash on /search")
    assert "ZeroDivisionError: inner" in said["error"]
    assert "secret" not in line and "127.0.0.1" not in line


# The time limit counts the seconds on the clock, so a worker that a busy machine keeps waiting uses it up as well:
# pieces take a fraction of it, and all of them together more than it.
LIMIT, PIECE = 10, 2
SLOW_SITE = f"""
import sys, time
from search_app.app import build_app
from search_app.gunicorn_server import run
app = build_app(sys.argv[1])
stores = app.extensions["foilog"]
search = stores.search
def slow(request):
    time.sleep(600 if request.query == "stuck" else {PIECE} if request.limit == 200 else 0)
    return search(request)
stores.search = slow
run(app, [f"127.0.0.1:{{sys.argv[2]}}"], workers=2, timeout={LIMIT})
"""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="gunicorn runs on Unix only")
def test_a_stuck_request_is_ended_and_a_long_download_is_not(tmp_path):
    """A search that hangs is cut off at the limit while, beside it, a file that takes longer than that comes whole."""
    with Catalogue.open(tmp_path) as catalogue:
        for number in range(1_100):
            text = f"Answer {number}."
            catalogue.put(disclosure(f"a{number}", "Thornmere Council", text, Outcome.DISCLOSED))
        update_index(catalogue, tmp_path / "index")
    port = free_port()
    process = run_python(SLOW_SITE, tmp_path, port, stderr=subprocess.DEVNULL)
    began, cut_off = time.monotonic(), []

    def hang():
        try:
            read(f"http://127.0.0.1:{port}/search?q=stuck")
        except (OSError, http.client.HTTPException):
            cut_off.append(time.monotonic() - began)  # an answer of gunicorn's, or none

    stuck = threading.Thread(target=hang, daemon=True)
    try:
        wait_until_it_listens(process, port)
        began = time.monotonic()
        stuck.start()
        lines = read(f"http://127.0.0.1:{port}/search.jsonl").splitlines()
        assert time.monotonic() - began > LIMIT
        assert len({json.loads(line)["disclosure"] for line in lines}) == len(lines) == 1_100
        stuck.join(timeout=120)
        assert cut_off and cut_off[0] > LIMIT / 2
        assert read(f"http://127.0.0.1:{port}/healthz")  # the worker was replaced
    finally:
        process.terminate()
        process.wait(timeout=60)


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="gunicorn runs on Unix only")
@pytest.mark.parametrize("json_logs", [True, False])
def test_what_gunicorn_itself_reports_names_no_visitor_and_no_query(tmp_path, json_logs):
    """Requests that are malformed, too long, or ended for taking too long: gunicorn would log address and query."""
    port = free_port()
    code = SLOW_SITE.replace(f"timeout={LIMIT}", f"timeout=3, json_logs={json_logs}")
    process = run_python(code, tmp_path, port, stderr=subprocess.PIPE, text=True)
    try:
        wait_until_it_listens(process, port)
        for line in ("GET /search?q=%s TEAPOT/9\r\n\r\n", "GET /%s?\x00 HTTP/1.1\r\n\r\n", "GET /?q=" + "%s" * 2_000):
            with socket.create_connection(("127.0.0.1", port)) as connection:
                connection.sendall(line.replace("%s", "zebrasecret").encode())
                while connection.recv(1 << 16):
                    pass
        with pytest.raises((OSError, http.client.HTTPException)):
            read(f"http://127.0.0.1:{port}/search?q=stuck&vendor=zebrasecret")
    finally:
        process.terminate()
        said = process.communicate(timeout=60)[1]
    assert "WORKER TIMEOUT" in said and "Invalid request" in said
    assert "zebrasecret" not in said and "127.0.0.1" not in said
