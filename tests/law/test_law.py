"""What the program must never do, sentence by sentence. These outrank every benchmark.

Each case is a sentence and what must (or must not) come of it. A new case is a new line.
"""

import csv
import io
import json
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from conflictdesk.extract.actors import UNIDENTIFIED, ActorLexicon
from conflictdesk.link.incidents import Linking, compute_incidents
from conflictdesk.pipeline.coder import Coder
from conflictdesk.pipeline.holding import Holding
from conflictdesk.publish.exports import Format, Kind, export_records
from conflictdesk.publish.redaction import ClaimRow, ExportOptions, IncidentRow, PresenceRow
from conflictdesk.publish.tables import MACHINE_OUTPUT
from conflictdesk.records.events import EventClaim, Presence, Standing, Status
from conflictdesk.records.reports import Report, Source, SourceKind
from conflictdesk.records.values import Area

NOBODY = {UNIDENTIFIED, "individual", "Protesters", None}

# --- No community is a suspect -------------------------------------------------------------------------------------

COMMUNITIES = [
    ("en", "Tebu gunmen", "tebu"),
    ("en", "Tuareg fighters", "tuareg"),
    ("en", "armed Fulani herders", "fulani"),
    ("en", "Fulani herdsmen", "fulani"),
    ("en", "Hausa youths", "hausa"),
    ("en", "Sunni gunmen", "sunni"),
    ("en", "Shiite militiamen", "shiite"),
    ("en", "Christian militiamen", "christian"),
    ("en", "Muslim rebels", "muslim"),
    ("en", "Dinka youths", "dinka"),
    ("en", "Hutu fighters", "hutu"),
    ("en", "Rohingya militants", "rohingya"),
    ("en", "Uighur militants", "uighur"),
    ("en", "Pashtun tribesmen", "pashtun"),
    ("en", "the Dogon", "dogon"),
    ("en", "Oromo gunmen", "oromo"),
    ("fr", "des hommes armés peuls", "peul"),
    ("fr", "des combattants touaregs", "touareg"),
    ("fr", "des Dogons", "dogon"),
    ("it", "uomini armati tebu", "tebu"),
    ("it", "miliziani sciiti", "sciit"),
    ("es", "pistoleros tuareg", "tuareg"),
    ("ar", "مسلحون من التبو", "تبو"),
    ("ar", "مسلحون من الطوارق", "طوارق"),
]
ORGANISATIONS = [
    ("en", "the Tigray People's Liberation Front"),
    ("en", "the Kurdistan Workers' Party"),
    ("en", "the Oromo Liberation Army"),
    ("en", "the Arakan Rohingya Salvation Army"),
]


@pytest.mark.parametrize(("language", "words", "community"), COMMUNITIES)
def test_a_community_is_no_actor(language: str, words: str, community: str) -> None:
    actor = ActorLexicon.load().name(words, None, language)
    if actor is not None:
        assert actor.canonical in NOBODY
        assert community not in actor.text.casefold()


@pytest.mark.parametrize(("language", "words"), ORGANISATIONS)
def test_an_organisation_named_after_a_community_is_one(language: str, words: str) -> None:
    actor = ActorLexicon.load().name(words, None, language)
    assert actor is not None
    assert actor.canonical not in NOBODY


# --- A claim is not an event ---------------------------------------------------------------------------------------

WEEKLY, NEWS, OTHER_NEWS, ARMY = "Front Weekly", "Sahel Courier", "Desert Post", "Malian Armed Forces"
SOURCES = {
    WEEKLY: Source(WEEKLY, SourceKind.BELLIGERENT),
    ARMY: Source(ARMY, SourceKind.OFFICIAL),
}
GROUP = {"text": "the Dune Front", "canonical": "Dune Front"}
STATE = {"text": "the army", "canonical": ARMY}
BY_GROUP: dict[str, Any] = {"perpetrator": GROUP, "claimed_by": "Dune Front", "attributed_to": ["the Dune Front"]}
BY_STATE: dict[str, Any] = {"perpetrator": STATE, "role": "counter-operation", "attributed_to": ["the army"]}

