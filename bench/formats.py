"""What becomes of files of every format, of files that mean harm, and of an ingest that is killed: counted.

`python bench/formats.py`, or `make formats`. Folders given on the command line are read as well.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from became import Became
from measure import Row, Table, figure, run

from corpus.catalogue import Catalogue
from corpus.datadir import DataDir
from index.health import trouble_with_index
from ingest.errors import ExtractError
from ingest.sandbox import LimitedPool
from ingest.work import PRELOAD, FileJob

ROOT = Path(__file__).parent.parent
SAMPLES = [ROOT / "corpus/sample/letters", *sorted(ROOT.glob("tests/*_sample/letters"))]
MAKERS = str(ROOT / "tests/makers")
LIMIT_MB = 1536
SECONDS = 60.0
KILLED = 40  # letters read while the knife falls


def read_all(paths: Iterable[Path], *, alone: bool = False) -> Iterator[tuple[Path, Became]]:
    """Yield what becomes of each file; `alone`, in a worker of its own, whose peak of memory is then the file's."""
    jobs = [FileJob(path, path.name) for path in paths]
    for group in [[job] for job in jobs] if alone else [jobs]:
        with LimitedPool(
            "became:read_measured", workers=1 if alone else os.cpu_count() or 1, seconds=SECONDS, memory_mb=LIMIT_MB,
            preload=PRELOAD, warm="ingest.warm", name=lambda job: job.source,
        ) as pool:  # fmt: skip
            for job, result in pool.imap(group):
                if isinstance(result, Became):
                    yield job.path, result
                else:  # killed: by its limits, or a fault in a parser
                    yield job.path, Became("unknown", result.kind if isinstance(result, ExtractError) else "corrupt")


def formats_table(title: str, found: Iterable[Became]) -> Table:
    """Return how many files of each format were read, scanned, held back, and set aside for which reason."""
    table = Table(title, ("format", "files", "read", "of them scanned", "of them held", "quarantined, by reason"))
    by_form: dict[str, list[Became]] = {}
    for one in found:
        by_form.setdefault(one.form, []).append(one)
    every = [one for group in by_form.values() for one in group]
    table.rows += [_row(form, group) for form, group in sorted(by_form.items())]
    table.rows.append(_row("all", every))
    return table


def _row(form: str, group: Sequence[Became]) -> Row:
    reasons = Counter(one.reason for one in group if one.reason)
    counts = (len(group), len(group) - reasons.total(), sum(one.scanned for one in group))
    told = ", ".join(f"{reason} {count}" for reason, count in sorted(reasons.items())) or "0"
    return form, *map(str, counts), str(sum(one.hidden for one in group)), told


def hostile_table(found: Mapping[str, Became]) -> Table:
    """Return the files that took most memory, and those that took longest."""
    most = sorted(found, key=lambda name: -found[name].memory_mb)[:5]
    longest = sorted(found, key=lambda name: -found[name].seconds)[:5]
    table = Table("Worst hostile files", ("file", "became", "peak MB", "seconds"))
    for name in dict.fromkeys([*most, *longest]):
        one = found[name]
        table.rows.append((name, one.reason or "read", figure(one.memory_mb), figure(one.seconds)))
    table.notes.append(f"Peak of the worker's resident memory, its parsers included. The limit is {LIMIT_MB} MB.")
    return table


def killed_table(workspace: Path, rounds: int) -> Table:
    """Return what kills at random moments cost."""
    from kills import command, committed, kill_rounds

    folder, data = workspace / "letters", DataDir(workspace / "var")
    paths = [path for path in sorted(SAMPLES[0].rglob("*")) if path.suffix in (".txt", ".html", ".eml", ".docx")]
    for path in paths[:KILLED]:
        (folder / path.parent.name).mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, folder / path.parent.name / path.name)
    lost = sum(len(gone) for gone in kill_rounds(folder, data, rounds))
    run(command("ingest", folder, "--data-dir", data.path))
    run(command("index", "--data-dir", data.path))
    with Catalogue.open(data, readonly=True) as catalogue:
        trouble = trouble_with_index(catalogue, data.index_path) or "none"
    table = Table(
        "Killed with SIGKILL at random moments", ("rounds", "letters", "committed and lost", "index in trouble")
    )
    table.rows.append((str(rounds), str(len(committed(data))), str(lost), trouble))
    return table


def main(arguments: Sequence[str]) -> None:
    """Read, kill, and print."""
    parser = argparse.ArgumentParser(description="Count what is read of every format.")
    parser.add_argument("folders", nargs="*", type=Path, help="folders of files to read as well")
    parser.add_argument("--rounds", type=int, default=30, metavar="N", help="times that an ingest is killed (30)")
    options = parser.parse_args(arguments)
    sys.path.append(MAKERS)
    from hostile import HOSTILE
    from leaky import CASES
    from leaky_looks import LOOKS
    from letters import FORMATS

    os.environ.setdefault("FOILOG_OCR", "off")
    with tempfile.TemporaryDirectory(prefix="foilog-formats-") as workspace:
        made = {name: make for name, make in FORMATS.items() if name != "doc" or shutil.which("soffice")}
        made |= {f"leaky, {name}": leak for _, name, leak, _ in [*CASES, *LOOKS]}
        paths = {_written(Path(workspace) / f"{n:03}", make()): name for n, (name, make) in enumerate(made.items())}
        print(formats_table("Made: a letter in every format, and files that hide something", _became(paths)))
        print(formats_table("Sample letters", _became(path for folder in SAMPLES for path in _files(folder))))
        for folder in options.folders:
            print(formats_table(f"Files in {folder.name}", _became(_files(folder))))
        harm = {_written(Path(workspace) / f"h{n:03}", make()): name for n, (name, make) in enumerate(HOSTILE.items())}
        hostile = {harm[path]: became for path, became in read_all(harm, alone=True)}
        print(formats_table("Made: files that mean harm", hostile.values()))
        print(hostile_table(hostile))
        print(killed_table(Path(workspace), options.rounds))


def _became(paths: Iterable[Path]) -> list[Became]:
    return [became for _, became in read_all(paths)]


def _files(folder: Path) -> list[Path]:
    return [path for path in sorted(folder.rglob("*")) if path.is_file()]


def _written(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


if __name__ == "__main__":
    main(sys.argv[1:])
