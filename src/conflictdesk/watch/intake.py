"""A post as an export tells it becomes one that is counted: accounts hashed, text read for place and theme and dropped.

What is needed of other rooms comes as callables, so that a post is read on a string in a test.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from conflictdesk.records.posts import Post
from conflictdesk.records.values import Referent
from conflictdesk.watch.accounts import LONGEST, AccountKey
from conflictdesk.watch.themes import ThemeReader

LONGEST_READ = 2000  # characters of a text that are read: a post is shorter, and what is longer may be an attack
KEPT = 10_000  # texts whose places and themes are remembered: posts are passed on word by word

PlaceOf = Callable[[str | None, str | None], tuple[Referent, ...]]  # place as stated, text
Mask = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Told:
    """A post as told: `moment` is its time as written, `day` what was read there."""

    day: int
    moment: str
    account: str | None = None
    place: str | None = None
    text: str | None = None
    post_id: str | None = None


@dataclass(slots=True)
class PostReader:
    """Reads posts. `place_of` tells the places of a post; `mask` what may be kept of a text, null: nothing is kept."""

    key: AccountKey
    place_of: PlaceOf
    themes: ThemeReader
    mask: Mask | None = None
    places: dict[str, Referent] = field(default_factory=dict)  # those of the posts read
    _read: dict[tuple[str | None, str | None], tuple[tuple[str, ...], tuple[str, ...]]] = field(default_factory=dict)

    def read(self, told: Told) -> Post:
        """The post as it is counted."""
        text = told.text[:LONGEST_READ] if told.text else None
        places, themes = self._about(told.place, text)
        account = self.key.account(told.account)
        return Post(told.day, places, themes, account, self._key_of(told, account), self._kept(told.text))

    def _about(self, place: str | None, text: str | None) -> tuple[tuple[str, ...], tuple[str, ...]]:
        found = self._read.get((place, text))
        if found is None:
            named = self.place_of(place, text)
            self.places.update((one.place_id, one) for one in named)
            places = tuple(sorted({one.place_id for one in named}))
            found = places, self.themes.read(text) if text else ()
            if len(self._read) >= KEPT:
                self._read.clear()
            self._read[place, text] = found
        return found

    def _key_of(self, told: Told, account: int) -> int:
        """By its id within its account and day, since many exports number their rows from one on; else by account,
        time and text, and by the place where there is no text."""
        if told.post_id:
            return self.key.post("id", told.post_id, str(account), str(told.day))
        return self.key.post("told", told.account, told.moment, told.text or told.place)

    def _kept(self, text: str | None) -> str | None:
        """What is kept of a text; of one that is cut not the end, where a name may be cut, too."""
        if self.mask is None or not text:
            return None
        masked = self.mask(text[:LONGEST_READ])
        return masked if len(text) <= LONGEST_READ else masked[:-LONGEST]
