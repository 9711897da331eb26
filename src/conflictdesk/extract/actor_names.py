"""Names of organisations that no list holds: known by how they are built, never after a community alone."""

from collections.abc import Sequence

from conflictdesk.extract.actor_hits import Hit, Scanned
from conflictdesk.extract.lexicon_actors import Phrasebook
from conflictdesk.records.reports import Span

LONGEST = 8  # words of such a name


def built_name(scanned: Scanned, hits: Sequence[Hit], book: Phrasebook) -> Span | None:
    """Where in the phrase a built name stands; None without one."""
    naming = {name: book.word_set("naming", name) for name in book.section("naming")}
    for first, last in _runs(scanned, naming):
        words = scanned.words[first:last]
        if _is_name(scanned, first, last, naming) and _allowed(hits, first, last, set(words), naming):
            return Span(scanned.tokens[first].start(), scanned.tokens[last - 1].end())
    return None


def _runs(scanned: Scanned, naming: dict[str, frozenset[str]]) -> list[tuple[int, int]]:
    """Stretches of capitalised words, with the small ones that tie them, and a noun such as "front" at either end."""
    runs, index, count = [], 0, len(scanned.words)
    while index < count:
        last = index
        while last < count and scanned.joined(max(index, last - 1), last + 1) and _part(scanned, last, naming):
            last += 1
        while last > index and scanned.words[last - 1] in naming["joints"]:
            last -= 1
        first = index
        while first < last and scanned.words[first] in naming["joints"] | naming["people"]:  # "Fighters of the"
            first += 1
        if last > first:
            runs.append((first, min(last, first + LONGEST)))
        index = max(last, index + 1)
    return runs


def _part(scanned: Scanned, index: int, naming: dict[str, frozenset[str]]) -> bool:
    word, plain_word = scanned.tokens[index][0], scanned.words[index]
    arabic = "\u0600" < word[0] < "\u06ff"
    return arabic or word[0].isupper() or plain_word in naming["joints"] or plain_word in naming["strong"]


def _is_name(scanned: Scanned, first: int, last: int, naming: dict[str, frozenset[str]]) -> bool:
    """A noun that an organisation is called by, and a word that tells it from others."""
    words = scanned.words[first:last]
    if "\u0600" < words[0][0] < "\u06ff":
        return words[0] in naming["arabic"] and len(words) > 1
    heads = naming["heads"] | naming["strong"]
    own = [w for w in words if w not in heads | naming["general"] | naming["joints"] and not w.isdigit() and len(w) > 2]
    special = naming["purposes"] if scanned.text.isupper() else frozenset(own)
    return bool(set(words) & heads and own and (set(words) & special))


def _allowed(hits: Sequence[Hit], first: int, last: int, words: set[str], naming: dict[str, frozenset[str]]) -> bool:
    """A name with a community in it must say what the organisation is for; people are no organisation."""
    inside = [h for h in hits if h.first < last and first < h.last]
    barred = any(h.sense("community") or h.sense("kin") for h in inside)
    return (
        not (words & naming["people"])
        if not barred
        else bool(words & naming["purposes"]) and not words & naming["people"]
    )
