"""Erasing at the operator's hand: the rule of the chat, for each conversation, and its files."""

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from sqlalchemy.orm import Session

from desk.couriers import mail_file, remove_written
from desk.effects import ERASURE, EffectContext, apply
from knowledge.replies import Effect
from knowledge.storage.cases import Cases
from knowledge.storage.conversations import ConversationNotFound, Conversations
from knowledge.storage.erasure import end_conversation
from knowledge.storage.person_mails import PersonMails
from knowledge.storage.personal import Personal

UNKNOWN_CHANNEL = ""
# what says that there was something, and not what
LASTING = frozenset({"conversations", "cases", "channel_people"})


def erase_for_good(session: Session, conversation_id: str, outgoing: Path, now: datetime) -> bool:
    """Erase a conversation and end it; False, and nothing changed, when that was done before.

    Open requests are withdrawn and those who were told of them are told. That there was a conversation, and
    what became of its requests, stays; nothing of what was said or left does.
    """
    conversations = Conversations(session)
    try:
        conversation = conversations.lock(conversation_id)
    except ConversationNotFound:  # its requests have outlived it
        conversation = None
    kept = [case for case in Cases(session).of_conversation(conversation_id) if case.erased is None]
    over = conversation is None or (conversation.ended and conversation.erased)
    if over and not kept and Personal(session).tables(conversation_id) <= LASTING:
        return False
    # before the commit: a file that is gone too early is less than one that stays for ever
    remove_files(outgoing, ((case.reference, case.id) for case in kept))
    for mail in PersonMails(session).of_conversation(conversation_id):
        (outgoing / mail_file(mail.id)).unlink(missing_ok=True)
    channel = conversation.channel if conversation is not None else UNKNOWN_CHANNEL
    apply(session, Effect("erase"), EffectContext(conversation_id, ERASURE, channel), now)
    if conversation is not None:
        end_conversation(session, conversation_id, now)
    return True


def remove_files(outgoing: Path, cases: Iterable[tuple[str, str]]) -> None:
    """Delete the letters about these requests (reference and id) from the folder that stands in for mail."""
    for reference, case_id in cases:
        remove_written(outgoing, reference, case_id)
