"""What an answer of the Bot Connector means for a message: later, or never."""

import logging
from datetime import timedelta
from http import HTTPStatus

from bot.channels.outgoing import NeverSent, NotSentNow
from bot.channels.retry_after import asked_pause

log = logging.getLogger(__name__)

RATE = timedelta(seconds=5)
OURS_TO_MEND = timedelta(minutes=5)
_NEVER = {
    HTTPStatus.FORBIDDEN: "blocked",  # the app was removed or blocked, by the person or their organisation
    HTTPStatus.NOT_FOUND: "conversation_gone",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "teams_too_large",
}
_PASSING = frozenset({HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.PRECONDITION_FAILED, HTTPStatus.CONFLICT})


def fault(status: int, retry_after: str | None = None) -> NotSentNow | NeverSent:
    """Return why a message was not taken, from the status of the answer.

    A token that is refused though it is fresh is for whoever runs this to mend; a status that nobody knows
    is one of the message.
    """
    if status == HTTPStatus.UNAUTHORIZED:
        log.error(
            "Teams does not take our token: is the app id that of the bot, registered as single tenant?"
        )
        return NotSentNow("token_refused", OURS_TO_MEND)
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        return NotSentNow("rate_429", asked_pause(retry_after) or RATE)
    if _is_passing(status):
        return NotSentNow(f"teams_{status}", asked_pause(retry_after))
    return NeverSent(_NEVER.get(HTTPStatus(status), f"teams_{status}") if _is_known(status) else "teams_odd")


def _is_passing(status: int) -> bool:
    is_redirect = HTTPStatus.MULTIPLE_CHOICES <= status < HTTPStatus.BAD_REQUEST
    return is_redirect or status in _PASSING or status >= HTTPStatus.INTERNAL_SERVER_ERROR


def _is_known(status: int) -> bool:
    return status in {known.value for known in HTTPStatus}
