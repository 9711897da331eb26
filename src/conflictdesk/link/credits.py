"""Whose words a report passes on: news agencies that it credits, by the word lists of data/credits.

A credit is read where it stands: in the dateline or a line of its own it makes the story the agency's; "with AFP" gives
the agency a part in it; "told Reuters" makes what is said there the agency's. Whose a picture is says nothing of the
text. Each credit keeps its words, so that a page can show why.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from conflictdesk.link.names import folded
from conflictdesk.link.shingles import plain_word
from conflictdesk.records.copies import Credit, CreditKind
from conflictdesk.records.reports import Span

HEAD_LINES, HEAD = 8, 700  # lines and code points in which a dateline stands: below headlines, bylines and captions
EDGE_LINES = 3  # first and last lines that may be a credit alone
LONGEST_LINE = 60  # code points of a line that is a credit and no more
MOST_READ = 200_000  # code points in which credits within sentences are looked for: of what is beyond, nothing is coded
AGENCIES = "agencies.yaml"
_DASH = r"[-–—]{1,2}"
_STOP = r"[.!?…»”\"]"


@dataclass(frozen=True, slots=True)
class _Lists:
    """Patterns of the word lists; `agency` tells whose a name is, `cues` by language."""

    agency: Mapping[str, str | None]
    bracketed: frozenset[str]
    dateline: re.Pattern[str]
    end: re.Pattern[str]
    head_line: re.Pattern[str]
    foot_line: re.Pattern[str]
    beside: re.Pattern[str]
    cues: Mapping[str | None, Mapping[CreditKind, re.Pattern[str]]]


def credits_in(text: str, language: str | None = None) -> tuple[Credit, ...]:
    """Every credit in a report's clean text, in order; of words that give two, the one that says most.

    `language` is the text's: "a Reuters" is a credit in Spanish and none in English. Null, or another than those of
    data/credits: the words of all of them are looked for.
    """
    if not any(word in text for word in _first_words()):
        return ()
    found: list[Credit] = []
    for credit in (*_datelines(text), *_lines(text), *_cued(text, language)):
        if not any(other.span.overlaps(credit.span) and other.span != credit.span for other in found):
            found.append(credit)
    return tuple(sorted(dict.fromkeys(found), key=lambda credit: (credit.span, credit.agency or "")))


def agency_of(name: str | None) -> str | None:
    """The agency that a publisher is; null where it is none."""
    return _lists().agency.get(name or "")


def agencies_in(name: str) -> tuple[str, ...]:
    """The agencies that a speaker's name holds, in capitals: "l'agenzia Afp", "a Reuters dispatch"."""
    return tuple(dict.fromkeys(_lists().agency[found] or "" for found in _speaking().findall(name)))


def is_vague(name: str) -> bool:
    """Whether a speaker may be any outlet or anybody who posts: "local media", "agencies", no "aid agencies"."""
    words = set(folded(name).split()) - _folded_words("articles")
    kinds = [set(folded(kind).split()) for kind in cue_words("vague")]
    return any(kind == words or (len(kind) > 1 and kind <= words) for kind in kinds)


def house_name(publisher: str | None) -> str:
    """A publisher's name without article and what it calls itself: "The X", "X Newspaper" and "X" are one."""
    words = folded(publisher).split()
    while len(words) > 1 and words[0] in _folded_words("articles"):
        words.pop(0)
    while len(words) > 1 and words[-1] in _folded_words("houses"):
        words.pop()
    return " ".join(words)


@cache
def _folded_words(kind: str) -> frozenset[str]:
    return frozenset(word for words in cue_words(kind) for word in folded(words).split())


@cache
def cue_words(kind: str, language: str | None = None) -> tuple[str, ...]:
    """One list of words of data/credits: of a language that it knows, else of all."""
    read = {told["language"]: told[kind] for told in _read().values() if kind in told}
    return tuple(dict.fromkeys(read[language] if language in read else _all(_read().values(), kind)))


