"""Names of private persons, masked in what leaves the desk (design, section 5, rule 4).

A run of capitalised words is taken for a private person's name unless something says otherwise: an office beside it
("Governor X Y"; "X Y, spokesman for ..."), a word of an institution within it, or `known`, which the caller answers
from its gazetteer and actors. A word for a private person beside it ("shopkeeper X", "X, 34,") outweighs `known`:
towns are called Hassan and Salem too. What stands in a place ("in X, her husband said") is none. When in doubt a name
is masked. Arabic, which has no capitals, is masked behind words for private persons, behind kin and verbs of saying,
and before an age. All words are data: data/persons.yaml; countries come from actors/demonyms.yaml and countries.yaml.
"""

import re
from collections.abc import Callable, Iterable
from functools import lru_cache

from conflictdesk.publish.arabic import ONE_LETTER, arabic_alone, arabic_names
from conflictdesk.publish.latin import capitalised_names, holds_office, runs
from conflictdesk.publish.persons import (
    WORD,
    Persons,
    Word,
    countries,
    name_start,
    persons_of,
    without_article,
    without_possessive,
    words_of,
)

MASK = "[name withheld]"
SHORT = 2  # letters of a word that is too short to stand for a name
QUOTED = re.compile(r"(?<!\w)(?P<what>[^\W\d_]{1,30}(?:['’][^\W\d_]{1,30})?) [\"“«„](?P<name>[^\"”»“\n]{1,60})[\"”»“]")

Known = Callable[[str], bool]


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
    persons, words = persons_of(language), words_of(text)
    private = _private_spans(text, words, persons, known, alone)
    parts = names | _parts(text, private, persons)
    return _masked(text, [*private, *_repeated(text, words, parts)])


def private_names(
    text: str, known: Known = nothing_known, language: str | None = None, *, alone: bool = False
) -> frozenset[str]:
    """The words of the names that `mask_names` masks in `text`, each of which may stand for its bearer elsewhere."""
    persons = persons_of(language)
    return _parts(text, _private_spans(text, words_of(text), persons, known, alone), persons)


@lru_cache(maxsize=32)
def public_names(text: str, language: str | None = None) -> frozenset[str]:
    """Names that `text` gives to holders of public office, and their last words: they may stand alone elsewhere.

    Remembered for the last texts, since a report's claims come one after the other.
    """
    persons, words = persons_of(language), words_of(text)
    public = [run for run in runs(text, words, persons) if holds_office(run, text, words, persons)]
    return frozenset(
        text[words[first].start : without_possessive(words[run.last])]
        for run in public
        for first in {run.first, run.last}
    )


@lru_cache(maxsize=32)
def quoted_names(text: str, language: str | None = None) -> frozenset[str]:
    """Names of organisations and operations that `text` has in quotation marks, whole and in part.

    A word for an institution stands before the marks: "the operation “Vulcano di rabbia”".
    """
    persons = persons_of(language)
    told = [m["name"] for m in QUOTED.finditer(text) if Word(m["what"], 0, 0).plain in persons.institutions]
    runs_of = [(name, words, run) for name in told for words in [words_of(name)] for run in runs(name, words, persons)]
    return frozenset(told) | {name[words[run.first].start : words[run.last].end] for name, words, run in runs_of}


def _private_spans(text: str, words: list[Word], persons: Persons, known: Known, alone: bool) -> list[tuple[int, int]]:
    def told(name: str) -> bool:
        forms = {name, without_article(name)}
        return any(form.casefold() in countries().names or known(form) for form in forms)

    arabic = [*arabic_names(text, words, persons, told), *(arabic_alone(text, words, persons, told) if alone else ())]
    return [*arabic, *capitalised_names(text, words, persons, told, alone)]


def _parts(text: str, private: list[tuple[int, int]], persons: Persons) -> frozenset[str]:
    """Masked names as a whole, and their words that may stand alone for them ("Hassan fled")."""
    whole = {text[start:end] for start, end in private}
    parts = {part for name in whole for part in WORD.findall(name)}
    plain = persons.particles | persons.openers | countries().names
    alone = {part for part in parts if len(part) > SHORT and not part.islower() and part.casefold() not in plain}
    return frozenset(alone | {name for name in whole if " " in name})


def _repeated(text: str, words: list[Word], names: frozenset[str]) -> list[tuple[int, int]]:
    """Further mentions of masked names, whole or by one word alone; Arabic may have a letter written before it."""
    found = [
        (name_start(word), without_possessive(word))
        for word in words
        if _bare(word) in names or (word.text[0] in ONE_LETTER and word.text[1:] in names)
    ]
    longer = (name for name in names if " " in name and name in text)
    return found + [m.span() for name in longer for m in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", text)]


def _bare(word: Word) -> str:
    return word.text[name_start(word) - word.start : without_possessive(word) - word.start]


def _masked(text: str, spans: Iterable[tuple[int, int]]) -> str:
    out, at = [], 0
    for start, end in sorted(spans, key=lambda span: (span[0], -span[1])):
        if start >= at:
            out += [text[at:start], MASK]
            at = end
    return "".join([*out, text[at:]])
