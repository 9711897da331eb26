"""What a person is told when a new report tells of what is held already."""

from datetime import date
from pathlib import Path

from conflictdesk.pipeline.linking import link_desk
from conflictdesk.pipeline.resembling import looks_held
from conflictdesk.records.events import EventType, Place, Role, Status, Target, TargetKind, Weapon, WeaponKind
from conflictdesk.records.values import GeoPrecision, Point
from conflictdesk.store.database import Database
from desks import COMPONENT, claim, on, report

GAO = Place("Gao", "Gao", "ML", Point(16.27, -0.05), None, GeoPrecision.EXACT)
TOLD = {
    "Courier": "At dawn on Sunday mortar shells hit the cattle market of Gao, traders said.",
    "Desert Post": "The cattle market of Gao was shelled with mortars at dawn, our reporter saw.",
}


def test_what_was_struck_with_what_and_at_which_hour_is_among_the_reasons(tmp_path: Path) -> None:
    with Database.open(tmp_path / "desk", create=True) as database:
        for day, (publisher, text) in enumerate(TOLD.items(), 24):
            one = report(publisher, text, publisher, date(2020, 5, day))
            database.add_report(one, text.encode())
            struck = {"target": Target("the cattle market", None, TargetKind.CIVILIAN), "place": GAO}
            used = {"weapon": Weapon("mortar shells", WeaponKind.MORTAR), "type": EventType.SHELLING}
            when = {"when": on(2020, 5, 17), "role": Role.ATTACK, "status": Status.REPORTED}
            said = claim(one, text, {"place": "Gao"}, **struck, **used, **when)
            run = database.start_run(COMPONENT)
            database.save_coding(run, one, [said], [])
            database.finish_run(run)
        database.configure(COMPONENT)
        link_desk(database)
        (found,) = looks_held(database, ["Desert Post"])
    told = found.sentence.partition("): ")[2]
    assert [found.reasons[name] in told for name in ("date", "hour", "place", "target", "weapon")] == [True] * 5
    assert "names nobody" not in told
    assert "names anybody" not in told
