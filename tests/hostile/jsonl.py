"""JSON lines, each file with a good line after a bad one: the bad one is told by its number."""

import json
from collections.abc import Iterator

from hostile.corpus import MB, SENTENCE, Case, of

# Lines that cannot be reports.
BROKEN = {
    "cut": b'{"text": "Gunmen attacked', "bare": b"nonsense", "nan": b'{"text": "a", "x": NaN}', "array": b'["text"]',
    "infinity": b'{"text": "a", "x": -Infinity}', "string": b'"text"', "number": b"7", "null": b"null", "true": b"true",
    "no-text": b'{"title": "a"}', "text-number": b'{"text": 7}', "text-null": b'{"text": null}', "text-list": b'{"text": ["a"]}',
    "text-object": b'{"text": {"a": 1}}', "text-true": b'{"text": true}', "text-empty": b'{"text": ""}', "two": b"{}{}",
    "text-blank": b'{"text": " \\n\\t "}', "deep": b'{"text": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
    "deep-open": b"[" * 1_000_000, "deep-objects": b'{"a":' * 50_000, "huge-number": b'{"text": "a", "x": ' + b"9" * 10_000 + b"}",
    "bad-utf-8": b'{"text": "\xff\xfe\xc0"}', "raw-control": b'{"text": "a\x01b"}', "raw-nought": b'{"text": "a\x00b"}',
    "single-quotes": b"{'text': 'a'}", "comment": b'{"text": "a"} // b', "trailing": b'{"text": "a",}', "bad-escape": b'{"text": "\\x"}',
    "hex": b'{"text": "a", "x": 0x10}', "pickle": b"\x80\x04\x95.", "open": b"{",
}  # fmt: skip

# Lines that are reports all the same, with a field that is left empty and told.
LEFT_EMPTY = {
    "published": [7, True, ["2020-05-20"], {"a": 1}, "yesterday", "2020-13-45", "0000-00-00", "9" * 5000, 1e300],
    "title": [7, [], {"a": {}}, False],
    "publisher": [3.5, ["a"]],
    "url": [1, {"href": "a"}],
    "language": [5, "no language", "e", "../../etc", "a" * 5000],
    "report_id": [True, 3.5, ["a"], {"a": 1}],
}

# Lines that are good, however odd.
ODD = {
    "duplicate-keys": '{"text": "no", "text": "%s"}',
    "half-signs": '{"text": "%s \\ud800 \\udc00\\ud800"}',
    "escaped-noughts": '{"text": "%s \\u0000\\u0000"}',
    "escaped-escapes": '{"text": "%s \\u001b[2J\\u202e"}',
    "unknown-fields": '{"text": "%s", "__proto__": {"a": 1}, "constructor": null, "": 0, "\\u0000": 1}',
    "nulls": '{"text": "%s", "title": null, "published": null, "url": null, "language": null, "report_id": null}',
    "script-url": '{"text": "%s", "url": "javascript:alert(1)", "title": "<script>alert(1)</script>"}',
    "path-id": '{"text": "%s", "report_id": "../../../etc/passwd"}',
    "half-id": '{"text": "%s", "report_id": "\\ud800\\u0000"}',
    "long-id": '{"text": "%s", "report_id": "' + "i" * 5000 + '"}',
    "sql-id": '{"text": "%s", "report_id": "\'; DROP TABLE reports; --"}',
    "big-float": '{"text": "%s", "x": 1e999, "y": -1e999}',
    "blank-before": "   \t{\"text\": \"%s\"}  \t",
}  # fmt: skip


def cases() -> Iterator[Case]:
    for what, line in BROKEN.items():
        yield Case("JSON lines", f"lines-{what}.jsonl", of(_between(what, line)), read=1, told=(2,))
    for field, values in LEFT_EMPTY.items():
        for number, value in enumerate(values):
            what = f"{field}-{number}"
            line = json.dumps({"text": f"{SENTENCE} {what}", field: value}).encode()
            yield Case("JSON lines", f"lines-{what}.jsonl", of(_between(what, line)), read=2, told=(2,), coded=True)
    for what, form in ODD.items():
        line = form.replace("%s", f"{SENTENCE} {what}").encode()
        yield Case("JSON lines", f"lines-{what}.jsonl", of(_between(what, line)), read=2, told=(), coded=True)
    long = json.dumps({"text": SENTENCE + "-" * (5 * MB)}).encode()
    yield Case("JSON lines", "lines-5-mb.jsonl", of(_between("5-mb", long)), read=2, told=(), coded=True)
    wide = json.dumps({"text": SENTENCE}).encode("utf-16")
    yield Case("JSON lines", "lines-utf-16.jsonl", of(wide), read=None, told=None)
    returns = b"\r".join(json.dumps({"text": f"{SENTENCE} {n}"}).encode() for n in range(3))
    yield Case("JSON lines", "lines-returns.jsonl", of(returns), read=None, told=None)
    many = b"\n".join(b"{" for _ in range(2000))
    yield Case("JSON lines", "lines-all-bad.jsonl", of(many), read=0, told=tuple(range(1, 2001)))
    marked = b"\xef\xbb\xbf" + json.dumps({"text": f"{SENTENCE} marked"}).encode() + b"\r\n"
    yield Case("JSON lines", "lines-marked.jsonl", of(marked), read=1, told=(), coded=True)


def _between(what: str, line: bytes) -> bytes:
    """The line as the second of a file, after an empty one and before a good one."""
    good = json.dumps({"text": f"A quiet day, says {what}."}).encode()
    return b"\n" + line + b"\n" + good + b"\n"
