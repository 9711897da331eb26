"""Series of a desk: in exports and the brief, and what people say of them."""

import json
from datetime import date
from pathlib import Path

import pytest

from briefs import brief_of
from conflictdesk.errors import InputError
from conflictdesk.pipeline.assessing import assess
from conflictdesk.pipeline.history import history_of_incident
from conflictdesk.pipeline.holding import read_holding
from conflictdesk.pipeline.linking import due
from conflictdesk.pipeline.series import bundled, listed, put_in
from conflictdesk.publish.forms import html_of, markdown_of
from conflictdesk.publish.redaction import incident_record
from conflictdesk.publish.rows import export_options, incident_rows
from conflictdesk.publish.series import lead
from conflictdesk.records.series import Series
from conflictdesk.store.database import Database
from rocketry import BARRACKS, CAMPAIGN, rocketry

DAYS = date(2019, 9, 1), date(2020, 5, 31)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return rocketry(tmp_path / "desk")


def series_in(database: Database) -> Series:
    (one,) = read_holding(database).grouping.series
    return one


def test_the_export_tells_which_incidents_are_of_one_series_and_the_strike_is_in_none(folder: Path) -> None:
    with Database.open(folder) as database:
        held, one = read_holding(database), series_in(database)
    options = export_options(held)
    records = [incident_record(row, options) for row in incident_rows(held)]
    told = {record["incident_id"]: record["series_id"] for record in records}
    assert [key for key, series in told.items() if series] == list(one.incidents)
    assert set(told.values()) == {one.series_id, None}
    assert len(one.counter_operations) == 1


def test_a_word_on_who_belongs_holds_until_it_is_taken_back(folder: Path) -> None:
    with Database.open(folder) as database:
        one, linked = series_in(database), due(database)
        first, second, third = one.incidents
        act = put_in(database, "Ada", third, one.series_id, False)
        assert (act.verb, due(database)) == ("series", linked)  # incidents do not follow from it
        assert series_in(database).incidents == (first, second)
        database.undo("Ada", act.act_id)
        (told,) = history_of_incident(database, third)
        assert (told.who, told.verb, told.undone) == ("Ada", "series", True)
        assert series_in(database).incidents == one.incidents


def test_a_person_puts_another_attack_in(folder: Path) -> None:
    with Database.open(folder) as database:
        one, held = series_in(database), read_holding(database)
        other = next(i.incident_id for i in held.incidents if i.place.name == "Ubari")
        put_in(database, "Ada", other, one.series_id, True)
        now = series_in(database)
        assert other in now.incidents
        assert now.as_record()["proposed_by"] == "machine and people"
        assert (now.proposed, now.probability) == (one.incidents, one.probability)  # the machine's are its own alone
    (told,) = brief_of(folder, DAYS).series
    assert "The machine proposes 3 attacks of 17 to 19 May 2020, claimed by Islamic State, as one series" in told.lead
    assert told.lead.endswith("Ada put in one more.")
    (statement,) = (row.sentence for row in told.evidence.signature if row.trait == "Statement")
    assert statement == "One statement claims both attacks of 3 of 3 pairs."  # and not the one that a person put in


def test_what_only_a_person_puts_together_is_no_proposal_of_the_machine(folder: Path) -> None:
    with Database.open(folder) as database:
        one, held = series_in(database), read_holding(database)
        first, second, third = one.incidents
        other = next(i.incident_id for i in held.incidents if i.place.name == "Ubari")
        for key, rest in ((first, [second, third]), (second, [third])):
            database.add_membership("Ada", key, rest, False)
        database.add_membership("Ben", other, [first], True)
        now = series_in(database)
        attacks = [i for i in held.incidents if i.incident_id in now.incidents]
    assert (now.proposed, now.probability, now.proposed_by) == ((), None, "people")
    assert lead(now, attacks).startswith("Ben put together 2 attacks of 17 to 18 May 2020, 1 of them claimed by")


def test_what_cannot_be_is_refused_and_nothing_is_kept(folder: Path) -> None:
    with Database.open(folder) as database:
        one = series_in(database)
        for incident, series, holds, why in (
            (one.counter_operations[0], one.series_id, True, "Only dated attacks"),
            (one.incidents[0], one.series_id, True, "already"),
            (one.incidents[0], "none", False, "No series"),
            ("none", one.series_id, True, "No incident"),
        ):
            with pytest.raises(InputError, match=why):
                put_in(database, "Ada", incident, series, holds)
        assert database.memberships() == []


def test_an_assessment_about_a_series_rests_on_its_incidents(folder: Path) -> None:
    with Database.open(folder) as database:
        one = series_in(database)
        assess(database, "Ada", "It is likely that one small team did it.", None, [one.series_id])
        (kept,) = database.assessments()
    assert kept.incidents == one.incidents


def test_campaigns_and_statements_are_told_as_bundles(folder: Path) -> None:
    with Database.open(folder) as database:
        held = read_holding(database)
    assert [(row["bond"], len(row["incidents"])) for row in bundled(held)] == [("campaign", 3), ("statement", 3)]
    assert json.loads(json.dumps(listed(held)))[0]["feasibility"]["roads"] == "unknown"


def test_the_brief_tells_a_series_as_the_machine_s_and_lets_no_claimant_s_words_out(folder: Path) -> None:
    with Database.open(folder) as database:
        one = series_in(database)
        assess(database, "Ada", "It is likely that one small team did it.", None, [one.series_id])
    made = brief_of(folder, DAYS)
    (told,) = made.series
    assert told.lead.startswith("The machine proposes 3 attacks of 17 to 19 May 2020, claimed by Islamic State, as one")
    assert (len(told.entries), len(told.counter_operations)) == (3, 1)
    assert made.conclusions[0].written.startswith("Ada")
    for text in (html_of(made), markdown_of(made)):
        assert "no assessment" in text
        assert "the words are withheld" in text
        assert CAMPAIGN not in text
        assert "apostates" not in text
    openly = markdown_of(brief_of(folder, DAYS, with_belligerent_text=True))
    assert CAMPAIGN in openly
    assert BARRACKS.split()[-1] in openly
