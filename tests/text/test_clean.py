"""Cleaning: nothing moves."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from conflictdesk.text.clean import clean_text

ANY_TEXT = st.text(st.characters(exclude_categories=()))  # lone surrogates too


@given(ANY_TEXT)
@example("a\r\nb\rc\x00\ud800\u2028")
def test_cleaning_moves_nothing(text: str) -> None:
    clean = clean_text(text)
    assert len(clean) == len(text)
    assert all(a == b for a, b in zip(text, clean, strict=True) if a.isalnum() or a == "\n")
    clean.encode("utf-8")  # no surrogate is left
    assert clean_text(clean) == clean


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("Sabha\r\nTripoli", "Sabha \nTripoli"),
        ("Sabha\rTripoli", "Sabha\nTripoli"),
        ("three\x00rockets\x1b[31m", "three rockets [31m"),
        ("a\ttable", "a\ttable"),
        ("\ufeffHeading", " Heading"),
        ("nil \ud83d desk", "nil \ufffd desk"),
        ("odd \u202eredro", "odd  redro"),
        ("one\u2028two\x85three", "one\ntwo\nthree"),
    ],
)
def test_what_cleaning_replaces(text: str, clean: str) -> None:
    assert clean_text(text) == clean
