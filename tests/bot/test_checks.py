"""`signpost check` names what is wrong, and only that."""

from datetime import UTC, datetime

import pytest

from bot.checks import advice, problems, training_data
from bot.preparation import NotPrepared, prepare, prepare_database
from bot.settings_list import listed
from desk.brokers import Broker, Role, add_broker
from knowledge.settings import KnowledgeSettings
from knowledge.storage.conversations import Conversations
from knowledge.storage.database import Database
from knowledge.storage.outbox import Outbox, Sender, Shown


@pytest.fixture
def kept(tmp_path):
    return KnowledgeSettings(home=tmp_path)


def test_a_database_that_was_never_set_up_is_named_with_what_to_do(kept):
    assert any(line.startswith("database:") and "signpost serve" in line for line in problems(kept))


def test_a_database_with_the_facts_of_the_files_is_fine(kept):
    prepare_database(kept, tell=lambda _: None)

    assert not [line for line in problems(kept) if line.startswith(("database:", "facts:"))]


def test_a_missing_model_is_named(kept):
    assert any(line.startswith("model:") for line in problems(kept))


def test_a_mailbox_for_a_front_door_that_does_not_exist_is_named(kept, monkeypatch):
    monkeypatch.setenv("SIGNPOST_DESK_MAILBOXES", '{"no-such-hub": "desk@example.org"}')

    assert any("no-such-hub" in line for line in problems(kept))


def test_numbers_on_whatsapp_without_whatsapp_are_named(kept, monkeypatch):
    monkeypatch.setenv("SIGNPOST_WHATSAPP_DISPLAY_NUMBERS", '{"no-such-hub": "+44 1632 960001"}')

    told = [line for line in problems(kept) if "WHATSAPP_DISPLAY_NUMBERS" in line]
    assert [part for part in ("leads nowhere", "'no-such-hub' is no front door") if part in str(told)] == [
        "leads nowhere",
        "'no-such-hub' is no front door",
    ]


def test_a_contact_of_a_front_door_that_does_not_exist_or_that_reaches_nobody_is_named(kept, monkeypatch):
    monkeypatch.setenv("SIGNPOST_FRONT_DOOR_CONTACTS", '{"no-such-hub": {"phone": "01905 960000"}}')
    assert any("no-such-hub" in line for line in problems(kept))
    monkeypatch.setenv("SIGNPOST_FRONT_DOOR_CONTACTS", '{"worcestershire-growth-hub": {"phone": "12"}}')

    assert any("FRONT_DOOR_CONTACTS" in line for line in problems(kept))


def test_a_mail_server_without_an_address_for_links_is_named_until_it_has_one(monkeypatch):
    monkeypatch.setenv("SIGNPOST_SMTP_HOST", "mail.example.org")
    monkeypatch.setenv("SIGNPOST_DESK_MAILBOX", "desk@example.org")
    assert any(line.startswith("mails:") and "SIGNPOST_PUBLIC_URL" in line for line in advice())

    monkeypatch.setenv("SIGNPOST_PUBLIC_URL", "https://signpost.example.org")

    assert not [line for line in advice() if line.startswith("mails:")]


def test_each_front_door_without_a_telephone_number_is_named_until_it_has_one(monkeypatch):
    def named():
        return [line for line in advice() if "worcestershire-growth-hub" in line]

    assert len(named()) == 1
    assert not any("business-growth-west-midlands" in line for line in advice())
    monkeypatch.setenv(
        "SIGNPOST_FRONT_DOOR_CONTACTS", '{"worcestershire-growth-hub": {"phone": "01905 960000"}}'
    )

    assert named() == []


