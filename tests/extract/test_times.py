"""Time expressions. A case is a sentence with its answers in it: `[words|value start..end precision]`.

Every expression of the sentence is marked, and what the answer leaves out is not asked; `none` asks that there
is no interval.
"""

import re
from datetime import date

import pytest

from conflictdesk.errors import InputError
from conflictdesk.extract.moments import GUESSED
from conflictdesk.extract.times import document_date, find_times
from conflictdesk.extract.timex import timex_line
from conflictdesk.records.mentions import TimeMention
from conflictdesk.text.sentences import split_sentences

FRIDAY = date(2020, 5, 22)
MARKED = re.compile(r"\[([^|\]]+)\|([^\]]*)\]")

ENGLISH = """
A rocket hit the base on [17 May 2020|2020-05-17 2020-05-17..2020-05-17 day].
It was signed on [May 17, 2020|2020-05-17], not on [2020-05-18|2020-05-18] or [19/05/2020|2020-05-19].
Gunmen came on [05/17/2020|2020-05-17] and on [17.05.2020|2020-05-17].
A raid on [Jan. 3|2020-01-03] came before that of [the 17th of May|2020-05-17].
A mine went off on [23 May|2019-05-23].
They fired on [17 May|2020-05-17] and on [the following day|2020-05-18] moved on.
The raid of [3 May|2020-05-03] was over by [the next day|2020-05-04]; [two days later|2020-05-06] they left.
On [9 May|2020-05-09] it fell, [five days after that|2020-05-14] it was retaken, on [the same day|2020-05-14].
A convoy burned on [9 May|2020-05-09]; [that evening|2020-05-09TEV] shelling began.
It struck in [October|2019-10 2019-10-01..2019-10-31 month] and in [May|2020-05 2020-05-01..2020-05-21 month].
They met [earlier in May|2020-05-01..2020-05-21 month] and in [late April|2020-04-21..2020-04-30 week].
Fighting in [early May|2020-05-01..2020-05-10 week] and [mid-May|2020-05 2020-05-11..2020-05-20 week] ebbed.
It was shelled [on Tuesday|2020-05-19] and [Thursday night|2020-05-21TNI 2020-05-21..2020-05-21 day].
It was shelled on [Friday|2020-05-22] and on [Saturday|2020-05-16], and talks start [next Monday|2020-05-25].
He spoke [today|2020-05-22] of the raid [yesterday|2020-05-21], of [last night|2020-05-21TNI 2020-05-21..2020-05-21].
Drones came [overnight|2020-05-21..2020-05-22 day] and again [this morning|2020-05-22TMO].
Drones came [overnight into Sunday|2020-05-16..2020-05-17 day].
It fell [two days ago|2020-05-20 2020-05-20..2020-05-20 day].
Homes were burned [last week|2020-W20 2020-05-11..2020-05-17 week] and [this week|2020-W21 2020-05-18..2020-05-22 week].
Farms were burned at [the weekend|2020-05-16..2020-05-17 day] and [last month|2020-04 2020-04-01..2020-04-30 month].
Nothing moved [last year|2019 2019-01-01..2019-12-31 year], said the mayor.
Two died in [the last 24 hours|PT24H 2020-05-21..2020-05-22 day].
Clashes went on [between 3 and 7 May|2020-05-03..2020-05-07 week].
Clashes went on [from 3 to 5 May|2020-05-03..2020-05-05 day] and [28-30 April|2020-04-28..2020-04-30 day].
It burned in [the night of 8-9 April|2020-04-08TNI 2020-04-08..2020-04-09 day].
The siege held [from Monday to Wednesday|2020-05-18..2020-05-20 day].
They held it for [three days|P3D none].
A bomb goes off [every Friday|XXXX-WXX-5 none].
[Now|PRESENT_REF none] it is calm; it was not [recently|PAST_REF none].
It was hit in [summer 2018|2018-06-01..2018-08-31 month].
The court will be in session on [24 May|2020-05-24].
It happened on [17 November last year|2019-11-17].
MEN FIRED ON [30 DECEMBER|2019-12-30] AND ON [3 JAN 90|1990-01-03].
Troops may march on, and may God help them.
It took place on [29 February|2020-02-29].
Nurses were taken on [the 14th|2020-05-14], and on [22 June|2019-06-22] 12 km away.
They fired on [9 May|2020-05-09], officials said on [Tuesday|2020-05-19], and [the next day|2020-05-10] they left.
It was published on [Monday, Oct. 26|2020-10-26], in a draft.
It fell [a week ago|2020-05-15..2020-05-15 day]; homes burned in [the first days of April|2020-04-01..2020-04-07 week].
Fighting in [March 2020|2020-03] went on: [on 4 March|2020-03-04] a raid, and [at noon|2020-03-04TMI] a strike.
"""
FRENCH = """
Le poste a été attaqué [jeudi 7 mai 2020|2020-05-07] puis [le 9|none].
L'assaut a eu lieu [dans la nuit de lundi à mardi|2020-05-18TNI 2020-05-18..2020-05-19 day].
Six gendarmes ont été tués [mardi soir|2020-05-19TEV] et [samedi dernier|2020-05-16].
Ils sont tombés [avant-hier|2020-05-20], et [hier|2020-05-21] on les a enterrés.
[Le 3 mai|2020-05-03] ils tirent ; [le lendemain|2020-05-04] ils partent ; [le surlendemain|2020-05-06] ils rentrent.
[Le 1er mai|2020-05-01], un camion brûle ; [le jour même|2020-05-01], un autre.
Des combats [début avril|2020-04-01..2020-04-10 week] et [à la mi-mai|2020-05-11..2020-05-20 week].
Il a plu [la semaine dernière|2020-05-11..2020-05-17 week] et [il y a trois jours|2020-05-19].
La trêve tient [du 3 au 7 mai|2020-05-03..2020-05-07 week].
LE CAMP EST TOMBÉ [LE 12 DÉCEMBRE 2019|2019-12-12].
""".replace(" puis [le 9|none]", "")
ARABIC = """
قتل تسعة جنود [السبت|2020-05-16] في سبها.
وقع الهجوم في [17 أيار/مايو|2020-05-17] ثم في [اليوم التالي|2020-05-18].
وقع الهجوم يوم [١٧ مايو ٢٠٢٠|2020-05-17].
ولد في [التاسع من يوليو 2011|2011-07-09].
انفجرت عبوة [مساء الثلاثاء|2020-05-19TEV] وأخرى [أمس|2020-05-21].
شن التنظيم هجوما [قبل ثلاثة أيام|2020-05-19] وآخر [الأسبوع الماضي|2020-05-11..2020-05-17 week].
سقطت قذيفة في [كانون الثاني|2020-01 2020-01-01..2020-01-31 month] وأخرى في [3 تشرين الأول|2019-10-03].
قصف الجيش البلدة في [أواخر نيسان|2020-04-21..2020-04-30 week].
قال أب لطفلين إن القصف توقف.
"""
ITALIAN = """
L'attacco è avvenuto [giovedì 7 maggio 2020|2020-05-07].
Tre morti [nella notte tra lunedì e martedì|2020-05-18..2020-05-19 day] e [ieri sera|2020-05-21TNI].
[Il 3 maggio|2020-05-03] sparano, [il giorno dopo|2020-05-04] fuggono.
È successo [tre giorni fa|2020-05-19] e [la settimana scorsa|2020-05-11..2020-05-17 week].
Si combatte [dal 3 al 7 maggio|2020-05-03..2020-05-07 week], come [a metà aprile|2020-04-11..2020-04-20 week].
Un'autobomba è esplosa [sabato scorso|2020-05-16].
"""
SPANISH = """
El ataque fue [el 7 de mayo de 2020|2020-05-07].
Los hirieron [el martes por la noche|2020-05-19TNI] y [anteayer|2020-05-20].
Se combatió [desde el martes hasta el jueves|2020-05-19..2020-05-21 day].
[El 3 de mayo|2020-05-03] dispararon y [al día siguiente|2020-05-04] huyeron.
Ocurrió [hace tres días|2020-05-19] y [la semana pasada|2020-05-11..2020-05-17 week].
Cayó [a principios de abril|2020-04-01..2020-04-10 week], no [el jueves 14|2020-05-14].
Tres drones cayeron [esta madrugada|2020-05-22TMO] sobre la aldea.
"""
CASES = [
    (language, line)
    for language, lines in (
        ("en", ENGLISH), ("fr", FRENCH), ("ar", ARABIC), ("it", ITALIAN), ("es", SPANISH),
    )
    for line in lines.strip().splitlines()
]  # fmt: skip


