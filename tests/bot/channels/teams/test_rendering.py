"""No reply of any length or shape becomes an illegal activity, and nothing of it is lost."""

import html

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.teams.buttons import LONGEST_TITLE, MOST_ACTIONS
from bot.channels.teams.cards import link
from bot.channels.teams.rendering import render
from demo.reading_cards import buttons, cards, runs, words
from demo.teams_limits import check_activity
from knowledge.replies import Card
from knowledge.storage.outbox import Button, Sender, Shown
from knowledge.wording import say

CARD = Card(
    "p1",
    "programme",
    "A *fine* programme",
    "What it [does](https://evil.example)",
    (("Why it fits", "you are in Coventry"), ("To check", "how many you are"), ("Last known", "May 2026")),
    "https://example.org/a_b_",
    "Public",
)
TABLE = (("", "Loan", "Grant"), ("Size", "£5,000", "£9,000"), ("Price", "6 %", "free"))


def choices(*labels):
    return tuple(Button(label, f"choice-{number}") for number, label in enumerate(labels))


def rendered(text="Hello", sender=Sender.BOT, **more):
    activities = render(Shown(text, **more), sender, "https://signpost.example.org")
    for activity in activities:
        check_activity(activity)
    return activities


def elements(activity):
    return [element for card in cards(activity) for element in card["body"]]


def read_of(activities):
    """Everything that a person can read, without blanks."""
    said = [html.unescape(words(one).replace("<br/>", " ")) for one in activities]
    said += [button["title"] for one in activities for button in buttons(one)]
    return "".join("".join(said).split())


def test_a_text_alone_is_a_message_in_which_nothing_is_markup():
    (activity,) = rendered("Up to <b>£5k</b> & more\n\n*Really*")

    assert activity["text"] == "Up to &lt;b&gt;£5k&lt;/b&gt; &amp; more<br/><br/>*Really*"


def test_a_row_that_shows_nothing_is_no_message():
    assert rendered("  ") == []


def test_what_an_adviser_writes_is_marked_as_theirs_with_and_without_a_card():
    (text,) = rendered("I can help", Sender.BROKER)
    (card,) = rendered("I can help", Sender.BROKER, cards=(CARD,))

    assert text["text"] == "<b>Adviser</b><br/>I can help"
    assert runs(cards(card))[:2] == ["Adviser", "I can help"]


def test_a_programme_is_one_dense_card_with_what_an_adviser_asks_first():
    (activity,) = rendered("Here", cards=(CARD,), choices=choices("Tell me more"))

    assert words(activity).splitlines() == [
        "Here",
        "A *fine* programme",
        "Public",
        "What it [does](https://evil.example)",
        "Why it fits: ",
        "you are in Coventry",
        "To check: ",
        "how many you are",
        "Last known: ",
        "May 2026",
    ]
    (_, shown) = elements(activity)
    opening, mail, wrong = shown["items"][-1]["actions"]
    assert opening == {"type": "Action.OpenUrl", "title": "Open the page", "url": "https://example.org/a_b_"}
    assert (mail["title"], wrong["title"]) == ("Copy as an e-mail", "This record is wrong")
    assert [one["title"] for one in buttons(activity)] == ["Tell me more"]


def test_whoever_cannot_see_cards_reads_the_same_in_words():
    (activity,) = rendered("Here", cards=(CARD,), choices=choices("Tell me more"))

    (card,) = cards(activity)
    assert card["fallbackText"].splitlines()[0] == "Here"
    assert "Why it fits: you are in Coventry" in card["fallbackText"]
    assert card["fallbackText"].endswith("Tell me more")
    assert activity["summary"].startswith("Here A *fine* programme")


def test_words_in_the_place_of_a_card_lead_nowhere_and_are_not_marked():
    odd = Card("p1", "programme", "[Here](https://evil.example/)", "**Now** and _then_, a_b, ](x) [y][z]")

    (activity,) = render(Shown("", (odd,)), Sender.BOT)

    said = cards(activity)[0]["fallbackText"]
    assert "](" not in said
    assert "][" not in said
    assert "∗∗Now∗∗ and ˍthenˍ, a_b" in said


def test_several_reasons_stand_under_one_label():
    reasons = (("Why", "one"), ("Why", "two"), ("Cost", "free"), ("Why", "three"))
    (activity,) = rendered("", cards=(Card("p", "programme", "Loan", lines=reasons),))

    assert words(activity).splitlines() == ["Loan", "Why: ", "one", "two", "Cost: ", "free", "Why: ", "three"]


def test_two_programmes_side_by_side_are_a_table():
    (activity,) = rendered("", cards=(Card("c", "comparison", "Side by side", table=TABLE),))

    (shown,) = elements(activity)
    table = shown["items"][-1]
    assert [runs(row) for row in table["rows"]] == [
        ["Loan", "Grant"],
        ["Size", "£5,000", "£9,000"],
        ["Price", "6 %", "free"],
    ]
    assert "Size\n£5,000\n£9,000" in cards(activity)[0]["fallbackText"]


def test_what_fits_into_no_table_names_what_is_compared_in_each_line():
    wide = tuple((*row, *row) for row in TABLE)
    (activity,) = rendered("", cards=(Card("c", "comparison", "Side by side", table=wide),))

    assert words(activity).splitlines()[1:6] == ["Size", "Loan: ", "£5,000", "Grant: ", "£9,000"]


