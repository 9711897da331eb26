"""What the program must never do (design, section 5), sentence by sentence. These outrank every benchmark.

The sentences stand beside this file, a file for each group and a line for each sentence, with what must or must not
come of it. `bench/law.py` runs each through the shipped coder and out of the desk; `make eval` counts them.
"""

import json
import re
import socket
from typing import Any

import pytest

from conflictdesk.extract.actors import ActorLexicon
from conflictdesk.pipeline.coder import Coder
from conflictdesk.publish.exports import Format, Kind
from conflictdesk.publish.tables import MACHINE_OUTPUT
from law import GROUPS, Case, breaches, cases, tell

# What the issue asks of the main groups, and how many sentences there are to be in all.
LEAST, ALL = 40, 300
MAIN = ("claims", "communities", "non_events", "names", "presences")
# Words of likelihood, which the program never says of itself: the person concludes.
LIKELY = re.compile(r"\b(?:likely|unlikely|probabl[ey]|probably|possibly|perhaps|almost certain\w*|chance)\b", re.I)


@pytest.fixture(scope="session")
def coder() -> Coder:
    return Coder.load()


def sentences(group: str) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("case", cases(group), ids=str)


@sentences("claims")
def test_a_claim_is_not_an_event(coder: Coder, case: Case) -> None:
    assert breaches(coder, case) == []


@sentences("communities")
def test_no_community_is_a_suspect(coder: Coder, case: Case) -> None:
    assert breaches(coder, case) == []


@sentences("doers")
def test_nobody_did_it_who_only_speaks_of_it_or_was_hit(coder: Coder, case: Case) -> None:
    assert breaches(coder, case) == []


@sentences("tellers")
def test_nobody_did_it_or_claims_it_who_only_tells_of_it(coder: Coder, case: Case) -> None:
    assert breaches(coder, case) == []


@sentences("non_events")
def test_what_did_not_happen_is_no_event(coder: Coder, case: Case) -> None:
    assert breaches(coder, case) == []


@sentences("names")
def test_private_persons_are_not_named(coder: Coder, case: Case) -> None:
    assert breaches(coder, case) == []


@sentences("presences")
def test_hiding_places_stay_in_the_desk(coder: Coder, case: Case) -> None:
    assert breaches(coder, case) == []


@sentences("belligerents")
def test_propaganda_does_not_go_out_again(coder: Coder, case: Case) -> None:
    assert breaches(coder, case) == []


@sentences("counts")
def test_blank_is_not_zero(coder: Coder, case: Case) -> None:
    assert breaches(coder, case) == []


def test_there_are_sentences_enough_and_none_twice() -> None:
    texts = [case.text for group in GROUPS for case in cases(group)]
    assert len(set(texts)) == len(texts) >= ALL
    assert all(len(cases(group)) >= LEAST for group in MAIN)
    assert {case.language for case in cases("names")} == {"en", "fr", "ar", "it", "es"}


@pytest.mark.parametrize(("group", "share"), [("claims", 0.8), ("communities", 0.8), ("counts", 0.8)])
def test_no_group_keeps_the_law_by_silence(coder: Coder, group: str, share: float) -> None:
    told = [bool(tell(coder, case).coding.claims) for case in cases(group)]
    assert sum(told) >= share * len(told)


def test_a_presence_is_held_and_leaves_as_an_area_when_asked_for(coder: Coder) -> None:
    told = [tell(coder, case) for case in cases("presences")]
    held = [one for one in told if one.coding.presences]
    assert len(held) >= 0.6 * len(told)
    for one in held:
        written = one.exported(Kind.CLAIMS, Format.JSONL, with_presences=True)
        assert json.loads(written.splitlines()[-1])["record"] == "presence"


@pytest.mark.parametrize("kind", Kind)
def test_machine_output_says_that_it_is(coder: Coder, kind: Kind) -> None:
    told = tell(coder, cases("counts")[0])
    assert MACHINE_OUTPUT in told.exported(kind, Format.CSV)
    assert not json.loads(told.exported(kind, Format.JSONL).splitlines()[0])["reviewed"]


def test_no_word_of_likelihood_is_the_programs_own(coder: Coder) -> None:
    said = [words for case in cases("claims") if case.language == "en" for words in tell(coder, case).sentences]
    assert said
    assert [words for words in said if LIKELY.search(words)] == []


def test_nothing_asks_the_network(coder: Coder, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: Any, **__: Any) -> None:
        raise AssertionError("a connection was asked for")

    monkeypatch.setattr(socket, "socket", refused)
    monkeypatch.setattr(socket, "getaddrinfo", refused)
    assert tell(coder, cases("counts")[0]).leaving


# Phrases that the lexicon of actors is asked for: who acts, and a community's name that may not be kept.
PEOPLE = [
    ("en", "the Dogon", "dogon"),
    ("en", "the Banu Hilal", "hilal"),
    ("en", "Banu Hilal Brigade", "hilal"),
    ("en", "Awlad Hmeid militia", "hmeid"),
    ("en", "armed Fulani herders", "fulani"),
    ("fr", "la milice des Ouled Hamid", "hamid"),
    ("it", "miliziani sciiti", "sciit"),
    ("es", "pistoleros tuareg", "tuareg"),
    ("ar", "كتيبة بني هلال", "هلال"),
    ("ar", "مسلحو أولاد حميد", "حميد"),
    ("ar", "مسلحون من التبو", "تبو"),
]
ORGANISATIONS = [
    "the Tigray People's Liberation Front",
    "the Oromo Liberation Army",
    "Fighters of the Tebu Salvation Front",
]


@pytest.mark.parametrize(("language", "words", "community"), PEOPLE)
def test_a_community_is_no_actor(language: str, words: str, community: str) -> None:
    actor = ActorLexicon.load().name(words, None, language)
    assert actor is None or community not in f"{actor.text} {actor.canonical}".casefold()


@pytest.mark.parametrize("words", ORGANISATIONS)
def test_an_organisation_named_after_a_community_is_one(words: str) -> None:
    actor = ActorLexicon.load().name(words, None, "en")
    assert actor is not None
    assert actor.kind not in ("unidentified", "individual", "protesters")
