"""What follows from an answer, stored in the transaction that stores the answer, once for each message."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from desk import moving, own_adviser
from desk.afterwards import satisfaction
from desk.afterwards.follow_ups import answer_in_chat, cancel_for
from desk.afterwards.mailing import ask_to_confirm
from desk.afterwards.starting import START_MESSAGES, start_in_chat
from desk.afterwards.stopping import stop_asking_in_chat, stop_in_chat
from desk.assigning import assigned
from desk.brief import build
from desk.casebook import PERSON, Casebook
from desk.cases import Case, Consent, Person, Reason, checked_reference
from desk.choosing import asking_in, choose
from desk.file_deletion import let_letters_go
from desk.narrowing import narrow
from desk.passing_on import ALLOWED, REFUSED, PersonsWord
from desk.people import left, left_behind
from desk.promises import Given
from desk.routing import agreed_route, route
from desk.states import WITH_A_TEAM, Change, State
from desk.teams import NO_TEAMS, Teams
from desk.transcript import transcript
from desk.withdrawal import withdraw
from knowledge.packing import unpack
from knowledge.plans import Asked, KeptPlan
from knowledge.replies import Effect
from knowledge.storage.cases import Cases
from knowledge.storage.copies import Copies
from knowledge.storage.erasure import erase_conversation
from knowledge.storage.hubs import Hubs
from knowledge.storage.notes import Feedback, Notes, Reminder, Subscription, WrongInformation
from knowledge.storage.outbox import PUSHED
from knowledge.storage.people import People
from knowledge.storage.plans import Origin, Plans
from knowledge.storage.tracker_events import TrackerEvents

RATINGS = frozenset({"good", "bad"})
ERASURE = "erasure"  # stands for the message of an erasure that no message asked for


@dataclass(frozen=True)
class EffectContext:
    """Where an effect comes from; the conversation and the message make it happen once.

    `teams` are those of the desk that it comes to, `numbers` those at which people reach it on WhatsApp.
    """

    conversation_id: str
    message_id: str
    channel: str
    teams: Teams = NO_TEAMS
    numbers: Mapping[str, str] = field(default_factory=dict)


class UnknownEffect(LookupError):
    """Nothing here stores effects of this kind: see APPLIED in desk/effects.py."""

    def __init__(self, kind: str) -> None:
        super().__init__(f"no effect {kind!r}: desk/effects.py knows {', '.join(sorted(APPLIED))}")
        self.kind = kind


def apply(session: Session, effect: Effect, context: EffectContext, now: datetime) -> None:
    """Store one effect in the caller's transaction, or raise UnknownEffect; again, it changes nothing."""
    try:
        store = APPLIED[effect.kind]
    except KeyError:
        raise UnknownEffect(effect.kind) from None
    store(session, effect.content, context, now)


@dataclass(frozen=True)
class EffectsAt:
    """Stores effects as `apply` does, at a desk with these teams, and these numbers on WhatsApp."""

    teams: Teams
    numbers: Mapping[str, str] = field(default_factory=dict)

    def __call__(self, session: Session, effect: Effect, context: EffectContext, now: datetime) -> None:
        """Store one effect in the caller's transaction."""
        apply(session, effect, replace(context, teams=self.teams, numbers=self.numbers), now)


def _open_case(session: Session, content: dict[str, Any], context: EffectContext, now: datetime) -> None:
    cases = Casebook(session)
    if cases.is_open_already(content["case_id"], context.conversation_id, context.message_id):
        return
    hubs = Hubs(session).all()
    places = (content["brief"].get("profile") or {}).get("places") or ()
    # a hub that is gone since the person agreed to it: the case goes where the place leads, and is not lost
    taken = agreed_route(content["hub_id"], places, hubs) or route(places, hubs)
    draft = _draft(content, context, taken.hub.id, taken.because.value, now)
    said = transcript(session, context.conversation_id)
    brief = build(draft, taken.hub, content["brief"], said, content.get("left_out") or {})
    case = _with_a_team(session, replace(draft, brief=brief.pack()), content, context.teams, now)
    cancel_for(session, cases.open(case))
    if draft.person is not None:
        left(session, context.conversation_id, (draft.person.email, draft.person.phone), now)


