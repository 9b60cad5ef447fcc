"""Who published a file, told from the folders it lies in, for letters that do not say themselves."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from corpus.authorities import by_name


@cache
def authority_of_folder(folder: Path) -> str | None:
    """Return the listed authority that a folder, or the nearest one above it, is named after; None where none is.

    "leicester-city-council" and "Leicester City Council" are the same name.
    """
    for part in (folder, *folder.parents):
        listed = by_name(re.sub(r"[-_]+", " ", part.name)) if part.name else None
        if listed is not None:
            return listed.name
    return None
