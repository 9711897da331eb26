"""review, edit, backup, restore and forget as a user meets them: what they print, ask, refuse."""

import io
import json
import sys
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from conflictdesk.cli import main
from conflictdesk.pipeline.coding import plan_coding
from conflictdesk.pipeline.linking import link_desk
from conflictdesk.pipeline.workers import Recipe
from conflictdesk.pipeline.worklist import Worklist
from conflictdesk.store.database import Database
from standins import WordCoder, report_of

TEXT = "Rebels attacked Sabha. Nobody fired at Murzuq."


@dataclass(frozen=True)
class Done:
    status: int
    lines: list[dict[str, Any]]
    said: str


class Shell:
    def __init__(self, desk: Database, patch: pytest.MonkeyPatch, captured: pytest.CaptureFixture[str]) -> None:
        self.desk, self._patch, self._captured = desk, patch, captured

    def __call__(self, *words: str, stdin: str = "") -> Done:
        with self._patch.context() as patch:
            patch.setattr(sys, "argv", ["conflictdesk", "--desk", str(self.desk.folder), *words])
            patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin.encode())))
            with pytest.raises(SystemExit) as ended:
                main()
        out, said = self._captured.readouterr()
        return Done(int(ended.value.code or 0), [json.loads(line) for line in out.splitlines()], said)


