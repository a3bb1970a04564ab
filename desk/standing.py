"""How far what a broker wrote has come, in words: whatever the channel, and only what is known."""

from dataclasses import dataclass
from enum import StrEnum

from desk.reasons import why_not
from desk.windows import WINDOW_CLOSED
from knowledge.storage.channel_messages import Arrived
from knowledge.storage.lines import Line
from knowledge.storage.outbox import Delivery
from knowledge.wording import say


class Stand(StrEnum):
    """Where a line stands."""

    ON_ITS_WAY = "on_its_way"
    WHEN_THEY_WRITE = "when_they_write"
    TRIED_AGAIN = "tried_again"
    SENT = "sent"
    DELIVERED = "delivered"
    SEEN = "seen"
    NOT_DELIVERED = "not_delivered"


@dataclass(frozen=True)
class Standing:
    """How one line stands; `words` say all of it, for nobody should have to see colours."""

    seq: int
    stand: Stand
    words: str

    @property
    def failed(self) -> bool:
        """Will the person never get it, as it stands?"""
        return self.stand is Stand.NOT_DELIVERED


def standing(line: Line, person_read: int) -> Standing:
    """Return how a line stands for a person who has read up to this number.

    What a person fetches is seen when they have read as far. What is brought to them is seen when its own
    channel says so: a later line may be read while this one waits, was given up or was never shown.
    """
    stand = _stand(line, person_read)
    return Standing(line.seq, stand, say(f"utter_console_{stand}", reason=why_not(line.error)))


def _stand(line: Line, person_read: int) -> Stand:
    if line.delivery is Delivery.DEAD or line.arrived is Arrived.FAILED:
        return Stand.NOT_DELIVERED
    if line.delivery is Delivery.WAITING:
        if line.error == WINDOW_CLOSED:
            return Stand.WHEN_THEY_WRITE
        return Stand.TRIED_AGAIN if line.error else Stand.ON_ITS_WAY
    if line.arrived is Arrived.READ or (line.delivery is Delivery.FETCHED and line.seq <= person_read):
        return Stand.SEEN
    return Stand.DELIVERED if line.arrived is Arrived.DELIVERED else Stand.SENT
