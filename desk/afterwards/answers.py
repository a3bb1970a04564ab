"""What a person told us after a case was closed, in words."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from desk.afterwards.follow_ups import question
from knowledge.storage.case_answers import CaseAnswers
from knowledge.storage.follow_ups import FollowUp, FollowUps, Standing
from knowledge.storage.outcomes import Outcomes, ProgrammeOutcome
from knowledge.wording import say


@dataclass(frozen=True)
class Told:
    """One thing that was asked, what was answered, and when; without an answer there is no moment."""

    asked: str
    answer: str
    at: datetime | None


def told_of(session: Session, case_id: str) -> Iterator[Told]:
    """Yield what was asked about a case, in order."""
    helped = CaseAnswers(session).find(case_id)
    if helped is not None:
        words = say("utter_console_told_helped")
        yield Told(words, _answer("helped", helped.answer), helped.answered_at)
    outcomes = Outcomes(session).of_case(case_id)
    for one in FollowUps(session).of_case(case_id):
        if one.state in (Standing.ASKED, Standing.ANSWERED, Standing.LAPSED):
            yield from _of_day(one, [told for told in outcomes if told.day == one.day])
        if one.state is Standing.NO_WAY:
            yield from (
                Told(_after(one, question(about)), say("utter_console_told_no_way"), None)
                for about in one.programmes or (None,)
            )


def _of_day(asked: FollowUp, outcomes: list[ProgrammeOutcome]) -> Iterator[Told]:
    if not asked.programmes:
        yield Told(_after(asked, question(None)), _answer("it", asked.answer), asked.answered_at)
    named = {one.id: one for one in asked.programmes}
    for one in outcomes:
        words = question(named[one.programme_id])
        yield Told(_after(asked, words), _answer("it", one.answer), one.at)


def _after(asked: FollowUp, words: str) -> str:
    return say("utter_console_told_after", day=asked.day, question=words)


def _answer(kind: str, answer: str | None) -> str:
    return say(f"utter_label_{kind}_{answer}") if answer else say("utter_console_told_nothing")
