"""The part of a desk's door that people's words go through: acts, reviews, judgements, and what is to be forgotten."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from conflictdesk.records.acts import Act, Forgotten
from conflictdesk.records.assessments import Assessment
from conflictdesk.records.events import Judgement, Review
from conflictdesk.records.moving import Displaced
from conflictdesk.store import assessments, credibilities, forgetting, words
from conflictdesk.store.connections import DATABASE, Connections
from conflictdesk.store.words import Draft, Said


class PeoplesWords(Connections):
    """What people say of a desk's claims; rows are only added, but where a report is forgotten."""

    def keep_act(self, draft: Draft, reviews: Iterable[Review] = (), judgements: Iterable[Judgement] = ()) -> Act:
        """Keep what a person did at one go; reviews and judgements get the act's time."""
        with self._writing() as connection:
            return words.keep(connection, draft, reviews, judgements)

    def undo(self, who: str, act_id: int | None = None) -> Act | None:
        """Take back the person's latest review or judgement, or the act named; null where nothing is left."""
        with self._writing() as connection:
            return words.take_back(connection, who, act_id)

    def acts(self) -> list[Act]:
        """Oldest first, those taken back and the undoing ones included; without what they spoke of."""
        with self._reading() as connection:
            return words.all_acts(connection)

    def review_rows(self, report_ids: Sequence[str]) -> list[Said[Review]]:
        """Every review of these reports, those taken back included."""
        with self._reading() as connection:
            return words.review_rows(connection, report_ids)

    def judgement_rows(self, report_ids: Sequence[str]) -> list[Said[Judgement]]:
        """Every judgement on claims of these reports, those taken back included."""
        with self._reading() as connection:
            return words.judgement_rows(connection, report_ids)

    def spoken_since(self, act_id: int) -> list[str]:
        """The reports whose reviews changed by acts after this one."""
        with self._reading() as connection:
            return words.spoken_since(connection, act_id)

    def act_times(self) -> list[datetime]:
        """When people last reviewed and judged: the newest few hundred times."""
        with self._reading() as connection:
            return words.times(connection)

    def reviews(self, of: Sequence[str] | None = None) -> list[Review]:
        """Those that hold, oldest first, at their place in the reports' current texts; `of` these reports, or all."""
        with self._reading() as connection:
            return words.all_reviews(connection, of)

    def unplaced_reviews(self, of: Sequence[str] | None = None) -> list[Review]:
        """Those that hold, and whose words stand no more in the report's current text."""
        with self._reading() as connection:
            return words.unplaced_reviews(connection, of)

    def add_review(self, review: Review) -> None:
        draft = Draft(str(review.verdict), review.who, f"{review.verdict} {review.field or 'a claim'}", at=review.at)
        self.keep_act(draft, reviews=[review])

    def judgements(self) -> list[Judgement]:
        """Those that hold, oldest first."""
        with self._reading() as connection:
            return words.all_judgements(connection)

    def displaced_judgements(self) -> list[Displaced]:
        """Those that hold, and of which an end has no place in its report's current text."""
        with self._reading() as connection:
            return words.displaced_judgements(connection)

    def add_judgement(self, judgement: Judgement) -> None:
        draft = Draft("judge", judgement.by, f"called two claims {judgement.likeness}", at=judgement.at)
        self.keep_act(draft, judgements=[judgement])

    def add_assessment(
        self, who: str, text: str, likelihood: str | None, incidents: Sequence[str], claims: Sequence[str]
    ) -> Act:
        """Keep what a person concludes about these incidents and their claims, as an act that undo takes back."""
        with self._writing() as connection:
            return assessments.add(connection, who, text, likelihood, (incidents, claims))

    def assessments(self) -> list[Assessment]:
        """Oldest first, those withdrawn included and marked."""
        with self._reading() as connection:
            return assessments.all_assessments(connection)

    def add_credibility(self, said: Review, summary: str) -> Act:
        """Keep what a person says of how credible a claim is, as an act that undo takes back."""
        with self._writing() as connection:
            return credibilities.add(connection, said, summary)

    def credibilities(self) -> list[Review]:
        """Those that hold, oldest first, at their place in the reports' current texts."""
        with self._reading() as connection:
            return credibilities.holding(connection)

    def credibility_rows(self, report_ids: Sequence[str]) -> list[Said[Review]]:
        """Every word on how credible claims of these reports are, those taken back included."""
        with self._reading() as connection:
            return [Said(*row) for row in credibilities.said(connection, list(report_ids))]

    def forgotten(self) -> list[Forgotten]:
        """Oldest first, one for each hash."""
        with self._reading() as connection:
            return forgetting.all_forgotten(connection)

    def forget(self, report_id: str, reason: str, draft: Draft) -> Act:
        """Take every row of a report out of the desk but hashes, reason, who and when; incidents are to be linked."""
        with self._writing() as connection:
            return forgetting.forget(connection, report_id, reason, draft)

    def wipe(self) -> None:
        """Overwrite what was deleted, in the database's file and beside it. Raises DeskBusy while others read it."""
        forgetting.wipe(self.folder / DATABASE)
