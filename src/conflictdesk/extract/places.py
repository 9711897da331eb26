"""Place mentions: capitalised names (Arabic: words) that a gazetteer knows or that a cue makes places.

Not taken: people ("Mr Sabha"), words inside an organisation's name ("Libyan National Army"), and a community's
name before a hyphen ("Tebu-dominated areas").
"""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate

from conflictdesk.extract.lexicons import any_of, fold, key, load
from conflictdesk.records.mentions import Toponym
from conflictdesk.records.reports import Sentence, Span

LOOK_BACK = 48  # characters before a name in which its cue stands
ARABIC_WORDS = 3  # the longest Arabic name looked for
REGION = "region"
# Joints between the members of a list: what is true of the first holds for the next.
LIST_JOINT = re.compile(r"\s{0,3}(?:\([^()]{0,60}\))?(?:,|;|،|\b(?:and|or|et|ou|e|ed|y)\b|\s|و){1,6}")
SMALL = r"(?:al|el|ash|ad|az|an|ar|as|at|ez|es|de|du|des|del|della|di|da|bin|ibn|ould|sur|le|la|les|of)"
CAPITAL = r"[A-ZÀ-ÖØ-ÞĀĂĄĆČĎĐĒĘĚĞĢĪİĶŁĹĻĽŃŅŇŌŐŒŔŖŘŚŞŠŢŤŪŮŰŹŻŽŠḨḤṬṢḌẒ]"
WORD = rf"(?:(?:[AaEe][lsdznrt]|Ash|ash|[Dd]|[Ll])[-‑'’])?{CAPITAL}(?:[\w.]|[-‑'’ʿʾ](?=\w))*"
NAME = re.compile(rf"(?<![\w@#/.-]){WORD}(?:[ ‑-](?:{SMALL}[ -]){{0,2}}{WORD}){{0,5}}")
ARABIC = re.compile(r"[\u0621-\u064a\u0671-\u06d3\u064b-\u0652]+")
POSSESSIVE = re.compile(r"['’]s?$")
HYPHENED = re.compile(r"[-‑][a-z]")
BEARING = re.compile(r"\s?\(?(?:about |some |à |a )?\d{1,4}\s?(?:km|kms|kilomet\w{2,3}|miles)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class PlaceWords:
    """A language's words around place names, as patterns over folded lower-case text."""

    sure: re.Pattern[str]
    likely: re.Pattern[str]
    titles: re.Pattern[str]
    part: re.Pattern[str]
    grounds: re.Pattern[str]
    after: Mapping[str, re.Pattern[str]]
    not_places: re.Pattern[str]
    openers: frozenset[str]
    prefixes: tuple[str, ...]
    lone: frozenset[str]  # prepositions that stand alone: none is written with the name behind them
    heads: frozenset[str]
    common: frozenset[str]  # no names by themselves, though some town is called so
    harming: re.Pattern[str]
    naming: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A name that may be a place: how strongly its surroundings say so, and whether a gazetteer has it.

    `reach` is the end of the words that belong to it ("Borno state").
    """

    span: Span
    sure: bool
    likely: bool
    known: bool
    reach: int


def find_toponyms(
    text: str, sentences: Sequence[Sentence], language: str, known: Callable[[str], bool]
) -> tuple[Toponym, ...]:
    """The place mentions of a text, in order, without overlap. `known` says whether a gazetteer has a name."""
    words = place_words(language)
    find = _arabic if language == "ar" else _capitalised
    candidates = [c for s in sentences for c in find(text, s.span, words, known)]
    accepted = _accepted(text, candidates)
    return tuple(_toponym(text, span, words) for span in accepted)


def prominent_names(
    text: str, language: str, prominent: Callable[[str], bool], taken: Sequence[Span]
) -> tuple[Toponym, ...]:
    """Names of large towns, provinces and countries that stand without a cue ("QUETTA: ..."), none within `taken`.

    They are no event's places; where they lie tells of where the text's other places do.
    """
    words, starts = place_words(language), sorted(span.start for span in taken)
    ends = list(accumulate((span.end for span in sorted(taken)), max, initial=0))
    spans = (Span(*found.span()) for found in NAME.finditer(text))
    free = (s for s in spans if ends[bisect_left(starts, s.end)] <= s.start and not _someone(text, s, words))
    return tuple(Toponym(s, s.of(text)) for s in free if prominent(s.of(text)))


@lru_cache(maxsize=16)
def place_words(language: str) -> PlaceWords:
    """The words of a language; English for one without its own list."""
    listed = load("toponyms", language)
    joints = any_of(listed["part_joints"])
    part = any_of(listed["parts"])
    return PlaceWords(
        sure=re.compile(rf"(?<!\w)و?(?:{any_of(listed['sure'])})['\s]\s?(?:the\s)?$"),
        likely=re.compile(rf"(?<!\w)و?(?:{any_of(listed['likely'])})['\s(]\s?(?:the\s|[\"(]){{0,2}}$"),
        titles=re.compile(rf"(?<!\w)(?:{any_of(listed['titles'])})\.?\s$"),
        part=re.compile(rf"(?<!\w)(?:{part})\s" + (rf"(?:{joints})['\s]\s?$" if joints else "$")),
        grounds=re.compile(rf"'s?\s(?:(?:{part})\s)?(?:{any_of(listed['grounds'] or ['-'])})(?!\w)"),
        after={kind: re.compile(rf"[\s-](?:{any_of(names)})(?!\w)") for kind, names in listed["after"].items()},
        not_places=re.compile(rf"(?<!\w)(?:{any_of(listed['not_places'] or ['-'])})(?!\w)"),
        openers=frozenset(key(word) for word in (*listed["openers"], *listed["sure"])),
        prefixes=tuple(listed.get("prefixes", ())),
        lone=frozenset(listed.get("lone", ())),
        heads=frozenset(key(word) for word in listed.get("heads", ())),
        common=frozenset(key(word) for word in listed.get("common", ())),
        harming=re.compile(rf"(?<!\w)(?:{any_of(listed['harming'])})['\s]\s?$"),
        naming=re.compile(rf"(?P<before>(?:\S{{1,20}}\s){{0,4}})(?<!\w)(?:{any_of(listed['naming'])})['\s]\s?$"),
    )


def _capitalised(text: str, sentence: Span, words: PlaceWords, known: Callable[[str], bool]) -> Iterator[_Candidate]:
    """Runs of capitalised words, without those that open the sentence or belong to a person or an organisation."""
    for found in NAME.finditer(text, sentence.start, sentence.end):
        span = _trimmed(text, Span(*found.span()), words)
        if span is None or HYPHENED.match(text, span.end) or _someone(text, span, words):
            continue
        before = _before(text, span, sentence)
        sure = bool(words.sure.search(before) or BEARING.match(text, span.end)) or _sited(text, span, words)
        likely = bool(words.likely.search(before) or words.part.search(before))
        parts = _by_words(text, span, known) if likely and not sure else ()
        if parts:
            yield from (_Candidate(part, False, True, True, part.end) for part in parts)
        else:
            named = known(span.of(text))
            yield _Candidate(span, sure, likely and named, named, _reach(text, span, words))


def _by_words(text: str, span: Span, known: Callable[[str], bool]) -> tuple[Span, ...]:
    """The names in a run that stand side by side ("Baghdad Iraq"): only where each is known, and the run is not."""
    parts = tuple(Span(span.start + m.start(), span.start + m.end()) for m in re.finditer(r"\S+", span.of(text)))
    apart = len(parts) == 2 and not known(span.of(text)) and all(known(part.of(text)) for part in parts)
    return parts if apart else ()


def _arabic(text: str, sentence: Span, words: PlaceWords, known: Callable[[str], bool]) -> Iterator[_Candidate]:
    """The longest known run of words after a cue; after a sure cue one word (two with a head) even if unknown."""
    tokens = [Span(*m.span()) for m in ARABIC.finditer(text, sentence.start, sentence.end)]
    taken = 0
    for number, token in enumerate(tokens):
        if number < taken or _someone(text, token, words):
            continue
        before = _before(text, token, sentence)
        sure, likely = bool(words.sure.search(before)), bool(words.likely.search(before))
        span, length = _longest(text, tokens[number : number + ARABIC_WORDS], words, known, sure, likely)
        if span is not None:
            taken = number + length
            yield _Candidate(span, sure, True, True, span.end)


def _longest(
    text: str, tokens: Sequence[Span], words: PlaceWords, known: Callable[[str], bool], sure: bool, likely: bool
) -> tuple[Span | None, int]:
    starts = _starts(text, tokens[0], words)
    for length in range(len(tokens), 0, -1):
        for start, prefixed in starts:
            span = Span(start, tokens[length - 1].end)
            name = span.of(text)
            cued = sure or ((likely or prefixed) and key(name) not in words.common)
            if cued and key(name) not in words.openers and len(name) > 2 and known(name):
                return span, length
    if sure and key(tokens[0].of(text)) not in words.openers:
        length = 2 if key(tokens[0].of(text)) in words.heads and len(tokens) > 1 else 1
        return Span(tokens[0].start, tokens[length - 1].end), length
    return None, 1


LONE_WORD = re.compile(r"(?<!\w)(\w{1,6})\s$")
LONE_REACH = 8
LENGTHENED = re.compile(r"[وف]?[بلك]?\u0640+")  # a preposition drawn out before the name that it is written with


def _starts(text: str, token: Span, words: PlaceWords) -> list[tuple[int, bool]]:
    """Where a name may begin in a word: at its start, or behind a preposition written with it."""
    word = token.of(text)
    lengthened = LENGTHENED.match(word)
    if lengthened is not None:
        return [(token.start + lengthened.end(), True)]
    governed = LONE_WORD.search(text[max(0, token.start - LONE_REACH) : token.start])
    if governed is not None and governed[1] in words.lone:
        return [(token.start, False)]  # "in Bara": no second preposition is written with the name
    if key(word) in words.common:  # "وادي" is no "and Adi"
        return [(token.start, False)]
    behind = [p for p in words.prefixes if word.startswith(p) and len(word) >= len(p) + 3]
    return [(token.start, False), *((token.start + len(p), True) for p in behind)]


def _trimmed(text: str, span: Span, words: PlaceWords) -> Span | None:
    """A run without words that are capitalised for other reasons, and without a possessive or a full stop."""
    start, end = span.start, span.end
    end -= len(text[start:end]) - len(POSSESSIVE.sub("", text[start:end].rstrip(".")))
    while start < end:
        word = re.match(r"[^\s-]+[\s-]?", text[start:end])
        if word is None or key(word[0].rstrip()) not in words.openers:
            break
        start += word.end()
    return Span(start, end) if end - start > 1 else None


def _someone(text: str, span: Span, words: PlaceWords) -> bool:
    """Whether a name is a person's or an organisation's."""
    before = fold(text[max(0, span.start - LOOK_BACK) : span.start]).lower()
    named = fold(span.of(text)).lower()
    return bool(words.titles.search(before) or words.not_places.search(named))


def names_nothing(words: str, language: str) -> bool:
    """Whether words are no name, whatever stands before them: "في سياق متصل"."""
    listed = place_words(language)
    return key(words) in listed.openers | listed.common


def names_person(text: str, span: Span, language: str) -> bool:
    """Whether a name that no gazetteer has is a person's by the words right before it: "detained X", "a man known as X"
    (not "a village known as X")."""
    words = place_words(language)
    before = fold(text[max(0, span.start - LOOK_BACK) : span.start]).lower()
    if words.harming.search(before):
        return True
    called = words.naming.search(before)
    return called is not None and _kinds_of_place(language).isdisjoint(called["before"].replace(",", " ").split())


@lru_cache(maxsize=16)
def _kinds_of_place(language: str) -> frozenset[str]:
    """Nouns for places, as "town" of "town of"."""
    listed = load("toponyms", language)
    after = (name for names in listed["after"].values() for name in names)
    return frozenset(key(word.split()[0]) for word in listed["sure"]) | {key(name.split()[-1]) for name in after}


def _sited(text: str, span: Span, words: PlaceWords) -> bool:
    return _reach(text, span, words) > span.end


def _reach(text: str, span: Span, words: PlaceWords) -> int:
    """Where a name ends together with the word behind it that says its kind."""
    following = fold(text[span.end : span.end + LOOK_BACK]).lower()
    found = (pattern.match(following) for pattern in words.after.values())
    return max((span.end + match.end() for match in found if match), default=span.end)


def _before(text: str, span: Span, sentence: Span) -> str:
    return fold(text[max(sentence.start, span.start - LOOK_BACK) : span.start]).lower()


def _accepted(text: str, candidates: Sequence[_Candidate]) -> list[Span]:
    """Names with a cue, those listed with one, and every other mention of a name so accepted.

    What is listed with a sure place is one even if unknown: "the towns of A, B and C".
    """
    chosen = {c.span for c in candidates if c.sure or c.likely}
    sure = {c.span for c in candidates if c.sure}
    # A bearing in brackets holds a name of its own ("A (16km south of B) and C"): look one name further back.
    pairs = ((earlier, later) for n, later in enumerate(candidates) for earlier in candidates[max(0, n - 2) : n])
    for earlier, later in pairs:
        if not LIST_JOINT.fullmatch(text[earlier.reach : later.span.start]):
            continue
        if earlier.span in chosen and (later.known or earlier.span in sure):
            chosen.add(later.span)
        if earlier.span in sure:
            sure.add(later.span)
    names = {span.of(text) for span in chosen}
    return sorted(chosen | {c.span for c in candidates if c.known and c.span.of(text) in names})


def _toponym(text: str, span: Span, words: PlaceWords) -> Toponym:
    """The place as written: with the word that says its kind, and with the part that is meant."""
    following = fold(text[span.end : span.end + LOOK_BACK]).lower()
    for kind, pattern in words.after.items():
        if found := pattern.match(following):
            span = Span(span.start, span.end + found.end())
            return Toponym(span, span.of(text), kind)
    if found := words.grounds.match(following):
        span = Span(span.start, span.end + found.end())
        return Toponym(span, span.of(text), REGION)
    before = fold(text[max(0, span.start - LOOK_BACK) : span.start]).lower()
    if found := words.part.search(before):
        span = Span(span.start - len(before) + found.start(), span.end)
        return Toponym(span, span.of(text), REGION)
    return Toponym(span, span.of(text))