# Who published it, its sentence, and how it was coded; then the standing that follows.
TELLINGS = [
    ([(WEEKLY, "Our men shelled the post at Gao.", BY_GROUP, "claimed")], "claimed-only"),
    ([(WEEKLY, "The post at Gao was shelled.", {}, "reported")], "claimed-only"),
    ([(NEWS, "The Dune Front claimed to have shelled Gao.", BY_GROUP, "claimed")], "claimed-only"),
    ([(NEWS, "The Dune Front said that it had shelled Gao.", BY_GROUP, "reported")], "claimed-only"),
    (
        [
            (NEWS, "The Dune Front claimed to have shelled Gao.", BY_GROUP, "claimed"),
            (OTHER_NEWS, "Gao was shelled by the Dune Front, its weekly boasts.", BY_GROUP, "claimed"),
        ],
        "claimed-only",
    ),
    ([(ARMY, "Our forces killed nine near Gao.", BY_STATE, "confirmed")], "claimed-only"),
    ([(NEWS, "The army said that it had killed nine near Gao.", BY_STATE, "confirmed")], "claimed-only"),
    ([(NEWS, "The army claims nine dead near Gao.", BY_STATE, "claimed")], "claimed-only"),
    (
        [
            (ARMY, "Our forces killed nine near Gao.", BY_STATE, "confirmed"),
            (NEWS, "Nine dead near Gao, according to the army.", BY_STATE, "reported"),
        ],
        "claimed-only",
    ),
    (
        [
            (ARMY, "Our forces killed nine near Gao.", BY_STATE, "confirmed"),
            (
                NEWS,
                "Soldiers fought near Gao, residents said.",
                BY_STATE | {"attributed_to": ["residents"]},
                "reported",
            ),
        ],
        "corroborated",
    ),
    (
        [
            (WEEKLY, "Our men shelled the post at Gao.", BY_GROUP, "claimed"),
            (NEWS, "Shells hit Gao, a nurse said.", {"attributed_to": ["a nurse"]}, "reported"),
        ],
        "single-source",
    ),
    (
        [
            (NEWS, "Shells hit Gao, a nurse said.", {"attributed_to": ["a nurse"]}, "reported"),
            (OTHER_NEWS, "Four shells fell on Gao at dawn.", {}, "reported"),
        ],
        "corroborated",
    ),
    (
        [
            (NEWS, "Shells hit Gao, a nurse said.", {"attributed_to": ["a nurse"]}, "reported"),
            (OTHER_NEWS, "The Dune Front denied that it had shelled Gao.", {"perpetrator": GROUP}, "denied"),
        ],
        "contested",
    ),
]


def report_of(name: str, publisher: str, text: str) -> Report:
    return Report(
        report_id=name,
        text=text,
        content_hash=name * 8,
        retrieved=datetime(2021, 1, 2, tzinfo=UTC),
        language="en",
        published=date(2020, 5, 18),
        publisher=publisher,
        url=f"https://{name}.example/story",
    )


def claim_of(report: Report, fields: dict[str, Any], status: str = "reported") -> EventClaim:
    coded: dict[str, Any] = {
        "report_id": report.report_id,
        "evidence": report.text,
        "type": "Shelling/artillery/missile attack",
        "role": "attack",
        "status": status,
        "date_start": "2020-05-17",
        "place": "Gao",
        "country": "ML",
        "lat": 16.27,
        "lon": -0.05,
        "geo_precision": "exact",
    }
    return EventClaim.from_record(coded | fields)


def linked(tellings: list[tuple[str, str, dict[str, Any], str]]) -> Linking:
    reports = [report_of(f"r{n}", publisher, text) for n, (publisher, text, _, _) in enumerate(tellings)]
    claims = [claim_of(r, fields, status) for r, (_, _, fields, status) in zip(reports, tellings, strict=True)]
    return compute_incidents(claims, {r.report_id: r for r in reports}, lambda r: SOURCES.get(r.publisher or ""))


@pytest.mark.parametrize(("tellings", "standing"), TELLINGS)
def test_a_claim_is_not_an_event(tellings: list[tuple[str, str, dict[str, Any], str]], standing: str) -> None:
    (incident,) = linked(tellings).incidents
    assert incident.standing == standing


@pytest.mark.parametrize("times", [2, 10])
def test_saying_it_often_does_not_make_it_so(times: int) -> None:
    told = [(f"Site {n}", "Our men shelled the post at Gao.", BY_GROUP, "claimed") for n in range(times)]
    (incident,) = linked(told).incidents
    assert (incident.standing, incident.sources_independent) == (Standing.CLAIMED_ONLY, 0)


# --- What leaves the desk ------------------------------------------------------------------------------------------

FORMATS = [(kind, format) for kind in Kind for format in Format]


def exported(kind: Kind, format: Format, told: Report, belligerent: bool = False, **fields: Any) -> str:
    claim = claim_of(told, fields)
    linking = compute_incidents([claim], {told.report_id: told}, lambda _: None)
    row = ClaimRow(claim, told, linking.incident_of[claim.claim_id], belligerent=belligerent)
    rows: Any = [row] if kind is Kind.CLAIMS else [IncidentRow(linking.incidents[0], (row,))]
    hiding = Presence("r0", "Dune Front", ("Adrar Tiss",), (Area(19.0, 1.0, 30.0),), Status.ALLEGED, told.text)
    out = io.StringIO(newline="")
    options = ExportOptions(known={"Gao", "Kidal", "Mali"}.__contains__)
    export_records(kind, format, rows, options, out, [PresenceRow(hiding, told)])
    return out.getvalue()


