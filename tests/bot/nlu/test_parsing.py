"""Whatever is typed, it is parsed without an exception, quickly, and into something that JSON can hold."""

import json
import time
from statistics import median

import pytest

from bot.nlu.parsing import Parser
from bot.nlu.understood import NOT_UNDERSTOOD
from knowledge.vocabulary import vocabulary
from tests.servers import PREPARED

ORDINARY = "we make brass fittings in Walsall, twenty of us, and cannot find anybody who solders"
MANY_TIMES = 4  # as long as an ordinary message takes; a busy machine makes seconds meaningless
ODD = {
    "a megabyte": "we need a grant " * 65_536,
    "a megabyte without a space": "x" * 1_048_576,
    "binary": bytes(range(256)).decode("latin-1"),
    "one character": "?",
    "nothing": "",
    "blanks": " \t\n ",
    "five hundred words alike": "grant " * 500,
    "right to left": "אנחנו מפעל קטן בבירמינגהם \u202eabc\u202c",
    "zero width": "we\u200b need\u200d a\ufeff grant\u2060 in Du\u200bdley",
    "lone surrogates": "grant \ud83d please",
    "emoji": "🏭🔥💷❓",
    "nested marks": "((((" * 400 + "[[{{" * 100,
}


@pytest.fixture(scope="module")
def parser():
    return Parser(PREPARED)


@pytest.mark.parametrize("name", ODD)
def test_odd_text_is_parsed_without_an_exception(parser, name):
    parsed = parser.parse(ODD[name])

    json.dumps(parsed, allow_nan=False)
    assert parsed["intent"]["name"] in {*vocabulary().intents, NOT_UNDERSTOOD}


@pytest.mark.parametrize("name", ODD)
def test_odd_text_takes_no_longer_than_a_few_ordinary_messages(parser, name):
    ordinary = median(seconds(parser, ORDINARY) for _ in range(5))

    assert min(seconds(parser, ODD[name]) for _ in range(3)) < MANY_TIMES * ordinary


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Szukamy dotacji na nową maszynę do naszej firmy w Dudley", "pl"),
        ("ਸਾਨੂੰ ਆਪਣੇ ਕਾਰੋਬਾਰ ਲਈ ਮਦਦ ਚਾਹੀਦੀ ਹੈ", "pa"),
        ("ہمیں اپنے کاروبار کے لیے مدد چاہیے", "ur"),
    ],
)
def test_another_language_is_recognised_and_not_guessed_at(parser, text, language):
    parsed = parser.parse(text)

    assert parsed["intent"]["name"] == NOT_UNDERSTOOD
    assert {"language": language} in [{one["entity"]: one["value"]} for one in parsed["entities"]]
    assert parsed["barriers"] == []


def test_each_barrier_comes_with_the_words_that_say_it(parser):
    text = "We cannot get welders for love nor money, and the bank has turned us down twice"

    words = {one["name"]: one["words"] for one in parser.parse(text)["barriers"]}

    assert "welders" in words["skills"]
    assert "bank" in words["finance"]


def seconds(parser, text):
    started = time.perf_counter()
    parser.parse(text)
    return time.perf_counter() - started
