"""Quarters of towns: "the Tireh quarter of Sidon" lies in Sidon, wherever a village of its name may lie."""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise

from conflictdesk.geo.lexicon import lexicon
from conflictdesk.records.mentions import Toponym
from conflictdesk.records.values import GeoPrecision, Placing

WITHIN_KM = 30.0  # of a town's centre, in which its quarter of that name may lie itself
LOOK_BACK = 24  # characters before a name in which the word for a quarter stands


def in_their_towns(toponyms: Sequence[Toponym], placings: Sequence[Placing], text: str) -> tuple[Placing, ...]:
    """The placings, a quarter's at its town, unless a place of its name is there; both in the order of the text."""
    found = list(placings)
    order = sorted(range(len(toponyms)), key=lambda n: toponyms[n].span)
    for part, whole in pairwise(order):
        town = placings[whole]
        if town.point is not None and _is_quarter(toponyms[part], toponyms[whole], text):
            found[part] = _at(found[part], town)
    return tuple(found)


def _at(quarter: Placing, town: Placing) -> Placing:
    assert town.point is not None
    if quarter.point is not None and quarter.point.km_to(town.point) <= WITHIN_KM:
        return quarter
    return replace(
        quarter, modern=None, country=town.country, point=town.point, area=None, precision=GeoPrecision.EXACT,
        place_id=None, method="quarter", score=town.score, reason=f"A quarter of {town.modern or town.name}.",
    )  # fmt: skip


def _is_quarter(part: Toponym, whole: Toponym, text: str) -> bool:
    """Whether the words between two names, or before the first, make it a quarter of the second."""
    behind, named, joint, before = _patterns()
    if not 0 < whole.span.start - part.span.end <= LOOK_BACK + LOOK_BACK:
        return False
    between = text[part.span.end : whole.span.start]
    headed = before.search(text[max(0, part.span.start - LOOK_BACK) : part.span.start])
    return bool(behind.fullmatch(between) or ((headed or named.search(part.name)) and joint.fullmatch(between)))


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    told = lexicon("features")
    words, joints = (_any(told[name]) for name in ("quarters", "quarter_joints"))
    behind = rf"\s(?:{words}),?\s(?:{joints})\s?"
    before = rf"(?<!\w)(?:{words})\s(?:(?:de|d['’]|di|del|of)\s?)?$"
    return tuple(re.compile(p, re.IGNORECASE) for p in (behind, rf"\s(?:{words})$", rf",?\s(?:{joints})\s?", before))


def _any(words: Sequence[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=lambda w: (-len(w), w)))
