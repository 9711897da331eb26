"""Stretches of a short text in which the name of a place may stand, and a text that is brought into its names alone."""

import re
from collections.abc import Iterator

from conflictdesk.extract.places import NAME
from conflictdesk.records.mentions import Toponym
from conflictdesk.records.reports import Span

ARABIC_WORDS = 3
ARABIC_WORD = re.compile(r"[\u0621-\u064a\u0671-\u06d3\u064b-\u0652]+")
PARTS = re.compile(r"\s{0,3}[,،/|()]\s{0,3}|\s[–-]\s")
MOST_JOINT = 4  # signs between two names that may join them: "Tripoli, Lebanon"
MIN_PREFIXED = 4  # letters of an Arabic name behind a particle that is written onto it


def shortened(toponyms: list[Toponym], text: str, further: list[str]) -> tuple[str, list[Toponym]]:
    """The toponyms alone, with what joins neighbours and `further` words behind them; and where they stand there."""
    told, short, end = "", [], 0
    for one in toponyms:
        gap = text[end : one.span.start] if told else ""
        told += gap if told and len(gap) <= MOST_JOINT else " . " if told else ""
        short.append(Toponym(Span(len(told), len(told) + len(one.name)), one.name, one.kind))
        told, end = told + one.name, one.span.end
    return " . ".join([told, *further]), short


def whole(one: Toponym, text: str) -> bool:
    """Whether a name is more than a few letters of a longer word."""
    within = one.span.start > 0 and text[one.span.start - 1].isalpha()
    return not within or len(one.name) >= MIN_PREFIXED


def capitalised(text: str) -> Iterator[Span]:
    """Runs of words in capitals, which may be names."""
    return (Span(*found.span()) for found in NAME.finditer(text))


def lines(text: str) -> Iterator[Span]:
    """The lines that are not blank."""
    at = 0
    for line in text.split("\n"):
        if line.strip():
            yield Span(at, at + len(line))
        at += len(line) + 1


def spans_between(wording: str) -> Iterator[Span]:
    """The parts of a place that is stated, between commas, strokes, brackets and dashes."""
    at = 0
    for joint in (*PARTS.finditer(wording), None):
        end = joint.start() if joint else len(wording)
        if wording[at:end].strip():
            yield Span(at, end)
        at = joint.end() if joint else end
