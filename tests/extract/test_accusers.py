"""Who accuses and who condemns, by the grammar of a sentence: neither did it."""

from datetime import UTC, datetime

import pytest

from conflictdesk.extract.accusers import accusations, is_condemnation
from conflictdesk.extract.actors import ActorLexicon
from conflictdesk.extract.aftermath import comes_after
from conflictdesk.extract.agents import is_patient, runs_onto_a_bomb
from conflictdesk.extract.headlines import headline
from conflictdesk.extract.observations import Observations
from conflictdesk.extract.sayings import spoken_on
from conflictdesk.records.reports import Reading, Report, Span
from conflictdesk.text.sentences import split_sentences

ACTORS = ActorLexicon.load()


def seen(text: str, language: str, title: str | None = None) -> Observations:
    report = Report("r", text, "0" * 64, datetime(2024, 5, 16, tzinfo=UTC), language=language, title=title)
    sentences = split_sentences(text, language)
    return Observations(report, language, sentences, Reading("none"), actors=ACTORS.find(text, language))


@pytest.mark.parametrize(
    ("language", "text", "accuser", "accused"),
    [
        ("en", "The Government of National Accord accused the Taliban of shelling it.", "Accord", "Taliban"),
        ("en", "Officials in Ankara blamed the YPG for the blast.", "Officials", "YPG"),
        ("en", "Kenya held Al-Shabaab responsible for the raid.", "Kenya", "Al-Shabaab"),
        ("en", "The head of the mission, which is known as MINUSMA, condemned the attack.", "MINUSMA", None),
        ("fr", "Bamako a accusé le JNIM d'avoir pillé le marché.", "Bamako", "JNIM"),
        ("es", "El gobierno acusó al ELN del ataque.", "gobierno", "ELN"),
        ("ar", "اتهمت حكومة الوفاق قوات خليفة حفتر بالقصف.", "الوفاق", "Libyan National Army"),
        ("ar", "حمّلت وزارة الدفاع الصومالية حركة الشباب مسؤولية التفجير.", "الصومالية", "Al-Shabaab"),
    ],
)
def test_who_accuses_whom(language: str, text: str, accuser: str, accused: str | None) -> None:
    whole = seen(text, language)
    [told] = accusations(whole, Span(0, len(text)))
    assert accuser in whole.words(told.accuser)
    assert (told.accused and told.accused.canonical) == accused


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The Taliban were accused of shelling the market."),
        ("en", "Al-Shabaab, accused of the raid, said nothing."),
        ("en", "Boko Haram held eleven women in a camp."),
        ("ar", "وتتهم الوزارة."),
        ("ar", "حملت السيول سيارات في حضرموت."),
    ],
)
def test_who_is_accused_accuses_nobody(language: str, text: str) -> None:
    assert list(accusations(seen(text, language), Span(0, len(text)))) == []


def test_a_condemnation_qualifies_nothing() -> None:
    assert is_condemnation("condemned the attack", "en")
    assert not is_condemnation("denied the attack", "en")


@pytest.mark.parametrize(
    ("language", "text", "who", "onto"),
    [
        ("en", "An army truck hit a landmine near Bama.", "An army truck", True),
        ("en", "Militants detonated a landmine near Bama.", "Militants", False),
        ("en", "Their vehicles struck roadside bombs.", "Their", True),
        ("en", "Rebels struck the base with rockets.", "Rebels", False),
        ("en", "Rebels hit a convoy with a roadside bomb.", "Rebels", False),
        ("fr", "Un camion de l'armée a sauté sur une mine.", "Un camion de l'armée", True),
        ("it", "Un blindato è saltato su una mina.", "Un blindato", True),
    ],
)
def test_who_runs_onto_a_bomb_did_not_lay_it(language: str, text: str, who: str, onto: bool) -> None:
    start = text.index(who)
    assert runs_onto_a_bomb(seen(text, language), Span(start, start + len(who))) is onto


