"""`signpost broker` as an operator uses it."""

from datetime import UTC, datetime, timedelta

import pytest
from click.testing import CliRunner

from bot.cli import main
from desk.linking import code_in, link
from desk.open_id.identity import Identity
from desk.sign_in import SignInRefused, signed_in
from desk.single_sign_on import admit_identity
from knowledge.storage.brokers import Brokers
from knowledge.storage.database import Database
from tests.databases import with_facts
from tests.desk.making import sign_in

EMAIL, PASSWORD, OTHER = "jo@example.org", "a long enough password", "another long password"
HUB = "worcestershire-growth-hub"
JO = ("add", EMAIL, "--name", "Jo Bloggs", "--role", "broker", "--hub", HUB)


@pytest.fixture
def database(tmp_path, monkeypatch):
    """The database that the command uses, with the facts."""
    address = f"sqlite:///{tmp_path / 'signpost.db'}"
    monkeypatch.setenv("SIGNPOST_HOME", str(tmp_path))
    monkeypatch.setenv("SIGNPOST_DATABASE_URL", address)
    made = with_facts(address)
    yield made
    made.close()


def run(*words: str, typed: str | None = None):
    return CliRunner().invoke(main, ["broker", *words], input=typed)


def add(*words: str):
    return run(*(words or JO), "--password-stdin", typed=f"{PASSWORD}\n")


def opened(database: Database, password: str = PASSWORD):
    with database.open() as session:
        return sign_in(session, EMAIL, password, datetime.now(UTC))


def test_somebody_who_was_added_can_sign_in(database):
    result = add()

    assert (result.exit_code, result.output) == (0, f"{EMAIL} can sign in now.\n")
    broker = opened(database).broker
    assert (broker.name, broker.role.value, broker.hubs) == ("Jo Bloggs", "broker", {HUB})


def test_the_password_is_asked_for_twice_and_never_shown(database):
    result = run(*JO, typed=f"{PASSWORD}\n{PASSWORD}\n")

    assert result.exit_code == 0
    assert "The same again" in result.output
    assert PASSWORD not in result.output
    assert opened(database)


def test_two_passwords_that_differ_are_asked_for_again(database):
    result = run(*JO, typed=f"{PASSWORD}\n{OTHER}\n{OTHER}\n{OTHER}\n")

    assert result.exit_code == 0
    assert opened(database, OTHER)


def test_without_a_role_somebody_is_a_broker(database):
    add("add", EMAIL, "--name", "Jo Bloggs", "--hub", HUB)

    assert opened(database).broker.role.value == "broker"


def test_several_hubs_are_given_one_by_one(database):
    add(*JO, "--hub", "invest-telford")

    assert opened(database).broker.hubs == {HUB, "invest-telford"}


@pytest.mark.parametrize(
    ("words", "typed", "said"),
    [
        (
            (*JO, "--hub", "moon-hub"),
            PASSWORD,
            "there are: business-growth-service, business-growth-west-midlands",
        ),
        (JO[:-2], PASSWORD, "needs at least one hub"),
        (JO, "too short", "at least 12 characters"),
        (JO, "x" * 201, "at most 200 characters"),
        (JO, "", "at least 12 characters"),
        (("disable", EMAIL), None, "signpost broker list"),
        (("password", EMAIL), PASSWORD, "signpost broker list"),
    ],
)
def test_what_cannot_be_done_is_refused_with_what_to_do(database, words, typed, said):
    piped = () if typed is None else ("--password-stdin",)

    result = run(*words, *piped, typed=typed)

    assert result.exit_code == 1
    assert said in result.output
    assert "Traceback" not in result.output


@pytest.mark.parametrize(
    "words",
    [
        ("add", "nobody", *JO[2:]),
        ("add", "jo@example.org\nBcc: all@example.org", *JO[2:]),
        ("add", EMAIL, "--name", "Jo\nBloggs", *JO[4:]),
        ("add", EMAIL, "--name", " ", *JO[4:]),
        ("add", EMAIL, "--name", "x" * 121, *JO[4:]),
        ("add", EMAIL, "--name", "Jo Bloggs", "--role", "king"),
    ],
)
def test_what_is_no_address_no_name_or_no_role_is_refused(database, words):
    assert add(*words).exit_code == 2
    with database.reading() as session:
        assert Brokers(session).all() == []


def test_an_unknown_hub_is_said_before_anybody_types_a_password(database):
    result = run(*JO, "--hub", "moon-hub")

    assert "moon-hub" in result.output
    assert "Password" not in result.output


def test_where_no_facts_are_loaded_it_says_how_to_load_them(database, tmp_path, monkeypatch):
    monkeypatch.setenv("SIGNPOST_DATABASE_URL", f"sqlite:///{tmp_path / 'new.db'}")

    assert "signpost facts load" in add().output


