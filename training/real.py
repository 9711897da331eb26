"""Real news, coded by hand for this project: marks without their texts, which are not ours to give away.

A line of `real/*.jsonl` names a text of MUC-4's training half, or one of those from which `silver.py` took names,
by `report_id`; `squeezed` is the SHA-256 of the text without white space, in lower case. All places count characters
without white space: `capitals` are those that a newspaper would have written large (MUC-4 knows capitals only),
`marks` are [label, start, end, events] and the events hold the codebook's values, as in `marked.py`.
"""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from corpus import ENUMS, Report, collected
from marked import FIELDS
from muc4 import rows, sentenced

FOLDER = Path(__file__).parent / "real"


def squeezed(text: str) -> str:
    """What identifies a text however its lines are broken."""
    return hashlib.sha256("".join(text.split()).lower().encode()).hexdigest()


def report(row: Mapping[str, Any], raw: str) -> Report:
    """A coded report of this text. Raises ValueError where the text is not the one that was coded."""
    if squeezed(raw) != row["squeezed"]:
        raise ValueError(f"{row['report_id']} is another text than the one that was coded")
    seen = [at for at, sign in enumerate(raw) if not sign.isspace()]
    letters = list(raw.lower())
    for n in row["capitals"]:
        letters[seen[n]] = letters[seen[n]].upper()
    numbers = {event["n"]: n for n, event in enumerate(row["events"])}
    places = [
        (label, seen[a], seen[b - 1] + 1, numbers.get(key, -1))
        for label, a, b, keys in row["marks"]
        for key in keys or [0]
    ]
    events = [{name: values.index(e[FIELDS[name]]) for name, values in ENUMS.items()} for e in row["events"]]
    return Report(row["report_id"], "en", "", "".join(letters), collected(places), events)


def texts(data: Path, named: Mapping[str, tuple[str, Any]]) -> dict[str, str]:
    """All texts that may have been coded, by name."""
    return {name: text for name, (text, _) in named.items()} | {r["docid"]: sentenced(r["text"]) for r in rows(data)}


def real_news(data: Path, named: Mapping[str, tuple[str, Any]]) -> list[Report]:
    """The coded reports whose texts are at hand."""
    known = texts(data, named)
    lines = (
        json.loads(line) for path in sorted(FOLDER.glob("*.jsonl")) for line in path.read_text("utf-8").splitlines()
    )
    return [report(row, known[row["report_id"]]) for row in lines if row["report_id"] in known]
