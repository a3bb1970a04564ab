"""Did it start? Planned when a case is closed, cancelled when it is asked for again, answered at any time."""

import uuid
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy.orm import Session

from desk.brief import Brief
from desk.cases import Case
from desk.questions import desk_choice, is_answered, tell
from knowledge.replies import Choice
from knowledge.storage.cases import Cases
from knowledge.storage.conversations import Conversation
from knowledge.storage.follow_ups import FollowUp, FollowUps, Named, Standing
from knowledge.storage.outbox import Kind, Outbox, Sender
from knowledge.storage.outcomes import Outcomes, ProgrammeOutcome
from knowledge.wording import say

DAYS = (7, 30, 90)
MOST_PROGRAMMES = 2
ANSWER = "follow_up_answer"
STOP_ASKING = "stop_asking"


class Became(StrEnum):
    """What became of a programme, as the firm tells."""

    STARTED = "started"
    APPLIED = "applied"
    NOT_YET = "not_yet"
    NOT_SUITED = "not_suited"


OPEN_TO_ANSWERS = frozenset({Standing.ASKED, Standing.ANSWERED})
FINAL = frozenset({Became.STARTED, Became.NOT_SUITED})  # nobody is asked about it again


class NotAsked(LookupError):
    """This was never asked, or nobody wants to know any more: tell the person that nothing was noted."""


def plan_follow_ups(session: Session, case: Case, now: datetime) -> None:
    """Plan the questions about a case that was closed now."""
    brief = None if case.brief is None else Brief.unpack(case.brief)
    programmes = led_to(_inserted(session, case), brief)
    address = None if case.person is None else case.person.within(case.consent).email
    FollowUps(session).plan(
        FollowUp(
            id=uuid.uuid4().hex,
            case_id=case.id,
            conversation_id=case.conversation_id,
            day=day,
            due=now + timedelta(days=day),
            state=Standing.PLANNED,
            channel=case.channel,
            address=address,
            programmes=programmes,
        )
        for day in DAYS
    )


def led_to(inserted: Iterable[Named], brief: Brief | None) -> tuple[Named, ...]:
    """Return which programmes to ask about: those of the broker, newest first, then those of the brief."""
    wanted: dict[str, Named] = {}
    for one in (*inserted, *_shown(brief)):
        wanted.setdefault(one.id, one)
    return tuple(wanted.values())[:MOST_PROGRAMMES]


def _shown(brief: Brief | None) -> list[Named]:
    if brief is None:
        return []
    turned_down = {one.id for one in brief.rejected}
    return [Named(one.id, one.name) for one in brief.shown if one.id not in turned_down]


def _inserted(session: Session, case: Case) -> list[Named]:
    said = Outbox(session).of_conversations([case.conversation_id], since=case.opened)
    of_brokers = [one for one in said[case.conversation_id] if one.sender is Sender.BROKER]
    cards = [card for one in reversed(of_brokers) for card in one.shown.cards]
    return [Named(card.id, card.title) for card in cards if card.kind == "programme"]


def cancel_for(session: Session, case: Case) -> None:
    """Ask nothing more about what the same person has asked for again with this case."""
    kept = FollowUps(session)
    brief = None if case.brief is None else Brief.unpack(case.brief)
    about = frozenset(one.id for one in _shown(brief))
    address = None if case.person is None else case.person.email
    for planned in kept.planned_for(case.conversation_id, address):
        if is_same_thing(planned, about):
            kept.change(planned, Standing.CANCELLED)


def is_same_thing(planned: FollowUp, about: frozenset[str]) -> bool:
    """Is a new request about what a follow-up would ask of? Where either names no programme, it may be."""
    return not planned.programmes or not about or any(one.id in about for one in planned.programmes)


def still_to_ask(
    follow_up: FollowUp, before: Sequence[FollowUp], told: Iterable[ProgrammeOutcome]
) -> tuple[Named | None, ...]:
    """Return what is worth asking: not what has started, or did not suit, by an earlier answer.

    None stands for the request as a whole, where no programme is known.
    """
    if not follow_up.programmes:
        return () if any(one.answer in FINAL for one in before) else (None,)
    settled = {one.programme_id for one in told if one.answer in FINAL}
    return tuple(one for one in follow_up.programmes if one.id not in settled)


def in_force(session: Session, asked: FollowUp) -> FollowUp:
    """Return the question that stands in the place of one that lapsed; itself when it did not."""
    if asked.state is not Standing.LAPSED:
        return asked
    later = [one for one in FollowUps(session).of_case(asked.case_id) if one.state in OPEN_TO_ANSWERS]
    return later[-1] if later else asked


