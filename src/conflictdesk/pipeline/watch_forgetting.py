"""Forgetting accounts: after 90 days what is held of posts are counts by day and week, and nothing of who posted.

Rows go in one transaction, with a note that they are to be overwritten; then the database is written anew. What a stop
leaves undone, the next call does.
"""

from datetime import date, timedelta

from conflictdesk.records.posts import Closed
from conflictdesk.store.database import Database

KEPT_DAYS = 90  # from the day on which the first posts of a week came
ERASING = "watch-erasing"  # the note that what was deleted is not overwritten yet


def forget_accounts(database: Database, today: date, days: int = KEPT_DAYS) -> Closed:
    """Close the weeks whose first posts came `days` or more ago. Raises DeskBusy where another command reads the desk
    so long that what was deleted could not be overwritten: then the next call does it."""
    with database.in_one():
        closed = database.close_weeks(today - timedelta(days=days), today)
        if closed.weeks:
            database.note(ERASING, "1")
    finish_forgetting(database)
    return closed


def forget_everything(database: Database) -> int:
    """Take away all that is watched, counts and all; gives the number of posts that were counted."""
    with database.in_one():
        posts = database.erase_watched()
        database.note(ERASING, "1")
    finish_forgetting(database)
    return posts


def close_all(database: Database, today: date) -> int:
    """Close every open week; gives how many. What was deleted is overwritten by the next `forget_accounts`."""
    with database.in_one():
        closed = database.close_weeks(today, today)
        if closed.weeks:
            database.note(ERASING, "1")
    return closed.weeks


def finish_forgetting(database: Database) -> None:
    """Overwrite what was deleted and is not overwritten yet."""
    if database.noted(ERASING) is not None:
        database.wipe()
        database.note(ERASING, None)
