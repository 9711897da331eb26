"""The benchmarks of the watch: what they count, and what they print."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

import alarms
import rises
from conflictdesk.watch.ears import Ears


def test_a_rise_is_found_in_its_first_two_weeks_and_every_other_alarm_is_false() -> None:
    made = rises.simulated(1, [0, 1], 0.0)
    assert made.counts.shape == (2, 30, 104)
    assert sorted(made.factor.max(axis=-1)[0])[-5:] == [1, 1.5, 2, 3, 5]
    assert (made.soon.sum(axis=-1)[0] == np.where(made.factor.max(axis=-1)[0] > 1, 2, 0)).all()
    told = (made.soon & (made.factor == 3.0))[..., 78:]
    right = rises.tally(told, made)
    assert (right.found, right.false, right.share) == ((0, 0, 1, 0), 0, 0)
    loud = rises.tally(np.ones_like(told), made)
    assert (loud.all, loud.false) == (1, 30 * 26 - (made.factor > 1).sum() / 2)


def test_desks_are_the_same_each_time() -> None:
    assert (rises.simulated(3, [4], 0.2).counts == rises.simulated(3, [3, 4], 0.2).counts[1]).all()


def test_the_bar_lies_where_so_many_false_discoveries_are_made() -> None:
    made = rises.simulated(1, range(4), 0.0)
    chances = np.random.default_rng(1).random((4, 30, 26))
    chances[(made.soon & (made.factor == 5))[..., 78:]] = 0
    assert rises.found_at(5, chances, made) == pytest.approx(0.25, abs=0.1)


def test_alarms_go_week_by_week_with_all_that_came_before() -> None:
    assert alarms.alarms(Ears(), [1, 2, 3, 4, 5, 6, 7], [11, 11, 11, 60]) == [1, 0, 0, 1]


def test_a_nought_or_a_one_for_each_week_is_printed(tmp_path: Path) -> None:
    for name, counts in (("train", [3, 4] * 10), ("test", [4, 30, 3])):
        rows = "".join(f"2020-01-01,{count},False\n" for count in counts)
        (tmp_path / f"{name}.csv").write_text(",n_cases,outbreak\n" + rows)
    command = [sys.executable, alarms.__file__, "EarsC2", str(tmp_path / "train.csv"), str(tmp_path / "test.csv")]
    assert subprocess.run(command, capture_output=True, text=True, check=True).stdout == "0\n1\n0\n"
