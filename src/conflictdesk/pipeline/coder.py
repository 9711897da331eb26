"""One report through all stages that read it: text, inference, extract, geo. Nothing is stored here."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

from conflictdesk import __version__
from conflictdesk.extract.actors import ActorLexicon
from conflictdesk.extract.casualties import find_counts
from conflictdesk.extract.claims import NULL_BELOW, Coding, code
from conflictdesk.extract.cues import find_cues
from conflictdesk.extract.observations import Observations, tidy
from conflictdesk.extract.places import LENGTHENED, find_toponyms, names_nothing, names_person, prominent_names
from conflictdesk.extract.times import find_times
from conflictdesk.geo.backing import backed
from conflictdesk.geo.bearings import attach, find_bearings, landmarks
from conflictdesk.geo.gazetteer import BUILTIN, Gazetteer
from conflictdesk.geo.quarters import in_their_towns
from conflictdesk.geo.resolve import own_names, resolve_referents
from conflictdesk.geo.votes import countries_in
from conflictdesk.inference import Encoder
from conflictdesk.records.mentions import ActorMention, CountMention, TimeMention, Toponym
from conflictdesk.records.provenance import Component, content_hash
from conflictdesk.records.reports import Reading, Report, Sentence, Span
from conflictdesk.records.values import Placing
from conflictdesk.sources.catalog import Catalog
from conflictdesk.text.language import detect_language
from conflictdesk.text.sentences import split_sentences

DATA = Path(__file__).parents[1] / "data"
ROOMS = ("text", "inference", "extract", "geo")  # whose code decides what is read in a report
CATALOG = "catalog.yaml"
PLACE_MARK_FLOOR = 0.5
FALLBACK_LANGUAGE = "en"
# Kinds of actor whose names may hold places that are none ("US Africa Command", "Sirte Protection Force").
MISSION = "international"
ORGANISED = frozenset({"rebel", "militia", "criminal", "state", "police", "coalition", "international", "other"})


@dataclass(frozen=True)
class Coder:
    """The configured component that codes reports. `component` changes when anything in it does."""

    encoder: Encoder
    gazetteer: Gazetteer
    actors: ActorLexicon
    catalog: Catalog
    null_below: float = NULL_BELOW
    actor_lists: tuple[Path, ...] = ()  # the files that `actors` was read from, beside the built-in ones

    @classmethod
    def load(
        cls,
        gazetteers: Sequence[Path] = (),
        null_below: float = NULL_BELOW,
        catalogs: Sequence[Path] = (),
        actors: Sequence[Path] = (),
        threads: int = 1,
    ) -> "Coder":
        """The shipped model and lexicons, and a desk's own files beside: `gazetteers`, `catalogs`, `actors`.

        A field less sure than `null_below` is left empty.
        """
        encoder, lexicon = Encoder.load(threads=threads), ActorLexicon.load(*actors)
        places, sources = Gazetteer.open(BUILTIN, *gazetteers), Catalog.open(*catalogs)
        return cls(encoder, places, lexicon, sources, null_below, tuple(actors))

    @property
    def component(self) -> Component:
        """Name, version, and everything that decides: bytes of model, rules, gazetteers and lexicons; of the catalogs
        who is a belligerent, by which names: what else they say of sources changes nothing in what is read."""
        paths = (*self.gazetteer.paths, *self.actor_lists)
        others = " ".join(_fingerprint(path, path.stat().st_mtime_ns) for path in paths)
        named = (*self.catalog.mouthpieces(), "", *self.catalog.whole_mouthpieces())
        speakers = content_hash("\0".join(named).encode())
        decides = (self.encoder.component.identity, _rules(), _lexicons(), others, speakers, self.null_below)
        return Component("coder", __version__, " ".join(map(str, decides)))

    def code(self, report: Report) -> Coding:
        """Claims and presences of a report."""
        return code(self.observe(report), self.actors, self.null_below)

    def observe(self, report: Report) -> Observations:
        """All that the components see in a report."""
        language = report.language or detect_language(report.text) or FALLBACK_LANGUAGE
        sentences = split_sentences(report.text, language)
        reading = tidy(self.encoder.read(report.text, report.title, report.publisher), report.text)
        actors = self.actors.find(report.text, language)
        times = find_times(report.text, sentences, language, report.published, report.title)
        toponyms = self._toponyms(report.text, sentences, language, reading, actors)
        return Observations(
            report=report,
            language=language,
            sentences=sentences,
            reading=reading,
            times=times,
            toponyms=toponyms,
            placings=self._placings(report, toponyms, actors, language),
            actors=actors,
            cues=find_cues(report.text, language),
            counts=_people(find_counts(report.text, sentences, language), times),
            mouthpieces=self.catalog.mouthpieces_in(report.text),
            asides=landmarks(toponyms, report.text),
            belligerent=self.catalog.is_mouthpiece(report.publisher or ""),
        )

    def _placings(
        self, report: Report, toponyms: Sequence[Toponym], actors: Sequence[ActorMention], language: str
    ) -> tuple[Placing, ...]:
        """Where each name lies, in the order of the names; the title and well-known names beside them bear witness."""
        whole = "\n".join(filter(None, (report.text, report.title)))
        taken = [t.span for t in toponyms] + [a.span for a in actors]
        beside = prominent_names(report.text, language, self.gazetteer.is_prominent, taken)
        found = resolve_referents((*toponyms, *beside), whole, self.gazetteer)
        votes = countries_in(whole, self.gazetteer.terms(), own_names(toponyms, self.gazetteer)).of()
        votes.update(a.country for a in actors if a.country and a.kind == MISSION)
        placings = backed(found, votes, _states(actors))[: len(toponyms)]
        return in_their_towns(toponyms, placings, report.text)

    def _toponyms(
        self, text: str, sentences: Sequence[Sentence], language: str, reading: Reading, actors: Sequence[ActorMention]
    ) -> tuple[Toponym, ...]:
        """Names found by name and context, and those that only the encoder marks; none that is part of an actor's."""
        marks = [m.span for m in reading.marks if m.label == "place" and m.score >= PLACE_MARK_FLOOR]
        marked = [name for span in marks if (name := _name_in(text, span)) is not None]
        whole = [span for span in marked if _one_name(span.of(text))]
        organised = [a.span for a in actors if a.kind in ORGANISED]
        missions = {a.span for a in actors if a.kind == MISSION}
        found = [
            _without_article(t)
            for t in find_toponyms(text, sentences, language, self.gazetteer.knows)
            if not any(o.contains(t.span) for o in organised) and not any(_part_of(t.span, w) for w in whole)
        ]
        beside = [s for s in marked if not any(t.span.overlaps(s) for t in found)]
        beside = [s for s in beside if s not in missions and not names_nothing(s.of(text), language)]
        persons = {s for s in beside if not self.gazetteer.knows(s.of(text)) and names_person(text, s, language)}
        found += [Toponym(s, s.of(text)) for s in beside if s not in persons]
        return attach(sorted(found, key=lambda t: t.span), find_bearings(text, language), text)


