"""Adding files to a desk: what is new, known, a revision, unreadable; and what the call declares."""

import json
import os
from datetime import date
from pathlib import Path
from threading import Thread

import pytest

from conflictdesk.errors import UsageError
from conflictdesk.pipeline.adding import Added, Declared, add_files, declare, find_files
from conflictdesk.pipeline.coding import plan_coding
from conflictdesk.pipeline.workers import Recipe
from conflictdesk.records.provenance import content_hash
from conflictdesk.sources.catalog import Catalog
from conflictdesk.store.database import Database
from standins import WordCoder

CATALOG = Catalog.open()


def add(desk: Database, *paths: Path, declared: Declared | None = None) -> list[Added]:
    return list(add_files(desk, find_files([str(path) for path in paths]), CATALOG, declared or Declared()))


def test_a_folder_gives_its_files_in_order_of_name(desk: Database, tmp_path: Path) -> None:
    folder = tmp_path / "reports"
    for name in ("b.txt", "a.txt", "inner/c.txt", ".hidden", ".git/config"):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"Rebels attacked the town, says {name}.")
    added = add(desk, folder)
    assert [(Path(one.origin).name, one.state) for one in added] == [
        ("a.txt", "new"),
        ("b.txt", "new"),
        ("c.txt", "new"),
    ]
    assert {one.state for one in add(desk, folder)} == {"known"}


def test_an_unreadable_file_is_told_and_the_rest_goes_on(desk: Database, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"")
    (tmp_path / "b.txt").write_text("Rebels attacked Sabha.")
    added = add(desk, tmp_path / "a.txt", tmp_path / "b.txt", tmp_path / "missing.txt")
    assert [one.state for one in added] == ["unreadable", "new", "unreadable"]
    assert "a.txt" in (added[0].message or "")


def test_a_report_is_named_by_its_bytes_or_by_the_id_that_it_brings(desk: Database, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"Rebels attacked Sabha.")
    (tmp_path / "b.jsonl").write_text(json.dumps({"report_id": "wire-7", "text": "Rebels attacked Murzuq."}))
    assert [one.report_id for one in add(desk, tmp_path / "a.txt", tmp_path / "b.jsonl")] == [
        content_hash(b"Rebels attacked Sabha."),
        "wire-7",
    ]


def test_a_changed_line_under_the_same_id_is_a_revision(desk: Database, tmp_path: Path) -> None:
    path = tmp_path / "wire.jsonl"
    path.write_text(json.dumps({"report_id": 7, "text": "Two were killed in Sabha."}))
    assert [one.state for one in add(desk, path)] == ["new"]
    path.write_text(json.dumps({"report_id": 7, "text": "Three were killed in Sabha."}))
    assert [one.state for one in add(desk, path)] == ["revision"]
    assert desk.report_ids() == ["7"]


def test_a_bad_line_is_told_with_its_number(desk: Database, tmp_path: Path) -> None:
    path = tmp_path / "wire.jsonl"
    path.write_text('{"text": "Rebels attacked Sabha."}\nnonsense\n{"text": "Rebels attacked Murzuq."}\n')
    added = add(desk, path)
    assert [one.state for one in added].count("new") == 2
    assert [one.origin for one in added if one.failed] == [f"{path}:2"]


def test_what_is_declared_holds_where_the_file_does_not_say(desk: Database, tmp_path: Path) -> None:
    path = tmp_path / "wire.jsonl"
    said = {"report_id": "said", "text": "Rebels attacked.", "published": "2020-05-01", "language": "fr"}
    path.write_text("\n".join(json.dumps(line) for line in (said, {"report_id": "silent", "text": "They fled."})))
    add(desk, path, declared=Declared(date(2020, 6, 1), "Example Wire", "en"))
    reports = {report.report_id: report for report in desk.reports()}
    assert (reports["said"].published, reports["said"].language) == (date(2020, 5, 1), "fr")
    assert (reports["silent"].published, reports["silent"].language) == (date(2020, 6, 1), "en")
    assert {report.publisher for report in reports.values()} == {"Example Wire"}
    assert reports["silent"].published_reason == "given when the report was added"


def test_a_date_that_was_forgotten_is_given_later_and_the_report_is_coded_anew(desk: Database, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("Rebels attacked Sabha.")
    add(desk, path)
    list(plan_coding(desk, Recipe(WordCoder.load)).outcomes())
    declared = Declared(date(2020, 5, 17), "Amaq")
    assert [one.state for one in add(desk, path, declared=declared)] == ["filled in"]
    (report,) = desk.pending("words-1")
    assert (report.published, report.publisher) == (date(2020, 5, 17), "Amaq")
    assert report.published_reason == "given when the report was added"
    assert [str(source.kind) for source in desk.sources()] == ["belligerent"]
    later = Declared(date(2021, 1, 1), "Another")
    assert [one.state for one in add(desk, path, declared=later)] == ["known"]
    assert desk.reports() == [report]


def test_lines_that_are_known_take_what_is_told_later(desk: Database, tmp_path: Path) -> None:
    path = tmp_path / "wire.jsonl"
    said = [{"text": "Rebels attacked Sabha.", "published": "2020-05-01"}, {"text": "Rebels attacked Murzuq."}]
    path.write_text("\n".join(json.dumps(line) for line in said))
    add(desk, path)
    assert [one.state for one in add(desk, path, declared=Declared(date(2020, 6, 1)))] == ["known", "filled in"]
    assert [report.published for report in desk.reports()] == [date(2020, 5, 1), date(2020, 6, 1)]


def test_a_pipe_is_read_once(desk: Database, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    writer = Thread(target=pipe.write_text, args=("Rebels attacked Sabha.",))
    writer.start()
    assert [one.state for one in add(desk, pipe)] == ["new"]
    writer.join()


def test_a_known_publisher_becomes_a_source_of_the_desk(desk: Database, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Publisher: Al-Naba\n\nSoldiers of the caliphate attacked Sabha.")
    add(desk, tmp_path / "a.txt")
    assert [str(source.kind) for source in desk.sources()] == ["belligerent"]


def test_a_source_is_one_of_the_catalog() -> None:
    assert declare(CATALOG, source="al-naba").publisher == CATALOG.source_of("al-naba", None).name  # type: ignore[union-attr]
    with pytest.raises(UsageError, match="--publisher"):
        declare(CATALOG, source="no such source")


@pytest.mark.parametrize("address", ["ftp://example.org/a.html", "file:///etc/hostname", "https://", "http://a:b@c/"])
def test_only_addresses_of_the_web_are_fetched(address: str) -> None:
    with pytest.raises(UsageError, match="file"):
        find_files([address])
