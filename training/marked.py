"""Our own invented reports (`reports/*.jsonl`): a report's text with its marks inside it.

`{1,2:place|Djibo}` marks the place of events 1 and 2; `{not|...}` violence that is no event, `{presence|...}` words
that say where an actor is. A mark may hold another; braces and bars are used for nothing else.
"""

import json
import re
from pathlib import Path
from typing import Any

from corpus import ENUMS, LABELS, Report, collected, publisher

OPEN = re.compile(r"\{(?:(?P<keys>\d+(?:,\d+)*):(?P<field>[a-z]+)|(?P<plain>not|presence))\|")
PLAIN = {"not": "not_event", "presence": "presence"}
FIELDS = {"types": "type", "roles": "role", "statuses": "status"} | {
    name: name.removesuffix("s") for name in ("target_kinds", "weapon_kinds")
}


def parsed(marked: str) -> tuple[str, list[tuple[str, list[int], int, int]]]:
    """The text and its marks: label, numbers of the events, start, end. Raises ValueError where braces do not match."""
    text, marks, at = "", [], 0
    stack: list[tuple[re.Match[str], int]] = []
    for found in re.finditer(OPEN.pattern + r"|\}", marked):
        text += marked[at : found.start()]
        at = found.end()
        if found[0] != "}":
            stack.append((found, len(text)))
            continue
        if not stack:
            raise ValueError(f"a closing brace too many near {marked[max(0, at - 30) : at]!r}")
        opened, start = stack.pop()
        keys = [int(key) for key in (opened["keys"] or "").split(",") if key]
        marks.append((opened["field"] or PLAIN[opened["plain"]], keys, start, len(text)))
    if stack:
        raise ValueError(f"a mark is not closed: {stack[-1][0][0]!r}")
    return text + marked[at:], marks


def report(row: dict[str, Any]) -> Report:
    """A row of `reports/*.jsonl` as a report."""
    text, marks = parsed(row["marked"])
    numbers = {event["n"]: n for n, event in enumerate(row["events"])}
    places = [(label, a, b, numbers[key]) for label, keys, a, b in marks for key in keys if key in numbers]
    places += [(label, a, b, -1) for label, keys, a, b in marks if not keys]
    if unknown := {label for label, *_ in places} - set(LABELS):
        raise ValueError(f"{row['report_id']}: unknown marks {', '.join(sorted(unknown))}")
    events = [
        {name: values.index(e[FIELDS[name]]) if e[FIELDS[name]] in values else -1 for name, values in ENUMS.items()}
        for e in row["events"]
    ]
    title, marks = row["title"] or "", collected(places)
    return Report(row["report_id"], row["language"], title, text, marks, events, publisher=publisher(row))


def own(*stems: str) -> list[Report]:
    """All our own reports, or those of the files of these names; none is held out."""
    paths = sorted((Path(__file__).parent / "reports").glob("*.jsonl"))
    lines = (line for path in paths if not stems or path.stem in stems for line in path.read_text("utf-8").split("\n"))
    return [report(json.loads(line)) for line in lines if line.strip()]
