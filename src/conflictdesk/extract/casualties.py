"""Numbers of people: what a phrase says ("at least 305 people"), and where a text tells how many were killed."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Any

from conflictdesk.extract.beside import groups, total, with_duals, worded
from conflictdesk.extract.lexicons import GAP, any_of, fold, key, load
from conflictdesk.extract.numbers import Numerals, numerals
from conflictdesk.records.mentions import CountMention
from conflictdesk.records.reports import Sentence, Span
from conflictdesk.records.values import Count

PHRASE_LONGEST = 300  # characters of a phrase that are read
UNHURT = "unhurt"  # in the lists: nobody killed, nobody wounded
TOLLS = frozenset({"killed", "wounded", "abducted"})
UNKNOWN = Count()
NOBODY = Count(0, 0)
_VOWEL_SIGNS = re.compile(r"[\u064b-\u0652\u0640]")
_WORDS = ("none", "least", "most", "vague", "one", "alone", "many", "two", "range", "joined", "cut", "ignored")


@dataclass(frozen=True, slots=True)
class _Phrases:
    """How a language puts numbers of people."""

    numerals: Numerals
    number: re.Pattern[str]
    words: Mapping[str, re.Pattern[str]]
    things: re.Pattern[str]  # up to two words after a number, the last of which is no person
    lone: re.Pattern[str]  # a number or an article with what is no person and ends there ("40 goats", "the market")

    def says(self, meaning: str, phrase: str) -> bool:
        return self.words[meaning].search(phrase) is not None

    def numbers(self, phrase: str) -> list[tuple[int, int, int]]:
        """Start, end and value of each number."""
        found = ((m.start(), m.end(), self.numerals.value(m[0])) for m in self.number.finditer(phrase))
        return [(start, end, value) for start, end, value in found if value is not None]


@lru_cache(maxsize=16)
def _phrases(language: str) -> _Phrases:
    lists = load("numbers", language)
    counted = numerals(language)
    number = re.compile(rf"(?<![\w.,]){counted.pattern}(?!\w)")
    aims = load("targets", language)
    things = re.compile(rf"\s(?:[\w-]+\s)?{any_of(aims['things'])}(?!\w)")
    words = {name: worded(lists.get(name, ()), counted.pattern) for name in _WORDS}
    nobody = any_of([*aims["things"], *aims["sites"]])
    end = rf"(?=\s*(?:$|{words['joined'].pattern}))"
    lone = re.compile(rf"[\w.,-]+['\s](?:[\w-]+\s){{0,2}}?{nobody}(?!\w){end}")
    return _Phrases(counted, number, words, things, lone)


def count_of(words: str, language: str) -> Count:
    """The number of people that a phrase tells; unknown where it tells none ("several", "the villagers").

    "at least 5" is (5, None), "up to 12" is (None, 12), "five to seven" (5, 7), "nobody" (0, 0), "a soldier" (1, 1).
    """
    told = _phrases(language)
    heard = _VOWEL_SIGNS.sub("", key(with_duals(words[:PHRASE_LONGEST])))
    phrase = told.words["ignored"].sub(" ", heard)
    return total([_group(group, told) for group in groups(phrase, language)])


def _group(phrase: str, told: _Phrases) -> Count:
    numbers = told.numbers(phrase)
    if told.says("vague", told.words["most"].sub(" ", phrase[: numbers[0][0]] if numbers else phrase)):
        return UNKNOWN
    if told.says("none", told.words["least"].sub(" ", phrase[: numbers[0][0]] if numbers else phrase)):
        return NOBODY
    if numbers:
        return _bounded(_numbered(phrase, numbers, told), phrase, told)
    return _unnumbered(phrase, told)


def _numbered(phrase: str, numbers: Sequence[tuple[int, int, int]], told: _Phrases) -> Count:
    """A range ("five to seven"), else the sum of what is told side by side ("a soldier and two civilians")."""
    first = numbers[0]
    if len(numbers) > 1:
        between = phrase[first[1] : numbers[1][0]].strip()
        if told.words["range"].fullmatch(between) and first[2] < numbers[1][2]:
            return Count(first[2], numbers[1][2])
    cut = told.words["cut"].search(phrase, first[1])
    heard = phrase[: cut.start()] if cut else phrase
    single = told.words["one"].match(heard) or told.words["alone"].match(heard)
    beside = single and told.says("joined", heard[: first[0]]) and not told.lone.match(heard)
    things = len(numbers) > 1 and told.lone.match(heard, first[0])  # "40 goats and two herders" are two
    total = (0 if things else first[2]) + (1 if beside else 0)
    total += sum(_added(heard, before, number, told) for before, number in pairwise(numbers))
    last = heard[numbers[-1][1] :]
    return Count(total + _articles(last, told), total + _articles(last, told))


def _added(heard: str, before: tuple[int, int, int], number: tuple[int, int, int], told: _Phrases) -> int:
    between = heard[before[1] : number[0]]
    people = not told.things.match(heard, number[1])
    return number[2] if people and number[1] <= len(heard) and told.says("joined", between) else 0


def _articles(rest: str, told: _Phrases) -> int:
    """Single people told after a number ("two soldiers and a child")."""
    joints = (match.end() for match in told.words["joined"].finditer(rest) if match[0] != ",")
    return sum(1 for at in joints if _is_one(rest[at:].strip(), told))


def _is_one(words: str, told: _Phrases) -> bool:
    article = told.words["one"].match(words)
    rest = words[article.end() :].strip() if article else ""
    noun = rest or (article and "'" in article[0][:-1])  # "l'homme"; an article alone counts nobody
    return bool(noun) and not (told.words["many"].match(rest) or told.lone.match(words))


def _bounded(count: Count, phrase: str, told: _Phrases) -> Count:
    if told.says("least", phrase):
        return Count(count.min, None)
    return Count(None, count.max) if told.says("most", phrase) else count


def _unnumbered(phrase: str, told: _Phrases) -> Count:
    if told.says("two", phrase):
        return Count(2, 2)
    cut = told.words["cut"].search(phrase)
    heard = phrase[: cut.start()].strip() if cut and cut.start() else phrase
    persons = _persons(heard, told)
    if persons:
        return Count(persons, persons)
    if not _is_one(heard, told) or told.says("many", heard):
        return UNKNOWN
    return Count(1 + _articles(heard, told), 1 + _articles(heard, told))


def _persons(heard: str, told: _Phrases) -> int:
    """People whom a word alone tells to be one each ("him and a guard"); 0 where that is not all that is told."""
    first = told.words["alone"].match(heard)
    if first is None:
        return 0
    others = told.words["alone"].finditer(heard, first.end())
    beside = sum(1 for m in others if told.words["joined"].fullmatch(m[0][:1]))
    rest = _articles(heard[first.end() :], told)
    return 0 if told.says("joined", heard) and not rest else 1 + beside + rest


@lru_cache(maxsize=16)
def _patterns(language: str) -> re.Pattern[str]:
    """One alternation of all ways to tell casualties; the group of each names the field."""
    lists, numbers = load("casualties", language), load("numbers", language)
    counted = numerals(language).pattern
    quantity, one, noun = _people_forms(lists, numbers, language)
    part, aside = (rf"(?:{_spaced(lists[name])})?" if name in lists else "" for name in ("part", "aside"))
    # A part of a whole ("two of its") is read where nothing else fits, and at the end of a phrase as far as it goes.
    many, most = (rf"{quantity}(?:{GAP}{part}){sign}" if part else quantity for sign in ("??", "?"))
    people = rf"(?:(?:{many}|{one}){noun}{{0,4}}?{aside})"
    led, followed = _coordinate(lists, rf"(?:{quantity}(?:{GAP}{part or '(?:)'})?|{one})", noun)
    forms = {
        "people": people,
        "joined": rf"(?:{people}|{led}{people})" if led else people,
        "count": rf"(?:{many}{noun}{{0,4}}?)",
        "some": rf"(?:(?:{most}|{one})(?:{noun}{{0,3}}?{followed}|{noun}?))",
    }
    branches = [branch.replace("{n}", counted) for branch in _branches(lists["patterns"], forms)]
    return re.compile(rf"(?<!\w){lists.get('attached', '')}(?:{'|'.join(branches)})(?!\w)")


def told_together(text: str, start: int, end: int, language: str) -> int:
    """Where people told together ("a teacher and two pupils") end that begin at `start`; `start` if none do."""
    match = _together(language).match(fold(text[start : min(end, start + PHRASE_LONGEST)]).lower())
    return start + match.end() if match else start


@lru_cache(maxsize=16)
def _together(language: str) -> re.Pattern[str]:
    lists, numbers = load("casualties", language), load("numbers", language)
    quantity, one, noun = _people_forms(lists, numbers, language)
    either = rf"(?:{quantity}|{one})"
    if "and" not in lists:
        return re.compile(r"(?!)")
    joint, end = rf"{GAP}(?:{_spaced(lists['and'])}){GAP}", rf"(?={GAP}?(?:[.,;:)]|$|{any_of(lists['ends'])}(?!\w)))"
    return re.compile(rf"{either}{noun}{{1,3}}?{joint}{either}{noun}{{1,3}}?{end}")


def _people_forms(lists: Mapping[str, Any], numbers: Mapping[str, Any], language: str) -> tuple[str, str, str]:
    """How a number, an article or what else tells of one, and a noun after it, are put."""
    small = "|".join([*(fold(word) for word in lists["small"]), any_of(numerals(language).words)])
    noun = rf"(?:{GAP}(?!(?:{small})(?!\w))(?:\d\d?-)?[^\W\d]{{2,20}}(?:[-'][^\W\d]{{2,20}}){{0,2}})"
    one = _alternatives(numbers, "one", "alone", "two", "none")
    return _quantity(numbers, numerals(language).pattern), one, noun


def _spaced(template: str) -> str:
    return fold(template).replace(" ", GAP)


def _coordinate(lists: Mapping[str, Any], people: str, noun: str) -> tuple[str, str]:
    """People told before others ("an officer and" two soldiers), and after them, up to the end of the toll."""
    if "beside" in lists:
        return rf"(?:{people}{noun}{{0,3}}?{GAP}{lists['beside_led']})", _spaced(lists["beside"]).replace(
            "{also}", people
        )
    if "and" not in lists:
        return "", r"(?!)"
    joint, ends = rf"{GAP}(?:{_spaced(lists['and'])}){GAP}", any_of(lists["ends"])
    end = rf"(?={GAP}?(?:[.,;:)]|$|{ends}(?!\w)))"
    of = rf"(?:{GAP}(?:{_spaced(lists['of'])}){noun}{{1,2}}?)?"
    return rf"(?:{people}{noun}{{0,3}}?{joint})", rf"{of}{joint}{people}{noun}{{1,3}}?{end}"


def _alternatives(lists: Mapping[str, Sequence[str]], *names: str) -> str:
    words = (fold(word).replace(" ", GAP) for name in names for word in lists.get(name, ()))
    return rf"(?:(?:{'|'.join(words)})(?!\w))"


def _quantity(lists: Mapping[str, Sequence[str]], number: str) -> str:
    """A number with what bounds it ("at least six", "nine or more", "five to seven"), or a vague one."""
    bounds, vague = _alternatives(lists, "least", "most", "about"), _alternatives(lists, "vague")
    second = rf"(?:{GAP}?{_alternatives(lists, 'range')}{GAP}?{number}(?!\w)|{GAP}{bounds})?"
    return rf"(?:(?:{bounds}{GAP}){{0,2}}{number}(?!\w){second}|{vague})"


def _branches(patterns: Mapping[str, Sequence[str]], forms: Mapping[str, str]) -> Iterator[str]:
    """Each way of telling, what is no toll first, and what does not begin with people before what does."""
    told = [(name.partition("_")[0], name, template) for name, template in _named(patterns)]
    for tolls in (False, True):
        kind = [(field, name, template) for field, name, template in told if (field in TOLLS) == tolls]
        yield from (_branch(_spaced(t), name, forms) for _, name, t in kind if _opening(t) not in forms)
        joined = {**forms, "people": forms["joined"]} if tolls else forms  # "one died and two" were arrested
        yield from filter(None, (_beginning(kind, form, joined) for form in forms))


def _named(patterns: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, str]]:
    for field, templates in patterns.items():
        yield from ((f"{field}_{number}", template) for number, template in enumerate(templates))


def _opening(template: str) -> str:
    return template[1 : template.find("}")] if template.startswith("{") else ""


def _beginning(told: Sequence[tuple[str, str, str]], form: str, forms: Mapping[str, str]) -> str:
    """People once, and then all that may be said of them: a group for the people, and after it one for the field."""
    said: dict[str, list[str]] = {}
    for field, _, template in told:
        if _opening(template) == form:
            said.setdefault(field, []).append(_spaced(template[len(form) + 3 :]))
    if not said:
        return ""
    ends = "|".join(f"(?P<{field}_{form}>{'|'.join(rest)})" for field, rest in said.items())
    return rf"(?P<{_people_of(next(iter(said)), form)}>{forms[form]}){GAP}(?:{ends})"


def _people_of(field: str, form: str) -> str:
    """The group of the people with whom a way of telling begins."""
    return f"{form}_{'toll' if field in TOLLS else 'other'}"


def _branch(spaced: str, name: str, forms: Mapping[str, str]) -> str:
    found = next((form for form in forms if f"{{{form}}}" in spaced), None)
    return spaced.replace(f"{{{found}}}", f"(?P<{name}>{forms[found]})") if found else f"(?P<{name}>{spaced})"


def find_counts(text: str, sentences: Sequence[Sentence], language: str) -> tuple[CountMention, ...]:
    """Where the text tells how many were killed, wounded or abducted, in order; one reading never leaves a sentence."""
    folded, pattern = fold(with_duals(text)).lower(), _patterns(language)
    kept: Sequence[int] = range(len(folded))
    if _VOWEL_SIGNS.search(folded):
        kept = [at for at, sign in enumerate(folded) if not _VOWEL_SIGNS.match(sign)]
    bare = folded if len(kept) == len(folded) else "".join(folded[at] for at in kept)
    found = (match for span in _bare_spans(text, sentences, kept) for match in pattern.finditer(bare, *span))
    return tuple(mention for match in found for mention in _mentions(text, match, language, kept))


def _bare_spans(text: str, sentences: Sequence[Sentence], kept: Sequence[int]) -> Iterator[tuple[int, int]]:
    """The sentences, as they stand in the text without vowel signs."""
    for span in [sentence.span for sentence in sentences] or [Span(0, len(text))]:
        yield bisect_left(kept, span.start), bisect_left(kept, span.end)


def _mentions(text: str, match: re.Match[str], language: str, kept: Sequence[int]) -> Iterator[CountMention]:
    group = match.lastgroup or ""
    field, _, form = group.partition("_")
    people = _people_of(field, form)
    start, end = match.span(people if people in match.re.groupindex else group)
    span = Span(kept[start], kept[end - 1] + 1)
    if field == UNHURT:
        yield from (CountMention(span, told, NOBODY) for told in ("killed", "wounded"))
    else:
        yield CountMention(span, field, _bounded_by(match, count_of(span.of(text), language), _phrases(language)))


def _bounded_by(match: re.Match[str], count: Count, told: _Phrases) -> Count:
    """ "Neutralised 10": the verb itself says that there may have been fewer."""
    return Count(None, count.max) if told.says("most", key(match[0])) else count
