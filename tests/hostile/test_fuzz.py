"""Whatever comes, readers and normalisers give what they promise or refuse in their own words; spans stay inside."""

import io
import json
from collections.abc import Iterable
from datetime import date
from functools import cache
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conflictdesk.errors import InputError
from conflictdesk.extract.actors import ActorLexicon
from conflictdesk.extract.casualties import count_of, find_counts
from conflictdesk.extract.numbers import numerals
from conflictdesk.extract.places import find_toponyms
from conflictdesk.extract.times import find_times, find_timexes
from conflictdesk.geo.bearings import find_bearings
from conflictdesk.geo.names import agreement, normal
from conflictdesk.pipeline.jsonl import read_lines
from conflictdesk.publish.tables import FORMULA, restored, safe
from conflictdesk.records.reports import Span
from conflictdesk.sources.catalog import Catalog
from conflictdesk.sources.dates import read_date
from conflictdesk.sources.decoding import decode
from conflictdesk.sources.files import SUFFIXES, parse_bytes
from conflictdesk.sources.markup import read_page
from conflictdesk.text.clean import clean_text
from conflictdesk.text.language import detect_language
from conflictdesk.text.sentences import split_sentences
from hostile.texts import BLOW_UPS, ODD

LANGUAGES = ("en", "fr", "it", "es", "ar")
fuzz = settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])

# Text as an attacker writes it: pieces that our own rules look for, in any order, beside any sign there is.
PIECES = [
    *BLOW_UPS.values(), *ODD.values(), "Gunmen attacked", "Sabha", "Islamic State", "on Monday", "at least nine soldiers",
    "تنظيم الدولة", "سبها", "جنوب", "ثلاثة", "أمس", "vingt et un", "mille", "le 20 mai", "ventuno", "veinte", "²", "½", "٣٤",
    "௧", "Ⅻ", "\ud800", "İ", "ß", "ﬃ", "9" * 30, "9" * 5000, "99 May 9999", "31 February 2020", "0 km", "1e9 km", "N.N.W.",
]  # fmt: skip
hostile_text = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=8)), max_size=25).map(" ".join) | st.lists(
    st.sampled_from(PIECES), max_size=25
).map("".join)


def inside(spans: Iterable[Span], text: str) -> bool:
    return all(0 <= span.start <= span.end <= len(text) for span in spans)


@cache
def lexicon() -> ActorLexicon:
    return ActorLexicon.load()


@fuzz
@given(
    st.binary(max_size=400) | hostile_text.map(lambda text: text.encode("utf-8", "surrogatepass")),
    st.sampled_from([*SUFFIXES, ""]),
)
def test_any_bytes_are_reports_or_a_refusal(raw: bytes, suffix: str) -> None:
    try:
        parsed = parse_bytes(raw, f"a{suffix}")
    except InputError as error:
        refusal = str(error)
    else:
        refusal = ""
        assert all(one.text.strip() and (one.contained or one.raw in raw) for one in parsed.retrieved)
    assert refusal[:1] in ("", "a")


@fuzz
@given(hostile_text)
def test_any_markup_is_a_page_or_none(text: str) -> None:
    for form in ("{}", "<html><head><meta name=date content='{}'></head><body><p>{}</p></body>", "<p {}>{}</p>"):
        page = read_page(form.replace("{}", text).encode("utf-8", "surrogatepass"))
        assert page is None or isinstance(page.text, str)


@fuzz
@given(st.binary(max_size=300))
def test_any_bytes_decode(raw: bytes) -> None:
    decode(raw).encode("utf-8")


@fuzz
@given(hostile_text)
def test_cleaning_keeps_every_place_and_cleans_once(text: str) -> None:
    cleaned = clean_text(text)
    assert len(cleaned) == len(text)
    assert clean_text(cleaned) == cleaned
    cleaned.encode("utf-8")


@fuzz
@given(hostile_text)
def test_sentences_stay_inside_in_order_and_lose_no_word(text: str) -> None:
    cleaned = clean_text(text)
    for language in (None, *LANGUAGES, detect_language(cleaned)):
        spans = [sentence.span for sentence in split_sentences(cleaned, language)]
        assert inside(spans, cleaned)
        assert all(one.end <= other.start for one, other in pairwise(spans))
        assert "".join("".join(span.of(cleaned).split()) for span in spans) == "".join(cleaned.split())


@fuzz
@given(hostile_text, st.sampled_from(LANGUAGES))
def test_what_is_found_stands_in_the_text(text: str, language: str) -> None:
    cleaned = clean_text(text)
    sentences = split_sentences(cleaned, language)
    for published in (None, date(2020, 5, 17), date.min, date.max):
        assert inside((one.span for one in find_times(cleaned, sentences, language, published)), cleaned)
        assert inside((one.span for one in find_timexes(cleaned, sentences, language, published)), cleaned)
    assert inside((one.span for one in find_bearings(cleaned, language)), cleaned)
    found = find_toponyms(cleaned, sentences, language, lambda name: name.lower() in ("sabha", "سبها"))
    assert inside((one.span for one in found), cleaned)
    assert inside((one.span for one in lexicon().find(cleaned, language)), cleaned)
    assert inside((one.span for one in find_counts(cleaned, sentences, language)), cleaned)


@fuzz
@given(hostile_text, st.sampled_from(LANGUAGES))
def test_words_are_normalised_or_not_understood(words: str, language: str) -> None:
    numerals(language).value(words)
    count_of(words, language)
    read_date(words)
    lexicon().name(words, None, language)
    agreement(normal(words), normal(words[::-1]))
    Catalog.open().source_of(words, words)


ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | hostile_text,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["text", "id", "a", ""]), inner),
    max_leaves=6,
)


@fuzz
@given(st.lists(st.binary(max_size=60) | ANY_JSON.map(lambda value: json.dumps(value).encode()), max_size=8))
def test_every_line_is_an_object_or_is_told(lines: list[bytes]) -> None:
    told: list[int] = []
    stream = io.BytesIO(b"\n".join(line.replace(b"\n", b"") for line in lines))
    found = dict(read_lines(stream, lambda line: line, lambda number, _: told.append(number)))
    written = {number for number, line in enumerate(stream.getvalue().split(b"\n"), 1) if line.strip()}
    assert set(found) | set(told) == written
    assert not set(found) & set(told)
    assert all(isinstance(line, dict) for line in found.values())


@fuzz
@given(hostile_text | st.text(alphabet="=+-@\t\r\n '＝＋－＠\u00a0\u200b\u202e\ufeffa1", max_size=8))
def test_no_cell_begins_as_a_formula_and_none_is_changed_for_good(cell: str) -> None:
    written = safe(cell)
    assert restored(written) == cell
    assert not written.lstrip().startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠"))
    assert written.startswith("'") or not FORMULA.match(written)


@pytest.mark.parametrize("value", [7, -3.5, 0, None])
def test_numbers_stay_numbers(value: float | None) -> None:
    from conflictdesk.publish.tables import _cell

    assert _cell(value) == value
