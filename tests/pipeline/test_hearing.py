"""Who fell silent, who became loud, who was never heard: with the numbers and dates in the sentence."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from conflictdesk.pipeline.followed import keep_sources
from conflictdesk.pipeline.hearing import Heard, hear
from conflictdesk.pipeline.linking import due, link_desk
from conflictdesk.records.follows import Follow
from conflictdesk.records.provenance import content_hash
from conflictdesk.records.reports import Report
from conflictdesk.sources.catalog import Catalog
from conflictdesk.store.database import Database

TODAY = date(2026, 6, 30)
DAILY = "{name: Fezzan Post, kind: news, cadence: daily, volume: 2}"


def catalog(folder: Path, *entries: str) -> Catalog:
    path = folder / "catalog.yaml"
    path.write_text("sources: []\n" if not entries else "sources:\n" + "".join(f"  - {entry}\n" for entry in entries))
    return Catalog.open(path)


def came(desk: Database, *days_ago: int, publisher: str = "Fezzan Post", late: int = 0) -> None:
    """Reports published so many days ago, and had by the desk `late` days after."""
    for number, days in enumerate(days_ago):
        day = TODAY - timedelta(days=days)
        raw = f"{publisher} {days} {number}".encode()
        had = datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(days=late)
        desk.add_report(Report(content_hash(raw), raw.decode(), content_hash(raw), had, published=day,
                               publisher=publisher), raw)  # fmt: skip


def flags(heard: list[Heard]) -> list[tuple[str, str]]:
    return [(flag.flag, flag.message) for one in heard for flag in one.flags]


def test_a_source_is_silent_after_twice_its_cadence(desk: Database, tmp_path: Path) -> None:
    known = catalog(tmp_path, "{name: Fezzan Post, kind: news, cadence: {every: 7 days}}")
    came(desk, 15, 20)
    assert flags(hear(desk, known, TODAY - timedelta(days=1))) == []
    assert flags(hear(desk, known, TODAY)) == [
        ("silent", "Fezzan Post has been silent for 15 days: its last report is of 15 June 2026, and one is expected"
         " every 7 days.")
    ]  # fmt: skip


def test_without_a_cadence_its_own_gaps_tell(desk: Database, tmp_path: Path) -> None:
    known = catalog(tmp_path, "{name: Fezzan Post, kind: news}")
    came(desk, *range(7, 40, 3))
    assert flags(hear(desk, known, TODAY - timedelta(days=1))) == []
    ((flag, message),) = flags(hear(desk, known, TODAY))
    assert (flag, "no longer than 3 days" in message, "7 days" in message) == ("silent", True, True)


def test_an_archive_that_is_read_years_later_is_not_silent(desk: Database, tmp_path: Path) -> None:
    came(desk, *range(2000, 2100), late=1900)
    assert flags(hear(desk, catalog(tmp_path, "{name: Fezzan Post, kind: news}"), TODAY)) == []


def test_a_source_that_was_never_heard_is_said_to_be_so(desk: Database, tmp_path: Path) -> None:
    entry = "{name: Fezzan Post, kind: news, cadence: daily, feeds: ['https://f.example/feed']}"
    known = catalog(tmp_path, entry)
    (heard,) = hear(desk, known, TODAY)
    assert (heard.reports, heard.last, flags([heard])[0][0]) == (0, None, "unheard")
    assert flags([heard])[0][1].endswith("it was never visited.")
    desk.keep_follow(Follow("https://f.example/feed", "Fezzan Post", checked=datetime(2026, 6, 29, tzinfo=UTC)))
    assert flags(hear(desk, known, TODAY))[0][1].endswith("it was last visited on 29 June 2026.")


def test_a_source_has_doubled_against_its_volume(desk: Database, tmp_path: Path) -> None:
    known = catalog(tmp_path, DAILY)
    came(desk, 0, 0, 0, 1)
    assert flags(hear(desk, known, TODAY)) == []
    came(desk, 0, 0, 0, 0)
    ((flag, message),) = flags(hear(desk, known, TODAY))
    assert (flag, message) == ("loud", "Fezzan Post has doubled: 4 today, where 2 would be usual.")


@pytest.mark.parametrize(("now", "loud"), [(9, False), (12, True)])
def test_without_a_volume_twice_the_usual_and_more_than_chance(
    desk: Database, tmp_path: Path, now: int, loud: bool
) -> None:
    came(desk, *(week * 7 + day for week in range(1, 12) for day in range(4)), *[0] * now)
    found = [flag for flag, _ in flags(hear(desk, catalog(tmp_path, "{name: Fezzan Post, kind: news}"), TODAY))]
    assert found == ["loud"] * loud


def test_a_visit_that_failed_is_told(desk: Database, tmp_path: Path) -> None:
    at = datetime(2026, 6, 29, tzinfo=UTC)
    desk.keep_follow(Follow("https://f.example/feed", checked=at, failure="https://f.example/feed answered 503."))
    told = dict(flags(hear(desk, catalog(tmp_path), TODAY)))
    assert told["failing"] == "The visit of 29 June 2026 failed: https://f.example/feed answered 503."


def test_publishers_that_no_catalog_has_are_shown_by_their_own_names(desk: Database, tmp_path: Path) -> None:
    came(desk, 1, 2, publisher="A blog")
    (heard,) = hear(desk, catalog(tmp_path), TODAY)
    assert (heard.name, heard.source, heard.reports, sum(heard.counts)) == ("A blog", None, 2, 2)


def test_another_kind_of_source_makes_linking_due_and_another_reliability_does_not(desk: Database) -> None:
    came(desk, 1)
    for said, reason in [
        ("kind: news, cadence: daily", None),
        ("kind: news, reliability: F", None),
        ("kind: belligerent", "The incidents do not show what the catalog now says of sources yet."),
    ]:
        catalog(desk.folder, f"{{name: Fezzan Post, {said}}}")
        if "cadence" in said:
            link_desk(desk)
        found = due(desk)
        assert (found and found.reason) == reason
    link_desk(desk)
    assert due(desk) is None


def test_the_stored_source_follows_the_catalog(desk: Database, tmp_path: Path) -> None:
    for reliability in "BC":
        known = catalog(tmp_path, f"{{name: Reuters, kind: news, reliability: {reliability}}}")
        source = known.source_of("Thomson Reuters", None)
        assert source is not None
        if reliability == "B":
            desk.save_source(source)
        keep_sources(desk, known)
        assert [(one.name, one.reliability, one.language) for one in desk.sources()] == [("Reuters", reliability, "en")]
