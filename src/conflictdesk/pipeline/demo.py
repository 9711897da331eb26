"""The demo's desk: the shipped sample reports, added, coded and linked as any others, and a year of invented posts,
counted as any others. What is done is not redone.
"""

from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory

from conflictdesk.errors import ConflictdeskError, DataError
from conflictdesk.pipeline.adding import add_files, find_files
from conflictdesk.pipeline.coding import plan_coding
from conflictdesk.pipeline.folder import catalog_of
from conflictdesk.pipeline.linking import link_desk
from conflictdesk.pipeline.scenario import INVENTED, exports
from conflictdesk.pipeline.verifying import verify_desk
from conflictdesk.pipeline.watching import Ways, add_exports
from conflictdesk.pipeline.workers import Recipe
from conflictdesk.settings import read_settings
from conflictdesk.store.database import Database

SAMPLES = Path(str(files("conflictdesk"))) / "data" / "samples"


def build_demo(folder: Path, recipe: Recipe, samples: Path = SAMPLES) -> Iterator[str]:
    """Bring the demo's desk up to date; says in a sentence what each stage did."""
    with Database.open(folder, create=True) as database:
        added = list(add_files(database, _samples(samples), catalog_of(folder)))
        failed = [one for one in added if one.failed]
        if failed or not added:
            raise DataError(f"A sample cannot be read ({failed[0].message if failed else samples}): install again.")
        yield f"{len(added)} sample reports in {folder}."
        run = plan_coding(database, recipe)
        for outcome in run.outcomes():
            if outcome.issue:
                raise DataError(f"A sample cannot be coded ({outcome.issue}): install again.")
        linked = link_desk(database)
        yield f"{len(run.reports)} newly coded; {linked.claims} claims, {linked.incidents} incidents."
        yield f"{_watch(database):,} invented posts of a year and thirty towns are counted; none of them is real."


def _watch(database: Database) -> int:
    """Count the invented posts, which are in a folder of their own meanwhile; gives how many are counted by now."""
    database.note(INVENTED, "1")  # first: they are never shown without it
    with TemporaryDirectory() as folder:
        settings = read_settings(database.folder)
        added = list(add_exports(database, exports(Path(folder)), settings, Ways(readers=0)))
    if any(one.failed for one in added):
        raise DataError("The invented posts cannot be counted: install again.")
    return database.watched().posts


def _samples(folder: Path) -> list[Path]:
    """The sample reports: every file but the one that says whose they are."""
    return [path for path in find_files([str(folder)]) if isinstance(path, Path) and path.name != "README.md"]


def check_demo(folder: Path) -> None:
    """Raise where the demo's desk is not what it should be."""
    with Database.open(folder) as database:
        faults = list(verify_desk(database))
        if faults:
            raise ConflictdeskError(
                f"The demo's desk does not verify: {faults[0].kind} {faults[0].key}: {faults[0].reason}."
            )
        if not database.counts().incidents:
            raise ConflictdeskError("The demo's desk holds no incident: remove the folder and run the demo again.")
