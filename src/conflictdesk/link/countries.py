"""The country that a sentence names beside its place: "Koro, in north-western Ivory Coast"."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

import yaml

from conflictdesk.errors import DataError
from conflictdesk.link.names import bare, folded, listed_in
from conflictdesk.records.events import EventClaim

WORDS_BESIDE = 8  # between a place and what it is in
NAMES_IN = ("fr", "it", "es")  # languages that write peoples small and countries with a capital
STEM = "*"  # words for peoples stand for their endings


def told_country(claim: EventClaim, plain: str) -> str | None:
    """ISO alpha-2 of the country that the sentence names after the place; null where none, or not that of the place.

    What lies near a border is in neither country by that, and a name of an organisation tells no place. `plain` is
    the sentence, folded, without Arabic articles.
    """
    name = f" {folded(bare(claim.place.name))} "
    _, found, after = f" {plain} ".partition(name)
    if not name.strip() or not found:
        return None
    told = _first_country(f" {' '.join(_without_actors(claim, after).split()[:WORDS_BESIDE])} ")
    return told if told and claim.place.country in (None, told) else None


def _without_actors(claim: EventClaim, words: str) -> str:
    for actor in (claim.perpetrator.text, claim.perpetrator.canonical, claim.claimed_by):
        if actor and folded(actor):
            words = f" {words} ".replace(f" {folded(bare(actor))} ", " | ")
    return words


def _first_country(words: str) -> str | None:
    """The country that stands first, the longest name where several begin there."""
    if _first_words().isdisjoint(words.split()):
        return None
    named = [(words.find(phrase), -len(phrase), code) for phrase, code in _phrases() if phrase in words]
    if not named:
        return None
    first, _, code = min(named)
    return None if any(0 <= words.find(border) < first for border in _borders()) else code


@cache
def _phrases() -> tuple[tuple[str, str], ...]:
    """The padded names of countries, with their codes."""
    try:
        text = (files("conflictdesk") / "data" / "actors" / "demonyms.yaml").read_text("utf-8")
        nations = yaml.safe_load(text)["nations"]
        told = {(f" {folded(bare(name))} ", code) for code, nation in nations.items() for name in _names(nation)}
    except (OSError, yaml.YAMLError, KeyError, TypeError) as error:
        raise DataError("data/actors/demonyms.yaml is damaged: install Conflictdesk again.") from error
    return tuple(sorted(told))


@cache
def _first_words() -> frozenset[str]:
    return frozenset(phrase.split()[0] for phrase, _ in _phrases())


def _names(nation: Mapping[str, object]) -> list[str]:
    """The names of a country: those of its people carry an ending, or are written small."""
    listed = [str(name) for key in NAMES_IN for name in _listed(nation, key) if str(name)[:1].isupper()]
    listed += [str(name) for name in _listed(nation, "ar")]
    return [str(nation["name"]).removeprefix("the "), *(name for name in listed if not name.endswith(STEM))]


def _listed(nation: Mapping[str, object], language: str) -> list[object]:
    found = nation.get(language)
    return found if isinstance(found, list) else []


@cache
def _borders() -> tuple[str, ...]:
    return tuple(f" {folded(word)} " for entry in listed_in("borders") for word in entry["words"])
