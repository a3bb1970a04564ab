"""What the gateway asks of a channel that is pushed to: bring one row of the transcript to one person."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol

from knowledge.storage.outbox import Entry


class NotSentNow(Exception):
    """The channel did not take it, or nobody knows whether it did: try again, not before `after` if given.

    The code holds nothing personal.
    """

    def __init__(self, code: str, after: timedelta | None = None) -> None:
        super().__init__(f"not sent now: {code}")
        self.code, self.after = code, after


class NeverSent(Exception):
    """The channel will not take it however often it is tried: a person must look at it."""

    def __init__(self, code: str) -> None:
        super().__init__(f"never sent: {code}")
        self.code = code


@dataclass(frozen=True)
class Outgoing:
    """One row on its way: to whom, and when they last wrote."""

    entry: Entry
    address: Mapping[str, Any]
    last_inbound: datetime
    is_stopped: bool


class PushedChannel(Protocol):
    """One channel that brings messages to people; there is one object for each in every gateway."""

    name: str

    async def send(self, outgoing: Outgoing, now: datetime) -> None:
        """Return once the channel has taken it, or raise NotSentNow or NeverSent."""
