"""Cases reach brokers: once when all is well, at least once when something fails, and never by halves."""

import asyncio
import json
import logging
import stat
from datetime import timedelta

import pytest

from desk.casebook import Casebook
from desk.couriers import Folder, MailServer, NotDelivered
from desk.settings import DeskSettings
from knowledge.storage.deliveries import Deliveries, Kind, Progress
from tests.desk.delivering import OneWay, keep_delivering
from tests.desk.mailbox import open_mailbox
from tests.desk.making import NOON, given_case

LATER = NOON + timedelta(minutes=10)
CONTACTS = ("ada@example.org", "Ada", "desk@example.org", "01632")


@pytest.fixture
def mailbox():
    with open_mailbox() as box:
        yield box


class Clock:
    def __init__(self) -> None:
        self.now = NOON

    def __call__(self):
        return self.now


class Killed(BaseException):
    """What a process that is killed does not catch."""


def worker(database, settings, courier=None, clock=lambda: NOON) -> OneWay:
    return OneWay(database, settings, courier or MailServer(settings), clock, lambda: 1.0)


def deliveries(database, case):
    with database.reading() as session:
        return Deliveries(session).of_cases([case.id])


async def until(true) -> None:
    async with asyncio.timeout(20):
        while not true():
            await asyncio.sleep(0.01)


async def test_a_case_arrives_as_text_with_the_brief_as_json(database, mailbox):
    case = given_case(database)

    assert await worker(database, mailbox.settings()).deliver_next()

    (mail,) = mailbox.arrived
    (attached,) = mail.iter_attachments()
    assert mailbox.recipients == ["desk@example.org"]
    assert case.reference in mail["Subject"]
    assert "ada@example.org" in mail.get_body().get_content()
    assert (attached.get_content_type(), attached.get_filename()) == ("application/json", "SP-ABC234.json")
    assert json.loads(attached.get_content()) == case.brief
    assert [one.state for one in deliveries(database, case)] == [Progress.SENT]


async def test_nothing_personal_stands_in_the_headers(database, mailbox):
    given_case(database)

    await worker(database, mailbox.settings()).deliver_next()

    headers = " ".join(f"{name}: {value}" for name, value in mailbox.arrived[0].items())
    assert not [word for word in ("ada@", "Ada", "01632") if word in headers]


async def test_what_was_sent_is_not_sent_again(database, mailbox):
    given_case(database)
    at_work = worker(database, mailbox.settings())

    await at_work.deliver_next()

    assert not await at_work.deliver_next()
    assert len(mailbox.arrived) == 1


@pytest.mark.parametrize(
    ("where", "line", "code"),
    [("refusing", "451 later", "smtp_451"), ("refusing_to", "550 no <desk@example.org>", "smtp_550")],
)
async def test_a_server_that_refuses_gets_the_case_again_later(database, mailbox, where, line, code):
    case = given_case(database)
    clock = Clock()
    at_work = worker(database, mailbox.settings(), clock=clock)
    setattr(mailbox, where, line)
    await at_work.deliver_next()
    (refused,) = deliveries(database, case)
    setattr(mailbox, where, None)

    assert not await at_work.deliver_next()
    clock.now = refused.next_try
    assert await at_work.deliver_next()

    assert (refused.state, refused.attempts, refused.error) == (Progress.WAITING, 1, code)
    assert refused.next_try == NOON + timedelta(seconds=5)
    assert len(mailbox.arrived) == 1


async def test_a_server_that_is_not_there_is_tried_for_five_days_and_then_a_person_must_look(database):
    case = given_case(database)
    clock = Clock()
    settings = DeskSettings(
        smtp_host="127.0.0.1", smtp_port=1, smtp_tls="none", desk_mailbox="desk@example.org"
    )
    at_work = worker(database, settings, clock=clock)

    while (one := deliveries(database, case)[0]).state is Progress.WAITING:
        clock.now = max(clock.now, one.next_try)
        await at_work.deliver_next()

    assert (one.state, one.error) == (Progress.DEAD, "no_connection")
    assert clock.now - NOON == timedelta(days=5)
    assert not await at_work.deliver_next()


