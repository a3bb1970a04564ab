"""Is a text in another language than English?"""

import re
from functools import cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier

ENGLISH = "en"
# those spoken in the region and its neighbours on a keyboard; more would mistake more slang for a language
LANGUAGES = (
    "ar", "bg", "bn", "cy", "de", ENGLISH, "es", "fa", "fr", "gu", "hi", "hu", "it", "lt", "pa", "pl", "pt",
    "ro", "ru", "ta", "tr", "uk", "ur", "zh",
)  # fmt: skip
SURE = 0.9  # at this no English training sentence of three words or more was taken for another language
FEWEST_WORDS = 3  # "bostin" could be anything

_LATIN = re.compile(r"[a-z]", re.IGNORECASE)
_LETTERS = re.compile(r"[^\W\d_]+")


def other_language(text: str) -> str | None:
    """Return the ISO 639-1 code of the language of a text, or None when it is English or too short to tell.

    >>> other_language("Szukam dofinansowania na nową maszynę"), other_language("we cor get no welders")
    ('pl', None)
    """
    words = _LETTERS.findall(text)
    if not words or (_LATIN.search(text) and len(words) < FEWEST_WORDS):
        return None
    language, sureness = identifier().classify(" ".join(words))
    return str(language) if language != ENGLISH and sureness >= SURE else None


@cache
def identifier() -> LanguageIdentifier:
    """Return the model of the package py3langid (Lui and Baldwin 2012), loaded once: a third of a second."""
    model = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    model.set_languages(list(LANGUAGES))
    return model
