"""Weapons, targets, cues and references: a phrase, and what its words tell."""

import pytest

from conflictdesk.extract.actors import ActorLexicon
from conflictdesk.extract.cues import find_cues
from conflictdesk.extract.references import refers_back
from conflictdesk.extract.targets import target_kind
from conflictdesk.extract.vocabulary import vocabulary
from conflictdesk.extract.weapons import find_weapons, weapon_of


@pytest.mark.parametrize(
    ("words", "language", "kind"),
    [
        ("a Katyusha rocket", "en", "rocket"),
        ("an RPG", "en", "rocket"),
        ("a suicide car bomb", "en", "VBIED"),
        ("a suicide bomber", "en", "suicide vest"),
        ("a roadside bomb", "en", "IED"),
        ("U.S. WARPLANES", "en", "airstrike"),
        ("opened fire", "en", "small arms"),
        ("a land mine", "en", "landmine"),
        ("a determined advance", "en", "unknown"),
        ("une voiture piégée", "fr", "VBIED"),
        ("des obus de mortier", "fr", "mortar/artillery"),
        ("بسيارة مفخخة", "ar", "VBIED"),
        ("والصواريخ", "ar", "rocket"),
        ("un ordigno artigianale", "it", "IED"),
        ("un carro bomba", "es", "VBIED"),
    ],
)
def test_weapon_kind(words: str, language: str, kind: str) -> None:
    assert weapon_of(words, language) == kind


def test_weapons_are_found_where_they_stand() -> None:
    text = "Two mortar shells fell before a drone came."
    assert [(m.text, m.kind) for m in find_weapons(text, "en")] == [
        ("mortar", "mortar/artillery"),
        ("shells", "mortar/artillery"),
        ("drone", "drone"),
    ]


@pytest.mark.parametrize(
    ("words", "language", "kind"),
    [
        ("the barracks of the 628 Infantry Battalion", "en", "military"),
        ("an army checkpoint", "en", "military"),
        ("UN peacekeepers", "en", "military"),
        ("a police station", "en", "police"),
        ("the mayor", "en", "government"),
        ("a crowded market", "en", "civilian"),
        ("an oil pipeline", "en", "infrastructure"),
        ("Islamic State convoys", "en", "armed group"),
        ("suspected militants", "en", "armed group"),
        ("something else", "en", "unknown"),
        ("un poste de gendarmerie", "fr", "police"),
        ("نقطة تفتيش للجيش", "ar", "military"),
        ("un mercato affollato", "it", "civilian"),
        ("el oleoducto", "es", "infrastructure"),
        ("a refugee camp in Dadaab", "en", "civilian"),
        ("a displaced people's camp", "en", "civilian"),
        ("an army camp", "en", "military"),
        ("le camp de déplacés de Bulengo", "fr", "civilian"),
        ("le camp de Mugunga", "fr", "unknown"),
        ("un camp militaire", "fr", "military"),
        ("معسكر زمزم للنازحين", "ar", "civilian"),
        ("un campo profughi", "it", "civilian"),
        ("un campo de desplazados", "es", "civilian"),
    ],
)
def test_target_kind(words: str, language: str, kind: str) -> None:
    assert target_kind(words, language, ActorLexicon.load()) == kind


@pytest.mark.parametrize(
    ("sentence", "language", "meanings"),
    [
        ("The group claimed responsibility for the raid.", "en", ["claimed"]),
        ("The army denied that it had shelled the town.", "en", ["denied"]),
        ("Gunmen allegedly took the road south.", "en", ["alleged"]),
        ("They threatened to attack the capital.", "en", ["planned"]),
        ("Soldiers fired on the crowd.", "en", []),
        ("L'attaque a été revendiquée par le groupe.", "fr", ["claimed"]),
        ("ونفت الجماعة ذلك", "ar", ["denied"]),
        ("I presunti attentatori sono fuggiti.", "it", ["alleged"]),
    ],
)
def test_cues(sentence: str, language: str, meanings: list[str]) -> None:
    assert [c.meaning for c in find_cues(sentence, language)] == meanings


@pytest.mark.parametrize(
    ("words", "language", "back"),
    [
        ("the group", "en", True),
        ("terrorists affiliated with the group", "en", True),
        ("its fighters", "en", True),
        ("gunmen", "en", False),
        ("the Wagner Group", "en", False),
        ("eleven fighters of the sect", "en", True),
        ("two gunmen", "en", False),
        ("les combattants du groupe", "fr", True),
        ("deux membres du groupe", "fr", True),
        ("un groupe", "fr", False),
        ("عناصر التنظيم", "ar", True),
    ],
)
def test_words_that_point_back(words: str, language: str, back: bool) -> None:
    assert refers_back(words, language) is back


@pytest.mark.parametrize("kind", ["weapons", "targets", "cues"])
@pytest.mark.parametrize("language", ["en", "fr", "ar", "it", "es"])
def test_every_entry_of_a_list_is_found(kind: str, language: str) -> None:
    """A word that its own list does not find is a typing error in the list."""
    words = vocabulary(kind, language)
    lost = [w for w in (*words.exact, *words.stems) if not any(s.end >= len(w) for s, _ in words.find(w))]
    assert lost == []
