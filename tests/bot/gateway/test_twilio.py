"""From a signed call of Twilio's to a legal answer on the telephone, over the real gateway."""

import asyncio

import pytest
from sqlalchemy.exc import OperationalError

from bot.engine.messages import Turn
from knowledge.replies import Choice, Reply
from knowledge.storage.conversations import Owner
from tests.bot.channels.twilio.exchange import PHONE, said

SIZES = tuple(Choice(label, "answer", (("size", label),)) for label in ("Just me", "2 to 9", "10 to 49"))
YES_NO = tuple(Choice(label, "answer", (("said", label),)) for label in ("Yes", "No"))


def asks(board, words, text, choices):
    """Have the engine answer these words with choices."""
    known = {"intent": {"name": "find_support", "confidence": 1.0}}
    board.world.engine.answers[words] = lambda _: Turn((Reply(text, (), choices),), {}, known)


async def test_what_is_written_is_answered_and_the_call_itself_with_nothing(board):
    answer = await board.twilio_calls(said("We need money"))

    assert (answer.status, answer.content_type) == (200, "text/xml")
    assert (await answer.text()).endswith("<Response/>")
    first, second = board.graph.texts()
    assert "automated" in first
    assert second.startswith("You said: We need money")
    assert "1) Tell me more" in second


async def test_who_writes_the_number_of_a_choice_has_chosen(board):
    asks(board, "Hello", "Do you sell to firms?", YES_NO)
    await board.write("Hello")

    await board.write("2.")

    chosen = board.world.engine.asked[-1]
    assert (chosen.intent, chosen.text) == ("answer", "No")


async def test_a_number_that_may_be_the_answer_is_what_was_said(board):
    asks(board, "Hello", "How many people work in your firm?", SIZES)
    await board.write("Hello")
    assert "B) 2 to 9" in board.graph.texts()[-1]

    await board.write("2")
    assert (board.world.engine.asked[-1].intent, board.world.engine.texts()[-1]) == (None, "2")

    asks(board, "Again", "How many people work in your firm?", SIZES)
    await board.write("Again")
    await board.write("b")
    assert (board.world.engine.asked[-1].intent, board.world.engine.texts()[-1]) == ("answer", "2 to 9")


async def test_of_two_lists_in_one_answer_each_is_chosen_from_by_its_own_marks(board):
    known = {"intent": {"name": "find_support", "confidence": 1.0}}
    replies = Reply("Three fit", (), SIZES), Reply("Do you sell to firms?", (), YES_NO)
    board.world.engine.answers["Hello"] = lambda _: Turn(replies, {}, known)
    for mark, label in (("c", "10 to 49"), ("2", "No"), ("1", "Yes")):
        await board.write("Hello", sid=f"SM{ord(mark):032x}")
        await board.write(mark)

        assert board.world.engine.texts()[-1] == label


async def test_a_number_means_nothing_of_what_was_offered_before_the_last_word(board):
    asks(board, "Hello", "Do you sell to firms?", YES_NO)
    asks(board, "Perhaps", "How old is it?", ())
    await board.write("Hello")
    await board.write("Perhaps")

    await board.write("1")

    assert (board.world.engine.asked[-1].intent, board.world.engine.texts()[-1]) == (None, "1")


async def test_a_number_that_is_said_to_a_broker_is_theirs(board):
    asks(board, "Hello", "Do you sell to firms?", YES_NO)
    await board.write("Hello")
    board.broker_says("How many machines do you have?")
    board.hand_to(Owner.BROKER)
    await board.settle()

    await board.write("2")

    assert board.world.engine.texts() == ["Hello"]
    assert board.rows("SELECT choice_id FROM inbox ORDER BY id") == [None, None]


async def test_what_never_came_is_not_chosen_from(board):
    asks(board, "Hello", "Do you sell to firms?", YES_NO)
    board.graph.failures = [(400, 21656), (400, 21656)]
    await board.write("Hello")

    await board.write("1")

    assert board.world.engine.texts() == ["Hello", "1"]


