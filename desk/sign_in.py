"""Signing in to the console: slow for who guesses, and the same answer whatever was wrong.

Reading, checking and admitting are steps of their own, for a password takes a tenth of a second to check: a
transaction that is open meanwhile holds up everybody who writes.
"""

import secrets
import unicodedata
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError
from sqlalchemy.orm import Session

from desk.brokers import Broker, broker_of
from knowledge.storage.brokers import BrokerRecord, Brokers, BrokerSession, BrokerSessions

SHORTEST, LONGEST = 12, 200
MOST_FAILURES = 5
LOCKED_FOR = timedelta(minutes=15)
LASTS = timedelta(hours=12)
LASTS_UNUSED = timedelta(minutes=60)
TOKEN_BYTES = 32


class SignInRefused(Exception):
    """The address or the password is wrong, or the account cannot be used now; nobody is told which."""

    def __init__(self) -> None:
        super().__init__("wrong address or password, or an account that cannot be used now: try again later")


class PasswordTooShort(ValueError):
    """A password of so few characters can be guessed: choose a longer one."""

    def __init__(self) -> None:
        super().__init__(f"a password needs at least {SHORTEST} characters: choose a longer one")


class PasswordTooLong(ValueError):
    """A password of so many characters costs too much to check: choose a shorter one."""

    def __init__(self) -> None:
        super().__init__(f"a password has at most {LONGEST} characters: choose a shorter one")


@dataclass(frozen=True)
class Checked:
    """An account and whether the password was its own; `fresh` is a hash to keep instead of an old one."""

    account: BrokerRecord | None
    right: bool
    fresh: str | None = field(default=None, repr=False)


@dataclass(frozen=True)
class Opened:
    """A session that has just begun: its token goes into a cookie, its csrf into every form."""

    broker: Broker
    token: str = field(repr=False)
    csrf: str = field(repr=False)


@dataclass(frozen=True)
class SignedIn:
    """Who is signed in, and what each of their forms must carry."""

    broker: Broker
    csrf: str = field(repr=False)


def hashed(password: str) -> str:
    """Return what is kept of a new password, or raise PasswordTooShort or PasswordTooLong."""
    if len(password) < SHORTEST:
        raise PasswordTooShort
    if len(password) > LONGEST:
        raise PasswordTooLong
    return _hasher().hash(_secret(password))


def check(account: BrokerRecord | None, password: str, now: datetime) -> Checked:
    """Compare a password with an account's, without the database.

    It is as much work where there is no account, or one without a password.
    """
    if len(password) > LONGEST:
        return Checked(account, right=False)
    hasher, secret = _hasher(), _secret(password)
    if account is None or account.password_hash is None:
        hasher.hash(secret)
        return Checked(None, right=False)  # so a guess locks nobody who has no password
    try:
        hasher.verify(account.password_hash, secret)
    except VerifyMismatchError:
        return Checked(account, right=False)
    # hashing again takes time: while an account is closed it would tell that the password was right
    stale = _is_open(account, now) and hasher.check_needs_rehash(account.password_hash)
    return Checked(account, right=True, fresh=hasher.hash(secret) if stale else None)


def admit(session: Session, checked: Checked, now: datetime) -> Opened:
    """Begin a session, or note the failure and raise SignInRefused.

    Of many who guess at once no more are admitted than one after the other. A refusal is committed before
    it is raised, for else the error would undo the count: the transaction must hold nothing else.
    """
    kept = Brokers(session)
    broker_id = checked.account.id if checked.account else ""
    account = kept.hold(broker_id)
    if account is None or not _is_right(account, checked, now):
        # without an account this changes nothing, but takes as long
        kept.note_failure(broker_id, *_after_failure(account, now))
        session.commit()
        raise SignInRefused
    kept.note_success(account.id)
    if checked.fresh is not None:
        kept.set_password(account.id, checked.fresh)
    return begin_session(session, account, now)


def begin_session(session: Session, account: BrokerRecord, now: datetime) -> Opened:
    """Let the owner of an account in; whether they may come in was found out before."""
    sessions = BrokerSessions(session)
    sessions.sweep(now)
    token, csrf = secrets.token_urlsafe(TOKEN_BYTES), secrets.token_urlsafe(TOKEN_BYTES)
    sessions.begin(token, BrokerSession(account.id, csrf, now, now, _ends(now, now)))
    return Opened(broker_of(account), token, csrf)


def signed_in(session: Session, token: str, now: datetime, *, is_use: bool = True) -> SignedIn | None:
    """Return who has this token, or None when nobody is signed in with it (any more).

    What counts as use is written down. What a page asks by itself is none: else one that was left open would
    never sign its broker out.
    """
    sessions = BrokerSessions(session)
    found = sessions.find(token, now)
    account = Brokers(session).find_by_id(found.broker_id) if found else None
    if found is None or account is None or account.disabled:
        return None
    if is_use:
        sessions.touch(token, now, _ends(found.created, now))
    return SignedIn(broker_of(account), found.csrf)


def sign_out(session: Session, token: str) -> None:
    """End the session of a token; nothing happens when there is none."""
    BrokerSessions(session).end(token)


def _ends(began: datetime, now: datetime) -> datetime:
    return min(began + LASTS, now + LASTS_UNUSED)


def _is_open(account: BrokerRecord, now: datetime) -> bool:
    locked = account.locked_until is not None and account.locked_until > now
    return not account.disabled and not locked


def _is_right(account: BrokerRecord, checked: Checked, now: datetime) -> bool:
    # the password may have been changed since it was checked
    same = checked.account is not None and account.password_hash == checked.account.password_hash
    return checked.right and same and _is_open(account, now)


def _after_failure(account: BrokerRecord | None, now: datetime) -> tuple[int, datetime | None]:
    """Return how many failures there are now, and until when the account is locked.

    While it is closed nothing counts. With a lock the count begins anew.
    """
    if account is None:
        return 0, None
    if not _is_open(account, now):
        return account.failed, account.locked_until
    if account.failed + 1 >= MOST_FAILURES:
        return 0, now + LOCKED_FOR
    return account.failed + 1, None


def _secret(password: str) -> bytes:
    """Return a password as bytes, the same from every keyboard; what is no Unicode is no error."""
    return unicodedata.normalize("NFKC", password).encode(errors="surrogatepass")


@cache
def _hasher() -> PasswordHasher:
    return PasswordHasher()
