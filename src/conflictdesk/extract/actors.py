"""Actors: organisations and states that a text names, and what a phrase marked as perpetrator stands for.

No community is an actor. Its name keeps a phrase from becoming one, unless it is part of an organisation's own name.
"""

from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from conflictdesk.extract.actor_hits import AWAY, Hit, Scanned, branch_of, force_of, joined_hits
from conflictdesk.extract.actor_names import built_name
from conflictdesk.extract.lexicon_actors import Phrasebook, Sense, phrase_key, read_lists
from conflictdesk.extract.lexicons import FALLBACK
from conflictdesk.records.mentions import ActorMention
from conflictdesk.records.reports import Span

UNIDENTIFIED = "Unidentified armed group"
STATES = frozenset({"state", "police", "coalition", "international"})
ARMED = frozenset({"rebel", "militia", "criminal"})
ACTING = frozenset({"organisation", "force", "unnamed"})
SMALL = 3  # letters of an article
NEAR = 4  # words before an organisation in which it may be called a mere ally ("linked to")


def root(canonical: str | None) -> str:
    """The organisation of a name, without its branch."""
    return (canonical or "").split(" - ")[0]


def is_state(kind: str) -> bool:
    """Whether an actor of this kind is a state's, or acts for states."""
    return kind in STATES


@lru_cache(maxsize=1)
def _built_in() -> Phrasebook:
    return Phrasebook(read_lists(()))


class ActorLexicon:
    """Known organisations, forces, and words for those whom nobody names."""

    def __init__(self, book: Phrasebook) -> None:
        self._book = book

    @classmethod
    def load(cls, *extra: Path) -> "ActorLexicon":
        """The built-in lists, and those at `extra`; DataError where one cannot be read."""
        return cls(Phrasebook(read_lists(extra)) if extra else _built_in())

    def _read(self, text: str, language: str) -> tuple[Scanned, list[Hit]]:
        language = language or FALLBACK
        scanned = Scanned(text, self._book.of(language))
        return scanned, joined_hits(scanned, self._book, language)

    def find(self, text: str, language: str) -> tuple[ActorMention, ...]:
        """Named organisations, and forces of a named country, in the order of the text."""
        scanned, hits = self._read(text, language)
        found = ((hit, hit.sense("organisation")) for hit in hits if not self._opposed(scanned, hit))
        return tuple(_mention(text, Span(hit.start, hit.end), sense) for hit, sense in found if sense)

    def phrases(self, text: str, language: str) -> tuple[Span, ...]:
        """Where the text has words for somebody who may act: organisations, forces, and those whom nobody names."""
        scanned, hits = self._read(text, language)
        acting = [h for h in hits if any(s.role in ACTING for s in h.senses) and not self._opposed(scanned, h)]
        return tuple(Span(h.start, h.end) for h in acting)

    def with_words(self, words: str, language: str) -> tuple[str, ...]:
        """The organisations one of whose names holds all of these words: "Haftar" of "Haftar's forces"."""
        wanted = frozenset(phrase_key(words).split())
        found = (
            sense.canonical
            for key, senses in self._book.of(language or FALLBACK).senses.items()
            for sense in senses
            if wanted and sense.role == "organisation" and wanted <= frozenset(key.split())
        )
        return tuple(sorted(set(found)))

    def is_built(self, words: str, language: str) -> bool:
        """Whether the words are a name that no list holds, but built like an organisation's, and nothing else."""
        scanned, hits = self._read(words, language)
        return built_name(scanned, hits, self._book) == Span(0, len(words))

    def name(self, words: str, country: str | None, language: str) -> ActorMention | None:
        """What a phrase marked as perpetrator stands for; spans count in `words`.

        `country` (ISO-2) is the event's: it tells whose army "the army" is. The text is empty where the phrase names
        a community: then only the evidence keeps those words. None where the phrase stands for no actor.
        """
        phrase = _Phrase(*self._read(words, language), country, self._book, language or FALLBACK)
        for rule in (
            phrase.organisation,
            phrase.built,
            phrase.government,
            phrase.community,
            phrase.force,
            phrase.unnamed,
            phrase.nation,
        ):
            mention = rule()
            if mention is not None:
                return mention
        return None

    def _opposed(self, scanned: Scanned, hit: Hit) -> bool:
        """Whether the name only says whom others are against ("anti-Taliban fighters")."""
        return hit.first > 0 and scanned.words[hit.first - 1] in self._book.word_set("naming", "against")


def _mention(text: str, span: Span, sense: Sense) -> ActorMention:
    return ActorMention(span, span.of(text), sense.canonical, sense.kind, sense.country)


