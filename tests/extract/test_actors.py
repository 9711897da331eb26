"""Who acts: phrases and sentences with their answers. No community is ever one of them."""

from pathlib import Path

import pytest

from conflictdesk.errors import DataError
from conflictdesk.extract.actors import UNIDENTIFIED, ActorLexicon, is_state
from conflictdesk.records.reports import Span


@pytest.fixture(scope="module")
def actors() -> ActorLexicon:
    return ActorLexicon.load()


NAMED = [
    ("fighters of the al Qaeda-linked JNIM", "ML", "en", "JNIM"),
    ("Boko Haram splinter faction", "NG", "en", "Boko Haram dissidents"),
    ("FARC splinter group Dagoberto Ramos Mobile Column", "CO", "en", "Dagoberto Ramos Mobile Column"),
    ("a splinter group of the FARC", "CO", "en", "FARC dissidents"),
    ("ISWAP, a splinter group of Boko Haram", "NG", "en", "Islamic State - West Africa Province"),
    ("une faction dissidente d'Aqmi", "ML", "fr", "AQIM dissidents"),
    ("scissionisti del PKK", "TR", "it", "PKK dissidents"),
    ("disidencias de las FARC", "CO", "es", "FARC dissidents"),
    ("جماعة منشقة عن طالبان", "AF", "ar", "Taliban dissidents"),
    ("the Misrata operations room and the criminal investigation service", "LY", "en", "Misrata operations room"),
    ("international actors, including the US Africa Command", "LY", "en", "US Africa Command"),
    ("Islamic State", "LY", "en", "Islamic State - Libya"),
    ("ISIL", "IQ", "en", "Islamic State - Iraq"),
    ("IS militants", "SY", "en", "Islamic State - Syria"),
    ("Islamic State", None, "en", "Islamic State"),
    ("Men presumed to belong to the Islamic State's Sahel branch", None, "en", "Islamic State - Sahel Province"),
    ("Islamic State in Somalia", "KE", "en", "Islamic State - Somalia"),
    ("ISWAP", "NE", "en", "Islamic State - West Africa Province"),
    ("the Fezzan Province of the group", "LY", "en", "Islamic State - Fezzan Province"),
    ("THE FMLN", "SV", "en", "FMLN"),
    ("A SHINING PATH COLUMN", "PE", "en", "Shining Path"),
    ("the National Liberation Army", "CO", "en", "ELN"),
    ("the National Liberation Army", "MK", "en", "National Liberation Army (Macedonia)"),
    ("the Taliban", "AF", "en", "Taliban"),
    ("les rebelles ougandais des ADF", "CD", "fr", "Allied Democratic Forces"),
    ("des combattants du Groupe de soutien à l'islam et aux musulmans", "ML", "fr", "JNIM"),
    ("le groupe État islamique au Grand Sahara", "NE", "fr", "Islamic State - Sahel Province"),
    ("عناصر تنظيم داعش", "IQ", "ar", "Islamic State - Iraq"),
    ("وتنظيم الدولة الإسلامية", "LY", "ar", "Islamic State - Libya"),
    ("قوات الدعم السريع", "SD", "ar", "Rapid Support Forces"),
    ("i miliziani dello Stato islamico", "SY", "it", "Islamic State - Syria"),
    ("guerrilleros del Ejército de Liberación Nacional", "CO", "es", "ELN"),
    ("the Dagoberto Ramos Mobile Column", "CO", "en", "Dagoberto Ramos Mobile Column"),
    ("the Zawiya Coast Protection Force", "LY", "en", "Zawiya Coast Protection Force"),
    ("la brigata Martiri di Motrud", "LY", "it", "brigata Martiri di Motrud"),
]


@pytest.mark.parametrize(("words", "country", "language", "canonical"), NAMED)
def test_the_most_specific_organisation_in_a_phrase(
    actors: ActorLexicon, words: str, country: str | None, language: str, canonical: str
) -> None:
    mention = actors.name(words, country, language)
    assert mention is not None
    assert (mention.canonical, mention.text) == (canonical, words)


