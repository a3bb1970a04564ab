"""Who is not in the chat hears by mail what became of their request: once, and only where they agreed."""

from datetime import timedelta

import pytest

from desk import escalation, lapses
from desk.afterwards.stopping import stop_writing
from desk.casebook import Casebook
from desk.cases import Part
from desk.passing_on import PassingOn
from desk.relay import Relay
from knowledge.storage.conversations import Conversations
from knowledge.storage.opt_outs import OptOuts
from knowledge.storage.person_mails import Occasion
from tests.desk.afterwards.closed import mails
from tests.desk.afterwards.test_post import bring, mailbox, text_of  # noqa: F401 - a fixture
from tests.desk.making import CHAIN, HUBS, NOON, given_case, given_conversation, given_hubs, make_consent

HOUR = timedelta(hours=1)
LATER = NOON + 5 * HOUR
MONTH = timedelta(days=30)


@pytest.fixture(autouse=True)
def front_doors(database):
    given_hubs(database)
    given_conversation(database)


def end(database):
    with database.open() as session:
        Conversations(session).end("c1", NOON)


def own_up(database, **given):
    case = given_case(database, answer_by=NOON + HOUR, **given)
    lapses.look(database, LATER)
    return case


def pass_on(database):
    given_case(database, team="makers", escalate_at=LATER - HOUR)
    escalation.look(database, CHAIN, MONTH, LATER)


def expire(database):
    given_case(database)
    escalation.look(database, CHAIN, MONTH, NOON + MONTH)


def to_another_hub(database):
    case = given_case(database)
    with database.open() as session:
        relay = Relay(session, "b1", LATER)
        relay.claim(case.id)
        PassingOn(relay).to_hub(case.id, HUBS[1].id, "by phone")


@pytest.mark.parametrize(
    ("happens", "words"),
    [
        (own_up, "As far as I can see, nobody has."),
        (pass_on, "I have passed it to the everybody"),
        (expire, "I have now ended it"),
        (to_another_hub, "is now with Warwickshire Hub"),
    ],
)
@pytest.mark.parametrize("ended", [False, True])
def test_whatever_happens_to_a_request_is_mailed_once_to_whoever_is_not_there(
    database, happens, words, ended
):
    if ended:
        end(database)

    happens(database)

    (mail,) = mails(database)
    assert (mail.kind, mail.address) == (Occasion.CASE_NEWS, "ada@example.org")
    assert words in mail.words
    assert "Ada" not in mail.words


def test_who_is_in_the_chat_reads_it_there(database):
    with database.open() as session:
        Conversations(session).seen("c1", LATER)

    own_up(database)

    assert mails(database) == []


@pytest.mark.parametrize("left_out", [Part.CONTACT])
def test_an_address_that_was_left_out_gets_no_mail(database, left_out):
    own_up(database, consent=make_consent(left_out))

    assert mails(database) == []


@pytest.mark.parametrize("stops", ["conversation", "address"])
def test_who_asked_for_no_more_mails_gets_none(database, stops):
    with database.open() as session:
        if stops == "conversation":
            stop_writing(session, "c1", NOON)
        else:
            OptOuts(session).add_address("ada@example.org", NOON)

    own_up(database)

    assert mails(database) == []


def test_news_of_a_request_that_was_taken_back_are_gone(database):
    case = own_up(database)

    with database.open() as session:
        Casebook(session).withdraw(case.id, LATER)

    assert mails(database) == []


async def test_the_mail_says_what_stands_in_the_chat_and_how_to_stop(database, mailbox):  # noqa: F811
    own_up(database)

    (mail,) = await bring(database, mailbox, NOON + 24 * HOUR)

    assert mail["Subject"] == "Your request SP-ABC234"
    assert "As far as I can see, nobody has." in text_of(mail)
    assert "/stop" in text_of(mail)
