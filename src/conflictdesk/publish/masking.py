"""Names of private persons, masked in what leaves the desk (design, section 5, rule 4).

A run of capitalised words is taken for a private person's name unless something says otherwise: an office beside it
("Governor X Y"; "X Y, spokesman for ..."), a word of an institution within it, or `known`, which the caller answers
from its gazetteer and actors. A word for a private person beside it ("shopkeeper X", "X, 34,") outweighs `known`:
towns are called Hassan and Salem too. What stands in a place ("in X, her husband said") is none. When in doubt a name
is masked. Arabic, which has no capitals, is masked behind words for private persons, behind kin and verbs of saying,
and before an age. All words are data: data/persons.yaml; countries come from actors/demonyms.yaml and countries.yaml.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from itertools import pairwise
from typing import Any

import yaml

from conflictdesk.errors import DataError

MASK = "[name withheld]"
NAMED = 2  # words from which a run of capitals may be a name without further evidence
ACRONYM_LETTERS = 6  # a longer word in capitals may be somebody's name; longer acronyms stand in the data
ENDING = 4  # letters that may follow the stem of a word for a country's people
SHOUTED_WORDS = 5  # a run of so many words all in capitals is a sentence, whose capitals tell no name from the rest
ARABIC_NAME_WORDS = 4
MIN_PREFIXED = 4  # letters of an Arabic word that may have a letter of one word before it
APPOSITION_WORDS = 7  # how far behind a comma an office or a trade is looked for
OFFICE_WORDS = 6  # how far before a name: "spokesman for the national army X Y"
MORE_OPEN = 40  # characters after a name that may tell an age

COMMON: tuple[str, ...] = (  # the words of these are nobody's name
    *("offices", "private", "kin", "relations", "saying", "according", "speakers", "ages"),
    *("places", "localities", "institutions", "openers"),
)

Known = Callable[[str], bool]
WORD = re.compile(r"[^\W\d_]+(?:['’\-][^\W\d_]+){0,5}")
AGE = re.compile(
    r"\s{0,2}(?:,\s{0,2}(?:\w{1,12}\s){0,2}|\(\s?)[1-9]\d{0,2}\b(?:\s?\)|,|\.|$|\s(?:an[sn]|años|years|anni))"
)
ARABIC = re.compile(r"[\u0600-\u06ff]")
ARABIC_AGE = re.compile(
    r"[ \u00a0]{0,2}[(،,]?[ \u00a0]{0,2}(?:البالغة?[ \u00a0](?:من[ \u00a0]العمر[ \u00a0])?)?"
    r"\d{1,3}[ \u00a0]{0,2}(?:عام|سن|أعوام|ربيع)"
)
ARTICLE = "ال"
ONE_LETTER = "وفلبك"  # words of one letter, written as part of the next
VERBAL = ONE_LETTER + "يتنس"  # letters that verbs begin with, and few names
GAP = re.compile(r"[ \u00a0]{1,3}")
INITIAL_GAP = re.compile(r"\.[ \u00a0]{1,3}")
SPEECH_GAP = re.compile(r"[ \u00a0]{1,3}|,[\"”»']?[ \u00a0]{1,3}")


@dataclass(frozen=True, slots=True)
class Persons:
    """The words of one language (or of all) in data/persons.yaml, by what they tell."""

    offices: frozenset[str]
    private: frozenset[str]
    kin: frozenset[str]
    relations: frozenset[str]
    saying: frozenset[str]
    auxiliaries: frozenset[str]
    according: frozenset[str]
    datives: frozenset[str]
    speakers: frozenset[str]
    ages: frozenset[str]
    links: frozenset[str]
    places: frozenset[str]
    towards: frozenset[str]
    articles: frozenset[str]
    localities: frozenset[str]
    institutions: frozenset[str]
    calendar: frozenset[str]
    openers: frozenset[str]
    particles: frozenset[str]
    organisations: frozenset[str]
    given: frozenset[str]
    endings: frozenset[str]
    common: frozenset[str]  # nobody's name, whatever stands beside it


@dataclass(frozen=True, slots=True)
class Countries:
    """Names of countries in all languages, and stems of the words for their people; in lower case."""

    names: frozenset[str]
    stems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the text and where it stands."""

    text: str
    start: int
    end: int

    @property
    def plain(self) -> str:
        """Lower case, without a possessive ending."""
        return re.sub(r"['’]s?$", "", self.text.casefold())

    @property
    def acronym(self) -> bool:
        return 1 < len(self.text) <= ACRONYM_LETTERS and self.text.isupper()


