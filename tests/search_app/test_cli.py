"""The root command: its verbs, its errors in one line, and how it ends."""

from __future__ import annotations

import click
import pytest
from click.testing import CliRunner

from corpus.errors import CatalogueError
from search_app import cli
from search_app.cli import COMMANDS, main

VERBS = [
    "parse", "fetch", "ingest", "index", "search", "check", "status", "export", "withdraw", "safety", "release",
    "doctor", "backup", "restore", "serve", "misses", "evaluate",
]  # fmt: skip


def run(*arguments: str):
    return CliRunner().invoke(main, list(arguments))


def test_help_lists_every_verb_with_what_it_does():
    shown = run("--help").output
    for verb in VERBS:
        assert f"  {verb} " in shown
        assert COMMANDS[verb][1] in shown
    assert list(COMMANDS) == VERBS


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_exists_and_shows_its_help_with_either_option(verb):
    long, short = run(verb, "--help"), run(verb, "-h")
    assert (long.exit_code, long.output) == (0, short.output)
    assert long.output.startswith(f"Usage: foilog {verb}") or long.output.startswith(f"Usage: main {verb}")


@pytest.mark.parametrize("verb", VERBS)
def test_help_has_an_example(verb):
    assert f"Example: foilog {verb}" in run(verb, "--help").output


def test_the_version_is_told():
    assert run("--version").output.startswith("foilog, version 0.")


def test_an_unknown_verb_is_a_usage_error():
    result = run("digest")
    assert result.exit_code == 2
    assert "No such command 'digest'" in result.output


@pytest.mark.parametrize(
    "error,code,shown",
    [
        pytest.param(CatalogueError("var is odd. Do this."), 1, "Error: var is odd. Do this.\n", id="known: one line"),
        pytest.param(KeyboardInterrupt(), 130, "\nStopped. What was done before is kept.\n", id="Ctrl-C"),
    ],
)
def test_how_a_command_ends(monkeypatch, error, code, shown):
    @click.command()
    def failing() -> None:
        raise error

    monkeypatch.setattr(cli.LazyGroup, "get_command", lambda self, ctx, name: failing)
    result = run("status")
    assert (result.exit_code, result.output) == (code, shown)


def test_an_unknown_error_keeps_its_traceback(monkeypatch):
    @click.command()
    def failing() -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(cli.LazyGroup, "get_command", lambda self, ctx, name: failing)
    assert isinstance(run("status").exception, ZeroDivisionError)
