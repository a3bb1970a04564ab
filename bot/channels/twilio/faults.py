"""What an error of Twilio means for a message: later, or never; for answers and status calls alike."""

import logging
from datetime import timedelta
from http import HTTPStatus

from bot.channels.outgoing import NeverSent, NotSentNow
from bot.channels.retry_after import asked_pause
from bot.channels.whatsapp.faults import LOOK_AGAIN, OURS_TO_MEND, RATE, is_passing
from desk.windows import WINDOW_CLOSED

log = logging.getLogger(__name__)

DAILY_RATE = timedelta(hours=1)  # Meta's limit for a day, which nobody is told the end of

OUT_OF_WINDOW = 63016
STOPPED = 21610  # the person said STOP to Twilio itself
TOKEN = 20003
ACCOUNT = frozenset(
    {20005, 20010, 20403, 21606, 21660, 21701, 21703, 21705, 30002, 63001, 63002, 63007, 63008, 63020, 63051}
)
RATES = {20429: RATE, 30001: RATE, 63017: RATE, 63018: RATE, 63038: DAILY_RATE}
PASSING = frozenset({20500, 20503, 30008, 63010, 63012, 63023})
_LOGGED_AS = {
    "token": "Twilio does not let us in: look at SIGNPOST_TWILIO_AUTH_TOKEN and SIGNPOST_TWILIO_API_KEY",
    "account": "Twilio does not let us send: look at the account and its WhatsApp senders in the Console",
}


def fault(code: int | None, status: int = 0, retry_after: str | None = None) -> NotSentNow | NeverSent:
    """Return why a message was not sent, from Twilio's number of the error and the status of its answer.

    An error that nobody knows is one of the message, unless the status says otherwise.
    """
    if code == OUT_OF_WINDOW:
        return NotSentNow(WINDOW_CLOSED, LOOK_AGAIN)
    if code == TOKEN or status == HTTPStatus.UNAUTHORIZED:
        return _ours_to_mend("token")
    if code in ACCOUNT:
        return _ours_to_mend("account")
    if code in RATES or status == HTTPStatus.TOO_MANY_REQUESTS:
        return NotSentNow(f"rate_{code or status}", asked_pause(retry_after) or RATES.get(code or 0, RATE))
    if code in PASSING or is_passing(status):
        return NotSentNow(f"twilio_{code or status}", asked_pause(retry_after))
    return NeverSent("stopped" if code == STOPPED else f"twilio_{code or status}")


def _ours_to_mend(code: str) -> NotSentNow:
    log.error("WhatsApp: %s", _LOGGED_AS[code])
    return NotSentNow(code, OURS_TO_MEND)
