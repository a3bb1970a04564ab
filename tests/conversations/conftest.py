"""One set of real servers for all the conversations."""

import pytest

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
    from knowledge.loading import FACTS, read_facts

    return read_facts(FACTS)


@pytest.fixture(scope="session")
def programmes(facts):
    return {programme.id: programme for programme in facts.programmes}
