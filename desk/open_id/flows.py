"""Sign-ins that have begun and wait for the browser to come back from the provider."""

import secrets
from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import datetime, timedelta

BYTES = 32
LASTS = timedelta(minutes=10)
MOST = 20_000


@dataclass(frozen=True)
class Flow:
    """What must come back, the state by the browser, the nonce in the token; and a proof that we asked."""

    state: str = field(repr=False)
    nonce: str = field(repr=False)
    verifier: str = field(repr=False)
    began: datetime


class Flows:
    """Each is known by a token in a cookie of the browser that began it, and can be taken once.

    They are kept in the memory of the one process that serves the console: after a restart people begin
    again. Beyond 20,000 the oldest are forgotten, for anybody may begin one.
    """

    def __init__(self) -> None:
        self._kept: OrderedDict[str, Flow] = OrderedDict()

    def begin(self, now: datetime) -> tuple[str, Flow]:
        """Return the token for the cookie and a new flow."""
        token, state, nonce, verifier = (secrets.token_urlsafe(BYTES) for _ in range(4))
        flow = self._kept[token] = Flow(state, nonce, verifier, now)
        if len(self._kept) > MOST:
            self._kept.popitem(last=False)
        return token, flow

    def take(self, token: str, now: datetime) -> Flow | None:
        """Return the flow of a token and forget it; None when there is none, or its time is over."""
        flow = self._kept.pop(token, None)
        # a clock that was put back must not give it more time
        return flow if flow is not None and timedelta() <= now - flow.began <= LASTS else None
