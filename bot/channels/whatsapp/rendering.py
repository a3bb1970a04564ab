"""What goes out to WhatsApp: a row of the transcript as legal messages of the Cloud API, nothing left out."""

from collections.abc import Iterator, Sequence
from itertools import batched
from typing import Any

from bot.channels.cutting import length, one_line, pieces, shortened
from bot.channels.whatsapp.protocol import KNOCK_PAYLOAD
from bot.channels.whatsapp.settings import Template
from bot.channels.whatsapp.wording import bold, card_text, italic, plain
from knowledge.storage.outbox import Button, Sender, Shown
from knowledge.wording import say

LONGEST_TEXT = 4096
LONGEST_BODY = 1024
LONGEST_FOOTER = 60
MOST_BUTTONS = 3
LONGEST_BUTTON = 20
MOST_ROWS = 10
LONGEST_ROW = 24
LONGEST_DESCRIPTION = 72
LONGEST_ROW_ID = 200
LONGEST_LIST_BUTTON = 20
LONGEST_BLANK = 200  # all that a template says may be 1,024 long

Payload = dict[str, Any]


def render(shown: Shown, sender: Sender) -> list[Payload]:
    """Return the messages that a row becomes, in order; none when it shows nothing."""
    buttons = distinct(shown.choices)
    text = "\n\n".join(block for block in [*blocks(shown, sender), _in_full(buttons)] if block)
    said = list(pieces(text, LONGEST_TEXT))
    if not buttons:
        return [_message(piece) for piece in said]
    last = said.pop() if said and length(said[-1]) <= LONGEST_BODY else say("utter_whatsapp_choose")
    return [*map(_message, said), *_menus(buttons, last)]


def blocks(shown: Shown, sender: Sender) -> list[str]:
    """Return all that a row says, without its choices, as WhatsApp writes it; no block is empty."""
    said = [*map(italic, shown.notices), plain(shown.text), *map(card_text, shown.cards)]
    if sender is Sender.BROKER and any(said):
        said.insert(0, bold(say("utter_gateway_label_broker")))
    return [block for block in said if block]


def filled_in(shown: Shown) -> list[str]:
    """Return what an approved template is filled in with, as Meta takes it: short, and on one line."""
    return [shortened(one_line(blank), LONGEST_BLANK) for blank in shown.blanks]


def distinct(buttons: Sequence[Button]) -> list[Button]:
    """Return the buttons by their ids, which must differ within a menu and be no longer than one may be."""
    by_id = {button.choice: button for button in buttons if 0 < len(button.choice) <= LONGEST_ROW_ID}
    return list(by_id.values())


def knock(approved: Template) -> Payload:
    """Return the approved template that says that an answer waits; nothing personal is in it."""
    return _template(approved, (), (KNOCK_PAYLOAD,))


def in_approved_words(shown: Shown, approved: Template) -> Payload:
    """Return the approved template that says what a row says, to who has not written for a day.

    Its buttons are those of the row, in order; a press on one brings back the choice of the row's own.
    """
    payloads = [button.choice for button in shown.choices] if approved.has_buttons else []
    return _template(approved, filled_in(shown), payloads)


def _template(approved: Template, blanks: Sequence[str], payloads: Sequence[str]) -> Payload:
    filled = [{"type": "text", "text": blank} for blank in blanks]
    components: list[Payload] = [{"type": "body", "parameters": filled}] if filled else []
    for index, payload in enumerate(payloads):
        pressed = [{"type": "payload", "payload": payload}]
        components.append(
            {"type": "button", "sub_type": "quick_reply", "index": str(index), "parameters": pressed}
        )
    language = {"code": approved.language}
    content = {"name": approved.name, "language": language, "components": components}
    return {"type": "template", "template": content}


def _in_full(buttons: Sequence[Button]) -> str:
    """Return the labels that no row can hold, with the numbers that their rows have."""
    lines = [f"{n}. {plain(b.label)}" for n, b in enumerate(buttons, 1) if _is_long(b.label)]
    return "\n".join([plain(say("utter_whatsapp_long_choices")), *lines]) if lines else ""


def _menus(buttons: Sequence[Button], body: str) -> Iterator[Payload]:
    titles = [one_line(button.label) for button in buttons]
    has_buttons = len(buttons) <= MOST_BUTTONS and all(0 < length(t) <= LONGEST_BUTTON for t in titles)
    if has_buttons and _all_differ(titles):
        yield _with_buttons(buttons, titles, body)
        return
    rows = _rows(buttons)
    for number, page in enumerate(batched(rows, MOST_ROWS)):
        yield _with_list(page, say("utter_whatsapp_choose_more") if number else body)


def _rows(buttons: Sequence[Button]) -> list[dict[str, str]]:
    """Return a row for each choice; all are numbered when two would look alike or a label fits nowhere."""
    labels = [one_line(button.label) for button in buttons]
    alike = not _all_differ([shortened(label, LONGEST_ROW) for label in labels])
    is_numbered = alike or any(not label or _is_long(label) for label in labels)
    rows = []
    for number, (button, label) in enumerate(zip(buttons, labels, strict=True), 1):
        title = shortened(f"{number}. {label}".strip() if is_numbered else label, LONGEST_ROW)
        row = {"id": button.choice, "title": title}
        is_cut = not title.endswith(label)
        if is_cut and length(label) <= LONGEST_DESCRIPTION:
            row["description"] = label
        rows.append(row)
    return rows


def _with_buttons(buttons: Sequence[Button], titles: Sequence[str], body: str) -> Payload:
    replies = [
        {"type": "reply", "reply": {"id": button.choice, "title": title}}
        for button, title in zip(buttons, titles, strict=True)
    ]
    return _interactive("button", body, {"buttons": replies})


def _with_list(rows: Sequence[dict[str, str]], body: str) -> Payload:
    return _interactive(
        "list", body, {"button": say("utter_whatsapp_label_list"), "sections": [{"rows": list(rows)}]}
    )


def _interactive(kind: str, body: str, action: dict[str, Any]) -> Payload:
    """Return a menu; under each stands how to reach a person."""
    footer = {"text": say("utter_whatsapp_person")}
    content = {"type": kind, "body": {"text": body}, "footer": footer, "action": action}
    return {"type": "interactive", "interactive": content}


def _message(text: str) -> Payload:
    return {"type": "text", "text": {"body": text, "preview_url": False}}


def _is_long(label: str) -> bool:
    return length(one_line(label)) > LONGEST_DESCRIPTION


def _all_differ(titles: Sequence[str]) -> bool:
    return len({title.casefold() for title in titles}) == len(titles)
