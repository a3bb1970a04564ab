"""A request for a person as a card: in the channel of a front door, and alone for who has it in hand."""

from collections.abc import Iterator
from typing import Any

from bot.channels.teams.elements import Element, execute, labelled, lines, paragraph, run
from bot.channels.teams.protocol import CLAIM, CLOSE, RETURN, TALK
from bot.channels.teams.rendering import Activity, adaptive_card, card_activity, plain_activities
from desk.cases import Outcome
from desk.console.queue import age
from desk.noticeboard import Notice
from desk.words import uk_moment
from knowledge.wording import say

OUTCOME = "outcome"  # the field of the card in which it is chosen what became of a case
OUTCOMES = tuple(one for one in Outcome if one is not Outcome.NOT_SAID)


def card(seen: Notice, *, is_talk: bool = False) -> dict[str, Any]:
    """Return the card of a case as it stands; that of a talk is for the broker who has it in hand."""
    return adaptive_card(list(_body(seen, is_talk)), list(_actions(seen, is_talk)))


def card_message(seen: Notice, *, is_talk: bool = False) -> Activity:
    """Return the message that is this card."""
    return card_activity(list(_body(seen, is_talk)), list(_actions(seen, is_talk)))


def briefing(page: str) -> list[Activity]:
    """Return the whole brief as messages for who has the case in hand, in which nothing is markup."""
    return list(plain_activities(page))


def said(reference: str, text: str) -> list[Activity]:
    """Return what the person said, under the reference of their case."""
    return list(plain_activities(text, say("utter_teams_case_said", reference=reference)))


def _body(seen: Notice, is_talk: bool) -> Iterator[Element]:
    yield paragraph(
        run(say("utter_teams_case_title", reference=seen.reference), weight="Bolder", size="Medium")
    )
    if not seen.is_here:
        yield from lines(say("utter_teams_case_elsewhere"), isSubtle=True)
        return
    if is_talk:
        yield from lines(
            say("utter_teams_case_talk_begins" if seen.in_hand else "utter_teams_case_talk_over")
        )
    for name, told in _facts(seen):
        yield from labelled(say(f"utter_teams_case_{name}"), told)
    if seen.in_hand:
        yield _outcomes()


def _facts(seen: Notice) -> Iterator[tuple[str, str]]:
    yield "state", say("utter_teams_case_with", broker=seen.broker) if seen.broker else seen.state
    since = say("utter_teams_case_age", at=uk_moment(seen.opened), age=age(seen.shown - seen.opened))
    told = {
        "since": since,
        "hub": seen.hub,
        "answer_by": uk_moment(seen.answer_by) if seen.answer_by else "",
        "place": seen.places,
        "need": ", ".join(seen.wants),
        "barriers": ", ".join(seen.barriers),
    }
    yield from ((name, text) for name, text in told.items() if text)


def _outcomes() -> Element:
    choices = [{"title": say(f"utter_console_outcome_{one}"), "value": one.value} for one in OUTCOMES]
    return {
        "type": "Input.ChoiceSet",
        "id": OUTCOME,
        "style": "compact",
        "placeholder": say("utter_console_outcome"),
        "choices": choices,
    }


def _actions(seen: Notice, is_talk: bool) -> Iterator[Element]:
    if not seen.is_here:
        return
    its = {"case": seen.case_id}
    if seen.may_claim:
        yield execute(say("utter_teams_case_claim"), CLAIM, its)
    if seen.in_hand:
        yield execute(say("utter_teams_case_turn_to" if is_talk else "utter_teams_case_talk"), TALK, its)
        yield execute(say("utter_teams_case_return"), RETURN, its)
        yield execute(say("utter_teams_case_close"), CLOSE, its, takes_inputs=True)
