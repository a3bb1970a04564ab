"""Looking for programmes from the compose box: what is asked, and what is shown of what is found."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from bot.channels.cutting import one_line, shortened
from bot.channels.incoming import LONGEST_TEXT, cleaned
from bot.channels.teams.cards import elements_of
from bot.channels.teams.rendering import CARD, adaptive_card
from knowledge.cards import card_for, last_known
from knowledge.postcodes import normalised
from knowledge.records import Programme
from knowledge.replies import Card
from knowledge.vocabulary import vocabulary
from knowledge.wording import say

COMMAND, PARAMETER = "programmes", "words"
MOST_RESULTS = 25  # as many as Teams asks for at once
MOST_SKIPPED = 10_000
LONGEST_PREVIEW = 120
MOST_CHECKS = 3
PREVIEW = "application/vnd.microsoft.card.thumbnail"


@dataclass(frozen=True)
class Query:
    """What somebody typed, and which of the results are wanted; no text is a start without a question."""

    text: str
    skip: int
    count: int


def query_of(value: object) -> Query | None:
    """Return what an invoke asks for; None when it is not our search."""
    asked = value if isinstance(value, dict) else {}
    if asked.get("commandId") != COMMAND:
        return None
    given = asked.get("parameters")
    named = [one for one in given if isinstance(one, dict)] if isinstance(given, list) else []
    text = next((one.get("value") for one in named if one.get("name") == PARAMETER), "")
    options = asked.get("queryOptions")
    wanted = options if isinstance(options, dict) else {}
    return Query(
        cleaned(text)[:LONGEST_TEXT] if isinstance(text, str) else "",
        _number(wanted.get("skip"), 0, MOST_SKIPPED, 0),
        _number(wanted.get("count"), 1, MOST_RESULTS, MOST_RESULTS),
    )


def fields_of(text: str) -> dict[str, str]:
    """Return what is typed as the fields of a search: a postcode, a place, a need, and all other words.

    Of each kind the first counts; what comes after it is a word like any other.
    """
    found: dict[str, str] = {}
    words = []
    for word in text.split():
        field, value = _read(word)
        if field and field not in found and not _is_place(field, found):
            found[field] = value
        else:
            words.append(word)
    return {**found, "text": " ".join(words)} if words else found


def newest(programmes: Iterable[Programme]) -> list[Programme]:
    """Return what was seen running most recently first, for who has asked nothing yet."""
    by_name = sorted(programmes, key=lambda one: (one.name.casefold(), one.id))
    return sorted(by_name, key=lambda one: str(one.last_known or ""), reverse=True)


def results(found: Sequence[Programme], query: Query, today: date) -> dict[str, Any]:
    """Return the answer to the invoke: what is found as cards, or in words that there is nothing more."""
    if found:
        attachments = [_attachment(one, today) for one in found]
        shown = {"type": "result", "attachmentLayout": "list", "attachments": attachments}
    elif query.skip:
        shown = {"type": "result", "attachmentLayout": "list", "attachments": []}
    else:
        shown = {"type": "message", "text": say("utter_teams_search_nothing")}
    return {"composeExtension": shown}


def told(programme: Programme, today: date) -> Card:
    """Return the card of a programme for an adviser who named no firm: whether it fits is not known."""
    whole = card_for(programme, today)
    checks = [line for line in whole.lines if line[0] == say("utter_label_line_check")]
    rest = [line for line in whole.lines if line not in checks]
    more = [(say("utter_label_line_check"), say("utter_teams_more_checks", count=len(checks) - MOST_CHECKS))]
    fit = say("utter_teams_label_fit"), say("utter_teams_fit_not_known")
    too_many = more if len(checks) > MOST_CHECKS else ()
    return replace(whole, lines=(fit, *checks[:MOST_CHECKS], *too_many, *rest))


def _attachment(programme: Programme, today: date) -> dict[str, Any]:
    # of these cards Teams reads the text as HTML, so nothing in it may look like a tag
    says = f"{programme.provider} · {last_known(programme, today)}"
    preview = {"title": _plain(programme.name), "text": _plain(says)}
    content = adaptive_card(elements_of(told(programme, today)))
    return {
        "contentType": CARD,
        "content": content,
        "preview": {"contentType": PREVIEW, "content": preview},
    }


def _plain(text: str) -> str:
    return shortened(one_line(text.replace("<", "‹").replace(">", "›")), LONGEST_PREVIEW)


def _read(word: str) -> tuple[str, str]:
    known, label = vocabulary(), word.casefold().replace("-", "_").strip(",.;")
    if (postcode := normalised(label)) is not None:
        return "postcode", postcode
    if label in known.places or label in known.place_groups:
        return "place", label
    return ("need", label) if label in known.support else ("", "")


def _is_place(field: str, found: Mapping[str, str]) -> bool:
    """Would it be a second place?"""
    return field in ("place", "postcode") and not found.keys().isdisjoint(("place", "postcode"))


def _number(given: object, least: int, most: int, otherwise: int) -> int:
    if isinstance(given, bool) or not isinstance(given, int):
        return otherwise
    return min(max(given, least), most)
