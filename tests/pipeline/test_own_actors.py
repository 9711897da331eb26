"""A desk's own actors: used in coding, part of the component, and never a community."""

from pathlib import Path

import pytest

from conflictdesk.errors import SettingsError
from conflictdesk.extract.actors import ActorLexicon
from conflictdesk.pipeline.folder import ACTORS
from conflictdesk.pipeline.knowledge import Knowledge
from conflictdesk.pipeline.own_actors import checked_actors, count_actors
from conflictdesk.pipeline.recipes import recipe_of
from conflictdesk.pipeline.workers import coder_of

SHIELD = """\
# the desk's own actors
actors:
  - canonical: Fezzan Shield
    kind: militia
    country: LY
    names: {en: [Fezzan Shield Force, Shield of Fezzan], ar: [درع فزان]}
    cased: [FSF]
"""


@pytest.fixture
def own(tmp_path: Path) -> Path:
    path = tmp_path / ACTORS
    path.write_text(SHIELD, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("words", "language"), [("Shield of Fezzan", "en"), ("fighters of the FSF", "en"), ("درع فزان", "ar")]
)
def test_an_alias_stands_for_its_actor(own: Path, words: str, language: str) -> None:
    before, after = ActorLexicon.load().name(words, "LY", language), ActorLexicon.load(own).name(words, "LY", language)
    assert after is not None
    assert (after.canonical, after.kind) == ("Fezzan Shield", "militia")
    assert before is None or before.canonical != "Fezzan Shield"


def test_a_person_s_correction_knows_the_desk_s_actors(own: Path) -> None:
    assert Knowledge.of(own.parent).actor("Shield of Fezzan").canonical == "Fezzan Shield"


def test_editing_the_file_makes_another_component(own: Path) -> None:
    plain = coder_of(recipe_of(None)).component
    first = coder_of(recipe_of(own.parent)).component
    own.write_text(SHIELD.replace("Shield of Fezzan", "Shields"), encoding="utf-8")
    coder_of.cache_clear()
    assert len({plain.identity, first.identity, coder_of(recipe_of(own.parent)).component.identity}) == 3


def test_it_counts_its_actors(own: Path) -> None:
    assert count_actors(own) == 1
    own.write_text("", encoding="utf-8")
    assert count_actors(own) == 0


@pytest.mark.parametrize(
    ("name", "names"),
    [
        ("Tebu", "[Toubou]"),
        ("Tebu gunmen", "[]"),
        ("Fezzan Watch", "[Tuareg militia]"),
        ("Fezzan Watch", "[عرب]"),
        ("Awlad Suleiman tribesmen", "[]"),
        ("Hausa", "[]"),
    ],
)
def test_a_community_is_refused_as_an_actor_and_as_an_alias(tmp_path: Path, name: str, names: str) -> None:
    path = tmp_path / ACTORS
    path.write_text(
        f"actors:\n  - canonical: {name}\n    kind: militia\n    names: {{en: {names}}}\n", encoding="utf-8"
    )
    with pytest.raises(SettingsError, match=r"line [234]: .*no community is an actor"):
        checked_actors((path,))


@pytest.mark.parametrize("name", ["Tebu Front for the Salvation of Libya", "Arab Movement of Azawad"])
def test_an_organisation_named_after_a_community_is_an_organisation(tmp_path: Path, name: str) -> None:
    path = tmp_path / ACTORS
    path.write_text(f"actors:\n  - {{canonical: {name}, kind: rebel}}\n", encoding="utf-8")
    assert checked_actors((path,)) == (path,)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("actors:\n  - {canonical: A Group}\n", "line 2: an actor cannot be; it lacks kind"),
        ("actors:\n  - {canonical: A Group, kind: gang}\n", "line 2: kind 'gang' cannot be; one of rebel"),
        ("actors:\n  - {canonical: A Group, kind: rebel, country: Libya}\n", "LY would do"),
        ("actors:\n  - {canonical: A Group, kind: rebel, nmaes: {}}\n", "line 2: nmaes cannot be"),
        ("actors:\n  - {canonical: A Group, kind: rebel, names: [A]}\n", "line 2: names cannot be"),
        ("actors:\n  - {canonical: A Group, kind: rebel, names: {en: A}}\n", "a list such as"),
        ("actors:\n  - {canonical: No, kind: rebel}\n", "in quotes"),
        ("actors:\n  - {canonical: A, kind: rebel}\n  - {canonical: a, kind: rebel}\n", "line 3: .*would do once"),
        ("communities: {en: []}\n", "line 1: communities cannot be"),
        ("actors: A Group\n", "line 1: actors cannot be"),
        ("- A Group\n", "line 1: the file cannot be"),
        ("actors:\n  - {canonical: A\n", "line "),
    ],
)
def test_a_file_that_cannot_be_is_named_with_line_and_key(tmp_path: Path, text: str, told: str) -> None:
    path = tmp_path / ACTORS
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError, match=told) as refused:
        checked_actors((path,))
    assert str(path) in str(refused.value)


def test_bytes_that_are_no_text_are_refused(tmp_path: Path) -> None:
    path = tmp_path / ACTORS
    path.write_bytes(b"\xff\xfe\x00\xd8")
    with pytest.raises(SettingsError, match="UTF-8"):
        checked_actors((path,))


@pytest.mark.parametrize(
    "text",
    [
        "actors: " + "[" * 100_000,
        "actors:\n  - {canonical: A Group, kind: rebel, names: {en: &n [A, B]}}\n  - {canonical: B, names: {en: *n}}\n",
        "actors: &a\n  - *a\n",
    ],
)
def test_what_makes_a_small_file_deep_or_large_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / ACTORS
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError, match=r"line \d: write it out plainly"):
        checked_actors((path,))


@pytest.mark.parametrize("name", ["Te\u200bbu", "\uff34\uff45\uff42\uff55"])
def test_a_community_is_known_however_it_is_typed(tmp_path: Path, name: str) -> None:
    path = tmp_path / ACTORS
    path.write_text(f"actors:\n  - {{canonical: {name}, kind: rebel}}\n", encoding="utf-8")
    with pytest.raises(SettingsError, match="no community"):
        checked_actors((path,))