@pytest.mark.parametrize(("kind", "format"), FORMATS)
def test_hiding_places_stay_in_the_desk(kind: Kind, format: Format) -> None:
    told = report_of("r0", NEWS, "Fighters of the Dune Front are said to hide among the people of Adrar Tiss.")
    assert "Adrar Tiss" not in exported(kind, format, replace(told, text="Gao was shelled."))


PRIVATE = [
    ("Rockets killed Aminata Sow, a trader, in Gao.", "Aminata Sow"),
    ("The farmer Ousmane Bah was shot near Kidal.", "Ousmane Bah"),
    ("Teacher Mariam Cissoko was abducted from her school in Gao.", "Mariam Cissoko"),
    ("Shells killed Ibrahima Sarr, 12, and his sister.", "Ibrahima Sarr"),
    ('"We ran," said Kadi Toure after the attack on Gao.', "Kadi Toure"),
    ("The widow of Boubacar Niang asked for his body.", "Boubacar Niang"),
    ("Gunmen took the nurse Awa Camara and two patients.", "Awa Camara"),
    ("The shepherd Issa ould Salek stepped on a mine.", "Issa ould Salek"),
    ("Journalist Fanta Kone was beaten in Gao.", "Fanta Kone"),
    ("Neighbours buried Modibo Sangare on Friday.", "Modibo Sangare"),
]


@pytest.mark.parametrize("format", Format)
@pytest.mark.parametrize(("sentence", "person"), PRIVATE)
def test_private_persons_are_not_named(sentence: str, person: str, format: Format) -> None:
    target = {"text": person, "canonical": person, "kind": "civilian"}
    told = report_of("r0", NEWS, sentence)
    text = exported(Kind.CLAIMS, format, told, target=target, attributed_to=[f"resident {person}"])
    assert person not in text
    assert person not in exported(Kind.INCIDENTS, format, told, target=target)


# Sentence, whom the coder has it from, and the words that must not leave in any field of the record.
SPOKEN = [
    ("ar", "قتل الشاب علي في غاو. وقال شقيقه أحمد علي إن المسلحين هربوا", ["شقيقه", "أحمد علي"], ["أحمد", "علي"]),
    ("ar", "أصيبت سعاد حسن (9 أعوام) في غاو", ["والدتها", "زهران حسن"], ["سعاد", "حسن", "زهران"]),
    ("it", "Hanno ucciso il marito a Gao, ha detto la moglie Anna.", ["la moglie", "Anna"], ["Anna"]),
    ("it", "Gao brucia, racconta Anna.", ["Anna Restivo"], ["Anna", "Restivo"]),
    ("fr", "Fatou, sa voisine, a fui Gao, selon son mari.", ["son mari", "Oumar"], ["Fatou", "Oumar"]),
    ("es", "La casa de Julio ardió en Gao.", ["el campesino Julio"], ["Julio"]),
    ("en", "Hassan buried two sons in Gao.", ["resident Hassan"], ["Hassan"]),
]


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize(("language", "sentence", "speakers", "persons"), SPOKEN)
def test_a_name_masked_once_is_masked_throughout(
    language: str, sentence: str, speakers: list[str], persons: list[str], kind: Kind
) -> None:
    told = replace(report_of("r0", NEWS, sentence), language=language)
    fields: dict[str, Any] = {"attributed_to": speakers, "reasons": {"place": sentence}, "campaign": None}
    record = json.loads(exported(kind, Format.JSONL, told, **fields).splitlines()[0])
    words = json.dumps(record, ensure_ascii=False)
    assert not [person for person in persons if person in words]
    assert record["place"] == "Gao"


PLACES = [({"country": "ML", "geo_precision": "region"}, True), ({"lat": 1.0, "lon": 2.0}, True), ({}, False)]


@pytest.mark.parametrize(("found", "known"), PLACES)
def test_a_person_taken_for_a_place_is_known_nowhere(found: dict[str, Any], known: bool) -> None:
    nowhere = dict.fromkeys(("country", "lat", "lon", "geo_precision"))
    claim = claim_of(report_of("r0", NEWS, "Awa Camara fled."), nowhere | {"place": "Awa Camara"} | found)
    held = Holding({}, (claim,), (), (), {}, {}, frozenset())
    assert ("awa camara" in held.names()) is known


BOASTS = [
    "The lions of the Dune Front burned the post of the hirelings at Gao.",
    "By the grace of heaven, nine of the enemy's dogs fell at Gao.",
    "Rejoice: the tyrant's barracks at Gao lie in ashes.",
]


