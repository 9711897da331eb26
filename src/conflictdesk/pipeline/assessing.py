"""Assessments: checked against the yardstick before they are kept, by a named person, with the evidence attached.

Likelihood says how probable something is; confidence says how good the evidence is. The two are never in one
sentence, and words of likelihood come from the yardstick alone. The program writes none of its own.
"""

import re
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from unicodedata import category, normalize

import yaml

from conflictdesk.errors import DataError, InputError
from conflictdesk.pipeline.holding import read_holding
from conflictdesk.pipeline.knowledge import Knowledge
from conflictdesk.pipeline.series import evidence_of
from conflictdesk.pipeline.suspects import suspected
from conflictdesk.records.acts import Act
from conflictdesk.records.assessments import Assessment, Likelihood, Yardstick
from conflictdesk.records.events import Record
from conflictdesk.store.database import Database
from conflictdesk.text.sentences import split_sentences

LONGEST = 4_000  # characters of an assessment
MOST_INCIDENTS = 200
DASHES = re.compile(r"[-\u2010-\u2015\s]+")
BLANK_LINE = re.compile(r"\n[ \t\r]*\n")


@cache
def yardstick() -> Yardstick:
    """The yardstick that is shipped. Raises DataError where it is damaged."""
    try:
        told = yaml.safe_load((files("conflictdesk") / "data/yardstick.yaml").read_text("utf-8"))
        words = tuple(Likelihood(w["word"], w["low"], w["high"], tuple(w.get("forms", ()))) for w in told["words"])
        strange, others, confidence = (tuple(map(str, told[name])) for name in ("strange", "others", "confidence"))
        return Yardstick(words, strange, others, confidence, source=told["cited"])
    except (OSError, yaml.YAMLError, KeyError, TypeError) as error:
        raise DataError("data/yardstick.yaml is damaged: install Conflictdesk again.") from error


def assess(database: Database, who: str, text: str, likelihood: str | None, about: Sequence[str]) -> Act:
    """Keep what `who` concludes about the incidents `about` (ids, former ones too; a series stands for its incidents).

    Raises InputError, with what to write instead, where the text cannot be (also where it makes a suspect of a
    community), or where no incident has an id.
    """
    words, word = checked(text, likelihood, yardstick())
    if accused := suspected(words, Knowledge.of(database.folder).actors):
        raise InputError(
            f"{accused[0]!r:.60} is a community, and no community is a suspect: name an organisation, or say"
            " “unidentified armed group”. Nothing was kept."
        )
    if not about or len(about) > MOST_INCIDENTS:
        raise InputError("Name the incidents that it is about (--about ID), 1 to 200 of them: they are its evidence.")
    with database.at_one_moment():
        found = {key: database.incident(key) for key in dict.fromkeys(about)}
        if None in found.values():  # a series is computed, which takes longer
            found = {key: database.incident(key) for key in evidence_of(about, read_holding(database))}
    unknown = next((key for key, incident in found.items() if incident is None), None)
    if unknown is not None:
        raise InputError(f"No incident of this desk has the number {unknown!r:.80}: nothing was kept.")
    held = {one.incident_id: one for one in found.values() if one is not None}
    return database.add_assessment(who, words, word, list(held), [c for one in held.values() for c in one.claims])


def standing(database: Database) -> tuple[Assessment, ...]:
    """The assessments that nobody has withdrawn, oldest first."""
    return tuple(one for one in database.assessments() if not one.withdrawn)


def listed(database: Database) -> list[Record]:
    """Every assessment, oldest first: `{assessment, text, likelihood, incidents, who, at, withdrawn}`."""
    return [
        {
            "assessment": one.assessment_id,
            "text": one.text,
            "likelihood": one.likelihood,
            "incidents": list(one.incidents),
            "who": one.who,
            "at": one.at.isoformat(),
            "withdrawn": one.withdrawn,
        }
        for one in database.assessments()
    ]


def withdraw(database: Database, who: str, assessment_id: int) -> Act:
    """Take an assessment back; it stays in the desk, marked. Raises InputError where it is not this person's."""
    one = next((a for a in database.assessments() if a.assessment_id == assessment_id), None)
    if one is None:
        raise InputError(f"There is no assessment {assessment_id} in this desk: conflictdesk assess lists them.")
    if one.withdrawn:
        raise InputError(f"Assessment {assessment_id} is withdrawn already.")
    if one.who != who:
        raise InputError(
            f"Assessment {assessment_id} is none of {who}'s but {one.who}'s, who alone can withdraw it: write your own."
        )
    act = database.undo(who, one.act_id)
    if act is None:
        raise InputError(f"Assessment {assessment_id} is withdrawn already.")
    return act


