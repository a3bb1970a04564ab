"""What Teams takes: the form of activities and of Adaptive Cards 1.5, checked strictly, key by key."""

import json

LARGEST = 28 * 1024
ELEMENT = {"type", "spacing"}
KEYS = {
    "RichTextBlock": ({"inlines"}, set()),
    "Container": ({"items"}, {"style"}),
    "ActionSet": ({"actions"}, set()),
    "Table": ({"columns", "rows"}, {"firstRowAsHeader"}),
    "Input.ChoiceSet": ({"id", "choices"}, {"style", "placeholder"}),
}
SPACING = {"None", "Small", "Default", "Medium", "Large"}
RUN = {"type", "text", "weight", "size", "isSubtle"}


def check_activity(activity):
    """Fail when Teams would refuse an activity, or show it as something else than it is."""
    assert size(activity) <= LARGEST, size(activity)
    assert activity["type"] in {"message", "typing"}
    if activity["type"] == "typing":
        return
    assert set(activity) <= {"type", "text", "textFormat", "summary", "attachments"}
    assert activity["summary"].strip()
    assert ("attachments" in activity) != ("text" in activity)
    if "text" in activity:
        assert activity["textFormat"] == "xml"
        assert activity["text"].strip()
        return
    for attachment in activity["attachments"]:
        assert set(attachment) == {"contentType", "content"}
        assert attachment["contentType"] == "application/vnd.microsoft.card.adaptive"
        check_card(attachment["content"])


def size(content):
    """The strictest count there is: two bytes for each character, or the bytes on the wire."""
    written = json.dumps(content, ensure_ascii=False)
    return max(len(written.encode("utf-16-le")), len(written.encode()))


def check_card(card):
    known = {"type", "$schema", "version", "body", "actions", "fallbackText", "msteams"}
    assert set(card) <= known
    assert (card["type"], card["version"]) == ("AdaptiveCard", "1.5")
    assert card["fallbackText"].strip()
    assert card["body"]
    for element in card["body"]:
        check_element(element)
    if "actions" in card:
        check_actions(card["actions"])


def check_element(element):
    needed, allowed = KEYS[element["type"]]
    assert needed <= set(element) <= ELEMENT | needed | allowed, element
    assert element.get("spacing", "None") in SPACING
    {
        "RichTextBlock": _text,
        "Container": _container,
        "ActionSet": _action_set,
        "Table": _table,
        "Input.ChoiceSet": _choice_set,
    }[element["type"]](element)


def check_actions(actions):
    assert 1 <= len(actions) <= 6
    titles = [action["title"].casefold() for action in actions]
    assert len(set(titles)) == len(titles)
    for action in actions:
        check_action(action)


def check_action(action):
    assert action["title"].strip()
    assert len(action["title"].encode("utf-16-le")) // 2 <= 50
    if action["type"] == "Action.OpenUrl":
        assert set(action) == {"type", "title", "url"}
        assert action["url"].startswith(("https://", "http://", "mailto:?"))
        assert not set(action["url"]) & set(' <>"\n')
        assert len(action["url"]) <= 2000
        return
    assert action["type"] == "Action.Execute"
    fallback = action["fallback"]
    assert fallback["type"] == "Action.Submit"
    assert fallback["data"]["msteams"]["type"] == "messageBack"
    if action["verb"] == "choose":
        assert set(action) == {"type", "title", "verb", "data", "fallback"}
        assert set(action["data"]) == {"choice", "label"}
        assert set(fallback) == {"type", "title", "data"}
        assert fallback["data"]["choice"] == action["data"]["choice"]
        return
    assert set(action) - {"associatedInputs"} == {"type", "title", "verb", "data", "fallback"}
    assert set(action["data"]) == {"programme" if action["verb"] == "wrong" else "case"}
    assert action["verb"] in {"wrong", "claim", "return", "close", "talk"}
    assert ("associatedInputs" in action) == (action["verb"] != "close")
    assert fallback["data"] == {
        **action["data"],
        "verb": action["verb"],
        "msteams": fallback["data"]["msteams"],
    }


def _text(element):
    assert element["inlines"]
    for run in element["inlines"]:
        assert set(run) <= RUN
        assert run["type"] == "TextRun"
        assert run["text"].strip()
        assert "\n" not in run["text"]


def _container(element):
    assert element["items"]
    for item in element["items"]:
        check_element(item)


def _action_set(element):
    check_actions(element["actions"])


def _choice_set(element):
    assert element["choices"]
    for choice in element["choices"]:
        assert set(choice) == {"title", "value"}
        assert choice["title"].strip()


def _table(element):
    assert element["columns"]
    for row in element["rows"]:
        assert set(row) == {"type", "cells"}
        assert row["type"] == "TableRow"
        assert len(row["cells"]) == len(element["columns"])
        for cell in row["cells"]:
            assert set(cell) == {"type", "items"}
            assert cell["type"] == "TableCell"
            for item in cell["items"]:
                check_element(item)


def runs(content):
    """Every piece of text that is shown, in order."""
    if isinstance(content, list):
        return [one for inner in content for one in runs(inner)]
    if not isinstance(content, dict):
        return []
    if content.get("type") == "TextRun":
        return [content["text"]]
    return [
        one for name in ("inlines", "body", "items", "rows", "cells") for one in runs(content.get(name, []))
    ]


def cards(activity):
    return [one["content"] for one in activity.get("attachments", [])]


def words(activity):
    """The words of an activity, each element on a line."""
    if "text" in activity:
        return activity["text"]
    return "\n".join(text for card in cards(activity) for text in runs(card))


def buttons(activity):
    """The buttons for choices."""
    return [action for card in cards(activity) for action in card.get("actions", [])]
