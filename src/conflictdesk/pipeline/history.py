"""Who did what, and when, on a report or an incident: put together from the rows that were only ever added."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from conflictdesk.link.pair_queue import judged_ends
from conflictdesk.link.review_values import stated_value
from conflictdesk.link.reviews import apply_reviews, claim_meant
from conflictdesk.records.acts import Act
from conflictdesk.records.anchors import by_report
from conflictdesk.records.credibility import GRADES
from conflictdesk.records.events import EventClaim, Incident, Judgement, Likeness, Review, Verdict
from conflictdesk.store.database import Database
from conflictdesk.store.reports import Told

PROGRAM = "the program"
FIELDS_TOLD = ("published", "publisher", "language", "title", "url")
Columns = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that was done. `undone`: it was taken back since; `claim_id`: of the claim that it spoke of, if one."""

    at: datetime
    who: str
    verb: str
    sentence: str
    claim_id: str | None = None
    report_id: str | None = None
    undone: bool = False


def history_of_report(database: Database, report_id: str) -> list[Entry]:
    """All that was done to a report and its claims, newest first; of one that was forgotten, that it was."""
    with database.at_one_moment():
        acts = {act.act_id: act for act in database.acts()}
        entries = [*_came(database.told(report_id), acts), *_coded(database, report_id), *_forgot(database, report_id)]
        entries += _said(database, [report_id], acts, None)
    return _newest_first(entries)


def history_of_incident(database: Database, incident_id: str) -> list[Entry]:
    """All that people said of an incident's claims and their pairs, and what became part of it, newest first."""
    with database.at_one_moment():
        incident = database.incident(incident_id)
        if incident is None:
            return []
        acts = {act.act_id: act for act in database.acts()}
        report_ids = sorted({claim.report_id for claim in _claims(database) if claim.claim_id in incident.claims})
        entries = list(_said(database, report_ids, acts, frozenset(incident.claims)))
        merged = database.redirects_to(incident.incident_id)
    entries += [*_assessed(database, incident), *_placed_in_series(database, incident)]
    entries += [Entry(at, PROGRAM, "merged", f"incident {former} became part of this one") for former, at in merged]
    return _newest_first(entries)


def _assessed(database: Database, incident: Incident) -> Iterator[Entry]:
    """What people concluded about an incident, under this id or a former one."""
    ids = {incident.incident_id, *incident.former_ids}
    for one in database.assessments():
        if not ids.isdisjoint(one.incidents):
            said = f" ({one.likelihood})" if one.likelihood else ""
            yield Entry(one.at, one.who, "assess", f"assessed{said}: {one.text}", undone=one.withdrawn)


def _placed_in_series(database: Database, incident: Incident) -> Iterator[Entry]:
    """What people said of the series that an incident is in, or is not."""
    ids = {incident.incident_id, *incident.former_ids}
    for one in database.all_memberships():
        if one.incident_id in ids:
            said = f"said that it is {'' if one.holds else 'not '}in the series of incident {one.others[0]}"
            yield Entry(one.at, one.who, "series", said, undone=one.withdrawn)


def _claims(database: Database) -> tuple[EventClaim, ...]:
    return apply_reviews(database.claims(), database.reviews()).coded


def _said(
    database: Database, report_ids: list[str], acts: dict[int, Act], only: frozenset[str] | None
) -> Iterator[Entry]:
    """Reviews and judgements on the reports' claims; `only` on these claims."""
    claims = by_report(_claims(database))
    taken_back = {act.undoes for act in acts.values()} - {None}
    for row in database.review_rows(report_ids):
        claim = claim_meant(row.word, claims) if row.placed else None
        if only is None or (claim and claim.claim_id in only):
            yield _of_review(row.word, claim, row.act_id in taken_back)
    for row in database.credibility_rows(report_ids):
        claim = claim_meant(row.word, claims) if row.placed else None
        if only is None or (claim and claim.claim_id in only):
            yield _of_grade(row.word, claim, row.act_id in taken_back)
    for told in database.judgement_rows(report_ids):
        ends = judged_ends(told.word, claims) if told.placed else None
        if only is None or (ends and not only.isdisjoint(ends)):
            yield _of_judgement(told.word, ends, told.act_id in taken_back)


