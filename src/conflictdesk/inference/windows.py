"""A report's text to windows of tokens: cut at sentence ends, overlapping, none longer than the encoder reads."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from itertools import pairwise

Places = list[tuple[int, int]]

SHOUTED = 0.8  # share of capitals from which a text is read in lower case
CUT = re.compile(r"(?<=[.!?؟。])[\"”»)\]]*\s+|\n+")
UNREADABLE = re.compile("[\x00\ud800-\udfff]")


def lower(text: str) -> str:
    """The text in lower case, at the same length."""
    return "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


def prepared(text: str) -> str:
    """The text as the encoder reads it, at the same length: no surrogates, a text in capitals in lower case."""
    text = UNREADABLE.sub("\ufffd", text)
    capitals, cased = sum(c.isupper() for c in text), sum(c.isupper() or c.islower() for c in text)
    return lower(text) if capitals > SHOUTED * cased else text


def heading(title: str | None, publisher: str | None) -> str:
    """What leads each window: who publishes the report and its title. Who speaks for itself shows in the first."""
    return ": ".join(filter(None, (publisher, title)))


def trimmed(text: str, offsets: Places) -> Places:
    """The tokens' places, white space before a word left out."""
    return [(a + len(text[a:b]) - len(text[a:b].lstrip()), b) for a, b in offsets]


def bounds(text: str, places: Places, room: int) -> Places:
    """Token ranges of at most `room` tokens that begin and end at sentence ends and overlap by about a fifth."""
    ends = {m.end() for m in CUT.finditer(text)}
    cuts = [n for n, (a, _) in enumerate(places) if n and a in ends]
    ranges: Places = []
    start = 0
    while len(places) - start > room:
        before = bisect_left(cuts, start + room + 1)
        last = cuts[before - 1] if before else 0
        end = last if last > start + room // 2 else start + room
        ranges.append((start, end))
        following = bisect_left(cuts, end - room // 5)
        start = cuts[following] if following < len(cuts) and cuts[following] < end else end - room // 5
    return [*ranges, (start, len(places))]


def seams(ranges: Places) -> list[range]:
    """The tokens that each window answers for: where two overlap, each has the half nearer to its middle."""
    ends = [(a[1] + b[0]) // 2 for a, b in pairwise(ranges)]
    return [range(a, b) for a, b in zip([0, *ends], [*ends, ranges[-1][1]], strict=True)]


def worded(text: str, places: Places, ranges: Places) -> Iterator[tuple[tuple[int, int], range]]:
    """The windows that hold a letter, each with the tokens that it answers for: figures and rules state nothing."""
    for (start, end), own in zip(ranges, seams(ranges), strict=True):
        if start < end and any(c.isalpha() for c in text[places[start][0] : places[end - 1][1]]):
            yield (start, end), own
