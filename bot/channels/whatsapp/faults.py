"""What an error of the Graph API means for a message: later, or never; for answers and statuses alike."""

import logging
from datetime import timedelta
from http import HTTPStatus

from bot.channels.outgoing import NeverSent, NotSentNow
from bot.channels.retry_after import asked_pause
from desk.windows import WINDOW_CLOSED

log = logging.getLogger(__name__)

LOOK_AGAIN = timedelta(minutes=30)
PAIR_RATE = timedelta(seconds=10)  # one message in six seconds to the same person
RATE = timedelta(minutes=1)
SPAM_RATE = timedelta(hours=1)
OURS_TO_MEND = timedelta(minutes=15)

OUT_OF_WINDOW = 131047
TOKEN = frozenset({0, 190})
ACCOUNT = frozenset({3, 10, 368, 131005, 131031, 131042, 131045, 131064, 133010, *range(200, 300)})
RATES = {
    131056: PAIR_RATE,
    131048: SPAM_RATE,
    131049: SPAM_RATE,
    **dict.fromkeys((4, 80007, 130429, 131057, 133016), RATE),
}
PASSING = frozenset({1, 2, 131000, 131016, 133004, 133015})
_LOGGED_AS = {
    "token": "the access token is no longer valid: put a new one into SIGNPOST_WHATSAPP_ACCESS_TOKEN",
    "account": "Meta does not let us send: look at the account in the WhatsApp Manager",
}


def fault(code: int | None, status: int = 0, retry_after: str | None = None) -> NotSentNow | NeverSent:
    """Return why a message was not sent, from Meta's number of the error and the status of its answer.

    An error that nobody knows is one of the message, unless the status says otherwise.
    """
    if code == OUT_OF_WINDOW:
        return NotSentNow(WINDOW_CLOSED, LOOK_AGAIN)
    if code in TOKEN or (code is None and status == HTTPStatus.UNAUTHORIZED):
        return _ours_to_mend("token")
    if code in ACCOUNT:
        return _ours_to_mend("account")
    if code in RATES or status == HTTPStatus.TOO_MANY_REQUESTS:
        return NotSentNow(f"rate_{code or status}", asked_pause(retry_after) or RATES.get(code or 0, RATE))
    if code in PASSING or is_passing(status):
        return NotSentNow(f"graph_{code or status}", asked_pause(retry_after))
    return NeverSent(f"graph_{code or status}")


def _ours_to_mend(code: str) -> NotSentNow:
    log.error("WhatsApp: %s", _LOGGED_AS[code])
    return NotSentNow(code, OURS_TO_MEND)


def is_passing(status: int) -> bool:
    """Does a status say nothing against the message itself, so that it may be sent again?"""
    is_redirect = HTTPStatus.MULTIPLE_CHOICES <= status < HTTPStatus.BAD_REQUEST
    return is_redirect or status == HTTPStatus.REQUEST_TIMEOUT or status >= HTTPStatus.INTERNAL_SERVER_ERROR