@dataclass(frozen=True, slots=True)
class Run:
    """Words `first` to `last` (included) that may be a name."""

    first: int
    last: int


def nothing_known(_name: str) -> bool:
    """For callers without a gazetteer: more is masked."""
    return False


def mask_names(
    text: str,
    known: Known = nothing_known,
    language: str | None = None,
    *,
    names: frozenset[str] = frozenset(),
    alone: bool = False,
) -> str:
    """`text` with the names of private persons replaced by MASK.

    `known` says whether a name is that of a place or an organisation. Without `language`, or with one that the data
    do not have, the words of all languages are used. `names` are words masked elsewhere (`private_names`). `alone`:
    the text is no sentence but says who speaks, so that one word may be a name. Raises DataError where
    data/persons.yaml is damaged.
    """
    persons, words = _persons(language), _words(text)
    private = _private_spans(text, words, persons, known, alone)
    parts = names | _parts(text, private, persons)
    return _masked(text, [*private, *_repeated(words, parts)])


def private_names(
    text: str, known: Known = nothing_known, language: str | None = None, *, alone: bool = False
) -> frozenset[str]:
    """The words of the names that `mask_names` masks in `text`, each of which may stand for its bearer elsewhere."""
    persons = _persons(language)
    return _parts(text, _private_spans(text, _words(text), persons, known, alone), persons)


@lru_cache(maxsize=32)
def public_names(text: str, language: str | None = None) -> frozenset[str]:
    """Names that `text` gives to holders of public office: they may stand alone elsewhere ("X Y" in a list).

    Remembered for the last texts, since a report's claims come one after the other.
    """
    persons, words = _persons(language), _words(text)
    public = [run for run in _runs(text, words, persons) if _holds_office(run, text, words, persons)]
    return frozenset(text[words[run.first].start : _without_possessive(words[run.last])] for run in public)


def _words(text: str) -> list[Word]:
    return [Word(found.group(), *found.span()) for found in WORD.finditer(text)]


def _private_spans(text: str, words: list[Word], persons: Persons, known: Known, alone: bool) -> list[tuple[int, int]]:
    def told(name: str) -> bool:
        return name.casefold() in _countries().names or known(name)

    arabic = [*_arabic_names(text, words, persons, told), *(_arabic_alone(text, words, persons, told) if alone else ())]
    return [*arabic, *_names(text, words, persons, told, alone)]


def _names(text: str, words: list[Word], persons: Persons, known: Known, alone: bool) -> Iterator[tuple[int, int]]:
    """Start and end of each private name that capitals show."""
    for run in _runs(text, words, persons):
        whole = alone and run == Run(0, len(words) - 1)
        if _is_private(run, text, words, persons, known) or (whole and _is_given(words[0], words, persons, known)):
            yield words[run.first].start, _without_possessive(words[run.last])


def _runs(text: str, words: list[Word], persons: Persons) -> Iterator[Run]:
    """Runs of capitalised words, cut at offices, trades, days and months, with particles inside."""
    first: int | None = None
    last = -1
    for i, word in enumerate(words):
        begins = _capitalised(word) and not _cuts(i, text, words, persons)
        inside = first is not None and _joined(text, words[i - 1], word)
        if first is not None and not (inside and (begins or word.plain in persons.particles)):
            yield Run(first, last)
            first = None
        if begins:
            first, last = (i if first is None else first), i
    if first is not None:
        yield Run(first, last)


