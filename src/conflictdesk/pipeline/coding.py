"""Code what is pending in a desk. Each report's coding is kept as it is ready: a stop loses only what was under way."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass

from conflictdesk.pipeline.workers import Outcome, Recipe, code_reports, coder_of
from conflictdesk.records.reports import Report
from conflictdesk.store.database import Database


@dataclass(frozen=True, slots=True)
class CodingRun:
    """What is to be coded, by which component."""

    database: Database
    recipe: Recipe
    component: str
    reports: tuple[Report, ...]

    def outcomes(self, workers: int = 1) -> Iterator[Outcome]:
        """Code and keep each report; gives each outcome once it is kept.

        What a run found first becomes the desk's current coding when the run is complete, so that a run that was
        cut short is never shown beside an older component's.
        """
        if not self.reports:
            self.database.configure(self.component)
            return
        run_id = self.database.start_run(self.component)
        with closing(code_reports(self.recipe, self.reports, min(workers, len(self.reports)))) as outcomes:
            for outcome in outcomes:
                self._keep(run_id, outcome)
                yield outcome
        self.database.finish_run(run_id)

    def _keep(self, run_id: int, outcome: Outcome) -> None:
        if outcome.issue is None:
            self.database.save_coding(run_id, outcome.report, outcome.claims, outcome.presences, outcome.unread)
        else:
            self.database.save_issue(run_id, outcome.report, outcome.issue)


def plan_coding(database: Database, recipe: Recipe) -> CodingRun:
    """What this component has yet to code; what failed before comes last."""
    component = coder_of(recipe).component.identity
    return CodingRun(database, recipe, component, tuple(database.pending(component)))
