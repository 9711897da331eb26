"""What the coder says of a report, and the mentions of MUC-4's roles in it, as MUC-4's templates.

muc4.yaml has the words; here is how they are put together. A template is an incident: the claims of one kind, or
those of them that are told of another place and day. Each entity goes to the incident that it stands nearest to.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from conflictdesk.records.events import EventClaim, Place, Role
from conflictdesk.records.reports import Span

ROLES = (
    "perp_individual_id", "perp_org_id", "phys_tgt_id", "hum_tgt_name", "hum_tgt_description", "instrument_id",
)  # fmt: skip
KINDS = ("ATTACK", "BOMBING", "KIDNAPPING", "ARSON")
Template = dict[str, Any]
Table = Mapping[str, re.Pattern[str]]


@dataclass(frozen=True, slots=True)
class Mention:
    """Words that fill a role, as sure as `score`."""

    role: str
    span: Span
    words: str
    score: float


@dataclass(frozen=True, slots=True)
class Entity:
    """Mentions of one somebody or something; the first names it best."""

    mentions: tuple[Mention, ...]

    @property
    def role(self) -> str:
        return self.mentions[0].role

    @property
    def words(self) -> str:
        return self.mentions[0].words

    @property
    def score(self) -> float:
        return max(m.score for m in self.mentions)

    def gap(self, at: Sequence[int]) -> int:
        """Characters between it and the nearest of these places."""
        return min((abs(m.span.start - a) for m in self.mentions for a in at), default=1 << 30)


@dataclass(frozen=True, slots=True)
class Incident:
    """What becomes a template: its kind, its claims, and where the text tells of it."""

    kind: str
    claims: tuple[EventClaim, ...]
    at: tuple[int, ...]
    entities: tuple[Entity, ...] = ()

    def of(self, role: str) -> list[Entity]:
        return [e for e in self.entities if e.role == role]


@dataclass(frozen=True, slots=True)
class Seen:
    """A report as templates are made of it: `kinds` are the probabilities of KINDS."""

    text: str
    published: date | None
    claims: tuple[EventClaim, ...]
    mentions: tuple[Mention, ...]
    kinds: Mapping[str, float]
    places: tuple[tuple[Span, Place], ...] = ()

    @property
    def country(self) -> str | None:
        """The country that the report speaks of most."""
        low = self.text.lower()
        counts = {code: len(told.findall(low)) for code, told in table("nations").items()}
        best = max(counts, key=lambda code: counts[code])
        return best if counts[best] else None


@lru_cache(maxsize=1)
def mapping() -> Mapping[str, Any]:
    """The table of muc4.yaml."""
    table: Mapping[str, Any] = yaml.safe_load(Path(__file__).with_name("muc4.yaml").read_text("utf-8"))
    return table


@lru_cache(maxsize=64)
def pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    """Any of the words; "*" stands for any ending."""
    return re.compile("|".join(rf"\b{re.escape(w).replace(re.escape('*'), '[a-z]*')}\b" for w in words) or "(?!)")


@lru_cache(maxsize=16)
def table(name: str) -> Table:
    """A part of the mapping as expressions, in its order."""
    return {label: pattern(tuple(words)) for label, words in mapping()[name].items()}


def meant(name: str, words: str) -> str | None:
    """The first label of a part of the mapping that the words tell of."""
    return next((label for label, told in table(name).items() if told.search(words.lower())), None)


def nearest(name: str, text: str, span: Span, among: Iterable[str] | None = None) -> str | None:
    """The label whose word stands nearest to `span` in its sentence."""
    start, end = sentence(text, span)
    at = span.start - start
    found = [
        (abs(m.start() - at), label)
        for label, told in table(name).items()
        if among is None or label in among
        for m in told.finditer(text[start:end].lower())
    ]
    return min(found, default=(0, None))[1]


def sentence(text: str, span: Span) -> tuple[int, int]:
    """About the sentence: between full stops that a space follows."""
    start = max(text.rfind(". ", 0, span.start), text.rfind("\n\n", 0, span.start)) + 1
    ends = [e for e in (text.find(". ", span.end), text.find("\n\n", span.end)) if e >= 0]
    return start, min(ends, default=len(text))


# ------------------------------------------------------------------------------------------------ entities
def entities(mentions: Sequence[Mention], text: str) -> list[Entity]:
    """The mentions by whom or what they name; what names it best first."""
    groups: list[list[Mention]] = []
    for mention in sorted(mentions, key=lambda m: (-m.score, m.span)):
        same = next((g for g in groups if any(_same(mention, other, text) for other in g)), None)
        groups.append([mention]) if same is None else same.append(mention)
    return [Entity(tuple(_best_first(group))) for group in groups]


def _best_first(group: Sequence[Mention]) -> list[Mention]:
    """By score; of a name that is written out elsewhere, the long form comes first."""
    if group[0].role == "hum_tgt_name":
        return sorted(group, key=lambda m: (-min(len(m.words.split()), 3), -m.score))
    return sorted(group, key=lambda m: -m.score)


def _same(a: Mention, b: Mention, text: str) -> bool:
    """Whether two mentions of one role name the same: words within words, or a short form in brackets beside a long."""
    if a.role != b.role:
        return False
    one, other = set(_plain(a.words)), set(_plain(b.words))
    if one <= other or other <= one:
        return True
    if a.role != "perp_org_id":
        return False
    first, last = sorted((a.span, b.span))
    between = text[first.end : last.start] if last.start > first.end else "-" * 9
    return re.fullmatch(r"\s?[\[(,]?\s?", between) is not None or _short_for(a.words, b.words)


def _plain(words: str) -> list[str]:
    """The words in their singular, without articles."""
    return [
        w[:-1] if len(w) > 3 and w.endswith("s") else w for w in re.findall(r"\w+", words.lower()) if w not in SMALL
    ]


SMALL = frozenset({"the", "a", "an", "of", "de", "and", "for", "some", "several", "two", "three", "four", "five"})


def _short_for(a: str, b: str) -> bool:
    """Whether one is made of the other's first letters, in any order ("ELN": Army of National Liberation)."""
    short, long = sorted((a, b), key=len)
    initials = [w[0] for w in re.findall(r"\w+", long.lower()) if w not in SMALL]
    return short.isalpha() and len(short) >= 3 and len(initials) >= 3 and sorted(short.lower()) == sorted(initials)