def checked(text: str, likelihood: str | None, by: Yardstick) -> tuple[str, str | None]:
    """The text and its word of the yardstick. Raises InputError where one of the rules is broken."""
    text = "".join(c for c in normalize("NFC", text) if c == "\n" or category(c) not in ("Cc", "Cs")).strip()
    if not text or len(text) > LONGEST:
        raise InputError(f"An assessment is a text of 1 to {LONGEST:,} characters: write what you conclude, and why.")
    fault = mixed(text, likelihood, by) or _strange(text, by)
    if fault:
        raise InputError(fault)
    return text, _agreed(text, likelihood, by)


def mixed(text: str, likelihood: str | None, by: Yardstick) -> str | None:
    """What is wrong where likelihood and confidence are in one sentence, else null.

    A likelihood that is chosen beside the text belongs to the sentences that name one, else to the first.
    """
    sentences = _sentences(text)
    likely = [bool(_found(s, _likely_words(by))) for s in sentences]
    if likelihood and not any(likely):
        likely[0] = True
    for sentence, said in zip(sentences, likely, strict=True):
        sure = _found(sentence, by.confidence)
        if said and sure:
            return (
                f"Likelihood and confidence ({sure!r}) are in one sentence: say how likely it is in one sentence,"
                " and how good the evidence is in another. Nothing was kept."
            )
    return None


def _strange(text: str, by: Yardstick) -> str | None:
    """What is wrong where a word of likelihood is not the yardstick's: "almost certainly" is its, not "certainly"."""
    known = _pattern(_likely_words(by))
    found = (word for s in _sentences(text) for word in known.findall(s))
    word = next((word for word in found if word in by.strange), None)
    if word is None:
        return None
    words = ", ".join(one.word for one in by.words)
    return f"{word!r} is not on the yardstick. These are: {words}. Nothing was kept."


def _agreed(text: str, likelihood: str | None, by: Yardstick) -> str | None:
    """The word that is chosen, and that the text must not contradict; else the one that the text names."""
    said = {one.word for s in _sentences(text) for one in _named(s, by)}
    chosen = by.named(likelihood) if likelihood else None
    if likelihood and chosen is None:
        words = ", ".join(one.word for one in by.words)
        raise InputError(f"{likelihood!r:.60} is not on the yardstick. These are: {words}. Nothing was kept.")
    expected = {chosen.word} if chosen else set()
    if len(said | expected) > 1:
        told = " and ".join(sorted(said | expected))
        raise InputError(f"One assessment has one likelihood, and this has {told}: write two. Nothing was kept.")
    return next(iter(said | expected), None)


def _named(sentence: str, by: Yardstick) -> list[Likelihood]:
    """The yardstick's words in a sentence; of two that overlap the longer ("highly likely", not "likely")."""
    forms = [form for one in by.words for form in (one.word, *one.forms)]
    found = (by.named(match) for match in _pattern(tuple(forms)).findall(sentence))
    return [one for one in found if one is not None]


def _likely_words(by: Yardstick) -> tuple[str, ...]:
    own = (form for one in by.words for form in (one.word, *one.forms))
    return (*own, *by.strange, *by.others)


def _found(sentence: str, words: tuple[str, ...]) -> str | None:
    match = _pattern(words).search(sentence)
    return match[0] if match else None


@cache
def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    told = sorted({_folded(word) for word in words}, key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, told))})(?!\w)")


def _sentences(text: str) -> list[str]:
    """Sentences in small letters; a line's end alone ends none, signs that do not show part no word."""
    blocks = [DASHES.sub(" ", block) if "\n" in block else block for block in BLANK_LINE.split(text)]
    return [_folded(s.span.of(block)) for block in blocks for s in split_sentences(block, "en")] or [""]


def _folded(text: str) -> str:
    shown = "".join(c for c in normalize("NFKC", text) if category(c) != "Cf").casefold()
    return DASHES.sub(" ", shown).strip()
