"""A brief as HTML, Markdown and PDF: links that lead somewhere, words that stay words, Arabic that can be read."""

import io
import re
from base64 import b64encode
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path

import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token
from pypdf import PdfReader

from briefs import AT, MARKDOWN, MARKUP, TURNED, TYPST, brief_of, hostile, month
from conflictdesk.errors import UsageError
from conflictdesk.publish import pdf
from conflictdesk.publish.brief import Brief
from conflictdesk.publish.forms import escaped, html_of, is_web, markdown_of
from conflictdesk.publish.pdf import pdf_of
from desks import fezzan

ARABIC = "أعلن التنظيم مسؤوليته عن تفجير قرب سبها"


class Page(HTMLParser):
    """The elements of a page, its ids, where its links lead, and its text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.attributes: list[tuple[str, str | None]] = []
        self.text = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.add(tag)
        self.attributes += attrs

    def handle_data(self, data: str) -> None:
        self.text += data

    def all(self, name: str) -> list[str]:
        return [value or "" for key, value in self.attributes if key == name]


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Brief:
    return brief_of(month(tmp_path_factory.mktemp("forms") / "desk"))


@pytest.fixture(scope="module")
def strange(tmp_path_factory: pytest.TempPathFactory) -> Brief:
    return brief_of(hostile(tmp_path_factory.mktemp("strange") / "desk"), with_names=True)


def test_every_link_within_the_page_leads_somewhere(told: Brief) -> None:
    page = Page(html_of(told))
    inside = [href[1:] for href in page.all("href") if href.startswith("#")]
    assert len(inside) == 2 * 7 + 1 + 2  # to each note and back; to a difference, and back from those disputed
    assert set(inside) <= set(page.all("id"))
    assert len(page.all("id")) == len(set(page.all("id")))
    outside = {href for href in page.all("href") if not href.startswith("#")}
    assert outside == {"https://wire.test/1", "https://post.test/2"}


def test_every_note_is_one_claim_and_every_claim_of_an_incident_has_one(told: Brief) -> None:
    for entry in told.entries:
        assert [note.claim_id for note in entry.notes] == list(entry.incident.claims)
    assert [note.number for entry in told.entries for note in entry.notes] == list(range(1, 8))


def test_the_page_is_one_file_without_script_that_forbids_whatever_it_does_not_need(told: Brief) -> None:
    text = html_of(told)
    page = Page(text)
    assert not page.names & {"script", "img", "link", "iframe", "object", "form", "base", "use"}
    assert not [name for name, _ in page.attributes if name.startswith("on") or name == "style"]
    style = text.split("<style>")[1].split("</style>")[0]
    hashed = b64encode(sha256(style.encode()).digest()).decode()
    assert f"default-src 'none'; style-src 'sha256-{hashed}'" in text
    assert "url(" not in style
    assert "@page" in style


def test_in_the_workbench_items_lead_to_their_incidents(told: Brief) -> None:
    page = Page(html_of(told, "/incidents/"))
    assert f"/incidents/{told.entries[0].incident.incident_id}" in page.all("href")


def test_orders_to_a_browser_stay_text(strange: Brief) -> None:
    page = Page(html_of(strange))
    assert "script" not in page.names
    assert not [name for name, _ in page.attributes if name.startswith("on")]
    for words in (MARKUP, TYPST, MARKDOWN):
        assert words in page.text
    assert not [href for href in page.all("href") if not href.startswith(("#", "https://wire.test/"))]


def test_signs_that_turn_text_around_are_taken_out(strange: Brief) -> None:
    for text in (html_of(strange), markdown_of(strange)):
        assert not set("\u202e\u2066\u200f") & set(text) - {"\u2066"}
        assert "\u202e" not in text
        assert "invoice gpj.exe end" in text.replace("\\", "")


def tokens(text: str) -> list[Token]:
    found = MarkdownIt("gfm-like", {"linkify": False}).parse(text)
    return [*found, *(child for one in found for child in one.children or ())]


def test_orders_to_a_wiki_stay_text(strange: Brief) -> None:
    found = tokens(markdown_of(strange))
    kinds = {token.type for token in found}
    assert not kinds & {"html_block", "html_inline", "image", "code_inline", "fence", "code_block"}
    links = {token.attrs["href"] for token in found if token.type == "link_open"}
    assert all(str(link).startswith("https://wire.test/") for link in links)
    shown = "".join(token.content for token in found if token.type in ("text", "text_special"))
    for words in (MARKUP, TYPST, MARKDOWN):
        assert words in shown


def test_tables_keep_their_columns_whatever_a_cell_holds(strange: Brief) -> None:
    lines = [line for line in markdown_of(strange).splitlines() if line.startswith("|")]
    cells = [len(re.findall(r"(?<!\\)\|", line)) for line in lines]
    assert cells
    heads = [n for n, line in enumerate(lines) if line.startswith("|:")]
    for head, after in zip(heads, [*(h - 1 for h in heads[1:]), len(lines)], strict=True):
        assert len(set(cells[head - 1 : after])) == 1


def test_every_footnote_of_the_markdown_is_there_once(told: Brief) -> None:
    text = markdown_of(told)
    notes = re.findall(r"^\[\^(\d+)\]:", text, re.MULTILINE)
    assert notes == [str(n) for n in range(1, 8)]
    assert set(re.findall(r"\[\^(\d+)\](?!:)", text)) == set(notes)


@pytest.mark.parametrize("words", ["- item", "+ item", "12. item", "# head", "> quote", "| a | b |", "a_b*c*", "~~x~~"])
def test_what_would_begin_a_list_or_a_heading_is_escaped(words: str) -> None:
    found = tokens(escaped(words))
    assert {token.type for token in found} <= {"paragraph_open", "paragraph_close", "inline", "text", "text_special"}
    assert "".join(t.content for t in found if t.type in ("text", "text_special")) == words


@pytest.mark.parametrize(
    ("address", "web"),
    [("https://wire.test/1", True), ("javascript:alert(1)", False), ("http://", False), ("//wire.test", False),
     ("data:text/html,x", False), ("http://[", False)],
)  # fmt: skip
def test_only_addresses_of_the_web_are_links(address: str, web: bool) -> None:
    assert is_web(address) is web


def read(data: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(data))


def letters(text: str) -> str:
    return re.sub(r"\s+", "", text)


def test_the_pdf_says_what_the_page_says(told: Brief) -> None:
    reader = read(pdf_of(told, AT, own_fonts_only=True))
    text = letters("".join(page.extract_text() for page in reader.pages))
    for entry in told.entries:
        assert letters(entry.sentence) in text
        for note in entry.notes:
            assert note.claim_id in text
            assert note.digest is not None
            assert note.digest in text
    for line in told.box:
        assert letters(line.name + line.now) in text


def test_links_within_the_pdf_lead_somewhere(told: Brief) -> None:
    reader = read(pdf_of(told, AT, own_fonts_only=True))
    links = [note.get_object() for page in reader.pages for note in page.get("/Annots") or ()]
    outside = [one["/A"]["/URI"] for one in links if "/A" in one and "/URI" in one["/A"]]
    assert set(outside) == {"https://wire.test/1", "https://post.test/2"}
    assert len(links) - len(outside) >= 2 * 7  # from each sentence to its notes, and back


def test_orders_to_typst_stay_text(strange: Brief) -> None:
    text = letters("".join(page.extract_text() for page in read(pdf_of(strange, AT, own_fonts_only=True)).pages))
    for words in (MARKUP, TYPST, MARKDOWN):
        assert letters(words) in text
    assert letters(TURNED) not in text
    assert "invoicegpj.exeend" in text


@pytest.mark.parametrize("own_fonts_only", [True, False])
def test_arabic_is_in_the_pdf_letter_by_letter_and_runs_from_right_to_left(
    tmp_path: Path, own_fonts_only: bool
) -> None:
    data = pdf_of(brief_of(fezzan(tmp_path / "desk")), AT, own_fonts_only=own_fonts_only)
    text = " ".join(" ".join(page.extract_text() for page in read(data).pages).split())
    # What is extracted goes from left to right over the page: each word in its own order, the last word first.
    assert " ".join(reversed(ARABIC.split())) in text


def test_made_again_at_the_same_time_the_pdf_is_the_same_to_the_byte(told: Brief) -> None:
    assert pdf_of(told, AT, own_fonts_only=True) == pdf_of(told, AT, own_fonts_only=True)


def test_a_brief_without_incidents_can_be_made_in_every_form(tmp_path: Path) -> None:
    told = brief_of(month(tmp_path / "desk"), (AT.date(), AT.date()), place="Niger")
    assert told.empty is not None
    for text in (html_of(told), markdown_of(told), read(pdf_of(told, AT, own_fonts_only=True)).pages[0].extract_text()):
        assert letters("That nothing was reported does not mean that nothing happened.") in letters(text)


def test_without_typst_the_error_says_what_to_install(told: Brief, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "find_spec", lambda _name: None)
    with pytest.raises(UsageError, match=r'pip install "conflictdesk\[pdf\]"'):
        pdf_of(told, AT)
