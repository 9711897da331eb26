"""The tutorial, followed: its files written, its commands run in order, what it says they answer looked for."""

import io
import re
import shlex
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from conflictdesk.cli import main

TUTORIAL = Path(__file__).parents[1] / "docs" / "tutorial.md"
_BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_NAMED = re.compile(r"[Ss]ave this\s+as\s+`([\w.]+)`")


class Terminal(io.TextIOWrapper):
    """What is written as if to a terminal."""

    def __init__(self) -> None:
        self.bytes = io.BytesIO()
        super().__init__(self.bytes, encoding="utf-8", write_through=True)

    def isatty(self) -> bool:
        return True

    def said(self) -> str:
        """All of it, with blanks and line ends as single spaces."""
        return " ".join(self.bytes.getvalue().decode().split())


def run(line: str, patch: pytest.MonkeyPatch) -> str:
    """What a command, run in this process, writes to a terminal."""
    name, *words = shlex.split(line)
    if name == "export":
        variable, _, value = words[0].partition("=")
        patch.setenv(variable, value)
        return ""
    assert name == "conflictdesk", line
    written = Terminal()
    with patch.context() as within:
        within.setattr(sys, "argv", [name, *words])
        within.setattr(sys, "stdout", written)
        within.setattr(sys, "stderr", written)
        with pytest.raises(SystemExit) as ended:
            main()
    assert not ended.value.code, f"{line}: {written.said()}"
    return written.said()


def steps() -> Iterator[tuple[str, str, list[str]]]:
    """Files to write ("file", name, [text]) and commands ("run", line, expected lines), in order."""
    text = TUTORIAL.read_text("utf-8")
    before = 0
    for block in _BLOCK.finditer(text):
        if block[1] == "text":
            names = _NAMED.findall(text[before : block.start()])
            yield "file", names[-1], [block[2]]
        elif block[1] == "console":
            for command in block[2].removeprefix("$ ").split("\n$ "):
                line, *expected = command.strip().split("\n")
                yield "run", line, expected
        before = block.end()


def test_the_tutorial_does_what_it_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name, value in {"COLUMNS": "300", "NO_COLOR": "1", "TERM": "dumb"}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("CONFLICTDESK_DESK", raising=False)
    followed, tolls = list(steps()), set()
    assert len([one for one in followed if one[0] == "run"]) >= 10
    for kind, name, rest in followed:
        if kind == "file":
            (tmp_path / name).write_text(rest[0], "utf-8")
            continue
        said = run(name, monkeypatch)
        assert [line for line in rest if line not in said] == [], f"{name}: {said[-3000:]}"
        if "--place Kompienbiga" in name:
            tolls.add(said.split("Killed: ", 1)[1].split(";", 1)[0])
    assert len(tolls) == 1, tolls  # a copy changes nothing that the brief says
    assert "<html" in (tmp_path / "may.html").read_text("utf-8")
