"""Sources, reports, and what is read in them. Offsets are code points in the report's clean text."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """From `start` up to `end`, in code points of the clean text."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"not a span: {self.start}-{self.end}")

    def of(self, text: str) -> str:
        return text[self.start : self.end]

    def overlaps(self, other: "Span") -> bool:
        return self.start < other.end and other.start < self.end

    def contains(self, other: "Span") -> bool:
        return self.start <= other.start and other.end <= self.end

    def gap(self, other: "Span") -> int:
        """Code points between the two; 0 where they touch or overlap."""
        return max(0, other.start - self.end, self.start - other.end)


class SourceKind(StrEnum):
    NEWS = "news"
    OFFICIAL = "official"
    MONITORING = "monitoring"
    BELLIGERENT = "belligerent"


class Reach(StrEnum):
    LOCAL = "local"
    NATIONAL = "national"
    REGIONAL = "regional"
    INTERNATIONAL = "international"


@dataclass(frozen=True, slots=True)
class Source:
    """A publication or feed. A belligerent's own words are archived but not passed on."""

    name: str
    kind: SourceKind = SourceKind.NEWS
    language: str | None = None
    url: str | None = None
    reach: Reach | None = None
    reliability: str | None = None  # A to F, as a person judged; null: nobody did
    cadence: float | None = None  # days from one edition to the next
    volume: float | None = None  # reports in that time


@dataclass(frozen=True, slots=True)
class Report:
    """A document as retrieved. `report_id` is the SHA-256 of its bytes, or the id that came with it."""

    report_id: str
    text: str  # clean text: what every span counts in
    content_hash: str  # of the raw bytes in the archive
    retrieved: datetime
    language: str | None = None
    title: str | None = None
    published: date | None = None
    published_reason: str | None = None  # where the date stood
    publisher: str | None = None
    url: str | None = None
    media_type: str = "text/plain"


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of the clean text; `paragraph` counts from 0."""

    span: Span
    paragraph: int


@dataclass(frozen=True, slots=True)
class Mark:
    """Words that the encoder marked with a label of the codebook."""

    label: str
    span: Span
    score: float


@dataclass(frozen=True, slots=True)
class Trigger:
    """Words that state an event, with what the encoder makes of it (probabilities)."""

    span: Span
    score: float
    types: dict[str, float]
    roles: dict[str, float]
    statuses: dict[str, float]
    target_kinds: dict[str, float]
    weapon_kinds: dict[str, float]


@dataclass(frozen=True, slots=True)
class Reading:
    """What the encoder saw in a report, made once.

    `owners[m]` maps triggers (their index) to the probability that mark m belongs to them; `same[t]` maps other
    triggers to the probability that both speak of one event. Both are sparse: what is missing is 0. `names` are
    place names in any sentence, labelled "toponym", or "within" where they are part of an organisation's name.
    """

    component: str
    triggers: tuple[Trigger, ...] = ()
    marks: tuple[Mark, ...] = ()
    owners: tuple[Mapping[int, float], ...] = ()
    same: tuple[Mapping[int, float], ...] = ()
    names: tuple[Mark, ...] = ()
