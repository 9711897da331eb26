"""What is a near-copy and what only looks like one, and that no order of arrival has a say in it."""

import random
from itertools import combinations

import pytest
from small_reports import report

from conflictdesk.link.copies import find_copies, near_copy
from conflictdesk.link.differing import Replaced, replaced
from conflictdesk.link.shingles import sketch, wording
from conflictdesk.records.copies import Copies

WIRE = (
    "GAO, 18 May. Shells fell on the cattle market of Gao at noon on Sunday and killed four traders, residents of the"
    " town said. The fire came from the far bank of the river, where fighters had been seen since Friday. The wounded"
    " were brought to the clinic, which had no bandages left by the evening. The governor, Amadou Maiga, has closed the"
    " ferry and asked the herders to keep away from the quays until soldiers have searched the reeds."
)
TOLD = WIRE.replace("residents of the town said", "the mayor told Reuters on Friday")
OTHER = (
    "Water came back to Kidal on Tuesday after nine days. The pump at the northern wells had been hit by a stray bullet"
    " in April, and the part that it needed travelled from Niamey on three lorries, two of which broke down. Women who"
    " had walked to the oasis every morning danced at the tap, and the mayor turned it himself."
)
TELLING = (
    "Four cattle traders are dead after mortar bombs hit the animal market in Gao on Sunday, a nurse in the town's"
    " clinic told this paper by telephone. She had run out of dressings by nightfall. Armed men had crossed to the"
    " other bank two days before. The ferry no longer runs, and troops are looking for the place from which they fired."
)
ARABIC = (
    "قُتِلَ خمسةُ جنودٍ في هجومٍ على بوابة الفقهاء فجر الأحد، وفق ما أفاد به مصدر عسكري في مدينة سبها لمراسلنا. وقال إن"
    " المهاجمين وصلوا في ثلاث سيارات وأضرموا النار في المركبات قبل أن ينسحبوا إلى الصحراء. وأكد شهود من أهالي البلدة"
    " سماع إطلاق النار حتى الصباح، وقد أغلقت المدارس أبوابها اليوم."
)
ARABIC_PLAIN = (
    "قتل خمسة جنود في هجوم علي بوابه الفقهاء فجر الاحد وفق ما افاد به مصدر عسكري في مدينه سبها لمراسلنا وقال ان"
    " المهاجمين وصلوا في ثلاث سيارات واضرموا النار في المركبات قبل ان ينسحبوا الي الصحراء واكد شهود من اهالي البلده"
    " سماع اطلاق النار حتي الصباح وقد اغلقت المدارس ابوابها اليوم"
)
FRENCH = (
    "Des obus sont tombés dimanche à midi sur le marché au bétail de Gao, tuant quatre commerçants, ont dit des"
    " habitants de la ville. Les tirs venaient de l'autre rive du fleuve, où des combattants avaient été vus depuis"
    " vendredi. Les blessés ont été conduits au dispensaire, qui n'avait plus de bandages le soir venu."
)
FORM = (
    "The command, together with the government, struck fighters near {place} on {day}. The first assessment is that the"
    " strike killed {dead} of them. No civilian is believed to have been hurt. The command will go on to assess what"
    " the operation came to, and will make more of it known as is fitting."
)
FOOTER = (
    " This site uses cookies; by reading on you agree that they are stored on your device. Read what we do with your"
    " data. Subscribe to our letter and never miss a story. All rights are reserved, and nothing may be printed anew"
    " without leave. Write to us at the address below, or visit our office beside the old mill on any working day."
)


def copies(left: str, right: str, left_publisher: str = "Wire", right_publisher: str = "Paper") -> bool:
    pair = near_copy(report("a", left_publisher, text=left), report("b", right_publisher, text=right))
    return pair is not None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (WIRE, f"{OTHER} {OTHER} {WIRE} {TELLING}"),  # it stands whole in a longer page
        (WIRE, WIRE[: WIRE.index(" The wounded")]),  # its first sentences
        (WIRE, f"What we know this evening.\n\n{WIRE.partition('. ')[2]}"),  # another head
        (WIRE, WIRE.replace("four", "six").replace("18", "19")),
        (WIRE, WIRE.replace("Amadou Maiga", "Amadu Mayga").replace("Gao", "Gawo")),
        (WIRE, "\n\n".join(reversed(WIRE.split(". ")))),
        (WIRE, WIRE.replace(",", " ,").replace("'", "’").upper()),
        (ARABIC, ARABIC_PLAIN),  # without vowel signs, with letters that writers interchange
        (WIRE, WIRE[: WIRE.index(" The fire")]),  # a brief of two dozen words, word by word
        (TOLD, TOLD.replace("on Friday", "on Saturday").replace("Reuters", "Courier")),  # the paper puts itself there
        (FRENCH, FRENCH.replace("é", "e").replace("ê", "e").replace("'", "’")),
    ],
)
def test_a_copy(one: str, other: str) -> None:
    assert copies(one, other)
    assert copies(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (WIRE, OTHER),
        (WIRE, TELLING),  # the same event in words of its own
        (WIRE, FRENCH),  # a translation
        (WIRE, f"{TELLING} {OTHER} {WIRE[-180:]}"),  # a follow-up with the old background
        ("Gunmen killed five people in Gao on Monday.", "Gunmen killed five people in Gao on Monday, police said."),
        ("The market of Gao was shelled on Sunday, residents of the town said.", WIRE),  # a sentence
        ("", ""),
        (
            FORM.format(place="Jilib", day="3 March", dead="four"),
            FORM.format(place="Qunyo Barrow", day="19 April", dead="2"),
        ),
        (
            FORM.format(place="Murzuq", day="Sunday", dead="11"),
            FORM.format(place="Tamanhint", day="Thursday", dead="17"),
        ),
        (
            FORM.format(place="Murzuq", day="the road to Sabha", dead="eleven"),
            FORM.format(place="Tamanhint", day="the road to Ubari", dead="three"),  # no day, and numbers as words
        ),
    ],
)
def test_no_copy(one: str, other: str) -> None:
    assert not copies(one, other)
    assert not copies(other, one)


