"""What several rooms' tests share: an empty desk in a folder of its own. Stores are real; nothing is mocked."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from conflictdesk.store.database import Database

settings.register_profile("any machine", deadline=None)  # no test is about how fast a machine is
settings.load_profile("any machine")


@pytest.fixture(autouse=True, scope="session")
def own_data(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keys of accounts go to a folder of the tests', in this process and in those that it starts."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_DATA_HOME", str(tmp_path_factory.mktemp("data")))
        yield


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Database]:
    """A desk without reports."""
    with Database.open(tmp_path / "desk", create=True) as database:
        yield database
