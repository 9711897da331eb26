"""What a brief is made of, read from a desk at one moment: what it holds, and which of it was asked for."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from difflib import get_close_matches
from pathlib import Path

from conflictdesk.errors import UsageError
from conflictdesk.geo.gazetteer import KNOWN_GRADE
from conflictdesk.geo.names import EXACT_GRADE, normal
from conflictdesk.geo.regions import Province, Region, region_among
from conflictdesk.pipeline.assessing import standing, yardstick
from conflictdesk.pipeline.holding import Holding, read_holding
from conflictdesk.pipeline.knowledge import Knowledge
from conflictdesk.pipeline.suspects import communities
from conflictdesk.pipeline.watch_alarms import read_watch, within
from conflictdesk.records.assessments import Assessment, Yardstick
from conflictdesk.records.events import Incident, Place
from conflictdesk.records.series import Grouping
from conflictdesk.records.values import Referent
from conflictdesk.records.watched import Watch
from conflictdesk.store.database import Database

COUNTRY_CODE = 2  # letters of one
MOST_SUGGESTED = 5
FORTNIGHT = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which incidents are asked for: those that `holds` is true of. The words say so in the brief; null is all."""

    holds: Callable[[Incident], bool]
    place: str | None = None
    actor: str | None = None
    remark: str = ""  # what the place's name stands for
    here: Callable[[Place], bool] | None = None  # null: everywhere


@dataclass(frozen=True, slots=True)
class Material:
    """A desk at one moment, with the assessments that stand and the yardstick that they are worded by."""

    held: Holding
    assessments: tuple[Assessment, ...]
    yardstick: Yardstick
    wanted: Wanted
    communities: Mapping[int, tuple[str, ...]]  # by assessment: words of it that name a community
    watch: Watch  # of the place and the actor asked for, and of all of them
    whole_watch: Watch

    @property
    def grouping(self) -> Grouping:
        """Series and campaigns among the incidents."""
        return self.held.grouping


def read_material(
    database: Database, place: str | None = None, actor: str | None = None, first: date | None = None
) -> Material:
    """All that a brief on a place (a town, a province, a region, a country or its code) and an actor (by any
    name) needs.

    `first` is its first day; null: within the last fortnight of the incidents.

    Raises UsageError for a place that neither the gazetteer nor an incident knows, or an actor that neither the lexicon
    nor an incident does: a slip of the pen would read as silence. Raises InputError for a community.
    """
    with database.at_one_moment():
        held, assessments = read_holding(database), standing(database)
    actors = Knowledge.of(database.folder).actors
    named = {one.assessment_id: found for one in assessments if (found := communities(one.text, actors))}
    wanted = _wanted(database.folder, held, place, actor)
    ends = (one.when.end for one in held.incidents if one.when)
    whole = read_watch(database, since=first or max(ends, default=date.max - FORTNIGHT) - FORTNIGHT)
    return Material(held, assessments, yardstick(), wanted, named, within(whole, wanted.here, wanted.actor), whole)


def _wanted(folder: Path, held: Holding, place: str | None, actor: str | None) -> Wanted:
    knowledge = Knowledge.of(folder)
    here, remark = _place_test(knowledge, held, place) if place else (None, "")
    theirs, actor = _actor_test(knowledge, held, actor) if actor else (None, None)

    def holds(one: Incident) -> bool:
        return (here is None or here(one.place)) and (theirs is None or theirs(one))

    return Wanted(holds, place.strip() if place else None, actor, remark, here)


def _place_test(knowledge: Knowledge, held: Holding, name: str) -> tuple[Callable[[Place], bool], str]:
    """Whether a place is the one named or lies in it, and what the name stands for."""
    code = _country(knowledge, name)
    if code is not None:
        return (lambda place: place.country == code), ""
    region, provinces = _region(knowledge, name), _provinces(knowledge, name)
    named = region or Region(name)
    wanted, inside = {normal(name), normal(named.name)}, provinces | named.provinces

    def here(place: Place) -> bool:
        own = {normal(word) for word in (place.name, place.modern) if word}
        lies = bool(inside) and not inside.isdisjoint(_within(knowledge, place))
        return lies or place.country in named.countries or not wanted.isdisjoint(own)

    if not knowledge.gazetteer.knows(name) and not any(here(one.place) for one in held.incidents):
        near = _suggested(_names_of_places(held, name))
        raise UsageError(
            f"--place {name!r}: no gazetteer and no incident has it. Give a town, province, region or country.{near}"
        )
    return here, _stands_for(name, region, provinces)


