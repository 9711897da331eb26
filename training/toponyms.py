"""Place names for the encoder to learn, in any sentence: `toponym` a place, `within` one in an organisation's name.

Three sources: names that a larger model finds in English texts (`silver.py`), sorted here into places and others;
for the coded reports of all languages the marked places and the product's own rules; and own sentences with gaps
(`sentences/`) for names from all over the world. Where the sources disagree, a name's absence is taught weakly.
"""

import json
import random
import re
import sqlite3
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from conflictdesk.extract.places import find_toponyms
from conflictdesk.geo.gazetteer import BUILTIN, Gazetteer
from conflictdesk.text.sentences import split_sentences
from corpus import LABELS, Marked, Report

TOPONYM, WITHIN = "toponym", "within"
PLACES = frozenset({"GPE", "LOC", "FAC"})
NO_PLACES = frozenset(
    [
        "north",
        "south",
        "east",
        "west",
        "earth",
        "moon",
        "mars",
        "internet",
        "congress",
        "downtown",
        "sun",
        "web",
        "northeast",
        "northwest",
        "southwest",
        "southeast",
        "parliament",
        "senate",
    ]
)
NO_SITES = frozenset(
    [
        "federal",
        "state",
        "national",
        "central",
        "general",
        "superior",
        "house",
        "police",
        "university",
        "fire",
        "city",
        "air",
    ]
)
CROWDED = 50_000  # inhabitants from which a name that the rules find is taught as one
BESIDE = re.compile(r"(?:(?:شمال|جنوب|شرق|غرب)ي?|قرب|مدينة|بلدة|قرية|منطقة|محافظة|مديرية|مخيم|ريف|حي)\s+")
UNITS = re.compile(r"\s(?:County|Parish|Township|Borough|State|Province|Governorate|District)\b")
ARTICLE, POSSESSIVE, NUMBER = re.compile(r"(?i)the\s+"), re.compile(r"['’]s?$"), re.compile(r"\d+\s")
WORD = re.compile(r"\S+")
OF = re.compile(r"\s(?:of|at|in)\s(?:the\s)?((?:[A-Z][\w.'-]*\s?){1,3})$")
NAME = re.compile(r"[A-Z\u00c0-\u00de\u0600-\u06ff].{2,}", re.DOTALL)
GIVEN = ("Anna", "Amina", "Carlos", "David", "Elena", "Fatima", "Ibrahim", "John", "Karim", "Luca", "Marie", "Omar",
         "Paolo", "Rosa", "Sami", "Thomas")  # fmt: skip
UNSAID = dict.fromkeys(LABELS, 0.0) | {TOPONYM: 1.0, WITHIN: 1.0}
GAP = re.compile(r"\{([pPwxn])\}")
Named = tuple[int, int, str]


