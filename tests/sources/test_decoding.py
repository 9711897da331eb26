"""Bytes to text, whatever they were written in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conflictdesk.sources.decoding import decode


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
def test_french_in_any_encoding(encoding: str) -> None:
    text = "Six gendarmes ont été tués à Yangasso, où l'armée se tait.\nLe chef a « démenti »."
    assert decode(text.encode(encoding)) == text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp1256"])
def test_arabic_in_any_encoding(encoding: str) -> None:
    text = "أعلن التنظيم مسؤوليته عن الهجوم على مدينة سبها (Sabha)."
    assert decode(text.encode(encoding)) == text


def test_a_line_decoded_wrongly_elsewhere_is_repaired_and_its_neighbours_are_left_alone() -> None:
    broken = "Deux blessÃ©s Ã\xa0 Bamako, l’attaque a Ã©tÃ© revendiquÃ©e.\n"
    sound = "À Gao, Ã is only a letter.\n"
    assert decode((broken + sound).encode()) == "Deux blessés à Bamako, l’attaque a été revendiquée.\n" + sound


@given(st.binary())
def test_no_bytes_stop_the_decoding(raw: bytes) -> None:
    assert isinstance(decode(raw), str)


def test_plain_english_in_utf16_without_a_mark() -> None:
    assert decode("Nine soldiers died in Sabha.".encode("utf-16-le")) == "Nine soldiers died in Sabha."
