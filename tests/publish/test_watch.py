"""What a person reads of the watch: sentences with their numbers, and what is left out of what leaves the desk."""

import json
import re
from dataclasses import replace
from datetime import date

import pytest

from conflictdesk.publish.periods import Period
from conflictdesk.publish.watch_chapter import alarm_record, cut, watch_chapter
from conflictdesk.publish.watch_chart import chart, in_words
from conflictdesk.publish.watch_hiding import published
from conflictdesk.publish.watch_map import map_of_rises, sites_of
from conflictdesk.publish.watch_words import method, sentence
from conflictdesk.records.activity import Counted, Tally
from conflictdesk.records.watched import Alarm, Bounds, Volume, Watch
from watches import LAST, SABHA, THEMES, TRIPOLI, rise, series, tally, watch_of

MAY = Period(date(2020, 5, 1), date(2020, 5, 31))


def said(alarm: Alarm, published: bool = True) -> str:
    return sentence(alarm, THEMES, published)


def test_an_alarm_is_a_sentence_with_its_numbers() -> None:
    assert said(Alarm(rise(tally(), 41, 17), Volume.UNCHANGED)) == (
        "Bani Walid, week of 18 May 2020: 41 posts by 17 accounts; 9 expected, 4 to 16; reporting volume unchanged"
    )


def test_what_is_not_known_is_said() -> None:
    told = said(Alarm(rise(tally(), 41), Volume.UNKNOWN, 2))
    assert ": 41 posts, accounts not known; " in told
    assert told.endswith("; reporting volume not known: too few reports to tell")
    assert said(Alarm(rise(tally(), 41, 17))).endswith("; reporting volume not known")


def test_a_theme_is_told_in_its_words() -> None:
    told = said(Alarm(rise(tally(theme="sinai"), 41, 17)))
    assert "41 posts on activity in Sinai by 17 accounts" in told


def test_how_it_was_found_is_told_beside_it() -> None:
    told = method(rise(tally(), 41))
    assert (
        told == "Farrington Flexible: four weeks on either side; discovery rate 0.05; chance of so much in calm 0.0004."
    )


@pytest.mark.parametrize(
    ("volume", "words"),
    [
        (Volume.UNKNOWN, "reporting volume not known"),
        (Volume.LOWER, "reporting volume lower (13 reports; 12 expected, 4 to 16)"),
        (Volume.HIGHER, "reporting volume higher too (13 reports; 12 expected, 4 to 16), which by itself brings more"),
    ],
)
def test_a_rise_of_incidents_always_says_what_reporting_did(volume: Volume, words: str) -> None:
    of = Tally(Counted.INCIDENTS, None, "27.04,14.43", "Sabha", "LY", SABHA)
    told = said(Alarm(rise(of, 18), volume, 13, Bounds(12.0, 4.0, 16.0), ("Fezzan Post",)))
    assert words in told
    assert told.startswith("Sabha, week of 18 May 2020: 18 incidents; ")
    assert told.endswith("; silent: Fezzan Post")


def test_sources_lay_incidents_to_an_organisation_and_a_claim_does_not() -> None:
    told = said(Alarm(rise(Tally(Counted.INCIDENTS, "Islamic State - Libya"), 18)))
    assert told.startswith("All places, week of 18 May 2020: 18 incidents that sources lay to Islamic State - Libya; ")


def test_a_source_that_reports_more_is_no_rise_of_anything_else() -> None:
    told = said(Alarm(rise(Tally(Counted.REPORTS, "Fezzan Post"), 31), Volume.HIGHER))
    assert told == "Fezzan Post, week of 18 May 2020: 31 reports; 9 expected, 4 to 16"


def test_an_arabic_name_does_not_turn_the_sentence_around() -> None:
    assert said(Alarm(rise(tally("بني وليد"), 41))).startswith("\u2068بني وليد\u2069, week of")


# What leaves


