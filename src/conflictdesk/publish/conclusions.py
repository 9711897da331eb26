"""What people of the desk conclude, as such: their own words, the likelihood in a sentence of its own, the evidence."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from conflictdesk.publish import wording
from conflictdesk.publish.entries import Entry, plain
from conflictdesk.publish.masking import private_names
from conflictdesk.publish.rows import ExportOptions
from conflictdesk.records.assessments import Assessment, Yardstick
from conflictdesk.records.events import Incident


@dataclass(frozen=True, slots=True)
class Conclusion:
    """An assessment: its text as it was written, its likelihood in words, who wrote it, what it rests on.

    `entries` are numbers in this brief; `elsewhere` counts incidents that are not in it, `gone` those that no desk has.
    """

    assessment_id: int
    text: str
    likelihood: str | None
    written: str
    entries: tuple[int, ...]
    elsewhere: int
    gone: int

    @property
    def rests(self) -> str:
        """What it rests on beyond this brief's incidents."""
        more = [f"{wording.number(self.elsewhere, 'incident')} outside this brief"] if self.elsewhere else []
        more += [f"{wording.number(self.gone, 'incident')} that the desk no longer holds"] if self.gone else []
        return wording.listed(more) if more else ""


def conclusions_of(
    assessments: Iterable[Assessment], entries: Sequence[Entry], incidents: Iterable[Incident], yardstick: Yardstick
) -> tuple[Conclusion, ...]:
    """The assessments that an incident of the brief is evidence of, oldest first."""
    present = {old: one.incident_id for one in incidents for old in (*one.former_ids, one.incident_id)}
    numbers = {entry.incident.incident_id: entry.number for entry in entries}
    told = []
    for one in assessments:
        about = {present.get(key) for key in one.incidents}
        here = tuple(sorted(numbers[key] for key in about if key in numbers))
        gone = sum(key not in present for key in one.incidents)
        if here:
            elsewhere = len(about - {None}) - len(here)
            told.append(_conclusion(one, yardstick, here, elsewhere, gone))
    return tuple(told)


def _conclusion(one: Assessment, by: Yardstick, here: tuple[int, ...], elsewhere: int, gone: int) -> Conclusion:
    word = by.named(one.likelihood) if one.likelihood else None
    return Conclusion(
        assessment_id=one.assessment_id,
        text=plain(one.text),
        likelihood=f"{word.word} ({word.range})" if word else None,
        written=f"{plain(one.who)}, {wording.day(one.at)}",
        entries=here,
        elsewhere=elsewhere,
        gone=gone,
    )


def warnings_of(
    conclusions: Iterable[Conclusion], communities: Mapping[int, tuple[str, ...]], options: ExportOptions
) -> tuple[str, ...]:
    """What whoever sends the brief should read again: a person's own words are never changed behind his back."""
    told = []
    for one in conclusions:
        names = sorted(private_names(one.text, options.known, None)) if not options.with_names else []
        whole = [name for name in names if not any(name != other and name in other for other in names)]
        if whole:
            told.append(
                f"Assessment {one.assessment_id} may name private persons ({', '.join(whole)}). It is printed as it was"
                " written: withdraw it and write it anew if they should not be named."
            )
        if named := communities.get(one.assessment_id):
            told.append(
                f"Assessment {one.assessment_id} names a community ({', '.join(named)}). No community is a suspect:"
                " read it again before you send it."
            )
    return tuple(told)