@cache
def agency_words() -> frozenset[str]:
    """The names of agencies that are one word, as plain words (link/shingles.py)."""
    return frozenset(plain_word(name) for name, agency in _lists().agency.items() if agency and " " not in name)


@cache
def _first_words() -> frozenset[str]:
    """The words that names of agencies begin with: a text without any of them credits none."""
    return frozenset(name.split()[0] for name in _lists().agency)


def _datelines(text: str) -> Iterator[Credit]:
    """ "BAMAKO (AFP) —", "Tripoli, 4 May, Reuters -", "(ANSA) -" where a line begins; "(Reuters)" where all ends."""
    for span in _spans(text[:HEAD])[:HEAD_LINES]:
        found = _lists().dateline.match(text, span.start, min(span.end + 1, len(text)))
        if found:
            yield from _named(found, CreditKind.STORY)
            break
    found = _lists().end.search(text, max(0, len(text) - LONGEST_LINE))
    if found:
        yield from _named(found, CreditKind.STORY)


def _lines(text: str) -> Iterator[Credit]:
    """Lines at either end that say no more than whose story it is, or with whom it was made."""
    edges = _spans(text)
    for number, span in enumerate(edges):
        behind = len(edges) - number
        if min(number + 1, behind) > EDGE_LINES or span.end - span.start > LONGEST_LINE or len(edges) == 1:
            continue
        line = _lists().foot_line if number >= behind else _lists().head_line
        if found := line.fullmatch(text, span.start, span.end):
            yield from _named(found, CreditKind.STORY)
        elif found := _lists().beside.search(text, span.start, span.end):
            yield from _named(found, CreditKind.SHARED)


def _spans(text: str) -> list[Span]:
    """The lines that say something."""
    return [Span(*found.span()) for found in re.finditer(r"[^\n]+", text) if found[0].strip()]


def _cued(text: str, language: str | None) -> Iterator[Credit]:
    cues = _lists().cues
    for kind, pattern in cues.get(language, cues[None]).items():
        for found in pattern.finditer(text, 0, MOST_READ):
            yield from _named(found, kind)


def _named(found: re.Match[str], kind: CreditKind) -> Iterator[Credit]:
    """A credit for each agency that the match names."""
    names = [name for group, name in found.groupdict().items() if name and group.startswith("agency")]
    words = found[0].strip()
    start = found.start() + found[0].index(words)
    for agency in dict.fromkeys(_lists().agency[" ".join(name.split())] for name in names):
        yield Credit(Span(start, start + len(words)), kind, agency)


@cache
def _speaking() -> re.Pattern[str]:
    """Agencies' names where it is known that somebody speaks, the longest first."""
    names = _either(name for name, agency in _lists().agency.items() if agency and name not in _lists().bracketed)
    return re.compile(rf"(?<!\w)(?:{names})(?!\w|\sof\s[A-Z])")


@cache
def _read() -> Mapping[str, Any]:
    """The word lists of each language by file."""
    folder = files("conflictdesk") / "data" / "credits"
    told = {file.name: yaml.safe_load(file.read_text("utf-8")) for file in folder.iterdir()}
    return {name: words for name, words in told.items() if name != AGENCIES}


