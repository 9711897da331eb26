"""Lines as they stand on paper, from left to right, to the order in which they are read."""

import re
import unicodedata

from conflictdesk.sources.lettering import plain_letters

_RIGHT = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc"
_ARABIC_DIGITS = "\u0660-\u0669\u06f0-\u06f9"
_RIGHT_LETTER = re.compile(f"[{_RIGHT}]")
_LEFT_LETTER = re.compile(r"[A-Za-z\u00c0-\u024f\u0370-\u052f]")
# What is read from left to right within such a line, as it stands turned round: words of Latin letters, and numbers.
_LEFT = rf"A-Za-z\u00c0-\u024f0-9{_ARABIC_DIGITS}"
_LEFT_WITHIN = re.compile(rf"[{_LEFT}](?:[^{_RIGHT}\n\s]*(?: (?=[A-Za-z0-9]))?[{_LEFT}%])*")
_RIGHT_WITHIN = re.compile(rf"[{_RIGHT}](?:[^A-Za-z\u00c0-\u024f0-9\n]*[{_RIGHT}])?")
_ENDS = (".", ",", ";", ":", "!", "?", "،", "؛", "؟")
_BRACKETS = str.maketrans("()[]{}«»<>", ")(][}{»«><")


def is_right_to_left(text: str) -> bool:
    """Whether most letters of `text` are read from right to left."""
    return len(_RIGHT_LETTER.findall(text)) > len(_LEFT_LETTER.findall(text))


def as_it_stands(letters: str) -> str:
    """What one drawn sign is read as, in the order in which letters stand on paper: a ligature's go to the left."""
    return letters[::-1] if len(letters) > 1 and _RIGHT_LETTER.search(letters) else letters


def reading_order(line: str, right_to_left: bool) -> str:
    """`line`, which stands as on paper from left to right, in the order in which it is read.

    On a page that is read from left to right a line may still be read from right to left: as most of its letters are,
    unless it ends at the right.
    """
    if not _RIGHT_LETTER.search(line):
        return line
    if not (right_to_left or (is_right_to_left(line) and not line.rstrip().endswith(_ENDS))):
        return _RIGHT_WITHIN.sub(lambda found: _turned(found[0]), line)
    turned = _turned(line)
    return _unmirrored(_LEFT_WITHIN.sub(lambda found: found[0][::-1], turned))


def _turned(line: str) -> str:
    return plain_letters(line)[::-1] if not re.search(r"[\ufb50-\ufefc]", line) else plain_letters(line[::-1])


def _unmirrored(line: str) -> str:
    """Brackets that were turned round with the line are turned back, if the first of them closes."""
    first = next((sign for sign in line if sign in "()[]«»"), None)
    return line.translate(_BRACKETS) if first is not None and first in ")]»" else line


def only_marks(text: str) -> str:
    """The marks of a run that holds one letter at most beside them; "" of any other run."""
    marks = "".join(sign for sign in text if unicodedata.combining(sign))
    return marks if marks and len(text) - len(marks) <= 1 and _RIGHT_LETTER.match(text) else ""
