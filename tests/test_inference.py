"""The encoder on sentences that hold their own answers, and on text that nobody should send."""

import json
import shutil
from itertools import pairwise
from pathlib import Path

import pytest

from conflictdesk.errors import DataError
from conflictdesk.extract.triggers import FLATTEST
from conflictdesk.inference import Encoder
from conflictdesk.inference.encoder import FILES, FOLDER
from conflictdesk.inference.found import with_neighbours
from conflictdesk.inference.windows import bounds, prepared, seams
from conflictdesk.records.reports import Reading

AMBUSH = "Gunmen killed four soldiers in an ambush near Djibo on Tuesday, the army said."


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return Encoder.load()


def likeliest(shares: dict[str, float]) -> str:
    return max(shares, key=shares.__getitem__)


def words(reading: Reading, text: str, label: str) -> set[str]:
    return {mark.span.of(text) for mark in reading.marks if mark.label == label}


def strongest(encoder: Encoder, text: str) -> str:
    reading = encoder.read(text)
    return likeliest(max(reading.triggers, key=lambda t: t.score).types)


def test_an_ambush_is_read_with_its_place_and_its_dead(encoder: Encoder) -> None:
    reading = encoder.read(AMBUSH)
    assert "Djibo" in words(reading, AMBUSH, "place")
    assert any("four" in found for found in words(reading, AMBUSH, "killed"))
    best = max(range(len(reading.triggers)), key=lambda n: reading.triggers[n].score)
    place = next(n for n, mark in enumerate(reading.marks) if mark.label == "place")
    assert reading.owners[place][best] > 0.5


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "A roadside bomb exploded in Mosul on Monday and wounded two policemen.",
            "Remote explosive/landmine/IED",
        ),
        ("Un kamikaze s'est fait exploser devant la mosquée de Maroua vendredi.", "Suicide bomb"),
        (AMBUSH, "Armed clash"),
        ("Fighters clashed with the army near Djibo on Tuesday.", "Armed clash"),
        ("اختطف مسلحون ثلاثة مزارعين قرب كركوك يوم الأحد.", "Abduction/forced disappearance"),
        ("THE AIR FORCE BOMBED A CAMP NEAR SABHA ON FRIDAY, KILLING SIX FIGHTERS.", "Air/drone strike"),
    ],
)
def test_types_in_several_languages_and_in_capitals(encoder: Encoder, text: str, expected: str) -> None:
    assert strongest(encoder, text) == expected


def test_a_title_moves_no_span(encoder: Encoder) -> None:
    reading = encoder.read(AMBUSH, title="Soldiers die in ambush")
    assert "Djibo" in words(reading, AMBUSH, "place")


def test_a_recipe_holds_no_event(encoder: Encoder) -> None:
    reading = encoder.read("Chop two onions, fry them in butter and add the rice. Serve warm with a salad.")
    assert all(trigger.score < 0.5 or max(trigger.types.values()) < FLATTEST for trigger in reading.triggers)


@pytest.mark.parametrize("text", ["", " \n", "2020-01-01 ... 17!"])
def test_a_text_without_a_letter_is_empty(encoder: Encoder, text: str) -> None:
    assert encoder.read(text) == Reading(encoder.component.identity)


@pytest.mark.parametrize("text", ["\x00\ud800 attacked \udfff\x00", "ﷺ" * 300, "ا" * 5_000, "\u202e\u0301a" * 900])
def test_hostile_text_is_read(encoder: Encoder, text: str) -> None:
    assert all(mark.span.end <= len(text) for mark in encoder.read(text, title=text).marks)


def test_a_long_text_repeats_its_findings(encoder: Encoder) -> None:
    text = "\n".join([AMBUSH, "Rain fell in the hills and the market opened late."] * 40)
    reading = encoder.read(text)
    places = [mark.span for mark in reading.marks if mark.label == "place" and mark.span.of(text) == "Djibo"]
    assert len(places) == len(set(places)) >= 36
    assert len(reading.same) == len(reading.triggers)
    assert len(reading.owners) == len(reading.marks)


def test_what_stands_far_back_is_read_too(encoder: Encoder) -> None:
    text = " " * 150_000 + AMBUSH
    assert "Djibo" in words(encoder.read(text), text, "place")


@pytest.mark.parametrize("text", ["a. " * 50_000, "a " * 50_000, "a " * 900 + ". b" * 900, "a " * 30])
def test_windows_hold_the_whole_text_overlap_and_are_never_longer_than_the_encoder_reads(text: str) -> None:
    places = [(n, n + 1) for n in range(len(text))]
    ranges = bounds(text, places, 100)
    assert all(0 < b - a <= 100 for a, b in ranges)
    assert all(b[0] < a[1] for a, b in pairwise(ranges))
    assert all(b[0] >= a[1] for a, b in zip(ranges, ranges[2:], strict=False))  # a token is in two at most
    assert [n for own in seams(ranges) for n in own] == list(range(len(places)))


def test_each_window_is_seen_with_its_neighbours() -> None:
    assert list(with_neighbours("abc")) == [(None, "a", "b"), ("a", "b", "c"), ("b", "c", None)]
    assert list(with_neighbours("a")) == [(None, "a", None)]
    assert list(with_neighbours("")) == []


def test_capitals_are_lowered_at_the_same_length() -> None:
    assert prepared("İSTANBUL WAS HIT IN MAY") == "İstanbul was hit in may"
    assert prepared("The U.N. in Mali") == "The U.N. in Mali"


def test_a_missing_model_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="Install"):
        Encoder.load(tmp_path)


@pytest.mark.parametrize("key", ["labels", "voices", "relation"])
def test_a_model_of_another_version_says_what_it_lacks_and_what_to_do(tmp_path: Path, key: str) -> None:
    for name in FILES:
        shutil.copyfile(FOLDER / name, tmp_path / name)
    model = json.loads((FOLDER / "model.json").read_text())
    (tmp_path / "model.json").write_text(json.dumps({k: v for k, v in model.items() if k != key}))
    with pytest.raises(DataError, match=f"{key}.*Install"):
        Encoder.load(tmp_path)
