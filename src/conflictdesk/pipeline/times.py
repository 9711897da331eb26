"""The filter timex: texts in, their time expressions out."""

from collections.abc import Iterable, Iterator

from conflictdesk.extract.timex import timex_line
from conflictdesk.pipeline.jsonl import Complain, read_lines
from conflictdesk.records.events import Record


def timex_lines(stream: Iterable[bytes], complain: Complain) -> Iterator[Record]:
    """`{doc_id, dct, text, language?}` to `{doc_id, timexes: [{start, end, type, value}]}`."""
    return (record for _, record in read_lines(stream, timex_line, complain))
