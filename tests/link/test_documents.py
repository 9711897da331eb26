"""News grouped by what it is mainly about: names, numbers and dates tell incidents of one kind apart."""

from datetime import date, timedelta

import numpy as np
import pytest

from conflictdesk.link.document_model import date_odds
from conflictdesk.link.document_words import Likenesses, words_of
from conflictdesk.link.documents import Document, group_documents

MONDAY = date(2031, 3, 3)
# Two shootings by different men in one city in one week, and what else that city's papers wrote of in those months.
CAFE = (
    "Police in Harlow Creek arrested Dwayne Pruitt, 34, on Monday after two people were shot outside the Blue Heron "
    "cafe on Mercer Street. Officers said Pruitt had quarrelled with the owner, Lena Ostrow, who died in hospital.",
    "A woman shot outside her cafe in Harlow Creek has died. Lena Ostrow, 51, ran the Blue Heron on Mercer Street. "
    "Police hold Dwayne Pruitt, who is said to have argued with her about money before the shooting.",
)
DEPOT = (
    "A bus driver, Tomas Villar, 29, was shot dead at the Quayside depot in Harlow Creek on Thursday, police said. "
    "They are looking for a former colleague, Ian Kessler, 45, who was dismissed last month.",
    "Police in Harlow Creek are searching for Ian Kessler after a shooting at the Quayside bus depot. The victim, "
    "driver Tomas Villar, was a father of three; Kessler had lost his job at the depot.",
)
TRIAL = (
    "Dwayne Pruitt went on trial in Harlow Creek for the shooting of Lena Ostrow, who ran the Blue Heron cafe on "
    "Mercer Street. Prosecutors said Pruitt, 34, fired after a quarrel about money."
)
OTHERS = [
    f"The council of Harlow Creek voted {n} to {n + 3} on {thing} on Tuesday. {name} said that it would cost {n}0,000 "
    f"a year, and that work would begin in {month}."
    for n, (thing, name, month) in enumerate(
        [
            ("a new bridge at Aldwick", "Councillor Petra Lang", "June"),
            ("bus lanes along Harbour Road", "Mayor Joan Addis", "April"),
            ("the library in Nether Green", "Felix Orme", "August"),
            ("flood walls on the river Tarn", "Engineer Rita Shaw", "October"),
        ],
        start=4,
    )
]


def grouped(*documents: tuple[str, date | None]) -> list[str]:
    told = [Document(f"d{n}", text, published) for n, (text, published) in enumerate(documents)]
    return group_documents(told, [None] * len(told))


@pytest.mark.parametrize("dated", [True, False])
def test_two_shootings_in_one_city_in_one_week_are_two(dated: bool) -> None:
    days = [MONDAY + timedelta(n) if dated else None for n in (1, 2, 4, 5, 20, 40, 60, 80)]
    ids = grouped(*zip([*CAFE, *DEPOT, *OTHERS], days, strict=True))
    assert ids[0] == ids[1] != ids[2] == ids[3]
    assert len(set(ids)) == 6


def test_a_trial_months_later_is_news_of_the_same() -> None:
    days = [MONDAY + timedelta(n) for n in (1, 2, 4, 5, 20, 40, 60, 80, 150)]
    ids = grouped(*zip([*CAFE, *DEPOT, *OTHERS, TRIAL], days, strict=True))
    assert ids[0] == ids[1] == ids[-1] != ids[2]


def test_what_dates_say_depends_on_how_the_batch_is_spread() -> None:
    spread = [MONDAY + timedelta(30 * n) for n in range(20)]
    pair = (np.array([0]), np.array([1]))
    near, far = (date_odds([MONDAY, MONDAY + timedelta(gap), *spread], pair)[0] for gap in (1, 300))
    assert near > 1 > -1 > far
    assert abs(date_odds([MONDAY] * 20, pair)[0]) < 0.6
    assert date_odds([MONDAY, None, *spread], pair)[0] == 0


def test_one_document_more_hardly_changes_what_others_weigh() -> None:
    pair = (np.array([0]), np.array([1]))
    texts = [*CAFE, *DEPOT, *OTHERS]
    few, more = (
        Likenesses([words_of(text) for text in told]).cosines("all", *pair)[0]
        for told in (texts, [*texts, "Lena Ostrow spoke in Harlow Creek."])
    )
    assert few == pytest.approx(more, abs=0.02)


def test_a_capital_makes_a_name_but_at_the_start_of_a_sentence() -> None:
    found = words_of("Gunmen fled. Officers chased gunmen through Mercer Street; 14 cars stopped.")
    assert {"mercer", "street"} <= set(found.names)
    assert "gunmen" not in found.names
    assert found.words["gunmen"] == 4
    assert set(found.numbers) == {"14"}
