"""Private persons' names are masked; places, organisations and holders of public office stay.

Each case is a sentence with its answer in it: what stands in {braces} must be masked, and nothing else.
"""

import re

import pytest

from conflictdesk.publish.masking import MASK, mask_names, private_names, public_names, quoted_names

# What a gazetteer and a lexicon of actors would know; "Hassan" and "Salem" are towns too.
KNOWN = {"Sabha", "Tripoli", "Hassan", "Salem", "Kidal", "Gao", "Mosul", "Libya", "Mali", "Iraq", "Syria", "New Delhi"}
KNOWN |= {"United States", "Burkina Faso", "Macina Battalion", "Tall Afar", "Ahrar al-Sham", "Bab al-Mandab"}
KNOWN |= {"Aguelhok"}

ENGLISH = [
    "A rocket killed {Salim Daoud}, a shopkeeper, on Tuesday.",
    "The shopkeeper {Salim Daoud} was killed on Tuesday.",
    "{Amina Warsame} said that the men came at night.",
    '"They came at night," said {Amina Warsame}.',
    "Resident {Hassan} said that he had fled.",
    "Among the dead was {Yusuf Barka}, 34, who sold tea.",
    "The boy, {Idris}, 9, was playing outside.",
    "Gunmen shot {Omar Haddad} dead in front of his house in Sabha.",
    "The body of {Omar Haddad} was found near Sabha.",
    "Mr {Tahir} waited for his son.",
    "The father of {Leila Mansour} asked for news.",
    "{Leila Mansour}'s father asked for news.",
    "A witness named {Karim} saw three cars.",
    "{Moussa ag Attaher} was taken from the market of Kidal. {Moussa} has not been seen since.",
    "Dr {Nadia Ferhat} counted nine bodies.",
    "Soldiers stopped the driver {Adil ben Brahim} at the gate.",
    "{Jane Q. Porter}, a nurse, was wounded.",
    "{Salem Hassan} was abducted on the road to Gao.",
    "The brother of the mayor, {Anwar Shukri}, was killed.",
    "President Karim Massoud condemned the attack.",
    "The army of Karim Massoud took the base, and Massoud's spokesman said so.",
    "They fled from Karim Massoud's forces; trader {Omar Haddad} stayed.",
    "The brother of {Karim Massoud} has a house in Gao.",
    "The governor of Gao, Ibrahim Sidibe, condemned the attack.",
    "Ibrahim Sidibe, the governor of Gao, condemned the attack.",
    "General Rashid Mourad led the operation.",
    "Army spokesman Rashid Mourad said that nine fighters had died.",
    "Rashid Mourad, spokesman for the army, said that nine fighters had died.",
    "The spokesman for the national army Rashid Mourad gave no toll.",
    "Mayor Anwar Shukri visited the hospital.",
    "The Macina Battalion attacked Gao on Monday.",
    "Fighters of Ahrar al-Sham entered Tall Afar.",
    "The Ministry of Interior gave no details.",
    "The Libyan National Army bombed Sabha on Friday.",
    "Police said that nobody was hurt.",
    "The United States struck a camp in Burkina Faso.",
    "Two rockets fell on New Delhi Airport.",
    "Residents said that the Islamic State had come back.",
    "The Red Crescent buried the dead in Tripoli on 3 May.",
    "AFRICOM said that it had killed four.",
    "US AFRICOM said that it had killed four.",
    "{FATIMA BUKAR} was killed in Gao.",
    "Nurse {FATIMAH} was killed in Gao.",
    "The dead include {OMAR HADDAD}, a trader, and two others.",
    "GUNMEN {SHOT FATIMA BUKAR AT THE MARKET}.",
    "Ships were fired on near Bab al-Mandab.",
    "Al-Naba, the group's weekly, claimed three attacks.",
    "Shells fell near Wadi Harun during the night.",
    "The municipality of Abu Teyr gave no toll.",
    "The Tel Harun district was shelled.",
    "The house of {Adil Teyr} was burned.",
    "A mine went off 12 km east of Bir Teyr.",
    "The Western Operations Room claimed both attacks.",
    "Shells fell in Tessarat, her husband said.",
    "Near Bardelo, a trader was shot.",
    "In Hassan, a shopkeeper said, two cars burned.",
    "Gunmen fired at {Omar}, a trader, and fled.",
    "They killed {Karim}, his brother said.",
    "{Anna}'s father asked for news.",
    "DIFFA, Nov 21 - The Nigerien army said it killed 12 fighters.",
    "The Libyan Coast Guard said nothing of {Omar Haddad}.",
    "The ministry of Health said that {Karim Massoud} was wounded.",
    "Nothing in this sentence is a name.",
]
OTHERS = [
    ("fr", "Le berger {Oumar Diallo} a été tué lundi."),
    ("fr", "« Ils sont venus la nuit », raconte {Fatou Keita}."),
    ("fr", "{Fatou Keita}, 27 ans, a été enlevée à Gao."),
    ("fr", "Le gouverneur Ibrahim Sidibe a condamné l'attaque."),
    ("fr", "Le Groupe de Soutien a revendiqué l'attaque de Gao."),
    ("fr", "Selon le porte-parole de l'armée, neuf hommes sont morts."),
    ("it", "È morto {Carlo Bentivegna}, 41 anni, un negoziante."),
    ("it", "La maestra {Giulia Ferraris} è stata rapita martedì."),
    ("it", "Il ministro Paolo Restivo ha condannato l'attacco."),
    ("it", "L'Esercito Nazionale ha colpito Sabha."),
    ("es", "El campesino {Julio Arango} fue asesinado el lunes."),
    ("es", "El alcalde Julio Arango condenó el ataque."),
    ("fr", "Les obus sont tombés à Kidal, selon son mari."),
    ("fr", "Ils sont entrés dans Tessarat, raconte une habitante."),
    ("fr", "Le marché de Menzoubé, selon sa mère, a brûlé."),
    ("fr", "Le Commandement des États-Unis pour l'Afrique n'a rien dit."),
    ("fr", "Ils ont tiré à {Fatou}, sa voisine, dans le dos."),
    ("fr", "{Fatou} a déclaré que son mari avait fui."),
    ("it", "Una bomba è esplosa a Tripoli, ha detto la moglie."),
    ("it", "L'autobomba è esplosa vicino a Bardelo, secondo il marito."),
    ("it", "Il Comando degli Stati Uniti per l'Africa non ha commentato."),
    ("it", "Hanno sparato a {Anna}, ha detto la moglie."),
    ("it", "Le guardie hanno portato via la moglie {Anna}. {Anna} non è tornata."),
    ("it", "Dalla Tunisia e dagli Emirati Arabi Uniti sono partiti due aerei."),
    ("es", "Los disparos empezaron en Toribío, dijo su hermana."),
    ("es", "Cerca de Almayra, según su viuda, pusieron una mina."),
    ("es", "Las tropas de Estados Unidos volvieron a Arabia Saudita."),
    ("es", "Mataron a {Julio}, dijo su hermana."),
    ("es", "En el Cauca, dijo una maestra, nadie duerme."),
    ("it", "L'aeroporto di Mitiga è stato colpito dalle forze di Karim Massoud."),
    ("it", "L'ospedale di Abu Salim e il ministero della Sanità tacciono."),
    ("it", "La moglie di {Karim Massoud} abita nell'ospedale."),
    ("it", "Il ministero della Sanità ha detto che i morti sono tre."),
    ("it", "La casa dell'{Omar Haddad} è bruciata."),
    ("fr", "Une patrouille dans les environs d'Aguelhok, a indiqué un responsable."),
    ("fr", "La mère d'{Amadou} a parlé. {Amadou} est mort."),
    ("fr", "Les voisins d'{Amadou Diallo}, 34 ans, ont fui."),
    ("fr", "L'armée de Karim Massoud a pris l'Hôpital Central de Gao."),
    ("fr", "D'après {Awa Diallo}, commerçante, l'attaque a duré une heure."),
    ("ar", "وقال شقيقه {أحمد علي} إن المسلحين جاؤوا ليلا"),
    ("ar", "قالت {سعاد كريم حسن} لوكالة فرانس برس إنها هربت"),
    ("ar", "قتل {أحمد علي} (34 عاما) في سبها"),
    ("ar", "خطفوا والدته {مريم سالم}، ثم عاد المسلحون إلى {مريم}"),
    ("ar", "خطفوا شقيقه الأصغر {كريم داود} من منزله"),
    ("ar", "قال أحمد داود المتحدث باسم الجيش إن تسعة قتلوا"),
    ("ar", "أكد سقوط قذائف على حي سكني"),
    ("ar", "قال شهود عيان إن القصف دمر السوق"),
    ("ar", "قالت وزارة الدفاع إن الجيش قصف سبها"),
    ("ar", "قالت تركيا إن جنديين قتلا"),
    ("ar", "قتل والده في القصف على طرابلس"),
    ("ar", "قال المزارع {نعمان الساعدي}، وسمع {نعمان} الطائرة"),
    ("ar", "قتل المواطن {سالم حسن} في سبها"),
    ("ar", "قال المتحدث باسم الجيش إن تسعة قتلوا"),
    ("ar", "خطف مسلحون الشاب {كريم داود} من أمام منزله"),
]


