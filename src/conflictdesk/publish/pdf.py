"""A brief as PDF, set by typst (the extra `pdf`). What is set comes as JSON: no word of a report is ever markup."""

import json
from collections.abc import Mapping
from datetime import datetime
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from unicodedata import bidirectional

from conflictdesk.errors import UsageError
from conflictdesk.publish import wording
from conflictdesk.publish.brief import Brief
from conflictdesk.publish.chapters import Chapter, Group
from conflictdesk.publish.comparison import Line, Row, Table
from conflictdesk.publish.drawing import mark, picture
from conflictdesk.publish.entries import Entry, Note
from conflictdesk.publish.forms import capitalised, is_web
from conflictdesk.publish.series import SeriesTold
from conflictdesk.publish.watch_chapter import WatchChapter
from conflictdesk.records.events import Role, Standing

SOURCE = Path(__file__).parent / "templates" / "brief.typ"
# Typst carries Libertinus Serif and DejaVu Sans Mono; the others are taken where the machine has them. DejaVu Sans Mono
# has Arabic letters: where no Arabic font is there, Arabic is legible, in a face for terminals.
FONTS = ("Libertinus Serif", "Noto Naskh Arabic", "Amiri", "Scheherazade New", "Noto Sans Arabic", "DejaVu Sans",
         "DejaVu Sans Mono")  # fmt: skip
MISSING = 'A brief as PDF needs typst: pip install "conflictdesk[pdf]". HTML and Markdown need nothing more.'
MARK = 16.0
Data = dict[str, Any]


def pdf_of(brief: Brief, at: datetime, own_fonts_only: bool = False) -> bytes:
    """The brief as PDF. `at` is the time that it bears; `own_fonts_only`: with what typst carries, and no other font.

    Raises UsageError where typst is not installed.
    """
    if find_spec("typst") is None:
        raise UsageError(MISSING)
    import typst

    told = json.dumps(data_of(brief, at), ensure_ascii=False)
    made = typst.compile(
        SOURCE, sys_inputs={"brief": told}, ignore_system_fonts=own_fonts_only, timestamp=int(at.timestamp())
    )
    return bytes(made)


def data_of(brief: Brief, at: datetime) -> Data:
    """All that the PDF sets, as JSON: texts, numbers and pictures."""
    return {
        "title": brief.title,
        "period": brief.period,
        "head": f"{brief.title}, {brief.period}" if brief.period else brief.title,
        "at": [at.year, at.month, at.day, at.hour, at.minute],
        "fonts": list(FONTS),
        "scope": "; ".join(brief.scope) + ".",
        "made": brief.made,
        "more": _more(brief),
        "empty": brief.empty or "",
        "box": [_counted(line) for line in brief.box],
        "before": f"Before: {brief.before}. “–” is not known; it is not nought.",
        "coverage": brief.coverage.sentence if brief.coverage else "",
        "silent": list(brief.coverage.silent) if brief.coverage else [],
        "undated": f"Left out, because no date is known: {brief.undated}." if brief.undated else "",
        "map": brief.map.svg if brief.map else "",
        "caption": " ".join(brief.map.caption) if brief.map else "",
        "timeline": brief.timeline or "",
        "machine": brief.machine,
        "marks": _marks(),
        "chapters": [_chapter(one) for one in brief.told],
        "tables": [_table(one) for one in brief.tables],
        "standings": [_counted(line) for line in brief.standings],
        "disputed": [_disputed(entry) for entry in brief.disputed],
        "activity": _activity(brief.activity) if brief.activity else None,
        "series": [_series(one) for one in brief.series],
        "conclusions": _conclusions(brief),
        "yardstick": [[one.word, one.range] for one in brief.yardstick.words],
        "ranges": f"Ranges {brief.yardstick.source}. Likelihood says how probable a thing is; how good the evidence"
        " is, is said apart.",
        "presences": _presences(brief),
        "notes": [_note(note) for entry in brief.entries for note in entry.notes],
        "credits": brief.credits,
    }


def _more(brief: Brief) -> str:
    if not brief.with_more:
        return ""
    return f"As was asked for, this brief holds {'; '.join(brief.with_more)}. Keep it to those who need it."


def _counted(line: Line) -> list[str]:
    return [line.name, line.now, line.before, line.change, line.remark]


def _chapter(one: Chapter) -> Data:
    groups = [_group(group) for group in one.groups]
    return {"title": f"{one.title} ({len(one.entries)})", "remark": one.remark, "groups": groups}


