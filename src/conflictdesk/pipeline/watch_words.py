"""The words of a short post: its hashtags as words, and its language, where a model would cost more than all else."""

import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

import yaml

from conflictdesk.records.reports import Span

ARABIC = re.compile(r"[\u0621-\u06d3]")
_HASHTAG = re.compile(r"#(\w{2,80})")
_HUMP = re.compile(r"(?<=[a-zà-ÿ])(?=[A-ZÀ-Þ])|_")


def untagged(text: str) -> tuple[str, list[Span]]:
    """A text with its hashtags as words ("#BaniWalid" is "Bani Walid"), and where they stand."""
    told, tagged, at = "", [], 0
    for found in _HASHTAG.finditer(text):
        told += text[at : found.start()]
        words = _HUMP.sub(" ", found[1]).strip()
        tagged.append(Span(len(told), len(told) + len(words)))
        told, at = told + words, found.end()
    return told + text[at:], [span for span in tagged if span.end > span.start]


def language_of(text: str) -> str:
    """The language whose cues are looked for: by script, and by frequent words."""
    if ARABIC.search(text):
        return "ar"
    telling = _telling()
    votes: dict[str, int] = {}
    for word in text.lower().split():
        language = telling.get(word)
        if language:
            votes[language] = votes.get(language, 0) + 1
    return max(votes, key=lambda one: votes[one]) if votes else "en"


@cache
def _telling() -> Mapping[str, str]:
    told = yaml.safe_load((files("conflictdesk") / "data" / "telling_words.yaml").read_text("utf-8"))["words"]
    return {word: language for language, words in told.items() for word in words}
