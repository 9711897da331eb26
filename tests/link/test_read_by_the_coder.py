"""Linking on what the coder makes of sentences: unrelated events of one town and day, and documents about no event."""

from datetime import date

import pytest
from small_reports import report

from conflictdesk.link.documents import Document
from conflictdesk.link.filters import link_documents
from conflictdesk.link.incidents import Linking, compute_incidents
from conflictdesk.pipeline.coder import Coder
from conflictdesk.records.events import Standing


@pytest.fixture(scope="module")
def coder() -> Coder:
    return Coder.load()


def linked(coder: Coder, *texts: str) -> Linking:
    reports = [report(f"r{n}", f"Paper {n}", "2020-05-20", text) for n, text in enumerate(texts)]
    claims = [claim for told in reports for claim in coder.code(told).claims]
    assert {claim.report_id for claim in claims} == {told.report_id for told in reports}
    return compute_incidents(claims, {told.report_id: told for told in reports}, lambda _: None)


@pytest.mark.parametrize(
    "texts",
    [
        (
            "A shopkeeper was shot dead by gunmen in Benghazi on Tuesday, witnesses said.",
            "A car bomb exploded outside a bank in Benghazi on Tuesday, wounding five people, police said.",
        ),
        (
            "A journalist was abducted by armed men in Tripoli on Tuesday, his family said.",
            "A rocket struck Mitiga airport in Tripoli on Tuesday, damaging a parked airliner.",
        ),
        (
            "Two policemen were stabbed in Sebha on Tuesday by an unknown man, who fled.",
            "A grenade was thrown into a cafe in Sebha on Tuesday, wounding four customers.",
        ),
        (
            "A roadside bomb hit a taxi minibus in Sebha on Tuesday, killing five passengers, witnesses said.",
            "A roadside bomb hit a police vehicle in Sebha on Tuesday, killing five officers, witnesses said.",
        ),
        (
            "Shells hit Sebha hospital on Tuesday, killing nine people, doctors said.",
            "Shells hit Sebha market on Tuesday, killing nine people, traders said.",
        ),
        (
            "Des hommes armés ont tué trois gendarmes mardi à Koro, dans le nord-ouest de la Côte d'Ivoire.",
            "Des hommes armés ont tué trois gendarmes mardi à Koro, dans la région de Mopti au Mali.",
        ),
    ],
)
def test_unrelated_events_of_one_town_and_day_stay_apart(coder: Coder, texts: tuple[str, str]) -> None:
    incidents = linked(coder, *texts).incidents
    assert [incident.standing for incident in incidents] == [Standing.SINGLE_SOURCE] * 2


@pytest.mark.parametrize(
    "texts",
    [
        (
            "A suicide bomber killed seven people at a police station in Mogadishu on Tuesday.",
            "Seven people died in an attack on a police station in Mogadishu on Tuesday, officials said.",
        ),
        (
            "Gunmen stormed a hotel in Mogadishu on Tuesday after a car bomb went off at its gate, killing ten.",
            "A suicide bomber struck a hotel in Mogadishu on Tuesday; at least 12 people died.",
        ),
        (
            "A car bomb exploded at a market in Benghazi on Tuesday, killing nine people.",
            "An explosion at a market in Benghazi on Tuesday left 11 dead, hospital officials said.",
        ),
    ],
)
def test_one_incident_worded_otherwise_stays_one(coder: Coder, texts: tuple[str, str]) -> None:
    assert [incident.sources_independent for incident in linked(coder, *texts).incidents] == [2]


PLAN = (
    "The army plans to send a new brigade to the Gao region next month, the defence ministry said. Soldiers will man "
    "checkpoints on the roads where gunmen have attacked convoys, and officers hope that traders will return."
)
OTHER_PLAN = (
    "Mali's interior ministry wants to train 600 police officers for the Gao region by the end of the year. They "
    "would man checkpoints on the roads and guard the markets, so that soldiers can fight the gunmen elsewhere."
)
TOTAL = (
    "Gunmen killed 412 people in the Gao region last year, the interior ministry said in its yearly count. Of the dead "
    "180 were soldiers and police officers; attacks on convoys and on markets took most of the other lives."
)
NEWS = (
    "Gunmen attacked an army checkpoint near Gao on Tuesday, killing six soldiers, officials said. Traders on "
    "the road to the market heard shots for an hour."
)
OTHER_NEWS = (
    "Six soldiers died on Tuesday when armed men opened fire on a checkpoint outside Gao, officers said. The attackers "
    "burned a vehicle and fled."
)


def grouped(coder: Coder, *texts: str) -> list[str]:
    documents = [Document(f"d{n}", text, date(2020, 5, 20)) for n, text in enumerate(texts)]
    claims = {n: coder.code(document.as_report()).claims for n, document in enumerate(documents)}
    return link_documents(documents, claims)


def test_plans_and_totals_are_each_one_of_their_own(coder: Coder) -> None:
    plan, other_plan, total, news, other_news = grouped(coder, PLAN, OTHER_PLAN, TOTAL, NEWS, OTHER_NEWS)
    assert news == other_news
    assert len({plan, other_plan, total, news}) == 4


def test_near_copies_of_a_plan_are_one(coder: Coder) -> None:
    plan, copy, news = grouped(coder, PLAN, f"{PLAN} It gave no numbers.", NEWS)
    assert plan == copy != news
