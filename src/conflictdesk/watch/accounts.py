"""Accounts and posts as keyed hashes: without the key, nobody can ask whether a name is among them.

BLAKE2b in its keyed mode (RFC 7693), 64 bits: among a million accounts the chance that any two fall together is one
in forty million, and a number of 64 bits is what a database keeps in the least room.
"""

import re
import unicodedata
from dataclasses import dataclass
from hashlib import blake2b

from conflictdesk.records.posts import NO_ACCOUNT, UNTOLD

KEY_BYTES = 32
_BYTES = 8
_SIGNS = re.compile(r"[\W_]+")
LONGEST = 500  # characters of an account's name; what is longer is cut


@dataclass(frozen=True, slots=True)
class AccountKey:
    """A desk's random key, KEY_BYTES long. It never comes into a record, a message or a file but its own."""

    secret: bytes

    def __repr__(self) -> str:
        return "AccountKey(...)"

    def account(self, name: str | None) -> int:
        """The hash of an account's name, however it is written; UNTOLD where it is blank, and NO_ACCOUNT where the
        export has no accounts (null)."""
        if name is None:
            return NO_ACCOUNT
        plain = plain_account(name)
        return self._hash(plain.encode("utf-8", "backslashreplace"), b"account") if plain else UNTOLD

    def post(self, *told: str | None) -> int:
        """The hash of a post by what makes it one: its id, or account, time and text."""
        joined = "\x1f".join(one or "" for one in told)
        return self._hash(joined.encode("utf-8", "backslashreplace"), b"post")

    def _hash(self, raw: bytes, kind: bytes) -> int:
        digest = blake2b(raw, digest_size=_BYTES, key=self.secret, person=kind).digest()
        number = int.from_bytes(digest, "big", signed=True)
        return number if number not in (NO_ACCOUNT, UNTOLD) else UNTOLD + 1


def plain_account(name: str) -> str:
    """An account's name without signs, spaces, case and what is written in two ways: "Free Voice" is "@free_voice".

    So whoever is named in a text or a hashtag is found there however it is written. Names that differ by signs alone
    count as one account. A name of signs alone stays what it is.
    """
    plain = name[:LONGEST].strip().lstrip("@").strip()
    plain = plain.lower() if plain.isascii() else unicodedata.normalize("NFKC", plain).casefold()
    return _SIGNS.sub("", plain) or plain
