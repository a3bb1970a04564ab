"""The words that are obeyed before anything else is made of a message."""

from enum import StrEnum


class Command(StrEnum):
    """What a person can always say, whoever has the conversation."""

    STOP = "stop"
    START = "start"
    HELP = "help"


_WORDS = {
    Command.STOP: ("stop", "stop all", "stopall", "unsubscribe", "opt out", "optout", "opt-out"),
    Command.START: ("start", "unstop", "subscribe", "opt in", "optin", "opt-in"),
    Command.HELP: ("help", "info"),
}
_COMMANDS = {word: command for command, words in _WORDS.items() for word in words}
_AROUND = " \t\n.,!?;:'\"“”‘’()*_~`"


def command_of(text: str | None) -> Command | None:
    """Return the command that a message is; None when it says anything else besides."""
    words = " ".join((text or "").casefold().split()).strip(_AROUND)
    return _COMMANDS.get(words)
