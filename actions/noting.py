"""Hearing facts about the firm and what holds it back, whatever else a message is about."""

import re
from dataclasses import replace
from typing import Any

from actions.aid import aid_in
from actions.conversation import FALLBACK, Conversation, Entity
from actions.needs import NEEDS
from actions.numbers import number_in
from actions.whereabouts import Whereabouts, whereabouts
from actions.yes_or_no import says_no, says_yes
from knowledge.firms import Firm
from knowledge.ranges import Range

# what is said in these tells nothing lasting about the firm
ABOUT_SOMETHING_ELSE = frozenset(
    {
        "greet", "goodbye", "thank", "ask_capabilities", "ask_if_bot", "start_over", "explain_term",
        "out_of_scope", "privacy_request", "give_feedback", "report_wrong_information", "subscribe_updates",
    }
)  # fmt: skip
# here a new value replaces the one that is noted; elsewhere it only fills a gap
ABOUT_THE_FIRM = frozenset(
    {*NEEDS, "give_profile", "correct_profile", "request_roadmap", "request_human", FALLBACK}
)
RANGES = {
    "employees": "employees",
    "turnover": "turnover",
    "trading_age": "trading_months",
    "amount": "amount",
    "aid_received": "aid_received",
}
LISTS = {"sector": "sectors", "technology": "technologies"}
WORDS = {"legal_form": "legal_form", "stage": "stage"}
FLAGS = (
    "incorporated", "in_group", "sells_to_businesses", "spends_on_rd", "makes_goods", "has_premises",
    "can_match", "has_partner",
)  # fmt: skip
FIELDS = {**RANGES, **LISTS, **WORDS, "place": "places", "postcode": "places"}
MONTHS_IN_A_YEAR = 12
YES, NO = "yes", "no"  # the answers of a choice, whatever was asked
# a number that an answer begins with, and that counts no time, money or things
HEAD_COUNT = re.compile(
    r"^(?:(?:ok|okay|oh|well|no|nah|yes|yeah|actually|sorry|make (?:that|it)|about|around|its|it's|we're"
    r"|we are|say|more like|call it)[\s,]+)*(\d{1,4})(?![\w.,%£-])(?!\s+(?:years?|yrs?|months?|weeks?|days?"
    r"|hours?|grand|thousand|million|k|m|sites?|shops?|machines?|vans?|per ?cent|pounds?)\b)"
)


def note(conversation: Conversation) -> Conversation:
    """Return the conversation with what the message tells about the firm remembered, and said to be news."""
    if conversation.intent in ABOUT_SOMETHING_ELSE:
        return conversation
    replacing = conversation.intent in ABOUT_THE_FIRM or asked_field(conversation) is not None
    where = whereabouts(conversation.entities)
    before = conversation.memory.firm
    firm = _with_places(_without_denied(before, conversation), where, replacing=replacing)
    for entity in _affirmed(conversation):
        firm = _with_entity(firm, entity, replacing=replacing, fresh=before)
    firm = _with_yes_or_no(_with_bare_number(firm, conversation), conversation)
    if (aid := aid_in(conversation.text)) is not None:
        firm = firm.noting("aid_received", Range.of(aid), conversation.text)
    kept = conversation.memory.without_barriers(conversation.taken_back)
    memory = replace(kept.adding_barriers(conversation.barriers), firm=firm)
    return replace(
        conversation,
        memory=memory,
        news=tuple(name for name in _NOTED if getattr(firm, name) != getattr(before, name)),
        doubts=where.doubts,
        taken_back=tuple(one.name for one in conversation.memory.barriers if one not in kept.barriers),
    )


def asked_field(conversation: Conversation) -> str | None:
    """Return the field of the firm that the open question asks for, if it is such a question."""
    question = conversation.memory.question
    return question.kind if question is not None and question.kind in _NOTED else None


def _affirmed(conversation: Conversation) -> list[Entity]:
    """What is said to be so; money that was had is no money sought."""
    had = aid_in(conversation.text) is not None
    return [one for one in conversation.entities if not one.negated and not (had and one.name == "amount")]


def _with_places(firm: Firm, where: Whereabouts, *, replacing: bool) -> Firm:
    if not where.places or (firm.places and not replacing):
        return firm
    firm = firm.noting("places", where.places, where.words)
    return replace(firm, postcode=where.postcode)


