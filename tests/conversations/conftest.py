"""One set of real servers for all the conversations, of which one worker does all."""

import pytest

from tests.databases import shipped_facts
from tests.servers import Chat, running_servers


@pytest.fixture(scope="session")
def servers(tmp_path_factory):
    with running_servers(tmp_path_factory.mktemp("conversations") / "home") as running:
        yield running


@pytest.fixture
def chat(servers):
    return Chat(servers.address).begin()


@pytest.fixture(scope="session")
def facts():
    return shipped_facts()


@pytest.fixture(scope="session")
def programmes(facts):
    return {programme.id: programme for programme in facts.programmes}
