"""What Teams takes: the form of activities and of Adaptive Cards 1.5, checked strictly, key by key."""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any
from xml.etree import ElementTree

from demo.illegal import Illegal, need

Content = Mapping[str, Any]

LARGEST = 28 * 1024
MOST_ACTIONS, LONGEST_TITLE, LONGEST_URL = 6, 50, 2000
ELEMENT = {"type", "spacing"}
KEYS: dict[str, tuple[set[str], set[str]]] = {
    "RichTextBlock": ({"inlines"}, set()),
    "Container": ({"items"}, {"style"}),
    "ActionSet": ({"actions"}, set()),
    "Table": ({"columns", "rows"}, {"firstRowAsHeader"}),
    "Input.ChoiceSet": ({"id", "choices"}, {"style", "placeholder"}),
}
SPACING = {"None", "Small", "Default", "Medium", "Large"}
RUN = {"type", "text", "weight", "size", "isSubtle"}
# what is put in the place of these wherever text stands, also in a TextRun
FUNCTION = re.compile(r"\{\{\s*(DATE|TIME)\(", re.IGNORECASE)
# what clients that are too old for a card would make of the words in its place
MARKDOWN = re.compile(r"\]\(|\]\[|(?<![^\W_])([*_~`])(?=\S)[^\n]*?(?<=\S)\1(?![^\W_])")
ADDRESS = re.compile(r"https?://\S+")
VERBS = {"wrong", "claim", "return", "close", "talk"}


def check_activity(activity: Content) -> None:
    """Raise Illegal when Teams would refuse an activity, or show it as something else than it is."""
    try:
        _activity(activity)
    except (KeyError, TypeError, AttributeError) as missing:
        raise Illegal(f"{missing} is missing, or is something else than it should be") from None


def _activity(activity: Content) -> None:
    need(size(activity) <= LARGEST, f"an activity has at most {LARGEST} bytes")
    need(activity["type"] in {"message", "typing"}, "an activity is a message or typing")
    if activity["type"] == "typing":
        return
    known = {"type", "text", "textFormat", "summary", "attachments"}
    need(set(activity) <= known, "a message has no other fields")
    need(activity["summary"].strip(), "a message has a summary")
    need(("attachments" in activity) != ("text" in activity), "a message is a text or cards")
    if "text" in activity:
        need(activity["textFormat"] == "xml" and activity["text"].strip(), "a text is XML and has words")
        check_marked(activity["text"])
        return
    for attachment in activity["attachments"]:
        need(set(attachment) == {"contentType", "content"}, "an attachment has two fields")
        need(attachment["contentType"] == "application/vnd.microsoft.card.adaptive", "a card is adaptive")
        check_card(attachment["content"])


def check_marked(text: str) -> None:
    """Raise Illegal when a text is no XML, or has markup of other kinds than our own."""
    try:
        tree = ElementTree.fromstring(f"<text>{text}</text>")  # noqa: S314 - ours, without a document type
    except ElementTree.ParseError:
        raise Illegal("a text is XML") from None
    need({one.tag for one in tree.iter()} <= {"text", "b", "br"}, "a text has no other markup than ours")


def size(content: object) -> int:
    """The strictest count there is: two bytes for each character, or the bytes on the wire."""
    written = json.dumps(content, ensure_ascii=False)
    return max(len(written.encode(form, "surrogatepass")) for form in ("utf-16-le", "utf-8"))


def check_card(card: Content) -> None:
    """Raise Illegal when Teams would not show a card as it is."""
    known = {"type", "$schema", "version", "body", "actions", "fallbackText", "msteams"}
    need(set(card) <= known, "a card has no other fields")
    need((card["type"], card["version"]) == ("AdaptiveCard", "1.5"), "a card is of version 1.5")
    need(card["fallbackText"].strip() and card["body"], "a card has a body and words in its place")
    need(not MARKDOWN.search(ADDRESS.sub("", card["fallbackText"])), "nothing in the words is markup")
    for element in card["body"]:
        check_element(element)
    if "actions" in card:
        check_actions(card["actions"])


