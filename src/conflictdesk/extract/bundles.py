"""Bundles: "three attacks", "a series of raids". A claim that bundles attacks without saying where and when is no
event (codebook, "Event or not")."""

import re
from functools import lru_cache

from conflictdesk.extract.lexicons import any_of, fold, load
from conflictdesk.extract.observations import Observations
from conflictdesk.records.reports import Span
from conflictdesk.records.values import GeoPrecision

# Characters between a trigger and the bundle that it governs ("launched three attacks").
REACH = 15
WIDE = (GeoPrecision.REGION, GeoPrecision.COUNTRY)


@lru_cache(maxsize=16)
def _pattern(language: str) -> re.Pattern[str]:
    """A count, up to two words, and a noun for events in the plural."""
    words = load("types", language)["bundles"]
    return re.compile(rf"(?<!\w){any_of(words['counts'])}(?:\s+[\w-]{{1,20}}){{0,2}}?\s+{any_of(words['nouns'])}(?!\w)")


def is_bundle(seen: Observations, trigger: Span) -> bool:
    """Whether the trigger only sums up events, in a sentence that names no town."""
    sentence = seen.sentence(trigger).span
    near = Span(max(sentence.start, trigger.start - 2 * REACH), min(sentence.end, trigger.end + 2 * REACH))
    folded = fold(near.of(seen.text)).lower()
    reach = Span(max(0, trigger.start - REACH), trigger.end + REACH)
    found = (Span(near.start + m.start(), near.start + m.end()) for m in _pattern(seen.language).finditer(folded))
    towns = [t for t, p in seen.places_in(sentence) if p.precision not in WIDE]
    return not towns and any(span.overlaps(reach) for span in found)
