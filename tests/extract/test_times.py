"""Time expressions. A case is a sentence with its answers in it: `[words|value start..end precision]`.

Every expression of the sentence is marked, and what the answer leaves out is not asked; `none` asks that there
is no interval.
"""

import re
from datetime import date, timedelta
from importlib import resources
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import conflictdesk
from conflictdesk.errors import InputError
from conflictdesk.extract.moments import GUESSED
from conflictdesk.extract.times import find_times, find_timexes
from conflictdesk.extract.timex import timex_line
from conflictdesk.records.mentions import TimeMention
from conflictdesk.records.values import DatePrecision, TimeInterval
from conflictdesk.text.sentences import split_sentences

FRIDAY = date(2020, 5, 22)
MARKED = re.compile(r"\[([^|\]]+)\|([^\]]*)\]")

LITTLE = re.compile(r"(?i)^(?:(?:on|in|at|the|le|la|du|de|des|el|il|del|يوم|في)\s|(?:dell|l)')+")
TOLD = Path(__file__).parent / "times"  # a file for each language, so that a new one is a new file
LANGUAGES = ("ar", "en", "es", "fr", "it")


def lines_of(language: str) -> list[str]:
    return (TOLD / f"{language}.txt").read_text("utf-8").splitlines()


CASES = [(language, line) for language in LANGUAGES for line in lines_of(language) if line and line[0] != "#"]


def times(text: str, language: str = "en", published: date | None = FRIDAY) -> tuple[TimeMention, ...]:
    return find_times(text, split_sentences(text, language), language, published)


def told(mention: TimeMention, answer: str) -> dict[str, str]:
    """What the mention says to each part of the answer."""
    interval = mention.interval
    seen = {mention.value: "value", mention.kind: "kind"}
    if interval is None:
        seen["none"] = "none"
    else:
        seen[f"{interval.start}..{interval.end}"] = "interval"
        seen[interval.precision] = "precision"
    return {part: seen.get(part, f"not told by {mention}") for part in answer.split()}


def bare(words: str) -> str:
    """Without the little words that may or may not count as part of an expression."""
    return LITTLE.sub("", words)


def test_every_language_is_asked_every_kind() -> None:
    kinds = {language: [line for line in lines_of(language)[1:] if line[0] == "#"] for language in LANGUAGES}
    assert all(asked == kinds["en"] for asked in kinds.values())


@pytest.mark.parametrize(("language", "line"), CASES)
def test_sentence(language: str, line: str) -> None:
    text = MARKED.sub(r"\1", line)
    answers = MARKED.findall(line)
    found = times(text, language)
    assert [bare(mention.span.of(text)) for mention in found] == [bare(words) for words, _ in answers]
    for mention, (_, answer) in zip(found, answers, strict=True):
        assert not [told for told in told(mention, answer).values() if told.startswith("not told")], answer


UNDATED = """
en: The latest strike, on [26 September 2019|2019-09-26], killed 17. On [21 May|2020-05-21] rockets fell.
en: On [21 May|2020-05-21] rockets fell. The latest strikes before were on [26 September 2019|2019-09-26].
en: It had been shelled on [12 November 2018|2018-11-12]; the raid of [3 February|2019-02-03] was worse.
en: On [12 March 2018|2018-03-12] they took the bridge. On [3 May|2018-05-03] they lost it.
en: London, [17 April 2019|2019-04-17]: Four men were shot on [3 April|2019-04-03].
en: TUNIS, [3 JAN 90|1990-01-03] -- A POLICEMAN WAS SHOT ON [29 DECEMBER|1989-12-29].
en: On [21 May|XXXX-05-21 none] rockets fell on the barracks.
en: The movement was founded on [3 March 1998|1998-03-03]. On [21 May|XXXX-05-21 none] it took the town.
en: The vote will be held on [24 December 2021|2021-12-24]. On [5 March|XXXX-03-05 none] a candidate was shot.
en: They fired [on Tuesday|XXXX-WXX-2 none], [last week|PAST_REF none] and [yesterday|PAST_REF none].
en: It burned in [Ramadan|XXXX-XX none], on [27 Ramadan|XXXX-XX-XX none] and in [the spring|XXXX-SP none].
en: It burned on [17 Ramadan 1440|2019-05-22] and [the next day|2019-05-23].
fr: Le dernier raid remontait au [12 mars 2019|2019-03-12]. [Le 5 janvier|2020-01-05], ils sont revenus.
fr: Le poste a été attaqué [le 12 mars 2019|2019-03-12]. [Le 5 mai|2019-05-05], il est tombé.
fr: Ils ont tiré [mardi|XXXX-WXX-2 none], [hier|PAST_REF none] et [le 5 mai|XXXX-05-05 none].
it: La caserma è stata attaccata [il 12 marzo 2019|2019-03-12]. [Il 5 maggio|2019-05-05] è caduta.
it: Hanno sparato [martedì|XXXX-WXX-2 none] e [ieri|PAST_REF none].
es: El cuartel fue atacado [el 12 de marzo de 2019|2019-03-12]. [El 5 de mayo|2019-05-05] cayó.
es: Dispararon [el martes|XXXX-WXX-2 none] y [ayer|PAST_REF none].
ar: قصف الجيش البلدة في [12 مارس 2019|2019-03-12]، وفي [5 أيار|2019-05-05] سقطت.
ar: وقع الهجوم يوم [الثلاثاء|XXXX-WXX-2 none] و[أمس|PAST_REF none].
"""


