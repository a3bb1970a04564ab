"""Mails to people: one on each occasion, found by the token of a link alone, and forgotten when asked."""

from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from knowledge.storage.errands import Progress
from knowledge.storage.person_mails import LinkNotFound, Occasion, PersonMail, PersonMails, new_token
from tests.databases import with_tables
from tests.knowledge.storage.making_cases import NOON
from tests.postgres import postgres_address, postgres_server  # noqa: F401 - fixtures

TOKEN = "t" * 32
SOON, LATER = NOON + timedelta(minutes=1), NOON + timedelta(days=60)


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request, tmp_path):
    address = f"sqlite:///{tmp_path / 'mails.db'}"
    if request.param == "postgresql":
        address = request.getfixturevalue("postgres_address")
    made = with_tables(address)
    yield made
    made.close()


def make_mail(mail_id="a", kind=Occasion.FOLLOW_UP, conversation="c1", address="ada@example.org"):
    return PersonMail(mail_id, conversation, kind, mail_id, address, Progress.WAITING, NOON, 0, NOON)


def given(database, *mails):
    with database.open() as session:
        for mail in mails:
            PersonMails(session).add(mail)
            PersonMails(session).link(mail.id, TOKEN + mail.id, LATER)


def states(database):
    with database.reading() as session:
        kept = [*PersonMails(session).of_conversation("c1"), *PersonMails(session).of_conversation("c2")]
    return {mail.id: mail.state for mail in kept}


def test_there_is_one_mail_on_each_occasion(database):
    given(database, make_mail())

    with pytest.raises(IntegrityError), database.open() as session:
        PersonMails(session).add(PersonMail(**{**vars(make_mail()), "id": "another"}))


def test_only_the_kinds_that_may_go_out_now_are_taken(database):
    given(database, make_mail("a"), make_mail("b", Occasion.CONFIRMATION))
    only = [Occasion.CONFIRMATION]

    with database.open() as session:
        kept = PersonMails(session)
        assert kept.oldest_due_of(only, NOON) == NOON
        taken = [kept.take_one_of(only, "w1", NOON, SOON) for _ in range(2)]

    assert [mail and mail.id for mail in taken] == ["b", None]


def test_a_link_leads_to_its_mail_until_its_time_is_over(database):
    given(database, make_mail("a"), make_mail("b"))

    with database.reading() as session:
        kept = PersonMails(session)
        assert kept.with_link(TOKEN + "b", NOON).id == "b"
        for token, at in ((TOKEN + "b", LATER), (TOKEN, NOON), ("", NOON), ("\ud800", NOON), ("\x00", NOON)):
            with pytest.raises(LinkNotFound):
                kept.with_link(token, at)


def test_what_waits_is_recalled_by_chat_by_kind_and_by_address_however_it_is_written(database):
    given(database, make_mail("a"), make_mail("b", Occasion.REMINDER), make_mail("c", conversation="c2"))

    with database.open() as session:
        PersonMails(session).recall("c1", NOON, [Occasion.FOLLOW_UP])
    assert states(database) == {"a": Progress.RECALLED, "b": Progress.WAITING, "c": Progress.WAITING}

    with database.open() as session:
        PersonMails(session).recall_to("ADA@example.org", NOON)
    assert set(states(database).values()) == {Progress.RECALLED}


def test_forgetting_a_chat_deletes_its_mails_and_their_links_and_no_others(database):
    given(database, make_mail("a"), make_mail("c", conversation="c2"))

    with database.open() as session:
        PersonMails(session).forget("c1")

    assert set(states(database)) == {"c"}
    with database.reading() as session, pytest.raises(LinkNotFound):
        PersonMails(session).with_link(TOKEN + "a", NOON)


def test_what_was_settled_long_ago_is_deleted_and_what_waits_is_not(database):
    given(database, make_mail("a"), make_mail("b"))
    with database.open() as session:
        PersonMails(session).take("w1", NOON, SOON)
        PersonMails(session).settle("a", "w1", Progress.SENT, NOON, None)
        PersonMails(session).forget_settled(SOON)

    assert set(states(database)) == {"b"}


def test_tokens_are_long_and_never_the_same_and_no_address_is_shown_by_accident():
    assert len({new_token() for _ in range(100)}) == 100
    assert min(len(new_token()) for _ in range(100)) >= 32
    assert "ada@" not in repr(make_mail())
