"""Who denies an event, and whether it denies that it did it: sentences with their answers."""

from dataclasses import replace
from datetime import date

import pytest

from conflictdesk.link.incidents import compute_incidents
from conflictdesk.pipeline.coder import Coder
from conflictdesk.records.events import Standing, Status
from law import Case

DENIALS = [
    ("en", "Kenya's military denied the attack on its camp in Garissa on 12 May.", None),
    ("en", "Boko Haram denied responsibility for the attack on Bosso on 12 May.", "Boko Haram"),
    ("fr", "Le JNIM a démenti avoir attaqué le village de Djibo le 12 mai.", "JNIM"),
    ("it", "L'esercito libico ha negato che un attacco contro la sua base di Sebha sia avvenuto il 14 maggio.", None),
    ("es", "El ejército colombiano negó el ataque contra su base en Arauca el 12 de mayo.", None),
    ("ar", "نفت حركة الشباب مسؤوليتها عن الهجوم على السوق في كيسمايو يوم 12 مايو.", "Al-Shabaab"),
]
# An event, an accusation and what the accused answers; a denial in general, of no event.
DISPUTES = [
    (
        "it",
        "Un drone ha ucciso sei persone a Goma sabato. L'esercito ha accusato l'M23. "
        "L'M23 ha detto che l'esercito aveva bombardato la stazione.",
        "denied",
        "M23",
    ),
    (
        "ar",
        "قتل صاروخ روسي أربعة مدنيين في خاركيف يوم السبت. وتنفي روسيا استهداف المدنيين.",
        "reported",
        "Military Forces of Russia",
    ),
    (
        "es",
        "Un misil ruso mató a cuatro civiles en Járkov el sábado. Rusia niega atacar a civiles.",
        "reported",
        "Military Forces of Russia",
    ),
    ("ar", "حمّلت الحكومة اليمنية الحوثيين مسؤولية القصف الذي قتل خمسة مدنيين في تعز يوم الأحد.", "alleged", "Houthis"),
]
BURIED = [
    ("en", "Mourners in Bukavu on Sunday buried three priests who were shot dead in Uvira on Friday."),
    ("es", "Fieles enterraron el domingo en Bukavu a tres sacerdotes asesinados el viernes en Uvira."),
]
FOILED = [
    ("en", "Egyptian security forces foiled an attempt to blow up a car bomb near a checkpoint in Rafah on Sunday."),
    ("es", "Las fuerzas de seguridad egipcias frustraron el domingo un atentado con coche bomba en Rafah."),
]
NO_EVENT = [
    "Boko Haram denied on Wednesday that it had abducted the students in Kaduna.",
    "The army denied rumours of an attack on Gao on 12 May.",
    "The army did not deny that it had shelled the town.",
]


@pytest.fixture(scope="module")
def coder() -> Coder:
    return Coder.load()


@pytest.mark.parametrize(("language", "text", "doer"), DENIALS)
def test_who_denies_did_it_only_where_it_denies_its_own_deed(
    coder: Coder, language: str, text: str, doer: str | None
) -> None:
    (claim,) = coder.code(Case("denials", language, text).report).claims
    assert (claim.status, claim.perpetrator.canonical) == (Status.DENIED, doer)


@pytest.mark.parametrize("text", NO_EVENT)
def test_a_denial_of_talk_or_without_a_day_is_no_event(coder: Coder, text: str) -> None:
    assert coder.code(Case("denials", "en", text).report).claims == ()


def test_a_fact_and_a_denial_of_it_in_two_reports_are_one_contested_incident(coder: Coder) -> None:
    told = Case("told", "en", "Shells hit a clinic in Sebha on 12 May and killed two nurses, residents said.").report
    denied = Case("denied", "en", "The Libyan National Army denied that it had shelled the clinic in Sebha on 12 May.")
    reports = {r.report_id: replace(r, publisher=r.report_id) for r in (told, denied.report)}
    claims = [claim for r in reports.values() for claim in coder.code(r).claims]
    (incident,) = compute_incidents(claims, reports, lambda _: None).incidents
    assert incident.standing is Standing.CONTESTED


