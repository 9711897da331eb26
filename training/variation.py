"""Variation: a report as it might as well have been written, with its marks moved along."""

import json
import random
import re
import unicodedata
from dataclasses import replace
from pathlib import Path

from conflictdesk.inference.windows import lower
from corpus import Marked, Report

ARABIC = re.compile(r"[\u0620-\u064a]")
TOWNS = ("cf", "iq", "ly", "ml", "ng", "sy")
Swaps = list[tuple[int, int, str]]  # from, to, new words


def plain(text: str) -> str:
    """The text without diacritics, at the same length."""
    return "".join((unicodedata.normalize("NFD", c)[0] if c.isalpha() else c) for c in text)


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
    """The report with words swapped and its marks moved."""
    parts, at = [], 0
    for start, end, new in swaps:
        parts += [report.text[at:start], new]
        at = end
    marks = [Marked(m.label, moved(m.start, swaps), moved(m.end, swaps), m.events) for m in report.marks]
    return replace(report, text="".join([*parts, report.text[at:]]), marks=marks)


class Variation:
    """Renames towns and drops case, diacritics or the title, each by chance."""

    def __init__(self, data: Path, chance: random.Random) -> None:
        self.chance = chance
        self.latin, self.arabic = towns(data)

    def __call__(self, report: Report) -> Report:
        """The report, varied."""
        report = self.renamed(report) if self.chance.random() < 0.4 else report
        title, text = report.title, report.text
        if self.chance.random() < 0.25:
            title, text = lower(title), lower(text)
        if self.chance.random() < 0.15:
            title, text = plain(title), plain(text)
        return replace(report, title="" if self.chance.random() < 0.25 else title, text=text)

    def renamed(self, report: Report) -> Report:
        """Each town of the report under another town's name, wherever it stands."""
        names = {report.text[m.start : m.end] for m in report.marks if m.label == "place"}
        names = {n for n in names if " " not in n and (n[0].isupper() or ARABIC.match(n))}
        found = re.finditer(r"\b(?:" + "|".join(map(re.escape, sorted(names))) + r")\b", report.text) if names else ()
        new = {n: self.chance.choice(self.arabic if ARABIC.match(n) else self.latin) for n in sorted(names)}
        swaps = [(*m.span(), new[m.group()]) for m in found]
        edges = {at for m in report.marks for at in (m.start, m.end)}
        return swapped(report, [s for s in swaps if not any(s[0] < at < s[1] for at in edges)])
