"""Sentences of news prose, as spans of the clean text.

The spans cover every character that is not white space, in order and without overlap. Newlines end sentences,
unless the text is evidently hard-wrapped; then only those that a wrapping would not have made. What a full stop
means is told by the abbreviations in `data/sentences/`. Time grows with the length of the text and nothing else.
"""

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml

from conflictdesk.errors import DataError
from conflictdesk.records.reports import Sentence, Span

DEFAULT_LANGUAGE = "en"
# Longer than any sentence of prose; what has no stop in this many characters is a table or a list, and is cut.
LONGEST_SENTENCE = 3000
# Widths of line between which a text may be hard-wrapped, as teletypes and mail programs do it.
WRAP_WIDTHS = range(50, 121)
# Share of lines inside a block that must be as full as wrapping makes them; MUC-4 texts have more than 0.95.
WRAPPED_SHARE = 0.8
# A line counts as full where the next word would have come within this of the widest line.
WRAP_SLACK = 6
FEWEST_WRAPPED_LINES = 3

_LOOK_BACK = 40  # characters before a stop that can hold an abbreviation
_OPENERS = "\"'“”‘’«‹„([{¿¡-–—*"
_END = re.compile(
    r"(?P<stop>[.!?…؟۔。！？]{1,20})"
    r"(?P<close>[\"'”’»›)\]]{0,5}(?:[ \u00a0\u202f]?[»›]){0,2})"
    r"(?=(?P<gap>\s|\[|)(?P<next>.?))",
    re.DOTALL,
)
_INLINE_BULLET = re.compile(r"\s(?=[•▪●◦‣])")
_LINE_BULLET = re.compile(r"\s*(?:[-–—•▪●◦‣*·+]\s|#{1,6}\s|\(?\w{1,2}[.)]\s)")
_WORD_BEFORE = re.compile(r"[^\s\"“«(\['’]*\Z")  # in "l'art. 3", what follows the apostrophe
_WORD_AFTER = re.compile(r"[\s\"'“”‘«‹„(\[¿¡]{0,10}(\w[\w'’.-]{0,30}|)")
_NEXT_SIGN = re.compile(r"\s{0,10}(\S?)")
_WIDE_STOPS = frozenset("。！？")
_GOES_ON = frozenset(",;:،؛")


@dataclass(frozen=True, slots=True)
class _Abbreviations:
    """What the words of one language before a full stop tell about it (see `data/sentences/en.yaml`)."""

    never: frozenset[str]
    number: frozenset[str]
    either: frozenset[str]
    starters: frozenset[str]


def split_sentences(text: str, language: str | None = None) -> tuple[Sentence, ...]:
    """The sentences of clean text `text`; a paragraph is what stands between two line ends that count.

    `language` is ISO 639-1; for null and for languages without a file of abbreviations, the English ones serve.
    """
    known = _abbreviations(language or DEFAULT_LANGUAGE)
    found: list[Sentence] = []
    paragraph = 0
    for start, end in _paragraphs(text):
        spans = [span for part in _sentences_in(text, start, end, known) for span in _cut(text, *part)]
        found += [Sentence(span, paragraph) for span in spans]
        paragraph += bool(spans)
    return tuple(found)


@cache
def _abbreviations(language: str) -> _Abbreviations:
    folder = files("conflictdesk") / "data" / "sentences"
    source = folder / f"{language}.yaml"
    if not language.isalpha() or not source.is_file():
        source = folder / f"{DEFAULT_LANGUAGE}.yaml"
    try:
        read = yaml.safe_load(source.read_text("utf-8"))
        return _Abbreviations(*(frozenset(read[part]) for part in ("never", "number", "either", "starters")))
    except (OSError, yaml.YAMLError, KeyError, TypeError) as error:
        raise DataError(f"The abbreviations in {source} cannot be read. Install Conflictdesk again.") from error


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """Stretches of `text` between the line ends that count."""
    lines = text.split("\n")
    width = _wrap_width(lines)
    start = offset = 0
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        offset += len(line) + 1
        if not (width and _wrapped_here(line, following, width)):
            yield start, min(offset, len(text))
            start = offset


def _wrap_width(lines: list[str]) -> int:
    """The width that the text was wrapped to, or 0 where it was not."""
    pairs = [(a.rstrip(), b) for a, b in itertools.pairwise(lines) if a.strip() and b.strip()]
    width = max((len(line) for line, _ in pairs), default=0)
    if width not in WRAP_WIDTHS:
        return 0
    full = sum(_full(line, following, width) for line, following in pairs)
    if len(pairs) < FEWEST_WRAPPED_LINES:
        return width if all(following.lstrip()[:1].islower() for _, following in pairs) else 0
    return width if full >= WRAPPED_SHARE * len(pairs) else 0


