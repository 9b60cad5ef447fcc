"""What tells other programs where things are: sitemap, robots, the browser's search box, DCAT, suggestions."""

from __future__ import annotations

import json
from collections.abc import Iterable
from xml.etree import ElementTree

from flask import Blueprint, Response, abort, render_template, request

from corpus.catalogue import Catalogue
from corpus.database import translated
from index.errors import QueryError
from index.request import SearchRequest
from search_app.params import clean
from search_app.rows import FORMS
from search_app.stores import current_stores

blueprint = Blueprint("discovery", __name__)

SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
OPENSEARCH = "http://a9.com/-/spec/opensearch/1.1/"
ADDRESSES_A_FILE = 50_000  # the most the protocol allows
PAGES = ("/", "/search", "/exemptions", "/vendors", "/authorities", "/help", "/about", "/api")
SHORTEST, MOST_SUGGESTIONS = 3, 8
SETS = (
    ("search", "Answers to freedom of information requests", "Every published answer with its outcome, the exemptions "
     "it applies and the suppliers it names, and the sentences these rest on."),
    ("vendors", "Who uses what software", "Suppliers and products named in answers, by authority, with status, cost "
     "and expiry where stated."),
    ("exemptions", "Exemptions applied", "Every provision applied in an answer, by year."),
    ("authorities", "Authorities and their response times", "Volumes, outcomes and response times by authority."),
)  # fmt: skip


@blueprint.get("/robots.txt")
def robots() -> Response:
    """Let the pages be read, and keep robots out of the endless combinations of filters."""
    lines = ["User-agent: *", "Disallow: /search?", "Disallow: /search.", "Disallow: /vendors?", "Disallow: /suggest"]
    return Response(
        "\n".join([*lines, f"Sitemap: {_root()}/sitemap.xml", ""]), content_type="text/plain; charset=utf-8"
    )


@blueprint.get("/sitemap.xml")
def sitemap() -> Response:
    """Name the sitemap of the pages and those of each year."""
    element = ElementTree.Element("sitemapindex", xmlns=SITEMAP)
    for year, files in current_stores().derived(_files_a_year).items():
        for number in range(1, files + 1):
            entry = ElementTree.SubElement(element, "sitemap")
            ElementTree.SubElement(entry, "loc").text = f"{_root()}/sitemap-{year}-{number}.xml"
    entry = ElementTree.SubElement(element, "sitemap")
    ElementTree.SubElement(entry, "loc").text = f"{_root()}/sitemap-pages.xml"
    return _xml(element)


@blueprint.get("/sitemap-pages.xml")
def sitemap_pages() -> Response:
    """Name the pages that are not answers."""
    return _xml(_urlset((address, "") for address in PAGES))


@blueprint.get("/sitemap-<year>-<int:number>.xml")
def sitemap_year(year: str, number: int) -> Response:
    """Name the answers of one year; `undated` has those without a date."""
    if not 1 <= number <= current_stores().derived(_files_a_year).get(year, 0):
        abort(404)
    with current_stores().catalogue() as catalogue:
        return _xml(_urlset(_answers(catalogue, year, number)))


@blueprint.get("/opensearch.xml")
def opensearch() -> Response:
    """Describe the search, so that a browser can offer it as one of its own."""
    page = render_template("opensearch.xml", root=_root(), namespace=OPENSEARCH)
    return Response(page, content_type="application/opensearchdescription+xml")


