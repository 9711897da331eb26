"""Which figures of a sentence are parts of others, by the words around them."""

from datetime import UTC, datetime

import pytest

from conflictdesk.extract.breakdowns import counted_before, is_harmless, led_by, parts
from conflictdesk.extract.casualties import find_counts
from conflictdesk.extract.observations import Observations
from conflictdesk.records.reports import Reading, Report, Span
from conflictdesk.text.sentences import split_sentences


def seen(text: str, language: str = "en") -> Observations:
    report = Report("r", text, "0" * 64, datetime(2024, 5, 16, tzinfo=UTC))
    sentences = tuple(split_sentences(text, language))
    return Observations(report, language, sentences, Reading("none"), counts=find_counts(text, sentences, language))


def where(text: str, *words: str) -> list[Span]:
    return [Span(text.index(w), text.index(w) + len(w)) for w in words]


@pytest.mark.parametrize(
    ("language", "text", "figures", "apart"),
    [
        ("en", "Ten people were shot, seven of them guards and three civilians.", ["Ten", "seven", "three"], [1, 2]),
        ("en", "They wounded 40 people, twelve of whom were clerks.", ["40", "twelve"], [1]),
        ("en", "The army killed 12 of them and lost two soldiers.", ["12", "two"], []),
        ("en", "Six villagers died and four hostages were freed.", ["Six", "four"], []),
        ("fr", "Le bilan est de onze morts, dont sept soldats.", ["onze", "sept"], [1]),
        ("fr", "Dix personnes ont péri, six d'entre elles au marché.", ["Dix", "six"], [1]),
        ("it", "Otto morti, di cui tre bambini.", ["Otto", "tre"], [1]),
        ("es", "Murieron nueve, cinco de ellos soldados.", ["nueve", "cinco"], [1]),
        ("ar", "قتل عشرة أشخاص بينهم ثلاثة جنود.", ["عشرة", "ثلاثة"], [1]),
    ],
)
def test_parts_of_another_figure(language: str, text: str, figures: list[str], apart: list[int]) -> None:
    spans = where(text, *figures)
    assert parts(seen(text, language), spans) == {spans[n] for n in apart}


def test_a_part_is_of_what_is_counted_before_it() -> None:
    text = "Four people died and 26 were hurt, seven of them badly."
    assert counted_before(seen(text), where(text, "seven")[0]) == "wounded"
    assert counted_before(seen(text), where(text, "Four")[0]) is None


@pytest.mark.parametrize(
    ("language", "text", "figure", "expected"),
    [
        ("en", "A teacher was shot by two gunmen.", "two gunmen", True),
        ("en", "The raid killed two gunmen.", "two gunmen", False),
        ("fr", "Un maire abattu par deux hommes.", "deux hommes", True),
        ("ar", "اغتيل معلم على أيدي أربعة مسلحين.", "أربعة مسلحين", True),
    ],
)
def test_who_did_it_is_no_casualty(language: str, text: str, figure: str, expected: bool) -> None:
    assert led_by(seen(text, language), where(text, figure)[0], "doers") is expected


@pytest.mark.parametrize(
    ("text", "figure", "expected"),
    [
        ("The office was closed and nobody was inside.", "nobody", True),
        ("The mine went off, but nobody was scratched.", "nobody", False),
        ("No shots were fired.", "No shots", True),
        ("The blast killed two guards.", "two guards", False),
    ],
)
def test_nobody_without_a_word_for_harm_tells_no_toll(text: str, figure: str, expected: bool) -> None:
    assert is_harmless(seen(text), where(text, figure)[0]) is expected
