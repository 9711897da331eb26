"""News agencies that reports credit: in which words, and what that makes of a story."""

import pytest
from small_reports import claim, link, report, source_of

from conflictdesk.link.credits import agency_of, credits_in
from conflictdesk.link.independence import counted, voices
from conflictdesk.link.lending import Lent, lent
from conflictdesk.records.events import Standing

STORY, SHARED, QUOTED = "story", "shared", "quoted"
OWN = (
    "She counted nine blasts from beneath a cart and saw two neighbours carried away by their sons.",
    "The clinic of the town took in eleven people, most of them traders with burns on arms and hands.",
    "No lorry has left the quay since then, and the price of a goat has fallen by half, herders complain.",
)


@pytest.mark.parametrize(
    ("text", "kind", "agency", "words"),
    [
        ("TRIPOLI (Reuters) - Rockets hit the base.", STORY, "Reuters", "TRIPOLI (Reuters) -"),
        ("BAMAKO (AFP) — Rockets hit the base.", STORY, "AFP", "BAMAKO (AFP) —"),
        ("BAMAKO, May 4 (Xinhua) -- Rockets.", STORY, "Xinhua", "BAMAKO, May 4 (Xinhua) --"),
        ("(ANSA) - ROMA, 4 MAG - Razzi sulla base.", STORY, "ANSA", "(ANSA) -"),
        ("Bogotá, 4 may (EFE).- Cohetes.", STORY, "EFE", "Bogotá, 4 may (EFE).-"),
        ("طرابلس (رويترز) - سقطت صواريخ.", STORY, "Reuters", "طرابلس (رويترز) -"),
        ("سبها - رويترز\nسقطت صواريخ.", STORY, "Reuters", "سبها - رويترز"),
        (
            "Base hit\nBy Amina Sow\nTRIPOLI, Jan. 5 (AP) -- Rockets.",
            STORY,
            "Associated Press",
            "TRIPOLI, Jan. 5 (AP) --",
        ),
        ("Base hit\nRockets hit.\nAll is quiet.\n© 2020 AFP", STORY, "AFP", "© 2020 AFP"),
        ("Agence France-Presse in Tripoli\nRockets.", STORY, "AFP", "Agence France-Presse in Tripoli"),
        ("Rockets hit the base. - AFP", STORY, "AFP", "- AFP"),
        ("Rockets hit.\nSource: Xinhua", STORY, "Xinhua", "Source: Xinhua"),
        ("By Reuters Staff\nRockets hit.", STORY, "Reuters", "By Reuters Staff"),
        ("Rockets hit the base. (AP)", STORY, "Associated Press", "(AP)"),
        ("سقطت صواريخ على القاعدة.\nوكالات", STORY, None, "وكالات"),
        ("Rockets hit.\n\nOur newsroom with agencies", SHARED, None, "with agencies"),
        ("Des roquettes.\n\nLa rédaction, avec AFP", SHARED, "AFP", "avec AFP"),
        ("An officer told Reuters that it fell.", QUOTED, "Reuters", "told Reuters"),
        ("Four died, according to AFP.", QUOTED, "AFP", "according to AFP"),
        ("Le maire a déclaré à l'AFP que tout va.", QUOTED, "AFP", "à l'AFP"),
        ("Nine died, sources told the French news agency AFP.", QUOTED, "AFP", "told the French news agency AFP"),
        ("Neuf morts, d’après une dépêche de l’AFP.", QUOTED, "AFP", "dépêche de l’AFP"),
        ("It was what Reuters called a bloody day.", QUOTED, "Reuters", "Reuters called"),
        ("Nove morti, scrive l'agenzia Afp.", QUOTED, "AFP", "scrive l'agenzia Afp"),
        ("Base hit.\n\nMany died.\n\n(With inputs from agencies)", SHARED, None, "With inputs from agencies"),
        ("Lo ha detto all'ANSA il sindaco.", QUOTED, "ANSA", "all'ANSA"),
        ("قال مسؤول لرويترز إن القصف توقف.", QUOTED, "Reuters", "لرويترز"),
        ("قال مسؤول لـ«رويترز» إن القصف توقف.", QUOTED, "Reuters", "لـ«رويترز»"),
    ],
)
def test_a_credit_and_its_words(text: str, kind: str, agency: str | None, words: str) -> None:
    (credit,) = credits_in(text)
    assert (str(credit.kind), credit.agency, credit.span.of(text)) == (kind, agency, words)