@pytest.mark.parametrize("line", UNDATED.strip().splitlines())
def test_without_a_publication_date(line: str) -> None:
    language, _, sentence = line.partition(": ")
    text = MARKED.sub(r"\1", sentence)
    answers = [answer for _, answer in MARKED.findall(sentence)]
    found = times(text, language, None)
    assert len(found) == len(answers)
    for mention, answer in zip(found, answers, strict=True):
        assert not [told for told in told(mention, answer).values() if told.startswith("not told")]


def test_an_inferred_year_says_so_and_is_handed_on() -> None:
    text = "On 20 May they fired, on the following day they left. The latest raid before was on 26 September 2019."
    inferred, handed_on, full = times(text, published=None)
    assert inferred.confidence == handed_on.confidence == GUESSED < full.confidence
    assert inferred.reason == (
        "year inferred: the first 20 May after 26 September 2019, which the text places in the past"
    )
    assert handed_on.value == "2020-05-21"
    assert inferred.reason in handed_on.reason


def test_the_following_day_of_an_unknown_year_stays_unknown() -> None:
    _, following = times("On 17 May they fired, and on the following day they left.", published=None)
    assert (following.value, following.interval) == ("XXXX-05-18", None)


def test_reason_names_the_publication() -> None:
    (mention,) = times("A rocket was fired on 17 May.")
    assert mention.reason == "17 May: the last before publication on 22 May 2020"


def test_the_next_day_after_nothing_told_is_not_the_day_after_publication() -> None:
    (mention,) = times("The next day they left.")
    assert (mention.value, mention.interval) == ("XXXX-XX-XX", None)


def test_the_next_day_after_a_month_lies_somewhere_in_it() -> None:
    _, mention = times("They attacked earlier in May. Five days later they left.")
    assert mention.interval == TimeInterval(date(2020, 5, 1), FRIDAY, DatePrecision.MONTH)


CHRONICLE = (
    "3 September 1981. A corporal is shot. 11 September. Two men fire through a window. 2 October. Youths burn a van."
)


@pytest.mark.parametrize(
    ("text", "title", "days"),
    [
        (CHRONICLE, None, ["1981-09-03", "1981-09-11", "1981-10-02"]),
        (
            "On 9 October 2018 a lorry blew up. In July they had killed two. On 12 October four were held.",
            None,
            ["2018-10-09", "2018-07", "2018-10-12"],
        ),
        (
            "On 9 October 2018 a lorry blew up. On 3 January 2014 they had burnt a mill. On 2 March two men died.",
            None,
            ["2018-10-09", "2014-01-03", "2019-03-02"],
        ),
        (
            "8 Jan. A man is held. 23 Jan. A track is blown up. 3 Mar. Eleven die.",
            "Incidents in Assam, 1998",
            ["1998-01-08", "1998-01-23", "1998-03-03"],
        ),
        (
            "On 9 October 2018 a lorry blew up. On Tuesday a court met. On 12 May two were held.",
            None,
            ["2018-10-09", "2020-05-19", "2020-05-12"],
        ),
        ("An inquiry opened on 4 May.", "The bombing of 1998", ["2020-05-04"]),
        ("Founded on 3 May 2011, the group grew. On 12 May it attacked.", None, ["2011-05-03", "2020-05-12"]),
    ],
)
def test_bare_days_are_of_the_time_that_a_text_looks_back_on(text: str, title: str | None, days: list[str]) -> None:
    found = find_times(text, split_sentences(text, "en"), "en", FRIDAY, title)
    assert [time.value for time in found] == days


def test_an_islamic_date_says_by_which_tables() -> None:
    (mention,) = times("It is dated 17 Ramadan 1440.")
    assert mention.reason == "Islamic calendar (Umm al-Qura), a day more or less by the sighting of the moon"


