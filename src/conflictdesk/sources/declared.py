"""A catalog of sources as a person writes it, checked entry by entry: what is wrong is told with what is allowed."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

import yaml

from conflictdesk.errors import SettingsError
from conflictdesk.records.follows import Follow, Form
from conflictdesk.records.reports import Reach, Source, SourceKind

FIELDS = (
    "name", "kind", "names", "whole", "hosts", "url", "language", "reach", "reliability", "cadence", "volume", "feeds",
)  # fmt: skip
FEED_FIELDS = ("address", "form", "links")
RELIABILITIES = "ABCDEF"
CADENCES: Mapping[str, float] = {"hourly": 1 / 24, "daily": 1.0, "weekly": 7.0, "monthly": 30.0, "yearly": 365.0}
UNITS: Mapping[str, float] = {"hour": 1 / 24, "day": 1.0, "week": 7.0, "month": 30.0, "year": 365.0}
LONGEST_PATTERN = 200  # characters

_EVERY = re.compile(r"(?:every\s{1,9})?(\d{1,4})\s{1,9}(hour|day|week|month|year)s?\Z")
_LANGUAGE = re.compile(r"[a-z]{2,3}\Z")
_HOST = re.compile(r"[\w-]{1,63}(?:\.[\w-]{1,63}){1,20}\Z")
_ADDRESS = re.compile(r"https?://[^\s/@?#]{1,255}(?:[/?#]\S{0,1900})?\Z", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Entry:
    """One source as declared: as what it appears, and which addresses of it are followed.

    `whole` are those of its names that are meant only where a publisher is called so and no more.
    """

    source: Source
    names: tuple[str, ...]
    hosts: tuple[str, ...]
    feeds: tuple[Follow, ...] = ()
    whole: tuple[str, ...] = ()


def entries_in(path: Path | Traversable) -> Iterator[Entry]:
    """The entries of the catalog at `path`. Raises SettingsError, with file and entry, for one that cannot be."""
    names: set[str] = set()
    for number, given in enumerate(_listed(path), 1):
        name = given.get("name") if isinstance(given, dict) else None
        try:
            entry = _entry(given)
            _refuse_twice(entry.source.name, names)
            yield entry
        except ValueError as error:
            told = f"entry {number}" + (f" ({name})" if name else "")
            raise SettingsError(f"The catalog {path}, {told}: {error}") from error


def _refuse_twice(name: str, names: set[str]) -> None:
    if name.casefold() in names:
        raise ValueError("a source of this name stands above. Write all that you know of it in one entry.")
    names.add(name.casefold())


def _listed(path: Path | Traversable) -> list[Any]:
    try:
        read = yaml.safe_load(path.read_text("utf-8"))
    except UnicodeError as error:
        raise SettingsError(f"The catalog {path} is not written in UTF-8. Save it anew with this encoding.") from error
    except (OSError, yaml.YAMLError) as error:
        said = " ".join(str(error).split())
        raise SettingsError(f"The catalog {path} cannot be read: {said}") from error
    listed = read.get("sources") if isinstance(read, dict) else None
    if not isinstance(listed, list):
        raise SettingsError(
            f"The catalog {path} has no list `sources`. Each entry of it needs a name and a kind: {_kinds()}."
        )
    return listed


def _entry(given: Any) -> Entry:
    if not isinstance(given, dict) or not given.get("name") or not given.get("kind"):
        raise ValueError(f"it needs a name and a kind: {_kinds()}.")
    _refuse_others(given, FIELDS)
    if given.get("volume") is not None and given.get("cadence") is None:
        raise ValueError("volume is counted in one cadence: give a cadence with it.")
    source = Source(
        name=_text(given, "name") or "",
        kind=SourceKind(_one_of(given, "kind", [str(kind) for kind in SourceKind])),
        language=_matching(given, "language", _LANGUAGE, "a code of a language, as en or ar"),
        url=_matching(given, "url", _ADDRESS, "an address of http or https without a name or password"),
        reach=_reach(given),
        reliability=_reliability(given),
        cadence=_cadence(given.get("cadence")),
        volume=_volume(given.get("volume")),
    )
    whole = tuple(_texts(given, "whole"))
    names = (source.name, *_texts(given, "names"), *whole)
    return Entry(source, names, _hosts(given), _feeds(given, source), whole)


def _kinds() -> str:
    return _either([str(kind) for kind in SourceKind])


def _either(allowed: list[str]) -> str:
    return f"{', '.join(allowed[:-1])} or {allowed[-1]}"


def _refuse_others(given: Mapping[Any, Any], fields: tuple[str, ...]) -> None:
    others = [str(name) for name in given if name not in fields]
    if others:
        raise ValueError(f"“{others[0]}” is no field of it. There are {', '.join(fields)}.")


def _text(given: Mapping[str, Any], field: str) -> str | None:
    value = given.get(field)
    if value is None:
        return None
    if not isinstance(value, str | int | float) or isinstance(value, bool) or not str(value).strip():
        raise ValueError(f"`{field}` is to be text. Put it in quotation marks.")
    return str(value).strip()


def _texts(given: Mapping[str, Any], field: str) -> list[str]:
    values = given.get(field) or []
    if not isinstance(values, list):
        raise ValueError(f"`{field}` is to be a list: [first, second].")
    return [str(value) for value in values if value is not None]


def _hosts(given: Mapping[str, Any]) -> tuple[str, ...]:
    hosts = _texts(given, "hosts")
    wrong = next((host for host in hosts if not _HOST.match(host)), None)
    if wrong is not None:
        raise ValueError(f"hosts “{wrong}” is no name of a host. Leave out what is before and after it: example.org.")
    return tuple(host.lower().removeprefix("www.") for host in hosts)


def _one_of(given: Mapping[str, Any], field: str, allowed: list[str]) -> str:
    value = str(given.get(field))
    if value not in allowed:
        raise ValueError(f"{field} “{value}” is none of {_either(allowed)}.")
    return value


def _matching(given: Mapping[str, Any], field: str, shape: re.Pattern[str], wanted: str) -> str | None:
    value = "no" if given.get(field) is False else _text(given, field)  # YAML takes no, Norwegian, for false
    if value is not None and value != "many" and not shape.match(value):
        raise ValueError(f"{field} “{value}” is not {wanted}.")
    return value


def _reach(given: Mapping[str, Any]) -> Reach | None:
    return Reach(_one_of(given, "reach", [str(reach) for reach in Reach])) if given.get("reach") is not None else None


def _reliability(given: Mapping[str, Any]) -> str | None:
    return _one_of(given, "reliability", list(RELIABILITIES)) if given.get("reliability") is not None else None


def _cadence(given: Any) -> float | None:
    """Days from one edition to the next: a word, "every 7 days", or the mapping {every: 7 days}."""
    if given is None:
        return None
    value = given.get("every") if isinstance(given, dict) and set(given) == {"every"} else given
    match = _EVERY.match(str(value).strip().lower())
    days = CADENCES.get(str(value)) or (int(match[1]) * UNITS[match[2]] if match else 0.0)
    if days <= 0:
        raise ValueError(f"cadence “{value}” is none of {', '.join(CADENCES)}, and not written as “every: 7 days”.")
    return days


def _volume(given: Any) -> float | None:
    if given is None:
        return None
    if isinstance(given, bool) or not isinstance(given, int | float) or not 0 < given <= 1_000_000:
        raise ValueError(f"volume “{given}” is no number above 0: how many reports usually come in one cadence.")
    return float(given)


def _feeds(given: Mapping[str, Any], source: Source) -> tuple[Follow, ...]:
    feeds = given.get("feeds") or []
    if not isinstance(feeds, list):
        raise ValueError("`feeds` is to be a list of addresses.")
    return tuple(_feed({"address": feed} if isinstance(feed, str) else feed, source) for feed in feeds)


def _feed(given: Any, source: Source) -> Follow:
    if not isinstance(given, dict) or not given.get("address"):
        raise ValueError("an entry of `feeds` is an address, or {address: ..., form: ..., links: ...}.")
    _refuse_others(given, FEED_FIELDS)
    address = _matching(given, "address", _ADDRESS, "an address of http or https without a name or password") or ""
    form = Form(_one_of(given, "form", [str(form) for form in Form])) if given.get("form") is not None else None
    return Follow(address, source.name, form, _patterns(given.get("links")), declared=True)


def _patterns(given: Any) -> tuple[str, ...]:
    patterns = [given] if isinstance(given, str) else given or []
    if not isinstance(patterns, list):
        raise ValueError(f"links “{given}” is to be a list of patterns: [first, second].")
    check: Callable[[str], object] = re.compile
    for pattern in patterns:
        try:
            check(pattern)
        except (re.error, TypeError) as error:
            raise ValueError(f"links “{pattern}” is no regular expression ({error}).") from error
        if len(pattern) > LONGEST_PATTERN:
            raise ValueError(f"links “{pattern[:30]}…” is longer than {LONGEST_PATTERN} characters.")
    return tuple(patterns)
