"""Who speaks: a signed token for each conversation, good for one site and a limited time."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import jwt

from bot.gateway.errors import BadToken, ForeignConversation, ForeignOrigin, TokenExpired

ALGORITHM = "HS256"


@dataclass(frozen=True)
class Session:
    """What a token proves: the conversation, the site it was given to, and from when until when."""

    conversation_id: str
    origin: str
    issued: datetime
    expires: datetime

    def half_over(self, now: datetime) -> bool:
        """Is it time for a fresh token?"""
        return now - self.issued > (self.expires - self.issued) / 2


class Tokens:
    """Makes and reads session tokens."""

    def __init__(self, key: str, hours: float) -> None:
        """Sign with the installation's own key."""
        self._key = key
        self._life = timedelta(hours=hours)

    def issue(self, conversation_id: str, origin: str, now: datetime) -> str:
        """Return a token for one conversation on one site."""
        claims = {"sub": conversation_id, "org": origin, "iat": now, "exp": now + self._life}
        return jwt.encode(claims, self._key, algorithm=ALGORITHM)

    def read(self, token: str, now: datetime) -> Session:
        """Return what a token proves, or raise BadToken or TokenExpired."""
        try:
            claims = jwt.decode(
                token,
                self._key,
                algorithms=[ALGORITHM],
                # the times are checked below, against the caller's clock
                options={"require": ["sub", "org", "iat", "exp"], "verify_exp": False, "verify_iat": False},
            )
            issued, expires = (datetime.fromtimestamp(int(claims[c]), now.tzinfo) for c in ("iat", "exp"))
        except (jwt.InvalidTokenError, ValueError, OverflowError, OSError):
            raise BadToken from None
        if expires <= now:
            raise TokenExpired
        return Session(str(claims["sub"]), str(claims["org"]), issued, expires)


def require(session: Session, conversation_id: str, origin: str) -> None:
    """Raise unless the session is for this conversation, on this site."""
    if session.conversation_id != conversation_id:
        raise ForeignConversation
    if session.origin != origin:
        raise ForeignOrigin
