"""Whose word a report passes on where it is not its own: an outlet's or a person's, by its credits and its sources.

- A story that credits one agency, as a whole or in part, is that agency's: all that credit it are one voice.
- One that credits several, or agencies that it does not name, may be anybody's: it adds nothing to a named voice.
- A report whose claims about an incident all rest on one outlet passes on that outlet's word about this incident: where
  somebody "told Reuters", or who says so is an agency, an outlet of the catalog, or the publisher of another report.
  What it says elsewhere in its own name is its own. "Local media" and "social media posts" may be anybody.
- One named person, or one body that the catalog knows, is one voice, through however many papers.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from conflictdesk.link.credits import agencies_in, credits_in, is_vague
from conflictdesk.link.hearsay import heard_from, names_told
from conflictdesk.link.names import folded
from conflictdesk.link.offices import holds_office, listed, person_in, plain_words, told_words
from conflictdesk.records.copies import Credit, CreditKind
from conflictdesk.records.events import EventClaim
from conflictdesk.records.reports import Report

NameOf = Callable[[str], str | None]


@dataclass(frozen=True, slots=True)
class Lent:
    """Whose word a report passes on, null where it may be anybody's; `words` are what the report says."""

    agency: str | None
    words: str


def lent(report: Report, claims: Iterable[EventClaim] = (), outlet_of: NameOf = lambda _: None) -> Lent | None:
    """Whose word `report` passes on with `claims`, all that it says of an incident; null where they are its own.

    `outlet_of` tells which outlet that is known a name is, null for any other.
    """
    found = credits_in(report.text, report.language)
    of_story = [one for one in found if one.kind is CreditKind.STORY or (one.kind is CreditKind.SHARED and one.agency)]
    if of_story:
        return _lent(report, of_story)
    rested = [_rests_on(claim, report, found, outlet_of) for claim in claims]
    if rested and all(rested):
        lenders = {one.agency for lenders in rested for one in lenders}
        named = lenders - {None}
        if len(named) < 2 and (None not in lenders or not named):
            return rested[0][0]
    return None


def lent_by_one(claims: Mapping[str, Sequence[EventClaim]], body_of: NameOf = lambda _: None) -> dict[str, Lent]:
    """For each report (id) whose claims all rest on one named person or body that one, as it is named most fully.

    So does one whose claims rest on his office alone: "police" beside "police spokesman Musa Bello". `body_of` tells
    which body that is known a speaker's name is.
    """
    found = {key: _one(told, body_of) for key, told in claims.items()}
    named = {key: one for key, one in found.items() if one}
    fullest = sorted(set(named.values()), key=lambda one: (-len(one.split()), one))
    lent = {key: Lent(_fullest(one, fullest), one) for key, one in named.items()}
    offices = _offices(claims, lent)
    for key in claims.keys() - lent.keys():
        words = [told_words(name) for claim in claims[key] for name in claim.attributed_to or ("",)]
        holders = [person for person, office in offices.items() if all(one and one <= office for one in words)]
        if len(holders) == 1:
            lent[key] = Lent(holders[0], claims[key][0].attributed_to[0])
    return lent


def is_body(name: str) -> bool:
    """Whether a name that holds a body's is the body's own voice: no resident's of its camp."""
    return not plain_words(name) & listed("others")


def _offices(claims: Mapping[str, Sequence[EventClaim]], lent: Mapping[str, Lent]) -> dict[str, frozenset[str]]:
    """The words by which each person's office is told; none where he holds none: "a resident" is many."""
    found: dict[str, frozenset[str]] = {}
    for key, one in lent.items():
        told = (name for claim in claims[key] for name in claim.attributed_to if holds_office(name))
        words = frozenset(word for name in told for word in told_words(name))
        person = one.agency or ""
        found[person] = found.get(person, frozenset()) | words - plain_words(person)
    return found


def _rests_on(claim: EventClaim, report: Report, found: Iterable[Credit], outlet_of: NameOf) -> list[Lent]:
    """The outlets on whose word a claim rests; one without a name where these may be any."""
    told = [_lent(report, [one]) for one in _around(claim, found)]
    told += [Lent(outlet, name) for name in names_told(claim, report) if (outlet := outlet_of(name))]
    heard = heard_from(claim, report.language)
    for name in claim.attributed_to or ((heard,) if heard else ()):
        outlets = agencies_in(name) or tuple(filter(None, (outlet_of(name),)))
        told += [Lent(outlet, name) for outlet in outlets]
        if not outlets and is_vague(name) and not holds_office(name) and not person_in(name):
            told.append(Lent(None, name))
    named = [one for one in told if one.agency]
    others = [name for name in claim.attributed_to if not is_vague(name)]
    return named or ([] if others else told)


def _one(claims: Sequence[EventClaim], body_of: NameOf) -> str:
    """The one person or body on whose word all of a report's claims rest; "" where there is none, or another source."""
    names = [name for claim in claims for name in claim.attributed_to]
    if not all(claim.attributed_to for claim in claims):
        return ""
    bodies = {body_of(name) for name in names}
    if len(bodies) == 1 and None not in bodies:
        return bodies.pop() or ""
    fullest = max(map(person_in, names), key=lambda one: (len(one.split()), one), default="")
    return fullest if fullest and all(_is_of(name, fullest) for name in names) else ""


def _is_of(name: str, person: str) -> bool:
    """Whether a name is a person's, or only the office that introduces him: "the police spokesman"."""
    words = plain_words(name)
    return plain_words(person) <= words or plain_words(person) >= words or bool(words & listed("speakers"))


def _fullest(name: str, fullest: Sequence[str]) -> str:
    words = set(folded(name).split())
    return next(one for one in fullest if words <= set(folded(one).split()))


def _lent(report: Report, found: list[Credit]) -> Lent:
    agencies = {one.agency for one in found}
    agency = next(iter(agencies)) if len(agencies) == 1 else None
    return Lent(agency, " ".join(found[0].span.of(report.text).split()).strip(" -–—:.\n"))


def _around(claim: EventClaim, found: Iterable[Credit]) -> list[Credit]:
    """The agencies to whom the words of a claim were told."""
    return [one for one in found if one.kind is CreditKind.QUOTED and one.span.overlaps(claim.evidence_span)]
