"""Which part of the review queue is wanted, and what there is to choose from."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from conflictdesk.link.queue import Question

Test = Callable[[Question], bool]


@dataclass(frozen=True, slots=True)
class Filters:
    """Which part of the queue is wanted; null and empty want all. Days are the event's, both included."""

    source: str | None = None
    country: str | None = None
    place: str | None = None
    actor: str | None = None
    first_day: date | None = None
    last_day: date | None = None
    type: str | None = None
    incident: str | None = None
    report: str | None = None
    text: str | None = None
    differs: bool = False


ALL = Filters()


def wanted_part(
    found: Iterable[Question], wanted: Filters, incident_of: Mapping[str, str] | None = None
) -> list[Question]:
    """Those that the filters want; `incident_of` tells a claim's incident."""
    tests = _tests(wanted, incident_of or {})
    return [question for question in found if all(test(question) for test in tests)]


def choices(found: Iterable[Question]) -> dict[str, dict[str, int]]:
    """What can be filtered by, each value with the number of open questions; the most frequent first."""
    counts: dict[str, Counter[str]] = {name: Counter() for name in ("source", "country", "type", "actor")}
    for question in found:
        if question.doubts:
            for name, value in _chosen(question).items():
                counts[name].update([value] if value else [])
    return {name: dict(counter.most_common()) for name, counter in counts.items()}


def _chosen(question: Question) -> dict[str, str | None]:
    claim = question.claim
    return {
        "source": question.source,
        "country": claim.place.country if claim else None,
        "type": str(claim.type) if claim else None,
        "actor": claim.perpetrator.canonical if claim else None,
    }


def _tests(wanted: Filters, incident_of: Mapping[str, str]) -> list[Test]:
    exact = {name: getattr(wanted, name) for name in ("source", "country", "type", "actor")}
    chosen = {name: value for name, value in exact.items() if value}
    tests: list[Test] = [lambda q: chosen.items() <= _chosen(q).items()] if chosen else []
    if wanted.report:
        tests.append(lambda q: q.report_id == wanted.report)
    if wanted.incident:
        tests.append(lambda q: incident_of.get(q.key) == wanted.incident)
    if wanted.differs:
        tests.append(lambda q: q.differs)
    return [*tests, *_tests_of_words(wanted), *_tests_of_days(wanted)]


def _tests_of_words(wanted: Filters) -> list[Test]:
    tests: list[Test] = []
    if wanted.place:
        place = wanted.place.casefold()
        tests.append(lambda q: place in _place_names(q))
    if wanted.text:
        words = wanted.text.casefold().split()
        tests.append(lambda q: all(word in q.words for word in words))
    return tests


def _tests_of_days(wanted: Filters) -> list[Test]:
    first, last = wanted.first_day or date.min, wanted.last_day or date.max
    if (first, last) == (date.min, date.max):
        return []

    def within(question: Question) -> bool:
        when = question.claim.when if question.claim else None
        return when is not None and when.start <= last and first <= when.end

    return [within]


def _place_names(question: Question) -> str:
    place = question.claim.place if question.claim else None
    return f"{place.name}\n{place.modern}".casefold() if place else ""
