"""Two hundred people ask for a person at once, as the gateway stores what follows from its answers."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from time import monotonic

from sqlalchemy.exc import OperationalError

from desk.brokers import Broker, Role
from desk.casebook import cases_of
from desk.console.queue import queue
from desk.effects import EffectContext, EffectsAt
from desk.states import State
from desk.teams import Teams
from knowledge.storage.cases import Cases
from knowledge.storage.conversations import Conversations
from knowledge.storage.deliveries import Deliveries
from tests.desk.making import NOON, given_hubs, make_team, open_case

HOW_MANY = 200
IN_SECONDS = 30
MAKING = frozenset({"manufacturing"})
TEAMS = Teams(
    (
        make_team("makers", sectors=MAKING, capacity=1000),
        make_team("makers-too", sectors=MAKING, capacity=30),
        make_team("everybody"),
    ),
    timedelta(hours=4),
)
BROKER = Broker("b1", "Jo Bloggs", "jo@hub.example", Role.BROKER, frozenset({"combined-authority-hub"}))


def test_two_hundred_at_once_are_routed_in_time_and_wait_in_the_order_in_which_they_came(database):
    given_hubs(database)
    with database.open() as session:
        for number in range(HOW_MANY):
            Conversations(session).start(f"c{number}", "web", "own", NOON)
    store = EffectsAt(TEAMS)

    def ask(number):
        sector = "manufacturing" if number % 2 else "rail"
        brief = {"profile": {"places": ["dudley"], "sectors": [sector]}, "barriers": []}
        effect = open_case(case_id=f"case-{number}", brief=brief)
        while True:
            try:
                with database.open() as session:
                    context = EffectContext(f"c{number}", "m1", "web")
                    store(session, effect, context, NOON + timedelta(seconds=number))
            except OperationalError:  # a slow machine: the gateway tries again as well
                continue
            return

    began = monotonic()
    with ThreadPoolExecutor(16) as people:
        list(people.map(ask, range(HOW_MANY)))
    took = monotonic() - began

    assert took < IN_SECONDS
    with database.reading() as session:
        cases = cases_of(Cases(session).in_states([State.WAITING]))
        sent = Deliveries(session).of_cases([case.id for case in cases])
    assert len(cases) == len(sent) == HOW_MANY
    # the two teams of makers share until one is full, though all came at once
    assert Counter(case.team for case in cases) == {"everybody": 100, "makers": 70, "makers-too": 30}
    waiting = queue(cases, BROKER, NOON + timedelta(hours=1)).waiting
    assert [row.case.id for row in waiting] == [f"case-{number}" for number in range(HOW_MANY)]
