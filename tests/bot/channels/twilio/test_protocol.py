"""What Twilio posts becomes the same dataclasses as what Meta sends; what is not ours is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.twilio.protocol import NotOurs, Ours, Status, form_of, message, status
from bot.channels.whatsapp.protocol import KNOCK_PAYLOAD, Kind, name_of
from knowledge.storage.channel_messages import Arrived
from tests.bot.channels.twilio import exchange
from tests.bot.channels.twilio.exchange import ACCOUNT, NUMBER, PHONE, said

OURS = Ours(ACCOUNT, {NUMBER: "h1"})
SID = "SM" + "f" * 32


def test_a_text_is_one_message_of_one_person():
    found = message(said("We need money"), OURS)

    assert (found.kind, found.text, found.choice) == (Kind.TEXT, "We need money", "")
    assert (found.identity, found.message_id) == (PHONE, name_of(SID))
    assert found.address == {"number": NUMBER, "phone": PHONE}


@pytest.mark.parametrize("field", ["ExternalUserId", "ExternalUserIdentifier"])
def test_who_has_an_id_for_our_business_is_known_by_it_and_reached_by_the_number(field):
    found = message(said("Hello", **{field: "whatsapp:GB.4566546130240823"}), OURS)

    assert (found.identity, found.phone) == ("GB.4566546130240823", PHONE)


def test_who_shows_no_number_is_known_and_reached_by_the_id():
    found = message(said("Hello", From="whatsapp:GB.1a2B", WaId="GB.1a2B"), OURS)

    assert (found.user_id, found.phone) == ("GB.1a2B", "")
    assert found.address == {"number": NUMBER, "user_id": "GB.1a2B"}


@pytest.mark.parametrize(
    ("more", "kind", "text", "choice"),
    [
        ({"Body": "", "NumMedia": "1", "MediaContentType0": "image/jpeg"}, Kind.MEDIA, "", ""),
        ({"Body": "our hall", "NumMedia": "2", "MediaContentType0": "application/pdf"}, Kind.MEDIA, "", ""),
        (
            {"Body": "", "NumMedia": "1", "MediaContentType0": "text/vcard; charset=utf-8"},
            Kind.CONTACTS,
            "",
            "",
        ),
        (
            {"Body": "", "Latitude": "52.4", "Longitude": "-1.5", "MessageType": "location"},
            Kind.LOCATION,
            "",
            "",
        ),
        (
            {"Body": "Read it", "ButtonText": "Read it", "ButtonPayload": KNOCK_PAYLOAD},
            Kind.KNOCKED,
            "Read it",
            "",
        ),
        ({"Body": "Not yet", "ButtonText": "Not yet", "ButtonPayload": "c-1"}, Kind.CHOICE, "Not yet", "c-1"),
        (
            {"Body": "Row", "ListTitle": "Row", "ListId": "c-2", "MessageType": "interactive"},
            Kind.CHOICE,
            "Row",
            "c-2",
        ),
        ({"Body": "", "MessageType": "order"}, Kind.ORDER, "", ""),
        ({"Body": " ", "MessageType": "unsupported"}, Kind.UNSUPPORTED, "", ""),
        ({"Body": ""}, Kind.UNSUPPORTED, "", ""),
    ],
)
def test_each_kind_of_message_is_told_apart(more, kind, text, choice):
    found = message(said() | more, OURS)

    assert (found.kind, found.text, found.choice) == (kind, text, choice)


def test_a_reaction_and_what_has_no_name_are_passed_over():
    assert message(said("\N{THUMBS UP SIGN}", MessageType="reaction"), OURS) is None
    assert message(said("Hello", sid="wamid.1"), OURS) is None
    assert message(said("Hello", From="whatsapp:somebody", WaId=""), OURS) is None


@pytest.mark.parametrize(
    "other",
    [{"AccountSid": "AC" + "9" * 32}, {"AccountSid": ""}, {"To": "whatsapp:+441632960098"}, {"To": NUMBER},
     {"To": f"messenger:{NUMBER}"}, {"To": ""}],
)  # fmt: skip
def test_what_is_for_another_account_or_number_is_not_ours(other):
    with pytest.raises(NotOurs):
        message(said("Hello", **other), OURS)


@pytest.mark.parametrize(
    ("state", "code", "found"),
    [
        ("sent", None, Arrived.SENT),
        ("delivered", None, Arrived.DELIVERED),
        ("read", None, Arrived.READ),
        ("failed", 63016, Arrived.FAILED),
        ("undelivered", 63024, Arrived.FAILED),
    ],
)
def test_what_became_of_ours_is_told_by_our_own_name_for_it(state, code, found):
    assert status(exchange.status(SID, state, code), OURS) == Status(name_of(SID), found, code)


@pytest.mark.parametrize("state", ["queued", "accepted", "sending", "receiving", "unheard-of", ""])
def test_a_state_that_says_nothing_is_passed_over(state):
    assert status(exchange.status(SID, state), OURS) is None


def test_a_status_of_another_number_or_account_is_not_ours():
    for other in ({"From": "whatsapp:+441632960098"}, {"AccountSid": "AC" + "9" * 32}):
        with pytest.raises(NotOurs):
            status(exchange.status(SID, "read") | other, OURS)


def test_an_error_that_is_no_number_is_none():
    assert status(exchange.status(SID, "failed") | {"ErrorCode": "null"}, OURS).error is None


def test_of_two_fields_with_one_name_the_first_counts():
    assert form_of([("Body", "one"), ("Body", "two"), ("To", "x")]) == {"Body": "one", "To": "x"}


FIELDS = st.sampled_from(
    ["Body", "From", "WaId", "MessageSid", "NumMedia", "MediaContentType0", "MessageType", "ButtonPayload",
     "ButtonText", "ListId", "ListTitle", "Latitude", "ExternalUserId", "MessageStatus", "ErrorCode"]
)  # fmt: skip


@given(st.dictionaries(FIELDS, st.text(max_size=60)))
def test_no_form_breaks_the_reading_of_it(changed):
    found = message(said("Hello") | changed, OURS)
    status(exchange.status(SID, "failed", 1) | changed | {"From": f"whatsapp:{NUMBER}"}, OURS)

    if found is not None:
        assert found.phone.isdigit() or found.user_id
        assert len(found.message_id) == 64
