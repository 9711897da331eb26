"""What may be kept of a post's text: no link, no address, no handle, no number to call, and no account's name.

Names of persons are masked by who calls (`publish` knows how). What stands for an account in the exports is found by
its keyed hash, whatever it looks like: every run of a few words is hashed and looked for among the accounts.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from conflictdesk.records.posts import NO_ACCOUNT
from conflictdesk.watch.accounts import AccountKey

LINK, ACCOUNT, NUMBER = "[link]", "[account]", "[number]"
MOST_WORDS = 5  # of an account's name

_LINKS = re.compile(r"(?:[a-z][a-z0-9+.-]{1,20}://|www\.)\S+", re.IGNORECASE)
_ADDRESSES = re.compile(r"[^\s@]{1,64}@[^\s@]{1,190}")
_BARE_LINKS = re.compile(r"(?<![\w.])(?:[\w-]{1,63}\.){1,4}[a-z]{2,18}/\S*", re.IGNORECASE)
_HANDLES = re.compile(r"[@＠]\s?[\w.-]{1,100}|(?<!\w)u/[\w-]{1,40}")
_NUMBERS = re.compile(r"(?<!\w)\+?\d(?:[\s().-]{0,2}\d){7,15}(?!\w)")
_WORDS, _TOKENS = re.compile(r"\w+"), re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class TextMask:
    """Masks what names accounts. `accounts` are the hashes of those that are known."""

    key: AccountKey
    accounts: Collection[int]

    def __call__(self, text: str) -> str:
        text = _LINKS.sub(LINK, text)
        text = _ADDRESSES.sub(ACCOUNT, text)
        text = _BARE_LINKS.sub(LINK, text)
        text = _HANDLES.sub(ACCOUNT, text)
        return _NUMBERS.sub(NUMBER, self._without_accounts(text))

    def _without_accounts(self, text: str) -> str:
        found = [(start, end) for start, end in _runs(text) if self._is_account(text[start:end])]
        out, at = [], 0
        for start, end in sorted(found, key=lambda span: (span[0], -span[1])):
            if start >= at:
                out += [text[at:start], ACCOUNT]
            at = max(at, end)
        return "".join([*out, text[at:]])

    def _is_account(self, words: str) -> bool:
        account = self.key.account(words)
        return account != NO_ACCOUNT and account in self.accounts


def _runs(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of every run of up to MOST_WORDS words, with the signs around them and without."""
    for pattern in (_WORDS, _TOKENS):
        spans = [found.span() for found in pattern.finditer(text)]
        for first, (start, _) in enumerate(spans):
            yield from ((start, end) for _, end in spans[first : first + MOST_WORDS])
