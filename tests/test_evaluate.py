"""The gate of the benchmarks: what passes it, what does not, and how floors move."""

from pathlib import Path

import pytest

from evaluate import BENCHMARKS, MARGIN, Pinned, fingerprint_of, judge, main, pin, read_floors, write_floors

PINNED = Pinned("one", {"f1": 0.6})


@pytest.mark.parametrize(
    ("value", "word", "fails"),
    [
        (0.7, "holds", False),
        (0.6 - MARGIN / 2, "holds", False),
        (0.6 - MARGIN * 2, "below", True),
        (0.0, "below", True),
    ],
)
def test_a_figure_may_not_fall_below_its_floor_by_more_than_the_margin(value: float, word: str, fails: bool) -> None:
    (finding,) = judge("bench", {"f1": value}, "one", PINNED)
    assert (finding.word, finding.fails) == (word, fails)


def test_a_figure_without_a_floor_passes_and_one_that_is_gone_fails() -> None:
    found = {finding.name: finding for finding in judge("bench", {"recall": 0.1}, "one", PINNED)}
    assert (found["recall"].word, found["recall"].fails) == ("new", False)
    assert (found["f1"].word, found["f1"].fails) == ("gone", True)


def test_floors_say_nothing_of_other_data() -> None:
    (finding,) = judge("bench", {"f1": 0.9}, "two", PINNED)
    assert finding.fails
    assert finding.word == "other data"


def test_pinning_raises_floors_and_lowers_them_only_when_told() -> None:
    assert pin({"f1": 0.7}, "one", PINNED, lower=False).floors == {"f1": 0.7}
    assert pin({"f1": 0.598}, "one", PINNED, lower=False).floors == {"f1": 0.6}
    with pytest.raises(ValueError, match="--lower"):
        pin({"f1": 0.5}, "one", PINNED, lower=False)
    with pytest.raises(ValueError, match="--lower"):
        pin({"f1": 0.9}, "two", PINNED, lower=False)
    assert pin({"f1": 0.5}, "two", PINNED, lower=True) == Pinned("two", {"f1": 0.5})


def test_floors_are_read_as_they_were_written(tmp_path: Path) -> None:
    write_floors({"bench": PINNED}, tmp_path / "floors.json")
    assert read_floors(tmp_path / "floors.json") == {"bench": PINNED}
    assert read_floors(tmp_path / "none.json") == {}


def test_a_fingerprint_changes_with_the_data(tmp_path: Path) -> None:
    assert fingerprint_of(tmp_path, ("a",)) is None
    (tmp_path / "a").write_text("one")
    before = fingerprint_of(tmp_path, ("a",))
    (tmp_path / "a").write_text("two")
    assert fingerprint_of(tmp_path, ("a",)) != before is not None


def test_without_data_nothing_is_measured_and_it_says_where_to_get_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    others = [name for name, benchmark in BENCHMARKS.items() if benchmark.files]
    assert main([*others, "--data", str(tmp_path)]) == 0
    assert "not measured" in (said := capsys.readouterr().out)
    assert "BENCH_DATA" in said
