"""Cases by signed webhook: the receiver can tell that they are ours, and hears of each at least once."""

import asyncio
import gzip
import json
import logging
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import get_args

import pytest
from aiohttp import web
from aiohttp.abc import AbstractResolver
from hypothesis import given
from hypothesis import strategies as st
from standardwebhooks import Webhook as Verifier
from standardwebhooks.webhooks import WebhookVerificationError

from desk.brief import Brief
from desk.casebook import Casebook
from desk.couriers import Folder, MailServer, NotDelivered, Parcel
from desk.delivery import couriers_for
from desk.handoff_event import handoff_event
from desk.listing import FORMS
from desk.settings import DeskSettings
from desk.webhooks import BODIES, LONGEST_ANSWER, Webhook, body_of, headers_of
from knowledge.storage.deliveries import Deliveries, Delivery, Kind, Progress
from tests.desk.delivering import OneWay, keep_delivering
from tests.desk.making import NOON, given_case, make_brief, make_case
from tests.desk.receiving import LOOPBACK, SECRET, Receiver, receiving, self_signed


@pytest.fixture
async def receiver():
    async with receiving(Receiver()) as box:
        yield box


def now():
    return datetime.now(UTC)


def make_parcel(kind=Kind.CASE, taken=NOON, **given):
    case = make_case(**given)
    delivery = Delivery("d1", case.id, kind, Progress.WAITING, NOON, 1, NOON)
    return Parcel(delivery, replace(case, brief=make_brief(case).pack()), taken)


def verified(arrived):
    headers, body = arrived
    return Verifier(SECRET).verify(body, headers)


def deliveries(database, case):
    with database.reading() as session:
        return Deliveries(session).of_cases([case.id])


async def code_from(settings):
    with pytest.raises(NotDelivered) as failed:
        # longer than any test lets the receiver take
        async with asyncio.timeout(10):
            await Webhook(settings).send(make_parcel())
    return failed.value.code


async def test_a_case_arrives_with_its_brief_and_a_signature_that_holds(database, receiver):
    case = given_case(database, opened=now())
    stop = asyncio.Event()

    async with asyncio.TaskGroup() as tasks, asyncio.timeout(20):
        tasks.create_task(keep_delivering(database, receiver.settings(), None, stop))
        while deliveries(database, case)[0].state is not Progress.SENT:
            await asyncio.sleep(0.01)
        stop.set()

    (arrived,) = receiver.arrived
    (sent,) = deliveries(database, case)
    assert verified(arrived) == {
        "type": "case.opened",
        "timestamp": sent.created.isoformat(),
        "data": {"case_id": case.id, "reference": "SP-ABC234", "brief": case.brief},
    }
    assert arrived[0]["Content-Type"] == "application/json"
    assert arrived[0]["webhook-id"] == sent.id


async def test_whoever_got_a_case_is_told_that_it_was_taken_back_and_nothing_more(database, receiver):
    at = now()
    case = given_case(database, opened=at)
    at_work = OneWay(database, receiver.settings(), Webhook(receiver.settings()), lambda: at)
    await at_work.deliver_next()
    with database.open() as session:
        Casebook(session).erase("c1", at)

    await at_work.deliver_next()

    told = verified(receiver.arrived[1])
    assert told["type"] == "case.withdrawn"
    assert told["data"] == {"case_id": case.id, "reference": "SP-ABC234"}
    assert receiver.arrived[0][0]["webhook-id"] != receiver.arrived[1][0]["webhook-id"]


async def test_a_desk_of_the_bot_framework_gets_the_event_and_can_tell_that_it_is_ours(database, receiver):
    at = now()
    case = given_case(database, opened=at)
    settings = receiver.settings(webhook_form="bot_framework")
    at_work = OneWay(database, settings, Webhook(settings), lambda: at)
    await at_work.deliver_next()
    with database.open() as session:
        Casebook(session).erase("c1", at)
    await at_work.deliver_next()

    started, ended = map(verified, receiver.arrived)
    assert started == handoff_event(Brief.unpack(case.brief), receiver.arrived[0][0]["webhook-id"])
    assert (started["name"], started["conversation"]["id"]) == ("handoff.initiate", "SP-ABC234")
    assert (ended["type"], ended["code"]) == ("endOfConversation", "userCancelled")
    assert ended["conversation"] == started["conversation"]
    assert "press" not in json.dumps(ended)


@given(st.sampled_from(Kind), st.text(max_size=60), st.binary(min_size=24, max_size=64))
def test_in_every_form_the_signature_holds_for_whatever_is_told(kind, name, key):
    parcel = make_parcel(kind, taken=now(), reference=name)
    for body in (one(parcel) for one in BODIES.values()):
        headers = headers_of(parcel, body, key)

        assert body.isascii()
        assert Verifier(key).verify(body, headers) == json.loads(body)