def test_fewer_than_five_posts_or_accounts_are_not_told() -> None:
    few, alone = Alarm(rise(tally(), 4, 2)), Alarm(rise(tally(), 41, 1))
    assert ": fewer than 5 posts;" in said(few)
    assert ": 41 posts by fewer than 5 accounts;" in said(alone)
    assert (said(few, False), said(alone, False)) == (
        said(few).replace("fewer than 5 posts", "4 posts by 2 accounts"),
        said(alone).replace("fewer than 5 accounts", "1 account"),
    )


def test_what_is_reckoned_from_few_is_few() -> None:
    told = said(Alarm(rise(tally(), 12, 9, Bounds(0.43, 0.0, 2.7))))
    assert "; fewer than 5 expected; " in told
    assert "chance" not in method(rise(tally(), 12, 9, Bounds(0.43, 0.0, 2.7)))


def test_incidents_and_reports_are_no_posts_and_are_told() -> None:
    assert ": 3 incidents;" in said(Alarm(rise(Tally(Counted.INCIDENTS), 3)))


def test_a_record_holds_no_number_that_the_sentence_hides() -> None:
    record = alarm_record(Alarm(rise(tally(), 4, 2, Bounds(0.43, 0.0, 2.7)), Volume.UNCHANGED), THEMES)
    assert record["hidden"] == ["count", "accounts", "expected", "lower", "upper", "chance"]
    assert not [key for key in record["hidden"] if record[key] is not None]
    whole = alarm_record(Alarm(rise(tally(), 41, 17)), THEMES)
    assert (whole["count"], whole["accounts"], whole["expected"], whole["lower"], whole["upper"]) == (41, 17, 9, 4, 16)
    assert (whole["chance"], whole["hidden"], whole["reviewed"]) == (0.0004, [], None)
    assert json.loads(json.dumps(whole)) == whole


@pytest.mark.parametrize(
    ("parts", "told"),
    [
        ((40, 3), False),  # 43 - 40 is the 3 that is hidden
        ((38, 5), True),  # nothing is hidden
        ((30, 3, 4, 2, 4), True),  # 13 are left over for four
        ((40, 0, 3), False),  # 3 are left over for two
    ],
)
def test_a_total_that_would_give_a_part_away_is_left_out(parts: tuple[int, ...], told: bool) -> None:
    total = series(tally(None), [43], [rise(tally(None), 43, 20)])
    held = [series(tally(f"Town {n}", None), [count]) for n, count in enumerate(parts)]
    safe = published(watch_of(total, *held))
    assert (len(safe.watch.alarms), safe.left_out) == ((1, 0) if told else (0, 1))


def test_all_posts_of_a_place_are_a_total_of_its_themes() -> None:
    total = series(tally(), [43], [rise(tally(), 43, 20)])
    themes = series(tally(theme="conflict"), [41]), series(tally(theme="sinai"), [2])
    assert published(watch_of(total, *themes)).left_out == 1
    only = watch_of(total)
    assert published(only, watch_of(total, *themes)).left_out == 1  # a part that is filtered away is known all the same
    assert published(only).left_out == 0


@pytest.mark.parametrize(
    ("whole", "parts", "told"),
    [
        (9, (6, 4), False),  # 9 less 6: the other has three or four
        (6, (6, 4), True),  # all may have posted in both: nothing follows
        (9, (6, 5), True),  # nothing is hidden
        (20, (6, 4, 4, 4), False),  # 14 for three: two at least each
        (12, (6, 3, 3, 4), True),
    ],
)
def test_accounts_of_a_total_that_would_bound_a_parts_are_left_out(
    whole: int, parts: tuple[int, ...], told: bool
) -> None:
    posts = [9] * len(parts)
    total = series(tally(None), [sum(posts)], [rise(tally(None), sum(posts), whole)])
    held = [series(tally(f"Town {n}", None), [9], accounts=[count]) for n, count in enumerate(parts)]
    (alarm,) = published(watch_of(total, *held)).watch.alarms
    assert (f" by {whole} accounts" in said(alarm)) is told
    record = alarm_record(alarm, THEMES)
    assert (record["accounts"], record["hidden"]) == ((whole, []) if told else (None, ["accounts"]))
    if not told:
        assert f": {sum(posts)} posts; 9 expected" in said(alarm)


