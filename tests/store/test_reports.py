"""Reports in the store: what is new, known, a revision; and finding them again by their words."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from conflictdesk.errors import DeskError
from conflictdesk.records.provenance import content_hash
from conflictdesk.records.reports import Source, SourceKind
from conflictdesk.store.archive import Archive
from conflictdesk.store.database import DATABASE, Database
from conflictdesk.store.reports import match_expression
from standins import report_of


def test_same_bytes_twice_are_one_report(desk: Database) -> None:
    assert [desk.add_report(*report_of("Rebels attacked Sabha.")) for _ in range(2)] == ["new", "known"]
    assert len(desk.reports()) == 1


def test_a_report_comes_back_as_it_went_in(desk: Database) -> None:
    report, raw = report_of("هاجم مسلحون سبها. 😀", "r-1", title="عنوان", publisher="Example", language="ar")
    desk.add_report(report, raw)
    assert desk.report("r-1") == report
    assert desk.archive.read(report.content_hash) == raw


def test_other_bytes_under_one_id_are_a_revision_and_the_old_one_stays(desk: Database) -> None:
    first, second = report_of("Rebels attacked Sabha.", "r-1"), report_of("Rebels attacked Murzuq.", "r-1")
    assert [desk.add_report(*one) for one in (first, second, first, second)] == ["new", "revision", "known", "known"]
    assert [report.text for report in desk.reports()] == ["Rebels attacked Murzuq."]
    assert desk.counts().revisions == 2
    assert desk.archive.holds(first[0].content_hash)


def test_search_forgets_the_words_of_an_old_revision(desk: Database) -> None:
    desk.add_report(*report_of("Rebels attacked Sabha.", "r-1"))
    desk.add_report(*report_of("Rebels attacked Murzuq.", "r-1"))
    assert desk.search("Sabha") == []
    assert [hit.report_id for hit in desk.search("Murzuq")] == ["r-1"]


def test_a_snippet_is_plain_text_and_tells_where_the_match_is(desk: Database) -> None:
    desk.add_report(*report_of("At <b>Tamanhint</b> rockets fell.", "r-1", title="Night"))
    (hit,) = desk.search("tamanhint")
    assert "<b>Tamanhint</b>" in hit.snippet
    assert [span.of(hit.snippet) for span in hit.matches] == ["Tamanhint"]


def test_search_looks_in_titles_and_folds_accents(desk: Database) -> None:
    desk.add_report(*report_of("Rien.", "r-1", title="Attaque à Ménaka"))
    assert [hit.report_id for hit in desk.search("menaka")] == ["r-1"]


@pytest.mark.parametrize("query", ['"', "*", "AND", "text:", "-", "(", 'a" OR "b', "NEAR(a b)", "", "\x00"])
def test_nothing_that_is_typed_breaks_the_search(desk: Database, query: str) -> None:
    desk.add_report(*report_of("Rebels attacked Sabha."))
    assert desk.search(query) == []


def test_quoted_words_are_a_phrase() -> None:
    assert match_expression('"air base" sab') == '"air base" "sab"*'


def test_every_word_must_be_there(desk: Database) -> None:
    desk.add_report(*report_of("Rebels attacked Sabha.", "r-1"))
    desk.add_report(*report_of("Rebels left Murzuq.", "r-2"))
    assert [hit.report_id for hit in desk.search("rebels murz")] == ["r-2"]


def test_a_later_word_on_a_source_replaces_the_earlier(desk: Database) -> None:
    desk.save_source(Source("Amaq"))
    desk.save_source(Source("Amaq", SourceKind.BELLIGERENT))
    assert desk.sources() == [Source("Amaq", SourceKind.BELLIGERENT)]


def test_the_archive_names_bytes_by_their_hash_and_notices_damage(tmp_path: Path) -> None:
    archive = Archive(tmp_path / "archive")
    digest = archive.write(b"as it came")
    assert archive.path(digest) == tmp_path / "archive" / digest[:2] / digest
    assert archive.holds(digest)
    archive.path(digest).write_bytes(b"as it was made")
    assert not archive.holds(digest)


def test_the_archive_says_what_it_lacks(tmp_path: Path) -> None:
    with pytest.raises(DeskError, match="restore"):
        Archive(tmp_path / "archive").read(content_hash(b"never came"))


def test_a_desk_is_its_owners_alone(desk: Database) -> None:
    desk.add_report(*report_of("Rebels attacked Sabha."))
    assert (desk.folder.stat().st_mode & 0o077) == 0
    inside = [desk.folder, *desk.folder.rglob("*")]
    assert {path.stat().st_mode & 0o077 for path in inside} == {0}, [path.name for path in inside]


def test_an_empty_folder_becomes_its_owners_alone_and_one_that_holds_other_things_stays_open(tmp_path: Path) -> None:
    for name, others in (("empty", []), ("full", ["notes.txt"])):
        folder = tmp_path / name
        folder.mkdir(mode=0o755)
        for other in others:
            (folder / other).touch()
        with Database.open(folder, create=True):
            assert oct(folder.stat().st_mode & 0o777) == ("0o755" if others else "0o700")
            assert oct((folder / DATABASE).stat().st_mode & 0o777) == "0o600"


def test_what_was_told_later_fills_what_was_empty_and_overwrites_nothing(desk: Database) -> None:
    report, raw = report_of("Rebels attacked Sabha.", "r-1", language="en", title="Night")
    desk.add_report(report, raw)
    told = {"published": "2020-05-17", "published_reason": "given", "language": "fr"}
    assert desk.fill_in("r-1", report.content_hash, told) == ("published", "published_reason")
    assert desk.fill_in("r-1", report.content_hash, {"published": "2021-01-01", "published_reason": "given"}) == ()
    assert desk.reports() == [replace(report, published=date(2020, 5, 17), published_reason="given")]
    assert [hit.report_id for hit in desk.search("sabha night")] == ["r-1"]
    assert desk.counts().revisions == len(desk.content_hashes()) == 1


def test_of_bytes_that_were_replaced_nothing_is_filled(desk: Database) -> None:
    old, raw = report_of("Rebels attacked Sabha.", "r-1")
    desk.add_report(old, raw)
    desk.add_report(*report_of("Rebels attacked Murzuq.", "r-1"))
    assert desk.fill_in("r-1", old.content_hash, {"publisher": "Example"}) == ()