def _of_review(review: Review, claim: EventClaim | None, undone: bool) -> Entry:
    verb, key = str(review.verdict), claim.claim_id if claim else None
    return Entry(review.at, review.who, verb, _sentence(review), key, review.anchor.report_id, undone)


def _of_grade(said: Review, claim: EventClaim | None, undone: bool) -> Entry:
    grade, key = stated_value(said), claim.claim_id if claim else None
    told = f"called what this claim says {grade}, {GRADES[grade]}" if grade else "took the grade of this claim off"
    return Entry(said.at, said.who, "grade", told, key, said.anchor.report_id, undone)


def _sentence(review: Review) -> str:
    value, seen = stated_value(review), _seen(review)
    match review.verdict:
        case Verdict.ADD:
            return "added this claim"
        case Verdict.CORRECT:
            before = f" from {in_words(seen)}" if seen is not None else ""
            return f"corrected {review.field}{before} to {in_words(value)}"
        case Verdict.REJECT if review.field:
            return f"rejected {review.field}"
        case Verdict.REJECT:
            return "rejected this claim"
        case Verdict.ACCEPT if review.field:
            return f"accepted {review.field}: {in_words(value)}"
    return "accepted this claim"


def _seen(review: Review) -> Any:
    value = review.value
    return value.get("seen") if isinstance(value, dict) and "seen" in value else None


def in_words(value: Any) -> str:
    """A value of a claim's record for a reader: "3 to 5", "17 May 2020", "unknown"."""
    if isinstance(value, dict):
        return _columns_in_words(value)
    if isinstance(value, list):
        return ", ".join(map(str, value)) or "nobody"
    return "unknown" if value is None else str(value)


def _columns_in_words(value: Columns) -> str:
    if "date_start" in value:
        days = [str(day) for day in (value.get("date_start"), value.get("date_end")) if day]
        return " to ".join(dict.fromkeys(days)) or "unknown"
    if {"min", "max"} <= set(value):
        ends = [str(value[name]) if value[name] is not None else "unknown" for name in ("min", "max")]
        return " to ".join(dict.fromkeys(ends))
    for name in ("place_modern", "place", "canonical", "text", "kind"):
        if value.get(name):
            return str(value[name])
    return "unknown"


def _of_judgement(judgement: Judgement, ends: tuple[str, str] | None, undone: bool) -> Entry:
    called = {Likeness.SAME: "the same incident as", Likeness.DIFFERENT: "a different incident from"}
    told = called.get(judgement.likeness, "neither surely the same nor different from")
    said = f"called this claim {told} one of report {judgement.right.report_id}"
    sentence = f"{said} ({judgement.reason})" if judgement.reason else said
    key = ends[0] if ends else None
    return Entry(judgement.at, judgement.by, "judge", sentence, key, judgement.left.report_id, undone)


def _came(told: list[Told], acts: dict[int, Act]) -> Iterator[Entry]:
    before: Told | None = None
    for one in told:
        act = acts.get(one.act_id or 0)
        if before is None:
            yield Entry(one.report.retrieved, PROGRAM, "retrieved", "took the report in", None, one.report.report_id)
        elif act is not None:
            yield Entry(act.at, act.who, "edit", _changed(before, one), None, one.report.report_id)
        elif one.report.content_hash != before.report.content_hash:
            yield Entry(one.report.retrieved, PROGRAM, "revision", "took in other bytes", None, one.report.report_id)
        before = one


def _changed(before: Told, after: Told) -> str:
    changes = [(name, getattr(before.report, name), getattr(after.report, name)) for name in FIELDS_TOLD]
    told = [f"{name} from {in_words(old)} to {in_words(new)}" for name, old, new in changes if old != new]
    return f"changed {'; '.join(told)}"


def _coded(database: Database, report_id: str) -> Iterator[Entry]:
    for at, component in database.coded_at(report_id):
        yield Entry(at, PROGRAM, "coded", f"coded the report ({component})", None, report_id)


def _forgot(database: Database, report_id: str) -> Iterator[Entry]:
    for one in database.forgotten():
        if one.report_id == report_id:
            yield Entry(one.at, one.who, "forget", f"had the report forgotten: {one.reason}", None, report_id)


def _newest_first(entries: Iterable[Entry]) -> list[Entry]:
    return sorted(entries, key=lambda entry: entry.at, reverse=True)
