"""A desk's own actors: a file that a person edits, checked before anything is coded by it.

No community is an actor: a name that the built-in lists know for a community's is refused, whatever the file says.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any
from unicodedata import category, normalize

import yaml

from conflictdesk.errors import SettingsError
from conflictdesk.extract.actors import ActorLexicon

KINDS = ("rebel", "militia", "criminal", "state", "police", "coalition", "international", "other")
KEYS = ("canonical", "kind", "country", "names", "cased")
LARGEST = 1_000_000  # bytes; a list that a person keeps is far smaller
DEEPEST = 5  # the file, its actors, one of them, its names, those of one language
LONGEST = 120  # characters of a name
COUNTRY, LANGUAGE = re.compile(r"[A-Z]{2}"), re.compile(r"[a-z]{2,3}")
FORM = "{canonical: Fezzan Shield, kind: militia, country: LY, names: {en: [Fezzan Shield Force]}}"


def checked_actors(paths: tuple[Path, ...]) -> tuple[Path, ...]:
    """`paths`, each of which holds actors as they should be. Raises SettingsError, which names file, line and key."""
    for path in paths:
        _check(path, path.stat().st_mtime_ns)
    return paths


def count_actors(path: Path) -> int:
    """How many actors a file declares. Raises SettingsError where it cannot be used."""
    return _check(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=8)
def _check(path: Path, _changed: int) -> int:
    root = _root(path)
    if root is None:
        return 0
    table = _pairs(path, root, "the file")
    _known(path, table, ("actors",), "")
    entries = table["actors"][1] if "actors" in table else None
    if not isinstance(entries, yaml.SequenceNode):
        raise _wrong(path, root, "actors", f"a list of entries such as {FORM} would do")
    lexicon, met = ActorLexicon.load(), set[str]()
    for node in entries.value:
        name = _check_actor(path, node, lexicon)
        if name.casefold() in met:
            raise _wrong(path, node, f"canonical {name!r}", "each actor would do once: put its names together")
        met.add(name.casefold())
    return len(met)


def _root(path: Path) -> yaml.Node | None:
    try:
        if path.stat().st_size > LARGEST:
            raise SettingsError(f"{path} is larger than {LARGEST:,} bytes: leave the actors that the desk needs.")
        text = path.read_text(encoding="utf-8")
        _refuse_tricks(path, text)
        node: yaml.Node | None = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise SettingsError(f"{path}, line {line}: {error.problem}. An entry such as {FORM} would do.") from error
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise SettingsError(f"{path} cannot be read: {error}. Save it as UTF-8 text.") from error
    return node


def _refuse_tricks(path: Path, text: str) -> None:
    """Raise SettingsError for what makes a small file large or deep: names that stand for others, nested lists."""
    depth = 0
    for event in yaml.parse(text, Loader=yaml.SafeLoader):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > DEEPEST or isinstance(event, yaml.AliasEvent):
            line = event.start_mark.line + 1 if event.start_mark else 1
            raise SettingsError(f"{path}, line {line}: write it out plainly; an entry such as {FORM} would do.")


def _check_actor(path: Path, node: yaml.Node, lexicon: ActorLexicon) -> str:
    table = _pairs(path, node, "an actor")
    _known(path, table, KEYS, "")
    name = _text(path, node, table, "canonical")
    kind = _text(path, node, table, "kind")
    if kind not in KINDS:
        raise _wrong(path, table["kind"][0], f"kind {kind!r}", f"one of {', '.join(KINDS)} would do")
    if "country" in table and not COUNTRY.fullmatch(_text(path, node, table, "country")):
        raise _wrong(path, table["country"][0], "country", "a code of two letters such as LY would do")
    for alias, where in [(name, node), *_names(path, table)]:
        if _is_community(alias, lexicon):
            raise _wrong(
                path, where, f"{alias!r}",
                "no community is an actor, so only an organisation's own name would do",
            )  # fmt: skip
    return name


def _names(path: Path, table: dict[str, tuple[yaml.Node, yaml.Node]]) -> Iterator[tuple[str, yaml.Node]]:
    """Every other name, with where it stands."""
    lists = [table["cased"][1]] if "cased" in table else []
    if "names" in table:
        spoken = _pairs(path, table["names"][1], "names")
        strange = next((key for language, (key, _) in spoken.items() if not LANGUAGE.fullmatch(language)), None)
        if strange is not None:
            raise _wrong(path, strange, "names", "languages such as en or ar, each with a list, would do")
        lists += [found for _, found in spoken.values()]
    for found in lists:
        if not isinstance(found, yaml.SequenceNode):
            raise _wrong(path, found, "names", "a list such as [Fezzan Shield, FSF] would do")
        yield from ((_name(path, one), one) for one in found.value)


def _is_community(name: str, lexicon: ActorLexicon) -> bool:
    """Whether the words are a community's name, alone or with arms, in any language and however they are typed."""
    name = "".join(c for c in normalize("NFKC", name) if category(c) != "Cf")
    return any(found and not found.text.strip() for found in (lexicon.name(name, None, lang) for lang in ("en", "ar")))


def _pairs(path: Path, node: yaml.Node, what: str) -> dict[str, tuple[yaml.Node, yaml.Node]]:
    if not isinstance(node, yaml.MappingNode):
        raise _wrong(path, node, what, f"keys and values such as {FORM} would do")
    return {str(key.value): (key, value) for key, value in node.value}


def _known(path: Path, table: dict[str, tuple[yaml.Node, yaml.Node]], keys: tuple[str, ...], prefix: str) -> None:
    for key, (node, _) in table.items():
        if key not in keys:
            raise _wrong(path, node, f"{prefix}{key}", f"of keys, {', '.join(keys)} would do")


def _text(path: Path, node: yaml.Node, table: dict[str, tuple[yaml.Node, yaml.Node]], key: str) -> str:
    if key not in table:
        raise _wrong(path, node, "an actor", f"it lacks {key}; {FORM} would do")
    return _name(path, table[key][1])


def _name(path: Path, node: yaml.Node) -> str:
    value: Any = node.value
    plain = isinstance(node, yaml.ScalarNode) and node.tag == "tag:yaml.org,2002:str"
    if not plain or not value.strip() or len(value) > LONGEST:
        told = f"{value!r:.40}" if isinstance(node, yaml.ScalarNode) else "this"
        raise _wrong(path, node, told, f'a name of up to {LONGEST} characters would do, in quotes where it is "No"')
    return str(value)


def _wrong(path: Path, node: yaml.Node, what: str, would_do: str) -> SettingsError:
    return SettingsError(f"{path}, line {node.start_mark.line + 1}: {what} cannot be; {would_do}.")
