from collections.abc import Callable

import pytest

from conflictdesk.extract.places import find_toponyms
from conflictdesk.geo.gazetteer import Gazetteer
from conflictdesk.text.sentences import split_sentences

KNOWN = {
    "sabha", "libya", "gao", "kidal", "timbuktu", "mali", "taraghin", "jackson", "tebu", "mosul", "nigeria", "borno",
    "maiduguri", "west africa", "yemen", "ménaka", "libia", "سبها", "ليبيا", "بنغازي", "بني وليد", "الموصل",
}  # fmt: skip

CASES = [
    ("Rockets fell in Sabha and on Gao.", "en", ["Sabha", "Gao"]),
    ("They fired at Tamanhant air base.", "en", ["Tamanhant air base"]),
    ("A battalion based in Taraghin was hit.", "en", ["Taraghin"]),
    ("They hide in the towns of Dorvak, Elmish (16km south of Sabha) and Um Farin.", "en",
     ["Dorvak", "Elmish", "Sabha", "Um Farin"]),
    ("Fighters seized Timbuktu, Gao and Kidal.", "en", ["Timbuktu", "Gao", "Kidal"]),
    ("Cells are active in southern Libya.", "en", ["southern Libya"]),
    ("Cells are active near Libya’s southern borders.", "en", ["Libya’s southern borders"]),
    ("A bomb went off in Maiduguri, Borno state, Nigeria.", "en", ["Maiduguri", "Borno state", "Nigeria"]),
    ("Affiliates in West Africa and Yemen agreed.", "en", ["West Africa", "Yemen"]),
    ("Mr Sabha spoke. General Jackson agreed.", "en", []),
    ("The Sabha Brigade and the Libyan National Army spoke.", "en", []),
    ("Cells are active across Tebu-dominated areas.", "en", []),
    ("In May the Police left.", "en", []),
    ("Des hommes ont attaqué la localité de Dorvak, dans le nord du Mali, et Ménaka.", "fr",
     ["Dorvak", "nord du Mali", "Ménaka"]),
    ("Un attacco nella città di Dorvak, nel sud della Libia.", "it", ["Dorvak", "sud della Libia"]),
    ("Un ataque en la ciudad de Dorvak y en Gao.", "es", ["Dorvak", "Gao"]),
    ("وقع الهجوم في مدينة سبها جنوب ليبيا وفي بنغازي", "ar", ["سبها", "جنوب ليبيا", "بنغازي"]),
    ("انفجار بالموصل قرب بني وليد", "ar", ["الموصل", "بني وليد"]),
    ("", "en", []),
]  # fmt: skip


def known(name: str) -> bool:
    return name.casefold() in KNOWN


def names(text: str, language: str, knows: Callable[[str], bool] = known) -> list[str]:
    return [t.name for t in find_toponyms(text, split_sentences(text, language), language, knows)]


@pytest.mark.parametrize(("text", "language", "expected"), CASES)
def test_places_are_found_and_other_names_left(text: str, language: str, expected: list[str]) -> None:
    assert names(text, language) == expected


@pytest.mark.parametrize("text", [case[0] for case in CASES])
def test_every_span_is_its_name(text: str) -> None:
    for toponym in find_toponyms(text, split_sentences(text, "en"), "en", known):
        assert toponym.span.of(text) == toponym.name


def test_the_gazetteer_that_ships_keeps_people_and_units_out() -> None:
    text = "Colonel Jordan Hill told the Washington Brigade that shells hit Mosul."
    with Gazetteer.open() as gazetteer:
        assert names(text, "en", gazetteer.knows) == ["Mosul"]


@pytest.mark.parametrize("hostile", ["A " * 30_000, "Al-" * 30_000, "in Sabha, " * 5_000, "و" * 50_000])
def test_hostile_text_is_read_to_its_end(hostile: str) -> None:
    assert "Gao" in names(hostile + ". A bomb went off in Gao.", "en")
