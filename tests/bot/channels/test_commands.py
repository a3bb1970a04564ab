"""STOP, START and HELP are heard however they are written, and nothing else is taken for them."""

import pytest

from bot.channels.commands import Command, command_of


@pytest.mark.parametrize("said", ["STOP", "stop", " Stop. ", "*STOP*", "“Stop!”", "stop  all", "Unsubscribe"])
def test_stop_is_heard(said):
    assert command_of(said) is Command.STOP


@pytest.mark.parametrize(("said", "meant"), [("START", Command.START), ("help?", Command.HELP)])
def test_so_are_the_others(said, meant):
    assert command_of(said) is meant


@pytest.mark.parametrize(
    "said",
    [None, "", "?!", "We must stop losing money", "How do I start a firm?", "I need help with exports"],
)
def test_a_sentence_with_such_a_word_in_it_is_none(said):
    assert command_of(said) is None
