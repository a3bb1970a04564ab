"""Who in Teams is which broker: said once, by a code that nobody can guess or use again."""

from datetime import timedelta

import pytest

from desk.brokers import Broker, Role, add_broker, disable_broker
from desk.linking import LASTS, CodeRefused, NoCases, code_in, give_code, link, linked
from knowledge.storage.teams_links import TeamsLinks
from tests.desk.making import NOON, given_hubs

WHERE = {"conversation": "a:1"}


@pytest.fixture
def desk(database):
    given_hubs(database)
    with database.open() as session:
        for name, role in (("bea", Role.BROKER), ("cat", Role.CURATOR)):
            hubs = frozenset({"country-hub"}) if role is Role.BROKER else frozenset()
            add_broker(session, Broker(name, name, f"{name}@hub.example", role, hubs), None, NOON)
    return database


def code_of(session, now=NOON):
    written = give_code(session, "bea", now)
    return code_in(f"desk {written}")


def test_a_code_is_read_however_it_is_written():
    assert code_in("desk abcd-efgh") == code_in("  DESK\n ABCD-EFGH ") == "ABCDEFGH"
    others = ("desk here", "desk research", "desk ABCD-EFG0", "desk ABCD-EFGH please", "")
    assert [code_in(text) for text in others] == [None] * 5


def test_a_code_makes_somebody_that_broker(desk):
    with desk.open() as session:
        assert link(session, code_of(session), "key", WHERE, NOON).id == "bea"
        found = linked(session, "key")

    assert found is not None
    assert (found[0].address, found[1].id) == (WHERE, "bea")


def test_only_a_hash_of_it_is_kept(desk):
    with desk.open() as session:
        code = code_of(session)
        kept = session.connection().exec_driver_sql("SELECT * FROM teams_codes").all()

    assert code not in str(kept)


@pytest.mark.parametrize("later", [LASTS, timedelta(days=400)])
def test_its_time_is_over_after_a_quarter_of_an_hour(desk, later):
    with desk.open() as session, pytest.raises(CodeRefused):
        link(session, code_of(session), "key", WHERE, NOON + later)


def test_it_is_good_once_and_a_new_one_ends_the_one_before(desk):
    with desk.open() as session:
        first, second = code_of(session), code_of(session)
        link(session, second, "key", WHERE, NOON)
        for used in (first, second):
            with pytest.raises(CodeRefused):
                link(session, used, "other", WHERE, NOON)

        assert linked(session, "other") is None


def test_a_broker_is_one_person_and_a_person_one_broker(desk):
    with desk.open() as session:
        link(session, code_of(session), "key", WHERE, NOON)
        link(session, code_of(session), "other", WHERE, NOON)

        assert linked(session, "key") is None
        assert linked(session, "other") is not None


def test_who_works_on_no_cases_gets_no_code(desk):
    with desk.open() as session, pytest.raises(NoCases):
        give_code(session, "cat", NOON)


def test_a_code_of_an_account_that_is_switched_off_meanwhile_opens_nothing(desk):
    with desk.open() as session:
        code = code_of(session)
        disable_broker(session, "bea", NOON)
        with pytest.raises(CodeRefused):
            link(session, code, "key", WHERE, NOON)
        with pytest.raises(NoCases):
            give_code(session, "bea", NOON)


def test_who_is_switched_off_or_forgotten_is_nobody(desk):
    with desk.open() as session:
        link(session, code_of(session), "key", WHERE, NOON)
        assert TeamsLinks(session).forget("bea")
        assert not TeamsLinks(session).forget("bea")
        assert linked(session, "key") is None
        link(session, code_of(session), "key", WHERE, NOON)
        disable_broker(session, "bea", NOON)

        assert linked(session, "key") is None
