"""Servers that are killed: one set for all the tests, each of which waits until it is whole again."""

import pytest

from tests.servers import Chat, running_servers, wait_until_ready


@pytest.fixture(scope="module")
def mortal(tmp_path_factory):
    patience = {"SIGNPOST_TURN_SECONDS": "4", "SIGNPOST_RETRY_SECONDS": "0.5"}
    with running_servers(tmp_path_factory.mktemp("mortal") / "home", **patience) as running:
        yield running


@pytest.fixture
def servers(mortal):
    wait_until_ready(mortal)
    return mortal


@pytest.fixture
def chat(servers):
    return Chat(servers.address).begin()
