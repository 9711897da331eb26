"""A PDF of plain Latin text, written without a library: for tests, and for the sample report that is a PDF.

    python tests/sources/plain_pdf.py REPORT.txt REPORT.pdf

REPORT.txt begins with `Title:`, `Publisher:` and `Made:` (YYYY-MM-DD) lines and an empty line; the rest is the text,
with empty lines between paragraphs.
"""

import sys
import textwrap
from collections.abc import Mapping, Sequence
from pathlib import Path

WIDTH = 84  # characters on a line
LINES_A_PAGE = 48
PAGE_START = "BT /F1 10 Tf 14 TL 60 780 Td"


def plain_pdf(pages: Sequence[Sequence[str]], about: Mapping[str, str] | None = None) -> bytes:
    """A PDF with these lines on these pages; `about` are entries of its metadata."""
    kids = " ".join(f"{5 + 2 * n} 0 R" for n in range(len(pages)))
    entries = " ".join(f"/{key} ({_escaped(value)})" for key, value in (about or {}).items())
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Times-Roman /Encoding /WinAnsiEncoding >>",
        f"<< {entries} >>",
    ]
    for number, lines in enumerate(pages):
        font = "/Resources << /Font << /F1 3 0 R >> >> /MediaBox [0 0 595 842]"
        objects.append(f"<< /Type /Page /Parent 2 0 R {font} /Contents {6 + 2 * number} 0 R >>")
        drawn = " ".join([PAGE_START, *(f"({_escaped(line)}) Tj T*" for line in lines), "ET"])
        objects.append(f"<< /Length {len(drawn.encode('cp1252'))} >>\nstream\n{drawn}\nendstream")
    return _file(objects)


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")


def _file(objects: list[str]) -> bytes:
    out, offsets = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n{content}\nendobj\n".encode("cp1252")
    table = "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
    start = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
    end = f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R /Info 4 0 R >>\nstartxref\n{len(out)}\n%%EOF\n"
    return out + (start + end).encode("ascii")


def laid_out(text: str) -> list[list[str]]:
    """Paragraphs as wrapped lines on pages."""
    lines: list[str] = []
    for paragraph in text.strip().split("\n\n"):
        lines += [*textwrap.wrap(paragraph, WIDTH), ""]
    return [lines[start : start + LINES_A_PAGE] for start in range(0, len(lines), LINES_A_PAGE)]


def main(source: str, target: str) -> None:
    header, _, text = Path(source).read_text("utf-8").partition("\n\n")
    given = dict(line.split(": ", 1) for line in header.splitlines())
    made = {"CreationDate": "D:" + given.pop("Made").replace("-", "") + "000000Z"}
    Path(target).write_bytes(plain_pdf(laid_out(text), {**given, **made}))


if __name__ == "__main__":
    main(*sys.argv[1:])