def test_two_hidden_parts_of_four_are_not_told_by_their_eight() -> None:
    total = series(tally(None), [48], [rise(tally(None), 48, 20)])
    held = [series(tally(f"Town {n}", None), [count]) for n, count in enumerate((40, 4, 4))]
    assert published(watch_of(total, *held)).left_out == 1


def heights(svg: str, name: str) -> list[float]:
    """The heights of the points of a chart's line."""
    paths = re.findall(rf'class="{name}" d="M([^"]+)"', svg)
    return [float(point.split()[1]) for path in paths for point in path.split("L")]


def test_a_published_chart_draws_all_few_as_one_level() -> None:
    held = series(tally(), [0, 1, 2, 3, 4, 5, 20], accounts=[0, 1, 1, 2, 3, 4, 9])
    line = heights(chart(held), "w-line")
    assert len(set(line[:5])) == 1
    assert len(set(line)) == 3
    assert "w-accounts" not in chart(held)
    assert len(set(heights(chart(held, published=False), "w-line"))) == 7


def test_a_published_band_is_drawn_no_finer_than_the_words() -> None:
    exact = series(tally(), [9, 9, 9, 9])
    near = replace(exact, band=(*(Bounds(9.2 + n / 10, 4.1 + n / 10, 16.1 + n / 10) for n in range(3)), None))
    assert len(set(heights(chart(near), "w-expected"))) == 1
    assert len(set(heights(chart(near, published=False), "w-expected"))) == 3


def test_silence_is_a_gap_and_not_nought() -> None:
    held = series(tally(), [9, 8, None, None, 7, 9])
    svg = chart(held, label=in_words(held, THEMES))
    assert svg.count('class="w-line"') == 2
    assert svg.count('class="w-band"') == 2
    assert "no data for 2 weeks" in svg
    assert "latest" not in chart(series(tally(), [None, None]))  # nothing known at all is drawn, too


def test_a_chart_holds_no_name_as_markup() -> None:
    held = series(tally("<script>alert(1)</script>"), [9, 20])
    assert "<script" not in chart(held, label=in_words(held, THEMES))
    drawn = map_of_rises(sites_of([held], []), LAST)
    assert drawn is not None
    assert "<script" not in drawn


def test_the_map_tells_rises_of_the_last_week_with_their_count() -> None:
    up, calm = rise(tally(), 41, 17), tally("Tripoli", None, TRIPOLI)
    held = [series(tally(), [9, 41], [up]), series(calm, [9, 9])]
    drawn = map_of_rises(sites_of(held, [up]), up.period.end)
    assert drawn is not None
    assert "Bani Walid 41" in drawn
    assert "Tripoli: no rise" in drawn
    few = map_of_rises(sites_of(held, [replace(up, count=3)]), up.period.end)
    assert few is not None
    assert "Bani Walid fewer than 5" in few
    assert map_of_rises(sites_of([series(tally(None), [9])], []), LAST) is None
    assert sites_of([series(tally("Libya"), [9])], []) == []  # a country is no point


def test_the_map_has_one_unit_and_tells_no_theme_beside_totals() -> None:
    total, theme = rise(tally(), 41, 17), rise(tally(theme="sinai"), 60, 17)
    held = [series(tally(), [9, 41], [total]), series(tally(theme="sinai"), [9, 60], [theme])]
    both, alone = (map_of_rises(sites_of(held, told), LAST) or "" for told in ([theme, total], [theme]))
    assert "Bani Walid 41" in both
    assert "60" not in re.findall(r">([^<]*)<", alone)
    assert "Bani Walid: a theme rose in the week of 18 May 2020" in alone
    assert "Bani Walid 60" in (map_of_rises(sites_of(held, [theme], theme="sinai"), LAST) or "")


