import pytest

from conflictdesk.geo.bearings import area_of, attach, compass, destination, direction, find_bearings, is_near
from conflictdesk.records.mentions import Bearing, Toponym
from conflictdesk.records.reports import Span
from conflictdesk.records.values import Point

CASES = [
    ("The camp lies 93km south of Sabha.", "en", (93.0, 180.0, "Sabha")),
    ("It stands 60 km to the south-west of the town of Abu Kamal.", "en", (60.0, 225.0, "Abu Kamal")),
    ("About 15 miles north-east of Al-Bab a bomb went off.", "en", (24.1, 45.0, "Al-Bab")),
    ("A convoy was hit ten kilometres outside Kidal.", "en", (10.0, None, "Kidal")),
    ("The mine is 1,200 km from Niamey.", "en", (1200.0, None, "Niamey")),
    ("Le village est à 60 km au sud-est de Gao.", "fr", (60.0, 135.0, "Gao")),
    ("Le poste est situé à 30 km à l'ouest de Ménaka.", "fr", (30.0, 270.0, "Ménaka")),
    ("Il campo dista 20,5 chilometri dalla città di Gao.", "it", (20.5, None, "Gao")),
    ("La base è 60 km a sud di Sabha.", "it", (60.0, 180.0, "Sabha")),
    ("تقع القرية على بعد 60 كيلومترا جنوب مدينة سبها", "ar", (60.0, 180.0, "سبها")),
    ("على بعد ٤٠ كم شمال شرق بني وليد", "ar", (40.0, 45.0, "بني وليد")),
]


@pytest.mark.parametrize(("text", "language", "expected"), CASES)
def test_a_bearing_is_read(text: str, language: str, expected: tuple[float, float | None, str]) -> None:
    (found,) = find_bearings(text, language)
    assert (found.km, found.degrees, found.anchor.of(text)) == expected


@pytest.mark.parametrize("text", ["They drove 60 km.", "In 2019 north of Sabha", "0 km south of Gao", "a 5 km run"])
def test_what_is_no_bearing_is_left(text: str) -> None:
    assert find_bearings(text, "en") == ()


def test_going_and_looking_back_agree() -> None:
    start = Point(27.04, 14.43)
    end = destination(start, 161.0, 112.5)
    assert start.km_to(end) == pytest.approx(161.0, abs=0.1)
    assert direction(start, end) == pytest.approx(112.5, abs=0.1)


@pytest.mark.parametrize(
    ("degrees", "word"), [(0, "north"), (359, "north"), (112.5, "east-south-east"), (200, "south-south-west")]
)
def test_bearings_in_words(degrees: float, word: str) -> None:
    assert compass(degrees) == word


@pytest.mark.parametrize(("km", "degrees", "radius"), [(20.0, 90.0, 10.0), (200.0, 90.0, 40.0), (30.0, None, 30.0)])
def test_an_area_grows_with_the_distance(km: float, degrees: float | None, radius: float) -> None:
    bearing = Bearing(Span(0, 1), km, degrees, Span(0, 1))
    assert area_of(bearing, Point(10.0, 10.0)).radius_km == radius


def toponym(text: str, name: str) -> Toponym:
    return Toponym(Span(text.index(name), text.index(name) + len(name)), name)


@pytest.mark.parametrize(
    "text",
    [
        "Shells fell near Dorvak (60 km south of Sabha).",
        "Shells fell on Dorvak, a town some 60 km south of Sabha.",
        "Shells fell on Dorvak, which is located about 60 km south of Sabha.",
    ],
)
def test_a_bearing_belongs_to_the_place_before_it(text: str) -> None:
    given = [toponym(text, "Dorvak"), toponym(text, "Sabha")]
    first, second = attach(given, find_bearings(text, "en"), text)
    assert first.bearing is not None
    assert first.bearing.km == 60.0
    assert second.bearing is None


def test_a_bearing_of_a_nameless_village_is_a_place_of_its_own() -> None:
    text = "Gunmen burned a village 15 km north of Gao."
    village, gao = attach([toponym(text, "Gao")], find_bearings(text, "en"), text)
    assert (village.kind, village.name) == ("bearing", "15 km north of Gao")
    assert gao.bearing is None


@pytest.mark.parametrize(
    ("text", "near"),
    [
        ("an ambush near the town of Dorvak", True),
        ("on the outskirts of Dorvak", True),
        ("une embuscade près de Dorvak", True),
        ("un agguato nei pressi di Dorvak", True),
        ("هجوم بالقرب من Dorvak", True),
        ("an ambush in Dorvak", False),
        ("near Gao and in Dorvak", False),
    ],
)
def test_near_is_not_in(text: str, near: bool) -> None:
    assert is_near(text, toponym(text, "Dorvak").span) is near


@pytest.mark.parametrize("hostile", ["10 km " + "to the " * 20_000, "9" * 100_000, "10 km of al-" * 8_000])
def test_hostile_text_is_read_to_its_end(hostile: str) -> None:
    found = find_bearings(hostile + ". It is 5 km south of Gao.", "en")
    assert [b.km for b in found] == [5.0]
