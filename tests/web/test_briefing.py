"""The pages on briefs and assessments: what they show, what they let a brief do, what they keep."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from briefs import month
from conflictdesk.store.database import Database
from conflictdesk.web.app import create_app

PERIOD = "first=2020-05-01&last=2020-05-31"


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    folder = month(tmp_path_factory.mktemp("web") / "desk")
    with TestClient(create_app(folder, who="Amina Haddad"), base_url="http://127.0.0.1") as made:
        made.headers["x-folder"] = str(folder)
        yield made


def test_the_page_offers_a_preview_and_three_forms_of_what_was_asked_for(client: TestClient) -> None:
    page = client.get(f"/brief?{PERIOD}&place=&actor=&presences=true").text
    query = "first=2020-05-01&amp;last=2020-05-31&amp;presences=true"
    assert f'src="/brief.html?{query}"' in page
    assert 'sandbox="allow-same-origin allow-top-navigation-by-user-activation"' in page
    for ending in ("html", "md", "pdf"):
        assert f'href="/brief.{ending}?{query}&amp;take=true"' in page


def test_the_preview_may_load_nothing_and_be_framed_by_the_workbench_alone(client: TestClient) -> None:
    answer = client.get(f"/brief.html?{PERIOD}")
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'self'" in policy
    assert "script-src" not in policy
    assert 'target="_top"' in answer.text
    assert "frame-ancestors 'none'" in client.get("/brief").headers["content-security-policy"]


@pytest.mark.parametrize(
    ("ending", "kind", "begins"),
    [("html", "text/html", b"<!doctype"), ("md", "text/markdown", b"# Brief"), ("pdf", "application/pdf", b"%PDF")],
)
def test_what_is_taken_away_is_a_file_without_addresses_of_the_workbench(
    client: TestClient, ending: str, kind: str, begins: bytes
) -> None:
    answer = client.get(f"/brief.{ending}?{PERIOD}&take=true")
    assert answer.headers["content-type"].startswith(kind)
    assert answer.headers["content-disposition"] == f'attachment; filename="brief-1-to-31-may-2020.{ending}"'
    assert answer.content.startswith(begins)
    assert b"/incidents/" not in answer.content
    assert b"Alzway" not in answer.content


@pytest.mark.parametrize(
    ("query", "sentence"),
    [("place=Nowhereville+upon+Nothing", "no gazetteer and no incident has it"), ("actor=Tebu+gunmen", "no community"),
     ("first=2020-05-02&last=2020-05-01", "before it begins")],
)  # fmt: skip
def test_what_cannot_be_asked_is_said_on_the_page(client: TestClient, query: str, sentence: str) -> None:
    answer = client.get(f"/brief?{query}")
    assert answer.status_code == 200
    assert sentence in answer.text
    assert client.get(f"/brief.html?{query}").status_code == 400


def test_a_day_that_is_none_is_refused(client: TestClient) -> None:
    assert client.get("/brief?first=yesterday").status_code == 422


def test_without_a_desk_the_pages_say_what_comes_next(tmp_path: Path) -> None:
    with TestClient(create_app(tmp_path / "none"), base_url="http://127.0.0.1") as bare:
        for path in ("/brief", "/assessments"):
            assert "Next: <code>conflictdesk add" in bare.get(path).text


def test_an_assessment_is_written_shown_and_withdrawn(client: TestClient) -> None:
    with Database.open(Path(client.headers["x-folder"])) as database:
        key = database.incidents()[-1].incident_id
    page = client.get(f"/assessments?about={key}").text
    assert f'value="{key}" checked' in page
    assert "<strong>○ " in page  # what no person reviewed says so where it is offered as evidence
    refused = client.post(
        "/api/assessments", json={"text": "Likely, with confidence.", "likelihood": "", "about": [key]}
    )
    assert refused.status_code == 400
    assert "Likelihood and confidence" in refused.json()["error"]
    kept = client.post("/api/assessments", json={"text": "<b>One</b> road.", "likelihood": "likely", "about": [key]})
    assert kept.json()["summary"] == "wrote an assessment of an incident"
    page = client.get("/assessments").text
    assert "&lt;b&gt;One&lt;/b&gt; road." in page
    assert "likely (55 to 75 %)" in page
    assert "assessed (likely)" in client.get(f"/incidents/{key}").text
    assert client.post("/api/assessments/1/withdraw", json={}).status_code == 200
    page = client.get("/assessments").text
    assert "withdrawn" in page
    assert "data-withdraw" not in page
