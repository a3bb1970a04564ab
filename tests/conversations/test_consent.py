"""What somebody agreed to pass on, and took back again, through the public API against the real servers."""

import pytest

from knowledge.storage.cases import Cases

pytestmark = pytest.mark.whole


def the_case(servers, chat):
    database = servers.database
    with database.reading() as session:
        (case,) = Cases(session).of_conversation(chat.id)
    database.close()
    return vars(case)


def asks_for_a_person(chat):
    chat.say("foundry in Dudley, 22 people, turnover 2 million, the bank said no to a new press")
    chat.say("can I speak to somebody please")


def test_what_was_left_out_is_not_passed_on_and_a_request_is_taken_back_in_words(chat, servers):
    asks_for_a_person(chat)
    chat.choose("choose what to pass on")
    assert "£2 million" in chat.text
    chat.say("leave out my turnover and the chat")
    assert "left out" in chat.text
    chat.choose("pass on the rest")
    chat.say("Sam Example")
    chat.say("07700 90045")
    assert "a digit short" in chat.text
    chat.say("07700 900456")

    case = the_case(servers, chat)
    assert case["brief"]["person"] == {"name": "Sam Example", "phone": "07700 900456"}
    assert "turnover" not in {fact["field"] for fact in case["brief"]["firm"]}
    assert case["brief"]["transcript"] == []
    assert case["consent"]["left_out"] == ["turnover"]

    chat.say("I've changed my mind, withdraw my request please")
    assert the_case(servers, chat)["state"] == "waiting"
    chat.choose("yes, take it back")

    case = the_case(servers, chat)
    assert (case["state"], case["brief"], case["person"]) == ("withdrawn", None, None)
    assert case["reference"] in chat.text
    assert (chat.owner, chat.noted["case"]) == ("bot", None)


def test_without_name_and_contact_it_opens_at_once_and_the_button_takes_it_back(chat, servers):
    asks_for_a_person(chat)
    chat.choose("choose what to pass on")
    chat.say("leave out 1 and 2")
    chat.choose("pass on the rest")
    assert the_case(servers, chat)["brief"]["person"] == {}
    assert "only answer you in this chat" in chat.text

    chat.say("can I speak to somebody please")
    chat.choose("take my request back")

    assert the_case(servers, chat)["state"] == "withdrawn"


def test_a_turnover_that_was_left_out_is_in_no_words_and_what_was_turned_down_is_told(chat, servers):
    chat.say("foundry in Dudley, 22 people, turnover 2 million, the bank said no to a new press")
    shown = chat.noted["shown"]
    chat.say("not the first one, we had that already")
    chat.say("can I speak to somebody please")
    chat.choose("choose what to pass on")
    chat.say("leave out my turnover")
    chat.choose("pass on the rest")
    chat.say("Sam Example")
    chat.say("07700 900456")

    brief = the_case(servers, chat)["brief"]
    assert "2 million" not in str(brief)
    assert "the bank said no" in str(brief["transcript"])
    assert [(one["id"], one["words"]) for one in brief["rejected"]] == [
        (shown[0], "not the first one, we had that already")
    ]


def test_who_wants_nothing_passed_on_is_told_what_is_known_and_what_is_not(chat, servers):
    chat.say("we are in Worcester and need a grant for a robot")
    chat.say("can I speak to somebody please")
    chat.choose("no, thanks")

    assert "This is how you reach Worcestershire Growth Hub" in chat.text
    assert "I do not have a telephone number" in chat.text
