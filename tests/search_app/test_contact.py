"""Whom to tell: named by whoever runs the site, checked before it starts."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from search_app.app import build_app
from search_app.contact import Contact, read_contact
from search_app.serve import serve


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("foi@example.org", Contact("foi@example.org", "mailto:foi@example.org")),
        ("https://example.org/report", Contact("https://example.org/report", "https://example.org/report")),
        ("", None),
        ("javascript:alert(1)", ValueError),
        ("foi@example.org?cc=a@b.c", ValueError),
        ("call us", ValueError),
    ],
)
def test_read_contact(said, expected):
    if expected is ValueError:
        with pytest.raises(ValueError, match="is no contact"):
            read_contact(said)
    else:
        assert read_contact(said) == expected


@pytest.mark.parametrize("address", ["/about", "/accessibility", "/privacy"])
def test_a_page_leads_to_the_contact(data_dir, monkeypatch, address):
    monkeypatch.setenv("FOILOG_CONTACT", "foi@example.org")
    assert 'href="mailto:foi@example.org"' in build_app(data_dir).test_client().get(address).get_data(as_text=True)


def test_a_bad_contact_is_told_before_the_site_starts(data_dir, monkeypatch):
    monkeypatch.setenv("FOILOG_CONTACT", "call us")
    result = CliRunner().invoke(serve, ["--data-dir", str(data_dir)])
    assert result.exit_code == 1
    assert result.output.startswith("Error: FOILOG_CONTACT: 'call us' is no contact")