@dataclass(slots=True)
class Teacher:
    """Sorts the larger model's names into places and others, by the document and the gazetteer."""

    gazetteer: Gazetteer
    known: dict[str, bool] = field(default_factory=dict)

    def marks(self, text: str, names: Sequence[Named]) -> list[Marked]:
        """The places among the names."""
        as_place, as_other = Counter[str](), Counter[str]()
        for start, end, label in names:
            (as_place if label in PLACES else as_other)[bare(text, start, end)[2]] += 1
        return [m for name in names for m in self._sorted(text, name, as_place, as_other)]

    def _sorted(self, text: str, name: Named, as_place: Counter[str], as_other: Counter[str]) -> Iterator[Marked]:
        start, end, words = bare(text, *name[:2])
        label = name[2]
        if end - start < 2:
            return
        if label in PLACES:
            if words.lower() not in NO_PLACES and as_other[words] <= 2 * as_place[words]:
                yield Marked(TOPONYM, start, end, frozenset())
        elif as_place[words] and as_place[words] >= as_other[words] and label != "NORP":
            yield Marked(TOPONYM, start, end, frozenset())
        elif label == "ORG":
            for a, b in self._leading(text, start, end):
                if self._sites(text[a:b], as_place):
                    yield Marked(WITHIN, a, b, frozenset())

    def _sites(self, words: str, as_place: Counter[str]) -> bool:
        """Whether a name that opens or closes an organisation's says where it is."""
        best = () if words.lower() in NO_SITES else self.gazetteer.lookup(words)
        region = best and best[0].kind in ("admin1", "country") and not self.gazetteer.people_of(words)
        return bool(UNITS.search(words) or as_place[words] or region)

    def _leading(self, text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
        """The longest known name at the start of an organisation's, and the one behind its last "of"."""
        words = [(start + m.start(), start + m.end()) for m in WORD.finditer(text[start:end])]
        for _, stop in reversed(words[: min(3, len(words) - 1)]):
            stop -= len(text[start:stop]) - len(POSSESSIVE.sub("", text[start:stop]))
            if text[start].isupper() and self._real(text[start:stop]):
                unit = UNITS.match(text, stop)
                yield start, unit.end() if unit and unit.end() < end else stop
                break
        found = OF.search(text[start:end])
        if found and self._real(found[1].strip()):
            yield start + found.start(1), start + found.start(1) + len(found[1].rstrip())

    def _real(self, words: str) -> bool:
        if words not in self.known:
            kinds = [r.kind for r in self.gazetteer.lookup(words)]
            self.known[words] = any(k in ("city", "admin1", "admin2", "country") for k in kinds[:1])
            self.known[words] &= self.gazetteer.knows(words)
        return self.known[words]

    def coded(self, report: Report, names: Sequence[Named]) -> Report:
        """A coded report with its place names: marked ones, those of the larger model, those of the rules."""
        own = [m for m in report.marks if m.label == "place"]
        marks = apart(self.marks(report.text, names))
        written = {report.text[a:b] for m in own if (a := named(report.text, m)) >= 0 for b in [m.end]}
        for m in own:
            at = named(report.text, m)
            if at >= 0 and not touched(marks, at, m.end):
                marks.append(Marked(TOPONYM, at, m.end, frozenset()))
        rules = self._rules(report)
        if report.language != "en":
            sure = [m for m in rules if self._crowded(report.text[m.start : m.end])]
            marks += [m for m in sure if not touched(marks, m.start, m.end)]
            marks += [m for m in spelled(report.text, written) if not touched(marks, m.start, m.end)]
        doubts = [(m.start, m.end) for m in (*own, *rules) if not touched(marks, m.start, m.end)]
        doubts += [] if report.language == "en" else capitals(report.text, marks)
        return replace(report, marks=[*report.marks, *apart(marks)], doubts=doubts)

    def _crowded(self, words: str) -> bool:
        best = self.gazetteer.lookup(words)[:1]
        return len(words) > 3 and any(r.kind in ("country", "admin1") or r.population >= CROWDED for r in best)

    def _rules(self, report: Report) -> list[Marked]:
        sentences = split_sentences(report.text, report.language)
        found = find_toponyms(report.text, sentences, report.language, self.gazetteer.knows)
        return [Marked(TOPONYM, t.span.start, t.span.end, frozenset()) for t in found]

    def silver(self, name: str, text: str, names: Sequence[Named]) -> Report:
        """A text of which nothing but the place names is known."""
        report = Report(name, "en", "", text, apart(self.marks(text, names)), [], UNSAID)
        doubts = [(m.start, m.end) for m in self._rules(report) if not touched(report.marks, m.start, m.end)]
        return replace(report, doubts=doubts)


def bare(text: str, start: int, end: int) -> tuple[int, int, str]:
    """A name without article, possessive and house number."""
    end -= len(text[start:end]) - len(POSSESSIVE.sub("", text[start:end]))
    for opener in (ARTICLE, NUMBER):
        found = opener.match(text, start, end)
        start = found.end() if found else start
    return start, end, text[start:end]


def named(text: str, mark: Marked) -> int:
    """Where the name in a marked place begins ("the town of Djibo"), -1 where the mark is no one name."""
    found = NAME.search(text, mark.start, mark.end)
    words = re.split(r"[ -]", found[0]) if found else [""]
    beside = BESIDE.match(found[0]) if found else None
    if found and beside:
        return found.start() + beside.end() if beside.end() < len(found[0]) else -1
    whole = all(w and (w[0].isupper() or w[0] >= "\u0600" or len(w) < 4) for w in words) and "," not in words
    return found.start() if found and whole and "," not in found[0] else -1


def touched(marks: Sequence[Marked], start: int, end: int) -> bool:
    """Whether a mark overlaps these words."""
    return any(m.start < end and start < m.end for m in marks)


def apart(marks: Sequence[Marked]) -> list[Marked]:
    """The marks without those that overlap an earlier one."""
    kept: list[Marked] = []
    for mark in sorted(marks, key=lambda m: (m.start, -m.end)):
        kept += [] if touched(kept[-1:], mark.start, mark.end) else [mark]
    return kept


def spelled(text: str, names: set[str]) -> list[Marked]:
    """Every other place where these names stand."""
    pattern = r"\b(?:" + "|".join(re.escape(n) for n in sorted(names, key=len, reverse=True)) + r")\b"
    return [Marked(TOPONYM, *m.span(), frozenset()) for m in re.finditer(pattern, text)] if names else []


def capitals(text: str, marks: Sequence[Marked]) -> list[tuple[int, int]]:
    """Capitalised words that are no place as far as is known."""
    found = re.finditer(r"(?<!\w)[A-ZÀ-Þ][\w'’-]{2,}", text)
    return [m.span() for m in found if not touched(marks, *m.span())]


def read(path: Path) -> dict[str, tuple[str, list[Named]]]:
    """Texts and names as `silver.py` writes them, by name."""
    rows = (json.loads(line) for line in path.read_text("utf-8").split("\n") if line.strip())
    return {row["name"]: (row["text"], [(a, b, label) for a, b, label in row["names"]]) for row in rows}


def plain(text: str) -> str:
    """The text without diacritics, at the same length."""
    return "".join((unicodedata.normalize("NFD", c)[0] if c.isalpha() else c) for c in text)


def world() -> list[str]:
    """Names of towns all over the world, in Latin script."""
    with sqlite3.connect(BUILTIN) as file:
        rows = file.execute("SELECT DISTINCT name FROM place WHERE kind = 'city' ORDER BY name").fetchall()
    names = (r[0] if max(map(ord, r[0])) < 256 else plain(r[0]) for r in rows)
    return [n for n in names if 2 < len(n) < 24 and n[0].isupper() and n[-1].isalpha() and ord(n[0]) < 256]


def units() -> list[str]:
    """Names of countries and provinces."""
    query = "SELECT DISTINCT name FROM place WHERE kind IN ('country', 'admin1') ORDER BY name"
    with sqlite3.connect(BUILTIN) as file:
        return [r[0] for r in file.execute(query) if len(r[0]) < 24 and r[0][-1].isalpha()]


@dataclass(slots=True)
class Sentences:
    """Own sentences with gaps, filled with names."""

    chance: random.Random
    arabic: list[str]
    latin: list[str] = field(default_factory=world)
    larger: list[str] = field(default_factory=units)

    def report(self, language: str) -> Report:
        """Some of a language's sentences, the same few names coming back."""
        path = Path(__file__).parent / f"sentences/{language}.txt"
        lines = [line for line in path.read_text("utf-8").splitlines() if not line.startswith("#")]
        pool = [self._name(language) for _ in range(7)]
        text, marks = "", list[Marked]()
        for line in self.chance.sample(lines, 9):
            text, marks = self._filled(text, marks, line, pool)
            text += self.chance.choice((" ", " ", "\n", "\n\n"))
        return Report("own", language, "", text.strip(), marks, [], UNSAID)

    def _name(self, language: str) -> str:
        if language == "ar":
            return self.chance.choice(self.arabic)
        return self.chance.choice(self.larger if language == "en" and self.chance.random() < 0.15 else self.latin)

    def _filled(self, text: str, marks: list[Marked], line: str, pool: list[str]) -> tuple[str, list[Marked]]:
        at = 0
        for gap in GAP.finditer(line):
            text += line[at : gap.start()]
            at, kind = gap.end(), gap[1]
            words = self.chance.choice(GIVEN if kind == "n" else pool)
            words = words.upper() if kind == "P" else words
            words = words.split(" ")[-1] if kind == "x" else words
            if kind in "pPw":
                end = len(text) + len(words)
                marks = [*marks, Marked(WITHIN if kind == "w" else TOPONYM, len(text), end, frozenset())]
            text += words
        return text + line[at:], marks