@pytest.mark.parametrize(
    ("language", "text", "who", "after"),
    [
        ("en", "The army found the bodies of seven herders.", "The army", True),
        ("en", "Police later found four dead.", "Police", True),
        ("en", "Police have opened an investigation.", "Police", True),
        ("en", "The army found the rebels and killed them.", "The army", False),
        ("en", "Troops recovered ground from the rebels.", "Troops", False),
        ("fr", "L'armée a découvert les corps de sept éleveurs.", "L'armée", True),
        ("fr", "L'armée a découvert une cache.", "L'armée", False),
        ("it", "I carabinieri hanno isolato la zona.", "I carabinieri", True),
        ("it", "L'esercito ha trovato una mina.", "L'esercito", False),
        ("es", "El ejército encontró los cuerpos de siete campesinos.", "El ejército", True),
        ("es", "La policía atacó el lugar.", "La policía", False),
        ("ar", "وعثر الجيش على جثث سبعة رعاة.", "الجيش", True),
        ("ar", "وفتحت الشرطة العراقية تحقيقا في الحادث.", "الشرطة", True),
        ("ar", "فتحت الشرطة النار على متظاهرين.", "الشرطة", False),
    ],
)
def test_who_comes_when_it_is_over(language: str, text: str, who: str, after: bool) -> None:
    start = text.index(who)
    assert comes_after(seen(text, language), Span(start, start + len(who))) is after


@pytest.mark.parametrize(
    ("text", "who", "hit"),
    [
        ("إن عنصرين من الحشد العشائري استشهدا بنيران قناص.", "عنصرين من الحشد العشائري", True),
        ("نجا قائد الشرطة من محاولة اغتيال.", "قائد الشرطة", True),
        ("المسلحون قتلوا سبعة رعاة.", "المسلحون", False),
    ],
)
def test_who_dies_or_is_spared_did_not_do_it(text: str, who: str, hit: bool) -> None:
    start = text.index(who)
    assert is_patient(seen(text, "ar"), Span(start, start + len(who))) is hit


@pytest.mark.parametrize(
    ("words", "country", "canonical"),
    [
        ("Soldiers", "PS", "Military Forces"),
        ("Israeli soldiers", "PS", "Military Forces of Israel"),
        ("Soldiers", "ML", "Military Forces of Mali"),
    ],
)
def test_whose_soldiers_is_not_guessed_where_another_states_may_be_meant(
    words: str, country: str, canonical: str
) -> None:
    who = ACTORS.name(words, country, "en")
    assert who is not None
    assert who.canonical == canonical


@pytest.mark.parametrize(
    ("text", "title", "words"),
    [
        ("Six killed in Mogadishu\n\nSix people died on Monday.", None, "Six killed in Mogadishu"),
        ("Six people died on Sunday.\n\nSix people died on Monday.", None, None),
        ("It was the army.\n\nSix people died on Monday.", "It was the army.", "It was the army."),
        ("Six killed in Mogadishu", None, None),
    ],
)
def test_a_headline_is_a_first_paragraph_without_a_stop(text: str, title: str | None, words: str | None) -> None:
    whole = seen(text, "en", title)
    found = headline(whole)
    assert (found and whole.words(found)) == words


@pytest.mark.parametrize(
    ("language", "text", "day"),
    [
        ("en", "The group claimed on 1 May that it had raided Bosso on 30 April.", "1 May"),
        ("en", "In a statement of 1 May the group told of a raid.", "1 May"),
        ("fr", "Dans un communiqué du 1er mai, le groupe parle d'un raid.", "1er mai"),
        ("ar", "أعلنت الجماعة يوم الأحد أن مقاتليها هاجموا القرية.", "الأحد"),
    ],
)
def test_when_somebody_spoke(language: str, text: str, day: str) -> None:
    whole = seen(text, language)
    assert any(day in whole.words(span) for span in spoken_on(whole))
