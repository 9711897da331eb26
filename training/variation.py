"""Variation: a report as it might as well have been written, with its marks moved along."""

import json
import random
import re
from dataclasses import replace
from pathlib import Path

from conflictdesk.inference.windows import lower
from corpus import Marked, Report
from toponyms import plain, world

ARABIC = re.compile(r"[\u0620-\u064a]")
TOWNS = ("cf", "iq", "ly", "ml", "ng", "sy")
RENAMED = frozenset({"place", "toponym", "within"})
# What follows a name to say which kind of place it is.
KIND = re.compile(
    r"(?: (?:County|Parish|Township|River|Lake|Road|Street|Avenue|Drive|Boulevard|Square|Park|Bridge|Airport|Beach"
    r"|Island|Islands|Mountains?|Valley|Hills?|Province|State|District|Governorate|St\.|International"
    r"|Highway|Station|Camp|Air|Base|Field))+$"
)
Swaps = list[tuple[int, int, str]]  # from, to, new words


def towns(data: Path) -> tuple[list[str], list[str]]:
    """Names of towns in Latin and in Arabic script."""
    latin, arabic = set(), set()
    for country in TOWNS:
        for line in (data / f"geo/gazetteer_{country}.jsonl").read_text("utf-8").splitlines():
            names = [json.loads(line)["name"], *json.loads(line)["names"]]
            latin.update(n for n in names[:1] if n.isascii() and 3 < len(n) < 16 and n[0].isupper())
            arabic.update([n for n in names if ARABIC.match(n) and 3 < len(n) < 14][:1])
    return sorted(latin), sorted(arabic)


def moved(at: int, swaps: Swaps) -> int:
    """Where a position stands after the swaps."""
    return at + sum(len(new) - (end - start) for start, end, new in swaps if end <= at)


def swapped(report: Report, swaps: Swaps) -> Report:
    """The report with words swapped and its marks and doubts moved."""
    parts, at = [], 0
    for start, end, new in swaps:
        parts += [report.text[at:start], new]
        at = end
    marks = [Marked(m.label, moved(m.start, swaps), moved(m.end, swaps), m.events) for m in report.marks]
    doubts = [(moved(a, swaps), moved(b, swaps)) for a, b in report.doubts]
    return replace(report, text="".join([*parts, report.text[at:]]), marks=marks, doubts=doubts)


class Variation:
    """Renames towns and drops case, diacritics, the title or the publisher, each by chance."""

    def __init__(self, data: Path, chance: random.Random) -> None:
        self.chance = chance
        self.latin, self.arabic = towns(data)
        self.world = world()

    def __call__(self, report: Report) -> Report:
        """The report, varied."""
        report = self.renamed(report) if self.chance.random() < 0.4 else report
        title, text = report.title, report.text
        if self.chance.random() < 0.25:
            title, text = lower(title), lower(text)
        if self.chance.random() < 0.15:
            title, text = plain(title), plain(text)
        title, publisher = (words if self.chance.random() > 0.25 else "" for words in (title, report.publisher))
        return replace(report, title=title, text=text, publisher=publisher)

    def renamed(self, report: Report) -> Report:
        """Most places of the report under another place's name, wherever it stands."""
        heads = {head(report.text[m.start : m.end]) for m in report.marks if m.label in RENAMED}
        names = sorted(n for n in heads if len(n) > 2 and self.chance.random() < 0.8)
        found = re.finditer(r"\b(?:" + "|".join(map(re.escape, names)) + r")\b", report.text) if names else ()
        new = {n: self.chance.choice(self._pool(n)) for n in names}
        swaps = [(*m.span(), new[m.group()]) for m in found]
        edges = {at for m in report.marks for at in (m.start, m.end)}
        return swapped(report, [s for s in swaps if not any(s[0] < at < s[1] for at in edges)])

    def _pool(self, name: str) -> list[str]:
        if ARABIC.match(name):
            return self.arabic
        return self.latin if self.chance.random() < 0.5 else self.world


def head(name: str) -> str:
    """What of a place's name can be another's: "Dixie" of "Dixie Drive"; nothing of a name of many words."""
    words = KIND.sub("", name)
    few = 0 < len(words.split()) <= 2 and (words[0].isupper() or ARABIC.match(words))
    return words if few else ""
