"""Every check catches the file made for it and not its innocent twin; and what was hidden is never text."""

import leaky
import pytest
from leaky import CASES, SECRET
from leaky_looks import LOOKS

from corpus.checks import SEVERITIES, checks
from corpus.rows import flatten
from ingest.extract import extract_bytes
from ingest.work import checked


def findings_of(data):
    document = checked(extract_bytes(data, "file"))
    return document, [finding for *_, part in flatten([document]) for finding in part.findings]


@pytest.mark.parametrize(("kind", "leak", "twin"), [pytest.param(c[0], c[2], c[3], id=c[1]) for c in [*CASES, *LOOKS]])
def test_each_check_catches_and_leaves_its_twin_alone(kind, leak, twin):
    document, found = findings_of(leak())
    assert kind in {finding.kind for finding in found}
    for finding in found:
        assert SECRET not in finding.text_shown and "SECRET" not in finding.text_shown
        assert finding.action in SEVERITIES
    if checks()[kind].code[0] in "SWP":
        assert "SECRET" not in "".join(part.text for *_, part in flatten([document]))
    _, found = findings_of(twin())
    assert kind not in {finding.kind for finding in found}


def test_every_check_has_a_case():
    assert {case[0] for case in CASES} == set(checks())


def test_what_is_shown_stays():
    """Leaving out what is hidden takes nothing else away."""
    cut = extract_bytes(leaky.page(lambda c: leaky.in_part(c, True)), "x").text
    assert cut.split("\n")[-1].split() == ["The", "officer", "was", "and", "she", "left"]
    assert "Ward 3" in extract_bytes(leaky.page(leaky.table), "x").text
    assert extract_bytes(leaky.page(leaky.under_picture), "x").text.endswith(SECRET)
    assert SECRET in extract_bytes(leaky.layered(False), "x").text
    shown = extract_bytes(leaky.workbook(leaky.hide_column), "x").text
    assert "Ward 3\t3" in shown and "n3" not in shown
    assert "Ward 58\t58" in extract_bytes(leaky.workbook(leaky.hide_rows), "x").text


def test_fewer_than_fifty_hidden_rows_are_a_warning_only():
    _, found = findings_of(leaky.workbook(lambda made: leaky.hide_rows(made, 10)))
    assert [(f.kind, f.action) for f in found] == [("hidden_cells", "warn")]
