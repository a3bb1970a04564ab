"""Servers that may be killed: each test gets its own."""

import pytest

from tests.servers import Chat, running_servers


@pytest.fixture
def servers(tmp_path):
    patience = {"SIGNPOST_TURN_SECONDS": "4", "SIGNPOST_RETRY_SECONDS": "0.5"}
    with running_servers(tmp_path / "home", **patience) as running:
        yield running


@pytest.fixture
def chat(servers):
    return Chat(servers.address).begin()
