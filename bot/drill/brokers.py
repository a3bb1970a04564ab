"""What a broker does in the console, each act in one transaction as the console makes it."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from bot.drill.desk import TEAMS
from bot.drill.journal import Broker
from bot.drill.steps import Doing, Network, Step
from desk.casebook import cases_of
from desk.cases import Case, Outcome
from desk.passing_on import NoSuchHub, NotAColleague, PassingOn, colleagues, other_hubs
from desk.relay import ClaimedAlready, NobodyListens, NotInHand, Relay
from desk.states import IN_HAND, OPEN, CaseChangeRefused, Change, State
from knowledge.storage.cases import Cases
from knowledge.storage.database import Database

REFUSALS = (ClaimedAlready, NotInHand, NobodyListens, CaseChangeRefused, NotAColleague, NoSuchHub)
HOW = "said so on the telephone"


def _to_colleague(relay: Relay, case: str) -> object:
    others = colleagues(relay.session, relay.locked(case), relay.broker)
    return PassingOn(relay, TEAMS).to_colleague(case, others[0].id)


def _ask_for_hub(relay: Relay, case: str) -> object:
    return PassingOn(relay, TEAMS).ask_for_hub(case, _other(relay, case))


def _to_hub(relay: Relay, case: str) -> object:
    return PassingOn(relay, TEAMS).to_hub(case, _other(relay, case), HOW)


def _other(relay: Relay, case: str) -> str:
    return other_hubs(relay.session, relay.locked(case))[0].id


ACTS: dict[Doing, tuple[Change | None, Callable[[Relay, str], object]]] = {
    Doing.CLAIMS: (Change.CLAIM, lambda relay, case: relay.claim(case)),
    Doing.TAKES_OVER: (Change.CLAIM, lambda relay, case: relay.take_over(case)),
    Doing.GIVES_BACK: (Change.RETURN, lambda relay, case: relay.give_back(case)),
    Doing.RELEASES: (Change.RELEASE, lambda relay, case: relay.release(case)),
    Doing.CLOSES: (Change.CLOSE, lambda relay, case: relay.close(case, Outcome.HELPED)),
    Doing.TO_COLLEAGUE: (Change.RELEASE, _to_colleague),
    Doing.ASKS_FOR_HUB: (None, _ask_for_hub),
    Doing.TO_HUB: (Change.TRANSFER, _to_hub),
}


@dataclass
class Shift:
    """One act of one broker; `tell` says what was typed and what the console confirmed."""

    database: Database
    broker: Broker
    step: Step
    clock: Callable[[], datetime]
    tell: Callable[..., None]

    def work(self) -> None:
        """Do what the step says with a case that suits it, or with any where none does."""
        try:
            case = self._case()
        except DBAPIError:
            return
        for _ in range(2 if self.step.network is Network.TWICE else 1):
            if case is not None and self.step.network is not Network.LOST:
                self._act(case)

    def type_again(self) -> None:
        """Send what was typed and not confirmed."""
        for message in self.broker.unconfirmed():
            self._write(message)

    def _act(self, case: str) -> None:
        if self.step.doing is Doing.WRITES:
            for message in self.broker.unconfirmed():
                self._write(message)
            self._write({"key": self.step.key, "case": case, "text": f"{self.step.key}: hello"})
            return
        change, act = ACTS[self.step.doing]
        self.tell(trying=[self.step.doing, case, self.step.key])
        try:
            with self.database.open() as session:
                act(self._relay(session), case)
        except (*REFUSALS, DBAPIError):
            return
        if change is not None:
            self.tell(changed=[change, case])

    def _write(self, message: dict[str, Any]) -> None:
        self.tell(typing=message)
        try:
            with self.database.open() as session:
                self._relay(session).write(message["case"], message["text"], message["key"])
        except REFUSALS:
            self.tell(not_taken=message["key"])
        except DBAPIError:
            return
        else:
            self.tell(confirmed=message["key"])

    def _relay(self, session: Session) -> Relay:
        return Relay(session, self.step.who, self.clock())

    def _case(self) -> str | None:
        with self.database.reading() as session:
            cases = cases_of(Cases(session).in_states(OPEN))
        if not cases:
            return None
        return random.choice([one for one in cases if self._suits(one)] or cases).id  # noqa: S311 - no secret

    def _suits(self, case: Case) -> bool:
        if self.step.doing is Doing.CLAIMS:
            return case.state in (State.WAITING, State.RETURNED)
        mine = case.broker == self.step.who
        return case.state in IN_HAND and mine is not (self.step.doing is Doing.TAKES_OVER)
