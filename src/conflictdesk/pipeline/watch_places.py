"""Where a post is from or about: the place that it states, else those that its text names.

Posts come by the million, so their texts are read by the rules alone, without the encoder, and what the choice among
namesakes depends on (the names, how they are joined, words that speak for countries) is brought into a few words by
which choices are remembered. Where desk.toml names the countries that are watched, their towns are known without a cue.
"""

import re
from dataclasses import replace
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from conflictdesk.extract.lexicons import key, load
from conflictdesk.extract.places import find_toponyms
from conflictdesk.geo.gazetteer import Gazetteer
from conflictdesk.geo.names import BARE_GRADE, EXACT_GRADE, normal
from conflictdesk.geo.placing import Resolution
from conflictdesk.geo.resolve import resolve_referents
from conflictdesk.geo.votes import countries_in
from conflictdesk.pipeline.watch_names import PEOPLED, WatchedNames
from conflictdesk.pipeline.watch_stretches import (
    ARABIC_WORD,
    ARABIC_WORDS,
    PARTS,
    lines,
    shortened,
    spans_between,
    whole,
)
from conflictdesk.pipeline.watch_words import language_of, untagged
from conflictdesk.records.mentions import Toponym
from conflictdesk.records.reports import Sentence, Span
from conflictdesk.records.values import Referent

MOST_PLACES = 3  # of one post
LONGEST_STATED = 120  # characters
LEAST_SCORE = 0.5  # of a place that counts: namesakes that the text does not tell apart count nowhere
KEPT = 20_000  # answers of each kind that are remembered
WIDE = frozenset({"country", "admin1", "admin2", "region"})  # no point on a map

_ELIDED = re.compile(r"[LlDd]['’]\w{3}")
_WORD = re.compile(r"[^\W\d_]+(?:[.'’-][^\W\d_]+){0,4}")
MOST_COUNTRY_WORDS = 5


