"""Addresses: where they may lead, what may come of them, and what is said of each that is refused."""

import gzip
import socket
import ssl
from collections.abc import Sequence
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest
from local_server import Answer, gives, here, leads_to, serving

from conflictdesk.errors import UnreadableFile, UsageError
from conflictdesk.sources.fetch import Fetcher, web_address
from conflictdesk.sources.limits import MB, FetchLimits
from conflictdesk.sources.network import is_public, resolve

PAGE = b"<html><body><article><p>Nine soldiers were killed near Sabha.</p></article></body></html>"
CERTIFICATE = Path(__file__).parent / "reports.example.pem"  # made for these tests; key and certificate
NAME = "reports.example"


def without_end(to: BaseHTTPRequestHandler) -> None:
    gives(b"")(to)
    while True:
        to.wfile.write(b"a" * MB)


def drop_by_drop(to: BaseHTTPRequestHandler) -> None:
    """One sign of the head after the other: no single wait is long."""
    while not to.server.stopping.wait(0.05):  # type: ignore[attr-defined]
        to.wfile.write(b"H")
        to.wfile.flush()


def loops(to: BaseHTTPRequestHandler) -> None:
    leads_to(f"{to.path}x")(to)


NAMED = frozenset((NAME, "other.example"))  # hosts of this machine that a person named
AT_HOME = Fetcher(private=NAMED, resolve=here)


def refused(fetcher: Fetcher, url: str) -> str:
    with pytest.raises(UnreadableFile) as told:
        fetcher.fetch(url)
    return str(told.value)


def test_a_page_comes_with_its_address_and_the_time() -> None:
    before = datetime.now(UTC)
    with serving({"/old": leads_to("/news/7?page=1"), "/news/7?page=1": gives(PAGE)}) as port:
        found = AT_HOME.fetch(f"http://{NAME}:{port}/old#part")
    assert (found.raw, found.name) == (PAGE, "7.html")
    assert found.url == f"http://{NAME}:{port}/news/7?page=1"
    assert before <= found.retrieved <= datetime.now(UTC)


def test_no_password_cookie_or_proxy_goes_along(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9/")
    seen: list[dict[str, str]] = []

    def answer(to: BaseHTTPRequestHandler) -> None:
        seen.append({name.lower(): value for name, value in to.headers.items()})
        if len(seen) == 1:
            gives(b"", status=302, Location="/b", Set_Cookie="who=you")(to)
        else:
            gives(PAGE)(to)

    with serving({"*": answer}) as port:
        AT_HOME.fetch(f"http://{NAME}:{port}/a")
    assert [sorted(one) for one in seen] == [["accept", "accept-encoding", "host", "user-agent"]] * 2
    assert seen[0]["host"] == f"{NAME}:{port}"


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.8.8.8", "0.0.0.0", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1",
        "100.127.255.255", "192.0.0.8", "192.88.99.1", "192.0.2.1", "198.18.0.1", "224.0.0.1", "239.1.1.1", "240.0.0.1",
        "255.255.255.255", "::", "::1", "fe80::1", "fe80::1%eth0", "fc00::1", "fd12::1", "ff02::1", "fec0::1",
        "::ffff:127.0.0.1", "::ffff:8.8.8.8", "::8.8.8.8", "2002:7f00:1::", "2002:808:808::", "64:ff9b::7f00:1",
        "64:ff9b::808:808", "64:ff9b:1::1", "2001:0:4136:e378:8000:63bf:3fff:fdd2", "2001:db8::1", "100::1", "nonsense",
    ],
)  # fmt: skip
def test_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "93.184.216.34", "2606:4700::1111", "2a00:1450:4001:80b::200e"])
def test_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "2130706433", "0x7f000001", "127.1", "[::1]", "[::ffff:7f00:1]"]
)
def test_this_machine_is_refused_however_it_is_written(host: str) -> None:
    with serving({"*": gives(PAGE)}) as port:
        assert "--allow-private" in refused(Fetcher(), f"http://{host}:{port}/")


class Names:
    """A resolver that gives one answer after the other, and remembers what it was asked."""

    def __init__(self, *answers: Sequence[str]) -> None:
        self.answers, self.asked = list(answers), list[str]()

    def __call__(self, host: str, port: int) -> Sequence[str]:  # noqa: ARG002
        self.asked.append(host)
        return self.answers.pop(0)


def test_a_name_with_one_private_address_among_others_is_refused() -> None:
    names = Names(["8.8.8.8", "10.0.0.1"])
    assert "10.0.0.1" in refused(Fetcher(resolve=names), f"http://{NAME}/")


