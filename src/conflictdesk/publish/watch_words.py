"""A rise in words: its numbers, what calm would bring, what reporting did, its method and settings.

Nothing here says how likely violence is: a rise is a rise. In what is published, counts of posts and of accounts under
five are "fewer than 5", and so is what is reckoned from such counts alone.
"""

import math
from collections.abc import Iterable, Mapping

from conflictdesk.publish import wording
from conflictdesk.publish.entries import plain
from conflictdesk.records.activity import SUPPRESSED_BELOW, Counted, Rise, Tally
from conflictdesk.records.codebook import EventType
from conflictdesk.records.values import TimeInterval
from conflictdesk.records.watched import WEEK, Alarm, Bounds, Series, Volume

FEWEST = SUPPRESSED_BELOW  # posts or accounts: fewer are not told in what leaves the desk
FEW = f"fewer than {FEWEST}"
MACHINE = (
    "Found by a program that counts, and judged by no person: a rise is no event, some rises are chance, and that"
    " nothing rose does not show calm."
)
INVENTED = "These posts are invented, by a seeded program: no account, no post and no number in them is real."
MORE_COVERAGE = ", which by itself brings more incidents to the desk"
_TYPES = frozenset(str(one) for one in EventType)


def sentence(alarm: Alarm, themes: Mapping[str, str], published: bool = True) -> str:
    """ "Bani Walid, week of 18 May 2020: 41 posts by 17 accounts; 9 expected, 4 to 16; reporting volume unchanged"."""
    rise = alarm.rise
    head = f"{where(rise.tally)}, {period(rise.period)}: {counted(rise, themes, published)}{_by(alarm, published)}"
    usual = expected(Bounds(rise.expected, rise.lower, rise.upper), rise.tally, published)
    return "; ".join([head, usual, *_reporting(alarm)])


def where(tally: Tally) -> str:
    """The place that is counted; for reports, which have none, their source."""
    if tally.place:
        return wording.isolated(plain(tally.place))
    if tally.counted is Counted.REPORTS:
        return wording.isolated(plain(tally.theme)) if tally.theme else "All sources"
    return "All places"


def places(series: Iterable[Series]) -> str:
    """ "30 towns, 7 countries and regions": what is a point, and what is none; no words where no place is counted."""
    named = {one.tally.place_id: is_point(one.tally) for one in series if one.tally.place_id}
    towns, areas = sum(named.values()), len(named) - sum(named.values())
    told = [wording.number(towns, "town")] if towns else []
    return ", ".join([*told, wording.number(areas, "country or region", "countries and regions")] if areas else told)


def is_point(tally: Tally) -> bool:
    """Whether what is counted is of a town; a country or a region is none."""
    return tally.centre is not None and tally.place != wording.country_name(tally.country)


def what(tally: Tally, themes: Mapping[str, str]) -> str:
    """What is counted, without the number: "posts on Sinai", "incidents that sources lay to ..."."""
    name = themes.get(tally.theme or "", tally.theme or "")
    told = wording.isolated(plain(name[:1].lower() + name[1:] if tally.theme in themes else name))
    match tally.counted:
        case Counted.REPORTS:
            return "reports"
        case Counted.POSTS:
            return f"posts on {told}" if name else "posts"
        case Counted.INCIDENTS if name in _TYPES:
            return f"incidents of the type “{told}”"
        case Counted.INCIDENTS:
            return f"incidents that sources lay to {told}" if name else "incidents"


def period(when: TimeInterval) -> str:
    """ "week of 18 May 2020", "18 May 2020"."""
    week = (when.end - when.start).days + 1 == WEEK
    return f"week of {wording.day(when.start)}" if week else wording.interval(when)


def counted(rise: Rise, themes: Mapping[str, str], published: bool = True) -> str:
    """ "41 posts on Sinai"."""
    noun = what(rise.tally, themes)
    if hidden(rise.count, rise.tally, published):
        return f"{FEW} {noun}"
    if rise.count == 1:
        noun = noun.replace("posts", "post", 1).replace("incidents", "incident", 1).replace("reports", "report", 1)
    return f"{rise.count:,} {noun}"


