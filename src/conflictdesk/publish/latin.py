"""Names that capitals show: runs of capitalised words, and whether each is a private person's."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from conflictdesk.publish.persons import GAP, Persons, Word, is_people, name_start, without_possessive

NAMED = 2  # words from which a run of capitals may be a name without further evidence
SHOUTED_WORDS = 5  # a run of so many words all in capitals is a sentence, whose capitals tell no name from the rest
APPOSITION_WORDS = 7  # how far behind a comma an office or a trade is looked for
OFFICE_WORDS = 6  # how far before a name: "spokesman for the national army X Y"
MORE_OPEN = 40  # characters after a name that may tell an age
AGE = re.compile(
    r"\s{0,2}(?:,\s{0,2}(?:\w{1,12}\s){0,2}|\(\s?)[1-9]\d{0,2}\b(?:\s?\)|,|\.|$|\s(?:an[sn]|años|years|anni))"
)
INITIAL_GAP = re.compile(r"\.[ \u00a0]{1,3}")
SPEECH_GAP = re.compile(r"[ \u00a0]{1,3}|,[\"”»']?[ \u00a0]{1,3}")

Known = Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class Run:
    """Words `first` to `last` (included) that may be a name."""

    first: int
    last: int


def capitalised_names(
    text: str, words: list[Word], persons: Persons, known: Known, alone: bool
) -> Iterator[tuple[int, int]]:
    """Start and end of each private name that capitals show."""
    found = list(runs(text, words, persons))
    private = [run for run in found if _is_private(run, text, words, persons, known)]
    if alone and found == [Run(0, len(words) - 1)] and _is_given(words[0], words, persons, known):
        private = found
    for run in (*private, *_coordinated(found, private, text, words, persons, known)):
        yield name_start(words[run.first]), without_possessive(words[run.last])


def _coordinated(
    found: list[Run], private: list[Run], text: str, words: list[Word], persons: Persons, known: Known
) -> Iterator[Run]:
    """Single words told side by side with a private name: "Hamza and X Y", "X Y, Awa and Issa"."""
    masked = set(private)
    for step in (found, found[::-1]):
        for one, other in pairwise(step):
            left, right = min(one, other, key=lambda r: r.first), max(one, other, key=lambda r: r.first)
            between = text[words[left.last].end : words[right.first].start].strip(" \u00a0")
            tied = between in (",", "&") or between.strip(", ").casefold() in persons.ands
            if one in masked and other not in masked and tied and _may_be_person(other, text, words, persons, known):
                masked.add(other)
                yield other


def _may_be_person(run: Run, text: str, words: list[Word], persons: Persons, known: Known) -> bool:
    """Whether a run that nothing tells for a name may be one: a single word, no place, office or institution."""
    word = words[run.first]
    if run.first != run.last or word.acronym or word.plain in persons.common | persons.organisations:
        return False
    return not (known(word.text) or holds_office(run, text, words, persons) or is_people(word.plain))


def runs(text: str, words: list[Word], persons: Persons) -> Iterator[Run]:
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
    phrase = text[names[0].start : without_possessive(names[-1])]
    acronym = len(names) == 1 and names[0].acronym
    if len(names) >= SHOUTED_WORDS and all(word.text.isupper() for word in names):
        return not known(phrase)
    if phrase.casefold() in persons.organisations or any(w.plain in persons.institutions for w in names):
        return False
    if _is_force(run, text, words, persons) or _is_matter(run, text, words, persons):
        return False
    if holds_office(run, text, words, persons):
        return False
    if _private_beside(run, text, words, persons) or _in_apposition(run, text, words, persons, known):
        return not acronym
    if len(names) < NAMED and _speaks(run, text, words, persons) and not _at_a_place(run, text, words, persons):
        return names[0].plain not in persons.speakers and not known(phrase) and not acronym
    if len(names) < NAMED and (names[0].plain not in persons.given or acronym):
        return False
    if known(phrase) or _at_a_place(run, text, words, persons):
        return False
    return not _names_locality(run, text, words, persons)


def _is_force(run: Run, text: str, words: list[Word], persons: Persons) -> bool:
    """A people's name before a word of an institution: "the Nigerien army", "the Libyan Coast Guard"."""
    after = words[run.last + 1] if run.last + 1 < len(words) else None
    follows = after is not None and bool(GAP.fullmatch(text, words[run.last].end, after.start))
    return follows and after is not None and after.plain in persons.institutions and is_people(words[run.first].plain)


