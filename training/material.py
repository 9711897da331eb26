"""All that is trained on, what is held out, and how much of each an epoch takes."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from conflictdesk.geo.gazetteer import Gazetteer
from corpus import Report, casebook
from marked import own as own_reports
from muc4 import quiet, weak
from real import real_news
from toponyms import Sentences, Teacher, read
from variation import Variation

DATA = Path(os.environ.get("BENCH_DATA", "../shared"))
LANGUAGES = ("en", "en", "en", "fr", "ar", "it", "es")  # of the sentences with gaps


@dataclass(frozen=True, slots=True)
class Shares:
    """How much an epoch takes: of the coded reports a share, of the others a number of texts."""

    coded: float
    quiet: int
    weak: int
    silver: int
    gaps: int


@dataclass(slots=True)
class Material:
    """What is trained on: coded reports, MUC-4's, texts with silver names; and what is held out."""

    coded: list[Report]
    held: list[Report]
    silver: list[Report]
    unseen: list[Report]  # every twentieth text with silver names
    fresh: frozenset[str] = frozenset()  # coded reports that every epoch takes

    @classmethod
    def gathered(cls, named: Path | None, own: bool, fresh: Sequence[str] = ()) -> "Material":
        """All data, our `own` reports if so asked; `named`, what silver.py wrote, brings English place names.

        `fresh` names files of our own reports that every epoch takes in full, real news beside them.
        """
        train, held = casebook(DATA)
        train += own_reports() if own else []
        names = read(named) if named else {}
        news = real_news(DATA, names) if own else []
        train += news
        teacher = Teacher(Gazetteer.open())
        coded = {r.report_id for r in train + held}
        texts = [teacher.silver(name, *row) for name, row in sorted(names.items()) if name not in coded]
        train, held = ([teacher.coded(r, names.get(r.report_id, ("", []))[1]) for r in rows] for rows in (train, held))
        kept = [t for n, t in enumerate(texts) if n % 20]
        always = [*own_reports(*fresh), *news] if fresh else []
        return cls(train, held, kept, texts[::20], frozenset(r.report_id for r in always))

    def epochs(self, vary: Variation, shares: Shares) -> Iterator[list[Report]]:
        """Each epoch's reports, without end."""
        chance, read_by_hand = vary.chance, {r.report_id for r in self.coded}
        calm, doubtful = ([r for r in rows if r.report_id not in read_by_hand] for rows in (quiet(DATA), weak(DATA)))
        sentences = Sentences(chance, vary.arabic)
        while True:
            known = [r for r in self.coded if r.report_id not in self.fresh]
            rows = [r for r in self.coded if r.report_id in self.fresh]
            rows += chance.sample(known, int(len(known) * shares.coded))
            rows += chance.sample(calm, shares.quiet) + chance.sample(doubtful, shares.weak)
            rows += chance.sample(self.silver, shares.silver)
            yield rows + [sentences.report(LANGUAGES[n % len(LANGUAGES)]) for n in range(shares.gaps)]
