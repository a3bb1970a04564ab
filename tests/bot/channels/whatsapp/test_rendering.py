"""No reply of any length or shape becomes an illegal message, and nothing of it is lost."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.cutting import length, pieces, shortened
from bot.channels.incoming import cleaned
from bot.channels.whatsapp.rendering import LONGEST_FOOTER, LONGEST_LIST_BUTTON, knock, render
from bot.channels.whatsapp.settings import Template
from bot.channels.whatsapp.wording import bold, card_text, plain
from demo.graph import choices, words
from demo.graph_limits import check_content
from knowledge.replies import Card
from knowledge.storage.outbox import Button, Sender, Shown
from knowledge.wording import say

CARD = Card(
    "p1", "programme", "A *fine* programme", "What it does", (("Why", "you are near"),), "https://example.org/a_b_"
)  # fmt: skip


def buttons(*labels):
    return tuple(Button(label, f"choice-{number}") for number, label in enumerate(labels))


def rendered(text="Hello", sender=Sender.BOT, **more):
    payloads = render(Shown(text, **more), sender)
    for payload in payloads:
        check_content(payload)
    return payloads


def all_of(payloads):
    """Everything that a person can read, on one line, without what we add."""
    read = [words(payload) for payload in payloads]
    for payload in payloads:
        read += [one for row in choices(payload) for one in (row["title"], row.get("description", ""))]
    return " ".join(" ".join(read).split())


def test_a_short_text_is_one_message():
    assert [words(payload) for payload in rendered("Hello there")] == ["Hello there"]


def test_a_row_that_shows_nothing_is_no_message():
    assert rendered("  ") == []


def test_a_card_is_lines_of_text_with_its_address_last():
    assert card_text(CARD).splitlines() == [
        "*A ∗fine∗ programme*",
        "What it does",
        "Why: you are near",
        "https://example.org/a_b_",
    ]


def test_a_table_is_a_block_for_each_thing_that_is_compared():
    table = (("", "Loan", "Grant"), ("Size", "£5,000", "£9,000"), ("Price", "6 %", "free"))

    shown = card_text(Card("c", "comparison", "Side by side", table=table))

    assert "*Size*\nLoan: £5,000\nGrant: £9,000" in shown
    assert "*Price*\nLoan: 6 %\nGrant: free" in shown


def test_an_address_that_leads_nowhere_from_a_telephone_is_left_out():
    assert "/plans" not in card_text(Card("p", "plan", "Your plan", url="/plans/secret"))


def test_what_an_adviser_writes_is_marked_as_theirs():
    (payload,) = rendered("I can help", Sender.BROKER)

    assert words(payload) == "*Adviser*\n\nI can help"


def test_up_to_three_short_choices_are_buttons():
    (payload,) = rendered("Which?", choices=buttons("Yes", "No", "Perhaps"))

    assert payload["interactive"]["type"] == "button"
    assert [one["title"] for one in choices(payload)] == ["Yes", "No", "Perhaps"]


@pytest.mark.parametrize("labels", [["Yes", "No", "Perhaps", "Later"], ["More than twenty characters", "No"]])
def test_more_or_longer_ones_are_a_list(labels):
    (payload,) = rendered("Which?", choices=buttons(*labels))

    assert payload["interactive"]["type"] == "list"


def test_more_than_ten_are_several_lists():
    payloads = rendered("Which?", choices=buttons(*map(str, range(23))))

    assert [len(choices(payload)) for payload in payloads] == [10, 10, 3]
    assert words(payloads[1]) == say("utter_whatsapp_choose_more")


def test_a_label_too_long_for_a_title_stands_whole_in_the_description():
    label = "A label that no title of a row can hold"
    (payload,) = rendered("Which?", choices=buttons(label, "No"))

    assert choices(payload)[0]["description"] == label
    assert choices(payload)[0]["title"].endswith("…")


def test_a_label_too_long_for_that_is_numbered_and_stands_whole_in_the_text():
    label = "A label that goes on and on " * 4
    payload = rendered("Which?", choices=buttons("No", label))[0]

    assert f"2. {label.strip()}" in words(payload)
    assert [row["title"][:3] for row in choices(payload)] == ["1. ", "2. "]


def test_two_choices_that_would_look_alike_are_numbered():
    label = "More about the same programme "
    (payload,) = rendered("Which?", choices=buttons(f"{label}A", f"{label}B", "Yes", "yes"))

    assert [row["title"][:2] for row in choices(payload)] == ["1.", "2.", "3.", "4."]


def test_a_text_too_long_for_a_menu_goes_before_it():
    long, menu = rendered("A sentence. " * 100, choices=buttons("Yes"))

    assert words(menu) == say("utter_whatsapp_choose")
    assert words(long).count("sentence") == 100


def test_every_menu_says_how_to_reach_a_person():
    for payload in rendered("Which?", choices=buttons(*map(str, range(23)))):
        assert payload["interactive"]["footer"]["text"] == say("utter_whatsapp_person")


def test_our_own_words_fit_where_they_stand():
    assert length(say("utter_whatsapp_person")) <= LONGEST_FOOTER
    assert length(say("utter_whatsapp_label_list")) <= LONGEST_LIST_BUTTON


def test_a_template_is_legal_and_holds_nothing_personal():
    check_content(knock(Template("adviser_replied", "en_GB")))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("*bold* _slanted_ ~struck~ `code`", "∗boldmark"),
        ("snake_case 2*3*4", "snake_case 2*3*4"),
        ("> quoted", "› quoted"),
        ("see https://example.org/_a_*b* now", "see https://example.org/_a_*b* now"),
    ],
)
def test_what_people_write_is_never_taken_for_markup_and_links_stay(text, shown):
    if shown == "∗boldmark":
        assert not re.search(r"[*_~`]", plain(text))
    else:
        assert plain(text) == shown


def test_bold_is_closed_whatever_is_in_it():
    assert bold("a*b_c\nd") == "*a∗bˍc d*"


MOSTLY = st.text(alphabet=st.characters(codec="utf-8"), max_size=300)
MARKED = st.text(alphabet="*_~`> \nab.h://\U0001f468\u200d\U0001f4bb\U0001f1ec\U0001f1e7\u0301", max_size=300)
LONG = st.builds(lambda text, times: text * times, MOSTLY | MARKED, st.integers(1, 60))
LABELS = st.lists(st.text(max_size=300) | st.sampled_from(["Yes", "yes", "No", " "]), max_size=35)
CARDS = st.builds(
    Card,
    st.just("p"),
    st.just("programme"),
    LONG,
    LONG,
    st.lists(st.tuples(MOSTLY, MOSTLY), max_size=4).map(tuple),
    st.none() | MOSTLY | st.just("https://example.org"),
    st.none() | MOSTLY,
    st.just(""),
    st.lists(st.lists(MOSTLY, max_size=4).map(tuple), max_size=4).map(tuple),
)
REPLIES = st.builds(
    Shown,
    LONG,
    st.lists(CARDS, max_size=4).map(tuple),
    LABELS.map(lambda labels: buttons(*labels)),
    st.lists(MOSTLY, max_size=2).map(tuple),
)


@given(REPLIES, st.sampled_from(Sender))
def test_every_reply_is_legal_and_the_same_each_time(shown, sender):
    payloads = render(shown, sender)

    for payload in payloads:
        check_content(payload)
    assert payloads == render(shown, sender)


@given(REPLIES)
def test_every_choice_can_be_made_once_and_its_label_is_whole_somewhere(shown):
    payloads = render(shown, Sender.BOT)

    offered = [row["id"] for payload in payloads for row in choices(payload)]
    assert offered == [button.choice for button in shown.choices]
    read = "".join(all_of(payloads).split())
    for button in shown.choices:
        label = "".join(cleaned(button.label).split())
        assert label in read or "".join(plain(" ".join(button.label.split())).split()) in read


@given(LONG, st.integers(1, 4096))
def test_cutting_loses_nothing_but_space(text, most):
    cut = list(pieces(text, max(most, 2)))

    assert "".join("".join(cut).split()) == "".join(text.split())
    assert all(piece.strip() and length(piece) <= max(most, 2) for piece in cut)


@given(st.lists(st.text(alphabet="abcdefgh.!?", min_size=1, max_size=30), min_size=1, max_size=400))
def test_no_word_is_cut_that_could_be_whole(said):
    cut = [word for piece in pieces(" ".join(said), 100) for word in piece.split()]

    assert cut == said


def test_a_long_text_is_cut_at_sentences_and_an_address_stays_whole():
    sentence = "This is about https://example.org/a/very/long/address/indeed and more. "

    cut = list(pieces(sentence * 200, 4096))

    assert all(piece.endswith(".") for piece in cut)
    assert "".join(cut).count("https://example.org/a/very/long/address/indeed") == 200


@pytest.mark.parametrize(
    "one",
    ["\U0001f468\u200d\U0001f469\u200d\U0001f467", "\U0001f1ec\U0001f1e7", "e\u0301", "\U0001f44d\U0001f3fd"],
)
def test_what_people_see_as_one_character_is_not_cut(one):
    for piece in pieces(one * 400, 101):
        assert len(piece) % len(one) == 0
        assert piece.startswith(one[0])


@given(MOSTLY, st.integers(4, 80))
def test_what_is_shortened_fits_and_says_so(text, most):
    short = shortened(text, most)

    assert length(short) <= most
    assert short == text or short.endswith("…")
