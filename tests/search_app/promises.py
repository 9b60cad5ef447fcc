"""What every page of the site owes its reader, checked on each page a test fetches."""

from __future__ import annotations

import re
from itertools import pairwise

from lxml import html
from werkzeug.test import TestResponse


def check_page(response: TestResponse) -> html.HtmlElement:
    """Return the parsed page of a response that keeps every promise of the site."""
    assert response.content_type == "text/html; charset=utf-8"
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "Set-Cookie" not in response.headers
    page = html.document_fromstring(response.get_data(as_text=True))
    assert page.get("lang") == "en-GB"
    headings = [text_of(h) for h in page.xpath("//h1")]
    assert len(headings) == 1
    assert " ".join(page.findtext(".//title").split()).startswith(headings[0][:100])
    levels = [int(heading.tag[1]) for heading in page.xpath("//h1|//h2|//h3|//h4|//h5|//h6")]
    levels = levels[levels.index(1) :]  # an error summary stands above the h1, as in every public service
    assert all(after <= before + 1 for before, after in pairwise(levels)), levels
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids)), sorted(i for i in ids if ids.count(i) > 1)
    for control in page.xpath("//input[not(@type='hidden')]|//select|//textarea"):
        assert page.xpath("//label[@for=$id]", id=control.get("id")), f"no label for {control.get('name')}"
    for fragment in page.xpath("//a[starts-with(@href, '#')]/@href"):
        assert fragment[1:] in ids, f"{fragment} leads nowhere"
    assert not page.xpath("//iframe|//@style|//@*[starts-with(name(), 'on')]")
    assert all(s.get("src") or s.get("type") == "application/ld+json" for s in page.xpath("//script"))
    loaded = page.xpath("//link[@rel='stylesheet' or @rel='icon']/@href|//img/@src|//script/@src")
    assert all(re.match(r"/static/", address) for address in loaded)
    return page


def text_of(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())
