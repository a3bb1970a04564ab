"""Who may do what, and who sees whose cases."""

import pytest

from desk.brokers import (
    Broker,
    HubNeeded,
    Right,
    Role,
    UnknownHubs,
    add_broker,
    broker_of,
    change_password,
    disable_broker,
    hubs_seen,
    may,
    may_see,
)
from desk.sign_in import Checked, admit, signed_in
from knowledge.storage.brokers import Brokers, EmailTaken
from tests.desk.making import NOON, given_hubs

ALL = {"work_cases", "reassign", "send_again", "curate"}
ALLOWED = {
    "broker": {"work_cases"},
    "lead": {"work_cases", "reassign", "send_again"},
    "curator": {"curate"},
    "administrator": ALL,
}
OURS, THEIRS = "warwickshire-hub", "country-hub"


def make_broker(role: Role = Role.BROKER, *hubs: str) -> Broker:
    return Broker("b1", "Jo Bloggs", "jo@example.org", role, frozenset(hubs))


def add(database, broker: Broker) -> None:
    with database.open() as session:
        add_broker(session, broker, "$hash", NOON)


def signed_in_already(database) -> str:
    with database.open() as session:
        return admit(session, Checked(Brokers(session).get("b1"), right=True), NOON).token


@pytest.fixture
def database(database):
    """The same with front doors."""
    given_hubs(database)
    return database


def test_the_table_is_about_every_role_and_every_right():
    assert set(ALLOWED) == {role.value for role in Role}
    assert {right.value for right in Right} == ALL


@pytest.mark.parametrize("right", Right)
@pytest.mark.parametrize("role", Role)
def test_each_role_has_exactly_its_rights(role, right):
    assert may(make_broker(role, OURS), right) is (right.value in ALLOWED[role.value])


@pytest.mark.parametrize(
    ("role", "hubs", "sees_ours", "sees_theirs"),
    [
        (Role.BROKER, [OURS], True, False),
        (Role.BROKER, [OURS, THEIRS], True, True),
        (Role.BROKER, [], False, False),
        (Role.LEAD, [OURS], True, False),
        (Role.LEAD, [OURS, THEIRS], True, True),
        (Role.LEAD, [], False, False),
        (Role.CURATOR, [OURS], False, False),
        (Role.CURATOR, [OURS, THEIRS], False, False),
        (Role.CURATOR, [], False, False),
        (Role.ADMINISTRATOR, [OURS], True, False),
        (Role.ADMINISTRATOR, [OURS, THEIRS], True, True),
        (Role.ADMINISTRATOR, [], True, True),
    ],
)
def test_cases_are_seen_by_those_of_the_hub_and_of_all_hubs_only_by_administrators(
    role, hubs, sees_ours, sees_theirs
):
    broker = make_broker(role, *hubs)

    assert may_see(broker, OURS) is sees_ours
    assert may_see(broker, THEIRS) is sees_theirs


def test_only_an_administrator_sees_all_without_a_hub():
    assert {role: hubs_seen(make_broker(role)) for role in Role} == {
        Role.BROKER: frozenset(),
        Role.LEAD: frozenset(),
        Role.CURATOR: frozenset(),
        Role.ADMINISTRATOR: None,
    }


@pytest.mark.parametrize("role", Role)
def test_a_broker_comes_back_from_an_account_as_it_went_in(database, role):
    broker = make_broker(role, OURS, THEIRS)
    add(database, broker)

    with database.reading() as session:
        assert broker_of(Brokers(session).get("b1")) == broker


def test_a_hub_that_the_facts_do_not_have_is_refused_with_those_they_have(database):
    with pytest.raises(UnknownHubs, match=r"'moon-hub'.*combined-authority-hub, country-hub") as refused:
        add(database, make_broker(Role.BROKER, OURS, "moon-hub"))

    assert refused.value.unknown == {"moon-hub"}


@pytest.mark.parametrize("role", [Role.BROKER, Role.LEAD])
def test_whoever_would_see_no_case_without_a_hub_needs_one(database, role):
    with pytest.raises(HubNeeded, match=f"a {role} needs"):
        add(database, make_broker(role))


@pytest.mark.parametrize("role", [Role.CURATOR, Role.ADMINISTRATOR])
def test_curators_and_administrators_need_no_hub(database, role):
    add(database, make_broker(role))

    with database.reading() as session:
        assert Brokers(session).get("b1").hubs == ()


def test_one_address_has_one_account(database):
    add(database, make_broker(Role.ADMINISTRATOR))

    with pytest.raises(EmailTaken):
        add(database, Broker("b2", "Jo Again", "JO@example.org", Role.CURATOR))


@pytest.mark.parametrize(
    "change",
    [
        lambda session: change_password(session, "b1", "$other"),
        lambda session: disable_broker(session, "b1", NOON),
    ],
    ids=["a new password", "disabled"],
)
def test_what_shuts_the_account_ends_what_is_open(database, change):
    add(database, make_broker(Role.ADMINISTRATOR))
    token = signed_in_already(database)

    with database.open() as session:
        change(session)

    with database.open() as session:
        assert signed_in(session, token, NOON) is None


def test_a_new_password_lifts_a_lock(database):
    add(database, make_broker(Role.ADMINISTRATOR))
    with database.open() as session:
        Brokers(session).note_failure("b1", 0, NOON)

    with database.open() as session:
        change_password(session, "b1", "$other")

    with database.reading() as session:
        kept = Brokers(session).get("b1")
    assert (kept.password_hash, kept.locked_until) == ("$other", None)
