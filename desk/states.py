"""What can become of a case: every state, and every change that is allowed in it."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from knowledge.storage.said_in import States


class State(StrEnum):
    """Where a case stands."""

    DRAFT = "draft"
    WAITING = "waiting"
    CLAIMED = "claimed"
    IN_CONVERSATION = "in_conversation"
    RETURNED = "returned"
    CLOSED = "closed"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"


class Change(StrEnum):
    """What somebody does to a case."""

    SUBMIT = "submit"
    CLAIM = "claim"
    PASS_ON = "pass_on"  # noqa: S105 - no password
    RELEASE = "release"
    BEGIN = "begin"
    RETURN = "return"
    ASK_AGAIN = "ask_again"
    LAPSE = "lapse"
    REMIND = "remind"
    TRANSFER = "transfer"
    CLOSE = "close"
    EXPIRE = "expire"
    WITHDRAW = "withdraw"


class CaseChangeRefused(Exception):
    """The case is not in a state that allows this change: read it again and see what it allows."""

    def __init__(self, state: State, change: Change) -> None:
        allowed = ", ".join(sorted(AFTER[state])) or "nothing more"
        super().__init__(f"a case that is {state} does not take {change!s}; it takes {allowed}")
        self.state = state
        self.change = change


def after(state: State, change: Change) -> State:
    """Return the state that a change leads to, or raise CaseChangeRefused."""
    try:
        return AFTER[state][change]
    except KeyError:
        raise CaseChangeRefused(state, change) from None


_ELSEWHERE = {Change.TRANSFER: State.WAITING}
_END = {Change.EXPIRE: State.EXPIRED, Change.WITHDRAW: State.WITHDRAWN}
_IN_HAND = {
    Change.RELEASE: State.WAITING,
    Change.RETURN: State.RETURNED,
    Change.CLOSE: State.CLOSED,
    Change.WITHDRAW: State.WITHDRAWN,
    **_ELSEWHERE,
}
AFTER: Mapping[State, Mapping[Change, State]] = MappingProxyType(
    {
        State.DRAFT: {Change.SUBMIT: State.WAITING, **_END},
        State.WAITING: {
            Change.CLAIM: State.CLAIMED,
            Change.PASS_ON: State.WAITING,
            Change.LAPSE: State.WAITING,
            Change.REMIND: State.WAITING,
            Change.CLOSE: State.CLOSED,
            **_ELSEWHERE,
            **_END,
        },
        State.CLAIMED: {Change.BEGIN: State.IN_CONVERSATION, **_IN_HAND},
        State.IN_CONVERSATION: _IN_HAND,
        State.RETURNED: {
            Change.CLAIM: State.CLAIMED,
            Change.ASK_AGAIN: State.WAITING,
            Change.LAPSE: State.RETURNED,
            Change.CLOSE: State.CLOSED,
            **_ELSEWHERE,
            **_END,
        },
        State.CLOSED: {},
        State.EXPIRED: {},
        State.WITHDRAWN: {},
    }
)
OPEN = frozenset(state for state, changes in AFTER.items() if changes)
IN_HAND = frozenset({State.CLAIMED, State.IN_CONVERSATION})
WITH_A_TEAM = IN_HAND | {State.WAITING}  # what its people have to do with
STATES = States(in_hand=IN_HAND, open=OPEN)
