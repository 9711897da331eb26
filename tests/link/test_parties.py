"""Whose word a claim passes on: the law's first sentence, case by case."""

from dataclasses import replace
from typing import Any

import pytest
from small_reports import ARMY, COMMAND, NEWS, RELIEF, WEEKLY, claim, link, report, source_of

from conflictdesk.link.parties import Company, whose
from conflictdesk.link.states import states_in
from conflictdesk.records.events import Standing
from conflictdesk.records.reports import Source, SourceKind
from conflictdesk.records.standings import Word

NIGER = {"text": "the army", "canonical": "Military Forces of Niger"}
GROUP = {"text": "fighters of the Dune Front", "canonical": "Dune Front"}
OPERATION: dict[str, Any] = {"role": "counter-operation", "status": "confirmed", "perpetrator": NIGER}
AMERICAN = OPERATION | {"perpetrator": {"text": None, "canonical": "United States"}}
NOBODY: dict[str, Any] = {"role": "counter-operation", "type": "Air/drone strike", "status": "reported"}
STRIKE: dict[str, Any] = {"role": "attack", "perpetrator": {"text": None, "canonical": "Military Forces of Russia"}}
ATTACK: dict[str, Any] = {"role": "attack", "perpetrator": GROUP}


@pytest.mark.parametrize(
    ("speakers", "fields", "word"),
    [
        # An official of the acting state on its own operation is the acting side, however shortened.
        (["Niger's defence ministry"], OPERATION, Word.AUTHORITY),
        (["Niger's defence ministry", "the ministry"], OPERATION, Word.AUTHORITY),
        (["the ministry"], OPERATION, Word.AUTHORITY),
        (["a spokesman"], OPERATION, Word.AUTHORITY),
        (["a senior official"], OPERATION | {"status": "reported"}, Word.AUTHORITY),
        (["le porte-parole du ministère"], OPERATION, Word.AUTHORITY),
        (["المتحدث باسم وزارة الدفاع"], OPERATION, Word.AUTHORITY),
        # Nor is it independent where nobody is named as acting.
        (["the defence ministry"], NOBODY, Word.AUTHORITY),
        (["police"], NOBODY | {"role": "other", "type": "Arrests"}, Word.AUTHORITY),
        ([], NOBODY | {"status": "claimed"}, Word.AUTHORITY),
        # Somebody else is, whoever employs him.
        (["a doctor at the government hospital"], OPERATION, Word.THIRD),
        (["residents"], OPERATION, Word.THIRD),
        (["the ministry", "a resident"], OPERATION, Word.THIRD),
        (["the UN mission's spokesman"], OPERATION, Word.OFFICIAL),
        (["the health ministry"], NOBODY, Word.OFFICIAL),
        ([], OPERATION, Word.PUBLICATION),
        (["US officials"], AMERICAN, Word.AUTHORITY),
        (["Defense officials in Washington", "US officials"], AMERICAN, Word.AUTHORITY),
        (["the town's mayor", "US officials"], AMERICAN, Word.THIRD),
        # A state's strike on another: its own ministries are its side, the other's are not.
        (["Russia's foreign ministry"], STRIKE, Word.AUTHORITY),
        (["the Russian army", "the army"], STRIKE, Word.AUTHORITY),
        (["Ukraine's air force"], STRIKE, Word.OFFICIAL),
        # An armed group's attack: the police are an official voice of their own, the group is its own.
        (["police"], ATTACK, Word.OFFICIAL),
        (["the Dune Front"], ATTACK, Word.PERPETRATOR),
        (["the group"], ATTACK, Word.PERPETRATOR),
        (["the militants", "a resident"], ATTACK, Word.THIRD),
        (["soldiers"], ATTACK, Word.OFFICIAL),
        # Whatever a group owns that speaks is its mouth, what is tied to it by a spokesman's word too.
        (["the outfit"], ATTACK, Word.PERPETRATOR),
        (["The militant group's news outlet"], ATTACK, Word.PERPETRATOR),
        (["the group's channels"], ATTACK, Word.PERPETRATOR),
        (["the movement's political bureau"], ATTACK, Word.PERPETRATOR),
        (["the outfit's spokesman Idris Bello"], ATTACK, Word.PERPETRATOR),
        (["le mouvement"], ATTACK, Word.PERPETRATOR),
        (["un porte-parole du mouvement"], ATTACK, Word.PERPETRATOR),
        (["un comunicato degli insorti"], ATTACK, Word.PERPETRATOR),
        (["portavoz de los rebeldes"], ATTACK, Word.PERPETRATOR),
        (["المتحدث باسم الحركة"], ATTACK, Word.PERPETRATOR),
        (["Dune Front officials"], ATTACK, Word.PERPETRATOR),
        # What it holds, struck or fights is not, nor is a group of another sort.
        (["residents of the group's stronghold"], ATTACK, Word.THIRD),
        (["the group's former hostages"], ATTACK, Word.THIRD),
        (["villagers held by the rebels"], ATTACK, Word.THIRD),
        (["relatives of the gunmen's victims"], ATTACK, Word.THIRD),
        (["the rights group's spokesman"], ATTACK, Word.OFFICIAL),
        (["a lawyers' group"], ATTACK, Word.THIRD),
        (["the monitoring group"], ATTACK, Word.THIRD),
        (["a local militia"], ATTACK, Word.THIRD),
        (["a doctor of the group's clinic"], ATTACK, Word.THIRD),
        (["the group"], STRIKE, Word.THIRD),  # those who were struck
        # A rank before a name, an intelligence officer, and a capital speak for the state that acted, and for no other.
        (["Air Vice Marshal Edward Gana"], OPERATION, Word.AUTHORITY),
        (["Le colonel Moussa Ba"], NOBODY, Word.AUTHORITY),
        (["An intelligence officer"], NOBODY, Word.AUTHORITY),
        (["Niamey"], OPERATION, Word.AUTHORITY),
        (["Bamako"], NOBODY, Word.AUTHORITY),  # the strike was in Mali
        (["Niamey"], NOBODY, Word.THIRD),
        (["Niamey residents"], OPERATION, Word.THIRD),
        (["Colonel Moussa Ba"], ATTACK, Word.OFFICIAL),
        (["Colonel Ba of the observers"], OPERATION, Word.OFFICIAL),
        (["retired Colonel Moussa Ba"], OPERATION, Word.OFFICIAL),
        (["Chadian General Moussa Ba"], OPERATION, Word.OFFICIAL),
        (["Lawrence Kanyuka"], ATTACK | {"perpetrator": {"text": None, "canonical": "M23"}}, Word.PERPETRATOR),
        (["Lawrence Kanyuka"], ATTACK, Word.THIRD),
        ([], ATTACK | {"status": "claimed"}, Word.PERPETRATOR),
        (["the governor"], ATTACK | {"status": "denied"}, Word.DENIAL),
    ],
)
def test_whose_word_it_is(speakers: list[str], fields: dict[str, Any], word: Word) -> None:
    told = report("r")
    assert whose(claim("r", attributed_to=speakers, **fields), told, source_of(told)).word is word


