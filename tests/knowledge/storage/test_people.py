"""Conversations that left the same contact lead to the same person, and nobody is made one with another."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from knowledge.identities import Identity, contact
from knowledge.storage.people import People, conversation_marks, people, person_marks

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)
LATER = NOON + timedelta(days=1)
EMAIL, OTHER, PHONE = contact("ada@example.org"), contact("bob@example.org"), contact("01632 960123")
WHATSAPP = Identity("whatsapp", "+441632960123")


@pytest.fixture
def tie(either):
    def tied(conversation, *identities, at=NOON, **how):
        with either.open() as session:
            return People(session).tie(conversation, identities, at, **how)

    return tied


def conversations(database, person):
    with database.reading() as session:
        return {one.conversation_id for one in People(session).ties([person])}


def count(database, table):
    with database.reading() as session:
        return session.scalars(select(func.count()).select_from(table)).one()


def test_two_conversations_that_left_the_same_address_are_one_persons(either, tie):
    assert tie("c1", EMAIL) == tie("c2", EMAIL)


def test_two_that_left_different_addresses_are_two_persons(either, tie):
    assert tie("c1", EMAIL) != tie("c2", OTHER)


def test_a_number_left_with_an_address_leads_to_the_same_person(either, tie):
    ada = tie("c1", EMAIL)
    tie("c2", EMAIL, PHONE)

    assert tie("c3", PHONE) == ada
    assert conversations(either, ada) == {"c1", "c2", "c3"}


def test_what_is_left_later_in_the_same_conversation_leads_to_the_same_person(either, tie):
    assert tie("c1", EMAIL) == tie("c1", PHONE, at=LATER)


def test_somebody_who_types_the_addresses_of_two_does_not_make_them_one(either, tie):
    ada, bob = tie("c1", EMAIL), tie("c2", OTHER, at=LATER)

    tie("c3", EMAIL, OTHER, at=LATER)

    assert conversations(either, ada) == {"c1", "c3"}
    assert conversations(either, bob) == {"c2", "c3"}


def test_who_a_channel_has_proven_stays_proven_when_a_stranger_types_it(either, tie):
    ada = tie("c1", WHATSAPP, verified=True)
    tie("c2", WHATSAPP)

    with either.reading() as session:
        assert all(one.verified for one in People(session).ties([ada]))


def test_to_tie_twice_changes_nothing(either, tie):
    assert tie("c1", EMAIL) == tie("c1", EMAIL, EMAIL, at=LATER)
    assert count(either, conversation_marks) == 1


def test_a_person_with_nothing_left_is_forgotten_and_one_with_more_is_not(either, tie):
    ada = tie("c1", EMAIL)
    tie("c2", EMAIL, PHONE)
    with either.open() as session:
        People(session).forget("c2")
    assert (count(either, people), count(either, person_marks)) == (1, 1)
    assert conversations(either, ada) == {"c1"}

    with either.open() as session:
        People(session).forget("c1")
        People(session).forget("c1")

    assert [count(either, table) for table in (people, person_marks, conversation_marks)] == [0, 0, 0]