def _cuts(i: int, text: str, words: list[Word], persons: Persons) -> bool:
    """Whether a capitalised word is no part of a name: a title, a trade, a day, or the sentence's first word."""
    plain = words[i].plain
    if plain in persons.offices or plain in persons.private or plain in persons.calendar:
        return True
    openers = persons.openers | persons.places | persons.according
    return plain in openers and (_opens_sentence(text, words[i]) or words[i].text.islower())


def _is_private(run: Run, text: str, words: list[Word], persons: Persons, known: Known) -> bool:
    names = words[run.first : run.last + 1]
    phrase = text[names[0].start : _without_possessive(names[-1])]
    acronym = len(names) == 1 and names[0].acronym
    if len(names) >= SHOUTED_WORDS and all(word.text.isupper() for word in names):
        return not known(phrase)
    if phrase.casefold() in persons.organisations or any(w.plain in persons.institutions for w in names):
        return False
    if _holds_office(run, text, words, persons):
        return False
    if _private_beside(run, text, words, persons) or _in_apposition(run, text, words, persons, known):
        return not acronym
    if len(names) < NAMED and _speaks(run, text, words, persons) and not _at_a_place(run, text, words, persons):
        return names[0].plain not in persons.speakers and not known(phrase) and not acronym
    if len(names) < NAMED:
        return False
    if known(phrase) or _at_a_place(run, text, words, persons):
        return False
    return not _names_locality(run, text, words, persons)


def _is_given(word: Word, words: list[Word], persons: Persons, known: Known) -> bool:
    """Whether the one word that tells who speaks is a name: no place, organisation, people or office."""
    singular = word.plain.removesuffix("s")
    if len(words) != 1 or word.acronym or known(word.text) or not persons.common.isdisjoint((word.plain, singular)):
        return False
    return word.plain not in persons.organisations and not _is_people(word.plain)


def _is_people(word: str) -> bool:
    """Whether a word is one for a country's people."""
    return any(word.startswith(stem) and len(word) <= len(stem) + ENDING for stem in _countries().stems)


def _holds_office(run: Run, text: str, words: list[Word], persons: Persons) -> bool:
    """An office stands right before the name, before it with "of" or "for", or in apposition to it."""
    before = _before(run, text, words)
    if _ends_in_office(before, persons) or _ends_in_office(_phrase_before_comma(run, text, words), persons):
        return True
    first = next((w for w in _apposition(run, text, words) if w.plain in persons.offices | persons.relations), None)
    return first is not None and first.plain in persons.offices


def _ends_in_office(before: list[Word], persons: Persons) -> bool:
    """Whether words, nearest first, are an office: "governor", or "governor of Gao"; not "brother of the mayor"."""
    reach = next((n for n, word in enumerate(before) if word.plain in persons.saying), len(before))
    before = before[:reach]
    if not before or any(word.plain in persons.private for word in before):
        return bool(before) and before[0].plain in persons.offices and before[0].text[0].isupper()
    linked = (of for of, office in pairwise(before) if office.plain in persons.offices)
    return before[0].plain in persons.offices or any(of.plain in persons.links for of in linked)


def _private_beside(run: Run, text: str, words: list[Word], persons: Persons) -> bool:
    before = _before(run, text, words) or _across_comma(run, text, words)
    if before and before[0].plain in persons.private:
        return True
    if len(before) > 1 and before[0].plain in persons.links and before[1].plain in persons.kin:
        return True
    if _without_possessive(words[run.last]) < words[run.last].end:
        return any(word.plain in persons.kin for word in words[run.last + 1 : run.last + 2])
    end = words[run.last].end
    return bool(AGE.match(text, end, end + MORE_OPEN))


def _in_apposition(run: Run, text: str, words: list[Word], persons: Persons, known: Known) -> bool:
    """A trade, kin or an age follows ("X, a shopkeeper"); not as who speaks ("in X, her husband said")."""
    behind = _apposition(run, text, words)
    personal = persons.relations | persons.ages
    at = next((n for n, word in enumerate(behind) if word.plain in personal), None)
    if at is None:
        return False
    phrase = text[words[run.first].start : words[run.last].end]
    placed = _at_a_place(run, text, words, persons)
    if any(word.plain in persons.saying | persons.according for word in behind[: None if placed else at + 2]):
        return not placed and not known(phrase)
    return not placed or (_closes(behind[at:], text, persons) and not known(phrase))


