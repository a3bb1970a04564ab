"""Mails to people arrive by a real mail server: once, by day, with links that work and a way to stop."""

import asyncio
import itertools
import logging
import re
import stat
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from desk.afterwards.asking import ask_due
from desk.afterwards.letters import Written, letter, links
from desk.afterwards.post import LINKS_LAST, Postman, ToPeople, run
from desk.afterwards.reminding import remind_due
from desk.afterwards.tidying import tidy_up
from desk.settings import DeskSettings
from knowledge.loading import Facts, apply
from knowledge.records import Status
from knowledge.storage.errands import Progress
from knowledge.storage.notes import Notes, Reminder, Subscription
from knowledge.storage.person_mails import LinkNotFound, PersonMails, mail_links
from knowledge.storage.wishes import Reminders, Subscriptions
from tests.desk.afterwards.closed import A_WEEK_ON, do, given_closed, mails, press
from tests.desk.mailbox import open_mailbox
from tests.desk.making import NOON, given_conversation
from tests.knowledge.factories import make_programme

HERE = "https://signpost.example.org"
MAY = datetime(2027, 5, 4, 8, tzinfo=UTC)  # 9 am by the clocks of summer, after a bank holiday
REMIND = {"address": "ada@example.org", "programme_id": "a-grant", "agreed_to": "May I?"}
LINK = re.compile(r"https://signpost\.example\.org/f/([A-Za-z0-9_-]{32,})(?=\s|$)")


@pytest.fixture
def mailbox():
    with open_mailbox() as box:
        yield box


class Killed(BaseException):
    """What a process that is killed does not catch."""


def postman(database, settings, at=A_WEEK_ON, folder=None, out=ToPeople):
    return Postman(database, settings, out(database, settings, folder, HERE), lambda: at, lambda: 1.0)


async def bring(database, mailbox, at=A_WEEK_ON):
    """Bring everything that is due, and return what is in the mailbox."""
    at_work = postman(database, mailbox.settings(), at)
    while await at_work.deliver_next():
        pass
    return mailbox.arrived


def know(database, *programmes):
    with database.open() as session:
        apply(session, Facts(programmes=programmes))


def text_of(mail):
    return mail.get_content().replace("\r\n", "\n")


def token_of(mail):
    return LINK.search(text_of(mail))[1]


@pytest.fixture
def asked(database):
    case = given_closed(database)
    ask_due(database, A_WEEK_ON, by_mail=True)
    return case


async def test_the_question_arrives_as_plain_text_with_links_to_answer_and_to_stop(database, mailbox, asked):
    (mail,) = await bring(database, mailbox)

    assert mailbox.recipients == ["ada@example.org"]
    assert mail.get_content_type() == "text/plain"
    assert mail["Subject"] == "How did it go? Your request SP-ABC234"
    assert "Did Programme One start for you?" in text_of(mail)
    assert f"{HERE}/f/{token_of(mail)}/stop" in text_of(mail)
    assert mails(database)[0].state is Progress.SENT


async def test_a_mail_program_can_stop_it_by_itself(database, mailbox, asked):
    (mail,) = await bring(database, mailbox)

    assert mail["List-Unsubscribe"] == f"<{HERE}/f/{token_of(mail)}/stop>"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert b"=?" not in bytes(mail).split(b"\n\n")[0]


def test_a_long_address_of_the_site_stands_in_the_header_unbroken(database, asked):
    (mail,) = mails(database)
    its = links(f"https://{'a-long-name.' * 6}example.org", "t" * 32)

    written = letter(mail, Written("Subject", "Text"), its, "signpost@example.org").as_bytes()

    assert f"List-Unsubscribe: <{its.stop}>\r\n".encode() in written


async def test_only_the_hash_of_a_token_is_kept(database, mailbox, asked):
    (mail,) = await bring(database, mailbox)
    token = token_of(mail)

    with database.reading() as session:
        assert token not in str(session.execute(select(mail_links)).all())
        assert PersonMails(session).with_link(token, A_WEEK_ON).about
        with pytest.raises(LinkNotFound):
            PersonMails(session).with_link(token, A_WEEK_ON + LINKS_LAST)


