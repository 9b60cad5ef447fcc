"""The look, where it can be measured: contrast, weight, and nothing borrowed from GOV.UK or from other sites."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest

import search_app

STATIC = Path(search_app.__file__).parent / "static"
CSS = (STATIC / "foilog.css").read_text(encoding="utf-8")
LIGHT, DARK = (
    dict(re.findall(r"--([\w-]+): (#[0-9a-f]{3,6})", block))
    for block in re.findall(r":root \{(.*?)\}", CSS, re.DOTALL)[:2]
)

TEXT = [
    ("ink", "paper"), ("ink", "sheet"), ("ink", "wash"), ("soft", "paper"), ("soft", "sheet"), ("soft", "wash"),
    ("link", "paper"), ("link", "sheet"), ("link", "wash"), ("visited", "paper"), ("visited", "sheet"),
    ("visited", "wash"), ("on-accent", "accent"), ("on-button", "button"), ("pen-ink", "pen"), ("focus-ink", "focus"),
    ("green", "green-bg"), ("amber", "amber-bg"), ("red", "red-bg"), ("blue", "blue-bg"), ("violet", "violet-bg"),
    ("grey", "grey-bg"), ("red", "sheet"),
]  # fmt: skip
EDGES = [("edge", "paper"), ("edge", "sheet"), ("focus-ink", "focus")]


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
    for path in STATIC.iterdir():
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"url\(|@import|@font-face|GDS Transport|crest|crown", text, re.IGNORECASE)
        assert not re.search(r"https?://(?!www\.w3\.org/2000/svg)", text)


@pytest.mark.parametrize("address", ["/", "/search?limit=100", "/disclosures/parking", "/help"])
def test_page_with_its_style_is_light(client, address):
    page = client.get(address).data
    assert len(gzip.compress(page)) + len(gzip.compress(CSS.encode())) < 60 * 1024
