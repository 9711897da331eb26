"""Who published it."""

from pathlib import Path

import pytest

from conflictdesk.errors import SettingsError
from conflictdesk.records.reports import SourceKind
from conflictdesk.sources.catalog import Catalog, source_of


@pytest.mark.parametrize(
    ("publisher", "url", "name", "kind"),
    [
        ("Amaq", None, "Amaq", SourceKind.BELLIGERENT),
        ("the group's Aamaq agency", None, "Amaq", SourceKind.BELLIGERENT),
        ("وكالة أعماق", None, "Amaq", SourceKind.BELLIGERENT),
        ("Al-Naba’, issue 235", None, "Al-Naba", SourceKind.BELLIGERENT),
        ("AL NABA", None, "Al-Naba", SourceKind.BELLIGERENT),
        ("az-Zallaqa", None, "Al-Zallaqa", SourceKind.BELLIGERENT),
        ("Shahada News Agency", None, "Shahada News Agency", SourceKind.BELLIGERENT),
        ("U.S. Africa Command Public Affairs", None, "US Africa Command", SourceKind.OFFICIAL),
        (None, "https://www.africom.mil/pressrelease/1", "US Africa Command", SourceKind.OFFICIAL),
        ("UN OCHA", None, "UN OCHA", SourceKind.OFFICIAL),
        ("United Nations Support Mission in Libya", None, "UNSMIL", SourceKind.OFFICIAL),
        ("The Syrian Observatory for Human Rights", None, "Syrian Observatory for Human Rights", SourceKind.MONITORING),
        ("AP", None, "Associated Press", SourceKind.NEWS),
        ("Reuters", "https://mirror.example/x", "Reuters", SourceKind.NEWS),
        ("", "news.bbc.co.uk/1", "BBC", SourceKind.NEWS),
    ],
)
def test_known_sources(publisher: str | None, url: str | None, name: str, kind: SourceKind) -> None:
    source = source_of(publisher, url)
    assert source is not None
    assert (source.name, source.kind) == (name, kind)


@pytest.mark.parametrize(
    ("publisher", "url"),
    [
        (None, None),
        ("", ""),
        ("Maple Post", "https://maple.example"),  # "AP" within a word
        ("An AP stringer's notes", None),  # too short a name to be found within another
        ("Daily Nabataea", None),
        (None, "http://[broken"),
        (None, "https://africom.mil.example.org/"),
    ],
)
def test_unknown_sources(publisher: str | None, url: str | None) -> None:
    assert source_of(publisher, url) is None


def test_a_news_outlet_quoting_a_belligerents_agency_in_its_name_is_withheld_rather_than_passed_on() -> None:
    source = source_of("Amaq via Reuters", "https://www.reuters.com/x")
    assert source is not None
    assert source.kind is SourceKind.BELLIGERENT


def test_a_desks_own_catalog_comes_first(tmp_path: Path) -> None:
    path = tmp_path / "catalog.yaml"
    path.write_text(
        "sources:\n  - {name: Reuters, kind: monitoring}\n  - {name: Fezzan Post, kind: news, hosts: [f.example]}\n"
    )
    catalog = Catalog.open(path)
    assert [catalog.source_of(*given).kind for given in [("reuters", None), (None, "f.example/1")]] == [  # type: ignore[union-attr]
        SourceKind.MONITORING,
        SourceKind.NEWS,
    ]
    assert catalog.source_of("Amaq", None) == source_of("Amaq", None)


@pytest.mark.parametrize("content", ["", "sources: 5", "sources:\n  - {name: A, kind: rumour}", "a: [", "sources: [x]"])
def test_a_bad_catalog_says_what_an_entry_needs(tmp_path: Path, content: str) -> None:
    path = tmp_path / "catalog.yaml"
    path.write_text(content)
    with pytest.raises(SettingsError, match="needs a name and a kind"):
        Catalog.open(path)
