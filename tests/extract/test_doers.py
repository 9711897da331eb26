"""Who did it is weighed: each candidate by its signs against the others, and against nobody."""

from conflictdesk.extract.doers import Doer, likeliest
from conflictdesk.extract.fields import Filled
from conflictdesk.records.events import Actor

NOBODY = {"nobody": 1.0}


def doer(name: str, **signs: float) -> Doer:
    return Doer(Filled(Actor(name, name)), signs)


def test_the_one_whose_signs_weigh_most_did_it() -> None:
    army = doer("army", mark=1.0, score=3.0, owned=3.0, own=1.0, paragraph=1.0, state=1.0)
    front = doer("front", mark=1.0, score=0.5, owned=-1.0, armed=1.0, harmed=1.0)
    found = likeliest([front, army], NOBODY)
    assert found is not None
    assert found.value.canonical == "army"
    assert 0.5 < found.confidence <= 1.0


def test_two_ways_to_the_same_actor_add_up() -> None:
    signs = {"mark": 1.0, "score": 2.0, "owned": 2.0, "paragraph": 1.0}
    alone = likeliest([doer("army", **signs), doer("front", **signs)], NOBODY)
    twice = likeliest([doer("army", **signs), doer("army", **signs), doer("front", **signs)], NOBODY)
    assert alone is not None
    assert twice is not None
    assert twice.confidence > alone.confidence


def test_nobody_is_named_where_all_speaks_against() -> None:
    weak = doer("crowd", crowd=1.0, harmed=1.0, owns_target=1.0, weak=1.0)
    assert likeliest([weak], NOBODY) is None
    assert likeliest([], NOBODY) is None
