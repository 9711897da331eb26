"""MUC-4 templates from the coder: role fillers, templates and all slots, as score_muc4.py counts them.

    python bench/muc4.py DOCS.jsonl OUT.jsonl
    python bench/score_muc4.py GOLD.jsonl OUT.jsonl

Of a line of DOCS the document's number, text and date of publication are read, and nothing else. The texts are in
capitals: they reach the coder with their sentences capitalised. muc4.yaml is the mapping from the codebook.
"""

import argparse
import json
import sys
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))
import score_muc4
from casebook import read_lines, report_of
from conflictdesk.extract.claims import code
from conflictdesk.extract.fields import as_place
from conflictdesk.pipeline.coder import Coder
from muc4_roles import Roles, sentenced
from muc4_slots import template
from muc4_templates import Seen, filled

Line = dict[str, Any]
PREDICTED, DEV = ("ree", "template", "official"), "muc4/muc4_dev.jsonl"


def seen_in(coder: Coder, roles: Roles, line: Line) -> Seen:
    """What the coder and the heads for MUC-4's roles see in a document."""
    text, published = sentenced(line["text"]), line.get("pub_date")
    report = report_of({"report_id": line["docid"], "text": text, "published": published, "language": "en"})
    observed = coder.observe(report)
    coding, told = code(observed, coder.actors, coder.null_below), roles.read(text)
    places = zip(observed.toponyms, observed.placings, strict=True)
    return Seen(
        text=text,
        published=date.fromisoformat(published) if published else None,
        claims=coding.claims,
        mentions=told.mentions,
        kinds=told.kinds,
        places=tuple((toponym.span, as_place(placing)) for toponym, placing in places),
    )


def predict(coder: Coder, roles: Roles, lines: Iterable[Line]) -> list[Line]:
    """Each document's templates, in the form that score_muc4.py reads."""
    seen = ((line["docid"], seen_in(coder, roles, line)) for line in lines)
    return [{"docid": name, "templates": [template(s, incident) for incident in filled(s)]} for name, s in seen]


def measure(data: Path) -> dict[str, float]:
    """Figures on the development part: F1 of role fillers, of templates, and F of all slots."""
    gold = read_lines(data / DEV)
    result = score_muc4.score_all(gold, predict(Coder.load(), Roles(), gold), PREDICTED)
    return {f"muc4.{name}": f1_of(result[name]) / 100 for name in PREDICTED}


def f1_of(result: dict[str, Any]) -> float:
    """The one figure of a metric; of all slots, that of all templates."""
    return float(result["rows"]["ALL TEMPLATES"]["f"] if "rows" in result else result["micro_avg"]["f1"])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("docs", type=Path)
    parser.add_argument("out", type=Path)
    args = parser.parse_args()
    predicted = predict(Coder.load(), Roles(), read_lines(args.docs))
    args.out.write_text("".join(json.dumps(p, ensure_ascii=False) + "\n" for p in predicted), "utf-8")


if __name__ == "__main__":
    main()
