"""What an OpenAPI document cannot say of the API, told to schemathesis."""

from __future__ import annotations

import schemathesis

from search_app.params import read_day


@schemathesis.hook
def filter_query(context, query):
    """Return whether a query keeps the one rule between two parameters: `to` is not before `from`."""
    if not isinstance(query, dict):
        return True
    first, last = (str(query.get(name, "")) for name in ("from", "to"))
    days = read_day(first, last=False), read_day(last, last=True)
    return None in days or days[0] <= days[1]
