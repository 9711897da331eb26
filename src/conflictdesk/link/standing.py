"""What an incident may be called: claimed-only, single-source, corroborated or contested (design, sections 1, 5).

- contested: a claim of it is denied, that it happened or who did it. Tolls that differ do not contest it, and
  neither do names that differ while nobody denies anything.
- claimed-only: nobody but the perpetrator says so. A state's announcement of its own operation is the
  perpetrator's word like an armed group's, however many outlets pass it on.
- corroborated: two independent voices or more, or one beside the acting authority's own word: that word confirms
  that it acted (never whom or how many it killed), so it counts only beside a voice that tells of that deed, or of
  nobody's, and not of another's or another role. An armed group's claim confirms nothing. That a claim is coded
  "confirmed" does not make it the authority's word: who says so decides, and a doctor is an independent source.
- single-source: one independent voice.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from conflictdesk.link.copies import UNKNOWN
from conflictdesk.link.independence import SourceOf, Voice, counted, voices
from conflictdesk.link.lending import Lent, is_body, lent, lent_by_one
from conflictdesk.link.parties import Company, is_authority_word, one_deed, whose
from conflictdesk.link.profiles import actor_words
from conflictdesk.link.publishers import publisher_called, publishers_of
from conflictdesk.records.copies import Copies
from conflictdesk.records.events import Actor, EventClaim, Standing, Status
from conflictdesk.records.reports import Report, Source, SourceKind
from conflictdesk.records.standings import Stand, Whose


@dataclass(frozen=True, slots=True)
class Testimony:
    """The voices behind an incident, and which of its claims (ids) are more than the perpetrator's word."""

    voices: tuple[Voice, ...]
    speaking: frozenset[str]
    authority: bool  # an acting authority's own word on the deed that others tell of is among the claims
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
        voices=voices(known, lambda report: sources[report.report_id], copies, _lending(known, speaking, source_of)),
        speaking=frozenset(claim.claim_id for claim in speaking),
        authority=_confirmed([one[0] for one in told if is_authority_word(*one)], speaking),
        words=words,
    )


def _confirmed(own: Sequence[EventClaim], speaking: Sequence[EventClaim]) -> bool:
    """Whether an authority's own word is on a deed that one of the others tells of, or on one that nobody else does.

    It matters beside one voice alone: what that voice tells is what is held of actor and role.
    """
    return bool(own) and (not speaking or any(one_deed(word, told) for word in own for told in speaking))


def whose_words(claims: Iterable[EventClaim], reports: Mapping[str, Report], source_of: SourceOf) -> dict[str, Whose]:
    """Whose word each of an incident's claims (id) passes on: the one answer that standings, pages and briefs go by.

    What one of its reports tells of a speaker, or of who acted, holds for all its claims.
    """
    told = list(claims)
    texts, actors = _told_together(told, reports)
    sources = {claim.report_id: source_of(reports[claim.report_id]) for claim in told if claim.report_id in reports}
    found = {}
    for claim in told:
        report = reports.get(claim.report_id)
        company = Company(texts, actors, _known(claim, report, source_of))
        found[claim.claim_id] = whose(claim, report, sources.get(claim.report_id), company)
    return found


def _told_together(
    claims: Sequence[EventClaim], reports: Mapping[str, Report]
) -> tuple[tuple[str, ...], tuple[Actor, ...]]:
    """The texts of an incident's reports, and whom its claims that deny nothing name as having acted."""
    texts = {reports[claim.report_id].text for claim in claims if claim.report_id in reports}
    told = (claim.perpetrator for claim in claims if claim.status is not Status.DENIED)
    actors = {actor for actor in told if actor.canonical or actor_words(actor)}
    return tuple(sorted(texts)), tuple(sorted(actors, key=lambda actor: (actor.canonical or "", actor.text or "")))


def _known(claim: EventClaim, report: Report | None, source_of: SourceOf) -> dict[str, Source]:
    """Those whom a claim names as its sources that the catalog knows: they are asked for as publishers."""
    if report is None:
        return {}
    asked = {name: source_of(replace(report, publisher=name, url=None)) for name in claim.attributed_to}
    return {name: source for name, source in asked.items() if source}


def _lending(reports: Sequence[Report], speaking: Sequence[EventClaim], source_of: SourceOf) -> dict[str, Lent]:
    """Whose word each report passes on about one incident, where it is not its own."""
    if len(reports) < 2:
        return {}
    said = {r.report_id: [claim for claim in speaking if claim.report_id == r.report_id] for r in reports}
    publishers = set(publishers_of(reports, source_of)) - {UNKNOWN}

    def asked(name: str) -> tuple[str | None, Source | None]:
        source = source_of(replace(reports[0], publisher=name, url=None))
        return publisher_called(name, source), source

    def outlet_of(name: str) -> str | None:
        called, source = asked(name)
        known = source.kind is SourceKind.NEWS if source else called in publishers
        return called if known else None

    def body_of(name: str) -> str | None:
        called, source = asked(name)
        return called if source and is_body(name) else None

    found = {report.report_id: lent(report, said[report.report_id], outlet_of) for report in reports}
    passed = {key: whose for key, whose in found.items() if whose}
    return lent_by_one({key: told for key, told in said.items() if told}, body_of) | passed


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
