"""Yes and no, in the few words that people use for them alone."""

import re

from actions.conversation import Conversation

YES = frozenset(
    {
        "y", "ya", "yes", "yeah", "yep", "yup", "sure", "ok", "okay", "fine", "agreed", "correct",
        "absolutely", "definitely", "yes please", "go on", "go ahead", "of course", "please do",
        "that's fine", "thats fine",
    }
)  # fmt: skip
NO = frozenset({"n", "no", "nope", "nah", "no thanks", "no thank you", "rather not", "don't", "dont"})
CANCEL = re.compile(
    r"\b(never ?mind|cancel|forget (it|that|about it)|leave it|changed my mind|don'?t bother|not any ?more"
    r"|no thanks?|rather not|i'?d rather not|stop)\b"
)
NOT_SURE = re.compile(r"\b(not sure|don'?t know|dunno|no idea|unsure|all over|anywhere|everywhere)\b")


def says_yes(conversation: Conversation) -> bool:
    """Does the message agree?"""
    plain = _plain(conversation.text)
    return plain in YES or (conversation.intent == "affirm" and plain not in NO)


def says_no(conversation: Conversation) -> bool:
    """Does the message decline?"""
    plain = _plain(conversation.text)
    return plain in NO or (conversation.intent == "deny" and plain not in YES)


def cancels(conversation: Conversation) -> bool:
    """Does the message call off what is going on?"""
    return not conversation.pressed and bool(CANCEL.search(_plain(conversation.text)))


def is_not_sure(conversation: Conversation) -> bool:
    """Does the message say that the answer is not known?"""
    return bool(NOT_SURE.search(_plain(conversation.text)))


def _plain(text: str) -> str:
    return " ".join(text.lower().replace("’", "'").split()).strip(" .!,")
