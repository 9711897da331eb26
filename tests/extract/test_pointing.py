"""Words that point at a doer, and what an event's status rests on: on words alone, without an encoder."""

import pytest

from conflictdesk.extract.evidence import weighed
from conflictdesk.extract.numbers import numerals
from conflictdesk.extract.references import is_part_of_force, names_group, points_at_band, refers_again, shortened_name
from conflictdesk.records.events import Status


@pytest.mark.parametrize(
    ("words", "language", "points"),
    [
        ("the militants", "en", True),
        ("the same fighters", "en", True),
        ("militants", "en", False),
        ("the militants of Jund al-Khilafah", "en", False),
        ("les djihadistes", "fr", True),
        ("des djihadistes", "fr", False),
        ("gli assalitori", "it", True),
        ("المسلحون", "ar", True),
        ("مسلحون", "ar", False),
    ],
)
def test_definite_bands_point_back(words: str, language: str, points: bool) -> None:
    assert points_at_band(words, language) is points


@pytest.mark.parametrize(
    ("words", "part"), [("a unit", True), ("the command", True), ("its patrols", True), ("a farmer", False)]
)
def test_parts_of_a_force(words: str, part: bool) -> None:
    assert is_part_of_force(words, "en") is part


@pytest.mark.parametrize(
    ("words", "name"),
    [("the coalition", "coalition"), ("the Giants", "giants"), ("a coalition", None), ("the men", None)],
)
def test_a_name_may_be_shortened_to_one_word(words: str, name: str | None) -> None:
    assert shortened_name(words, "en") == name


@pytest.mark.parametrize(
    ("words", "language", "group"),
    [
        ("the group", "en", True),
        ("they", "en", False),
        ("le groupe", "fr", True),
        ("il gruppo", "it", True),
        ("el grupo", "es", True),
        ("التنظيم", "ar", True),
        ("مقاتلوه", "ar", False),
    ],
)
def test_a_group_is_no_states_force(words: str, language: str, group: bool) -> None:
    assert names_group(words, language) is group


@pytest.mark.parametrize(("words", "again"), [("the bombing", True), ("this attack", True), ("a bomb", False)])
def test_an_event_spoken_of_as_known(words: str, again: bool) -> None:
    assert refers_again(words, "en") is again


@pytest.mark.parametrize(("words", "number"), [("twenty-one", 21), ("two vehicles", None), ("someone", None), ("4", 4)])
def test_only_words_that_are_a_number_have_its_value(words: str, number: int | None) -> None:
    assert numerals("en").value(words) == number


EVERY = frozenset(Status)


def likeliest(signs: dict[str, bool], read: dict[str, float], possible: frozenset[Status] = EVERY) -> Status:
    shares = weighed(signs, read, possible)
    assert sum(shares.values()) == pytest.approx(1.0)
    return max(shares, key=lambda status: shares[status])


def test_without_a_sign_an_event_is_reported() -> None:
    assert likeliest({"group": True}, {}) is Status.REPORTED


@pytest.mark.parametrize(("sign", "status"), [("denial owned", Status.DENIED), ("hedge owned", Status.ALLEGED)])
def test_signs_weigh_against_an_unsure_encoder(sign: str, status: Status) -> None:
    read = {"reported": 0.05, "denied": 0.4, "alleged": 0.4}
    assert likeliest({sign: True}, read) is status
    assert weighed({sign: True}, read, EVERY)[status] > 1.2 * weighed({}, read, EVERY)[status]


def test_what_the_text_cannot_say_is_never_chosen() -> None:
    assert likeliest({"claim owned": True}, {"claimed": 1.0}, EVERY - {Status.CLAIMED}) is not Status.CLAIMED
