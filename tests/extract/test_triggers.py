"""Which words state an event, and which of two tellings are two events, by readings made by hand."""

from datetime import UTC, datetime

import pytest

from conflictdesk.extract.cues import find_cues
from conflictdesk.extract.fields import Filled
from conflictdesk.extract.merging import same_event
from conflictdesk.extract.observations import Observations
from conflictdesk.extract.triggers import likely_events
from conflictdesk.records.events import Actor, EventType, Place, Role
from conflictdesk.records.reports import Mark, Reading, Report, Sentence, Span, Trigger

TEXT = "Nomads emptied the granary of Goro on Monday. They emptied a well."


def seen(*triggers: tuple[str, float, str], marked: str = "", same: float = 0.0) -> Observations:
    report = Report("r", TEXT, "0" * 64, datetime(2024, 5, 16, tzinfo=UTC))
    stop = TEXT.index(".") + 1
    stated = tuple(Trigger(span(words), score, {kind: 0.9}, {}, {}, {}, {}) for words, score, kind in triggers)
    told = {"perpetrator": "Nomads", "place": "Goro", "date": "Monday", "target": "the granary"}
    marks = tuple(Mark(label, span(words), 0.9) for label, words in told.items() if marked)
    alike = tuple({1 - n: same} if len(stated) == 2 else {} for n in range(len(stated)))
    reading = Reading("by hand", stated, marks, tuple({} for _ in marks), alike)
    return Observations(report, "en", (Sentence(Span(0, stop), 0), Sentence(Span(stop + 1, len(TEXT)), 0)), reading)


def span(words: str) -> Span:
    at = TEXT.index(words)
    return Span(at, at + len(words))


def found(observed: Observations) -> list[str]:
    return [observed.words(c.trigger.span) for c in likely_events(observed)]


LOOTING, ATTACK = EventType.LOOTING, EventType.ATTACK


def test_who_did_what_to_whom_where_and_when_speaks_for_an_event() -> None:
    doubtful = ("emptied the", 0.3, LOOTING)
    assert found(seen(doubtful, marked="all")) == ["emptied the"]
    assert found(seen(doubtful)) == []


@pytest.mark.parametrize(("kind", "expected"), [(LOOTING, ["emptied the"]), (ATTACK, ["emptied the", "granary"])])
def test_a_second_event_of_a_sentence_is_of_another_kind(kind: str, expected: list[str]) -> None:
    two = seen(("emptied the", 0.9, LOOTING), ("granary", 0.6, kind), marked="all")
    assert found(two) == expected


@pytest.mark.parametrize("same", [0.05, 0.3])
def test_what_the_encoder_takes_for_two_events_is_not_one(same: float) -> None:
    words = ("emptied the", "emptied a well")
    both = seen(*((w, 0.9, LOOTING) for w in words), same=same)
    first, second = ({**SAID, "type": Filled(LOOTING, (span(w),))} for w in words)
    assert same_event(both, second, first) is (same > 0.2)


SAID = {
    "date": Filled(None),
    "place": Filled(Place("Goro")),
    "perpetrator": Filled(Actor()),
    "role": Filled(Role.ATTACK),
}


@pytest.mark.parametrize(
    ("language", "title", "text", "staged"),
    [
        ("en", "Coast guard holds joint exercise", "Boats fired at a hull off Kribi.", True),
        ("en", None, "Role-players shot at the gate. The mock attack ended at noon.", True),
        ("en", "Two killed at Kribi", "Soldiers who were back from a joint exercise were shot.", False),
        ("fr", "Un exercice grandeur nature à l'aéroport", "Des tirs ont éclaté à 10 heures.", True),
        ("it", "Aeroporto, esplode una bomba. Ma è tutto finto", "Un ordigno è scoppiato ieri.", True),
        ("es", "Simulacro en el metro", "Una bomba estalló el martes.", True),
        ("ar", "رماية بالذخيرة الحية ضمن المناورة المشتركة", "اقتحمت القوات القرية.", True),
    ],
)
def test_a_report_of_an_exercise_is_known_by_its_title_or_by_repetition(
    language: str, title: str | None, text: str, staged: bool
) -> None:
    report = Report("r", text, "0" * 64, datetime(2024, 5, 16, tzinfo=UTC), title=title)
    whole = Observations(report, language, (), Reading("none"), cues=find_cues(text, language))
    assert whole.staged is staged
