"""Confidence is the share that is right: the shipped lines, and how they are fitted."""

import pytest

from calibration import Case, error, fitted
from conflictdesk.extract.claims import EMPTY, NULL_BELOW, emptied
from conflictdesk.extract.confidence import EVENT, Calibration, calibrated, calibration
from conflictdesk.extract.fields import Filled, Ground
from conflictdesk.records.codebook import Status
from conflictdesk.records.events import CLAIM_FIELDS

REVIEW = 0.5
STEPS = [step / 20 for step in range(1, 20)]


@pytest.mark.parametrize("raw", [0.05, 0.24, 0.4, 0.9])
@pytest.mark.parametrize("field", ["date", "perpetrator"])
def test_a_guess_is_asked_about_and_not_thrown_away(field: str, raw: float) -> None:
    """An inferred year, and a doer by grammar alone, lie between the two thresholds."""
    assert NULL_BELOW < calibration().sure(field, Ground.GUESSED, raw) < REVIEW


@pytest.mark.parametrize("key", calibration().lines, ids=str)
def test_a_surer_value_is_never_right_less_often(key: tuple[str, str | None]) -> None:
    field, ground = key
    told = [calibration().sure(field, ground or "any", raw) for raw in STEPS]
    assert told == sorted(told)
    assert min(told) > 0
    assert field in {*CLAIM_FIELDS, EVENT}
    assert ground in {None, *Ground, *Status}


def test_what_was_found_stays_found() -> None:
    """No field that the coder gives with its usual confidence falls below the threshold of emptying."""
    fields = {name: Filled(EMPTY[name], confidence=raw) for name in EMPTY for raw in (0.35,)}
    kept = emptied(calibrated(fields), NULL_BELOW)
    assert [name for name, filled in kept.items() if filled.reason] == []


def test_nothing_found_is_nothing_sure() -> None:
    assert calibration().sure("weapon", Ground.TOLD, 0.0) == 0.0


def test_a_field_without_a_line_is_as_sure_as_it_says() -> None:
    assert Calibration({}).sure("date", Ground.TOLD, 0.7) == 0.7


def cases(field: str, group: str, raw: float, right: int, of: int) -> list[Case]:
    return [Case(f"r{n}", field, group, raw, float(n < right)) for n in range(of)]


def test_lines_learn_how_often_values_are_right() -> None:
    """Statuses that say 0.9 and are right six times of ten; days by the report's own date, nine of ten."""
    boasting, modest = cases("status", "alleged", 0.9, 60, 100), cases("date", "assumed", 0.35, 90, 100)
    by = fitted([*boasting, *modest])
    assert by.sure("status", "alleged", 0.9) == pytest.approx(0.6, abs=0.03)
    assert by.sure("date", "assumed", 0.35) == pytest.approx(0.9, abs=0.05)


def test_ways_of_one_field_are_told_apart() -> None:
    found = [*cases("weapon", "told", 0.8, 90, 100), *cases("weapon", "read", 0.8, 40, 100)]
    by = fitted(found)
    assert by.sure("weapon", "read", 0.8) < 0.55 < 0.75 < by.sure("weapon", "told", 0.8)


def test_the_error_is_how_far_off_it_is() -> None:
    assert error([(0.75, 1.0), (0.75, 1.0), (0.75, 1.0), (0.75, 0.0)]) == pytest.approx(0.0)
    assert error([(0.9, 1.0), (0.9, 0.0)]) == pytest.approx(0.4)