async def test_two_calls_with_one_message_at_once_are_one(board):
    asks(board, "Hello", "Do you sell to firms?", YES_NO)

    await asyncio.gather(*(board.twilio_calls(said("Hello")) for _ in range(4)))

    assert board.world.engine.texts() == ["Hello"]
    assert board.rows("SELECT count(*) FROM channel_people") == [1]


async def test_without_a_database_nothing_is_acknowledged_and_the_next_call_is_taken(board, monkeypatch):
    def gone():
        raise OperationalError("SELECT 1", {}, Exception("away"))

    with monkeypatch.context() as patched:
        patched.setattr(board.world.database, "open", gone)
        assert (await board.post(said("Hello"))).status == 503

    await board.twilio_calls(said("Hello"))
    assert board.world.engine.texts() == ["Hello"]


@pytest.mark.parametrize("made_up", ["gone", "no id at all / ☺"])
async def test_a_button_of_last_month_means_what_stood_on_it(board, made_up):
    await board.write("Hello")
    await board.press(made_up, "Show others")

    asked = board.world.engine.asked[-1]
    assert (asked.text, asked.intent) == ("Show others", None)


@pytest.mark.parametrize(
    ("more", "answer"),
    [
        (
            {"NumMedia": "1", "MediaContentType0": "image/jpeg", "MediaUrl0": "https://api.twilio.com/x"},
            "cannot look",
        ),
        ({"Body": "our hall", "NumMedia": "1", "MediaContentType0": "video/mp4"}, "cannot look"),
        ({"NumMedia": "1", "MediaContentType0": "text/vcard"}, "cannot take contacts"),
        ({"Latitude": "52.4", "Longitude": "-1.5", "Address": "our hall"}, "the town or the postcode"),
        ({"MessageType": "order"}, "Nothing can be ordered"),
        ({"MessageType": "unsupported"}, "this kind of message"),
    ],
)
async def test_what_cannot_be_read_is_answered_with_a_reason_and_not_kept(board, more, answer):
    await board.write("Hello")
    await board.write("", **more)

    assert answer in board.graph.texts()[-1]
    assert board.world.engine.texts() == ["Hello"]
    kept = board.rows("SELECT content FROM outbox") + board.rows("SELECT text FROM inbox")
    assert not [one for one in kept if one and ("our hall" in one or "52.4" in one)]


async def test_a_reaction_is_passed_over(board):
    await board.write("Hello")
    await board.write("\N{THUMBS UP SIGN}", MessageType="reaction")

    assert len(board.graph.sent) == 2


async def test_help_names_the_front_door_of_the_number(board):
    await board.write("HELP")

    assert "Coventry Hub: 01632 960001" in board.graph.texts()[-1]


async def test_stop_and_start_are_obeyed_before_anything_else(board):
    await board.write("Hello")
    await board.write("Stop!")
    assert "no more messages" in board.graph.texts()[-1]
    board.broker_says("Are you still there?")
    await board.settle()
    assert board.rows("SELECT error FROM outbox WHERE delivery = 'dead'") == ["stopped"]

    await board.write("START")
    assert "messages from me again" in board.graph.texts()[-1]
    board.broker_says("Now?")
    await board.settle()
    assert board.graph.texts()[-1].endswith("Now?")
    assert board.world.engine.texts() == ["Hello"]


async def test_a_number_stands_in_the_address_alone_and_in_no_log(board, caplog):
    caplog.set_level("DEBUG")
    await board.write("Hello")
    await board.write("STOP")

    kept = "".join(
        str(board.rows(f"SELECT * FROM {name}"))  # noqa: S608
        for name in ("inbox", "outbox", "channel_arrivals", "channel_messages", "conversations")
    ) + str(board.rows("SELECT key FROM channel_people"))
    ours = "".join(one.getMessage() for one in caplog.records if one.name.startswith(("bot", "signpost")))
    assert PHONE not in kept + ours
    assert "Hello" not in ours
