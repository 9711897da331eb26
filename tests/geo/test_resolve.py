import re

import pytest

from conflictdesk.geo.bearings import attach, find_bearings
from conflictdesk.geo.gazetteer import Gazetteer
from conflictdesk.geo.placing import ABSTAIN_BELOW, Resolution
from conflictdesk.geo.resolve import resolve, resolve_referents
from conflictdesk.records.mentions import Toponym
from conflictdesk.records.reports import Span
from conflictdesk.records.values import GeoPrecision, Point


def read(marked: str, gazetteer: Gazetteer) -> dict[str, Resolution]:
    """Resolve the names that stand in [square brackets]."""
    text, toponyms = "", []
    for piece in re.split(r"(\[[^]]+\])", marked):
        name = piece.strip("[]") if piece.startswith("[") else None
        if name:
            toponyms.append(Toponym(Span(len(text), len(text) + len(name)), name))
        text += name or piece
    asked = attach(toponyms, find_bearings(text, "en"), text)
    return {t.name: r for t, r in zip(asked, resolve_referents(asked, text, gazetteer), strict=True)}


AMBIGUOUS = [
    ("Gunmen attacked [Gao] on Monday, an officer of the Malian army said.", "Gao", "ML city"),
    ("Gunmen attacked [Gao], [Burkina Faso], on Monday.", "Gao", "BF city"),
    ("Fighting broke out between Libyan militias in [Tripoli].", "Tripoli", "LY city"),
    ("Fighting broke out in [Tripoli], [Lebanon].", "Tripoli", "LB city"),
    ("A bomb went off in [Tripoli] as Lebanese troops drove to [Beirut].", "Tripoli", "LB city"),
    ("The army of [Niger] lost four men.", "Niger", "NE country"),
    ("A drone struck an oil depot in [Belgorod].", "Belgorod", "RU city"),
    ("Una bomba è esplosa a [Belgrado].", "Belgrado", "RS city"),
    ("Gunmen shot dead a judge in [Russeifa].", "Russeifa", "JO city"),
    ("A [Belgian] was shot dead.", "Belgian", "BE country"),
    ("Two people were killed in [Armenia], [Colombia].", "Armenia", "CO city"),
    ("Bandits raided a farm in [Niger state], [Nigeria].", "Niger state", "NG admin1"),
    ("A boat sank on the [Niger River].", "Niger River", "None region"),
    ("Police in [Georgia] closed the road to [Tbilisi].", "Georgia", "GE country"),
    ("Police in [Georgia] closed the road to [Atlanta] and [Savannah].", "Georgia", "US admin1"),
    ("Troops from [South Sudan] crossed into [Sudan].", "South Sudan", "SS country"),
    ("Troops from [South Sudan] crossed into [Sudan].", "Sudan", "SD country"),
    ("Rebels in eastern [Congo] took a village near [Goma] and [Bukavu].", "Congo", "CD country"),
    ("The government of [Congo] met in [Brazzaville] and [Pointe-Noire].", "Congo", "CG country"),
    ("Shells hit [Sabha airport] in southern Libya.", "Sabha airport", "LY airfield"),
    ("Shells hit [Sabha] in southern Libya.", "Sabha", "LY city"),
    ("قصف على [طرابلس] في لبنان", "طرابلس", "LB city"),
    ("اشتباكات في [طرابلس] بين ميليشيات ليبية", "طرابلس", "LY city"),
    ("Des tirs ont éclaté à [Tripoli], au Liban, et à [Beyrouth].", "Tripoli", "LB city"),
    ("Des milices libyennes se sont battues à [Tripoli].", "Tripoli", "LY city"),
    ("Une attaque a visé [Gao], au Mali.", "Gao", "ML city"),
    ("Une attaque a visé [Gao], au [Burkina Faso].", "Gao", "BF city"),
    ("قتل جنود في [غاو] شمال مالي", "غاو", "ML city"),
    ("Une pirogue a chaviré sur le fleuve [Niger].", "Niger", "None region"),
    ("غرق قارب في نهر [النيجر]", "النيجر", "None region"),
    ("Des soldats ont été tués au [Niger], près de [Niamey].", "Niger", "NE country"),
    ("هاجم مسلحون قرية في [النيجر] قرب [نيامي]", "النيجر", "NE country"),
    ("Storms crossed [Georgia] and [Alabama].", "Georgia", "US admin1"),
    ("A car bomb exploded in [Cairo, Illinois].", "Cairo, Illinois", "US city"),
    ("Two men were shot in [Lebanon, Pennsylvania].", "Lebanon, Pennsylvania", "US city"),
    ("Ten were killed in [Solhan], the Turkish police said of the raid.", "Solhan", "TR city"),
    ("Dix morts à [Solhan], au [Burkina Faso] ; la Turquie condamne.", "Solhan", "TR city"),
    ("Attackers came by way of [Kiev], [Minsk] and [Riga].", "Kiev", "UA city"),
    ("La police de [Géorgie] a fermé la route de [Tbilissi].", "Géorgie", "GE country"),
    ("Shells hit [Hama], a Syrian monitor said.", "Hama", "SY city"),
    ("انفجار في [حماة] في سوريا", "حماة", "SY city"),
    ("Rockets fell on [Homs] and [Hama], Syrian officers said.", "Homs", "SY city"),
    ("Rockets fell on [Homs], between [Misrata] and Tripoli, Libyan officers said.", "Homs", "LY city"),
    ("قصف الطيران السوري مدينة [الباب]", "الباب", "SY city"),
    ("Drones struck [Al-Bab], north of [Aleppo].", "Al-Bab", "SY city"),
    ("Gunmen attacked [Bama] in [Borno State], Nigeria.", "Bama", "NG city"),
    ("Des hommes armés ont attaqué [Bama], près de [Bobo-Dioulasso], au Burkina Faso.", "Bama", "BF city"),
    ("The navy fired on boats off [Jaffna].", "Jaffna", "LK city"),
    ("Rebels took [Palmyra] from Syrian soldiers.", "Palmyra", "SY city"),
    ("Firemen in [Palmyra], [New York], were called out.", "Palmyra", "US city"),
    ("Police arrested three men in [Hyderabad], Pakistani officers said.", "Hyderabad", "PK city"),
    ("Police arrested three men in [Hyderabad], Indian officers said.", "Hyderabad", "IN city"),
    ("L’armée congolaise a repris un village près de [Beni], au [Nord-Kivu].", "Beni", "CD city"),
    ("The Bolivian army flew troops to [Beni] and [Trinidad].", "Beni", "BO admin1"),
    ("Soldiers clashed in [Bor], in South Sudan’s [Jonglei].", "Bor", "SS city"),
    ("Miners in [Bor], Serbia, went on strike.", "Bor", "RS city"),
    ("Somali troops fought in [Bari] region, south of [Bosaso].", "Bari", "SO admin1"),
    ("Italian police in [Bari] seized a ship.", "Bari", "IT city"),
    ("The Egyptian army searched cars in [Alexandria].", "Alexandria", "EG city"),
    ("Police in [Alexandria], [Virginia], made an arrest.", "Alexandria", "US city"),
    ("The battalion is based in [Sabha], Libyan officers said.", "Sabha", "LY city"),
    ("The battalion is based in [Menaka], between Gao and [Ansongo], Malian officers said.", "Menaka", "ML city"),
    ("Shells hit [Sabha air base], Libyan officers said.", "Sabha air base", "LY airfield"),
]


