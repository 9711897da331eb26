"""Near-copies at intake: each report that comes is compared with those that are there; what a stop left is made up.

What the desk notes is the same in any order of arrival, for link/copies.py decides by two reports alone.
"""

from functools import lru_cache
from importlib.resources import files

from conflictdesk.link.copies import MEET_LEAST, MEET_SHARE, copies_with, find_copies, meet
from conflictdesk.link.shingles import MOST_CHARACTERS, size_of, sketch, wording
from conflictdesk.records.copies import NearCopy
from conflictdesk.records.provenance import content_hash
from conflictdesk.records.reports import Report
from conflictdesk.store.database import Database
from conflictdesk.store.near_copies import Worth

DECIDING = ("copies.py", "credits.py", "differing.py", "names.py", "shingles.py")
WORDS = ("credits", "numbers", "times")  # folders of data


@lru_cache(maxsize=1)
def copy_rule() -> str:
    """What decides about near-copies, in one hash: where it changes, all is compared anew."""
    room, data = files("conflictdesk.link"), files("conflictdesk") / "data"
    words = (file for folder in WORDS for file in sorted((data / folder).iterdir(), key=lambda file: file.name))
    return content_hash(b"\0".join(file.read_bytes() for file in (*(room / name for name in DECIDING), *words)))[:16]


def note_copies(database: Database, report_id: str) -> None:
    """Note a report's sample and which reports of the desk are near-copies of it, as one."""
    with database.in_one():
        (report,) = database.beginnings([report_id], MOST_CHARACTERS)
        note_copies_of(database, report)


def note_copies_of(database: Database, report: Report) -> list[NearCopy]:
    """As `note_copies`, of a report that was kept in this transaction; gives its near-copies."""
    taken = sketch(wording(report.text))
    size = size_of(taken)
    met = database.met(report.report_id, taken, copy_rule(), worth=Worth(size, MEET_LEAST, MEET_SHARE))
    near = [other.report_id for other in met if meet(size, other.size, other.shared)]
    others = database.beginnings(near, MOST_CHARACTERS)
    found = copies_with(report, others)
    database.sign(report.report_id, taken, size, copy_rule(), found)
    return found


def complete_copies(database: Database) -> int:
    """Compare the reports that were not compared yet, or by another rule; gives their number."""
    waiting = database.unsigned(copy_rule())
    for report_id in waiting:
        note_copies(database, report_id)
    return len(waiting)


def wrong_copies(database: Database) -> list[tuple[str, str, str]]:
    """Pairs that the desk notes otherwise than they follow from its reports, each with what is wrong.

    Empty where reports are waiting to be compared.
    """
    if database.unsigned(copy_rule()):
        return []
    held = {(pair.report_id, pair.other_id): pair for pair in database.near_copies()}
    found = {(pair.report_id, pair.other_id): pair for pair in find_copies(database.reports())}
    return [(*key, _wrong(held.get(key), found.get(key))) for key in sorted(held.keys() | found.keys())
            if held.get(key) != found.get(key)]  # fmt: skip


def _wrong(held: NearCopy | None, found: NearCopy | None) -> str:
    if held is None:
        return "is a near-copy that is not noted"
    return "is noted as a near-copy and is none" if found is None else "is a near-copy, but not as noted"
