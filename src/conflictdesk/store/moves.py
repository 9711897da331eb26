"""Where people's words stand now whose report has another text since: at the same words, or on the claim they meant."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from sqlalchemy import Connection, text

from conflictdesk.records.anchors import by_report, claim_at, own_anchor, review_anchor
from conflictdesk.records.events import Anchor, EventClaim, Judgement, Review, Verdict
from conflictdesk.records.moving import Displaced, carried_value, claim_now, moved_value, where_now
from conflictdesk.records.reports import Span

# Texts in which people spoke, of reports whose current text is another one.
_OTHER_TEXTS = """
SELECT v.report_id, v.revision, v.text AS before, c.text AS now FROM (
    SELECT report_id, revision FROM reviews
    UNION SELECT left_report, left_revision FROM judgements UNION SELECT right_report, right_revision FROM judgements
    UNION SELECT report_id, revision FROM credibilities
) spoken
JOIN revisions v ON v.report_id = spoken.report_id AND v.revision = spoken.revision
JOIN reports p ON p.report_id = v.report_id AND p.revision <> v.revision
JOIN revisions c ON c.report_id = p.report_id AND c.revision = p.revision
WHERE v.text <> c.text
"""

_OF_NOW = """
SELECT coding_id, record FROM claims JOIN current_codings USING (coding_id) WHERE report_id = :report ORDER BY ordinal
"""
_OF_THEN = """
SELECT coding_id, record FROM claims JOIN codings USING (coding_id)
WHERE report_id = :report AND revision = :revision AND issue IS NULL ORDER BY coding_id DESC, ordinal
"""

Spoken = tuple[str, int]  # a report, and the revision in which people spoke


@dataclass
class Moves:
    """The texts in which people spoke, of reports whose current text is another; claims are read when they matter."""

    connection: Connection
    _now: dict[str, list[EventClaim]] = field(default_factory=dict)
    _then: dict[Spoken, list[list[EventClaim]]] = field(default_factory=dict)

    def review(self, said: Review) -> tuple[Review, bool]:
        """A review at its place in the current text, and whether it has one there."""
        other = self._texts.get((said.anchor.report_id, said.revision))
        if other is None:
            return said, True
        span = where_now(said.anchor.span, *other)
        if span:
            by = span.start - said.anchor.span.start
            value = moved_value(said.value, by)
            return replace(said, anchor=Anchor(said.anchor.report_id, span), value=value), True
        claim = None if _is_of_added(said) else self._carried(said.anchor, said.revision, _words(said))
        if claim is None:
            return said, False
        anchor = review_anchor(claim, self._claims_now(claim.report_id))
        return replace(said, anchor=anchor, value=carried_value(said.value, claim)), True

    def judgement(self, said: Judgement) -> Judgement | Displaced:
        """A judgement with both ends at their places in the current texts."""
        left, right = (self._end(*end) for end in zip((said.left, said.right), said.revisions, strict=True))
        return replace(said, left=left, right=right) if left and right else Displaced(said, left, right)

    def _end(self, anchor: Anchor, revision: int | None) -> Anchor | None:
        other = self._texts.get((anchor.report_id, revision))
        if other is None:
            return anchor
        span = where_now(anchor.span, *other)
        if span:
            return Anchor(anchor.report_id, span)
        claim = self._carried(anchor, revision, None)
        return own_anchor(claim) if claim else None

    def _carried(self, anchor: Anchor, revision: int | None, words: Span | None) -> EventClaim | None:
        """The claim of the current text that tells what the person spoke of; null where none is clearly the one."""
        now = self._claims_now(anchor.report_id)
        for then in self._claims_then(anchor.report_id, revision) if now else ():
            meant = claim_at(anchor, by_report(then), words)
            if meant is not None:
                return claim_now(meant, then, now)
        return None

    @cached_property
    def _texts(self) -> dict[tuple[str, int | None], tuple[str, str]]:
        rows = self.connection.execute(text(_OTHER_TEXTS))
        return {(row.report_id, row.revision): (row.before, row.now) for row in rows}

    def _claims_now(self, report_id: str) -> list[EventClaim]:
        if report_id not in self._now:
            self._now[report_id] = next(iter(self._claims(_OF_NOW, report=report_id)), [])
        return self._now[report_id]

    def _claims_then(self, report_id: str, revision: int | None) -> Sequence[list[EventClaim]]:
        if revision is None:
            return ()
        key = report_id, revision
        if key not in self._then:
            self._then[key] = self._claims(_OF_THEN, report=report_id, revision=revision)
        return self._then[key]

    def _claims(self, query: str, **of: str | int) -> list[list[EventClaim]]:
        """The claims of each coding, the newest coding first."""
        found: dict[int, list[EventClaim]] = {}
        for row in self.connection.execute(text(query), of):
            found.setdefault(row.coding_id, []).append(EventClaim.from_record(json.loads(row.record)))
        return list(found.values())


def _is_of_added(said: Review) -> bool:
    """Whether it speaks of a claim that a person added: no claim of the program's is that event."""
    of = said.value.get("of") if isinstance(said.value, dict) else None
    return said.verdict is Verdict.ADD or bool(of and of.get("added"))


def _words(said: Review) -> Span | None:
    told = said.value.get("words") if isinstance(said.value, dict) else None
    return Span(*told) if told else None
