"""What an HTML page links to: documents, and the further pages of the same listing. Runs in a limited worker."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urldefrag, urljoin, urlsplit

from lxml import etree, html

from ingest.extract.html import decode_html

FUNCTION = "ingest.extract.links:links_of"
MAX_LINKS = 5_000
_DOCUMENT = re.compile(
    r"\.(?:pdf|docx?|odt|rtf|xlsx?|xlsm|xlsb|ods|csv|tsv|pptx|eml|msg|mbox|zip|txt|jsonl)$", re.IGNORECASE
)
_NEXT = re.compile(r"\s*(?:next|older|more)\b[\w\s]{0,20}|\s*(?:page\s+)?\d{1,4}\s*|\s*[›»→>]+\s*", re.IGNORECASE)
_PAGED = re.compile(r"(?:^|&)(?:page|p|start|offset|pg)=\d+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Links:
    """Absolute addresses, each once, in the order of the page."""

    documents: tuple[str, ...]
    pages: tuple[str, ...]


def links_of(page: tuple[bytes, str]) -> Links:
    """Return the links of a page, given as its bytes and its address."""
    data, address = page
    parser = html.HTMLParser(no_network=True, huge_tree=False, encoding="utf-8")
    try:
        root = html.document_fromstring(decode_html(data).replace("\x00", "").encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, ValueError):
        return Links((), ())
    base = next((element.get("href", "") for element in root.iter("base")), "")
    documents: dict[str, None] = {}
    pages: dict[str, None] = {}
    for number, link in enumerate(root.iter("a", "link")):
        if number >= MAX_LINKS:
            break
        try:
            target = urldefrag(urljoin(urljoin(address, base), (link.get("href") or "").strip()))[0]
            parts = urlsplit(target)
        except ValueError:
            continue
        if parts.scheme not in ("http", "https") or not parts.hostname or target == address:
            continue
        if link.tag == "a" and _DOCUMENT.search(parts.path):
            documents[target] = None
        elif _is_next(link, target, address):
            pages[target] = None
    return Links(tuple(documents), tuple(pages))


def _is_next(link: html.HtmlElement, target: str, address: str) -> bool:
    """Tell whether a link leads to another page of the same listing."""
    if "next" in (link.get("rel") or "").lower().split():
        return True
    here, there = urlsplit(address), urlsplit(target)
    if link.tag != "a" or here.hostname != there.hostname:
        return False
    same = here.path.rstrip("/") == there.path.rstrip("/") and _PAGED.search(there.query) is not None
    below = there.path.startswith(here.path.rstrip("/") + "/") or same
    return same or (below and _NEXT.fullmatch(link.text_content() or "") is not None)
