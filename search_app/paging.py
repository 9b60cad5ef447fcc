"""Page x of y: which pages to link, for a search and for the registers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PageLink:
    """One entry of the page list; no number for a gap."""

    number: int | None
    address: str
    current: bool = False


@dataclass(frozen=True, slots=True)
class Paging:
    """Where a list stands: page `page` of `pages`, and the addresses of its neighbours."""

    page: int
    pages: int
    page_links: tuple[PageLink, ...]
    previous: str
    next: str


def paging(page: int, pages: int, address: Callable[[int], str]) -> Paging:
    """Return the page list: first, last and the neighbours of the page shown, with gaps between.

    `address` gives the address of a page. A page past the last has no neighbours.
    """
    wanted = sorted({n for n in (1, *range(page - 2, page + 3), pages) if 1 <= n <= pages})
    links: list[PageLink] = []
    for number in wanted:
        if links and links[-1].number != number - 1:
            links.append(PageLink(None, ""))
        links.append(PageLink(number, address(number), number == page))
    return Paging(
        page=page,
        pages=pages,
        page_links=tuple(links),
        previous=address(page - 1) if 1 < page <= pages else "",
        next=address(page + 1) if page < pages else "",
    )
