"""Another language is recognised where it is one, and slang is no other language."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.nlu.language import ENGLISH, LANGUAGES, other_language
from knowledge.wording import known, wordings


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Szukam dofinansowania na nową maszynę", "pl"),
        ("ਮੈਨੂੰ ਮਦਦ ਚਾਹੀਦੀ ਹੈ", "pa"),
        ("مجھے اپنے کاروبار کے لیے مدد چاہیے", "ur"),
        ("Caut finantare pentru o brutarie", "ro"),
        ("je cherche une subvention pour mon atelier", "fr"),
        ("আমার ব্যবসার জন্য সাহায্য দরকার", "bn"),
    ],
)
def test_a_sentence_in_another_language_is_recognised(text, language):
    assert other_language(text) == language


@pytest.mark.parametrize(
    "text",
    [
        "we cor get no welders for love nor money", "am lookin 4 grant", "ta ra a bit", "bostin", "ok", "",
        "🙏", "12345", "brass castings, WV10, 22 ppl", "our kid does the books", "Noem dutch", "café in Brum",
    ],
)  # fmt: skip
def test_slang_shorthand_and_names_are_no_other_language(text):
    assert other_language(text) is None


def test_each_language_has_its_sentence():
    sentences = [wordings()[f"utter_only_english_{code}"] for code in LANGUAGES if code != ENGLISH]

    assert len(set(sentences)) == len(LANGUAGES) - 1
    assert all(known(f"utter_label_language_{code}") for code in LANGUAGES if code != ENGLISH)
    assert known("utter_only_english")


@settings(deadline=None)
@given(st.text(max_size=200))
def test_no_text_breaks_it(text):
    assert other_language(text) in {None, *LANGUAGES}
