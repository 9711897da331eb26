"""What the pages' scripts send: bodies of requests, checked before anything is done."""

from datetime import date
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from conflictdesk.link.queue_filters import Filters
from conflictdesk.records.acts import Order
from conflictdesk.records.events import Likeness

MOST_AT_ONCE = 100  # claims that one request names
Key = Annotated[str, Field(min_length=1, max_length=400)]
Edge = Annotated[int, Field(ge=0, le=10**9)]
Words = tuple[Edge, Edge]  # start and end, in code points of the clean text


class Body(BaseModel):
    """Unknown names are refused: a misspelt one would be a change that does not happen."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Verdicts(Body):
    """Claims, or one field of them."""

    claims: Annotated[list[Key], Field(min_length=1, max_length=MOST_AT_ONCE)]
    field: str | None = None


class Revision(Body):
    """A claim's fields as a person corrects them; the rest is accepted."""

    claim: Key
    values: dict[str, Any]


class Grading(Body):
    """How credible a claim's information is; null takes the grade off."""

    claim: Key
    credibility: Annotated[int, Field(ge=1, le=6)] | None


class Shown(Body):
    """What a filter of the queue shows; "" is all."""

    source: str = ""
    country: str = ""
    place: str = ""
    actor: str = ""
    first_day: date | None = None
    last_day: date | None = None
    type: str = ""
    incident: str = ""
    report: str = ""
    text: str = ""
    differs: bool = False

    def filters(self) -> Filters:
        named = {name: getattr(self, name) or None for name in Shown.model_fields if name != "differs"}
        return Filters(**named, differs=self.differs)


class Asked(Shown):
    """A page of the queue: what of it, in which order, behind which key."""

    order: Order = Order.SURENESS
    after: str = ""


class AllShown(Body):
    """Accept all that a filter shows, which the person was told are so many."""

    shown: Shown
    number: Annotated[int, Field(ge=1, le=10**9)]


class Undo(Body):
    """The act that is taken back; the latest of this person's where none is named."""

    act: Annotated[int, Field(ge=1, le=2**63 - 1)] | None = None  # as large as a row's number can be


class Concluded(Body):
    """What a person concludes about incidents; "" is no likelihood."""

    text: Annotated[str, Field(max_length=20_000)]
    likelihood: Annotated[str, Field(max_length=100)] = ""
    about: Annotated[list[Key], Field(max_length=200)]


class Likening(Body):
    left: Key
    right: Key
    likeness: Likeness


class Addition(Body):
    """A claim that the machine missed: the words that state it, its values, and the words of each field."""

    start: Edge
    end: Edge
    values: dict[str, Any]
    spans: dict[str, list[Words]] = {}


class Facts(Body):
    """What is known of a report; "" is not known, null leaves it as it is."""

    title: str | None = None
    published: str | None = None
    publisher: str | None = None
    language: str | None = None


class Pasted(Body):
    """A report as text, or as a file (`data` in Base64) with its name."""

    text: str | None = None
    name: str = "pasted.txt"
    data: str | None = None
    title: str = ""
    published: date | None = None
    publisher: str = ""
    language: str = ""
