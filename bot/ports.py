"""Are the addresses free that the parts are about to listen on?"""

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


def require_free(host: str, ports: Mapping[str, int]) -> None:
    """Raise PortTaken for the first port (by the setting that names it) that cannot be listened on."""
    for setting, port in ports.items():
        with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except OSError:
                raise PortTaken(host, port, setting) from None