def test_the_published_map_draws_no_finer_than_the_words() -> None:
    drawn = {
        (published, expected): map_of_rises(sites_of([series(tally(), [41], [up])], [up]), LAST, published)
        for published in (True, False)
        for expected in (9.2, 9.4)
        for up in [rise(tally(), 41, 17, Bounds(expected, 3.1, 16.8))]
    }
    assert drawn[True, 9.2] == drawn[True, 9.4]
    assert drawn[False, 9.2] != drawn[False, 9.4]


def test_towns_are_told_apart_from_countries_and_regions() -> None:
    held = [series(tally(name, None, at), [9]) for name, at in (("Sabha", SABHA), ("Tripoli", TRIPOLI), ("Mali", None))]
    chapter = watch_chapter(watch_of(*held), MAY)
    assert chapter is not None
    assert chapter.intro.startswith("Posts of 2 towns, 1 country or region, by week")


def test_methods_are_named_beyond_the_alphabet() -> None:
    held = [
        series(tally(f"Town {n}"), [41], [replace(rise(tally(f"Town {n}"), 41, 17), method=f"M{n}")]) for n in range(28)
    ]
    chapter = watch_chapter(watch_of(*held), MAY)
    assert chapter is not None
    assert [words.partition(":")[0] for words in chapter.methods][25:] == ["Method Z", "Method AA", "Method AB"]


# The chapter of a brief


def test_the_chapter_tells_the_rises_of_its_period_alone() -> None:
    held = watch_of(series(tally(theme="conflict"), [9, 10, 41], [rise(tally(theme="conflict"), 41, 17)]))
    chapter = watch_chapter(held, MAY)
    assert chapter is not None
    assert [group.title for group in chapter.groups] == ["Posts"]
    assert chapter.intro.startswith("Posts of 1 town, by week, with the desk's incidents")
    assert chapter.intro.endswith("1 rise in this period.")
    assert chapter.groups[0].told[0].method == "Method A; chance of so much in calm 0.0004"
    assert chapter.methods == ("Method A: Farrington Flexible: four weeks on either side; discovery rate 0.05.",)
    assert len(chapter.charts) == 1
    calm = watch_chapter(held, Period(date(2020, 5, 4), date(2020, 5, 17)))
    assert calm is not None
    assert calm.groups == ()
    assert "nothing rose" in calm.intro
    silent = watch_chapter(held, Period(date(2019, 5, 4), date(2019, 5, 17)))
    assert silent is not None
    assert "silence of the desk" in silent.intro


def test_a_desk_that_counts_nothing_has_no_such_chapter() -> None:
    assert watch_chapter(Watch(), MAY) is None
    assert watch_chapter(watch_of(series(Tally(Counted.REPORTS), [3, 4])), MAY) is None


def test_a_chart_ends_with_the_period() -> None:
    held = series(tally(), list(range(10, 30)), [rise(tally(), 29)])
    shown = cut(held, 5, Period(date(2020, 5, 4), date(2020, 5, 17)))
    assert shown.activity.counts == (24, 25, 26, 27, 28)
    assert shown.rises == ()
    assert cut(held, 5).rises == held.rises


FORBIDDEN = re.compile(r"\b(threat|likely|unlikely|probabl[ey]|almost certain|suspect|terroris)", re.IGNORECASE)


def test_no_word_of_likelihood_or_threat_is_the_machines() -> None:
    held = watch_of(
        series(tally(theme="conflict"), [9, 41], [rise(tally(theme="conflict"), 41, 3)]), volume=Volume.HIGHER
    )
    chapter = watch_chapter(held, MAY)
    assert chapter is not None
    said = [words for group in chapter.groups for one in group.told for words in (one.sentence, one.method)]
    assert FORBIDDEN.search(" ".join([chapter.intro, *chapter.remarks, *said])) is None
