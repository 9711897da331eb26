"""Whether a text makes a suspect of a community: in the words beside its name, listed in data/suspects.yaml.

A community may be named: who was struck, where people live. That one did a deed is not to be kept (design, section 5).
"""

import re
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

import yaml

from conflictdesk.errors import DataError
from conflictdesk.extract.actors import ActorLexicon

WORD = re.compile(r"\w{1,40}")
LONG_ENOUGH = 2  # letters of a name


def communities(text: str, actors: ActorLexicon) -> tuple[str, ...]:
    """Words of a text that name a community, outside the names of organisations: none may be read as a suspect."""
    return tuple(dict.fromkeys(name for name, _, _ in _named(text, actors)))


def suspected(text: str, actors: ActorLexicon) -> tuple[str, ...]:
    """Those of them that the words beside make a suspect: "a Tebu operation", "by the Tebu"; not "Tebu villages"."""
    found = (name for name, ahead, behind in _named(text, actors) if _accused(ahead, behind))
    return tuple(dict.fromkeys(found))


def _named(text: str, actors: ActorLexicon) -> list[tuple[str, list[str], str]]:
    """Each community that is named, with the words ahead of it in small letters, and the one behind it."""
    spans = [mention.span for mention in actors.find(text, "en")]
    words = list(WORD.finditer(text))
    folded = [word[0].casefold() for word in words]
    return [
        (word[0], folded[max(0, n - 4) : n], folded[n + 1] if n + 1 < len(words) else "")
        for n, word in enumerate(words)
        if len(word[0]) >= LONG_ENOUGH and not any(s.start <= word.start() < s.end for s in spans)
        if (one := actors.name(word[0], None, "en")) and not one.text.strip()
    ]


def _accused(ahead: Sequence[str], behind: str) -> bool:
    if behind in _listed("places"):
        return False
    if behind in _listed("after") or (ahead and ahead[-1] in _listed("before")):
        return True
    led = list(ahead)
    while led and led[-1] in _listed("between"):
        led.pop()
    return any(f" {' '.join(led)}".endswith(f" {agent}") for agent in _listed("agents")) if led else False


@cache
def _listed(name: str) -> frozenset[str]:
    try:
        told = yaml.safe_load((files("conflictdesk") / "data/suspects.yaml").read_text("utf-8"))
        return frozenset(str(word).casefold() for entry in told["lists"] for word in entry[name])
    except (OSError, yaml.YAMLError, KeyError, TypeError) as error:
        raise DataError("data/suspects.yaml is damaged: install Conflictdesk again.") from error
