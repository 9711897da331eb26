"""What names that a person gives are looked up in: gazetteers and actors, a desk's own beside the built-in ones."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from conflictdesk.errors import InputError
from conflictdesk.extract.actors import ActorLexicon
from conflictdesk.extract.fields import as_place
from conflictdesk.geo.bearings import attach, find_bearings
from conflictdesk.geo.gazetteer import Gazetteer
from conflictdesk.geo.resolve import resolve
from conflictdesk.pipeline.folder import actors_of, gazetteers_of
from conflictdesk.pipeline.own_actors import checked_actors
from conflictdesk.pipeline.places import open_gazetteer
from conflictdesk.records.events import Actor, Place, Record
from conflictdesk.records.mentions import Toponym
from conflictdesk.records.reports import Span
from conflictdesk.records.values import GeoPrecision

PICKED = 8  # places to choose from


@dataclass(frozen=True)
class Knowledge:
    """What names are looked up in: the built-in gazetteer and actors, with a desk's own."""

    gazetteer: Gazetteer
    actors: ActorLexicon

    @classmethod
    def of(cls, folder: Path) -> "Knowledge":
        """That of the desk in `folder`; read once, and again when its files change."""
        files = (*gazetteers_of(folder), *actors_of(folder))
        return _knowledge(folder, tuple((path, path.stat().st_mtime_ns) for path in files))

    def place(self, name: str, country: str | None = None) -> Place:
        """Where a name lies, a bearing ("93 km south of Sabha") included; without a point where nobody knows it."""
        toponym = Toponym(Span(0, len(name)), name)
        bearings = find_bearings(name, "en")
        names = [Toponym(b.anchor, b.anchor.of(name)) for b in bearings] or [toponym]
        (placing, *_) = resolve(attach(names, bearings, name), name, self.gazetteer)
        found = as_place(placing)
        if country and found.country != country:
            found = self._in_country(name, country)
        return Place(name, found.modern, found.country, found.point, found.area, found.precision)

    def places(self, name: str, country: str | None = None) -> list[Record]:
        """What a name may stand for, the likeliest first: `{name, country, lat, lon, place_id, admin1, kind}`."""
        found = self.gazetteer.lookup(name, country)[:PICKED]
        return [
            {
                "name": one.name,
                "country": one.country,
                "lat": one.point.lat if one.point else None,
                "lon": one.point.lon if one.point else None,
                "place_id": one.place_id,
                "admin1": one.admin1,
                "kind": one.kind,
            }
            for one in found
        ]

    def actor(self, name: str, country: str | None = None) -> Actor:
        """An organisation by its name. Raises InputError where the words name a community and no organisation."""
        found = self.actors.name(name, country, "en")
        if found is not None and not found.text.strip():
            raise InputError(
                f"{name!r} names a community, and no community is an actor: give the organisation, or"
                ' "Unidentified armed group".'
            )
        whole = found is not None and found.text.strip() == name
        return Actor(name, found.canonical if found and (whole or found.canonical) else name)

    def _in_country(self, name: str, country: str) -> Place:
        known = self.gazetteer.lookup(name, country)
        if not known:
            return Place(name, None, country)
        return Place(name, known[0].name, country, known[0].point, None, GeoPrecision.EXACT)


@lru_cache(maxsize=2)
def _knowledge(folder: Path, _files: tuple[tuple[Path, int], ...]) -> Knowledge:
    return Knowledge(open_gazetteer(folder), ActorLexicon.load(*checked_actors(actors_of(folder))))
