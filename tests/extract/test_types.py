"""Types that words, actors and crowds decide, and the weapons that go with them."""

import pytest

from conflictdesk.extract.lexicons import key
from conflictdesk.extract.types import by_actor, downed, without_crowd
from conflictdesk.extract.vocabulary import vocabulary
from conflictdesk.extract.weapons import FITTING, UNARMED, fits, weapon_of
from conflictdesk.records.events import EventType, WeaponKind


@pytest.mark.parametrize(
    ("language", "words", "verb", "what"),
    [
        ("en", "said it had shot down a Turkish drone near Tarhuna", "shot", "drones"),
        ("en", "a helicopter of the army was shot down by rebels", "shot", "aircraft"),
        ("en", "gunmen shot down the road at a bus", "shot", None),
        ("fr", "avoir abattu un drone américain", "avoir abattu", "drones"),
        ("es", "derribó un helicóptero", "derribó", "aircraft"),
        ("ar", "أسقطت مسيّرة حوثية", "أسقطت", "drones"),
    ],
)
def test_what_is_shot_down(language: str, words: str, verb: str, what: str | None) -> None:
    start = words.index(verb)
    assert downed(words, start, start + len(verb), language) == what


@pytest.mark.parametrize(
    ("event", "kind", "now"),
    [
        (EventType.GROUP_OVERTAKES, "state", EventType.GOVERNMENT_REGAINS),
        (EventType.GOVERNMENT_REGAINS, "rebel", EventType.GROUP_OVERTAKES),
        (EventType.GOVERNMENT_REGAINS, None, EventType.GOVERNMENT_REGAINS),
        (EventType.ATTACK, "state", EventType.ATTACK),
    ],
)
def test_territory_is_regained_by_states_and_overtaken_by_groups(
    event: EventType, kind: str | None, now: EventType
) -> None:
    assert by_actor(event, kind) is now


def test_shots_at_no_crowd_are_an_attack() -> None:
    read = {"Excessive force against protesters": 0.4, "Attack": 0.3}
    assert without_crowd(read, "Gunmen entered a settlement and fired.", "en") == {"Attack": pytest.approx(0.7)}
    assert without_crowd(read, "Police fired at demonstrators.", "en") == read


def test_events_without_an_attacker_have_no_kind_of_weapon_of_their_own() -> None:
    assert UNARMED.isdisjoint(FITTING)
    assert not fits(WeaponKind.IED, EventType.AIR_STRIKE)
    assert fits(WeaponKind.KNIFE, EventType.ATTACK)


def test_arabic_words_are_found_with_and_without_their_signs() -> None:
    assert key("فجّر") == key("فجر")
    assert weapon_of("مسيّرة انتحارية", "ar") is weapon_of("مسيرة انتحارية", "ar") is WeaponKind.DRONE
    assert [m for _, m in vocabulary("types", "ar").find("قُصفت")] == [
        m for _, m in vocabulary("types", "ar").find("قصفت")
    ]
