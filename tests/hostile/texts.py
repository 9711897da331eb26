"""Text: empty, binary, in every encoding, very large, full of odd signs, made to blow up what reads it."""

from collections.abc import Iterator
from pathlib import Path

from hostile.corpus import MB, SENTENCE, Case, chance, good, open_, refused

ARABIC = "هاجم مسلحون نقطة تفتيش قرب سبها في ليبيا يوم 20 مايو 2020 وقتلوا ثلاثة جنود."
ACCENTED = "Nobody was held, said the mayor, José Peña, in a café at the market of the town on Thursday evening."
SUFFIXES = ("txt", "md", "html", "pdf", "jsonl")


def cases() -> Iterator[Case]:
    for room in (empty, noise, encodings, large, odd_signs, blow_ups, formulas):
        yield from room()


def empty() -> Iterator[Case]:
    nothing = {
        "nothing": b"",
        "blanks": b" \t\r\n" * 50,
        "noughts": b"\x00" * 5000,
        "mark": b"\xef\xbb\xbf",
        "wide-mark": b"\xff\xfe",
        "header": b"Title: A\nPublished: 2020-05-17\n\n",
    }
    for what, raw in nothing.items():
        for suffix in SUFFIXES:
            if what != "header" or suffix in ("txt", "md"):  # elsewhere it is words like any
                yield refused("empty", f"empty-{what}.{suffix}", raw)


def noise() -> Iterator[Case]:
    for size in (1, 16, 1000, 100_000, MB):
        for suffix in ("txt", "html", "pdf", "jsonl"):
            raw = chance(f"{size} {suffix}").randbytes(size)
            case = open_ if size < 100 else refused
            yield case("noise", f"noise-{size}.{suffix}", raw)
    heads = {
        "png": b"\x89PNG\r\n\x1a\n", "jpeg": b"\xff\xd8\xff\xe0\x00\x10JFIF", "gif": b"GIF89a\x01\x00\x01\x00",
        "elf": b"\x7fELF\x02\x01\x01\x00", "sqlite": b"SQLite format 3\x00\x10\x00", "ole": b"\xd0\xcf\x11\xe0\xa1\xb1",
        "wasm": b"\x00asm\x01\x00\x00\x00", "mp4": b"\x00\x00\x00\x18ftypmp42", "7z": b"7z\xbc\xaf\x27\x1c",
        "pickle": b"\x80\x04\x95\x20\x00\x00\x00\x00\x00\x00\x00\x8c\x05posix\x94\x8c\x06system\x94\x93",
    }  # fmt: skip
    for what, head in heads.items():
        for suffix in ("txt", "html"):
            yield refused("noise", f"noise-{what}.{suffix}", head + chance(what).randbytes(5000))


def encodings() -> Iterator[Case]:
    for encoding in ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252", "latin-1"):
        raw = f"{SENTENCE}\n\n{ACCENTED}\n\nIn {encoding}.".encode(encoding, "replace")
        yield good("encoding", f"encoding-en-{encoding}.txt", raw, says="José Peña")
    for encoding in ("utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1256"):
        raw = (ARABIC * 3 + "\n" + encoding).encode(encoding)
        yield good("encoding", f"encoding-ar-{encoding}.txt", raw, says="مسلحون نقطة تفتيش", coded=False)
    for mark, encoding in ((b"\xfe\xff", "utf-16-be"), (b"\xff\xfe", "utf-16-le")):
        raw = mark + (ARABIC + encoding).encode(encoding)
        yield good("encoding", f"encoding-marked-{encoding}.txt", raw, says="ثلاثة جنود", coded=False)
    page = '<html><head><meta charset="{0}"></head><body><article><p>{1}</p><p>{0}</p></article></body></html>'
    cyrillic = "Вооружённые люди напали на блокпост у города Себха и убили трёх солдат, сказал мэр города."
    for encoding, text in (("windows-1256", ARABIC), ("koi8-r", cyrillic), ("windows-1251", cyrillic)):
        raw = page.format(encoding, text).encode(encoding)
        yield good("encoding", f"encoding-page-{encoding}.html", raw, says=text[10:30], coded=False)
    for lie in ("utf-7", "utf-16", "idna", "punycode", "undefined", "unicode_escape", "zlib", "rot13", "base64", "x"):
        raw = page.format(lie, SENTENCE + " caf\u00e9 ").encode("cp1252")
        yield open_("encoding", f"encoding-lie-{lie}.html", raw)
    yield good(
        "encoding", "encoding-mojibake.txt", f"{SENTENCE}\n\n{ACCENTED}".encode().decode("cp1252").encode(), "Peña"
    )


def large() -> Iterator[Case]:
    def fifty(path: Path) -> None:
        line = b"-" * 79 + b"\n"
        with path.open("wb") as file:
            file.write(f"{SENTENCE}\n\n".encode())
            for _ in range(50):
                file.write(line * 12_400)

    yield Case("large", "large-50-mb.txt", fifty, read=1, told=(), coded=True)
    yield Case(
        "large",
        "large-one-line.txt",
        lambda path: _write(path, SENTENCE.encode() + b" " + b"1234567890" * MB),
        read=1,
        told=(),
        coded=True,
    )
    yield Case("large", "large-too-large.txt", lambda path: _sparse(path, 60 * MB))
    yield Case("large", "large-too-large.pdf", lambda path: _sparse(path, 60 * MB))
    yield Case("large", "large-noughts.txt", lambda path: _sparse(path, 20 * MB))
    yield Case("large", "large-lines.txt", lambda p: _write(p, SENTENCE.encode() + b"\n" * MB), 1, (), coded=True)
    header = b"Title: " + b"a" * MB + b"\n\n" + SENTENCE.encode()
    yield Case("large", "large-header.txt", lambda path: _write(path, header), read=1, told=(), coded=True)