@pytest.mark.parametrize(
    ("publisher", "fields", "word"),
    [
        (ARMY, {"role": "counter-operation", "status": "reported"}, Word.AUTHORITY),
        (COMMAND, NOBODY, Word.AUTHORITY),
        (COMMAND, ATTACK, Word.OFFICIAL),
        (RELIEF, OPERATION, Word.OFFICIAL),
        (WEEKLY, OPERATION, Word.BELLIGERENT),
        (NEWS, ATTACK, Word.PUBLICATION),
    ],
)
def test_what_a_publication_says_in_its_own_name(publisher: str, fields: dict[str, Any], word: Word) -> None:
    told = report("r", publisher)
    assert whose(claim("r", **fields), told, source_of(told)).word is word


@pytest.mark.parametrize(
    ("sentence", "speaker", "did", "word"),
    [
        ("Taliban sources said their men killed nine.", "Taliban sources", "their men", Word.PERPETRATOR),
        ("Une source a affirmé que ses combattants ont tiré.", "Une source", "ses combattants", Word.PERPETRATOR),
        ("Residents said their men killed nine.", "Residents", "their men", Word.THIRD),
        ("The mayor said the rebels and their men came.", "The mayor", "their men", Word.THIRD),
        ("The mayor said that Ansar sent its fighters.", "The mayor", "its fighters", Word.THIRD),
    ],
)
def test_who_calls_the_perpetrators_his_own_is_their_mouth(sentence: str, speaker: str, did: str, word: Word) -> None:
    fields = ATTACK | {"perpetrator": {"text": did, "canonical": "Dune Front"}, "evidence": sentence}
    assert whose(claim("r", attributed_to=[speaker], **fields), report("r", text=sentence), None).word is word


