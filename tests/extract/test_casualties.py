"""Numbers of people: phrases, and sentences with their answers in them: `[words|field min-max]`, `?` for unknown."""

import re

import pytest

from conflictdesk.extract.casualties import count_of, find_counts
from conflictdesk.records.values import Count
from conflictdesk.text.sentences import split_sentences

MARKED = re.compile(r"\[([^|\]]+)\|([^\]]*)\]")

PHRASES = [
    ("en", "at least 305 people", 305, None),
    ("en", "more than 20", 20, None),
    ("en", "over 26", 26, None),
    ("en", "no fewer than nine", 9, None),
    ("en", "nine or more soldiers", 9, None),
    ("en", "some forty", 40, 40),
    ("en", "about 50", 50, 50),
    ("en", "up to 12", None, 12),
    ("en", "as many as 18 people", None, 18),
    ("en", "at least 60 local traders and 11 foreign nurses", 71, None),
    ("en", "between 5 and 7", 5, 7),
    ("en", "between five and seven", 5, 7),
    ("en", "five to seven", 5, 7),
    ("en", "several", None, None),
    ("en", "dozens", None, None),
    ("en", "dozens of the 40 hostages", None, None),
    ("en", "no one", 0, 0),
    ("en", "nobody hurt", 0, 0),
    ("en", "four soldiers", 4, 4),
    ("en", "a soldier", 1, 1),
    ("en", "a non-commissioned officer", 1, 1),
    ("en", "two others", 2, 2),
    ("en", "him and his wife", 2, 2),
    ("en", "the villagers", None, None),
    ("en", "neutralised 10", None, 10),
    ("en", "17 terrorists", 17, 17),
    ("en", "1,200", 1200, 1200),
    ("en", "ninety", 90, 90),
    ("en", "twenty-one", 21, 21),
    ("en", "a hundred and five", 105, 105),
    ("en", "a dozen", 12, 12),
    ("en", "two soldiers and a child", 3, 3),
    ("en", "six soldiers, two of them officers", 6, 6),
    ("en", "a 12-year-old girl", 1, 1),
    ("en", "FIVE", 5, 5),
    ("fr", "une dizaine", 10, 10),
    ("fr", "au moins huit personnes", 8, None),
    ("fr", "vingt et un", 21, 21),
    ("fr", "un soldat", 1, 1),
    ("fr", "des dizaines de civils", None, None),
    ("it", "trentacinque persone", 35, 35),
    ("it", "almeno tre", 3, None),
    ("it", "una decina", 10, 10),
    ("es", "treinta y un muertos", 31, 31),
    ("es", "hasta quince pastores", None, 15),
    ("es", "varios", None, None),
    ("ar", "جنديان", 2, 2),
    ("ar", "جنديين", 2, 2),
    ("ar", "ما لا يقل عن خمسة", 5, None),
    ("ar", "خمسة وعشرين شخصا", 25, 25),
    ("ar", "١٧ قتيلا", 17, 17),
    ("ar", "عشرات", None, None),
    ("ar", "جندي", 1, 1),
    ("ar", "ضابط ومجند", 2, 2),
    ("ar", "ضابط وشرطيان", 3, 3),
    ("ar", "خمسة جنود وضابط", 6, 6),
    ("ar", "أكثر من خمسة جنود وطفل", 6, None),
    ("ar", "خمسة أشخاص بينهم امرأة وطفل", 5, 5),
    ("ar", "شخص واحد", 1, 1),
    ("ar", "مزارعَين", 2, 2),
    ("ar", "واحداً وثلاثين", 31, 31),
    ("it", "lui e un commilitone", 2, 2),
]

