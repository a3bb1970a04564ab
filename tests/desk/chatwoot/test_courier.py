"""A case arrives in Chatwoot as one contact and one conversation, whatever breaks on the way."""

import logging
from datetime import timedelta

import pytest

from desk.casebook import Casebook
from desk.cases import Part, Person
from desk.chatwoot.courier import ChatwootDesk
from desk.narrowing import narrow
from desk.passing_on import PassingOn
from desk.transcript import Line
from knowledge.storage.deliveries import Deliveries, Progress
from tests.desk.chatwoot.fake import INBOX, SECRET, SOON, TOKEN
from tests.desk.making import NOON, SAID, given_case, make_brief, make_case, make_consent


class Killed(BaseException):
    """What a process that is killed does not catch."""


def dying(step, where):
    """Return a courier that dies before or after one of its own steps."""

    class Dying(ChatwootDesk):
        pass

    def die(self, *given):
        if where == "before":
            raise Killed
        getattr(ChatwootDesk, step)(self, *given)
        raise Killed

    setattr(Dying, step, die)
    return Dying


def briefs(outside, case):
    """How the two notes of the one delivery are known again, however often it is attempted."""
    with outside.database.reading() as session:
        (delivery,) = Deliveries(session).of_cases([case.id])
    return [f"signpost:{case.id}:brief:{delivery.id}:{n}" for n in (1, 2)]


def source_ids(chatwoot):
    return [one["source_id"] for one in chatwoot.conversations[0]["messages"]]


async def test_the_agents_get_who_asks_what_it_is_about_and_the_brief_for_them_alone(outside, case):
    await outside.deliver()

    (contact,), (conversation,) = outside.chatwoot.contacts, outside.chatwoot.conversations
    brief, transcript = outside.chatwoot.notes()
    assert (contact["name"], contact["email"]) == ("Ada Example", "ada@example.org")
    assert case.conversation_id not in contact["identifier"]
    assert (conversation["inbox_id"], conversation["source_id"]) == (INBOX, case.id)
    assert conversation["custom_attributes"]["signpost_reference"] == case.reference
    assert conversation["custom_attributes"]["signpost_hub"] == "Combined Authority Hub"
    assert conversation["custom_attributes"]["signpost_reason"] == "They asked for one."
    assert "the bank said no" in brief
    assert "We need a new press" not in brief
    assert "We need a new press" in transcript
    assert outside.chatwoot.said() == []
    assert outside.delivery(case).state is Progress.SENT


async def test_what_was_not_agreed_to_does_not_go_out(outside, database):
    consent = make_consent(Part.NAME, Part.CONTACT, Part.CONVERSATION)
    given_case(database, consent=consent)

    await outside.deliver()

    (contact,) = outside.chatwoot.contacts
    assert contact["name"] == "Signpost request SP-ABC234"
    assert set(contact) == {"id", "contact_inboxes", "name", "identifier"}
    assert len(outside.chatwoot.notes()) == 1
    assert not [word for word in ("Ada", "ada@") if word in str(outside.chatwoot.conversations)]


@pytest.mark.parametrize(
    ("part", "left"),
    [
        ("name", ("Signpost request SP-ABC234", "ada@example.org")),
        ("contact", ("Ada Example", None)),
    ],
)
async def test_what_is_taken_off_a_request_goes_from_the_contact_and_the_rest_stays(
    outside, database, linked, part, left
):
    with database.open() as session:
        narrow(session, linked.id, "c1", [part], SOON)

    outside.clock.later(minutes=2)
    await outside.deliver()

    (contact,) = outside.chatwoot.contacts
    assert (contact["name"], contact["email"]) == left


async def test_the_agents_are_told_of_it_also_when_the_contact_is_gone_there(outside, database, linked):
    before = len(outside.chatwoot.notes())
    outside.chatwoot.contacts.clear()
    with database.open() as session:
        narrow(session, linked.id, "c1", ["name"], SOON)

    outside.clock.later(minutes=2)
    await outside.deliver()

    assert len(outside.chatwoot.notes()) > before
    with database.reading() as session:
        stands = [one.state for one in Deliveries(session).of_cases([linked.id])]
    assert set(stands) == {Progress.SENT}


