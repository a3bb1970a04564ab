"""Which account opens to whom: the first time by address, then for good by who they are."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from desk.brokers import (
    Broker,
    Role,
    add_broker,
    change_password,
    change_to_single_sign_on,
    disable_broker,
)
from desk.open_id.errors import NoAccount
from desk.open_id.identity import Identity
from desk.sign_in import signed_in
from desk.single_sign_on import admit_identity
from knowledge.storage.brokers import Brokers
from tests.databases import with_tables
from tests.desk.making import NOON, given_hubs
from tests.postgres import postgres_address, postgres_server  # noqa: F401 - fixtures

ISSUER = "https://id.example"
JO = Identity(ISSUER, "jo-1", ("jo@example.org",))


def given_account(database, broker_id="b1", email="jo@example.org"):
    with database.open() as session:
        add_broker(session, Broker(broker_id, "Jo Bloggs", email, Role.CURATOR), None, NOON)
    return database


@pytest.fixture
def account(database):
    given_hubs(database)
    return given_account(database)


def admit(database, identity=JO):
    with database.open() as session:
        return admit_identity(session, identity, NOON)


def refused(database, identity=JO):
    with pytest.raises(NoAccount) as said:
        admit(database, identity)
    return said.value.code


def kept(database, broker_id="b1"):
    with database.reading() as session:
        return Brokers(session).get(broker_id)


def test_whoever_has_an_account_gets_a_session_and_is_known_from_then_on(account):
    opened = admit(account)

    with account.open() as session:
        assert signed_in(session, opened.token, NOON).broker.id == "b1"
    assert (kept(account).issuer, kept(account).subject) == (ISSUER, "jo-1")


@pytest.mark.parametrize("addresses", [(), ("new@example.org",), ("jo@example.org",)])
def test_once_known_they_get_in_whatever_their_address_is(account, addresses):
    admit(account)

    assert admit(account, Identity(ISSUER, "jo-1", addresses)).broker.id == "b1"


@pytest.mark.parametrize(
    ("identity", "code"),
    [
        (Identity(ISSUER, "jo-2", JO.addresses), "somebody_else"),
        (Identity("https://other.example", "jo-1", JO.addresses), "somebody_else"),
        (Identity(ISSUER, "ada-1", ("ada@example.org",)), "no_account"),
        (Identity(ISSUER, "ada-1", ()), "no_proven_address"),
        (Identity(ISSUER, "JO-1", ()), "no_proven_address"),
    ],
)
def test_nobody_else_gets_into_the_account(account, identity, code):
    admit(account)

    assert refused(account, identity) == code
    assert kept(account).subject == "jo-1"


def test_of_two_addresses_the_first_that_has_an_account_counts(account):
    given_account(account, "b2", "jo@second.example")

    two = Identity(ISSUER, "jo-1", ("unknown@example.org", "jo@second.example", "jo@example.org"))

    assert admit(account, two).broker.id == "b2"


def test_whoever_is_disabled_stays_out_and_nothing_is_kept_of_the_attempt(account):
    with account.open() as session:
        disable_broker(session, "b1", NOON)

    assert refused(account) == "disabled"
    assert kept(account).subject is None


def test_whoever_is_disabled_later_is_out_at_once_and_stays_out(account):
    token = admit(account).token
    with account.open() as session:
        disable_broker(session, "b1", NOON)

    assert refused(account) == "disabled"
    with account.open() as session:
        assert signed_in(session, token, NOON) is None


def test_a_new_password_ends_single_sign_on(account):
    token = admit(account).token
    with account.open() as session:
        change_password(session, "b1", "$hash")

    assert refused(account) == "has_password"
    with account.open() as session:
        assert signed_in(session, token, NOON) is None


def test_an_account_that_is_given_to_single_sign_on_anew_is_for_who_comes_next(account):
    token = admit(account).token
    with account.open() as session:
        change_to_single_sign_on(session, "b1")

    with account.open() as session:
        assert signed_in(session, token, NOON) is None
    admit(account, Identity(ISSUER, "jo-2", JO.addresses))
    assert refused(account) == "somebody_else"


def test_a_lock_after_wrong_passwords_is_not_for_who_has_none(account):
    with account.open() as session:
        Brokers(session).note_failure("b1", 0, NOON.replace(year=2099))

    assert admit(account)


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
@pytest.mark.parametrize("subjects", [["jo-1"] * 4, ["jo-1", "jo-2", "jo-3", "jo-4"]])
def test_of_several_at_once_one_is_pinned_and_the_same_person_may_come_twice(
    request, tmp_path, kind, subjects
):
    address = f"sqlite:///{tmp_path / 'many.db'}"
    if kind == "postgresql":
        address = request.getfixturevalue("postgres_address")
    database = given_account(with_tables(address))

    def come(subject):
        try:
            admit(database, Identity(ISSUER, subject, JO.addresses))
        except NoAccount:
            return False
        return True

    with ThreadPoolExecutor(4) as people:
        let_in = list(people.map(come, subjects))

    assert sum(let_in) == (4 if len(set(subjects)) == 1 else 1)
    assert kept(database).subject in subjects
    database.close()
