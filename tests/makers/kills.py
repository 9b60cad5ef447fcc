"""Ingest and index, killed at random moments, with what was committed looked at each time."""

from __future__ import annotations

import hashlib
import os
import random
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from corpus.catalogue import Catalogue
from corpus.datadir import DataDir


def command(*arguments: object) -> list[str]:
    return [sys.executable, "-c", "from search_app.cli import main; main()", *map(str, arguments)]


def kill_rounds(folder: Path, data: DataDir, rounds: int) -> Iterator[set[str]]:
    """Kill an ingest of `folder` and then an index, `rounds` times; yield each time the letters that are gone.

    Where nothing was read before the kill, the next comes later; where all was, the next round begins from nothing.
    """
    rng = random.Random(9)
    files = sum(path.is_file() for path in folder.rglob("*"))
    before: set[str] = set()
    longest = 4.0
    for number in range(rounds):
        if len(before) == files:
            shutil.rmtree(data.path)
            before = set()
        kill_after(rng.uniform(0.3, longest), "ingest", folder, "--data-dir", data.path, "--workers", 2)
        now = committed(data)
        yield before - now
        if len(now) == len(before):
            longest = min(longest * 1.5, 60.0)
        before = now
        if now:
            kill_after(rng.uniform(0.2, 2.0), "index", "--data-dir", data.path, *(["--rebuild"] if number % 2 else []))
            yield before - committed(data)


def kill_after(seconds: float, *arguments: object) -> None:
    """Start a command and kill its whole group after some time, if it is still there."""
    process = subprocess.Popen(
        command(*arguments), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def committed(data: DataDir) -> set[str]:
    """Return the hashes of what is catalogued, having checked that all of it is whole."""
    if not data.catalogue_path.exists():
        return set()
    with Catalogue.open(data) as catalogue:
        assert catalogue.connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        assert not catalogue.connection.execute("PRAGMA foreign_key_check").fetchall()
        found = {d.documents[0].sha256 for d in catalogue.iter_disclosures()}
    for sha256 in found:
        assert hashlib.sha256(data.original_path(sha256).read_bytes()).hexdigest() == sha256
    return found
