"""Who copies whom, and whose word a copy is."""

from dataclasses import replace

import pytest
from small_reports import NEWS, WEEKLY, report, source_of

from conflictdesk.link.independence import counted, voices
from conflictdesk.records.reports import Source

WIRE = (
    "Shells fell on the cattle market of Gao at noon on Sunday and killed four traders, residents of the town said. "
    "The fire came from the far bank of the river, where fighters had been seen since Friday. "
    "The wounded were brought to the clinic, which had no bandages left by the evening."
)
BACKGROUND = (
    " Gao lies on the river in the north of the country and lives by trade. "
    "The market draws herders from as far as the border, most of all before the feast. "
    "It was shelled twice last year, when the town hall burned as well. "
    "Talks between the government and the armed groups broke off in the spring."
)
OWN = (
    "A trader told this paper how she hid beneath a cart while the market burned around her. "
    "She counted nine blasts, and saw two of her neighbours carried away by their sons that afternoon."
)
DAYS = {
    "before": "2020-05-16",
    "day before": "2020-05-17",
    "same day": "2020-05-18",
    "after": "2020-05-19",
    "undated": None,
}


@pytest.mark.parametrize(
    ("neutral", "belligerent", "counts"),
    [
        ("before", "same day", 1),  # the belligerent copied the news
        ("day before", "same day", 0),  # a time zone makes a day
        ("same day", "same day", 0),
        ("after", "same day", 0),
        ("undated", "same day", 0),
        ("undated", "undated", 0),
        ("before", "undated", 0),
    ],
)
def test_whose_word_a_copy_is(neutral: str, belligerent: str, counts: int) -> None:
    told = [report("n", NEWS, DAYS[neutral], WIRE), report("b", WEEKLY, DAYS[belligerent], WIRE)]
    assert counted(voices(told, source_of)) == counts


@pytest.mark.parametrize(
    ("text", "sources"),
    [
        (WIRE + BACKGROUND, 1),  # the wire story, with background of the paper's own
        (f"GAO, 18 May. {WIRE}", 1),
        (WIRE.replace("four", "five"), 1),
        (OWN + BACKGROUND, 2),
        (OWN, 2),
    ],
)
def test_what_is_a_copy(text: str, sources: int) -> None:
    told = [report("wire", "Wire", "2020-05-18", WIRE), report("paper", NEWS, "2020-05-19", text)]
    assert counted(voices(told, source_of)) == sources


def test_what_a_page_carries_of_a_party_a_day_earlier_is_told_as_the_partys() -> None:
    told = [report("n", NEWS, "2020-05-17", WIRE), report("b", WEEKLY, "2020-05-18", WIRE)]
    (voice,) = voices(told, source_of)
    assert (voice.original, voice.copied, voice.belligerent) == ("b", {"n": "b"}, True)


def test_a_sentence_that_anybody_may_write_is_no_copy() -> None:
    short = "The market of Gao was shelled on Sunday."
    told = [report("short", "Wire", "2020-05-18", short), report("long", NEWS, "2020-05-19", f"{short} {OWN}")]
    assert counted(voices(told, source_of)) == 2


def test_a_paper_that_copied_a_belligerent_still_speaks_for_itself_elsewhere() -> None:
    told = [report("boast", WEEKLY, "2020-05-18", WIRE), report("copy", NEWS, "2020-05-19", WIRE)]
    assert counted(voices(told, source_of)) == 0
    told += [report("own", NEWS, "2020-05-20", OWN), report("earlier", NEWS, "2020-05-16", BACKGROUND)]
    found = voices(told, source_of)
    assert counted(found) == 1
    assert {frozenset(voice.reports) for voice in found} == {
        frozenset({"boast", "copy"}),
        frozenset({"own", "earlier"}),
    }


def test_a_belligerent_that_copies_two_papers_makes_them_no_one_source() -> None:
    told = [report("a", "Wire", "2020-05-16", WIRE), report("b", NEWS, "2020-05-16", OWN)]
    told += [report("c", WEEKLY, "2020-05-18", WIRE), report("d", WEEKLY, "2020-05-18", OWN)]
    assert counted(voices(told, source_of)) == 2


HTTP, HTTPS = "http://paper.example/story/1", "https://www.paper.example/story/1/"


@pytest.mark.parametrize(
    ("one", "other", "sources"),
    [
        ((None, HTTP), (None, HTTPS), 1),  # one page, with "www." and without
        ((NEWS, HTTP), ("www.paper.example", HTTPS), 1),
        ((NEWS, HTTP), (None, "https://paper.example/story/2"), 1),  # whoever is named on the site
        (("www.paper.example", None), ("Paper.Example", None), 1),
        (("The Daily Oasis", None), ("Daily Oasis Newspaper", None), 1),
        (("El Diario", None), ("El Oasis", None), 2),  # what is left of a name is a name
        (("Daily Oasis", None), ("dailyoasis.example", None), 1),
        (("Daily Oasis", None), (None, "https://daily-oasis.example/story/1"), 1),
        (("Daily Oasis", None), ("dailyoasispost.example", None), 2),
        (("Desert Post", "https://list.example/all.csv"), (NEWS, "https://list.example/all.csv"), 2),  # a collection
        (("Desert Post", "https://list.example/a"), (NEWS, "https://list.example/b"), 2),
        ((NEWS, HTTP), ("Desert Post", "https://other.example/story/1"), 2),
    ],
)
def test_one_publisher_under_several_names_and_addresses(
    one: tuple[str | None, str | None], other: tuple[str | None, str | None], sources: int
) -> None:
    told = [
        replace(report(f"r{n}", publisher, "2020-05-18", text), url=url)
        for n, ((publisher, url), text) in enumerate(((one, OWN), (other, WIRE)))
    ]
    found = voices(told, source_of)
    assert counted(found) == sources
    assert [why for voice in found for why in voice.why if why.startswith("counted once")] == [
        why for voice in found for why in voice.why[1:]
    ]


def test_what_the_catalog_calls_one_source_is_one() -> None:
    house = Source("Sahel House")
    told = [report("radio", "Sahel Radio", text=OWN), report("paper", "The Sahel Paper", text=WIRE)]
    (voice,) = voices(told, lambda _: house)
    assert voice.why[1] == "counted once: Sahel Radio and The Sahel Paper are one publisher (sahel house)"
    assert len(voices(told, source_of)) == 2