async def test_a_server_without_encryption_gets_nothing_when_encryption_is_asked_for(database, mailbox):
    case = given_case(database)

    await worker(database, mailbox.settings(smtp_tls="starttls")).deliver_next()

    assert mailbox.arrived == []
    assert deliveries(database, case)[0].state is Progress.WAITING


async def test_a_server_that_hangs_is_given_up_in_time(database):
    async def never_answer(_reader, writer):
        await asyncio.sleep(30)
        writer.close()

    server = await asyncio.start_server(never_answer, "127.0.0.1", 0)
    settings = DeskSettings(
        smtp_host="127.0.0.1",
        smtp_port=server.sockets[0].getsockname()[1],
        smtp_tls="none",
        smtp_seconds=0.1,
        desk_mailbox="desk@example.org",
    )
    case = given_case(database)

    await worker(database, settings).deliver_next()
    server.close()

    assert deliveries(database, case)[0].error == "timeout"


async def test_one_bad_case_does_not_stop_the_others(database, mailbox):
    bad = given_case(database, reference="SP-BAD222", message_id="m1", brief={"no": "brief"})
    good = given_case(database, reference="SP-GOOD22", message_id="m2")
    at_work = worker(database, mailbox.settings())

    while await at_work.deliver_next():
        pass

    assert deliveries(database, bad)[0].error == "KeyError"
    assert deliveries(database, good)[0].state is Progress.SENT


async def test_many_workers_at_once_deliver_each_case_once(database, mailbox):
    cases = [given_case(database, message_id=f"m{n}", reference=f"SP-CASE{n:02}") for n in range(20)]
    stop = asyncio.Event()

    async with asyncio.TaskGroup() as workers:
        for _ in range(4):
            workers.create_task(keep_delivering(database, mailbox.settings(), None, stop))
        await until(lambda: all(deliveries(database, case)[0].state is Progress.SENT for case in cases))
        stop.set()

    assert len(mailbox.arrived) == 20
    assert len({mail["Message-ID"] for mail in mailbox.arrived}) == 20


async def test_a_crash_after_sending_sends_again_under_the_same_message_id(database, mailbox):
    class Crashing(MailServer):
        async def send(self, parcel):
            await super().send(parcel)
            raise Killed

    case = given_case(database)
    settings = mailbox.settings()

    with pytest.raises(Killed):
        await worker(database, settings, Crashing(settings)).deliver_next()
    still_leased = await worker(database, settings).deliver_next()
    await worker(database, settings, clock=lambda: LATER).deliver_next()

    assert not still_leased
    assert [mail["Message-ID"] for mail in mailbox.arrived] == [mailbox.arrived[0]["Message-ID"]] * 2
    assert deliveries(database, case)[0].state is Progress.SENT


async def test_no_transaction_is_open_while_a_server_is_slow(database, mailbox):
    class Writing(MailServer):
        async def send(self, parcel):
            # SQLite has one writer: this would wait for ever if the worker held a transaction
            await asyncio.to_thread(given_case, database, message_id="m2", reference="SP-SECOND")
            await super().send(parcel)

    given_case(database)
    settings = mailbox.settings()

    async with asyncio.timeout(4):
        await worker(database, settings, Writing(settings)).deliver_next()

    assert len(mailbox.arrived) == 1


async def test_a_worker_that_lost_its_lease_notes_nothing(database, mailbox):
    case = given_case(database)

    class Late(MailServer):
        async def send(self, parcel):
            await asyncio.to_thread(self.be_overtaken)
            raise NotDelivered("timeout")

        def be_overtaken(self):
            with database.open() as session:
                Deliveries(session).take("another", LATER, LATER + timedelta(minutes=1))

    await worker(database, mailbox.settings(), Late(mailbox.settings())).deliver_next()

    (one,) = deliveries(database, case)
    assert (one.lease_owner, one.error, one.attempts) == ("another", None, 2)