def test_every_form_that_can_be_set_can_be_sent():
    assert set(BODIES) == set(get_args(DeskSettings.model_fields["webhook_form"].annotation)) == set(FORMS)


def test_what_was_taken_back_is_told_without_a_brief_even_while_one_is_kept():
    assert "brief" not in json.loads(body_of(make_parcel(Kind.WITHDRAWAL)))["data"]


async def test_a_body_that_was_changed_on_the_way_is_not_taken_for_ours(receiver):
    await Webhook(receiver.settings()).send(make_parcel(taken=now()))
    ((headers, body),) = receiver.arrived

    for changed in (body.replace(b"SP-ABC234", b"SP-ABC235"), body + b" ", b"{}"):
        with pytest.raises(WebhookVerificationError):
            verified((headers, changed))
    for other in ({"webhook-id": "d2"}, {"webhook-timestamp": str(int(now().timestamp()) + 7)}):
        with pytest.raises(WebhookVerificationError):
            verified((headers | other, body))


@given(st.text(max_size=60), st.binary(min_size=24, max_size=64))
def test_whatever_a_person_is_called_the_signature_holds(name, key):
    parcel = make_parcel(taken=now(), reference=name)
    body = body_of(parcel)

    headers = headers_of(parcel, body, key)

    assert Verifier(key).verify(body, headers)["data"]["reference"] == name


async def test_the_second_attempt_has_the_same_id_and_body_and_a_time_of_its_own(database, receiver):
    first = now() - timedelta(minutes=1)
    clock = [first]
    case = given_case(database, opened=first)
    at_work = OneWay(database, receiver.settings(), Webhook(receiver.settings()), lambda: clock[0])
    good, receiver.answer = receiver.answer, answering(503)
    await at_work.deliver_next()
    receiver.answer = good
    (put_off,) = deliveries(database, case)
    clock[0] = first + timedelta(seconds=30)

    await at_work.deliver_next()

    one, other = receiver.arrived
    assert (put_off.state, put_off.error) == (Progress.WAITING, "http_503")
    assert one[1] == other[1]
    assert one[0]["webhook-id"] == other[0]["webhook-id"] == put_off.id
    assert int(other[0]["webhook-timestamp"]) - int(one[0]["webhook-timestamp"]) == 30
    assert verified(one) == verified(other)
    assert deliveries(database, case)[0].state is Progress.SENT


def answering(status, body=b"", **headers):
    async def answer(request):
        return web.Response(status=status, body=body, headers=headers)

    return answer


@pytest.mark.parametrize("status", [200, 201, 202, 204, 299])
async def test_any_answer_of_success_is_a_delivery(receiver, status):
    receiver.answer = answering(status)

    await Webhook(receiver.settings()).send(make_parcel())

    assert len(receiver.arrived) == 1


@pytest.mark.parametrize("status", [300, 304, 400, 401, 404, 410, 429, 500, 503])
async def test_any_other_answer_is_none_and_its_words_are_not_kept(receiver, status):
    receiver.answer = answering(status, b"" if status == 304 else b"Ada Example, ada@example.org")

    assert await code_from(receiver.settings()) == f"http_{status}"


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_nobody_is_followed_elsewhere(receiver, status):
    receiver.answer = answering(status, Location="/elsewhere")

    assert await code_from(receiver.settings()) == f"http_{status}"
    assert len(receiver.arrived) == 1


async def test_a_receiver_that_hangs_is_given_up_in_time(receiver):
    async def hang(request):
        await asyncio.Event().wait()

    receiver.answer = hang

    assert await code_from(receiver.settings(webhook_seconds=0.1)) == "timeout"


async def test_a_receiver_that_answers_drop_by_drop_is_given_up_in_time(receiver):
    async def drip(request):
        answer = web.StreamResponse()
        await answer.prepare(request)
        while True:
            await answer.write(b".")
            await asyncio.sleep(0.01)

    receiver.answer = drip

    assert await code_from(receiver.settings(webhook_seconds=0.2)) == "timeout"


@pytest.mark.parametrize("size", [0, 1, LONGEST_ANSWER])
async def test_an_answer_of_64_kb_is_read(receiver, size):
    receiver.answer = answering(200, b"x" * size)

    await Webhook(receiver.settings()).send(make_parcel())


