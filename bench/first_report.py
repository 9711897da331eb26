"""The report that it all began with: the share of its gold values that come out right, dated and undated.

    python bench/first_report.py [--data ../shared]       prints each value that is wrong

Four events with type, role, date, place, perpetrator, target, weapon, status, campaign, claimed_by and killed; no
other event; the three towns of the presence that is only believed. Places within 15 km, the centre of the area
that the text's bearing gives where the gazetteer does not hold a town.
"""

import argparse
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from casebook import Line, report_of
from conflictdesk.extract.claims import Coding
from conflictdesk.pipeline.coder import Coder
from conflictdesk.records.events import EventClaim
from conflictdesk.records.values import Point
from score_casebook import who_credit

NEAR_KM = 15.0
Check = tuple[str, bool]


def checks(gold: Line, coding: Coding) -> Iterator[Check]:
    """Each value of the gold coding, and whether it came out."""
    yield "no other event", len(coding.claims) == len(gold["events"])
    for event in gold["events"]:
        near = [c for c in coding.claims if c.as_record()["date_start"] == event["date_start"]]
        yield f"{event['event_key']}: an event on {event['date_start']}", len(near) == 1
        yield from ((f"{event['event_key']}: {name}", ok) for name, ok in _values(event, near[0] if near else None))
    believed = {p for presence in coding.presences if presence.status == "alleged" for p in presence.places}
    expected = {p for presence in gold["presences"] if presence["status"] == "alleged" for p in presence["places"]}
    yield "the towns of the presence", believed == expected


def _values(event: Line, claim: EventClaim | None) -> Iterator[Check]:
    got = claim.as_record() if claim else {}
    for name in ("type", "role", "date_end", "status", "campaign", "claimed_by", "killed"):
        yield name, bool(claim) and got.get(name) == event[name]
    yield "weapon", bool(claim) and got["weapon"]["kind"] == event["weapon"]["kind"]
    yield "place", bool(claim) and _placed(claim, Point(event["lat"], event["lon"]))
    yield "perpetrator", bool(claim) and who_credit(event["perpetrator"], got["perpetrator"]) == 1.0
    yield "target", bool(claim) and _same_target(event["target"], got["target"])


def _placed(claim: EventClaim | None, gold: Point) -> bool:
    place = claim.place if claim else None
    return place is not None and place.centre is not None and place.centre.km_to(gold) <= NEAR_KM


def _same_target(gold: dict[str, Any], got: dict[str, Any]) -> bool:
    words = set((got["text"] or "").casefold().split())
    expected = set(gold["text"].casefold().split())
    return got["kind"] == gold["kind"] and 2 * len(words & expected) >= (len(words) + len(expected)) / 2


def run(data: Path) -> list[tuple[str, Check]]:
    """All checks, with the publication date and without one."""
    gold = json.loads((data / "report/gold.jsonl").read_text("utf-8").splitlines()[0])
    coder, report = Coder.load(), report_of(gold)
    readings = (("dated", report), ("undated", replace(report, published=None)))
    return [(name, check) for name, r in readings for check in checks(gold, coder.code(r))]


TITLES = (None, "Three attacks", "Weekly brief", "Report", "Libya: rocket fire in Fezzan")
BEGINNINGS = ("", "By our correspondent\n\n", "TRIPOLI, 22 May 2020 - ")


def run_dressed(data: Path) -> list[Check]:
    """All checks on the report under other titles and beginnings: what it says does not depend on them."""
    gold = json.loads((data / "report/gold.jsonl").read_text("utf-8").splitlines()[0])
    coder, report = Coder.load(), report_of(gold)
    dressed = (replace(report, title=title, text=start + report.text) for title in TITLES for start in BEGINNINGS)
    return [check for r in dressed for check in checks(gold, coder.code(r))]


def measure(data: Path) -> dict[str, float]:
    """The share of values that are right, of both readings."""
    results, dressed = run(data), run_dressed(data)
    dressed_share = sum(ok for _, ok in dressed) / len(dressed)
    return {"first_report.dressed": dressed_share} | {
        f"first_report.{name}": sum(ok for n, (_, ok) in results if n == name) / sum(n == name for n, _ in results)
        for name in ("dated", "undated")
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared"))
    results = run(parser.parse_args().data)
    for name, (check, ok) in results:
        if not ok:
            print(f"wrong, {name}: {check}")
    print(f"{sum(ok for _, (_, ok) in results)} of {len(results)} right")


if __name__ == "__main__":
    main()
