"""Language data of this room: YAML files shipped in the package."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml

from conflictdesk.errors import DataError

DATA = Path(__file__).resolve().parent.parent / "data"


@cache
def lexicon(name: str) -> dict[str, Any]:
    """The shipped file `name`.yaml; read once, not to be changed. Raises DataError where it is missing."""
    try:
        with (DATA / f"{name}.yaml").open(encoding="utf-8") as file:
            content: dict[str, Any] = yaml.safe_load(file)
    except (OSError, yaml.YAMLError) as error:
        raise DataError(f"The lexicon {name}.yaml is missing or damaged; install Conflictdesk again.") from error
    return content