class _Phrase:
    """A marked phrase under the rules, each of which answers or passes."""

    def __init__(self, scanned: Scanned, hits: list[Hit], country: str | None, book: Phrasebook, language: str) -> None:
        self.scanned, self.hits, self.book = scanned, hits, book
        self.country, self.language = country, language
        self.barred = any(h.sense("community") or h.sense("kin") for h in hits if not h.sense("organisation"))

    def organisation(self) -> ActorMention | None:
        """The organisation it names; of several the first that is neither an ally, nor an umbrella, nor opposed."""
        named = [h for h in self.hits if h.sense("organisation") and not self._against(h)]
        best = min(named, key=self._weakness, default=None)
        return (self._own_name(best) or self._answer(self._branch(self._here(best)), best)) if best else None

    def _own_name(self, hit: Hit) -> ActorMention | None:
        """The name that those who broke away from an organisation bear, though no list holds it; of its kind."""
        sense = next((s for s in hit.senses if s.umbrella and s.canonical.endswith(AWAY)), None)
        span = built_name(self.scanned, self.hits, self.book) if sense else None
        if sense is None or span is None:
            return None
        return self._answer(replace(sense, canonical=span.of(self.scanned.text)), Hit(0, 0, span.start, span.end, ()))

    def _here(self, hit: Hit) -> Sense:
        """Of organisations of one name that of the event's country."""
        senses = [s for s in hit.senses if s.role == "organisation"]
        return next((s for s in senses if s.country == self.country), senses[0])

    def _against(self, hit: Hit) -> bool:
        return hit.first > 0 and self.scanned.words[hit.first - 1] in self.book.word_set("naming", "against")

    def _weakness(self, hit: Hit) -> tuple[bool, bool, int]:
        sense = hit.sense("organisation")
        return self._linked(hit), bool(sense and sense.umbrella), hit.first

    def _linked(self, hit: Hit) -> bool:
        """Whether the words around say that someone else is close to it ("al Qaeda-linked", "loyal to")."""
        words, first = self.scanned.words, max(0, hit.first - NEAR)
        after = words[hit.last : hit.last + 1]
        before = words[first : hit.first]
        return bool(
            set(after) & self.book.word_set("naming", "linked_after")
            or set(before) & self.book.word_set("naming", "linked_words")
        )

    def _branch(self, sense: Sense) -> Sense:
        """The branch that the phrase names, or that of the event's country."""
        branches = (branch_of(sense, hit) for hit in self.hits)
        said = next((b for b in branches if b is not None), None)
        there = sense.branches.get(self.country or "")
        return said or (Sense("organisation", there, sense.kind, self.country) if there else sense)

    def built(self) -> ActorMention | None:
        """A name that no list holds, but built like one ("Derna Protection Force")."""
        span = built_name(self.scanned, self.hits, self.book)
        if span is None:
            return None
        sense = Sense("organisation", span.of(self.scanned.text), "other")
        return self._answer(sense, Hit(0, 0, span.start, span.end, (sense,)))

    def community(self) -> ActorMention | None:
        """A community, alone or with arms: nobody in particular, and the words are not kept."""
        if not self.barred or self._apart():
            return None
        unnamed = next(self._unnamed_senses(), None)
        sense = unnamed or Sense("unnamed", UNIDENTIFIED, "unidentified")
        return ActorMention(Span(0, 0), "", sense.canonical, sense.kind)

    def _apart(self) -> bool:
        """Whether a force is named before the community and for itself ("the army, backed by Arab militias")."""
        forces = [h for h in self.hits if h.sense("force")]
        others = [h for h in self.hits if h.sense("community") or h.sense("kin")]
        if not forces or forces[0].first > others[0].first:
            return False
        between = self.scanned.between(forces[0], others[0])
        return between is None or bool(
            set(between) & (self.book.word_set("naming", "linked_words") | self.book.word_set("naming", "ands"))
        )

    def force(self) -> ActorMention | None:
        """A force without a country: that of the country named before it, or of that where it happened."""
        for hit in self.hits:
            force = hit.sense("force")
            if force is not None:
                country = self._nation(hit.first) or self._home()
                return self._answer(force_of(force, country, self.book.countries.get(country or "")), hit)
        return None

    def _home(self) -> str | None:
        """The country whose forces are meant where none is named: not where those of another state may be meant."""
        return None if (self.country or "").lower() in self.book.word_set("naming", "foreign_armies") else self.country

    def unnamed(self) -> ActorMention | None:
        """Gunmen, protesters, a man."""
        sense = next(self._unnamed_senses(), None)
        return self._answer(sense, self.hits[0]) if sense else None

    def government(self) -> ActorMention | None:
        """A state, though its adjective is a community's name, too ("the Somali government")."""
        words = (word for word in self.scanned.words if len(word) > SMALL)
        if not self.barred or self.book.word_set("naming", "state_words").isdisjoint(words):
            return None
        nation = self.nation()
        return replace(nation, span=Span(0, len(self.scanned.text)), text=self.scanned.text) if nation else None

    def nation(self) -> ActorMention | None:
        """A country's name or adjective and no more ("Russian" strikes): its forces."""
        country = self._nation()
        named = {i for h in self.hits if h.sense("nation") for i in range(h.first, h.last)}
        others = {word for i, word in enumerate(self.scanned.words) if i not in named}
        if country is None or not others <= self.book.word_set("naming", "state_words"):
            return None
        sense = Sense("organisation", f"Military Forces of {self.book.countries[country]}", "state", country)
        return self._answer(sense, self.hits[0])

    def _nation(self, before: int | None = None) -> str | None:
        hits = [h for h in self.hits if before is None or h.first < before]
        return next((s.country for h in hits if (s := h.sense("nation"))), None)

    def _unnamed_senses(self) -> Iterator[Sense]:
        """Groups before single people before crowds: "a man and several gunmen" are gunmen."""
        senses = [s for h in self.hits if (s := h.sense("unnamed"))]
        order = {kind: rank for rank, kind in enumerate(("unidentified", "individual", "protesters"))}
        yield from sorted(senses, key=lambda s: order.get(s.kind, len(order)))

    def _answer(self, sense: Sense, hit: Hit) -> ActorMention:
        """All its words; only those of the name where the rest speaks of a community."""
        span = Span(hit.start, hit.end) if self.barred else Span(0, len(self.scanned.text))
        return _mention(self.scanned.text, span, sense)
