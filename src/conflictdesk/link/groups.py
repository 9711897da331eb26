"""Names that only point at an armed group: "the outfit", "the movement's channels", "a video made by the insurgents".

By the shape of the name: a noun for a group with nothing before it but articles, which speaks itself, owns what speaks,
or is what a spokesman is tied to. "The rights group's director" and "residents of the group's stronghold" are others'.
And whoever calls the perpetrators his own: "Taliban sources said their men killed nine".
"""

import re
from functools import lru_cache

from conflictdesk.link.names import fillers, folded
from conflictdesk.link.offices import MANY_NAMES, listed
from conflictdesk.records.events import EventClaim

WORD = re.compile(r"(?:(?:[dl]|dell|all|nell|dall)['’])?([^\W_]+)(['’]s?(?!\w))?", re.I)
BETWEEN = 6  # words between a speaker and whom he calls his own: "said in a statement that"


@lru_cache(maxsize=MANY_NAMES)
def points_at_group(name: str) -> bool:
    """Whether `name` is a group that is not named, or speaks for one."""
    words = [(folded(found[1]), bool(found[2])) for found in WORD.finditer(name)]
    plain = [word for word, _ in words]
    if listed("owned") & set(plain) or listed("others") & set(plain):
        return False
    return any(_points(plain, at, owns) for at, (word, owns) in enumerate(words) if word in listed("groups"))


def calls_its_own(name: str, claim: EventClaim) -> bool:
    """Whether the sentence has `name` call those who did it its own: "its fighters", "their men"."""
    did = claim.perpetrator.text or ""
    told = folded(did).split()
    if not told or told[0] not in listed("own") or listed("others") & set(folded(name).split()):
        return False
    speaks, acts = claim.evidence.find(name), claim.evidence.find(did)
    if speaks < 0 or acts < speaks + len(name):
        return False
    between = claim.evidence[speaks + len(name) : acts]
    words = folded(between).split()
    named = listed("groups") & set(words) or any(sign.isupper() or sign == "," for sign in between)
    return 0 < len(words) <= BETWEEN and not named


def _points(words: list[str], at: int, owns: bool) -> bool:
    """Whether the noun for a group at `at` is bare, owns what stands behind it, or has a mouth before it."""
    start = at
    while start and words[start - 1] in _between():
        start -= 1
    if start == 0:
        return owns == (at + 1 < len(words))
    tie = {*words[start - 1 : at]} & listed("ties")
    return bool(tie) and not owns and bool(listed("heads") & set(words[:start]))


def _between() -> frozenset[str]:
    return fillers("actor") | listed("plain")
