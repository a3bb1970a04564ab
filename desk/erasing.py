"""Erasing at the operator's hand: the rule of the chat, for each conversation."""

from datetime import datetime

from sqlalchemy.orm import Session

from desk.effects import ERASURE, EffectContext, apply
from knowledge.replies import Effect
from knowledge.storage.cases import Cases
from knowledge.storage.conversations import ConversationNotFound, Conversations
from knowledge.storage.erasure import end_conversation
from knowledge.storage.personal import Personal

UNKNOWN_CHANNEL = ""
# what says that there was something, and not what
LASTING = frozenset({"conversations", "cases", "channel_people", "opt_outs"})


def erase_for_good(session: Session, conversation_id: str, now: datetime) -> bool:
    """Erase a conversation and end it; False, and nothing changed, when that was done before.

    Open requests are withdrawn and those who were told of them are told. That there was a conversation, and
    what became of its requests, stays; nothing of what was said or left does. Its files are noted, to be
    deleted after the commit (desk/file_deletion.py).
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
    channel = conversation.channel if conversation is not None else UNKNOWN_CHANNEL
    apply(session, Effect("erase"), EffectContext(conversation_id, ERASURE, channel), now)
    if conversation is not None:
        end_conversation(session, conversation_id, now)
    return True
