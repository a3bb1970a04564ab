"""Signing in: who guesses gets nowhere, and learns nothing."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from functools import cache

import pytest
from argon2 import PasswordHasher
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from desk.brokers import Broker, Role
from desk.sign_in import (
    Checked,
    Opened,
    PasswordTooLong,
    PasswordTooShort,
    SignInRefused,
    admit,
    check,
    hashed,
    sign_out,
    signed_in,
)
from knowledge.storage.brokers import BrokerRecord, Brokers, broker_sessions
from tests.databases import with_tables
from tests.desk.making import NOON, sign_in
from tests.postgres import postgres_address, postgres_server  # noqa: F401 - fixtures

EMAIL, PASSWORD, WRONG = "jo@example.org", "a long enough password", "another long password"
JO = Broker("b1", "Jo Bloggs", EMAIL, Role.BROKER, frozenset({"hub"}))
MINUTE = timedelta(minutes=1)


@cache
def kept_hash() -> str:
    return hashed(PASSWORD)


def with_account(database, password_hash: str | None = None, **changed: object):
    standing = {"id": "b1", "name": "Jo Bloggs", "email": EMAIL, "role": "broker", "hubs": ("hub",)}
    record = BrokerRecord(**standing, password_hash=password_hash or kept_hash(), created=NOON, **changed)
    with database.open() as session:
        Brokers(session).add(record)
    return database


@pytest.fixture
def account(database):
    """A database with one account."""
    return with_account(database)


@pytest.fixture
def work(monkeypatch):
    """Every hash that is computed from now on."""
    done: list[str] = []

    def note(name: str) -> None:
        does = getattr(PasswordHasher, name)
        monkeypatch.setattr(PasswordHasher, name, lambda *given: done.append(name) or does(*given))

    note("hash")
    note("verify")
    return done


def attempt(database, password: str = PASSWORD, email: str = EMAIL, now: datetime = NOON) -> Opened:
    with database.open() as session:
        return sign_in(session, email, password, now)


def refused(database, *given, **named) -> str:
    with pytest.raises(SignInRefused) as said:
        attempt(database, *given, **named)
    return str(said.value)


def conclude(database, right: bool, now: datetime = NOON) -> Opened | None:
    """Sign in with a password that was right or wrong, without the work of finding that out."""
    try:
        with database.open() as session:
            return admit(session, Checked(Brokers(session).get("b1"), right), now)
    except SignInRefused:
        return None


def use(database, token: str, now: datetime = NOON):
    with database.open() as session:
        return signed_in(session, token, now)


def record(database) -> BrokerRecord:
    with database.reading() as session:
        return Brokers(session).get("b1")


def test_whoever_knows_the_password_is_let_in_and_known_by_the_token(account):
    opened = attempt(account)

    found = use(account, opened.token)
    assert found is not None
    assert (opened.broker, found.broker, found.csrf) == (JO, JO, opened.csrf)


def test_an_address_may_be_written_in_capitals(account):
    assert attempt(account, email=" Jo@Example.org ").broker == JO


def test_every_session_has_its_own_token_and_word_for_forms(account):
    opened = [conclude(account, True) for _ in range(10)]

    secrets = {one.token for one in opened} | {one.csrf for one in opened}
    assert len(secrets) == 20
    assert min(map(len, secrets)) >= 43


def test_neither_password_nor_token_can_be_read_from_what_is_shown(account):
    opened = attempt(account)

    shown = f"{opened} {use(account, opened.token)} {check(record(account), PASSWORD, NOON)}"
    assert not [s for s in (opened.token, opened.csrf, PASSWORD, kept_hash()) if s in shown]


def test_every_refusal_says_the_same_and_takes_the_same_work(database, work):
    with_account(database)
    seen = {refused(database, email="nobody@example.org"), refused(database, WRONG)}
    with database.open() as session:
        Brokers(session).note_failure("b1", 0, NOON + MINUTE)
    seen.add(refused(database))
    with database.open() as session:
        Brokers(session).note_success("b1")
        Brokers(session).disable("b1")
    seen.add(refused(database))

    assert len(seen) == 1
    assert work[-4:] == ["hash", "verify", "verify", "verify"]


@pytest.mark.parametrize(
    "password", ["", PASSWORD.upper(), PASSWORD[:-1], f"{PASSWORD} ", "\udcff", "x" * 201]
)
def test_no_other_password_opens(account, password):
    refused(account, password)


@pytest.mark.parametrize("email", ["", "\x00", "\udcff", "' OR 1=1 --", "@" * 10_000])
def test_what_is_no_address_is_refused_as_an_unknown_one_is(account, email):
    assert refused(account, email=email) == refused(account, WRONG)


def test_a_password_reads_the_same_however_the_keyboard_writes_its_accents(database):
    with_account(database, hashed("caf\u00e9 caf\u00e9 caf\u00e9"))

    assert attempt(database, "cafe\u0301 cafe\u0301 cafe\u0301")


def test_a_refusal_is_counted_although_it_is_raised_through_the_transaction(account):
    refused(account, WRONG)

    assert record(account).failed == 1


def test_the_right_password_forgets_the_wrong_ones_before_it(account):
    for right in (False, False, False, False, True, False, False, False, False):
        conclude(account, right)

    assert conclude(account, True) is not None


def test_after_five_wrong_passwords_even_the_right_one_waits_a_quarter_of_an_hour(account):
    for _ in range(5):
        refused(account, WRONG)

    refused(account, now=NOON + 15 * MINUTE - timedelta(seconds=1))
    assert attempt(account, now=NOON + 15 * MINUTE)


def test_trying_while_it_is_locked_does_not_lock_it_for_longer(account):
    for minute in [0] * 5 + list(range(1, 15)):
        conclude(account, False, NOON + minute * MINUTE)

    assert conclude(account, True, NOON + 15 * MINUTE) is not None


def test_a_lock_does_not_end_the_sessions_that_are_open(account):
    opened = conclude(account, True)
    for _ in range(5):
        conclude(account, False)

    assert use(account, opened.token) is not None


@settings(max_examples=60)
@given(st.lists(st.tuples(st.booleans(), st.integers(0, 20)), max_size=25))
def test_whatever_is_tried_five_in_a_row_lock_and_nothing_else_does(attempts):
    database, now = with_account(with_tables(), "$hash"), NOON
    wrong, locked = 0, NOON

    for right, minutes in attempts:
        now += minutes * MINUTE
        let_in = conclude(database, right, now) is not None

        closed = now < locked
        assert let_in is (right and not closed)
        if not closed:
            wrong = 0 if right else wrong + 1
        if wrong == 5:
            wrong, locked = 0, now + 15 * MINUTE
    database.close()


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_of_many_guesses_at_once_only_five_count_and_a_right_one_among_the_rest_is_refused(
    request, tmp_path, kind
):
    address = f"sqlite:///{tmp_path / 'many.db'}"
    if kind == "postgresql":
        address = request.getfixturevalue("postgres_address")
    database = with_account(with_tables(address), "$hash")
    before = record(database)

    with ThreadPoolExecutor(8) as guesses:
        let_in = list(guesses.map(lambda _: conclude(database, False), range(8)))
    late = Checked(before, right=True)
    with pytest.raises(SignInRefused), database.open() as session:
        admit(session, late, NOON)

    assert let_in == [None] * 8
    assert (record(database).failed, record(database).locked_until) == (0, NOON + 15 * MINUTE)
    database.close()


def test_a_password_that_was_changed_while_it_was_checked_lets_nobody_in(account):
    late = Checked(record(account), right=True)
    with account.open() as session:
        Brokers(session).set_password("b1", "$other")

    with pytest.raises(SignInRefused), account.open() as session:
        admit(session, late, NOON)


def test_an_old_kind_of_hash_is_replaced_when_its_owner_signs_in(database):
    old = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
    with_account(database, old.hash(PASSWORD))

    attempt(database)

    assert not PasswordHasher().check_needs_rehash(record(database).password_hash)
    assert attempt(database)


def test_an_old_kind_of_hash_does_not_tell_that_a_password_is_right_while_the_account_is_locked(
    database, work
):
    old = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1).hash(PASSWORD)
    with_account(database, old, locked_until=NOON + MINUTE)
    work.clear()

    refused(database)

    assert work == ["verify"]


def test_hashes_are_argon2id_and_no_two_are_the_same():
    assert kept_hash().startswith("$argon2id$")
    assert hashed(PASSWORD) != kept_hash()


def test_a_password_has_12_to_200_characters():
    assert hashed("x" * 12)
    assert hashed("x" * 200)
    with pytest.raises(PasswordTooShort, match="at least 12"):
        hashed("x" * 11)
    with pytest.raises(PasswordTooLong, match="at most 200"):
        hashed("x" * 201)


@pytest.mark.parametrize("token", ["", "x" * 43, "\udcff", "' OR 1=1 --"])
def test_no_other_token_is_let_in(account, token):
    conclude(account, True)

    assert use(account, token) is None


def test_whoever_signs_out_is_out_and_nobody_else(account):
    mine, other = conclude(account, True), conclude(account, True)

    with account.open() as session:
        sign_out(session, mine.token)
        sign_out(session, "unknown")

    assert use(account, mine.token) is None
    assert use(account, other.token) is not None


def test_whoever_is_disabled_is_out_at_once(account):
    opened = conclude(account, True)
    with account.open() as session:
        Brokers(session).disable("b1")

    assert use(account, opened.token) is None


def test_a_session_in_constant_use_ends_after_twelve_hours(account):
    token = conclude(account, True).token
    uses = [NOON + timedelta(minutes=30 * n) for n in range(1, 25)]

    assert [use(account, token, now) is not None for now in uses] == [True] * 23 + [False]


def test_whoever_signs_in_sweeps_away_the_sessions_that_are_over(account):
    conclude(account, True)
    conclude(account, True, NOON + 60 * MINUTE)

    with account.reading() as session:
        assert len(session.execute(select(broker_sessions)).all()) == 1


@settings(max_examples=60)
@given(st.lists(st.integers(20, 61), max_size=30))
def test_a_session_lasts_while_it_is_used_each_hour_and_never_longer_than_twelve(waits):
    database = with_account(with_tables(), "$hash")
    token, now, lives = conclude(database, True).token, NOON, True

    for minutes in waits:
        now += minutes * MINUTE
        lives = lives and minutes < 60 and now < NOON + timedelta(hours=12)
        assert (use(database, token, now) is not None) is lives
    database.close()
