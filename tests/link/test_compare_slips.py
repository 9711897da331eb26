"""What reports and the coder get wrong about one incident is weighed, and does not split it."""

import pytest
from small_reports import claim, dead, link, report

from conflictdesk.link.compare import compare
from conflictdesk.link.incidents import Linking
from conflictdesk.link.names import place_key, sound
from conflictdesk.link.pair_model import pair_score
from conflictdesk.link.profiles import profile


def linked(*claims: tuple[str, dict[str, object]]) -> Linking:
    """Claims of the reports a, b, c ...; each with its report's date."""
    names = "abcdef"
    reports = [report(names[n], published=published) for n, (published, _) in enumerate(claims)]
    told = [claim(names[n], **fields) for n, (_, fields) in enumerate(claims)]  # type: ignore[arg-type]
    return link(told, reports)


def test_a_follow_up_a_week_later_with_a_higher_toll_is_the_same() -> None:
    first = {"killed": dead(4), "evidence": "Rockets struck the cattle market of Gao, leaving four traders dead"}
    later = {"killed": dead(11), "evidence": "Eleven died when rockets struck the cattle market of Gao a week ago"}
    assert len(linked(("2020-05-18", first), ("2020-05-25", later)).incidents) == 1


def test_three_rockets_on_three_days_are_three() -> None:
    fired = {"evidence": "A rocket fell near the airport of Gao", "weapon": {"text": "rocket", "kind": "rocket"}}
    days = [(f"2020-05-{day + 1}", fired | {"on": f"2020-05-{day}"}) for day in (11, 14, 17)]
    assert len(linked(*days).incidents) == 3


def test_two_attacks_on_one_town_on_two_days_are_two() -> None:
    first = {"on": "2020-05-16", "killed": dead(3), "evidence": "Three soldiers died at the northern gate"}
    second = {"on": "2020-05-17", "killed": dead(8), "evidence": "A second shelling killed eight at the river port"}
    assert len(linked(("2020-05-17", first), ("2020-05-18", second)).incidents) == 2


@pytest.mark.parametrize(
    "slip",
    [
        {"killed": dead(19)},
        {"on": "2020-05-18", "confidence": {"date": 0.4}, "killed": dead(9)},
        {"at": "Ansongo", "place": "Gao region", "lat": 16.5, "lon": 0.2, "killed": dead(9)},
        {"type": "Attack", "killed": dead(9)},
    ],
)
def test_a_toll_a_day_or_a_place_that_disagrees_does_not_split(slip: dict[str, object]) -> None:
    told = {"evidence": "Shells struck the cattle market by the river port, traders said", "killed": dead(9)}
    other = {"evidence": "Traders said that shells struck the cattle market by the port"} | slip
    assert len(linked(("2020-05-18", told), ("2020-05-18", other)).incidents) == 1


def test_what_the_coder_was_unsure_of_contradicts_less() -> None:
    held = profile(claim("a"), report("a"))
    found = [
        pair_score(compare(held, profile(claim("b", "Kidal", confidence=given), report("b"))))
        for given in ({"place": 1.0}, {"place": 0.3})
    ]
    assert found[0] < found[1]


@pytest.mark.parametrize(
    ("one", "other"),
    [("Ghadduwa", "Ghodwa"), ("Abu Salim", "Abu Sleem"), ("al-Qatrun", "Gatrun"), ("Murzuq", "Marzouk")],
)
def test_hands_that_spell_a_town_otherwise_mean_one(one: str, other: str) -> None:
    assert sound(place_key(one)) == sound(place_key(other)) != ""
    spots = ({"at": "x", "place": name, "place_modern": name, "country": None} for name in (one, other))
    assert len(linked(*(("2020-05-18", spot) for spot in spots)).incidents) == 1


def test_towns_that_sound_otherwise_are_two() -> None:
    spots = ({"at": "x", "place": name, "place_modern": name} for name in ("Ghadduwa", "Tamanhint"))
    assert len(linked(*(("2020-05-18", spot) for spot in spots)).incidents) == 2


def test_two_attacks_of_one_town_and_day_that_differ_in_whom_and_with_what_are_two() -> None:
    kinds = [
        ("Armed clash", "police", "small arms", "Dune Front", "a patrol was fired on"),
        ("Attack", "civilian", "vehicle", "Salt Army", "a lorry ran into people who stood in line"),
    ]
    told = [
        {
            "type": type_,
            "target": {"kind": struck},
            "weapon": {"text": weapon, "kind": weapon},
            "perpetrator": {"text": by, "canonical": by},
            "killed": dead(3 * (n + 1)),
            "evidence": words,
        }
        for n, (type_, struck, weapon, by, words) in enumerate(kinds)
    ]
    assert len(linked(*(("2020-05-18", fields) for fields in told)).incidents) == 2
    told[1]["weapon"] = {"text": "rifles", "kind": "small arms"}
    told[1]["perpetrator"] = {"text": "gunmen"}
    assert len(linked(*(("2020-05-18", fields) for fields in told)).incidents) == 1  # two tellings may name two kinds
