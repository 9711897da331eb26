"""What several rooms' tests share: an empty desk in a folder of its own. Stores are real; nothing is mocked."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from conflictdesk.store.database import Database

settings.register_profile("any machine", deadline=None)  # no test is about how fast a machine is
settings.load_profile("any machine")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Database]:
    """A desk without reports."""
    with Database.open(tmp_path / "desk", create=True) as database:
        yield database