def _write(path: Path, raw: bytes) -> None:
    path.write_bytes(raw)


def _sparse(path: Path, size: int) -> None:
    with path.open("wb") as file:
        file.write(b"%PDF-1.4\n" if path.suffix == ".pdf" else b"")
        file.truncate(size)


QUIET = "Nobody has said who was behind the attack, and the town was quiet in the evening, the mayor told reporters. "
ODD = {
    "override": "\u202eevil\u202c ", "embedding": "\u202b\u202a\u202b ", "isolates": "\u2066\u2067\u2068\u2069 ",
    "unclosed": "\u202e" * 50, "zero-width": "\u200b\u200c\u200d\u2060 ", "marks": "\u200e\u200f\u061c ",
    "byte-order": "\ufeff " * 5, "tags": "\U000e0041\U000e0042 ", "private": "\ue000\uf8ff\U00100000 ",
    "no-signs": "\ufffe\uffff\U0001ffff ", "stacked": "e" + "\u0301" * 500 + " ", "separators": "\u2028\u2029\x85\x0b\x0c",
    "escapes": "\x1b[2J\x1b]0;title\x07\x1b[31m ", "bells": "\x07\x08\x08\x08 ", "returns": "hidden\rshown ",
    "emoji": "💥👩\u200d👩\u200d👧 ", "wide": "ＳＡＢＨＡ １２３ ", "arabic-digits": "٣ ۴ १ ", "ligatures": "ﷺ ﬀ ",
    "nought": "a\x00b ", "soft": "sol\u00addiers ", "hangul": "\u115f\u1160\u3164 ", "variation": "a\ufe0f\U000e0100 ",
    "shy-line": "-\n-\n", "backspaces": "x\x08y\x7f ",
}  # fmt: skip


def odd_signs() -> Iterator[Case]:
    for what, signs in ODD.items():
        raw = f"{signs}\n\n{SENTENCE}\n\n{SENTENCE}\n\nThis is {what}: {QUIET * 3}\n\n{signs}".encode()
        yield good("odd signs", f"signs-{what}.txt", raw, says=SENTENCE)
    halves = f"{SENTENCE} halves ".encode() + b"\xed\xa0\x80\xed\xb0\x80 \xc0\xaf \xf5\x80\x80\x80 \xe2\x28\xa1"
    yield good("odd signs", "signs-broken-utf-8.txt", halves, says=SENTENCE)


BLOW_UPS = {
    "a": "a", "digits": "1", "spaced-digits": "1 ", "commas": "1,", "points": "1.", "dashes": "-", "long-dashes": "—",
    "blanks": " ", "tabs": "\t", "lines": "\n", "odd-blanks": "\u00a0\u2003", "brackets": "(", "both-brackets": "()",
    "closing": ")", "square": "[[", "quotes": '"', "single-quotes": "'", "curly": "“", "guillemets": "«»",
    "capitals": "Abc ", "all-capitals": "ABC ", "initials": "A.B.", "apostrophes": "'s ", "particles": "al-", "of": "of the ",
    "and": "and ", "numerals": "twenty-one ", "hundreds": "hundred and ", "thousand": "thousand ", "dates": "20 May 2020 ",
    "slashes": "1/2/", "hours": "10:", "bearings": "93 km south of ", "half-bearings": "km south ", "names": "Sabha, ",
    "killed": "killed ", "at-least": "at least ", "said": "said that ", "denied": "denied ", "last": "last Monday ",
    "vowels": "ب\u064e\u064e\u064e", "stretched": "ـ", "alif": "ا", "wa": "و", "ar-numbers": "ثلاثة و", "dots": "...",
    "stops": ". ", "ellipsis": "…", "abbreviations": "Lt. ", "urls": "http://a.", "mails": "a@", "entities": "&amp;",
    "percent": "%s%n", "backslashes": "\\", "templates": "{{7*7}}", "headers": "Title: ", "hashes": "# ", "pipes": "|",
}  # fmt: skip


def blow_ups() -> Iterator[Case]:
    for what, part in BLOW_UPS.items():
        run = part * (600 // len(part))
        raw = f"{SENTENCE}\n\nMore on {what}: {run}!\n\n{SENTENCE}".encode()
        # A run of Arabic letters makes the report an Arabic one.
        yield good("blow-up", f"blow-up-{what}.txt", raw, says=SENTENCE, coded=not "\u0600" <= part[0] <= "\u06ff")
    for what in ("spaced-digits", "brackets", "points", "hours", "slashes", "lines"):
        raw = f"{SENTENCE}\n\n{BLOW_UPS[what] * 20_000}\n\nLong {what}.".encode()
        yield good("blow-up", f"blow-up-long-{what}.txt", raw, says=SENTENCE)


FORMULAS = (
    '=HYPERLINK("http://a.example/","x")', "=cmd|' /C calc'!A0", "+1+1", "-1+1", "@SUM(A1)", "\t=1+1", "＝1+1", "＋1", "－1",
    "＠SUM(A1)", " =1+1", "\u00a0=1+1", "\u200b=1+1", "'=1+1", '"=1+1"', "%=1+1", "=\u202e1", "|=1", ";=1+1",
)  # fmt: skip


def formulas() -> Iterator[Case]:
    for number, formula in enumerate(FORMULAS):
        text = f"Publisher: {formula}\nTitle: {formula}\n\n{formula} {SENTENCE}\n\nFormula {number}."
        yield good("formula", f"formula-{number:02}.txt", text.encode())
