"""`signpost person` and `signpost encryption` as an operator uses them."""

import json
from datetime import timedelta

import pytest
from click.testing import CliRunner
from sqlalchemy import text

from bot.cli import main
from bot.retention_check import kept_lines, kept_too_long
from bot.settings_list import listed
from desk.effects import EffectContext, apply
from knowledge.keys import keys_of, new_key
from knowledge.settings import KnowledgeSettings
from knowledge.storage.conversations import Conversations
from knowledge.storage.database import Database
from knowledge.storage.personal import Personal
from tests.databases import SEALING, with_tables
from tests.desk.making import NOON, given_conversation, given_hubs, open_case

EMAIL = "ada@example.org"


@pytest.fixture
def database(tmp_path, monkeypatch):
    """The database that the command uses; somebody has asked for a person in it."""
    monkeypatch.setenv("SIGNPOST_HOME", str(tmp_path))
    made = with_tables(f"sqlite:///{tmp_path / 'signpost.db'}")
    given_hubs(made)
    given_conversation(made, "c1", "We need a new press")
    with made.open() as session:
        apply(session, open_case(), EffectContext("c1", "m1", "web"), NOON)
    yield made
    made.close()


def run(*words, typed=None):
    result = CliRunner().invoke(main, words, input=typed)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def test_what_is_kept_is_shown(database):
    result = run("person", "show", EMAIL)

    assert result.exit_code == 0
    assert "Conversation c1 (web)" in result.output
    assert "request SP-ABC234" in result.output


@pytest.mark.parametrize("word", ["show", "export", "erase"])
def test_a_key_to_nothing_ends_with_status_one_and_what_can_be_given(database, word):
    result = run("person", word, "nobody")

    assert result.exit_code == 1
    assert "the reference of a request" in result.output


def test_all_of_it_is_given_out_as_json(database):
    content = json.loads(run("person", "export", "SP-ABC234").stdout)

    assert content["conversations"][0]["kept"]["cases"][0]["person"]["email"] == EMAIL


def test_it_is_given_out_into_a_new_file_for_its_owner_alone(database, tmp_path):
    out = tmp_path / "ada.json"

    assert run("person", "export", "c1", "--out", str(out)).exit_code == 0
    again = run("person", "export", "c1", "--out", str(out))

    assert out.stat().st_mode & 0o777 == 0o600
    assert json.loads(out.read_text(encoding="utf-8"))["people"]
    assert (again.exit_code, "already" in again.output) == (1, True)


def test_nothing_is_erased_without_a_yes(database):
    result = run("person", "erase", EMAIL, typed="n\n")

    assert "Nothing was erased." in result.output
    with database.reading() as session:
        assert Personal(session).rows("c1")["outbox"]


def test_everything_is_erased_and_a_second_time_nothing_changes(database):
    first = run("person", "erase", EMAIL, "--yes")
    again = run("person", "erase", "c1", "--yes")

    assert (first.exit_code, again.exit_code) == (0, 0)
    assert "Erased: 1 conversations." in first.output
    assert "What stays" in first.output
    assert "Nothing has changed." in again.output
    assert run("person", "show", EMAIL).exit_code == 1
    with database.reading() as session:
        assert "outbox" not in Personal(session).rows("c1")


def test_alone_erases_only_what_the_key_names(database):
    given_conversation(database, "c2", "Hello")
    with database.open() as session:
        more = open_case(case_id="another", reference="SP-XYZ789")
        apply(session, more, EffectContext("c2", "m1", "web"), NOON)

    run("person", "erase", "c1", "--yes", "--alone")

    with database.reading() as session:
        assert Personal(session).rows("c2")["outbox"]


def test_with_wrong_keys_every_command_says_what_to_do(database, monkeypatch):
    monkeypatch.setenv("SIGNPOST_ENCRYPTION_KEYS", new_key())

    for words in (
        ("person", "show", EMAIL),
        ("cases",),
        ("serve", "--only", "desk"),
        ("encryption", "rotate"),
    ):
        result = run(*words)
        assert result.exit_code == 1
        assert "SIGNPOST_ENCRYPTION_KEYS" in result.output


def test_a_rotation_lets_the_newest_key_alone_open_everything(database, monkeypatch):
    newer = new_key()
    monkeypatch.setenv("SIGNPOST_ENCRYPTION_KEYS", f"{newer},{SEALING}")

    result = run("encryption", "rotate")

    assert result.exit_code == 0
    assert "cases.person: 1 sealed with the newest key" in result.output
    monkeypatch.setenv("SIGNPOST_ENCRYPTION_KEYS", newer)
    assert EMAIL in run("person", "show", "c1").output


def test_a_rotation_finds_people_in_what_was_kept_before_there_were_any(database):
    with database.open() as session:
        session.execute(text("DELETE FROM conversation_marks"))
        session.execute(text("DELETE FROM person_marks"))
        session.execute(text("DELETE FROM people"))
    assert run("person", "show", EMAIL).exit_code == 1

    run("encryption", "rotate")

    assert run("person", "show", EMAIL).exit_code == 0


def test_a_new_key_goes_before_the_others_where_they_are(tmp_path, monkeypatch):
    monkeypatch.setenv("SIGNPOST_HOME", str(tmp_path))
    set_there = run("encryption", "new-key")
    assert "SIGNPOST_ENCRYPTION_KEYS" in set_there.output
    assert not (tmp_path / "secrets").exists()

    monkeypatch.delenv("SIGNPOST_ENCRYPTION_KEYS")
    before = keys_of(KnowledgeSettings()).seal.close("hello")
    in_file = run("encryption", "new-key")
    assert "Start Signpost again" in in_file.output
    after = keys_of(KnowledgeSettings()).seal
    assert (after.open(before), after.is_newest(before)) == ("hello", False)


def test_check_lists_how_long_each_kind_is_kept_and_how_much_is_over(database, tmp_path):
    given_conversation(database, "c2")
    kept = KnowledgeSettings()

    lines = list(kept_lines(kept, NOON.replace(year=2027)))

    assert "conversations: kept for 90 days, over it now: 1" in lines
    assert "cases: kept for 365 days, over it now: 0" in lines
    assert "plans: kept until a time of their own, over it now: 0" in lines


def test_check_names_what_nobody_deletes_after_two_days(database):
    given_conversation(database, "c2")
    kept = KnowledgeSettings()
    with database.reading() as session:
        seen = Conversations(session).get("c2").last_seen

    over = seen + timedelta(days=90)
    assert list(kept_too_long(kept, over + timedelta(days=1, hours=23))) == []
    (line,) = kept_too_long(kept, over + timedelta(days=2))
    assert "1 conversations" in line


def test_settings_of_keeping_are_listed_and_keys_are_not_shown():
    lines = "\n".join(listed())

    assert "SIGNPOST_KEEP_CONVERSATIONS_DAYS=90" in lines
    assert SEALING not in lines


def test_a_wrong_key_is_named_by_check(database, monkeypatch):
    monkeypatch.setenv("SIGNPOST_ENCRYPTION_KEYS", new_key())

    assert "SIGNPOST_ENCRYPTION_KEYS" in run("check").output


def test_an_engine_that_is_given_an_address_has_the_keys_as_well(database, tmp_path):
    from rasa.shared.core.domain import Domain

    from bot.engine.tracker_store import EventStore

    store = EventStore(Domain.empty(), host=f"sqlite:///{tmp_path / 'signpost.db'}")

    assert isinstance(store._database, Database)
    store._database.require_right_keys()
    store._database.close()
