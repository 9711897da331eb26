"""The signs for and against each who may have done it: how it is marked, what it is, and whether it fits the event."""

import re
from collections.abc import Mapping, Sequence
from functools import cached_property, lru_cache

from conflictdesk.extract.actors import ARMED, UNIDENTIFIED, ActorLexicon, is_state
from conflictdesk.extract.agents import is_patient, runs_onto_a_bomb, speaks_of_another
from conflictdesk.extract.doers import Doer
from conflictdesk.extract.fields import Context, Filled, Ground
from conflictdesk.extract.frames import Frame, Owned
from conflictdesk.extract.lexicons import any_of, fold, load
from conflictdesk.extract.observations import Observations
from conflictdesk.extract.odds import log_odds
from conflictdesk.extract.pointing import roots
from conflictdesk.extract.tellers import HIT as HARMED
from conflictdesk.records.events import Actor, EventType, TargetKind
from conflictdesk.records.mentions import ActorMention
from conflictdesk.records.reports import Span

T = EventType
FAMILIES: Mapping[str, frozenset[str]] = {
    "protest": frozenset({T.PEACEFUL_PROTEST, T.VIOLENT_DEMONSTRATION, T.MOB_VIOLENCE}),
    "dispersal": frozenset({T.EXCESSIVE_FORCE, T.PROTEST_INTERVENTION}),
    "force": frozenset({T.ARRESTS, T.DISRUPTED_WEAPONS, T.GOVERNMENT_REGAINS}),
    "air": frozenset({T.AIR_STRIKE}),
    "seizure": frozenset({T.GROUP_OVERTAKES}),
    "bomb": frozenset({T.REMOTE_EXPLOSIVE, T.SUICIDE_BOMB}),
    "pact": frozenset({T.AGREEMENT}),
    "taking": frozenset({T.ABDUCTION}),
}
KINDS = ("state", "armed", "unnamed", "individual", "crowd", "unknown")
ROLES = ("attack", "counter-operation")
HIT = {
    "forces": (TargetKind.MILITARY, TargetKind.POLICE),
    "group": (TargetKind.ARMED_GROUP,),
    "people": (TargetKind.CIVILIAN,),
}


@lru_cache(maxsize=16)
def _by(language: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{any_of(load('agents', language)['by'])})\s(?:[\w-]+\s){{0,3}}$")


def in_title(seen: Observations, actors: ActorLexicon) -> tuple[ActorMention, ...]:
    """The parties that the report's title names."""
    return _named_in(seen.report.title or "", seen.language, actors)


@lru_cache(maxsize=16)
def _named_in(title: str, language: str, actors: ActorLexicon) -> tuple[ActorMention, ...]:
    """Read once a title, however many events the report tells of."""
    return actors.find(title, language)


OF_MARKS = frozenset({"mark", "score", "owned", "both", "weak", "own", "next", "far", "paragraph"})
NO_MARK = log_odds(0.0)
STOP = re.compile(r"[.;:,()]")
BY_REACH, CLOSE = 30, 30  # characters


