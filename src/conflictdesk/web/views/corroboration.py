"""Who says so: the voices behind an incident, whose word each report passes on, and what of them counts as a source.

Reliability of a source and credibility of what it says stand side by side, as two: nothing is made of the two.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from conflictdesk.link.independence import Voice
from conflictdesk.link.standing import Testimony, testimony
from conflictdesk.publish import wording
from conflictdesk.records.credibility import GRADES, RELIABILITIES, Credibility
from conflictdesk.records.events import EventClaim
from conflictdesk.records.reports import Report
from conflictdesk.records.standings import Whose, Word
from conflictdesk.web.snapshots import Snapshot
from conflictdesk.web.views.claims import UNNAMED, report_href

ADDS_NOTHING = "may be anybody's: adds nothing to a named source"
NOT_SET, NOT_GRADED = "not set", "not graded"
SIDES = {
    Word.AUTHORITY: "the side that acted says so itself",
    Word.PERPETRATOR: "the perpetrator says so itself",
    Word.BELLIGERENT: "a party to the conflict publishes it",
    Word.DENIAL: "it is denied",
}
MARKS = {Word.AUTHORITY: "◐", Word.PERPETRATOR: "○", Word.BELLIGERENT: "○", Word.DENIAL: "✕"}


@dataclass(frozen=True, slots=True)
class Graded:
    """How credible a claim's information is: the digit, its words, and who says so."""

    grade: int
    words: str
    who: str


@dataclass(frozen=True, slots=True)
class Telling:
    """A report of an incident: where it is, whose word it passes on, why it counts once, and the two grades."""

    href: str
    publisher: str
    day: str
    word: str
    mark: str
    why: str
    reason: str  # why it counts once with the first; empty with the first
    reliability: tuple[str, str] | None  # the letter and its words
    graded: tuple[Graded, ...]


@dataclass(frozen=True, slots=True)
class Speaker:
    """Reports that count as one source: the oldest, and why each other counts with it."""

    first: Telling
    members: tuple[Telling, ...]
    counts: bool
    note: str


@dataclass(frozen=True, slots=True)
class Corroboration:
    """`headline` says how many independent sources there are, and who else speaks."""

    headline: str
    speakers: tuple[Speaker, ...]


def corroboration(claims: Sequence[EventClaim], held: Snapshot) -> Corroboration:
    """Who says that the incident of `claims` happened; those that count first, then the parties to it."""
    behind = testimony(claims, held.reports, held.source_of, held.copies)
    found = speakers(claims, held, behind)
    words = {whose.word for whose in behind.words.values()}
    return Corroboration(_headline(behind.support(claims), words), tuple(sorted(found, key=lambda one: not one.counts)))


def speakers(claims: Sequence[EventClaim], held: Snapshot, behind: Testimony | None = None) -> tuple[Speaker, ...]:
    """The voices behind an incident, oldest first, and what of them counts."""
    behind = behind or testimony(claims, held.reports, held.source_of, held.copies)
    spoken = {claim.report_id for claim in claims if claim.claim_id in behind.speaking}
    named = any(voice.named and not voice.belligerent and spoken & set(voice.reports) for voice in behind.voices)
    told = {report_id: _telling_words(claims, report_id, behind) for v in behind.voices for report_id in v.reports}
    return tuple(_speaker(voice, bool(spoken & set(voice.reports)), named, told, held) for voice in behind.voices)


def graded(found: Credibility | None) -> Graded | None:
    return Graded(found.grade, GRADES[found.grade], f"{found.who}, {wording.day(found.at)}") if found else None


def reliability(report: Report | None, held: Snapshot) -> tuple[str, str] | None:
    """The reliability of a report's source, as the desk's catalog has it, with its words."""
    source = held.source_of(report) if report else None
    letter = source.reliability if source else None
    return (letter, RELIABILITIES[letter]) if letter else None


def _headline(sources: int, words: Collection[Word]) -> str:
    told = [wording.number(sources, "independent source") if sources else "No independent source"]
    return "; ".join([*told, *(said for word, said in SIDES.items() if word in words)])


def _telling_words(claims: Sequence[EventClaim], report_id: str, behind: Testimony) -> tuple[Whose, tuple[str, ...]]:
    """Whose word a report passes on with its claims (what counts most comes first), and their ids."""
    ids = tuple(claim.claim_id for claim in claims if claim.report_id == report_id)
    return min((behind.words[key] for key in ids), key=lambda whose: list(Word).index(whose.word)), ids


def _speaker(
    voice: Voice, speaks: bool, others_named: bool, told: dict[str, tuple[Whose, tuple[str, ...]]], held: Snapshot
) -> Speaker:
    first, *rest = (_telling(key, why, *told[key], held) for key, why in zip(voice.reports, voice.why, strict=True))
    counts, note = _counts(voice, speaks, others_named)
    return Speaker(first, tuple(rest), counts, note)


def _counts(voice: Voice, speaks: bool, others_named: bool) -> tuple[bool, str]:
    if voice.belligerent:
        return False, "not counted: a party to the conflict's own text"
    if not speaks:
        return False, "not counted"
    if not voice.named:
        return not others_named, ADDS_NOTHING if others_named else "counts as one: names no publisher"
    return True, "counts as one source"


def _telling(report_id: str, once: str, whose: Whose, claims: Sequence[str], held: Snapshot) -> Telling:
    report = held.reports[report_id]
    grades = (graded(held.credibility.get(key)) for key in claims)
    return Telling(
        href=report_href(report_id),
        publisher=report.publisher or UNNAMED,
        day=wording.day(report.published) if report.published else "date not known",
        word=str(whose.word),
        mark=MARKS.get(whose.word, "●"),
        why="" if whose.word in (Word.BELLIGERENT, Word.PUBLICATION) else whose.reason,
        reason=once,
        reliability=reliability(report, held),
        graded=tuple(one for one in grades if one),
    )
