"""What an installed Foilog needs beside its modules is named in setup.cfg, and the lock installs anywhere."""

from __future__ import annotations

import configparser
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ROOMS = ("corpus", "ingest", "index", "search_app")


def setup() -> configparser.ConfigParser:
    parser = configparser.ConfigParser()
    parser.read(ROOT / "setup.cfg", encoding="utf-8")
    return parser


@pytest.mark.parametrize("room", ROOMS)
def test_every_data_file_is_packaged(room):
    patterns = setup().get("options.package_data", room, fallback="").replace(",", "\n").split()
    packaged = {file for pattern in patterns for file in (ROOT / room).glob(pattern)}
    kept = {
        file
        for file in (ROOT / room).rglob("*")
        if file.is_file() and file.suffix != ".py" and "__pycache__" not in file.parts and not file.name.startswith(".")
    }
    assert kept - packaged == set()


@pytest.mark.parametrize("room", ROOMS)
def test_every_folder_of_modules_is_a_package(room):
    folders = {file.parent for file in (ROOT / room).rglob("*.py")}
    assert [folder for folder in folders if not (folder / "__init__.py").is_file()] == []


def test_the_lock_names_no_index_and_hashes_everything():
    lines = (ROOT / "requirements.lock").read_text("utf-8").splitlines()
    packages = [line for line in lines if "==" in line and not line.startswith((" ", "#"))]
    assert len(packages) > 20
    assert [line for line in packages if not line.endswith("\\")] == []
    assert [line for line in lines if line.startswith("--")] == []
