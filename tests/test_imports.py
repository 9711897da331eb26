"""Which room may import which: the table in docs/how-it-works.md, held against every import in the source."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "src" / "conflictdesk"

# Our own rooms that each room may import from; errors may be imported everywhere.
MAY_IMPORT: dict[str, set[str]] = {
    "errors": set(),
    "records": set(),
    "settings": {"records"},
    "inference": {"records"},
    "text": {"records"},
    "sources": {"records"},
    "geo": {"records"},
    "watch": {"records"},
    "store": {"records"},
    "publish": {"records"},
    "extract": {"records", "text"},
    "link": {"records"},
    "pipeline": {
        "settings", "records", "inference", "text", "sources", "extract", "geo", "link", "watch", "store",
    },
    "web": {"settings", "records", "store", "link", "publish", "pipeline"},
    "cli": {"settings", "records", "pipeline", "store", "publish", "web"},
}  # fmt: skip

# Nothing third-party, no input, no output.
PURE = {"errors", "records"}
# What alone may load these.
ONLY_IN = {
    "onnxruntime": {"inference"},
    "sqlalchemy": {"store"},
    "alembic": {"store"},
    "fastapi": {"web"},
    "typer": {"cli"},
}
STANDARD = {
    "collections", "dataclasses", "datetime", "enum", "hashlib", "json", "math", "typing",
}  # fmt: skip


def modules() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def room_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported(path: Path) -> Iterator[str]:
    """The full names of all that a module imports, wherever in it."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are written in full"
            yield node.module or ""
            if node.module == "conflictdesk":
                yield from (f"conflictdesk.{alias.name}" for alias in node.names)


def rooms_imported(path: Path) -> set[str]:
    names = (name.split(".") for name in imported(path))
    return {name[1] for name in names if name[0] == "conflictdesk" and len(name) > 1} - {"__version__"}


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_room_imports_only_from_the_rooms_it_may(path: Path) -> None:
    room = room_of(path)
    if room in ("__init__", "__main__"):
        assert rooms_imported(path) <= {"cli"}
        return
    assert rooms_imported(path) - {room, "errors"} <= MAY_IMPORT[room]


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_libraries_stay_in_their_rooms(path: Path) -> None:
    tops = {name.split(".")[0] for name in imported(path)}
    assert {name for name in tops & set(ONLY_IN) if room_of(path) not in ONLY_IN[name]} == set()
    if room_of(path) in PURE:
        assert tops - {"conflictdesk"} <= STANDARD


def test_the_table_in_the_documentation_is_this_one() -> None:
    assert documented() == MAY_IMPORT


def documented() -> dict[str, set[str]]:
    """The rows of the table whose heads are "Room" and "may import ...": names in the cells, remarks in brackets."""
    text = (ROOT / "docs" / "how-it-works.md").read_text("utf-8")
    table = re.search(r"^\| Room \| may import[^\n]*\n\|[-| ]+\n((?:\|[^\n]*\n)+)", text, re.MULTILINE)
    assert table is not None, "docs/how-it-works.md has lost its table of rooms"
    rows = [[cell.strip() for cell in row.strip("|").split("|")] for row in table[1].splitlines()]
    return {room: _names(allowed) for rooms, allowed in rows for room in _names(rooms)}


def _names(cell: str) -> set[str]:
    bare = re.sub(r"\([^)]*\)", "", cell).replace("`", "")
    return set() if bare.startswith("nothing") else {name.strip() for name in bare.split(",")}
