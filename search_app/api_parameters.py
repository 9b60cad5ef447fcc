"""The parameters of the API, as its document lists them. They are those of the pages; `params.py` reads them."""

from __future__ import annotations

from typing import Any

from corpus.authorities import authorities
from corpus.law import provisions
from corpus.records import VendorStatus
from search_app.openapi import Parameter
from search_app.params import MAX_LIMIT, MAX_PAGE, MAX_QUERY, MAX_VALUE, MAX_VALUES, MOST_PAGES
from search_app.wording import CITATION_STATUSES, LAWS_SHORT, OUTCOMES, SORTS

DAYS = (  # what `params.read_day` reads, but for the days that only some months have
    r"^$|^((19|20)[0-9]{2}(-(0?[1-9]|1[0-2])(-(0?[1-9]|1[0-9]|2[0-8]))?)?"
    r"|((0?[1-9]|1[0-9]|2[0-8])[ /.\-])?(0?[1-9]|1[0-2])[ /.\-](19|20)[0-9]{2})$"
)
DAY = "a year (2023), a month (03/2023 or 2023-03) or a day (1/3/2023 or 2023-03-01)"
TEXT: dict[str, Any] = {"type": "string", "maxLength": MAX_VALUE}


def _several(of: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of a list. A blank value is left out, as a form that was not filled in sends it."""
    items = {**of, "enum": [*of["enum"], ""]} if "enum" in of else of
    return {"type": "array", "items": items, "maxItems": MAX_VALUES}


def _one_of(values: Any) -> dict[str, Any]:
    return {"type": "string", "enum": list(values)}


PROVISIONS = _one_of(provisions())
TYPES = _one_of(sorted({authority.type for authority in authorities().values()}))
PAGE = Parameter("page", "The page, from 1.", {"type": "integer", "minimum": 1, "maximum": MAX_PAGE, "default": 1})

SEARCH = (
    Parameter("q", "Words to look for, as in the search box.", {"type": "string", "maxLength": MAX_QUERY}),
    Parameter("exemption", "Provisions, with their parts. Forms such as s.40(2) do too.", _several(PROVISIONS)),
    Parameter("citation_status", "How the exemption is used.", _several(_one_of(CITATION_STATUSES))),
    Parameter("outcome", "Outcomes of the whole request.", _several(_one_of(OUTCOMES))),
    Parameter("authority", "Authorities, by name or id.", _several(TEXT)),
    Parameter("authority_type", "Types of authority.", _several(TYPES)),
    Parameter("vendor", "Suppliers named in the answer, by name.", _several(TEXT)),
    Parameter("product", "Products named in the answer, by name.", _several(TEXT)),
    Parameter("law", "The law answered under.", _several(_one_of(LAWS_SHORT))),
    Parameter("from", f"Answered on or after: {DAY}.", {"type": "string", "pattern": DAYS}, example="2023"),
    Parameter("to", f"Answered on or before: {DAY}.", {"type": "string", "pattern": DAYS}, example="03/2024"),
    Parameter("sort", "The order; by relevance where there are words, else newest first.", _one_of(SORTS)),
    PAGE,
    Parameter(
        "limit", "Results a page.", {"type": "integer", "minimum": 1, "maximum": MAX_LIMIT, "default": 20}
    ),
)  # fmt: skip

REGISTER = (
    Parameter("vendor", "A supplier, by its name.", TEXT),
    Parameter("product", "A product, by its name.", TEXT),
    Parameter("function", "What it is used for, such as planning or hr_payroll.", TEXT),
    Parameter("authority", "An authority, by its name.", TEXT),
    Parameter("status", "How the supplier stands to the authority.", _several(_one_of(VendorStatus))),
    Parameter("page", "The page, from 1.", {"type": "integer", "minimum": 1, "maximum": MOST_PAGES, "default": 1}),
)

DISCLOSURE = Parameter("disclosure_id", "The id of a disclosure, as a search gives it.", where="path")
PROVISION = Parameter("provision", "The id of a provision.", where="path", example="foia-40-2")
AUTHORITY = Parameter("authority_id", "The id of an authority, as the list gives it.", where="path")
