"""What the gateway asks of a channel that is pushed to: bring one row of the transcript to one person."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol

from desk.windows import WINDOW_CLOSED
from knowledge.storage.channel_messages import Part
from knowledge.storage.outbox import Entry

Payload = Mapping[str, Any]
OUT_OF_HOURS = "out_of_hours"  # nobody is written to first at night; who writes at night may be answered
UNTIL_THEY_WRITE = (WINDOW_CLOSED, OUT_OF_HOURS)


class NotSentNow(Exception):
    """The channel did not take it, or nobody knows whether it did: try again, not before `after` if given.

    The code holds nothing personal. `knock` may be posted meanwhile: it says that something waits.
    """

    def __init__(self, code: str, after: timedelta | None = None, knock: Payload | None = None) -> None:
        super().__init__(f"not sent now: {code}")
        self.code, self.after, self.knock = code, after, knock


class NeverSent(Exception):
    """The channel will not take it however often it is tried: a person must look at it."""

    def __init__(self, code: str) -> None:
        super().__init__(f"never sent: {code}")
        self.code = code


@dataclass(frozen=True)
class Outgoing:
    """One row on its way: to whom, and when they last wrote.

    `is_stopped`: they want no messages but answers, and this is none. `may_knock`: somebody's words wait
    and the person, who never asked for none, has not been told so since they last wrote.
    """

    entry: Entry
    address: Mapping[str, Any]
    last_inbound: datetime
    is_stopped: bool
    may_knock: bool = False


class PushedChannel(Protocol):
    """One channel that brings messages to people; there is one object for each in every gateway."""

    def render(self, outgoing: Outgoing, now: datetime) -> Sequence[Payload]:
        """Return the parts that a row becomes, each one message of the channel; the same row gives the same.

        Raises NotSentNow when the channel's rules do not allow it now, NeverSent when they never will.
        """

    async def post(self, payload: Payload, address: Mapping[str, Any], part: Part) -> str:
        """Return what the channel calls the message that it took, or raise NotSentNow or NeverSent.

        A channel that can gives the mark of the part with it, and reports it with what became of the message:
        then it is known to have been taken even if its answer is lost.
        """
