"""Which reports are near-copies of which: a function of two reports, so that no order of arrival can change it.

Two reports are compared where their samples meet (link/shingles.py), and judged by all their words:

- A copy carries most words of the shorter text in the same runs: nearly the same wording, a story that stands whole in
  a longer page, its first paragraphs, another head on the same body, light edits, paragraphs in another order.
- A sentence may stand in another text by chance: so short a text is compared as a whole alone, and one of two or
  three sentences is to stand there word by word.
- Pages of one publication share its menus and notices: there only what differs by a few words is a copy.
- A form that is filled in anew for another event (a command's release on each strike) is none: other days, other names
  where the first has its own; of texts published on two days, other days alone.
- A translation has no run of words in common and is none.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from urllib.parse import urlsplit

from conflictdesk.link.credits import agency_words
from conflictdesk.link.differing import filled_in_anew
from conflictdesk.link.names import folded
from conflictdesk.link.shingles import Wording, covered, plain_word, size_of, sketch, wording
from conflictdesk.records.copies import NearCopy
from conflictdesk.records.reports import Report

COPY_FROM = 0.7  # share of the shorter text's words that stand in runs of the longer one
STORY_WORDS = 30  # of a shorter text nearly all is to stand in the other
SENTENCE_WORDS = 20  # a still shorter one may stand in another by chance; it is compared as a whole alone
LEAST_WORDS = 8  # of fewer nothing is said
WHOLE_FROM = 0.9  # what nearly all is
OWN_WORDS = 15  # what two pages of one publication may each have of their own and be one text
MEET_LEAST, MEET_SHARE = 2, 0.33  # how much of the smaller sample two texts have in common, for a look at their words
UNKNOWN = "unknown"  # reports that name no publisher cannot be shown to differ from one another

Sketch = tuple[int, ...]


def near_copy(left: Report, right: Report) -> NearCopy | None:
    """How one of the two carries the other's wording; null where it does not."""
    first, second = sorted((left, right), key=lambda report: report.report_id)
    return judged(first, second, wording(first.text), wording(second.text))


def find_copies(reports: Sequence[Report]) -> list[NearCopy]:
    """Every pair of near-copies among `reports`, in the order of their ids."""
    ordered = sorted(reports, key=lambda report: report.report_id)
    wordings = [wording(report.text) for report in ordered]
    sketches = [sketch(found) for found in wordings]
    pairs = (judged(ordered[i], ordered[j], wordings[i], wordings[j]) for i, j in _meetings(sketches))
    return [pair for pair in pairs if pair]


def meet(one: int, other: int, shared: int) -> bool:
    """Whether two texts with samples of these sizes (`size_of`), so much in common, are worth comparing.

    Pages of one site meet in their notices; were all of them compared, a large desk would do nothing else.
    """
    return shared >= max(MEET_LEAST, MEET_SHARE * min(one, other))


def judged(left: Report, right: Report, left_words: Wording, right_words: Wording) -> NearCopy | None:
    """As `near_copy`, for two reports in the order of their ids whose words were gathered before."""
    small, large = sorted((left_words, right_words), key=len)
    if len(small) < LEAST_WORDS:
        return None
    kept = covered(small, large)
    share = float(kept.mean())
    if share < COPY_FROM:
        return None
    carried = covered(large, small)
    of_large = float(carried.mean())
    if (len(small) < STORY_WORDS and share < WHOLE_FROM) or (len(small) < SENTENCE_WORDS and of_large < WHOLE_FROM):
        return None
    own = max(len(small) - int(kept.sum()), len(large) - int(carried.sum()))
    if own > OWN_WORDS and publication(left) == publication(right) != UNKNOWN:
        return None
    houses = agency_words() | _words(left.publisher) | _words(right.publisher)
    if filled_in_anew(small, large, kept, carried, houses, _on_other_days(left, right)):
        return None
    return NearCopy(left.report_id, right.report_id, round(share, 4), _reason(share, of_large))


def _on_other_days(left: Report, right: Report) -> bool:
    return bool(left.published and right.published) and left.published != right.published


def publication(report: Report) -> str:
    """The publisher, else the site that the page stood on."""
    if report.publisher and folded(report.publisher):
        return folded(report.publisher)
    return (urlsplit(report.url or "").hostname or UNKNOWN).removeprefix("www.")


def _words(name: str | None) -> frozenset[str]:
    return frozenset(map(plain_word, (name or "").split()))


def _reason(share: float, of_large: float) -> str:
    percent = f"{share:.0%}".replace("%", " %")
    if of_large >= COPY_FROM:
        return f"nearly the same wording: {percent} of the words of the shorter stand in the other"
    return f"the shorter stands in the longer: {percent} of its words"


def _meetings(sketches: Sequence[Sketch]) -> Iterator[tuple[int, int]]:
    """Pairs of positions, the lower first, whose samples have enough in common."""
    holders: Mapping[int, list[int]] = defaultdict(list)
    sizes = [size_of(taken) for taken in sketches]
    for later, taken in enumerate(sketches):
        shared = Counter(earlier for number in taken for earlier in holders[number])
        for number in taken:
            holders[number].append(later)
        yield from ((i, later) for i in sorted(shared) if meet(sizes[i], sizes[later], shared[i]))


def copies_with(report: Report, others: Iterable[Report]) -> list[NearCopy]:
    """The near-copies of one report among `others`."""
    found, own = [], wording(report.text)
    for other in others:
        (left, left_words), (right, right_words) = sorted(
            ((report, own), (other, wording(other.text))), key=lambda pair: pair[0].report_id
        )
        pair = judged(left, right, left_words, right_words)
        found += [pair] if pair else []
    return found