@pytest.mark.parametrize(("marked", "name", "expected"), AMBIGUOUS)
def test_the_text_decides_among_namesakes(shipped: Gazetteer, marked: str, name: str, expected: str) -> None:
    referent = read(marked, shipped)[name].referent
    assert referent is not None
    assert f"{referent.country} {referent.kind}" == expected


@pytest.mark.parametrize(
    ("name", "at"),
    [
        ("Tamanhant air base", Point(27.24, 14.65)),
        ("Taraghin", Point(25.93, 14.43)),
        ("Um Al-Aranib", Point(26.13, 14.75)),
        ("Qatroun", Point(24.93, 14.63)),
        ("Al-Zawia", Point(32.76, 12.73)),
        ("Tajoura", Point(32.88, 13.35)),
    ],
)
def test_libyan_towns_are_found_in_a_newspapers_spelling(shipped: Gazetteer, name: str, at: Point) -> None:
    placing = read(f"Libyan officers said that a rocket fell on [{name}].", shipped)[name].placing
    assert placing.point is not None
    assert placing.point.km_to(at) < 15
    assert placing.precision is GeoPrecision.EXACT


def test_a_spelling_is_not_guessed_outside_the_countries_of_the_text(shipped: Gazetteer) -> None:
    resolution = read("Peruvian officers said that a rocket fell on [Tamanhant].", shipped)["Tamanhant"]
    assert (resolution.placing.point, resolution.placing.method) == (None, "unresolved")