def _by(alarm: Alarm, published: bool) -> str:
    """ " by 17 accounts"; nothing where their number would tell of a hidden part, or so few posts are told."""
    rise = alarm.rise
    if rise.tally.counted is not Counted.POSTS or hidden(rise.count, rise.tally, published):
        return ""
    if published and not alarm.accounts_told:
        return ""
    if rise.accounts is None:
        return ", accounts not known"
    if hidden(rise.accounts, rise.tally, published):
        return f" by {FEW} accounts"
    return f" by {wording.number(rise.accounts, 'account')}"


def hidden(count: int | None, tally: Tally, published: bool = True) -> bool:
    """Whether a count may not leave: what few people posted could be one person's. Incidents and reports are told."""
    return published and tally.counted is Counted.POSTS and count is not None and count < FEWEST


def expected(usual: Bounds, tally: Tally, published: bool = True) -> str:
    """ "9 expected, 4 to 16": whole counts within the bounds. A mean of counts that are hidden is hidden too."""
    most = math.floor(usual.upper)
    if hidden(math.floor(usual.expected), tally, published):
        return f"{FEW} expected" + (f", up to {most:,}" if most >= FEWEST else "")
    return f"{mean(usual.expected)} expected, {span(usual)}"


def mean(value: float) -> str:
    return "fewer than 1" if value < 0.5 else f"{round(value):,}"


def span(usual: Bounds) -> str:
    least, most = max(0, math.ceil(usual.lower)), math.floor(usual.upper)
    return f"{least:,} to {most:,}" if least < most else f"up to {most:,}"


def _reporting(alarm: Alarm) -> list[str]:
    """What reporting did: not beside a rise of reporting itself."""
    if alarm.rise.tally.counted is Counted.REPORTS:
        return []
    told = [volume(alarm)]
    return [*told, f"silent: {wording.listed(map(plain, alarm.silent))}"] if alarm.silent else told


def volume(alarm: Alarm) -> str:
    """ "reporting volume unchanged", or what it did, with its numbers."""
    numbers = ""
    if alarm.reports is not None and alarm.usual is not None:
        usual = f"{mean(alarm.usual.expected)} expected, {span(alarm.usual)}"
        numbers = f" ({wording.number(alarm.reports, 'report')}; {usual})"
    match alarm.volume:
        case Volume.UNCHANGED:
            return "reporting volume unchanged"
        case Volume.HIGHER:
            more = MORE_COVERAGE if alarm.rise.tally.counted is Counted.INCIDENTS else ""
            return f"reporting volume higher too{numbers}{more}"
        case Volume.LOWER:
            return f"reporting volume lower{numbers}"
        case Volume.UNKNOWN:
            few = ": too few reports to tell" if alarm.reports is not None else ""
            return f"reporting volume not known{few}"


def method(rise: Rise, published: bool = True) -> str:
    """How it was found: "Farrington Flexible: ...; chance of so much in calm 0.0004."."""
    told = chance(rise, published)
    return f"{means(rise)}; {told}." if told else f"{means(rise)}."


def means(rise: Rise) -> str:
    """The method and its settings."""
    return ": ".join(words.rstrip(".") for words in (rise.method, rise.settings) if words)


def chance(rise: Rise, published: bool = True) -> str:
    """ "chance of so much in calm 0.0004", or nothing where the method gives none, or it would tell what is hidden."""
    few = hidden(rise.count, rise.tally, published) or hidden(math.floor(rise.expected), rise.tally, published)
    return "" if rise.chance is None or few else f"chance of so much in calm {_chance(rise.chance)}"


def coarse(value: float | None) -> float | None:
    """A chance with one digit."""
    return None if value is None else float(f"{value:.0e}")


def _chance(value: float) -> str:
    return "under 0.0001" if value < 0.0001 else f"{coarse(value):f}".rstrip("0")
