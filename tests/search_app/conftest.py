"""The site over the made-up collection, for a client and for a browser; a fetcher that checks each page it fetches."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from lxml import html
from made_up import awkward, collection
from promises import check_page
from werkzeug.serving import make_server

from corpus.catalogue import Catalogue
from corpus.records import Disclosure, State
from index.build import update_index
from index.match.build import update_matching
from index.match.files import match_path
from search_app.app import build_app


@pytest.fixture(scope="session")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a data directory with the collection, indexed, its originals in place."""
    path = tmp_path_factory.mktemp("data") / "var"
    with Catalogue.open(path) as catalogue:
        for item in collection():
            state = State.HELD if item.id == "heldback" else State.PUBLISHED
            original = path.parent / "original.txt"
            original.write_text(item.reading.text, encoding="utf-8")
            catalogue.data.store_original(original, item.documents[0].sha256)
            catalogue.put(Disclosure(item.id, state, item.documents, item.reading, ingested_at=item.ingested_at))
        catalogue.withdraw("takendown", "asked for")
        update_index(catalogue, path / "index")
        update_matching(catalogue, match_path(catalogue.data))
    return path


@pytest.fixture(scope="session")
def site(data_dir: Path) -> Iterator[str]:
    """Return the address of the site, served on this machine for a browser."""
    with _served(data_dir) as address:
        yield address


@pytest.fixture(scope="session")
def awkward_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Return the address of a site of answers that strain its pages."""
    path = tmp_path_factory.mktemp("awkward") / "var"
    with Catalogue.open(path) as catalogue:
        for item in awkward():
            catalogue.put(item)
        update_index(catalogue, path / "index")
    with _served(path) as address:
        yield address


@contextmanager
def _served(data_dir: Path) -> Iterator[str]:
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = make_server("127.0.0.1", 0, build_app(data_dir), threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def app(data_dir: Path) -> Flask:
    return build_app(data_dir)


@pytest.fixture
def client(app: Flask) -> Iterator[FlaskClient]:
    with app.test_client() as client:
        yield client


@pytest.fixture
def get_page(client: FlaskClient) -> Callable[..., html.HtmlElement]:
    """Return a function that fetches a page, checks all that every page owes its reader, and gives it parsed."""

    def fetch(address: str, status: int = 200) -> html.HtmlElement:
        response = client.get(address)
        assert response.status_code == status, f"{address} answered {response.status_code}"
        return check_page(response)

    return fetch


@pytest.fixture
def post_page(client: FlaskClient) -> Callable[..., html.HtmlElement]:
    """Return a function that posts a form and gives the page that answers, checked like any other."""

    def post(address: str, status: int = 200, **fields: object) -> html.HtmlElement:
        response = client.post(address, data=fields)
        assert response.status_code == status
        assert response.headers["Cache-Control"] == "no-store"
        return check_page(response)

    return post
