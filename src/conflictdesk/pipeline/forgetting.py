"""Forgetting a report: its bytes, its text and all that was read in it. Left are hash, reason, who and when.

First the rows go and the incidents are linked anew, as one; with them is noted that bytes are to be erased. Then the
bytes are erased and the database is written anew. What a stop leaves undone, the next call does.
"""

import json

from conflictdesk.pipeline.linking import link_desk
from conflictdesk.records.acts import Act
from conflictdesk.store.database import Database, Draft

BEING_WRITTEN_SECONDS = 60.0  # a file begun longer ago was left by a writer that was stopped: it may hold the bytes
ERASING = "erasing"  # the note of the hashes whose bytes are still to be erased


def forget_report(database: Database, who: str, report_id: str, reason: str) -> Act:
    """Forget a report, all its revisions; its bytes are not taken in again.

    Raises InputError where the desk has none of this id, DeskBusy where another command reads the desk so long that
    what was deleted could not be overwritten: then `finish_forgetting` does it.
    """
    with database.in_one():
        hashes = [digest for key, digest in database.content_hashes() if key == report_id]
        act = database.forget(report_id, reason, Draft("forget", who, "forgot a report"))
        link_desk(database)
        left = {digest for _, digest in database.content_hashes()}
        database.note(ERASING, json.dumps([*_to_erase(database), *(h for h in hashes if h not in left)]))
    finish_forgetting(database)
    return act


def finish_forgetting(database: Database) -> int:
    """Erase what was forgotten and is still there; gives the number of files erased."""
    if database.noted(ERASING) is None:
        return 0
    erased = sum(database.archive.erase(digest) for digest in _to_erase(database))
    database.archive.sweep(BEING_WRITTEN_SECONDS)
    database.wipe()
    database.note(ERASING, None)
    return erased


def _to_erase(database: Database) -> list[str]:
    noted: list[str] = json.loads(database.noted(ERASING) or "[]")
    return noted