@pytest.mark.parametrize(
    ("sentence", "word"),
    [
        ("Nine died at Gao, according to a video released by the insurgents.", Word.PERPETRATOR),
        ("Neuf morts à Gao, selon un communiqué du mouvement.", Word.PERPETRATOR),
        ("Nine died at Gao, according to people close to the hospital.", Word.PUBLICATION),
        ("Nine died at Gao when insurgents released a video.", Word.PUBLICATION),
    ],
)
def test_a_partys_word_that_the_coder_did_not_read(sentence: str, word: Word) -> None:
    told = replace(report("r", text=sentence), language=None)
    assert whose(claim("r", evidence=sentence, **ATTACK), told, None).word is word


@pytest.mark.parametrize(
    ("introduction", "word"),
    [
        ("Idris Bello, a spokesman for the movement, told of the attack.", Word.PERPETRATOR),
        ("Dune Front spokesman Idris Bello told of the attack.", Word.PERPETRATOR),
        ("Idris Bello, a spokesman for the police, told of the attack.", Word.THIRD),
        ("Idris Bello, a doctor, told of the movement's attack.", Word.THIRD),
    ],
)
def test_who_is_introduced_in_one_report_of_an_incident_is_so_in_all(introduction: str, word: Word) -> None:
    told = claim("r", attributed_to=["Idris Bello"], **ATTACK)
    company = Company(texts=(introduction,))
    assert whose(told, report("r"), None, company).word is word
    unnamed = claim("r", attributed_to=["Idris Bello"], role="attack")  # nobody named here, but in the other report
    actors = (claim("r", **ATTACK).perpetrator,)
    assert whose(unnamed, report("r"), None, Company((introduction,), actors)).word is word


def test_an_incidents_spokesman_is_found_through_its_reports() -> None:
    reports = [
        report("r0", "Post", text="Army spokesman Moussa Ba said nine died."),
        report("r1", "Courier", text="Ba told of nine dead in the raid."),
    ]
    claims = [
        claim("r0", attributed_to=["Army spokesman Moussa Ba"], **OPERATION),
        claim("r1", attributed_to=["Ba"], **NOBODY),
    ]
    (incident,) = link(claims, reports).incidents
    assert (incident.standing, incident.sources_independent) == (Standing.CLAIMED_ONLY, 0)


@pytest.mark.parametrize(
    ("publisher", "actor", "word"),
    [
        ("SANA", "Military Forces of Syria", Word.AUTHORITY),
        ("The News Agency of Nigeria", "Military Forces of Nigeria", Word.AUTHORITY),
        ("TASS", "Military Forces of Syria", Word.PUBLICATION),
        ("SANA", "Islamic State", Word.PUBLICATION),
    ],
)
def test_a_states_agency_on_its_own_army(publisher: str, actor: str, word: Word) -> None:
    told = claim("r", **OPERATION | {"perpetrator": {"text": None, "canonical": actor}, "status": "reported"})
    assert whose(told, report("r", publisher), None).word is word