def test_an_address_is_added_once(database):
    add()

    result = add(*JO[:1], EMAIL.upper(), *JO[2:])

    assert result.exit_code == 1
    assert "another broker has this address" in result.output


def test_everybody_is_listed_with_role_hubs_and_whether_they_can_sign_in(database):
    add()
    add("add", "amy@example.org", "--name", "Amy Bloggs", "--role", "administrator")
    add("add", "sam@example.org", "--name", "Sam Bloggs", "--role", "curator")
    run("disable", "sam@example.org")
    with database.open() as session:
        broker = Brokers(session).find_by_email(EMAIL)
        Brokers(session).note_failure(broker.id, 0, datetime.now(UTC) + timedelta(minutes=15))

    amy, jo, sam = run("list").output.splitlines()

    assert amy == "amy@example.org: Amy Bloggs, administrator, every hub, password, active"
    assert jo.startswith(f"{EMAIL}: Jo Bloggs, broker, {HUB}, password, locked until ")
    assert sam == "sam@example.org: Sam Bloggs, curator, no hub, password, disabled"


def test_a_lock_that_is_over_is_not_listed(database):
    add()
    with database.open() as session:
        broker = Brokers(session).find_by_email(EMAIL)
        Brokers(session).note_failure(broker.id, 0, datetime.now(UTC) - timedelta(minutes=1))

    assert run("list").output.endswith("active\n")


def test_while_there_is_nobody_the_list_says_how_to_add_somebody(database):
    assert "signpost broker add" in run("list").output


def test_whoever_is_disabled_is_out_and_cannot_come_back(database):
    add()
    token = opened(database).token

    assert run("disable", EMAIL.upper()).exit_code == 0

    with database.open() as session:
        assert signed_in(session, token, datetime.now(UTC)) is None
    with pytest.raises(SignInRefused):
        opened(database)


def test_a_new_password_takes_the_place_of_the_old_one_and_ends_what_is_open(database):
    add()
    token = opened(database).token

    assert run("password", EMAIL, "--password-stdin", typed=f"{OTHER}\n").exit_code == 0

    with database.open() as session:
        assert signed_in(session, token, datetime.now(UTC)) is None
    with pytest.raises(SignInRefused):
        opened(database)
    assert opened(database, OTHER)


def listed() -> str:
    return run("list").output


def test_whoever_signs_in_elsewhere_is_asked_for_no_password(database):
    result = run(*JO, "--single-sign-on")

    assert (result.exit_code, result.output) == (0, f"{EMAIL} can sign in now.\n")
    assert "single sign-on (not used yet), active" in listed()
    with pytest.raises(SignInRefused):
        opened(database, "")
    with database.open() as session:
        admit_identity(session, Identity("https://id.example", "jo-1", (EMAIL,)), datetime.now(UTC))
    assert "single sign-on, active" in listed()


def test_an_account_changes_to_single_sign_on_and_back(database):
    add()
    token = opened(database).token

    assert "not with a password" in run("single-sign-on", EMAIL).output
    with database.open() as session:
        assert signed_in(session, token, datetime.now(UTC)) is None
    with pytest.raises(SignInRefused):
        opened(database)
    run("password", EMAIL, "--password-stdin", typed=f"{OTHER}\n")
    assert opened(database, OTHER)


def test_a_lock_can_be_lifted(database):
    add()
    with database.open() as session:
        broker = Brokers(session).find_by_email(EMAIL)
        Brokers(session).note_failure(broker.id, 0, datetime.now(UTC) + timedelta(minutes=15))

    result = run("unlock", EMAIL.upper())

    assert (result.exit_code, result.output) == (0, f"{EMAIL} can try again now.\n")
    assert opened(database)


@pytest.mark.parametrize("command", ["unlock", "single-sign-on"])
def test_who_has_no_account_is_said_to_have_none(database, command):
    result = run(command, EMAIL)

    assert result.exit_code == 1
    assert "signpost broker list" in result.output


def test_the_command_is_listed_with_the_others():
    assert "broker " in CliRunner().invoke(main, ["--help"]).output


def test_a_code_for_teams_is_shown_once_and_can_be_taken_back(database):
    add()
    given = run("teams-code", EMAIL)
    code = code_in(f"desk {given.output.split()[0]}")
    with database.open() as session:
        broker = link(session, code, "key", {}, datetime.now(UTC))

    assert (given.exit_code, broker.email) == (0, EMAIL)
    assert run("teams-forget", EMAIL).output == f"{EMAIL} is nobody in Teams any more.\n"
    assert run("teams-forget", EMAIL).output == f"{EMAIL} was nobody in Teams.\n"


def test_who_works_on_no_requests_gets_no_code_for_teams(database):
    add(*JO[:4], "--role", "curator")
    refused = run("teams-code", EMAIL)

    assert refused.exit_code == 1
    assert "nothing for it in Teams" in refused.output
