"""A report's words for somebody, cut to what a sentence can take: the coder's marks may end too late."""

from collections.abc import Mapping, Sequence
from typing import Any


def cut(name: str, phrases: Mapping[str, Any]) -> str:
    """`name` up to a verb or a relative ("fighters were in"), less a word that goes on to nothing ("a trader from").

    Empty where nothing else is left. `phrases` are those of data/phrases.en.yaml.
    """
    words = name.split()
    stops: Sequence[str] = phrases["verbs"]
    at = next((n for n, word in enumerate(words) if n and word.casefold() in stops), len(words))
    kept = words[:at]
    while kept and kept[-1].casefold() in phrases["dangling"]:
        kept.pop()
    return " ".join(kept)


def leans(name: str, phrases: Mapping[str, Any]) -> bool:
    """Whether a name says whose somebody is and not whose that is: "its men"."""
    return name.split(maxsplit=1)[0].casefold() in phrases["leaning"] if name.strip() else False
