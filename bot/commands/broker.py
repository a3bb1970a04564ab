"""`signpost broker`: who may use the broker console."""

import sys
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import click
from email_validator import EmailNotValidError, validate_email

from bot.commands.opening import opened
from desk.brokers import (
    Broker,
    HubNeeded,
    Role,
    UnknownHubs,
    add_broker,
    change_password,
    change_to_single_sign_on,
    disable_broker,
    refuse_impossible,
)
from desk.cases import LONGEST_NAME, one_line
from desk.linking import NoCases, give_code
from desk.sign_in import PasswordTooLong, PasswordTooShort, hashed
from desk.words import flat, moment
from knowledge.settings import KnowledgeSettings
from knowledge.storage.brokers import BrokerNotFound, BrokerRecord, Brokers, EmailTaken
from knowledge.storage.database import Database
from knowledge.storage.teams_links import TeamsLinks
from knowledge.wording import say

# each says what to do
REFUSALS = (UnknownHubs, HubNeeded, EmailTaken, BrokerNotFound, PasswordTooShort, PasswordTooLong, NoCases)


def _address(_context: click.Context, _option: click.Parameter, text: str) -> str:
    try:
        return validate_email(text, check_deliverability=False).normalized.lower()
    except EmailNotValidError:
        raise click.BadParameter(say("utter_brokers_no_address")) from None


def _name(_context: click.Context, _option: click.Parameter, text: str) -> str:
    name = text.strip()
    if not name or len(name) > LONGEST_NAME or not one_line(name):
        raise click.BadParameter(say("utter_brokers_no_name"))
    return name


password_stdin = click.option(
    "--password-stdin", "piped", is_flag=True, help="Read the password from standard input."
)


@click.group()
def command() -> None:
    """Say who may use the broker console."""


@command.command()
@click.argument("email", callback=_address)
@click.option("--name", required=True, callback=_name, help="How firms and colleagues see them.")
@click.option(
    "--role", type=click.Choice([role.value for role in Role]), default=Role.BROKER.value, show_default=True
)
@click.option("--hub", "hubs", multiple=True, help="A hub they work for; give it once for each.")
@click.option(
    "--single-sign-on", "elsewhere", is_flag=True, help="They sign in with OpenID Connect: no password."
)
@password_stdin
def add(email: str, *, name: str, role: str, hubs: tuple[str, ...], elsewhere: bool, piped: bool) -> None:
    """Let somebody in; an administrator without a hub sees the cases of all."""
    broker = Broker(uuid.uuid4().hex, name, email, Role(role), frozenset(hubs))
    with _database() as database:
        with database.reading() as session:
            refuse_impossible(session, broker)
        # nobody waits for a transaction while somebody types
        password_hash = None if elsewhere else hashed(_password(piped))
        with database.open() as session:
            add_broker(session, broker, password_hash, datetime.now(UTC))
    click.echo(say("utter_brokers_added", email=email))


@command.command("list")
def list_all() -> None:
    """List the accounts with their roles, hubs, and whether they can sign in."""
    now = datetime.now(UTC)
    with _database() as database, database.reading() as session:
        records = Brokers(session).all()
    lines = [_line(record, now) for record in records]
    click.echo("\n".join(lines or [say("utter_brokers_none")]))


@command.command()
@click.argument("email")
def disable(email: str) -> None:
    """Let somebody in no more, and end the sessions they have open."""
    with _database() as database, database.open() as session:
        record = _known(Brokers(session), email)
        disable_broker(session, record.id, datetime.now(UTC))
    click.echo(say("utter_brokers_disabled", email=record.email))


@command.command()
@click.argument("email")
@password_stdin
def password(email: str, piped: bool) -> None:
    """Give somebody a new password, lift a lock, and end the sessions they have open."""
    with _database() as database:
        with database.reading() as session:
            record = _known(Brokers(session), email)
        password_hash = hashed(_password(piped))
        with database.open() as session:
            change_password(session, record.id, password_hash)
    click.echo(say("utter_brokers_new_password", email=record.email))


@command.command("single-sign-on")
@click.argument("email")
def single_sign_on(email: str) -> None:
    """Let somebody sign in with OpenID Connect instead, or as somebody new there; end what they have open."""
    with _database() as database, database.open() as session:
        record = _known(Brokers(session), email)
        change_to_single_sign_on(session, record.id)
    click.echo(say("utter_brokers_single_sign_on", email=record.email))


@command.command()
@click.argument("email")
def unlock(email: str) -> None:
    """Lift the lock after too many wrong passwords."""
    with _database() as database, database.open() as session:
        record = _known(Brokers(session), email)
        Brokers(session).note_success(record.id)
    click.echo(say("utter_brokers_unlocked", email=record.email))


@command.command("teams-code")
@click.argument("email")
def teams_code(email: str) -> None:
    """Give a code with which somebody becomes known to the desk in Teams: once, for 15 minutes."""
    with _database() as database, database.open() as session:
        record = _known(Brokers(session), email)
        code = give_code(session, record.id, datetime.now(UTC))
    click.echo(say("utter_brokers_teams_code", code=code))


@command.command("teams-forget")
@click.argument("email")
def teams_forget(email: str) -> None:
    """Let nobody in Teams be this broker any more."""
    with _database() as database, database.open() as session:
        record = _known(Brokers(session), email)
        was_known = TeamsLinks(session).forget(record.id)
    told = "forgotten" if was_known else "unknown"
    click.echo(say(f"utter_brokers_teams_{told}", email=record.email))


@contextmanager
def _database() -> Iterator[Database]:
    with opened(KnowledgeSettings()) as database:
        try:
            yield database
        except REFUSALS as refused:
            raise click.ClickException(str(refused)) from None


def _known(brokers: Brokers, email: str) -> BrokerRecord:
    found = brokers.find_by_email(email)
    if found is None:
        raise BrokerNotFound
    return found


def _password(piped: bool) -> str:
    if piped:
        return sys.stdin.readline().rstrip("\r\n")
    again = say("utter_brokers_password_again")
    return str(click.prompt(say("utter_brokers_password"), hide_input=True, confirmation_prompt=again))


def _line(record: BrokerRecord, now: datetime) -> str:
    everywhere = "every_hub" if record.role == Role.ADMINISTRATOR else "no_hub"
    return say(
        "utter_brokers_line",
        email=record.email,
        name=flat(record.name),
        role=record.role,
        hubs=", ".join(record.hubs) or say(f"utter_brokers_{everywhere}"),
        way=say(f"utter_brokers_by_{_way(record)}"),
        state=_state(record, now),
    )


def _way(record: BrokerRecord) -> str:
    if record.password_hash is not None:
        return "password"
    return "single_sign_on" if record.subject is not None else "single_sign_on_not_yet"


def _state(record: BrokerRecord, now: datetime) -> str:
    if record.disabled:
        return say("utter_brokers_off")
    if record.locked_until is not None and record.locked_until > now:
        return say("utter_brokers_locked", at=moment(record.locked_until))
    return say("utter_brokers_active")
