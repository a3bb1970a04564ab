"""Cases and what belongs to them, for tests: say only what the test is about."""

import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from desk.brief import build
from desk.casebook import Casebook
from desk.cases import Case, Consent, Part, Person, Reason
from desk.effects import EffectContext
from desk.hours import Hours
from desk.sign_in import Opened, admit, check
from desk.states import State
from desk.teams import Team, Teams
from desk.transcript import Line
from knowledge.records import Contact, Hub
from knowledge.replies import Effect
from knowledge.storage.brokers import Brokers
from knowledge.storage.conversations import Conversations
from knowledge.storage.database import Database
from knowledge.storage.hubs import Hubs
from knowledge.storage.outbox import Outbox, Sender, Shown
from knowledge.storage.releases import Releases

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)
CONTEXT = EffectContext("c1", "m1", "web")


def make_hub(hub_id: str, *places: str) -> Hub:
    return Hub(hub_id, hub_id.replace("-", " ").title(), hub_id, frozenset(places), Contact())


HUBS = (
    make_hub("combined-authority-hub", "west_midlands_combined_authority"),
    make_hub("warwickshire-hub", "coventry", "warwickshire"),
    make_hub("country-hub", "uk", "outside"),
)


OFFICE = Hours.parse("Mon-Fri 09:00-17:00")


def make_team(team_id: str, **given: Any) -> Team:
    standing: dict[str, Any] = {"hub_id": "combined-authority-hub", "name": f"the {team_id}", "hours": OFFICE}
    return Team(team_id, **(standing | given))


TWO_HOURS = timedelta(hours=2)
CHAIN = Teams(
    (
        make_team("makers", sectors=frozenset({"manufacturing"}), within=TWO_HOURS, next="everybody"),
        make_team("everybody", within=TWO_HOURS, mailbox="everybody@hub.example"),
        make_team("lead", is_manager=True),
    ),
    reply_within=timedelta(hours=4),
)


def make_consent(*left_out: Part) -> Consent:
    return Consent("May I pass this on?", "v1", "Combined Authority Hub", frozenset(Part) - set(left_out))


def make_case(**given: Any) -> Case:
    standing: dict[str, Any] = {
        "id": str(uuid.uuid4()),
        "reference": "SP-ABC234",
        "conversation_id": "c1",
        "message_id": "m1",
        "channel": "web",
        "hub_id": "combined-authority-hub",
        "reason": Reason.ASKED,
        "route": "serves_place",
        "state": State.DRAFT,
        "opened": NOON,
        "changed": NOON,
        "consent": make_consent(),
        "person": Person("Ada Example", email="ada@example.org"),
        "brief": None,
    }
    return Case(**(standing | given))


NOTED: dict[str, Any] = {
    "profile": {
        "places": ["dudley"],
        "employees": 12,
        "turnover": {"min": 100000, "max": None},
        "own_words": {"places": "our unit in Dudley, call 01632 960123", "employees": "a dozen of us"},
    },
    "profile_lines": [],
    "barriers": [{"name": "finance", "words": "the bank said no"}],
    "need": "money for a new press, mail me: ada@example.org",
    "wants": ["grant"],
    "shown": [{"id": "p1", "name": "Programme One", "version": "abc", "last_known": "2026-05"}],
    "ruled_out": [{"id": "p2", "name": "Programme Two", "rule": "employees", "words": "at most 9 people"}],
    "promised": "Somebody should reply by 4 pm today.",
}
SAID = (
    Line(NOON, "person", "We need a new press. Ring 01632 960 123 or ada@example.org, Ada Example"),
    Line(NOON, "bot", "Here is one.", ("Programme One",)),
)


def make_brief(
    case: Case,
    content: dict[str, Any] | None = None,
    said: tuple[Line, ...] = SAID,
    left_out: dict[str, Any] | None = None,
) -> Any:
    return build(case, HUBS[0], NOTED if content is None else content, said, left_out)


def given_case(database: Database, **given: Any) -> Case:
    """Open a case that waits, with its delivery."""
    case = make_case(**given)
    if "brief" not in given:
        case = make_case(**{**vars(case), "brief": make_brief(case).pack()})
    with database.open() as session:
        return Casebook(session).open(case)


def given_conversation(database: Database, conversation_id: str = "c1", *said: str) -> None:
    with database.open() as session:
        Conversations(session).start(conversation_id, "web", "own", NOON)
        for text in said:
            Outbox(session).add(conversation_id, Sender.PERSON, Shown(text), NOON)


def given_hubs(database: Database, hubs: tuple[Hub, ...] = HUBS) -> None:
    with database.open() as session:
        Hubs(session).replace_all(hubs)
        Releases(session).note(uuid.uuid4().hex)


def open_case(**given: Any) -> Effect:
    content = {
        "case_id": "0c0e8a54-0000-5000-8000-000000000001",
        "reference": "SP-ABC234",
        "reason": "asked",
        "hub_id": "combined-authority-hub",
        "consent": make_consent().pack(),
        "person": {"name": "Ada Example", "email": "ada@example.org"},
        "brief": NOTED,
    }
    return Effect("open_case", content | given)


def sign_in(session: Session, email: str, password: str, now: datetime) -> Opened:
    """Sign in as the console does it, in one transaction."""
    return admit(session, check(Brokers(session).find_by_email(email), password, now), now)
