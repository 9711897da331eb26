"""The sentence on an incident: each record below, and the words that must and must not stand in its sentence."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from conflictdesk.link.parties import whose
from conflictdesk.publish import wording
from conflictdesk.publish.phrases import phrases
from conflictdesk.publish.sentences import sentence
from conflictdesk.publish.voices import Voice, named_independently, tellers
from conflictdesk.records.events import (
    Actor,
    EventClaim,
    EventType,
    Place,
    Rival,
    Role,
    Standing,
    Status,
    Target,
    Weapon,
    WeaponKind,
)
from conflictdesk.records.values import Area, Count, DatePrecision, GeoPrecision, Point, TimeInterval
from desks import claim, incident, on, report

NEWS = report("news", "Soldiers fought gunmen in Sabha.", "Fezzan Wire", date(2020, 5, 18))
FEZZAN = Actor("the soldiers of the Fezzan Province", "Islamic State - Libya")
SABHA = Place("Sabha", "Sabha", "LY", Point(27.04, 14.43), precision=GeoPrecision.EXACT)


def told(status: Status = Status.REPORTED, **values: Any) -> EventClaim:
    base: dict[str, Any] = {
        "type": EventType.ARMED_CLASH,
        "role": Role.ATTACK,
        "when": on(2020, 5, 17),
        "place": SABHA,
        "perpetrator": FEZZAN,
        "target": Target("soldiers", "soldiers"),
    }
    return claim(NEWS, NEWS.text, {}, status=status, **(base | values))


def said(claims: list[EventClaim], standing: Standing, **values: Any) -> str:
    publishers = ["Fezzan Wire", "Desert Post", "Tripoli Courier"]
    told = zip(claims, publishers, strict=False)
    voices = [Voice(one, publisher, "en", whose=whose(one, None, None)) for one, publisher in told]
    return sentence(incident(claims, standing, **values), voices)


@pytest.mark.parametrize("kind", list(EventType))
@pytest.mark.parametrize("target", [Target(), Target("soldiers", "soldiers")])
def test_a_claim_alone_never_reads_as_a_deed(kind: EventType, target: Target) -> None:
    words = said([told(Status.CLAIMED, type=kind, target=target, claimed_by="Islamic State")], Standing.CLAIMED_ONLY)
    assert words.startswith("Islamic State - Libya claims to have ")
    assert "nobody independent" in words
    assert "{" not in words


def test_a_claim_for_another_and_a_claim_by_nobody_named() -> None:
    other = said([told(Status.CLAIMED, claimed_by="Al-Qaida")], Standing.CLAIMED_ONLY)
    assert other.startswith(
        "Al-Qaida claims that Islamic State - Libya fought soldiers in Sabha, Libya, on 17 May 2020;"
    )
    nobody = said([told(Status.CLAIMED, perpetrator=Actor())], Standing.CLAIMED_ONLY)
    assert "a party to it, not named, claims that there was an armed clash" in nobody.lower()


def test_its_numbers_are_its_own_claim() -> None:
    words = said([told(Status.CLAIMED, claimed_by="Islamic State", killed=Count(3, 5))], Standing.CLAIMED_ONLY)
    assert "By its own claim alone, killed: 3 to 5" in words


def test_one_source_is_named_and_stands_alone() -> None:
    words = said([told(attributed_to=("a military source",))], Standing.SINGLE_SOURCE)
    assert words == (
        "According to a military source, Islamic State - Libya fought soldiers in Sabha, Libya, on 17 May 2020;"
        " no other independent source says so. Killed: not reported; wounded: not reported."
    )


def test_an_authority_s_own_word_covers_that_it_acted_and_no_more() -> None:
    command = Actor("AFRICOM", "US Africa Command")
    words = said(
        [told(Status.CONFIRMED, type=EventType.AIR_STRIKE, perpetrator=command, attributed_to=("US Africa Command",))],
        Standing.SINGLE_SOURCE,
    )
    assert words.startswith("US Africa Command says that it carried out an air or drone strike on soldiers")
    assert "on whom it hit and how many it killed there is its own word alone" in words


def test_who_did_it_is_the_claimant_s_word_where_only_the_claimant_says_it() -> None:
    claimed = told(Status.CLAIMED, claimed_by="Islamic State", attributed_to=("Al-Naba",))
    heard = replace(told(perpetrator=Actor(), attributed_to=("an officer",)), claim_id="heard")
    words = said([claimed, heard], Standing.SINGLE_SOURCE)
    assert words.startswith("According to an officer, there was an armed clash against soldiers in Sabha")
    assert "Islamic State claims it" in words
    assert "Libya fought" not in words


def test_corroborated_counts_its_sources() -> None:
    words = said([told(), told()], Standing.CORROBORATED, sources_independent=2)
    assert words.startswith("According to 2 independent sources, Islamic State - Libya fought soldiers")


def test_an_allegation_stays_one() -> None:
    assert "is alleged to have fought soldiers" in said([told(Status.ALLEGED)], Standing.SINGLE_SOURCE)


def test_contested_says_who_carries_the_denial() -> None:
    words = said([told(), replace(told(Status.DENIED), claim_id="denial")], Standing.CONTESTED)
    assert words.startswith("It is contested that ")
    assert "Desert Post carries a denial" in words


def test_a_denial_does_not_make_of_whom_it_clears_one_that_others_name() -> None:
    denied = replace(told(Status.DENIED), claim_id="denial")
    claimed = told(Status.CLAIMED, claimed_by="Islamic State", killed=Count(9, 9))
    words = said([claimed, denied], Standing.CONTESTED)
    assert "It is contested that Islamic State - Libya fought soldiers" in words
    assert "as told by Islamic State; Desert Post carries a denial" in words
    assert "Killed: 9 (according to Islamic State)" in words
    assert not named_independently([Voice(claimed, "Fezzan Wire"), Voice(denied, "Desert Post")])
    assert said([denied], Standing.CONTESTED).startswith("It is contested that there was an armed clash against")


def test_a_contested_sentence_says_who_says_what_and_names_no_doer_whom_none_accuses() -> None:
    residents = told(perpetrator=Actor(), target=Target(), attributed_to=("residents",))
    army = Actor("The Libyan army", "Military Forces of Libya")
    cleared = replace(told(Status.DENIED, perpetrator=army, attributed_to=("the Libyan army",)), claim_id="denial")
    words = said([residents, cleared], Standing.CONTESTED, perpetrator=Actor(), target=Target("soldiers", "soldiers"))
    assert words.startswith(
        "According to residents, there was an armed clash in Sabha, Libya, on 17 May 2020;"
        " who did it is contested: any part in it is denied by the Libyan army."
    )
    assert "Military Forces" not in words
    whole = replace(cleared, perpetrator=Actor(), attributed_to=("the governor",))
    denied = said([residents, whole], Standing.CONTESTED, perpetrator=Actor())
    assert denied.startswith("It is contested that there was an armed clash")
    assert "as told by residents; it is denied by the governor" in denied


def test_who_only_claims_it_is_put_in_no_witness_s_mouth() -> None:
    claimed = told(Status.CLAIMED, claimed_by="Islamic State", target=Target("a post", "an army post"))
    medic = replace(told(perpetrator=Actor(), target=Target(), attributed_to=("a medic",)), claim_id="medic")
    denied = replace(told(Status.DENIED, perpetrator=Actor(), attributed_to=("the army",)), claim_id="denial")
    words = said([claimed, medic, denied], Standing.CONTESTED)
    assert words.startswith(
        "It is contested that there was an armed clash in Sabha, Libya, on 17 May 2020, as told by a medic;"
        " Islamic State claims it; it is denied by the army."
    )
    assert "army post" not in said([claimed, medic], Standing.SINGLE_SOURCE)


def test_of_two_who_claim_it_both_are_told_as_claiming() -> None:
    one = told(Status.CLAIMED, claimed_by="Islamic State")
    other = replace(told(Status.CLAIMED, claimed_by="Al-Qaida", perpetrator=Actor("they", "Al-Qaida")), claim_id="b")
    heard = replace(told(perpetrator=Actor(), attributed_to=("an officer",)), claim_id="heard")
    both = tuple(Rival(c.claimed_by, (c.claim_id,)) for c in (one, other))
    nobody: dict[str, Any] = {"perpetrator": Actor(), "claimed_by": None, "rivals": {"claimed_by": both}}
    words = said([one, other], Standing.CLAIMED_ONLY, **nobody)
    assert words.startswith("Islamic State and Al-Qaida each claim to have fought soldiers in Sabha")
    assert "nobody independent" in words
    words = said([one, other, heard], Standing.SINGLE_SOURCE, **nobody)
    assert words.startswith("According to an officer, there was an armed clash against soldiers in Sabha")
    assert "; Islamic State and Al-Qaida each claim it;" in words


def test_an_authority_s_word_on_its_own_deed_speaks_for_no_other() -> None:
    forces = Actor("the army", "Military Forces of Libya")
    own = told(
        Status.CONFIRMED, role=Role.COUNTER_OPERATION, perpetrator=forces, attributed_to=("the army",),
        type=EventType.AIR_STRIKE, weapon=Weapon("jets", WeaponKind.AIRSTRIKE),
    )  # fmt: skip
    own, activists = replace(own, claim_id="own"), told(attributed_to=("activists",))
    rivals = {field: (Rival(forces.as_record(), ("own",)),) for field in ("perpetrator", "weapon")}
    words = said([activists, own], Standing.SINGLE_SOURCE, rivals=rivals)
    assert words.startswith("According to activists, Islamic State - Libya fought soldiers in Sabha, Libya, on")


def test_who_did_it_is_said_by_those_who_say_it_where_not_all_do() -> None:
    silent = replace(told(perpetrator=Actor()), claim_id="silent", report_id="other")
    words = said([told(attributed_to=("an officer",)), silent], Standing.CORROBORATED, sources_independent=2)
    assert words.startswith("According to 2 independent sources, there was an armed clash against soldiers in Sabha")
    assert "that it was Islamic State - Libya is said by an officer" in words
    accused = [told(Status.ALLEGED, attributed_to=("the mayor",)), silent]
    assert "is alleged by the mayor" in said(accused, Standing.CORROBORATED, sources_independent=2)


def test_a_ministry_s_word_on_its_own_state_s_forces_is_their_own_word() -> None:
    forces = Actor("soldiers", "Military Forces of Niger")
    sources = ("Niger's defence ministry", "The ministry")
    words = said([told(Status.CONFIRMED, perpetrator=forces, attributed_to=sources)], Standing.SINGLE_SOURCE)
    assert words.startswith("Military Forces of Niger say that they fought soldiers")
    assert "how many they killed there is their own word alone" in words
    mixed = told(perpetrator=forces, attributed_to=("Niger's defence ministry", "a doctor"))
    assert "own word alone" not in said([mixed], Standing.SINGLE_SOURCE)


def test_who_speaks_stands_in_one_list_and_once() -> None:
    first = told(attributed_to=("The ministry", "residents"), killed=Count(3, 3))
    second = replace(told(attributed_to=("the ministry", "La Repubblica"), killed=Count(3, 3)), claim_id="second")
    words = said([first, second], Standing.CORROBORATED, sources_independent=2)
    assert "Killed: 3 (according to the ministry, residents and La Repubblica)" in words
    alone = said([first], Standing.SINGLE_SOURCE)
    assert alone.startswith("According to the ministry and residents, ")
    assert "Killed: 3; wounded: not reported." in alone


@pytest.mark.parametrize(
    ("names", "left"),
    [
        (("the defence ministry", "The ministry"), "the defence ministry"),
        (("Le ministère", "le ministère de la Défense"), "le ministère de la Défense"),
        (("the head of the mission", "the mission"), "the head of the mission and the mission"),
        (("residents", "the residents of Sabha"), "residents and the residents of Sabha"),
        (("The Times", "the army"), "The Times and the army"),
    ],
)
def test_a_name_that_only_takes_up_another_is_left_out(names: tuple[str, ...], left: str) -> None:
    assert said([told(attributed_to=names)], Standing.SINGLE_SOURCE).startswith(f"According to {left}, ")


def test_rival_tolls_stand_with_those_who_tell_them() -> None:
    higher = told(killed=Count(3, 3), attributed_to=("the governor",))
    lower = replace(told(killed=Count(1, 1), attributed_to=("an officer",)), claim_id="lower")
    rivals = {"killed": (Rival({"min": 1, "max": 1}, ("lower",)),)}
    words = said([higher, lower], Standing.CORROBORATED, sources_independent=2, rivals=rivals)
    assert "Killed: 3 (according to the governor; an officer: 1)" in words


def test_nobody_named_is_said_to_be_so() -> None:
    words = said([told(perpetrator=Actor())], Standing.SINGLE_SOURCE)
    assert "who did it is not reported" in words


def test_gunmen_are_an_unidentified_group() -> None:
    words = said([told(perpetrator=Actor("gunmen", "Unidentified armed group"))], Standing.SINGLE_SOURCE)
    assert "an unidentified armed group fought soldiers" in words


@pytest.mark.parametrize(
    ("place", "words"),
    [
        (SABHA, "soldiers in Sabha, Libya, on"),
        (replace(SABHA, precision=GeoPrecision.NEAR), "near Sabha, Libya, on"),
        (Place("Sabha", None, "LY", area=Area(26.2, 14.4, 20)), "around Sabha, Libya (known to within 20 km), on"),
        (Place("93 km south of Sabha", area=Area(26.2, 14.4, 20)), "soldiers 93 km south of Sabha (known to"),
        (Place("Barsalogho", "Barsalogho Airport", "BF"), "soldiers at Barsalogho Airport, Burkina Faso, on"),
        (Place("قاعدة الوطية الجوية", "Al Watiya Air Base", "LY"), "soldiers at Al Watiya Air Base, Libya, on"),
        (Place("مطار سبها"), "soldiers at \u2068مطار سبها\u2069 on"),
        (Place("Qayyarah airfield", "Qayyarah", "IQ"), "soldiers in Qayyarah, Iraq, on"),
        (Place("Airport City"), "soldiers in Airport City on"),
        (Place(country="LY", precision=GeoPrecision.COUNTRY), "soldiers in Libya on"),
        (Place(), "at a place that is not reported on"),
    ],
)
def test_a_place_is_told_as_well_as_it_is_known(place: Place, words: str) -> None:
    assert words in said([told(place=place)], Standing.SINGLE_SOURCE)


@pytest.mark.parametrize(
    ("target", "words"),
    [("checkpoint", "fought a checkpoint in"), ("oil field", "fought an oil field in"), ("police", "fought police in"),
     ("the army", "fought the army in"), ("Ministry of Defence", "fought Ministry of Defence in")],
)  # fmt: skip
def test_a_common_noun_gets_its_article(target: str, words: str) -> None:
    assert words in said([told(target=Target(target, target))], Standing.SINGLE_SOURCE)


def test_another_language_s_words_are_quoted() -> None:
    claim = told(target=Target("les gardes", "les gardes"))
    words = sentence(incident([claim], Standing.SINGLE_SOURCE), [Voice(claim, "Sahel", "fr")])
    assert "fought “les gardes” in Sabha" in words


def test_a_weapon_is_told_once() -> None:
    vest = Weapon("vest", WeaponKind.SUICIDE_VEST)
    assert "with a suicide vest" in said([told(weapon=vest)], Standing.SINGLE_SOURCE)
    bomb = told(type=EventType.SUICIDE_BOMB, weapon=vest)
    assert "vest" not in said([bomb], Standing.SINGLE_SOURCE)


@pytest.mark.parametrize(
    ("start", "end", "precision", "words"),
    [
        (date(2020, 5, 17), date(2020, 5, 17), "day", "17 May 2020"),
        (date(2020, 5, 11), date(2020, 5, 17), "week", "11 to 17 May 2020"),
        (date(2020, 4, 27), date(2020, 5, 3), "week", "27 April to 3 May 2020"),
        (date(2019, 12, 30), date(2020, 1, 5), "week", "30 December 2019 to 5 January 2020"),
        (date(2020, 5, 1), date(2020, 5, 31), "month", "May 2020"),
        (date(2020, 1, 1), date(2020, 12, 31), "year", "2020"),
    ],
)
def test_dates_are_told_as_finely_as_they_are_known(start: date, end: date, precision: str, words: str) -> None:
    assert wording.interval(TimeInterval(start, end, DatePrecision(precision))) == words


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [(None, None, "not reported"), (0, 0, "none"), (3, 3, "3"), (3, 5, "3 to 5"), (3, None, "at least 3"),
     (None, 5, "up to 5"), (0, 2, "0 to 2")],
)  # fmt: skip
def test_numbers_are_ranges_and_blank_is_not_nought(low: int | None, high: int | None, words: str) -> None:
    assert wording.count(Count(low, high)) == words


def test_arabic_words_do_not_turn_the_sentence_around() -> None:
    sabha = {"place": "سبها", "place_modern": "Sabha", "country": "LY"}
    assert wording.place(sabha) == "\u2068سبها\u2069 (today Sabha), Libya"
    assert wording.listed(["Al-Naba", "صوت سبها"]) == "Al-Naba and \u2068صوت سبها\u2069"


def test_every_type_and_weapon_has_its_words() -> None:
    assert set(phrases()["events"]) == {str(kind) for kind in EventType}
    assert set(phrases()["weapons"]) == {str(kind) for kind in WeaponKind} - {"unknown"}


@pytest.mark.parametrize(
    ("words", "begins"),
    [
        ("fighters were in", "Islamic State - Libya claims to have fought fighters in Sabha,"),
        ("fighters in", "Islamic State - Libya claims to have fought fighters in Sabha,"),
        ("The convoy", "Islamic State - Libya claims to have fought the convoy in Sabha,"),
        ("its men", "Islamic State - Libya claims to have fought an armed clash in Sabha,"),
    ],
)
def test_a_target_is_cut_to_what_a_sentence_can_take(words: str, begins: str) -> None:
    one = told(Status.CLAIMED, target=Target(words, words), claimed_by="Islamic State")
    assert said([one], Standing.CLAIMED_ONLY).startswith(begins)


def test_what_was_shot_down_is_not_what_did_it() -> None:
    down = told(Status.CLAIMED, target=Target("a drone", "a drone"), weapon=Weapon("drone", WeaponKind.DRONE))
    assert "with a drone" not in said([down], Standing.CLAIMED_ONLY)


def test_who_says_so_is_cut_where_words_go_on_to_nothing() -> None:
    one = told(attributed_to=("a trader from", "السلطات الصحية يوم"))
    assert Voice(one, "Fezzan Wire", "en").names == ("a trader", "السلطات الصحية")


def test_a_copy_is_named_by_its_original_alone() -> None:
    copied = replace(told(), claim_id="copy", report_id="copied")
    voices = [Voice(told(), "Fezzan Wire", "en"), Voice(copied, "Copyist", "en", frozenset({NEWS.report_id}))]
    assert tellers(voices) == "Fezzan Wire"
    assert tellers(voices[1:]) == "Copyist"
