"""Time expressions in a text, before they are resolved: the patterns of `data/times`, compiled once per language.

A pattern is a regular expression in which `{month}` stands for the words of a list (or for figures), a second
one of its kind is `{month2}`, and a blank is any gap within a paragraph. The first pattern that fits wins.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from functools import lru_cache
from typing import Any

from conflictdesk.extract.lexicons import GAP, any_of, fold, key, load
from conflictdesk.extract.numbers import Numerals, numerals
from conflictdesk.records.reports import Span

NEVER = r"(?!)"
COMMON = "mul"  # the list of what all languages share: ISO dates, figures
Slots = Mapping[str, Any]

_FIGURES = {
    "year": r"(?:1[5-9]|20)\d\d(?!\d)",
    "lone_year": r"(?:19\d\d|20[0-4]\d)(?![\d%]|[.,/]\d|-\w)",
    "short": r"'?\d\d(?!\d|[.,:]\d|\s(?-i:[a-z]))",
    "number": r"\d{1,2}(?!\d)",
    "hijri_year": r"1[34]\d\d(?!\d)",
    "hour": r"(?:[01]?\d|2[0-4])(?!\d)",
    "minute": r"[0-5]\d(?!\d)",
}

# Lists that fill a slot of another name.
_SLOT_OF = {
    "any_month": "month",
    "lone_month": "month",
    "any_weekday": "weekday",
    "weekdays": "weekday",
    "dual": "unit",
    "nth": "day",
    "late_nth": "day",
    "units": "unit",
    "parts": "part",
    "tens": "year",
    "ramadan": "hijri",
    "lone_year": "year",
    "dated": "day",
}
_LIST_OF = {"any_month": "month", "lone_month": "month", "any_weekday": "weekday"}


@dataclass(frozen=True, slots=True)
class Found:
    """A time expression as it stands; `slots` holds what it says, `rule` how that is to be read."""

    span: Span
    rule: str
    slots: Slots
    ends: tuple[Span, Span] | None = None  # of a range, the words of its two ends


@dataclass(frozen=True, slots=True)
class _Rule:
    name: str
    constants: Slots
    groups: tuple[tuple[str, str, str], ...]  # group, slot, list


@dataclass(frozen=True, slots=True)
class Cues:
    """Words around a date that tell what it is to the text; a language may leave any of them out."""

    future: re.Pattern[str]
    pending: re.Pattern[str]  # words before a date that is still to come (deadline, agreed to)
    past: re.Pattern[str]
    naming: re.Pattern[str]  # words directly before a date by which something is called (the 7 August blasts)
    owning: re.Pattern[str]  # likewise directly after it (Friday's raid)
    before: re.Pattern[str]  # words that place a date before what the text tells
    timeless: re.Pattern[str]  # words after which a date orders nothing (founded, since)
    speech: re.Pattern[str]  # words before the day on which somebody spoke (said on)
    label: re.Pattern[str]  # words before a document's own date (published on)


@dataclass(frozen=True, slots=True)
class Grammar:
    """What a language says about time."""

    anywhere: re.Pattern[str]  # where one stands: without groups, for these make a search several times slower
    pattern: re.Pattern[str]  # what it says, once it is found
    rules: Mapping[str, _Rule]
    lists: Mapping[str, Mapping[str, Any]]
    numerals: Numerals
    cues: Cues
    near: int  # days ahead within which a bare day, in a sentence without a tense, is the coming one

    def find(self, folded: str) -> Iterator[Found]:
        """All expressions of a folded text, from left to right."""
        for place in self.anywhere.finditer(folded):
            match = self.pattern.match(folded, place.start())
            assert match is not None  # the same pattern
            rule = self.rules[match.lastgroup or ""]
            slots = dict(rule.constants)
            for group, slot, name in rule.groups:
                if match[group] is not None:
                    slots[slot] = self._value(name, match[group])
            yield Found(Span(*match.span(match.lastgroup or "")), rule.name, slots, _ends(match, rule))

    def _value(self, name: str, words: str) -> Any:
        if name in self.lists:
            return self.lists[name][key(words).rstrip(".")]
        if name == "n":
            return self.numerals.value(words)
        return int(re.sub(r"\D", "", words))


def _ends(match: re.Match[str], rule: _Rule) -> tuple[Span, Span] | None:
    """Where the two ends of a range stand; None for what is no range of two days."""
    told = [(slot, Span(*match.span(group))) for group, slot, _ in rule.groups if match[group] is not None]
    first = [span for slot, span in told if not slot.endswith("2")]
    last = [span for slot, span in told if slot.endswith("2")]
    if rule.name != "range" or not first or not last or "part" in rule.constants:
        return None
    return Span(first[0].start, first[-1].end), Span(last[0].start, last[-1].end)


def _list(values: Mapping[Any, Any]) -> dict[str, Any]:
    return {key(str(word)).rstrip("."): value for value, words in values.items() for word in words}


def _cased(words: Mapping[str, Any], cased: frozenset[str], after: str = "") -> str:
    """Any of the words; those that are other words in lower case ("may") only with a capital."""
    plain = any_of(word for word in words if word not in cased)
    capital = [rf"{after}(?-i:{word.capitalize()}|{word.upper()})" for word in words if word in cased]
    return "(?:" + "|".join([plain, *capital]) + ")"


def _slot_patterns(lists: Mapping[str, Mapping[str, Any]], language: str, data: Mapping[str, Any]) -> dict[str, str]:
    cased = frozenset(key(word) for word in data.get("cased", ()))
    patterns = {name: _cased(words, cased) for name, words in lists.items()}
    after = "|".join(rf"(?<=\b{fold(word)}\s)" for word in data.get("cased_after", ()))
    patterns["lone_month"] = _cased(lists["month"], cased, f"(?:{after})")
    suffix = data.get("day_suffix", "")
    patterns["day"] = rf"\d{{1,2}}(?!\d|[.,:]\d)(?:{suffix})?"
    patterns["dated"] = rf"\d{{1,2}}(?:{suffix or NEVER})"
    patterns["n"] = numerals(language).pattern
    patterns["half"] = rf"{patterns.get('half', 'h')}\b\.?"
    for full in ("month", "weekday"):
        short = patterns.pop(f"{full}_short", None)
        patterns[f"any_{full}"] = rf"(?:{patterns[full]}(?!\w)|{short}\b\.?)" if short else patterns[full]
    return patterns | _FIGURES


def _compile(number: int, template: str, patterns: Mapping[str, str]) -> tuple[str, tuple[tuple[str, str, str], ...]]:
    groups: list[tuple[str, str, str]] = []

    def name_group(match: re.Match[str]) -> str:
        name, count = match[1], match[2]
        group = f"g{number}_{len(groups)}"
        groups.append((group, _SLOT_OF.get(name, name) + count, _LIST_OF.get(name, name)))
        return f"(?P<{group}>{patterns[name]})"

    spaced = fold(template).replace(" ", GAP)
    return re.sub(r"\{([a-z_]+)(2?)\}", name_group, spaced), tuple(groups)


def _rules(language: str, data: Mapping[str, Any]) -> tuple[str, dict[str, _Rule], dict[str, dict[str, Any]]]:
    lists = {name: _list(values) for name, values in data["lists"].items()}
    patterns = _slot_patterns(lists, language, data)
    for full in ("month", "weekday"):
        lists[full] = lists.get(f"{full}_short", {}) | lists[full]
    rules: dict[str, _Rule] = {}
    branches: list[str] = []
    for number, entry in enumerate(_entries(data)):
        branch, groups = _compile(number, entry.pop("find"), patterns)
        rules[f"r{number}"] = _Rule(entry.pop("as"), entry, groups)
        branches.append(f"(?P<r{number}>{branch})")
    return "|".join(branches), rules, lists


def _entries(data: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """The patterns in order of preference; several wordings of one reading are several patterns."""
    for entry in [*data["patterns"], *load("times", COMMON)["patterns"]]:
        wordings = entry["find"] if isinstance(entry["find"], list) else [entry["find"]]
        for wording in wordings:
            yield {**entry, "find": wording}


def _cue(data: Mapping[str, Any], name: str) -> re.Pattern[str]:
    words = "|".join(fold(cue) for cue in data.get(name, ())) or NEVER
    return re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE)


@lru_cache(maxsize=16)
def grammar(language: str) -> Grammar:
    """The grammar of a language; English and the common figures where it has none of its own."""
    data = load("times", language)
    branches, rules, lists = _rules(str(data["language"]), data)
    whole = rf"(?<![^\W_])(?=\w)(?<!\d[.,:/-])(?<![$€£#]){data.get('attached', '')}(?:{branches})(?!\w)"
    return Grammar(
        re.compile(re.sub(r"\?P<\w+>", "?:", whole), re.IGNORECASE),
        re.compile(whole, re.IGNORECASE),
        rules,
        lists,
        numerals(language),
        Cues(*(_cue(data, field.name) for field in fields(Cues))),
        int(data.get("near", 0)),
    )