@pytest.mark.parametrize(
    "table",
    [
        (("", *map(str, range(5))), ("Size", *map(str, range(5)))),
        (("", "Loan"), ("Size",)),
        (("", "Loan"), ("Size", "5", "6")),
        (("", "Loan"), ("Size", "x" * 9000)),
    ],
)
def test_a_table_too_wide_too_large_or_uneven_is_blocks(table):
    activities = rendered("", cards=(Card("c", "comparison", "Side by side", table=table),))

    shown = [element for one in activities for element in elements(one)]
    assert "Table" not in {item["type"] for one in shown for item in one.get("items", [one])}


def test_steps_of_a_way_stay_in_order_and_each_in_one_piece():
    steps = tuple(Card(f"s{n}", "step", f"Step {n}", "Do it. " * 40) for n in range(30))

    activities = rendered("Your way", cards=steps)

    shown = [element for one in activities for element in elements(one) if element["type"] == "Container"]
    assert [runs(one)[0] for one in shown] == [f"Step {n}" for n in range(30)]
    assert len(activities) > 1


def test_our_own_pages_have_a_button_where_it_is_known_how_they_are_reached():
    assert link("/plans/key", "https://signpost.example.org") == "https://signpost.example.org/plans/key"
    assert link("/plans/key", None) is None


@pytest.mark.parametrize(
    "url",
    [
        None,
        "",
        "javascript:alert(1)",
        "https://x y",
        "ftp://x",
        "data:text/html,x",
        "https://" + "x" * 3000,
        "/x",
    ],
)
def test_what_is_no_address_of_the_web_has_no_button(url):
    assert link(url, "https://signpost.example.org") is None


def test_more_choices_than_a_card_shows_go_on_in_the_next_one():
    activities = rendered("Which?", choices=choices(*map(str, range(15))))

    assert [len(buttons(one)) for one in activities] == [6, 6, 3]
    assert runs(cards(activities[1])) == [say("utter_teams_choose_more")]


def test_a_label_too_long_for_a_button_is_numbered_and_stands_whole_in_the_card():
    label = "A label that goes on and on " * 4
    (activity,) = rendered("Which?", choices=choices("No", label))

    assert [one["title"][:3] for one in buttons(activity)] == ["1. ", "2. "]
    assert runs(cards(activity))[-2:] == ["2: ", label.strip()]


def test_two_choices_that_would_look_alike_are_numbered():
    (activity,) = rendered("Which?", choices=choices("Yes", "yes", "No"))

    assert [one["title"] for one in buttons(activity)] == ["1. Yes", "2. yes", "3. No"]


def test_a_text_too_long_for_one_message_is_cut_between_sentences():
    activities = rendered("This is a sentence. " * 300)

    assert len(activities) > 1
    assert all(one["text"].endswith(".") for one in activities)


def test_our_own_words_fit_where_they_stand():
    assert len(say("utter_teams_label_open")) <= LONGEST_TITLE


ANY = st.text(alphabet=st.characters(), max_size=300)
MARKED = st.text(
    alphabet='<>&"*_[]()\\\n ab.\x00\x1b\u202e\U0001f468\u200d\U0001f4bb\U0001f1ec', max_size=300
)
LONG = st.builds(lambda text, times: text * times, ANY | MARKED, st.integers(1, 60))
LABELS = st.lists(ANY | MARKED | st.sampled_from(["Yes", "yes", "No", " "]), max_size=20)
CARDS = st.builds(
    Card,
    st.just("p"),
    st.sampled_from(["programme", "step", "comparison"]),
    LONG,
    LONG,
    st.lists(st.tuples(ANY | MARKED, LONG), max_size=4).map(tuple),
    st.none() | ANY | MARKED.map(lambda text: f"https://{text}") | st.just("https://example.org"),
    st.none() | ANY,
    st.just(""),
    st.lists(st.lists(ANY | MARKED, max_size=5).map(tuple), max_size=4).map(tuple),
)
REPLIES = st.builds(
    Shown,
    LONG,
    st.lists(CARDS, max_size=4).map(tuple),
    LABELS.map(lambda labels: choices(*labels)),
    st.lists(ANY | MARKED, max_size=2).map(tuple),
)


@given(REPLIES, st.sampled_from(Sender))
def test_every_reply_is_legal_and_the_same_each_time(shown, sender):
    activities = render(shown, sender)

    for activity in activities:
        check_activity(activity)
    assert activities == render(shown, sender)


@given(LABELS)
def test_every_choice_can_be_made_once_and_its_label_is_whole_somewhere(labels):
    activities = rendered("Which?", choices=choices(*labels))

    offered = [one["data"]["choice"] for activity in activities for one in buttons(activity)]
    assert offered == [f"choice-{number}" for number in range(len(labels))]
    assert all(len(buttons(activity)) <= MOST_ACTIONS for activity in activities)
    read = read_of(activities)
    for label in labels:
        assert printable(label) in read


@given(REPLIES)
def test_nothing_is_cut_without_the_rest_of_it(shown):
    read = read_of(render(shown, Sender.BOT))

    told = [*shown.notices, shown.text]
    for card in shown.cards:
        told += [card.title, card.badge or "", card.text, *(text for line in card.lines for text in line)]
    for text in told:
        for line in text.replace("\r", "\n").split("\n"):
            assert printable(line) in read


def printable(text):
    """Return a text as it is compared: without blanks, and without what `cleaned` takes away."""
    from bot.channels.incoming import cleaned

    return "".join(cleaned(text).split())