def _draft(content: dict[str, Any], context: EffectContext, hub_id: str, because: str, now: datetime) -> Case:
    given = _promise(content)
    return Case(
        id=content["case_id"],
        reference=checked_reference(content["reference"]),
        conversation_id=context.conversation_id,
        message_id=context.message_id,
        channel=context.channel,
        hub_id=hub_id,
        reason=Reason.of(content["reason"]),
        route=because,
        state=State.DRAFT,
        opened=now,
        changed=now,
        consent=Consent.unpack(content["consent"]),
        person=Person.unpack(content["person"]),
        brief=None,
        answer_by=given.answer_by if given else None,
    )


def _with_a_team(session: Session, draft: Case, content: dict[str, Any], teams: Teams, now: datetime) -> Case:
    asking = asking_in(draft.hub_id, content["brief"], draft.consent.fields)
    load = Cases(session).load(draft.hub_id, WITH_A_TEAM) if teams.all else {}
    chosen = choose(asking, teams, load, now, _promise(content))
    return draft if chosen is None else assigned(draft, chosen, teams, now)


def _promise(content: dict[str, Any]) -> Given | None:
    """Return what the person reads with the answer that this effect comes with."""
    given = content.get("promise")
    return None if given is None else Given.unpack(given)


def _ask_again(session: Session, content: dict[str, Any], context: EffectContext, now: datetime) -> None:
    case = _their_case(session, content, context)
    if case is not None and case.state is State.RETURNED:
        given = _promise(content)
        by = given.answer_by if given else None
        book = Casebook(session)
        book.change(case.id, Change.ASK_AGAIN, PERSON, "asked_again", now, answer_by=by)


def _withdraw_case(session: Session, content: dict[str, Any], context: EffectContext, now: datetime) -> None:
    told = context.message_id
    withdraw(session, content["case_id"], context.conversation_id, now, in_reply_to=told)


def _narrow_case(session: Session, content: dict[str, Any], context: EffectContext, now: datetime) -> None:
    told = context.message_id
    narrow(session, content["case_id"], context.conversation_id, content["parts"], now, in_reply_to=told)


def _pass_to_hub(session: Session, content: dict[str, Any], context: EffectContext, now: datetime) -> None:
    if (case := _their_case(session, content, context)) is not None:
        _word(session, case, context, now).allow(content["hub_id"], content["from_hub"])


def _stay_with_hub(session: Session, content: dict[str, Any], context: EffectContext, now: datetime) -> None:
    if (case := _their_case(session, content, context)) is not None:
        _word(session, case, context, now).refuse()


def _word(session: Session, case: Case, context: EffectContext, now: datetime) -> PersonsWord:
    return PersonsWord(session, case, now, context.teams, context.message_id)


def _their_case(session: Session, content: dict[str, Any], context: EffectContext) -> Case | None:
    case = Casebook(session).get(content["case_id"])
    return case if case.conversation_id == context.conversation_id else None


def _feedback(session: Session, content: dict[str, Any], context: EffectContext, now: datetime) -> None:
    rating = content.get("rating")
    known = rating if rating in RATINGS else None
    note = Feedback(context.conversation_id, context.message_id, now, known, content["text"])
    Notes(session).keep(note)


def _wrong(session: Session, content: dict[str, Any], context: EffectContext, now: datetime) -> None:
    about = content.get("programme_id")
    note = WrongInformation(context.conversation_id, context.message_id, now, about, content["text"])
    Notes(session).keep(note)


def _subscribe(session: Session, content: dict[str, Any], context: EffectContext, now: datetime) -> None:
    topics = tuple(content.get("topics") or ())
    note = Subscription(context.conversation_id, context.message_id, now, content["address"], topics)
    if Notes(session).keep(note):
        ask_to_confirm(session, note, now)
    left(session, context.conversation_id, [note.address], now)


def _remind(session: Session, content: dict[str, Any], context: EffectContext, now: datetime) -> None:
    note = Reminder(
        context.conversation_id,
        context.message_id,
        now,
        content["address"],
        content["programme_id"],
        content.get("from_month"),
        content["agreed_to"],
    )
    Notes(session).keep(note)
    left(session, context.conversation_id, [note.address], now)


def _keep_plan(session: Session, content: dict[str, Any], context: EffectContext, now: datetime) -> None:
    plan, asked = unpack(KeptPlan, content["plan"]), Asked.unpack(content["asked"])
    origin = Origin(context.conversation_id, context.message_id)
    Plans(session).keep(content["key"], plan, asked, origin, now)