STATES = [
    ("Malian government soldiers", "ML", "en", "Military Forces of Mali", "state"),
    ("the army", "SD", "en", "Military Forces of Sudan", "state"),
    ("police", "BE", "en", "Police Forces of Belgium", "police"),
    ("Police and Kenyan officers", "HT", "en", "Police Forces of Haiti", "police"),
    ("Turkish warplanes", "IQ", "en", "Military Forces of Turkey", "state"),
    ("the Russian strikes", "SY", "en", "Military Forces of Russia", "state"),
    ("Israeli", "LB", "en", "Military Forces of Israel", "state"),
    ("the armed forces of Ukraine", "RU", "en", "Military Forces of Ukraine", "state"),
    ("Soldiers of the 43rd Infantry Battalion", "PH", "en", "Military Forces of the Philippines", "state"),
    ("les soldats maliens", "BF", "fr", "Military Forces of Mali", "state"),
    ("l'armée", "TD", "fr", "Military Forces of Chad", "state"),
    ("الجيش المصري", "EG", "ar", "Military Forces of Egypt", "state"),
    ("والشرطة العراقية", "IQ", "ar", "Police Forces of Iraq", "police"),
    ("l'esercito siriano", "SY", "it", "Military Forces of Syria", "state"),
    ("la policía colombiana", "CO", "es", "Police Forces of Colombia", "police"),
    ("the army, backed by Arab militias", "SD", "en", "Military Forces of Sudan", "state"),
]


@pytest.mark.parametrize(("words", "country", "language", "canonical", "kind"), STATES)
def test_forces_of_a_country(
    actors: ActorLexicon, words: str, country: str, language: str, canonical: str, kind: str
) -> None:
    mention = actors.name(words, country, language)
    assert mention is not None
    assert (mention.canonical, mention.kind) == (canonical, kind)
    assert is_state(mention.kind)
    assert "Arab" not in mention.text


UNNAMED = [
    ("armed men on motorcycles", "en", UNIDENTIFIED, "unidentified"),
    ("men in army shirts", "en", UNIDENTIFIED, "unidentified"),
    ("several hundred people", "en", "Protesters", "protesters"),
    ("unknown persons", "en", UNIDENTIFIED, "unidentified"),
    ("anti-Taliban fighters", "en", UNIDENTIFIED, "unidentified"),
    ("des hommes armés", "fr", UNIDENTIFIED, "unidentified"),
    ("مسلحون مجهولون", "ar", UNIDENTIFIED, "unidentified"),
    ("uomini armati", "it", UNIDENTIFIED, "unidentified"),
    ("hombres armados", "es", UNIDENTIFIED, "unidentified"),
    ("residents", "en", "Protesters", "protesters"),
    ("متظاهرون", "ar", "Protesters", "protesters"),
    ("a mob", "en", "Rioters", "protesters"),
    ("a man", "en", "individual", "individual"),
    ("un individuo", "es", "individual", "individual"),
]


@pytest.mark.parametrize(("words", "language", "canonical", "kind"), UNNAMED)
def test_those_whom_nobody_names(actors: ActorLexicon, words: str, language: str, canonical: str, kind: str) -> None:
    mention = actors.name(words, "ML", language)
    assert mention is not None
    assert (mention.text, mention.canonical, mention.kind) == (words, canonical, kind)


