"""How many sources speak for themselves: publishers, not publications, and never copies.

Reports are one source where they share a publisher (link/publishers.py), or a page, or nearly all their wording
(link/copies.py), or pass on one outlet's or one person's word (link/lending.py). Of near-copies the original is the
one published first, then the one of the lower hash; arrival plays no part. A copy speaks with its original's voice, so
that two papers that carry one wire story, each beside reporting of its own, stay two. Near-copies are a belligerent's
word if any of them is a belligerent's, unless a neutral one is dated two days before it or more: one day is what a time
zone makes, and an undated copy proves nothing.

Whatever is counted once says why, in words.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from conflictdesk.link.clusters import Group, contract
from conflictdesk.link.copies import UNKNOWN, find_copies
from conflictdesk.link.lending import Lent
from conflictdesk.link.publishers import publishers_of, same_pages
from conflictdesk.link.wording import day_words
from conflictdesk.records.copies import Copies, NearCopy
from conflictdesk.records.reports import Report, Source, SourceKind

SourceOf = Callable[[Report], Source | None]
Edge = tuple[int, int]
TIME_ZONE = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Voice:
    """Reports that are one source; `original` is the oldest. `belligerent`: they pass on a belligerent's text.

    `why` says of each of `reports` by what it is of this voice; nothing of the original.
    """

    reports: tuple[str, ...]
    original: str
    belligerent: bool
    named: bool  # whether any of them names its publisher
    why: tuple[str, ...] = ()
    copied: Mapping[str, str] = field(default_factory=dict)  # each near-copy's id to that of what it is a copy of


def age(report: Report) -> tuple[date, str, str]:
    """What orders reports: publication date (unknown last), then hash, then id. Never arrival."""
    return report.published or date.max, report.content_hash, report.report_id


def _first_out(report: Report, belligerent: bool) -> tuple[date, bool, str, str]:
    """As `age`; but what a belligerent published counts a day earlier, for a page in another time zone is dated so."""
    published, content, key = age(report)
    early = belligerent and report.published and report.published > date.min
    return published - TIME_ZONE if early else published, not belligerent, content, key


def voices(
    reports: Sequence[Report],
    source_of: SourceOf,
    copies: Copies | None = None,
    lending: Mapping[str, Lent] | None = None,
) -> tuple[Voice, ...]:
    """The independent voices among `reports`, in order of their originals.

    `copies` are those that intake found; left out, they are found here. `lending` tells by id whose word a report
    passes on, where it is not its own.
    """
    if len(reports) == 1:
        return (_alone(reports[0], source_of, lending or {}),)
    ordered = sorted(reports, key=lambda report: _first_out(report, _is_belligerent(report, source_of)))
    near = originals(ordered, Copies(find_copies(ordered)) if copies is None else copies)
    theirs = {i for i, report in enumerate(ordered) if _is_belligerent(report, source_of)}
    joined = same_pages(ordered) | {j: (i, _carried(ordered[i], pair)) for j, (i, pair) in near.items()}
    groups = _groups(len(ordered), ((i, j) for j, (i, _) in joined.items()))
    passed_on = {i for group in groups if _is_theirs(group, ordered, theirs) for i in group}
    lending = lending or {}
    speakers = _speakers(ordered, publishers_of(ordered, source_of), groups, passed_on, lending)
    joined |= _alike(ordered, speakers, theirs, passed_on, lending, joined)
    found = _groups(len(ordered), ((i, j) for j, (i, _) in joined.items()))
    copied = {ordered[j].report_id: ordered[i].report_id for j, (i, _) in near.items()}
    return tuple(_voice(group, ordered, speakers, passed_on, joined, copied) for group in found)


def _alone(report: Report, source_of: SourceOf, lending: Mapping[str, Lent]) -> Voice:
    """The voice of one report: most incidents have no other."""
    theirs, lent = _is_belligerent(report, source_of), lending.get(report.report_id)
    speaker = lent.agency if lent and not theirs else publishers_of([report], source_of)[0]
    return Voice((report.report_id,), report.report_id, theirs, named=speaker not in (None, UNKNOWN), why=("",))


def counted(found: Sequence[Voice]) -> int:
    """How many of `found` count as independent: those that are no belligerent's.

    Unnamed publications add nothing to a named one, and are one voice together: they may be anybody's.
    """
    neutral = [voice for voice in found if not voice.belligerent]
    return sum(voice.named for voice in neutral) or min(1, len(neutral))


def originals(ordered: Sequence[Report], copies: Copies) -> dict[int, tuple[int, NearCopy]]:
    """For each report that is a copy the oldest that it is a copy of: positions in `ordered`, which is by age.

    Of the oldest alone: a page that carries two papers' stories does not make one story of them.
    """
    place = {report.report_id: i for i, report in enumerate(ordered)}
    found: dict[int, tuple[int, NearCopy]] = {}
    for pair in copies.among(place):
        older, younger = sorted((place[pair.report_id], place[pair.other_id]))
        if younger not in found or older < found[younger][0]:
            found[younger] = older, pair
    return found


def _voice(
    group: Group,
    ordered: Sequence[Report],
    speakers: Sequence[str],
    passed_on: set[int],
    joined: Mapping[int, tuple[int, str]],
    copied: Mapping[str, str],
) -> Voice:
    ids = tuple(ordered[i].report_id for i in group)
    return Voice(
        reports=ids,
        original=ordered[group[0]].report_id,
        belligerent=group[0] in passed_on,
        named=any(speakers[i] != UNKNOWN for i in group),
        why=tuple(joined[i][1] if i in joined else "" for i in group),
        copied={key: copied[key] for key in ids if key in copied},
    )


def _is_belligerent(report: Report, source_of: SourceOf) -> bool:
    source = source_of(report)
    return source is not None and source.kind is SourceKind.BELLIGERENT


def _is_theirs(group: Group, ordered: Sequence[Report], theirs: set[int]) -> bool:
    """Whether near-copies are a belligerent's word: one is its own, and no neutral one is two days older."""
    own = [_first_out(ordered[i], True)[0] if ordered[i].published else date.min for i in group if i in theirs]
    neutral = [ordered[i].published or date.max for i in group if i not in theirs]
    return bool(own) and min(neutral, default=date.max) >= min(own)


