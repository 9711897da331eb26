"""The day that a report says of itself at its head: "BENGHAZI, April 9, 2019 —", "Published on 17 April 2019"."""

import re
from collections.abc import Iterable
from datetime import date

from conflictdesk.extract.grammar import Cues, Found
from conflictdesk.extract.moments import Frame
from conflictdesk.extract.readings import resolve
from conflictdesk.records.reports import Span

WITHIN = 400  # characters from the start in which a report's own date is looked for
PLACE_LONGEST = 80  # characters of place and agency before the date of a dateline
WORDS = 8  # words before the date of a dateline
JOINING = frozenset({"de", "la", "el", "di", "le", "al", "of"})  # small words within a place name
_AFTER = re.compile(r"\s{0,2}(?:\([^)\n]{1,60}\)\s{0,2})?(?:--|[-—:]\s|\n|$)")


def dateline(folded: str, found: Iterable[Found], cues: Cues) -> date | None:
    """The first full date that stands where a dateline does; None where there is none. `found` is in order."""
    for one in found:
        if one.span.start > WITHIN:
            return None
        day = full_date(one)
        if day is not None and _is_dateline(folded, one.span, cues):
            return day
    return None


def full_date(one: Found) -> date | None:
    """The day, where it is told with its year."""
    if one.rule not in ("date", "iso", "figures") or not one.slots.keys() & {"year", "short"}:
        return None
    moment = resolve(one.rule, one.slots, Frame())
    return moment.day if moment and len(moment.value.partition("T")[0]) == len("2020-05-17") else None


def _is_dateline(folded: str, span: Span, cues: Cues) -> bool:
    line = folded[folded.rfind("\n", 0, span.start) + 1 : span.start]
    words = cues.label.sub(" ", line).split()
    if len(line) > PLACE_LONGEST or len(words) > WORDS or not all(map(_like_a_name, words)):
        return False
    return _AFTER.match(folded, span.end) is not None


def _like_a_name(word: str) -> bool:
    first = next((character for character in word if character.isalpha()), "")
    return word.strip(",:") in JOINING or not first.islower()