COMMUNITIES = [
    ("Fulani gunmen", "en"),
    ("suspected Fulani herders", "en"),
    ("Fulani", "en"),
    ("FULANI MILITIA", "en"),
    ("Armed Fulani Herdsmen", "en"),
    ("Suspected Fulani Militia Group", "en"),
    ("the Tuareg", "en"),
    ("Tuareg rebels", "en"),
    ("Tebu militia", "en"),
    ("Tebu tribesmen", "en"),
    ("Toubou fighters", "en"),
    ("Hutu extremists", "en"),
    ("ethnic Tutsi rebels", "en"),
    ("Dinka fighters", "en"),
    ("armed Nuer men", "en"),
    ("Amhara militiamen", "en"),
    ("Oromo gunmen", "en"),
    ("Tigrayan forces", "en"),
    ("Kurdish forces", "en"),
    ("Kurdish rebels", "en"),
    ("Kurds", "en"),
    ("Arab militias", "en"),
    ("Shia militia", "en"),
    ("Shi'ite gunmen", "en"),
    ("Sunni insurgents", "en"),
    ("Christian Militia", "en"),
    ("Muslim rebels", "en"),
    ("a Jewish Group", "en"),
    ("Hazara fighters", "en"),
    ("Rohingya militants", "en"),
    ("Tamil rebels", "en"),
    ("Karen Army", "en"),
    ("Rizeigat militia", "en"),
    ("Banu Sadir tribesmen", "en"),
    ("gunmen from the Masalit community", "en"),
    ("Lendu fighters", "en"),
    ("Dogon Brigade", "en"),
    ("Basque separatists", "en"),
    ("Chechen gunmen", "en"),
    ("Serb forces", "en"),
    ("Mapuche attackers", "en"),
    ("Fur gunmen", "en"),
    ("des hommes armés peuls", "fr"),
    ("des rebelles touareg", "fr"),
    ("la milice dogon", "fr"),
    ("combattants kurdes", "fr"),
    ("miliciens chiites", "fr"),
    ("éleveurs peuls armés", "fr"),
    ("مسلحون أكراد", "ar"),
    ("ومسلحون من الطوارق", "ar"),
    ("مليشيات شيعية", "ar"),
    ("مقاتلو التبو", "ar"),
    ("مسلحو قبيلة", "ar"),
    ("miliziani curdi", "it"),
    ("ribelli tuareg", "it"),
    ("milizie sciite", "it"),
    ("milicianos kurdos", "es"),
    ("rebeldes tuareg", "es"),
    ("milicias chiíes", "es"),
    ("hombres armados mapuches", "es"),
]


@pytest.mark.parametrize(("words", "language"), COMMUNITIES)
def test_no_community_is_an_actor(actors: ActorLexicon, words: str, language: str) -> None:
    mention = actors.name(words, "SD", language)
    assert mention is not None
    assert (mention.text, mention.canonical, mention.kind) == ("", UNIDENTIFIED, "unidentified")
    assert mention.span == Span(0, 0)
    assert actors.find(words, language) == ()


@pytest.mark.parametrize("words", ["Kurdish protesters", "Uyghur demonstrators", "a crowd of Copts"])
def test_a_community_in_the_street_is_a_crowd(actors: ActorLexicon, words: str) -> None:
    mention = actors.name(words, "EG", "en")
    assert mention is not None
    assert (mention.text, mention.canonical) == ("", "Protesters")


NAMED_AFTER_ONE = [
    ("the Kurdistan Workers' Party", "en", "PKK"),
    ("the Oromo Liberation Army", "en", "Oromo Liberation Army"),
    ("the Tigray People's Liberation Front", "en", "TPLF"),
    ("the Arakan Army", "en", "Arakan Army"),
    ("Tamil Tigers", "en", "LTTE"),
    ("the Karen National Liberation Army", "en", "Karen National Liberation Army"),
    ("the Arakan Rohingya Salvation Army", "en", "ARSA"),
    ("the Baloch Liberation Army", "en", "Baloch Liberation Army"),
    ("the Shan State Army", "en", "Shan State Army"),
    ("the Arab Movement of Azawad", "en", "Arab Movement of Azawad"),
    ("the Muslim Brotherhood", "en", "Muslim Brotherhood"),
    ("the Arab coalition", "en", "Saudi-led coalition"),
    ("the Tebu National Defence Front", "en", "Tebu National Defence Front"),
    ("le Groupe autodéfense touareg Imghad et alliés", "fr", "GATIA"),
    ("حزب العمال الكردستاني", "ar", "PKK"),
    ("Tigri Tamil", "it", "LTTE"),
    ("el Partido de los Trabajadores de Kurdistán", "es", "PKK"),
]


