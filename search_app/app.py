"""The application factory: the stores, the blueprints, the headers every answer carries, the error pages."""

from __future__ import annotations

from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from flask import Flask, Response, current_app, request
from jinja2 import ChoiceLoader, FileSystemLoader, PackageLoader, PrefixLoader

from corpus.datadir import DataDir
from search_app import (
    api,
    authority_pages,
    check_page,
    discovery,
    errors,
    exemption_pages,
    exports,
    feeds,
    health,
    pages,
    vendor_pages,
    wording,
)
from search_app.compression import compress
from search_app.contact import read_contact
from search_app.marking import foreign
from search_app.stores import DataDirStores, Stores

SECURITY_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), browsing-topics=()",
    "X-Frame-Options": "DENY",
}
MAX_ADDRESS = 8_000  # bytes of query string: more than any search made with the form


def build_app(data_dir: str | Path | None = None, stores: Stores | None = None) -> Flask:
    """Return the site over a data directory, or over the stores given."""
    app = Flask("search_app", static_folder="static", template_folder="templates")
    app.config.update(MAX_CONTENT_LENGTH=64 * 1024, SEND_FILE_MAX_AGE_DEFAULT=86_400)
    app.extensions["foilog_version"] = tool_version()
    app.extensions["foilog"] = stores or DataDirStores(DataDir(data_dir))
    components = PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")})
    app.jinja_loader = ChoiceLoader([FileSystemLoader(Path(__file__).parent / "templates"), components])
    check_page.register_checker(app.extensions, DataDir(data_dir))
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters.update(
        foreign=foreign,
        words=wording.date_in_words,
        size=wording.size_in_words,
        outcome=wording.outcome_label,
        plain=wording.plain,
        file_kind=wording.file_kind,
        percent=wording.percent,
        authority_type=wording.authority_type_label,
    )
    app.jinja_env.globals.update(
        counted=wording.counted,
        outcome_meanings=wording.OUTCOME_MEANINGS,
        laws=wording.LAWS,
        citation_statuses=wording.CITATION_STATUSES,
        tool_version=tool_version(),
        site_places=wording.PLACES,
        contact=read_contact(),
        asset=_asset_addresses(Path(app.static_folder or "")).__getitem__,
    )
    for module in (
        pages,
        exemption_pages,
        vendor_pages,
        authority_pages,
        exports,
        feeds,
        api,
        check_page,
        discovery,
        health,
    ):
        app.register_blueprint(module.blueprint)
    errors.register(app)
    app.before_request(_refuse_long_address)
    app.after_request(compress)  # the last registered runs first: an ETag is made of the page, then the page is packed
    app.after_request(_secure)
    return app


def tool_version() -> str:
    """Return the installed version of Foilog, or "unreleased" when it runs from a bare source tree."""
    try:
        return version("foilog")
    except PackageNotFoundError:
        return "unreleased"


def _asset_addresses(folder: Path) -> dict[str, str]:
    """Return each static file's address with a piece of its hash, so that a browser may keep it until it changes."""
    return {p.name: f"/static/{p.name}?v={sha256(p.read_bytes()).hexdigest()[:10]}" for p in folder.iterdir()}


def _refuse_long_address() -> Response | None:
    if len(request.query_string) > MAX_ADDRESS:
        return errors.problem_response(414, "This address is too long", "Use fewer filters or fewer search words.")
    return None


def _secure(response: Response) -> Response:
    for name, value in SECURITY_HEADERS.items():
        response.headers.setdefault(name, value)
    if request.path.startswith(("/api/", "/feed.atom", "/catalogue.jsonld")):
        response.headers["Access-Control-Allow-Origin"] = "*"
        response.headers["Access-Control-Expose-Headers"] = "ETag"
        response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    if response.status_code == 200 and request.endpoint != "static" and "Cache-Control" not in response.headers:
        # A withdrawal has to show at once: a browser may keep the page, and must ask each time.
        response.headers["Cache-Control"] = "no-cache"
        if response.is_sequence and request.method in ("GET", "HEAD"):  # not what is streamed
            response.add_etag(weak=True)  # one page, packed or not
            response.make_conditional(request)
    current_app.logger.debug("%s %s", request.path, response.status_code)  # never the query string
    return response
