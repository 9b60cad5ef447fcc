"""`foilog serve`: the site on this machine, under gunicorn (waitress on Windows)."""

from __future__ import annotations

import errno
import socket
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import click

from corpus.datadir import DataDir

if TYPE_CHECKING:
    from flask import Flask

TIMEOUT = 20  # seconds; a worker stuck on one request for longer is ended and replaced


@click.command(context_settings={"help_option_names": ["-h", "--help"]}, epilog="Example: foilog serve --port 8080")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on; 0.0.0.0 for every network.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="Port to listen on.")
@click.option("--workers", default=2, show_default=True, type=click.IntRange(1, 64), help="Processes that answer.")
@click.option(
    "--metrics-port", default=None, type=click.IntRange(1, 65535), help="Give figures for Prometheus on this port too."
)
@click.option("--metrics-host", default="127.0.0.1", show_default=True, help="Address of that port.")
@click.option("--json-logs", is_flag=True, help="Write what goes wrong as JSON, one object a line.")
@click.option(
    "--data-dir",
    type=click.Path(path_type=Path, file_okay=False),
    default=None,
    help="Data directory [default: $FOILOG_DATA, or ./var].",
)
def serve(
    host: str,
    port: int,
    workers: int,
    metrics_port: int | None,
    metrics_host: str,
    json_logs: bool,
    data_dir: Path | None,
) -> None:
    """Serve the search site until Ctrl-C.

    FOILOG_CONTACT, an e-mail or web address, is shown to visitors who want to report something.
    """
    _check_contact()
    data = DataDir(data_dir)
    total = _ready(data)
    _check_free(host, port)
    metrics = (metrics_host, metrics_port) if metrics_port else None
    if metrics:
        _check_metrics(*metrics, port)
    click.echo(f"Foilog is at {_address(host, port)} ({total:,} answered requests). Ctrl-C stops it.")
    click.echo("Try a search for parking fines, or open /exemptions to see what was withheld and why.")
    if metrics:
        click.echo(f"Figures for Prometheus are at {_address(*metrics)}")
    from search_app import create_app

    app = create_app(data.path)
    if json_logs:
        from search_app.logs import log_json

        log_json(app.logger)
    binds = [_bind(host, port), *([_bind(*metrics)] if metrics else [])]
    if sys.platform == "win32":
        _run_waitress(app, binds, metrics_port)
    else:
        from search_app.gunicorn_server import run

        run(app, binds, workers, TIMEOUT, json_logs=json_logs, metrics_port=metrics_port)


def _check_contact() -> None:
    """End with one line where the contact that the environment names is none."""
    from search_app.contact import VARIABLE, read_contact

    try:
        read_contact()
    except ValueError as error:
        raise click.ClickException(f"{VARIABLE}: {error}") from error


def _ready(data: DataDir) -> int:
    """Return how many disclosures can be searched, or end with what has to be done first."""
    from corpus.errors import CatalogueError
    from index.errors import SearchIndexError
    from index.request import SearchRequest
    from search_app.stores import DataDirStores

    stores = DataDirStores(data)
    try:
        stores.disclosure("-")  # opens the catalogue: an index alone cannot show a single answer
        return stores.search(SearchRequest(limit=1)).total
    except (SearchIndexError, CatalogueError) as error:
        raise click.ClickException(str(error)) from error


def _check_free(host: str, port: int, option: str = "--port") -> None:
    """End with one clear line where the port cannot be had, before any worker starts."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        if sys.platform != "win32":  # as gunicorn does: a port that was let go of a moment ago is free
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise click.ClickException(_why_not(error, host, port, option)) from error


def _check_metrics(host: str, port: int, site_port: int) -> None:
    """End with one clear line where figures cannot be given on this port."""
    if find_spec("prometheus_client") is None:
        raise click.ClickException("--metrics-port needs prometheus-client: pip install prometheus-client")
    if port == site_port:
        raise click.ClickException("--metrics-port must not be the port of the site: visitors would see the figures.")
    _check_free(host, port, "--metrics-port")


def _why_not(error: OSError, host: str, port: int, option: str) -> str:
    """Say why an address cannot be listened on, and what to do."""
    if isinstance(error, socket.gaierror) or error.errno == errno.EADDRNOTAVAIL:
        return (
            f"{host} is no address of this machine ({error.strerror}). "
            "Use --host 127.0.0.1 for this machine alone, or 0.0.0.0 for every network."
        )
    other = 8000 if port < 1024 else port - 1 if port == 65535 else port + 1
    cure = "Take" if error.errno == errno.EACCES else "Stop what uses it, or take"
    make = f" (make run PORT={other})" if option == "--port" else ""
    return (
        f"Port {port} on {host} cannot be used ({error.strerror}). {cure} another: foilog serve {option} {other}{make}"
    )


def _bind(host: str, port: int) -> str:
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def _address(host: str, port: int) -> str:
    shown = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)
    return f"http://{shown}:{port}/"


def _run_waitress(app: Flask, binds: list[str], metrics_port: int | None) -> None:
    import waitress

    if metrics_port:
        from search_app.metrics import add_metrics

        add_metrics(app, metrics_port)
    waitress.serve(app, listen=" ".join(binds), threads=4, ident=None)
