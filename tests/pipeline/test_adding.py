"""Adding files to a desk: what is new, known, a revision, unreadable; and what the call declares."""

import json
import os
from datetime import date
from pathlib import Path
from threading import Thread

import pytest

from conflictdesk.errors import UsageError
from conflictdesk.pipeline.adding import add_files, find_files
from conflictdesk.pipeline.arrivals import Added
from conflictdesk.pipeline.coding import plan_coding
from conflictdesk.pipeline.declared import Declared, declare
from conflictdesk.pipeline.editing import edit_report
from conflictdesk.pipeline.folder import catalog_of
from conflictdesk.pipeline.holding import read_holding
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


IMPOSTOR = """<html lang=en><head><title>Blessed attack</title><meta property="og:site_name" content="Reuters">
<link rel=canonical href="https://tongo.example/x/5"></head><body><article><h1>Blessed attack</h1><p>Our soldiers
attacked an army post in Bosso, Niger, on 18 November 2026 and killed nine soldiers of the army there.</p></article>"""


def test_a_belligerents_page_or_line_that_calls_itself_reuters_leaves_the_desk_as_the_belligerents(
    desk: Database, tmp_path: Path
) -> None:
    (tmp_path / "a.html").write_text(IMPOSTOR)
    line = {"text": "Our soldiers attacked Diffa.", "publisher": "Reuters", "url": "https://tongo.example/6"}
    (tmp_path / "b.jsonl").write_text(json.dumps(line))
    paths = [str(tmp_path / name) for name in ("a.html", "b.jsonl")]
    list(add_files(desk, find_files(paths[:1]), CATALOG))  # before it is declared
    (desk.folder / "catalog.yaml").write_text(
        "sources:\n  - {name: Tongo Weekly, kind: belligerent, hosts: [tongo.example]}\n"
    )
    list(add_files(desk, find_files(paths), catalog_of(desk.folder)))
    held = read_holding(desk)
    assert held.belligerent == held.reports.keys()
    assert [report.publisher for report in held.reports.values()] == ["Tongo Weekly", "Tongo Weekly"]


def test_a_page_of_a_belligerent_by_the_call_is_that_ones_and_a_line_is_whose_it_says(
    desk: Database, tmp_path: Path
) -> None:
    (tmp_path / "a.html").write_text(IMPOSTOR)
    (tmp_path / "b.jsonl").write_text(json.dumps({"text": "Diffa was attacked.", "publisher": "Reuters"}))
    add(desk, tmp_path / "a.html", tmp_path / "b.jsonl", declared=declare(CATALOG, source="Amaq"))
    assert [report.publisher for report in desk.reports()] == ["Amaq", "Reuters"]


def test_only_an_address_of_the_web_is_a_reports_address(desk: Database, tmp_path: Path) -> None:
    lines = [{"text": f"Rebels attacked {url}.", "url": url} for url in ("ftp://x", "https://a.example/1")]
    (tmp_path / "a.jsonl").write_text("\n".join(json.dumps(line) for line in lines))
    add(desk, tmp_path / "a.jsonl")
    assert [report.url for report in desk.reports()] == [None, "https://a.example/1"]


def test_a_page_captured_twice_is_one_report_with_a_revision(desk: Database, tmp_path: Path) -> None:
    said = {"18": "Two were killed in Gao.", "20": "Four were killed in Gao.", "22": "Six were killed in Gao."}
    records = {day: captured(day, words) for day, words in said.items()}
    (tmp_path / "a.warc").write_bytes(records["22"] + records["20"])
    assert [one.state for one in add(desk, tmp_path / "a.warc")] == ["new", "revision"]
    assert [report.text for report in desk.reports()] == ["Six were killed in Gao."]
    assert [(one.state, one.message) for one in add(desk, tmp_path / "a.warc")] == [("known", None)] * 2
    (tmp_path / "b.warc").write_bytes(records["18"])
    (older,) = add(desk, tmp_path / "b.warc")
    assert (older.state, "it is of 2020-05-18" in (older.message or "")) == ("known", True)
    assert [report.text for report in desk.reports()] == ["Six were killed in Gao."]


def captured(day: str, words: str) -> bytes:
    """A record of an archive of the web."""
    http = f"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n{words}"
    head = f"WARC-Type: response\r\nWARC-Target-URI: https://a.example/1\r\nWARC-Date: 2020-05-{day}T00:00:00Z\r\n"
    return f"WARC/1.0\r\n{head}Content-Length: {len(http)}\r\n\r\n{http}\r\n\r\n".encode()


def test_a_table_that_comes_again_with_its_columns_named_fills_what_was_empty(desk: Database, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("Body,Story name,Day of print,Note\nRebels attacked Sabha.,An attack,2020-05-17,Rebels fled.\n")
    (first,) = add(desk, path)
    assert (first.state, "Story name, Day of print" in (first.message or "")) == ("new", True)
    named = Declared(columns={"title": "Story name", "published": "Day of print"})
    assert [one.state for one in add(desk, path, declared=named)] == ["filled in"]
    (report,) = desk.reports()
    assert (report.title, report.published) == ("An attack", date(2020, 5, 17))
    edit_report(desk, "Ada", report.report_id, {"title": "Another attack"})
    assert [(one.state, one.message) for one in add(desk, path, declared=named)] == [("known", None)]
    (other,) = add(desk, path, declared=Declared(columns={"text": "Note"}))
    assert other.state == "known"
    assert "known, with another text: there the columns that were named now were not used" in (other.message or "")