async def test_a_telephone_number_is_written_as_chatwoot_wants_it(outside, database):
    given_case(database, person=Person("Ada Example", phone="01632 960 123"))

    await outside.deliver()

    assert outside.chatwoot.contacts[0]["phone_number"] == "+441632960123"


async def test_an_address_that_somebody_else_has_does_not_lead_to_their_history(outside, database):
    stranger = {"id": 1, "name": "Bob Example", "email": "ada@example.org", "identifier": None}
    outside.chatwoot.contacts.append(stranger)
    case = given_case(database)

    await outside.deliver()

    assert outside.chatwoot.conversations[0]["contact_id"] == 2
    assert "email" not in outside.chatwoot.contacts[1]
    assert "ada@example.org" in outside.chatwoot.notes()[0]
    assert outside.delivery(case).state is Progress.SENT


async def test_who_asks_twice_is_one_contact_with_two_conversations(outside, database, linked):
    given_case(database, message_id="m2", reference="SP-SECOND")

    await outside.deliver()

    assert len(outside.chatwoot.contacts) == 1
    assert len(outside.chatwoot.conversations) == 2


@pytest.mark.parametrize("where", ["before", "after"])
@pytest.mark.parametrize("post", [1, 2, 3, 4])
async def test_a_line_that_breaks_at_any_request_makes_nothing_twice(outside, case, post, where):
    outside.chatwoot.hang_up(post, where)
    await outside.deliver()
    broken = outside.delivery(case)
    outside.chatwoot.work()
    outside.clock.now = broken.next_try

    await outside.deliver()

    assert broken.state is Progress.WAITING
    assert broken.error in {"disconnected", "no_connection"}
    assert outside.delivery(case).state is Progress.SENT
    assert (len(outside.chatwoot.contacts), len(outside.chatwoot.conversations)) == (1, 1)
    assert source_ids(outside.chatwoot) == briefs(outside, case)


@pytest.mark.parametrize("where", ["before", "after"])
@pytest.mark.parametrize("step", ["_linked", "_keep", "_let_go"])
async def test_a_process_that_dies_at_any_step_makes_nothing_twice(outside, case, step, where):
    with pytest.raises(Killed):
        await outside.deliver(dying(step, where))
    outside.clock.later(minutes=5)

    await outside.deliver()

    assert outside.delivery(case).state is Progress.SENT
    assert (len(outside.chatwoot.contacts), len(outside.chatwoot.conversations)) == (1, 1)
    assert source_ids(outside.chatwoot) == briefs(outside, case)


async def test_at_a_transfer_the_other_front_door_stands_beside_the_conversation(outside, database, linked):
    talk = outside.chatwoot.conversations[0]
    talk["custom_attributes"] = talk["custom_attributes"] | {"signpost_outcome": "referred", "mood": "good"}
    outside.relay(lambda relay: relay.claim(linked.id))
    outside.relay(lambda relay: PassingOn(relay).to_hub(linked.id, "warwickshire-hub", "on the phone"))

    await outside.deliver()

    assert talk["custom_attributes"]["signpost_hub"] == "Warwickshire Hub"
    assert (talk["custom_attributes"]["mood"], talk["custom_attributes"]["signpost_outcome"]) == (
        "good",
        "referred",
    )
    assert len(outside.chatwoot.conversations) == 1


@pytest.mark.parametrize(
    ("phone", "there"),
    [
        ("01632 960123", "+441632960123"),
        ("+49 30 901820", "+4930901820"),
        ("12", None),
        ("ada@example.org", None),
        ("none", None),
    ],
)
async def test_a_number_is_given_as_chatwoot_takes_it_or_not_at_all(outside, database, phone, there):
    given_case(database, person=Person("Ada Example", phone=phone))

    await outside.deliver()

    assert outside.chatwoot.contacts[0].get("phone_number") == there


async def test_a_request_that_was_taken_back_is_told_and_resolved(outside, database, linked):
    with database.open() as session:
        Casebook(session).erase("c1", NOON)

    await outside.deliver()

    assert "taken it back" in outside.chatwoot.notes()[-1]
    (contact,) = outside.chatwoot.contacts
    assert (contact["name"], contact["email"]) == ("Signpost request SP-ABC234", None)
    assert outside.chatwoot.conversations[0]["status"] == "resolved"


