"""Whom words for armed people stand for: the group beside them, the group told of before, or nobody."""

from datetime import UTC, datetime

import pytest

from conflictdesk.extract.actors import UNIDENTIFIED, ActorLexicon
from conflictdesk.extract.fields import Context
from conflictdesk.extract.frames import Frame, Owned
from conflictdesk.extract.naming import named_by
from conflictdesk.extract.observations import Observations
from conflictdesk.extract.strangers import gives_way, owns_target
from conflictdesk.extract.triggers import Candidate
from conflictdesk.records.events import Actor
from conflictdesk.records.mentions import Toponym
from conflictdesk.records.reports import Mark, Reading, Report, Span, Trigger
from conflictdesk.records.values import GeoPrecision, Placing
from conflictdesk.text.sentences import split_sentences

ACTORS = ActorLexicon.load()


def seen(text: str, language: str, *towns: str) -> Observations:
    report = Report("r", text, "0" * 64, datetime(2024, 5, 16, tzinfo=UTC), language=language)
    spans = sorted(Span(n, n + len(t)) for t in towns for n in range(len(text)) if text.startswith(t, n))
    toponyms = tuple(Toponym(s, s.of(text)) for s in spans)
    placings = tuple(
        Placing(t.name, t.name, None, None, None, GeoPrecision.EXACT, None, "exact", 0.9, "") for t in toponyms
    )
    sentences, found = split_sentences(text, language), ACTORS.find(text, language)
    return Observations(report, language, sentences, Reading("none"), (), toponyms, placings, found)


def canonical(whole: Observations, words: str) -> str | None:
    """What the last of these words in the text stand for, if they are marked for who acts."""
    start = whole.text.rindex(words)
    owned = Owned(Mark("perpetrator", Span(start, start + len(words)), 0.9), 0.9)
    found = named_by(whole, owned, ACTORS, None, Context())
    return found.value.canonical if found else None


@pytest.mark.parametrize(
    ("language", "text", "words", "group"),
    [
        ("en", "Militants believed to belong to the Islamic State group raided Fuqaha.", "Militants", "Islamic State"),
        ("en", "Two died when armed men, apparently of Boko Haram, fired.", "armed men", "Boko Haram"),
        ("en", "Fighters loyal to Boko Haram burned the school.", "Fighters", "Boko Haram"),
        ("en", "Police blame gunmen with links to Boko Haram.", "gunmen", UNIDENTIFIED),
        ("en", "ISIL-linked militants killed six.", "militants", "Islamic State"),
        ("en", "Militants killed six members of Boko Haram.", "Militants", UNIDENTIFIED),
        ("en", "Gunmen loyal to the Syrian army fired.", "Gunmen", UNIDENTIFIED),
        ("fr", "Des hommes armés présumés membres de Boko Haram ont pillé Bosso.", "hommes armés", "Boko Haram"),
        ("fr", "Des hommes armés ont tué six membres de Boko Haram.", "hommes armés", UNIDENTIFIED),
        ("it", "Miliziani ritenuti affiliati a Boko Haram hanno ucciso due uomini.", "Miliziani", "Boko Haram"),
        ("es", "Hombres armados, presuntos integrantes del ELN, quemaron dos buses.", "Hombres armados", "ELN"),
        ("ar", "قتل مسلحون ينتمون إلى حركة الشباب جنديين", "مسلحون", "Al-Shabaab"),
        ("ar", "قتل مسلحون عناصر حركة الشباب في كمين", "مسلحون", UNIDENTIFIED),
        ("en", "They accuse the FARC splinter group Dagoberto Ramos Mobile Column of it.", "FARC splinter group",
         "Dagoberto Ramos Mobile Column"),
    ],
)  # fmt: skip
def test_the_group_named_beside_armed_people(language: str, text: str, words: str, group: str) -> None:
    assert canonical(seen(text, language), words) == group


PALMA = "Six people were killed in Palma by ISIL-linked militants. "