def _speakers(
    ordered: Sequence[Report],
    publishers: Sequence[str],
    groups: Iterable[Group],
    passed_on: set[int],
    lending: Mapping[str, Lent],
) -> list[str]:
    """Who speaks in each report: of near-copies the agency that any of them credits, else the original's publisher.

    What is passed on of a belligerent is nobody else's: there each keeps its publisher.
    """
    found = list(publishers)
    for group in groups:
        if group[0] not in passed_on:
            credit = next((lending[ordered[i].report_id] for i in group if ordered[i].report_id in lending), None)
            speaker = (credit.agency or UNKNOWN) if credit else found[group[0]]
            for i in group:
                found[i] = speaker
    lenders = _lenders(publishers, found)
    return [one if i in passed_on else _at_the_end(one, lenders) for i, one in enumerate(found)]


def _lenders(publishers: Sequence[str], speakers: Sequence[str]) -> dict[str, str]:
    """Who speaks in the reports of each publisher that has none of its own among them: "as the Star reported"."""
    own = {name for name, speaker in zip(publishers, speakers, strict=True) if name == speaker}
    told = zip(reversed(publishers), reversed(speakers), strict=True)
    return {name: speaker for name, speaker in told if name not in own and UNKNOWN not in (name, speaker)}


def _at_the_end(speaker: str, lenders: Mapping[str, str]) -> str:
    """Whose word it is in the end, where one passes on another's; of those that pass on one another's the first."""
    met = [speaker]
    while (following := lenders.get(met[-1])) is not None:
        if following in met:
            return min(met[met.index(following) :])
        met.append(following)
    return met[-1]


def _alike(
    ordered: Sequence[Report],
    speakers: Sequence[str],
    theirs: set[int],
    passed_on: set[int],
    lending: Mapping[str, Lent],
    joined: Mapping[int, tuple[int, str]],
) -> dict[int, tuple[int, str]]:
    """Each report with the one before it in which the same speaks, and why, where it is no copy.

    Belligerents' are left out: theirs may copy anybody.
    """
    last: dict[tuple[str, bool], int] = {}
    credited: dict[tuple[str, bool], Lent] = {}
    found: dict[int, tuple[int, str]] = {}
    for i, report in enumerate(ordered):
        key = speakers[i], i in passed_on
        if i in theirs:
            continue
        if key in last and i not in joined:
            here, there = lending.get(report.report_id), credited.get(key)
            found[i] = last[key], _shared(report, ordered[last[key]], speakers[i], here, there)
        last[key] = i
        if report.report_id in lending:
            credited.setdefault(key, lending[report.report_id])
    return found


def _shared(report: Report, before: Report, speaker: str, here: Lent | None, there: Lent | None) -> str:
    """Why a report that is no copy is one voice with the one before it; `here` and `there` are what they credit."""
    if speaker == UNKNOWN:
        said = f" (“{here.words}”)" if here else ""
        return f"counted once: neither names whose reporting it is{said}"
    if here and there:
        return f"counted once: both pass on {speaker} (here “{here.words}”, there “{there.words}”)"
    if here or there:
        words = (here or there or Lent(None, "")).words
        return f"counted once: {'it' if here else 'the other'} passes on {speaker} (“{words}”)"
    if report.publisher == before.publisher:
        return f"counted once: both by {report.publisher or speaker}"
    names = " and ".join(name for name in (report.publisher, before.publisher) if name)
    return (
        f"counted once: {names} {'are one publisher' if ' and ' in names else 'publishes on the same site'} ({speaker})"
    )


def _carried(original: Report, pair: NearCopy) -> str:
    of = original.publisher or original.title or "an unnamed publication"
    on = f" on {day_words(original.published)}" if original.published else ""
    return f"counted once: a copy of what {of} published{on} ({pair.reason})"


def _groups(size: int, pairs: Iterable[Edge]) -> list[Group]:
    """What the pairs of 0..size-1 connect, in order of each group's first."""
    return contract([(i,) for i in range(size)], pairs, ())
