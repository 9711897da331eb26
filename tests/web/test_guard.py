"""Who gets into the workbench: the browser that was opened with this launch's address, and nobody else."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from conflictdesk.web.app import create_app
from conflictdesk.web.guard import MOST_BODY, cookie_name, new_token
from desks import fezzan

ADDRESS = "http://127.0.0.1:8321"
TOKEN = new_token()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return fezzan(tmp_path_factory.mktemp("desk"))


@pytest.fixture
def outside(folder: Path) -> Iterator[TestClient]:
    """A browser on this machine that does not have the token."""
    with TestClient(create_app(folder, TOKEN), base_url=ADDRESS) as client:
        yield client


@pytest.fixture
def inside(outside: TestClient) -> TestClient:
    assert outside.get("/", params={"token": TOKEN}).status_code == 200
    return outside


@pytest.mark.parametrize("path", ["/", "/reports/naba", "/api/incidents", "/static/app.css", "/nowhere", "//a.example"])
def test_without_the_token_nothing_is_shown_and_it_says_what_to_do(outside: TestClient, path: str) -> None:
    answer = outside.get(path)
    assert answer.status_code == 403
    assert "conflictdesk serve printed" in answer.text
    assert answer.headers["content-security-policy"].startswith("default-src 'self'")
    assert "Sabha" not in answer.text


@pytest.mark.parametrize(
    "token", ["", "wrong", TOKEN[:-1], TOKEN + "x", "é"], ids=["none", "wrong", "short", "long", "é"]
)
def test_a_wrong_token_opens_nothing(outside: TestClient, token: str) -> None:
    assert outside.get("/", params={"token": token}).status_code == 403
    kept = f"{cookie_name('127.0.0.1:8321')}={token}".encode("latin-1")
    assert outside.get("/", headers={b"cookie": kept}).status_code == 403


def test_the_token_becomes_a_cookie_that_no_script_and_no_other_site_can_use(outside: TestClient) -> None:
    opened = outside.get("/", params={"token": TOKEN}, follow_redirects=False)
    assert (opened.status_code, opened.headers["location"]) == (303, "/")
    name, *terms = opened.headers["set-cookie"].lower().split("; ")
    assert name.startswith("conflictdesk-8321=")
    assert {"httponly", "samesite=strict", "path=/"} <= set(terms)
    assert outside.get("/").status_code == 200


def test_the_token_leads_to_the_first_page_alone(outside: TestClient) -> None:
    opened = outside.get("//a.example/", params={"token": TOKEN}, follow_redirects=False)
    assert opened.headers["location"] == "/"


def test_a_change_needs_the_cookie_not_a_token_in_the_address(outside: TestClient) -> None:
    assert outside.post("/api/incidents", params={"token": TOKEN}).status_code == 403


@pytest.mark.parametrize("host", ["desk.example.org", "127.0.0.1.example.org", "127.0.0.2", "", "127.0.0.1:8321:1"])
def test_a_foreign_name_for_this_machine_is_refused(inside: TestClient, host: str) -> None:
    assert inside.get("/", headers={"host": host}).status_code == 400


@pytest.mark.parametrize(
    "says",
    [
        {"origin": "https://a.example"},
        {"origin": "http://127.0.0.1:9999"},
        {"origin": "https://127.0.0.1:8321"},
        {"origin": "null"},
        {"origin": "null", "sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"sec-fetch-site": "cross-site", "origin": ADDRESS},
    ],
    ids=str,
)
@pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
def test_another_site_s_page_is_refused_even_with_the_cookie(
    inside: TestClient, method: str, says: dict[str, str]
) -> None:
    answer = inside.request(method, "/", headers=says)
    assert answer.status_code == 403
    assert "another site" in answer.text


@pytest.mark.parametrize(
    "says",
    [
        {"origin": ADDRESS, "sec-fetch-site": "same-origin"},
        {"origin": "null", "sec-fetch-site": "same-origin"},
        {"sec-fetch-site": "none"},
        {},
    ],
    ids=str,
)
def test_its_own_pages_get_through(inside: TestClient, says: dict[str, str]) -> None:
    assert inside.get("/", headers=says).status_code == 200


def test_a_body_is_bounded_before_it_is_read(inside: TestClient) -> None:
    assert inside.post("/", headers={"content-length": str(MOST_BODY + 1)}).status_code == 413
    assert inside.post("/", headers={"content-length": "many"}).status_code == 413
    assert inside.post("/", content=iter([b"a", b"b"])).status_code == 411


def test_two_workbenches_on_one_machine_do_not_share_a_cookie() -> None:
    assert cookie_name("127.0.0.1:8321") != cookie_name("127.0.0.1:8322")


def test_tokens_are_of_one_launch() -> None:
    assert len({new_token() for _ in range(100)}) == 100
