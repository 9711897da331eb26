"""As what a report introduces a person whom it later calls by name alone: "Pentagon Press Secretary Peter Cook"."""

import re
from functools import lru_cache
from itertools import islice

from conflictdesk.link.names import folded, is_force
from conflictdesk.link.offices import listed

MOST_KEPT = 4_096  # names in texts: those of an incident are asked for again and again
MOST = 5  # places at which a name is looked for
EARLY = 5  # words of what stands behind a name, among which a speaker is named
BEFORE, AFTER = 80, 80  # code points around a name in which its bearer is introduced
NAME = re.compile(r"[^\W\d_][\w'’-]*(?: [^\W\d_][\w'’-]*){0,3}")
BREAK = re.compile(r"[,;:!?()\n\"“”«»]|(?<=[a-z]{4})\.|[.](?= [A-Z][a-z]+ [a-z])")
APPOSITION = re.compile(r"\s*,\s+((?:[^\s,.;:]+\s?){1,9})")


@lru_cache(maxsize=MOST_KEPT)
def introduced(name: str, text: str) -> str:
    """The words that stand directly before or behind a person's name where the text introduces him; else "".

    Before it are taken the capitalised words, offices and forces that lead up to it, in its sentence; behind it what
    calls him a speaker: "Idris Bello, the army killed nine" introduces nobody. `name` is a name in capitals: what is
    none is introduced as nothing.
    """
    named = all(word[:1].isupper() or word.startswith("al-") for word in name.split())
    if name not in text or not named or not NAME.fullmatch(name):
        return ""
    return " ".join(
        _around(match, text) for match in islice(re.finditer(rf"\b{re.escape(name)}\b", text), MOST)
    ).strip()


def _around(found: re.Match[str], text: str) -> str:
    before = BREAK.split(text[max(0, found.start() - BEFORE) : found.start()])[-1].split()
    kept: list[str] = []
    for word in reversed(before):
        if not (word[:1].isupper() or _leads_up(word)):
            break
        kept.insert(0, word)
    behind = APPOSITION.match(text[found.end() : found.end() + AFTER])
    speaks = behind is not None and not listed("speakers").isdisjoint(folded(behind[1]).split()[:EARLY])
    return " ".join([*kept, behind[1] if behind and speaks else ""])


def _leads_up(word: str) -> bool:
    return folded(word) in listed("mouths") | listed("plain") or is_force(word)
