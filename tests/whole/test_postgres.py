"""The whole of Signpost on PostgreSQL: a need, programmes, a case."""

import pytest

from desk.listing import list_cases
from knowledge.storage.database import Database
from tests.databases import KEYS
from tests.postgres import postgres_address, postgres_server  # noqa: F401 - fixtures
from tests.servers import Chat, running_servers

pytestmark = pytest.mark.whole


def test_a_conversation_and_its_case_are_kept_in_postgresql(postgres_address, tmp_path):  # noqa: F811
    with running_servers(tmp_path / "home", SIGNPOST_DATABASE_URL=postgres_address) as servers:
        chat = Chat(servers.address).begin()
        chat.say("we make pressings in Dudley, 22 of us, and cannot find welders")
        assert chat.noted["shown"]
        chat.say("can I speak to somebody please")
        chat.choose("yes")
        chat.say("Jo Bloggs")
        chat.say("jo.bloggs@example.org")
        reference = chat.noted["case"]["reference"]

    database = Database(postgres_address, KEYS)
    with database.reading() as session:
        assert reference in list_cases(session)
    database.close()
    assert not (tmp_path / "home" / "signpost.db").exists()
