"""Fetching a published log from the web: its listing pages, and the documents they link. Polite, bounded, resumable.

One request at a time, as robots.txt allows, to one host, never to a private address. What was fetched before is asked
for with its tag or date, and comes again only where it changed.
"""

from __future__ import annotations

import hashlib
import ipaddress
import json
import os
import re
import socket
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

import httpx
from protego import Protego

from ingest.errors import IngestError
from ingest.extract.links import FUNCTION, Links
from ingest.sandbox import run_limited

STATE = ".foilog-fetch.json"
_BLOCK = 64 * 1024
_MAX_REDIRECTS = 5
_MAX_PAGE = 5 * 1024 * 1024
_MAX_ROBOTS = 512 * 1024
_BUSY = (429, 503)
_TRIES = 3


class FetchError(IngestError):
    """A fetch that cannot go on: what it was refused, and by whom."""


@dataclass(frozen=True, slots=True)
class Policy:
    """How much is fetched, and how politely."""

    max_pages: int = 50
    max_files: int = 1_000
    max_bytes: int = 100 * 1024 * 1024  # of one document
    max_total: int = 2 * 1024 * 1024 * 1024  # of a run
    delay: float = 1.0  # seconds between two requests
    patience: float = 120.0  # seconds one is asked to wait, at most
    seconds: float = 30.0  # for one answer
    allow_private: bool = False
    contact: str = ""

    @property
    def agent(self) -> str:
        """Return how requests call themselves."""
        return f"foilog/{version('foilog')}" + (f" (+{self.contact})" if self.contact else "")


@dataclass(slots=True)
class FetchReport:
    """What a fetch did."""

    pages: int = 0
    saved: list[str] = field(default_factory=list)
    unchanged: int = 0
    failed: list[str] = field(default_factory=list)
    stopped: str = ""  # why it ended before all was seen


def fetch(url: str, target: Path, policy: Policy, say: Callable[[str], None] = lambda _: None) -> FetchReport:
    """Fetch the documents that `url` and its further pages link into the folder `target`, and return what was done.

    Raises:
        FetchError: the address is none, robots.txt forbids it, or its first page cannot be had.
    """
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise FetchError(f"{url} is no web address. Give one that begins with https://.")
    target.mkdir(parents=True, exist_ok=True)
    headers = {"User-Agent": policy.agent, "Accept-Encoding": "gzip, identity"}
    with httpx.Client(headers=headers, timeout=policy.seconds, follow_redirects=False, trust_env=False) as client:
        return _Fetch(client, parts.hostname, target, policy, say).run(url)


