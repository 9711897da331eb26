"""Who acts: the organisation that the words name, the unnamed ("gunmen"), or nobody.

An attack pinned on the wrong group is the worst record that there can be. So whoever may have done it is weighed
against the others and against nobody (`candidates.py`, `doers.py`), and whom it was done to, who only says so and who
denies it are told apart before (`strangers.py`, `denials.py`).
"""

from collections.abc import Sequence

from conflictdesk.extract.actors import UNIDENTIFIED, ActorLexicon
from conflictdesk.extract.agents import is_patient
from conflictdesk.extract.candidates import candidates
from conflictdesk.extract.denials import Denial, denials_of
from conflictdesk.extract.disputes import without_answer
from conflictdesk.extract.doers import likeliest
from conflictdesk.extract.fields import Context, Filled, Ground
from conflictdesk.extract.frames import Frame, Owned
from conflictdesk.extract.naming import named_by
from conflictdesk.extract.observations import Observations
from conflictdesk.extract.own_deeds import BARE_FORCES, SPEAKS, mouthpiece, own_country, unnamed
from conflictdesk.extract.references import leans
from conflictdesk.extract.speech import Speaker, party
from conflictdesk.extract.strangers import with_article
from conflictdesk.records.events import Actor
from conflictdesk.records.reports import Span

# Below this the encoder only guesses at who acts; nobody is named on a guess.
ACTOR_FLOOR = 0.4
UNNAMED_FLOOR = 0.25  # "gunmen" names nobody


def perpetrator_of(
    seen: Observations, frame: Frame, actors: ActorLexicon, country: str | None, context: Context
) -> Filled[Actor]:
    """Who acts: the likeliest of all who may have done it, or nobody.

    Who denies an event did not do it for that; who denies that it did it is the one to whom it is laid.
    """
    denied = denials_of(seen, (c.trigger.span for c in frame.triggers))
    if denied:
        return _denied(seen, frame, denied, actors, country, context)
    return _told(seen, without_answer(seen, frame, actors), actors, country, context)


def _denied(
    seen: Observations,
    frame: Frame,
    denied: Sequence[Denial],
    actors: ActorLexicon,
    country: str | None,
    context: Context,
) -> Filled[Actor]:
    """Whom the text names beside those who deny; else who denies a deed of its own."""
    others = [o for o in frame.labelled("perpetrator") if not any(d.denier.overlaps(o.span) for d in denied)]
    others = [o for o in others if o.mark.score >= _floor(seen, o, actors) and not is_patient(seen, o.span)]
    others = [o for o in others if not (leans(seen.words(o.span), seen.language) and _under(denied, o.span))]
    found = _best(seen, others, actors, country, context)
    if found is not None and not unnamed(found.value):
        return found
    itself = next((who for d in denied if d.itself and (who := _denier(seen, d, actors, country)) is not None), None)
    return itself or found or Filled(Actor(), reason="nobody is named but who denies it")


def _under(denied: Sequence[Denial], span: Span) -> bool:
    return any(d.said.contains(span) for d in denied)


def _denier(seen: Observations, denial: Denial, actors: ActorLexicon, country: str | None) -> Filled[Actor] | None:
    """The party that denies a deed of its own."""
    speaker = Speaker(denial.denier, denial.said, claims=True)
    who = party(seen, speaker, actors)
    if who is None:
        return mouthpiece(seen, speaker, actors, country)
    named = actors.name(who.text, own_country(seen, who, country), seen.language) or who
    canonical = None if named.canonical in BARE_FORCES else named.canonical
    said = seen.words(with_article(seen, who.span)) if who in seen.actors else who.text
    return Filled(Actor(said, canonical), (denial.denier,), f"{who.text} denies that it did it", SPEAKS, Ground.POINTED)


def _told(
    seen: Observations, frame: Frame, actors: ActorLexicon, country: str | None, context: Context
) -> Filled[Actor]:
    """Who acts, where nobody denies it: the likeliest of all who may have done it."""
    doers, nobody = candidates(seen, frame, actors, country, context)
    return likeliest(doers, nobody) or Filled(Actor(), reason="nobody is named")


def _best(
    seen: Observations, marks: Sequence[Owned], actors: ActorLexicon, country: str | None, context: Context
) -> Filled[Actor] | None:
    """The surest organisation that the marks name, else the surest unnamed actor."""
    told = [c for o in marks if (c := named_by(seen, o, actors, country, context)) is not None]
    named = [c for c in told if not unnamed(c.value)]
    return max(named or told, key=lambda c: c.confidence, default=None)


def _floor(seen: Observations, owned: Owned, actors: ActorLexicon) -> float:
    """How sure the encoder has to be: less where the words name nobody in particular ("gunmen")."""
    mention = actors.name(seen.words(owned.span), None, seen.language)
    return UNNAMED_FLOOR if mention is not None and mention.canonical == UNIDENTIFIED else ACTOR_FLOOR
