"""Who may speak in a conversation."""

from knowledge.storage.conversations import Conversation, Owner


def bot_may_speak(conversation: Conversation) -> bool:
    """Is it the bot's turn? Never while a broker has the conversation, nor after it has ended."""
    return conversation.owner is not Owner.BROKER and conversation.ended is None
