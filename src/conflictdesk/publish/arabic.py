"""Names in Arabic, which has no capitals: by the words before them, by kunyas and ages, by lists of given names."""

import re
from collections.abc import Callable, Iterator

from conflictdesk.publish.persons import GAP, Persons, Word, is_people

NAME_WORDS = 4
MORE_OPEN = 40  # characters after a name that may tell an age
MIN_PREFIXED = 4  # letters of a word that may have a letter of one word before it
ARABIC = re.compile(r"[\u0600-\u06ff]")
ARABIC_AGE = re.compile(
    r"[ \u00a0]{0,2}[(،,]?[ \u00a0]{0,2}(?:البالغة?[ \u00a0](?:من[ \u00a0]العمر[ \u00a0])?)?"
    r"\d{1,3}[ \u00a0]{0,2}(?:عام|سن|أعوام|ربيع)"
)
KUNYAS = frozenset({"أبو", "أبي", "أبا", "أم"})
DIVINE = frozenset({"الله", "الدين", "الرحمن", "الحق", "الإسلام", "النبي"})  # end names that one word alone begins
ARTICLE = "ال"
ONE_LETTER = "وفلبك"  # words of one letter, written as part of the next
VERBAL = ONE_LETTER + "يتنس"  # letters that verbs begin with, and few names

Known = Callable[[str], bool]


def arabic_names(text: str, words: list[Word], persons: Persons, known: Known) -> Iterator[tuple[int, int]]:
    for i, word in enumerate(words):
        if not ARABIC.search(word.text):
            continue
        name = (
            _behind_cue(i, text, words, persons)
            or _before_age(i, text, words, persons)
            or _kunya(i, text, words, persons)
            or _of_a_family(i, text, words, persons)
        )
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


def _kunya(i: int, text: str, words: list[Word], persons: Persons) -> list[Word]:
    """ "Father of Ahmad", "mother of Yusuf": not in the name of a place, a unit or an office's holder."""
    if _plain(words[i].text) not in KUNYAS or i + 1 >= len(words):
        return []
    before = words[i - 1].text if i and GAP.fullmatch(text, words[i - 1].end, words[i].start) else ""
    if not (persons.places | persons.localities | persons.institutions | persons.offices).isdisjoint(
        _forms(before or "-")
    ):
        return []
    child = words[i + 1].text
    found = _arabic_run(i, text, words, persons)
    likely = child in persons.given or _may_be_given(child, VERBAL)
    return words[found.start : found.stop] if likely and len(found) > 1 else []


def _of_a_family(i: int, text: str, words: list[Word], persons: Persons) -> list[Word]:
    """A given name, and what goes on from it, behind a word for a family, a house, a body, or what was done to it."""
    if persons.families.isdisjoint(_forms(words[i].text)) or i + 1 >= len(words):
        return []
    if words[i + 1].text not in persons.given | persons.compounds:
        return []
    found = _arabic_run(i + 1, text, words, persons)
    after = words[found.stop : found.stop + 1]
    return [] if after and after[0].text in persons.offices else words[found.start : found.stop]


def _plain(word: str) -> str:
    """A word without "and" or "for" written before it."""
    return word[1:] if word[0] in ONE_LETTER and word[1:] in KUNYAS else word


def _before_age(i: int, text: str, words: list[Word], persons: Persons) -> list[Word]:
    """Up to three words before an age in years, back to the verb or noun that they follow."""
    if not ARABIC_AGE.match(text, words[i].end, words[i].end + MORE_OPEN):
        return []
    name: list[Word] = []
    for word in reversed(words[max(0, i + 2 - NAME_WORDS) : i + 1]):
        joined = not name or GAP.fullmatch(text, word.end, name[0].start)
        if not joined or _ends_arabic(word, persons):
            break
        name.insert(0, word)
    return name


def arabic_alone(text: str, words: list[Word], persons: Persons, known: Known) -> Iterator[tuple[int, int]]:
    """The name in a text that only tells who speaks, where it has no other word."""
    if not words or len(words) > NAME_WORDS or not all(ARABIC.search(word.text) for word in words):
        return
    first, phrase = words[0].text, text[words[0].start : words[-1].end]
    surname = len(words) == 1 and first.endswith("ي")
    common = any(_ends_arabic(word, persons) for word in words) or is_people(first.removeprefix(ARTICLE))
    named = first in persons.given or ((surname or _may_be_given(first, "")) and not common)
    if named and not known(phrase) and not known(first):
        yield words[0].start, words[-1].end


def _arabic_run(start: int, text: str, words: list[Word], persons: Persons) -> range:
    """Where the words of a name stand: up to one that ends it, behind any more words for persons ("elder brother").

    A word such as "son of" goes on with the name and takes the next word in.
    """
    first = stop = start
    count = 0
    for at in range(start, min(start + 2 * NAME_WORDS, len(words))):
        word = words[at]
        if not _follows(at, start, text, words) or count >= NAME_WORDS:
            break
        if first == at and word.text in persons.private | persons.articles and word.text not in persons.compounds:
            first = stop = at + 1
            continue
        compound = _plain(word.text) in persons.compounds
        drawn = at > first and (words[at - 1].text in persons.compounds or word.text in DIVINE)
        given = first == at and word.text in persons.given
        if not (compound or drawn or given) and _ends_arabic(word, persons):
            break
        count += not (compound or drawn)
        stop = at + 1
    return range(first, stop)


def _follows(at: int, start: int, text: str, words: list[Word]) -> bool:
    """Whether a word is Arabic and stands right behind the one before it; the first one needs nothing before it."""
    behind = at == 0 or GAP.fullmatch(text, words[at - 1].end, words[at].start) is not None
    return bool(ARABIC.search(words[at].text)) and (behind or at == start)


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
