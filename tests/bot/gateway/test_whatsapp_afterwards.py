"""How it went is asked on WhatsApp as its rules allow, and the answer is kept, however it comes."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.channels.whatsapp.client import WhatsApp
from bot.channels.whatsapp.rendering import in_approved_words
from bot.channels.whatsapp.settings import Template
from bot.gateway import whatsapp
from bot.gateway.arrivals import Arrivals
from demo.graph import choices
from demo.graph_limits import blanks, check_content, pressable
from demo.meta import call, status
from desk.afterwards.asking import ask_due
from desk.afterwards.reminding import remind_due
from desk.cases import Outcome
from desk.effects import apply
from desk.relay import Relay
from knowledge.loading import Facts
from knowledge.loading import apply as learn
from knowledge.storage.errands import Progress
from knowledge.storage.follow_ups import FollowUps, Standing
from knowledge.storage.notes import Notes, Reminder
from knowledge.storage.outbox import Shown
from knowledge.storage.outcomes import Outcomes
from knowledge.storage.person_mails import PersonMails
from knowledge.storage.wishes import Reminders
from tests.bot.gateway.telephone import Telephone
from tests.desk.making import given_case, given_hubs
from tests.knowledge.factories import make_programme

A_DAY = timedelta(days=1)
SET = {"whatsapp_follow_up_template": "how_did_it_go", "whatsapp_reminder_template": "news_of_a_programme"}


async def telephone(world, graph, **given):
    """A telephone whose gateway has the real desk behind it."""
    settings = graph.settings(**(SET | given))
    channel = WhatsApp(settings, settings.access())
    world.effects = apply
    world.channels = {"whatsapp": channel}
    world.routes = lambda parts: whatsapp.routes(Arrivals(parts, "a key that tells people apart"), channel)
    world.stack.push_async_callback(channel.close)
    gateway = await world.gateway()
    for task in [one for one in asyncio.all_tasks() if one.get_name() == "sending"]:
        task.cancel()  # a test says when things are sent
    return Telephone(world, gateway, graph)


async def helped(phone, reference="SP-ABC234", message_id="m1", **given):
    """Let a broker close a request of somebody who wrote."""
    given_hubs(phone.world.database)
    if phone.count == 0:
        await phone.write("Hello")
    standing = {"conversation_id": phone.conversation, "channel": "whatsapp", "reference": reference}
    case = given_case(phone.world.database, **standing, message_id=message_id, **given)
    with phone.world.database.open() as session:
        relay = Relay(session, "b1", phone.world.clock())
        relay.claim(case.id)
        closed = relay.close(case.id, Outcome.HELPED)
    await phone.settle()
    return closed


async def days_later(phone, days=7, **ways):
    phone.world.clock.forward(days=days)
    given = {"by_mail": True, "by_template": True} | ways
    ask_due(phone.world.database, phone.world.clock(), **given)
    await phone.settle()


def follow_ups(phone, case):
    with phone.world.database.reading() as session:
        return FollowUps(session).of_case(case.id)


def states(phone, case):
    return [one.state for one in follow_ups(phone, case)]


def mails(phone):
    with phone.world.database.reading() as session:
        return PersonMails(session).of_conversation(phone.conversation)


@pytest.fixture
async def reached(world, graph):
    return await telephone(world, graph)


async def test_after_a_week_of_silence_the_approved_template_asks_and_a_press_answers(reached, graph):
    case = await helped(reached)
    await days_later(reached)

    asked = graph.sent[-1]["template"]
    assert asked["name"] == "how_did_it_go"
    assert blanks(asked) == ["SP-ABC234", "Programme One"]
    started, *_, stop = (button["parameters"][0]["payload"] for button in pressable(asked))
    await reached.press(started, "It started")

    assert graph.texts()[-1] == "Good to hear. I have noted that it started."
    assert (follow_ups(reached, case)[0].answer, mails(reached)) == ("started", [])
    with reached.world.database.reading() as session:
        assert Outcomes(session).of_case(case.id)[0].answer == "started"
    assert reached.world.engine.texts() == ["Hello"]
    await reached.press(stop, "Stop asking", wamid="wamid.stop")
    assert graph.texts()[-1] == "Done. I will not ask any more how it went."
    assert states(reached, case)[1:] == [Standing.CANCELLED] * 2


@pytest.mark.parametrize(
    ("words", "answer"),
    [("It started!", "started"), ("yes", "started"), ("We applied", "applied"), ("No", "not_yet")],
)
async def test_an_answer_may_be_written_as_well(world, graph, words, answer):
    phone = await telephone(
        world, graph, whatsapp_follow_up_template="how_did_it_go_plain", whatsapp_follow_up_buttons=False
    )
    case = await helped(phone)
    await days_later(phone)
    assert pressable(graph.sent[-1]["template"]) == []

    await phone.write(words)

    assert follow_ups(phone, case)[0].answer == answer
    assert world.engine.texts() == ["Hello"]


async def test_what_says_more_than_the_answer_is_talk(reached):
    case = await helped(reached)
    await days_later(reached)

    await reached.write("yes but now we need money for a press")

    assert follow_ups(reached, case)[0].answer is None
    assert len(reached.world.engine.texts()) == 2


async def test_who_has_written_within_a_day_is_asked_with_the_buttons_of_the_chat(reached, graph):
    case = await helped(reached)
    reached.world.clock.forward(days=6, hours=23)
    await reached.write("One more thing")
    await days_later(reached, days=1 / 24)

    assert graph.texts()[-1].endswith("Did Programme One start for you?")
    labels = [one["title"] for one in choices(graph.sent[-1])]
    assert labels == ["It started", "We applied", "Not yet", "It did not suit", "Stop asking"]
    assert states(reached, case)[0] is Standing.ASKED


async def test_without_a_template_the_question_goes_by_mail_or_is_noted_as_not_asked(reached, graph):
    case = await helped(reached)
    said = len(graph.sent)

    await days_later(reached, by_template=False)
    await days_later(reached, days=23, by_template=False, by_mail=False)

    assert [mail.address for mail in mails(reached)] == ["ada@example.org"]
    assert states(reached, case)[:2] == [Standing.ASKED, Standing.NO_WAY]
    assert len(graph.sent) == said


async def test_a_template_that_meta_does_not_know_lets_the_question_go_by_mail(world, graph):
    phone = await telephone(world, graph, whatsapp_follow_up_template="never_approved")
    case = await helped(phone)
    await days_later(phone)
    assert states(phone, case)[0] is Standing.PLANNED
    with world.database.reading() as session:
        assert Outcomes(session).all() == []

    await days_later(phone, days=0)

    assert (states(phone, case)[0], len(mails(phone))) == (Standing.ASKED, 1)


async def test_a_template_that_is_told_later_to_have_failed_goes_by_mail_as_well(reached, graph):
    case = await helped(reached)
    await days_later(reached)
    await reached.meta_calls(call(statuses=[status(graph.wamid(len(graph.sent)), "failed", 131026)]))
    await days_later(reached, days=0)

    assert (states(reached, case)[0], len(mails(reached))) == (Standing.ASKED, 1)


async def test_after_stop_nothing_is_asked_on_any_way_and_start_lets_it_be_asked_again(reached, graph):
    case = await helped(reached)
    await reached.write("STOP")
    said = len(graph.sent)
    await days_later(reached)

    assert (states(reached, case), mails(reached), len(graph.sent)) == ([Standing.CANCELLED] * 3, [], said)
    await reached.write("What else is there?")
    again = await helped(reached, "SP-AFTER2", "m2")
    assert states(reached, again) == []
    await reached.write("START")
    third = await helped(reached, "SP-THIRD3", "m3")
    await days_later(reached)
    assert states(reached, third)[0] is Standing.ASKED
    assert graph.sent[-1]["type"] == "template"


async def test_stop_between_the_question_and_its_way_out_is_obeyed(reached, graph):
    case = await helped(reached)
    reached.world.clock.forward(days=7)
    ask_due(reached.world.database, reached.world.clock(), by_mail=True, by_template=True)
    await reached.write("STOP")

    assert "template" not in [payload["type"] for payload in graph.sent]
    assert states(reached, case) == [Standing.CANCELLED] * 3


async def test_two_requests_are_asked_about_one_day_after_the_other(reached, graph):
    first = await helped(reached)
    second = await helped(reached, "SP-OTHER2", "m2")
    await days_later(reached)
    asked = [states(reached, one)[0] for one in (first, second)]
    assert sorted(asked) == [Standing.ASKED, Standing.PLANNED]

    await days_later(reached, days=1)

    assert [states(reached, one)[0] for one in (first, second)] == [Standing.ASKED] * 2
    assert [payload["type"] for payload in graph.sent].count("template") == 2


async def test_what_could_not_go_by_day_waits_for_the_morning_and_holds_up_no_answer(reached, graph):
    await helped(reached)
    reached.world.clock.forward(days=7, hours=6, minutes=50)  # 16:50
    ask_due(reached.world.database, reached.world.clock(), by_mail=True, by_template=True)
    reached.world.clock.forward(hours=1)
    said = len(graph.sent)
    await reached.settle()
    assert len(graph.sent) == said

    reached.world.clock.forward(hours=16)
    await reached.settle()
    assert graph.sent[-1]["type"] == "template"


async def test_who_writes_at_night_gets_the_question_first_and_then_the_answer(reached, graph):
    await helped(reached)
    reached.world.clock.forward(days=7, hours=6, minutes=50)
    ask_due(reached.world.database, reached.world.clock(), by_mail=True, by_template=True)
    reached.world.clock.forward(hours=4)
    await reached.settle()

    await reached.write("Is anybody there?")

    assert graph.texts()[-2].endswith("Did Programme One start for you?")
    assert graph.texts()[-1].startswith("You said: Is anybody there?")


async def test_an_older_question_lapses_and_a_press_on_it_answers_the_newer_one(reached, graph):
    case = await helped(reached)
    await days_later(reached)
    old = pressable(graph.sent[-1]["template"])[0]["parameters"][0]["payload"]
    await days_later(reached, days=23)
    assert states(reached, case)[:2] == [Standing.LAPSED, Standing.ASKED]

    await reached.press(old, "It started")

    assert [one.answer for one in follow_ups(reached, case)] == [None, "started", None]
    assert graph.texts()[-1].startswith("Good to hear.")


def remind(phone):
    with phone.world.database.open() as session:
        learn(session, Facts(programmes=(make_programme("a-grant"),)))
        note = Reminder(
            phone.conversation, "m9", phone.world.clock(), "ada@example.org", "a-grant", "2026-11", "?"
        )
        Notes(session).keep(note)


async def test_a_reminder_is_told_in_the_chat_inside_the_day_and_by_template_after_it(reached, graph):
    await reached.write("Hello")
    remind(reached)
    remind_due(reached.world.database, reached.world.clock(), by_template=True)
    await reached.settle()
    assert "You asked me to tell you when A Grant may fit" in " ".join(graph.texts())

    reached.world.clock.forward(days=2)
    with reached.world.database.open() as session:
        Reminders(session).forget(reached.conversation)
    remind(reached)
    assert [
        remind_due(reached.world.database, reached.world.clock(), by_template=True) for _ in range(2)
    ] == [1, 0]
    await reached.settle()
    told = graph.sent[-1]["template"]
    assert (told["name"], blanks(told)) == ("news_of_a_programme", ["A Grant"])
    await reached.press(pressable(told)[0]["parameters"][0]["payload"], "Read it")
    assert reached.world.engine.asked[-1].intent == "ask_details"
    assert mails(reached) == []


async def test_a_reminder_that_no_template_can_bring_goes_by_mail(reached, graph):
    await reached.write("Hello")
    reached.world.clock.forward(days=2)
    remind(reached)

    remind_due(reached.world.database, reached.world.clock())

    assert [(mail.about, mail.state) for mail in mails(reached)] == [("1", Progress.WAITING)]


async def test_a_reminder_that_was_refused_goes_by_mail(world, graph):
    phone = await telephone(world, graph, whatsapp_reminder_template="never_approved")
    await phone.write("Hello")
    world.clock.forward(days=2)
    remind(phone)
    for _ in range(3):
        remind_due(world.database, world.clock(), by_template=True)
        await phone.settle()

    assert len(mails(phone)) == 1


async def test_a_waiting_question_is_never_announced_as_an_answer_of_an_adviser(world, graph):
    phone = await telephone(world, graph)
    await helped(phone)
    await days_later(phone)
    phone.world.clock.forward(days=2)
    await phone.settle()

    assert [said for said in graph.texts() if said.startswith("template adviser")] == []


def test_a_template_takes_no_blank_that_meta_refuses():
    # names come from records: lines, tabs and rows of spaces in them must not stop a question
    shown = Shown("?", blanks=("SP-ABC234", "A\tGrant\n    for   all " + "x" * 2000))

    payload = in_approved_words(shown, Template("how_did_it_go", "en_GB"))

    check_content(payload)
    assert blanks(payload["template"])[1].startswith("A Grant for all xxx")
    check_content(in_approved_words(replace(shown, blanks=()), Template("how_did_it_go", "en_GB")))
