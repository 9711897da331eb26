"""A report's address as it may leave: without what lets its bearer in."""

import re
from urllib.parse import urlsplit, urlunsplit

# Parts of a parameter's name that say that its value is a secret; "keyword" is none.
TELLING = frozenset((
    "key", "apikey", "accesskey", "token", "accesstoken", "secret", "pass", "passwd", "password", "pwd", "auth",
    "authorization", "signature", "sig", "session", "sessionid", "sid", "jwt", "credential", "credentials",
))  # fmt: skip
PARTS = re.compile(r"[^A-Za-z0-9]+|(?<=[a-z0-9])(?=[A-Z])")


def shareable(address: str | None) -> str | None:
    """The address without name and password, and without parameters whose names tell of a secret; null stays null.

    One that cannot be read is left out: what it holds cannot be told.
    """
    if address is None:
        return None
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    place = parts.netloc.rpartition("@")[2]
    return urlunsplit((parts.scheme, place, parts.path, _kept(parts.query), _kept(parts.fragment)))


def _kept(query: str) -> str:
    return "&".join(one for one in query.split("&") if not _is_secret(one))


def _is_secret(parameter: str) -> bool:
    name, sign, _ = parameter.partition("=")
    return bool(sign) and any(part.casefold() in TELLING for part in PARTS.split(name))
