"""Rewrites of a report, as sites make them of a wire story: each by rule, the same at every run."""

import random
import re
from collections.abc import Callable

Dice = random.Random
WORD = re.compile(r"\w+")
HEADS = (
    "Our correspondents report. It was a day of mourning in the region, and many families spent it on the telephone.",
    "What is known so far: the facts, one after the other, as they reached our desk in the course of the day.",
    "Encore une journée de deuil dans la région. Voici ce que l'on sait à cette heure, d'après nos informations.",
)
PAGE = (
    "The harbour office has moved its opening hours to the afternoon; ferries leave an hour later until Easter.",
    "Prices of onions fell for the third week in a row, traders at the central market said, while those of oil rose.",
    "The national team drew its last match of the season in front of an almost empty stadium and dismissed its coach.",
    "A new bridge for pedestrians will be opened on Saturday by the mayor; there will be music, and speeches.",
    "The weather: dry in the north, a few clouds over the coast, wind from the east with gusts in the evening.",
    "Readers have written to us about the closing of the old library. We print a choice of their letters next week.",
)
NOTICE = (
    "Home | News | Politics | Economy | Sport | Culture | Contact",
    "This site uses cookies. By going on you accept that we store them on your device. Read our policy on privacy.",
    "Subscribe to our newsletter, never miss a story. All rights reserved. Nothing may be reproduced without consent.",
)
NUMBERS = {
    "two": "three", "three": "four", "four": "five", "five": "six", "six": "eight", "eight": "nine", "nine": "eleven",
    "eleven": "fourteen", "twelve": "thirteen", "fourteen": "sixteen", "twenty": "twenty-two", "forty": "forty-three",
    "deux": "trois", "trois": "quatre", "quatre": "cinq", "cinq": "sept", "huit": "dix", "due": "tre", "tre": "quattro",
    "cinque": "sei", "nove": "undici", "dos": "tres", "خمسة": "سبعة", "ثلاثة": "أربعة", "أربعة": "ستة",
}  # fmt: skip
WORDS = {
    "killed": "slain", "wounded": "injured", "injured": "wounded", "said": "stated", "told": "informed",
    "attack": "assault", "soldiers": "troops", "troops": "soldiers", "men": "males", "burned": "torched",
    "lorry": "truck", "village": "hamlet", "about": "around", "near": "close to", "believed": "thought",
    "announced": "declared", "police": "officers", "house": "home", "fighters": "militants", "after": "following",
    "before": "ahead of", "died": "perished", "tués": "abattus", "blessés": "atteints", "attaque": "assaut",
    "soldats": "militaires", "selon": "d'après", "hier": "la veille", "uccisi": "ammazzati", "feriti": "colpiti",
    "polizia": "forze dell'ordine", "policía": "fuerza pública", "قتل": "لقي حتفه", "قال": "ذكر", "هجوم": "اعتداء",
    "مقتل": "مصرع", "أمس": "البارحة", "جنود": "عسكريين", "مسلحون": "مجهولون", "منذ": "من",
}  # fmt: skip
SPELT = (
    ("ou", "u"),
    ("kh", "q"),
    ("q", "k"),
    ("dh", "d"),
    ("ee", "i"),
    ("aa", "a"),
    ("y", "i"),
    ("e", "i"),
    ("o", "u"),
)
SEEN = (("rn", "m"), ("l", "1"), ("e", "c"), ("o", "0"), ("u", "n"), ("ن", "ت"), ("ر", "ز"), ("a", "o"), ("t", "f"))


def rewrite(kind: str, text: str, seed: str) -> str:
    """`text` rewritten in one of KINDS; every second time lightly edited, too, as sites do."""
    dice = random.Random(seed)
    edited = WAYS[dice.choice(LIGHT)](text, dice) if dice.random() < 0.5 else text
    return WAYS[kind](edited, dice)


def _head(text: str, dice: Dice) -> str:
    first, _, rest = text.partition(". ")
    return f"{dice.choice(HEADS)} {rest}" if len(first.split()) < 30 else f"{dice.choice(HEADS)}\n\n{text}"


def _first(text: str, _dice: Dice) -> str:
    paragraphs = text.split("\n\n")
    kept = "\n\n".join(paragraphs[: max(1, len(paragraphs) * 2 // 3)])
    return kept if len(kept.split()) >= 40 else text[: len(text) * 2 // 3]


def _embedded(text: str, dice: Dice) -> str:
    news = dice.sample(PAGE, len(PAGE)) * 2
    place = dice.randrange(2, len(news) - 2)
    return "\n\n".join([*news[:place], text, *news[place:]])


def _notices(text: str, dice: Dice) -> str:
    return "\n".join([NOTICE[0], text, *dice.sample(NOTICE[1:], 2)])


def _numbers(text: str, dice: Dice) -> str:
    def other(found: re.Match[str]) -> str:
        word = found[0]
        if word.isascii() and word.isdigit() and not 1900 <= int(word) <= 2100:
            return str(int(word) + dice.randrange(1, 4))
        return NUMBERS.get(word.lower(), word)

    return WORD.sub(other, text)


def _names(text: str, _dice: Dice) -> str:
    def other(found: re.Match[str]) -> str:
        return _spelt(found[0]) if found[0][:1].isupper() and len(found[0]) > 4 else found[0]

    return WORD.sub(other, text).replace("ة ", "ه ").replace("إ", "ا")


def _spelt(word: str) -> str:
    for old, new in SPELT:
        if old in word[1:]:
            return word[:1] + word[1:].replace(old, new, 1)
    return word


def _synonyms(text: str, _dice: Dice) -> str:
    return WORD.sub(lambda found: WORDS.get(found[0], found[0]), text)


def _order(text: str, dice: Dice) -> str:
    pieces = text.split("\n\n") if text.count("\n\n") > 1 else re.split(r"(?<=\.) ", text)
    return "\n\n".join(dice.sample(pieces, len(pieces)))


def _misread(text: str, dice: Dice) -> str:
    def other(found: re.Match[str]) -> str:
        word = found[0]
        slips = [(old, new) for old, new in SEEN if old in word]
        return word.replace(*dice.choice(slips), 1) if slips and dice.random() < 0.12 else word

    return WORD.sub(other, text)


def _signs(text: str, _dice: Dice) -> str:
    changed = text.translate(str.maketrans("-\"«»';:", "–”“”’,–"))
    return re.sub(r"\n+", "\n", changed).replace(", ", " , ").replace("،", " ،")


WAYS: dict[str, Callable[[str, Dice], str]] = {
    "other head": _head,
    "first paragraphs": _first,
    "embedded": _embedded,
    "notices added": _notices,
    "numbers updated": _numbers,
    "names respelt": _names,
    "synonyms": _synonyms,
    "reordered": _order,
    "misread letters": _misread,
    "other signs": _signs,
}
KINDS = tuple(WAYS)
LIGHT = ("numbers updated", "names respelt", "synonyms", "other signs")