def _with_entity(firm: Firm, entity: Entity, *, replacing: bool, fresh: Firm) -> Firm:
    field = FIELDS.get(entity.name)
    if field is None or field == "places":
        return firm
    if entity.guessed:  # it fills a gap, and is nobody's own words
        return firm if firm.knows(field) else firm.noting(field, _texts(entity.value))
    if entity.name in LISTS:
        given = _texts(entity.value)
        kept = () if getattr(firm, field) == getattr(fresh, field) and replacing else getattr(firm, field)
        return firm.noting(field, tuple(dict.fromkeys((*kept, *given))), entity.text) if given else firm
    if getattr(firm, field) is not None and not replacing:
        return firm
    value = number_of(entity.value) if entity.name in RANGES else _text(entity.value)
    return firm.noting(field, value, entity.text) if value is not None else firm


def _with_bare_number(firm: Firm, conversation: Conversation) -> Firm:
    asked = asked_field(conversation)
    field = asked if asked in RANGES.values() else _only_number(conversation)
    if field is None or any(FIELDS.get(entity.name) == field for entity in conversation.entities):
        return firm
    number = _number_told(conversation, field, asked)
    if number is None:
        return firm
    value = number * MONTHS_IN_A_YEAR if field == "trading_months" else number
    return firm.noting(field, Range.of(value), conversation.text)


def _with_yes_or_no(firm: Firm, conversation: Conversation) -> Firm:
    asked = asked_field(conversation)
    if asked not in FLAGS or conversation.answer() not in (None, YES, NO):
        return firm
    if conversation.answer() == YES or says_yes(conversation):
        return firm.noting(asked, True, conversation.text)
    if conversation.answer() == NO or says_no(conversation):
        return firm.noting(asked, False, conversation.text)
    return firm


def _only_number(conversation: Conversation) -> str | None:
    """A correction that is a number alone is of the one number that is known."""
    if conversation.intent == "give_profile" and _corrects_head_count(conversation):
        return "employees"
    known = [name for name in RANGES.values() if getattr(conversation.memory.firm, name) is not None]
    return known[0] if conversation.intent == "correct_profile" and len(known) == 1 else None


def _number_told(conversation: Conversation, field: str, asked: str | None) -> float | None:
    number = number_in(conversation.text) if asked or conversation.intent == "correct_profile" else None
    if number is None and field == "employees" and _corrects_head_count(conversation):
        found = HEAD_COUNT.match(conversation.text.lower())
        return int(found[1]) if found else None
    return number


def _corrects_head_count(conversation: Conversation) -> bool:
    """Is it a bare number, after it was told how many people there are?"""
    told = any(entity.name in RANGES or entity.name == "postcode" for entity in conversation.entities)
    known = conversation.memory.firm.employees is not None
    return known and not told and HEAD_COUNT.match(conversation.text.lower()) is not None


def _without_denied(firm: Firm, conversation: Conversation) -> Firm:
    for entity in conversation.entities:
        field = FIELDS.get(entity.name)
        if not entity.negated or field is None:
            continue
        known = getattr(firm, field)
        if isinstance(known, tuple):
            denied = set(_texts(entity.value))
            left = tuple(one for one in known if one not in denied)
            firm = firm.noting(field, left) if left != known else firm
        elif known is not None and known in (number_of(entity.value), entity.value):
            firm = firm.forgetting(field)
    return firm


def number_of(value: Any) -> Range | None:
    """Return a number or a range as entities write it; None for anything else, and for less than nothing."""
    bounds = [value.get("min"), value.get("max")] if isinstance(value, dict) else [value]
    numbers = [one for one in bounds if one is not None]
    if not numbers or any(isinstance(n, bool) or not isinstance(n, int | float) or n < 0 for n in numbers):
        return None
    return Range.of(value)


def _texts(value: Any) -> tuple[str, ...]:
    values = value if isinstance(value, list | tuple) else [value]
    return tuple(one for one in values if isinstance(one, str) and one)


def _text(value: Any) -> str | None:
    found = _texts(value)
    return found[0] if found else None


_NOTED = (
    "places", "sectors", "employees", "turnover", "trading_months", "legal_form", "stage", "technologies",
    "amount", "aid_received", *FLAGS,
)  # fmt: skip