def test_the_address_that_was_checked_is_the_one_connected_to(monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that is public when it is asked for, and private the next time, is asked for once."""
    connected: list[str] = []

    def connect(address: tuple[str, int], *_: object, **__: object) -> socket.socket:
        connected.append(address[0])
        raise ConnectionRefusedError(111, "Connection refused")

    monkeypatch.setattr(socket, "create_connection", connect)
    names = Names(["93.184.216.34"], ["127.0.0.1"])
    assert "cannot be reached" in refused(Fetcher(resolve=names), f"http://{NAME}/")
    assert (names.asked, connected) == ([NAME], ["93.184.216.34"])


def test_each_redirect_is_checked_as_the_first_address_was(monkeypatch: pytest.MonkeyPatch) -> None:
    """This machine stands for the open internet at first; the page there leads to this machine as it is."""
    judgements = iter([True, False])
    monkeypatch.setattr("conflictdesk.sources.network.is_public", lambda _: next(judgements))
    with serving({"*": leads_to("http://inner.example/")}) as port:
        told = refused(Fetcher(resolve=here), f"http://{NAME}:{port}/")
    assert "inner.example is not on the open internet" in told


@pytest.mark.parametrize(
    "location",
    ["file:///etc/passwd", "ftp://a.example/", "javascript:alert(1)", "data:,a", "http://u:p@a.example/"],
)
def test_a_redirect_to_what_is_no_address_of_the_web_is_refused(location: str) -> None:
    with serving({"*": leads_to(location)}) as port:
        assert "leads to what is not fetched" in refused(AT_HOME, f"http://{NAME}:{port}/")


def test_redirects_have_an_end() -> None:
    with serving({"*": loops}) as port:
        assert "leads on more than 5 times" in refused(AT_HOME, f"http://{NAME}:{port}/x")


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (gives(b"", status=404), "answered 404"),
        (gives(PAGE, status=500), "answered 500"),
        (gives(PAGE, "image/png"), "is image/png"),
        (gives(PAGE, "application/zip"), "is application/zip"),
        (gives(b"  "), "gives nothing"),
        (without_end, "gives more than 2 MB"),
        (gives(gzip.compress(b"a" * 50 * MB), Content_Encoding="gzip"), "gives more than 2 MB"),
        (gives(gzip.compress(PAGE)[:-9] + b"nonsense.", Content_Encoding="gzip"), "damaged"),
        (gives(PAGE, Content_Encoding="br"), "came compressed (br)"),
        (gives(b"a", Content_Length="100"), "cannot be reached"),
    ],
)
def test_what_comes_is_bounded_and_refused_with_a_reason(answer: Answer, said: str) -> None:
    small = Fetcher(private=NAMED, resolve=here, limits=FetchLimits(size=2 * MB))
    with serving({"*": answer}) as port:
        told = refused(small, f"http://{NAME}:{port}/a")
    assert said in told
    assert f"http://{NAME}:{port}/a" in told


def test_what_comes_compressed_unasked_is_inflated() -> None:
    with serving({"*": gives(gzip.compress(PAGE), Content_Encoding="gzip")}) as port:
        assert AT_HOME.fetch(f"http://{NAME}:{port}/a").raw == PAGE


def test_an_answer_that_only_drips_has_an_end() -> None:
    hasty = Fetcher(private=NAMED, resolve=here, limits=FetchLimits(seconds=0.5))
    with serving({"*": drop_by_drop}) as port:
        assert "did not answer within" in refused(hasty, f"http://{NAME}:{port}/")


def test_a_certificate_must_be_for_the_name_and_from_somebody_trusted() -> None:
    trusting = ssl.create_default_context(cafile=str(CERTIFICATE))
    with serving({"*": gives(PAGE)}, CERTIFICATE) as port:
        own = Fetcher(private=NAMED, resolve=here, trust=trusting)
        assert own.fetch(f"https://{NAME}:{port}/").raw == PAGE
        assert "CERTIFICATE_VERIFY_FAILED" in refused(own, f"https://other.example:{port}/").upper()
        assert "CERTIFICATE_VERIFY_FAILED" in refused(AT_HOME, f"https://{NAME}:{port}/").upper()
    with serving({"*": gives(PAGE)}) as port:
        assert "cannot be reached" in refused(AT_HOME, f"https://{NAME}:{port}/")


WRONG = ["ftp://a.example/", "file:///etc/passwd", "https://", "http:///a", "a.example", "http://u:p@a.example/"]


@pytest.mark.parametrize("url", [*WRONG, "http://a.example/" + "a" * 3000])
def test_what_is_no_address_of_the_web_is_a_wrong_call(url: str) -> None:
    with pytest.raises(UsageError):
        web_address(url)


def test_names_in_every_script_are_asked_for_in_ascii() -> None:
    assert web_address("https://تقارير.example/أ").raw_host.startswith(b"xn--")


def test_a_name_that_does_not_exist_is_told() -> None:
    def nothing(host: str, port: int) -> Sequence[str]:  # noqa: ARG001
        raise socket.gaierror(-2, "Name or service not known")

    assert "Name or service not known" in refused(Fetcher(resolve=nothing), "http://nowhere.example/")


def test_numbers_are_resolved_without_asking_anybody() -> None:
    assert resolve("127.0.0.1", 80) == ["127.0.0.1"]


@pytest.mark.parametrize("kept", [-1, -8, -20])
def test_a_compressed_answer_that_is_cut_off_is_refused(kept: int) -> None:
    with serving({"*": gives(gzip.compress(PAGE)[:kept], Content_Encoding="gzip")}) as port:
        assert "damaged" in refused(AT_HOME, f"http://{NAME}:{port}/")


def test_an_answer_in_several_compressed_parts_is_read_whole() -> None:
    parts = gzip.compress(PAGE[:20]) + gzip.compress(PAGE[20:]) + b"\0\0"
    with serving({"*": gives(parts, Content_Encoding="gzip")}) as port:
        assert AT_HOME.fetch(f"http://{NAME}:{port}/").raw == PAGE


def test_private_addresses_are_those_of_hosts_that_a_person_named() -> None:
    with serving({"/on": leads_to("http://another.example/"), "*": gives(PAGE)}) as port:
        assert AT_HOME.fetch(f"http://{NAME}:{port}/").raw == PAGE
        assert "another.example is not on the open internet" in refused(AT_HOME, f"http://{NAME}:{port}/on")


@pytest.mark.parametrize(
    "address", ["169.254.169.254", "fe80::1", "fe80::1%eth0", "::ffff:169.254.1.1", "2002:a9fe:a9fe::1"]
)
def test_link_local_addresses_are_never_asked(address: str) -> None:
    named = Fetcher(private=frozenset((NAME,)), resolve=Names([address]))
    assert address in refused(named, f"http://{NAME}/")
