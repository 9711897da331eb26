"""What a followed address lists: the question that is asked of the process which reads files, and its answer."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from conflictdesk.records.follows import Form, Listed

FEED = "application/rss+xml"  # the media type of a feed's items, Atom's too


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of bytes from the address `base`: which addresses they list, as `form` (null: find it out).

    `links` are patterns of addresses to take from an index page. With `addresses`, the bytes are a robots.txt, and what
    is asked is which of the addresses it allows.
    """

    base: str
    form: Form | None = None
    links: tuple[str, ...] = ()
    addresses: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Listing:
    """What is listed. `unlinked` items of a feed have no address and are only what the feed carries.

    Of a robots.txt, `listed` are the addresses that it allows, and `pause` the seconds that it wants between requests.
    """

    form: Form
    title: str | None = None
    listed: tuple[Listed, ...] = ()
    unlinked: int = 0
    left_out: int = 0  # addresses beyond the most that are looked at
    pause: float | None = None


def asked_as_plain(asked: Asked) -> dict[str, Any]:
    return asdict(asked) | {"form": str(asked.form) if asked.form else None}


def asked_from_plain(plain: Mapping[str, Any]) -> Asked:
    addresses = plain["addresses"]
    form = Form(plain["form"]) if plain["form"] else None
    return Asked(plain["base"], form, tuple(plain["links"]), None if addresses is None else tuple(addresses))


def listing_as_plain(listing: Listing) -> dict[str, Any]:
    listed = [asdict(one) | {"published": one.published.isoformat() if one.published else None}
              for one in listing.listed]  # fmt: skip
    return asdict(listing) | {"form": str(listing.form), "listed": listed}


def listing_from_plain(plain: Any) -> Listing:
    """What `listing_as_plain` gave. Trusts nothing: raises ValueError, TypeError or LookupError for any other data."""
    title, pause = plain["title"], plain["pause"]
    if not isinstance(title, str | None) or not isinstance(pause, int | float | None):
        raise TypeError("no listing")
    listed = tuple(_listed(one) for one in plain["listed"])
    numbers = (int(plain["unlinked"]), int(plain["left_out"]))
    return Listing(Form(plain["form"]), title, listed, *numbers, pause)


def _listed(plain: Mapping[str, Any]) -> Listed:
    texts = {name: plain[name] for name in ("title", "publisher")}
    if any(not isinstance(value, str | None) for value in texts.values()):
        raise TypeError("a field is no text")
    if not (isinstance(plain["address"], str) and isinstance(plain["told"], str)):
        raise TypeError("an entry without an address")
    published = date.fromisoformat(plain["published"]) if plain["published"] else None
    return Listed(plain["address"], published=published, told=plain["told"], lists=plain["lists"] is True, **texts)
