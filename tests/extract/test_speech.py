"""Who tells an event: a sentence, the words that state it, who speaks, and whether of a deed of its own."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from conflictdesk.extract.actors import ActorLexicon
from conflictdesk.extract.asides import asides_of
from conflictdesk.extract.cues import find_cues
from conflictdesk.extract.observations import Observations
from conflictdesk.extract.sayings import spoken_on
from conflictdesk.extract.speech import party, speaker_of, speaks_for_a_party, speaks_of_itself
from conflictdesk.extract.times import find_times
from conflictdesk.records.mentions import Toponym
from conflictdesk.records.reports import Reading, Report, Span
from conflictdesk.text.sentences import split_sentences


def seen(text: str, language: str, places: tuple[str, ...] = ()) -> Observations:
    report = Report("r", text, "0" * 64, datetime(2024, 5, 17, tzinfo=UTC), language=language)
    return Observations(
        report=report,
        language=language,
        sentences=split_sentences(text, language),
        reading=Reading((), ()),
        toponyms=tuple(Toponym(words(text, name), name) for name in places),
        actors=ActorLexicon.load().find(text, language),
        cues=find_cues(text, language),
    )


def words(text: str, said: str) -> Span:
    return Span(text.index(said), text.index(said) + len(said))


SPOKEN = [
    ("en", "Hamas says its fighters destroyed two tanks.", "destroyed", "Hamas", True),
    ("en", "A monitor said that JNIM claimed to have shelled Gao.", "shelled", "JNIM", True),
    ("en", "Twenty soldiers died at Labgo, the alliance JNIM said.", "died", "the alliance JNIM", False),
    ("en", "According to the Taliban, a bomb hit the convoy.", "hit", "the Taliban", False),
    ("en", "Monday's bombing in Kabul was claimed by Islamic State.", "bombing", "Islamic State", False),
    ("fr", "Les ADF se targuent d'avoir tué neuf militaires.", "tué", "Les ADF", True),
    ("ar", "قالت حركة الشباب إن مقاتليها هاجموا القاعدة.", "هاجموا", "حركة الشباب", True),
    ("it", "Gli Shabaab affermano di aver ucciso sei soldati.", "ucciso", "Gli Shabaab", True),
    ("es", "El ELN dijo haber matado a tres policías.", "matado", "El ELN", True),
]


@pytest.mark.parametrize(("language", "text", "stated", "who", "itself"), SPOKEN)
def test_a_party_speaks(language: str, text: str, stated: str, who: str, itself: bool) -> None:
    told = seen(text, language)
    speaker = speaker_of(told, words(text, stated))
    assert speaker is not None
    assert speaker.span.of(text) == who
    assert party(told, speaker, ActorLexicon.load()) is not None
    assert (speaker.claims or speaks_of_itself(told, speaker)) >= itself


@pytest.mark.parametrize(
    ("text", "stated"),
    [
        ("A victim of Boko Haram said that gunmen shelled Bama.", "shelled"),
        ("Residents who fled Al-Shabaab said that a mine exploded.", "exploded"),
        ("A nurse said that shells hit the market.", "hit"),
    ],
)
def test_a_witness_is_no_party(text: str, stated: str) -> None:
    told = seen(text, "en")
    speaker = speaker_of(told, words(text, stated))
    assert speaker is not None
    assert party(told, speaker, ActorLexicon.load()) is None
    assert not speaks_for_a_party(told, speaker)


def test_what_nobody_is_said_to_tell_has_no_speaker() -> None:
    text = "Rockets hit the camp; the army said nothing."
    assert speaker_of(seen(text, "en"), words(text, "hit")) is None


ASIDES = [
    ("Militants believed to be hiding in Qatrun attacked Murzuq.", "attacked", ("Qatrun",), "Qatrun"),
    ("Rebels, who deny any plan to seize Bukavu, shelled Sake.", "shelled", ("Bukavu", "Sake"), "Bukavu"),
    ("The gunmen who killed three in Kutum are holed up in Tawila.", "killed", ("Kutum", "Tawila"), "Tawila"),
    ("An air strike hit militants hiding in Jilib.", "hit", ("Jilib",), None),
    ("Villagers sheltering in Bama were shelled.", "shelled", ("Bama",), None),
]


@pytest.mark.parametrize(("text", "stated", "places", "aside"), ASIDES)
def test_where_somebody_is_said_to_be_is_not_where_it_happened(
    text: str, stated: str, places: tuple[str, ...], aside: str | None
) -> None:
    found = asides_of(seen(text, "en", places), [words(text, stated)])
    assert [name for name in places if any(s.contains(words(text, name)) for s in found)] == ([aside] if aside else [])


@pytest.mark.parametrize(
    ("language", "text", "spoken"),
    [
        ("en", "The army on Monday denied that its aircraft bombed a market in Nyala on Sunday.", ["Monday"]),
        ("en", "The army said on Sunday it had killed six militants in Dikwa on Saturday.", ["Sunday"]),
        ("en", "The army said gunmen had killed six traders in Dikwa on Saturday.", []),
        ("en", "On Sunday gunmen killed a trader, said the mayor.", []),
        ("fr", "L'armée a démenti lundi avoir bombardé un marché à Nyala dimanche.", ["lundi"]),
        ("fr", "Il écrit dimanche : l'attaque de samedi à Gao a tué six soldats.", ["dimanche"]),
        ("it", "L'esercito ha negato lunedì di aver bombardato un mercato a Nyala domenica.", ["lunedì"]),
        ("es", "El ejército negó el lunes haber bombardeado un mercado en Cali el domingo.", ["lunes"]),
        ("ar", "نفى الجيش السوداني يوم الاثنين قصف سوق في نيالا يوم الأحد.", ["الاثنين"]),
    ],
)
def test_the_day_of_speaking_is_no_event_s(language: str, text: str, spoken: list[str]) -> None:
    told = seen(text, language)
    told = replace(told, times=find_times(text, told.sentences, language, date(2024, 5, 16)))
    found = [told.words(span) for span in spoken_on(told)]
    assert len(found) == len(spoken)
    assert all(day in words for day, words in zip(spoken, found, strict=True))
