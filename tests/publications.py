"""A publication on this machine whose feed and pages change between visits, fail, redirect and refuse."""

from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler

from local_server import Answer, gives

from conflictdesk.pipeline.arrivals import Added
from conflictdesk.pipeline.followed import find_follows, visit_all
from conflictdesk.sources.catalog import Catalog
from conflictdesk.store.database import Database

BUILT_IN = Catalog.open()
WORDS = {
    "one": "Nine soldiers were killed when rockets hit an air base near Sabha on Sunday, an officer said.",
    "two": "Gunmen stopped a bus on the road to Murzuq and abducted four men, residents said on Monday.",
    "three": "أعلن مسؤول محلي مقتل ثلاثة أشخاص في انفجار سيارة مفخخة عند نقطة تفتيش قرب سبها يوم الثلاثاء.",
}


def page(words: str, title: str = "A report", head: str = "", around: str = "") -> bytes:
    markup = (
        f"<html><head><title>{title}</title><meta charset=utf-8>{head}</head><body>{around}<article><h1>{title}</h1>"
    )
    return f"{markup}<p>{words}</p></article></body></html>".encode()


class Site:
    """A publication: its answers by path, and what it was asked."""

    def __init__(self) -> None:
        self.answers: dict[str, Answer] = {}
        self.asked: list[str] = []
        self.conditions: list[str] = []
        self.port = 0

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    def answer(self, to: BaseHTTPRequestHandler) -> None:
        self.asked.append(to.path)
        self.conditions += [
            str(to.headers[name]) for name in ("If-None-Match", "If-Modified-Since") if name in to.headers
        ]
        self.answers.get(to.path, gives(b"", status=404))(to)

    def publish(self, *paths: str, **changed: str) -> None:
        """A feed of these pages, each dated a day after the one before; `changed`: when its item was updated."""
        entries = "".join(
            f"<entry><id>{path}</id><title>{path}</title><link href='{self.url(path)}'/>"
            f"<published>2026-05-{10 + place}T08:00:00Z</published>"
            f"<updated>{changed.get(path.strip('/'), '2026-05-01T00:00:00Z')}</updated></entry>"
            for place, path in enumerate(paths)
        )
        feed = f"<feed xmlns='http://www.w3.org/2005/Atom'><title>Fezzan Post</title>{entries}</feed>".encode()
        self.answers["/feed"] = tagged(feed, "application/atom+xml")


def tagged(body: bytes, kind: str = "text/html") -> Answer:
    """An answer with an ETag, and 304 for who brings it."""
    tag = f'"{hash(body)}"'

    def answer(to: BaseHTTPRequestHandler) -> None:
        if to.headers.get("If-None-Match") == tag:
            gives(b"", status=304)(to)
        else:
            gives(body, kind, ETag=tag)(to)

    return answer


def follow(desk: Database, *named: str, catalog: Catalog = BUILT_IN, **terms: object) -> list[Added]:
    follows = find_follows(desk, catalog, named)
    return list(visit_all(desk, follows, catalog, pause=0, allow_private=True, **terms))  # type: ignore[arg-type]


def states(added: list[Added]) -> list[str]:
    return [one.state for one in added]


def texts(desk: Database) -> set[str]:
    return {report.text for report in desk.reports()}


SITEMAP = "<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>{}</urlset>"


def sitemap(site: Site, changed: Mapping[str, str]) -> bytes:
    urls = "".join(f"<url><loc>{site.url(path)}</loc><lastmod>{day}</lastmod></url>" for path, day in changed.items())
    return SITEMAP.format(urls).encode()
