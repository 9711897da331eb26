"""Who published it."""

from pathlib import Path

import pytest

from conflictdesk.errors import SettingsError
from conflictdesk.records.follows import Follow, Form
from conflictdesk.records.reports import Reach, Source, SourceKind
from conflictdesk.sources.catalog import Catalog, source_of


@pytest.mark.parametrize(
    ("publisher", "url", "name", "kind"),
    [
        ("Amaq", None, "Amaq", SourceKind.BELLIGERENT),
        ("the group's Aamaq agency", None, "Amaq", SourceKind.BELLIGERENT),
        ("وكالة أعماق", None, "Amaq", SourceKind.BELLIGERENT),
        ("Al-Naba’, issue 235", None, "Al-Naba", SourceKind.BELLIGERENT),
        ("AL NABA", None, "Al-Naba", SourceKind.BELLIGERENT),
        ("Dabiq magazine, issue 5", None, "Al-Hayat Media Center", SourceKind.BELLIGERENT),
        ("the group's magazine Dabiq", None, "Al-Hayat Media Center", SourceKind.BELLIGERENT),
        ("Amaq Syria", None, "Amaq", SourceKind.BELLIGERENT),
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
        ("Dabiq Free Press", None),  # a name that means something else too
        ("Radio Andalus Sevilla", None),
        ("The Guardian Nigeria", None),
        (None, "http://[broken"),
        (None, "https://africom.mil.example.org/"),
    ],
)
def test_unknown_sources(publisher: str | None, url: str | None) -> None:
    assert source_of(publisher, url) is None


@pytest.mark.parametrize(
    ("publisher", "theirs"), [("ANF English", True), ("Dabiq", True), ("Dabiq Free Press", False), ("Post", False)]
)
def test_whose_text_is_read_as_a_partys(publisher: str, theirs: bool) -> None:
    assert Catalog.open().is_mouthpiece(publisher) is theirs


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


@pytest.mark.parametrize("content", ["", "sources: 5", "a: 5", "sources: [x]", "sources: [{name: A}]"])
def test_a_bad_catalog_says_what_an_entry_needs(tmp_path: Path, content: str) -> None:
    path = tmp_path / "catalog.yaml"
    path.write_text(content)
    with pytest.raises(SettingsError, match="needs a name and a kind: news, official, monitoring or belligerent"):
        Catalog.open(path)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ("kind: rumour", "kind “rumour” is none of news, official, monitoring or belligerent."),
        ("kind: news, reach: wide", "reach “wide” is none of local, national, regional or international."),
        ("kind: news, reliability: G", "reliability “G” is none of A, B, C, D, E or F."),
        ("kind: news, reliability: true", "reliability “True” is none of A, B, C, D, E or F."),
        ("kind: news, cadence: often", "cadence “often” is none of hourly, daily, weekly, monthly, yearly, and not"),
        ("kind: news, cadence: {every: 0 days}", "not written as “every: 7 days”"),
        ("kind: news, cadence: daily, volume: -1", "volume “-1” is no number above 0"),
        ("kind: news, volume: 3", "give a cadence with it"),
        ("kind: news, language: Arabic", "language “Arabic” is not a code of a language"),
        ("kind: news, url: f.example", "url “f.example” is not an address of http or https"),
        ("kind: news, hosts: f.example", "`hosts` is to be a list"),
        ("kind: news, realiability: A", "“realiability” is no field of it. There are name, kind,"),
        ("kind: news, feeds: ['ftp://f.example/']", "address “ftp://f.example/” is not an address"),
        ("kind: news, feeds: ['https://u:p@f.example/']", "is not an address of http or https without a name"),
        ("kind: news, feeds: [{address: 'https://f.example/', form: page}]", "form “page” is none of feed, sitemap"),
        ("kind: news, feeds: [{address: 'https://f.example/', links: '('}]", "links “(” is no regular expression"),
        ("kind: news, feeds: [{address: 'https://f.example/', links: 3}]", "links “3” is to be a list of patterns"),
        ("kind: news, hosts: ['https://f.example/']", "hosts “https://f.example/” is no name of a host."),
        ("kind: news, feeds: [{form: feed}]", "an entry of `feeds` is an address, or {address:"),
    ],
)
def test_a_value_that_cannot_be_is_told_with_file_entry_and_what_is_allowed(
    tmp_path: Path, fields: str, said: str
) -> None:
    path = tmp_path / "catalog.yaml"
    path.write_text(f"sources:\n  - {{name: Reuters, kind: news}}\n  - {{name: Fezzan Post, {fields}}}\n")
    with pytest.raises(SettingsError) as told:
        Catalog.open(path)
    assert str(told.value).startswith(f"The catalog {path}, entry 2 (Fezzan Post): ")
    assert said in str(told.value)