@pytest.mark.parametrize(
    "text",
    [
        "Reuters could not verify the report.",
        "The road to the market (MAP) is closed.",
        "They fled the town. Sanaa was quiet.",
        "An AP course at the school was cancelled.",
        "Rockets hit the base (see below) - a correction.",
        "A Reuters journalist was killed in Tripoli on Monday.",
        "The governor sat with AFP for an hour.",
        "A cameraman who worked with AFP for years was killed.",
        "He told the Associated Press of Mali that all was quiet.",
        "Four died, Petra said. According to Petra, a nurse, they were young.",
        "Base hit\nSmoke over the base (Reuters)\nRockets hit the base, our reporter saw.",  # whose the picture is
        "Base hit\n© AFP\nRockets hit the base.\nIt burned.\nAll is quiet.\nNobody was hurt.",
        "Base hit\nRockets hit the base.\nAll is quiet.\nSmoke over the base on Monday (AFP)",
    ],
)
def test_no_credit(text: str) -> None:
    assert credits_in(text, "en") == ()


def test_two_agencies_that_had_a_part_are_no_one_voice() -> None:
    told = report("r", "Paper", text="Rockets hit the base.\n\nReuters and AFP contributed to this report.")
    assert lent(told) == Lent(None, "Reuters and AFP contributed to this report")


def test_words_of_credit_are_those_of_the_texts_language() -> None:
    assert [credit.agency for credit in credits_in("Lo dijo el alcalde a Reuters.", "es")] == ["Reuters"]
    assert credits_in("They drove a Reuters van to the gate.", "en") == ()


@pytest.mark.parametrize("text", ["(" * 60_000, "\n" * 60_000, ". AFP - " * 8_000, "told the " * 8_000])
def test_a_hostile_text_is_read_through_once(text: str) -> None:
    assert len(credits_in(text, "en")) <= 1


def test_an_agency_is_known_by_its_names() -> None:
    assert agency_of("Agence France-Presse") == agency_of("AFP") == "AFP"
    assert agency_of("Sahel Courier") is None


def test_two_that_credit_one_agency_for_the_story_are_that_agencys_voice() -> None:
    told = [report(f"r{n}", f"Paper {n}", text=f"GAO (Reuters) - {text}") for n, text in enumerate(OWN[:2])]
    told += [report("wire", "Reuters", text=OWN[2]), report("own", "Post")]
    lending = {one.report_id: found for one in told if (found := lent(one))}
    found = voices(told, source_of, lending=lending)
    assert {frozenset(voice.reports) for voice in found} == {frozenset({"r0", "r1", "wire"}), frozenset({"own"})}
    assert counted(found) == 2
    (why,) = {why for voice in found for why in voice.why if "both" in why}
    assert why == "counted once: both pass on Reuters (here “GAO (Reuters)”, there “GAO (Reuters)”)"


def test_papers_that_carry_a_wire_story_beside_their_own_stay_two() -> None:
    wire = " ".join(OWN)
    told = [report("a1", "Courier", "2020-05-18", wire), report("b1", "Post", "2020-05-18", wire)]
    own = [report("a2", "Courier", "2020-05-19"), report("b2", "Post", "2020-05-19")]
    assert counted(voices(told, source_of)) == 1
    assert counted(voices(told + own, source_of)) == 2


def test_a_page_with_two_papers_stories_makes_no_one_story_of_them() -> None:
    one, other = f"{OWN[0]} {OWN[1]}", "Talks broke off in the spring. " + OWN[2] * 2
    told = [report("a", "Courier", "2020-05-18", one), report("b", "Post", "2020-05-18", other)]
    told += [report("digest", "Digest", "2020-05-19", f"{one}\n\n{other}")]
    assert counted(voices(told, source_of)) == 2


def test_agencies_that_nobody_names_add_nothing_to_a_named_voice() -> None:
    told = [report("a", "Courier", text=f"{OWN[0]}\nAgencies"), report("b", "Post")]
    lending = {"a": Lent(None, "Agencies")}
    assert lent(told[0]) == lending["a"]
    assert counted(voices(told, source_of, lending=lending)) == 1
    assert counted(voices(told[:1], source_of, lending=lending)) == 1


def test_what_was_told_to_one_agency_is_one_voice_for_that_claim() -> None:
    said = "Shells killed four traders, the mayor told Reuters."
    told = [report(f"r{n}", f"Paper {n}", text=f"{said} {text}") for n, text in enumerate(OWN)]
    claims = [claim(one.report_id, evidence=said) for one in told]
    (incident,) = link(claims, told).incidents
    assert (incident.sources_independent, incident.standing) == (1, Standing.SINGLE_SOURCE)


