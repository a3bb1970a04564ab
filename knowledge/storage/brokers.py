"""The accounts of brokers and the sessions they are signed in with; neither password nor token is kept."""

import hashlib
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    ForeignKey,
    Integer,
    Row,
    String,
    Table,
    UniqueConstraint,
    delete,
    insert,
    select,
    update,
)
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from knowledge.storage.tables import Instant, metadata

brokers = Table(
    "brokers",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("name", String(120), nullable=False),
    Column("email", String(254), nullable=False, unique=True),
    Column("role", String(20), nullable=False),
    Column("hubs", JSON, nullable=False),
    Column("password_hash", String(200)),
    Column("failed", Integer, nullable=False),
    Column("locked_until", Instant),
    Column("disabled", Boolean, nullable=False),
    Column("created", Instant, nullable=False),
    Column("issuer", String(300)),
    Column("subject", String(255)),
    UniqueConstraint("issuer", "subject", name="uq_brokers_identity"),
)
broker_sessions = Table(
    "broker_sessions",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    Column("broker_id", String(40), ForeignKey("brokers.id"), nullable=False),
    Column("csrf", String(64), nullable=False),
    Column("created", Instant, nullable=False),
    Column("last_seen", Instant, nullable=False),
    Column("expires", Instant, nullable=False),
)


@dataclass(frozen=True)
class BrokerRecord:
    """One account as it is kept; `failed` counts the wrong passwords in a row since the last right one.

    Without a password its owner signs in elsewhere: at the first time `issuer` and `subject` are kept, which
    say for good who that is.
    """

    id: str
    name: str
    email: str
    role: str
    hubs: tuple[str, ...]
    password_hash: str | None = field(repr=False)
    created: datetime
    failed: int = 0
    locked_until: datetime | None = None
    disabled: bool = False
    issuer: str | None = None
    subject: str | None = None


@dataclass(frozen=True)
class BrokerSession:
    """One broker signed in at one browser; `expires` moves while it is used."""

    broker_id: str
    csrf: str = field(repr=False)
    created: datetime
    last_seen: datetime
    expires: datetime


class BrokerNotFound(LookupError):
    """No account has this id or address: `signpost broker list` lists those there are."""

    def __init__(self) -> None:
        super().__init__("no broker has this account: `signpost broker list` lists those there are")


class EmailTaken(ValueError):
    """Another account has this address: disable that one, or give it a new password."""

    def __init__(self) -> None:
        super().__init__("another broker has this address: use `signpost broker password` for a new password")


