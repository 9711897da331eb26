"""PDF: broken, locked, looping, growing, with scripts; written by hand, object by object."""

import io
import zlib
from collections.abc import Iterator
from pathlib import Path

import pypdf

from hostile.corpus import MB, SENTENCE, Case, chance, good, open_, refused

Objects = dict[int, bytes]
PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>"
FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"


def words(text: str) -> bytes:
    lines = [text[n : n + 80] for n in range(0, len(text), 80)]
    return b"BT /F 10 Tf 50 700 Td 12 TL " + b"".join(f"({line}) Tj T* ".encode() for line in lines) + b"ET"


def stream(raw: bytes, entries: bytes = b"") -> bytes:
    return b"<<" + entries + b"/Length %d>>stream\n" % len(raw) + raw + b"\nendstream"


def basic(text: str) -> Objects:
    return {
        1: b"<</Type/Catalog/Pages 2 0 R>>", 2: b"<</Type/Pages/Kids[3 0 R]/Count 1>>", 3: PAGE,
        4: stream(words(f"{SENTENCE} {text}")), 5: FONT,
    }  # fmt: skip


def written(objects: Objects, trailer: bytes = b"/Root 1 0 R", prev: str = "") -> bytes:
    """The file with its table of objects. `prev` is "self" for a table that names itself as the one before."""
    out, places = bytearray(b"%PDF-1.7\n"), {}
    for number, body in objects.items():
        places[number] = len(out)
        out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    table, size = len(out), max(objects) + 1
    out += b"xref\n0 %d\n0000000000 65535 f \n" % size
    out += b"".join(b"%010d 00000 n \n" % places.get(number, 0) for number in range(1, size))
    before = b"/Prev %d" % table if prev == "self" else b""
    return bytes(out + b"trailer<<" + trailer + before + b"/Size %d>>\nstartxref\n%d\n%%%%EOF" % (size, table))


def cases() -> Iterator[Case]:
    yield good("PDF", "paper-plain.pdf", written(basic("Plain.")), says="checkpoint near Sabha")
    yield from broken()
    yield from locked()
    yield from looping()
    yield from growing()
    yield from acting()


