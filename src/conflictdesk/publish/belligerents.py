"""What leaves of the words of a belligerent's publication: what lexicons, the gazetteer and the codebook made of them.

That is the organisation's name, the place's modern name, kinds, counts, dates and coordinates. Whatever stands as its
text words it (targets, weapons, the place as written, who says so, the campaign, reasons, evidence) does not leave. It
is withheld as null: blank text would say that there was none.
"""

from collections.abc import Mapping
from typing import Any

from conflictdesk.publish.rows import ClaimRow
from conflictdesk.records.events import Record

# Where a record holds words of the report: parts of a field, or a whole column. A target has no lexicon: its
# canonical name is the report's wording too. An actor's is an organisation's, by the codebook.
WORDED: Mapping[str, tuple[str, ...]] = {
    "perpetrator": ("text",),
    "target": ("text", "canonical"),
    "weapon": ("text",),
    "place": ("place",),  # of a rival place; in a record "place" is itself a column
}
COLUMNS = ("place", "campaign")


def without_wording(record: Record) -> Record:
    """A claim's record without the words of its report."""
    worded = {field: _blanked(field, record[field]) for field in WORDED.keys() - set(COLUMNS)}
    return record | worded | dict.fromkeys((*COLUMNS, "evidence", "attributed_to")) | {"reasons": {}}


def without_these(record: Record, theirs: set[str]) -> Record:
    """An incident's record without the texts that only belligerents gave, in its values and their rivals."""
    fields = {*WORDED, *COLUMNS}
    clean: Record = {field: _blanked(field, record[field], theirs) for field in fields}
    clean["rivals"] = {
        field: [r | {"value": _blanked(field, r["value"], theirs)} for r in found] if field in fields else found
        for field, found in record["rivals"].items()
    }
    return record | clean


def _blanked(field: str, value: Any, wordings: set[str] | None = None) -> Any:
    """A field's value without the report's words; of these only `wordings`, where they are given."""
    if isinstance(value, Mapping):
        return {key: None if _is_theirs(field, key, part, wordings) else part for key, part in value.items()}
    return None if wordings is None or value in wordings else value


def _is_theirs(field: str, key: str, part: Any, wordings: set[str] | None) -> bool:
    return key in WORDED[field] and (wordings is None or part in wordings)


def wordings(row: ClaimRow) -> list[str]:
    """The words that a claim's report gave, wherever an incident may show them."""
    record = row.claim.values()
    worded = [record[field][key] for field in WORDED.keys() - set(COLUMNS) for key in WORDED[field]]
    return [text for text in (*worded, *(record[name] for name in COLUMNS)) if text]
