"""Language by script and words."""

import pytest

from conflictdesk.text.language import detect_language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Nine soldiers were killed in an attack on a camp in Sabha, officials said.", "en"),
        ("Six gendarmes ont été tués dans l'attaque de leur poste à Yangasso.", "fr"),
        ("Secondo fonti locali tre miliziani sono morti negli scontri di Zawiya.", "it"),
        ("Un soldado murió en la explosión de una motocicleta frente al cuartel.", "es"),
        ("أعلن التنظيم مسؤوليته عن الهجوم على البوابة الأمنية جنوب سبها", "ar"),
        ("قال المتحدث باسم AFRICOM إن الضربة الجوية قتلت ثمانية مسلحين", "ar"),
        ("گروه طالبان مسئولیت حمله به پاسگاه پلیس در کابل را پذیرفت", "fa"),
        (
            "Bei dem Angriff auf den Stützpunkt wurden drei Soldaten getötet, wie ein Sprecher der Armee mitteilte. "
            "Die Angreifer flohen danach in die Wüste.",
            "de",
        ),
        ("Boko Haram attack Maiduguri Nigeria kills 10", "en"),
        ("Attaque d'un hôtel à Bamako : 19 morts", "fr"),
        ("FIGHTERS ATTACKED A TRAINING CAMP SOUTH OF SABHA AT DAWN, A SOURCE SAID.", "en"),
        ("Bamako", None),
        ("12.03.2019 – 14:30", None),
        ("", None),
    ],
)
def test_language(text: str, language: str | None) -> None:
    assert detect_language(text) == language