async def test_a_crash_after_sending_sends_the_same_mail_again_and_both_links_work(database, mailbox, asked):
    class Crashing(ToPeople):
        async def send(self, parcel):
            await super().send(parcel)
            raise Killed

    settings, later = mailbox.settings(), A_WEEK_ON + timedelta(minutes=10)
    with pytest.raises(Killed):
        await postman(database, settings, out=Crashing).deliver_next()
    await postman(database, settings, later).deliver_next()

    first, second = mailbox.arrived
    assert first["Message-ID"] == second["Message-ID"]
    with database.reading() as session:
        found = [PersonMails(session).with_link(token_of(one), later) for one in (first, second)]
    assert found[0] == found[1]


async def test_what_was_answered_in_the_chat_meanwhile_is_not_mailed(database, mailbox, asked):
    press(database, "Not yet", now=A_WEEK_ON)

    assert await bring(database, mailbox) == []
    assert mails(database)[0].state is Progress.RECALLED


async def test_what_was_stopped_or_erased_meanwhile_is_not_mailed(database, mailbox, asked):
    given_closed(database, conversation_id="c2", message_id="m2")
    ask_due(database, A_WEEK_ON, by_mail=True)
    do(database, "stop_messages", "m7")
    with database.open() as session:
        PersonMails(session).forget("c2")

    assert await bring(database, mailbox) == []


async def test_a_server_that_is_down_until_the_evening_gets_the_mail_in_the_morning(database, mailbox, asked):
    mailbox.refusing = "451 later"
    await bring(database, mailbox)
    mailbox.refusing = None

    assert await bring(database, mailbox, A_WEEK_ON.replace(hour=17, minute=0)) == []
    assert await bring(database, mailbox, A_WEEK_ON.replace(hour=23)) == []
    assert len(await bring(database, mailbox, A_WEEK_ON.replace(hour=9) + timedelta(days=1))) == 1


async def test_an_address_that_is_refused_for_five_days_is_given_up_and_counted(database, mailbox, asked):
    mailbox.refusing_to = "550 unknown"
    for days, hours in itertools.product(range(8), range(3)):
        await bring(database, mailbox, A_WEEK_ON + timedelta(days=days, hours=hours))

    assert (mails(database)[0].state, mails(database)[0].error) == (Progress.DEAD, "smtp_550")
    with database.reading() as session:
        assert PersonMails(session).given_up() == 1


async def test_no_address_and_no_token_is_ever_logged(database, mailbox, asked, caplog):
    caplog.set_level(logging.DEBUG)
    mailbox.refusing_to = "550 5.1.1 <ada@example.org> is not known here"
    await bring(database, mailbox)
    mailbox.refusing_to = None
    (mail,) = await bring(database, mailbox, A_WEEK_ON + timedelta(hours=1))

    ours = "\n".join(record.getMessage() for record in caplog.records if not record.name.startswith("mail."))
    assert "smtp_550" in ours
    assert "ada@" not in ours
    assert token_of(mail) not in ours


NO_ADDRESSES = ("ada@example.org, eve@example.org", "ada@example.org\nBcc: x@y.z", "nobody")


@pytest.mark.parametrize("address", NO_ADDRESSES)
async def test_an_address_that_is_not_one_gets_nothing(database, mailbox, address):
    given_conversation(database)
    do(database, "subscribe", "m1", address=address, topics=[])

    assert await bring(database, mailbox, NOON) == []