@pytest.mark.parametrize(("kind", "format"), FORMATS)
@pytest.mark.parametrize("boast", BOASTS)
def test_propaganda_does_not_go_out_again(boast: str, kind: Kind, format: Format) -> None:
    told = report_of("r0", WEEKLY, boast)
    text = exported(kind, format, told, belligerent=True, target={"text": boast[10:40], "kind": "military"})
    assert boast[10:40] not in text
    assert "r0.example" not in text
    assert "military" in text


# Invented; read by the shipped coder, which copies words of the text into several fields. Words that must not leave.
SERMONS = [
    (
        "On Monday the soldiers of the Caliphate burned the barracks of the apostate hirelings in Sabha with five Grad "
        "rockets, killing nine of the tyrant's dogs, by the grace of heaven.",
        ["Caliphate", "barracks", "apostate", "hirelings", "tyrant", "Grad"],
    ),
    (
        "Our heroic lions ambushed a column of the Crusader lackeys near Sabha on 3 March and slew four apostates, the "
        "Media Office of the Dune Front said.",
        ["lions", "column", "Crusader", "lackeys", "apostates", "Media Office"],
    ),
    (
        "The knights of the Caliphate struck the den of the infidel police in Murzuq on Tuesday with a car bomb, "
        "wounding six hypocrites, in the Battle of Retribution.",
        ["knights", "den of", "infidel", "car bomb", "hypocrites", "Retribution"],
    ),
]


@pytest.fixture(scope="module")
def coder() -> Coder:
    return Coder.load()


@pytest.mark.parametrize(("sermon", "words"), SERMONS)
def test_propaganda_that_was_coded_does_not_go_out_again(coder: Coder, sermon: str, words: list[str]) -> None:
    told = report_of("r0", WEEKLY, sermon)
    claims = coder.code(told).claims
    assert any(word in str(claim.values()) for claim in claims for word in words)  # else it could not leak
    linking = compute_incidents(claims, {told.report_id: told}, lambda r: SOURCES.get(r.publisher or ""))
    rows = {c.claim_id: ClaimRow(c, told, linking.incident_of[c.claim_id], belligerent=True) for c in claims}
    found = [IncidentRow(one, tuple(rows[key] for key in one.claims)) for one in linking.incidents]
    for format in Format:
        out = io.StringIO(newline="")
        export_records(Kind.CLAIMS, format, rows.values(), ExportOptions(with_names=True), out)
        export_records(Kind.INCIDENTS, format, found, ExportOptions(with_names=True), out)
        assert "claimed-only" in out.getvalue()
        assert [word for word in words if word in out.getvalue()] == []


# --- Blank is not zero ---------------------------------------------------------------------------------------------

COUNTED = [("killed", None, ""), ("killed", 0, "0"), ("wounded", None, ""), ("abducted", None, ""), ("wounded", 3, "3")]


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize(("field", "number", "cell"), COUNTED)
def test_blank_is_not_zero(kind: Kind, field: str, number: int | None, cell: str) -> None:
    told = report_of("r0", NEWS, "Gao was shelled.")
    count = {field: {"min": number, "max": number}}
    (row,) = csv.DictReader(io.StringIO(exported(kind, Format.CSV, told, **count)[1:], newline=""))
    assert (row[f"{field}_min"], row[f"{field}_max"]) == (cell, cell)
    assert json.loads(exported(kind, Format.JSONL, told, **count))[field] == {"min": number, "max": number}


@pytest.mark.parametrize("field", ["place", "country", "claimed_by", "campaign", "lat", "date_start"])
def test_what_is_not_told_is_null(field: str) -> None:
    told = report_of("r0", NEWS, "Shells fell.")
    blank = {"place": None, "country": None, "lat": None, "lon": None, "geo_precision": None, "date_start": None}
    assert json.loads(exported(Kind.INCIDENTS, Format.JSONL, told, **blank))[field] is None


# --- Machine output says that it is --------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", Kind)
def test_machine_output_says_that_it_is(kind: Kind) -> None:
    told = report_of("r0", NEWS, "Gao was shelled.")
    assert MACHINE_OUTPUT in exported(kind, Format.CSV, told)
    assert not json.loads(exported(kind, Format.JSONL, told))["reviewed"]


@pytest.mark.parametrize(
    "text", ["=HYPERLINK(0)", "@SUM(1)", "+1", "-1", "<script>alert(1)</script>", "{{ 7 * 7 }}", "${HOME}", "$(id)"]
)
def test_nothing_from_a_report_is_executed(text: str) -> None:
    told = report_of("r0", text, text)
    (row,) = csv.DictReader(io.StringIO(exported(Kind.CLAIMS, Format.CSV, told, campaign=text)[1:], newline=""))
    for cell in (row["evidence"], row["campaign"], row["source_publisher"]):
        assert cell.lstrip("'") == text  # as written, and never run
        assert cell[0] not in "=+-@"
