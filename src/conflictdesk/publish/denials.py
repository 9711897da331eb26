"""Who denies an event, or a part in it, in words."""

from collections.abc import Sequence

from conflictdesk.publish import wording
from conflictdesk.publish.voices import UNNAMED_SOURCE, Voice, tellers


def denials(denied: Sequence[Voice]) -> str:
    """Who denies what, as far as the reports say who; else which publications carry a denial. Empty where none do."""
    whole = [v for v in denied if v.claim.attributed_to and not _is_of_part(v)]
    part = [v for v in denied if _is_of_part(v)]
    told = [f"it is denied by {tellers(whole)}"] if whole else []
    told += [f"any part in it is denied by {tellers(part)}"] if part else []
    carrying = dict.fromkeys(v.publisher or UNNAMED_SOURCE for v in denied if v not in whole and v not in part)
    if carrying:
        told.append(f"{wording.listed(carrying)} {'carries a denial' if len(carrying) == 1 else 'carry denials'}")
    return "; ".join(told)


def all_of_part(denied: Sequence[Voice]) -> bool:
    """Whether nobody denies that it happened: whoever denies anything denies a part in it."""
    return bool(denied) and all(_is_of_part(voice) for voice in denied)


def _is_of_part(voice: Voice) -> bool:
    return voice.whose is not None and voice.whose.of_part
