"""What a brief says: which incidents, how they stand, what is counted against what, and what may not leave."""

from datetime import date
from pathlib import Path

import pytest

from briefs import GROUP, MAY, brief_of, month, told
from conflictdesk.errors import InputError, UsageError
from conflictdesk.pipeline.assessing import assess
from conflictdesk.publish.comparison import change
from conflictdesk.publish.forms import html_of, markdown_of
from conflictdesk.publish.periods import Period
from conflictdesk.records.events import Actor, Place, Role, Standing, Status
from conflictdesk.records.values import Count, GeoPrecision, Point
from conflictdesk.store.database import Database
from desks import fezzan, fill, incident, on, report


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return month(tmp_path_factory.mktemp("briefs") / "desk")


def test_attacks_and_counter_operations_are_told_apart_and_what_is_claimed_only_last(desk: Path) -> None:
    told = brief_of(desk)
    assert [(one.title, len(one.entries)) for one in told.chapters] == [("Attacks", 3), ("Counter-operations", 1)]
    groups = [group.title for group in told.chapters[0].groups]
    assert groups == ["", "Claimed only: nobody but the side that claims it says so"]
    claimed = told.chapters[0].groups[1].entries[0]
    assert "claims to have" in claimed.sentence
    assert "nobody independent" in claimed.sentence
    assert claimed.standing == "claimed only"


def test_an_authority_s_own_word_on_its_strike_is_said_to_be_that(desk: Path) -> None:
    (strike,) = brief_of(desk).chapters[1].entries
    assert "there is its own word alone" in strike.sentence
    assert strike.standing == "the acting side's own word"


def test_what_sources_differ_on_is_told_with_who_says_what(desk: Path) -> None:
    told = brief_of(desk)
    differs = {entry.number: entry.differs for entry in told.disputed}
    assert differs[1] == (("Killed", "3 ([name withheld]); 4 (Desert Post)"),)
    contested = next(entry for entry in told.disputed if entry.incident.standing is Standing.CONTESTED)
    assert "Desert Post carries a denial" in contested.sentence


def test_a_date_that_is_only_known_to_the_month_is_in_no_count_and_no_table(desk: Path) -> None:
    told = brief_of(desk)
    assert told.loose is not None
    assert [entry.number for entry in told.loose.entries] == [5]
    assert [table.total.total for table in told.tables] == [4, 4, 4]


def test_tables_add_up(desk: Path) -> None:
    for table in brief_of(desk).tables:
        assert sum(row.total for row in table.rows) == table.total.total
        assert sum(row.before or 0 for row in table.rows) == table.total.before == 2
        for column in range(len(table.columns)):
            assert sum(row.counts[column] for row in table.rows) == table.total.counts[column]
        assert all(sum(row.counts) == row.total for row in table.rows)


def test_the_period_before_is_as_long_and_ends_the_day_before() -> None:
    assert Period(date(2020, 3, 1), date(2020, 3, 7)).before == Period(date(2020, 2, 23), date(2020, 2, 29))
    assert Period(date(2020, 5, 1), date(2020, 5, 31)).before.words == "31 March to 30 April 2020"


@pytest.mark.parametrize(
    ("now", "before", "words"),
    [(5, 2, "↑ from 2"), (2, 5, "↓ from 5"), (3, 3, "as before"), (1, 0, "↑ from 0"), (3, None, "–")],
)
def test_a_change_is_told_in_words_and_never_in_per_cent(now: int, before: int | None, words: str) -> None:
    assert change(now, before) == words


def test_the_dead_of_one_party_s_word_are_not_summed_with_the_others(desk: Path) -> None:
    lines = {line.name: line for line in brief_of(desk).box}
    assert (lines["Killed"].now, lines["Killed"].remark) == ("3", "not reported for 3 of 4; figures differ in 1")
    assert lines["Killed, on a party's word alone"].now == "14"
    assert lines["Killed"].before == "2"
    assert lines["Wounded"].now == "–"


def test_an_actor_is_not_said_to_have_done_what_it_alone_claims(desk: Path) -> None:
    by_actor = brief_of(desk).tables[1]
    assert {row.name: row.counts for row in by_actor.rows if row.name == GROUP} == {GROUP: (0, 0, 1)}
    assert not by_actor.people


def test_how_much_was_reported_stands_beside_the_counts_and_silence_is_told_as_silence(desk: Path) -> None:
    coverage = brief_of(desk).coverage
    assert coverage is not None
    assert (coverage.reports, coverage.sources, coverage.reports_before, coverage.sources_before) == (4, 4, 2, 1)
    assert coverage.silent == ("Old Gazette: no report in this period, 2 in the one before, the last on 12 April 2020",)
    assert "a change in the counts may be one of reporting alone" in coverage.sentence