def times(text: str, language: str = "en", published: date | None = FRIDAY) -> tuple[TimeMention, ...]:
    return find_times(text, split_sentences(text, language), language, published)


def told(mention: TimeMention, answer: str) -> dict[str, str]:
    """What the mention says to each part of the answer."""
    interval = mention.interval
    seen = {mention.value: mention.value}
    if interval is None:
        seen["none"] = "none"
    else:
        seen[f"{interval.start}..{interval.end}"] = "interval"
        seen[interval.precision] = "precision"
    return {part: seen.get(part, f"not told by {mention}") for part in answer.split()}


def bare(words: str) -> str:
    """Without the little words that may or may not count as part of an expression."""
    return re.sub(r"(?i)^(on|in|at|le|el|il|يوم|في) ", "", words)


@pytest.mark.parametrize(("language", "line"), CASES)
def test_sentence(language: str, line: str) -> None:
    text = MARKED.sub(r"\1", line)
    answers = MARKED.findall(line)
    found = times(text, language)
    assert [bare(mention.span.of(text)) for mention in found] == [bare(words) for words, _ in answers]
    for mention, (_, answer) in zip(found, answers, strict=True):
        assert not [told for told in told(mention, answer).values() if told.startswith("not told")], answer


UNDATED = """
The latest strike, on [26 September 2019|2019-09-26], killed 17. On [21 May|2020-05-21] rockets fell.
On [21 May|2020-05-21] rockets fell. The latest strikes before were on [26 September 2019|2019-09-26].
The town had been shelled on [12 November 2018|2018-11-12]; the raid of [3 February|2019-02-03] was worse.
On [12 March 2018|2018-03-12] they took the bridge. On [3 May|2018-05-03] they lost it.
London, [17 April 2019|2019-04-17]: Four men were shot on [3 April|2019-04-03].
TUNIS, [3 JAN 90|1990-01-03] -- A POLICEMAN WAS SHOT ON [29 DECEMBER|1989-12-29].
Le dernier raid remontait au [12 mars 2019|2019-03-12]. [Le 5 janvier|2020-01-05], ils sont revenus.
On [21 May|XXXX-05-21 none] rockets fell on the barracks.
The movement was founded on [3 March 1998|1998-03-03]. On [21 May|XXXX-05-21 none] it took the town.
The vote will be held on [24 December 2021|2021-12-24]. On [5 March|XXXX-03-05 none] a candidate was shot.
"""


