"""Sentence boundaries. In each case "|" stands where a sentence ends."""

import itertools

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from conflictdesk.text.sentences import LONGEST_SENTENCE, split_sentences

ENGLISH = [
    "Gen. J. Smith of the U.S. Army said on Jan. 3 that 3.5 tons were seized.| Nobody was hurt.",
    '"Why did they flee?" he asked.| "They were afraid."| The mayor said nothing.',
    "The strike was carried out by the U.S.| The army gave no toll.",
    "The raid came at 5 p.m. Tuesday near St. Louis Camp.| It lasted an hour.",
    "BAMAKO, May 16 - The number of dead rose to 14.| Two of them were women.",
    "WASHINGTON, Sept. 9 (Dispatch) — Maj. Gen. P. K. Ali spoke.| He left.",
    "Four people were killed.The army denied it.",
    "The man said no.| No. 4 Battalion left the town.",
    "It happened near Murzuq… and again in Sabha.| Who did it?!| Unknown.",
    "See www.example.org/a.Html or write to press@example.org.| No answer came.",
    "Al-Shabaab, i.e. the group's media, said so (in Somali).| Others doubt it.",
    "They shot at 3 checkpoints, e.g. at Afgoye.| 12 soldiers died.",
    "The dead incl. two officers; police etc. were spared.| Shops closed.",
]
FRENCH = [
    "« Nous avons fui ! » a dit M. Traoré.| Le gén. Diallo est venu.| Il est reparti.",
    "Voir l'art. 3 du texte.| Le bilan est de 2,5 millions de déplacés.",
    "Qui a tiré ?| Personne ne le sait.| Mme A. Keïta attend.",
]
ARABIC = [
    "قال د. محمد إن الهجوم وقع ليلا.| وأضاف: من فعل هذا؟| لا أحد يعلم.",
    "قُتل ثلاثة جنود في الهجوم.| وأصيب 2.5 في المئة من السكان؛ ولم تعلن أي جهة مسؤوليتها!| وقال مصدر آخر ذلك.",
]
ITALIAN = [
    "TRIPOLI, 17 ott. - È di nuovo percorribile la strada.| Il sig. Rossi tace.| È vero?",
    "L'art. 5 non vale.| Secondo l'on. Bianchi i morti sono 3.",
]
SPANISH = [
    "El Sr. Pérez murió el 3 de oct. 1989.| ¿Quién fue?| Nadie lo sabe.",
    "La EE.UU. Press lo dijo.| ¡Basta!| Los vecinos de la av. Bolívar huyeron.",
]
CASES = [
    (language, case)
    for language, cases in {"en": ENGLISH, "fr": FRENCH, "ar": ARABIC, "it": ITALIAN, "es": SPANISH}.items()
    for case in cases
]


def sentences(text: str, language: str | None = None) -> list[str]:
    return [sentence.span.of(text) for sentence in split_sentences(text, language)]


@pytest.mark.parametrize(("language", "case"), CASES)
def test_boundaries(language: str, case: str) -> None:
    case = case.replace("killed.The", "killed.|The")
    assert sentences(case.replace("|", ""), language) == [part.strip() for part in case.split("|")]


def test_headings_bullets_and_lines_are_sentences_of_their_own() -> None:
    text = "## Attack near Sabha\n\nThree died\n- at the gate\n- in the market. Two fled\n• later • much later"
    expected = ["## Attack near Sabha", "Three died", "- at the gate", "- in the market.", "Two fled"]
    assert sentences(text) == [*expected, "• later", "• much later"]
    assert [s.paragraph for s in split_sentences(text)] == [0, 1, 2, 3, 3, 4, 4]


WRAPPED = """   TRIPOLI, 4 MAY 19 -- [TEXT] FIGHTERS ATTACKED A TRAINING CAMP SOUTH OF
SABHA AT DAWN, A MILITARY SOURCE REPORTED.  NINE SOLDIERS WERE KILLED, THE
SAME SOURCE SAID, AND SEVERAL VEHICLES WERE BURNED BEFORE THE ATTACKERS
LEFT.

   THE MAYOR CONFIRMED THE ATTACK AND ASKED THE GOVERNMENT FOR HELP IN THE
REGION.
"""


def test_a_wrapped_text_is_not_split_where_it_was_wrapped() -> None:
    found = split_sentences(WRAPPED)
    assert [" ".join(s.span.of(WRAPPED).split())[-19:].strip() for s in found] == [
        "RY SOURCE REPORTED.",
        "THE ATTACKERS LEFT.",
        "HELP IN THE REGION.",
    ]
    assert [s.paragraph for s in found] == [0, 0, 1]


def test_lines_of_different_length_are_not_taken_for_a_wrapped_text() -> None:
    text = "Attack kills four near Tabqa gate as the convoy passes at noon\nBy our staff\nMonday\nFour died."
    assert len(sentences(text)) == 4


def test_a_text_without_stops_is_cut_at_spaces() -> None:
    text = "table cell " * 2000
    found = sentences(text)
    assert max(map(len, found)) <= LONGEST_SENTENCE
    assert " ".join(found) == text.strip()


def test_unknown_languages_are_split_as_english() -> None:
    assert sentences("Mr. Ali left. He is back.", "xx") == ["Mr. Ali left.", "He is back."]
    assert sentences("Mr. Ali left. He is back.", "../en") == ["Mr. Ali left.", "He is back."]


PROSE = st.text(st.sampled_from("aB. \n!?»\"'1؟م•-(U.S…。\t,[") | st.characters(), max_size=300)


@given(PROSE, st.sampled_from([None, "en", "fr", "ar", "it", "es", "so"]))
@example("\n \n", None)
@example(". . .\n\n.", "fr")
def test_spans_cover_all_that_is_not_blank_once_and_in_order(text: str, language: str | None) -> None:
    found = split_sentences(text, language)
    covered = "".join(s.span.of(text) for s in found)
    assert "".join(covered.split()) == "".join(text.split())
    for one, two in itertools.pairwise(found):
        assert one.span.end <= two.span.start
        assert one.paragraph <= two.paragraph
    for s in found:
        assert s.span.of(text) == s.span.of(text).strip() != ""