@pytest.mark.parametrize(("words", "language", "canonical"), NAMED_AFTER_ONE)
def test_an_organisation_named_after_a_community(
    actors: ActorLexicon, words: str, language: str, canonical: str
) -> None:
    mention = actors.name(words, None, language)
    assert mention is not None
    assert mention.canonical == canonical
    assert mention.kind != "unidentified"


KEPT = [
    ("Kurdish PKK militants", "PKK"),
    ("Fulani fighters of JNIM", "JNIM"),
    ("the Shia Houthi rebels", "Houthi rebels"),
    ("Iraqi army and Shia militias", "Iraqi army"),
]


@pytest.mark.parametrize(("words", "text"), KEPT)
def test_beside_a_community_only_the_name_is_kept(actors: ActorLexicon, words: str, text: str) -> None:
    mention = actors.name(words, "ML", "en")
    assert mention is not None
    assert mention.text == text == mention.span.of(words)


@pytest.mark.parametrize("words", ["the wind", "", "1997", "a mudslide", "a Tunisian of its ranks", "الزلزال"])
def test_what_is_no_actor(actors: ActorLexicon, words: str) -> None:
    assert actors.name(words, "ML", "en") is None


SENTENCES = [
    ("Al-Shabaab attacked ATMIS troops near Bardera.", "en", [("Al-Shabaab", "Al-Shabaab"), ("ATMIS", "ATMIS")]),
    ("The minister is here as it is late.", "en", []),
    ("THE MINISTER IS IN BOGOTA, THE ELN SAID.", "en", [("ELN", "ELN")]),
    ("Fulani herders and Dogon farmers met Libyan soldiers.", "en", [("Libyan soldiers", "Military Forces of Libya")]),
    ("Islamic State in Libya said so.", "en", [("Islamic State in Libya", "Islamic State - Libya")]),
    ("The army, Libyan officials said, left.", "en", []),
    ("They blame a FARC splinter group.", "en", [("FARC splinter", "FARC dissidents")]),
    ("Le Jnim a attaqué l'armée malienne.", "fr", [("Jnim", "JNIM"), ("armée malienne", "Military Forces of Mali")]),
    (
        "هاجم تنظيم داعش قوات سوريا الديمقراطية",
        "ar",
        [("تنظيم داعش", "Islamic State"), ("قوات سوريا الديمقراطية", "Syrian Democratic Forces")],
    ),
    ("فتح مسلحون النار على قاعدة عسكرية", "ar", []),
    ("È nato a Roma; l'Isis è in Libia.", "it", [("Isis", "Islamic State")]),
    (
        "Las FARC y el ejército colombiano.",
        "es",
        [("FARC", "FARC"), ("ejército colombiano", "Military Forces of Colombia")],
    ),
]


@pytest.mark.parametrize(("text", "language", "expected"), SENTENCES)
def test_actors_of_a_sentence(actors: ActorLexicon, text: str, language: str, expected: list[tuple[str, str]]) -> None:
    found = actors.find(text, language)
    assert [(a.text, a.canonical) for a in found] == expected
    assert all(a.span.of(text) == a.text for a in found)


def test_a_desk_adds_its_own_list(tmp_path: Path) -> None:
    own = tmp_path / "own.yaml"
    own.write_text(
        "source: desk\nactors:\n  - {canonical: Salt Road Watch, kind: militia, cased: [SRW]}\n", encoding="utf-8"
    )
    found = ActorLexicon.load(own).find("SRW men and JNIM met Salt Road Watch.", "en")
    assert [a.canonical for a in found] == ["Salt Road Watch", "JNIM", "Salt Road Watch"]


@pytest.mark.parametrize("content", ["[", "just words", "- a\n- b"])
def test_a_damaged_list_is_named(tmp_path: Path, content: str) -> None:
    own = tmp_path / "own.yaml"
    own.write_text(content, encoding="utf-8")
    with pytest.raises(DataError, match=r"own\.yaml"):
        ActorLexicon.load(own)
