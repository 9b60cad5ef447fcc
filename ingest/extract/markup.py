"""XML read so that a hostile file gains nothing: no entities, no network, no huge trees."""

from __future__ import annotations

from lxml import etree

from ingest.errors import ExtractError

MAX_BYTES = 40 * 1024 * 1024  # a tree takes ten to thirty times its XML; the body of a 500-page document is 10 MB


def parse_xml(data: bytes, source: str, part: str) -> etree._Element:
    """Return the root element of `data`.

    Raises:
        ExtractError: naming `part`: `corrupt` where it is not well-formed, `too_large` above `MAX_BYTES`.
    """
    if len(data) > MAX_BYTES:
        message = (
            f"{source}: its part {part} is larger than {MAX_BYTES // 1024 // 1024} MB. Split it into smaller files."
        )
        raise ExtractError("too_large", message)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        message = f"{source}: the file is damaged: its part {part} is not readable XML ({error}). Save it again."
        raise ExtractError("corrupt", message) from error
    return root
