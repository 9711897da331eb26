"""Types that words, actors and crowds decide, and the weapons that go with them."""

import pytest

from conflictdesk.extract.kind_words import Reach, Told, kind_words
from conflictdesk.extract.lexicons import key
from conflictdesk.extract.types import Stated, by_actor, downed, meanings, weigh_types, without_crowd
from conflictdesk.extract.vocabulary import vocabulary
from conflictdesk.extract.weapons import FITTING, UNARMED, fits, weapon_of
from conflictdesk.records.events import EventType, TargetKind, WeaponKind


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


@pytest.mark.parametrize(
    ("language", "words", "read", "target", "event"),
    [
        ("it", "ha preso d'assalto il villaggio", {"Air/drone strike": 0.5, "Attack": 0.4}, "civilian", "Attack"),
        (
            "en",
            "mounted an all-out attack on the compound",
            {"Suicide bomb": 0.6, "Armed clash": 0.2},
            "military",
            "Armed clash",
        ),
        (
            "en",
            "aircraft struck the camp",
            {"Air/drone strike": 0.5, "Armed clash": 0.4},
            "armed group",
            "Air/drone strike",
        ),
        ("en", "the guerrilla was captured by the police", {"Arrests": 0.97}, "armed group", "Arrests"),
        ("en", "the assassination of the deputy", {"Attack": 0.98, "Armed clash": 0.01}, "military", "Attack"),
        (
            "fr",
            "tirs contre la caserne",
            {"Armed clash": 0.6, "Remote explosive/landmine/IED": 0.4},
            "military",
            "Armed clash",
        ),
    ],
)
def test_a_means_that_no_word_tells_of_weighs_little(
    language: str, words: str, read: dict[str, float], target: str, event: str
) -> None:
    told = frozenset(w.meaning for w in kind_words(words, language))
    meant = frozenset(meanings(words, language))
    kind = TargetKind(target)
    weights = weigh_types(Stated(read, meant, Told(told, told, told), WeaponKind.UNKNOWN, kind, by_words=True))
    assert max(weights, key=lambda t: weights[t]) == event
    assert sum(weights.values()) == pytest.approx(1)


def test_where_the_nearest_word_for_a_weapon_stands() -> None:
    told = Told(frozenset({"harm"}), frozenset({"Remote explosive/landmine/IED"}), frozenset({"small arms"}))
    assert told.weapon(WeaponKind.IED) is Reach.NEAR
    assert told.weapon(WeaponKind.SMALL_ARMS) is Reach.FAR
    assert told.weapon(WeaponKind.KNIFE) is Reach.NOWHERE


def test_a_blow_from_afar_may_be_an_air_strike_or_a_shell() -> None:
    told = {w.meaning for w in kind_words("La coalition a frappé un convoi.", "fr")}
    assert {EventType.AIR_STRIKE, EventType.SHELLING} <= told
    assert EventType.REMOTE_EXPLOSIVE not in told


@pytest.mark.parametrize(
    ("language", "words", "event"),
    [
        ("en", "Marines handed in the keys without firing a shot", EventType.NONVIOLENT_TRANSFER),
        ("en", "two rockets failed to explode", EventType.DISRUPTED_WEAPONS),
        ("en", "herders had their goats rustled", EventType.LOOTING),
        ("en", "the clerk was led away by men in masks", EventType.ABDUCTION),
        ("fr", "la ville a été prise sans coup férir", EventType.NONVIOLENT_TRANSFER),
        ("fr", "le magasin a été dévalisé", EventType.LOOTING),
        ("it", "i genieri hanno fatto brillare il proiettile", EventType.DISRUPTED_WEAPONS),
        ("es", "los vecinos quemaron llantas", EventType.VIOLENT_DEMONSTRATION),
    ],
)
def test_words_that_tell_a_type(language: str, words: str, event: EventType) -> None:
    assert event in {w.meaning for w in kind_words(words, language)}


@pytest.mark.parametrize(
    ("words", "no"),
    [
        ("gunmen with rocket-propelled grenades attacked a market", EventType.SHELLING),
        ("a helicopter assault force went after a planner", EventType.AIR_STRIKE),
    ],
)
def test_what_attackers_carry_or_come_with_tells_no_type(words: str, no: EventType) -> None:
    assert no not in {w.meaning for w in kind_words(words, "en")}
