"""Archives that grow when they are opened, under every name; and XML that does. Nothing of ours opens them."""

import bz2
import gzip
import io
import lzma
import tarfile
import zipfile
from collections.abc import Iterator

from hostile.corpus import MB, SENTENCE, Case, open_, refused


def cases() -> Iterator[Case]:
    yield from packed()
    yield from markup()


def packed() -> Iterator[Case]:
    bomb = zipped({"a.txt": b"\x00" * 30 * MB})
    nested = bomb
    for _ in range(4):
        nested = zipped({f"{n}.zip": nested for n in range(3)})
    document = zipped({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w:t>" + b"a" * 10 * MB + b"</w:t>"})
    book = zipped({"mimetype": b"application/epub+zip", "a.xhtml": f"<html>{SENTENCE}</html>".encode()})
    out = zipped({"../../../etc/cron.d/a": b"* * * * * root true"})
    contents = {"bomb": bomb, "nested": nested, "document": document, "book": book, "climbing": out}
    for what, raw in contents.items():
        for suffix in ("zip", "txt", "html", "pdf", "jsonl", "docx", "epub"):
            yield refused("archive", f"zip-{what}.{suffix}", raw)
    single = {"gz": gzip.compress, "bz2": bz2.compress, "xz": lzma.compress}
    for what, compress in single.items():
        raw = compress(SENTENCE.encode() + b"\n" + b"a" * 2 * MB)
        for suffix in (what, "txt", "html", "pdf"):
            yield refused("archive", f"packed-{what}.{suffix}", raw)
    yield refused("archive", "packed-tar.txt", tarred({"a.txt": SENTENCE.encode(), "/etc/passwd": b"x"}))


def zipped(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name, raw in members.items():
            archive.writestr(zipfile.ZipInfo(name), raw, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def tarred(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for name, raw in members.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(raw)
            archive.addfile(entry, io.BytesIO(raw))
    return out.getvalue()


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
DOCTYPES = {
    "laughs": f'<!DOCTYPE r [<!ENTITY l0 "ha">{LAUGHS}]>',
    "quadratic": f'<!DOCTYPE r [<!ENTITY l9 "{"a" * 100_000}">]>',
    "loop": '<!DOCTYPE r [<!ENTITY l9 "&b;"><!ENTITY b "&l9;">]>',
    "file": '<!DOCTYPE r [<!ENTITY l9 SYSTEM "file:///etc/passwd">]>',
    "web": '<!DOCTYPE r [<!ENTITY l9 SYSTEM "http://127.0.0.1:9/canary">]>',
    "parameter": '<!DOCTYPE r [<!ENTITY % p SYSTEM "file:///etc/passwd"> %p;]>',
    "definition": '<!DOCTYPE r SYSTEM "http://127.0.0.1:9/canary.dtd">',
}
BODIES = {
    "rss": '<rss version="2.0"><channel><item><title>{0}</title><description>&l9;</description></item></channel></rss>',
    "atom": '<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>{0}</title><summary>&l9;</summary></entry></feed>',
    "page": "<html><body><article><p>{0}</p><p>&l9;</p></article></body></html>",
}


def markup() -> Iterator[Case]:
    for how, doctype in DOCTYPES.items():
        for what, body in BODIES.items():
            raw = f'<?xml version="1.0"?>{doctype}{body.format(f"{SENTENCE} {how} {what}")}'.encode()
            for suffix in ("xml", "html"):
                yield open_("XML", f"xml-{how}-{what}.{suffix}", raw)  # a feed is read, no entity of it is resolved
    included = (
        '<?xml version="1.0"?><r xmlns:xi="http://www.w3.org/2001/XInclude"><xi:include href="file:///etc/passwd"/></r>'
    )
    yield refused("XML", "xml-included.xml", included.encode())
    styled = '<?xml version="1.0"?><?xml-stylesheet href="http://127.0.0.1:9/canary.xsl" type="text/xsl"?><r>a</r>'
    yield refused("XML", "xml-styled.xml", styled.encode())
    yield refused("XML", "xml-deep.xml", b"<?xml version='1.0'?>" + b"<a>" * 1_000_000)
