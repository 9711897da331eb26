"""Where a value comes from: which bytes, which component, which run, who and when."""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime

MACHINES = ("rule:", "model:")  # how authors that are no person begin
HASH_LENGTH = 16  # hex digits of an id: 64 bits, no collision below millions of claims in one desk


def content_hash(data: bytes) -> str:
    """The SHA-256 of `data` in hex: the name of a report's bytes in the archive."""
    return hashlib.sha256(data).hexdigest()


def stable_id(*parts: object) -> str:
    """An id that is the same on every machine: a short hash of the parts' JSON."""
    text = json.dumps(parts, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:HASH_LENGTH]


@dataclass(frozen=True, slots=True)
class Component:
    """What did a piece of work. Work done under one identity is not done again."""

    name: str
    version: str
    config: str = ""

    @property
    def identity(self) -> str:
        return f"{self.name}-{self.version}" + (f"-{stable_id(self.config)}" if self.config else "")


@dataclass(frozen=True, slots=True)
class Authorship:
    """Who did something, and when (UTC)."""

    who: str
    at: datetime
