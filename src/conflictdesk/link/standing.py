"""What an incident may be called: claimed-only, single-source, corroborated or contested (design, sections 1, 5).

- contested: a claim of it is denied, that it happened or who did it. Tolls that differ do not contest it, and
  neither do names that differ while nobody denies anything.
- claimed-only: nobody but the perpetrator says so. A state's announcement of its own operation is the
  perpetrator's word like an armed group's, however many outlets pass it on.
- corroborated: two independent voices or more, or one beside the acting authority's own word: that word confirms
  that it acted (never whom or how many it killed). An armed group's claim confirms nothing. That a claim is coded
  "confirmed" does not make it the authority's word: who says so decides, and a doctor is an independent source.
- single-source: one independent voice.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from conflictdesk.link.independence import SourceOf, Voice, counted, voices
from conflictdesk.link.lending import Lent, lent
from conflictdesk.link.parties import is_authority_word, whose
from conflictdesk.records.copies import Copies
from conflictdesk.records.events import EventClaim, Standing, Status
from conflictdesk.records.reports import Report, Source, SourceKind
from conflictdesk.records.standings import Stand, Whose


@dataclass(frozen=True, slots=True)
class Testimony:
    """The voices behind an incident, and which of its claims (ids) are more than the perpetrator's word."""

    voices: tuple[Voice, ...]
    speaking: frozenset[str]
    authority: bool  # an acting authority's own word is among the claims
    words: Mapping[str, Whose]  # whose word each claim (id) passes on

    def copied(self, report_id: str) -> str | None:
        """The id of the report that this one is a near-copy of; null where it is none."""
        return next((voice.copied[report_id] for voice in self.voices if report_id in voice.copied), None)

    def support(self, claims: Iterable[EventClaim]) -> int:
        """Independent voices among `claims` that speak in their own name or in a third party's."""
        reports = {claim.report_id for claim in claims if claim.claim_id in self.speaking}
        return counted([voice for voice in self.voices if reports & set(voice.reports)])


def testimony(
    claims: Sequence[EventClaim], reports: Mapping[str, Report], source_of: SourceOf, copies: Copies | None
) -> Testimony:
    """Who speaks for the incident that `claims` make up.

    Copies are looked for among all its reports, so that a copy of a belligerent's text counts nothing even where
    the machine read the copy otherwise.
    """
    known = [reports[key] for key in {claim.report_id for claim in claims} if key in reports]
    sources = {report.report_id: source_of(report) for report in known}
    told = [(claim, reports.get(claim.report_id), sources.get(claim.report_id)) for claim in claims]
    words = whose_words(claims, reports, source_of)
    speaking = [claim for claim in claims if words[claim.claim_id].word.independent]
    return Testimony(
        voices=voices(known, lambda report: sources[report.report_id], copies, _lending(known, speaking)),
        speaking=frozenset(claim.claim_id for claim in speaking),
        authority=any(is_authority_word(*one) for one in told),
        words=words,
    )


def whose_words(claims: Iterable[EventClaim], reports: Mapping[str, Report], source_of: SourceOf) -> dict[str, Whose]:
    """Whose word each claim (id) passes on: the one answer that standings, pages and briefs go by."""
    sources: dict[str, Source | None] = {}
    found = {}
    for claim in claims:
        report = reports.get(claim.report_id)
        if report and report.report_id not in sources:
            sources[report.report_id] = source_of(report)
        found[claim.claim_id] = whose(
            claim, report, sources.get(claim.report_id), _mouthpieces(claim, report, source_of)
        )
    return found


def _mouthpieces(claim: EventClaim, report: Report | None, source_of: SourceOf) -> frozenset[str]:
    """Those whom a claim names as its sources that are belligerents' publications: they are asked for as publishers."""
    if report is None:
        return frozenset()
    asked = {name: source_of(replace(report, publisher=name, url=None)) for name in claim.attributed_to}
    return frozenset(name for name, source in asked.items() if source and source.kind is SourceKind.BELLIGERENT)


def _lending(reports: Sequence[Report], speaking: Sequence[EventClaim]) -> dict[str, Lent]:
    """Whose word each report passes on about one incident, where it is not its own."""
    if len(reports) < 2:
        return {}
    said = {r.report_id: [claim for claim in speaking if claim.report_id == r.report_id] for r in reports}
    found = {report.report_id: lent(report, said[report.report_id]) for report in reports}
    return {key: whose for key, whose in found.items() if whose}


def standing(claims: Sequence[EventClaim], behind: Testimony) -> Standing:
    """The standing of the incident that `claims` make up, `behind` being their testimony."""
    if any(claim.status is Status.DENIED for claim in claims):
        return Standing.CONTESTED
    independent = behind.support(claims)
    if independent == 0:
        return Standing.CLAIMED_ONLY
    enough = independent >= (1 if behind.authority else 2)
    return Standing.CORROBORATED if enough else Standing.SINGLE_SOURCE


def published_day(report: Report) -> date:
    """When a report was out: its day of publication, else that of its retrieval, by which it was out."""
    return report.published or retrieved_day(report)


def retrieved_day(report: Report) -> date:
    """When the desk had a report."""
    return report.retrieved.date()


def stands(
    claims: Sequence[EventClaim],
    reports: Mapping[str, Report],
    source_of: SourceOf,
    copies: Copies | None,
    day_of: Callable[[Report], date] = published_day,
) -> tuple[Stand, ...]:
    """How the incident that `claims` make up stood over time: each day on which standing or sources changed.

    What it was on a day follows from the claims whose reports were there by then (`day_of`), as they are read and
    reviewed now, and from nothing else: whatever order reports arrive in, the same history comes out, and a report
    that is published later changes no earlier day. Claims of reports that are not known count from no day on.
    """
    dated = {key: day_of(reports[key]) for key in {claim.report_id for claim in claims} if key in reports}
    found: list[Stand] = []
    for day in sorted(set(dated.values())):
        there = [claim for claim in claims if claim.report_id in dated and dated[claim.report_id] <= day]
        behind = testimony(there, reports, source_of, copies)
        now, sources = standing(there, behind), behind.support(there)
        if not found or (found[-1].standing, found[-1].sources) != (now, sources):
            found.append(Stand(day, now, sources, tuple(sorted(key for key, on in dated.items() if on == day))))
    return tuple(found)
