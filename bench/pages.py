"""Clean text: thirty saved pages and papers of our own, against what a person takes from them. No data is needed.

    python bench/pages.py [--each]

The pages stand in tests/sources/pages, each beside a file of the same name with `Published:`, `Stands:` (words of the
reason that must be given), `Publisher:` and, below an empty line, the text as expected. All places and events in them
are invented. `text_f1` compares words as bags; `order_f1` compares runs of four words, so that columns mixed up,
doubled quotes and furniture between sentences cost something. Both are means over pages. Pages whose name begins with
"h-" were held out while the reader was built.
"""

import argparse
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from conflictdesk.sources.files import parse_file
from conflictdesk.sources.retrieved import Retrieved

PAGES = Path(__file__).parents[1] / "tests" / "sources" / "pages"
RUN = 4  # words
HELD_OUT = "h-"
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Expected:
    """What a person takes from a page; `stands` is "" where the page has no date."""

    published: str
    stands: str
    publisher: str
    text: str


@dataclass(frozen=True, slots=True)
class Score:
    """A page's figures from 0 to 1, and whether date (with its reason) and publisher are exactly right."""

    name: str
    text_f1: float
    order_f1: float
    dated: bool
    publisher: bool


def expected_of(path: Path) -> Expected:
    """The side file of the page `path`."""
    header, _, text = path.with_suffix(".txt").read_text("utf-8").partition("\n\n")
    given = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in header.split("\n"))}
    return Expected(given["published"], given["stands"], given["publisher"], text)


def pages() -> list[Path]:
    return sorted(path for path in PAGES.iterdir() if path.suffix in (".html", ".pdf"))


def score(path: Path) -> Score:
    (report,) = parse_file(path).retrieved
    expected = expected_of(path)
    found, wanted = words(report.text), words(expected.text)
    return Score(
        path.name,
        f1(Counter(found), Counter(wanted)),
        f1(Counter(runs(found)), Counter(runs(wanted))),
        _dated(report, expected),
        (report.publisher or "") == expected.publisher,
    )


def _dated(report: Retrieved, expected: Expected) -> bool:
    day = report.published.isoformat() if report.published else ""
    return day == expected.published and expected.stands in (report.published_reason or "")


def words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


def runs(found: Sequence[str]) -> Iterator[tuple[str, ...]]:
    return (tuple(found[start : start + RUN]) for start in range(len(found) - RUN + 1))


def f1(found: "Counter[object]", wanted: "Counter[object]") -> float:
    both = (found & wanted).total()
    return 2 * both / (found.total() + wanted.total()) if both else 0.0


def measure(_data: Path) -> dict[str, float]:
    scores = [score(path) for path in pages()]
    count = len(scores)
    return {
        "pages.text_f1": sum(one.text_f1 for one in scores) / count,
        "pages.order_f1": sum(one.order_f1 for one in scores) / count,
        "pages.weakest": min(one.text_f1 for one in scores),
        "pages.dated": sum(one.dated for one in scores) / count,
        "pages.publisher": sum(one.publisher for one in scores) / count,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--each", action="store_true", help="a line for each page")
    if parser.parse_args().each:
        for one in map(score, pages()):
            print(f"{one.name:34} {one.text_f1:.3f} {one.order_f1:.3f} {one.dated!s:6} {one.publisher!s:6}")
    for name, value in measure(PAGES).items():
        print(f"{name:20} {value:.4f}")


if __name__ == "__main__":
    main()
