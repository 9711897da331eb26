"""The shipped coder on whole reports: sentences with their answers in them, and sentences that must give nothing."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from conflictdesk.extract.claims import Coding
from conflictdesk.extract.strangers import stands_by
from conflictdesk.geo.gazetteer import BUILTIN, Gazetteer
from conflictdesk.geo.loading import load_gazetteer
from conflictdesk.pipeline.coder import Coder
from conflictdesk.records.reports import Report, Span


@pytest.fixture(scope="module")
def coder() -> Coder:
    return Coder.load()


def coded(coder: Coder, text: str, published: date | None = date(2024, 5, 16), language: str | None = None) -> Coding:
    report = Report("r", text, "0" * 64, datetime.now(UTC), language=language, published=published)
    return coder.code(report)


def only(coding: Coding) -> dict[str, Any]:
    assert len(coding.claims) == 1, [c.evidence for c in coding.claims]
    return coding.claims[0].as_record()


TOLD = [
    (
        "Gunmen killed four soldiers in an ambush near Djibo on Tuesday, the army said.",
        {"type": "Armed clash", "date_start": "2024-05-14", "place": "Djibo", "country": "BF", "killed": (4, 4)},
    ),
    (
        "A roadside bomb exploded in Mosul on Monday and wounded two policemen, police said.",
        {"type": "Remote explosive/landmine/IED", "date_start": "2024-05-13", "place": "Mosul", "wounded": (2, 2)},
    ),
    (
        "Un kamikaze s'est fait exploser devant la mosquée de Maroua vendredi, tuant six fidèles.",
        {"type": "Suicide bomb", "date_start": "2024-05-10", "place": "Maroua", "country": "CM", "killed": (6, 6)},
    ),
    (
        "اختطف مسلحون ثلاثة مزارعين قرب كركوك يوم الأحد.",
        {"type": "Abduction/forced disappearance", "date_start": "2024-05-12", "country": "IQ"},
    ),
    (
        "THE AIR FORCE BOMBED A CAMP NEAR SABHA ON FRIDAY, KILLING SIX FIGHTERS.",
        {"type": "Air/drone strike", "date_start": "2024-05-10", "country": "LY", "killed": (6, 6)},
    ),
]


@pytest.mark.parametrize(("text", "expected"), TOLD, ids=[t[:30] for t, _ in TOLD])
def test_what_one_sentence_tells(coder: Coder, text: str, expected: dict[str, Any]) -> None:
    record = only(coded(coder, text))
    got = {k: tuple(record[k].values()) if isinstance(record[k], dict) else record[k] for k in expected}
    assert got == expected


@pytest.mark.parametrize(
    "text",
    [
        "The army plans to attack rebel positions around Goma next month, two officials said.",
        "The group threatened to bomb the airport of Kismayo.",
        "A documentary about the siege of Mosul won the jury prize in Venice on Saturday.",
        "Hundreds of people gathered in Paris on Thursday to remember the victims of the attacks of 2015.",
        "The coach said his side would attack from the first minute in Manchester on Saturday.",
        "Oil rose on fears of strikes by dock workers in Houston on Monday.",
    ],
)
def test_what_is_no_event(coder: Coder, text: str) -> None:
    assert [c.evidence for c in coded(coder, text).claims] == []


DOERS = [
    ("Hamas said Israeli forces killed 30 people in Gaza City on 3 March 2024.", "Military Forces of Israel"),
    ("Gunmen killed 12 villagers in Jos on 3 March 2024. Boko Haram denied involvement.", "Unidentified armed group"),
    ("Boko Haram fighters were killed in an air strike near Baga on 3 March 2024.", None),
    ("The soldiers of the Caliphate attacked a patrol near Waddan on 3 March 2024.", "Unidentified armed group"),
    ("Rebel soldiers attacked a patrol near Waddan on 3 March 2024.", "Unidentified armed group"),
    ("Houthi fighters shelled a market in Taiz on 3 March 2024, killing six civilians.", "Houthis"),
]


@pytest.mark.parametrize(("text", "doer"), DOERS, ids=[t[:30] for t, _ in DOERS])
def test_who_did_it_is_not_who_says_so_nor_whom_it_was_done_to(coder: Coder, text: str, doer: str | None) -> None:
    assert only(coded(coder, text))["perpetrator"]["canonical"] == doer


def test_who_is_blamed_is_only_alleged(coder: Coder) -> None:
    record = only(
        coded(coder, "Gunmen killed 12 villagers near Maiduguri on 3 March 2024. The army blamed Boko Haram.")
    )
    assert record["status"] == "alleged"


def test_a_bare_denial_is_no_event_unless_it_says_of_which_day_and_place(coder: Coder) -> None:
    assert coded(coder, "Islamic State denied it had attacked the mosque.").claims == ()
    record = only(coded(coder, "Islamic State denied it had attacked the mosque in Kabul on 3 March 2024."))
    assert record["status"] == "denied"  # of this day and place, so that it can contest what others tell


def test_two_events_of_one_paragraph_keep_their_own(coder: Coder) -> None:
    text = "Islamic State shelled Sirte on 3 March 2024. Gunmen abducted three oil workers in Ubari on 4 March 2024."
    shelling, abduction = (c.as_record() for c in coded(coder, text).claims)
    assert (shelling["place"], shelling["date_start"]) == ("Sirte", "2024-03-03")
    assert (abduction["place"], abduction["date_start"]) == ("Ubari", "2024-03-04")
    assert abduction["perpetrator"]["canonical"] != "Islamic State - Libya"
    assert abduction["killed"] == {"min": None, "max": None}


def test_a_year_is_no_toll_and_the_dead_are_not_the_wounded(coder: Coder) -> None:
    record = only(coded(coder, "On 3 March 2020 gunmen killed a farmer in Bawku, police said.", date(2020, 3, 10)))
    assert record["killed"]["max"] != 2020
    record = only(coded(coder, "Gunmen attacked a checkpoint in Murzuq on 3 March 2024, killing two soldiers."))
    assert record["killed"] == {"min": 2, "max": 2}
    assert record["wounded"] == {"min": None, "max": None}


def test_a_claim_by_the_group_alone_is_a_claim(coder: Coder) -> None:
    text = (
        "Al-Shabaab said in a statement that its fighters had attacked an army base in Jowhar on Tuesday "
        "and killed thirty soldiers. There was no other word of it."
    )
    record = only(coded(coder, text))
    assert record["status"] == "claimed"
    assert record["claimed_by"] == "Al-Shabaab"


@pytest.mark.parametrize("people", ["Fulani", "Tuareg", "Tebu", "Hutu"])
def test_a_community_is_never_the_doer(coder: Coder, people: str) -> None:
    record = only(coded(coder, f"{people} gunmen killed three farmers in a village near Jos on Tuesday."))
    assert people not in str(record["perpetrator"])


def test_every_span_holds_the_words_it_stands_for(coder: Coder) -> None:
    text = "At least nine people died when a car bomb went off at a market in Baidoa on 14 May 2024, officials said."
    claim = coded(coder, text).claims[0]
    assert claim.evidence == claim.evidence_span.of(text)
    assert [s.of(text) for s in claim.spans["place"]] == ["Baidoa"]
    assert any("nine" in s.of(text) for s in claim.spans["killed"])
    assert claim.killed.min == 9
    assert claim.killed.max is None


def test_three_rockets_on_three_days_are_three(coder: Coder) -> None:
    text = "Rockets hit the airport in Aden on 3 May 2024, and again on 5 May and on 9 May, residents said."
    days = sorted(str(c.when.start) for c in coded(coder, text).claims if c.when)
    assert days == ["2024-05-03", "2024-05-05", "2024-05-09"]


def test_without_a_date_a_year_is_inferred_only_where_the_text_orders_it(coder: Coder) -> None:
    told = "Rebels shelled Kati on 21 May, the mayor said. The last such attack was on 26 September 2019, in Gao."
    [kati] = [c for c in coded(coder, told, published=None).claims if c.place.name == "Kati"]
    assert kati.when is not None
    assert str(kati.when.start) == "2020-05-21"
    assert "inferred" in kati.reasons["date"]
    assert 0.2 <= kati.confidence["date"] < 0.5
    [alone] = coded(coder, "Rebels shelled Kati on 21 May, the mayor said.", published=None).claims
    assert alone.when is None


def test_a_presence_is_an_area_and_no_event(coder: Coder) -> None:
    text = (
        "Islamic State militants are believed to be hiding in the towns of Qatrun and Murzuq, officials in Libya say."
    )
    coding = coded(coder, text)
    assert coding.claims == ()
    [presence] = coding.presences
    assert presence.status == "alleged"
    assert set(presence.places) == {"Qatrun", "Murzuq"}
    assert all(area is not None and area.radius_km >= 10 for area in presence.areas)


def test_a_claim_says_where_text_and_map_disagree(coder: Coder, tmp_path: Path) -> None:
    own = {"id": "own:1", "name": "Qasr Marwan", "country": "LY", "lat": 26.6, "lon": 15.0}
    (tmp_path / "own.jsonl").write_text(json.dumps(own) + "\n", "utf-8")
    load_gazetteer(tmp_path / "own.jsonl", tmp_path / "own.sqlite")
    with Gazetteer.open(BUILTIN, tmp_path / "own.sqlite") as gazetteer:
        text = "Gunmen killed two soldiers in Qasr Marwan, 90 km south of Sabha, on 14 May 2024."
        record = only(coded(replace(coder, gazetteer=gazetteer), text))
    assert (record["place"], record["lat"], record["lon"]) == ("Qasr Marwan", 26.6, 15.0)
    assert record["reasons"]["place"].endswith("The text says 90 km south of Sabha, the map 75 km south-east.")


def test_an_unsure_field_is_left_empty(coder: Coder) -> None:
    text = "Gunmen killed four soldiers in an ambush near Djibo on Tuesday, the army said."
    report = Report("r", text, "0" * 64, datetime.now(UTC), published=date(2024, 5, 16))
    strict = Coder(coder.encoder, coder.gazetteer, coder.actors, coder.catalog, null_below=1.01)
    assert all(c.place.name is None and c.target.text is None for c in strict.code(report).claims)
    assert strict.component != coder.component


def test_every_field_of_a_claim_that_is_empty_has_no_nought(coder: Coder) -> None:
    record = only(coded(coder, "A roadside bomb exploded in Mosul on Monday, police said."))
    assert record["killed"] == {"min": None, "max": None}
    assert record["abducted"] == {"min": None, "max": None}
    assert record["claimed_by"] is None


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("An air strike near Murzuq on 19 September 2023 left eight dead among Islamic State fighters.", "en"),
        (
            "Il 19 settembre 2023 un raid aereo a Murzuq ha causato otto morti tra i miliziani dello Stato islamico.",
            "it",
        ),
        (
            "Une frappe aérienne a fait huit morts parmi les combattants de Boko Haram près de Diffa le 3 mars 2024.",
            "fr",
        ),
    ],
)
def test_the_dead_among_a_group_do_not_make_it_the_doer(coder: Coder, text: str, language: str) -> None:
    claims = coded(coder, text, language=language).claims
    assert claims
    assert all((c.perpetrator.canonical or "").split(" - ")[0] not in ("Islamic State", "Boko Haram") for c in claims)


CONDEMNED = "Hamas condemned the bombing of the mosque in Sidon. Nobody claimed it."


def test_who_condemns_stands_by_even_where_the_words_pass_the_full_stop(coder: Coder) -> None:
    seen = coder.observe(Report("r", CONDEMNED, "0" * 64, datetime.now(UTC), language="en"))
    assert stands_by(seen, Span(0, 5))
    assert not stands_by(seen, Span(42, len(CONDEMNED)))


@pytest.mark.parametrize(
    "text",
    [
        "We shall bomb Herat on Monday and kill its governor.",
        "L'armée bombardera Djibo samedi, a annoncé le ministre.",
        "Police foiled a plan by ISWAP to bomb a church in Jos on Christmas Day.",
    ],
)
def test_what_lies_ahead_is_no_event(coder: Coder, text: str) -> None:
    assert not coded(coder, text).claims


@pytest.mark.parametrize(
    "text",
    [
        "Hamas on Friday condemned the car bombing that killed six people in Sidon on Thursday.",
        "أدان حزب الله التفجير الذي قتل أربعة أشخاص في صيدا يوم الخميس.",
    ],
)
def test_who_condemns_did_not_do_it(coder: Coder, text: str) -> None:
    assert [c.perpetrator.canonical for c in coded(coder, text).claims] == [None]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Police in Kano arrested two men over the killing of a trader on 12 May.", "en"),
        ("La police de Kano a arrêté deux hommes pour le meurtre d'un commerçant le 12 mai.", "fr"),
    ],
)
def test_who_makes_arrests_for_a_deed_did_not_do_it(coder: Coder, text: str, language: str) -> None:
    told = coder.code(Report("r", text, "0" * 64, datetime(2024, 5, 20, tzinfo=UTC), language=language)).claims
    assert [c.perpetrator.canonical for c in told if c.type != "Arrests"] in ([], [None])