async def test_a_reminder_arrives_on_the_first_working_day_of_its_month_and_once(database, mailbox):
    given_conversation(database)
    know(database, make_programme("a-grant", last_known="2027-04"))
    do(database, "remind", "m1", from_month="2027-05", **REMIND)

    for early in (MAY - timedelta(days=4), MAY - timedelta(days=1), MAY - timedelta(minutes=1)):
        assert remind_due(database, early) == 0
    assert [remind_due(database, MAY) for _ in range(2)] == [1, 0]

    (mail,) = await bring(database, mailbox, MAY)
    assert mailbox.recipients == ["ada@example.org"]
    assert "By what you told us it may from May 2027 on." in text_of(mail)
    shown = "A Grant (Provider of a-grant)\nHelps firms.\nLast known to run: April 2027\nhttps://example.org"
    assert shown in text_of(mail)
    with database.reading() as session:
        assert Reminders(session).find("1").sent == MAY


async def test_a_reminder_of_what_has_closed_says_so_and_what_is_there_instead(database, mailbox):
    given_conversation(database)
    instead = replace(make_programme("b-grant", replaces={"a-grant"}), name="The New Grant")
    know(database, make_programme("a-grant", status=Status.CLOSED), instead)
    do(database, "remind", "m1", from_month="2026-11", **REMIND)
    remind_due(database, NOON)

    (mail,) = await bring(database, mailbox, NOON)

    assert mail["Subject"] == "It has closed: A Grant"
    assert "It has closed since." in text_of(mail)
    assert "The New Grant" in text_of(mail)


async def test_a_reminder_of_what_is_paused_does_not_say_that_it_fits_now(database, mailbox):
    given_conversation(database)
    know(database, make_programme("a-grant", status=Status.PAUSED))
    do(database, "remind", "m1", from_month="2026-11", **REMIND)
    remind_due(database, NOON)

    (mail,) = await bring(database, mailbox, NOON)

    assert mail["Subject"] == "It is paused now: A Grant"


async def test_a_reminder_of_what_is_not_recorded_any_more_says_that(database, mailbox):
    given_conversation(database)
    know(database, make_programme("b-grant"))
    do(database, "remind", "m1", from_month="2026-11", **REMIND)
    remind_due(database, NOON)

    (mail,) = await bring(database, mailbox, NOON)

    assert "We have no record of it any more" in text_of(mail)


async def test_where_nobody_can_tell_when_it_fits_one_mail_comes_after_half_a_year(database, mailbox):
    given_conversation(database)
    know(database, make_programme("a-grant"))
    do(database, "remind", "m1", from_month=None, **REMIND)
    half_a_year_on = datetime(2027, 5, 4, 12, tzinfo=UTC)

    assert remind_due(database, NOON + timedelta(days=180)) == 0
    assert remind_due(database, half_a_year_on) == 1

    (mail,) = await bring(database, mailbox, half_a_year_on)
    assert "Half a year ago you asked" in text_of(mail)


async def test_who_asked_twice_for_the_same_gets_one_mail(database, mailbox):
    given_conversation(database)
    know(database, make_programme("a-grant"))
    for message in ("m1", "m2"):
        do(database, "remind", message, from_month="2026-11", **REMIND)

    assert remind_due(database, NOON) == 2

    assert len(await bring(database, mailbox, NOON)) == 1


async def test_a_subscription_is_asked_to_be_confirmed_at_once_also_at_night(database, mailbox):
    given_conversation(database)
    for _ in range(2):
        do(database, "subscribe", "m1", address="ada@example.org", topics=[])

    (mail,) = await bring(database, mailbox, NOON.replace(hour=23))

    assert mail["Subject"] == "Please confirm: news from Signpost"
    assert "Without your yes no news is sent" in text_of(mail)
    with database.reading() as session:
        assert Subscriptions(session).find("1").confirmed is None


async def test_an_address_is_asked_to_confirm_once_a_day_whoever_gives_it(database, mailbox):
    given_conversation(database)
    for number, address in enumerate(["ada@example.org", "ADA@example.org", "ada@example.org"]):
        do(database, "subscribe", f"m{number}", address=address, topics=[])

    assert len(await bring(database, mailbox, NOON)) == 1
    do(database, "subscribe", "m9", now=NOON + timedelta(days=1), address="ada@example.org", topics=[])
    assert len(await bring(database, mailbox, NOON + timedelta(days=1))) == 2


