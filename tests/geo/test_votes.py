import pytest

from conflictdesk.geo.gazetteer import Gazetteer
from conflictdesk.geo.votes import countries_in, country_code


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Libyan troops entered Libya’s south.", {"LY": 2}),
        ("L’armée malienne et les Maliens du Burkina Faso", {"ML": 2, "BF": 1}),
        ("L'esercito libico e i soldati del Niger", {"LY": 1, "NE": 1}),
        ("الجيش الليبي في ليبيا والجيش السوري", {"LY": 2, "SY": 1}),
        ("The US and us; the UK; it is in Chad", {"US": 1, "GB": 1, "TD": 1}),
        ("the Central African Republic and South Sudan", {"CF": 1, "SS": 1}),
        ("Nothing here names a land.", {}),
    ],
)
def test_countries_are_counted(shipped: Gazetteer, text: str, expected: dict[str, int]) -> None:
    assert dict(countries_in(text, shipped.terms()).of()) == expected


def test_a_town_is_no_demonym(shipped: Gazetteer) -> None:
    text = "A Belgian came to Belgorod and Russeifa."
    assert dict(countries_in(text, shipped.terms(), {"belgorod", "russeifa"}).of()) == {"BE": 1}


def test_a_name_in_question_is_no_evidence_on_itself(shipped: Gazetteer) -> None:
    votes = countries_in("Georgia and the Georgian army", shipped.terms())
    assert dict(votes.of(without="georgia")) == {"GE": 1}


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Nigeria", "NG"), ("NG", "NG"), ("nga", "NG"), ("DR Congo (Zaire)", "CD"), ("Congo", "CG"),
        ("Yemen (North Yemen)", "YE"),
        ("Côte d'Ivoire", "CI"), ("Ivory Coast", "CI"), ("Myanmar (Burma)", "MM"), ("Russia (Soviet Union)", "RU"),
        ("The Gambia", "GM"), ("ليبيا", "LY"), ("Libye", "LY"), ("Atlantis", None), ("", None),
    ],
)  # fmt: skip
def test_country_names_of_all_sorts_are_read(shipped: Gazetteer, name: str, code: str | None) -> None:
    assert country_code(name, shipped.terms()) == code
