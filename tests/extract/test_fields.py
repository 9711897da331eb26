"""Why a place is where it is stays with the claim, however the event comes by its place."""

from datetime import UTC, datetime

import pytest

from conflictdesk.extract.fields import Context, Filled, place_of
from conflictdesk.extract.frames import Frame, Placed
from conflictdesk.extract.observations import Observations
from conflictdesk.extract.triggers import Candidate
from conflictdesk.records.events import Place
from conflictdesk.records.mentions import Toponym
from conflictdesk.records.reports import Reading, Report, Sentence, Span, Trigger
from conflictdesk.records.values import GeoPrecision, Placing, Point

TEXT = "A bomb went off at Qasr Marwan, 90 km south of Sabha."
TOLD = "Qasr Marwan, LY. The text says 90 km south of Sabha, the map 75 km south-east."
BEFORE = "the place of the event told before it: " + TOLD
WORDS = Span(TEXT.index("Qasr"), TEXT.index(","))
PLACED = Placed(
    WORDS,
    Placing(
        "Qasr Marwan", "Qasr Marwan", "LY", Point(26.6, 15.0), None, GeoPrecision.EXACT, "own:1", "exact", 0.9, TOLD
    ),
    0.9,
)
FIRST = Filled(Place("Qasr Marwan", "Qasr Marwan", "LY", Point(26.6, 15.0)), (WORDS,), TOLD, 0.8)
CARRIED = Filled(FIRST.value, FIRST.spans, BEFORE, 0.45)


def seen(*places: Placed) -> Observations:
    report = Report("r", TEXT, "0" * 64, datetime(2024, 5, 16, tzinfo=UTC))
    toponyms = tuple(Toponym(p.span, p.placing.name) for p in places)
    whole = (Sentence(Span(0, len(TEXT)), 0),)
    return Observations(report, "en", whole, Reading("none"), (), toponyms, tuple(p.placing for p in places))


def bomb(*places: Placed) -> Frame:
    trigger = Trigger(Span(2, 6), 0.9, {}, {}, {}, {}, {})
    return Frame((Candidate(0, trigger, (), 0.9),), (), (), places)


@pytest.mark.parametrize(
    ("in_sentence", "of_event", "context", "reason"),
    [
        ((PLACED,), (PLACED,), Context(), TOLD),
        ((PLACED,), (), Context(), "the nearest place in its sentence: " + TOLD),
        ((), (), Context(place=FIRST), BEFORE),
        ((), (), Context(place=CARRIED), BEFORE),
        ((), (), Context(main_place=PLACED), "the first place that the report names: " + TOLD),
    ],
    ids=["its own", "beside it", "told before", "told twice before", "the report's"],
)
def test_where_text_and_map_disagree_the_claim_says_so(
    in_sentence: tuple[Placed, ...], of_event: tuple[Placed, ...], context: Context, reason: str
) -> None:
    found = place_of(seen(*in_sentence), bomb(*of_event), context)
    assert (found.value.name, found.reason) == ("Qasr Marwan", reason)