def broken() -> Iterator[Case]:
    whole = written(basic("Broken."))
    for share in (5, 30, 60, 90, 99):
        yield open_("PDF", f"paper-cut-{share}.pdf", whole[: len(whole) * share // 100])
    for number in range(20):
        changed = bytearray(whole)
        for _ in range(30):
            changed[chance(f"{number} {_}").randrange(8, len(changed))] = chance(f"{_} {number}").randrange(256)
        yield open_("PDF", f"paper-changed-{number:02}.pdf", bytes(changed))
    yield refused("PDF", "paper-head-alone.pdf", b"%PDF-1.7\n")
    yield refused("PDF", "paper-noise.pdf", b"%PDF-1.7\n" + chance("paper").randbytes(50_000))
    yield refused("PDF", "paper-text.pdf", SENTENCE.encode())
    yield refused(
        "PDF", "paper-brackets.pdf", b"%PDF-1.7\n1 0 obj\n" + b"[" * 500_000 + b"\nendobj\ntrailer<</Root 1 0 R>>"
    )
    yield refused(
        "PDF", "paper-dictionaries.pdf", b"%PDF-1.7\n1 0 obj\n" + b"<</A" * 200_000 + b"\ntrailer<</Root 1 0 R>>"
    )
    changes: dict[str, Objects] = {
        "huge-box": {3: PAGE.replace(b"[0 0 612 792]", b"[0 0 1e300 99999999999999999999]")},
        "odd-box": {3: PAGE.replace(b"[0 0 612 792]", b"[/A (b) null [] ]")},
        "no-box": {3: PAGE.replace(b"/MediaBox[0 0 612 792]", b"")},
        "length-lie": {4: b"<</Length 999999999>>stream\n" + words(SENTENCE) + b"\nendstream"},
        "length-below": {4: b"<</Length -1>>stream\n" + words(SENTENCE) + b"\nendstream"},
        "length-loop": {4: b"<</Length 4 0 R>>stream\n" + words(SENTENCE) + b"\nendstream"},
        "count-lie": {2: b"<</Type/Pages/Kids[3 0 R]/Count 999999999>>"},
        "count-below": {2: b"<</Type/Pages/Kids[3 0 R]/Count -5>>"},
        "no-kids": {2: b"<</Type/Pages/Kids[]/Count 0>>"},
        "odd-kids": {2: b"<</Type/Pages/Kids[7 (a) null /B 99 0 R]/Count 5>>"},
        "odd-root": {1: b"[1 2 3]"},
        "odd-contents": {4: b"(no stream)"},
        "odd-font": {5: b"<</Type/Font/Subtype/Type0/DescendantFonts 5 0 R/Encoding 5 0 R/ToUnicode 5 0 R>>"},
        "no-font": {5: b"null"},
        "odd-filter": {4: stream(words(SENTENCE), b"/Filter/NoSuchFilter")},
        "many-filters": {4: stream(words(SENTENCE), b"/Filter[" + b"/ASCIIHexDecode" * 100 + b"]")},
        "bad-flate": {4: stream(b"x\x9c" + b"\x00" * 99, b"/Filter/FlateDecode")},
        "odd-operators": {4: stream(b"BT " + b"q " * 200_000 + b"((((" * 1000 + b" Tj TJ Tf Tm cm Do ET")},
        "long-number": {4: stream(b"BT /F " + b"9" * 100_000 + b" Tf (a) Tj ET")},
        "matrix": {4: stream(b"BT /F 1e308 Tf 1e308 0 0 1e308 1e308 1e308 Tm (" + SENTENCE.encode() + b") Tj ET")},
    }
    for what, change in changes.items():
        yield open_("PDF", f"paper-{what}.pdf", written({**basic(f"Case {what}."), **change}))


def locked() -> Iterator[Case]:
    for what, password in (("word", "secret"), ("owner-only", "")):
        writer = pypdf.PdfWriter(clone_from=io.BytesIO(written(basic(f"Locked {what}."))))
        writer.encrypt(password, "owner", algorithm="RC4-128")
        out = io.BytesIO()
        writer.write(out)
        if password:
            yield refused("PDF", f"paper-locked-{what}.pdf", out.getvalue())
        else:
            yield good("PDF", f"paper-locked-{what}.pdf", out.getvalue(), says="checkpoint near Sabha")
    for what, lock in {
        "aes": b"<</Filter/Standard/V 5/R 6/Length 256/O(a)/U(b)/OE(c)/UE(d)/P -1/Perms(e)>>",
        "odd": b"<</Filter/Standard/V 99/R 99/O()/U()/P 0>>",
        "own": b"<</Filter/NoSuchHandler>>",
        "loop": b"6 0 R",
    }.items():
        trailer = b"/Root 1 0 R/Encrypt 6 0 R/ID[(a)(b)]"
        yield open_("PDF", f"paper-locked-{what}.pdf", written({**basic(what), 6: lock}, trailer))


def looping() -> Iterator[Case]:
    yield open_("PDF", "paper-loop-table.pdf", written(basic("A table before itself."), prev="self"))
    deep = {n: b"<</Type/Pages/Kids[%d 0 R]/Count 1/Parent %d 0 R>>" % (n + 1, n - 1) for n in range(10, 5000)}
    wide = b" ".join([b"3 0 R"] * 10_000)
    form = b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</A 6 0 R/B 7 0 R>>>>"
    shown = {3: PAGE.replace(b"/Font", b"/XObject<</A 6 0 R/B 7 0 R>>/Font"), 4: stream(words("a") + b" /A Do /B Do")}
    loops: dict[str, Objects] = {
        "pages": {2: b"<</Type/Pages/Kids[2 0 R]/Count 1>>"},
        "pages-of-two": {2: b"<</Type/Pages/Kids[6 0 R]/Count 2>>", 6: b"<</Type/Pages/Kids[2 0 R 3 0 R]/Count 2>>"},
        "deep-pages": {2: b"<</Type/Pages/Kids[10 0 R]/Count 1>>", **deep, 5000: PAGE},
        "wide-pages": {2: b"<</Type/Pages/Kids[" + wide + b"]/Count 10000>>", 4: stream(words("Quiet."))},
        "parent": {
            2: b"<</Type/Pages/Kids[3 0 R]/Count 1/Parent 2 0 R>>",
            3: PAGE.replace(b"/MediaBox[0 0 612 792]", b""),
        },
        "forms": {**shown, 6: stream(b"/A Do /B Do", form), 7: stream(b"/B Do /A Do", form)},
        "reference": {4: b"4 0 R"},
        "references": {4: b"6 0 R", 6: b"7 0 R", 7: b"6 0 R"},
        "contents": {4: b"[4 0 R 4 0 R]"},
        "outlines": {1: b"<</Type/Catalog/Pages 2 0 R/Outlines 6 0 R>>", 6: b"<</First 6 0 R/Next 6 0 R/Last 6 0 R>>"},
    }
    for what, change in loops.items():
        yield open_("PDF", f"paper-loop-{what}.pdf", written({**basic(f"Loop {what}."), **change}))
    chain = {n: stream(b"1 0 2 9 null null", b"/Type/ObjStm/N 2/First 8/Extends %d 0 R" % n) for n in range(6, 9)}
    yield open_("PDF", "paper-loop-streams.pdf", written({**basic("Streams."), **chain}))


def growing() -> Iterator[Case]:
    lots = zlib.compress(b"BT /F 9 Tf (" + b"a" * 80 * MB + b") Tj ET", 9)
    moves = zlib.compress(b"BT /F 9 Tf " + b"(a) Tj " * 500_000 + b"ET", 6)
    twice = zlib.compress(zlib.compress(b"(a) Tj " * 11_500_000, 6), 6)
    flate = b"/Filter/FlateDecode"
    cmap = b"/CIDInit begincmap 1 beginbfrange <0000> <FFFF> <0000> endbfrange " * 300
    grown: dict[str, Objects] = {
        "contents": {4: stream(lots, flate)},
        "moves": {4: stream(moves, flate)},
        "twice": {4: stream(twice, b"/Filter[/FlateDecode/FlateDecode]")},
        "many-contents": {4: b"[" + b"6 0 R " * 9000 + b"]", 6: stream(zlib.compress(b"(a) Tj " * 100_000, 9), flate)},
        "run-length": {4: stream(b"\x81a" * 2_000_000, b"/Filter/RunLengthDecode")},
        "unicode": {5: FONT[:-2] + b"/ToUnicode 6 0 R>>", 6: stream(zlib.compress(cmap), flate)},
        "predictor": {4: stream(lots, flate + b"/DecodeParms<</Predictor 15/Columns 99999999>>")},
    }
    for what, change in grown.items():
        yield open_("PDF", f"paper-grow-{what}.pdf", written({**basic(f"Growing {what}."), **change}))
    many = {2: b"<</Type/Pages/Kids[" + b" ".join(b"%d 0 R" % n for n in range(10, 2010)) + b"]/Count 2000>>"}
    pages = dict.fromkeys(range(10, 2010), PAGE)
    paper = written({**basic("Page after page."), **many, **pages, 4: stream(words("Quiet."))})
    yield Case("PDF", "paper-many-pages.pdf", lambda path: _write(path, paper), read=1, told=(0,), coded=False)


def acting() -> Iterator[Case]:
    script = b"<</S/JavaScript/JS(app.alert\\(1\\))>>"
    acts = {
        "script": b"/OpenAction" + script,
        "additional": b"/AA<</WC" + script + b"/DS" + script + b">>",
        "launch": b"/OpenAction<</S/Launch/F(/bin/true)/Win<</F(calc.exe)>>>>",
        "link": b"/OpenAction<</S/URI/URI(http://127.0.0.1:9/canary)>>",
        "submit": b"/OpenAction<</S/SubmitForm/F(http://127.0.0.1:9/canary)>>",
        "names": b"/Names<</JavaScript<</Names[(a) " + script + b"]>>>>",
        "files": b"/Names<</EmbeddedFiles<</Names[(a.exe) <</F(a.exe)/EF<</F 4 0 R>>>>]>>>>",
        "form": b"/AcroForm<</XFA 4 0 R/Fields[6 0 R]/CO[6 0 R]>>",
    }
    for what, act in acts.items():
        objects = {**basic(f"Acting {what}."), 1: b"<</Type/Catalog/Pages 2 0 R" + act + b">>"}
        yield good("PDF", f"paper-act-{what}.pdf", written(objects), says="checkpoint near Sabha")
    titles = (
        b"/Root 1 0 R/Info<</Title(=cmd|calc)/CreationDate(D:99999999)/Publisher(\x1b[2J)/Author(" + b"a" * MB + b")>>"
    )
    yield good("PDF", "paper-titles.pdf", written(basic("Titles."), titles), says="checkpoint near Sabha")


def _write(path: Path, raw: bytes) -> None:
    path.write_bytes(raw)
