"""Nothing that a person wrote or left is in a log or in the bytes of the database, from begin to erasure."""

import os
import subprocess
import sys

import pytest

from tests.servers import PROJECT, Chat, running_servers

pytestmark = pytest.mark.whole

NAME, EMAIL, PHONE = "Adalbert Exampleton", "adalbert.exampleton@example.org", "01632 960741"
SAID = (
    "we press zinc thimbles in Coventry, 10 of us, 6 months going, we want a leadership course",
    "my mobile is 01632 960741 and the quokka bank turned us down",
)
FEEDBACK = "this was wobblingly helpful"
# what nobody but this person has written, in pieces that no other text holds
TRACES = (
    "Adalbert",
    "Exampleton",
    "exampleton@",
    "960741",
    "960 741",
    "thimbles",
    "quokka",
    "wobblingly",
)


@pytest.fixture(scope="module")
def servers(tmp_path_factory):
    """Servers that make their own keys, as they do where nothing is set."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("SIGNPOST_ENCRYPTION_KEYS", "SIGNPOST_INDEX_KEY"):
            patch.delenv(name, raising=False)
        with running_servers(tmp_path_factory.mktemp("privacy") / "home") as running:
            yield running


@pytest.fixture(scope="module")
def told(servers):
    """A whole conversation: facts, a reminder, feedback, a request for a person."""
    chat = Chat(servers.address).begin()
    chat.say(SAID[0])
    asks_to_be_reminded(chat)
    chat.say(SAID[1])
    chat.say(f"feedback: {FEEDBACK}")
    chat.say("can I speak to somebody please")
    chat.choose("yes")
    chat.say(f"my name is {NAME}")
    chat.say(PHONE)
    assert chat.noted["case"]["reference"]
    return chat


def asks_to_be_reminded(chat):
    chat.choose("Tell me when I qualify")
    chat.say(EMAIL)
    chat.choose("yes")


def signpost(servers, *words):
    return subprocess.run(
        [sys.executable, "-m", "bot.cli", *words],
        cwd=PROJECT,
        env={**os.environ, "SIGNPOST_HOME": str(servers.home)},
        capture_output=True,
        text=True,
        check=False,
    )


def traces_in(content):
    text = content.decode("utf-8", errors="replace").lower()
    return [trace for trace in TRACES if trace.lower() in text]


def files_with_traces(home):
    """What Signpost wrote, with what is found in it; the letters for brokers are meant to hold it."""
    for path in sorted(home.rglob("*")):
        apart = {"outgoing", "models", "encoder"} & set(path.relative_to(home).parts)
        if path.is_file() and not apart and (found := traces_in(path.read_bytes())):
            yield path.name, found


def test_no_log_and_no_byte_of_the_database_holds_what_was_told(servers, told):
    assert told.noted["profile"]["employees"] == 10
    assert (servers.home / "signpost.db-wal").exists()
    assert servers.log.stat().st_size > 0

    assert list(files_with_traces(servers.home)) == []


def test_an_error_in_the_middle_logs_no_word_either(servers, told):
    servers.part("engine").kill()
    told.say("the quokka bank said no again, ring 01632 960741")

    assert list(files_with_traces(servers.home)) == []


def test_the_operator_finds_all_of_it_by_the_telephone_number(servers, told):
    shown = signpost(servers, "person", "show", "+441632960741")

    assert shown.returncode == 0, shown.stderr
    assert told.id in shown.stdout
    assert NAME in shown.stdout
    assert f"help-to-grow-management at {EMAIL}" in shown.stdout


def test_what_is_erased_is_gone_while_the_servers_run_and_again_changes_nothing(servers, told):
    erased = signpost(servers, "person", "erase", EMAIL, "--yes")

    assert "Erased: 1 conversations." in erased.stdout, erased.stderr
    assert "Nothing has changed." in signpost(servers, "person", "erase", told.id, "--yes").stdout
    assert list(files_with_traces(servers.home)) == []
    assert signpost(servers, "person", "show", EMAIL).returncode == 1
