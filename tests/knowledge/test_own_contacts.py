"""An installation tells how its front doors are reached; what nobody knows is said to be not known."""

from dataclasses import replace

import pytest
from pydantic import ValidationError

from knowledge.hub_words import hub_lines
from knowledge.loading import ContactSettings, apply, facts_in_use, plan, read_facts
from knowledge.records import Contact, Hub
from knowledge.storage.hubs import Hubs
from tests.databases import with_facts

HUB = "worcestershire-growth-hub"
OWN = {"phone": "01905 960000", "email": "hello@hub.example", "address": "1 High Street, Worcester WR1 1AA"}


def own(**contact):
    return ContactSettings(front_door_contacts={HUB: contact})


def hubs(settings):
    return {hub.id: hub for hub in facts_in_use(own=settings).hubs}


def test_it_takes_the_place_of_what_the_facts_say_for_that_front_door_alone():
    before, after = {hub.id: hub for hub in read_facts().hubs}, hubs(own(**OWN))

    assert after[HUB].contact == Contact(before[HUB].contact.url, OWN["email"], OWN["phone"])
    assert after[HUB].address == OWN["address"]
    assert after[HUB].version != before[HUB].version
    assert {**after, HUB: None} == {**before, HUB: None}


def test_it_reaches_the_database_when_the_facts_are_loaded_and_goes_when_it_is_unset():
    database = with_facts()
    with database.open() as session:
        assert plan(session, facts_in_use(own=own(**OWN)))
        apply(session, facts_in_use(own=own(**OWN)))
        kept = Hubs(session).get(HUB)
        apply(session, facts_in_use(own=ContactSettings()))
        back = Hubs(session).get(HUB)
    database.close()

    assert (kept.contact.phone, kept.address) == (OWN["phone"], OWN["address"])
    assert (back.contact.phone, back.address) == (None, None)


def test_it_is_read_from_the_environment(monkeypatch):
    monkeypatch.setenv("SIGNPOST_FRONT_DOOR_CONTACTS", f'{{"{HUB}": {{"phone": "01905 960000"}}}}')

    assert hubs(None)[HUB].contact.phone == "01905 960000"


@pytest.mark.parametrize(
    "contact",
    [
        {},
        {"phone": "ring us"},
        {"phone": "12"},
        {"email": "nobody"},
        {"email": "a@b.example, c@d.example"},
        {"url": "javascript:alert(1)"},
        {"address": "1 High Street\nWorcester"},
        {"address": "   "},
        {"fax": "01905 960000"},
    ],
)
def test_what_reaches_nobody_is_refused(contact):
    with pytest.raises(ValidationError):
        own(**contact)


BARE = Hub("h", "The Hub", "p", frozenset(), Contact(url="https://hub.example"))


def test_what_is_not_known_is_said_plainly():
    assert hub_lines(BARE) == (
        "This is how you reach The Hub:\nOn the web: https://hub.example\n\n"
        "I do not have a telephone number or an address to write to for them. Their web page may have it."
    )
    nothing = replace(BARE, contact=Contact())
    assert hub_lines(nothing) == "I do not have a telephone number or an address to write to for them."


def test_what_is_known_is_told_line_by_line():
    known = replace(
        BARE, contact=Contact("https://hub.example", None, "01632 960000"), address="1 High Street"
    )

    assert hub_lines(known) == (
        "This is how you reach The Hub:\nBy phone: 01632 960000\nBy post: 1 High Street\nOn the web: https://hub.example"
    )
