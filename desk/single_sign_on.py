"""Letting in whoever a provider has vouched for, into the account that was made for them."""

from datetime import datetime

from sqlalchemy.orm import Session

from desk.open_id.errors import NoAccount
from desk.open_id.identity import Identity
from desk.sign_in import Opened, begin_session
from knowledge.storage.brokers import BrokerRecord, Brokers


def admit_identity(session: Session, identity: Identity, now: datetime) -> Opened:
    """Begin a session in the account of this person, or raise NoAccount.

    The first time their address finds the account. From then on it is theirs, whatever their address is;
    and whoever else has the address later is not let in. A lock is for who guesses passwords, not for them.
    """
    account = Brokers(session).find_by_identity(identity.issuer, identity.subject)
    if account is None:
        account = _first_time(session, identity)
    if account.disabled:
        raise NoAccount("disabled")
    return begin_session(session, account, now)


def _first_time(session: Session, identity: Identity) -> BrokerRecord:
    kept = Brokers(session)
    named = (kept.find_by_email(address) for address in identity.addresses)
    seen = next((one for one in named if one is not None), None)
    account = kept.hold(seen.id) if seen is not None else None
    if account is None:
        raise NoAccount("no_account" if identity.addresses else "no_proven_address")
    if account.password_hash is not None:
        raise NoAccount("has_password")
    # the same person may come twice at once
    if account.subject is not None and (account.issuer, account.subject) != (
        identity.issuer,
        identity.subject,
    ):
        raise NoAccount("somebody_else")
    kept.pin(account.id, identity.issuer, identity.subject)
    return account