async def test_what_waited_for_a_fortnight_is_not_sent_any_more(database, mailbox):
    given_conversation(database)
    do(database, "subscribe", "m1", address="ada@example.org", topics=[])

    assert await bring(database, mailbox, NOON + timedelta(days=15)) == []


async def test_addresses_that_have_served_their_purpose_are_deleted(database, mailbox):
    given_conversation(database)
    know(database, make_programme("a-grant"))
    do(database, "remind", "m1", from_month="2026-11", **REMIND)
    do(database, "subscribe", "m2", address="ada@example.org", topics=[])
    remind_due(database, NOON)
    await bring(database, mailbox, NOON)

    tidy_up(database, NOON + LINKS_LAST)
    assert len(mails(database)) == 2
    tidy_up(database, NOON + LINKS_LAST + timedelta(seconds=1))

    assert mails(database) == []
    with database.reading() as session:
        assert Notes(session).all(Reminder) == Notes(session).all(Subscription) == []
        assert session.execute(select(mail_links)).all() == []


async def test_without_a_mail_server_a_mail_is_a_file_that_only_its_owner_reads(database, asked, tmp_path):
    folder, settings, stop = (
        tmp_path / "home" / "outgoing",
        DeskSettings(desk_poll_seconds=0.02),
        asyncio.Event(),
    )

    async with asyncio.timeout(20), asyncio.TaskGroup() as tasks:
        out = ToPeople(database, settings, folder, HERE)
        tasks.create_task(run(out, lambda: A_WEEK_ON, stop))
        while not (folder.exists() and list(folder.glob("*.eml"))):
            await asyncio.sleep(0.01)
        stop.set()

    (written,) = folder.iterdir()
    assert stat.S_IMODE(written.stat().st_mode) == 0o600
    assert b"How did it go?" in written.read_bytes()


async def test_many_at_once_send_each_mail_once(database, mailbox):
    for number in range(6):
        given_closed(database, conversation_id=f"c{number}", message_id=f"m{number}")
    ask_due(database, A_WEEK_ON, by_mail=True)
    settings, stop = mailbox.settings(), asyncio.Event()

    async with asyncio.timeout(20), asyncio.TaskGroup() as workers:
        for _ in range(3):
            workers.create_task(run(ToPeople(database, settings, None, HERE), lambda: A_WEEK_ON, stop))
        while len(mailbox.arrived) < 6:
            await asyncio.sleep(0.01)
        stop.set()

    assert len({mail["Message-ID"] for mail in mailbox.arrived}) == len(mailbox.arrived) == 6


async def test_what_is_wanted_after_a_yes_is_asked_to_be_confirmed_the_same_day(database, mailbox):
    given_conversation(database)
    do(database, "subscribe", "m1", address="ada@example.org", topics=["finance"])
    await bring(database, mailbox, NOON)
    with database.open() as session:
        Subscriptions(session).confirm("ada@example.org", NOON)

    do(
        database,
        "subscribe",
        "m2",
        now=NOON + timedelta(hours=1),
        address="ada@example.org",
        topics=["skills"],
    )

    assert len(await bring(database, mailbox, NOON + timedelta(hours=1))) == 2


async def test_nobody_can_flood_an_address_by_asking_and_stopping(database, mailbox):
    given_conversation(database)
    for number in range(8):
        at = NOON + timedelta(minutes=number)
        do(database, "subscribe", f"m{number}", now=at, address="ada@example.org", topics=[])
        await bring(database, mailbox, at)
        with database.open() as session:
            Subscriptions(session).forget("c1")

    assert 1 <= len(mailbox.arrived) <= 3


async def test_who_stopped_and_wants_news_again_the_next_day_is_asked_again(database, mailbox):
    given_conversation(database)
    for days in range(2):
        at = NOON + timedelta(days=days)
        do(database, "subscribe", f"m{days}", now=at, address="ada@example.org", topics=[])
        await bring(database, mailbox, at)
        do(database, "stop_messages", f"s{days}", now=at)

    assert len(mailbox.arrived) == 2
