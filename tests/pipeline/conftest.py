"""What the tests of visits share: a publication of three pages, served while the test lasts."""

from collections.abc import Iterator

import pytest
from local_server import gives, serving

from publications import WORDS, Site, page


@pytest.fixture
def site() -> Iterator[Site]:
    made = Site()
    with serving({"*": made.answer}) as made.port:
        for name, words in WORDS.items():
            made.answers[f"/{name}"] = gives(page(words, name))
        made.publish("/one", "/two", "/three")
        yield made
