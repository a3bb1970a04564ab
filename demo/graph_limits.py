"""What the Graph API takes: the form of messages and its limits, as Meta's reference gives them."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from demo.illegal import Illegal, need

Payload = Mapping[str, Any]

LONGEST_TEXT, LONGEST_BODY, LONGEST_FOOTER = 4096, 1024, 60
MOST_BUTTONS, LONGEST_BUTTON, LONGEST_BUTTON_ID = 3, 20, 256
MOST_ROWS, LONGEST_ROW, LONGEST_ROW_ID, LONGEST_DESCRIPTION = 10, 24, 200, 72
MOST_QUICK_REPLIES, LONGEST_PAYLOAD = 10, 128
UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
MARK, LONGEST_MARK = "biz_opaque_callback_data", 512


def check(payload: Payload) -> None:
    """Raise Illegal when Meta would refuse a message."""
    try:
        need(payload["messaging_product"] == "whatsapp", "messaging_product is whatsapp")
        need(payload["recipient_type"] == "individual", "recipient_type is individual")
        need(("to" in payload) != ("recipient" in payload), "a message has one recipient")
        if MARK in payload:
            _sized(payload[MARK], LONGEST_MARK, "what is told with the fate")
    except KeyError as missing:
        raise Illegal(f"{missing} is missing") from None
    check_content(payload)


def check_content(payload: Payload) -> None:
    """Raise Illegal when the content of a message is not legal."""
    kinds = {"text": _text, "interactive": _interactive, "template": _template}
    try:
        kind = payload["type"]
        need(kind in kinds, f"{kind} is a kind of message")
        kinds[kind](payload[kind])
    except (KeyError, TypeError, AttributeError) as missing:
        raise Illegal(f"{missing} is missing, or is something else than it should be") from None


def _sized(text: Any, most: int, what: str) -> None:
    need(isinstance(text, str) and text.strip(), f"{what} has words")
    need(len(text.encode("utf-16-le", "surrogatepass")) // 2 <= most, f"{what} has at most {most} characters")
    need(not UNSEEN.search(text), f"{what} has no characters that nobody sees, and no halves of any")


def _text(content: Payload) -> None:
    _sized(content["body"], LONGEST_TEXT, "a text")


def _interactive(content: Payload) -> None:
    need(content["type"] in ("button", "list"), "a menu is of buttons or a list")
    _sized(content["body"]["text"], LONGEST_BODY, "the text of a menu")
    if "footer" in content:
        _sized(content["footer"]["text"], LONGEST_FOOTER, "a footer")
    (_buttons if content["type"] == "button" else _list)(content["action"])


def _buttons(action: Payload) -> None:
    replies = [button["reply"] for button in action["buttons"]]
    need({button["type"] for button in action["buttons"]} == {"reply"}, "buttons are replies")
    need(1 <= len(replies) <= MOST_BUTTONS, f"there are 1 to {MOST_BUTTONS} buttons")
    for reply in replies:
        _sized(reply["title"], LONGEST_BUTTON, "a button")
        _sized(reply["id"], LONGEST_BUTTON_ID, "the id of a button")
        need("\n" not in reply["title"], "a button has one line")
    _differ(replies)


def _list(action: Payload) -> None:
    _sized(action["button"], LONGEST_BUTTON, "the button of a list")
    sections = action["sections"]
    rows = [row for section in sections for row in section["rows"]]
    need(1 <= len(rows) <= MOST_ROWS, f"a list has 1 to {MOST_ROWS} rows")
    need(len(sections) == 1 or all(one.get("title") for one in sections), "each of several sections is named")
    for row in rows:
        need(set(row) <= {"id", "title", "description"}, "a row has an id, a title and a description")
        _sized(row["title"], LONGEST_ROW, "a row")
        _sized(row["id"], LONGEST_ROW_ID, "the id of a row")
        if "description" in row:
            _sized(row["description"], LONGEST_DESCRIPTION, "the description of a row")
    _differ(rows)


def _differ(options: Sequence[Mapping[str, str]]) -> None:
    for name in ("title", "id"):
        need(len({option[name] for option in options}) == len(options), f"no {name} stands there twice")


def _template(content: Payload) -> None:
    need(re.fullmatch(r"[a-z0-9_]{1,512}", content["name"]), "a template has a name")
    need(re.fullmatch(r"[a-z]{2,3}(_[A-Z]{2})?", content["language"]["code"]), "a template has a language")
    kinds = [component["type"] for component in content["components"]]
    need(set(kinds) <= {"body", "button"} and kinds.count("body") <= 1, "a template has a body and buttons")
    for component in content["components"]:
        (_body if component["type"] == "body" else _quick_reply)(component)
    need(sum(map(len, blanks(content))) <= LONGEST_BODY, "what fills a template is short enough")
    indices = [button["index"] for button in pressable(content)]
    need(indices == [str(number) for number in range(len(indices))], "the buttons of a template are numbered")
    need(len(indices) <= MOST_QUICK_REPLIES, f"a template has at most {MOST_QUICK_REPLIES} buttons")


def _body(component: Payload) -> None:
    need(set(component) == {"type", "parameters"} and component["parameters"], "a body is filled in")
    for parameter in component["parameters"]:
        need(set(parameter) == {"type", "text"} and parameter["type"] == "text", "it is filled with text")
        _sized(parameter["text"], LONGEST_BODY, "what fills a blank")
        need(not re.search(r"[\n\t]| {4}", parameter["text"]), "what fills a blank is one line")


def _quick_reply(component: Payload) -> None:
    need(set(component) == {"type", "sub_type", "index", "parameters"}, "a button has its four fields")
    need(component["sub_type"] == "quick_reply", "a button is a quick reply")
    (parameter,) = component["parameters"]
    need(parameter["type"] == "payload", "a button sends back a payload")
    _sized(parameter["payload"], LONGEST_PAYLOAD, "the payload of a button")


def blanks(content: Payload) -> list[str]:
    """Return what a template is filled in with."""
    found = [component for component in content["components"] if component["type"] == "body"]
    return [parameter["text"] for component in found for parameter in component["parameters"]]


def pressable(content: Payload) -> list[dict[str, Any]]:
    """Return the buttons of a template that send back what was given with it."""
    return [component for component in content["components"] if component["type"] == "button"]


@dataclass(frozen=True)
class Approved:
    """A template as Meta has approved it: its language, how many blanks it has and how many quick replies."""

    language: str
    blanks: int
    buttons: int


APPROVED = {
    "adviser_replied": Approved("en_GB", 0, 1),
    "how_did_it_go": Approved("en_GB", 2, 5),
    "how_did_it_go_plain": Approved("en_GB", 2, 0),
    "news_of_a_programme": Approved("en_GB", 1, 1),
}


def refusal(content: Payload) -> tuple[int, int] | None:
    """Return the status and the number of the error when a template is not the approved one."""
    approved = APPROVED.get(content["name"])
    if approved is None or approved.language != content["language"]["code"]:
        return 404, 132001
    if len(blanks(content)) != approved.blanks:
        return 400, 132000
    return (400, 132012) if len(pressable(content)) > approved.buttons else None
