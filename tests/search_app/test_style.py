"""The look, where it can be measured: contrast, weight, and nothing borrowed from GOV.UK or from other sites."""

from __future__ import annotations

import gzip
import re
import shutil
import subprocess
from pathlib import Path

import pytest

import search_app

ROOT = Path(search_app.__file__).parent.parent
STATIC = Path(search_app.__file__).parent / "static"
STYLE = Path(search_app.__file__).parent / "style"
CSS = (STATIC / "foilog.css").read_text(encoding="utf-8")
LIGHT, DARK = (
    dict(re.findall(r"--([\w-]+): ?(#[0-9a-f]{3,6})", block))
    for block in re.findall(r":root\{(.*?)\}", CSS, re.DOTALL)[:2]
)

INK = ("ink", "soft", "link", "visited")
TEXT = [
    *((front, back) for front in INK for back in ("paper", "sheet", "wash")),
    *(("on-accent", "accent"), ("on-button", "button"), ("on-button", "button-hover"), ("link-hover", "paper")),
    *(("pen-ink", "pen"), ("focus-ink", "focus"), ("red", "sheet"), ("red", "paper")),
    *((colour, f"{colour}-bg") for colour in ("green", "amber", "red", "blue", "violet", "grey")),
]
EDGES = [("edge", "paper"), ("edge", "sheet"), ("focus-ink", "focus"), ("bar", "paper"), ("accent", "focus")]


def luminance(colour):
    digits = colour.lstrip("#")
    digits = "".join(c * 2 for c in digits) if len(digits) == 3 else digits
    parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("theme", [pytest.param(LIGHT, id="light"), pytest.param(DARK, id="dark")])
@pytest.mark.parametrize(
    ("front", "back", "least"),
    [*((front, back, 4.5) for front, back in TEXT), *((front, back, 3.0) for front, back in EDGES)],
)
def test_contrast_meets_wcag_aa(theme, front, back, least):
    assert contrast(theme[front], theme[back]) >= least


def test_black_on_white_is_21():
    assert round(contrast("#000", "#ffffff"), 1) == 21.0


def test_nothing_is_borrowed_or_fetched():
    """The design system allows its components off GOV.UK, and neither the crown nor the typeface."""
    for path in [*STATIC.iterdir(), *STYLE.iterdir()]:
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"url\(|@import|@font-face|GDS Transport|crest|govuk-(?:logo|footer)", text, re.IGNORECASE)
        assert "crown" not in text.replace("no crown", "").casefold()
        assert not re.search(r"https?://(?!www\.w3\.org/2000/svg)\w", text)


def test_the_name_on_the_page_is_our_own(get_page):
    page = get_page("/")
    header = page.xpath("//header")[0].text_content()
    assert "Foilog" in header
    assert "GOV.UK" not in page.text_content()
    assert "not a government service" in page.xpath("//footer")[0].text_content()
    assert not page.xpath("//header//svg")


NO_NODE = not shutil.which("npx") or not (ROOT / "node_modules" / "sass").is_dir()


@pytest.mark.skipif(NO_NODE, reason="the style sheet is compiled with Node: `make css` installs what that needs")
def test_the_style_sheet_is_what_its_source_compiles_to(tmp_path):
    made = tmp_path / "foilog.css"
    sass = ["npx", "sass", "--style=compressed", "--no-source-map", "--load-path=node_modules", "--quiet-deps"]
    subprocess.run([*sass, "search_app/style/foilog.scss", made], cwd=ROOT, check=True)
    assert made.read_text(encoding="utf-8") == CSS


@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/search?limit=100",
        "/search?q=nowhere",
        "/disclosures/parking?q=parking",
        "/help",
        "/vendors",
        "/exemptions",
        "/exemptions/foia-40",
        "/authorities",
        "/check",
        "/about",
        "/accessibility",
        "/privacy",
        "/api",
        "/missing",
    ],
)
def test_page_with_its_style_and_script_is_light(client, address):
    parts = [client.get(address).data, *(path.read_bytes() for path in STATIC.iterdir())]
    assert sum(len(gzip.compress(part)) for part in parts) < 60 * 1024
