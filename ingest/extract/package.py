"""Office Open XML packages: parts found by their relationships, for their names are a convention only."""

from __future__ import annotations

import posixpath
from typing import NamedTuple

from lxml import etree

from ingest.extract.archive import Archive
from ingest.extract.markup import parse_xml


class Target(NamedTuple):
    """What a relationship leads to: the last word of its type, and the part's path in the archive."""

    kind: str
    path: str


class Package:
    """The parts of one file."""

    def __init__(self, data: bytes, source: str, default: str) -> None:
        """Open a package; its main part is `default` where its relationships do not tell."""
        self._archive = Archive(data, source)
        self._source = source
        self.names = self._archive.names
        found = [target.path for target in self.targets("").values() if target.kind == "officeDocument"]
        self.main = found[0] if found and found[0] in self.names else default

    def bytes(self, part: str) -> bytes:
        """Return a part as it is."""
        return self._archive.read(part)

    def xml(self, part: str) -> etree._Element:
        """Return the root element of a part."""
        return parse_xml(self._archive.read(part), self._source, part)

    def targets(self, part: str) -> dict[str, Target]:
        """Return what a part ("" for the package) relates to within the archive, by id."""
        folder, name = posixpath.split(part)
        relations = posixpath.join(folder, "_rels", f"{name}.rels")
        if relations not in self.names:
            return {}
        return {
            relation.get("Id", ""): Target(
                relation.get("Type", "").rpartition("/")[2], _resolved(folder, relation.get("Target", ""))
            )
            for relation in self.xml(relations)
            if relation.get("TargetMode") != "External"
        }


def _resolved(folder: str, target: str) -> str:
    return target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
