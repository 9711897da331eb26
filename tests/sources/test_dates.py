"""Dates in headers."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conflictdesk.sources.dates import read_date


@pytest.mark.parametrize(
    "text",
    [
        "2020-05-17",
        " 2020-05-17T23:50:00-11:00",
        "20200517",
        "17 May 2020",
        "May 17, 2020",
        "Sunday, 17th May 2020, 10:30 GMT",
        "Sun, 17 May 2020 10:00:00 +0000",
        "17 mai 2020",
        "17 de mayo de 2020",
        "domenica 17 maggio 2020",
        "الأحد 17 مايو 2020",
        "١٧ أيار ٢٠٢٠",
    ],
)
def test_a_day_in_full(text: str) -> None:
    assert read_date(text) == date(2020, 5, 17)


def test_months_of_two_words() -> None:
    assert read_date("3 تشرين الأول 2017") == date(2017, 10, 3)
    assert read_date("3 كانون الثاني 2017") == date(2017, 1, 3)


@pytest.mark.parametrize(
    "text", ["", "yesterday", "May 2020", "17 May", "05/04/2019", "2020-13-01", "31 February 2020", "2020-05-177", "12"]
)
def test_what_is_no_day_is_null(text: str) -> None:
    assert read_date(text) is None


@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)))
def test_every_day_in_iso_and_in_words(day: date) -> None:
    assert read_date(day.isoformat()) == day
    assert read_date(f"{day:%A, %d %B %Y}") == day


@given(st.text())
def test_nothing_raises(text: str) -> None:
    assert read_date(text) is None or isinstance(read_date(text), date)
