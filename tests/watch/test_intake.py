"""What is read in a post: its day, its place, its themes; and what is left of who wrote it."""

from datetime import date
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import yaml

from conflictdesk.extract.lexicons import fold
from conflictdesk.geo.gazetteer import Gazetteer
from conflictdesk.pipeline.watch_covering import Cover, cover_of
from conflictdesk.pipeline.watch_places import PlaceReader
from conflictdesk.records.posts import NO_ACCOUNT, UNTOLD, ExportDay
from conflictdesk.sources.clocks import Clock
from conflictdesk.sources.day_order import DayOrder
from conflictdesk.watch.accounts import AccountKey
from conflictdesk.watch.intake import PostReader, Told
from conflictdesk.watch.masking import TextMask, words_in
from conflictdesk.watch.themes import ThemeReader, languages, themes, words_of

KEY, OTHER_KEY = AccountKey(b"k" * 32), AccountKey(b"o" * 32)
COMMUNITIES = Path(__file__).parents[2] / "src" / "conflictdesk" / "data" / "actors" / "communities.yaml"


@cache
def theme_reader() -> ThemeReader:
    return ThemeReader.load(lambda text: fold(text).lower())


@cache
def places(*countries: str) -> PlaceReader:
    return PlaceReader(Gazetteer.open(), countries)


def clock(zone: str = "UTC", order: str | None = None) -> Clock:
    return Clock(ZoneInfo(zone), DayOrder(order, ""), date(2026, 1, 1))


@pytest.mark.parametrize(
    ("wording", "zone", "day"),
    [
        ("2020-05-18T23:30:00Z", "UTC", "2020-05-18"),
        ("2020-05-18T23:30:00Z", "Africa/Tripoli", "2020-05-19"),  # where it is half past one by then
        ("2020-05-18 23:30", "Africa/Tripoli", "2020-05-18"),  # a clock without a zone is in the desk's own
        ("2020-05-19 01:30:00 +0300", "UTC", "2020-05-18"),
        ("2020-05-18 22:30:00 EDT", "UTC", "2020-05-19"),
        ("1589844600", "UTC", "2020-05-18"),
        ("1589844600000", "Africa/Tripoli", "2020-05-19"),
        ("Mon, 18 May 2020 23:30:00 +0000", "UTC", "2020-05-18"),
        ("Mon May 18 23:30:00 +0000 2020", "UTC", "2020-05-18"),
        ("18/05/2020 23:30", "UTC", "2020-05-18"),
    ],
)
def test_a_clock_tells_the_day_in_the_zone_that_is_watched(wording: str, zone: str, day: str) -> None:
    assert date.fromordinal(clock(zone).day(wording)).isoformat() == day


@pytest.mark.parametrize(
    ("wording", "why"),
    [
        ("", "is missing"),
        ("amina_haddad", "of the form aaaaa_aaaaaa"),
        ("2020-13-45", "of the form 9999-99-99"),
        ("2099-01-01", "in the future"),
        ("1970-01-01", "before 1990"),
        ("3/4/2020", "two days"),
        ("2020-05-18 10:00 IST", "letters that are not known or mean several"),
        ("9999-12-31T23:59:59-10:00", "beyond the calendar"),
        ("43969.5", "a spreadsheet's number of days"),
        ("7" * 5000, "5,000 characters"),
    ],
)
def test_what_is_no_clock_is_told_by_its_form_alone(wording: str, why: str) -> None:
    with pytest.raises(ValueError, match=why) as told:
        clock("Africa/Tripoli").day(wording)
    assert "amina" not in str(told.value)


def test_an_account_is_one_however_it_is_written_and_another_under_another_key() -> None:
    assert len({KEY.account(name) for name in ("Amina_H", "@amina_h", " AMINA_H ")}) == 1
    assert KEY.account("amina_h") != OTHER_KEY.account("amina_h")
    assert (KEY.account(None), KEY.account(" @ ")) == (NO_ACCOUNT, UNTOLD)
    assert "kkkk" not in repr(KEY)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Heavy shelling near Bani Walid", ["conflict"]),
        ("Attaques au Mali et au Burkina Faso", ["west-africa"]),
        ("airstrikes in Yemen, and a raid in #Syria", ["syria", "yemen"]),
        ("الهجوم على نقطة في سيناء", ["sinai"]),
        ("Scontri nella notte a Tripoli", ["conflict"]),
        ("Combates en Mosul", ["iraq"]),
        ("وقصفوا بغداد", ["iraq"]),
        ("Join us, brothers: take up arms", ["recruitment"]),
        ("Nouveau numéro, à diffuser : diffusez", ["propaganda"]),
        ("A holiday in Yemen", []),
        ("The child is well", []),
    ],
)
def test_themes_are_read_in_the_desks_languages(text: str, found: list[str]) -> None:
    assert list(theme_reader().read(text)) == found


