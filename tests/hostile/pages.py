"""Pages: scripts, frames and orders to go elsewhere, nesting and attributes without end, tags that are none."""

import json
from collections.abc import Iterator
from dataclasses import replace

from hostile.corpus import MB, SENTENCE, Case, good, open_, refused

CANARY = "http://127.0.0.1:9/canary"
PAGE = "<!doctype html><html lang=en><head>{head}</head><body>{before}<article><h1>Attack near Sabha</h1><p>{text}</p>{inside}</article>{after}</body></html>"

HEADS = {
    "refresh": f'<meta http-equiv="refresh" content="0;url={CANARY}">',
    "base": f'<base href="{CANARY}/" target="_top">',
    "style": f'<link rel=stylesheet href="{CANARY}.css"><style>@import "{CANARY}"; body{{background:url({CANARY})}}</style>',
    "manifest": f'<link rel=manifest href="{CANARY}"><link rel=preload href="{CANARY}" as=script>',
    "script": f'<script src="{CANARY}.js"></script><script>fetch("{CANARY}")</script>',
    "policy": '<meta http-equiv=Content-Security-Policy content="default-src *">',
    "many-meta": '<meta name="a" content="b">' * 50_000,
    "long-meta": f'<meta name="date" content="{"2020-" * 200_000}">',
    "odd-dates": "".join(f'<meta name="date" content="{n}">' for n in ("", "0", "9" * 5000, "2020-99-99", "\u202e")),
    "linked-deep": f'<script type="application/ld+json">{"[" * 200_000}</script>',
    "linked-wide": f'<script type="application/ld+json">{json.dumps([{"@graph": [{}] * 100}] * 500)}</script>',
    "linked-types": '<script type="application/ld+json">{"@graph": 7, "publisher": [1], "datePublished": {"a": 1}}</script>',
    "linked-nan": '<script type="application/ld+json">{"datePublished": NaN, "headline": 1e999}</script>',
}
INSIDE = {
    "frame": f'<iframe src="{CANARY}" srcdoc="<script>alert(1)</script>"></iframe><frameset><frame src="{CANARY}"></frameset>',
    "object": f'<object data="{CANARY}"></object><embed src="{CANARY}"><applet code=a></applet>',
    "svg": f'<svg onload=alert(1)><script>alert(1)</script><image href="{CANARY}"/><foreignObject><p>a</p></foreignObject></svg>',
    "math": '<math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style></mglyph></table></mtext></math>',
    "events": '<p onclick="alert(1)" onmouseover=alert(1)>Nobody else was hurt.</p><img src=x onerror=alert(1)>',
    "links": '<a href="javascript:alert(1)">one</a><a href="data:text/html,<script>alert(1)</script>">two</a>',
    "form": f'<form action="{CANARY}"><input name=q value="a" autofocus onfocus=alert(1)><button>b</button></form>',
    "template": "<template><script>alert(1)</script></template><noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">",
    "entities": "&lt;script&gt;alert(1)&lt;/script&gt; &#0; &#x110000; &#xD800; &#99999999999; &nosuch; &amp;amp;",
    "comment": "<!--[if IE]><script>alert(1)</script><![endif]--><!-- -- > --!> <script>alert(1)</script>",
    "media": f'<video src="{CANARY}" poster="{CANARY}"><track src="{CANARY}"></video><audio src="{CANARY}" autoplay></audio>',
    "broken": "<p <b <i></p></b> <table><tr><p><td></table></article></article> <p/><//><1> <é> < p>",
    "namespaces": "<x:script xmlns:x='http://www.w3.org/1999/xhtml'>alert(1)</x:script><svg:a/><:/>",
    "processing": "<?php system('true') ?><% alert(1) %>{{7*7}}${7*7}<![CDATA[<script>alert(1)</script>]]>",
}  # fmt: skip
MANY = {
    "div": ("<div>", 1_25_000), "b": ("<b>", 1_25_000), "closed-div": ("<div></div>", 75_000), "p": ("<p>", 75_000),
    "table": ("<table><tr><td>", 25_000), "list": ("<ul><li>", 50_000), "font": ("<font><a>", 50_000),
    "closing": ("</div>", 125_000), "quote": ("<blockquote>", 50_000), "select": ("<select><option>", 25_000),
    "svg": ("<svg><g>", 50_000), "form": ("<form>", 75_000), "open": ("<", 1_25_000), "comments": ("<!--", 125_000),
    "entities": ("&amp", 125_000), "scripts": ("<script>1</script>", 25_000), "breaks": ("<br>", 75_000),
}  # fmt: skip


def cases() -> Iterator[Case]:
    for what, head in HEADS.items():
        made = good("page", f"page-head-{what}.html", page(f"Case {what}.", head=head), says=SENTENCE)
        yield replace(made, told=None)  # of dates that are none
    for what, inside in INSIDE.items():
        yield good("page", f"page-inside-{what}.html", page(f"Case {what}.", inside=inside), says=SENTENCE)
    for what, (tag, count) in MANY.items():
        yield open_("page", f"page-many-{what}.html", page(f"Case {what}.", before=tag * count))
        yield open_("page", f"page-only-{what}.html", b"<html><body>" + (tag * (count // 100)).encode())
    attributes = " ".join(f"a{n}=b" for n in range(200_000))
    odd = {
        "attributes": page("Many.", inside=f"<p {attributes}>a</p>"),
        "attribute": page("Long.", inside=f'<p title="{"a" * 5 * MB}">a</p>'),
        "open-attribute": page("Open.", inside='<p title="' + "a" * MB),
        "tag": page("Tag.", inside=f"<{'a' * MB}>b"),
        "noughts": page("Noughts.").replace(b"<p>", b"<p\x00>"),
        "plaintext": page("Plain.", before="<plaintext>"),
        "frames": f'<html><frameset cols="*"><frame src="{CANARY}"></frameset></html>'.encode(),
        "words": b"<html><body>" + b"- " * 2 * MB,
        "cut": page("Cut.")[:150],
        "upper": page("Upper.").upper(),
        "wide": page("Wide.").decode().encode("utf-16"),
        "mark": b"\xef\xbb\xbf" + page("Mark."),
    }
    for what, raw in odd.items():
        yield open_("page", f"page-odd-{what}.html", raw)
    for what, body in {
        "script": "<script>document.write('a')</script>",
        "none": "",
        "frame": f'<iframe src="{CANARY}"></iframe>',
    }.items():
        yield refused("page", f"page-empty-{what}.html", f"<html><body>{body}</body></html>".encode())


def page(text: str, head: str = "", before: str = "", inside: str = "", after: str = "") -> bytes:
    told = f"{SENTENCE} {text} Nobody has said that it was behind the attack, and the town was quiet in the evening."
    return PAGE.format(head=head, before=before, text=told, inside=inside, after=after).encode()
