"""Figures for Prometheus: true over all workers, on a port of their own, and without a word of what was asked."""

from __future__ import annotations

import re
import socket
import subprocess
import sys
import threading
import time
from contextlib import suppress
from http.client import HTTPException
from pathlib import Path
from urllib.error import HTTPError

import pytest
from click.testing import CliRunner
from prometheus_client.parser import text_string_to_metric_families
from test_serve import free_port, read, run_python, wait_until_it_listens

from search_app.serve import serve

ROOT = Path(__file__).parents[2]
SERVE = "from search_app.serve import serve; serve()"
# As `serve` does on Windows: waitress runs anywhere, so that what Windows users get is tested here.
ON_WINDOWS = "import types, search_app.serve as m; m.sys = types.SimpleNamespace(platform='win32'); m.serve()"
# Words of a visitor: in a query, a filter, a path, a method and a header.
SECRET = "zebrasecret"
ASKED = [
    *(("GET", f"/search?q=parking+{SECRET}&vendor={SECRET}"), ("GET", "/search?q=parking"), ("HEAD", "/search")),
    *(("GET", f"/{SECRET}"), (SECRET.upper(), "/"), ("GET", f"/disclosures/{SECRET}"), ("GET", "/search?from=soon")),
    *(("GET", "/search.jsonl"), ("GET", "/metrics"), ("GET", "/about?" + SECRET * 740)),
]
COUNTED = {
    ("GET", "pages.search", "200"): 2,
    ("HEAD", "pages.search", "200"): 1,
    ("GET", "pages.search", "400"): 1,
    ("GET", "none", "404"): 2,
    ("other", "none", "405"): 1,
    ("GET", "pages.disclosure", "404"): 1,
    ("GET", "pages.about", "414"): 1,
    ("GET", "exports.search_file", "200"): 1,
}
ROUNDS = 6


def samples(text):
    """Return the figures by name and labels, as a program that collects them reads them."""
    return {
        (sample.name, *(value for _, value in sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def read_figures(port, name, least):
    """Return the figures once those of a name add up to `least`: what is over is counted just after its last byte."""
    end = time.monotonic() + 30
    while True:
        said = read(f"http://127.0.0.1:{port}/metrics").decode()
        counted = sum(value for labels, value in samples(said).items() if labels[0] == name)
        if counted >= least or time.monotonic() > end:
            return said
        time.sleep(0.1)


@pytest.fixture(params=[SERVE, ON_WINDOWS], ids=["gunicorn", "waitress"])
def served(request, data_dir):
    """Serve the collection with figures; give its port, that of the figures, and the process."""
    if request.param == SERVE and sys.platform == "win32":
        pytest.skip("gunicorn runs on Unix only")
    port, figures = free_port(), free_port()
    ports = ("--port", port, "--metrics-port", figures)
    process = run_python(request.param, *ports, "--data-dir", data_dir, stderr=subprocess.PIPE, text=True)
    try:
        wait_until_it_listens(process, port)
        wait_until_it_listens(process, figures)
        yield port, figures, process
    finally:
        process.terminate()
        assert "Traceback" not in process.communicate(timeout=60)[1]


@pytest.mark.slow
def test_figures_add_up_over_all_workers_and_tell_nothing_of_a_visitor(served):
    port, figures, _ = served

    def ask():
        for method, address in ASKED:
            with suppress(HTTPError):
                read(f"http://127.0.0.1:{port}{address}", method, **{"User-Agent": SECRET, "X-Forwarded-For": SECRET})

    askers = [threading.Thread(target=ask) for _ in range(ROUNDS)]
    for asker in askers:
        asker.start()
    for asker in askers:
        asker.join()
    said = read_figures(figures, "foilog_requests_total", len(ASKED) * ROUNDS)
    assert SECRET not in said.casefold() and "127.0.0.1" not in said
    found = samples(said)
    for labels, times in COUNTED.items():
        assert found.get(("foilog_requests_total", *labels), 0) == times * ROUNDS, labels
    assert found["foilog_request_seconds_count", "pages.search"] == 4 * ROUNDS
    assert found["foilog_request_seconds_bucket", "+Inf", "pages.search"] == 4 * ROUNDS
    assert found["foilog_requests_ended_total",] == 0
    assert (found["foilog_ready",], found["foilog_disclosures",]) == (1, 3)
    assert b"foilog_requests" in read(f"http://127.0.0.1:{figures}/search?q=parking")  # nothing of the site is here
    with pytest.raises(HTTPError, match="404"):
        read(f"http://127.0.0.1:{port}/metrics")


STUCK_SITE = """
import sys, time
from search_app.app import build_app
from search_app.gunicorn_server import run
app = build_app(sys.argv[1])
app.add_url_rule("/stuck", view_func=lambda: time.sleep(600))
run(app, [f"127.0.0.1:{port}" for port in sys.argv[2:]], workers=2, timeout=3, metrics_port=int(sys.argv[3]))
"""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="gunicorn runs on Unix only")
def test_a_request_that_was_ended_is_counted_and_nothing_is_left_behind(data_dir, tmp_path, monkeypatch):
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    port, figures = free_port(), free_port()
    process = run_python(STUCK_SITE, data_dir, port, figures, stderr=subprocess.DEVNULL)
    try:
        wait_until_it_listens(process, figures)
        read(f"http://127.0.0.1:{port}/search")
        with pytest.raises((OSError, HTTPException)):
            read(f"http://127.0.0.1:{port}/stuck")
        found = samples(read_figures(figures, "foilog_requests_ended_total", 1))
        assert found["foilog_requests_ended_total",] >= 1
        assert found["foilog_requests_total", "GET", "pages.search", "200"] == 1  # though its worker may be gone
        assert [path.name[:15] for path in tmp_path.iterdir()] == ["foilog-metrics-"]
    finally:
        process.terminate()
        process.wait(timeout=60)
    assert list(tmp_path.iterdir()) == []


def test_the_site_counts_nothing_unless_it_is_asked_to():
    process = run_python("import sys, search_app.app, search_app.serve; print('prometheus_client' in sys.modules)",
                         stdout=subprocess.PIPE, text=True)  # fmt: skip
    assert process.communicate(timeout=60)[0] == "False\n"


@pytest.mark.slow
def test_every_figure_is_explained(served):
    port, figures, _ = served
    read(f"http://127.0.0.1:{port}/")
    explained = (ROOT / "docs" / "operators.md").read_text(encoding="utf-8")
    families = re.findall(r"^# TYPE (\w+)", read_figures(figures, "foilog_requests_total", 1), re.MULTILINE)
    names = {name.removesuffix("_created") for name in families}
    assert len(names) > 3
    for name in names:
        assert re.search(rf"`{name}(?:_total)?`", explained), name


@pytest.mark.parametrize(
    ("port", "says"),
    [
        pytest.param("8123", "--metrics-port must not be the port of the site", id="the port of the site"),
        pytest.param("taken", "another: foilog serve --metrics-port", id="a port that is taken"),
        pytest.param("missing", "pip install prometheus-client", id="no prometheus-client"),
    ],
)
def test_figures_that_cannot_be_given_are_one_clear_line(data_dir, monkeypatch, port, says):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        if port == "missing":
            monkeypatch.setattr("search_app.serve.find_spec", lambda name: None)
        wanted = str(taken.getsockname()[1]) if port in ("taken", "missing") else port
        result = CliRunner().invoke(serve, ["--data-dir", str(data_dir), "--port", "8123", "--metrics-port", wanted])
    assert result.exit_code == 1
    assert says in result.output and result.output.count("\n") == 1
