"""Who copies whom, and whose word a copy is."""

import pytest
from small_reports import NEWS, WEEKLY, report, source_of

from conflictdesk.link.independence import counted, voices

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
DAYS = {"before": "2020-05-17", "same day": "2020-05-18", "after": "2020-05-19", "undated": None}


@pytest.mark.parametrize(
    ("neutral", "belligerent", "counts"),
    [
        ("before", "same day", 1),  # the belligerent copied the news
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