def _people(counts: Sequence[CountMention], times: Sequence[TimeMention]) -> tuple[CountMention, ...]:
    """The counts, but for a year that stands before a noun ("in 2020 gunmen killed")."""
    return tuple(c for c in counts if not any(t.kind == "DATE" and t.span.overlaps(c.span) for t in times))


def _states(actors: Sequence[ActorMention]) -> set[str]:
    """The countries whose forces the text names, and those for which a mission is there."""
    return {a.country for a in actors if a.country and a.kind in ("state", "police", MISSION)}


# A place's name begins with a capital, or with a letter of a script that has none; small words before it are none.
NAME = re.compile(r"[A-Z\u00c0-\u00de\u0600-\u06ff\d].{2,}", re.DOTALL)


# "Benin's Pendjari National Park": the place is the park.
OWNER = re.compile(r"[^\W\d][\w ]{1,30}['’]s (?=[A-Z\u00c0-\u00de])")


def _name_in(text: str, span: Span) -> Span | None:
    """The name within marked words: "the town of Djibo" marks Djibo; "le" marks nothing."""
    found = NAME.search(text, span.start, span.end)
    if found is None:
        return None
    before = OWNER.match(text, found.start(), found.end()) or LENGTHENED.match(text, found.start(), found.end())
    return Span(before.end() if before else found.start(), found.end())


# French and Italian write an article onto a name: "l'Africa", "dell'Iraq".
ELIDED = re.compile(r"(?:[lLdD]|[dDnNaAsS]?[a-z]{0,2}ll)['’](?=[A-Z\u00c0-\u00de])")


def _without_article(toponym: Toponym) -> Toponym:
    """The toponym without an article written onto it."""
    found = ELIDED.match(toponym.name)
    if found is None:
        return toponym
    start = toponym.span.start + found.end()
    return replace(toponym, span=Span(start, toponym.span.end), name=toponym.name[found.end() :])


def _one_name(words: str) -> bool:
    """Whether the words are one name: each begins with a capital ("Abu Salim", not "Corinto, Cauca")."""
    return all(w[0].isupper() or w[0] == "-" for w in words.replace("-", " -").split()) and "," not in words


def _part_of(span: Span, whole: Span) -> bool:
    return whole.contains(span) and span != whole


@lru_cache(maxsize=8)
def _fingerprint(path: Path, changed: int) -> str:  # noqa: ARG001  a changed file is read anew
    return content_hash(path.read_bytes())


@lru_cache(maxsize=1)
def _lexicons() -> str:
    """What the word lists say, in one hash; the catalog is no such list."""
    lists = sorted(path for path in DATA.rglob("*.yaml") if path.name != CATALOG)
    return content_hash(b"\0".join(path.read_bytes() for path in lists))


@lru_cache(maxsize=1)
def _rules() -> str:
    """The code that decides, in one hash: that of the rooms that read a report, and of this module."""
    rooms = (path for room in ROOMS for path in files(f"conflictdesk.{room}").iterdir() if path.name.endswith(".py"))
    rules = sorted((str(path), path.read_bytes()) for path in rooms)
    return content_hash(b"\0".join([raw for _, raw in rules] + [Path(__file__).read_bytes()]))
