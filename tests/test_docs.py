"""Every command of README and docs is run as it stands, every link followed, every column and key explained.

A block that cannot be run here says so in its info string, with the reason: ```sh no-run="needs root". Pages share one
data directory made of sample letters; each page works on its own copy of it, block after block.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import socket
import subprocess
import sys
import time
import tomllib
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from dictionary import MEANINGS, PAGE, MeaningsError, Place, page, places
from pages import PAGES, ROOT, SHELLS, Block, blocks, inline_commands

from search_app import create_app
from search_app.cli import COMMANDS
from search_app.cli import main as foilog

SAMPLES = ROOT / "corpus" / "sample" / "letters"
AUTHORITIES = ("wexmoor-police", "strathorran-council", "calderbrough-metropolitan-district-council")
REQUEST = (
    "Dear FOI team,\n\n1. How many missed bin collections were reported in 2024?\n2. Who supplies your telephones?\n"
)
LOG = "Reference,What they wanted,Request,Response,Date received,Date responded,Outcome\n" + (
    "HDC-9001-25,Street lamps,How many street lamps are there?,There are 4112.,2025-02-03,2025-02-20,Disclosed\n"
)
SITE = "127.0.0.1:8000"
RUN = [
    block
    for one in PAGES
    for block in blocks(one)
    if block.language in (*SHELLS, "python") and not block.why_not and one.name != "CONTRIBUTING.md"  # its own test
]
LEFT_OUT = [block for one in PAGES for block in blocks(one) if block.why_not]
LINK = re.compile(r"\]\(([^)\s]+)\)")


@pytest.fixture(scope="module")
def prepared(tmp_path_factory) -> Path:
    """A working directory as the pages take it for granted: letters, a log, a request, and what is made of them."""
    folder = tmp_path_factory.mktemp("docs")
    bin_folder = folder / "bin"
    bin_folder.mkdir()
    programs = {"foilog": "-c \"from search_app.cli import main; main(prog_name='foilog')\"", "python": ""}
    for name, arguments in programs.items():
        script = bin_folder / name
        script.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} {arguments} "$@"\n', encoding="utf-8")
        script.chmod(0o755)
    work = folder / "work"
    for authority in AUTHORITIES:
        shutil.copytree(SAMPLES / authority, work / "letters" / authority)
    for name in ("HDC-1190-24 reply.txt", "HDC-0731-25 clarification.txt"):
        shutil.copy(SAMPLES / "hallowby-district-council" / name, work / "letters" / name.replace(" ", "-"))
    shutil.copytree(SAMPLES / "wexmoor-police", work / "outgoing")
    (work / "request.txt").write_text(REQUEST, encoding="utf-8")
    (work / "log.csv").write_text(LOG, encoding="utf-8")
    shell(work, "foilog ingest letters/ && foilog index")
    return work


def shell(work: Path, commands: str, program: tuple[str, ...] = ("bash", "-euo", "pipefail", "-c")) -> str:
    """Run commands in a working directory and return what they print; what fails is shown."""
    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "PATH": f"{work.parent / 'bin'}{os.pathsep}{os.environ['PATH']}",
    }
    environment.pop("FOILOG_DATA", None)
    done = subprocess.run([*program, commands], cwd=work, env=environment, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, f"{commands}\n{done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def site(prepared) -> Iterator[str]:
    """The site over the prepared data directory: its host and port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [str(prepared.parent / "bin" / "foilog"), "serve", "--port", str(port), "--workers", "1"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    server = subprocess.Popen(command, cwd=prepared, env=environment, stdout=subprocess.DEVNULL)
    try:
        _wait_for(f"http://127.0.0.1:{port}/readyz")
        yield f"127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(timeout=30)


def _wait_for(address: str) -> None:
    for _ in range(120):
        try:
            urllib.request.urlopen(address, timeout=5).close()
            return
        except urllib.error.URLError:
            time.sleep(0.25)
    pytest.fail(f"{address} did not answer within 30 seconds")


def pages_with_commands() -> list[Path]:
    return list(dict.fromkeys(block.page for block in RUN))


@pytest.mark.slow
@pytest.mark.parametrize("path", pages_with_commands(), ids=lambda path: path.name)
def test_the_commands_of_a_page_run_one_after_the_other(prepared, site, tmp_path, path):
    work = tmp_path / "work"
    shutil.copytree(prepared, work)
    shutil.copytree(prepared.parent / "bin", tmp_path / "bin")
    for block in (block for block in RUN if block.page == path):
        program = (sys.executable, "-c") if block.language == "python" else ("bash", "-euo", "pipefail", "-c")
        try:
            shell(work, block.text.replace(SITE, site), program)
        except AssertionError as error:
            raise AssertionError(f"{block.place}: {error}") from error


@pytest.mark.slow
def test_a_command_that_fails_is_seen(prepared):
    with pytest.raises(AssertionError, match="No such command"):
        shell(prepared, "foilog nothing | cat\necho done")


def test_what_is_not_run_is_little_and_has_a_reason():
    """The whole list, so that a new one is looked at."""
    assert {(block.page.name, block.why_not) for block in LEFT_OUT} == {
        ("README.md", "it installs, serves and tests: CI does it"),
        ("officers.md", "ID stands for the id of a held disclosure"),
        ("operators.md", "ID stands for the id of a disclosure"),
        ("operators.md", "builds and installs packages"),
        ("operators.md", "runs until Ctrl-C"),
        ("operators.md", "runs until Ctrl-C; the tests of these pages start it themselves"),
        ("reading.md", "the gold is yours to write"),
    }


@pytest.mark.parametrize("block", LEFT_OUT, ids=lambda block: block.place)
def test_a_command_that_is_not_run_has_real_verbs_and_options(block: Block):
    for line in block.text.replace("\\\n", " ").splitlines():
        words = shlex.split(line, comments=True)
        if words and Path(words[0]).name == "foilog":
            assert_known(words[1:])


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_a_command_in_a_sentence_has_real_verbs_and_options(path):
    for command in inline_commands(path):
        assert_known(shlex.split(command.replace("...", " "))[1:])


def assert_known(words: list[str]) -> None:
    verb, *rest = words
    if verb.startswith("-"):
        return
    assert verb in COMMANDS, f"foilog {verb} is no command"
    command = foilog.get_command(None, verb)  # type: ignore[arg-type]
    assert command is not None
    known = {name for parameter in command.params for name in parameter.opts} | {"--help", "-h"}
    assert {word for word in rest if word.startswith("--")} <= known, f"foilog {' '.join(words)}"


def test_the_readme_lists_every_command():
    listed = re.findall(r"^ *foilog ([a-z]+)(?: / ([a-z]+))?", (ROOT / "README.md").read_text("utf-8"), re.MULTILINE)
    assert {verb for pair in listed for verb in pair if verb} == set(COMMANDS)


@pytest.mark.parametrize(
    "path", [*PAGES, *(ROOT / "index").rglob("*.md")], ids=lambda path: str(path.relative_to(ROOT))
)
def test_every_link_leads_somewhere(path):
    for link in LINK.findall(path.read_text("utf-8")):
        if not link.startswith(("http:", "https:")):
            name, _, place = link.partition("#")
            target = (path.parent / name).resolve() if name else path
            assert target.exists(), f"{path.name}: {link}"
            if place:
                assert place in anchors(target), f"{path.name}: {link}"


def anchors(path: Path) -> set[str]:
    """Return the addresses of the headings of a page, as GitHub makes them."""
    headings = re.findall(r"^#+ (.+)$", path.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_every_page_is_in_the_table_of_contents():
    contents = (ROOT / "docs" / "README.md").read_text("utf-8")
    assert [
        path.name
        for path in (ROOT / "docs").glob("*.md")
        if path.name != "README.md" and f"({path.name})" not in contents
    ] == []


def test_the_api_page_names_every_operation(tmp_path):
    text = (ROOT / "docs" / "api.md").read_text("utf-8")
    named = set(re.findall(r"^\| `(GET|POST) (\S+)`", text, re.MULTILINE))
    paths = create_app(tmp_path).test_client().get("/api/v1/openapi.json").get_json()["paths"]
    assert named == {(method.upper(), f"/api/v1{path}") for path, methods in paths.items() for method in methods}


def test_the_addresses_of_files_are_those_of_the_site(tmp_path):
    """Each file the API page lists is a route, and each route that gives a file is listed."""
    rules = {rule.rule for rule in create_app(tmp_path).url_map.iter_rules() if "any(csv" in rule.rule}
    text = (ROOT / "docs" / "api.md").read_text("utf-8")
    listed = {
        address
        for line in text.splitlines()
        for address in re.findall(r"`(/[^`]+)\.csv`", line)
        if line.startswith("| `/")
    }
    routes = {re.sub(r"<(\w+)>", r"{\1}", rule.partition(".<any")[0]) for rule in rules}
    assert listed == routes


def test_the_data_dictionary_is_up_to_date():
    meanings = tomllib.loads(MEANINGS.read_text("utf-8"))
    assert PAGE.read_text("utf-8") == page(places(), meanings), "run `make dictionary`"


@pytest.mark.parametrize(
    ("names", "field", "own", "complaint"),
    [
        pytest.param(("new",), {}, {}, "rows.new", id="a column without a meaning"),
        pytest.param(("old",), {"old": "x", "gone": "y"}, {}, "field.gone", id="a meaning without a column"),
        pytest.param(
            ("old",), {"old": "x"}, {"rows": {"gone": "y"}}, "rows.gone", id="one for a column of another place"
        ),
        pytest.param(("old",), {"old": "x"}, {"lost": {}}, "place.lost", id="a place that is none"),
    ],
)
def test_a_column_and_a_meaning_belong_together(names, field, own: dict[str, Any], complaint):
    with pytest.raises(MeaningsError, match=re.escape(complaint)):
        page([("Part", [Place("rows", "Rows", names)])], {"field": field, "place": own})
