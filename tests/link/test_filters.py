"""The filters behind `link --claims` and `link --jsonl`."""

from datetime import date
from typing import Any

import pytest
from small_reports import claim

from conflictdesk.errors import InputError
from conflictdesk.link.documents import Document
from conflictdesk.link.filters import link_claims, link_documents, read_casebook_line


def line(report_id: Any, *events: dict[str, Any], publisher: str = "Courier") -> dict[str, Any]:
    return {"report_id": report_id, "publisher": publisher, "published": "2020-05-18", "text": "", "events": [*events]}


def event(at: str = "Gao", **fields: Any) -> dict[str, Any]:
    return {**claim("any", at).values(), "evidence": "", **fields}


def linked(*lines: dict[str, Any]) -> list[dict[str, Any]]:
    return link_claims([read_casebook_line(record) for record in lines])


def test_lines_come_back_as_they_were_with_incident_ids() -> None:
    given = [line("a", event(note="kept")), line(7, event(), event("Kidal")), line("c")]
    found = linked(*given)
    assert [record["report_id"] for record in found] == ["a", 7, "c"]
    assert found[0]["events"][0].pop("incident_id") == found[1]["events"][0].pop("incident_id")
    assert found[1]["events"][1].pop("incident_id")
    assert found == given


def test_event_keys_are_not_read() -> None:
    one, two = line("a", event(event_key="X")), line("b", event("Kidal", event_key="X"))
    other = line("b", event("Kidal", event_key="Y"))
    assert [e["incident_id"] for r in linked(one, two) for e in r["events"]] == [
        e["incident_id"] for r in linked(one, other) for e in r["events"]
    ]


def test_the_same_report_twice_is_taken_for_two_revisions() -> None:
    first, second = linked(line("a", event()), line("a", event()))
    assert first["events"][0]["incident_id"] == second["events"][0]["incident_id"]


@pytest.mark.parametrize(
    "record",
    [[], {}, {"report_id": ""}, {"report_id": "a", "events": [{"type": "Raid"}]}, {"report_id": "a", "events": [3]}],
)
def test_a_line_that_is_none_is_refused(record: Any) -> None:
    with pytest.raises(InputError):
        read_casebook_line(record)


FLOOD = "The Oru river burst its banks and flooded the lower quarter of Tesk, driving 300 families from their homes"
VOTE = "Parliament in Marenne voted on the new fishing law after a debate of nine hours, 61 members to 40"


def test_documents_without_events_are_grouped_by_wording() -> None:
    texts = [FLOOD + ".", VOTE + ".", FLOOD + ", officials in Tesk said.", VOTE + ", the Marenne Gazette wrote."]
    ids = link_documents([Document(f"d{n}", text) for n, text in enumerate(texts)], {})
    assert ids[0] == ids[2] != ids[1] == ids[3]
    assert all(ids)


def test_documents_are_grouped_alike_in_any_order() -> None:
    documents = [Document(f"d{n}", f"{text} {n}.", date(2020, 5, 1 + n)) for n, text in enumerate([FLOOD, VOTE, FLOOD])]
    forwards = link_documents(documents, {})
    assert link_documents(documents[::-1], {}) == forwards[::-1]


def test_news_of_one_attack_meets_across_languages() -> None:
    documents = [Document("first", "Rockets fell on Gao."), Document("second", "سقطت صواريخ على غاو")]
    claims = {0: [claim("first")], 1: [claim("second")]}
    one, other = link_documents(documents, claims)
    assert one == other


def test_news_alike_of_attacks_on_other_days_stays_apart() -> None:
    text = "A rocket hit the base outside Tamanhint at noon, the army spokesman said; nobody was hurt."
    documents = [Document(name, text) for name in ("first", "second")]
    claims = {0: [claim("first", "Tamanhint", "2020-05-17")], 1: [claim("second", "Tamanhint", "2020-05-20")]}
    one, other = link_documents(documents, claims)
    assert one != other


def test_a_document_about_nothing_else_is_one_of_its_own() -> None:
    ids = link_documents([Document("a", ""), Document("b", "")], {})
    assert all(ids)
    assert ids[0] != ids[1]