def _closes(behind: list[Word], text: str, persons: Persons) -> bool:
    """Whether a clause ends after its first word, or what follows only says of whom or where: "a trader from Gao"."""
    if text[behind[0].end : behind[0].end + 1] in ("", ",", ".", ";", ")"):
        return True
    return len(behind) > 1 and behind[1].plain in persons.links | persons.places


def _speaks(run: Run, text: str, words: list[Word], persons: Persons) -> bool:
    after = words[run.last + 1 : run.last + 3]
    if after and SPEECH_GAP.fullmatch(text, words[run.last].end, after[0].start):
        verbs = after[1:] if after[0].plain in persons.auxiliaries else after[:1]
        if any(word.plain in persons.saying for word in verbs):
            return True
    before = words[run.first - 1] if run.first else None
    spoken = before and before.plain in persons.saying and GAP.fullmatch(text, before.end, words[run.first].start)
    return bool(spoken)


def _at_a_place(run: Run, text: str, words: list[Word], persons: Persons) -> bool:
    """A word that stands before places comes first: "in X", "near X", "east of X"; not "fired at X"."""
    before = _before(run, text, words)
    possessive = words[run.last].text.endswith(("'s", "’s"))
    if text.startswith(",", words[run.last].end) and before and before[0].plain in persons.articles:
        before = before[1:]
    if possessive or not before:
        return False
    nearest, next_word = before[0].plain, before[1].plain if len(before) > 1 else ""
    if nearest in persons.towards:
        return next_word not in persons.datives | persons.saying
    of_place = nearest in persons.links and next_word in persons.localities | persons.places
    return nearest in persons.places or of_place


def _names_locality(run: Run, text: str, words: list[Word], persons: Persons) -> bool:
    """A word for a kind of place follows: "the Tel Harun district"."""
    after = words[run.last + 1] if run.last + 1 < len(words) else None
    follows = after and GAP.fullmatch(text, words[run.last].end, after.start)
    return bool(after and follows and after.plain in persons.localities)


def _before(run: Run, text: str, words: list[Word]) -> list[Word]:
    """The words before a run in its clause, nearest first, articles left in."""
    return _leftwards(run.first, words[run.first].start, text, words)


def _phrase_before_comma(run: Run, text: str, words: list[Word]) -> list[Word]:
    """The words before ", X Y,": nearest first; none where the name is not between commas."""
    before, closed = _across_comma(run, text, words), text.startswith(",", words[run.last].end)
    return _leftwards(run.first, before[0].end, text, words) if before and closed else []


def _leftwards(index: int, right: int, text: str, words: list[Word]) -> list[Word]:
    found: list[Word] = []
    for word in reversed(words[max(0, index - OFFICE_WORDS) : index]):
        gap = text[word.end : right]
        if gap and not (GAP.fullmatch(gap) or INITIAL_GAP.fullmatch(gap)):
            break
        found.append(word)
        right = word.start
    return found


def _across_comma(run: Run, text: str, words: list[Word]) -> list[Word]:
    """The word before a comma before a run: "a shopkeeper, X Y,"."""
    before = words[run.first - 1] if run.first else None
    if before and text[before.end : words[run.first].start].strip() == ",":
        return [before]
    return []


def _apposition(run: Run, text: str, words: list[Word]) -> list[Word]:
    """The words between the comma behind a run and the next comma or full stop."""
    found: list[Word] = []
    left = words[run.last].end
    for position, word in enumerate(words[run.last + 1 : run.last + 1 + APPOSITION_WORDS]):
        gap = text[left : word.start].strip()
        if gap not in ((",", "(", "-", "–") if position == 0 else ("",)):
            break
        found.append(word)
        left = word.end
    return found


