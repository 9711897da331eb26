"""Who is guessed to have done it where nobody is marked: not whoever is as likely the doer of another event."""

import re
from datetime import UTC, datetime

import pytest

from conflictdesk.extract.actors import ActorLexicon
from conflictdesk.extract.candidates import candidates
from conflictdesk.extract.fields import Context
from conflictdesk.extract.frames import Frame
from conflictdesk.extract.observations import Observations
from conflictdesk.extract.triggers import Candidate
from conflictdesk.records.reports import Reading, Report, Span, Trigger
from conflictdesk.text.sentences import split_sentences

ACTORS = ActorLexicon.load()
BOMB_AND_SIEGE = "A bomb killed a guard in Yala. The Taliban besieged Ghazni."


def guessed(text: str, title: str | None, stated: str, event: str) -> set[str]:
    """The ways in which anybody may have done the event, where the words of `stated` tell of events."""
    report = Report("r", text, "0" * 64, datetime(2024, 5, 16, tzinfo=UTC), language="en", title=title)
    triggers = tuple(Trigger(Span(*m.span()), 0.9, {}, {}, {}, {}, {}) for m in re.finditer(stated, text))
    sentences = split_sentences(text, "en")
    seen = Observations(report, "en", sentences, Reading("none", triggers), actors=ACTORS.find(text, "en"))
    own = tuple(Candidate(n, t, (), 0.9) for n, t in enumerate(triggers) if seen.words(t.span) == event)
    doers, _ = candidates(seen, Frame(own, (), (), ()), ACTORS, None, Context())
    return {sign for doer in doers for sign in doer.signs}


@pytest.mark.parametrize(
    ("text", "stated", "named"),
    [
        (BOMB_AND_SIEGE, "killed|besieged", False),
        ("A bomb killed a guard in Yala. It was the Taliban.", "killed|besieged", True),
    ],
)
def test_who_is_named_after_another_event_did_that_one(text: str, stated: str, named: bool) -> None:
    ways = guessed(text, None, stated, "killed")
    assert ("way.next" in ways, "way.next, another's" in ways) == (named, not named)


@pytest.mark.parametrize(
    ("event", "named"),
    [("stormed", True), ("freed", True), ("exploded", False)],
)
def test_a_title_tells_of_what_the_report_tells_first(event: str, named: bool) -> None:
    text = "Gunmen stormed a prison in Baidoa. They freed ten men.\n\nIn Afgoye a bomb exploded under a car."
    found = guessed(text, "Al-Shabaab storms prison", "stormed|freed|exploded", event)
    assert ("way.title" in found, "way.title, another's" in found) == (named, not named)
