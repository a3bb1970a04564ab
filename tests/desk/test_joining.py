"""Two chats that become one person's: which of them goes on, and with what."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from desk.afterwards.stopping import stop_writing
from desk.effects import EffectContext, apply
from desk.holdings import exported, listed
from desk.joining import CodeNotGood, Newcomer, TwoRequests, join
from desk.people import find, same_person
from desk.relay import Relay
from knowledge.identities import EMAIL, Identity
from knowledge.replies import Effect
from knowledge.storage.channel_people import ChannelPeople, ChannelPerson
from knowledge.storage.conversations import Conversations
from knowledge.storage.handed_codes import Handed, HandedCodes, Purpose
from knowledge.storage.opt_outs import OptOuts
from knowledge.storage.outbox import Delivery, Outbox, Sender, Shown
from knowledge.storage.outbox_table import outbox
from knowledge.storage.people import People
from knowledge.storage.tracker_events import TrackerEvent, TrackerEvents
from tests.databases import with_tables
from tests.desk.making import NOON, given_case, given_conversation, given_hubs
from tests.postgres import postgres_address, postgres_server  # noqa: F401 - fixtures

CODE = "ABCD2345"
WHERE = {"phone": "441632960001"}
ADA = Identity("whatsapp", "GB.1")
MINUTE = timedelta(minutes=1)


@pytest.fixture
def chats(database):
    given_hubs(database)
    given_conversation(database, "web", "We need a press")
    with database.open() as session:
        Conversations(session).start("own", "whatsapp", "", NOON)
        ChannelPeople(session).add(ChannelPerson("whatsapp", "key", "own", WHERE, NOON))
        People(session).tie("own", [ADA], NOON, verified=True)
        remember(session, "web", firm={"places": ["dudley"]}, wants=["grant"], need="a press")
        remember(session, "own", firm={"places": ["coventry"], "employees": 12}, wants=["loan"])
        hand(session)
    return database


def remember(session, conversation_id, **slots):
    events = [TrackerEvent("slot", {"event": "slot", "name": n, "value": v}) for n, v in slots.items()]
    TrackerEvents(session).append(conversation_id, 0, events)
    Conversations(session).note(conversation_id, {k: v for k, v in slots.items() if k != "need"})


def hand(session, code=CODE, conversation_id="web"):
    handed = Handed("h1", Purpose.MOVE, conversation_id, {"wording": "?"}, 1, NOON, NOON + 15 * MINUTE)
    HandedCodes(session).hand(code, handed)


def joined(session, code=CODE, key="key", now=NOON + MINUTE):
    known = ChannelPeople(session).find("whatsapp", key)
    return join(session, code, Newcomer("whatsapp", key, (ADA,), WHERE, known), now)


def slots(session, conversation_id):
    return {e.content["name"]: e.content["value"] for e in TrackerEvents(session).of(conversation_id)}


def test_the_chat_of_the_web_goes_on_and_knows_what_the_older_one_knew(chats):
    with chats.open() as session:
        conversation = joined(session)

        assert (conversation.id, conversation.channel) == ("web", "whatsapp")
        known = slots(session, "web")
        assert (known["firm"], known["wants"]) == ({"places": ["dudley"], "employees": 12}, ["grant"])
        assert Conversations(session).get("web").noted["firm"] == known["firm"]
        assert ChannelPeople(session).find("whatsapp", "key").conversation_id == "web"


def test_where_a_request_is_open_on_the_telephone_that_chat_goes_on(chats):
    case = given_case(chats, conversation_id="own")
    with chats.open() as session:
        Relay(session, "bea", NOON).claim(case.id)
        conversation = joined(session)

        assert conversation.id == "own"
        known = slots(session, "own")
        assert (known["firm"], known["need"]) == ({"places": ["dudley"], "employees": 12}, "a press")
        assert Conversations(session).get("web").channel == "whatsapp"
        assert ChannelPeople(session).find("whatsapp", "key").conversation_id == "own"


def test_a_request_on_the_web_comes_along_with_its_broker(chats):
    case = given_case(chats, conversation_id="web")
    with chats.open() as session:
        Relay(session, "bea", NOON).claim(case.id)
        conversation = joined(session)
        entry = Relay(session, "bea", NOON).write(case.id, "Hello", "d1")

        assert conversation.owner == "broker"
        row = session.execute(outbox.select().where(outbox.c.id == entry.id)).one()
        assert row.delivery == Delivery.WAITING


def test_with_a_request_in_each_nothing_is_joined_and_the_code_is_still_good(chats):
    given_case(chats, conversation_id="web")
    given_case(chats, conversation_id="own")
    with chats.open() as session:
        with pytest.raises(TwoRequests):
            joined(session)

        assert HandedCodes(session).leads_to(CODE, Purpose.MOVE, NOON) == "web"
        assert Conversations(session).get("web").channel == "web"


def test_what_still_waited_for_them_on_the_telephone_comes_after_what_was_said_on_the_web(chats):
    with chats.open() as session:
        for words in ("first", "second"):
            Outbox(session).add("own", Sender.BROKER, Shown(words), NOON)
        joined(session)
        Outbox(session).add("web", Sender.BOT, Shown("third"), NOON)

        said = [one.shown.text for one in Outbox(session).after("web")]
        assert said == ["We need a press", "first", "second", "third"]
        assert Outbox(session).after("own") == []


def test_who_wants_no_messages_in_one_of_them_gets_none_in_what_goes_on(chats):
    with chats.open() as session:
        OptOuts(session).add("own", NOON)
        joined(session)

        assert OptOuts(session).has("web")


def test_a_stop_holds_for_all_that_is_proven_to_be_theirs_and_for_nobody_elses(chats):
    given_conversation(chats, "stranger")
    with chats.open() as session:
        for one in ("web", "stranger"):
            People(session).tie(one, [Identity(EMAIL, "ada@example.org")], NOON)
        joined(session)
        assert same_person(session, "web") == ["own"]
        stop_writing(session, "web", NOON)

        assert [OptOuts(session).has(one) for one in ("web", "own", "stranger")] == [True, True, False]


def test_an_address_that_was_typed_makes_no_strangers_one_person(chats):
    with chats.open() as session:
        stranger = People(session).tie("web", [Identity(EMAIL, "ada@example.org")], NOON)
        joined(session)

        mine = [one for one in find(session, "own").people if one != stranger]
        assert len(mine) == 1
        assert set(find(session, mine[0]).named) == {"web", "own"}


def test_who_has_all_deleted_on_the_telephone_leaves_nothing_in_what_was_joined(chats):
    with chats.open() as session:
        Outbox(session).add("own", Sender.PERSON, Shown("I said this last week"), NOON)
        joined(session)
        apply(session, Effect("erase"), EffectContext("web", "m9", "whatsapp"), NOON + MINUTE)

        assert [Outbox(session).after(one) for one in ("web", "own")] == [[], []]
        assert [Conversations(session).get(one).noted for one in ("web", "own")] == [{}, {}]


def test_who_has_another_chat_open_keeps_it(chats):
    with chats.open() as session:
        Conversations(session).start("room", "teams", "", NOON)
        ChannelPeople(session).add(ChannelPerson("teams", "room-key", "room", {}, NOON))
        People(session).tie("room", [ADA], NOON, verified=True)
        Outbox(session).add("room", Sender.PERSON, Shown("I said this there"), NOON)
        apply(session, Effect("erase"), EffectContext("own", "m9", "whatsapp"), NOON + MINUTE)

        assert len(Outbox(session).after("room")) == 1


def test_what_was_agreed_to_is_listed_for_who_asks_and_can_be_given_out(chats):
    with chats.open() as session:
        joined(session)
        found = find(session, "web")

        assert "went on on WhatsApp on 2 November 2026" in listed(session, found)
        kept = exported(session, found)["conversations"][0]["kept"]
        assert kept["handed_codes"][0]["consent"] == {"wording": "?"}


def test_a_chat_that_ended_or_was_deleted_is_joined_to_nobody(chats):
    with chats.open() as session:
        Conversations(session).end("web", NOON)
        with pytest.raises(CodeNotGood):
            joined(session)


def test_a_code_for_something_else_moves_nothing(chats):
    with chats.open() as session:
        handed = Handed("h2", Purpose.BRIEF, "web", {}, 1, NOON, NOON + 15 * MINUTE)
        HandedCodes(session).hand("WXYZ6789", handed)
        with pytest.raises(CodeNotGood):
            joined(session, "WXYZ6789")


def test_of_many_at_once_on_postgresql_one_gets_the_chat(postgres_address):  # noqa: F811 - the fixture
    database = with_tables(postgres_address)
    given_conversation(database, "web")
    with database.open() as session:
        hand(session)

    def come(number):
        try:
            with database.open() as session:
                newcomer = Newcomer(
                    "whatsapp", f"k{number}", (Identity("whatsapp", f"GB.{number}"),), WHERE, None
                )
                join(session, CODE, newcomer, NOON + MINUTE)
        except CodeNotGood:
            return 0
        return 1

    with ThreadPoolExecutor(8) as people:
        assert sum(people.map(come, range(16))) == 1
    with database.reading() as session:
        assert ChannelPeople(session).of_conversation("web") is not None
    database.close()