def _is_matter(run: Run, text: str, words: list[Word], persons: Persons) -> bool:
    """What a ministry is of, in one word: "il ministero della Sanità"."""
    before = [word for word in _before(run, text, words) if word.plain not in persons.articles]
    of = len(before) > 1 and before[0].plain in persons.links and before[1].plain in persons.ministries
    return of and run.first == run.last and words[run.first].plain not in persons.given


def _is_given(word: Word, words: list[Word], persons: Persons, known: Known) -> bool:
    """Whether the one word that tells who speaks is a name: no place, organisation, people or office."""
    singular = word.plain.removesuffix("s")
    if len(words) != 1 or word.acronym or known(word.text) or not persons.common.isdisjoint((word.plain, singular)):
        return False
    return word.plain not in persons.organisations and not is_people(word.plain)


def holds_office(run: Run, text: str, words: list[Word], persons: Persons) -> bool:
    """An office stands before the name, right there or with "of" or "for", or in apposition; or it leads forces."""
    before = _before(run, text, words)
    if _leads(run, before, words, persons):
        return True
    if _ends_in_office(before, persons) or _ends_in_office(_phrase_before_comma(run, text, words), persons):
        return True
    behind = _apposition(run, text, words)
    at = next((n for n, w in enumerate(behind) if w.plain in persons.offices | persons.relations), None)
    if at is None or behind[at].plain not in persons.offices:
        return False
    beside = behind[max(0, at - 1) : at] + behind[at + 1 : at + 2]  # "a community leader", "líder social"
    return not any(word.plain in persons.private for word in beside)


def _leads(run: Run, before: list[Word], words: list[Word], persons: Persons) -> bool:
    """ "The army of X Y", "X's forces": whoever leads armed men is no private person."""
    if without_possessive(words[run.last]) < words[run.last].end:
        return any(word.plain in persons.led for word in words[run.last + 1 : run.last + 2])
    return len(before) > 1 and before[0].plain in persons.links and before[1].plain in persons.led


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
    if _belongs(before, persons) and run.first == run.last:
        return True
    if without_possessive(words[run.last]) < words[run.last].end:
        return any(word.plain in persons.kin for word in words[run.last + 1 : run.last + 2])
    end = words[run.last].end
    return bool(AGE.match(text, end, end + MORE_OPEN))


def _belongs(before: list[Word], persons: Persons) -> bool:
    """ "His clerk X", "son apprenti X": whoever is somebody's, and holds no office and is no institution."""
    if len(before) < 2 or before[1].plain not in persons.possessives:
        return False
    noun = before[0]
    return noun.text.islower() and noun.plain not in persons.offices | persons.institutions | persons.localities


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


def _capitalised(word: Word) -> bool:
    return word.text[0].isupper() or any(part[:1].isupper() for part in re.split(r"['’\-]", word.text)[1:])


def _joined(text: str, left: Word, right: Word) -> bool:
    gap = text[left.end : right.start]
    return bool(GAP.fullmatch(gap)) or (len(left.text) == 1 and bool(INITIAL_GAP.fullmatch(gap)))


def _opens_sentence(text: str, word: Word) -> bool:
    """At the start of the text, behind what ends a sentence, or behind the dash of a dateline."""
    before = text[: word.start].rstrip(" \n\t\"“”«»'‘’(")[-1:]
    return before in ("", ".", "!", "?", ":", ";", "–", "—", "|") or text[: word.start].endswith(" - ")
