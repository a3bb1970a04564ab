"""What the widget gets: everything that was said, and no link that could run a script."""

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.web import pages, rendering
from knowledge.replies import Card
from knowledge.storage.outbox import Button, Entry, Kind, Sender, Shown

texts = st.text(max_size=40)
cards = st.builds(
    Card,
    id=texts,
    kind=texts,
    title=texts,
    text=texts,
    lines=st.lists(st.tuples(texts, texts), max_size=3).map(tuple),
    url=st.none()
    | texts
    | st.sampled_from(["https://example.org", "javascript:alert(1)", "data:text/html,x"]),
    badge=st.none() | texts,
    version=texts,
)
shown = st.builds(
    Shown,
    text=texts,
    cards=st.lists(cards, max_size=3).map(tuple),
    choices=st.lists(st.builds(Button, texts, texts), max_size=3).map(tuple),
    notices=st.lists(texts, max_size=2).map(tuple),
)
entries = st.builds(
    Entry,
    id=st.just("e1"),
    conversation_id=st.just("secret-conversation"),
    seq=st.integers(1, 99),
    sender=st.sampled_from(Sender),
    kind=st.sampled_from(Kind),
    said_at=st.just(datetime(2026, 11, 2, tzinfo=UTC)),
    shown=shown,
    in_reply_to=st.none() | st.just("m1"),
)


@given(entries)
def test_everything_shown_is_in_the_json(entry):
    message = json.loads(json.dumps(rendering.message(entry)))

    assert message["text"] == entry.shown.text
    assert [card["title"] for card in message["cards"]] == [card.title for card in entry.shown.cards]
    assert [(c["label"], c["choice"]) for c in message["choices"]] == [
        (c.label, c.choice) for c in entry.shown.choices
    ]
    assert message["from"] == entry.sender


@given(entries)
def test_only_web_addresses_become_links(entry):
    for card in rendering.message(entry)["cards"]:
        assert card["url"] is None or card["url"].startswith(("https://", "http://"))


@given(entries)
def test_the_conversation_is_not_named(entry):
    assert "secret-conversation" not in json.dumps(rendering.message(entry))


@given(st.lists(entries, max_size=3))
def test_any_transcript_becomes_a_page_without_a_script(transcript):
    page = pages.chat(transcript, pages.Form("proof", "m2"))

    assert "<script" not in page
    assert 'href="javascript' not in page


@pytest.mark.parametrize(
    "markup", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "{{ 7 * 7 }}"]
)
def test_markup_in_any_place_is_shown_as_text(markup):
    card = Card(markup, markup, markup, markup, ((markup, markup),), "https://example.org", markup)
    content = Shown(markup, (card,), (Button(markup, markup),), (markup,))
    entry = Entry("e1", "c1", 1, Sender.BOT, Kind.SAID, datetime(2026, 11, 2, tzinfo=UTC), content, None)

    page = pages.chat([entry], pages.Form(markup, markup), markup, markup)

    assert "<script>" not in page
    assert "<img" not in page
    assert "49" not in page


def test_what_is_noted_has_the_names_of_the_api():
    assert rendering.noted({}) == {"profile": {}, "barriers": [], "wants": [], "shown": [], "case": None}


def test_the_choices_of_the_last_answers_are_offered_again():
    def entry(sender, *labels):
        content = Shown("", choices=tuple(Button(label, label) for label in labels))
        return Entry("e", "c", 1, sender, Kind.SAID, datetime(2026, 11, 2, tzinfo=UTC), content, None)

    transcript = [
        entry(Sender.BOT, "old"),
        entry(Sender.PERSON),
        entry(Sender.BOT, "a"),
        entry(Sender.BOT, "b"),
    ]

    assert [one["label"] for one in pages.open_choices(transcript)] == ["a", "b"]
