"""Looking phrases up in a text: hits, longest first from the left, then neighbours that make one actor together."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from conflictdesk.extract.lexicon_actors import Phrasebook, Phrases, Sense, plain, tokens
from conflictdesk.extract.lexicons import fold

GAP = re.compile(r"[\s\-'./&–—\"«»“”()]{0,4}")  # what may stand between two words of one name
ARABIC_PREFIXES = "وفبلك"  # and, so, with, to, like: written onto the word that follows
MOST_PREFIXES = 2
FARTHEST = 4  # words between a country and its force, an organisation and its branch
AROUND = 60  # characters in which capitals are counted
SHOUTED = 0.8  # this share of capitals and more: the text is set in capitals


@dataclass(frozen=True, slots=True)
class Hit:
    """Words `first` up to `last` (excluded) of the text, from character `start` to `end`, and what they stand for."""

    first: int
    last: int
    start: int
    end: int
    senses: tuple[Sense, ...]

    def sense(self, role: str) -> Sense | None:
        return next((s for s in self.senses if s.role == role), None)


class Scanned:
    """A text, its words and the hits among them."""

    def __init__(self, text: str, phrases: Phrases) -> None:
        self.text = text
        self.folded = fold(text)
        self.tokens = tokens(self.folded)
        self.words = [plain(match[0]) for match in self.tokens]
        self._phrases = phrases
        self.hits = list(self._scan())

    def _scan(self) -> Iterator[Hit]:
        longest, index, end = self._phrases.longest, 0, len(self.words)
        while index < end:
            word = self.words[index]
            if word in longest or word[0] in ARABIC_PREFIXES:
                hit = self._hit(index)
                if hit is not None:
                    yield hit
                    index = hit.last
                    continue
            index += 1

    def _hit(self, first: int) -> Hit | None:
        """The longest phrase from this word on; an Arabic word is also tried without what is written onto it."""
        for cut in range(MOST_PREFIXES + 1):
            word = self.words[first] if not cut else plain(self.tokens[first][0][cut:])
            found = self._longest(first, word, cut) if len(word) > 1 or not cut else None  # "U.S."
            letter = self.tokens[first][0][cut : cut + 1]  # none where the word is all prefixes
            if found is not None or not letter or letter not in ARABIC_PREFIXES:
                return found
        return None

    def _longest(self, first: int, word: str, cut: int) -> Hit | None:
        for count in range(min(self._phrases.longest.get(word, 0), len(self.words) - first), 0, -1):
            senses = self._phrases.senses.get(" ".join([word, *self.words[first + 1 : first + count]]), ())
            start, end = self.tokens[first].start() + cut, self.tokens[first + count - 1].end()
            if senses and self.joined(first, first + count):
                fitting = tuple(s for s in senses if not s.written or self._written(s, start, end))
                if fitting:
                    return Hit(first, first + count, start, end, fitting)
        return None

    def joined(self, first: int, last: int) -> bool:
        """Whether nothing but spaces, hyphens and the like parts the words."""
        pairs = zip(self.tokens[first : last - 1], self.tokens[first + 1 : last], strict=True)
        return all(self._close(left.end(), right.start()) for left, right in pairs)

    def _close(self, end: int, start: int) -> bool:
        gap = self.folded[end:start]
        stop = ". " in gap and self.folded[max(0, end - 2) : end - 1] not in (".", " ", "")
        return GAP.fullmatch(gap) is not None and not stop and gap.count("\n") < 2

    def _written(self, sense: Sense, start: int, end: int) -> bool:
        words = self.folded[start:end]
        if words != sense.written and not words.isupper():
            return False
        return not (sense.word and self.shouted(start, end))

    def shouted(self, start: int, end: int) -> bool:
        """Whether the text around these characters is set in capitals."""
        around = self.folded[max(0, start - AROUND) : start] + self.folded[end : end + AROUND]
        cased = [c for c in around if c.isalpha() and c.lower() != c.upper()]
        return len(cased) > len("words") and sum(c.isupper() for c in cased) >= SHOUTED * len(cased)

    def between(self, left: Hit, right: Hit) -> list[str] | None:
        """The words from one hit to the next; None where a comma or a stop parts them."""
        return self.words[left.last : right.first] if self.joined(left.last - 1, right.first + 1) else None


def joined_hits(scanned: Scanned, book: Phrasebook, language: str) -> list[Hit]:
    """The hits, those made one that name one actor: a country and its force, an organisation and its branch."""
    done: list[Hit] = []
    for hit in scanned.hits:
        pair = _pair(scanned, done[-1], hit, book, language) if done else None
        if pair is None:
            done.append(hit)
        else:
            done[-1] = pair
    return [_broken_away(scanned, hit, book) for hit in done]


def _broken_away(scanned: Scanned, hit: Hit, book: Phrasebook) -> Hit:
    """The hit, as those who broke away where the words say that they did: "FARC splinter group" is not the FARC."""
    sense = hit.sense("organisation")
    reach = _breaking(scanned, hit, book) if sense is not None and sense.kind in BREAKING else None
    if sense is None or reach is None:
        return hit
    first, last = reach
    away = Sense("organisation", f"{sense.canonical}{AWAY}", sense.kind, sense.country, umbrella=True)
    return Hit(first, last, scanned.tokens[first].start(), scanned.tokens[last - 1].end(), (away,))


AWAY = " dissidents"
BREAKING = frozenset({"rebel", "militia", "criminal", "other"})
BESIDE = 3  # words from "splinter" to the "of" that leads to the parent's name


def _breaking(scanned: Scanned, hit: Hit, book: Phrasebook) -> tuple[int, int] | None:
    """The words from or up to one for breaking away, right behind the name or before an "of" that leads to it."""
    away, words, first = book.word_set("naming", "broken_away"), scanned.words, hit.first
    if away.intersection(words[hit.last : hit.last + 1]) and scanned.joined(hit.last - 1, hit.last + 1):
        return first, hit.last + 1
    while first > 0 and words[first - 1] in SMALL:
        first -= 1
    if first == 0 or words[first - 1] not in book.word_set("naming", "parent_links"):
        return None
    before = range(max(0, first - 1 - BESIDE), first - 1)
    said = next((n for n in before if words[n] in away and scanned.joined(n, hit.last)), None)
    return (said, hit.last) if said is not None else None


SMALL = frozenset({"the", "la", "le", "les", "las", "los", "l", "el", "i", "gli", "lo"})  # articles before a name


def _pair(scanned: Scanned, left: Hit, right: Hit, book: Phrasebook, language: str) -> Hit | None:
    if right.first - left.last > FARTHEST:
        return None
    between = scanned.between(left, right)
    if between is None:
        return None
    sense = _force(left, right, set(between), book, language) or _branch(left, right, set(between), book)
    return Hit(left.first, right.last, left.start, right.end, (sense,)) if sense else None


def _force(left: Hit, right: Hit, between: set[str], book: Phrasebook, language: str) -> Sense | None:
    """Malian government soldiers; soldiers of Mali, soldats maliens."""
    before = "before" in book.word_set("forces", "nation", language)
    nation, force = left.sense("nation"), right.sense("force")
    if before and nation and force and between <= book.word_set("forces", "between", language):
        return force_of(force, nation.country, nation.canonical)
    force, nation = left.sense("force"), right.sense("nation")
    if nation is None or force is None or (before and not between):
        return None
    links = book.word_set("forces", "link", language)
    links |= frozenset() if before else book.word_set("forces", "between", language)
    return force_of(force, nation.country, nation.canonical) if between <= links else None


def force_of(force: Sense, country: str | None, name: str | None) -> Sense:
    """The force of a country as an actor; without a country it has no name of its own."""
    noun = "Police Forces" if force.kind == "police" else "Military Forces"
    return Sense("organisation", f"{noun} of {name}" if name else noun, force.kind, country)


def _branch(left: Hit, right: Hit, between: set[str], book: Phrasebook) -> Sense | None:
    """Islamic State in Libya, Islamic State's Sahel branch; Sahel branch of Islamic State."""
    if not between <= book.word_set("naming", "branch_links"):
        return None
    for parent, place in ((left.sense("organisation"), right), (right.sense("organisation"), left)):
        if parent is not None and parent.branches:
            return branch_of(parent, place)
    return None


def branch_of(parent: Sense, place: Hit) -> Sense | None:
    """The branch of an organisation that a region or a country names; None where there is none."""
    for sense in place.senses:
        branch = parent.branches.get(sense.country or "") if sense.role == "nation" else None
        branch = parent.branches.get(sense.canonical) if sense.role == "region" else branch
        if branch is not None:
            return Sense("organisation", branch, parent.kind, sense.country)
    return None