def answer(case: str) -> tuple[str, str]:
    """The sentence, and the sentence with what stands in braces masked."""
    return re.sub(r"[{}]", "", case), re.sub(r"\{[^}]*\}", MASK, case)


@pytest.mark.parametrize("case", ENGLISH)
def test_english(case: str) -> None:
    text, masked = answer(case)
    assert mask_names(text, KNOWN.__contains__, "en") == masked


@pytest.mark.parametrize(("language", "case"), OTHERS)
def test_other_languages(language: str, case: str) -> None:
    text, masked = answer(case)
    assert mask_names(text, KNOWN.__contains__, language) == masked


@pytest.mark.parametrize("case", [case for case in ENGLISH if "{" in case])
def test_unknown_language_masks_no_less(case: str) -> None:
    text, masked = answer(case)
    found = mask_names(text, KNOWN.__contains__, None)
    assert found.count(MASK) >= masked.count(MASK)


# Who speaks, as a claim's attribution has it: a lone word may be a name.
SPEAKERS = [
    ("it", "{Anna}"),
    ("it", "la moglie"),
    ("it", "Testimoni"),
    ("fr", "{Fatou}"),
    ("fr", "Habitants"),
    ("es", "{Julio}"),
    ("es", "Colombia"),
    ("en", "{Karim}"),
    ("en", "Doctors"),
    ("en", "Reuters"),
    ("en", "Libyans"),
    ("en", "Kidal"),
    ("en", "AFP"),
    ("ar", "{أحمد علي}"),
    ("ar", "{نعمان الساعدي}"),
    ("ar", "شقيقه"),
    ("ar", "الجيش الليبي"),
    ("ar", "مصدر طبي"),
    ("ar", "أجهزة"),
    ("ar", "شهود عيان"),
    ("ar", "تركيا"),
]


