"""Whose page a report stands on, and what that says for its statuses."""

from datetime import UTC, datetime

import pytest

from conflictdesk.extract.actors import ActorLexicon
from conflictdesk.extract.evidence import weighed
from conflictdesk.extract.issuers import Issuer, Voice, issuer_of, voice_of
from conflictdesk.extract.observations import Observations
from conflictdesk.records.events import Status
from conflictdesk.records.reports import Reading, Report

ACTORS = ActorLexicon.load()
EVERY = frozenset(Status)


def seen(
    publisher: str | None, text: str = "A post was hit.", language: str = "en", known: bool = False
) -> Observations:
    report = Report("r", text, "0", datetime(2024, 5, 1, tzinfo=UTC), language, publisher=publisher)
    return Observations(report, language, (), Reading("none"), belligerent=known)


@pytest.mark.parametrize(
    ("publisher", "issuer"),
    [
        ("Ministry of National Defence, Algiers", Issuer.FORCE),
        ("وزارة الدفاع التركية", Issuer.FORCE),
        ("Ministère de l'Intérieur", Issuer.FORCE),
        ("Embassy of Malaysia, Bangkok", Issuer.OFFICE),
        ("Ambasciata d'Italia", Issuer.OFFICE),
        ("ELN, Domingo Lain front", Issuer.CAMP),
        ("The Quetta Gazette", Issuer.OTHER),
        (None, Issuer.OTHER),
    ],
)
def test_a_publisher_s_name_tells_what_it_is(publisher: str | None, issuer: Issuer) -> None:
    assert issuer_of(seen(publisher), ACTORS) is issuer


def test_an_outlet_that_the_catalog_knows_is_a_party_s() -> None:
    assert issuer_of(seen("Radio Hills", known=True), ACTORS) is Issuer.CAMP


@pytest.mark.parametrize(
    ("text", "language", "ours", "partisan"),
    [
        ("Our fighters struck the post of the apostate army; two martyrs rose.", "en", True, True),
        ("استهدفت قواتنا رتلا للعدو", "ar", True, False),
        ("Nos combattants ont frappé le poste.", "fr", True, False),
        ("Gunmen struck the post. The army spoke of martyrs.", "en", False, False),
    ],
)
def test_a_text_speaks_of_its_own_side(text: str, language: str, ours: bool, partisan: bool) -> None:
    assert voice_of(seen("A Paper", text, language), ACTORS) == Voice(Issuer.OTHER, ours, partisan)


@pytest.mark.parametrize(("issuer", "status"), [("force", Status.CONFIRMED), ("camp", Status.CLAIMED)])
def test_the_page_weighs(issuer: str, status: Status) -> None:
    doer = "a state" if issuer == "force" else "a group"
    signs = {f"published by {issuer}": True, f"published by {issuer}, of {doer}": True}
    read = dict.fromkeys(("claimed", "reported", "confirmed"), 0.3)
    assert weighed(signs, read, EVERY)[status] > weighed({}, read, EVERY)[status]
