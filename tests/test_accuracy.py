"""`make evaluate` writes what it measured into the README's table, and touches nothing else."""

from __future__ import annotations

import pytest
from accuracy import rewritten

README = """# A

| what | sample, 2 letters | second sample, 1, first seen | second sample, now |
| --- | --- | --- | --- |
| regime | 0.100 | 0.200 | 0.300 |
| kind | 0.400 | 0.500 | 0.600 |

| other | sample |
| --- | --- |
| regime | 0.100 |
"""


def test_only_the_measured_columns_of_the_table_change() -> None:
    figures = {"sample": {"regime": 1.0, "kind": 0.98765}, "second sample, now": {"regime": 0.5, "kind": 0.25}}
    wanted = README.replace("| regime | 0.100 | 0.200 | 0.300 |", "| regime | 1.000 | 0.200 | 0.500 |")
    wanted = wanted.replace("| kind | 0.400 | 0.500 | 0.600 |", "| kind | 0.988 | 0.500 | 0.250 |")
    assert rewritten(README, figures) == wanted


def test_a_line_that_was_not_measured_is_named() -> None:
    with pytest.raises(ValueError, match="`kind` stands in the accuracy table"):
        rewritten(README, {"sample": {"regime": 1.0}})


def test_a_readme_without_the_table_is_refused() -> None:
    with pytest.raises(ValueError, match="no accuracy table"):
        rewritten("# A\n", {"sample": {"regime": 1.0}})