@blueprint.get("/catalogue.jsonld")
def catalogue() -> Response:
    """Describe what can be taken away, as a DCAT catalogue."""
    root = _root()
    body = {
        "@context": {
            "dcat": "http://www.w3.org/ns/dcat#",
            "dct": "http://purl.org/dc/terms/",
            "dct:issued": {"@type": "http://www.w3.org/2001/XMLSchema#date"},
        },
        "@id": f"{root}/catalogue.jsonld",
        "@type": "dcat:Catalog",
        "dct:title": "Foilog",
        "dct:description": "What UK public authorities answered to freedom of information requests.",
        "dct:language": "en-GB",
        "dcat:service": {"@type": "dcat:DataService", "dcat:endpointDescription": f"{root}/api/v1/openapi.json"},
        "dcat:dataset": [
            {
                "@id": f"{root}/{name}",
                "@type": "dcat:Dataset",
                "dct:title": title,
                "dct:description": about,
                "dcat:landingPage": f"{root}/{name}",
                "dcat:distribution": [
                    {
                        "@type": "dcat:Distribution",
                        "dcat:downloadURL": f"{root}/{name}.{form}",
                        "dcat:mediaType": media_type.partition(";")[0],
                    }
                    for form, media_type in FORMS.items()
                ],
            }
            for name, title, about in SETS
        ],
    }
    return Response(json.dumps(body, ensure_ascii=False) + "\n", content_type="application/ld+json")


def data_sets(root: str) -> list[dict[str, object]]:
    """Return what can be taken away as schema.org data sets, for the home page."""
    return [
        {
            "@type": "Dataset",
            "name": title,
            "description": about,
            "url": f"{root}/{name}",
            "distribution": [
                {
                    "@type": "DataDownload",
                    "contentUrl": f"{root}/{name}.{form}",
                    "encodingFormat": kind.partition(";")[0],
                }
                for form, kind in FORMS.items()
            ],
        }
        for name, title, about in SETS
    ]


@blueprint.get("/suggest")
def suggest() -> Response:
    """Suggest what to search for, in the form that browsers know: what was typed, then a list."""
    typed = clean(request.args.get("q", ""))
    return Response(json.dumps([typed, _suggestions(typed)]), content_type="application/x-suggestions+json")


def _suggestions(typed: str) -> list[str]:
    """Return the subjects of answers whose words begin as typed, each once. Only what is published is searched."""
    plain = " ".join("".join(c if c.isalnum() else " " for c in typed).split()).lower()
    if len(plain) < SHORTEST:
        return []
    last = plain.rpartition(" ")[2]
    query = f"{plain}*" if len(last) >= SHORTEST else plain
    try:
        hits = (
            current_stores()
            .search(SearchRequest(query=query, limit=MOST_SUGGESTIONS * 2, facets=(), passages=False))
            .hits
        )
    except QueryError:
        return []
    titles = (hit.title if len(hit.title) <= 100 else f"{hit.title[:100].rpartition(' ')[0]}" for hit in hits)
    return list(dict.fromkeys(filter(None, titles)))[:MOST_SUGGESTIONS]


def _answers(catalogue: Catalogue, year: str, number: int) -> Iterable[tuple[str, str]]:
    with translated(catalogue.data):
        for row in catalogue.connection.execute(
            f"SELECT id, ingested_at FROM disclosures WHERE state = 'published' AND {_YEAR} = ?"
            " ORDER BY id LIMIT ? OFFSET ?",
            (year, ADDRESSES_A_FILE, (number - 1) * ADDRESSES_A_FILE),
        ):
            yield f"/disclosures/{row['id']}", row["ingested_at"][:10]


def _files_a_year(catalogue: Catalogue) -> dict[str, int]:
    with translated(catalogue.data):
        counted = catalogue.connection.execute(
            f"SELECT {_YEAR} AS year, count(*) AS n FROM disclosures WHERE state = 'published' GROUP BY 1 ORDER BY 1"
        ).fetchall()
    return {row["year"]: -(-row["n"] // ADDRESSES_A_FILE) for row in counted}


_YEAR = "coalesce(substr(responded_on, 1, 4), 'undated')"


def _urlset(addresses: Iterable[tuple[str, str]]) -> ElementTree.Element:
    element = ElementTree.Element("urlset", xmlns=SITEMAP)
    for address, changed in addresses:
        entry = ElementTree.SubElement(element, "url")
        ElementTree.SubElement(entry, "loc").text = _root() + address
        if changed:
            ElementTree.SubElement(entry, "lastmod").text = changed
    return element


def _xml(element: ElementTree.Element) -> Response:
    body = ElementTree.tostring(element, encoding="utf-8", xml_declaration=True)
    return Response(body, content_type="application/xml; charset=utf-8")


def _root() -> str:
    return request.url_root.rstrip("/")
