"""Who tells an event, by the grammar of its sentence: "X said that", "according to X", "…, X said", "X: …".

The nearest speaker governs: in "a monitoring service quoted the group as saying that it had shelled the town" it is
the group that says so, and the service only passes it on.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from conflictdesk.extract.actors import ARMED, ActorLexicon, is_state
from conflictdesk.extract.lexicons import any_of, fold, key, load
from conflictdesk.extract.observations import Observations
from conflictdesk.extract.references import leans, names_own_text, points_at_text, refers_back
from conflictdesk.records.mentions import ActorMention
from conflictdesk.records.reports import Span

SMALL = 3  # letters of a word that may stand before a name whatever it is ("the", "of", "le")
SUBJECT_LONGEST = 90  # characters of the words for who speaks
HEADING_LONGEST = 24
EDGES = " ,;:.\"“”«»'‘’()[]-–"
STOP = re.compile(r"[,;:.()«»“”\"]")
WORD = re.compile(r"[\w'-]+")


@dataclass(frozen=True, slots=True)
class Speaker:
    """The words for who speaks, those between them and the event's, and whether the verb is one of claiming."""

    span: Span
    said: Span
    claims: bool = False


@dataclass(frozen=True, slots=True)
class _Grammar:
    verb: re.Pattern[str]
    claiming: re.Pattern[str]
    verb_first: bool
    opens: re.Pattern[str]
    according: re.Pattern[str]
    parts: re.Pattern[str]
    relative: re.Pattern[str]
    own: re.Pattern[str]
    claimed_by: re.Pattern[str]
    mouths: frozenset[str]
    owners: frozenset[str]


def verb_first(language: str) -> bool:
    """Whether who speaks stands behind the verb."""
    return _grammar(language).verb_first


def _whole(words: list[str], before: str = "") -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){before}(?:{any_of(words)})(?!\w)") if words else re.compile(r"(?!)")


@lru_cache(maxsize=16)
def _grammar(language: str) -> _Grammar:
    told = load("speech", language)
    joined = "[وف]?" if told["verb_first"] else ""
    quoted = [w for w in told["claiming"] if not w[0].isalpha() or w.startswith("s'")]
    plain = [w for w in told["claiming"] if w not in quoted]
    claiming = rf"(?<!\w){joined}(?:{any_of(plain)})(?!\w)" + (rf"|(?:{any_of(quoted)})(?!\w)" if quoted else "")
    verbs = rf"(?<!\w){joined}(?:{any_of(told['verbs'])})(?!\w)"
    return _Grammar(
        verb=re.compile(rf"{claiming}|{verbs}|(?<!\w){told['form']}(?!\w)"),
        claiming=re.compile(claiming),
        verb_first=told["verb_first"],
        opens=_whole(told["opens"]),
        according=_whole(told["according"], joined),
        parts=_whole(told["parts"]),
        relative=_whole(load("agents", language)["relative"]),
        own=_whole([*told["own"], *told["bare"]]),
        claimed_by=_whole(told["claimed_by"]),
        mouths=frozenset(map(key, told["mouths"])),
        owners=frozenset(map(key, told["owners"])),
    )


def speaker_of(seen: Observations, trigger: Span) -> Speaker | None:
    """Who tells what the trigger states: the nearest verb of saying before it, else after it, else "according to"."""
    sentence = seen.sentence(trigger).span
    text = fold(seen.words(sentence)).lower()
    found = next(_speakers(text, trigger.start - sentence.start, trigger.end - sentence.start, seen.language), None)
    return Speaker(_moved(found.span, sentence), _moved(found.said, sentence), found.claims) if found else None


def _moved(span: Span, by: Span) -> Span:
    return Span(by.start + span.start, by.start + span.end)


