"""How sure each field is, as a share that is right: 0.8 means that of ten such values eight are.

What the rules and the encoder say of a value orders the values of one field; how often such values are right was
counted on texts that nothing was trained on (`training/calibration.py`). Each field, and each way of coming by its
value, has a line of its own in log-odds (Platt 1999): `data/confidence.yaml`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib import resources
from typing import Any

import yaml

from conflictdesk.errors import DataError
from conflictdesk.extract.fields import Filled, Ground
from conflictdesk.extract.odds import log_odds, squashed

EVENT = "event"  # that it is one
# A guess stays a guess: a person is asked (below 0.5), and it is not left empty (from 0.2).
LEAST_OF_GUESS, MOST_OF_GUESS = 0.21, 0.49

Line = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Calibration:
    """Offset and slope in log-odds by field and ground; a field's own line under the ground `None`."""

    lines: Mapping[tuple[str, str | None], Line]

    def sure(self, field: str, ground: str, raw: float) -> float:
        """The calibrated confidence; 0 where nothing was found, and unchanged where nothing is known of the field."""
        if raw <= 0:
            return 0.0
        line = self.lines.get((field, ground)) or self.lines.get((field, None))
        sure = raw if line is None else squashed(line[0] + line[1] * log_odds(raw))
        return min(MOST_OF_GUESS, max(LEAST_OF_GUESS, sure)) if ground == Ground.GUESSED else sure


def group_of(name: str, filled: Filled[Any]) -> str:
    """What a value is counted with: those come by in the same way; of statuses, those that say the same."""
    return str(filled.value) if name == "status" else str(filled.ground)


def calibrated(fields: Mapping[str, Filled[Any]]) -> dict[str, Filled[Any]]:
    """The fields, each as sure as values of its kind are right."""
    sure = calibration().sure
    return {name: replace(f, confidence=sure(name, group_of(name, f), f.confidence)) for name, f in fields.items()}


@lru_cache(maxsize=1)
def calibration() -> Calibration:
    """The shipped lines; DataError where they are missing or damaged."""
    path = resources.files("conflictdesk") / "data" / "confidence.yaml"
    try:
        fields = yaml.safe_load(path.read_text(encoding="utf-8"))["fields"]
        told = ((field, ground, line) for field, lines in fields.items() for ground, line in lines.items())
        return Calibration({(field, _ground(ground)): (float(a), float(b)) for field, ground, (a, b) in told})
    except (OSError, yaml.YAMLError, KeyError, TypeError, ValueError, AttributeError) as error:
        raise DataError("confidence.yaml cannot be read: install Conflictdesk again") from error


def _ground(name: str) -> str | None:
    return None if name == "any" else name