def test_no_theme_lists_a_community() -> None:
    told = yaml.safe_load(COMMUNITIES.read_text("utf-8"))
    named = [*told["cased_communities"], *(one for names in told["communities"].values() for one in names)]
    communities = {fold(name).lower().rstrip("*") for name in named}
    listed = {
        fold(word).lower().rstrip("*") for one in languages() for words in words_of(one).values() for word in words
    }
    assert languages() == ("ar", "en", "es", "fr", "it")
    assert listed & communities == set()
    assert {group for theme in themes() for group in theme.needs | theme.without} <= set(words_of("en"))


@pytest.mark.parametrize(
    ("stated", "text", "found"),
    [
        ("Bani Walid, Libya", None, ["Bani Walid"]),
        ("Tripoli, Lebanon", "Shelling in Misrata", ["Tripoli"]),  # what is stated goes before what is named
        ("Libya", None, ["Libya"]),
        ("my house", "Clashes near Tripoli in Libya", ["Tripoli"]),
        (None, "اشتباكات في بني وليد", ["Bani Walid"]),
        (None, "#BaniWalid is quiet", ["Bani Walid"]),
        (None, "Attaque à Ménaka au Mali", ["Ménaka"]),
        (None, "Une attaque dans l'Irak", ["Iraq"]),
        (None, "Scontri a L'Aquila per il pane", ["L'Aquila"]),
        (None, "Nice weather, says Hassan", []),
        ("x" * 5000, "y" * 5000, []),
    ],
)
def test_a_post_is_placed_where_it_says_or_at_what_it_names(
    stated: str | None, text: str | None, found: list[str]
) -> None:
    assert [place.name for place in places()(stated, text)] == found


def test_the_watched_countries_decide_among_namesakes_and_need_no_cue() -> None:
    assert [place.country for place in places("LY")("Tripoli", None)] == ["LY"]
    assert [place.country for place in places("LY")("Tripoli, Lebanon", None)] == ["LB"]
    assert [place.name for place in places("LY")(None, "Bani Walid: quiet again")] == ["Bani Walid"]
    assert [place.name for place in places("LY")(None, "بني وليد هادئة")] == ["Bani Walid"]


def test_a_text_is_read_and_not_kept() -> None:
    reader = PostReader(KEY, places(), theme_reader())
    post = reader.read(Told(737563, "2020-05-18", "amina_h", "Bani Walid", "Shelling near the market"))
    assert (post.themes, post.text, [reader.places[one].name for one in post.places]) == (
        ("conflict",), None, ["Bani Walid"],
    )  # fmt: skip
    again = reader.read(Told(737563, "2020-05-18", "Amina_H", "Bani Walid", "Shelling near the market", "17"))
    assert again.account == post.account
    assert again.key != post.key  # by its id, where it has one


def test_what_is_kept_of_a_text_names_no_account() -> None:
    known = ("amina_h", "Free Voice 99", "★star★", "benghazi-now", "نبأ")
    mask = TextMask(KEY, {KEY.account(name) for name in known})
    text = (
        "@someone.else says: amina_h and FREE VOICE 99, seen by ★star★ (Benghazi-Now) in Benghazi, write to me@mail.ly"
        " or +218 91 555 0101; see https://t.me/amina_h/3, www.a.ly/x, t.me/joinme or u/amina_h. نبأ؟"
    )
    assert mask(text) == (
        "[account] says: [account] and [account], seen by ★[account]★ ([account]) in Benghazi, write to [account] or"
        " [number]; see [link] [link] [link] or [account]. [account]؟"
    )