def _stands_for(name: str, region: Region | None, provinces: frozenset[Province]) -> str:
    """What is said of a name that is a province's or a region's, and of places that are called so; else nothing."""
    if region is None or (provinces and not region.bounded):
        return " (the province, and places of this name)" if provinces else ""
    own = "" if normal(region.name) == normal(name) else f" {region.name}"
    if region.bounded:
        return f" (the region{own}, and places of this name)"
    return " (places of this name alone: what lies in this region is not known)"


def _region(knowledge: Knowledge, name: str) -> Region | None:
    """The region of this name; where a province is called so, too, only if it is the region's first name."""
    exact = [match.referent for match in knowledge.gazetteer.matches(name) if match.grade == EXACT_GRADE]
    region = region_among(exact)
    if region is None or normal(region.name) == normal(name):
        return region
    return None if any(one.kind == "admin1" for one in exact) else region


def _names_of_places(held: Holding, name: str) -> list[str]:
    """Names of the incidents' places that are nearly this one."""
    spoken = {normal(word): word for one in held.incidents for word in (one.place.name, one.place.modern) if word}
    return [spoken[near] for near in get_close_matches(normal(name), spoken, MOST_SUGGESTED)]


def _suggested(names: Iterable[str]) -> str:
    """A question for what may have been meant; nothing where there is nothing to offer."""
    offered = [f"{name!r}" for name in dict.fromkeys(names)][:MOST_SUGGESTED]
    return f" Did you mean {' or '.join(offered)}?" if offered else ""


def _likely(knowledge: Knowledge, name: str) -> list[Referent]:
    """The places of this name, without those whose names are only folded alike."""
    return [match.referent for match in knowledge.gazetteer.matches(name) if match.grade >= KNOWN_GRADE]


def _country(knowledge: Knowledge, name: str) -> str | None:
    """The ISO code of a country, told by its name or its code."""
    code = name.strip().upper()
    if len(code) == COUNTRY_CODE and code.isascii() and code.isalpha():
        return code
    found = _likely(knowledge, name)
    return found[0].country if found and found[0].kind == "country" else None


def _provinces(knowledge: Knowledge, name: str) -> frozenset[Province]:
    """Country and name of each province of this name."""
    found = [one for one in _likely(knowledge, name) if one.kind == "admin1" and one.country]
    exact = [one for one in found if normal(one.name) == normal(name)]
    return frozenset((str(one.country), normal(one.name)) for one in exact or found[:1])


def _within(knowledge: Knowledge, place: Place) -> frozenset[Province]:
    """The provinces that a place lies in, by what the gazetteer has at its point under its name."""
    name, country = place.modern or place.name, place.country
    if not name or not country:
        return frozenset()
    found = knowledge.gazetteer.lookup(name, country)
    there = [one for one in found if place.centre is None or one.point == place.centre] or found[:1]
    return frozenset((country, normal(one.admin1)) for one in there if one.admin1)


def _actor_test(knowledge: Knowledge, held: Holding, name: str) -> tuple[Callable[[Incident], bool], str]:
    """Whether an actor did it, claims it, or was its target."""
    found = knowledge.actors.name(name, None, "en")
    alike = knowledge.actors.with_words(name, "en") if found is None else ()
    canonical = alike[0] if len(alike) == 1 else knowledge.actor(name).canonical or name
    wanted = {normal(canonical), normal(name)}

    def theirs(one: Incident) -> bool:
        others = [rival.value.get("canonical") for rival in one.rivals.get("perpetrator", ())]
        others += [rival.value for rival in one.rivals.get("claimed_by", ())]
        named = {one.perpetrator.canonical, one.claimed_by, one.target.canonical, *others}
        return not wanted.isdisjoint(normal(word) for word in named if word)

    near = sorted(alike, key=lambda one: (not normal(one).startswith(normal(name)), len(one)))
    if found is None and len(alike) != 1 and not any(map(theirs, held.incidents)):
        raise UsageError(
            f"--actor {name!r}: no organisation of this name is known, and no incident has it.{_suggested(near)}"
        )
    return theirs, canonical