def _forget_plans(session: Session, _content: dict[str, Any], context: EffectContext, _now: datetime) -> None:
    Plans(session).forget(context.conversation_id)


def _give_copy(session: Session, content: dict[str, Any], context: EffectContext, now: datetime) -> None:
    # a channel that people are reached on has no session: whoever has the address has the copy
    in_session = context.channel not in PUSHED
    told = context.conversation_id, context.message_id
    Copies(session).allow(content["key"], *told, now, in_session=in_session)


def _helped(session: Session, content: dict[str, Any], context: EffectContext, now: datetime) -> None:
    satisfaction.answer(session, content, context.conversation_id, context.message_id, now)


def _follow_up(session: Session, content: dict[str, Any], context: EffectContext, now: datetime) -> None:
    answer_in_chat(session, content, context.conversation_id, context.message_id, now)


def _stop_asking(session: Session, _content: dict[str, Any], context: EffectContext, now: datetime) -> None:
    stop_asking_in_chat(session, context.conversation_id, context.message_id, now)


def _stop(session: Session, content: dict[str, Any], context: EffectContext, now: datetime) -> None:
    told = bool(content.get("told"))
    stop_in_chat(session, context.conversation_id, context.message_id, now, told=told)


def _start(session: Session, _content: dict[str, Any], context: EffectContext, now: datetime) -> None:
    start_in_chat(session, context.conversation_id, context.message_id, now)


def _move(act: Callable[[moving.Wish], None]) -> "Store":
    def store(session: Session, _content: dict[str, Any], context: EffectContext, now: datetime) -> None:
        act(moving.Wish(session, context.conversation_id, context.message_id, now, context.numbers))

    return store


def _hand_brief(session: Session, content: dict[str, Any], context: EffectContext, now: datetime) -> None:
    origin = context.conversation_id, context.message_id, context.channel
    own_adviser.hand(session, content, own_adviser.Origin(*origin), now)


def _read_brief(session: Session, content: dict[str, Any], context: EffectContext, now: datetime) -> None:
    own_adviser.read(session, content["code"], context.conversation_id, context.message_id, now)


def _take_back_brief(
    session: Session, _content: dict[str, Any], context: EffectContext, now: datetime
) -> None:
    own_adviser.take_back(session, context.conversation_id, context.message_id, now)


def _erase(session: Session, _content: dict[str, Any], context: EffectContext, now: datetime) -> None:
    # only this one, whatever address it knows: what a stranger types proves nothing, so what else the same
    # person left is found and erased by the operator (desk/people.py); and the chats that were joined to it
    # with proof, in which nobody can ask for it any more
    for joined in left_behind(session, context.conversation_id):
        _erase_one(session, joined, now)
    _erase_one(session, context.conversation_id, now, answering=context.message_id)


def _erase_one(session: Session, conversation: str, now: datetime, answering: str | None = None) -> None:
    let_letters_go(session, conversation)
    Casebook(session).erase(conversation, now)
    Notes(session).forget(conversation)
    People(session).forget(conversation)
    TrackerEvents(session).erase(conversation)
    erase_conversation(session, conversation, now, answering=answering)


Store = Callable[[Session, dict[str, Any], EffectContext, datetime], None]
APPLIED: Mapping[str, Store] = {
    "open_case": _open_case,
    "ask_again": _ask_again,
    "withdraw_case": _withdraw_case,
    "narrow_case": _narrow_case,
    ALLOWED: _pass_to_hub,
    REFUSED: _stay_with_hub,
    "feedback": _feedback,
    "wrong_information": _wrong,
    "subscribe": _subscribe,
    "remind": _remind,
    "keep_plan": _keep_plan,
    "forget_plans": _forget_plans,
    "give_copy": _give_copy,
    "helped": _helped,
    "follow_up_answer": _follow_up,
    "stop_asking": _stop_asking,
    "stop_messages": _stop,
    START_MESSAGES: _start,
    moving.OFFER: _move(moving.Wish.offer),
    moving.GIVE: _move(moving.Wish.give),
    moving.LEAVE: _move(moving.Wish.leave),
    moving.STAY: _move(moving.Wish.stay),
    own_adviser.HAND: _hand_brief,
    own_adviser.READ: _read_brief,
    own_adviser.TAKE_BACK: _take_back_brief,
    "erase": _erase,
}