def test_without_reports_of_the_period_before_nothing_is_said_of_it(desk: Path) -> None:
    told = brief_of(desk, (date(2020, 4, 9), date(2020, 4, 12)))
    assert {line.before for line in told.box} == {"–"}
    assert {row.before for table in told.tables for row in table.rows} == {None}


def test_a_period_of_which_nobody_reported_is_not_told_as_nought(tmp_path: Path) -> None:
    late = report("late", "Gunmen attacked in Sabha on 9 April.", "Gazette", date(2020, 5, 10))
    one = told(late, late.text, on(2020, 4, 9))
    folder = fill(tmp_path / "desk", [late], [one], [incident([one], Standing.SINGLE_SOURCE)])
    after = {line.name: line for line in brief_of(folder, (date(2020, 5, 1), date(2020, 5, 31))).box}
    assert (after["Attacks"].now, after["Attacks"].before, after["Attacks"].change) == ("0", "1", "–")
    assert after["Other events"].before == "–"
    silent = brief_of(folder, (date(2020, 4, 20), date(2020, 4, 30)))
    assert [(line.now, line.change) for line in silent.box[:3]] == [("–", "–")] * 3
    assert silent.tables == ()
    known = brief_of(folder, (date(2020, 4, 5), date(2020, 4, 11)))
    assert [line.now for line in known.box[:3]] == ["1", "–", "–"]
    assert known.tables[0].total.cells == ("1", "–", "–", "1", "–")


@pytest.mark.parametrize(
    ("actor", "sources"),
    [
        ("Military Forces of Niger", ("Niger's defence ministry", "the ministry")),
        ("Military Forces of Mali", ("Le ministère malien de la Défense",)),
        ("Military Forces of Mali", ("un porte-parole de l'armée",)),
    ],
)
def test_the_dead_that_a_ministry_tells_of_its_own_operation_are_a_partys_word(
    tmp_path: Path, actor: str, sources: tuple[str, ...]
) -> None:
    wire = report("wire", "Soldiers killed 25 fighters on 11 May, the ministry said.", "Wire", date(2020, 5, 12))
    one = told(
        wire, wire.text, on(2020, 5, 11), role=Role.COUNTER_OPERATION, status=Status.CONFIRMED, killed=Count(25, 25),
        perpetrator=Actor("Soldiers", actor), attributed_to=sources,
    )  # fmt: skip
    brief = brief_of(fill(tmp_path / "desk", [wire], [one], [incident([one], Standing.SINGLE_SOURCE)]))
    lines = {line.name: line.now for line in brief.box}
    assert (lines["Killed"], lines["Killed, on a party's word alone"]) == ("–", "25")
    assert brief.entries[0].notes[0].said == f"said by the side that acted, according to {actor}"


def test_whoever_is_accused_and_denies_it_stands_apart_in_the_table_of_actors(desk: Path) -> None:
    by_actor = brief_of(desk).tables[1]
    assert by_actor.columns == ("As sources have it", "Contested", "Claims it alone")
    (unknown,) = [row for row in by_actor.rows if row.name == "Unidentified armed group"]
    assert unknown.counts == (1, 1, 0)


def test_a_sixteenth_place_has_its_own_name_and_more_are_told_as_others(tmp_path: Path) -> None:
    for places, last in ((16, "Town 15, Libya"), (17, "2 others")):
        wire = report("wire", " ".join(f"They struck Town {n:02}." for n in range(places)), "Wire", date(2020, 5, 12))
        claims = [
            told(wire, f"They struck Town {n:02}.", on(2020, 5, 11), Place(f"Town {n:02}", None, "LY"))
            for n in range(places)
        ]
        held = [incident([one], Standing.SINGLE_SOURCE) for one in claims]
        brief = brief_of(fill(tmp_path / str(places), [wire], claims, held))
        assert (len(brief.tables[0].rows), brief.tables[0].rows[-1].name) == (16, last)


def test_a_period_without_incidents_says_so_and_which_days_have_some(desk: Path) -> None:
    told = brief_of(desk, (date(2021, 1, 1), date(2021, 1, 7)))
    assert told.empty == (
        "No incident is dated to this period. That nothing was reported does not mean that nothing happened."
        " The desk's incidents are dated 9 April to 30 June 2020."
    )
    assert (told.box, told.chapters, told.map, told.timeline) == ((), (), None, None)
    assert "silence of the sources" in html_of(told)


def test_left_out_the_period_is_the_last_seven_days_that_incidents_are_dated_to(desk: Path) -> None:
    assert brief_of(desk, (None, None)).period == "20 to 26 May 2020"


