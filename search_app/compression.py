"""Pages sent small: gzip for whoever takes it, since not everybody puts a web server in front."""

from __future__ import annotations

import gzip
from functools import lru_cache

from flask import Response, request

SMALLEST = 1_400  # bytes; less fits in one packet as it is
LEVEL = 5
TYPES = ("text/", "application/json", "application/problem+json", "application/atom+xml", "application/xml",
         "application/ld+json", "application/javascript", "image/svg+xml")  # fmt: skip


def compress(response: Response) -> Response:
    """Return the response, compressed where the client takes gzip and it is worth it. What streams is left alone.

    An original is left as it is, so that its bytes are those of its hash.
    """
    if not response.content_type or not response.content_type.startswith(TYPES):
        return response
    response.vary.add("Accept-Encoding")
    is_file = request.endpoint == "static"
    if (
        response.status_code != 200
        or not request.accept_encodings.quality("gzip")
        or "Content-Encoding" in response.headers
        or not (response.is_sequence or is_file)
    ):
        return response
    response.direct_passthrough = False
    body = response.get_data()
    if len(body) >= SMALLEST:
        response.set_data(_kept(body) if is_file else gzip.compress(body, LEVEL, mtime=0))
        response.headers["Content-Encoding"] = "gzip"
    return response


@lru_cache(maxsize=8)
def _kept(body: bytes) -> bytes:
    return gzip.compress(body, 9, mtime=0)
