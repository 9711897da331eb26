"""Whose people a figure counts: the attackers' own beside their victims ("four soldiers and eleven attackers")."""

import re
from collections.abc import Set
from dataclasses import dataclass
from functools import lru_cache

from conflictdesk.extract.actors import ActorLexicon
from conflictdesk.extract.lexicons import any_of, fold, load
from conflictdesk.extract.numbers import numerals
from conflictdesk.extract.targets import target_kind
from conflictdesk.records.events import TargetKind


@dataclass(frozen=True, slots=True)
class Side:
    """The attackers' side: what kinds of people are their own; none where nobody is left out."""

    own: Set[TargetKind]
    language: str
    actors: ActorLexicon

    def attackers(self, words: str) -> bool:
        """Whether all people of a phrase are called by the attack that they made."""
        return self._fights() and all(self._called(part) for part in _coordinated(words, self.language))

    def holds(self, words: str) -> bool:
        """Whether all people of a phrase are of the attackers' kind."""
        return all(self._kin(part) for part in _coordinated(words, self.language))

    def victims(self, words: str) -> str:
        """The phrase without the attackers told beside others; unchanged where all are theirs, or none."""
        parts = _coordinated(words, self.language) if self.own else [words]
        kept = [part for part in parts if not (self._kin(part) or (self._fights() and self._called(part)))]
        return words if len(kept) in (0, len(parts)) else "".join(kept)

    def fallen(self, words: str) -> int:
        """How many of the people told are attackers, as the words say ("three died, including two attackers")."""
        told = _fallen(self.language).search(fold(words).lower()) if self._fights() else None
        return numerals(self.language).value(told[1]) or 0 if told else 0

    def _fights(self) -> bool:
        return TargetKind.ARMED_GROUP in self.own

    def _kin(self, words: str) -> bool:
        if words.split()[-1:] and words.split()[-1] in load("casualties", self.language)["members"]:
            return False  # "four of the members", of whom the phrase does not say
        return target_kind(_whole(words, self.language), self.language, self.actors) in self.own

    def _called(self, words: str) -> bool:
        return _attackers(self.language).search(fold(_whole(words, self.language)).lower()) is not None


def _coordinated(words: str, language: str) -> list[str]:
    """The groups of people told side by side, each from the word that joins it on."""
    joints = [match.start() for match in _joints(language).finditer(fold(words).lower())]
    return [words[start:end] for start, end in zip([0, *joints], [*joints, len(words)], strict=True)]


@lru_cache(maxsize=16)
def _joints(language: str) -> re.Pattern[str]:
    """What joins people to people before: "and", and a number or an article."""
    numbers, joint = load("numbers", language), load("casualties", language).get("and")
    first = "|".join(fold(word) for name in ("one", "alone", "least") for word in numbers[name])
    people = rf"(?=(?:{numerals(language).pattern}|{first})(?!\w))"
    return re.compile(rf"(?:,\s|\s(?:{fold(joint)})\s){people}" if joint else rf"\sو\s?{people}")


def _whole(words: str, language: str) -> str:
    """People without what is told of a part of them ("six people, including two attackers")."""
    part = _parting(language).search(fold(words).lower())
    return words[: part.start()] if part else words


@lru_cache(maxsize=16)
def _parting(language: str) -> re.Pattern[str]:
    return re.compile(rf",?\s(?:{_leads(language)})(?!\w)")


def _leads(language: str) -> str:
    return "|".join(map(fold, load("casualties", language)["part_of"]))


@lru_cache(maxsize=16)
def _fallen(language: str) -> re.Pattern[str]:
    """A part of a toll that is attackers."""
    called = any_of(load("targets", language)["attackers"])
    return re.compile(
        rf"(?<!\w)(?:{_leads(language)})\s({numerals(language).pattern})\s(?:\w{{2,20}}\s)?(?:{called})(?!\w)"
    )


@lru_cache(maxsize=16)
def _attackers(language: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{any_of(load('targets', language)['attackers'])})(?!\w)")