class _Fetch:
    """One fetch in progress."""

    def __init__(
        self, client: httpx.Client, host: str, target: Path, policy: Policy, say: Callable[[str], None]
    ) -> None:
        self.report = FetchReport()
        self._client, self._host, self._target, self._policy, self._say = client, host, target, policy, say
        self._state = _load(target / STATE)
        self._robots: dict[str, Protego | None] = {}
        self._last = 0.0
        self._total = 0

    def run(self, url: str) -> FetchReport:
        todo, seen = deque([url]), {url}
        documents: dict[str, bool] = {}  # whether it was asked for
        while todo and not self.report.stopped:
            if self.report.pages >= self._policy.max_pages:
                self.report.stopped = f"only the first {self._policy.max_pages} listing pages were read (--max-pages)"
                break
            address = todo.popleft()
            try:
                links = self._page(address)
            except FetchError as error:
                if self.report.pages == 0:
                    raise
                self.report.failed.append(str(error))
                continue
            self.report.pages += 1
            for document in links.documents:
                documents.setdefault(document, False)
            self._documents(documents)
            for page in links.pages:
                if page not in seen and urlsplit(page).hostname == self._host:
                    seen.add(page)
                    todo.append(page)
        return self.report

    def _documents(self, documents: dict[str, bool]) -> None:
        for address in [address for address, done in documents.items() if not done]:
            if self.report.stopped:
                return
            documents[address] = True
            if len(self.report.saved) + self.report.unchanged >= self._policy.max_files:
                self.report.stopped = f"only the first {self._policy.max_files} documents were fetched (--max-files)"
                return
            try:
                self._document(address)
            except FetchError as error:
                self.report.failed.append(str(error))

    def _page(self, address: str) -> Links:
        status, _, data, at = self._get(address, {}, _MAX_PAGE)
        if status != 200:
            raise FetchError(f"{address}: answered {status}. Check the address.")
        try:
            found: Links = run_limited(FUNCTION, (data, at), seconds=20)
        except IngestError as error:
            raise FetchError(f"{address}: its links cannot be read ({error})") from error
        return found

    def _document(self, address: str) -> None:
        known = self._state.get(address, {})
        asked = {}
        if known and (self._target / known["file"]).is_file():
            asked = {name: known[key] for name, key in _CONDITIONS.items() if known.get(key)}
        status, headers, data, _ = self._get(address, asked, self._policy.max_bytes)
        if status == 304:
            self.report.unchanged += 1
            return
        if status != 200:
            raise FetchError(f"{address}: answered {status}, and was left out")
        sha256 = hashlib.sha256(data).hexdigest()
        name = known.get("file") or _name(address, {entry["file"] for entry in self._state.values()})
        if known.get("sha256") == sha256 and (self._target / name).is_file():
            self.report.unchanged += 1
        else:
            _write(self._target / name, data)
            self.report.saved.append(name)
            self._say(f"{name} ({len(data):,} bytes)")
        tag, modified = headers.get("etag", ""), headers.get("last-modified", "")
        self._state[address] = {"file": name, "sha256": sha256, "etag": tag, "modified": modified}
        _write(self._target / STATE, json.dumps(self._state, indent=1, sort_keys=True).encode())

    def _get(self, address: str, headers: dict[str, str], limit: int) -> tuple[int, httpx.Headers, bytes, str]:
        """Return status, headers, body and the last address, through redirects on the same host."""
        for _ in range(_MAX_REDIRECTS + 1):
            if urlsplit(address).hostname != self._host:
                raise FetchError(f"{address}: is on another host than {self._host}, and was left out")
            self._check_robots(address)
            status, received, data = self._ask(address, headers, limit)
            if status not in (301, 302, 303, 307, 308) or "location" not in received:
                return status, received, data, address
            address = urljoin(address, received["location"])
        raise FetchError(f"{address}: is redirected more than {_MAX_REDIRECTS} times, and was left out")

    def _ask(self, address: str, headers: dict[str, str], limit: int) -> tuple[int, httpx.Headers, bytes]:
        """Make one request, again where the server asks for patience."""
        for attempt in range(_TRIES):
            self._wait()
            self._check_address(address)
            try:
                with self._client.stream("GET", address, headers=headers) as response:
                    self._check_peer(response, address)
                    if response.status_code not in _BUSY:
                        return response.status_code, response.headers, self._body(response, address, limit)
                    pause = _retry_after(response.headers.get("retry-after", ""), 2.0**attempt)
            except (httpx.HTTPError, httpx.InvalidURL) as error:
                raise FetchError(f"{address}: no answer ({type(error).__name__}), and was left out") from error
            if pause > self._policy.patience:
                break
            self._say(f"{self._host} asks to wait {pause:g} s")
            time.sleep(pause)
        self.report.stopped = f"{self._host} asked to stop for a while: run the same command again later"
        raise FetchError(f"{address}: {self.report.stopped}")

    def _body(self, response: httpx.Response, address: str, limit: int) -> bytes:
        parts: list[bytes] = []
        size = 0
        for block in response.iter_bytes(_BLOCK):
            size += len(block)
            self._total += len(block)
            if size > limit:
                raise FetchError(f"{address}: is larger than {limit:,} bytes, and was left out")
            if self._total > self._policy.max_total:
                self.report.stopped = f"{self._policy.max_total:,} bytes were fetched, which is the most for one run"
                raise FetchError(f"{address}: {self.report.stopped}")
            parts.append(block)
        return b"".join(parts)

    def _wait(self) -> None:
        robots = self._robots.get("rules")
        delay = max(self._policy.delay, float(robots.crawl_delay(self._policy.agent) or 0) if robots else 0.0)
        pause = self._last + min(delay, self._policy.patience) - time.monotonic()
        if self._last and pause > 0:
            time.sleep(pause)
        self._last = time.monotonic()

    def _check_robots(self, address: str) -> None:
        if "rules" not in self._robots:
            self._robots["rules"] = None
            parts = urlsplit(address)
            status, _, data = self._ask(f"{parts.scheme}://{parts.netloc}/robots.txt", {}, _MAX_ROBOTS)
            if status >= 500:
                raise FetchError(f"{self._host}: its robots.txt cannot be had ({status}). Try again later.")
            self._robots["rules"] = Protego.parse(data.decode("utf-8", "replace") if status == 200 else "")
        rules = self._robots["rules"]
        if rules is not None and not rules.can_fetch(address, self._policy.agent):
            raise FetchError(f"{address}: robots.txt asks not to fetch it, and it was left out")

    def _check_address(self, address: str) -> None:
        """Refuse a host that is no public one, before anything is sent to it."""
        if self._policy.allow_private:
            return
        parts = urlsplit(address)
        try:
            found = socket.getaddrinfo(parts.hostname, parts.port or 443, type=socket.SOCK_STREAM)
        except OSError as error:
            raise FetchError(f"{address}: there is no host of that name ({error})") from error
        for entry in found:
            _check_public(str(entry[4][0]), address)

    def _check_peer(self, response: httpx.Response, address: str) -> None:
        """Refuse an answer from elsewhere than was looked up: a name may change its address meanwhile."""
        stream = response.extensions.get("network_stream")
        peer = stream.get_extra_info("server_addr") if stream is not None else None
        if peer and not self._policy.allow_private:
            _check_public(str(peer[0]), address)


_CONDITIONS = {"If-None-Match": "etag", "If-Modified-Since": "modified"}


def _check_public(host: str, address: str) -> None:
    if not ipaddress.ip_address(host.partition("%")[0]).is_global:
        raise FetchError(f"{address}: is on a private address ({host}). --allow-private fetches it all the same.")


def _retry_after(value: str, default: float) -> float:
    return float(value) if re.fullmatch(r"\d{1,6}", value.strip()) else default


def _name(address: str, taken: set[str]) -> str:
    """Return a file name for a document: the end of its address, with a hash where another has that name."""
    last = unquote(urlsplit(address).path).rpartition("/")[2]
    plain = re.sub(r"[^\w. ()-]+", "-", last).strip(" .-")[-100:] or "document"
    if plain not in taken:
        return plain
    stem, dot, ending = plain.rpartition(".")
    mark = hashlib.sha256(address.encode()).hexdigest()[:8]
    return f"{stem}-{mark}{dot}{ending}" if dot else f"{plain}-{mark}"


def _load(path: Path) -> dict[str, dict[str, Any]]:
    try:
        found = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _write(path: Path, data: bytes) -> None:
    """Write a file whole or not at all."""
    temporary = path.with_name(f".{path.name}.part")
    with temporary.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)