@pytest.mark.parametrize("day", [date.min, date(1010, 1, 1), date.max])
def test_a_day_of_another_age_is_refused(desk: Path, day: date) -> None:
    for days in ((day, None), (None, day)):
        with pytest.raises(UsageError, match="a brief tells of 1900 to 2100"):
            brief_of(desk, days)


def test_a_period_that_ends_before_it_begins_is_refused(desk: Path) -> None:
    with pytest.raises(UsageError, match="before it begins"):
        brief_of(desk, (date(2020, 5, 2), date(2020, 5, 1)))


@pytest.mark.parametrize(
    ("place", "incidents"),
    [("LY", 5), ("libya", 5), ("Ubari", 2), ("Sabhā", 3), ("Wadi al Hayat", 2), ("Niger", 0),
     ("Fezzan", 5), ("فزان", 5), ("Cyrenaica", 0), ("North Africa", 5), ("Lake Chad", 0)],
)  # fmt: skip
def test_a_place_is_a_town_a_province_a_region_or_a_country(desk: Path, place: str, incidents: int) -> None:
    assert len(brief_of(desk, place=place).entries) == incidents


def test_a_region_holds_the_towns_of_its_provinces_and_what_is_told_of_it_as_a_whole(tmp_path: Path) -> None:
    wire = report("wire", "Eighteen died at Bi'r al-'Abd. Sinai was raided. Suez was hit.", "Wire", date(2020, 5, 12))
    town = Place("Bi'r al-'Abd", "Bi’r al ‘Abd", "EG", Point(31.018, 33.011), precision=GeoPrecision.EXACT)
    whole = Place("Sinai", "Sinai", "EG", precision=GeoPrecision.REGION)
    suez = Place("Suez", "Suez", "EG", Point(29.97371, 32.52627), precision=GeoPrecision.EXACT)
    claims = [
        told(wire, sentence, on(2020, 5, 11), place)
        for sentence, place in zip(wire.text.split(". "), (town, whole, suez), strict=True)
    ]
    folder = fill(tmp_path / "desk", [wire], claims, [incident([one], Standing.SINGLE_SOURCE) for one in claims])
    brief = brief_of(folder, place="سيناء")
    assert {entry.incident.place.name for entry in brief.entries} == {"Bi'r al-'Abd", "Sinai"}
    assert brief.scope[0] == "Place: سيناء (the region Sinai, and places of this name)"
    assert brief.map is not None
    assert "Known by region or country only, so not drawn" in str(brief.map)
    assert [entry.incident.place.name for entry in brief_of(folder, place="North Sinai").entries] == ["Bi'r al-'Abd"]
    assert brief_of(folder, place="Lake Chad").scope[0].endswith("what lies in this region is not known)")


def test_what_a_places_name_leaves_out_for_want_of_a_country_is_said(tmp_path: Path) -> None:
    wire = report("wire", "They struck Sabha. They struck a camp.", "Wire", date(2020, 5, 12))
    claims = [
        told(wire, "They struck Sabha.", on(2020, 5, 11)),
        told(wire, "They struck a camp.", on(2020, 5, 11), Place("a camp")),
    ]
    folder = fill(tmp_path / "desk", [wire], claims, [incident([one], Standing.SINGLE_SOURCE) for one in claims])
    left_out = "Place: Libya (left out: 1 incident of this period in a country that is not known)"
    assert brief_of(folder, place="LY").scope[0] == left_out
    assert brief_of(folder).scope[0] == "All places of the desk"


def test_a_place_that_nobody_knows_is_refused(desk: Path) -> None:
    with pytest.raises(UsageError, match="no gazetteer and no incident has it"):
        brief_of(desk, place="Nowhereville upon Nothing")


def test_an_actor_is_found_as_who_claims_and_as_the_target(desk: Path) -> None:
    told = brief_of(desk, actor="Islamic State - Libya")
    assert [str(entry.incident.role) for entry in told.entries] == ["attack", "counter-operation"]


def test_no_community_is_asked_for_as_an_actor(desk: Path) -> None:
    with pytest.raises(InputError, match="names a community"):
        brief_of(desk, actor="Tuareg gunmen")


def forms(desk: Path, **let_out: bool) -> str:
    told = brief_of(desk, **let_out)
    return html_of(told) + markdown_of(told)