SENTENCES = """
en The blast killed [four soldiers|killed 4-4] and wounded [at least six others|wounded 6-?].
en [Four soldiers|killed 4-4] were killed and [two others|wounded 2-2] hurt.
en It left [nine or more soldiers|killed 9-?] dead.
en The last strike came in 2019, resulting in the death of [17 terrorists|killed 17-17] near the town.
en A mortar round injured [43 people|wounded 43-43].
en Gunmen abducted [five nurses|abducted 5-5] and [a driver|abducted 1-1] was kidnapped later.
en The army said it neutralised [10 militants|killed ?-10].
en [Four gunmen|none] killed [six soldiers|killed 6-6].
en [Dozens|killed ?-?] were killed.
en The column drove for four hours and took five villages.
fr [Six gendarmes|killed 6-6] ont été tués et [neuf autres|wounded 9-9] blessés.
fr [Deux enseignants|abducted 2-2] ont été enlevés par des hommes à moto.
it [Due soldati|killed 2-2] sono stati uccisi e [cinque|wounded 5-5] feriti.
it Il commando ha assaltato il villaggio uccidendo [almeno tre persone|killed 3-?].
es Mataron a [tres policías|killed 3-3] e hirieron a [dos|wounded 2-2].
es Los hombres secuestraron a [dos ingenieros|abducted 2-2].
ar قتل [تسعة جنود|killed 9-9] وأصيب [16 شخصا|wounded 16-16] في الهجوم.
ar أعلن الجيش مقتل [جنديين|killed 2-2] وإصابة [خمسة آخرين|wounded 5-5].
ar اختطف مسلحون [ثلاثة معلمين|abducted 3-3].
en [A man and his son|killed 2-2] were shot dead.
en [An officer and two soldiers|killed 3-3] were killed.
en [Two of its officers|killed 2-2] were killed and [a third|wounded 1-1] was wounded.
en [25 people, including 4 children,|killed 25-25] were killed.
en The bodies of [four men|killed 4-4] were found.
en The dead rose to [ten|killed 10-10]; [eight|wounded 8-8] are in hospital.
fr [Sept d'entre eux|killed 7-7] ont été tués, [deux autres|wounded 2-2] sont hospitalisés.
fr [L'homme|killed 1-1] a succombé.
it [Sei|killed 6-6] i soldati uccisi, [quattro|wounded 4-4] i feriti.
it Ha provocato la morte di [due agenti|killed 2-2].
it [Nove soldati|killed 9-9] caduti.
es Los heridos fueron [nueve|wounded 9-9].
ar قُتل [جنديان|killed 2-2] في الهجوم وأُصيب [ثلاثة|wounded 3-3].
ar انفجرت عبوة ما أدى إلى [مقتله|killed 1-1].
ar تحدثت القيادة عن [جريحين|wounded 2-2] و[قتيل واحد|killed 1-1].
en The bandits killed and wounded [about fifteen|mixed 15-15] on the road.
en Armed men raped [three women|violated 3-3] near the camp.
en Police arrested [four men|held 4-4] on Friday.
en They hacked [a chief|killed 1-1] to death and shot [two guards|killed 2-2].
en The toll of the blast has climbed to [nineteen|killed 19-19].
en A mine wounded [its two riders|wounded 2-2].
en [Two soldiers|killed 2-2] wounded in the ambush near Gao died in hospital on Monday.
fr [Deux|killed 2-2] des blessés de l'attaque sont morts lundi.
it [Due|killed 2-2] dei feriti dell'agguato sono morti lunedì.
es [Tres de los|killed 3-3] heridos en el ataque murieron el lunes.
en [More than a dozen people|wounded 12-?] were injured.
ar انفجرت عبوة فقضى [ضابط وشرطيان|killed 3-3] وأصيب [أربعة|wounded 4-4].
ar أودى القصف بحياة [امرأة وثلاثة من|killed 4-4] أطفالها، فضلا عن [سبعة|wounded 7-7] جرحى.
ar [ثلاث موظفات والسائق|killed 4-4] لقوا حتفهم.
ar قتل [خمسة جنود|killed 5-5] و[ثلاثة|wounded 3-3] أصيبوا.
ar خطف المسلحون [موظفَين|abducted 2-2] في الشركة.
ar أردى مسلحون على دراجة [طبيبا|killed 1-1] في السوق.
ar أطلقوا النار فيقتلون [ستة|killed 6-6] ويصيبون [أربعة|wounded 4-4].
ar ارتقى [شابان|killed 2-2] وأصيب [ثالث|wounded 1-1] بجروح.
en It hit the market, killing [at least 60 local traders and 11 foreign nurses|killed 71-?].
en A drone killed [two members of Hezbollah and a passer-by|killed 3-3], the source said.
en [Three young nurses and a 16-year-old boy|killed 4-4] died in the fire.
en [One guard|killed 1-1] was killed and [a second|wounded 1-1] hurt.
en The blast took off the foot of [a fisherman|wounded 1-1].
en Naik Sher and [two sepoys|killed 2-2] embraced shahadat.
it [Due|killed 2-2] feriti non ce l'hanno fatta.
it [Due caschi blu italiani|wounded 2-2] hanno riportato contusioni domenica.
en It injured [as many as 18 people|wounded ?-18].
en The minister puts the dead at [30|killed 30-30] and the injured at [17|wounded 17-17].
en [One guard|killed 1-1] died and [three|held 3-3] were arrested.
en The statement says that [150 prisoners|held 150-150] were set free there.
en Armed men took away [four miners|abducted 4-4] on Monday.
en The dead number [thirteen|killed 13-13].
fr [Trois jeunes civils et un policier|killed 4-4] ont été tués à l'aube.
it I morti sono in tutto [tre|killed 3-3].
es Los muertos son [cuatro|killed 4-4].
ar تحدث البيان عن [16|mixed 16-16] قتيلا ومصابا.
it Gli insorti sono fuggiti lasciando sul terreno [nove uomini|killed 9-9].
ar انفجرت عبوة وأودت بـ[طفل|killed 1-1].
"""


@pytest.mark.parametrize(("language", "words", "least", "most"), PHRASES)
def test_phrase(language: str, words: str, least: int | None, most: int | None) -> None:
    assert count_of(words, language) == Count(least, most)


@pytest.mark.parametrize("line", SENTENCES.strip().splitlines())
def test_sentence(line: str) -> None:
    language, _, marked = line.partition(" ")
    text = MARKED.sub(r"\1", marked)
    answers = [(words, answer) for words, answer in MARKED.findall(marked) if answer != "none"]
    found = find_counts(text, split_sentences(text, language), language)
    seen = [(mention.span.of(text), f"{mention.field} {written(mention.count)}") for mention in found]
    assert seen == answers


def written(count: Count) -> str:
    return "-".join("?" if side is None else str(side) for side in (count.min, count.max))


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "There was shelling, but no casualties were reported."),
        ("en", "The grenade hurt no one."),
        ("en", "The lorry was robbed, its drivers unharmed."),
        ("es", "La granada estalló sin herir a nadie."),
        ("fr", "La grenade n'a blessé personne."),
        ("fr", "Le tir n'a fait aucune victime."),
        ("it", "Un razzo è caduto in un campo, nessuna vittima."),
        ("es", "El cohete cayó en un campo y no hubo víctimas."),
        ("ar", "سقط صاروخ في حقل دون وقوع إصابات."),
    ],
)
def test_nobody_hurt_is_nobody_killed_and_nobody_wounded(language: str, text: str) -> None:
    found = find_counts(text, split_sentences(text, language), language)
    assert [(mention.field, mention.count) for mention in found] == [("killed", Count(0, 0)), ("wounded", Count(0, 0))]


def test_a_reading_stays_within_its_sentence() -> None:
    text = "The army lost four. Killed were the hopes of many."
    assert not find_counts(text, split_sentences(text, "en"), "en")