async def test_of_a_huge_answer_no_more_than_64_kb_are_read(receiver):
    written = []

    async def pour(request):
        answer = web.StreamResponse()
        await answer.prepare(request)
        for _ in range(1000):
            await answer.write(b"x" * LONGEST_ANSWER)
            written.append(LONGEST_ANSWER)
        return answer

    receiver.answer = pour

    assert await code_from(receiver.settings()) == "answer_too_long"
    # the rest of the 65 MB was never asked for
    assert len(written) < 1000


async def test_one_byte_more_than_64_kb_is_too_long(receiver):
    receiver.answer = answering(200, b"x" * (LONGEST_ANSWER + 1))

    assert await code_from(receiver.settings()) == "answer_too_long"


async def test_an_answer_that_would_unpack_into_a_huge_one_is_not_unpacked(receiver):
    receiver.answer = answering(
        200, gzip.compress(bytes(10 * LONGEST_ANSWER)), **{"Content-Encoding": "gzip"}
    )

    await Webhook(receiver.settings()).send(make_parcel())

    assert len(receiver.arrived) == 1


async def test_an_answer_that_breaks_off_is_none(receiver):
    async def break_off(request):
        answer = web.StreamResponse(headers={"Content-Length": "100"})
        await answer.prepare(request)
        await answer.write(b"x")
        request.transport.close()
        return answer

    receiver.answer = break_off

    assert await code_from(receiver.settings()) == "disconnected"


async def test_a_receiver_that_hangs_up_has_not_taken_the_case(receiver):
    async def hang_up(request):
        request.transport.abort()
        return web.Response()

    receiver.answer = hang_up

    assert await code_from(receiver.settings()) in {"disconnected", "no_connection"}


async def test_a_receiver_that_is_not_there_is_tried_again():
    box = Receiver()
    box.port = 1

    assert await code_from(box.settings()) == "no_connection"


async def test_a_name_that_leads_into_our_own_network_gets_nothing(receiver):
    class Rebound(AbstractResolver):
        async def resolve(self, host, port=0, family=0):
            return [
                {
                    "hostname": host,
                    "host": LOOPBACK,
                    "port": receiver.port,
                    "family": 0,
                    "proto": 0,
                    "flags": 0,
                }
            ]

        async def close(self):
            pass

    settings = receiver.settings(webhook_url="https://desk.example.org/", webhook_hosts=["desk.example.org"])

    with pytest.raises(NotDelivered, match="not_allowed"):
        await Webhook(settings, Rebound).send(make_parcel())
    assert receiver.arrived == []


async def test_a_receiver_whose_certificate_nobody_knows_gets_nothing(tmp_path):
    async with receiving(Receiver(), self_signed(tmp_path)) as box:
        code = await code_from(box.settings(webhook_url=f"https://{LOOPBACK}:{box.port}/"))

    assert code == "tls"
    assert box.arrived == []


async def test_the_lease_lasts_as_long_as_the_receiver_may_take(database, receiver):
    held = []

    class Noting(Webhook):
        async def send(self, parcel):
            held.append(parcel.delivery.lease_until)

    given_case(database)
    settings = receiver.settings(webhook_seconds=120)

    await OneWay(database, settings, Noting(settings), lambda: NOON).deliver_next()

    assert held[0] > NOON + timedelta(seconds=120)


async def test_no_name_address_or_secret_is_ever_logged(database, receiver, caplog):
    caplog.set_level(logging.DEBUG)
    receiver.answer = answering(500, b"Ada Example <ada@example.org> is not known here")
    given_case(database)
    settings = receiver.settings()

    await OneWay(database, settings, Webhook(settings), lambda: NOON).deliver_next()

    ours = "\n".join(one.getMessage() for one in caplog.records if not one.name.startswith("aiohttp."))
    assert "http_500" in ours
    assert not [word for word in ("Ada", "ada@", "01632", SECRET, "press") if word in caplog.text]
    assert SECRET[6:] not in repr(Webhook(settings))


@pytest.mark.parametrize(
    ("named", "way"),
    [
        ((), Folder),
        (("mail",), MailServer),
        (("webhook",), Webhook),
        (("mail", "webhook"), Webhook),
    ],
)
def test_one_way_out_is_taken_the_webhook_first(tmp_path, named, way):
    mail = {"smtp_host": "mail.example.org", "desk_mailbox": "desk@example.org"}
    settings = Receiver().settings() if "webhook" in named else DeskSettings()
    together = settings.model_dump() | (mail if "mail" in named else {})

    assert isinstance(next(iter(couriers_for(DeskSettings(**together), tmp_path).values())), way)


def test_a_body_is_plain_ascii_json():
    body = body_of(make_parcel(reference="Zoë"))

    assert body.isascii()
    assert json.loads(body)["data"]["reference"] == "Zoë"
