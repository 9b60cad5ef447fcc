"""The house keeps its rooms: who may import whom, where each third-party package lives, what starting costs."""

from __future__ import annotations

import ast
import json
import re
import resource
import subprocess
import sys
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ROOMS = ("corpus", "ingest", "index", "search_app")
# What a room may import beside itself and the standard library.
MAY_IMPORT = {
    "corpus": set(),
    "ingest": {"corpus"},
    "index": {"corpus"},
    "search_app": {"corpus", "index"},
}
# One home for each third-party package, as the start of a path below the root.
COMMAND_FILES = (
    "ingest/cli.py",
    "index/cli.py",
    "search_app/cli.py",
    "search_app/serve.py",
    "search_app/withdraw.py",
    "search_app/misses_cli.py",
    "search_app/check_cli.py",
)
HOMES = {
    "click": (
        *COMMAND_FILES,
        "ingest/progress.py",
        "ingest/evaluate",
        "ingest/safety_cli.py",
        "ingest/fetch_cli.py",
        "search_app/release.py",
        "search_app/doctor.py",
    ),
    "pdfminer": ("ingest/extract/pdf",),
    "lxml": ("ingest/extract/",),
    "cssselect": ("ingest/extract/html_hidden.py",),
    "python_calamine": ("ingest/extract/workbook.py",),
    "striprtf": ("ingest/extract/rtf.py",),
    "olefile": ("ingest/extract/",),
    "stdnum": ("ingest/safety/",),
    "pypdfium2": ("ingest/extract/ocr.py",),
    "httpx": ("ingest/sources/fetch.py",),
    "protego": ("ingest/sources/fetch.py",),
    "oxmsg": ("ingest/extract/msg.py",),
    "charset_normalizer": ("ingest/extract/",),
    "spacy": ("ingest/read/",),
    "whoosh": ("index/",),
    "numpy": ("index/",),
    "Stemmer": ("index/",),
    "onnxruntime": ("index/match/encoder.py",),
    "flask": ("search_app/",),
    "werkzeug": ("search_app/",),
    "markupsafe": ("search_app/",),
    "jinja2": ("search_app/",),
    "pydantic": ("search_app/",),
    "gunicorn": ("search_app/",),
    "prometheus_client": ("search_app/metrics.py",),
    "waitress": ("search_app/",),
}
HEAVY = ("spacy", "pdfminer", "whoosh", "numpy", "flask", "lxml", "onnxruntime")
HELP_SECONDS = 0.3  # of CPU time

FILES = sorted(path.relative_to(ROOT) for room in ROOMS for path in (ROOT / room).rglob("*.py"))


def imports(path: Path) -> Iterator[str]:
    """Yield the dotted names a file imports, wherever in it the import stands."""
    for node in ast.walk(ast.parse((ROOT / path).read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno}: write the whole name, not a relative import"
            yield node.module or ""


def tops(path: Path) -> set[str]:
    return {name.split(".")[0] for name in imports(path)}


def module(path: Path) -> str:
    return ".".join(path.with_suffix("").parts).removesuffix(".__init__")


def module_graph() -> dict[str, set[str]]:
    """Return, for each module, the modules it names in an import, those for type checking alone included."""
    modules = {module(path) for path in FILES}
    graph: dict[str, set[str]] = {}
    for path in FILES:
        named = set(imports(path))
        for node in ast.walk(ast.parse((ROOT / path).read_text("utf-8"))):
            if isinstance(node, ast.ImportFrom):
                inside = {f"{node.module}.{alias.name}" for alias in node.names} & modules
                named |= inside
                if inside and len(inside) == len(node.names):
                    named.discard(node.module or "")
        graph[module(path)] = named & modules
    return graph


def test_no_modules_import_each_other_in_a_circle():
    assert tuple(TopologicalSorter(module_graph()).static_order())  # raises CycleError, which names the circle


# The site splits a pasted request: of reading it may import this and the errors it raises, in these files only.
SPLITTING = {"ingest.request", "ingest.request_sentences", "ingest.errors"}
SPLITTERS = ("search_app/checking.py", "search_app/check_page.py")


@pytest.mark.parametrize("path", FILES, ids=str)
def test_a_room_imports_only_what_it_stands_on(path):
    room = path.parts[0]
    others = tops(path) & set(ROOMS) - {room}
    if path.as_posix() in SPLITTERS:
        assert {name for name in imports(path) if name.split(".")[0] == "ingest"} <= SPLITTING
        others -= {"ingest"}
    assert others <= MAY_IMPORT[room], f"{path} imports {sorted(others - MAY_IMPORT[room])}"


@pytest.mark.parametrize("path", FILES, ids=str)
def test_a_third_party_package_is_imported_in_its_home_only(path):
    for package in sorted(tops(path) - set(ROOMS) - set(sys.stdlib_module_names)):
        assert package in HOMES, f"{path} imports {package}: give it a home in this test and in setup.cfg"
        assert str(path).startswith(HOMES[package]), f"{path} imports {package}, which lives in {HOMES[package]}"


def test_every_home_is_lived_in():
    used = {package for path in FILES for package in tops(path)}
    assert set(HOMES) - used <= {"waitress", "onnxruntime"}  # Windows only; by name


def run_python(code: str, *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=True, cwd=ROOT
    )
    return done.stdout


@pytest.mark.parametrize(
    "start,unwanted",
    [
        pytest.param("from search_app.cli import main; main(['--help'], standalone_mode=False)", HEAVY, id="--help"),
        pytest.param("import search_app.check_cli", HEAVY, id="check"),
        pytest.param("import ingest.cli", HEAVY, id="parse, ingest, status, export"),
        pytest.param("import search_app.serve", ("spacy", "pdfminer", "lxml", "onnxruntime"), id="serve"),
        pytest.param("import index.cli", ("spacy", "pdfminer", "lxml", "flask", "onnxruntime"), id="index, search"),
    ],
)
def test_starting_a_command_loads_nothing_it_does_not_need(start, unwanted):
    printed = run_python(f"{start}\nimport json, sys\nprint(); print(json.dumps(sorted(sys.modules)))")
    loaded = {name.split(".")[0] for name in json.loads(printed.splitlines()[-1])}
    assert not loaded & set(unwanted)


def test_help_is_instant():
    def seconds() -> float:
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        run_python("from search_app.cli import main; main()", "--help")
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime

    assert min(seconds() for _ in range(3)) < HELP_SECONDS


MACHINE_PATH = re.compile(r"/(?:home|work|root|Users)/")


def test_no_file_names_the_machine_it_was_written_on():
    for path in FILES:
        text = (ROOT / path).read_text("utf-8")
        assert not MACHINE_PATH.search(text), f"{path} names a folder of some machine"
