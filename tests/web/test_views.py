"""What pages show of single records: an excerpt around a sentence, what changed by re-coding, places to choose from."""

from dataclasses import replace
from datetime import date

from conflictdesk.records.events import EventType, Role, Status
from conflictdesk.records.reports import Span
from conflictdesk.records.values import Count
from conflictdesk.web.views.claimrows import sure
from conflictdesk.web.views.excerpts import AROUND, excerpt
from conflictdesk.web.views.forms import places_offered
from conflictdesk.web.views.recoding import UNCHANGED, changes
from desks import claim, on, report

NEWS = report("news", "Gunmen killed four soldiers in Sabha on Sunday.", "Fezzan Wire", date(2020, 5, 19))
TOLD = claim(
    NEWS, NEWS.text, {"place": "Sabha"}, type=EventType.ATTACK, role=Role.ATTACK, status=Status.REPORTED,
    when=on(2020, 5, 17), killed=Count(4, 4),
)  # fmt: skip


def words(found: dict[str, list[dict[str, object]]]) -> str:
    return "".join(str(piece["text"]) for piece in found["pieces"])


def test_an_excerpt_holds_the_sentence_and_whole_words_around_it() -> None:
    text = "left out " * 100 + "It was quiet. Rockets hit Sabha. Nobody slept. " + "left out " * 100
    start = text.index("Rockets")
    found = excerpt(text, Span(start, start + len("Rockets hit Sabha.")), [("place", Span(start + 12, start + 17))])
    assert (found["before"], found["after"]) == (True, True)
    assert "quiet. Rockets hit Sabha. Nobody" in words(found)
    assert len(words(found)) <= 2 * AROUND + 20
    assert words(found).split()[0] in ("left", "out")
    assert [piece["text"] for piece in found["pieces"] if "place" in piece["fields"]] == ["Sabha"]


def test_an_excerpt_ends_with_its_paragraph() -> None:
    found = excerpt("Before.\n\nRockets hit Sabha.\n\nAfter.", Span(9, 27))
    assert words(found) == "Rockets hit Sabha."


def test_spans_beyond_the_text_are_no_harm() -> None:
    assert words(excerpt("Short.", Span(3, 99), [("place", Span(50, 60))])) == "Short."


def test_what_changed_is_said_with_both_values() -> None:
    later = replace(TOLD, when=on(2020, 5, 24), claim_id="again")
    assert changes([TOLD], [later]) == ["Date of “Attack”: 17 May 2020 before, now 24 May 2020."]
    assert changes([TOLD], [replace(TOLD, claim_id="again")]) == [UNCHANGED]
    assert changes([TOLD], []) == ["No longer read: “Attack”."]
    assert changes([], [TOLD]) == ["New: “Attack”."]


def test_two_claims_of_one_sentence_are_kept_apart() -> None:
    second = replace(TOLD, claim_id="second", killed=Count(1, 1))
    assert changes([TOLD, second], [TOLD, replace(second, killed=Count(2, 2))]) == [
        "Killed of “Attack”: 1 before, now 2."
    ]


def test_towns_come_before_their_regions() -> None:
    region = {"name": "Sabhā", "kind": "admin1", "country": "LY", "admin1": "Sabhā", "lat": 27.2, "lon": 14.7}
    town = region | {"name": "Sabha", "kind": "city"}
    found = places_offered([region, town])
    assert [(one["name"], one["precision"], one["where"]) for one in found] == [
        ("Sabha", "exact", "Sabhā, Libya"),
        ("Sabhā", "region", "Libya"),
    ]


def test_how_sure_the_program_is_stands_in_words() -> None:
    assert [sure(level) for level in (0.95, 0.8, 0.6, 0.3, None)] == ["high", "high", "moderate", "low", ""]
