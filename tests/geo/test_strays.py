"""A wrong town is worse than none; a name that nobody knows still lies somewhere."""

from conflictdesk.geo.strays import within_the_country, without_strays
from conflictdesk.records.values import Placing

AFGOYE = Placing("Afgoye", country="SO", method="exact", score=1.0, place_id="a")
MADINA = Placing("Madina district", country="SA", method="exact", score=0.61, place_id="b")
PARIS = Placing("Paris", country="FR", method="exact", score=0.95, place_id="c")
NOWHERE = Placing("Tombon-Fulani")


def test_a_lone_name_abroad_is_not_placed_where_the_text_speaks_of_another_country() -> None:
    afgoye, madina = without_strays((AFGOYE, MADINA))
    assert afgoye == AFGOYE
    assert (madina.name, madina.country, madina.place_id) == ("Madina district", None, None)
    assert "SA" in madina.reason


def test_a_sure_name_abroad_stays() -> None:
    assert without_strays((AFGOYE, PARIS)) == (AFGOYE, PARIS)


def test_a_name_stays_where_its_country_is_spoken_of() -> None:
    assert without_strays((AFGOYE, MADINA), {"SA"}) == (AFGOYE, MADINA)


def test_an_unknown_name_lies_in_the_only_country_that_the_report_speaks_of() -> None:
    _, unknown = within_the_country((AFGOYE, NOWHERE))
    assert (unknown.country, unknown.point, unknown.score) == ("SO", None, 0.0)
    assert "only" in unknown.reason


def test_between_two_countries_nothing_is_said() -> None:
    assert within_the_country((AFGOYE, PARIS, NOWHERE))[-1] == NOWHERE
