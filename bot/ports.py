"""Are the addresses free that the parts are about to listen on?"""

import errno
import socket
from collections.abc import Mapping


class PortTaken(Exception):
    """Another program listens there: stop it, or choose another port by the setting named."""

    def __init__(self, host: str, port: int, setting: str) -> None:
        super().__init__(
            f"port {port} on {host} is taken by another program. Stop that program, or choose another port, "
            f"for example: {setting}={port + 1} script/run"
        )
        self.port = port
        self.setting = setting


class CannotListen(Exception):
    """The address cannot be listened on at all: it may not be this machine's, or the port may need rights."""

    def __init__(self, host: str, port: int, why: str) -> None:
        super().__init__(f"cannot listen on port {port} of {host}: {why}. Is SIGNPOST_HOST this machine's?")


def require_free(host: str, ports: Mapping[str, int]) -> None:
    """Raise PortTaken for the first port (by the setting that names it) that cannot be listened on."""
    for setting, port in ports.items():
        family, kind, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(address)
            except OSError as error:
                if error.errno != errno.EADDRINUSE:
                    raise CannotListen(host, port, error.strerror or "unknown") from None
                raise PortTaken(host, port, setting) from None
