"""The filters geoparse and geocode: texts and names in, places out."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from conflictdesk.extract.placenames import read_toponyms, readable
from conflictdesk.extract.places import find_toponyms
from conflictdesk.geo.gazetteer import BUILTIN, Gazetteer
from conflictdesk.geo.geoparse import geocode, geoparse
from conflictdesk.inference import Encoder
from conflictdesk.pipeline.folder import gazetteers_of
from conflictdesk.pipeline.jsonl import Complain, Line, read_lines
from conflictdesk.records.events import Record
from conflictdesk.records.mentions import Toponym
from conflictdesk.text.language import detect_language
from conflictdesk.text.sentences import split_sentences

FALLBACK_LANGUAGE = "en"


def open_gazetteer(folder: Path | None) -> Gazetteer:
    """The built-in gazetteer, with that of the desk in `folder` if there is one."""
    return Gazetteer.open(BUILTIN, *(gazetteers_of(folder) if folder else ()))


def geoparse_lines(stream: Iterable[bytes], gazetteer: Gazetteer, complain: Complain) -> Iterator[Record]:
    """`{doc_id, text, toponyms?}` to `{doc_id, toponyms}`. The encoder is loaded at the first text to be searched."""
    finder = Finder(gazetteer)
    return (found for _, found in read_lines(stream, finder.geoparse, complain))


def geocode_lines(stream: Iterable[bytes], gazetteer: Gazetteer, complain: Complain) -> Iterator[Record]:
    """`{id, name, country?, ...}` to `{id, lat, lon, ...}`."""
    return (found for _, found in read_lines(stream, lambda line: geocode(line, gazetteer), complain))


@dataclass(slots=True)
class Finder:
    """Finds place names in texts, by the encoder where it can read the script and by the rules elsewhere."""

    gazetteer: Gazetteer
    _encoder: Encoder | None = None

    def geoparse(self, line: Line) -> Record:
        """A document's places, those given or those found. Raises InputError where the line is not a document."""
        language = detect_language(str(line.get("text") or "")) or FALLBACK_LANGUAGE
        return geoparse(line, self.gazetteer, partial(self.find, language=language), language)

    def find(self, text: str, language: str) -> Sequence[Toponym]:
        """The place names of a text, in order."""
        sentences = split_sentences(text, language)
        if not readable(text):
            return find_toponyms(text, sentences, language, self.gazetteer.knows)
        self._encoder = self._encoder or Encoder.load()
        return read_toponyms(text, sentences, language, self.gazetteer.knows, self._encoder.read(text).names)
