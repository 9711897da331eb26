import pytest

from conflictdesk.geo.names import Method, agreement, bare, folded, normal

FOLD_ALIKE = [
    ("Al-Qaţrūn", "El Gatroun"),
    ("Um Al-Aranib", "Umm al Arānib"),
    ("Tajoura", "Tājūrā’"),
    ("Sebha", "Sibha"),
    ("Ghat", "Gat"),
    ("Deir ez-Zor", "Dayr az-Zūr"),
    ("Az Zawiyah", "Al-Zawia"),
    ("Khartoum", "Kartum"),
    ("القطرون", "قطرون"),
    ("أم الأرانب", "ام الارانب"),
    ("سبهة", "سبهه"),
]
STAY_APART = [("Mosul", "Mosel Bay"), ("Gao", "Goa Town"), ("Kidal", "Kandal"), ("سبها", "سرت")]


@pytest.mark.parametrize(("one", "other"), FOLD_ALIKE)
def test_spellings_of_one_name_fold_alike(one: str, other: str) -> None:
    assert folded(normal(one)) == folded(normal(other))


@pytest.mark.parametrize(("one", "other"), STAY_APART)
def test_other_names_stay_apart(one: str, other: str) -> None:
    assert folded(normal(one)) != folded(normal(other))


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("  Al-Qaţrūn ", "al qatrun"),
        ("Côte d’Ivoire", "cote divoire"),
        ("St. Louis", "saint louis"),
        ("مِصْر", "مصر"),
        ("…", ""),
    ],
)
def test_the_normal_form_has_no_marks(name: str, expected: str) -> None:
    assert normal(name) == expected


@pytest.mark.parametrize(("name", "expected"), [("al qatrun", "qatrun"), ("al", "al"), ("umm al aranib", "umm aranib")])
def test_articles_come_off_but_never_the_last_word(name: str, expected: str) -> None:
    assert bare(name) == expected


@pytest.mark.parametrize(
    ("one", "other", "method"),
    [("gao", "gao", Method.EXACT), ("zawiya", "az zawiya", Method.BARE), ("qatroun", "al qatrun", Method.FOLDED)],
)
def test_agreement_names_its_method(one: str, other: str, method: Method) -> None:
    found = agreement(one, other)
    assert found is not None
    assert found.method is method


def test_short_names_that_only_fold_alike_do_not_agree() -> None:
    assert agreement("gao", "kao") is None