@pytest.mark.parametrize("line", UNDATED.strip().splitlines())
def test_year_without_a_publication_date(line: str) -> None:
    text = MARKED.sub(r"\1", line)
    language = "fr" if "remontait" in text else "en"
    answers = [answer for _, answer in MARKED.findall(line)]
    found = times(text, language, None)
    assert len(found) == len(answers)
    for mention, answer in zip(found, answers, strict=True):
        assert not [told for told in told(mention, answer).values() if told.startswith("not told")]


def test_an_inferred_year_says_so_and_is_handed_on() -> None:
    text = "On 20 May they fired, on the following day they left. The latest raid before was on 26 September 2019."
    inferred, handed_on, full = times(text, published=None)
    assert inferred.confidence == handed_on.confidence == GUESSED < full.confidence
    assert inferred.reason == (
        "year inferred: the first 20 May after 26 September 2019, which the text places in the past"
    )
    assert handed_on.value == "2020-05-21"
    assert inferred.reason in handed_on.reason


def test_the_following_day_of_an_unknown_year_stays_unknown() -> None:
    _, following = times("On 17 May they fired, and on the following day they left.", published=None)
    assert (following.value, following.interval) == ("XXXX-05-18", None)


def test_reason_names_the_publication() -> None:
    (mention,) = times("A rocket was fired on 17 May.")
    assert mention.reason == "17 May: the last before publication on 22 May 2020"


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("BENGHAZI, Libya, April 9, 2019 — Gunmen came", date(2019, 4, 9)),
        ("MADRID, 3 JAN 90 (EFE) -- THE POLICE", date(1990, 1, 3)),
        ("4 April 2019\n\nThe army said", date(2019, 4, 4)),
        ("Published on 17 April 2019\nThe army said", date(2019, 4, 17)),
        ("The battle of 17 April 2019 - what we know", None),
        ("Gunmen attacked the town on 17 April 2019: two died", None),
        ("A" * 77 + " bb 17 April 2019 —", None),
    ],
)
def test_dateline(text: str, day: date | None) -> None:
    assert document_date(text, None, "en") == day
    assert document_date(text, FRIDAY, "en") == FRIDAY


def test_unknown_language_has_figures_and_english() -> None:
    found = times("Am 2020-05-17 und 18.05.2020, on 19 May", "xx")
    assert [mention.value for mention in found] == ["2020-05-17", "2020-05-18", "2020-05-19"]


@pytest.mark.parametrize("text", ["45 May 2020", "2020-13-45", "31 February", "99/99/2020", ""])
def test_no_such_day(text: str) -> None:
    assert not [mention for mention in times(text) if mention.interval and mention.interval.precision == "day"]


def test_timex_line() -> None:
    line = {"doc_id": 7, "dct": "2020-05-22", "text": "Shot on Tuesday.", "language": "en", "more": 1}
    assert timex_line(line) == {
        "doc_id": 7,
        "timexes": [{"start": 8, "end": 15, "type": "DATE", "value": "2020-05-19"}],
    }
    assert timex_line({**line, "dct": None})["timexes"][0]["value"] == "XXXX-WXX-2"


@pytest.mark.parametrize("line", [{"doc_id": 1}, {"doc_id": 1, "text": "x", "dct": "yesterday"}])
def test_timex_line_that_cannot_be_read(line: dict[str, object]) -> None:
    with pytest.raises(InputError):
        timex_line(line)