@pytest.fixture
def shell(desk: Database, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Shell:
    desk.add_report(*report_of(TEXT, "first", published=date(2026, 1, 5)))
    list(plan_coding(desk, Recipe(WordCoder.load)).outcomes())
    link_desk(desk)
    return Shell(desk, monkeypatch, capsys)


def jsonl(*records: dict[str, Any]) -> str:
    return "\n".join(json.dumps(record) for record in records)


def test_review_says_what_is_left_and_lists_it(shell: Shell) -> None:
    told = {"open": 1, "differing": 0, "settled": 0, "minutes": 1, "pairs": 0, "asked_again": 0}
    assert shell("review").lines == [told]
    (line,) = shell("review", "--queue").lines
    assert (line["claim"]["place"], line["doubts"][0]["kind"]) == ("Sabha", "unreviewed")
    assert shell("review", "--pairs").lines == []


def test_reviews_are_applied_from_lines_signed_and_linked(shell: Shell) -> None:
    (claim,) = shell.desk.claims()
    span = [TEXT.index("fired"), TEXT.index("fired") + 15]
    done = shell(
        "review", "--apply", "-", "--as", "Ada",
        stdin=jsonl(
            {"do": "correct", "claim": claim.claim_id, "field": "killed", "value": 3},
            {"do": "add", "report": "first", "span": span, "values": {"type": "Attack", "place": "Murzuq"}},
            {"do": "undo"},
        ),
    )  # fmt: skip
    assert (done.status, [line["verb"] for line in done.lines]) == (0, ["correct", "add", "undo"])
    assert {line["who"] for line in done.lines} == {"Ada"}
    assert [incident.killed.min for incident in shell.desk.incidents()] == [3]


def test_a_bad_line_costs_only_itself(shell: Shell) -> None:
    (claim,) = shell.desk.claims()
    lines = [
        {"do": "destroy", "claim": claim.claim_id},
        {"do": "accept"},
        {"do": "accept", "claims": [7]},
        {"do": "accept", "claim": "nothing"},
        {"do": "correct", "claim": claim.claim_id, "field": "killed", "value": "many"},
        {"do": "add", "report": "first", "span": [5, 3], "values": {"type": "Attack"}},
        {"do": "add", "report": "first", "span": [0, 9_999], "values": {"type": "Attack"}},
        {"do": "same", "left": claim.claim_id, "right": claim.claim_id},
        {"do": "undo"},
        {"do": "undo", "act": True},
        {"do": "undo", "act": 2**70},
        {"do": "correct", "claim": claim.claim_id, "field": "killed", "value": {"minimum": 3}},
        {"do": "accept", "claim": claim.claim_id},
    ]
    done = shell("review", "--apply", "-", stdin=jsonl(*lines) + "\nno json")
    assert (done.status, [line["verb"] for line in done.lines]) == (1, ["accept"])
    assert [line.split(":")[0] for line in done.said.splitlines()] == [f"line {n}" for n in (*range(1, 13), 14)]
    assert "one of these would do: accept, correct" in done.said


def test_edit_tells_what_changed_and_what_cannot_be(shell: Shell) -> None:
    done = shell("edit", "first", "--published", "2026-01-07", "--as", "Ada")
    assert done.lines[0]["summary"] == "changed published of a report"
    assert "changed" in shell("edit", "first", "--published", "2026-01-07").said
    assert shell("edit", "first").status == 2
    assert shell("edit", "first", "--clear", "text").status == 1
    assert shell("edit", "first", "--clear", "published").status == 0


def test_a_backup_is_restored_to_a_new_desk_alone(shell: Shell, tmp_path: Path) -> None:
    file = str(tmp_path / "copy.zip")
    assert shell("backup", file).lines[0]["reports"] == 1
    assert shell("restore", file).status == 2
    assert shell("restore", file, "--desk", str(tmp_path / "new")).lines == [
        {"desk": str(tmp_path / "new"), "files": 1}
    ]
    assert shell("verify", "--desk", str(tmp_path / "new")).status == 0
    assert shell("restore", str(tmp_path / "nothing.zip"), "--desk", str(tmp_path / "newer")).status == 2


def test_forget_wants_a_reason_and_a_word_that_it_is_meant(shell: Shell) -> None:
    assert "say why" in shell("forget", "first").said
    refused = shell("forget", "first", "--reason", "a witness asked us to")
    assert (refused.status, "--yes" in refused.said, shell.desk.report("first") is None) == (2, True, False)
    done = shell("forget", "first", "--reason", "a witness asked us to", "--yes", "--as", "Ada")
    assert (done.status, done.lines[0]["who"]) == (0, "Ada")
    assert "A backup or a copy made before still holds it" in done.said
    again = shell("forget", "first", "--reason", "a witness asked us to", "--yes")
    assert (again.status, again.said) == (0, "The report is forgotten.\n")
    assert shell("forget", "nothing", "--reason", "why", "--yes").status == 1
    assert shell("verify").status == 0
    (shell.desk.folder.parent / "again.txt").write_text(TEXT)
    (shell.desk.folder.parent / "other.txt").write_text("Rebels attacked Ubari.")
    files = [str(shell.desk.folder.parent / name) for name in ("again.txt", "other.txt")]
    refused = shell("add", *files)
    assert (refused.status, [line["state"] for line in refused.lines]) == (1, ["issue", "new"])
    assert "by Ada (a witness asked us to): they are not taken in again" in refused.said
    assert shell("forget", "--finish").lines == [{"erased": 0}]


def test_verify_and_status_say_where_linking_is_due(shell: Shell) -> None:
    (claim,) = shell.desk.claims()
    Worklist(shell.desk.folder).reject("Ada", claim.claim_id)
    verified = shell("verify")
    assert (verified.status, "The incidents do not show an act of review yet." in verified.said) == (0, True)
    assert "Next: conflictdesk link" in shell("status").said
    assert shell("link").status == 0
    assert shell.desk.incidents() == []
    assert "All well" in shell("verify").said


def test_status_names_the_desk_s_own_actors(shell: Shell) -> None:
    (shell.desk.folder / "actors.yaml").write_text("actors:\n  - {canonical: Fezzan Shield, kind: militia}\n")
    assert "actors.yaml: 1 actor of the desk's own" in shell("status").said
    (shell.desk.folder / "actors.yaml").write_text("actors:\n  - {canonical: Tebu, kind: militia}\n")
    broken = shell("status")
    assert (broken.status, "line 2" in broken.said) == (2, True)
