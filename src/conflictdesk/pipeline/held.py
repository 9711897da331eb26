"""A desk's claims held in memory, as they were at one moment, with what people said of them and what is to be asked.

What others do to the desk meanwhile is taken in at the next look: a few numbers tell how far the desk has come, and
only reports that were spoken of are looked at again.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import chain

from conflictdesk.errors import InputError
from conflictdesk.link.displaced import difference_of, of_events_unread, to_be_asked
from conflictdesk.link.queue import SECONDS_EACH, Question, gone_question, pace, questions
from conflictdesk.link.review_values import lets_go
from conflictdesk.link.reviews import Reviewed, apply_reviews, gone
from conflictdesk.records.anchors import by_report
from conflictdesk.records.events import Anchor, ClaimPair, EventClaim, Judgement, Review
from conflictdesk.records.moving import Displaced
from conflictdesk.records.reports import Report, Span
from conflictdesk.settings import read_settings
from conflictdesk.store.database import LINKED, Database, State

MOST_TOUCHED = 1_000  # reports spoken of since: of more, all are looked at again
UNPLACED = "spoke of words that the report's present text has no more"


@dataclass(slots=True)
class Held:
    """A desk as it was at `state`. Everything is by report, so that one report can be looked at again alone."""

    state: State
    reports: dict[str, Report]
    revisions: dict[str, int]
    coded: dict[str, list[EventClaim]]
    review_below: float
    reviewed: dict[str, Reviewed] = field(default_factory=dict)
    unplaced: dict[str, list[Review]] = field(default_factory=dict)
    places: dict[str, frozenset[Span]] = field(default_factory=dict)  # where words of people stand
    questions: dict[str, list[Question]] = field(default_factory=dict)
    home: dict[str, str] = field(default_factory=dict)  # a claim's report
    judgements: tuple[Judgement, ...] = ()
    let_go: dict[str, dict[Anchor, datetime]] = field(default_factory=dict)
    displaced: tuple[Displaced, ...] = ()  # words on pairs that a person is asked about
    judged: frozenset[str] | None = None
    contested: Mapping[str, str] = field(default_factory=dict)  # pairs asked about again, with the reason
    seconds_each: float = SECONDS_EACH
    linked: str | None = None
    incident_of: Mapping[str, str] = field(default_factory=dict)
    pairs: tuple[ClaimPair, ...] = ()

    def look_at(self, report_ids: Iterable[str], reviews: Iterable[Review], unplaced: Iterable[Review]) -> None:
        """Apply the reviews of these reports anew."""
        said, lost = _by_report(reviews), _by_report(unplaced)
        for report_id in report_ids:
            for claim in self.reviewed[report_id].coded if report_id in self.reviewed else ():
                self.home.pop(claim.claim_id, None)
            found = apply_reviews(self.coded.get(report_id, ()), said.get(report_id, ()))
            self.reviewed[report_id], self.unplaced[report_id] = found, lost.get(report_id, [])
            spoken = (*said.get(report_id, ()), *self.unplaced[report_id])
            self.let_go[report_id] = {review.anchor: review.at for review in spoken if lets_go(review)}
            self.places[report_id] = frozenset(review.anchor.span for review in said.get(report_id, ()))
            away = gone(self.unplaced[report_id], UNPLACED)
            self.questions[report_id] = questions(found, self.reports, self.review_below, away)
            self.home |= {claim.claim_id: report_id for claim in found.coded}
        self.judged = None

    def judge(self, database: Database) -> None:
        """Take in all judgements; reviews were looked at before."""
        self.judgements, self.judged = tuple(database.judgements()), None
        let_go = {anchor: at for found in self.let_go.values() for anchor, at in found.items()}
        unread = of_events_unread(self.judgements, self.judged_on(), self.revisions)
        lost = [*database.displaced_judgements(), *unread]
        self.displaced = tuple(to_be_asked(lost, self.judgements, let_go))

    def judged_on(self) -> dict[str, tuple[EventClaim, ...]]:
        """The claims of the reports of which people judged pairs, as they are coded now."""
        spoken = {anchor.report_id for one in self.judgements for anchor in (one.left, one.right)}
        return {key: self.reviewed[key].coded for key in spoken if key in self.reviewed}

    def asked(self, report_id: str | None = None) -> Iterator[Question]:
        """Every question, settled ones included; of one report alone where it is named."""
        found = self.questions.values() if report_id is None else [self.questions.get(report_id, [])]
        lost = [one for one in self.displaced if report_id in (None, one.lost[0].report_id)]
        return chain(chain.from_iterable(found), (gone_question(difference_of(one), self.reports) for one in lost))


def refreshed(held: Held | None, database: Database) -> Held:
    """What is held, as the desk is now: `held` with what came since, or read anew."""
    state, below = database.state(), read_settings(database.folder).review_below
    if held is None or not _only_words_came(held.state, state) or held.review_below != below:
        held = _read(database, state, below)
    elif held.state != state:
        held = _with_new_words(held, database, state)
    linked = database.noted(LINKED)
    if held.linked != linked or not held.incident_of:
        held.linked, held.incident_of, held.pairs = linked, database.incident_of(), tuple(database.pairs())
        held.judged = None
    return held


def _with_new_words(held: Held, database: Database, state: State) -> Held:
    touched = database.spoken_since(held.state.acts)
    of = touched if len(touched) <= MOST_TOUCHED else None
    held.look_at(held.reports if of is None else touched, database.reviews(of), database.unplaced_reviews(of))
    held.judge(database)
    held.seconds_each, held.state = pace(database.act_times()), state
    return held


def _only_words_came(before: State, now: State) -> bool:
    return replace(before, acts=now.acts, reviews=now.reviews, judgements=now.judgements) == now


def _read(database: Database, state: State, review_below: float) -> Held:
    reports = {report.report_id: report for report in database.reports()}
    held = Held(state, reports, database.revision_numbers(), by_report(database.claims()), review_below)
    held.look_at(reports, database.reviews(), database.unplaced_reviews())
    held.judge(database)
    held.seconds_each = pace(database.act_times())
    return held


def nothing_held() -> Held:
    """Where there is no desk yet."""
    return Held(State(0, 0, 0, 0, 0, 0, None), {}, {}, {}, 0.0)


def report_held(held: Held, report_id: str) -> Report:
    """Raises InputError where the desk has none of this id."""
    if report_id not in held.reports:
        raise InputError(f"There is no report {report_id} in this desk.")
    return held.reports[report_id]


def _by_report(reviews: Iterable[Review]) -> dict[str, list[Review]]:
    found: dict[str, list[Review]] = {}
    for review in reviews:
        found.setdefault(review.anchor.report_id, []).append(review)
    return found
