"""What a person is told where new reports look like incidents that are already held."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from conflictdesk.cli.screen import say

if TYPE_CHECKING:
    from conflictdesk.pipeline.resembling import LooksHeld

MOST_TOLD = 10


def warn(held: Sequence["LooksHeld"]) -> None:
    """A line for each, on stderr; of many the first alone."""
    for one in held[:MOST_TOLD]:
        say(one.sentence)
    if len(held) > MOST_TOLD:
        say(f"And {len(held) - MOST_TOLD} more: conflictdesk link > FILE would have listed them all.")
