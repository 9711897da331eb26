"""The adapters of the benchmarks, on data made here: what goes in, what is scored, what stays out."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

import geo
import linking
import muc4
import speed
import timex
from conflictdesk.pipeline.workers import Recipe
from conflictdesk.records.events import EventClaim
from conflictdesk.records.reports import Span
from muc4_roles import sentenced
from muc4_slots import template
from muc4_templates import Mention, Seen, filled
from standins import WordCoder

Line = dict[str, Any]
SABHA, GAO = (27.04, 14.43), (16.27, -0.04)


def lines(path: Path, *records: Mapping[str, Any]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(json.dumps(record) + "\n" for record in records), "utf-8")


def toponym(text: str, name: str, at: tuple[float, float]) -> Line:
    start = text.index(name)
    return {"name": name, "start": start, "end": start + len(name), "lat": at[0], "lon": at[1]}


def place(name: str, country: str, at: tuple[float, float]) -> Line:
    return {"id": name, "name": name, "country": country, "lat": at[0], "lon": at[1]}


@pytest.fixture
def places(tmp_path: Path) -> Path:
    """A corpus with one town right and one gold point far off; names of two countries, one of them known to nobody."""
    text = "Two soldiers were killed in Gao in Mali and three in Sabha in Libya."
    right, wrong = toponym(text, "Gao", GAO), toponym(text, "Sabha", (0.0, 0.0))
    lines(tmp_path / "geo/lgl.jsonl", {"doc_id": 1, "text": text, "toponyms": [right, wrong]})
    lines(tmp_path / "geo/gwn.jsonl", {"doc_id": 1, "text": text, "toponyms": [right]})
    nowhere = place("Qarnozzo", "Nigeria", (11.0, 8.0))
    lines(tmp_path / "geo/ucdp_dev.jsonl", nowhere, place("Kano", "Nigeria", (12.0, 8.52)),
          place("Homs", "Syria", (34.73, 36.71)))  # fmt: skip
    lines(tmp_path / "geo/gazetteer_ng.jsonl", {**nowhere, "kind": "town", "country": "NG"})
    lines(tmp_path / "geo/gazetteer_sy.jsonl", {**place("Homs", "SY", (34.73, 36.71)), "kind": "town"})
    lines(tmp_path / "geo/gazetteer_ly.jsonl", {**place("Dorvakko", "LY", (27.0, 14.0)), "kind": "town"})
    report = "Rockets fell on Sabha. They were fired from Dorvakko."
    named = [toponym(report, "Sabha", SABHA), toponym(report, "Dorvakko", (27.0, 14.0))]
    lines(tmp_path / "report/gold.jsonl", {"text": report, "toponyms": named})
    return tmp_path


def test_places_are_scored_as_given_as_found_and_with_a_gazetteer_loaded(places: Path) -> None:
    figures = geo.measure(places)
    assert figures["geo.lgl.given.acc161"] == 0.5
    assert figures["geo.gwn.given.acc161"] == figures["geo.gwn.found.acc161"] == 1.0
    assert figures["geo.lgl.found.overlap_f1"] < 1.0  # the countries are found too, and are not in the gold
    assert figures["geo.ucdp.nigeria.builtin.acc25"] == 0.5
    assert figures["geo.ucdp.nigeria.loaded.acc25"] == figures["geo.ucdp.syria.loaded.acc25"] == 1.0
    assert figures["geo.first_report.builtin"] == 0.5
    assert figures["geo.first_report.loaded"] == 1.0


def test_of_time_expressions_values_and_dates_are_scored(tmp_path: Path) -> None:
    text = "The attack of 3 May 2017 came two years after the first."
    dated = {"start": 14, "end": 24, "type": "DATE", "value": "2017-05-03"}
    lasting = {"start": 30, "end": 39, "type": "DURATION", "value": "P3Y"}
    for corpus in timex.CORPORA:
        document = {"doc_id": "a", "dct": "2017-05-05", "text": text, "timexes": [dated, lasting]}
        lines(tmp_path / f"timex/{corpus}.jsonl", document)
    figures = timex.measure(tmp_path)
    assert figures["timex.timebank.date_f1"] == 1.0
    assert 0.0 < figures["timex.aquaint.value_f1"] < 1.0
    assert all("timexes" not in given for given in timex.read_inputs(tmp_path / "timex/timebank.jsonl"))


FLOOD = "The Oru river burst its banks and flooded the lower quarter of Tesk, driving 300 families from their homes."
VOTE = "Parliament in Marenne voted on the new fishing law after a debate of nine hours, 61 members to 40."


def test_documents_are_linked_by_what_they_say_not_by_what_they_are_called() -> None:
    told: Sequence[Line] = [
        {"doc_id": "1_flood", "incident_id": "A", "text": FLOOD},
        {"doc_id": "1_vote", "incident_id": "B", "text": VOTE},
        {"doc_id": "2_flood", "incident_id": "A", "text": FLOOD + " Boats were sent."},
    ]
    incidents = linking.link_documents(told, Recipe(WordCoder.load), workers=1)
    renamed = [{**line, "doc_id": "same", "incident_id": "C"} for line in told]
    assert linking.link_documents(renamed, Recipe(WordCoder.load), workers=1) == incidents
    assert linking.score_documents(told, incidents)["linking.ecbplus.pairs_f1"] == 1.0
    assert linking.score_documents(told, [1, 1, 2])["linking.ecbplus.pairs_f1"] == 0.0


def event(key: str, place: str, at: tuple[float, float]) -> Line:
    where = {"place": place, "lat": at[0], "lon": at[1], "geo_precision": "exact"}
    when = {"date_start": "2020-05-17", "date_end": "2020-05-17", "date_precision": "day"}
    told = {"type": "Attack", "role": "attack", "status": "reported", "evidence": ""}
    return {"event_key": key, **told, **when, **where}


def test_gold_claims_are_linked_without_their_keys() -> None:
    gold = [
        {"report_id": "a", "text": "", "events": [event("X", "Gao", GAO), event("Y", "Sabha", SABHA)]},
        {"report_id": "b", "text": "", "events": [event("X", "Gao", GAO)]},
    ]
    linked = linking.link_gold_claims(gold)
    assert all("event_key" not in found for line in linked for found in line["events"])
    assert linking.score_claims(gold, linked) == {"b3": 1.0, "pairs_f1": 1.0}


def test_a_line_that_cannot_be_linked_stops_the_measuring() -> None:
    with pytest.raises(SystemExit, match="would not count"):
        linking.link_documents([{"doc_id": 1, "incident_id": "A", "text": None}], Recipe(WordCoder.load), workers=1)


def test_the_reports_that_are_timed_carry_nothing_of_their_templates(tmp_path: Path) -> None:
    report = {"docid": "D1", "text": "A BOMB WENT OFF.", "pub_date": None, "templates": [{"INCIDENT": "BOMBING"}]}
    lines(tmp_path / "muc4/muc4_train.jsonl", report, report)
    (given,) = speed.reports(tmp_path, 1).splitlines()
    assert json.loads(given) == {"report_id": "D1", "text": "A BOMB WENT OFF.", "published": None}


def test_the_work_that_speed_is_compared_with_is_fixed() -> None:
    assert speed.unit() == speed.unit() > speed.WORDS


TOLD = (
    "On 3 May a bomb wrecked the Banco Norte in Velmira. Police blame the Red Column for it.\n\n"
    "In Ostuna, gunmen killed Rosa Iglesias, a judge, on 9 May."
)


def mention(role: str, words: str, score: float = 0.9) -> Mention:
    start = TOLD.index(words)
    return Mention(role, Span(start, start + len(words)), words, score)


def told(kind: str, word: str, day: str, place: str) -> EventClaim:
    at = TOLD.index(word)
    line = {
        "type": kind, "role": "attack", "status": "reported", "evidence": TOLD, "date_start": day, "date_end": day,
        "place": place, "country": "PE", "spans": {"type": [[at, at + len(word)]]}, "confidence": {"place": 0.9},
    }  # fmt: skip
    return EventClaim.from_record(line)


def test_a_report_of_a_bomb_and_a_murder_is_two_templates_of_muc4_each_with_its_own_fillers() -> None:
    claims = (
        told("Remote explosive/landmine/IED", "bomb", "1990-05-03", "Velmira"),
        told("Attack", "killed", "1990-05-09", "Ostuna"),
    )
    mentions = (
        mention("instrument_id", "bomb"), mention("phys_tgt_id", "Banco Norte"), mention("perp_org_id", "Red Column"),
        mention("perp_individual_id", "gunmen"), mention("hum_tgt_name", "Rosa Iglesias"),
        mention("hum_tgt_description", "judge"), mention("perp_org_id", "Police", score=0.4),
    )  # fmt: skip
    seen = Seen(TOLD, None, claims, mentions, {"ATTACK": 0.9, "BOMBING": 0.9, "KIDNAPPING": 0.1, "ARSON": 0.1})
    murder, bombing = (template(seen, incident) for incident in filled(seen))
    assert (bombing["type"], bombing["date"], bombing["location"]) == ("BOMBING", "03 MAY 90", "PERU: VELMIRA (CITY)")
    assert (bombing["instrument_id"], bombing["perp_org_id"]) == ([["BOMB"]], [["RED COLUMN"]])
    assert bombing["phys_tgt_type"] == [{"value": "FINANCIAL", "xref": "BANCO NORTE"}]
    assert bombing["perp_org_confidence"] == [{"value": "SUSPECTED OR ACCUSED", "xref": "RED COLUMN"}]
    assert (murder["type"], murder["hum_tgt_name"]) == ("ATTACK", [["ROSA IGLESIAS"]])
    assert murder["hum_tgt_description"] == [{"value": "JUDGE", "xref": "ROSA IGLESIAS"}]
    assert murder["hum_tgt_type"] == [{"value": "LEGAL OR JUDICIAL", "xref": "ROSA IGLESIAS"}]
    assert murder["hum_tgt_effect"] == [{"value": "DEATH", "xref": "ROSA IGLESIAS"}]


def test_a_text_in_capitals_reaches_the_coder_in_sentences() -> None:
    assert sentenced("   LIMA, 3 MAY -- [TEXT] A BOMB\nWENT OFF.  NOBODY DIED.\n\n   IT WAS LATE.") == (
        "Lima, 3 may -- [text] A bomb went off.  Nobody died.\n\nIt was late."
    )


def test_templates_of_muc4_are_written_from_a_document_s_text_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "   LIMA, 3 MAY 90 -- [TEXT] GUERRILLAS SET OFF A BOMB AT A BANK IN AYACUCHO YESTERDAY, POLICE SAID."
    document = {"docid": "D1", "text": text, "pub_date": "1990-05-03"}
    written = []
    for templates in ([], [{"type": "KIDNAPPING"}]):
        lines(tmp_path / "docs.jsonl", {**document, "templates": templates})
        monkeypatch.setattr("sys.argv", ["muc4.py", str(tmp_path / "docs.jsonl"), str(tmp_path / "out.jsonl")])
        muc4.main()
        written.append((tmp_path / "out.jsonl").read_text("utf-8"))
    assert written[0] == written[1]
    (told,) = json.loads(written[0])["templates"]
    assert (told["type"], told["instrument_id"], told["date"]) == ("BOMBING", [["BOMB"]], "02 MAY 90")
