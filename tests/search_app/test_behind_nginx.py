"""The site behind nginx with the configuration that docs/operators.md gives, on loopback."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from pages import ROOT, blocks

from search_app.cli import main as foilog

NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
LETTERS = ROOT / "corpus" / "sample" / "letters" / "wexmoor-police"
PAGE = ROOT / "docs" / "operators.md"
pytestmark = [pytest.mark.slow, pytest.mark.skipif(not NGINX, reason="nginx is not installed")]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="module")
def proxied(tmp_path_factory):
    """nginx as the page says, but for its ports and its log: its address and the log."""
    from click.testing import CliRunner

    folder = tmp_path_factory.mktemp("nginx")
    data = folder / "var"
    for arguments in (["ingest", str(LETTERS)], ["index"]):
        done = CliRunner().invoke(foilog, [*arguments, "--data-dir", str(data)])
        assert done.exit_code == 0, done.output
    inner, outer = free_port(), free_port()
    given = next(block.text for block in blocks(PAGE) if block.language == "nginx")
    for there, here in {
        "127.0.0.1:8000": f"127.0.0.1:{inner}",
        "127.0.0.1:8080": f"127.0.0.1:{outer}",
        "/var/log/nginx/foilog.log": str(folder / "access.log"),
    }.items():
        assert given.count(there) == 1
        given = given.replace(there, here)
    paths = "".join(
        f"{kind}_temp_path {folder}/{kind};\n" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    user = "user root;\n" if os.geteuid() == 0 else ""  # else its workers could not write below the folder of a test
    head = f"{user}daemon off;\npid {folder}/pid;\nerror_log {folder}/error.log;\nevents {{}}\n"
    (folder / "nginx.conf").write_text(f"{head}http {{\n{paths}{given}}}\n", encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    code = "from search_app.cli import main; main(prog_name='foilog')"
    command = [sys.executable, "-c", code, "serve", "--port", str(inner), "--data-dir", str(data)]
    site = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
    proxy = subprocess.Popen([str(NGINX), "-c", str(folder / "nginx.conf"), "-e", str(folder / "start.log")])
    try:
        for _ in range(120):
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{outer}/readyz", timeout=5).close()
                break
            except urllib.error.URLError:
                time.sleep(0.25)
        yield f"http://127.0.0.1:{outer}", folder / "access.log"
    finally:
        for process in (proxy, site):
            process.terminate()
            process.wait(timeout=30)


def get(address: str, **headers: str) -> tuple[str, dict[str, str]]:
    with urllib.request.urlopen(urllib.request.Request(address, headers=headers), timeout=20) as answer:
        return answer.read().decode(), {name.lower(): value for name, value in answer.headers.items()}


def test_addresses_are_those_of_the_world(proxied):
    address, _ = proxied
    text, _ = get(f"{address}/search.csv?q=custody", Host="foi.authority.example")
    assert "http://foi.authority.example/disclosures/" in text
    assert "127.0.0.1" not in text


def test_the_security_headers_come_through(proxied):
    _, headers = get(f"{proxied[0]}/")
    assert headers["x-content-type-options"] == "nosniff"
    assert "default-src 'none'" in headers["content-security-policy"]


def test_a_file_may_be_checked(proxied):
    boundary = "x"
    letter = b"How many custody suites are there? " * 30_000  # a megabyte: more than nginx takes unasked
    body = (
        b'--x\r\nContent-Disposition: form-data; name="file"; filename="request.txt"\r\n\r\n'
        + letter
        + b"\r\n--x--\r\n"
    )
    kind = {"Content-Type": f"multipart/form-data; boundary={boundary}"}
    request = urllib.request.Request(f"{proxied[0]}/api/v1/check", data=body, headers=kind)
    with urllib.request.urlopen(request, timeout=60) as answer:
        assert answer.status == 200


def test_the_log_holds_no_query_and_no_address(proxied):
    address, log = proxied
    get(f"{address}/search?q=secretword")
    for _ in range(40):
        if "GET /search 200 " in (text := Path(log).read_text("utf-8")):  # nginx writes it after the page is out
            break
        time.sleep(0.1)
    assert "GET /search 200 " in text
    assert "secretword" not in text and "127.0.0.1" not in text