def _speakers(text: str, start: int, end: int, language: str) -> Iterator[Speaker]:
    """Whoever may tell it, the nearest first; places count in the sentence."""
    grammar = _grammar(language)
    verbs = list(grammar.verb.finditer(text))
    for verb in reversed([v for v in verbs if v.end() <= start and not _parted(text[v.end() : start], grammar)]):
        subject = (
            _named_after(text, verb.end(), start, grammar)
            if grammar.verb_first
            else _before(text, verb.start(), grammar)
        )
        if subject is not None:
            yield Speaker(subject, Span(verb.end(), start), grammar.claiming.fullmatch(verb[0]) is not None)
    for verb in (v for v in verbs if v.start() >= end and not _parted(text[end : v.start()], grammar)):
        subject = _after(text, verb.end()) if _closes(text, verb.start()) else _before(text, verb.start(), grammar)
        closed = subject is not None and STOP.search(text, end, max(verb.start(), subject.start)) is not None
        if closed and subject is not None and min(subject.start, verb.start()) >= end:
            yield Speaker(subject, Span(start, start), grammar.claiming.fullmatch(verb[0]) is not None)
    yield from _claimants(text, start, end, grammar)
    yield from _sources(text, start, grammar)


def _claimants(text: str, start: int, end: int, grammar: _Grammar) -> Iterator[Speaker]:
    """Who claims what the sentence has for its subject: "Monday's bombing of … was claimed by X"."""
    for found in grammar.claimed_by.finditer(text):
        before = found.end() <= start
        subject = _trimmed(text, found.end(), start) if before else _after(text, found.end())
        if subject is not None and (before or STOP.search(text, end, found.start()) is None):
            yield Speaker(subject, Span(start, start), claims=True)


def _sources(text: str, start: int, grammar: _Grammar) -> Iterator[Speaker]:
    """Who stands behind "according to", and before a colon at the head of the sentence."""
    for found in grammar.according.finditer(text):
        subject = _after(text, found.end())
        if subject is not None:
            yield Speaker(subject, Span(subject.end, start) if subject.end <= start else Span(start, start))
    colon = text.find(":", 0, HEADING_LONGEST)
    if 0 < colon < start:
        yield Speaker(_trimmed(text, 0, colon), Span(colon + 1, start))


def _parted(between: str, grammar: _Grammar) -> bool:
    return ";" in between or grammar.parts.search(between) is not None


def _before(text: str, verb: int, grammar: _Grammar) -> Span | None:
    """The words before a verb, back to a stop or to what somebody else says."""
    left = text[max(0, verb - SUBJECT_LONGEST) : verb]
    stops = [m.end() for m in STOP.finditer(left.rstrip(EDGES))]
    stops += [
        m.end() for m in grammar.verb.finditer(left) if grammar.relative.match(left, m.end() + 1)
    ]  # "said that X"
    start = verb - len(left) + max(stops, default=0)
    opening = grammar.relative.match(text, _trimmed(text, start, verb).start)
    span = _trimmed(text, opening.end() if opening else start, verb)
    return span if span.start < span.end else None


def _after(text: str, at: int) -> Span | None:
    stop = STOP.search(text, at + 1)
    span = _trimmed(text, at, min(stop.start() if stop else len(text), at + SUBJECT_LONGEST))
    return span if span.start < span.end else None


def _named_after(text: str, verb: int, start: int, grammar: _Grammar) -> Span | None:
    """Where the verb comes first: the words from it to those that open what is said."""
    opens = grammar.opens.search(text, verb, start)
    span = _trimmed(text, verb, min(opens.start() if opens else start, verb + SUBJECT_LONGEST))
    return span if span.start < span.end else None


def _closes(text: str, verb: int) -> bool:
    """Whether a stop or a quotation mark stands right before a verb: who speaks comes after it ("…”, said X")."""
    return text[:verb].rstrip()[-1:] in tuple(",”\"»'’")


def _trimmed(text: str, start: int, end: int) -> Span:
    words = text[start:end]
    left = len(words) - len(words.lstrip(EDGES))
    return Span(start + left, max(start + left, start + len(words.rstrip(EDGES))))


def tellers(seen: Observations, sentence: Span) -> Iterator[Speaker]:
    """Whoever is the subject of a verb of saying in a sentence, with all that follows the verb for what is said."""
    grammar = _grammar(seen.language)
    text = fold(seen.words(sentence)).lower()
    for verb in grammar.verb.finditer(text):
        after = _closes(text, verb.start()) and grammar.relative.match(text, verb.end() + 1) is None
        subject = _behind(text, verb.end(), grammar) if grammar.verb_first or after else None
        subject = subject or (None if grammar.verb_first else _headed(text, verb.start(), grammar))
        if subject is not None:
            claims = grammar.claiming.fullmatch(verb[0]) is not None
            said = Span(verb.end(), len(text))
            yield Speaker(_moved(subject, sentence), _moved(said, sentence), claims)


