"""Whether it helped: asked once in the chat when a case is closed."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy.orm import Session

from desk.cases import Case
from desk.questions import desk_choice, is_answered, tell
from knowledge.replies import Choice
from knowledge.storage.case_answers import CaseAnswer, CaseAnswers
from knowledge.storage.cases import Cases
from knowledge.wording import say

HELPED = "helped"


class Helped(StrEnum):
    """Did it help?"""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"


def ask(session: Session, case: Case, now: datetime) -> None:
    """Ask whether it helped; the answer is a button, and whoever types instead talks to the assistant."""
    CaseAnswers(session).ask(case.id, now)
    choices = [desk_choice(f"helped_{one}", HELPED, case_id=case.id, answer=one.value) for one in Helped]
    tell(session, case.conversation_id, say("utter_helped_ask"), now, choices)


def answer(
    session: Session, content: dict[str, str], conversation_id: str, message_id: str, now: datetime
) -> None:
    """Keep an answer and give thanks. The first counts; it may be changed once."""
    if is_answered(session, conversation_id, message_id):
        return
    case_id, helped = content["case_id"], Helped(content["answer"])
    case, kept = Cases(session).find(case_id), CaseAnswers(session).find(case_id)
    if case is None or case.conversation_id != conversation_id or kept is None:
        tell(session, conversation_id, say("utter_helped_gone"), now, in_reply_to=message_id)
        return
    if kept.changed and kept.answer != helped:
        tell(session, conversation_id, say("utter_helped_final"), now, in_reply_to=message_id)
        return
    if kept.answer != helped:
        CaseAnswers(session).keep(case_id, helped.value, now, changed=_is_a_change(kept))
    wording = f"utter_helped_{helped}"
    tell(session, conversation_id, say(wording), now, _ways_on(helped), in_reply_to=message_id)


def _is_a_change(kept: CaseAnswer) -> bool:
    return kept.answer is not None


def _ways_on(helped: Helped) -> tuple[Choice, ...]:
    """Return the way to a person for whom it did not help."""
    if helped is not Helped.NO:
        return ()
    return (Choice(say("utter_label_speak_to_a_person"), "request_human"),)
