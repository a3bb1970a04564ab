"""Channels that take nothing from us until somebody mends our access: which, since when, what to do."""

from sqlalchemy.orm import Session

from desk.reasons import why_not
from desk.words import label, uk_moment
from knowledge.storage.held_up import HeldUp, held_up
from knowledge.wording import known, say

# the codes of channels for what no later attempt mends by itself
OURS_TO_MEND = ("account", "token", "token_refused")


def broken_channels(session: Session) -> list[HeldUp]:
    """Return what waits for somebody to mend our access; a channel that takes messages again is not there."""
    return held_up(session, OURS_TO_MEND)


def told(broken: HeldUp) -> str:
    """Return in words that a channel is broken, since when at the latest, and what to do."""
    mend = f"utter_label_desk_mend_{broken.channel}_{broken.code}"
    return say(
        "utter_console_channel_broken",
        channel=label("desk_channel", broken.channel),
        since=uk_moment(broken.since),
        waiting=broken.waiting,
        mend=say(mend) if known(mend) else why_not(broken.code),
    )
