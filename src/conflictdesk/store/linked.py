"""The part of a desk's door that incidents go through: what they follow from, and what they are."""

from collections.abc import Container, Iterable, Mapping

from conflictdesk.records.events import Anchor, ClaimPair, Incident
from conflictdesk.records.standings import NotedStand
from conflictdesk.store import counts, incidents, notes, reports, resembling, standings
from conflictdesk.store.connections import Connections
from conflictdesk.store.counts import State
from conflictdesk.store.resembling import Beside

LINKED = "linked"  # the note of what the incidents follow from


class LinkedIncidents(Connections):
    """What the last linking came to, and how far the desk was then."""

    def linkable(self, coded: Iterable[int] | None = None) -> str:
        """What the incidents are to follow from, in a few numbers: equal where nothing of it changed.

        `coded` are the current codings; left out, they are looked up.
        """
        with self._reading() as connection:
            return counts.linkable(connection, coded)

    def current_codings(self, report_ids: Iterable[str] | None = None) -> dict[str, int]:
        """The number of the current coding of every report that has one, or of these."""
        with self._reading() as connection:
            return counts.current_codings(connection, report_ids)

    def changed_since(self, before: State) -> set[str]:
        """The reports of which a revision, a coding or a review came since, or a review was taken back."""
        with self._reading() as connection:
            return counts.changed_since(connection, before)

    def save_linking(
        self,
        found: Iterable[Incident],
        compared: Iterable[ClaimPair],
        anchors: Mapping[str, Anchor],
        linkable: str | None = None,
    ) -> bool:
        """Make the desk hold exactly these incidents and pairs; `anchors` tells where each claim stands.

        `linkable` is what they follow from; left out, what the desk holds now. False, and nothing is kept, where a
        report that they speak of was forgotten meanwhile.
        """
        with self._writing() as connection:
            if not _stand(anchors, reports.numbers(connection)):
                return False
            incidents.save(connection, found, compared, anchors)
            notes.note(connection, LINKED, linkable or counts.linkable(connection))
        return True

    def save_changes(
        self,
        gone: Iterable[str],
        found: Iterable[Incident],
        unpaired: Iterable[tuple[str, str]],
        compared: Iterable[ClaimPair],
        anchors: Mapping[str, Anchor],
        linkable: tuple[str, str],
    ) -> bool:
        """As `save_linking`, where only this changed: ids of incidents that go or come again, incidents that are new
        or other, and pairs alike. `linkable`: what the rest was known to follow from, and what all follows from now.

        False, and nothing is kept, where the desk was linked by another or a report was forgotten meanwhile.
        """
        with self._writing() as connection:
            there = reports.numbers(connection, {anchor.report_id for anchor in anchors.values()})
            if notes.noted(connection, LINKED) != linkable[0] or not _stand(anchors, there):
                return False
            incidents.change(connection, gone, found, unpaired, compared, anchors)
            notes.note(connection, LINKED, linkable[1])
        return True

    def incident_of(self) -> dict[str, str]:
        """Claim id to incident id."""
        with self._reading() as connection:
            return incidents.incident_of(connection)

    def linked_reports(self) -> frozenset[str]:
        """The reports that have a claim in an incident."""
        with self._reading() as connection:
            return resembling.linked_reports(connection)

    def beside(self, report_ids: Iterable[str]) -> list[Beside]:
        """For each claim of these reports each claim of other ones in its incident, and why the two were held alike."""
        with self._reading() as connection:
            return resembling.beside(connection, report_ids)

    def incidents(self) -> list[Incident]:
        """Earliest first, undated last."""
        with self._reading() as connection:
            return incidents.all_incidents(connection)

    def incident(self, incident_id: str) -> Incident | None:
        """The incident with this id, or the one that it has become since; null where there is none."""
        with self._reading() as connection:
            return incidents.one_incident(connection, incident_id)

    def noted_stands(self, incident_ids: Iterable[str]) -> list[NotedStand]:
        """What the desk held under these ids when, oldest first; a former id is asked for like a present one."""
        with self._reading() as connection:
            return standings.noted(connection, incident_ids)

    def latest_stands(self) -> dict[str, NotedStand]:
        """What was noted last of every incident that the desk ever held, by id."""
        with self._reading() as connection:
            return standings.latest(connection)

    def pairs(self) -> list[ClaimPair]:
        """Every pair of claims that was compared."""
        with self._reading() as connection:
            return incidents.all_pairs(connection)


def _stand(anchors: Mapping[str, Anchor], there: Container[str]) -> bool:
    return all(anchor.report_id in there for anchor in anchors.values())
