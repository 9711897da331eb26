"""The filters geoparse and geocode: texts and names in, places out."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from conflictdesk.extract.places import find_toponyms
from conflictdesk.geo.gazetteer import BUILTIN, Gazetteer
from conflictdesk.geo.geoparse import geocode, geoparse
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
    """`{doc_id, text, toponyms?}` to `{doc_id, toponyms}`."""
    return (found for _, found in read_lines(stream, lambda line: _geoparse(line, gazetteer), complain))


def geocode_lines(stream: Iterable[bytes], gazetteer: Gazetteer, complain: Complain) -> Iterator[Record]:
    """`{id, name, country?, ...}` to `{id, lat, lon, ...}`."""
    return (found for _, found in read_lines(stream, lambda line: geocode(line, gazetteer), complain))


def _geoparse(line: Line, gazetteer: Gazetteer) -> Record:
    language = detect_language(str(line.get("text") or "")) or FALLBACK_LANGUAGE

    def find(text: str) -> Sequence[Toponym]:
        return find_toponyms(text, split_sentences(text, language), language, gazetteer.knows)

    return geoparse(line, gazetteer, find, language)