def test_a_team_of_a_front_door_that_does_not_exist_is_named_with_its_line(kept):
    (kept.home / "desk.yml").write_text(
        "teams:\n- {id: a, name: A,\n   hub: no-such-hub}\n", encoding="utf-8"
    )

    assert any(line.startswith("teams:") and "line 3, hub: 'no-such-hub'" in line for line in problems(kept))
    with pytest.raises(NotPrepared, match="no-such-hub"):
        prepare(kept, tell=lambda _: None)


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("SIGNPOST_DESK_WAYS", '["mail", "folder"]', "SIGNPOST_SMTP_HOST"),
        ("SIGNPOST_DESK_WAYS_OF", '{"no-such-hub": ["chatwoot"]}', "SIGNPOST_CHATWOOT_URL"),
    ],
)
def test_a_way_out_that_is_not_set_up_is_named_and_stops_the_start(kept, monkeypatch, name, value, told):
    monkeypatch.setenv(name, value)

    assert any(line.startswith("settings:") and told in line for line in problems(kept))
    with pytest.raises(NotPrepared, match=told):
        prepare(kept, tell=lambda _: None)


def test_a_way_out_of_a_front_door_that_does_not_exist_is_named(kept, monkeypatch):
    monkeypatch.setenv("SIGNPOST_DESK_WAYS_OF", '{"no-such-hub": ["folder"]}')

    assert any("DESK_WAYS_OF" in line and "no-such-hub" in line for line in problems(kept))


def test_brokers_whom_the_settings_leave_no_way_in_are_named(kept):
    prepare_database(kept, tell=lambda _: None)
    database = Database(kept.database_address())
    with database.open() as session:
        add_broker(session, Broker("b1", "Jo", "jo@hub.example", Role.CURATOR), None, datetime.now(UTC))
    database.close()

    assert any(line.startswith("desk:") and "let nobody in" in line for line in problems(kept))


def test_an_impossible_setting_is_named(kept, monkeypatch):
    monkeypatch.setenv("SIGNPOST_TURN_SECONDS", "-1")

    assert any("SIGNPOST_TURN_SECONDS" in line for line in problems(kept))


def test_labels_that_are_not_in_the_vocabulary_are_named(tmp_path):
    (tmp_path / "odd.yml").write_text(
        "nlu:\n- intent: find_gold\n  examples: []\n"
        "- intent: greet\n  examples:\n  - text: hi\n    metadata: {barriers: [laziness], sector: piracy}\n"
    )

    found = "\n".join(training_data(tmp_path))

    assert "'find_gold'" in found
    assert "'laziness'" in found
    assert "'piracy'" in found
    assert "greet has 1 sentences" in found


def test_settings_are_listed_with_their_meaning_and_without_secrets(monkeypatch):
    monkeypatch.setenv("SIGNPOST_DATABASE_URL", "postgresql+psycopg://signpost:hidden@db.example/signpost")
    monkeypatch.setenv("SIGNPOST_SMTP_PASSWORD", "hidden-too")

    lines = list(listed())

    assert any(line.startswith("SIGNPOST_PORT=8080  # ") for line in lines)
    assert "hidden" not in "\n".join(lines)


def test_a_site_with_a_mistake_is_named_with_its_field_and_stops_the_start(kept):
    (kept.home / "sites.yml").write_text(
        "sites:\n- {id: a, name: A, origins: [https://a.example.org], hub: no-such-hub}\n", encoding="utf-8"
    )

    assert any(
        line.startswith("sites:") and "site 'a', hub: 'no-such-hub'" in line for line in problems(kept)
    )
    with pytest.raises(NotPrepared, match="no-such-hub"):
        prepare(kept, tell=lambda _: None)


def test_the_file_of_the_sites_is_listed_among_the_settings(monkeypatch):
    monkeypatch.setenv("SIGNPOST_SITES", "/etc/signpost/sites.yml")

    assert any(line.startswith("SIGNPOST_SITES=/etc/signpost/sites.yml  # ") for line in listed())


def test_a_channel_that_takes_nothing_from_us_is_named_with_what_to_do(kept):
    prepare_database(kept, tell=lambda _: None)
    now = datetime.now(UTC)
    with Database.of(kept).open() as session:
        Conversations(session).start("c1", "whatsapp", "own", now)
        entry = Outbox(session).add("c1", Sender.BOT, Shown("a secret word"), now)
        Outbox(session).put_off(entry.id, now, "token")

    (line,) = [line for line in problems(kept) if line.startswith("channels:")]

    assert "WhatsApp takes nothing from us since" in line
    assert "SIGNPOST_WHATSAPP_ACCESS_TOKEN" in line
