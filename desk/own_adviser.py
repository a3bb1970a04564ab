"""What a person passes to an adviser of their own: kept behind a code, read once, and taken back."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from desk.afterwards.stopping import bare
from desk.brief import Brief, build
from desk.brief_card import brief_card
from desk.cases import Case, Consent, Reason
from desk.codes import said_after, written
from desk.joining import A_TRY_COUNTS, MOST_TRIES
from desk.questions import desk_choice, tell
from desk.states import State
from desk.transcript import transcript
from knowledge.records import Contact, Hub
from knowledge.replies import Card, Choice, Effect
from knowledge.storage.channel_people import ChannelPeople
from knowledge.storage.conversations import Conversations
from knowledge.storage.handed_codes import CodeTries, Handed, HandedCodes, Purpose
from knowledge.storage.outbox import Outbox
from knowledge.wording import say

HAND, READ, TAKE_BACK = "hand_brief", "read_brief", "take_back_brief"
ADVISER = "adviser"
WORD = "brief"
LASTS = timedelta(minutes=15)
# in bare words, of which "you" is none
_FOR_THEM = re.compile(
    r"(?:(?:can|could) (?:i |we )?|(?:i d|i would) like to |i want to |let me )?"
    r"(?:send|share|pass|forward|give|show) (?:this|it|that|the plan|my plan|these|all this|everything)"
    r"(?: on)? (?:to|with) (?:my|our) (?:own |business |growth hub )?"
    r"(?:advis[eo]r|mentor|accountant|account manager|growth manager|coach)"
)


@dataclass(frozen=True)
class Origin:
    """The message with which somebody agreed, and where."""

    conversation_id: str
    message_id: str
    channel: str


def is_for_own_adviser(text: str) -> bool:
    """Does a message ask for nothing but to pass on what was told to an adviser of their own?"""
    return _FOR_THEM.fullmatch(bare(text)) is not None


def brief_code_in(text: str) -> str | None:
    """Return the code with which an adviser reads something; None when a message says anything else."""
    return said_after(WORD, text, apart=True)


def brief_asked(text: str | None) -> Effect | None:
    """Return what a typed message asks of the desk: to read what a code stands for."""
    code = brief_code_in(text or "")
    return None if code is None else Effect(READ, {"code": code})


def take_back_choice() -> Choice:
    """Return the button that takes back what was passed on."""
    return desk_choice("take_back_brief", TAKE_BACK)


def code_card(code: str) -> Card:
    """Return what the person reads out to their adviser."""
    message = say("utter_adviser_message", code=written(code))
    lines = ((say("utter_label_adviser_message"), message),)
    return Card("brief", "brief", say("utter_adviser_code_card"), say("utter_adviser_code_how"), lines)


def hand(session: Session, content: dict[str, Any], origin: Origin, now: datetime) -> None:
    """Keep what was agreed to, behind a code that is good once; an earlier code is good no more."""
    codes = HandedCodes(session)
    if codes.find(content["id"]) is not None:
        return
    consent = Consent.unpack(content["consent"])
    card = brief_card(_brief(session, content, consent, origin, now), now)
    seq = Conversations(session).get(origin.conversation_id).last_seq
    its = content["id"], Purpose.BRIEF, origin.conversation_id, consent.pack()
    handed = Handed(*its, seq=seq, given=now, until=now + LASTS, content={"card": vars(card)})
    codes.hand(content["code"], handed)


def read(session: Session, code: str, conversation_id: str, message_id: str, now: datetime) -> None:
    """Show whoever has the code what was passed on, once, and tell its owner; else refuse in one wording."""
    refused, got = say("utter_adviser_refused"), say("utter_adviser_got")
    said = {one.shown.text for one in Outbox(session).replies_to(conversation_id, message_id)}
    if said & {refused, got}:
        return
    handed = _redeemed(session, code, conversation_id, now)
    if handed is None or handed.content is None:
        tell(session, conversation_id, refused, now, in_reply_to=message_id)
        return
    card = Card.unpack(handed.content["card"])
    shown = tell(session, conversation_id, got, now, in_reply_to=message_id, cards=(card,))
    HandedCodes(session).read_in(handed.id, shown.id)
    tell(session, handed.conversation_id, say("utter_adviser_was_read"), now, (take_back_choice(),))


def burn_brief(session: Session, code: str, now: datetime) -> None:
    """Let a code be good no more that others have seen, and tell its owner; a wrong one changes nothing."""
    owner = HandedCodes(session).burn(code, Purpose.BRIEF, now)
    if owner is not None and Conversations(session).takes_messages(owner):
        tell(session, owner, say("utter_adviser_seen_by_others"), now)


def take_back(session: Session, conversation_id: str, message_id: str, now: datetime) -> None:
    """Let an unused code be good no more; of what was read, say what it was and show it no longer."""
    codes = HandedCodes(session)
    unused, read_before = (
        codes.take_back(conversation_id, Purpose.BRIEF),
        codes.used(conversation_id, Purpose.BRIEF),
    )
    for one in read_before:
        codes.unsay(one)
    told = [_was_passed(one) for one in read_before]
    opening = "utter_adviser_taken_back" if unused else "utter_adviser_nothing_unused"
    text = "\n\n".join([say(opening), *told])
    if all(one.shown.text != text for one in Outbox(session).replies_to(conversation_id, message_id)):
        tell(session, conversation_id, text, now, in_reply_to=message_id)


def _redeemed(session: Session, code: str, conversation_id: str, now: datetime) -> Handed | None:
    """Return what a code stands for, unless it is not good, their own, or they have tried too often."""
    codes, tries, who = HandedCodes(session), CodeTries(session), _who(session, conversation_id)
    owner = codes.leads_to(code, Purpose.BRIEF, now)
    if tries.most(who, now) >= MOST_TRIES:
        return None
    if owner is None or owner == conversation_id or not Conversations(session).takes_messages(owner):
        tries.note(who, now + A_TRY_COUNTS)
        return None
    return codes.redeem(code, Purpose.BRIEF, now)


def _who(session: Session, conversation_id: str) -> list[str]:
    """Return who tries: whom their channel tells apart, and on the web the chat."""
    person = ChannelPeople(session).of_conversation(conversation_id)
    return [conversation_id] if person is None else [conversation_id, person.key]


def _brief(
    session: Session, content: dict[str, Any], consent: Consent, origin: Origin, now: datetime
) -> Brief:
    """Return the brief within the consent, as a front door would get it."""
    nobodys = Hub(ADVISER, consent.recipient, "", frozenset(), Contact())
    case = Case(
        id=content["id"],
        reference="",
        conversation_id=origin.conversation_id,
        message_id=origin.message_id,
        channel=origin.channel,
        hub_id=ADVISER,
        reason=Reason.OTHER,
        route="",
        state=State.DRAFT,
        opened=now,
        changed=now,
        consent=consent,
        person=None,
        brief=None,
    )
    return build(case, nobodys, content["brief"], transcript(session, origin.conversation_id))


def _was_passed(handed: Handed) -> str:
    consent = Consent.unpack(handed.consent)
    parts = ", ".join(say(f"utter_label_passes_{part}") for part in sorted(consent.fields))
    return say("utter_adviser_was_passed", parts=parts)