def _group(one: Group) -> Data:
    return {"title": one.title, "entries": [_entry(entry) for entry in one.entries]}


def _entry(entry: Entry) -> Data:
    rest = [entry.sources, "reviewed" if entry.reviewed else "machine-coded, not reviewed"]
    if entry.differs:
        rest.append(f"sources differ on {', '.join(field.lower() for field, _ in entry.differs)}")
    return {
        "number": entry.number,
        "mark": f"{entry.incident.role} {entry.incident.standing}",
        "sentence": entry.sentence if entry.reviewed else f"○ {entry.sentence}",
        "notes": [note.number for note in entry.notes],
        "standing": entry.standing,
        "rest": " · ".join(rest),
    }


def _marks() -> Mapping[str, str]:
    kinds = [(role, standing) for role in Role for standing in Standing]
    return {
        f"{role} {standing}": picture(MARK, MARK, "", [mark(role, standing, MARK / 2, MARK / 2, MARK)])
        for role, standing in kinds
    }


def _table(one: Table) -> Data:
    return {
        "title": one.title,
        "head": [one.of, *one.columns, "All", "Before", "Change", *(["Killed"] if one.people else [])],
        "body": [_row(row, one.people) for row in (*one.rows, one.total)],
        "change": len(one.columns) + 3,
        "remark": one.remark,
    }


def _row(row: Row, people: bool) -> list[str]:
    return [row.name, *row.cells, row.change, *([row.killed] if people else [])]


def _disputed(entry: Entry) -> Data:
    head = f"{entry.number}  {entry.place or 'Place not reported'}: {entry.standing}"
    differs = entry.differs or (("", entry.sentence),)
    return {"number": entry.number, "head": head, "differs": [list(pair) for pair in differs]}


def _activity(one: WatchChapter) -> Data:
    groups = [
        {
            "title": group.title,
            "told": [{"sentence": said.sentence, "method": said.method} for said in group.told],
            "more": f"{group.more} more of this period not told here." if group.more else "",
        }
        for group in one.groups
    ]
    charts = [{"svg": chart.svg, "caption": chart.caption} for chart in one.charts]
    told = {"title": one.title, "intro": one.intro, "groups": groups}
    return told | {"map": one.map or "", "charts": charts, "remarks": [*one.methods, *one.remarks]}


def _series(one: SeriesTold) -> Data:
    beside = f", and {wording.number(one.elsewhere, 'attack')} outside this brief" if one.elsewhere else ""
    against = f" {wording.listed(map(str, one.counter_operations))}" if one.counter_operations else ""
    beside += f". Beside it, no part of it: counter-operations against the same group,{against}" if against else ""
    lines = [list(line) for line in one.lines]
    return {"lead": one.lead, "lines": lines, "entries": list(one.entries), "beside": f"{beside}."}


def _conclusions(brief: Brief) -> list[Data]:
    return [
        {
            "text": _foreign(one.text),
            "likelihood": one.likelihood or "",
            "written": f"{one.written}.",
            "entries": list(one.entries),
            "rests": f", and {one.rests}" if one.rests else "",
        }
        for one in brief.conclusions
    ]


def _presences(brief: Brief) -> list[Data] | None:
    if brief.presences is None:
        return None
    return [
        {"sentence": one.sentence, "evidence": _foreign(one.evidence and f"“{one.evidence}”"), "source": one.source}
        for one in brief.presences
    ]


def _note(note: Note) -> Data:
    source = ", ".join(wording.isolated(words) for words in (note.publisher, note.title) if words)
    digest = f" · SHA-256 {note.digest}" if note.digest else ""
    return {
        "number": note.number,
        "entry": note.entry,
        "source": source,
        "published": note.published,
        "said": capitalised(note.said),
        "evidence": _foreign(note.evidence and f"“{note.evidence}”"),
        "withheld": "The words of a party to the conflict are withheld. " if note.withheld else "",
        "reviewed": f"Reviewed by {note.reviewed}." if note.reviewed else "○ Machine-coded, not reviewed.",
        "address": note.address or "",
        "linked": bool(note.address and is_web(note.address)),
        "ids": f"incident {note.incident_id} · claim {note.claim_id}{digest}",
    }


def _foreign(words: str | None) -> Data:
    """Words of a report, and whether its first letter with a direction runs from right to left."""
    first = next((kind for c in words or "" if (kind := bidirectional(c)) in ("L", "R", "AL")), "L")
    return {"words": words or "", "rtl": first != "L"}
