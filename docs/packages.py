"""Write what the lock installs: `licences.md`, a table of every package, and `sbom.cdx.json`, the same for machines.

python docs/packages.py          after the lock changed (`make licences`)

Names and versions come from `requirements.lock`, licences from what each installed package says of itself. A package is
for running where `install_requires` of setup.cfg needs it, directly or through others; else it is for developing.
"""

from __future__ import annotations

import configparser
import csv
import json
import re
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

DOCS = Path(__file__).parent
ROOT = DOCS.parent
LOCK = ROOT / "requirements.lock"
LICENCES = DOCS / "licences.md"
SBOM = DOCS / "sbom.cdx.json"
ADVISORIES = DOCS / "advisories.csv"
_PINNED = re.compile(r"^([A-Za-z0-9_.-]+)==([^ \\;]+)", re.MULTILINE)
HEAD = """# Licences of what is installed

Every package that `requirements.lock` pins, with the licence it states. `make licences` writes this page and
[sbom.cdx.json](sbom.cdx.json), a CycloneDX 1.6 list of the same. Packages for *running* come with Foilog; the others
only with a checkout, for tests and development. Foilog itself is under the MIT licence; credits of its tables are in
[NOTICE](../NOTICE).

"""


@dataclass(frozen=True, slots=True)
class Package:
    """One pinned package. `licence` is as the package states it."""

    name: str
    version: str
    licence: str
    is_expression: bool  # whether the licence is an SPDX expression
    running: bool


@dataclass(frozen=True, slots=True)
class Advisory:
    """A known flaw: versions before `mended_in` have it."""

    package: str
    mended_in: Version
    id: str


def pinned(lock: str) -> dict[str, str]:
    """Return the version of each package of a lock, by its normalised name."""
    return {canonicalize_name(name): version for name, version in _PINNED.findall(lock)}


def required() -> list[Requirement]:
    """Return what setup.cfg says Foilog needs to run."""
    parser = configparser.ConfigParser()
    parser.read(ROOT / "setup.cfg", encoding="utf-8")
    return [Requirement(line) for line in parser["options"]["install_requires"].splitlines() if line.strip()]


def advisories() -> list[Advisory]:
    """Return the known flaws of the packages that are or may be installed."""
    with ADVISORIES.open(encoding="utf-8", newline="") as table:
        return [Advisory(row["package"], Version(row["mended_in"]), row["id"]) for row in csv.DictReader(table)]


def packages(lock: str) -> list[Package]:
    """Return every package of a lock, by name.

    Raises:
        PackageNotFoundError: one is not installed, so its licence cannot be told.
    """
    running = _needed(required())
    found = []
    for name, version in sorted(pinned(lock).items()):
        licence, is_expression = _licence(distribution(name))
        found.append(Package(name, version, licence, is_expression, name in running))
    return found


def _needed(requirements: Iterable[Requirement]) -> set[str]:
    """Return the names of what is needed on this machine, directly or through others."""
    needed: set[str] = set()
    waiting = [r for r in requirements if r.marker is None or r.marker.evaluate()]
    while waiting:
        requirement = waiting.pop()
        name = canonicalize_name(requirement.name)
        if name in needed:
            continue
        needed.add(name)
        extras = ["", *requirement.extras]
        for line in distribution(name).requires or ():
            further = Requirement(line)
            if further.marker is None or any(further.marker.evaluate({"extra": extra}) for extra in extras):
                waiting.append(further)
    return needed


def _licence(package: Distribution) -> tuple[str, bool]:
    """Return the licence a package states, and whether it is an SPDX expression."""
    stated = package.metadata
    if expression := stated.get("License-Expression"):
        return expression, True
    classified = [c.rpartition(" :: ")[2] for c in stated.get_all("Classifier") or () if c.startswith("License ::")]
    named = (stated.get("License") or "").strip().partition("\n")[0]
    if classified == ["MIT License"]:
        return "MIT", True  # releases of one version state it either way
    return "; ".join(classified) or named, False


def licence_page(found: Iterable[Package]) -> str:
    """Return the page of licences."""
    rows = [f"| {p.name} | {p.version} | {p.licence} | {'running' if p.running else 'developing'} |\n" for p in found]
    return HEAD + "| package | version | licence | for |\n| --- | --- | --- | --- |\n" + "".join(rows)


def bill_of_materials(found: Iterable[Package]) -> str:
    """Return the packages as a CycloneDX 1.6 document. It names no time, so that the same lock gives the same bytes."""
    components = []
    for package in found:
        purl = f"pkg:pypi/{package.name}@{package.version}"
        licence = {"expression": package.licence} if package.is_expression else {"license": {"name": package.licence}}
        components.append(
            {
                "type": "library",
                "bom-ref": purl,
                "name": package.name,
                "version": package.version,
                "purl": purl,
                "scope": "required" if package.running else "excluded",
                "licenses": [licence],
            }
        )
    application = {
        "type": "application",
        "bom-ref": "foilog",
        "name": "foilog",
        "licenses": [{"license": {"id": "MIT"}}],
    }
    document = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": application},
        "components": components,
    }
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def main() -> None:
    """Write both files."""
    try:
        found = packages(LOCK.read_text("utf-8"))
    except PackageNotFoundError as error:
        sys.exit(f"{error.name} is in the lock and is not installed: run `make run` or `make lint` first.")
    LICENCES.write_text(licence_page(found), "utf-8")
    SBOM.write_text(bill_of_materials(found), "utf-8")
    print(f"{LICENCES.name} and {SBOM.name} hold {len(found)} packages.")


if __name__ == "__main__":
    main()