FIGURES = [
    ("en", "A bomb in Kano killed nine people on 12 May, residents said. The army denied the death toll."),
    ("fr", "Une bombe a tué neuf personnes à Gao le 12 mai, selon des habitants. L'armée a démenti ce bilan."),
    ("it", "Una bomba ha ucciso nove persone a Sebha il 12 maggio. L'esercito smentisce queste cifre."),
]


@pytest.mark.parametrize(("language", "text"), FIGURES)
def test_who_denies_a_toll_does_not_deny_the_attack(coder: Coder, language: str, text: str) -> None:
    (claim,) = coder.code(Case("denials", language, text).report).claims
    assert claim.status is not Status.DENIED


@pytest.mark.parametrize(("published", "sure"), [(date(2024, 5, 18), False), (date(2024, 5, 16), True)])
def test_last_friday_told_on_saturday_may_be_the_one_before(coder: Coder, published: date, sure: bool) -> None:
    text = "The death toll of last Friday's bombing in Kano has risen to 31."
    (claim,) = coder.code(replace(Case("denials", "en", text).report, published=published)).claims
    assert (claim.confidence["date"] > 0.5) is sure


@pytest.mark.parametrize(
    ("language", "text", "name"),
    [
        ("en", "Al-Shabaab attacked Bosso on 10 May as part of its “Battle of Attrition”.", "Battle of Attrition"),
        (
            "en",
            "Boko Haram raided Bosso on 10 May in the campaign called “Harvest of the Soldiers”.",
            "Harvest of the Soldiers",
        ),
        (
            "es",
            "El ELN atacó Arauca el 10 de mayo en la campaña denominada «Cosecha de soldados».",
            "Cosecha de soldados",
        ),
        ("ar", "هاجم مقاتلو حركة الشباب كيسمايو يوم 10 مايو في حملة أسماها «حصاد الجنود».", "حصاد الجنود"),
    ],
)
def test_a_campaign_is_called_by_its_name(coder: Coder, language: str, text: str, name: str) -> None:
    (claim,) = coder.code(Case("denials", language, text).report).claims
    assert claim.campaign == name


CONDEMNED = [
    "Hezbollah fired rockets at Kiryat Shmona on 12 May, wounding two people. Qatar condemned the air strike on Sidon.",
    "A rocket fired from Lebanon hit a football pitch in Metula on 12 May, wounding three teenagers; Hezbollah denied "
    "firing it. Iran, Egypt and Jordan condemned the strike on Tyre.",
    "A suicide bomber killed five soldiers in Mogadishu on 12 May. Turkey condemned the bombing of Kismayo.",
]


@pytest.mark.parametrize("text", CONDEMNED)
def test_an_attack_condemned_elsewhere_is_not_by_who_did_the_last(coder: Coder, text: str) -> None:
    _, *others = coder.code(Case("denials", "en", text).report).claims
    assert {(c.perpetrator.canonical, c.status) for c in others} <= {(None, Status.REPORTED)}


@pytest.mark.parametrize(("language", "text", "status", "doer"), DISPUTES)
def test_what_the_accused_answers_disputes_it(coder: Coder, language: str, text: str, status: str, doer: str) -> None:
    (claim,) = coder.code(Case("denials", language, text).report).claims
    assert (claim.status, claim.perpetrator.canonical) == (status, doer)


@pytest.mark.parametrize(("language", "text"), BURIED)
def test_the_buried_were_killed_where_and_when_the_words_behind_say(coder: Coder, language: str, text: str) -> None:
    (claim,) = coder.code(Case("denials", language, text).report).claims
    assert claim.place.name == "Uvira"
    assert claim.when is not None
    assert claim.when.start == date(2024, 5, 10)


@pytest.mark.parametrize(("language", "text"), FOILED)
def test_a_force_that_foils_a_bombing_is_the_doer(coder: Coder, language: str, text: str) -> None:
    (claim,) = coder.code(Case("denials", language, text).report).claims
    assert (claim.type, claim.role) == ("Disrupted weapons use", "counter-operation")
    assert claim.perpetrator.canonical == "Military Forces of Egypt"
