"""What is taken out, and two ways out: a mail server, or a folder when there is none."""

import asyncio
import glob
import os
import secrets
import ssl
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes
from email.message import EmailMessage
from pathlib import Path
from typing import Protocol

import aiosmtplib
from aiosmtplib import errors

from desk.brief import Brief
from desk.cases import Case
from desk.letters import CASE_HEADER, letter
from desk.settings import DeskSettings
from desk.states import OPEN, State
from desk.teams import NO_TEAMS, Teams
from knowledge.storage.deliveries import Delivery, Kind

ONLY_THE_OWNER = 0o600
NOBODYS = "None"  # as a letter says that breaks off before its header


class NotDelivered(Exception):
    """It did not go out, or nobody knows whether it did: try again. The code holds nothing personal."""

    def __init__(self, code: str) -> None:
        super().__init__(f"not delivered: {code}")
        self.code = code


@dataclass(frozen=True)
class Parcel:
    """A delivery in hand, with its case as it stood when it was taken up, and when that was.

    `to` is the address of the one broker whom it is for; None when it is for none, or for nobody any more.
    """

    delivery: Delivery
    case: Case
    taken: datetime
    to: str | None = None

    def is_void(self) -> bool:
        """Is what this would tell over, erased, or with another front door by now?"""
        kind, case = self.delivery.kind, self.case
        if kind is Kind.WITHDRAWAL:
            return False
        if self.delivery.broker is not None and self.to is None:
            return True
        if kind in (Kind.REMINDER, Kind.LEAD) and case.state is not State.WAITING:
            return True
        if kind is Kind.COLLEAGUE and case.broker != self.delivery.broker:
            return True
        elsewhere = self.delivery.hub_id not in (None, self.case.hub_id)
        return self.case.brief is None or self.case.state not in OPEN or elsewhere

    def brief(self) -> Brief | None:
        """Return what is passed on; None for a mere notice: that it was taken back, or to one broker."""
        if self.delivery.kind is Kind.WITHDRAWAL or self.delivery.broker or self.case.brief is None:
            return None
        return Brief.unpack(self.case.brief)


class Courier[Given](Protocol):
    """Takes one parcel out, in the form that its recipient reads."""

    async def send(self, parcel: Given) -> None:
        """Return once it is out, or raise NotDelivered."""


@dataclass(frozen=True)
class MailServer:
    """Sends by SMTP, as the settings say."""

    settings: DeskSettings
    teams: Teams = NO_TEAMS

    async def send(self, parcel: Parcel) -> None:
        """Return once the server has taken the mail, or raise NotDelivered."""
        await post(_letter(parcel, self.settings, self.teams), self.settings)


@dataclass(frozen=True)
class Folder:
    """Writes each mail to a file that only its owner reads, all of it or nothing."""

    settings: DeskSettings
    path: Path
    teams: Teams = NO_TEAMS

    async def send(self, parcel: Parcel) -> None:
        """Return once the file is there; a request that was taken back is removed first."""
        message = _letter(parcel, self.settings, self.teams)
        try:
            await asyncio.to_thread(self._write, message, parcel.delivery.kind, parcel.case.reference)
        except OSError:
            raise NotDelivered("file") from None

    def _write(self, message: EmailMessage, kind: Kind, reference: str) -> None:
        case = str(message[CASE_HEADER])
        if kind is Kind.WITHDRAWAL:
            remove_written(self.path, reference, case)
            reference = f"{reference}-withdrawn"
        if kind in (Kind.LEAD, Kind.COLLEAGUE):  # these stand beside the request, which is for everybody
            reference = f"{reference}-{kind}-{str(message['Message-ID'])[1:9]}"
        target = self.path / f"{reference}.eml"
        if _case_in(target) not in (None, case):
            target = self.path / f"{reference}-{case[:8]}.eml"
        write_whole(target, message.as_bytes())


async def post(message: EmailMessage, given: DeskSettings) -> None:
    """Send a mail to the one it is for; return once the server has taken it, or raise NotDelivered."""
    password = given.smtp_password
    try:
        async with asyncio.timeout(given.smtp_seconds):
            await aiosmtplib.send(
                message,
                sender=given.mail_from,
                recipients=[str(message["To"])],
                hostname=given.smtp_host,
                port=given.smtp_port,
                username=given.smtp_user,
                password=password.get_secret_value() if password else None,
                timeout=given.smtp_seconds,
                use_tls=given.smtp_tls == "tls",
                start_tls=given.smtp_tls == "starttls",
            )
    except (errors.SMTPException, OSError) as error:
        raise NotDelivered(code_of(error)) from None


def remove_written(folder: Path, reference: str, case_id: str) -> None:
    """Delete the letter about a case from the folder, and no other case's of the same reference.

    What a process that died has left of it goes as well, also where it does not say any more whose it is:
    whoever has such a draft in hand writes it again.
    """
    for name in (reference, f"{reference}-{case_id[:8]}"):
        written = folder / f"{name}.eml"
        if _case_in(written) == case_id:
            written.unlink(missing_ok=True)
        for draft in folder.glob(drafts_of(written.name)):
            if _case_in(draft) in (case_id, NOBODYS):
                draft.unlink(missing_ok=True)


def drafts_of(name: str) -> str:
    """Return the pattern of what a process may leave that dies while it writes a file of this name."""
    return f".{glob.escape(name)}.*"


def mail_file(mail_id: str) -> str:
    """Return how the file is called that stands in for a mail to a person."""
    return f"to-a-person-{mail_id}.eml"


def code_of(error: Exception) -> str:
    """Return a short code for what went wrong; never the server's words, which may repeat an address."""
    if isinstance(error, errors.SMTPRecipientsRefused) and error.recipients:
        return f"smtp_{error.recipients[0].code}"
    if isinstance(error, errors.SMTPResponseException):
        return f"smtp_{error.code}"
    return next((code for kind, code in _CODES if isinstance(error, kind)), "smtp")


_CODES: tuple[tuple[type[Exception], str], ...] = (
    (errors.SMTPTimeoutError, "timeout"),
    (TimeoutError, "timeout"),
    (errors.SMTPServerDisconnected, "disconnected"),
    (ssl.SSLError, "tls"),
    (errors.SMTPConnectError, "no_connection"),
    (errors.SMTPNotSupported, "not_supported"),
    (OSError, "no_connection"),
)


def _letter(parcel: Parcel, given: DeskSettings, teams: Teams) -> EmailMessage:
    team = teams.get(parcel.delivery.team)
    hub_id = parcel.delivery.hub_id or parcel.case.hub_id
    recipient = parcel.to or (team.mailbox if team else None) or given.mailbox(hub_id)
    return letter(parcel.delivery, parcel.case.reference, parcel.brief(), given.mail_from, recipient)


def _case_in(path: Path) -> str | None:
    try:
        return str(message_from_bytes(path.read_bytes())[CASE_HEADER])
    except FileNotFoundError:
        return None


def write_whole(target: Path, content: bytes) -> None:
    """Write a file that only its owner reads, all of it or nothing; its folder is made when it is missing."""
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = target.with_name(f".{target.name}.{secrets.token_hex(8)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, ONLY_THE_OWNER)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(target)
    finally:
        with suppress(FileNotFoundError):
            draft.unlink()
