"""What is looked for from the compose box, and what is shown of it."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from bot.channels.teams.mail_link import LONGEST_URL, mail_to_client
from bot.channels.teams.searching import MOST_RESULTS, Query, fields_of, query_of, results, told
from demo.teams_limits import check_card
from knowledge.directory import read_filters
from knowledge.replies import Card
from tests.knowledge.factories import make_programme

TODAY = date(2026, 11, 2)
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.just("words"),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


def asked(text=None, **options):
    given = [{"name": "initialRun", "value": "true"}] if text is None else [{"name": "words", "value": text}]
    return {"commandId": "programmes", "parameters": given, "queryOptions": options}


def test_words_and_the_page_are_read():
    assert query_of(asked("robot", skip=25, count=10)) == Query("robot", 25, 10)


def test_the_first_look_has_no_words():
    assert query_of(asked(skip=0, count=25)) == Query("", 0, 25)


def test_another_command_is_not_ours():
    assert query_of({"commandId": "other"}) is None


@given(ANYTHING, ANYTHING, ANYTHING)
def test_whatever_comes_is_a_query_that_can_be_answered(parameters, skip, count):
    wild = {"parameters": parameters, "queryOptions": {"skip": skip, "count": count}}
    query = query_of({"commandId": "programmes", **wild})

    assert query is not None
    assert query.skip >= 0
    assert 1 <= query.count <= MOST_RESULTS


@given(st.text(max_size=60))
def test_whatever_is_typed_is_a_search_that_the_records_take(text):
    read_filters(fields_of(text))


def test_an_advisers_shorthand_is_a_place_a_need_and_words():
    assert fields_of("robot CV8, grant") == {"text": "robot", "postcode": "CV8", "need": "grant"}
    assert fields_of("coventry 5g") == {"text": "5g", "place": "coventry"}
    assert fields_of("coventry cv8") == {"text": "cv8", "place": "coventry"}


def test_a_card_says_that_the_fit_is_not_known_then_what_to_check_and_the_contact():
    shown = told(make_programme(), TODAY)

    assert shown.lines[0] == ("Fit", "not known, for no firm was named")
    assert "Last known to run" in dict(shown.lines)


def test_results_are_cards_with_a_preview_in_which_nothing_is_a_tag():
    found = results([make_programme(name="<b>R&D</b> help")], Query("help", 0, 25), TODAY)

    (one,) = found["composeExtension"]["attachments"]
    check_card(one["content"])
    assert one["preview"]["content"]["title"] == "‹B›R&D‹/B› Help"


def test_nothing_found_is_said_in_words_and_the_end_of_the_pages_is_an_empty_page():
    assert results([], Query("x", 0, 25), TODAY)["composeExtension"]["type"] == "message"
    assert results([], Query("x", 25, 25), TODAY)["composeExtension"]["attachments"] == []


@given(st.text(max_size=300), st.lists(st.tuples(st.text(max_size=40), st.text(max_size=900)), max_size=9))
def test_a_mail_to_a_client_is_always_an_address_that_a_button_holds(text, lines):
    card = Card("p", "programme", "Title", text, tuple(lines))
    found = mail_to_client(card, "https://example.org/a?b=c&d=e")

    assert found.startswith("mailto:?subject=Title&body=")
    assert len(found) <= LONGEST_URL
    assert found.isascii()
    assert found.count("&") == 1
    assert found.endswith("https%3A%2F%2Fexample.org%2Fa%3Fb%3Dc%26d%3De")


def test_a_mail_that_is_cut_says_that_there_is_more():
    many = tuple(("To check", "word " * 80) for _ in range(9))

    assert "There%20is%20more" in mail_to_client(Card("p", "programme", "Title", lines=many))
    assert "There%20is%20more" not in mail_to_client(Card("p", "programme", "Title", lines=many[:1]))