async def test_a_request_taken_back_after_a_crash_is_found_in_chatwoot(outside, database, case):
    with pytest.raises(Killed):
        await outside.deliver(dying("_keep", "before"))
    with database.open() as session:
        Casebook(session).erase("c1", NOON)
    outside.clock.later(minutes=5)

    await outside.deliver()

    assert len(outside.chatwoot.notes()) == 1
    assert outside.chatwoot.conversations[0]["status"] == "resolved"


async def test_a_request_that_never_arrived_is_taken_back_in_silence(outside, database, case):
    outside.chatwoot.answer(503)
    await outside.deliver()
    outside.chatwoot.work()
    with database.open() as session:
        Casebook(session).erase("c1", NOON)
    outside.clock.later(minutes=5)

    await outside.deliver()

    assert outside.chatwoot.conversations == []
    assert outside.delivery(case).state is Progress.SENT


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"chatwoot_token": "another"}, "http_401_see_SIGNPOST_CHATWOOT_TOKEN"),
        ({"chatwoot_account": 99}, "http_404_see_SIGNPOST_CHATWOOT_ACCOUNT"),
        ({"chatwoot_inbox": 99}, "http_404_see_SIGNPOST_CHATWOOT_INBOX"),
    ],
)
async def test_a_wrong_setting_is_named(outside, case, given, code):
    class Elsewhere(ChatwootDesk):
        def __init__(self, database, _settings):
            super().__init__(database, outside.chatwoot.settings(**given))

    await outside.deliver(Elsewhere)

    assert outside.delivery(case).error == code


@pytest.mark.parametrize(
    ("status", "code"),
    [
        (403, "http_403_see_SIGNPOST_CHATWOOT_TOKEN"),
        (429, "http_429"),
        (500, "http_500"),
        (522, "http_522"),
        (301, "http_301"),
    ],
)
async def test_what_chatwoot_does_not_take_now_is_tried_again_later(outside, case, status, code):
    outside.chatwoot.answer(status, "Ada Example <ada@example.org>", Location="/elsewhere")

    await outside.deliver()

    put_off = outside.delivery(case)
    assert (put_off.state, put_off.error) == (Progress.WAITING, code)
    assert put_off.next_try == NOON + timedelta(seconds=5)
    assert len(outside.chatwoot.asked) == 1


@pytest.mark.parametrize(
    "text", ["<html>", "[]", "null", '{"payload": 1}', '{"payload": [1]}', "[" * 100_000]
)
async def test_an_answer_that_is_not_chatwoots_is_none(outside, case, text):
    outside.chatwoot.answer(200, text)

    await outside.deliver()

    assert outside.delivery(case).error == "not_chatwoot"


async def test_neither_token_nor_secret_nor_person_is_ever_logged(outside, case, caplog):
    caplog.set_level(logging.DEBUG)
    outside.chatwoot.answer(401, "Ada Example")

    await outside.deliver()

    assert "see_SIGNPOST_CHATWOOT_TOKEN" in caplog.text
    assert not [word for word in (TOKEN, SECRET, "Ada", "ada@", "press") if word in caplog.text]
    assert TOKEN not in repr(ChatwootDesk(outside.database, outside.settings))


async def test_nothing_that_a_person_wrote_is_shown_as_a_link_or_filled_in(outside, database):
    said = (Line(NOON, "person", "{{contact.email}} {%x%} ![x](http://a.example/p.gif) <b>"),)
    case = make_case(person=Person("<b>Ada</b> {{agent.name}}"))
    given_case(database, id=case.id, person=case.person, brief=make_brief(case, said=said).pack())

    await outside.deliver()

    shown = outside.chatwoot.notes()[1]
    assert r"\{\{contact.email\}\} \{\%x%\} !\[x\](http://a.example/p.gif) \<b\>" in shown
    assert outside.chatwoot.contacts[0]["name"] == "<b>Ada</b> {{agent.name}}"


async def test_a_long_conversation_becomes_several_notes_with_every_line(outside, database):
    case = make_case()
    said = tuple(Line(NOON, "person", f"line {n} " + "x" * 500) for n in range(100))
    given_case(database, id=case.id, brief=make_brief(case, said=said + SAID).pack())

    await outside.deliver()

    notes = outside.chatwoot.notes()
    assert len(notes) > 3
    assert [n for n in range(100) if f"line {n} " not in "".join(notes)] == []
