"""Coding a desk: what is pending, what is current, what goes wrong, and in how many processes."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from conflictdesk.errors import ConflictdeskError
from conflictdesk.pipeline.coding import plan_coding
from conflictdesk.pipeline.folder import catalogs_of
from conflictdesk.pipeline.workers import MOST_READ, Outcome, Recipe, code_reports
from conflictdesk.records.events import Anchor, Review, Verdict
from conflictdesk.records.reports import Span
from conflictdesk.store.database import Database
from standins import WHEN, WordCoder, report_of

FIRST, SECOND = Recipe(WordCoder.load), Recipe(WordCoder.load_second)


def code(desk: Database, recipe: Recipe = FIRST, workers: int = 1) -> list[Outcome]:
    return list(plan_coding(desk, recipe).outcomes(workers))


def test_claims_are_kept_and_the_work_is_not_done_again(desk: Database) -> None:
    desk.add_report(*report_of("Rebels attacked Sabha. They attacked Murzuq.", "r-1"))
    assert [len(outcome.claims) for outcome in code(desk)] == [2]
    assert [claim.place.name for claim in desk.claims_of("r-1")] == ["Sabha", "Murzuq"]
    assert code(desk) == []


def test_claims_come_back_as_they_went_in(desk: Database) -> None:
    desk.add_report(*report_of("Rebels attacked Sabha.", "r-1", published=WHEN.date()))
    (outcome,) = code(desk)
    assert desk.claims() == list(outcome.claims)


def test_another_component_codes_anew_and_the_old_coding_stays(desk: Database) -> None:
    desk.add_report(*report_of("Rebels attacked Sabha.", "r-1"))
    assert [len(code(desk, recipe)) for recipe in (FIRST, SECOND, FIRST)] == [1, 1, 0]
    assert len(desk.claims()) == 1


def test_until_the_new_component_has_read_a_report_the_old_coding_is_shown(desk: Database) -> None:
    desk.add_report(*report_of("Rebels attacked Sabha.", "r-1"))
    code(desk)
    plan_coding(desk, SECOND)
    assert len(desk.claims()) == 1


def components_shown(desk: Database) -> set[str]:
    with desk._reading() as connection:
        query = "SELECT component FROM current_codings JOIN codings USING (coding_id) JOIN runs USING (run_id)"
        return set(connection.exec_driver_sql(query).scalars())


def test_a_run_that_was_cut_short_is_never_shown_beside_an_older_component_s(desk: Database) -> None:
    for number in range(3):
        desk.add_report(*report_of(f"Rebels attacked Sabha {number}.", f"r-{number}"))
    code(desk)
    outcomes = plan_coding(desk, SECOND).outcomes()
    next(outcomes)
    outcomes.close()
    assert (components_shown(desk), len(desk.claims())) == ({"words-1"}, 3)
    assert len(code(desk, SECOND)) == 2
    assert (components_shown(desk), len(desk.claims())) == ({"words-2"}, 3)
    assert code(desk, FIRST) == []
    assert components_shown(desk) == {"words-1"}


def test_what_could_not_be_coded_before_comes_last(desk: Database) -> None:
    desk.add_report(*report_of("UNCODABLE", "r-1"))
    code(desk)
    desk.add_report(*report_of("Rebels attacked Sabha.", "r-2"))
    assert [report.report_id for report in desk.pending("words-1")] == ["r-2", "r-1"]


@pytest.mark.parametrize("workers", [1, 2])
def test_a_coder_that_fails_alike_on_the_first_reports_is_stopped(
    desk: Database, workers: int, caplog: pytest.LogCaptureFixture
) -> None:
    for number in range(20):
        desk.add_report(*report_of(f"UNCODABLE {number}", f"r-{number:02}"))
    caplog.set_level("WARNING", logger="conflictdesk")  # a command that ran before may have silenced it
    with pytest.raises(ConflictdeskError, match=r"first 5 all failed alike.*a word that cannot be coded"):
        code(desk, workers=workers)
    assert len(desk.issues()) == 5
    assert caplog.text.count("Traceback") == 5
    assert "standins.py" in caplog.text


def test_reports_that_fail_alike_among_good_ones_stop_nothing(desk: Database) -> None:
    desk.add_report(*report_of("Rebels attacked Sabha.", "r-0"))
    for number in range(1, 9):
        desk.add_report(*report_of(f"UNCODABLE {number}", f"r-{number}"))
    assert [bool(outcome.issue) for outcome in code(desk)] == [False] + 8 * [True]


def test_what_is_beyond_the_limit_is_told_and_not_read(desk: Database) -> None:
    text = "Rebels attacked Sabha." + "." * MOST_READ + "Rebels attacked Murzuq."
    desk.add_report(*report_of(text, "r-1"))
    (outcome,) = code(desk)
    assert [claim.place.name for claim in desk.claims()] == ["Sabha"]
    assert desk.partly_read() == [("r-1", outcome.unread)]
    assert "200,000 of its 200,045 characters" in (outcome.unread or "")
    assert (desk.counts().partly_read, desk.counts().failed, desk.pending("words-1")) == (1, 0, [])


def test_a_recipe_gives_the_desk_s_own_catalog_to_the_coder(desk: Database) -> None:
    (desk.folder / "catalog.yaml").write_text("sources: []")
    recipe = Recipe(WordCoder.load_cataloged, (), 0.3, catalogs_of(desk.folder))
    assert plan_coding(desk, recipe).component == "words-0 0.3 ['catalog.yaml']"


def test_a_revision_is_coded_anew_and_the_old_words_are_not_shown(desk: Database) -> None:
    desk.add_report(*report_of("Rebels attacked Sabha.", "r-1"))
    code(desk)
    desk.add_report(*report_of("Rebels attacked Murzuq.", "r-1"))
    assert desk.claims() == []
    code(desk)
    assert [claim.place.name for claim in desk.claims()] == ["Murzuq"]


def test_a_review_outlives_re_coding(desk: Database) -> None:
    desk.add_report(*report_of("Rebels attacked Sabha.", "r-1"))
    code(desk)
    review = Review(Anchor("r-1", Span(0, 22)), Verdict.ACCEPT, "place", None, "Amina", WHEN)
    desk.add_review(review)
    code(desk, SECOND)
    assert desk.reviews() == [review]


@pytest.mark.parametrize("workers", [1, 2])
def test_a_report_that_cannot_be_coded_is_told_and_the_rest_goes_on(desk: Database, workers: int) -> None:
    texts = {"r-1": "Rebels attacked Sabha.", "r-2": "UNCODABLE", "r-3": "Rebels attacked Murzuq."}
    for report_id, text in texts.items():
        desk.add_report(*report_of(text, report_id))
    outcomes = code(desk, workers=workers)
    assert [(outcome.report.report_id, bool(outcome.issue)) for outcome in outcomes] == [
        ("r-1", False),
        ("r-2", True),
        ("r-3", False),
    ]
    assert [report_id for report_id, _ in desk.issues()] == ["r-2"]
    assert [report.report_id for report in desk.pending("words-1")] == ["r-2"]
    assert len(desk.claims()) == 2


def test_a_stop_half_way_keeps_what_was_coded(desk: Database) -> None:
    for number in range(3):
        desk.add_report(*report_of(f"Rebels attacked Sabha {number}.", f"r-{number}"))
    outcomes = plan_coding(desk, FIRST).outcomes()
    next(iter(outcomes))
    outcomes.close()
    assert [report.report_id for report in desk.pending("words-1")] == ["r-1", "r-2"]
    assert len(desk.claims()) == 1


CODING = """
import multiprocessing, sys, time
from standins import WordCoder, report_of
from conflictdesk.pipeline.workers import Recipe, code_reports
if __name__ == "__main__":
    def endless():
        while True:
            yield report_of("Rebels attacked Sabha.")[0]
    for outcome in code_reports(Recipe(WordCoder.load), endless(), 2):
        print(len(multiprocessing.active_children()), "workers", flush=True)
        time.sleep(600)
"""


def test_workers_end_with_their_parent(tmp_path: Path) -> None:
    script = tmp_path / "coding.py"
    script.write_text(CODING)
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])}
    parent = subprocess.Popen([sys.executable, script], stdout=subprocess.PIPE, text=True, env=environment)
    assert parent.stdout is not None
    assert parent.stdout.readline() == "2 workers\n"
    parent.send_signal(signal.SIGKILL)
    parent.communicate(timeout=30)  # the workers hold the other end too: it closes when the last has ended


def test_outcomes_come_in_the_order_of_the_reports() -> None:
    reports = [report_of("Rebels attacked Sabha. " * (40 - number), f"r-{number}")[0] for number in range(40)]
    outcomes = list(code_reports(FIRST, reports, 2))
    assert [outcome.report for outcome in outcomes] == reports


def test_a_worker_that_is_ended_from_outside_stops_the_work_with_a_sentence() -> None:
    with pytest.raises(ConflictdeskError, match="--workers 1"):
        list(code_reports(FIRST, [report_of("CRASHING")[0]] * 8, 2))