@pytest.mark.parametrize(("language", "case"), SPEAKERS)
def test_who_speaks(language: str, case: str) -> None:
    text, masked = answer(case)
    assert mask_names(text, KNOWN.__contains__, language, alone=True) == masked


def test_a_name_masked_elsewhere_is_masked() -> None:
    names = private_names("Resident Hassan said that he had fled.", KNOWN.__contains__, "en")
    assert names == {"Hassan"}
    assert mask_names("Hassan fled to Gao.", KNOWN.__contains__, "en", names=names) == f"{MASK} fled to Gao."


def test_names_of_office_holders_are_told() -> None:
    text = "Army spokesman Rashid Mourad spoke. Omar Haddad, a trader, fled. Anwar Shukri, the mayor, stayed."
    assert public_names(text, "en") == {"Rashid Mourad", "Mourad", "Anwar Shukri", "Shukri"}


def test_names_in_quotation_marks_behind_an_institution_are_told() -> None:
    text = 'Secondo l\'operazione "Vulcano di rabbia", i colpi. Il marito "Carlo Bentivegna" tace.'
    assert quoted_names(text, "it") == {"Vulcano di rabbia", "Vulcano"}


def test_in_doubt_a_name_is_masked() -> None:
    assert mask_names("They reached Wadi Harun at dawn.", language="en") == f"They reached {MASK} at dawn."


@pytest.mark.parametrize("text", ["", " ", "A" * 50_000, "A-" * 20_000, "Ab " * 20_000, "’s" * 20_000, "\u0600" * 9])
def test_hostile_text_ends(text: str) -> None:
    assert isinstance(mask_names(text, language="en"), str)
    assert quoted_names(text, "en") == frozenset()