def check_element(element: Content) -> None:
    """Raise Illegal when an element of a card is none that we use, or has another form."""
    need(element["type"] in KEYS, f"{element['type']} is an element")
    needed, allowed = KEYS[element["type"]]
    need(needed <= set(element) <= ELEMENT | needed | allowed, f"a {element['type']} has its fields")
    need(element.get("spacing", "None") in SPACING, "spacing is one that there is")
    checks: dict[str, Callable[[Content], None]] = {
        "RichTextBlock": _text,
        "Container": _container,
        "ActionSet": _action_set,
        "Table": _table,
        "Input.ChoiceSet": _choice_set,
    }
    checks[element["type"]](element)


def check_actions(actions: Sequence[Content]) -> None:
    """Raise Illegal when buttons are none, too many, or alike."""
    need(1 <= len(actions) <= MOST_ACTIONS, f"there are 1 to {MOST_ACTIONS} buttons")
    titles = {action["title"].casefold() for action in actions}
    need(len(titles) == len(actions), "no two buttons look alike")
    for action in actions:
        check_action(action)


def check_action(action: Content) -> None:
    """Raise Illegal when a button does not do the same on every client."""
    title = action["title"]
    need(title.strip(), "a button has a title")
    need(len(title.encode("utf-16-le", "surrogatepass")) // 2 <= LONGEST_TITLE, "a title is short enough")
    if action["type"] == "Action.OpenUrl":
        _open_url(action)
        return
    need(action["type"] == "Action.Execute", "a button is executed, or opens an address")
    fallback, data = action["fallback"], action["data"]
    need(fallback["type"] == "Action.Submit", "a button has a fallback for old clients")
    need(fallback["data"]["msteams"]["type"] == "messageBack", "a fallback is a message of the person's own")
    _choose(action, fallback) if action["verb"] == "choose" else _act(action, fallback, data)


def _open_url(action: Content) -> None:
    need(set(action) == {"type", "title", "url"}, "a button that opens an address has three fields")
    need(action["url"].startswith(("https://", "http://", "mailto:?")), "an address is of the web or a mail")
    need(not set(action["url"]) & set(' <>"\n'), "an address has no signs that end it")
    need(len(action["url"]) <= LONGEST_URL, "an address is short enough")


def _choose(action: Content, fallback: Content) -> None:
    need(set(action) == {"type", "title", "verb", "data", "fallback"}, "a choice has five fields")
    need(set(action["data"]) == {"choice", "label"}, "a choice has its token and its label")
    need(set(fallback) == {"type", "title", "data"}, "the fallback of a choice has three fields")
    need(fallback["data"]["choice"] == action["data"]["choice"], "both say the same choice")


def _act(action: Content, fallback: Content, data: Content) -> None:
    fields = {"type", "title", "verb", "data", "fallback"}
    need(set(action) - {"associatedInputs"} == fields, "an act has five fields")
    need(set(data) == {"programme" if action["verb"] == "wrong" else "case"}, "an act says what it is about")
    need(action["verb"] in VERBS, "an act is one that there is")
    need(("associatedInputs" in action) == (action["verb"] != "close"), "closing alone takes inputs")
    same = {**data, "verb": action["verb"], "msteams": fallback["data"]["msteams"]}
    need(fallback["data"] == same, "both ask for the same act")


def _text(element: Content) -> None:
    need(element["inlines"], "a line has runs")
    for run in element["inlines"]:
        need(set(run) <= RUN and run["type"] == "TextRun", "a run is text with a look")
        need(run["text"].strip() and "\n" not in run["text"], "a run has words on one line")
        need(not FUNCTION.search(run["text"]), "nothing is put in the place of a date")


def _container(element: Content) -> None:
    need(element["items"], "a container is not empty")
    for item in element["items"]:
        check_element(item)


def _action_set(element: Content) -> None:
    check_actions(element["actions"])


def _choice_set(element: Content) -> None:
    need(element["choices"], "there is something to choose")
    for choice in element["choices"]:
        need(
            set(choice) == {"title", "value"} and choice["title"].strip(), "a choice has a title and a value"
        )


def _table(element: Content) -> None:
    need(element["columns"], "a table has columns")
    for row in element["rows"]:
        need(set(row) == {"type", "cells"} and row["type"] == "TableRow", "a row is one")
        need(len(row["cells"]) == len(element["columns"]), "a row has a cell for each column")
        for cell in row["cells"]:
            need(set(cell) == {"type", "items"} and cell["type"] == "TableCell", "a cell is one")
            for item in cell["items"]:
                check_element(item)
