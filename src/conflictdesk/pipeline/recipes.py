"""How a desk's reports are coded: the shipped coder, with what the desk holds of its own."""

from pathlib import Path

from conflictdesk.pipeline.coder import Coder
from conflictdesk.pipeline.folder import actors_of, catalogs_of, gazetteers_of
from conflictdesk.pipeline.own_actors import checked_actors
from conflictdesk.pipeline.workers import Recipe
from conflictdesk.settings import read_settings


def recipe_of(folder: Path | None) -> Recipe:
    """The coder with gazetteer, catalog, actors and thresholds of the desk in `folder`; null: with none of its own.

    Raises SettingsError where one of the desk's files cannot be used.
    """
    if folder is None:
        return Recipe(Coder.load)
    settings = read_settings(folder)
    actors = checked_actors(actors_of(folder))
    return Recipe(Coder.load, gazetteers_of(folder), settings.null_below, catalogs_of(folder), actors)
