"""The `foilog` command. Its verbs are named in a table and loaded when they are called, so that help is instant."""

from __future__ import annotations

import sys
from importlib import import_module
from typing import Any

import click

# verb -> where its command is, and what it does in one line
COMMANDS = {
    "parse": ("ingest.cli:parse", "Print what files say, as JSON; nothing is stored."),
    "fetch": ("ingest.fetch_cli:fetch_command", "Fetch the documents of a published log from the web."),
    "ingest": ("ingest.cli:ingest", "Read files and folders into the catalogue."),
    "index": ("index.cli:index", "Bring the search index up to what was ingested."),
    "search": ("index.cli:search", "Search from the command line."),
    "check": ("search_app.check_cli:check", "Find the earlier answers to a request, part by part."),
    "status": ("ingest.cli:status", "Show what is in the data directory, and what could not be read."),
    "export": ("ingest.cli:export", "Write everything published as CSV or JSON lines."),
    "withdraw": ("search_app.withdraw:withdraw", "Take a disclosure out for good."),
    "safety": ("ingest.safety_cli:safety", "Check files for what should not be public, before publication."),
    "release": ("search_app.release:release", "Publish a disclosure that was held."),
    "doctor": ("search_app.doctor:doctor", "Check catalogue, originals and index; repair what can be derived."),
    "backup": ("search_app.doctor:backup", "Save the catalogue and the originals."),
    "restore": ("search_app.doctor:restore", "Bring a backup back."),
    "serve": ("search_app.serve:serve", "Serve the search site."),
    "misses": ("search_app.misses_cli:misses", "Show what people look for and do not find."),
    "evaluate": ("ingest.evaluate_cli:evaluate_command", "Measure what Foilog reads against a careful reader."),
}

# Errors that speak for themselves. Only a module that is loaded can have raised one, so none is loaded for this.
KNOWN_ERRORS = (
    ("corpus.errors", "CatalogueError"),
    ("ingest.errors", "IngestError"),
    ("index.errors", "SearchIndexError"),
    ("index.errors", "QueryError"),
)
INTERRUPTED = 130  # what a shell expects of a program ended by Ctrl-C


class LazyGroup(click.Group):
    """A group whose commands are imported when one is asked for, and whose errors are one line where they are known."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the verbs, in the order of use."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return the command of a verb, or None."""
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name][0].partition(":")
        command: click.Command = getattr(import_module(module), name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the table of verbs without loading any."""
        with formatter.section("Commands"):
            formatter.write_dl([(verb, line) for verb, (_, line) in COMMANDS.items()])

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; a known error becomes one line and exit code 1, an unknown one keeps its traceback."""
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            click.echo("\nStopped. What was done before is kept.", err=True)
            ctx.exit(INTERRUPTED)
        except Exception as error:
            if isinstance(error, _known_errors()):
                raise click.ClickException(str(error)) from error
            raise


def _known_errors() -> tuple[type[Exception], ...]:
    loaded = ((sys.modules.get(module), name) for module, name in KNOWN_ERRORS)
    return tuple(getattr(module, name) for module, name in loaded if module is not None)


@click.command(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="foilog", prog_name="foilog")
def main() -> None:
    """Search what UK public authorities answered to freedom-of-information requests.

    \b
    First steps:
      foilog ingest letters/
      foilog index
      foilog serve
    """
