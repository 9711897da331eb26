"""Place names from the encoder's marks, the rules and the gazetteer together: a sentence, its marks, its places."""

import pytest

from conflictdesk.extract.placenames import read_toponyms, readable
from conflictdesk.records.reports import Mark, Span
from conflictdesk.text.sentences import split_sentences

KNOWN = {"gao", "kidal", "paris", "mansfield", "libya", "الموصل"}
Marks = dict[str, float]

CASES = [
    ("what the encoder is sure of, known or not", "A Dorvak man left for Gao.", {"Dorvak": 0.9, "Gao": 0.9},
     ["Dorvak", "Gao"]),
    ("a person called like a town", "Miss Paris spoke in Gao.", {"Paris": 0.1, "Gao": 0.9}, ["Gao"]),
    ("what the rules find and the encoder half believes", "Shells fell on Kidal.", {"Kidal": 0.3}, ["Kidal"]),
    ("what the rules find and the encoder denies", "He worked at Paris.", {}, []),
    ("what is sure elsewhere in the text", "Dorvak burned. Dorvak said nothing.", {"Dorvak": 0.9}, ["Dorvak"]),
    ("half believed and nothing else", "We met Dorvak.", {"Dorvak": 0.3}, []),
    ("a place in an organisation's name", "The Mansfield Police spoke.", {"Mansfield": 0.8}, ["Mansfield"]),
    ("without what is written onto a name", "The Dorvak-based firm and Gao’s mayor.",
     {"The Dorvak-based": 0.9, "Gao’s": 0.9}, ["Dorvak", "Gao"]),
    ("an abbreviation keeps its full stop", "He flew to D.C. on Monday.", {"D.C.": 0.9}, ["D.C."]),
    ("the likelier of two that overlap", "Fort Dorvak fell.", {"Fort Dorvak": 0.9, "Dorvak": 0.6}, ["Fort Dorvak"]),
    ("the words that say which part", "Cells are active in southern Libya.", {"Libya": 0.9}, ["southern Libya"]),
    ("nothing but quotes and dots", "“.” and …", {"“.”": 0.9}, []),
]  # fmt: skip


def marks(text: str, scores: Marks) -> list[Mark]:
    return [Mark("toponym", Span(at, at + len(w)), s) for w, s in scores.items() if (at := text.index(w)) >= 0]


def found(text: str, scores: Marks, language: str = "en") -> list[str]:
    sentences = split_sentences(text, language)
    toponyms = read_toponyms(text, sentences, language, lambda n: n.casefold() in KNOWN, marks(text, scores))
    assert [t.span.of(text) for t in toponyms] == [t.name for t in toponyms]
    return [t.name for t in toponyms]


@pytest.mark.parametrize(("text", "scores", "expected"), [c[1:] for c in CASES], ids=[c[0] for c in CASES])
def test_encoder_rules_and_gazetteer_agree_on(text: str, scores: Marks, expected: list[str]) -> None:
    assert found(text, scores) == expected


def test_an_arabic_name_loses_the_preposition_written_onto_it() -> None:
    assert found("انفجار بالموصل أمس", {"بالموصل": 0.9}, "ar") == ["الموصل"]
    assert found("سكان دورفاك", {"دورفاك": 0.9}, "ar") == ["دورفاك"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Shells fell on Gao.", True),
        ("سقطت قذائف على الموصل", True),
        ("Ménaka, Ubari (أوباري)", True),
        ("Обстрел Харькова", False),
        ("", False),
        ("12.5", False),
    ],
)
def test_the_encoder_reads_latin_and_arabic_script(text: str, expected: bool) -> None:
    assert readable(text) is expected