def test_a_name_that_the_catalog_knows_as_a_forces_is_its_mouth() -> None:
    known = {"la DIRPA": Source("FAMa", SourceKind.OFFICIAL)}
    told = claim("r", attributed_to=["la DIRPA"], **NOBODY)
    assert whose(told, report("r"), None, Company(known=known)).word is Word.AUTHORITY
    attack = claim("r", attributed_to=["la DIRPA"], **ATTACK)
    assert not whose(attack, report("r"), None, Company(known=known)).word.value.startswith("the acting")


def test_ten_papers_on_what_a_spokesman_said_are_no_source_and_one_with_a_doctor_corroborates() -> None:
    reports = [report(f"r{n}", f"Paper {n}") for n in range(11)]
    mouths = ["the ministry", "a spokesman", "officials", "the army", "Niger's defence ministry"]
    claims = [claim(f"r{n}", attributed_to=[mouths[n % 5]], **OPERATION) for n in range(10)]
    (alone,) = link(claims, reports).incidents
    assert (alone.standing, alone.sources_independent) == (Standing.CLAIMED_ONLY, 0)
    claims.append(claim("r10", attributed_to=["a doctor"], **OPERATION))
    (beside,) = link(claims, reports).incidents
    assert (beside.standing, beside.sources_independent) == (Standing.CORROBORATED, 1)


def test_what_a_partys_publication_is_quoted_with_is_its_word_however_many_quote_it() -> None:
    reports = [report(f"r{n}", f"Paper {n}") for n in range(3)]
    claims = [claim(f"r{n}", attributed_to=[WEEKLY], **ATTACK) for n in range(3)]
    (incident,) = link(claims, reports).incidents
    assert (incident.standing, incident.sources_independent) == (Standing.CLAIMED_ONLY, 0)


@pytest.mark.parametrize(
    ("text", "name", "word"),
    [
        ("Pentagon Press Secretary Peter Cook told reporters of the raid. Cook named no dead.", "Cook", Word.AUTHORITY),
        ("Idris Bello, a spokesman for the army, told of the raid.", "Idris Bello", Word.AUTHORITY),
        ("The raid was over by noon, army spokesman Col. Idris Bello said.", "Idris Bello", Word.AUTHORITY),
        ("Idris Bello, a doctor in the town, told of the raid.", "Idris Bello", Word.THIRD),
        ("Shots were fired at the army. Idris Bello heard them.", "Idris Bello", Word.THIRD),
        ("The army shot at the house of Idris Bello, he said.", "Idris Bello", Word.THIRD),
        ("A trader, Idris Bello, saw the army come.", "Idris Bello", Word.THIRD),
        ("According to Idris Bello, the army killed nine.", "Idris Bello", Word.THIRD),
    ],
)
def test_a_person_speaks_for_what_the_report_introduces_him_as(text: str, name: str, word: Word) -> None:
    assert whose(claim("r", attributed_to=[name], **OPERATION), report("r", text=text), None).word is word


def test_every_word_has_its_reason() -> None:
    told = report("r")
    words = {
        "the ministry speaks for the side that acted": claim("r", attributed_to=["the ministry"], **OPERATION),
        "claimed by Dune Front": claim("r", status="claimed", **ATTACK),
        "according to police": claim("r", attributed_to=["police"], **ATTACK),
        "in its own name": claim("r", **ATTACK),
    }
    assert {whose(one, told, None).reason for one in words.values()} == words.keys()


@pytest.mark.parametrize(
    ("name", "states"),
    [
        ("Niger's defence ministry", {"niger"}),
        ("the Nigerian army", {"nigeria"}),
        ("South Sudan's army", {"south sudan"}),
        ("US officials", {"united states"}),
        ("وزارة الدفاع الروسية", {"russia"}),
        ("the army", set()),
    ],
)
def test_whose_state_a_name_is_of(name: str, states: set[str]) -> None:
    assert states_in(name) == states