def lapse_before(session: Session, asked: FollowUp, conversation: Conversation | None) -> None:
    """Let an earlier question of the same case lapse: unread it is taken out of the chat, a mail is recalled.

    An answer to it still counts, for the one that took its place.
    """
    kept = FollowUps(session)
    for one in kept.of_case(asked.case_id):
        if one.day < asked.day and one.state is Standing.ASKED:
            kept.change(one, Standing.LAPSED)
            if conversation is not None and one.entry_id is not None and one.asked_at is not None:
                was_there = conversation.last_seen > one.asked_at
                read = conversation.last_seq if was_there else conversation.person_read
                Outbox(session).take_back(one.entry_id, read, "lapsed")


def put(
    session: Session,
    asked: FollowUp,
    about: Named | None,
    text: str,
    now: datetime,
    *,
    reply_to: str | None = None,
) -> None:
    """Put a question into the chat, and note that it stands there."""
    reference = Cases(session).get(asked.case_id).reference
    blanks = reference, about.name if about else say("utter_follow_up_something")
    theirs, answers = asked.conversation_id, buttons(asked, about)
    kind = Kind.FOLLOW_UP
    entry = tell(session, theirs, text, now, answers, in_reply_to=reply_to, kind=kind, blanks=blanks)
    FollowUps(session).stands_in(asked, entry.id)


def still_unanswered(session: Session, asked: FollowUp) -> list[Named | None]:
    """Return what a follow-up has asked about and has no answer to, in the order of the questions."""
    if not asked.programmes:
        return [] if asked.answer else [None]
    told = Outcomes(session).of_case(asked.case_id)
    waiting = {one.programme_id for one in told if one.day == asked.day and one.answer is None}
    return [one for one in asked.programmes if one.id in waiting]


def asked_about(session: Session, asked: FollowUp) -> list[Named | None]:
    """Return what a follow-up has asked about: programmes, or None for the request as a whole."""
    if not asked.programmes:
        return [None]
    told = Outcomes(session).of_case(asked.case_id)
    ids = {one.programme_id for one in told if one.day == asked.day}
    return [one for one in asked.programmes if one.id in ids]


def question(about: Named | None) -> str:
    """Return the question in words."""
    if about is None:
        return say("utter_follow_up_question")
    return say("utter_follow_up_question_of", name=about.name)


def buttons(follow_up: FollowUp, about: Named | None) -> list[Choice]:
    """Return the answers that a person may press in the chat."""
    its = {"follow_up_id": follow_up.id, "programme_id": about.id if about else None}
    answers = [desk_choice(f"it_{one}", ANSWER, **its, answer=one.value) for one in Became]
    return [*answers, desk_choice("stop_asking", STOP_ASKING)]


def record(
    session: Session, follow_up: FollowUp | None, programme_id: str | None, became: Became, now: datetime
) -> FollowUp:
    """Keep an answer in the place of the one before, or raise NotAsked."""
    if follow_up is None or (programme_id is None) is bool(follow_up.programmes):
        raise NotAsked
    follow_up = in_force(session, follow_up)
    its = follow_up.case_id, follow_up.day
    if programme_id is not None and not Outcomes(session).answer(*its, programme_id, became.value, now):
        raise NotAsked
    if not FollowUps(session).answer(follow_up, became.value, now):
        raise NotAsked
    return follow_up


def answer_in_chat(
    session: Session,
    content: dict[str, str | None],
    conversation_id: str,
    message_id: str,
    now: datetime,
) -> None:
    """Keep what a button says, give thanks, and ask about the other programme where there is one."""
    if is_answered(session, conversation_id, message_id):
        return
    found = FollowUps(session).find(str(content["follow_up_id"]))
    theirs = found if found is not None and found.conversation_id == conversation_id else None
    became = Became(str(content["answer"]))
    try:
        follow_up = record(session, theirs, content["programme_id"], became, now)
    except NotAsked:
        tell(session, conversation_id, say("utter_follow_up_gone"), now, in_reply_to=message_id)
        return
    thanks = say(f"utter_follow_up_{became}")
    following = next((one for one in still_unanswered(session, follow_up) if one is not None), None)
    if following is None:
        tell(session, conversation_id, thanks, now, in_reply_to=message_id)
        return
    text = say("utter_follow_up_next", thanks=thanks, question=question(following))
    put(session, follow_up, following, text, now, reply_to=message_id)
