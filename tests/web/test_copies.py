"""What the pages say of near-copies, of agencies that are credited, and of what counts as one source."""

from dataclasses import replace
from datetime import date

from conflictdesk.link.copies import find_copies
from conflictdesk.records.copies import Copies
from conflictdesk.records.events import EventType, Role, Status
from conflictdesk.web.snapshots import Snapshot
from conflictdesk.web.views.copies import copy_of, copying
from conflictdesk.web.views.corroboration import speakers
from conflictdesk.web.views.report import report_page
from desks import claim, on, report

WIRE = (
    "GAO (Reuters) - Shells killed four traders in Gao on Sunday, residents said. The fire came from the far bank of"
    " the river, where fighters had been seen since Friday. The wounded were brought to the clinic of the town, which"
    " had no bandages left by the evening."
)
OWN = "GAO (Reuters) - Shells killed four traders in Gao, and a woman told how she hid beneath a cart while it burned."
RADIO = "Shells killed four traders in Gao, our reporter at the hospital says; she saw nine wounded."
TOLD = [
    report("wire", WIRE, "Sample Wire", date(2020, 5, 18), title="Shells kill four"),
    report("copy", WIRE.replace("four", "six"), "Courier", date(2020, 5, 19), title="Six dead"),
    report("later", WIRE, "Gazette", date(2020, 5, 20), title="Shelling"),
    report("own", OWN, "Desert Post", date(2020, 5, 19), title="Under fire"),
    report("radio", RADIO, "Radio Niger Bend", date(2020, 5, 19), title="Gao"),
]
CLAIMS = [
    claim(one, one.text[: one.text.index("Gao") + 3], {"place": "Gao"}, type=EventType.SHELLING, role=Role.ATTACK,
          status=Status.REPORTED, when=on(2020, 5, 17)) for one in TOLD
]  # fmt: skip
HELD = Snapshot(
    reports={one.report_id: one for one in TOLD},
    claims={one.claim_id: one for one in CLAIMS},
    copies=Copies(find_copies(TOLD)),
)


def test_a_copy_names_its_original_who_else_carries_it_and_where_it_differs() -> None:
    found = copying(HELD.reports["copy"], HELD)
    assert found.original is not None
    assert (found.original.publisher, found.original.day) == ("Sample Wire", "18 May 2020")
    assert [one.publisher for one in found.others] == ["Gazette"]
    assert [(one.here, one.there) for one in found.differences] == [("six", "four")]
    assert [(line.agency, line.words) for line in found.credits] == [("Reuters", "GAO (Reuters) -")]


def test_the_original_is_nobodys_copy() -> None:
    found = report_page(HELD.reports["wire"], HELD).copying
    assert found.original is None
    assert [one.publisher for one in found.others] == ["Courier", "Gazette"]
    assert (copy_of(HELD.reports["wire"], HELD), copy_of(HELD.reports["later"], HELD)) == (None, "Sample Wire")


def test_an_incident_says_what_counts_once_and_why() -> None:
    reuters, radio = speakers(CLAIMS, HELD)
    assert (reuters.first.publisher, reuters.note, radio.note) == ("Sample Wire", *["counts as one source"] * 2)
    whys = {one.publisher: one.reason.partition(" (")[0] for one in reuters.members}
    assert whys == {
        "Courier": "counted once: a copy of what Sample Wire published on 18 May 2020",
        "Gazette": "counted once: a copy of what Sample Wire published on 18 May 2020",
        "Desert Post": "counted once: both pass on Reuters",
    }


def test_where_nothing_names_a_publisher_it_adds_nothing_to_a_named_source() -> None:
    reports = {**HELD.reports, "radio": replace(HELD.reports["radio"], publisher=None)}
    *_, radio = speakers(CLAIMS, Snapshot(reports=reports, claims=HELD.claims, copies=HELD.copies))
    assert radio.note == "may be anybody's: adds nothing to a named source"
