"""The table of checks is whole: each kind has a code, a severity, and says what to do."""

import re

import pytest

from corpus.checks import SEVERITIES, checks, person_columns, private_providers


@pytest.mark.parametrize("kind", checks())
def test_a_check_says_what_and_what_to_do(kind):
    found = checks()[kind]
    assert re.fullmatch(r"[SWPET]\d{1,2}", found.code)
    assert found.severity in SEVERITIES
    assert found.what and not found.what.endswith(".")
    assert found.remedy.endswith(".")
    assert found.guidance.startswith("ICO, ")


def test_every_family_of_checks_is_there():
    codes = {found.code for found in checks().values()}
    assert codes >= {f"S{n}" for n in range(1, 11)} | {f"W{n}" for n in range(1, 5)} | {f"P{n}" for n in range(1, 6)}
    assert codes >= {"E1"} | {f"T{n}" for n in range(1, 9)}


@pytest.mark.parametrize(
    ("heading", "column"),
    [("Surname", "surname"), ("First Name", "forename"), ("DOB", "birth"), ("N.I. No", "ni"),
     ("Employee No", "staff-number"),
     ("Home address", "address"), ("Ethnic origin", "ethnicity"), ("Cases", None), ("Name of ward", None)],
)  # fmt: skip
def test_headings_of_tables_about_people(heading, column):
    assert next((c.id for c in person_columns() if c.pattern.fullmatch(heading)), None) == column


def test_role_mailboxes_are_not_private():
    assert "gmail.com" in private_providers()
    assert not [domain for domain in private_providers() if domain.endswith("gov.uk")]