def test_a_row_number_is_no_id_of_its_own_and_a_blank_account_is_one() -> None:
    reader = PostReader(KEY, places(), theme_reader())
    monday, tuesday = (Told(day, "x", "amina_h", None, "bread", "1") for day in (737563, 737564))
    other = Told(737563, "x", "karim", None, "bread", "1")
    assert len({reader.read(one).key for one in (monday, tuesday, other, monday)}) == 3
    blank = [reader.read(Told(737563, "x", "", None, text)).account for text in ("a", "b")]
    assert blank == [UNTOLD, UNTOLD]
    assert reader.read(Told(737563, "x", None, None, "a")).account == NO_ACCOUNT


@pytest.mark.parametrize(
    "text",
    [
        "thanks @Khaled Al-Ghoul and khaled al-ghoul",
        "(@Khaled Al-Ghoul) said:@Khaled Al-Ghoul",
        "#KhaledAlGhoul #Khaled_Al_Ghoul #khaled-alghoul #FreeKhaledAlGhoul",
        "لقاء #أبو_زيد_الهلالي في زليتن، مع أبو زيد الهلالي",
        "by One Two Three Four Five Sixsecret today",
        "see secretsite.com, SecretSite.com. or secretgroup.onion/x and secretsite[.]com:80",
    ],
)
def test_no_word_of_a_name_or_a_link_is_left_of_a_text(text: str) -> None:
    known = ("Khaled Al-Ghoul", "أبو زيد الهلالي", "one two three four five sixsecret")
    masked = TextMask(KEY, {KEY.account(name) for name in known}, max(map(words_in, known)))(text).lower()
    words = ("khaled", "ghoul", "زيد", "هلالي", "sixsecret", "five", "secretsite", "secretgroup", "com", "onion")
    assert [word for word in words if word in masked] == []
    assert "[account]" in masked or "[link]" in masked


def test_a_name_that_the_end_of_a_long_text_cuts_is_not_kept() -> None:
    reader = PostReader(KEY, places(), theme_reader(), TextMask(KEY, {KEY.account("Khaled Al-Ghoul")}))
    kept = reader.read(Told(737563, "x", "a", None, "bread " * 331 + "says Khaled Al-Ghoul " * 9)).text
    assert kept is not None
    assert (len(kept) > 1000, "Khaled" in kept) == (True, False)


@pytest.mark.parametrize("name", ["Abdullah", "Peul", "Tebu", "@alghoul", "Khaled"])
def test_a_name_of_a_person_or_a_people_is_no_place(name: str) -> None:
    assert places().stated(name) == ()


@pytest.mark.parametrize(
    ("stated", "watched", "found"),
    [("Misrata", (), ["Misratah"]), ("Libya", (), ["Libya"]), ("Péaule, France", (), ["Péaule"]), ("Péaule", (), [])],
)
def test_a_place_without_a_country_is_of_many_people_or_watched(
    stated: str, watched: tuple[str, ...], found: list[str]
) -> None:
    assert [place.name for place in places(*watched).stated(stated)] == found
    assert [place.name for place in places("FR").stated("Péaule")] == ["Péaule"]


def test_days_are_covered_in_stretches_without_strays() -> None:
    def told(*days: str, again: int = 0, held: bool = False) -> list[ExportDay]:
        return [ExportDay(date.fromisoformat(day).toordinal(), 60, again, held) for day in days]

    today, none = date(2026, 1, 1), (None, None)
    pinned = told("2019-01-07")[0]._replace(posts=1)
    days = told("2020-05-01", "2020-05-16", "2020-06-01")  # fourteen days between, then fifteen
    first, second = (date(2020, 5, 1), date(2020, 5, 16)), (date(2020, 6, 1), date(2020, 6, 1))
    assert cover_of([pinned, *days], none, today) == Cover((first, second), strays=1)
    assert cover_of([pinned, *days], (date(2020, 4, 1), None), today).spans == ((date(2020, 4, 1), second[1]),)
    assert cover_of(days, (None, date(2020, 7, 1)), today).spans == (first, (second[0], date(2020, 7, 1)))
    assert cover_of(told("2020-05-01", again=40), none, today) == Cover((), doubtful=True)
    assert cover_of(told("2020-05-01", again=40, held=True), none, today).spans == ((first[0], first[0]),)
    assert cover_of([], none, today) == Cover(())
