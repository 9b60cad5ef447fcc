"""Files that mean harm end as a reason from a closed list, in time and in their memory; none ends anything else."""

import os
import tempfile
import time
from pathlib import Path
from typing import get_args

import pytest
from hostile import HOSTILE

from corpus.rows import flatten
from ingest.errors import ExtractError, ExtractKind, IngestError
from ingest.sandbox import LimitedPool
from ingest.work import FUNCTION, PRELOAD, FileJob, FileResult

SECONDS = 30.0
MEMORY_MB = 1536
FOLDER = "FOILOG_AWKWARD"  # a folder of more such files


def read_in_worker(paths: list[Path]) -> dict[str, tuple[object, float]]:
    """Return what became of each file, and how many seconds it took."""
    began: dict[int, float] = {}

    def jobs():
        for number, path in enumerate(paths):
            began[number] = time.monotonic()
            yield FileJob(path, path.name, number=number)

    with LimitedPool(FUNCTION, workers=2, seconds=SECONDS, memory_mb=MEMORY_MB, preload=PRELOAD, warm="ingest.warm",
                     name=lambda job: job.source) as pool:  # fmt: skip
        return {job.source: (result, time.monotonic() - began[job.number]) for job, result in pool.imap(jobs())}


@pytest.fixture(scope="module")
def outcomes():
    """Return what became of every hostile file, all read in one pool, so that one can harm the next."""
    with tempfile.TemporaryDirectory() as folder:
        paths = []
        for number, make in enumerate(HOSTILE.values()):
            paths.append(Path(folder) / f"{number:03d}")
            paths[-1].write_bytes(make())
        found = read_in_worker(paths)
    return {name: found[f"{number:03d}"] for number, name in enumerate(HOSTILE)}


@pytest.mark.slow
@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_read_or_has_a_reason_and_costs_only_itself(outcomes, name):
    result, seconds = outcomes[name]
    assert seconds < 2 * SECONDS
    if isinstance(result, IngestError):
        assert isinstance(result, ExtractError)
        assert result.kind in get_args(ExtractKind)
        assert str(result).startswith(f"{list(HOSTILE).index(name):03d}: ")
        return
    assert isinstance(result, FileResult)
    text = "".join(document.text for *_, document in flatten([result.document]))
    assert "root:" not in text
    assert len(text) < 10_000_000


MUST_FAIL = {
    "docx, a gigabyte": {"too_large"},
    "zip, a gigabyte": {"too_large"},
    "zip, ten thousand files": {"too_large"},
    "zip, locked": {"encrypted"},
    "zip, a lie about its size": {"corrupt", "too_large"},
    "pptx, a gigabyte": {"too_large"},
    "docx, laughs": {"corrupt"},
    "docx, many paragraphs": {"too_large", "memory", "timeout"},
    "pdf, pages in a circle": {"corrupt"},
    "pdf, noise": {"corrupt"},
    "json, deep": {"corrupt"},
    "xls, sectors in a circle": {"corrupt"},
}


@pytest.mark.slow
@pytest.mark.parametrize("name", MUST_FAIL)
def test_what_nobody_can_read_says_why(outcomes, name):
    result, _ = outcomes[name]
    assert isinstance(result, ExtractError)
    assert result.kind in MUST_FAIL[name]


@pytest.mark.slow
def test_archives_write_nothing_outside(outcomes):
    assert not Path("/tmp/foilog-was-here.txt").exists()
    assert not Path("/etc/foilog-was-here").exists()


@pytest.mark.skipif(FOLDER not in os.environ, reason=f"{FOLDER} names no folder of awkward files")
def test_every_file_of_a_folder_is_read_or_has_a_reason():
    paths = sorted(path for path in Path(os.environ[FOLDER]).rglob("*") if path.is_file())
    for source, (result, seconds) in read_in_worker(paths).items():
        assert seconds < 2 * SECONDS, source
        if isinstance(result, FileResult):
            document = result.document
            said = document.warnings or document.attachments or any(page.text for page in document.pages)
            assert said, f"{source} is empty and nobody says so"
        else:
            assert isinstance(result, ExtractError), source
