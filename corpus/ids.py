"""Disclosure ids: short, safe in a web address, and telling: `thornmere-county-council-foi-1234-3f2a91`."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

AUTHORITY_LENGTH, REFERENCE_LENGTH = 48, 24
HASH_LENGTH = 6


def slug(text: str | None, length: int) -> str:
    """Return `text` in lower-case ASCII letters, digits and single hyphens, cut at a word; "" where nothing is left."""
    plain = unicodedata.normalize("NFKD", text or "").encode("ascii", "ignore").decode("ascii").casefold()
    words = re.findall(r"[a-z0-9]+", plain.replace("'", ""))
    kept = "-".join(words)[: length + 1]
    if len(kept) > length:
        kept = kept[:length].rpartition("-")[0] or kept[:length]
    return kept


def mint_id(authority: str | None, reference: str | None, sha256: str, taken: Callable[[str], bool]) -> str:
    """Return a new id from who answered, under which reference, and the letter's bytes.

    The hash gets longer where `taken` says that an id is in use. A letter that tells neither is `letter-3f2a91`.
    """
    named = "-".join(filter(None, (slug(authority, AUTHORITY_LENGTH), slug(reference, REFERENCE_LENGTH)))) or "letter"
    for length in range(HASH_LENGTH, len(sha256) + 1, 2):
        minted = f"{named}-{sha256[:length]}"
        if not taken(minted):
            return minted
    raise ValueError(f"{named}: every id from hash {sha256} is taken")
