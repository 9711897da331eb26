"""The filter geoparse on whole lines: what is found in a text, and what is made of it."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from conflictdesk.geo.gazetteer import Gazetteer
from conflictdesk.pipeline.places import geoparse_lines


@pytest.fixture(scope="module")
def gazetteer() -> Iterator[Gazetteer]:
    with Gazetteer.open() as opened:
        yield opened


def complain(number: int, reason: str) -> None:
    raise AssertionError(f"line {number}: {reason}")


def parsed(gazetteer: Gazetteer, *lines: dict[str, Any]) -> list[dict[str, Any]]:
    return list(geoparse_lines((json.dumps(line).encode() for line in lines), gazetteer, complain))


def names(gazetteer: Gazetteer, text: str) -> list[str]:
    (found,) = parsed(gazetteer, {"doc_id": 1, "text": text})
    return [toponym["name"] for toponym in found["toponyms"]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The delegates left Geneva for Nairobi on Friday.", ["Geneva", "Nairobi"]),
        ("Jack London said nothing in Berlin.", ["Berlin"]),
        ("Les habitants de Ménaka ont fui vers Gao.", ["Ménaka", "Gao"]),
        ("Gli scontri si sono estesi da Sabha a Ubari.", ["Sabha", "Ubari"]),
        ("هاجم مسلحون بلدة سنجار", ["سنجار"]),
        ("Взрыв прогремел в городе.", []),
    ],
)
def test_places_of_plain_sentences(gazetteer: Gazetteer, text: str, expected: list[str]) -> None:
    assert names(gazetteer, text) == expected


def test_a_name_that_no_gazetteer_has_is_kept_without_a_point(gazetteer: Gazetteer) -> None:
    text = "Shells fell on the village of Qzarvemdu on Monday."
    (found,) = parsed(gazetteer, {"doc_id": 1, "text": text})
    (toponym,) = found["toponyms"]
    assert (toponym["name"], toponym["lat"], toponym["lon"]) == ("Qzarvemdu", None, None)


def test_given_spans_are_placed_and_no_others_looked_for(gazetteer: Gazetteer) -> None:
    text = "Shells fell on Gao and on Kidal."
    given = [{"start": text.index("Kidal"), "end": text.index("Kidal") + 5}]
    (found,) = parsed(gazetteer, {"doc_id": 1, "text": text, "toponyms": given})
    assert [t["name"] for t in found["toponyms"]] == ["Kidal"]
