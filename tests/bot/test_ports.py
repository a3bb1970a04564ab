"""A taken port is noticed before anything starts, and the message says what to do."""

import socket

import pytest

from bot.ports import CannotListen, PortTaken, require_free


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


def test_an_address_of_another_machine_is_not_called_a_taken_port():
    with pytest.raises(CannotListen, match="SIGNPOST_HOST"):
        require_free("192.0.2.1", {"SIGNPOST_PORT": 8080})


def test_an_address_of_the_newer_kind_can_be_listened_on():
    require_free("::1", {"SIGNPOST_PORT": 0})