def _arabic_names(text: str, words: list[Word], persons: Persons, known: Known) -> Iterator[tuple[int, int]]:
    for i, word in enumerate(words):
        if not ARABIC.search(word.text):
            continue
        name = _behind_cue(i, text, words, persons) or _before_age(i, text, words, persons)
        if name and not known(text[name[0].start : name[-1].end]):
            yield name[0].start, name[-1].end


def _behind_cue(i: int, text: str, words: list[Word], persons: Persons) -> list[Word]:
    """The name behind a word for a private person; behind kin ("his brother") or a verb only what looks like one."""
    cue = words[i].text
    says, kin = not persons.saying.isdisjoint(_forms(cue)), _is_kin(cue, persons)
    if not (says or kin or cue in persons.private):
        return []
    found = _arabic_run(i + 1, text, words, persons)
    name, after = words[found.start : found.stop], words[found.stop : found.stop + 1]
    if not name or cue in persons.private:
        return name
    joined = after and GAP.fullmatch(text, name[-1].end, after[0].start)
    if after and after[0].text in persons.offices:
        return []
    closed = not joined or after[0].text in persons.links
    likely = _may_be_given(name[0].text, VERBAL) if kin else closed and _may_be_given(name[0].text, "")
    return name if likely or name[0].text in persons.given else []


def _before_age(i: int, text: str, words: list[Word], persons: Persons) -> list[Word]:
    """Up to three words before an age in years, back to the verb or noun that they follow."""
    if not ARABIC_AGE.match(text, words[i].end, words[i].end + MORE_OPEN):
        return []
    name: list[Word] = []
    for word in reversed(words[max(0, i + 2 - ARABIC_NAME_WORDS) : i + 1]):
        joined = not name or GAP.fullmatch(text, word.end, name[0].start)
        if not joined or _ends_arabic(word, persons):
            break
        name.insert(0, word)
    return name


def _arabic_alone(text: str, words: list[Word], persons: Persons, known: Known) -> Iterator[tuple[int, int]]:
    """The name in a text that only tells who speaks, where it has no other word."""
    if not words or len(words) > ARABIC_NAME_WORDS or not all(ARABIC.search(word.text) for word in words):
        return
    first, phrase = words[0].text, text[words[0].start : words[-1].end]
    surname = len(words) == 1 and first.endswith("ي")
    common = any(_ends_arabic(word, persons) for word in words) or _is_people(first.removeprefix(ARTICLE))
    named = first in persons.given or ((surname or _may_be_given(first, "")) and not common)
    if named and not known(phrase) and not known(first):
        yield words[0].start, words[-1].end


def _arabic_run(start: int, text: str, words: list[Word], persons: Persons) -> range:
    """Where the words of a name stand: up to one that ends it, behind any more words for persons ("elder brother")."""
    first = stop = start
    for at in range(start, min(start + ARABIC_NAME_WORDS, len(words))):
        word = words[at]
        if not GAP.fullmatch(text, words[at - 1].end, word.start) or not ARABIC.search(word.text):
            break
        if first == at and word.text in persons.private | persons.articles:
            first = stop = at + 1
            continue
        if _ends_arabic(word, persons) and not (first == at and word.text in persons.given):
            break
        stop = at + 1
    return range(first, stop)


def _ends_arabic(word: Word, persons: Persons) -> bool:
    """Whether a word is no part of a name, with or without what is written together with it."""
    return not persons.common.isdisjoint(_forms(word.text)) or _is_kin(word.text, persons)


def _forms(word: str) -> set[str]:
    """An Arabic word, and the word without a word of one letter before it and without the article."""
    forms = {word}
    if word[0] in ONE_LETTER and len(word) >= MIN_PREFIXED:
        forms |= {word[1:], ARTICLE + word[2:]} if word.startswith("لل") else {word[1:]}
    return forms | {form.removeprefix(ARTICLE) for form in forms}