def _full(line: str, following: str, width: int) -> bool:
    """Whether the first word of the next line would not have fitted on this one."""
    return len(line.rstrip()) + 1 + len(following.split(maxsplit=1)[0]) > width - WRAP_SLACK


def _wrapped_here(line: str, following: str, width: int) -> bool:
    if not line.strip() or not following.strip() or _LINE_BULLET.match(following):
        return False
    return _full(line, following, width) or following.lstrip()[:1].islower()


def _sentences_in(text: str, start: int, end: int, known: _Abbreviations) -> Iterator[tuple[int, int]]:
    last = start
    ends = [m.end() for m in _END.finditer(text, start, end) if _ends(text, m, start, end, known)]
    ends += [m.end() for m in _INLINE_BULLET.finditer(text, start, end)]
    for stop in sorted(ends):
        yield last, stop
        last = stop
    yield last, end


def _ends(text: str, match: re.Match[str], start: int, end: int, known: _Abbreviations) -> bool:
    """Whether the stop that was matched ends a sentence."""
    stop = match["stop"]
    if match.end() >= end or stop[-1] in _WIDE_STOPS:
        return True
    before = _word_before(text, start, match.start())
    if not match["gap"]:
        return stop == "." and not match["close"] and _space_forgotten(before, match["next"])
    sign = _sign_after(text, match.end(), end)
    if sign in _GOES_ON:
        return False
    following = _word_after(text, match.end(), end)
    if following[:1].islower() or stop != ".":
        return not following[:1].islower()
    return match["close"] != "" or _full_stop(text, start, match.start(), before, following, known)


def _full_stop(text: str, start: int, at: int, before: str, following: str, known: _Abbreviations) -> bool:
    """Whether one full stop after the word `before` ends a sentence that `following` does not go on with."""
    word = before.lower()
    if word in known.never or (before.isdigit() and not text[start:at].strip(_OPENERS + " \t")[: -len(before)]):
        return False  # a title, or the number of a list
    if word in known.number and not (len(word) == 1 and before.isupper()):  # "p. 5", not "P. Ali"
        return not (following[:1].isdigit() or not following)
    if word in known.either or _is_initial(before):
        return following.lower() in known.starters
    return bool(following) or not _sign_is_dash(text, at + 1)


def _is_initial(word: str) -> bool:
    """A capital that stands alone, or letters with stops between them: "J", "J.-P", "U.S", "a.m"."""
    parts = word.replace("-", "").split(".")
    return (len(parts) > 1 or word.isupper()) and all(len(part) == 1 and part.isalpha() for part in parts)


def _space_forgotten(before: str, after: str) -> bool:
    """As in "killed.The": a stop between a word and a capital, or two words of a script without capitals."""
    if "." in before or "/" in before or "@" in before or len(before) < 3 or not before[-1:].isalpha():
        return False
    cased = before[-1].islower() and after.isupper()
    return cased or (_uncased(before[-1]) and _uncased(after))


def _uncased(sign: str) -> bool:
    return sign.isalpha() and sign.lower() == sign.upper()


def _word_before(text: str, start: int, at: int) -> str:
    match = _WORD_BEFORE.search(text[max(start, at - _LOOK_BACK) : at])
    return match[0] if match else ""


def _word_after(text: str, at: int, end: int) -> str:
    match = _WORD_AFTER.match(text, at, end)
    return match[1].rstrip(".") if match else ""


def _sign_after(text: str, at: int, end: int) -> str:
    match = _NEXT_SIGN.match(text, at, end)
    return match[1] if match else ""


def _sign_is_dash(text: str, at: int) -> bool:
    return _sign_after(text, at, len(text)) in ("-", "–", "—")


def _cut(text: str, start: int, end: int) -> Iterator[Span]:
    """The stretch without the white space around it, in pieces no longer than a sentence can be."""
    while start < end:
        start += _blank_at(text, start, end)
        stop = min(end, start + LONGEST_SENTENCE)
        if stop < end:
            stop = max(text.rfind(" ", start + 1, stop), start) + 1 if " " in text[start + 1 : stop] else stop
        piece = text[start:stop].rstrip()
        if piece:
            yield Span(start, start + len(piece))
        start = stop


def _blank_at(text: str, start: int, end: int) -> int:
    stretch = text[start:end]
    return len(stretch) - len(stretch.lstrip())
