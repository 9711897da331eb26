"""Which countries a document speaks of: names and demonyms, counted."""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from conflictdesk.geo.gazetteer import MAX_ENDING, MIN_STEM, USUAL_ENDING, Term, Terms
from conflictdesk.geo.names import ARABIC, bare, normal

WORD = re.compile(r"[^\W\d_]+(?:[.'’-][^\W\d_]+){0,4}")
POSSESSIVE = re.compile(r"['’]s$")
MOST_WORDS = 5  # of a country's name
MIN_LOWER_CASE = 5  # letters of a demonym that is written small ("libyen"); shorter ones are other words
CAPITALS_ONLY = 3  # letters up to which a name counts only in capitals ("US", "UAE")
ARABIC_PREFIXES = "وبلكف"


@dataclass(frozen=True, slots=True)
class Votes:
    """How often a text names each country (ISO alpha-2), by the word that names it (normal form)."""

    counts: Mapping[tuple[str, str], int]

    def of(self, without: str = "") -> Counter[str]:
        """Votes per country. A name that is itself in question ("Georgia") is no evidence on what it means."""
        votes: Counter[str] = Counter()
        for (word, country), count in self.counts.items():
            if word != without:
                votes[country] += count
        return votes


def countries_in(text: str, terms: Terms, places: Collection[str] = ()) -> Votes:
    """The countries that a text speaks of. `places`: names (normal form) that are a place's own, so no demonym."""
    words = [POSSESSIVE.sub("", found[0]) for found in WORD.finditer(text)]
    plain = [normal(word) for word in words]
    counts: Counter[tuple[str, str]] = Counter()
    taken = 0
    for start in range(len(words)):
        if start < taken:
            continue
        length, word, named = _longest(words, plain, start, terms, places)
        taken = start + length
        counts.update({(word, term.country): 1 for term in named})
    return Votes(counts)


def country_code(name: str, terms: Terms) -> str | None:
    """ISO alpha-2 of a country given by name, by code or as event databases write it; null where unknown."""
    plain = normal(name)
    found = [t.country for p in (plain, plain.removeprefix("the ")) for t in terms.of(p) if t.kind != "demonym"]
    if not found and "(" in name:
        return country_code(name.partition("(")[0], terms)
    return found[0] if found else None


def _longest(
    words: Sequence[str], plain: Sequence[str], start: int, terms: Terms, places: Collection[str]
) -> tuple[int, str, tuple[Term, ...]]:
    most = min(MOST_WORDS, len(words) - start) if plain[start] in terms.openers else 1
    for length in range(most, 1, -1):
        phrase = " ".join(plain[start : start + length])
        named = tuple(t for t in terms.of(phrase) if _meant(words[start], t, length))
        if named:
            return length, phrase, named
    named = tuple(t for form in _forms(plain[start]) for t in terms.of(form) if _meant(words[start], t, 1))
    most = USUAL_ENDING if plain[start] in places else MAX_ENDING
    return 1, plain[start], named or tuple(_stemmed(words[start], plain[start], terms, most))


def _forms(plain: str) -> Iterator[str]:
    """A word as it stands; an Arabic one also without article and prefixed particles."""
    yield plain
    if ARABIC.search(plain):
        yield from {bare(plain), plain[1:], bare(plain[1:])} if plain[:1] in ARABIC_PREFIXES else {bare(plain)}


def _stemmed(word: str, plain: str, terms: Terms, most: int) -> Iterator[Term]:
    for form in _forms(plain):
        for cut in range(min(most, len(form) - MIN_STEM) + 1):
            stem = form[: len(form) - cut]
            yield from (t for t in terms.of(stem) if t.stem and _meant(word, t, 1))


def _meant(word: str, term: Term, length: int) -> bool:
    """Whether the case of the words lets them name a country."""
    if term.kind == "code":
        return False
    if length > 1 or ARABIC.search(word):
        return True
    if len(word.replace(".", "")) <= CAPITALS_ONLY:
        return word.isupper()
    return word[0].isupper() or (term.kind == "demonym" and len(word) >= MIN_LOWER_CASE)
