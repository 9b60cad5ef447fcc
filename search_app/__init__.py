"""The search site: pages, API, exports and feeds over the catalogue and the index."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask


def create_app(data_dir: str | Path | None = None) -> Flask:
    """Return the site over one data directory (`FOILOG_DATA`, or `./var`, where none is given).

    Flask is imported here and not above: the command line lives in this package, and `foilog --help` must not pay
    for a web framework.
    """
    from search_app.app import build_app

    return build_app(data_dir)
