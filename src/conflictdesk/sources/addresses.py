"""Addresses as they are compared: one page, one key, however its address is written."""

import re
from collections.abc import Iterable
from urllib.parse import quote, urlsplit, urlunsplit

_PORTS = {"http": 80, "https": 443}
_SAFE = "%/:@!$&'()*+,;=~-._"
# What is added to an address to count where readers come from; the page is the same.
_COUNTED = re.compile(r"(?:utm_[a-z_]{1,30}|fbclid|gclid)=", re.IGNORECASE)

# A part of a query that may let its bearer in: a value that is long, one under a name that says so, or no name at all.
_TELLING = "key|token|secret|pass|pw|auth|sig|sess|sid|code|hash|user|mail"
_NAMED_SECRET = rf"[^=&#\s]{{0,40}}(?:{_TELLING})[^=&#\s]{{0,40}}=[^&#\s]+"
_LONG = r"[^=&#\s]{1,80}=[^&#\s]{16,}|[^=&#\s]{12,}(?=[&#\s]|\Z)"
_SECRET = re.compile(rf"(?<=[?&])(?:{_NAMED_SECRET}|{_LONG})", re.IGNORECASE)
_PERSON = re.compile(r"(?<=://)[^/?#@\s]{1,255}@")


def key_of(address: str) -> str | None:
    """The address without fragment, default port and what only counts readers, in ASCII; null where it is none of the
    web or holds a name or password."""
    try:
        parts = urlsplit(address.strip())
        host, port = (parts.hostname or "").rstrip("."), parts.port
        host = host if host.isascii() else host.encode("idna").decode("ascii")
    except (ValueError, UnicodeError):
        return None
    scheme = parts.scheme.lower()
    if scheme not in _PORTS or not host or "@" in parts.netloc:
        return None
    place = f"[{host}]" if ":" in host else host
    place += f":{port}" if port not in (None, _PORTS[scheme]) else ""
    query = "&".join(part for part in parts.query.split("&") if not _COUNTED.match(part))
    path = quote(parts.path or "/", safe=_SAFE, errors="replace")
    return urlunsplit((scheme, place, path, quote(query, safe=_SAFE + "?", errors="replace"), ""))


def hosts_of(addresses: Iterable[str]) -> frozenset[str]:
    """The hosts of these addresses, as they are asked for."""
    return frozenset(urlsplit(key).hostname or "" for one in addresses if (key := key_of(one)))


def same_host(one: str, other: str) -> bool:
    """Whether two addresses are of one host, with or without "www."."""
    hosts = [(urlsplit(address).hostname or "").lower().removeprefix("www.") for address in (one, other)]
    return bool(hosts[0]) and hosts[0] == hosts[1]


def leads_home(asked: str, found: str) -> bool:
    """Whether an address that named a page led to the front page of its host: then the page is no longer there."""
    home = urlsplit(found)
    return home.path in ("", "/") and not home.query and urlsplit(asked).path not in ("", "/")


def masked(words: str) -> str:
    """An address, or words that hold addresses, without what may be secret in them: messages end up in logs."""
    return _PERSON.sub("…@", _SECRET.sub(lambda found: _without_value(found[0]), words))


def _without_value(part: str) -> str:
    name, sign, _ = part.partition("=")
    return f"{name}{sign}…" if sign else "…"