# ------------------------------------------------------------------------------------------------ incidents
NOT_MEANT = frozenset({Role.COUNTER_OPERATION})


def kind_of(claim: EventClaim) -> str | None:
    """MUC-4's kind of a claim; null where it has none."""
    return None if claim.role in NOT_MEANT else mapping()["types"].get(str(claim.type))


def starts(claim: EventClaim) -> tuple[int, ...]:
    """Where the claim's words of violence begin."""
    return tuple(s.start for s in claim.spans.get("type", ())) or (claim.evidence_span.start,)


def incidents(seen: Seen) -> list[Incident]:
    """The incidents of the kinds that the report is likely to tell of, by its claims where there are any."""
    found: list[Incident] = []
    bars = mapping()["bars"]
    for kind in KINDS:
        claims = [c for c in seen.claims if kind_of(c) == kind]
        if seen.kinds[kind] + bars["claim"] * bool(claims) >= bars["kind"]:
            found += _by_day_and_place(kind, claims) or [Incident(kind, (), _worded(kind, seen.text))]
    return found


def _worded(kind: str, text: str) -> tuple[int, ...]:
    """Where words of a kind stand, for one that no claim tells of."""
    return tuple(m.start() for m in table("type_words")[kind].finditer(text.lower()))


def _by_day_and_place(kind: str, claims: Sequence[EventClaim]) -> list[Incident]:
    """One incident for all claims that no day or place of their own tells apart."""
    groups: list[list[EventClaim]] = []
    for claim in claims:
        same = next((g for g in groups if not any(_apart(claim, c) for c in g)), None)
        groups.append([claim]) if same is None else same.append(claim)
    return [Incident(kind, tuple(g), tuple(a for c in g for a in starts(c))) for g in groups]


def _apart(a: EventClaim, b: EventClaim) -> bool:
    """Whether both have a day, or both a place, of their own, and it is another."""
    days = a.when and b.when and _own(a, "date") and _own(b, "date")
    if days and a.when and b.when and (a.when.end < b.when.start or b.when.end < a.when.start):
        return True
    places = a.place.name and b.place.name and _own(a, "place") and _own(b, "place")
    return bool(places) and a.place.name != b.place.name


def _own(claim: EventClaim, field: str) -> bool:
    """Whether the event's own words give the field: words of the sentence that states it, not merely the nearest."""
    told = any(claim.evidence_span.overlaps(span) for span in claim.spans.get(field, ()))
    return told and not claim.reasons.get(field, "").startswith(BORROWED)


# How the coder's reasons begin where a field is another event's, or tied to this one by nothing but nearness.
BORROWED = ("the nearest place", "the day of the event told before", "the place of the event told", "the first place")


def filled(seen: Seen) -> list[Incident]:
    """The incidents with their entities."""
    found = incidents(seen)
    bars = mapping()["roles"]
    likely = [e for e in entities(seen.mentions, seen.text) if e.score >= bars[e.role]]
    return [replace(i, entities=tuple(e for e in likely if i in _homes(e, found))) for i in found]


def _homes(entity: Entity, found: Sequence[Incident]) -> list[Incident]:
    """The incidents that an entity belongs to: that which is told nearest to it, and any told about as near."""
    gaps = [entity.gap(i.at) for i in found]
    reach = max(min(gaps, default=0), mapping()["reach"].get(entity.role, 0))
    fitting = [i for i, gap in zip(found, gaps, strict=True) if gap <= reach]
    return [i for i in fitting if _fits(entity, i)] or fitting


def _fits(entity: Entity, incident: Incident) -> bool:
    """Whether a weapon is one of this kind of incident."""
    if entity.role != "instrument_id":
        return True
    bombs = table("type_words")["BOMBING"].search(entity.words.lower()) is not None
    return bombs == (incident.kind == "BOMBING")
