"""A taken port is noticed before anything starts, and the message says what to do."""

import socket

import pytest

from bot.ports import PortTaken, require_free


def test_a_taken_port_is_named_with_the_setting_that_changes_it():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        with pytest.raises(PortTaken, match=f"port {port} .*SIGNPOST_PORT={port + 1}"):
            require_free("127.0.0.1", {"SIGNPOST_PORT": port})


def test_a_free_port_is_fine():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]

    require_free("127.0.0.1", {"SIGNPOST_PORT": port})
