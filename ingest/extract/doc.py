"""Word 97-2003 documents (DOC), turned into DOCX by LibreOffice where it is installed."""

from __future__ import annotations

import contextlib
import os
import resource
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from ingest.errors import ExtractError
from ingest.extract import docx
from ingest.extract.content import Content

_PROGRAMS = ("soffice", "libreoffice")
_SECONDS = 50.0  # less than a document's own limit, so that the message tells what was slow
_MEMORY = 4 << 30  # bytes of address space: LibreOffice does not start in less than one
_MAX_WRITTEN = 64 << 20


def read(data: bytes, source: str, depth: int) -> Content:
    """Return the text of an old Word document, as `docx.read` does.

    Raises:
        ExtractError: `unsupported` where LibreOffice is not installed, `timeout`, or `corrupt`.
    """
    program = next(filter(None, map(shutil.which, _PROGRAMS)), None)
    if program is None:
        message = (
            f"{source}: is a Word 97-2003 document, which needs LibreOffice. "
            "Install libreoffice-writer-nogui and retry, or save it as DOCX or PDF."
        )
        raise ExtractError("unsupported", message)
    with tempfile.TemporaryDirectory(prefix="foilog-doc-") as folder:
        return docx.read(_converted(program, data, Path(folder), source), source, depth)


def _converted(program: str, data: bytes, folder: Path, source: str) -> bytes:
    """Return the document as DOCX, made in `folder` with a profile of its own: no macro, no network, no history."""
    letter = folder / "letter.doc"
    letter.write_bytes(data)
    command = [
        program,
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        "--headless",
        "--norestore",
        "--nolockcheck",
        "--infilter=MS Word 97",  # or it takes what is damaged for plain text
        "--convert-to",
        "docx:MS Word 2007 XML",
        "--outdir",
        str(folder),
        str(letter),
    ]
    process = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=folder,
        env={"PATH": os.environ.get("PATH", ""), "HOME": str(folder), "LANG": "C.UTF-8"},
        preexec_fn=_limit,
    )
    try:
        process.wait(_SECONDS)
    except subprocess.TimeoutExpired as error:
        raise ExtractError(
            "timeout", f"{source}: LibreOffice took longer than {_SECONDS:g} seconds. Save it as DOCX or PDF."
        ) from error
    finally:
        _end(process)
    made = folder / "letter.docx"
    if not made.is_file():
        raise ExtractError("corrupt", f"{source}: LibreOffice cannot open it. Save it as DOCX or PDF.")
    return made.read_bytes()


def _limit() -> None:
    """Give the converter a session of its own, so that all it starts can be ended, and limits it can live in."""
    os.setsid()
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (_MAX_WRITTEN, _MAX_WRITTEN))
    resource.setrlimit(resource.RLIMIT_CPU, (int(_SECONDS), int(_SECONDS)))
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, 1024), hard))


def _end(process: subprocess.Popen[bytes]) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