class Brokers:
    """The accounts, one row each, never deleted: the audit of the cases names them."""

    def __init__(self, session: Session) -> None:
        """Work inside the caller's transaction."""
        self._session = session

    def add(self, broker: BrokerRecord) -> None:
        """Add an account, its address in lower case, or raise EmailTaken."""
        values = {**asdict(broker), "email": address(broker.email), "hubs": list(broker.hubs)}
        try:
            self._session.execute(insert(brokers).values(**values))
        except IntegrityError:
            raise EmailTaken from None

    def find_by_email(self, email: str) -> BrokerRecord | None:
        """Return the account of an address, however it is written, or None."""
        wanted = address(email)
        # neither database takes every text that a form can hold, and no account has such an address
        return self._find(brokers.c.email == wanted) if wanted.isprintable() else None

    def find_by_id(self, broker_id: str) -> BrokerRecord | None:
        """Return one account, or None."""
        return self._find(brokers.c.id == broker_id)

    def find_by_identity(self, issuer: str, subject: str) -> BrokerRecord | None:
        """Return the account of somebody at a provider, or None before they first signed in with it."""
        return self._find(brokers.c.issuer == issuer, brokers.c.subject == subject)

    def get(self, broker_id: str) -> BrokerRecord:
        """Return one account, or raise BrokerNotFound."""
        found = self.find_by_id(broker_id)
        if found is None:
            raise BrokerNotFound
        return found

    def hold(self, broker_id: str) -> BrokerRecord | None:
        """Return one account that nobody else changes before this transaction ends, or None."""
        return self._find(brokers.c.id == broker_id, hold=True)

    def all(self) -> list[BrokerRecord]:
        """Return every account, disabled ones too, in the order of their addresses."""
        found = self._session.execute(select(brokers).order_by(brokers.c.email))
        return [_record(row) for row in found]

    def set_password(self, broker_id: str, password_hash: str) -> None:
        """Keep the hash of another password; who they are elsewhere is forgotten, for it opens no more."""
        self._change(broker_id, password_hash=password_hash, issuer=None, subject=None)

    def set_single_sign_on(self, broker_id: str) -> None:
        """Forget the password and who they were elsewhere: the next to sign in with the address counts."""
        self._change(broker_id, password_hash=None, issuer=None, subject=None)

    def pin(self, broker_id: str, issuer: str, subject: str) -> None:
        """Keep who the owner of an account is at a provider; whoever is kept already stays."""
        nobody_yet = update(brokers).where(brokers.c.id == broker_id, brokers.c.subject.is_(None))
        self._session.execute(nobody_yet.values(issuer=issuer, subject=subject))

    def note_failure(self, broker_id: str, failed: int, locked_until: datetime | None) -> None:
        """Keep how many passwords in a row were wrong, and until when no other is tried."""
        self._change(broker_id, failed=failed, locked_until=locked_until)

    def note_success(self, broker_id: str) -> None:
        """Forget the wrong passwords before the right one."""
        self._change(broker_id, failed=0, locked_until=None)

    def disable(self, broker_id: str) -> None:
        """Let nobody sign in with this account any more."""
        self._change(broker_id, disabled=True)

    def _change(self, broker_id: str, **values: Any) -> None:
        self._session.execute(update(brokers).where(brokers.c.id == broker_id).values(**values))

    def _find(self, *conditions: Any, hold: bool = False) -> BrokerRecord | None:
        query = select(brokers).where(*conditions)
        row = self._session.execute(query.with_for_update() if hold else query).one_or_none()
        return _record(row) if row is not None else None


class BrokerSessions:
    """The sessions, each found by its token alone, of which only the SHA-256 is kept."""

    def __init__(self, session: Session) -> None:
        """Work inside the caller's transaction."""
        self._session = session

    def begin(self, token: str, began: BrokerSession) -> None:
        """Add a session."""
        self._session.execute(insert(broker_sessions).values(token_hash=token_hash(token), **asdict(began)))

    def find(self, token: str, now: datetime) -> BrokerSession | None:
        """Return the session of a token, or None when there is none or its time is over."""
        query = select(broker_sessions).where(_has(token), broker_sessions.c.expires > now)
        row = self._session.execute(query).one_or_none()
        return _session(row) if row is not None else None

    def touch(self, token: str, now: datetime, expires: datetime) -> None:
        """Note that a session is in use, and when it ends if it is not used again."""
        changed = {"last_seen": now, "expires": expires}
        self._session.execute(update(broker_sessions).where(_has(token)).values(**changed))

    def end(self, token: str) -> None:
        """End one session; nothing happens when there is none."""
        self._session.execute(delete(broker_sessions).where(_has(token)))

    def end_all_of(self, broker_id: str) -> None:
        """End every session of one broker."""
        self._session.execute(delete(broker_sessions).where(broker_sessions.c.broker_id == broker_id))

    def sweep(self, now: datetime) -> None:
        """Delete the sessions whose time is over."""
        self._session.execute(delete(broker_sessions).where(broker_sessions.c.expires <= now))


def address(email: str) -> str:
    """Return an address in the form in which it is kept and looked for."""
    return email.strip().lower()


def token_hash(token: str) -> str:
    """Return what is kept of a token; a cookie may hold anything, also what is no Unicode."""
    return hashlib.sha256(token.encode(errors="surrogatepass")).hexdigest()


def _has(token: str) -> Any:
    return broker_sessions.c.token_hash == token_hash(token)


def _record(row: Row[Any]) -> BrokerRecord:
    return BrokerRecord(**{**row._mapping, "hubs": tuple(row.hubs)})


def _session(row: Row[Any]) -> BrokerSession:
    kept = {name: value for name, value in row._mapping.items() if name != "token_hash"}
    return BrokerSession(**kept)