def test_a_source_that_is_declared_twice_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "catalog.yaml"
    path.write_text("sources: [{name: Fezzan Post, kind: news}, {name: FEZZAN POST, kind: official}]")
    with pytest.raises(SettingsError, match=r"entry 2 \(FEZZAN POST\): a source of this name stands above"):
        Catalog.open(path)


def test_a_catalog_in_another_encoding_is_told(tmp_path: Path) -> None:
    path = tmp_path / "catalog.yaml"
    path.write_text("sources: [{name: Été, kind: news}]", encoding="cp1252")
    with pytest.raises(SettingsError, match="not written in UTF-8"):
        Catalog.open(path)


def test_no_desk_can_take_a_belligerents_names_from_it(tmp_path: Path) -> None:
    path = tmp_path / "catalog.yaml"
    path.write_text("sources: [{name: Amaq, kind: news}, {name: Fezzan Post, kind: news, names: [Al-Naba, النبأ, FP]}]")
    catalog = Catalog.open(path)
    for name in ("Amaq", "Amaq News Agency", "Al-Naba", "النبأ"):
        assert catalog.source_of(name, None).kind is SourceKind.BELLIGERENT  # type: ignore[union-attr]
    assert catalog.source_of("FP", None).name == "Fezzan Post"  # type: ignore[union-attr]
    assert catalog.mouthpieces() == Catalog.open().mouthpieces()


def test_a_catalog_that_is_no_yaml_is_told(tmp_path: Path) -> None:
    path = tmp_path / "catalog.yaml"
    path.write_text("a: [")
    with pytest.raises(SettingsError, match=r"cannot be read: .*line 1"):
        Catalog.open(path)


def test_what_a_desk_says_of_a_source(tmp_path: Path) -> None:
    path = tmp_path / "catalog.yaml"
    path.write_text(
        """
sources:
  - name: Fezzan Post
    kind: news
    url: https://www.fezzan.example/
    language: ar
    reach: local
    reliability: C
    cadence: {every: 2 weeks}
    volume: 12
    feeds:
      - https://www.fezzan.example/feed
      - {address: https://www.fezzan.example/archive/, form: index, links: "/[0-9]+$"}
"""
    )
    catalog = Catalog.open(path)
    source = Source("Fezzan Post", SourceKind.NEWS, "ar", "https://www.fezzan.example/", Reach.LOCAL, "C", 14.0, 12.0)
    assert catalog.own() == (source,)
    assert catalog.source_of(None, "https://fezzan.example/2020/1") == source
    assert catalog.follows("Fezzan Post") == (
        Follow("https://www.fezzan.example/feed", "Fezzan Post", declared=True),
        Follow("https://www.fezzan.example/archive/", "Fezzan Post", Form.INDEX, ("/[0-9]+$",), declared=True),
    )
    assert catalog.follows() == catalog.follows("Fezzan Post")


def test_a_desk_adds_to_what_is_built_in_and_cannot_clear_a_belligerent_by_its_way(tmp_path: Path) -> None:
    path = tmp_path / "catalog.yaml"
    path.write_text("sources: [{name: AP, kind: news, reliability: B}, {name: Amaq, kind: news, reliability: F}]")
    catalog = Catalog.open(path)
    for given in (("The Associated Press", None), (None, "https://apnews.com/1")):
        source = catalog.source_of(*given)
        assert source is not None
        assert (source.reliability, source.language) == ("B", "en")
    assert catalog.source_of("Aamaq News Agency", None).kind is SourceKind.BELLIGERENT  # type: ignore[union-attr]


def test_nobodys_reliability_is_built_in() -> None:
    catalog = Catalog.open()
    assert {entry.source.reliability for entry in catalog.entries} == {None}
    assert catalog.follows() == ()


TONGO = "sources:\n  - {name: Tongo Weekly, kind: belligerent, hosts: [tongo.example]}\n"


@pytest.mark.parametrize(
    ("publisher", "url", "name"),
    [
        ("Reuters", "https://tongo.example/x/5", "Tongo Weekly"),
        ("Reuters", "https://www.tongo.example/x/5", "Tongo Weekly"),
        ("Amaq", "https://tongo.example/x/5", "Amaq"),
        ("Tongo Weekly", "https://www.reuters.com/5", "Tongo Weekly"),
        ("Reuters", "https://nottongo.example/x/5", "Reuters"),
    ],
)
def test_a_page_at_a_belligerents_host_is_the_belligerents_whatever_it_calls_itself(
    publisher: str, url: str, name: str, tmp_path: Path
) -> None:
    (tmp_path / "catalog.yaml").write_text(TONGO)
    catalog = Catalog.open(tmp_path / "catalog.yaml")
    assert catalog.source_of(publisher, url).name == name  # type: ignore[union-attr]
    assert catalog.publisher_of(publisher, None, url) == name
    assert catalog.publisher_of("Reuters", None, told="Tongo Weekly") == "Tongo Weekly"
    assert catalog.publisher_of("Al-Naba, issue 5", None, told="Tongo Weekly") == "Al-Naba, issue 5"