async def test_a_case_that_was_taken_back_before_it_was_sent_is_never_sent(database, mailbox):
    case = given_case(database)
    with database.open() as session:
        Casebook(session).erase("c1", NOON)

    while await worker(database, mailbox.settings()).deliver_next():
        pass

    assert mailbox.arrived == []
    assert [one.state for one in deliveries(database, case)] == [Progress.RECALLED]


async def test_whoever_got_a_case_is_told_that_it_was_taken_back(database, mailbox):
    given_case(database)
    at_work = worker(database, mailbox.settings())
    await at_work.deliver_next()
    with database.open() as session:
        Casebook(session).erase("c1", NOON)

    await at_work.deliver_next()

    notice = mailbox.arrived[1]
    assert "taken back" in notice["Subject"]
    assert "SP-ABC234" in notice.get_content()
    assert not [word for word in CONTACTS[:2] if word in notice.as_string()]


async def test_a_database_that_is_away_is_waited_for(database, mailbox, caplog):
    class Away:
        def __init__(self):
            self.left = 3

        def reading(self):
            self.left -= 1
            if self.left > 0:
                raise ConnectionError("desk@example.org")
            return database.reading()

        def open(self):
            return database.open()

    given_case(database)
    stop = asyncio.Event()

    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(keep_delivering(Away(), mailbox.settings(), None, stop))
        await until(lambda: mailbox.arrived)
        stop.set()

    assert len(mailbox.arrived) == 1
    assert "the desk cannot deliver now: ConnectionError" in caplog.text
    assert "desk@" not in caplog.text


async def test_no_address_and_no_name_is_ever_logged(database, mailbox, caplog):
    caplog.set_level(logging.DEBUG)
    clock = Clock()
    given_case(database)
    mailbox.refusing_to = "550 5.1.1 <desk@example.org> Ada Example is not known here"
    at_work = worker(database, mailbox.settings(), clock=clock)
    await at_work.deliver_next()
    mailbox.refusing_to = None
    clock.now = LATER
    await at_work.deliver_next()

    # aiosmtpd is the server of the test, which logs every command it gets
    ours = "\n".join(record.getMessage() for record in caplog.records if not record.name.startswith("mail."))
    assert "smtp_550" in ours
    assert not [word for word in CONTACTS if word in ours]


async def test_without_a_mail_server_a_case_is_a_file_that_only_its_owner_reads(database, tmp_path):
    given_case(database)
    folder = tmp_path / "home" / "outgoing"
    stop = asyncio.Event()

    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(keep_delivering(database, DeskSettings(desk_poll_seconds=0.02), folder, stop))
        await until(lambda: folder.exists() and list(folder.glob("*.eml")))
        stop.set()

    (written,) = folder.iterdir()
    assert written.name == "SP-ABC234.eml"
    assert stat.S_IMODE(written.stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert b"We need a new press" in written.read_bytes()


async def test_a_case_that_is_taken_back_is_a_file_no_more(database, tmp_path):
    given_case(database)
    at_work = worker(database, DeskSettings(), Folder(DeskSettings(), tmp_path / "out"))
    await at_work.deliver_next()
    with database.open() as session:
        Casebook(session).erase("c1", NOON)

    await at_work.deliver_next()

    (left,) = (tmp_path / "out").iterdir()
    assert left.name == "SP-ABC234-withdrawn.eml"
    assert b"press" not in left.read_bytes()


async def test_two_cases_of_one_name_are_two_files(database, tmp_path):
    given_case(database, message_id="m1")
    given_case(database, message_id="m2")
    at_work = worker(database, DeskSettings(), Folder(DeskSettings(), tmp_path / "out"))

    while await at_work.deliver_next():
        pass

    assert len(list((tmp_path / "out").iterdir())) == 2


async def test_a_folder_that_cannot_be_written_is_tried_again(database, tmp_path):
    (tmp_path / "out").write_text("in the way")
    case = given_case(database)

    await worker(database, DeskSettings(), Folder(DeskSettings(), tmp_path / "out")).deliver_next()

    (one,) = deliveries(database, case)
    assert (one.state, one.kind, one.error) == (Progress.WAITING, Kind.CASE, "file")
