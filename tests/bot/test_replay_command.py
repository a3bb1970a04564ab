"""`signpost replay` as an operator uses it."""

from datetime import UTC, datetime

import pytest
from click.testing import CliRunner

from bot.commands.replay import command
from knowledge.cards import card_for
from knowledge.loading import Facts, apply
from knowledge.storage.conversations import Conversations
from knowledge.storage.outbox import Outbox, Sender, Shown
from tests.databases import with_tables
from tests.knowledge.factories import TODAY, make_programme

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


@pytest.fixture
def run(tmp_path, monkeypatch):
    address = f"sqlite:///{tmp_path / 'signpost.db'}"
    monkeypatch.setenv("SIGNPOST_HOME", str(tmp_path))
    monkeypatch.setenv("SIGNPOST_DATABASE_URL", address)
    database = with_tables(address)
    record = make_programme(version="1")
    with database.open() as session:
        apply(session, Facts(programmes=(record,)), NOON)
        Conversations(session).start("c1", "web", "own", NOON)
        Outbox(session).add("c1", Sender.BOT, Shown("This may fit.", (card_for(record, TODAY),)), NOON)
    database.close()
    return lambda *words: CliRunner().invoke(command, words)


def test_an_answer_is_shown_with_its_record(run):
    result = run("c1", "1")

    assert result.exit_code == 0
    assert "This may fit." in result.output
    assert "programme a-grant: A Grant" in result.output
    assert "Today: the same" in result.output


@pytest.mark.parametrize("words", [("c1", "2"), ("nobody", "1")])
def test_what_was_never_said_is_refused_plainly(run, words):
    result = run(*words)

    assert result.exit_code == 1
    assert "no message" in result.output
    assert "Traceback" not in result.output


def test_a_number_that_is_none_is_refused(run):
    assert run("c1", "0").exit_code == 2