def _is_kin(word: str, persons: Persons) -> bool:
    """Whether a word is one for kin with a pronoun at its end: "his brother", "her mother"."""
    stems = {form.removesuffix(ending) for form in _forms(word) for ending in persons.endings if form.endswith(ending)}
    stems |= {stem[:-1] + "ة" for stem in stems if stem.endswith("ت")}
    return not stems.isdisjoint(persons.kin)


def _may_be_given(word: str, unlikely: str) -> bool:
    """Whether a word that no list has may be a given name; `unlikely` are letters that it does not begin with."""
    return not word.startswith((ARTICLE, *unlikely)) and not (unlikely and word.endswith("ا"))


def _parts(text: str, private: list[tuple[int, int]], persons: Persons) -> frozenset[str]:
    """The words of masked names that may stand alone for them ("Hassan fled")."""
    parts = {part for start, end in private for part in WORD.findall(text[start:end])}
    plain = persons.particles | persons.openers | _countries().names
    return frozenset(part for part in parts if len(part) > 2 and not part.islower() and part.casefold() not in plain)


def _repeated(words: list[Word], parts: frozenset[str]) -> list[tuple[int, int]]:
    """Further mentions of a masked name by one of its words alone; Arabic may have a letter written before it."""
    return [
        (word.start, _without_possessive(word))
        for word in words
        if _bare(word) in parts or (word.text[0] in ONE_LETTER and word.text[1:] in parts)
    ]


def _bare(word: Word) -> str:
    return word.text[: _without_possessive(word) - word.start]


def _masked(text: str, spans: Iterable[tuple[int, int]]) -> str:
    out, at = [], 0
    for start, end in sorted(spans, key=lambda span: (span[0], -span[1])):
        if start >= at:
            out += [text[at:start], MASK]
            at = end
    return "".join([*out, text[at:]])


def _capitalised(word: Word) -> bool:
    return word.text[0].isupper() or any(part[:1].isupper() for part in re.split(r"['’\-]", word.text)[1:])


def _joined(text: str, left: Word, right: Word) -> bool:
    gap = text[left.end : right.start]
    return bool(GAP.fullmatch(gap)) or (len(left.text) == 1 and bool(INITIAL_GAP.fullmatch(gap)))


def _opens_sentence(text: str, word: Word) -> bool:
    before = text[: word.start].rstrip(" \n\t\"“”«»'‘’(")[-1:]
    return before in ("", ".", "!", "?", ":", ";")


def _without_possessive(word: Word) -> int:
    return word.end - 2 if word.text.endswith(("'s", "’s")) else word.end


@cache
def _persons(language: str | None) -> Persons:
    text = (files("conflictdesk") / "data" / "persons.yaml").read_text(encoding="utf-8")
    entries = yaml.safe_load(text)
    own = [entry for entry in entries if entry["language"] in (language, "mul")]
    chosen = own if any(entry["language"] == language for entry in own) else entries
    if not chosen:
        raise DataError("data/persons.yaml lists no words. Install conflictdesk again.")
    names = [name for name in Persons.__dataclass_fields__ if name != "common"]
    told = {name: frozenset(w for e in chosen for w in e.get(name, ())) for name in names}
    return Persons(**told, common=frozenset[str]().union(*(told[name] for name in COMMON)))


@cache
def _countries() -> Countries:
    terms = [*_nation_terms(), *_further_names()]
    stems = tuple(sorted({term.removesuffix("*").casefold() for term in terms if term.endswith("*")}))
    return Countries(frozenset(t.casefold() for t in terms if not t.endswith("*")), stems)


def _nation_terms() -> Iterator[str]:
    for nation in _read("actors/demonyms.yaml")["nations"].values():
        yield nation["name"].removeprefix("the ")
        yield from (term for terms in nation.values() if isinstance(terms, list) for term in terms)


def _further_names() -> Iterator[str]:
    for country in _read("countries.yaml")["countries"].values():
        yield from country.get("names", ())


def _read(name: str) -> Mapping[str, Any]:
    loaded: Mapping[str, Any] = yaml.safe_load((files("conflictdesk") / "data" / name).read_text(encoding="utf-8"))
    return loaded
