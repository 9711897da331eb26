"""One report from what its format gave: its fields checked alike, whatever file it came in."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from conflictdesk.sources.dates import read_date
from conflictdesk.sources.retrieved import Issue, Parsed, Retrieved

_LANGUAGE_CODE = re.compile(r"([a-z]{2})(?:[-_][a-z0-9]{2,8}){0,2}\Z", re.IGNORECASE)


def one_report(
    raw: bytes,
    media_type: str,
    text: str,
    about: Mapping[str, str | None],
    dates: Sequence[tuple[str, str]],
    name: str,
    line: int | None = None,
) -> Parsed:
    """One report from what its format gave, with the first of `dates` (wording, where it stood) that is a date."""
    found = ((read_date(wording), reason) for wording, reason in dates)
    published, reason = next(((day, reason) for day, reason in found if day), (None, None))
    report = Retrieved(
        raw=raw,
        media_type=media_type,
        text=text,
        title=about.get("title") or None,
        published=published,
        published_reason=reason,
        publisher=about.get("publisher") or None,
        url=about.get("url") or None,
        language=language_code(about.get("language")),
        report_id=about.get("report_id") or None,
    )
    return Parsed((report,), tuple(_complaints(about, dates, published, name, line)))


def contained(parsed: Parsed) -> Parsed:
    """The same, as part of a file that holds several: the file's own address is not theirs."""
    return replace(parsed, retrieved=tuple(replace(one, contained=True) for one in parsed.retrieved))


def language_code(wording: str | None) -> str | None:
    """The language of a code such as "en-GB", in two lower-case letters; null for what is none."""
    match = _LANGUAGE_CODE.match(wording.strip()) if wording else None
    return match[1].lower() if match else None


def _complaints(
    about: Mapping[str, str | None],
    dates: Sequence[tuple[str, str]],
    published: date | None,
    name: str,
    line: int | None,
) -> Iterator[Issue]:
    if dates and not published:
        message = f"“{dates[0][0][:40]}” is no date that can be read. Write it as 2020-05-17; the date was left empty."
        yield Issue(name, line, message)
    language = about.get("language")
    if language and not language_code(language):
        yield Issue(name, line, f"“{language[:40]}” is no code of a language, as “en” or “ar” are. It was left empty.")
