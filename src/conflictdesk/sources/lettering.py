"""Letters as they are written, whatever a page or a paper used to draw them. Nothing is put into another order."""

import re
import unicodedata

# Ligatures of Latin letters, and the shapes of Arabic letters within words; not the ligatures that are phrases.
_SHAPES = re.compile("[\ufb00-\ufb06\ufb50-\ufbb1\ufbd3-\ufd3d\ufe70-\ufefc]+")
# Where a word may be broken, and marks without width that separate nothing. Marks of direction and joiners stay.
_INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff]")
_BLANKS = re.compile(r"\s+")


def plain_letters(text: str) -> str:
    """`text` with ligatures and shapes as letters, without soft hyphens and other marks that nobody sees."""
    return _SHAPES.sub(lambda found: unicodedata.normalize("NFKC", found[0]), _INVISIBLE.sub("", text))


def one_line(text: str) -> str:
    """`plain_letters` of it with single blanks between the words."""
    return _BLANKS.sub(" ", plain_letters(text)).strip()