@pytest.mark.parametrize(
    ("marked", "name"),
    [
        ("Shells hit [Zahra], the Syrian army said.", "Zahra"),
        ("A boat sank on the river [Georgia], officers said.", "Georgia"),
    ],
)
def test_a_namesake_that_the_text_speaks_against_is_no_answer(shipped: Gazetteer, marked: str, name: str) -> None:
    placing = read(marked, shipped)[name].placing
    assert (placing.point, placing.country, placing.method) == (None, None, "unresolved")


def test_what_else_a_name_might_mean_is_said(shipped: Gazetteer) -> None:
    placing = read("Fighting broke out between Libyan militias in [Tripoli].", shipped)["Tripoli"].placing
    assert (placing.country, placing.method, placing.precision) == ("LY", "exact", GeoPrecision.EXACT)
    assert 0.5 < placing.score < 1
    assert {other.country for other in placing.runners_up} & {"LB", "GR", "US"}


def test_an_unknown_place_with_a_bearing_is_an_area(shipped: Gazetteer) -> None:
    placing = read("Libyan jets struck near the town of [Dorvakka] (60 km south of [Sabha]).", shipped)[
        "Dorvakka"
    ].placing
    assert placing.point is None
    assert placing.area is not None
    assert placing.area.centre.km_to(Point(26.5, 14.43)) < 5
    assert (placing.area.radius_km, placing.precision, placing.method) == (12.0, GeoPrecision.NEAR, "bearing")
    assert "60 km south of Sabha" in placing.reason


def test_the_anchor_of_a_bearing_need_not_be_among_the_toponyms(shipped: Gazetteer) -> None:
    assert read("Libyan jets struck [Dorvakka] (60 km south of Sabha).", shipped)["Dorvakka"].placing.area is not None


def test_a_nameless_village_is_an_area(shipped: Gazetteer) -> None:
    found = read("Malian soldiers found a village burned 15 km north of [Gao].", shipped)
    placing = found["15 km north of Gao"].placing
    assert placing.area is not None
    assert placing.area.centre.km_to(Point(16.4, -0.04)) < 10


def test_an_area_lies_in_the_country_of_all_towns_around_it(shipped: Gazetteer) -> None:
    placing = read("Forces took a base [130 km southwest of Tripoli] from Libyan rebels.", shipped)
    found = placing["130 km southwest of Tripoli"].placing
    assert (found.country, found.point) == ("LY", None)
    assert "All towns within 51 km of there lie in LY." in found.reason


def test_an_area_across_the_border_is_left_without_a_country(shipped: Gazetteer) -> None:
    placing = read("Nigerien soldiers fought [74 km south of Diffa] at night.", shipped)["74 km south of Diffa"].placing
    assert (placing.country, placing.method) == (None, "bearing")


def test_where_text_and_map_disagree_the_map_stays_and_it_says_so(shipped: Gazetteer) -> None:
    placing = read("In Libya, [Murzuq] (130 km north of [Sabha]) was shelled.", shipped)["Murzuq"].placing
    assert placing.point is None or placing.point.km_to(Point(25.92, 13.92)) < 15
    placing = read("In Libya, [Murzuq] (140 km south of [Sabha]) was shelled.", shipped)["Murzuq"].placing
    assert placing.point is not None
    assert "The map agrees" in placing.reason
    placing = read("In Libya, [Murzuq] (140 km south-east of [Sabha]) was shelled.", shipped)["Murzuq"].placing
    assert placing.point is not None
    assert "The text says 140 km south-east of Sabha, the map 13" in placing.reason
    assert "south-south-west" in placing.reason


