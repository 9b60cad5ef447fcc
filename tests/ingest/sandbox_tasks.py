"""What the sandbox tests ask of a worker. Not tests: named here so that a child process can import them."""

import os
import signal
import time
from pathlib import Path

from corpus.rows import flatten
from ingest.errors import ExtractError
from ingest.extract import extract_bytes
from ingest.work import checked
from ingest.worker import more_time


def double(item: int) -> int:
    return item * 2


def misbehave(item: str) -> str:
    """Do what the item says, and return it where that leaves the worker alive."""
    if item == "hang":
        time.sleep(60)
    if item == "steps":
        for _ in range(6):
            more_time()
            time.sleep(0.2)
    if item == "crash":
        os.kill(os.getpid(), signal.SIGSEGV)
    if item == "memory":
        return str(len(bytearray(8 << 30)))
    if item == "raise":
        raise ZeroDivisionError("one over nothing")
    if item == "refuse":
        raise ExtractError("encrypted", "letter.pdf: is password-protected.")
    if item == "recurse":
        return misbehave(item)
    if item == "flood":
        return "x" * (80 << 20)
    return item


def be_killed(trace: str) -> int:
    """End as where the kernel is short of memory, the first time or always; return how often it has begun."""
    name, _, often = trace.partition("|")
    path = Path(name)
    begun = path.stat().st_size + 1 if path.exists() else 1
    path.write_text("x" * begun)
    if often == "always" or begun == 1:
        os.kill(os.getpid(), signal.SIGKILL)
    return begun


def whoami(item: object) -> int:
    return os.getpid()


def wrong_with(data: bytes) -> str:
    """Return what is wrong with what an extractor makes of these bytes, "" where nothing is."""
    document = checked(extract_bytes(data, "fuzz"))
    for *_, part in flatten([document]):
        if [page.number for page in part.pages] != list(range(1, len(part.pages) + 1)):
            return f"pages are numbered {[page.number for page in part.pages]}"
        for page in part.pages:
            page.text.encode()
            if wrong := set(page.text) & {"\f", "\r", "\x00", "\u200b", "\xa0"}:
                return f"page {page.number} holds {wrong}"
        if any(finding.action not in ("none", "warn", "hold") for finding in part.findings):
            return "a finding without severity"
    return ""
