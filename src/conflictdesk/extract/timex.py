"""The filter behind `conflictdesk timex`: a line of JSON in, its time expressions as TIMEX3 out."""

from datetime import date, datetime
from typing import Any

from conflictdesk.errors import InputError
from conflictdesk.extract.times import find_timexes
from conflictdesk.text.language import detect_language
from conflictdesk.text.sentences import split_sentences


def timex_line(doc: dict[str, Any]) -> dict[str, Any]:
    """`{doc_id, dct, text, language?}` to `{doc_id, timexes: [{start, end, type, value}]}`.

    `dct` (the document creation time) is an ISO date or date and time, or null. Raises InputError where the
    line lacks its text, or holds a date or a language that is none.
    """
    text = doc.get("text")
    if not isinstance(text, str):
        raise InputError("a line without text: give it a `text` of type string")
    language = doc.get("language") or detect_language(text) or "en"
    if not isinstance(language, str):
        raise InputError(f"a `language` that is none: {language!r:.40}; write it as en")
    found = find_timexes(text, split_sentences(text, language), language, _day(doc.get("dct")))
    timexes = [{"start": tag.span.start, "end": tag.span.end, "type": tag.kind, "value": tag.value} for tag in found]
    return {"doc_id": doc.get("doc_id"), "timexes": timexes}


def _day(written: object) -> date | None:
    if written is None:
        return None
    try:
        return datetime.fromisoformat(str(written)).date()
    except ValueError as error:
        raise InputError(f"a `dct` that is no date: {written!r}; write it as 2020-05-22") from error
