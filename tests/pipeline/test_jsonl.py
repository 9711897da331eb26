"""Lines of any length: one that is too long is told by its number and does not fill the memory."""

import io

import pytest

from conflictdesk.pipeline import jsonl


def test_a_line_that_is_too_long_is_told_and_the_rest_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jsonl, "LARGEST_LINE", 50)
    told: dict[int, str] = {}
    stream = io.BytesIO(b'{"id": 1}\n{"id": "' + b"a" * 500 + b'"}\n{"id": 3}')
    read = dict(jsonl.read_lines(stream, lambda line: line["id"], told.__setitem__))
    assert read == {1: 1, 3: 3}
    assert list(told) == [2]
    assert "longer than" in told[2]
