"""What makes the coder another component, so that a desk is coded anew."""

from dataclasses import replace
from pathlib import Path

import pytest

from conflictdesk.pipeline import coder as module
from conflictdesk.pipeline.coder import Coder
from conflictdesk.sources.catalog import Catalog


@pytest.fixture(scope="module")
def coder() -> Coder:
    return Coder.load()


def test_the_same_parts_are_the_same_component(coder: Coder) -> None:
    assert Coder.load().component == coder.component


def test_a_desk_s_catalog_decides_who_speaks_and_is_part_of_the_component(coder: Coder, tmp_path: Path) -> None:
    own = tmp_path / "catalog.yaml"
    own.write_text("sources:\n- {name: Voice of the Front, kind: belligerent}\n")
    text = "The Voice of the Front said so."
    with_own = replace(coder, catalog=Catalog.open(own))
    assert [span.of(text) for span in with_own.catalog.mouthpieces_in(text)] == ["Voice of the Front"]
    assert with_own.component != coder.component
    assert Coder.load(catalogs=(own,)).component == with_own.component


@pytest.mark.parametrize(
    "said",
    [
        "{name: The Front Page, kind: news, reliability: B}",
        "{name: The Front Page, kind: news, cadence: daily, volume: 3, reach: local, feeds: [https://front.example/f]}",
        "{name: Amaq, kind: belligerent, reliability: F}",
    ],
)
def test_what_a_catalog_says_beside_who_is_a_belligerent_makes_no_other_component(
    coder: Coder, tmp_path: Path, said: str
) -> None:
    own = tmp_path / "catalog.yaml"
    own.write_text(f"sources: [{said}]")
    assert replace(coder, catalog=Catalog.open(own)).component == coder.component


def test_other_rules_are_another_component(coder: Coder, monkeypatch: pytest.MonkeyPatch) -> None:
    before = coder.component
    module._rules.cache_clear()
    monkeypatch.setattr(module, "ROOMS", ("text",))
    other = coder.component
    module._rules.cache_clear()
    assert other != before
