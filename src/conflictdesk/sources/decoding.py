"""Bytes to text: which encoding a file is in. Only here may lengths change; offsets are counted afterwards."""

import codecs
import re

from ftfy import fix_encoding
from ftfy.badness import is_bad

# Share of bytes beyond ASCII among letters above which a text of eight-bit characters is taken for Arabic: nearly
# all are in Arabic, fewer than one in five in the Latin languages.
ARABIC_SHARE = 0.5
# UTF-16 without a mark shows as text in which this share of one half of the bytes is nought.
UTF16_SHARE = 0.3
SAMPLE = 20_000  # bytes looked at
MOST_WRONG = 0.1  # share of the signs beyond ASCII that a file in UTF-8 may lack
MOST_FAULTS = 0.01  # share of characters that a page may lack in the encoding that it names

_NAMED = re.compile(rb"(?:charset|encoding)\s{0,5}=\s{0,5}[\"']?([\w-]{2,20})", re.IGNORECASE)
# What names of encodings mean on pages: those who write "ISO-8859-1" have Windows 1252, and some have neither.
_WESTERN = frozenset(("iso-8859-1", "latin1", "latin-1", "iso8859-1", "windows-1252", "cp1252", "us-ascii", "ascii"))
_THE_IN_8859_6, _THE_IN_1256 = b"\xc7\xe4", b"\xc7\xe1"  # the Arabic article

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def decode(raw: bytes) -> str:
    """The text in `raw`: by its mark, else UTF-8, else UTF-16 if it looks so, else Windows 1256, ISO 8859-6
    or Windows 1252.

    Never raises; what cannot be decoded becomes U+FFFD. Lines that were decoded wrongly elsewhere are repaired.
    """
    return "".join(_repaired(line) for line in _decoded(raw).splitlines(keepends=True))


def encoding_of(sample: bytes) -> str:
    """The encoding of a long file by its beginning; a few bytes that are no UTF-8 do not speak against it."""
    for mark, encoding in _MARKS:
        if sample.startswith(mark):
            return {"utf-8": "utf-8-sig"}.get(encoding, encoding[:6])  # which reads the mark itself
    wide = _wide(sample[:SAMPLE])
    text = sample.decode("utf-8", "replace")
    beyond, wrong = sum(not sign.isascii() for sign in text), text.count("\ufffd")
    if wide or wrong > MOST_WRONG * beyond:
        return wide or _eight_bit(sample[:SAMPLE])
    return "utf-8"


def decode_page(raw: bytes) -> str:
    """As `decode`, but a page that is no UTF-8 and names its encoding is taken at its word."""
    if raw.startswith(tuple(mark for mark, _ in _MARKS)) or _wide(raw[:SAMPLE]):
        return decode(raw)
    named = _NAMED.search(raw[:4096])
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return _as_named(raw, named[1].decode("ascii").lower()) if named else decode(raw)
    return decode(raw)


def _as_named(raw: bytes, name: str) -> str:
    guessed = _eight_bit(raw[:SAMPLE])
    if name in _WESTERN:
        return decode(raw) if guessed != "cp1252" else raw.decode("cp1252", "replace")
    try:
        text = raw.decode(name, "replace")
    except (LookupError, UnicodeError):  # no encoding, or one that is none of text
        return decode(raw)
    return text if text.count("\ufffd") <= MOST_FAULTS * len(text) else decode(raw)


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
    if high <= ARABIC_SHARE * letters:
        return "cp1252"
    return "iso8859-6" if sample.count(_THE_IN_8859_6) > sample.count(_THE_IN_1256) else "cp1256"


def _repaired(line: str) -> str:
    return fix_encoding(line) if not line.isascii() and is_bad(line) else line
