"""XML read so that a hostile file gains nothing: no entities, no network, no huge trees."""

from __future__ import annotations

from lxml import etree

from ingest.errors import ExtractError


def parse_xml(data: bytes, source: str, part: str) -> etree._Element:
    """Return the root element of `data`.

    Raises:
        ExtractError: `corrupt`, naming `part`, where it is not well-formed.
    """
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        message = f"{source}: the file is damaged: its part {part} is not readable XML ({error}). Save it again."
        raise ExtractError("corrupt", message) from error
    return root
