"""Cards that show the whole record of a programme."""

from dataclasses import replace

from actions.library import Library
from actions.spoken_records import (
    contact,
    how_to_apply,
    last_known,
    money,
    price,
    sectors,
    support,
    where,
    window,
)
from knowledge.firms import Firm
from knowledge.records import Programme
from knowledge.replies import Card
from knowledge.wording import say

FIELDS = {
    "support": support,
    "money": money,
    "price": price,
    "where": where,
    "sectors": sectors,
    "apply": how_to_apply,
    "contact": contact,
    "window": window,
    "last_known": last_known,
}


def full_card(programme: Programme, library: Library) -> Card:
    """Return the card with every field that people ask about, and the conditions on record."""
    lines = [(say(f"utter_label_field_{name}"), words(programme)) for name, words in FIELDS.items()]
    if told := conditions(programme, library):
        lines.append((say("utter_label_field_conditions"), told))
    return replace(library.cards([programme])[0], text=programme.summary, lines=tuple(lines))


def conditions(programme: Programme, library: Library) -> str:
    """Return every rule and condition on record as one line; nothing when there is none."""
    rules = [rule.words for rule in library.assess(programme, Firm()).rules]
    return "; ".join(dict.fromkeys([*rules, *programme.eligibility.other]))
