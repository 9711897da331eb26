"""What a document's words say about which event it tells of, looked at in four ways: names, numbers, other words, and
the opening, where news says what it is about.

Rare words weigh most. How rare a word is, the batch tells together with a background of invented reports
(data/document_words.json), so that a batch of five knows "police" for a common word, and one more document hardly
changes what the others weigh.
"""

import json
import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
from anyascii import anyascii
from numpy.typing import NDArray
from scipy import sparse

OPENING = 400  # characters
OPENING_WEIGHT = 2.0
LONG_WORD = 4  # of words without capital or digit; shorter ones tell languages apart, and no event
NAME_WEIGHT, NUMBER_WEIGHT = 2.0, 2.0  # among all words: names, ages and counts tell events of one kind apart
WORD = re.compile(r"[A-Za-z0-9]{2,60}")
SENTENCE_ENDS = frozenset('.!?:"`\n')
KINDS = ("names", "numbers", "words", "opening")
# Added to the square of each document's length, as if it had a rare word more that no other has: what has two names
# in all, one of them shared, is not half alike.
UNSAID = 60.0
CHUNK = 20_000  # pairs compared at once

Counts = Mapping[str, float]
Rows = NDArray[np.int64]
Cosines = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Words:
    """A document's words by kind, in lower case, each with how often it stands (twice in the opening)."""

    names: Counts
    numbers: Counts
    words: Counts
    opening: Counts


@dataclass(frozen=True, slots=True)
class Background:
    """In how many of `documents` a word stands, by kind."""

    documents: int
    found: Mapping[str, Mapping[str, int]]

    def mostly_small(self, word: str) -> bool:
        return self.found["words"].get(word, 0) > self.found["names"].get(word, 0)


@cache
def background() -> Background:
    """The shipped background, made by training/documents.py."""
    read = json.loads((files("conflictdesk") / "data" / "document_words.json").read_text(encoding="utf-8"))
    return Background(read["documents"], read["found"])


def words_of(text: str, title: str | None = None, common: Background | None = None) -> Words:
    """The words of a document; `common` is the background, the shipped one where none is given.

    A capital at a sentence's start makes no name of a word that is mostly written without, here or in the background.
    """
    common = common or background()
    found = list(_written("\n".join(filter(None, (title, text)))))
    small = {word for word, _, _ in found if word.islower()}
    kinds: dict[str, dict[str, float]] = {kind: defaultdict(float) for kind in KINDS}
    for word, first, opens in found:
        low = word.lower()
        name = word[0].isupper() and not (first and (low in small or common.mostly_small(low)))
        kind = "numbers" if word[0].isdigit() else "names" if name else "words"
        if kind != "words" or len(word) >= LONG_WORD:
            kinds[kind][low] += OPENING_WEIGHT if opens else 1.0
            if opens:
                kinds["opening"][low] += 1.0
    return Words(**kinds)


def _written(text: str) -> Iterator[tuple[str, bool, bool]]:
    """Each word as written, whether it is its sentence's first, and whether it is in the opening."""
    plain, end = anyascii(text), 0
    for found in WORD.finditer(plain):
        first = not end or not SENTENCE_ENDS.isdisjoint(plain[end : found.start()])
        yield found.group(), first, found.start() < OPENING
        end = found.end()


class Likenesses:
    """Cosines between the documents of a batch."""

    def __init__(self, documents: Sequence[Words]) -> None:
        self.size = len(documents)
        self._rows = {kind: _unit_rows([getattr(d, kind) for d in documents], [kind]) for kind in KINDS}
        self._rows["all"] = _unit_rows([_together(d) for d in documents], list(KINDS[:3]))

    def pairs(self, least: float) -> tuple[Rows, Rows]:
        """The pairs of documents (i < j) whose words are alike by `least` or more, in order."""
        rows, lefts, rights = self._rows["all"], [], []
        step = max(1, CHUNK * 100 // max(1, self.size))
        for start in range(0, self.size, step):
            found = (rows[start : start + step] @ rows.T).tocoo()
            keep = (found.data >= least) & (found.row + start < found.col)
            lefts.append(found.row[keep].astype(np.int64) + start)
            rights.append(found.col[keep].astype(np.int64))
        left, right = np.concatenate([*lefts, []]).astype(np.int64), np.concatenate([*rights, []]).astype(np.int64)
        order = np.lexsort((right, left))
        return left[order], right[order]

    def cosines(self, kind: str, left: Rows, right: Rows) -> Cosines:
        """0 to 1 for each pair; `kind` is one of KINDS, or "all"."""
        rows, found = self._rows[kind], np.zeros(len(left))
        for start in range(0, len(left), CHUNK):
            part = slice(start, start + CHUNK)
            found[part] = np.asarray(rows[left[part]].multiply(rows[right[part]]).sum(axis=1)).ravel()
        return np.clip(found, 0.0, 1.0)


def _together(found: Words) -> Counts:
    """All words but those of the opening once more; a name is another word than the same letters in lower case."""
    names = {f"names:{word}": NAME_WEIGHT * count for word, count in found.names.items()}
    numbers = {f"numbers:{word}": NUMBER_WEIGHT * count for word, count in found.numbers.items()}
    return names | numbers | {f"words:{word}": count for word, count in found.words.items()}


def _unit_rows(counted: Sequence[Counts], kinds: Sequence[str]) -> sparse.csr_matrix:
    """TF-IDF rows, of a length just under 1."""
    common = background()
    in_batch = Counter(word for counts in counted for word in counts)
    columns = {word: n for n, word in enumerate(sorted(in_batch))}
    total = len(counted) + common.documents + 1
    rarity = {word: math.log(total / (found + _known(word, kinds, common))) for word, found in in_batch.items()}
    indices, values, ends = [], [], [0]
    for counts in counted:
        weights = {word: (1 + math.log(count)) * rarity[word] for word, count in sorted(counts.items())}
        norm = math.sqrt(sum(weight * weight for weight in weights.values()) + UNSAID)
        indices += [columns[word] for word in weights]
        values += [weight / norm for weight in weights.values()]
        ends.append(len(indices))
    return sparse.csr_matrix((values, indices, ends), shape=(len(counted), max(1, len(columns))))


def _known(word: str, kinds: Sequence[str], common: Background) -> int:
    kind, bare = word.split(":", 1) if len(kinds) > 1 else (kinds[0], word)
    return common.found[kind].get(bare, 0)