def within_saying(seen: Observations, span: Span) -> bool:
    """Whether the words are a verb of saying, or part of one ("put" of "put the number")."""
    sentence = seen.sentence(span).span
    found = _grammar(seen.language).verb.finditer(fold(seen.words(sentence)).lower())
    return any(_moved(Span(*verb.span()), sentence).contains(span) for verb in found)


def _headed(text: str, verb: int, grammar: _Grammar) -> Span | None:
    """The words before a verb; those before a relative clause ("the army, which holds the base, said")."""
    subject = _before(text, verb, grammar)
    comma = text.rfind(",", 0, subject.start) if subject else -1
    relative = comma > 0 and grammar.relative.match(text, _trimmed(text, comma, len(text)).start) is not None
    return _before(text, comma, grammar) if relative else subject


def _behind(text: str, verb: int, grammar: _Grammar) -> Span | None:
    """The words behind a verb, to a stop or what opens what is said."""
    subject = _after(text, verb)
    opens = grammar.opens.search(text, verb, subject.end) if subject else None
    span = _trimmed(text, subject.start, min(subject.end, opens.start() if opens else subject.end)) if subject else None
    return span if span and span.start < span.end else None


def own_words(seen: Observations, said: Span) -> Iterator[Span]:
    """The words in what is said that stand for who speaks: "it", "its", "our"."""
    text = fold(seen.words(said)).lower()
    return (Span(said.start + m.start(), said.start + m.end()) for m in _grammar(seen.language).own.finditer(text))


def is_saying(words: str, language: str) -> bool:
    """Whether the words hold a verb of saying."""
    return _grammar(language).verb.search(fold(words).lower()) is not None


def speaks_of_itself(seen: Observations, speaker: Speaker) -> bool:
    """Whether the doer of what is said is the speaker: "it had shelled", "claims to have shelled"."""
    said = fold(seen.words(speaker.said)).lower()
    return _grammar(seen.language).own.search(said) is not None


def stands_for_speaker(words: str, language: str) -> bool:
    """Whether words for a doer point at whoever speaks: "its fighters", "they", "our men"."""
    return _grammar(language).own.match(key(words)) is not None


def party(seen: Observations, speaker: Speaker, actors: ActorLexicon) -> ActorMention | None:
    """The armed organisation or the force that speaks; null where somebody else does, or its name is not told.

    "A victim of Boko Haram" is not Boko Haram: before the name stand only words for those who speak for it.
    """
    mouths = _grammar(seen.language).mouths
    for actor in seen.near_actors.touching(speaker.span):
        before = WORD.findall(key(seen.text[speaker.span.start : max(speaker.span.start, actor.span.start)]))
        if all(len(w) <= SMALL or w in mouths for w in before) and (actor.kind in ARMED or is_state(actor.kind)):
            return actor
    said = WORD.findall(fold(seen.words(speaker.span)))
    rest = " ".join(w.removesuffix("'s") for w in said if key(w) not in mouths)
    named = actors.name(seen.words(speaker.span), None, seen.language) or actors.name(rest, None, seen.language)
    return named if named is not None and is_state(named.kind) else None


def speaks_for_a_party(seen: Observations, speaker: Speaker) -> bool:
    """Whether the words are a belligerent's own text, or point back at one, without naming it."""
    words = seen.words(speaker.span)
    if any(m.overlaps(speaker.span) for m in seen.mouthpieces):
        return True
    grammar = _grammar(seen.language)
    owners = grammar.owners
    said = WORD.findall(key(words))
    if leans(words, seen.language) and not grammar.mouths.isdisjoint(said):
        return True
    owned = not owners.isdisjoint(said) and all(len(w) <= SMALL or w in owners | grammar.mouths for w in said)
    told = points_at_text(words, seen.language) and _claimed_before(seen, speaker.span)
    return owned or told or names_own_text(words, seen.language) or refers_back(words, seen.language)


def _claimed_before(seen: Observations, span: Span) -> bool:
    """Whether the paragraph has told of a claim before these words, so that "the statement" is the claimant's."""
    before = Span(seen.paragraph_span(span).start, span.start)
    return any(c.meaning == "claimed" and before.contains(c.span) for c in seen.cues)
