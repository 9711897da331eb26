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

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from conflictdesk.link.independence import SourceOf, Voice, counted, voices
from conflictdesk.link.lending import Lent, lent
from conflictdesk.link.names import is_force, name_words, same_words
from conflictdesk.link.profiles import actor_words
from conflictdesk.records.copies import Copies
from conflictdesk.records.events import Actor, EventClaim, Role, Standing, Status
from conflictdesk.records.reports import Report, Source, SourceKind


@dataclass(frozen=True, slots=True)
class Testimony:
    """The voices behind an incident, and which of its claims (ids) are more than the perpetrator's word."""

    voices: tuple[Voice, ...]
    speaking: frozenset[str]
    authority: bool  # an acting authority's own word is among the claims

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
    speaking = [c for c in claims if speaks_for_itself(c, reports.get(c.report_id), source_of)]
    return Testimony(
        voices=voices(known, source_of, copies, _lending(known, speaking)),
        speaking=frozenset(claim.claim_id for claim in speaking),
        authority=any(is_authority_word(c, reports.get(c.report_id), source_of) for c in claims),
    )


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


def speaks_for_itself(claim: EventClaim, report: Report | None, source_of: SourceOf) -> bool:
    """Whether a claim is more than the perpetrator's word passed on, and no denial."""
    if claim.status in (Status.CLAIMED, Status.DENIED):
        return False
    source = source_of(report) if report else None
    if _published_by_perpetrator(claim, report) or (source and source.kind is SourceKind.BELLIGERENT):
        return False
    if claim.attributed_to:
        return not all(_is_own_voice(name, claim) for name in claim.attributed_to)
    return not (claim.status is Status.CONFIRMED and _is_acting_authority(source, claim))


def is_authority_word(claim: EventClaim, report: Report | None, source_of: SourceOf) -> bool:
    """Whether a claim passes on an acting authority's own word that it acted."""
    source = source_of(report) if report else None
    if source and source.kind is SourceKind.BELLIGERENT:
        return False
    if source and source.kind is SourceKind.OFFICIAL and _published_by_perpetrator(claim, report):
        return True
    if not _is_operation(claim) or claim.status not in (Status.CONFIRMED, Status.CLAIMED):
        return False
    own = any(_is_own_voice(name, claim) for name in claim.attributed_to)
    unnamed = claim.status is Status.CLAIMED and not claim.attributed_to  # claimed: nobody but who did it says so
    return own or unnamed or _published_by_perpetrator(claim, report) or _is_acting_authority(source, claim)


def _is_operation(claim: EventClaim) -> bool:
    """An authority's own operation, which no armed group claims."""
    return claim.role is Role.COUNTER_OPERATION and claim.claimed_by is None


def _is_own_voice(name: str, claim: EventClaim) -> bool:
    """Whether who is named is the perpetrator, or speaks for the force that carried out an operation.

    "The army" says so of "warplanes": the names do not agree, but forces are no independent source on forces.
    """
    return _is_perpetrator(name, claim) or (is_force(name) and (_is_operation(claim) or _is_of_its_state(name, claim)))


def _is_of_its_state(name: str, claim: EventClaim) -> bool:
    """Whether a force or ministry is named by the state whose forces acted ("Russia's defence ministry")."""
    state = (claim.perpetrator.canonical or "").partition(" Forces of ")[2]
    return bool(state) and state.casefold() in name.casefold()


def _is_acting_authority(source: Source | None, claim: EventClaim) -> bool:
    """Whether a report's source is an official one of the authority that acted, or of armed forces at all."""
    return source is not None and source.kind is SourceKind.OFFICIAL and _is_own_voice(source.name, claim)


def _published_by_perpetrator(claim: EventClaim, report: Report | None) -> bool:
    return bool(report and report.publisher and _is_perpetrator(report.publisher, claim))


def _is_perpetrator(name: str, claim: EventClaim) -> bool:
    words = name_words(name, "actor")
    named = (actor_words(Actor(text)) for text in (claim.perpetrator.text, claim.perpetrator.canonical))
    return any(same_words(words, other) for other in (*named, name_words(claim.claimed_by, "actor")))
