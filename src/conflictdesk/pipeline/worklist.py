"""The reviewer's table: the queues made of a desk's claims, and acts kept as they are done."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from threading import RLock
from typing import Any

from conflictdesk.errors import InputError, NoDesk
from conflictdesk.link.displaced import pairs_meant
from conflictdesk.link.pair_queue import (
    PairPage,
    judged_ends,
    judged_pairs,
    open_pairs,
    pair_key,
    pair_rank,
    with_comparisons,
)
from conflictdesk.link.queue import GONE, Page, Question, minutes, page, rank, ranked
from conflictdesk.link.queue_filters import ALL, Filters, choices, wanted_part
from conflictdesk.link.reviews import apply_reviews, claim_meant
from conflictdesk.link.rulings import CALLED, contested, is_person
from conflictdesk.pipeline import reviewing
from conflictdesk.pipeline.grading import grade
from conflictdesk.pipeline.held import Held, nothing_held, refreshed, report_held
from conflictdesk.pipeline.knowledge import Knowledge
from conflictdesk.pipeline.marking import read_words
from conflictdesk.pipeline.reviewing import Spoken
from conflictdesk.records.acts import Act, Order
from conflictdesk.records.anchors import ClaimsByReport, by_report
from conflictdesk.records.events import EventClaim, Judgement, Likeness, Record, Review
from conflictdesk.records.reports import Span
from conflictdesk.store.database import Database, Draft

MOST_SHOWN = 5_000  # questions to go on behind; of an older one the place is that where it stands now


class Worklist:
    """One for each running workbench; any thread may call it. The desk need not exist yet."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._lock = RLock()
        self._held: Held | None = None
        self._shown: dict[str, Question] = {}  # as they were when last shown: the place to go on behind

    # Reading

    def page(
        self, wanted: Filters = ALL, order: Order = Order.SURENESS, after: str | None = None, size: int = 20
    ) -> Page:
        """The open questions that `wanted` wants, behind the key `after`."""
        with self._fresh() as held:
            part = wanted_part(held.asked(), wanted, held.incident_of)
            behind = self._shown.get(after or "") or self._question(held, after)
            found = page(part, order, rank(behind, order) if behind else None, size, held.seconds_each)
            shown = tuple(replace(q, incident_id=held.incident_of.get(q.key)) for q in found.questions)
            seen = self._shown | {question.key: question for question in shown}
            self._shown = dict(list(seen.items())[-MOST_SHOWN:])
            return replace(found, questions=shown)

    def open_ids(self, wanted: Filters = ALL) -> tuple[str, ...]:
        """The claims that `wanted` wants and that are to be looked at, least sure first: for bulk accept."""
        with self._fresh() as held:
            part = wanted_part(held.asked(), wanted, held.incident_of)
            asked = ranked((q for q in part if q.doubts and q.claim_id), Order.SURENESS)
            return tuple(question.key for question in asked)

    def question(self, key: str) -> Question | None:
        with self._fresh() as held:
            found = self._question(held, key)
            return replace(found, incident_id=held.incident_of.get(key)) if found else None

    def claim(self, claim_id: str) -> EventClaim | None:
        """The claim as people left it; as it was coded where they rejected it."""
        with self._fresh() as held:
            return self._spoken(held, claim_id).left(claim_id) if claim_id in held.home else None

    def machine(self, claim_id: str) -> EventClaim | None:
        """The claim as the program read it; null where a person added it."""
        with self._fresh() as held:
            return next((c for c in held.coded.get(held.home.get(claim_id, ""), ()) if c.claim_id == claim_id), None)

    def choices(self) -> Mapping[str, Mapping[str, int]]:
        """What can be filtered by: filter to value to number of open questions."""
        with self._fresh() as held:
            return choices(held.asked())

    def places(self, name: str, country: str | None = None) -> list[Record]:
        """Places of this name, for a person to choose from."""
        return self._knowledge().places(name, country)

    def read_words(self, report_id: str, field: str, span: Span) -> Any:
        """What the program makes of marked words as this field; null where it makes nothing of them."""
        with self._fresh() as held:
            return read_words(report_held(held, report_id), field, span, self._knowledge())

    def pairs(self, after: str | None = None, size: int = 20) -> PairPage:
        """Pairs of claims to judge, the closest calls first, behind the key `after`."""
        with self._fresh() as held:
            claims = {claim.claim_id: claim for found in held.reviewed.values() for claim in found.claims}
            judged, again = self._judged(held), held.contested
            every = open_pairs(held.pairs, claims, frozenset(), held.incident_of, again)
            behind = next((pair_rank(one) for one in every if one.key == after), None)
            asked = [one for one in every if one.spoken or one.key not in judged]
            part = [one for one in asked if behind is None or pair_rank(one) > behind]
            beside = {key: found.claims for key, found in held.reviewed.items()}
            shown = tuple(with_comparisons(one, held.reports, beside) for one in part[:size])
            left = bool(shown) and len(part) > len(shown)
            due, spoken = minutes(len(asked), held.seconds_each), sum(one.spoken for one in asked)
            return PairPage(shown, len(asked), due, shown[-1].key if left else None, spoken)

    # Acts: each is kept when it returns, and taken back as one

    def accept(self, who: str, claim_ids: Sequence[str], field: str | None = None) -> Act:
        """Claims are right as they stand, or one field of each is."""
        with self._fresh() as held:
            said = [reviewing.accepted(self._spoken(held, key), key, field, who) for key in dict.fromkeys(claim_ids)]
            against = () if field else self._outvoted(held, claim_ids, who, rejected=True)
            summary = f"accepted {_named(said, field)}{_although(against, 'rejected')}"
            return self._keep("accept", who, summary, said, claim_ids)

    def correct(self, who: str, claim_id: str, field: str, value: Any) -> Act:
        with self._fresh() as held:
            spoken = self._spoken(held, claim_id)
            said = [reviewing.corrected(spoken, claim_id, field, value, who, self._knowledge)]
            return self._keep("correct", who, f"corrected {field}", said, [claim_id])

    def reject(self, who: str, claim_id: str | Sequence[str], field: str | None = None) -> Act:
        """A claim, or several, or a field of each, is not what the report says."""
        keys = [claim_id] if isinstance(claim_id, str) else list(claim_id)
        with self._fresh() as held:
            said = [reviewing.rejected(self._spoken(held, key), key, field, who) for key in dict.fromkeys(keys)]
            against = () if field else self._outvoted(held, keys, who, rejected=False)
            summary = f"rejected {_named(said, field)}{_although(against, 'reviewed and kept')}"
            return self._keep("reject", who, summary, said, keys)

    def revise(self, who: str, claim_id: str, values: Mapping[str, Any]) -> Act:
        """These fields are corrected, and the rest of the claim is right."""
        with self._fresh() as held:
            spoken = self._spoken(held, claim_id)
            said = reviewing.revised(spoken, claim_id, values, who, self._knowledge)
            fields = ", ".join(values)
            summary = f"corrected {fields} and accepted the rest" if fields else "accepted a claim"
            return self._keep("correct" if fields else "accept", who, summary, said, [claim_id])

    def add(
        self,
        who: str,
        report_id: str,
        span: Span,
        values: Mapping[str, Any],
        spans: Mapping[str, Sequence[Span]] | None = None,
    ) -> Act:
        """A claim that the program missed; `Act.claims` has its id."""
        with self._fresh() as held:
            spoken = self._spoken_report(held, report_id)
            said = reviewing.added(spoken, span, values, spans or {}, who, self._knowledge)
            return self._keep("add", who, "added a claim", [said], [said.value["claim_id"]])

    def judge(self, who: str, left: str, right: str, likeness: Likeness, reason: str = "") -> Act:
        with self._fresh() as held:
            ends = (self._spoken(held, left), left), (self._spoken(held, right), right)
            said = reviewing.judged(*ends, likeness, reason, who)
            against = self._contrary(held, pair_key(left, right), likeness, who)
            draft = Draft("judge", who, _called(likeness) + against)
            with self._database() as database:
                act = database.keep_act(draft, judgements=[said])
            return replace(act, claims=(left, right))

    def grade(self, who: str, claim_id: str, credibility: int | None) -> Act:
        """How credible a claim's information is, 1 to 6; null takes the grade off."""
        with self._database() as database:
            act = grade(database, who, claim_id, credibility)
        return replace(act, claims=(claim_id,))

    def undo(self, who: str, act_id: int | None = None) -> Act | None:
        """Take back this person's latest act, or the one named if it is theirs and stands; null: nothing is left.

        `Act.claims` are the claims that are as they were before.
        """
        with self._lock, self._database() as database:
            act = database.undo(who, act_id)
            rows = database.review_rows(act.reports) if act else []
        if act is None:
            return None
        with self._fresh() as held:
            claims = {key: held.reviewed[key].coded for key in act.reports if key in held.reviewed}
            meant = [claim_meant(row.word, claims) for row in rows if row.placed and row.act_id == act.undoes]
        return replace(act, claims=tuple(dict.fromkeys(claim.claim_id for claim in meant if claim)))

    # What is held

    def _keep(self, verb: str, who: str, summary: str, said: Sequence[Review], claim_ids: Iterable[str]) -> Act:
        if not said:
            raise InputError("No claim was named: name at least one.")
        with self._database() as database:
            act = database.keep_act(Draft(verb, who, summary), said)
        return replace(act, claims=tuple(dict.fromkeys(claim_ids)))

    @contextmanager
    def _database(self) -> Iterator[Database]:
        with Database.open(self.folder) as database:
            yield database

    @contextmanager
    def _fresh(self) -> Iterator[Held]:
        """What is held, as the desk is now."""
        with self._lock:
            try:
                with self._database() as database, database.at_one_moment():
                    self._held = refreshed(self._held, database)
            except NoDesk:
                self._held = None
                yield nothing_held()
                return
            yield self._held

    def _question(self, held: Held, key: str | None) -> Question | None:
        if not key:
            return None
        report_id = reviewing.report_of_key(key) if key.startswith(GONE) else held.home.get(key, "")
        return next((q for q in held.asked(report_id) if q.key == key), None)

    def _spoken(self, held: Held, key: str) -> Spoken:
        report_id = reviewing.report_of_key(key) if key.startswith(GONE) else held.home.get(key)
        if report_id is None:
            raise InputError(f"There is no claim {key} any more: it was coded anew, or its report was forgotten.")
        return self._spoken_report(held, report_id)

    def _spoken_report(self, held: Held, report_id: str) -> Spoken:
        report = report_held(held, report_id)
        reviewed = held.reviewed.get(report_id) or apply_reviews((), ())
        unplaced, places = tuple(held.unplaced.get(report_id, ())), held.places.get(report_id, frozenset())
        lost = tuple(one.lost for one in held.displaced if one.lost[0].report_id == report_id)
        return Spoken(report, held.revisions[report_id], reviewed, unplaced, places, lost)

    def _outvoted(self, held: Held, claim_ids: Iterable[str], who: str, rejected: bool) -> tuple[str, ...]:
        """Who else rejected, or kept, claims of these: a word against another's is told, never passed over."""
        found: dict[str, None] = {}
        for key in claim_ids:
            reviewed = held.reviewed.get(held.home.get(key, ""))
            by = reviewed.by.get(key) if reviewed else None
            dropped = reviewed is not None and any(claim.claim_id == key for claim in reviewed.dropped)
            if by is not None and by.who != who and dropped is rejected:
                found[by.who] = None
        return tuple(found)

    def _contrary(self, held: Held, key: str, likeness: Likeness, who: str) -> str:
        """What somebody else said of a pair before, where it is the contrary."""
        coded = held.judged_on()
        others = [one for one in held.judgements if is_person(one.by) and one.by != who and one.likeness in CALLED]
        said = {one.by: one.likeness for one in others if _key_of(one, coded) == key}
        against = [f"{by} had called {CALLED[was]}" for by, was in said.items() if was is not likeness in CALLED]
        return f", which {' and '.join(against)}" if against else ""

    def _judged(self, held: Held) -> frozenset[str]:
        if held.judged is None:
            coded = [claim for found in held.reviewed.values() for claim in found.coded]
            held.judged = judged_pairs(held.judgements, coded)
            held.contested = _asked_again(held, by_report(coded))
        return held.judged

    def _knowledge(self) -> Knowledge:
        return Knowledge.of(self.folder)


def _asked_again(held: Held, coded: ClaimsByReport) -> dict[str, str]:
    """The pairs (keys) of which people spoke and that are asked about again, with the reason."""
    claims = {claim.claim_id: claim for found in held.reviewed.values() for claim in found.claims}
    against = {pair_key(*pair): why for pair, why in contested(held.judgements, coded, claims).items()}
    return pairs_meant(held.displaced, held.pairs, claims, coded) | against


def _key_of(judgement: Judgement, coded: ClaimsByReport) -> str | None:
    ends = judged_ends(judgement, coded)
    return pair_key(*ends) if ends else None


def _named(said: Sequence[Review], field: str | None) -> str:
    many = "a claim" if len(said) == 1 else f"{len(said)} claims"
    return f"{field} of {many}" if field else many


def _although(others: Sequence[str], said: str) -> str:
    return f", which {' and '.join(others)} had {said}" if others else ""


def _called(likeness: Likeness) -> str:
    named = {Likeness.SAME: "the same incident", Likeness.DIFFERENT: "different incidents"}
    return f"called two claims {named.get(likeness, 'neither the same nor different')}"
