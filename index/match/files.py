"""Where the match index lives: a folder of arrays a generation, and the one line that says which one is used.

    match/CURRENT              JSON: generation, catalogue revision, how it was made, counts
    match/gen-0003/*.npy       the arrays (see build.py)
    match/embeddings.sqlite3   the vectors (see embeddings.py)

A build fills a new folder and then replaces CURRENT in one step. What a killed build leaves is swept by the next.
"""

from __future__ import annotations

import json
import os
import re
import shutil
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus.datadir import DataDir
from index.errors import SearchIndexError

CURRENT = "CURRENT"
_GENERATION = re.compile(r"gen-(\d{4,})")


@dataclass(frozen=True, slots=True)
class Built:
    """What CURRENT says. `model` is None where the vectors are missing, and `why_no_model` says why."""

    generation: str
    revision: int
    made_by: str  # fingerprint of the tables and the code's version
    model: str | None
    why_no_model: str
    answers: int
    questions: int  # different ones


def match_path(data: DataDir) -> Path:
    """Return the folder of the match index."""
    return data.path / "match"


def read_built(path: Path) -> Built | None:
    """Return what CURRENT says; None where there is nothing that can be used."""
    try:
        built = Built(**json.loads((path / CURRENT).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None
    return built if (path / built.generation).is_dir() else None


def new_generation(path: Path) -> Path:
    """Make and return an empty folder for the next generation."""
    numbers = [int(match[1]) for entry in path.iterdir() if (match := _GENERATION.fullmatch(entry.name))]
    generation = path / f"gen-{max(numbers, default=0) + 1:04d}"
    generation.mkdir()
    return generation


def write_array(folder: Path, name: str, array: NDArray[np.generic]) -> None:
    """Write one array and force it to the disk."""
    with (folder / f"{name}.npy").open("wb") as file:
        np.save(file, array)
        file.flush()
        os.fsync(file.fileno())


def write_lines(folder: Path, name: str, lines: list[str]) -> None:
    """Write a list of one-line texts and force it to the disk."""
    with (folder / f"{name}.json").open("w", encoding="utf-8") as file:
        json.dump(lines, file, ensure_ascii=False)
        file.flush()
        os.fsync(file.fileno())


def read_array(folder: Path, name: str) -> NDArray[np.generic]:
    """Return one array, mapped, not loaded."""
    mapped = np.load(folder / f"{name}.npy", mmap_mode="r", allow_pickle=False)
    return np.asarray(mapped.view(np.ndarray))  # a plain view of the same pages: slices of it cost less


def read_lines(folder: Path, name: str) -> list[str]:
    """Return a list of texts."""
    lines: list[str] = json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
    return lines


def write_built(path: Path, built: Built) -> None:
    """Make a generation the one that is used, in one step."""
    temporary = path / f"{CURRENT}.new"
    with temporary.open("w", encoding="utf-8") as file:
        json.dump(asdict(built), file)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path / CURRENT)


def sweep(path: Path, keep: str | None) -> None:
    """Remove every generation but `keep`."""
    for entry in path.iterdir():
        if _GENERATION.fullmatch(entry.name) and entry.name != keep:
            shutil.rmtree(entry, ignore_errors=True)


def stamp(path: Path) -> tuple[int, int] | None:
    """Return what changes whenever CURRENT is replaced; None where there is none."""
    try:
        status = (path / CURRENT).stat()
    except OSError:
        return None
    return status.st_mtime_ns, status.st_ino


def unusable(path: Path) -> SearchIndexError:
    """Return the error for a data directory whose match index was not built."""
    return SearchIndexError(f"{path}: earlier answers cannot be compared yet; run `foilog index`")
