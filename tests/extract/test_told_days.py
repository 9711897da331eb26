"""Days by what stands around them: looks back, stretches, glosses in brackets, the head of an item."""

from datetime import date

import pytest

from conflictdesk.extract.times import find_times
from conflictdesk.text.sentences import split_sentences

PUBLISHED = date(2023, 8, 11)


@pytest.mark.parametrize(
    ("text", "words", "day"),
    [
        ("On the 5th they took A, which the army had left the night before. Two days later they shut it.",
         "Two days later", "2023-08-07"),
        ("On 8 August they burned A. A day earlier they had robbed B; that night two women fled.",
         "that night", "2023-08-07"),
        ("Troops burned homes on Wednesday, a day after the rebels mined the road.", "a day after", "2023-08-08"),
        ("The fort fell on the 10th of Dhu al-Hijjah (28 June).", "the 10th of Dhu al-Hijjah", "2023-06-28"),
        ("29/07, Lweba: women coming from the fields robbed", "29/07", "2023-07-29"),
        ("29/07 – Lweba: women coming from the fields robbed", "29/07", "2023-07-29"),
        ("- Lweba, 8 Aug: women coming from the fields robbed", "8 Aug", "2023-08-08"),
        ("Soldiers dug up rifles said to be the cartel's on Tuesday.", "Tuesday", "2023-08-08"),
        ("We have spoken to nineteen witnesses of what happened in A on 19 June.", "19 June", "2023-06-19"),
        ("At noon today people marched.", "noon today", "2023-08-11"),
    ],
)  # fmt: skip
def test_a_day_is_that_of_its_words(text: str, words: str, day: str) -> None:
    times = find_times(text, split_sentences(text, "en"), "en", PUBLISHED)
    found = [t.interval.start.isoformat() for t in times if t.interval and words in t.span.of(text)]
    assert found == [day]
