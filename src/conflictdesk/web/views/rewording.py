"""What changed from one revision of a report to the next: words taken out and put in, paragraph by paragraph."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise

from rapidfuzz.distance import Indel

from conflictdesk.publish import wording
from conflictdesk.store.reports import Told

AROUND = 12  # words shown on each side of a change
MOST_LINES = 2000  # of a revision: beyond it paragraphs are not matched with each other
MOST_COMPARED = 4_000_000  # pairs of words: beyond it two paragraphs are shown whole, one for the other
FIELDS = (("title", "Title"), ("published", "Published"), ("publisher", "Publisher"))


@dataclass(frozen=True, slots=True)
class Words:
    """A run of words: "same", "out" (they were there before), "in" (they are there since) or "gap" (left out here)."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Rewording:
    """A revision held against the one before it. `fields` are (name, before, now)."""

    day: str
    number: int
    fields: tuple[tuple[str, str, str], ...]
    paragraphs: tuple[tuple[Words, ...], ...]
    words_in: int
    words_out: int


def rewordings(told: Sequence[Told]) -> list[Rewording]:
    """Each revision in which the report says something else than before, the latest first."""
    found = [_rewording(before, after) for before, after in pairwise(told)]
    return [one for one in reversed(found) if one.fields or one.paragraphs]


def _rewording(before: Told, after: Told) -> Rewording:
    paragraphs = tuple(_paragraphs(before.report.text, after.report.text))
    runs = [run for paragraph in paragraphs for run in paragraph]
    return Rewording(
        day=wording.day(after.report.retrieved),
        number=after.revision,
        fields=tuple(_fields(before, after)) if after.act_id is None else (),
        paragraphs=tuple(tuple(_shortened(paragraph)) for paragraph in paragraphs),
        words_in=sum(len(run.text.split()) for run in runs if run.kind == "in"),
        words_out=sum(len(run.text.split()) for run in runs if run.kind == "out"),
    )


def _fields(before: Told, after: Told) -> Iterator[tuple[str, str, str]]:
    for field, name in FIELDS:
        old, new = getattr(before.report, field), getattr(after.report, field)
        if old != new:
            yield name, _in_words(old), _in_words(new)


def _in_words(value: object) -> str:
    return wording.day(value) if hasattr(value, "year") else str(value or wording.NOT_REPORTED)  # type: ignore[arg-type]


def _paragraphs(before: str, after: str) -> Iterator[tuple[Words, ...]]:
    """The paragraphs that differ, each as runs of words."""
    old, new = _lines(before), _lines(after)
    if len(old) > MOST_LINES or len(new) > MOST_LINES:
        old, new = [" ".join(old)], [" ".join(new)]
    for kind, start, end, first, last in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        gone, come = old[start:end], new[first:last]
        if kind != "equal":
            yield from (tuple(_runs(one, other)) for one, other in zip(gone, come, strict=False))
            yield from ((Words("out", line),) for line in gone[len(come) :])
            yield from ((Words("in", line),) for line in come[len(gone) :])


def _lines(text: str) -> list[str]:
    return [" ".join(line.split()) for line in text.split("\n") if line.strip()]


def _runs(before: str, after: str) -> Iterator[Words]:
    old, new = before.split(), after.split()
    if len(old) * len(new) > MOST_COMPARED:
        yield from (Words("out", before), Words("in", after))
        return
    gone: list[str] = []
    come: list[str] = []
    for step in Indel.opcodes(old, new):
        if step.tag == "equal":
            yield from _changed(gone, come)
            yield Words("same", " ".join(new[step.dest_start : step.dest_end]))
            gone, come = [], []
        else:
            gone += old[step.src_start : step.src_end]
            come += new[step.dest_start : step.dest_end]
    yield from _changed(gone, come)


def _changed(gone: Sequence[str], come: Sequence[str]) -> Iterator[Words]:
    """What was there before, then what is there since."""
    yield from (Words(kind, " ".join(words)) for kind, words in (("out", gone), ("in", come)) if words)


def _shortened(runs: Sequence[Words]) -> Iterator[Words]:
    """Runs with what stayed the same cut down to the words around a change."""
    for place, run in enumerate(runs):
        words = run.text.split()
        first, last = place == 0, place == len(runs) - 1
        if run.kind != "same" or len(words) <= 2 * AROUND:
            yield run
            continue
        if not first:
            yield Words("same", " ".join(words[:AROUND]))
        yield Words("gap", "…")
        if not last:
            yield Words("same", " ".join(words[-AROUND:]))
