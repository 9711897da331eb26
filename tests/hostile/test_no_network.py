"""Nothing is fetched unless an address is named: the whole way of a report, with the network watched."""

import socket
from pathlib import Path

import pytest

from conflictdesk.cli import main
from hostile.corpus import SENTENCE
from hostile.pages import HEADS, INSIDE, page


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What this process asked of the network."""
    asked: list[str] = []

    def watch(name: str) -> None:
        def note(*said: object, **_: object) -> None:
            asked.append(f"{name} {said[1:]}")
            raise OSError("no network in this test")

        monkeypatch.setattr(socket.socket if name.startswith("connect") else socket, name, note)

    for name in ("connect", "connect_ex", "getaddrinfo", "gethostbyname", "create_connection"):
        watch(name)
    return asked


def run(*words: str, patch: pytest.MonkeyPatch) -> int:
    patch.setattr("sys.argv", ["conflictdesk", *words])
    with pytest.raises(SystemExit) as ended:
        main()
    return int(ended.value.code or 0)


def test_from_file_to_export_nothing_is_asked_of_the_network(
    calls: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    reports = tmp_path / "reports"
    reports.mkdir()
    (reports / "a.html").write_bytes(page("A.", head="".join(HEADS[k] for k in ("refresh", "base", "style", "script"))))
    (reports / "b.html").write_bytes(page("B.", inside="".join(INSIDE.values())))
    (reports / "c.txt").write_text(f"URL: https://a.example/\n\n{SENTENCE} See https://a.example/ for more.")
    leads = "<link>https://a.example/1</link><enclosure url='https://a.example/a.mp3' type='audio/mpeg'/>"
    shows = "&lt;img src='https://a.example/a.png'&gt;"
    item = f"<item><title>D</title>{leads}<description>{SENTENCE}{shows}</description></item>"
    (reports / "d.xml").write_text(f"<rss version='2.0'><channel><title>D</title>{item}</channel></rss>")
    for words in (
        ("add", "reports"),
        ("code",),
        ("link",),
        ("verify",),
        ("export", "--format", "csv", "--out", "a.csv"),
    ):
        assert run(*words, patch=monkeypatch) == 0
    assert calls == []


def test_the_watch_sees_an_address_that_is_fetched(
    calls: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run("add", "http://reports.example/", patch=monkeypatch) == 1
    assert len(calls) == 1