@pytest.mark.parametrize(
    ("withheld", "switch"),
    [
        ("Alzway", "with_names"),
        ("apostates", "with_belligerent_text"),
        ("naba.test", "with_belligerent_text"),
        ("Nine apostates slain", "with_belligerent_text"),
        ("Haruj", "with_presences"),
    ],
)
def test_what_may_not_leave_leaves_only_where_it_is_asked_for(desk: Path, withheld: str, switch: str) -> None:
    assert withheld not in forms(desk)
    assert withheld in forms(desk, **{switch: True})
    assert "As was asked for, this brief holds" in forms(desk, **{switch: True})


def test_of_a_party_s_report_the_hash_and_the_coded_claim_are_left(desk: Path) -> None:
    told = brief_of(desk)
    (note,) = [note for entry in told.entries for note in entry.notes if note.belligerent]
    assert (note.publisher, note.title, note.address, note.evidence) == ("Al-Naba", None, None, None)
    assert note.digest is not None
    assert len(note.digest) == 64
    assert note.digest in html_of(told)


def test_presences_are_areas_in_words_and_on_the_map(desk: Path) -> None:
    told = brief_of(desk, with_presences=True)
    assert told.presences is not None
    assert [one.sentence for one in told.presences] == [f"○ {GROUP} is alleged to be in the Haruj hills"]
    assert told.presences[0].source == "Fezzan Wire, 21 May 2020. Machine-coded, not reviewed."
    assert told.map is not None
    assert 'fill="url(#hatch)"' in told.map.svg
    assert "hatch)" not in brief_of(desk).map.svg  # type: ignore[union-attr]


def test_a_place_by_bearing_is_a_circle_and_never_a_mark(tmp_path: Path) -> None:
    told = brief_of(fezzan(tmp_path / "desk"), (date(2020, 5, 25), date(2020, 5, 25)))
    assert told.map is not None
    assert "(1)" in told.map.svg
    plan = told.map.svg.split('stroke="#59616b"/>')[0]
    assert "<g transform" not in plan.split("<svg x=")[0]


def test_what_is_machine_coded_says_so_on_each_item_and_note(desk: Path) -> None:
    text = html_of(brief_of(desk))
    assert text.count("machine-coded, not reviewed</span>") == 4
    assert text.count("○ Machine-coded, not reviewed.") == 7


def test_assessments_of_incidents_in_the_brief_stand_as_their_authors_words(tmp_path: Path) -> None:
    folder = month(tmp_path / "desk")
    incidents = brief_of(folder).entries
    with Database.open(folder) as database:
        assess(database, "Issa Diallo", "One group is likely behind both.", None, [incidents[0].incident.incident_id])
        assess(
            database,
            "Issa Diallo",
            "Unlikely to go on.",
            None,
            [brief_of(folder, (date(2020, 4, 9),) * 2).entries[0].incident.incident_id],
        )
        gone = assess(database, "Issa Diallo", "Withdrawn by now.", None, [incidents[0].incident.incident_id])
        database.undo("Issa Diallo", gone.act_id)
    (one,) = brief_of(folder).conclusions
    assert (one.text, one.likelihood, one.entries) == ("One group is likely behind both.", "likely (55 to 75 %)", (1,))
    text = html_of(brief_of(folder))
    assert "The yardstick of likelihood" in text
    assert "Professional Head of Intelligence Assessment" in text


def test_whoever_sends_it_is_told_of_names_and_communities_in_assessments(tmp_path: Path) -> None:
    folder = month(tmp_path / "desk")
    key = brief_of(folder).entries[0].incident.incident_id
    with Database.open(folder) as database:
        words = "Trader Hamid Qasim paid Tebu gunmen for it."
        database.add_assessment("Issa Diallo", words, None, [key], [])  # as an older desk may have kept it
    told = brief_of(folder)
    assert "Hamid Qasim" in html_of(told)  # a person's own words are never changed behind his back
    names, community = told.warnings
    assert "Hamid Qasim" in names
    assert "names a community (Tebu" in community


def test_the_program_writes_no_word_of_likelihood(desk: Path) -> None:
    text = markdown_of(brief_of(desk)).casefold()
    assert not [word for word in ("likely", "probabl", "possibl", "certain ") if word in text]


def test_former_numbers_of_an_incident_lead_to_it(tmp_path: Path) -> None:
    told = brief_of(fezzan(tmp_path / "desk"), (date(2020, 5, 11), date(2020, 5, 31)))
    assert 'id="incident-earlier"' in html_of(told)


def test_made_again_at_the_same_time_it_is_the_same_to_the_byte(desk: Path) -> None:
    assert html_of(brief_of(desk)) == html_of(brief_of(desk))
    assert markdown_of(brief_of(desk)) == markdown_of(brief_of(desk))


def test_may_is_the_period(desk: Path) -> None:
    assert brief_of(desk).period == Period(*MAY).words == "1 to 31 May 2020"