ROCKET = (
    "A rocket fired by the Islamic Resistance in Iraq hit a base in Erbil on {day}, wounding three soldiers, an officer"
    " of the guard said by telephone."
)


@pytest.mark.parametrize(
    ("one", "other", "days", "copied"),
    [
        (ROCKET.format(day="Monday"), ROCKET.format(day="Tuesday"), (4, 5), False),
        (ROCKET.format(day="4 May"), ROCKET.format(day="5 May"), (4, 5), False),
        (ROCKET.format(day="Monday"), ROCKET.format(day="Tuesday"), (5, 5), True),  # a slip put right
        (ROCKET.format(day="Monday"), ROCKET.format(day="Monday"), (4, 5), True),
        (WIRE, WIRE.replace("18 May", "19 May"), (18, 19), True),  # who reprints it moves the dateline alone
    ],
)
def test_what_tells_of_another_day_and_came_out_on_another_is_no_copy(
    one: str, other: str, days: tuple[int, int], copied: bool
) -> None:
    reports = [
        report(name, name, f"2020-05-{day:02}", text)
        for name, day, text in zip(("Wire", "Paper"), days, (one, other), strict=True)
    ]
    assert (near_copy(*reports) is not None) is copied


def test_what_all_pages_of_a_site_share_makes_no_copies_of_its_stories() -> None:
    one, other = (f"Short news from {place}: {said}.{FOOTER}" for place, said in (
        ("Gao", "shells fell on the market at noon and four traders were killed before anybody could run"),
        ("Kidal", "water is back in the taps after nine days and the mayor danced with the women there"),
    ))  # fmt: skip
    assert not copies(one, other, "Sahel Courier", "Sahel Courier")


def test_a_page_that_was_corrected_by_a_word_is_a_copy_at_its_own_site() -> None:
    assert copies(WIRE, WIRE.replace("four", "five"), "Sahel Courier", "Sahel Courier")


def test_two_are_copies_whoever_else_is_there_and_in_whatever_order_they_come() -> None:
    texts = [WIRE, f"{OTHER} {WIRE}", WIRE.replace("four", "five"), OTHER, TELLING, ARABIC, ARABIC_PLAIN, FRENCH]
    told = [report(f"r{n}", f"Paper {n}", text=text) for n, text in enumerate(texts)]
    found = find_copies(told)
    assert [(pair.report_id, pair.other_id) for pair in found] == [
        ("r0", "r1"), ("r0", "r2"), ("r1", "r2"), ("r1", "r3"), ("r5", "r6"),
    ]  # fmt: skip
    assert found == [pair for left, right in combinations(told, 2) if (pair := near_copy(left, right))]
    for seed in range(5):
        assert find_copies(random.Random(seed).sample(told, len(told))) == found


def test_the_sample_of_a_text_is_the_same_on_every_machine() -> None:
    assert sketch(wording("Shells fell on the market of Gao."))[:3] == (628441999, 1488491360, 3195883785)


def test_a_share_tells_how_much_of_the_shorter_stands_in_the_longer() -> None:
    pair = near_copy(report("a", "Wire", text=WIRE), report("b", "Paper", text=f"{OTHER} {WIRE}"))
    assert pair is not None
    assert (pair.share, pair.reason) == (1.0, "the shorter stands in the longer: 100 % of its words")


def test_where_two_differ_is_told_in_the_words_of_both() -> None:
    changed = WIRE.replace("four traders", "six traders").replace("Amadou", "Amadu")
    assert replaced(wording(changed), wording(WIRE)) == [Replaced("six", "four"), Replaced("Amadu", "Amadou")]


def test_copies_are_had_by_report_and_among_reports() -> None:
    told = [report("a", "Wire", text=WIRE), report("b", "Paper", text=WIRE), report("c", "Post", text=WIRE)]
    found = Copies(find_copies(told))
    assert [pair.beside("b") for pair in found.of("b")] == ["a", "c"]
    assert [(pair.report_id, pair.other_id) for pair in found.among(["a", "c", "x"])] == [("a", "c")]


@pytest.mark.parametrize("text", ["a " * 60_000, "é\u0301" * 40_000, "كلمة " * 30_000, "\u4e2d" * 40_000])
def test_a_hostile_text_costs_no_more_than_its_length(text: str) -> None:
    assert not copies(text, WIRE)
