"""Place names of any text: those that the encoder marks, with the rules and the gazetteer where it is unsure.

The encoder reads the context and so knows villages that no gazetteer has, and people who are called like towns; the
rules are the only ones asked where a text is in a script that the encoder was not taught.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence

from conflictdesk.extract.lexicons import key
from conflictdesk.extract.places import LENGTHENED, LONE_REACH, LONE_WORD, find_toponyms, place_words
from conflictdesk.records.mentions import Toponym
from conflictdesk.records.reports import Mark, Sentence, Span

SURE = 0.5  # from here on the encoder alone makes a name a place
LIKELY = 0.2  # from here on, if the rules or another mention of the name agree
MOST_FOREIGN = 0.2  # share of letters of other scripts up to which the encoder can read a text
TAUGHT = re.compile(r"[A-Za-z\u00c0-\u024f\u0600-\u06ff]")
OPENER = re.compile(r"(?:the|The|THE)\s+")
ENDING = re.compile(r"(?:['’]s?|-[a-z][a-z-]*|[\s\"'’“”«»()\[\]{},.;:!?،؛-]+)$")
EDGE = re.compile(r"[\s\"'’“”«»()\[\]{},;:!?،؛-]+")
ABBREVIATED = re.compile(r"(?:^|[\s.])[A-Z][a-z]{0,3}\.$")  # "D.C.", "St.", "Mo."

_Chosen = tuple[Span, float, Toponym | None]


def readable(text: str) -> bool:
    """Whether the text is in a script that the encoder was taught: Latin or Arabic."""
    letters = sum(c.isalpha() for c in text)
    return len(TAUGHT.findall(text)) >= (1 - MOST_FOREIGN) * letters > 0


def read_toponyms(
    text: str, sentences: Sequence[Sentence], language: str, known: Callable[[str], bool], names: Iterable[Mark]
) -> tuple[Toponym, ...]:
    """The place mentions of a text, in order, without overlap; `names` are those of the encoder's reading.

    `known` says whether a gazetteer has a name. What no gazetteer has is among them.
    """
    ruled = find_toponyms(text, sentences, language, known)
    marks = [(span, mark.score) for mark in names if (span := _bare(text, mark.span, language, known)) is not None]
    common = place_words(language).common
    marks = [(span, score) for span, score in marks if key(span.of(text)) not in common or _touching(ruled, span)]
    sure = {span.of(text) for span, score in marks if score >= SURE}
    chosen = []
    for span, score in marks:
        rule = _touching(ruled, span)
        if score >= SURE or (score >= LIKELY and (rule or span.of(text) in sure)):
            chosen.append((span, score, rule))
    found: list[Toponym] = []
    for span, _, rule in _apart(chosen):
        if not found or found[-1].span.end <= span.start:  # two names may be within the words of one rule's
            found.append(_worded(span, rule, text))
    return tuple(found)


def _touching(ruled: Sequence[Toponym], span: Span) -> Toponym | None:
    """The first of the rules' toponyms, which stand in order and apart, that overlaps the span."""
    at = bisect_right(ruled, span.start, key=lambda t: t.span.end)
    return ruled[at] if at < len(ruled) and ruled[at].span.overlaps(span) else None


def _bare(text: str, span: Span, language: str, known: Callable[[str], bool]) -> Span | None:
    """The name without article, possessive, "-based", quotes, and in Arabic a preposition written onto it."""
    start, end = span.start, span.end
    for pattern in (EDGE, OPENER):
        found = pattern.match(text, start, end)
        start = found.end() if found else start
    while (found := ENDING.search(text[start:end])) and not ABBREVIATED.search(text[start:end]):
        end = start + found.start()
    if language == "ar":
        start = _behind_prefix(text, start, end, known)
    return Span(start, end) if end - start > 1 else None


def _behind_prefix(text: str, start: int, end: int, known: Callable[[str], bool]) -> int:
    """Where a name begins behind a preposition or an "and" written with it, if it is known only without."""
    lengthened = LENGTHENED.match(text, start, end)
    if lengthened is not None:
        return lengthened.end()
    words = text[start:end]
    lengths = [len(p) for p in place_words("ar").prefixes if words.startswith(p) and len(words) >= len(p) + 3]
    governed = LONE_WORD.search(text[max(0, start - LONE_REACH) : start])
    if known(words) or (governed is not None and governed[1] in place_words("ar").lone):
        return start
    return start + next((n for n in sorted(lengths, reverse=True) if known(words[n:])), 0)


def _apart(chosen: Iterable[_Chosen]) -> list[_Chosen]:
    """Of those that overlap the likelier ones, in order."""
    kept: list[_Chosen] = []
    for one in sorted(chosen, key=lambda c: (c[0], -c[1])):
        if not kept or not kept[-1][0].overlaps(one[0]):
            kept.append(one)
        elif one[1] > kept[-1][1]:
            kept[-1] = one
    return kept


def _worded(span: Span, rule: Toponym | None, text: str) -> Toponym:
    """The toponym, with the words around it that the rules count to it ("southern Libya", "Tamanhant air base")."""
    return rule if rule and rule.span.contains(span) else Toponym(span, span.of(text))
