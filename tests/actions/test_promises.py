"""What somebody who asks for a person is promised, and that the desk is given the same to keep."""

from dataclasses import replace
from datetime import timedelta

import pytest

from desk.casebook import Casebook
from desk.cases import Case, Consent, Person, Reason
from desk.hours import Hours
from desk.relay import Relay
from desk.settings import DeskSettings
from desk.states import State
from desk.teams import Team, Teams
from tests.actions.conftest import TODAY, Talk, entity
from tests.databases import with_facts

HUB = "business-growth-west-midlands"
OFFICE = DeskSettings(desk_hours="Mon-Fri 09:00-17:00", desk_reply_hours=4)
MAKERS = Team(
    "makers",
    HUB,
    "the makers",
    hours=Hours.parse("Mon-Fri 13:00-14:00"),
    sectors=frozenset({"manufacturing"}),
)
OTHERS = Team("others", HUB, "the others", hours=Hours.parse("Mon-Fri 09:00-17:00"))


@pytest.fixture
def talk(tools):
    """A talk with front doors that have teams, which answer in an hour."""
    return Talk(replace(tools, desk=OFFICE, teams=Teams((MAKERS, OTHERS), timedelta(hours=1))))


def ask_for_a_person(talk):
    """Ask, agree, and give a name and a number; return what the desk gets."""
    talk.say("request_human", "a person please")
    talk.say("give_profile", "Walsall", [entity("place", "walsall")])
    talk.press(f"handoff_consent:yes:{HUB}")
    talk.say("give_profile", "Jaz, 07700 900456")
    (effect,) = [effect for effect in talk.reply.effects if effect.kind == "open_case"]
    return effect.content


def test_what_the_person_reads_is_what_the_desk_is_given_to_keep(talk):
    case = ask_for_a_person(talk)

    assert "They are open now. Somebody should reply by 1 pm today." in talk.reply.text
    assert case["promise"] == {
        "at": "2026-11-24T12:00:00+00:00",
        "answer_by": "2026-11-24T13:00:00+00:00",
    }


def test_the_promise_is_that_of_the_team_which_gets_the_request(talk):
    talk.say("give_profile", "we make brackets", [entity("sector", "manufacturing")])
    case = ask_for_a_person(talk)

    assert "They are closed now. They open today at 1 pm. Somebody should reply by 2 pm" in talk.reply.text
    assert case["promise"]["answer_by"] == "2026-11-24T14:00:00+00:00"


def test_a_minute_in_between_is_kept_as_the_minute_that_was_named(talk):
    talk.tools = replace(talk.tools, clock=lambda: TODAY + timedelta(minutes=2, seconds=10))
    case = ask_for_a_person(talk)

    assert "by 1:05 pm today" in talk.reply.text
    assert case["promise"]["answer_by"] == "2026-11-24T13:05:00+00:00"


def test_without_teams_the_front_door_promises(tools):
    talk = Talk(replace(tools, desk=OFFICE))
    case = ask_for_a_person(talk)

    assert "Somebody should reply by 4 pm today." in talk.reply.text
    assert case["promise"]["answer_by"] == "2026-11-24T16:00:00+00:00"


def test_where_nothing_can_be_promised_the_desk_is_given_no_promise(tools):
    talk = Talk(tools)
    case = ask_for_a_person(talk)

    assert "I cannot promise when." in talk.reply.text
    assert case["promise"]["answer_by"] is None


def test_the_language_in_which_somebody_wrote_is_passed_on_with_their_request(talk):
    talk.say("out_of_scope", "Szukam dofinansowania na nową maszynę", [entity("language", "pl")])
    case = ask_for_a_person(talk)

    assert case["brief"]["language"] == "pl"


def test_who_wrote_english_has_no_other_language(talk):
    assert ask_for_a_person(talk)["brief"]["language"] is None


def test_who_asks_again_is_promised_what_the_team_that_has_the_request_can_keep(tools):
    database = with_facts()
    talk = Talk(
        replace(tools, database=database, desk=OFFICE, teams=Teams((MAKERS, OTHERS), timedelta(hours=1)))
    )
    opened = ask_for_a_person(talk)
    with database.open() as session:
        Casebook(session).open(given_case(opened))
        Relay(session, "b1", TODAY).claim(opened["case_id"])
        Relay(session, "b1", TODAY).give_back(opened["case_id"])
    talk.say("request_human", "a person please")

    (effect,) = talk.reply.effects
    assert "They open today at 1 pm" in talk.reply.text
    assert effect.kind == "ask_again"
    assert effect.content["promise"]["answer_by"] == "2026-11-24T14:00:00+00:00"
    database.close()


def given_case(opened):
    return Case(
        id=opened["case_id"],
        reference=opened["reference"],
        conversation_id="conversation-1",
        message_id="message-1",
        channel="web",
        hub_id=HUB,
        reason=Reason.ASKED,
        route="serves_place",
        state=State.DRAFT,
        opened=TODAY,
        changed=TODAY,
        consent=Consent.unpack(opened["consent"]),
        person=Person("Jaz"),
        brief=None,
        team="makers",
    )
