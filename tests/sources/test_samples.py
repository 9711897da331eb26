"""The shipped sample reports: all are read, all say that they are samples, and none is a belligerent's word."""

from importlib.resources import files
from pathlib import Path

import pytest
from plain_pdf import main as make_pdf

from conflictdesk.sources.catalog import source_of
from conflictdesk.sources.files import parse_file
from conflictdesk.sources.retrieved import Retrieved

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
        assert 120 <= len(report.text.split()) <= 250


def test_the_samples_cover_formats_and_languages() -> None:
    all_reports = [report for path in FILES for report in reports(path)]
    assert {report.media_type for report in all_reports} == {
        "text/plain", "text/html", "application/pdf", "application/json",
    }  # fmt: skip
    assert {"ar", "en", "fr", "it"} <= {report.language for report in all_reports}
    assert len({report.publisher for report in all_reports}) >= 5


def test_the_index_names_every_sample() -> None:
    index = (SAMPLES / "README.md").read_text("utf-8")
    assert [path.name for path in FILES if f"`{path.name}`" not in index] == []


def test_the_pdf_sample_follows_from_its_text(tmp_path: Path) -> None:
    path = SAMPLES / "manbij-restaurant.pdf"
    (report,) = reports(path)
    header = f"Title: {report.title}\nPublisher: {report.publisher}\nMade: {report.published}"
    (tmp_path / "a.txt").write_text(f"{header}\n\n{report.text}", "utf-8")
    make_pdf(str(tmp_path / "a.txt"), str(tmp_path / "a.pdf"))
    assert reports(tmp_path / "a.pdf")[0].text == report.text