def test_a_bearing_picks_among_namesakes(small: Gazetteer) -> None:
    assert read("Shots in [Marsa].", small)["Marsa"].placing.country == "BB"
    assert read("Shots in [Marsa] (75 km north-west of [Al Qaryah]).", small)["Marsa"].placing.country == "AA"


@pytest.mark.parametrize(
    ("marked", "name", "precision"),
    [
        ("Cells are active in [southern Libya].", "southern Libya", GeoPrecision.REGION),
        ("Cells are active near [Libya’s southern borders].", "Libya’s southern borders", GeoPrecision.REGION),
        ("Cells are active in [Fezzan].", "Fezzan", GeoPrecision.REGION),
        ("Cells are active in [Borno State].", "Borno State", GeoPrecision.REGION),
        ("Cells are active in [Libya].", "Libya", GeoPrecision.COUNTRY),
    ],
)
def test_regions_and_countries_have_no_point(
    shipped: Gazetteer, marked: str, name: str, precision: GeoPrecision
) -> None:
    found = read(marked, shipped)[name]
    assert (found.placing.point, found.placing.precision) == (None, precision)
    assert found.referent is not None
    assert found.referent.point is not None


@pytest.mark.parametrize("name", ["Tebu-dominated areas", "the border", "border areas"])
def test_ground_that_has_no_name_is_no_place(shipped: Gazetteer, name: str) -> None:
    found = read(f"Libyan officials spoke of [{name}].", shipped)[name]
    assert (found.placing.point, found.placing.area, found.referent) == (None, None, None)
    assert found.placing.precision is GeoPrecision.REGION


def test_near_a_town_is_near(shipped: Gazetteer) -> None:
    assert read("Malian troops were hit near [Kidal].", shipped)["Kidal"].placing.precision is GeoPrecision.NEAR


def test_it_abstains_rather_than_guess_and_says_what_it_might_be(shipped: Gazetteer) -> None:
    placing = read("The shop in [San Isidro] was closed.", shipped)["San Isidro"].placing
    assert placing.point is None
    assert placing.score < ABSTAIN_BELOW
    assert placing.reason.startswith("Left open")
    assert len(placing.runners_up) == 3


def test_nothing_is_asked_nothing_is_answered(shipped: Gazetteer) -> None:
    assert resolve([], "No place here.", shipped) == ()


def test_the_order_is_that_of_the_question(shipped: Gazetteer) -> None:
    text = "Gao and Kidal in Mali"
    asked = [Toponym(Span(8, 13), "Kidal"), Toponym(Span(0, 3), "Gao")]
    assert [p.modern for p in resolve(asked, text, shipped)] == ["Kidal", "Gao"]


def test_many_names_are_taken_in_pieces(shipped: Gazetteer) -> None:
    text = "Gao, Mali. " * 200
    asked = [Toponym(Span(11 * n, 11 * n + 3), "Gao") for n in range(200)]
    assert {p.country for p in resolve(asked, text, shipped)} == {"ML"}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Des hommes armés ont tué dix civils à [Solhan], au [Burkina Faso].", "Solhan"),
        ("Gunmen killed ten at [Solhan], [Burkina Faso], on Friday.", "Solhan"),
        ("قتل عشرة في [Solhan] في [بوركينا فاسو]", "Solhan"),
        ("Troops in [Jordan] crossed the [Jordan River].", "Jordan River"),
    ],
)
def test_a_namesake_elsewhere_does_not_stand_in_for_a_place_that_no_gazetteer_has(
    text: str, name: str, shipped: Gazetteer
) -> None:
    placing = read(text, shipped)[name].placing
    assert (placing.point, placing.country, placing.method) == (None, None, "unresolved")
