"""The shipped sample reports: all are read, all say that they are samples, and none is a belligerent's word."""

from importlib.resources import files
from pathlib import Path

import pytest
from plain_pdf import main as make_pdf

from conflictdesk.sources.catalog import source_of
from conflictdesk.sources.files import parse_file
from conflictdesk.sources.retrieved import Retrieved
from conflictdesk.text.language import detect_language

SAMPLES = Path(str(files("conflictdesk") / "data" / "samples"))
FILES = sorted(path for path in SAMPLES.iterdir() if path.name != "README.md")


def reports(path: Path) -> tuple[Retrieved, ...]:
    parsed = parse_file(path)
    assert parsed.issues == ()
    return parsed.retrieved


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_sample_says_what_it_is_and_when(path: Path) -> None:
    for report in reports(path):
        assert report.publisher is not None
        assert report.publisher.startswith("Conflictdesk samples ")
        assert report.publisher.endswith("(written from public facts)")
        assert report.published is not None
        assert report.title
        assert source_of(report.publisher, report.url) is None
        assert 90 <= len(report.text.split()) <= 250


def test_the_samples_cover_formats_and_languages() -> None:
    all_reports = [report for path in FILES for report in reports(path)]
    assert {report.media_type for report in all_reports} == {
        "text/plain", "text/markdown", "text/html", "application/pdf", "application/json", "application/rss+xml",
        "message/rfc822",
    }  # fmt: skip
    languages = {report.language or detect_language(report.text) for report in all_reports}
    assert languages == {"ar", "en", "es", "fr", "it"}
    assert len({report.publisher for report in all_reports}) >= 5


def test_the_samples_are_twenty_reports_of_one_month() -> None:
    days = [report.published for path in FILES for report in reports(path)]
    assert len(days) == 20
    assert {(day.year, day.month) for day in days if day} == {(2020, 5)}


def test_the_index_names_every_sample() -> None:
    index = (SAMPLES / "README.md").read_text("utf-8")
    assert [path.name for path in FILES if f"`{path.name}`" not in index] == []


def test_the_pdf_sample_follows_from_its_text(tmp_path: Path) -> None:
    path = SAMPLES / "watiya.pdf"
    (report,) = reports(path)
    header = f"Title: {report.title}\nPublisher: {report.publisher}\nMade: {report.published}"
    (tmp_path / "a.txt").write_text(f"{header}\n\n{report.text}", "utf-8")
    make_pdf(str(tmp_path / "a.txt"), str(tmp_path / "a.pdf"))
    assert reports(tmp_path / "a.pdf")[0].text == report.text
