"""What a place expression is made of: "Tamanhant air base" is the name Tamanhant and the kind airfield."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache

from conflictdesk.geo.lexicon import lexicon
from conflictdesk.records.reports import Span

CONTEXT = 40  # characters around a name in which its kind may stand
ARTICLE = re.compile(r"^(?:the|la|le|les|il|lo)\s+", re.IGNORECASE)

JOINED = re.compile(r"[/()]|\s-\s")
MIN_NAMING = 3

POSSESSED = re.compile(r"([^'’]{2,60})['’]s? (?:\S{1,30} ){0,3}(\S{1,30})")


@dataclass(frozen=True, slots=True)
class Expression:
    """The name itself; the kind that its wording asks for; whether only a part of it is meant ("southern Libya").

    `area` is true where the words name ground and no place ("Tebu-dominated areas", "the border").
    """

    name: str
    kind: str | None = None
    part: bool = False
    area: bool = False


def read_expression(name: str) -> Expression:
    """Take feature words and parts off a name. Where nothing but such words is left, the name stays as it is."""
    expression = Expression(ARTICLE.sub("", name.strip()))
    owned = POSSESSED.fullmatch(expression.name)
    if owned and owned[2].casefold() in _areas():  # "Libya's southern borders": a part of Libya
        return Expression(owned[1], part=True)
    expression = _without_part(_without_feature(expression))
    words = expression.name.split()
    if words and words[-1].casefold() in _areas():
        return replace(expression, area=True)
    return expression


def unit_name(name: str) -> str:
    """The name of a district or province without the words for what it is ("Mintaqat Markaz Hamah district")."""
    words = _without_feature(Expression(name)).name.split()
    heads = set(lexicon("features")["unit_heads"])
    while len(words) > 1 and words[0].casefold() in heads:
        words = words[1:]
    return " ".join(words)


def namings(name: str) -> tuple[str, ...]:
    """A name as it stands, then the names that it is made of: "Tadmur/Palmyra town", "Ar Rai town (Choban Bey)"."""
    parts = [part.strip() for part in JOINED.split(name)]
    return tuple(dict.fromkeys(n for n in (name, *parts) if len(n) >= MIN_NAMING))


def named_within(name: str) -> str | None:
    """The place that a description leans on: "silos east of Palmyra" leans on Palmyra."""
    found = _leaning().search(name)
    return name[found.end() :].strip() or None if found else None


def kind_around(text: str, span: Span) -> str | None:
    """The kind that the words around a name give it: "the town of X", "X airport"."""
    return worded(text, span)[0]


def worded(text: str, span: Span) -> tuple[str | None, str]:
    """The kind that the words around a name give it, and the name with that word: "fleuve Niger", "Sabha airport"."""
    after = _after().match(text, span.end, span.end + CONTEXT)
    if after:
        return _kinds()[_plain(after[1])], text[span.start : after.end(1)]
    before = _before().search(text[max(0, span.start - CONTEXT) : span.start])
    if before:
        length = min(CONTEXT, span.start) - before.start(1)
        return _kinds()[_plain(before[1])], text[span.start - length : span.end]
    return None, span.of(text)


def _without_feature(expression: Expression) -> Expression:
    after = _after_in_name().search(expression.name)
    if after:
        return replace(expression, name=expression.name[: after.start()], kind=_kinds()[_plain(after[1])])
    before = _before_in_name().match(expression.name)
    if before:
        return replace(expression, name=expression.name[before.end() :], kind=_kinds()[_plain(before[1])])
    return expression


def _without_part(expression: Expression) -> Expression:
    found = _part().match(expression.name) or _part_behind().search(expression.name)
    if found is None:
        return expression
    rest = expression.name[found.end() :] if found.start() == 0 else expression.name[: found.start()]
    return replace(expression, name=rest, part=True) if rest else expression


@cache
def _areas() -> frozenset[str]:
    return frozenset(lexicon("features")["areas"])


@cache
def _kinds() -> dict[str, str]:
    rows = lexicon("features")["features"].items()
    return {_plain(word): kind for kind, words in rows for word in (*words["after"], *words["before"])}


@cache
def _after() -> re.Pattern[str]:
    return re.compile(rf"[\s-]{{1,2}}({_any(_words('after'))})(?!\w)", re.IGNORECASE)


@cache
def _before() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)({_any(_words('before'))})[\s'’]{{1,2}}$", re.IGNORECASE)


@cache
def _after_in_name() -> re.Pattern[str]:
    return re.compile(rf"[\s-]{{1,2}}({_any(_words('after'))})$", re.IGNORECASE)


@cache
def _before_in_name() -> re.Pattern[str]:
    return re.compile(rf"({_any(_words('before'))})[\s'’]{{1,2}}(?=\w)", re.IGNORECASE)


@cache
def _part() -> re.Pattern[str]:
    parts, joints = _any(lexicon("features")["parts"]), _any(lexicon("features")["part_joints"])
    return re.compile(rf"(?:{parts})[\s'’-]{{1,2}}(?:(?:{joints})[\s'’]{{1,2}})?(?=\w)", re.IGNORECASE)


@cache
def _part_behind() -> re.Pattern[str]:
    return re.compile(rf"[\s-]{{1,2}}(?:{_any(lexicon('features')['parts'])})$", re.IGNORECASE)


@cache
def _leaning() -> re.Pattern[str]:
    parts, words = _any(lexicon("features")["parts"]), lexicon("bearings")
    joints, near = _any(lexicon("features")["part_joints"]), _any(words["near"])
    return re.compile(rf"(?<!\w)(?:(?:{parts})[\s'’]{{1,2}}(?:{joints})|{near})[\s'’]{{1,2}}(?=\w)", re.IGNORECASE)


def _words(side: str) -> list[str]:
    return [word for words in lexicon("features")["features"].values() for word in words[side]]


def _plain(word: str) -> str:
    return " ".join(word.casefold().split())


def _any(words: Iterable[str]) -> str:
    longest_first = sorted(set(words), key=lambda word: (-len(word), word))
    return "|".join(re.escape(word).replace(r"\ ", r"\s{1,2}") for word in longest_first)
