"""Accounts and posts as keyed hashes: without the key, nobody can ask whether a name is among them.

BLAKE2b in its keyed mode (RFC 7693), 64 bits: among a million accounts the chance that any two fall together is one
in forty million, and a number of 64 bits is what a database keeps in the least room.
"""

import unicodedata
from dataclasses import dataclass
from hashlib import blake2b

from conflictdesk.records.posts import NO_ACCOUNT

KEY_BYTES = 32
_BYTES = 8
_LONGEST = 500  # characters of an account's name; what is longer is cut


@dataclass(frozen=True, slots=True)
class AccountKey:
    """A desk's random key, KEY_BYTES long. It never comes into a record, a message or a file but its own."""

    secret: bytes

    def __repr__(self) -> str:
        return "AccountKey(...)"

    def account(self, name: str | None) -> int:
        """The hash of an account's name, however it is written; NO_ACCOUNT where there is none."""
        plain = plain_account(name or "")
        return self._hash(plain.encode("utf-8", "backslashreplace"), b"account") if plain else NO_ACCOUNT

    def post(self, *told: str | None) -> int:
        """The hash of a post by what makes it one: its id, or account, time and text."""
        joined = "\x1f".join(one or "" for one in told)
        return self._hash(joined.encode("utf-8", "backslashreplace"), b"post")

    def _hash(self, raw: bytes, kind: bytes) -> int:
        digest = blake2b(raw, digest_size=_BYTES, key=self.secret, person=kind).digest()
        return int.from_bytes(digest, "big", signed=True) or 1


def plain_account(name: str) -> str:
    """An account's name without the @ before it, case, and signs that are written in two ways."""
    plain = name[:_LONGEST].strip().lstrip("@").strip()
    return plain.lower() if plain.isascii() else unicodedata.normalize("NFKC", plain).casefold()
