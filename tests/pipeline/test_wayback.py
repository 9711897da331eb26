"""From a span of the clean text to the page or the element that it stood in."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from plain_pdf import plain_pdf

from conflictdesk.pipeline.wayback import places_of, where
from conflictdesk.records.reports import Report, Span
from conflictdesk.sources.files import parse_bytes
from conflictdesk.text.clean import clean_text

PAGES = Path(__file__).parents[1] / "sources" / "pages"


def report_of(path: Path) -> Report:
    (one,) = parse_bytes(path.read_bytes(), path.name).retrieved
    return Report("r", clean_text(one.text), "h", datetime(2026, 1, 1, tzinfo=UTC), media_type=one.media_type)


def place(path: Path, words: str) -> str | None:
    report = report_of(path)
    start = report.text.index(words)
    return where(places_of(report, path.read_bytes(), parse_bytes), Span(start, start + len(words)))


def test_words_of_a_pdf_lead_to_their_page(tmp_path: Path) -> None:
    path = tmp_path / "two.pdf"
    path.write_bytes(plain_pdf([["The ferry stopped at noon.", "Nobody was hurt."], ["The pier is closed."]]))
    assert place(path, "Nobody was hurt") == "page 1"
    assert place(path, "The pier is closed") == "page 2"


def test_words_of_a_web_page_lead_to_their_element() -> None:
    found = place(PAGES / "news-site.html", "The convoy had set out")
    assert found is not None
    assert found.startswith("/html/body")
    assert found.endswith("/p[2]")


def test_text_that_is_read_otherwise_now_leads_nowhere() -> None:
    path = PAGES / "news-site.html"
    report = replace(report_of(path), text="Another text.")
    assert places_of(report, path.read_bytes(), parse_bytes) == ()
    assert where((), Span(0, 7)) is None
