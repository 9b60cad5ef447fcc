"""What is installed: no more than is used, no version with a known flaw, no licence that binds what we publish."""

from __future__ import annotations

import ast
import json
import re
from importlib.metadata import packages_distributions

import pytest
from packages import (
    LICENCES,
    LOCK,
    ROOT,
    SBOM,
    advisories,
    bill_of_materials,
    licence_page,
    packages,
    pinned,
    required,
)
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOMS = ("corpus", "ingest", "index", "search_app")
OPEN_LICENCES = re.compile(r"MIT|BSD|Apache|PSF|Mozilla|MPL|ISC|Zlib|CC0|Python Software|HPND|ZPL|Zope")
WEAK_COPYLEFT = {"python-stdnum": "LGPL: imported unchanged, and replaceable by another version"}


def lowest(requirement: Requirement) -> Version:
    """Return the lowest version that a requirement lets in, "0" where it names none."""
    named = [Version(s.version) for s in requirement.specifier if s.operator in (">=", "==", "~=")]
    return max(named, default=Version("0"))


@pytest.fixture(scope="module")
def found():
    return packages(LOCK.read_text("utf-8"))


def flawed(versions: dict[str, str]) -> list[str]:
    """Return each package, of names with versions, that an advisory says is flawed."""
    return [
        f"{a.package} {versions[a.package]}: {a.id}, mended in {a.mended_in}"
        for a in advisories()
        if a.package in versions and Version(versions[a.package]) < a.mended_in
    ]


def test_the_lock_pins_no_version_with_a_known_flaw():
    assert flawed(pinned(LOCK.read_text("utf-8"))) == []


def test_a_version_with_a_known_flaw_is_refused():
    assert flawed({"flask": "3.1.2", "jinja2": "3.1.6"}) == ["flask 3.1.2: CVE-2026-27205, mended in 3.1.3"]


def test_setup_lets_no_flawed_version_of_what_it_names_in():
    """A wheel is installed without the lock, so that its own floors must hold."""
    floors = {canonicalize_name(r.name): str(lowest(r)) for r in required()}
    assert flawed(floors) == []


def test_every_advisory_is_of_something_we_may_install():
    known = {*pinned(LOCK.read_text("utf-8")), *(canonicalize_name(r.name) for r in required())}
    assert {a.package for a in advisories()} <= known
    assert all(re.fullmatch(r"CVE-\d{4}-\d{4,}|GHSA(-\w{4}){3}|PYSEC-\d{4}-\d+", a.id) for a in advisories())


def test_every_package_we_name_is_used():
    imported, strings = set(), set()
    for room in ROOMS:
        for path in (ROOT / room).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(node, ast.Import):
                    imported |= {name.name.partition(".")[0] for name in node.names}
                elif isinstance(node, ast.ImportFrom):
                    imported.add((node.module or "").partition(".")[0])
                elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                    strings.add(node.value)
    modules: dict[str, set[str]] = {}
    for module, distributions in packages_distributions().items():
        for name in distributions:
            modules.setdefault(canonicalize_name(name), set()).add(module)
    names = {canonicalize_name(r.name) for r in required()}
    unused = {name for name in names if not modules.get(name, {name}) & (imported | strings)}  # one is for Windows only
    assert unused == set()


def test_every_licence_is_stated_and_open(found):
    bound = {
        p.name for p in found if not OPEN_LICENCES.search(p.licence) or re.search(r"\bA?GPL|General Public", p.licence)
    }
    assert bound == set(WEAK_COPYLEFT)


def test_the_licence_page_and_the_bill_of_materials_are_up_to_date(found):
    assert LICENCES.read_text("utf-8") == licence_page(found), "run `make licences`"
    assert SBOM.read_text("utf-8") == bill_of_materials(found), "run `make licences`"


def test_the_bill_of_materials_has_what_cyclonedx_asks_for(found):
    document = json.loads(bill_of_materials(found))
    assert (document["bomFormat"], document["specVersion"]) == ("CycloneDX", "1.6")
    references = [component["bom-ref"] for component in document["components"]]
    assert len(set(references)) == len(references) == len(pinned(LOCK.read_text("utf-8")))
    assert {c["scope"] for c in document["components"]} == {"required", "excluded"}
