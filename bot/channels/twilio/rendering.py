"""What goes out by Twilio: a row of the transcript as legal messages of its API, nothing left out."""

import json
from collections.abc import Sequence

from bot.channels.cutting import one_line, pieces
from bot.channels.marked import are_letters, marks
from bot.channels.twilio.settings import Content
from bot.channels.whatsapp.rendering import blocks, distinct, filled_in
from bot.channels.whatsapp.wording import plain
from knowledge.storage.outbox import Button, Sender, Shown
from knowledge.wording import say

LONGEST_BODY = 1600
NOTHING = "–"  # a blank must not be empty

Payload = dict[str, str]


def render(shown: Shown, sender: Sender) -> list[Payload]:
    """Return the messages that a row becomes, in order; none when it shows nothing.

    Buttons would have to be kept at Twilio as templates before: what can be chosen is a list with marks, and
    whoever writes a mark has chosen: see `bot.channels.marked`.
    """
    buttons = distinct(shown.choices)
    said = blocks(shown, sender) + (_choices(shown, buttons) if buttons else [])
    return [{"Body": piece} for piece in pieces("\n\n".join(said), LONGEST_BODY)]


def knock(approved: Content) -> Payload:
    """Return the approved template that says that an answer waits; nothing personal is in it."""
    return _content(approved, ())


def in_approved_words(shown: Shown, approved: Content) -> Payload:
    """Return the approved template that says what a row says, to who has not written for a day.

    Its blanks are numbered as they come: first those of its words, then what each of its buttons sends back.
    """
    payloads = [button.choice for button in shown.choices] if approved.has_buttons else []
    # Twilio has refused variables with a straight apostrophe as no JSON
    words = [blank.replace("'", "’") or NOTHING for blank in filled_in(shown)]
    return _content(approved, [*words, *payloads])


def _content(approved: Content, blanks: Sequence[str]) -> Payload:
    numbered = {str(number): blank for number, blank in enumerate(blanks, 1)}
    variables = {"ContentVariables": json.dumps(numbered, ensure_ascii=False)} if numbered else {}
    return {"ContentSid": approved.sid, **variables}


def _choices(shown: Shown, buttons: Sequence[Button]) -> list[str]:
    """Return the choices with their marks, how to choose, and how to reach a person instead."""
    lines = [
        f"{mark}) {plain(one_line(button.label))}".strip()
        for mark, button in zip(marks(shown, buttons), buttons, strict=True)
    ]
    by_mark = "utter_whatsapp_by_letter" if are_letters(shown, buttons) else "utter_whatsapp_by_number"
    return ["\n".join(lines), "\n".join([say(by_mark), say("utter_whatsapp_person")])]