def test_a_date_in_figures_that_may_be_read_either_way_is_less_sure() -> None:
    either, one_way = times("Shot on 03/04/2020 and on 30/04/2020.")
    assert either.confidence < one_way.confidence


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("BENGHAZI, Libya, April 9, 2019 — Gunmen came", date(2019, 4, 9)),
        ("MADRID, 3 JAN 90 (EFE) -- THE POLICE", date(1990, 1, 3)),
        ("4 April 2019\n\nThe army said", date(2019, 4, 4)),
        ("Published on 17 April 2019\nThe army said", date(2019, 4, 17)),
        ("The battle of 17 April 2019 - what we know", None),
        ("Gunmen attacked the town on 17 April 2019: two died", None),
        ("A" * 77 + " bb 17 April 2019 —", None),
    ],
)
def test_yesterday_counts_from_the_dateline(text: str, day: date | None) -> None:
    *_, yesterday = times(text + " and yesterday.", published=None)
    assert yesterday.interval == (day and TimeInterval(day - timedelta(days=1), day - timedelta(days=1)))


def test_unknown_language_has_figures_and_english() -> None:
    found = times("Am 2020-05-17 und 18.05.2020, on 19 May", "xx")
    assert [mention.value for mention in found] == ["2020-05-17", "2020-05-18", "2020-05-19"]


@pytest.mark.parametrize("text", ["45 May 2020", "2020-13-45", "31 February", "99/99/2020", ""])
def test_no_such_day(text: str) -> None:
    assert not [mention for mention in times(text) if mention.interval and mention.interval.precision == "day"]


def test_timex_line() -> None:
    line = {"doc_id": 7, "dct": "2020-05-22", "text": "Shot on Tuesday.", "language": "en", "more": 1}
    assert timex_line(line) == {
        "doc_id": 7,
        "timexes": [{"start": 8, "end": 15, "type": "DATE", "value": "2020-05-19"}],
    }
    assert timex_line({**line, "dct": None})["timexes"][0]["value"] == "XXXX-WXX-2"


def test_a_range_is_two_tags_of_timex3_and_one_time_of_a_report() -> None:
    text = "Held from 3 March 2019 to 7 May 2020."
    (whole,) = times(text)
    assert whole.span.of(text) == "from 3 March 2019 to 7 May 2020"
    tags = find_timexes(text, split_sentences(text, "en"), "en", FRIDAY)
    assert [(tag.span.of(text), tag.value) for tag in tags] == [
        ("3 March 2019", "2019-03-03"),
        ("7 May 2020", "2020-05-07"),
    ]


@pytest.mark.parametrize("line", [{"doc_id": 1}, {"doc_id": 1, "text": "x", "dct": "yesterday"}])
def test_timex_line_that_cannot_be_read(line: dict[str, object]) -> None:
    with pytest.raises(InputError):
        timex_line(line)


PIECES = (
    "on May on May", "17 ", "Ramadan ", "1440", "the night of ", "between 3 and ", "Monday ", "/", "-", "\n\n", "\n",
    "three ", "and ", "years ", "ago", "0", "99/99/", "overnight ", "٣", "في ", "مايو ", "dans la nuit du ",
    "é", "\x00", ".",
)  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=60).map("".join), st.sampled_from([*LANGUAGES, "xx", ""]))
def test_odd_text_is_read_without_failing(text: str, language: str) -> None:
    for published in (FRIDAY, date.min, date.max, None):
        found = times(text, language, published)
        ends = [edge for mention in found for edge in (mention.span.start, mention.span.end)]
        assert ends == sorted(ends)


@pytest.mark.parametrize("piece", ["on May ", "the 3rd of ", "threatened a b to x ", "1-", "17 Ramadan 14", "\u0648 "])
def test_a_long_hostile_text_is_read_to_its_end(piece: str) -> None:
    text = piece * (12_000 // len(piece)) + "on 17 May 2020"
    assert times(text)[-1].value.endswith("2020-05-17")


MINI = """
language: qmm
source: invented for this test
lists:
  month: {1: [snowmoon], 5: [greenmoon]}
  weekday: {2: [seconday]}
  unit: {day: [sun, suns]}
patterns:
  - {find: '(?:{weekday} )?{day} {month}(?: {year})?', as: date}
  - {find: 'dawnback', as: shift, unit: day, shift: -1}
  - {find: '{n} {unit}', as: duration}
"""
MINI_NUMBERS = "{language: qmm, source: invented for this test, joint: ' ', words: {trin: 3}, multipliers: {}}"


def test_a_language_is_added_by_adding_its_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shipped = Path(conflictdesk.__file__).parent / "data"
    for kind, content in (("times", MINI), ("numbers", MINI_NUMBERS)):
        (tmp_path / "data" / kind).mkdir(parents=True)
        (tmp_path / "data" / kind / "qmm.yaml").write_text(content, "utf-8")
    (tmp_path / "data/times/mul.yaml").write_text((shipped / "times/mul.yaml").read_text("utf-8"), "utf-8")
    monkeypatch.setattr(resources, "files", lambda _package: tmp_path)
    found = times("Zug seconday 5 Greenmoon, dawnback, 3 snowmoon 2019, 2020-05-17; trin suns.", "qmm")
    assert [m.value for m in found] == ["2020-05-05", "2020-05-21", "2019-01-03", "2020-05-17", "P3D"]
