"""Lists: several events told in one sentence, each with its own day and place."""

from datetime import UTC, date, datetime

import pytest

from conflictdesk.extract.frames import Dated, Frame, Placed
from conflictdesk.extract.lists import listed, split
from conflictdesk.extract.observations import Observations
from conflictdesk.extract.places import names_person
from conflictdesk.extract.times import find_times
from conflictdesk.extract.triggers import Candidate
from conflictdesk.records.mentions import TimeMention
from conflictdesk.records.reports import Reading, Report, Span, Trigger
from conflictdesk.records.values import DatePrecision, GeoPrecision, Placing, TimeInterval
from conflictdesk.text.sentences import split_sentences

PUBLISHED = date(2019, 9, 3)


def _told(text: str, language: str, stated: str, places: list[str]) -> set[tuple[str, str]]:
    """The day and place of each event of a sentence whose places are known, no day of which is marked."""
    report = Report("r", text, "0", datetime.now(UTC), language=language, published=PUBLISHED)
    sentences = split_sentences(text, language)
    times = find_times(text, sentences, language, PUBLISHED)
    seen = Observations(report, language, sentences, Reading("none"), times)
    trigger = Trigger(_span(text, stated), 0.9, {"Armed clash": 1.0}, {}, {}, {}, {})
    placed = tuple(Placed(_span(text, p), Placing(p, precision=GeoPrecision.EXACT), 0.9) for p in places)
    frame = Frame((Candidate(0, trigger, (), 0.9),), (), (), placed)
    return {
        (part.dates[0].time.interval.start.isoformat(), part.places[0].placing.name)
        for part in split(seen, frame)
        if part.dates and part.dates[0].time.interval
    }


def _span(text: str, words: str) -> Span:
    return Span(text.index(words), text.index(words) + len(words))


@pytest.mark.parametrize(
    ("language", "text", "stated"),
    [
        ("en", "They claim the 4 May attack on a camp in Bira and the one of 18 May in Dorna.", "attack"),
        ("en", "It claimed the attack of 4 May at a market in Bira, and the bombings in Dorna on 18 May.", "attack"),
        ("fr", "Il revendique l'attaque du 4 mai contre un camp à Bira et celle du 18 mai à Dorna.", "attaque"),
        ("it", "Rivendica l'attacco del 4 maggio a Bira e quello del 18 maggio a Dorna.", "attacco"),
        ("es", "Reivindica el ataque del 4 de mayo en Bira y el del 18 de mayo en Dorna.", "ataque"),
        ("ar", "تبنى هجوم 4 مايو في Bira وهجوم 18 مايو في Dorna.", "هجوم"),
    ],
)  # fmt: skip
def test_each_day_goes_with_the_place_of_its_member(language: str, text: str, stated: str) -> None:
    assert _told(text, language, stated, ["Bira", "Dorna"]) == {("2019-05-04", "Bira"), ("2019-05-18", "Dorna")}


def test_a_member_may_have_two_days() -> None:
    text = "It claimed attacks near Bira on 8 April and on 3 June, and near Dorna on 25 March and 9 May."
    days = {("2019-04-08", "Bira"), ("2019-06-03", "Bira"), ("2019-03-25", "Dorna"), ("2019-05-09", "Dorna")}
    assert _told(text, "en", "attacks", ["Bira", "Dorna"]) == days


def test_a_day_of_another_clause_makes_no_list() -> None:
    text = "On 4 May they attacked Bira, which the army had held since troops of the coast had come there from Dorna."
    assert len(_told(text, "en", "attacked", ["Bira", "Dorna"])) <= 1


@pytest.mark.parametrize(
    ("language", "words", "days"),
    [
        ("en", "on 25 March and 9 May", ["2019-03-25", "2019-05-09"]),
        ("fr", "les 25 mars et 9 mai", ["2019-03-25", "2019-05-09"]),
        ("es", "los días 25 de marzo y 9 de mayo", ["2019-03-25", "2019-05-09"]),
        ("en", "between 25 March and 9 May", ["2019-03-25"]),
        ("en", "on 3 and 4 May", ["2019-05-03"]),
        ("en", "Civil War (2014–2017)", []),
    ],
)
def test_two_days_side_by_side_are_no_stretch(language: str, words: str, days: list[str]) -> None:
    times = find_times(words, split_sentences(words, language), language, PUBLISHED)
    assert [t.interval.start.isoformat() for t in times if t.interval] == days


@pytest.mark.parametrize(
    ("language", "text", "person"),
    [
        ("en", "They detained Faris Belhaj.", True),
        ("en", "It killed an Iraqi known as Abu Nabil.", True),
        ("en", "They attacked a village known as Abu Nabil.", False),
        ("en", "In a raid at Abu Nabil", False),
        ("fr", "Un homme connu sous le nom de Abu Nabil", True),
        ("fr", "Un village nommé Abu Nabil", False),
        ("it", "Hanno ucciso Abu Nabil", True),
        ("es", "El ejército detuvo a Abu Nabil", True),
        ("ar", "المدعو Abu Nabil", True),
    ],
)
def test_a_name_beside_what_is_done_to_persons_is_a_person(language: str, text: str, person: bool) -> None:
    name = "Faris Belhaj" if "Faris" in text else "Abu Nabil"
    assert names_person(text, _span(text, name), language) is person


def test_days_that_lie_in_one_another_are_no_list() -> None:
    text = "The guerrillas attacked on 3 May 1990."
    when = TimeInterval(date(1990, 5, 3), date(1990, 5, 3), DatePrecision.DAY)
    days = [Dated(s, TimeMention(s, "DATE", "1990-05-03", when), 0.9) for s in (Span(27, 37), Span(27, 32))]
    report = Report("r", text, "0" * 64, datetime.now(UTC))
    seen = Observations(report, "en", split_sentences(text, "en"), Reading("none"))
    assert len(listed(seen, days, days)) == 1