@pytest.mark.parametrize(
    ("text", "words", "group"),
    [
        (PALMA + "Islamist militants have taken Palma.", "Islamist militants", "Islamic State"),
        (PALMA + "Islamist militants have taken Mueda.", "Islamist militants", UNIDENTIFIED),
        (PALMA + "Masked militants have taken Palma.", "Masked militants", UNIDENTIFIED),
        (PALMA + "Islamist gunmen have taken Palma.", "Islamist gunmen", UNIDENTIFIED),
        (PALMA + "Boko Haram is elsewhere. Islamist militants took Palma.", "Islamist militants", UNIDENTIFIED),
    ],
)
def test_the_same_militants_at_the_same_place(text: str, words: str, group: str) -> None:
    assert canonical(seen(text, "en", "Palma", "Mueda"), words) == group


@pytest.mark.parametrize(
    ("language", "text", "words", "group"),
    [
        ("en", "It is the third ISIL attack this month. Days later two were killed by gunmen.", "gunmen",
         "Islamic State"),
        ("en", "It is the latest in a series of attacks by Boko Haram. Gunmen killed two.", "Gunmen", "Boko Haram"),
        ("en", "ISIL attacked the camp. Days later two were killed by gunmen.", "gunmen", UNIDENTIFIED),
        ("en", "It is the third ISIL attack. Unidentified gunmen killed two.", "Unidentified gunmen", UNIDENTIFIED),
        ("en", "It is the third ISIL attack and Boko Haram's first. Gunmen killed two.", "Gunmen", UNIDENTIFIED),
        ("en", "It is the third ISIL attack this month.\n\nIn Ghat gunmen killed two.", "gunmen", UNIDENTIFIED),
        ("fr", "C'est la troisième attaque de Boko Haram. Hier des assaillants ont tué deux hommes.", "assaillants",
         "Boko Haram"),
        ("es", "Es el tercer ataque del ELN. El lunes unos guerrilleros mataron a dos.", "guerrilleros", "ELN"),
    ],
)  # fmt: skip
def test_gunmen_where_a_paragraph_counts_a_groups_attacks(language: str, text: str, words: str, group: str) -> None:
    assert canonical(seen(text, language), words) == group


def event(kind: str, text: str, head: str, *marks: tuple[str, str]) -> Frame:
    start = text.index(head)
    trigger = Trigger(Span(start, start + len(head)), 0.9, {kind: 0.9}, {}, {}, {}, {})
    spans = ((label, text.index(words), len(words)) for label, words in marks)
    owned = tuple(Owned(Mark(label, Span(at, at + length), 0.9), 0.9) for label, at, length in spans)
    return Frame((Candidate(0, trigger, (), 0.9),), owned, (), ())


@pytest.mark.parametrize(
    ("language", "text", "words", "leaves"),
    [
        ("en", "Rebels have taken control of Palma after government forces withdraw.", "government forces", True),
        ("en", "Rebels have taken control of Palma after government forces withdraw.", "Rebels", False),
        ("en", "Rebels took control after the withdrawal of the army.", "army", True),
        ("fr", "Les rebelles ont pris Kidal après le retrait des soldats.", "soldats", True),
        ("fr", "Les soldats se sont retirés et les rebelles ont pris Kidal.", "soldats", True),
        ("it", "I ribelli hanno preso Kidal mentre i soldati si sono ritirati.", "soldati", True),
        ("es", "Los rebeldes tomaron Kidal cuando los soldados huyeron.", "soldados", True),
        ("ar", "سيطر المتمردون على المدينة بعد انسحاب القوات", "القوات", True),
    ],
)
def test_who_leaves_a_place_has_not_taken_it(language: str, text: str, words: str, leaves: bool) -> None:
    whole, start = seen(text, language), text.index(words)
    span = Span(start, start + len(words))
    taken = event("Non-state actor overtakes territory", text, text.split()[1])
    assert gives_way(whole, taken, span) is leaves
    assert not gives_way(whole, event("Attack", text, text.split()[1]), span)


def test_the_branch_of_a_group_does_not_hit_the_group() -> None:
    text = "Two airstrikes struck an ISIL tactical unit."
    struck = event("Air/drone strike", text, "struck", ("target", "an ISIL tactical unit"))
    assert owns_target(seen(text, "en"), struck, Actor(None, "Islamic State - Syria"))
    assert not owns_target(seen(text, "en"), struck, Actor(None, "Boko Haram"))
