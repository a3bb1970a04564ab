"""What goes out to Teams: a row of the transcript as legal activities, nothing left out."""

import html
from collections.abc import Iterator, Sequence
from itertools import batched
from typing import Any

from bot.channels.cutting import one_line, pieces, shortened
from bot.channels.incoming import cleaned
from bot.channels.marks import unlinked, unmarked
from bot.channels.teams.buttons import MOST_ACTIONS, Titled, action, in_full, titled
from bot.channels.teams.cards import elements_of
from bot.channels.teams.elements import Element, container, lines, size, words_of
from knowledge.storage.outbox import Sender, Shown
from knowledge.wording import say

LARGEST_ACTIVITY = 28 * 1024
LARGEST_BODY = 18_000  # of a card; the rest is for its fallback, its summary and what is around it
LONGEST_TEXT = 2_000  # each of its characters can take five when it is written as XML
LONGEST_FALLBACK = 1_000
LONGEST_SUMMARY = 100
CARD = "application/vnd.microsoft.card.adaptive"
VERSION = "1.5"

Activity = dict[str, Any]


def render(shown: Shown, sender: Sender, public_url: str | None = None) -> list[Activity]:
    """Return the activities that a row becomes, in order; none when it shows nothing."""
    buttons = titled(shown.choices)
    if not buttons and not shown.cards:
        return list(_plain(shown, sender))
    bodies = list(_packed(_units(shown, sender, buttons, public_url)))
    menus = [list(page) for page in batched(buttons, MOST_ACTIONS)]
    if not menus:
        return [_card(body) for body in bodies]
    *before, last = bodies or [[]]
    first = _card(last or [*lines(say("utter_teams_choose"))], menus[0])
    if size(first) > LARGEST_ACTIVITY:
        before, first = [*before, last], _card([*lines(say("utter_teams_choose"))], menus[0])
    more = [_card([*lines(say("utter_teams_choose_more"))], menu) for menu in menus[1:]]
    return [*map(_card, before), first, *more]


def plain_activities(text: str, heading: str = "") -> Iterator[Activity]:
    """Yield a text as messages in which nothing is taken for markup; the heading stands above the first."""
    for number, piece in enumerate(pieces(cleaned(text), LONGEST_TEXT)):
        shown = html.escape(piece, quote=False).replace("\n", "<br/>")
        marked = f"<b>{html.escape(heading)}</b><br/>{shown}" if heading and number == 0 else shown
        yield {"type": "message", "textFormat": "xml", "text": marked, "summary": _summary(piece)}


def _plain(shown: Shown, sender: Sender) -> Iterator[Activity]:
    heading = say("utter_gateway_label_broker") if sender is Sender.BROKER else ""
    said = "\n\n".join(filter(None, (cleaned(one) for one in (*shown.notices, shown.text))))
    return plain_activities(said, heading)


def _units(
    shown: Shown, sender: Sender, buttons: Sequence[Titled], public_url: str | None
) -> Iterator[Element]:
    """Yield what is shown in pieces that each fit into one card."""
    if sender is Sender.BROKER:
        yield from lines(say("utter_gateway_label_broker"), weight="Bolder")
    for notice in shown.notices:
        yield from lines(notice, isSubtle=True)
    yield from lines(shown.text)
    for card in shown.cards:
        elements = elements_of(card, public_url)
        whole = container(elements)
        if elements and size(whole) <= LARGEST_BODY:
            yield whole
        else:
            yield from elements
    yield from in_full(buttons)


def _packed(units: Iterator[Element]) -> Iterator[list[Element]]:
    """Yield the bodies of as few cards as hold all units in order."""
    body: list[Element] = []
    used = 0
    for unit in units:
        if body and used + size(unit) > LARGEST_BODY:
            yield body
            body, used = [], 0
        body.append(unit)
        used += size(unit) + size(", ")
    if body:
        yield body


def adaptive_card(body: Sequence[Element], actions: Sequence[Element] = ()) -> dict[str, Any]:
    """Return a card of these elements and buttons; whoever cannot see cards reads the same in words."""
    content = {
        "type": "AdaptiveCard",
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "version": VERSION,
        # clients that are too old for the card read Markdown in what stands in its place
        "fallbackText": shortened(unlinked(unmarked(_words(body, actions))), LONGEST_FALLBACK),
        "body": list(body),
        "msteams": {"width": "Full"},
    }
    return {**content, "actions": list(actions)} if actions else content


def card_activity(body: Sequence[Element], actions: Sequence[Element] = ()) -> Activity:
    """Return a message that is one such card."""
    attachment = {"contentType": CARD, "content": adaptive_card(body, actions)}
    return {"type": "message", "attachments": [attachment], "summary": _summary(_words(body, actions))}


def _card(body: Sequence[Element], menu: Sequence[Titled] = ()) -> Activity:
    return card_activity(body, [action(one) for one in menu])


def _words(body: Sequence[Element], actions: Sequence[Element]) -> str:
    """Return what a card says; where it says nothing it has buttons."""
    said = [words for element in body for words in words_of(element)]
    return "\n".join([*said, *(one["title"] for one in actions)]) or say("utter_teams_choose")


def _summary(text: str) -> str:
    return shortened(one_line(text), LONGEST_SUMMARY)