def test_a_quote_elsewhere_in_the_story_leaves_its_claims_its_own() -> None:
    said = "Shells killed four traders on Sunday."
    told = [
        report(f"r{n}", f"Paper {n}", text=f"{said} {text} So the mayor told Reuters.") for n, text in enumerate(OWN)
    ]
    claims = [claim(one.report_id, evidence=said, evidence_span=[0, len(said)]) for one in told]
    (incident,) = link(claims, told).incidents
    assert (incident.sources_independent, incident.standing) == (3, Standing.CORROBORATED)


def _incident(*told: tuple[str, str, list[str]]) -> tuple[int, Standing]:
    """How an incident stands that is told by `told`: publishers, sentences, sources."""
    reports = [report(f"r{n}", paper, text=f"{said} {OWN[n % 3]}") for n, (paper, said, _) in enumerate(told)]
    claims = [
        claim(f"r{n}", evidence=said, evidence_span=[0, len(said)], attributed_to=sources, type="Attack")
        for n, (_, said, sources) in enumerate(told)
    ]
    (incident,) = link(claims, reports).incidents
    return incident.sources_independent, incident.standing


@pytest.mark.parametrize(
    ("said", "sources"),
    [
        ("Four traders died, Desert Radio reported.", ["Desert Radio"]),
        ("Quatre morts, rapporte Desert Radio.", ["Desert Radio"]),
        ("Four died, the mayor told Desert Radio.", ["the mayor"]),
        ("Four died, a dispatch said.", ["The Desert Radio"]),
        ("Four died, a dispatch said.", ["Desert Radio", "residents"]),
    ],
)
def test_who_rests_on_another_reports_publisher_passes_on_its_word(said: str, sources: list[str]) -> None:
    own = ("Desert Radio", "Four traders died on Sunday.", [])
    assert _incident(own, ("Post", said, sources)) == (1, Standing.SINGLE_SOURCE)
    assert _incident(own, ("Post", "Four traders died, the mayor said.", ["the mayor"])) == (2, Standing.CORROBORATED)


def test_who_passes_on_a_paper_that_passes_on_an_agency_passes_on_the_agency() -> None:
    told = (("Reuters", "Four died.", []), ("Star", "Four died, Reuters reported.", []))
    assert _incident(*told, ("Post", "Four died on Sunday, the Star said.", ["the Star"])) == (
        1,
        Standing.SINGLE_SOURCE,
    )
    one_another = (
        ("Star", "Four died, the Post said.", ["the Post"]),
        ("Post", "Four died, so the Star.", ["the Star"]),
    )
    assert _incident(*one_another) == (1, Standing.SINGLE_SOURCE)


@pytest.mark.parametrize("source", ["local media", "social media posts", "agencies", "médias locaux", "medios locales"])
def test_outlets_that_nobody_names_add_nothing(source: str) -> None:
    own = ("Desert Radio", "Four traders died on Sunday.", [])
    assert _incident(own, ("Post", "Four dead in town.", [source])) == (1, Standing.SINGLE_SOURCE)
    said = f"Four dead in town, according to {source}."
    assert _incident(own, ("Post", said, [])) == (1, Standing.SINGLE_SOURCE)


@pytest.mark.parametrize("source", ["aid agencies", "a local official on social media", "residents", "health agencies"])
def test_who_is_somebody_adds_his_word(source: str) -> None:
    own = ("Desert Radio", "Four traders died on Sunday.", [])
    assert _incident(own, ("Post", "Four dead in town.", [source])) == (2, Standing.CORROBORATED)


@pytest.mark.parametrize(
    ("one", "other", "voices"),
    [
        (["police spokesman Musa Bello"], ["the police spokesman", "Musa Bello"], 1),
        (["police spokesman Musa Bello"], ["Bello", "Musa Bello"], 1),
        (["police spokesman Musa Bello"], ["Police"], 1),
        (["Governor Musa Bello"], ["Musa Bello"], 1),
        (["police spokesman Musa Bello"], ["Musa Bello", "a resident"], 2),
        (["police spokesman Musa Bello"], ["army spokesman Idris Sani"], 2),
        (["Musa Bello, a resident"], ["a resident"], 2),
        (["a doctor"], ["a doctor"], 2),
        (["Medical Sources"], ["Medical Sources"], 2),
    ],
)
def test_one_named_person_is_one_voice_through_several_papers(one: list[str], other: list[str], voices: int) -> None:
    found = _incident(("Star", "Four traders died.", one), ("Post", "Four dead in town on Sunday.", other))
    assert found == (voices, Standing.CORROBORATED if voices > 1 else Standing.SINGLE_SOURCE)