@cache
def _lists() -> _Lists:
    folder = files("conflictdesk") / "data" / "credits"
    read = _read()
    entries = yaml.safe_load((folder / AGENCIES).read_text("utf-8"))["agencies"]
    plain = {name: entry["names"][0] for entry in entries for name in entry["names"]}
    initials = {name: entry["names"][0] for entry in entries for name in entry.get("bracketed", ())}
    unnamed: dict[str, None] = {
        form: None for words in read.values() for word in words["unnamed"] for form in (word, word.capitalize())
    }
    told, edge = _Names([*plain]), _Names([*plain, *initials, *unnamed])
    openers, foot, beside = (_either(_all(read.values(), key)) for key in ("lines", "foot", "beside"))
    return _Lists(
        agency={**plain, **initials, **unnamed},
        bracketed=frozenset(initials),
        dateline=re.compile(
            rf"\s*(?:[^\n()]{{0,60}}?[(\[]\s?{edge.one(1)}{edge.more(2)}\s?[)\]]\s?(?:[.,]?\s?{_DASH}|:)"
            rf"|[(\[]\s?{edge.one(3)}\s?[)\]]\s"
            rf"|(?:[^\n()]{{0,60}}?,\s?)?{edge.one(4)}\s?{_DASH}\s"
            rf"|[^\n.()]{{0,25}}?{_DASH}\s?{edge.one(5)}\s?(?:\n|:))"
        ),
        # after the last sentence: what stands in brackets behind a few words is whose the picture is
        end=re.compile(
            rf"(?:(?<={_STOP})\s{{0,2}}[(\[]\s?{edge.one(1)}{edge.more(2)}\s?[)\]]\W*"
            rf"|[(\[]\s?{edge.one(3)}{edge.more(4)}\s?[)\]]\s?\.\W*"
            rf"|(?<={_STOP})\s{{1,2}}(?:{_DASH}\s?)?{edge.one(5)}{edge.more(6)})\s*\Z"
        ),
        head_line=_line(openers, edge),
        foot_line=_line(rf"{openers}|{foot}", edge),
        beside=re.compile(rf"(?<!\w)(?i:{beside})\s?{edge.one(1)}{edge.more(2)}(?=\s?[)\]]?\s*\Z)"),
        cues={
            None: _cues([*read.values()], told),
            **{words["language"]: _cues([words], told) for words in read.values()},
        },
    )


class _Names:
    """Patterns for the names of agencies, as numbered groups."""

    def __init__(self, names: Iterable[str]) -> None:
        self._any = _either(names)

    def one(self, number: int) -> str:
        """A name alone: the Associated Press of a country is another house."""
        return rf"(?P<agency{number}>{self._any})(?!\w|\sof\s[A-Z])"

    def more(self, number: int) -> str:
        """Perhaps a second one."""
        return rf"(?:\s?(?:/|,|&|\b(?:and|et|e|y|و)\b)\s?{self.one(number)})?"


def _line(openers: str, edge: _Names) -> re.Pattern[str]:
    """ "Source: AFP", "Agence France-Presse in Bamako", "(Reuters)", and no more."""
    place = r"(?:,?\s(?i:in|from|à|a|da|desde|في)\s[^\W\d_][\w' -]{1,30})?"
    before = rf"[^\w©]*(?:(?i:{openers})\s?:?\s(?:\d{{4}}\s)?)?"
    return re.compile(rf"{before}[(\[]?{edge.one(1)}{edge.more(2)}(?:\s?(?i:staff))?{place}\W*")


def _all(lists: Iterable[Mapping[str, list[str]]], key: str) -> list[str]:
    return [word for words in lists for word in words[key]]


def _cues(lists: list[Mapping[str, list[str]]], names: _Names) -> dict[CreditKind, re.Pattern[str]]:
    return {kind: _cue([*dict.fromkeys(_all(lists, str(kind)))], names) for kind in CreditKind}


def _cue(forms: list[str], names: _Names) -> re.Pattern[str]:
    """The words for one kind of credit, the agency behind them or before them, perhaps in quotation marks."""
    before = _either(form.removesuffix("{agency}") for form in forms if form.endswith("{agency}"))
    after = _either(form.removeprefix("{agency}") for form in forms if form.startswith("{agency}"))
    patterns = [rf"(?<!\w)(?i:{before})[\"“«]?{names.one(1)}[\"”»]?{names.more(2)}"] if before else []
    patterns += [rf"(?<!\w){names.one(3)}{names.more(4)}(?i:{after})(?!\w)"] if after else []
    return re.compile("|".join(patterns))


def _either(words: Iterable[str]) -> str:
    """A pattern for any of these, the longest first; a space may be any white space, "*" any word."""
    ordered = sorted(set(words), key=lambda word: (-len(word), word))
    return "|".join(_open(re.escape(word)) for word in ordered)


def _open(escaped: str) -> str:
    return escaped.replace(r"\ ", r"\s").replace(r"\*", r"[^\W\d_]{1,30}").replace("'", "['’]")
