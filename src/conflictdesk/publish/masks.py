"""The masks of one record: names of private persons, in its texts and in whatever else its report words."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from conflictdesk.publish.masking import MASK, Known, mask_names, private_names, public_names, quoted_names
from conflictdesk.publish.rows import ExportOptions
from conflictdesk.records.events import Record, place_from
from conflictdesk.records.reports import Report

NAMING = frozenset({"target", "perpetrator"})  # where a private person may be named
NAME_OF_BEARING = re.compile(r"^\d.{0,40}? (?:of|de|du|di|da) (.+)$")  # "93 km south of Sabha"
Mask = Callable[[str | None], str | None]
Wording = tuple[str, bool]  # a text of a record, and whether it only says who speaks


@dataclass(frozen=True, slots=True)
class Masks:
    """How the texts of one record are masked: its sentences, its speakers, and what may only repeat a name."""

    sentence: Mask
    speaker: Mask
    repeated: Mask


def masked(
    record: Record,
    options: ExportOptions,
    report: Report | None,
    quotes: Iterable[str] = (),
    context: Iterable[str] = (),
) -> Record:
    """Private names masked in evidence, target, attribution and reasons, and in whatever else the report words.

    `quotes` are sentences that the record comes from: a name masked in one is no place either, unless it is resolved.
    A name masked in one text of the record, or in `context`, is masked in all of the record's.
    """
    if options.with_names:
        return record
    quotes = tuple(quotes)
    masks = _masks(record, options, report, (*quotes, *context))
    changed: Record = dict(_worded(record, masks)) | _place_masked(record, quotes, masks)
    if "place" in changed and "reasons" in changed:  # why a person's name was taken for a place tells the name
        changed["reasons"].pop("place", None)
    if "rivals" in record:
        changed["rivals"] = {
            field: [_rival(field, r, quotes, masks) for r in found] for field, found in record["rivals"].items()
        }
    return record | changed


def _place_masked(record: Record, quotes: Iterable[str], masks: Masks) -> Record:
    """A place that is a person's name where the report says it; of one that a gazetteer has, all its sayings."""
    name = record.get("place")
    if not name:
        return {}
    person = any(name in quote and name not in (masks.sentence(quote) or "") for quote in quotes)
    if place_from(record).resolved:
        blank: Record = {"place_modern": None} | ({"runners_up": []} if "runners_up" in record else {})
        return {"place": MASK, **blank} if person else {}
    return {"place": MASK} if person or masks.repeated(name) == MASK else {}


def _worded(record: Record, masks: Masks) -> Iterator[tuple[str, Any]]:
    for field in NAMING & record.keys():
        yield field, _each(field, record[field], masks.sentence)
    if "weapon" in record:
        yield "weapon", _each("weapon", record["weapon"], masks.repeated)
    if "reasons" in record:
        yield "reasons", {key: masks.repeated(reason) for key, reason in record["reasons"].items()}
    if "evidence" in record:
        yield "evidence", masks.sentence(record["evidence"])
    if "attributed_to" in record:
        yield "attributed_to", [masks.speaker(name) for name in record["attributed_to"]]


def _rival(field: str, rival: Record, quotes: Iterable[str], masks: Masks) -> Record:
    value = rival["value"]
    if field == "place":
        return rival | {"value": value | _place_masked(value, quotes, masks)}
    return rival | {"value": _each(field, value, masks.sentence)} if field in NAMING else rival


def _each(field: str, value: Record, mask: Mask) -> Record:
    """An actor's canonical name is an organisation's by the codebook; a target's may be a person's."""
    parts = ("text", "canonical") if field == "target" else ("text",)
    return {key: mask(part) if key in parts else part for key, part in value.items()}


def _masks(record: Record, options: ExportOptions, report: Report | None, quotes: Iterable[str]) -> Masks:
    """Masks for `record`, in which its own places and organisations are known and every name masked is masked."""
    known, language = _known_in(record, options, report), report.language if report else None
    texts = [*_texts(record), *((quote, False) for quote in quotes)]
    found = [private_names(text, known, language, alone=alone) for text, alone in texts]
    names = frozenset[str]().union(*found)

    def mask(text: str | None, known: Known = known, alone: bool = False) -> str | None:
        return mask_names(text, known, language, names=names, alone=alone) if text else text

    return Masks(mask, partial(mask, alone=True), partial(mask, known=lambda _: True))


def _known_in(record: Record, options: ExportOptions, report: Report | None) -> Known:
    own = {record.get(field) for field in ("claimed_by", "campaign", "actor")}
    own |= {record.get("perpetrator", {}).get("canonical"), *_resolved_places(record)}
    if report:
        own |= public_names(report.text, report.language) | quoted_names(report.text, report.language)
        own |= {report.publisher, (report.publisher or "").removeprefix("The ")}

    def known(name: str) -> bool:
        return name in own or options.known(name)

    return known


def _texts(record: Record) -> Iterator[Wording]:
    """The texts of a record in which a private person may be named."""
    values = [record.get("target", {}), *(rival["value"] for rival in record.get("rivals", {}).get("target", ()))]
    values += [record.get("perpetrator", {})]
    texts = [value.get("text") for value in values] + [record.get("evidence")]
    yield from ((text, False) for text in texts if text)
    yield from ((name, True) for name in record.get("attributed_to", ()) if name)


def _resolved_places(record: Record) -> Iterator[str | None]:
    """Names of a record's places that the gazetteer has: others may be persons, taken for places."""
    if place_from(record).resolved:
        yield from (record.get("place"), record.get("place_modern"))
        yield from NAME_OF_BEARING.findall(record.get("place") or "")
    yield from (name for name, area in zip(record.get("places", ()), record.get("areas", ()), strict=True) if area)
