"""Which publisher a report is by, whatever it is called there: the catalog's name, else its own, else its site's.

One page is one report of one publisher: with http or https, with "www." or without, whoever is named on it. A report
that names nobody is by whoever else is named on its site, where that is one alone, or whose name the site bears
("dailytrust.com" is Daily Trust's). "The X" and "X Newspaper" are X.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from urllib.parse import urlsplit

from conflictdesk.link.copies import UNKNOWN
from conflictdesk.link.credits import agency_of, house_name
from conflictdesk.link.names import folded
from conflictdesk.records.reports import Report, Source

SHORTEST_SITE = 5  # letters of a site that bears a name: fewer may be initials of many
HOST = re.compile(r"(?:https?://)?(?:www\.)?((?:[a-z0-9-]{1,63}\.){1,6}[a-z]{2,24})/?", re.I)


def publishers_of(reports: Sequence[Report], source_of: Callable[[Report], Source | None]) -> list[str]:
    """The publisher of each report, in their order, as one string for all its names."""
    named = [_named(report, source_of(report)) for report in reports]
    sites = [_site(report) for report in reports]
    on_site: dict[str, set[str]] = {}
    for site, name in zip(sites, named, strict=True):
        if site and name:
            on_site.setdefault(site, set()).add(name)
    bearers = {name.replace(" ", "").casefold(): name for name in sorted(filter(None, named))}
    return [
        name or _alone(on_site.get(site, set())) or _borne(site, bearers) or site or UNKNOWN
        for site, name in zip(sites, named, strict=True)
    ]


def publisher_called(name: str | None, source: Source | None) -> str | None:
    """The string that stands for a publisher of that name, `source` being what the catalog knows of it."""
    agency = agency_of(name) or agency_of(source.name if source else None)
    if agency or source:
        return agency or (folded(source.name) or source.name if source else None)
    return house_name(name) or None


def same_pages(ordered: Sequence[Report]) -> dict[int, tuple[int, str]]:
    """For each report the first before it that stood at the same address, and the reason: positions in `ordered`."""
    first: dict[str, int] = {}
    found: dict[int, tuple[int, str]] = {}
    for i, report in enumerate(ordered):
        address = _address(report.url)
        before = first.setdefault(address, i) if address else i
        if before != i and _may_be_one(ordered[before], report):
            found[i] = before, f"counted once: the same page ({address})"
    return found


def _may_be_one(left: Report, right: Report) -> bool:
    """Whether two reports at one address are one page: of two other names it is the address of a collection."""
    told = (report.publisher for report in (left, right))
    names = {house_name(name) for name in told if name and not _is_host(name)}
    return len(names) < 2


def _named(report: Report, source: Source | None) -> str | None:
    """What the publisher is called, null where a report names none, or only its site."""
    if source is None and _is_host(report.publisher):
        return None
    return publisher_called(report.publisher, source)


def _borne(site: str, bearers: Mapping[str, str]) -> str | None:
    """The publisher whose name a site bears."""
    labels = (label.replace("-", "") for label in site.split(".")[:-1])
    return next((bearers[label] for label in labels if len(label) >= SHORTEST_SITE and label in bearers), None)


def _alone(names: set[str]) -> str | None:
    return next(iter(names)) if len(names) == 1 else None


def _is_host(publisher: str | None) -> bool:
    return HOST.fullmatch((publisher or "").strip()) is not None


def _site(report: Report) -> str:
    """The site of a report's address, else the one that stands for its publisher; empty where there is none."""
    named = HOST.fullmatch((report.publisher or "").strip())
    return _parts(report.url)[0] or (named[1].casefold() if named else "")


def _address(url: str | None) -> str:
    """An address without scheme, "www." and fragment; empty where it names no page of a site."""
    site, path = _parts(url)
    return f"{site}{path}" if path.strip("/") else ""


def _parts(url: str | None) -> tuple[str, str]:
    try:
        parts = urlsplit((url or "").strip())
        host = (parts.hostname or "").removeprefix("www.").rstrip(".")
    except ValueError:
        return "", ""
    return host, parts.path.rstrip("/") + (f"?{parts.query}" if parts.query else "")
