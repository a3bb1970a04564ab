"""Ten conversations as a new user would hold them, through the public API against the real servers.

They look at records, choices, state and the database, not at exact words.
"""

import pytest

from knowledge.places import areas_around
from knowledge.records import Status
from knowledge.storage.personal import Personal

pytestmark = pytest.mark.whole


def shown(chat, programmes):
    """The programmes on the cards of the last answer, which must be programmes that may be offered."""
    found = [programmes[card["id"]] for card in chat.cards if card["id"] in programmes]
    assert all(programme.status is not Status.CLOSED for programme in found)
    return found


def serves(programme, place):
    return not programme.places or bool(programme.places & set(areas_around(place)))


def kept(servers, chat):
    """Everything that the database holds of a conversation, opened."""
    database = servers.database
    with database.reading() as session:
        found = Personal(session).rows(chat.id)
    database.close()
    return found


def test_a_presswork_firm_finds_help_and_is_put_through_to_a_broker(chat, servers, programmes):
    chat.say("we make pressings in Dudley, 22 of us, cant find welders and the bank said no to a new press")

    offered = shown(chat, programmes)
    assert offered
    assert all(serves(programme, "dudley") for programme in offered)
    noted = chat.noted
    assert noted["profile"]["places"] == ["dudley"]
    assert noted["profile"]["employees"] == 22
    assert {barrier["name"] for barrier in noted["barriers"]} >= {"skills", "finance"}
    assert noted["shown"] == [programme.id for programme in offered]

    chat.say("can I speak to somebody please")
    assert "cases" not in kept(servers, chat)
    chat.choose("yes")
    chat.say("Jo Bloggs")
    chat.say("jo.bloggs@example.org")

    (case,) = kept(servers, chat)["cases"]
    assert case["hub_id"] == "business-growth-west-midlands"
    assert "jo.bloggs@example.org" in str(case)
    assert "cant find welders" in str(case["brief"])
    assert chat.noted["case"]["reference"] in chat.text


def test_a_cider_maker_who_wants_to_export_gets_what_serves_herefordshire(chat, programmes):
    chat.say("cider maker near Hereford, eight of us. who can help us sell abroad?")

    offered = shown(chat, programmes)
    assert offered
    assert all(serves(programme, "herefordshire") for programme in offered)
    assert any("export_support" in programme.support for programme in offered)
    assert chat.noted["profile"]["sectors"] == ["food_and_drink"]


def test_an_adviser_types_shorthand_and_gets_dense_answers(chat, programmes):
    chat.say("22 ppl, prec eng, WV10, capex grant")

    profile = chat.noted["profile"]
    assert profile["employees"] == 22
    assert profile["sectors"] == ["manufacturing"]
    assert set(profile["places"]) == {"wolverhampton", "south_staffordshire"}
    assert any("grant" in programme.support for programme in shown(chat, programmes))

    chat.choose("Wolverhampton")

    assert chat.noted["profile"]["places"] == ["wolverhampton"]


def test_details_rules_costs_and_dates_come_from_the_record(chat, programmes):
    chat.say("tell me about Made Smarter, we are a food factory in Walsall")
    (about,) = {card["id"] for card in chat.cards if card["id"] in programmes}
    assert about.startswith("made-smarter")

    chat.say("do we qualify?")
    assert [card["id"] for card in chat.cards] == [about]

    chat.say("what would it cost us?")
    assert about in [card["id"] for card in chat.cards]

    chat.say("how do we apply?")
    words = chat.text + str(chat.cards)
    assert programmes[about].contact.url in words


def test_two_options_are_compared_and_others_shown(chat, programmes):
    chat.say("we want a loan for a new oven, bakery in Worcester with 9 staff")
    first = [programme.id for programme in shown(chat, programmes)]
    assert len(first) >= 2

    chat.say("what's the difference between the first two?")
    (table,) = chat.cards
    assert table["kind"] == "comparison"
    assert table["id"].split("+") == first[:2]
    assert all(len(row) == 3 for row in table["table"])

    chat.choose("More options")
    assert not set(first) & {programme.id for programme in shown(chat, programmes)}


def test_a_correction_replaces_what_was_noted(chat):
    chat.say("we are in Rugby, 14 people, we make gearboxes")
    chat.say("sorry, Redditch, not Rugby")

    assert chat.noted["profile"]["places"] == ["redditch"]
    assert chat.noted["profile"]["employees"] == 14


def test_distress_brings_people_and_no_programmes(chat, programmes, facts):
    chat.say("bailiffs are coming on friday and i cant pay the wages. i cant see a way out")

    assert shown(chat, programmes) == []
    assert {card["id"] for card in chat.cards} == {help_.id for help_ in facts.urgent_help}
    assert "116 123" in chat.text + str(chat.cards)


def test_a_firm_elsewhere_is_told_so_and_gets_national_support_only(chat, programmes):
    chat.say("we're a software firm in Bristol, any grants?")

    offered = shown(chat, programmes)
    assert chat.noted["profile"]["places"] == ["outside"]
    assert offered
    national = [one for one in offered if serves(one, "outside") or "england" in one.places]
    assert national == offered


def test_whoever_is_not_understood_twice_is_offered_a_person(chat):
    chat.say("mmm")
    chat.say("the thing with the thing")

    assert any("person" in label.lower() for label in chat.labels)


def test_people_see_what_is_kept_and_have_it_deleted(chat, servers):
    chat.say("joinery in Telford, 6 of us, since 2019")
    chat.say("what do you know about me?")
    assert "Telford" in chat.text + str(chat.cards)

    chat.choose("delete")
    if chat.labels:
        chat.choose("yes")

    left = kept(servers, chat)
    assert "tracker_events" not in left
    assert "Telford" not in str(left)


def test_a_plan_has_steps_in_order_each_with_what_fits(chat, programmes):
    chat.say("we want to automate our packing line but don't know where to begin. Tamworth, 30 staff, food")
    chat.say("can you give me a plan, step by step?")

    steps = [card for card in chat.cards if card["kind"] == "step"]
    assert len(steps) >= 2
    named = [p.id for p in programmes.values() if p.name in str(steps)]
    assert named
    assert all(programmes[name].status is not Status.CLOSED for name in named)
