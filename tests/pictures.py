"""What a page's picture holds: its pixels, without a library."""

import struct
import zlib
from collections import Counter
from collections.abc import Iterator

from playwright.sync_api import Locator, Page

Colour = tuple[int, int, int]

ATTACK, COUNTER = (0xD5, 0x5E, 0x00), (0x00, 0x72, 0xB2)


def pixels(shown: Locator) -> Counter[Colour]:
    """How often each colour stands in a screenshot of an element."""
    return Counter(colours_of_png(shown.screenshot()))


def middle_of(page: Page, shown: Locator, side: int) -> Counter[Colour]:
    """The colours of a square of `side` pixels about the middle of an element."""
    box = shown.bounding_box()
    assert box is not None
    left, top = box["x"] + (box["width"] - side) / 2, box["y"] + (box["height"] - side) / 2
    return Counter(colours_of_png(page.screenshot(clip={"x": left, "y": top, "width": side, "height": side})))


def colours_of_png(png: bytes) -> Iterator[Colour]:
    """The pixels of an RGB or RGBA picture of eight bits a channel, as browsers write them."""
    at, packed, width, step = 8, b"", 0, 3
    while at < len(png):
        (size,), kind = struct.unpack(">I", png[at : at + 4]), png[at + 4 : at + 8]
        body = png[at + 8 : at + 8 + size]
        if kind == b"IHDR":
            width, step = struct.unpack(">I", body[:4])[0], {2: 3, 6: 4}[body[9]]
        packed += body if kind == b"IDAT" else b""
        at += size + 12
    for line in unfiltered(zlib.decompress(packed), width * step, step):
        yield from zip(line[0::step], line[1::step], line[2::step], strict=True)


def unfiltered(raw: bytes, length: int, step: int) -> Iterator[bytearray]:
    """PNG's five line filters undone (PNG specification, section 9)."""
    before = bytearray(length)
    for start in range(0, len(raw), length + 1):
        kind, line = raw[start], bytearray(raw[start + 1 : start + 1 + length])
        for i in range(length):
            left = line[i - step] if i >= step else 0
            corner = before[i - step] if i >= step else 0
            line[i] = (line[i] + predicted(kind, left, before[i], corner)) & 255
        yield line
        before = line


def predicted(kind: int, left: int, up: int, corner: int) -> int:
    if kind == 3:
        return (left + up) // 2
    if kind == 4:
        guess = left + up - corner
        return min((left, up, corner), key=lambda near: abs(guess - near))
    return (0, left, up)[kind]
