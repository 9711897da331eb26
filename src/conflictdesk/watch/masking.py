"""What may be kept of a post's text: no link, no address, no handle, no number to call, and no account's name.

Names of persons are masked by who calls (`publish` knows how). What stands for an account in the exports is found by
its keyed hash, whatever it looks like: every run of a few words is hashed and looked for among the accounts, and so is
every run of the parts of a hashtag. Links and accounts are looked for in the text as it is, so that none hides another.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from conflictdesk.records.posts import NO_ACCOUNT, UNTOLD
from conflictdesk.watch.accounts import AccountKey

LINK, ACCOUNT, NUMBER = "[link]", "[account]", "[number]"
LEAST_WORDS, MOST_WORDS = 5, 60  # of a run that may be an account's name

_DOT = r"(?:\.|\[\.\]|\(\.\))"
_LINKS = re.compile(r"(?:[a-z][a-z0-9+.-]{1,20}://|www\.)\S+", re.IGNORECASE)
_BARE_LINKS = re.compile(
    rf"(?<![\w.@＠-])(?:[\w-]{{1,63}}{_DOT}){{1,4}}(?:[a-z]{{2,18}}|xn--[a-z0-9-]{{1,59}})(?![\w-])(?:[/:?#]\S*)?",
    re.IGNORECASE,
)
_ADDRESSES = re.compile(r"[^\s@]{1,64}@[^\s@]{1,190}")
_HANDLES = re.compile(r"[@＠]\s?(?:\[account\]|\[link\]|[\w.-]){1,100}|(?<!\w)u/(?:\[account\]|[\w-]){1,40}")
_NUMBERS = re.compile(r"(?<!\w)\+?\d(?:[\s().-]{0,2}\d){7,15}(?!\w)")
_WORDS, _TOKENS = re.compile(r"\w+"), re.compile(r"\S+")
_TAGS = re.compile(r"[#＃][\w-]{1,200}")
_PARTS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+|[^\W\d_A-Za-z]+")


@dataclass(frozen=True, slots=True)
class TextMask:
    """Masks what names accounts. `accounts` are the hashes of those that are known, `words` how many the longest of
    them may have."""

    key: AccountKey
    accounts: Collection[int]
    words: int = LEAST_WORDS

    def __call__(self, text: str) -> str:
        text = _without(text, [*_links(text), *self._named(text)])
        text = _ADDRESSES.sub(ACCOUNT, text)
        return _NUMBERS.sub(NUMBER, _HANDLES.sub(ACCOUNT, text))

    def _named(self, text: str) -> Iterator[tuple[int, int, str]]:
        most = min(max(self.words, LEAST_WORDS), MOST_WORDS)
        found = [run for run in _runs(text, most) if self._is_account(text[slice(*run)])]
        signed = (run for run in _signed(text, most) if self._is_account(text[slice(*run)]))
        found += [
            (start, end) for start, end in signed if not any(start < last and first < end for first, last in found)
        ]
        yield from ((start, end, ACCOUNT) for start, end in found)

    def _is_account(self, words: str) -> bool:
        account = self.key.account(words)
        return account not in (NO_ACCOUNT, UNTOLD) and account in self.accounts


def words_in(name: str) -> int:
    """Of how many words an account's name may be written."""
    return max(len(_WORDS.findall(name)), len(_PARTS.findall(name)))


def _links(text: str) -> Iterator[tuple[int, int, str]]:
    for pattern in (_LINKS, _BARE_LINKS):
        yield from ((*found.span(), LINK) for found in pattern.finditer(text))


def _without(text: str, found: list[tuple[int, int, str]]) -> str:
    """The text with a label in place of each stretch; stretches that overlap are one, and a link if one of them is."""
    joined: list[tuple[int, int, str]] = []
    for start, end, label in sorted(found):
        if joined and start < joined[-1][1]:
            first, last, before = joined[-1]
            joined[-1] = first, max(last, end), LINK if LINK in (before, label) else ACCOUNT
        else:
            joined.append((start, end, label))
    out, at = [], 0
    for start, end, label in joined:
        out += [text[at:start], label]
        at = end
    return "".join([*out, text[at:]])


def _runs(text: str, most: int) -> Iterator[tuple[int, int]]:
    """Start and end of every run of up to `most` words; and of the parts of every hashtag, split at capitals,
    underscores and hyphens."""
    yield from _runs_of([found.span() for found in _WORDS.finditer(text)], most)
    for tag in _TAGS.finditer(text):
        yield from _runs_of([part.span() for part in _PARTS.finditer(text, *tag.span())], most)


def _signed(text: str, most: int) -> Iterator[tuple[int, int]]:
    """Runs of words with the signs around them: a name may be of signs alone, or end in one."""
    yield from _runs_of([found.span() for found in _TOKENS.finditer(text)], most)


def _runs_of(spans: list[tuple[int, int]], most: int) -> Iterator[tuple[int, int]]:
    for first, (start, _) in enumerate(spans):
        yield from ((start, end) for _, end in spans[first : first + most])
