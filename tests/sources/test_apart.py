"""Files read in processes of their own: what they give, and what becomes of a reader that is slow, hungry or dead."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from plain_pdf import plain_pdf

from conflictdesk.errors import UnreadableFile
from conflictdesk.sources.apart import Reader, Readers
from conflictdesk.sources.files import parse_bytes
from conflictdesk.sources.limits import LIMITS, MB, Limits
from conflictdesk.sources.retrieved import Parsed, as_plain, from_plain

LINES = '{"text": "One.", "published": "2020-05-17", "report_id": 7}\nnonsense\n{"text": "سبها"}\n'.encode()
PATIENCE = 30.0  # seconds that something which must happen may take on a busy machine


@contextmanager
def reader(limits: Limits = LIMITS) -> Iterator[Reader]:
    one = Reader(limits)
    try:
        yield one
    finally:
        one.close()


@pytest.fixture(scope="module")
def warm() -> Iterator[Reader]:
    with reader() as one:
        yield one


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        (b"Title: A\nPublished: 2020-05-17\n\nNine soldiers died.", "a.txt"),
        ("أعلن التنظيم مسؤوليته عن الهجوم".encode("cp1256"), "b.txt"),
        ("Nine soldiers died.".encode("utf-16"), "c.txt"),
        (LINES, "d.jsonl"),
        (b"<html><body><p>Nine soldiers were killed in the attack near Sabha.</p></body></html>", "e.html"),
        (plain_pdf([["Nine soldiers were killed in the attack near Sabha."]]), "f.pdf"),
        (b'{"text": "Half of a sign: \\ud800"}', "half \udc80.jsonl"),
    ],
)
def test_a_reader_gives_what_reading_here_gives(warm: Reader, raw: bytes, name: str) -> None:
    assert warm.parse(raw, name) == parse_bytes(raw, name)


@pytest.mark.parametrize("raw", [b"", b"\x00\x01\x02" * 100, b"%PDF-1.4 and nothing that follows"])
def test_a_reader_refuses_in_the_words_of_reading_here(warm: Reader, raw: bytes) -> None:
    with pytest.raises(UnreadableFile) as here:
        parse_bytes(raw, "a.pdf")
    with pytest.raises(UnreadableFile) as there:
        warm.parse(raw, "a.pdf")
    assert str(there.value) == str(here.value)


def test_a_reader_that_is_too_slow_is_ended_and_the_next_file_is_read() -> None:
    with reader(Limits(seconds=0.01)) as one:
        with pytest.raises(UnreadableFile, match=r"slow\.txt took longer than"):
            one.parse("á ".encode() * 10 * MB, "slow.txt")
        assert one.parse(b"One.", "a.txt").retrieved[0].text == "One."


@pytest.mark.skipif(sys.platform != "linux", reason="no other system bounds address space")
def test_a_reader_that_needs_too_much_memory_is_ended_and_the_next_file_is_read() -> None:
    with reader(Limits(memory=330 * MB)) as one:
        with pytest.raises(UnreadableFile, match=r"big\.txt needs more than 330 MB of memory"):
            one.parse("ش".encode("cp1256") * 40 * MB, "big.txt")
        assert one.parse(b"One.", "a.txt").retrieved[0].text == "One."


def test_an_answer_is_bounded() -> None:
    with reader(Limits(output=1 * MB)) as one:
        with pytest.raises(UnreadableFile, match=r"a\.txt holds more than 1 MB of text"):
            one.parse(b"a" * 2 * MB, "a.txt")
        assert one.parse(b"One.", "a.txt").retrieved[0].text == "One."


def test_a_reader_that_was_killed_is_replaced(warm: Reader) -> None:
    warm.parse(b"One.", "a.txt")
    killed = warm._process
    assert killed is not None
    os.kill(killed.pid, signal.SIGKILL)
    killed.wait()
    assert warm.parse(b"Two.", "a.txt").retrieved[0].text == "Two."


def test_readers_work_side_by_side() -> None:
    several = Readers(2)
    under_way = [several.begin(f"Report {n}.".encode(), "a.txt") for n in range(30)]
    assert [one.result().retrieved[0].text for one in under_way] == [f"Report {n}." for n in range(30)]
    several.close()


def test_no_reader_outlives_its_parent() -> None:
    script = (
        "import sys, time\nfrom conflictdesk.sources.apart import Readers\n"
        "several = Readers(1)\nseveral.parse(b'One.', 'a.txt')\n"
        "print(several._all[0]._process.pid, flush=True)\n"
        "several.begin('\\u00e1 '.encode() * 20_000_000, 'slow.txt')\ntime.sleep(100)\n"
    )
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        parent.kill()
    end = time.monotonic() + PATIENCE
    while alive(child) and time.monotonic() < end:
        time.sleep(0.02)
    assert not alive(child)


def alive(number: int) -> bool:
    """A process that has ended, and waits only for somebody to ask how, is not alive."""
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    state = Path(f"/proc/{number}/stat")
    return not state.exists() or ") Z " not in state.read_text()


DEEDS = {
    "read another's file": "open('/etc/hosts', 'rb')",
    "write a file": "open('written', 'wb')",
    "remove a file": "os.unlink(sys.executable + 'x')",
    "connect": "socket.create_connection(('127.0.0.1', 1))",
    "resolve a name": "socket.getaddrinfo('localhost', 80)",
    "fork": "os.fork()",
    "start a program": "subprocess.run(['true'])",
    "take memory": "bytearray(2_000_000_000)",
}


@pytest.mark.parametrize("deed", DEEDS)
def test_behind_shut_doors_a_reader_can_do_nothing_else(deed: str, tmp_path: Path) -> None:
    script = (
        "import os, socket, subprocess, sys\n"
        "from conflictdesk.sources.doors import shut_doors\n"
        "from conflictdesk.sources.limits import LIMITS\n"
        "shut_doors(LIMITS)\n"
        f"try:\n    {DEEDS[deed]}\nexcept (OSError, MemoryError):\n    print('no')\n"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=tmp_path, capture_output=True, text=True, check=True)
    if deed == "take memory" and sys.platform != "linux":
        pytest.skip("no other system bounds address space")
    assert done.stdout == "no\n"
    assert list(tmp_path.iterdir()) == []


def test_plain_data_is_the_way_there_and_back() -> None:
    parsed = parse_bytes(LINES, "a.jsonl")
    assert len(parsed.retrieved) == 2
    assert from_plain(json.loads(json.dumps(as_plain(parsed, LINES))), LINES, "a.jsonl") == parsed


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=8,
)
GOOD = as_plain(parse_bytes(b"Published: 2020-05-17\n\nOne.", "a.txt"), b"Published: 2020-05-17\n\nOne.")["reports"][0]


@given(st.dictionaries(st.sampled_from(sorted(GOOD)), ANYTHING, min_size=1), ANYTHING)
def test_what_a_broken_reader_answers_is_taken_for_nothing_that_it_is_not(
    lies: dict[str, object], issues: object
) -> None:
    try:
        parsed = from_plain({"reports": [{**GOOD, **lies}], "issues": issues}, b"four", "a.txt")
    except (ValueError, TypeError, LookupError):
        return
    assert isinstance(parsed, Parsed)
    assert all(isinstance(one.text, str) and isinstance(one.raw, bytes) for one in parsed.retrieved)
