"""A brief as HTML and as Markdown: the same words, each of which stays text whatever it holds.

The HTML is one file without script or remote resource, and says so to the browser. In Markdown every value is
escaped unless it is a piece of the template itself.
"""

import re
from base64 import b64encode
from collections.abc import Mapping
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from conflictdesk.publish import wording
from conflictdesk.publish.brief import Brief
from conflictdesk.publish.drawing import mark, picture
from conflictdesk.publish.entries import Entry

TEMPLATES = Path(__file__).parent / "templates"
MARK = 15.0
UNSAFE_IN_ADDRESS = ":/?#@!$&'()*+,;=%-._~"


class Piece(str):
    """A piece of Markdown that is ours, and is put in as it stands."""

    __slots__ = ()


def html_of(brief: Brief, incidents_at: str | None = None) -> str:
    """The brief as one HTML file. `incidents_at`: where a workbench shows incidents, if it is one that shows this."""
    style = (TEMPLATES / "brief.css").read_text("utf-8") + _running(brief)
    hashed = f"sha256-{b64encode(sha256(style.encode()).digest()).decode()}"
    template = _pages().get_template("brief.html")
    return template.render(brief=brief, style=Markup(style), style_hash=hashed, incidents_at=incidents_at)


def markdown_of(brief: Brief, pictures: Mapping[str, str] | None = None) -> str:
    """The brief as Markdown with footnotes, for mail and wikis.

    `pictures`: the names of the files beside it that hold its pictures, by their kinds (`pictures_of`).
    """
    files = {kind: Piece(f"<{quote(name)}>") for kind, name in (pictures or {}).items()}
    text = _plain_texts().get_template("brief.md").render(brief=brief, pictures=files)
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"


def pictures_of(brief: Brief) -> dict[str, str]:
    """The pictures of a brief as SVG, by kind: "map", "timeline" and "rises", as far as it has them."""
    drawn = {"map": brief.map.svg if brief.map else None, "timeline": brief.timeline}
    drawn["rises"] = brief.activity.map if brief.activity else None
    return {kind: svg for kind, svg in drawn.items() if svg}


def escaped(text: str) -> str:
    """`text` as Markdown reads it back letter by letter: signs of its own escaped, addresses not made links."""
    out = re.sub(r"([\\`*_{}\[\]<>#|~&$^])", r"\\\1", text)
    out = re.sub(r"(?i)\b(https?|ftp|mailto|xmpp):", r"\1\\:", out)
    out = re.sub(r"(?i)\b(www)\.", r"\1\\.", out).replace("@", "\\@")
    return re.sub(r"^(\s*)([-+=]|\d+[.)])", _first_sign, out)


def _first_sign(match: re.Match[str]) -> str:
    """What would begin a list at the start of a line."""
    return f"{match[1]}{match[2][:-1]}\\{match[2][-1]}"


def _finished(value: Any) -> Any:
    if isinstance(value, Piece) or not isinstance(value, str):
        return value
    return escaped(value)


@cache
def _pages() -> Environment:
    env = Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined)
    env.trim_blocks = env.lstrip_blocks = True
    env.filters |= {
        "drawn": _drawn, "svg": Markup, "number": wording.number, "is_web": is_web, "capitalised": capitalised,
    }  # fmt: skip
    return env


@cache
def _plain_texts() -> Environment:
    """For Markdown: what is no `Piece` is escaped; escaping for HTML is done by Markdown's own rules."""
    env = Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=False, undefined=StrictUndefined, finalize=_finished
    )
    env.trim_blocks = env.lstrip_blocks = True
    env.filters |= {"capitalised": capitalised, "address": _address}
    return env


def capitalised(words: str) -> str:
    return words[:1].upper() + words[1:]


def is_web(address: str) -> bool:
    """Whether an address may be a link: of the web, and of no other scheme."""
    try:
        return urlsplit(address).scheme in ("http", "https") and bool(urlsplit(address).netloc)
    except ValueError:
        return False


def _address(address: str) -> str:
    return Piece(f"<{quote(address, safe=UNSAFE_IN_ADDRESS)}>") if is_web(address) else Piece(escaped(address))


def _drawn(entry: Entry) -> Markup:
    told = f"{entry.incident.role}, {entry.standing}"
    one = mark(entry.incident.role, entry.incident.standing, MARK / 2, MARK / 2, MARK)
    return Markup(picture(MARK, MARK, told, [one]))


def _running(brief: Brief) -> str:
    """Head and foot of each printed page: title and period, who made it, which page."""
    head, made = _css_text(f"{brief.title}, {brief.period}" if brief.period else brief.title), _css_text(brief.made)
    font = 'font: 8pt "Helvetica Neue", "Liberation Sans", sans-serif; color: #333'
    return (
        f"@media print {{ @page {{ @top-left {{ content: {head}; {font} }}"
        f" @bottom-left {{ content: {made}; {font} }}"
        f' @bottom-right {{ content: counter(page) " / " counter(pages); {font} }} }} }}\n'
    )


def _css_text(text: str) -> str:
    """A string of CSS in which nothing but letters and digits stands for itself."""
    return '"' + "".join(c if c.isascii() and c.isalnum() else f"\\{ord(c):x} " for c in text) + '"'
