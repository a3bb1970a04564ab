"""A real mail server on loopback that keeps what it takes, and refuses what it is told to."""

from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller

from desk.settings import DeskSettings

LOOPBACK = "127.0.0.1"


class Mailbox:
    """What arrived. While `refusing` holds a line of SMTP, every mail is refused with it."""

    def __init__(self) -> None:
        self.arrived: list[EmailMessage] = []
        self.recipients: list[str] = []
        self.refusing: str | None = None
        self.refusing_to: str | None = None
        self.port = 0

    async def handle_RCPT(  # noqa: N802 - the name is aiosmtpd's
        self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any
    ) -> str:
        if self.refusing_to is not None:
            return self.refusing_to
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        if self.refusing is not None:
            return self.refusing
        self.recipients += envelope.rcpt_tos
        self.arrived.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 OK"

    def settings(self, **given: Any) -> DeskSettings:
        """Settings that lead here."""
        standing = {
            "smtp_host": LOOPBACK,
            "smtp_port": self.port,
            "smtp_tls": "none",
            "mail_from": "signpost@example.org",
            "desk_mailbox": "desk@example.org",
            "desk_poll_seconds": 0.02,
        }
        return DeskSettings(**(standing | given))


@contextmanager
def open_mailbox() -> Iterator[Mailbox]:
    """Run the server on a free port while the block lasts."""
    box = Mailbox()
    # port 0 would make the controller ask itself on port 0 whether it is up: it is told the free one instead
    controller = _Anywhere(box, hostname=LOOPBACK, port=0)
    controller.start()
    box.port = controller.server.sockets[0].getsockname()[1]
    try:
        yield box
    finally:
        controller.stop()


class _Anywhere(Controller):
    def _trigger_server(self) -> None:
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()
