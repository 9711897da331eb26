"""The language of a text: by its script where that decides, else by py3langid among those of such reports."""

import re
from functools import cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier  # type: ignore[import-untyped]

# The languages that are read, and those that they would otherwise be mistaken for.
READ = ("ar", "en", "es", "fr", "it")
LANGUAGES = (
    *READ,
    "am", "ca", "de", "fa", "he", "ku", "nl", "ps", "pt", "ro", "ru", "sw", "tr", "uk", "ur", "zh",
)  # fmt: skip
ARABIC_SCRIPT = frozenset({"ar", "fa", "ku", "ps", "ur"})
SAMPLE = 4000  # characters looked at: more change nothing and cost time
FEWEST_LETTERS = 20  # below it a name decides, not the language
# Below it names weigh so much that a headline is taken for any language; then only those that are read come in
# question. On the sentences of our invented training reports this halves the errors below 40 characters.
SHORT = 100
LEAST_PROBABILITY = 0.5
# Letters that Arabic does not have; above this share of the letters the text is Persian, Urdu, Kurdish or Pashto.
FOREIGN_SHARE = 0.01

_ARABIC = re.compile(r"[\u0621-\u06d3]")
_NOT_OF_ARABIC = re.compile(r"[پچژگکیےہھڑڈٹںەێۆټډړږښڼۍې]")
_LETTER = re.compile(r"[^\W\d_]")


def detect_language(text: str) -> str | None:
    """ISO 639-1 of `text`, or null where it is too short or too mixed to tell."""
    letters = len(_LETTER.findall(text[:SAMPLE]))
    if letters < FEWEST_LETTERS:
        return None
    arabic = len(_ARABIC.findall(text[:SAMPLE]))
    if arabic > letters / 2:
        foreign = len(_NOT_OF_ARABIC.findall(text[:SAMPLE]))
        return "ar" if foreign <= FOREIGN_SHARE * arabic else _most_likely(text, ARABIC_SCRIPT)
    return _most_likely(text, frozenset(READ if letters < SHORT else LANGUAGES) - ARABIC_SCRIPT)


def _most_likely(text: str, among: frozenset[str]) -> str | None:
    language, probability = _identifier(among).classify(text[:SAMPLE])
    return str(language) if probability >= LEAST_PROBABILITY else None


@cache
def _identifier(among: frozenset[str]) -> LanguageIdentifier:
    """Loaded when first asked for: 0.2 s."""
    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(sorted(among & set(identifier.labels)))
    return identifier
