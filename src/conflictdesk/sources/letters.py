"""The words of a message: what its writer reports, without what surrounds it, and without anybody's address."""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

SHORTEST_OWN = 25  # words; a message of fewer above one that it sends on only sends it on
LONGEST_ENDING = 8  # words of a line that ends a report
MOST_SENT_ON = 10  # messages within messages that are looked into
MOST_LINES = 3000  # among which the message that is sent on must begin
LONGEST_LETTER = 1_000_000  # characters; a longer message is taken as it stands

_ADDRESS = re.compile(r"<?(?:mailto:)?[\w.+%-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}>?")
_HOUSE = re.compile(r"[\w.+%-]{1,64}@([\w-]{1,63}(?:\.[\w-]{1,63}){1,6})\Z")
_RULE = re.compile(r"[-_=*\s:]+")
_HEADER = re.compile(r"[*_\s]{0,3}([^\W\d_][\w\s-]{0,20}?)[*_\s]{0,3}:[*_\s]{0,3}(.{0,500})\Z")
_QUOTED = re.compile(r"(?:>\s?)+")


@dataclass(frozen=True, slots=True)
class Letter:
    """The report in a message. Subject, date and publisher are those of a message that was sent on, else null."""

    text: str
    subject: str | None = None
    date: str | None = None
    publisher: str | None = None


def own_words(text: str, depth: int = 0) -> Letter:
    """What a message reports: the message that it sends on, if it does no more, else its own words.

    Quoted lines of an answered message are dropped, and what stands below the writer's words.
    """
    if len(text) > LONGEST_LETTER:
        return Letter(text)
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    at = next((number for number, line in enumerate(lines[:MOST_LINES]) if _sends_on(lines, number, line)), None)
    if at is None or depth > MOST_SENT_ON:
        return Letter(_ended(_unquoted(lines)))
    above = _ended(_unquoted(lines[:at]))
    if len(above.split()) >= SHORTEST_OWN:  # the writer reports, and adds what it is about
        return Letter(above)
    return _sent_on([_QUOTED.sub("", line, count=1) for line in lines[at:]], depth)


def without_marks(subject: str) -> str:
    """A subject without the marks of what was answered or sent on."""
    head, colon, rest = subject.partition(":")
    while colon and _folded(head) in _data()["marks"]:
        subject = rest.strip()
        head, colon, rest = subject.partition(":")
    return subject


def without_addresses(text: str) -> str:
    """`text` with addresses of mail taken out: they are persons'."""
    return _ADDRESS.sub("[address]", text) if "@" in text else text


def organisation(address: str) -> str | None:
    """The house that an address belongs to, if it is an organisation's; null for one that anybody may have."""
    match = _HOUSE.match(address.strip())
    house = match[1].lower() if match else None
    return None if house is None or house in _data()["open_houses"] else house


def _sends_on(lines: list[str], number: int, line: str) -> bool:
    """Whether here begins a message that was sent on: a line that says so, or a head of three lines."""
    bare = _folded(_RULE.sub(" ", _QUOTED.sub("", line, count=1)))
    if bare in _data()["forwarded"]:
        return True
    fields = [_field(following) for following in lines[number : number + 3]]
    return None not in fields and "from" in fields and bool({"date", "subject"} & set(fields))


def _sent_on(lines: list[str], depth: int) -> Letter:
    """The message whose head begins in `lines`, below the line that says that it was sent on, if there is one."""
    said, start = _head(lines)
    inner = own_words("\n".join(lines[start:]), depth + 1)
    if inner.date or inner.subject:  # sent on more than once: the innermost is the report
        return inner
    sender = _ADDRESS.search(said.get("from", ""))
    publisher = organisation(sender[0].strip("<>").removeprefix("mailto:")) if sender else None
    return Letter(inner.text, said.get("subject") or None, said.get("date") or None, publisher)


def _head(lines: list[str]) -> tuple[dict[str, str], int]:
    """What a head says, by the names of `_field`, and the line that the text begins with."""
    said: dict[str, str] = {}
    for number, line in enumerate(lines):
        field = _field(line)
        match = _HEADER.match(line) if field else None
        if field and match:
            said.setdefault(field, match[2].strip())
        elif said or (line.strip() and number > 0):
            return said, number
    return said, len(lines)


def _field(line: str) -> str | None:
    """Which line of a message's head this is; null for none."""
    match = _HEADER.match(_QUOTED.sub("", line, count=1)) if ":" in line[:30] else None
    name = _folded(match[1]) if match else None
    return next((field for field, names in _data()["headers"].items() if name in names), None)


def _unquoted(lines: list[str]) -> list[str]:
    """The lines without those quoted from an answered message, and the line above them."""
    kept: list[str] = []
    for number, line in enumerate(lines):
        following = next((one for one in lines[number + 1 : number + 3] if one.strip()), "")
        if not line.startswith(">") and not (_introduces(line) and following.startswith(">")):
            kept.append(line)
    return kept


def _introduces(line: str) -> bool:
    bare = _folded(line)
    return line.rstrip().endswith(":") and any(bare.endswith(words) for words in _data()["wrote"])


def _ended(lines: list[str]) -> str:
    """The lines as text, up to the signature."""
    kept: list[str] = []
    for line in lines:
        if line in ("--", "-- ") or _is_ending(line):
            break
        kept.append(line)
    return "\n".join(kept).strip()


def _is_ending(line: str) -> bool:
    bare = _folded(line)
    return len(bare.split()) <= LONGEST_ENDING and any(bare.startswith(words) for words in _data()["endings"])


def _folded(words: str) -> str:
    """Words without accents, capitals and signs at their edges."""
    spread = unicodedata.normalize("NFKD", words)
    bare = "".join(sign for sign in spread if not unicodedata.combining(sign))
    return " ".join(bare.casefold().strip(" :.*_-").split())


@cache
def _data() -> Any:
    """What is said around messages; words folded, as they are compared."""
    data = yaml.safe_load((files("conflictdesk") / "data" / "mail.yaml").read_text("utf-8"))
    words = {name: frozenset(map(_folded, data[name])) for name in ("forwarded", "marks")}
    ends = {name: tuple(map(_folded, data[name])) for name in ("wrote", "endings")}
    headers = {field: frozenset(map(_folded, names)) for field, names in data["headers"].items()}
    return {**words, **ends, "headers": headers, "open_houses": frozenset(data["open_houses"])}