class Signs:
    """What tells the candidates for one event apart."""

    def __init__(
        self, seen: Observations, frame: Frame, actors: ActorLexicon, context: Context, named: Sequence[Actor]
    ) -> None:
        self.seen, self.frame, self.actors, self.context, self.named = seen, frame, actors, context, named
        self.sentences = {seen.sentence_index(c.trigger.span) for c in frame.triggers}

    @cached_property
    def families(self) -> dict[str, float]:
        """How likely the encoder holds the event to be of each family of types."""
        foiled = any(T.DISRUPTED_WEAPONS in c.meanings for c in self.frame.triggers)  # by words, whatever is read
        types = {str(T.DISRUPTED_WEAPONS): 1.0} if foiled else self.frame.head.types
        return {name: sum(types.get(t, 0.0) for t in members) for name, members in FAMILIES.items()}

    @cached_property
    def titled(self) -> set[str]:
        """The organisations of the report's title, without their branches."""
        return roots(a.canonical for a in in_title(self.seen, self.actors) if a.canonical)

    def kind(self, who: Actor) -> str:
        """What somebody is: a state's, an armed group, unnamed, one person, a crowd, or not known."""
        if who.canonical is None:
            known = self.actors.name(who.text, None, self.seen.language) if who.text else None
        elif who.canonical == UNIDENTIFIED:
            return "unnamed"
        else:
            known = self.actors.name(who.canonical, None, "en")
            if known is None or known.kind == "other":  # a name that no list holds: its words may tell more
                known = self.actors.name(who.text or "", None, self.seen.language) or known
        kind = known.kind if known else ""
        if is_state(kind):
            return "state"
        return {"individual": "individual", "protesters": "crowd", "unidentified": "unnamed"}.get(
            kind, "armed" if kind in ARMED else "unknown"
        )

    def of_mark(self, owned: Owned, filled: Filled[Actor]) -> dict[str, float]:
        """The signs of words marked for who acts."""
        seen, span, head = self.seen, owned.span, self.frame.head.span
        own = seen.sentence_index(span) in self.sentences
        gap = min(abs(seen.sentence_index(span) - s) for s in self.sentences)
        signs = {
            "mark": 1.0,
            "score": log_odds(owned.mark.score),
            "owned": log_odds(owned.ownership),
            "both": log_odds(owned.mark.score * owned.ownership),
            "weak": float(owned.mark.score < 0.4),
            "own": float(own),
            "before": float(own and span.end <= head.start),
            "next": float(gap == 1),
            "far": float(gap > 1),
            "paragraph": float(seen.paragraph(span) == seen.paragraph(head)),
            "patient": float(is_patient(seen, span) and not runs_onto_a_bomb(seen, span)),
            "bomb": float(runs_onto_a_bomb(seen, span)),
            "another": float(speaks_of_another(seen, span, head)),
            "source": self._over(span, ("source",)),
            "hit": self._over(span, HARMED),
            "told": float(not own and self._accountable(span)),
        }
        return {**signs, **self._of_who(filled)}

    def of_word(self, owned: Owned, filled: Filled[Actor]) -> dict[str, float]:
        """The signs of words that the encoder does not mark: where they stand."""
        span, head, text = owned.span, self.frame.head.span, self.seen.text
        signs = {name: x for name, x in self.of_mark(owned, filled).items() if name not in OF_MARKS}
        after = span.start >= head.end
        by = fold(text[max(head.end, span.start - BY_REACH) : span.start]).lower() if after else ""
        return signs | {
            "word": 1.0,
            "word.alone": float(not self.named),
            "word.close": float(span.end <= head.start < span.end + CLOSE),
            "word.subject": float(span.end <= head.start and not STOP.search(text, span.end, head.start)),
            "word.by": float(_by(self.seen.language).search(by) is not None),
            "word.after": float(span.end > head.start),
        }

    def of_rest(self, way: str, filled: Filled[Actor]) -> dict[str, float]:
        """The signs of somebody whom no mark gives, come by in this way."""
        seen = self.seen
        signs = {f"way.{way}": 1.0, f"way.{way}.marked": float(bool(self.named)), **self._of_who(filled)}
        if way.startswith("next"):
            signs["way.next.apart"] = float(all(seen.sentence_index(s) not in self.sentences for s in filled.spans))
        return signs

    def of_nobody(self, doers: Sequence[Doer]) -> dict[str, float]:
        """The signs that nobody is named."""
        marks = [d.signs["both"] for d in doers if d.signs.get("mark")]
        words = any(d.signs.get("word") for d in doers)
        best = max(marks, default=NO_MARK)
        return {
            "nobody": 1.0,
            "nobody.marked": float(bool(marks)),
            "nobody.words": float(words),
            "nobody.best": best,
        } | {f"nobody.{name}": p for name, p in self.families.items()}

    def _of_who(self, filled: Filled[Actor]) -> dict[str, float]:
        who, kind = filled.value, self.kind(filled.value)
        before = self.context.perpetrator.value.canonical if self.context.perpetrator else None
        root = roots([who.canonical]) if who.canonical else set()
        same = sum(1 for n in self.named if n.canonical and who.canonical and roots([n.canonical]) == root)
        named = who.canonical not in (None, UNIDENTIFIED)
        signs = {
            kind: 1.0,
            "named": float(named),
            "pointed": float(filled.ground is Ground.POINTED),
            "again": float(named and same > 1),
            "goes_on": float(named and who.canonical == before),
            "titled": float(named and bool(root & self.titled)),
        }
        signs |= {f"{kind}.{name}": p for name, p in self.families.items()}
        signs |= {f"{kind}.{name}": self.frame.head.roles.get(name, 0.0) for name in ROLES}
        read = self.frame.head.target_kinds
        return signs | {f"{kind}.{name}": sum(read.get(k, 0.0) for k in kinds) for name, kinds in HIT.items()}

    def _over(self, span: Span, labels: Sequence[str]) -> float:
        return max(
            (o.mark.score for label in labels for o in self.frame.labelled(label) if o.span.overlaps(span)), default=0.0
        )

    def _accountable(self, span: Span) -> bool:
        """Whether a sentence that names somebody elsewhere does so by a claim or an accusation."""
        sentence = self.seen.sentence(span).span
        return any(c.meaning in ("claimed", "alleged") for c in self.seen.near_cues.touching(sentence))
