"""What each channel allows somebody who wants to write first."""

from datetime import datetime, timedelta
from enum import StrEnum

from desk.windows import WHATSAPP_WINDOW

WEB_LASTS = timedelta(days=30)  # a browser can take up its chat for so long, if the settings do not differ


class Leave(StrEnum):
    """How one may write first: as one likes, by a template that was approved before, or not."""

    FREELY = "freely"
    BY_TEMPLATE = "by_template"
    NOT = "not"


def allowed(channel: str, last_seen: datetime, now: datetime) -> Leave:
    """Return what the channel of a conversation allows now, if its person was last seen then.

    On the web a line waits until they come back, which they cannot once the browser's key is out of date.
    WhatsApp takes free text for a day after their last message. Teams takes it while the bot is installed.
    Nobody may be written to on a channel that is not known.
    """
    silent = now - last_seen
    if channel == "web":
        return Leave.FREELY if silent <= WEB_LASTS else Leave.NOT
    if channel == "whatsapp":
        return Leave.FREELY if silent < WHATSAPP_WINDOW else Leave.BY_TEMPLATE
    return Leave.FREELY if channel == "teams" else Leave.NOT
