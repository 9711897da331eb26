"""The clean text in which every span counts.

Cleaning never moves a character: what came in as text keeps its length, so that offsets which a caller holds stay
valid. Bytes are decoded before, in `sources.decoding`; text from a file and text from JSONL take the same way here.
"""

import re

SPACE = " "
_LINE_ENDS = {0x0B: "\n", 0x0C: "\n", 0x85: "\n", 0x2028: "\n", 0x2029: "\n"}
_DIRECTION_OVERRIDES = (0x202D, 0x202E)  # they show text in another order than it is written
_BYTE_ORDER_MARK = 0xFEFF
_REPLACED: dict[int, str] = {
    **dict.fromkeys((c for c in (*range(0x20), *range(0x7F, 0xA0)) if c not in (0x09, 0x0A)), SPACE),
    **dict.fromkeys((*_DIRECTION_OVERRIDES, _BYTE_ORDER_MARK), SPACE),
    **dict.fromkeys(range(0xD800, 0xE000), "\ufffd"),
    **_LINE_ENDS,
}
_LONE_RETURN = re.compile("\r(?!\n)")


def clean_text(text: str) -> str:
    """`text` with each control character as a space and each lone surrogate as U+FFFD; same length, always.

    A return before a newline becomes a space and one that stands alone a newline, so lines end with "\\n" only.
    """
    return _LONE_RETURN.sub("\n", text).translate(_REPLACED)
