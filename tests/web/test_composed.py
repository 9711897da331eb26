"""An incident's page where its values come from different reports, are only denied, or stood under another number."""

from dataclasses import replace
from datetime import UTC, date, datetime

from conflictdesk.records.events import Actor, EventType, Place, Rival, Role, Standing, Status, Target
from conflictdesk.records.standings import NotedStand
from conflictdesk.records.values import Count
from conflictdesk.web.snapshots import Snapshot
from conflictdesk.web.views.incident import DISPUTED, IncidentPage, composed, incident_page
from desks import claim, incident, on, report

GAO = Place("Gao", "Gao", "ML")
REPORTS = [report(key, f"What {key} tells of Gao.", f"Paper {key}", date(2020, 5, 18)) for key in "abc"]
CLAIMS = [
    claim(one, one.text, {}, type=EventType.ATTACK, role=Role.ATTACK, status=Status.REPORTED, when=on(2020, 5, 17),
          place=GAO, target=Target("a hospital", "hospital"), killed=Count(7, 7))
    for one in REPORTS
]  # fmt: skip
FIFTEEN, MARKET = Count(15, 15), Target("a market", "market")


def page(noted: tuple[NotedStand, ...] = ()) -> IncidentPage:
    first, denial = CLAIMS[0], replace(CLAIMS[1], status=Status.DENIED, perpetrator=Actor("the army", "Salt Army"))
    rivals = {"perpetrator": (Rival(denial.perpetrator.as_record(), (denial.claim_id,)),)}
    one = incident([first, denial], Standing.CONTESTED, rivals=rivals)
    return incident_page(one, Snapshot(claims={c.claim_id: c for c in (first, denial)}), noted)


def test_what_no_one_report_tells_together_is_said() -> None:
    hospital, market = CLAIMS[0], replace(CLAIMS[1], target=MARKET, killed=FIFTEEN)
    apart = {
        "target": (Rival(MARKET.as_record(), (market.claim_id,)),),
        "killed": (Rival({"min": 7, "max": 7}, (hospital.claim_id,)),),
    }
    mixed = incident([hospital, market], Standing.CORROBORATED, killed=FIFTEEN, rivals=apart)
    assert composed(mixed, [hospital, market]) == (
        "No one report tells all of this: target and killed as they are held come from different reports."
    )
    whole = replace(CLAIMS[2], killed=FIFTEEN)
    assert composed(replace(mixed, claims=(*mixed.claims, whole.claim_id)), [hospital, market, whole]) == ""


def test_whom_only_a_denial_names_stands_there_as_denied() -> None:
    (row,) = (row for row in page().rows if row.field == "perpetrator")
    assert (row.value, [rival.denied for rival in row.rivals]) == ("not reported", [True])
    claimed = replace(CLAIMS[0], perpetrator=Actor("they", "Dune Front"), status=Status.CLAIMED)
    one = incident([claimed], Standing.CLAIMED_ONLY, perpetrator=Actor(),
                   rivals={"perpetrator": (Rival(claimed.perpetrator.as_record(), (claimed.claim_id,)),)})  # fmt: skip
    (row,) = (
        r for r in incident_page(one, Snapshot(claims={claimed.claim_id: claimed})).rows if r.field == "perpetrator"
    )
    assert row.value == DISPUTED


def test_what_was_noted_under_a_former_number_says_so() -> None:
    at = datetime(2024, 8, 12, 9, tzinfo=UTC)
    (line,) = page((NotedStand("0eec", Standing.CLAIMED_ONLY, 0, at),)).stood.noted
    assert (line.standing, line.by) == ("claimed only", "as number 0eec")
