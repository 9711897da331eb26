"""Bytes to text: which encoding a file is in. Only here may lengths change; offsets are counted afterwards."""

import codecs

from ftfy import fix_encoding
from ftfy.badness import is_bad

# Share of bytes beyond ASCII among letters above which a text of eight-bit characters is taken for Arabic: nearly
# all are in Arabic, fewer than one in five in the Latin languages.
ARABIC_SHARE = 0.5
# UTF-16 without a mark shows as text in which this share of one half of the bytes is nought.
UTF16_SHARE = 0.3
SAMPLE = 20_000  # bytes looked at

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def decode(raw: bytes) -> str:
    """The text in `raw`: by its mark, else UTF-8, else UTF-16 if it looks so, else Windows 1256 or 1252.

    Never raises; what cannot be decoded becomes U+FFFD. Lines that were decoded wrongly elsewhere are repaired.
    """
    return "".join(_repaired(line) for line in _decoded(raw).splitlines(keepends=True))


def _decoded(raw: bytes) -> str:
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            return raw[len(mark) :].decode(encoding, "replace")
    wide = _wide(raw[:SAMPLE])
    if wide:
        return raw.decode(wide, "replace")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode(_eight_bit(raw[:SAMPLE]), "replace")


def _wide(sample: bytes) -> str | None:
    """UTF-16 without a mark: every second byte of Latin text is nought."""
    half = max(1, len(sample) // 2)
    if sample[1::2].count(0) > UTF16_SHARE * half:
        return "utf-16-le"
    return "utf-16-be" if sample[0::2].count(0) > UTF16_SHARE * half else None


def _eight_bit(sample: bytes) -> str:
    high = sum(byte >= 0x80 for byte in sample)
    letters = high + sum(chr(byte).isalpha() for byte in sample if byte < 0x80)
    return "cp1256" if high > ARABIC_SHARE * letters else "cp1252"


def _repaired(line: str) -> str:
    return fix_encoding(line) if not line.isascii() and is_bad(line) else line