class PlaceReader:
    """Tells the places of posts. `countries` (ISO alpha-2) are those that are watched, in order of preference."""

    def __init__(self, gazetteer: Gazetteer, countries: tuple[str, ...] = ()) -> None:
        self._gazetteer, self._countries = gazetteer, countries
        self._known: dict[str, bool] = {}
        self._cues: dict[str, bool] = {}
        self._speaks: dict[str, tuple[bool, bool]] = {}
        self._chosen: dict[str, tuple[Referent, ...]] = {}
        self._stated: dict[str, tuple[Referent, ...]] = {}
        self._watched = WatchedNames(gazetteer, countries)

    def __call__(self, stated: str | None, text: str | None) -> tuple[Referent, ...]:
        """The places of a post, at most MOST_PLACES; none where nothing tells them."""
        found = self.stated(stated) if stated else ()
        return found or (self.named(text) if text else ())

    def stated(self, wording: str) -> tuple[Referent, ...]:
        """The place that is stated ("Bani Walid, Libya"): the narrowest of its parts that is one."""
        if wording not in self._stated:
            _bound(self._stated)
            self._stated[wording] = self._find_stated(wording) if len(wording) <= LONGEST_STATED else ()
        return self._stated[wording]

    def named(self, text: str) -> tuple[Referent, ...]:
        """The places that a text names."""
        text, tagged = untagged(text) if "#" in text else (text, [])
        found = [
            *self._watched.toponyms(text),
            *(Toponym(span, span.of(text)) for span in tagged if self._is_town(span.of(text))),
        ]
        taken = [one.span for one in found]
        language = language_of(text)
        spans = self._cued(text) if language == "ar" else lines(text)
        cued = find_toponyms(text, [Sentence(span, 0) for span in spans], language, self._knows)
        found += [
            self._unelided(one)
            for one in cued
            if whole(one, text) and not any(one.span.overlaps(span) for span in taken)
        ]
        return self._choose(sorted(found, key=lambda one: one.span), text) if found else ()

    def _unelided(self, one: Toponym) -> Toponym:
        """A name without the article that lost its vowel before it ("l'Irak"), unless it is a part ("L'Aquila"): the
        place of more people is meant."""
        if not _ELIDED.match(one.name) or self._people(one.name) >= self._people(one.name[2:]):
            return one
        return Toponym(Span(one.span.start + 2, one.span.end), one.name[2:], one.kind)

    def _people(self, name: str) -> int:
        exact = (m.referent.population for m in self._gazetteer.matches(name) if m.grade == EXACT_GRADE)
        return max(exact, default=-1)

    def _find_stated(self, wording: str) -> tuple[Referent, ...]:
        parts = [Toponym(Span(0, len(wording)), wording)]
        if len(PARTS.split(wording)) > 1:
            parts = [Toponym(span, span.of(wording)) for span in spans_between(wording)]
        named = countries_in(wording, self._gazetteer.terms()).of()
        found = self._resolved(parts, wording)
        meant = [one for one in found if one.country in named or self._is_meant(one, [part.name for part in parts])]
        return self._narrowest(meant)[:1]

    def _is_meant(self, place: Referent, names: list[str]) -> bool:
        """Whether names without a country mean a place: it is of a country that is watched, or has exactly such a
        name, and many people. A column of names of persons is full of villages."""
        if place.country in self._countries:
            return True
        exact = any(
            match.grade == EXACT_GRADE and match.referent.place_id == place.place_id
            for name in names
            for match in self._gazetteer.matches(name.strip())
        )
        return exact and (place.kind in WIDE or place.population >= PEOPLED)

    def _knows(self, name: str) -> bool:
        found = self._known.get(name)
        if found is None:
            _bound(self._known)
            found = self._known[name] = self._gazetteer.knows(name)
        return found

    def _cued(self, text: str) -> list[Span]:
        """The stretches of an Arabic text in which a name may stand: each from a cue on. The rest costs time alone."""
        words = [found.span() for found in ARABIC_WORD.finditer(text)]
        found: list[Span] = []
        for at, (start, end) in enumerate(words):
            if not self._is_cue(text[start:end]):
                continue
            reach = words[min(at + 1 + ARABIC_WORDS, len(words) - 1)][1]
            if found and start <= found[-1].end:
                found[-1] = Span(found[-1].start, reach)
            else:
                found.append(Span(start, reach))
        return found

    def _is_cue(self, word: str) -> bool:
        """Whether a name may follow a word, or stand in it behind a particle."""
        told = self._cues.get(word)
        if told is None:
            _bound(self._cues)
            cues, prefixes, heads = _arabic_cues()
            behind = [word[len(one) :] for one in prefixes if word.startswith(one) and len(word) >= len(one) + 3]
            named = any(key(rest) in heads or self._knows(rest) for rest in behind)
            told = self._cues[word] = key(word) in cues or key(word.removeprefix("و")) in cues or named
        return told

    # The choice among namesakes

    def _choose(self, toponyms: list[Toponym], text: str) -> tuple[Referent, ...]:
        told, short = shortened(toponyms, text, self._country_words(text))
        if told not in self._chosen:
            _bound(self._chosen)
            self._chosen[told] = self._narrowest(self._resolved(short, told))[:MOST_PLACES]
        return self._chosen[told]

    def _country_words(self, text: str) -> list[str]:
        """The words that speak for a country, and the names of several words."""
        terms, words = self._gazetteer.terms(), _WORD.findall(text)
        found: list[str] = []
        for at, word in enumerate(words):
            speaks, opens = self._speaks.get(word) or self._spoken(word)
            if opens:
                plain = [normal(one) for one in words[at : at + MOST_COUNTRY_WORDS]]
                lengths = (n for n in range(len(plain), 1, -1) if terms.of(" ".join(plain[:n])))
                found += words[at : at + next(lengths, 0)]
            if speaks:
                found.append(word)
        return found

    def _spoken(self, word: str) -> tuple[bool, bool]:
        """Whether a word speaks for a country, and whether it begins the name of one."""
        _bound(self._speaks)
        terms = self._gazetteer.terms()
        told = self._speaks[word] = bool(countries_in(word, terms).counts), normal(word) in terms.openers
        return told

    def _is_town(self, name: str) -> bool:
        """Whether a hashtag is that of a place: in capitals or a script without them, and of many people."""
        if name[:1].islower() or not self._knows(name):
            return False
        found = [match.referent for match in self._gazetteer.matches(name) if match.grade >= BARE_GRADE]
        return bool(found) and max(place.population for place in found) >= PEOPLED

    def _resolved(self, toponyms: list[Toponym], text: str) -> list[Referent]:
        """What the toponyms mean: first within the countries that are watched, then anywhere."""
        found = list(resolve_referents(toponyms, text, self._gazetteer))
        named = countries_in(text, self._gazetteer.terms()).of()
        elsewhere = named and not any(country in named for country in self._countries)
        for country in () if elsewhere else reversed(self._countries):
            within = resolve_referents(toponyms, text, self._gazetteer, country=country)
            found = [near if _sure(near) else far for near, far in zip(within, found, strict=True)]
        told = zip(toponyms, found, strict=True)
        sure = {
            r.referent.place_id: r.referent for one, r in told if r.referent and _sure(r) and not _is_people(one, r)
        }
        return [replace(place, point=None) if place.kind in WIDE else place for place in sure.values()]

    def _narrowest(self, places: list[Referent]) -> tuple[Referent, ...]:
        """Without countries and provinces, where a place within them is named, too."""
        narrow = [place for place in places if place.kind not in WIDE]
        inside = {place.country for place in narrow}
        return tuple(place for place in places if place.kind not in WIDE or place.country not in inside)


def _sure(resolution: Resolution) -> bool:
    return resolution.referent is not None and resolution.placing.score >= LEAST_SCORE


def _is_people(one: Toponym, resolution: Resolution) -> bool:
    """Whether a name is that of a people, and no country's or province's of that name."""
    wide = resolution.referent is not None and resolution.referent.kind in WIDE
    return not wide and key(one.name).lstrip("#").replace("_", " ") in _peoples()


def _bound(kept: dict[str, Any]) -> None:
    if len(kept) >= KEPT:
        kept.clear()


@cache
def _peoples() -> frozenset[str]:
    """The names of communities, as the data list them; without those that are ordinary words, too."""
    listed = yaml.safe_load((files("conflictdesk") / "data" / "actors" / "communities.yaml").read_text("utf-8"))
    stems = {key(name.rstrip("*")) for names in listed["communities"].values() for name in names}
    return frozenset(stems | {f"{stem}s" for stem in stems})


@cache
def _arabic_cues() -> tuple[frozenset[str], tuple[str, ...], frozenset[str]]:
    """Words behind which places are named; particles written onto names; words that longer names begin with."""
    listed = load("toponyms", "ar")
    cues = frozenset(key(word) for word in (*listed["sure"], *listed["likely"]))
    return cues, tuple(listed["prefixes"]), frozenset(key(word) for word in listed["heads"])
