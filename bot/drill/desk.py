"""The desk of a drill: two front doors, the teams of one of them with their timers, and two brokers."""

from datetime import UTC, datetime, timedelta

from sqlalchemy.orm import Session

from desk.brokers import Role
from desk.hours import Hours
from desk.teams import Doors, Team, Teams
from knowledge.records import Contact, Hub
from knowledge.storage.brokers import BrokerRecord, Brokers

DOMAIN = "drill.example"
HUBS = (
    Hub("drill-hub", "Drill Hub", "drill", frozenset({"west_midlands_combined_authority"}), Contact()),
    Hub("country-hub", "Country Hub", "drill", frozenset({"uk", "outside"}), Contact()),
)
ALWAYS = Hours.parse("Mon-Sun 00:00-24:00")
WITHIN = timedelta(hours=2)
ANSWER = timedelta(hours=5)  # within which people are promised one
TEAMS = Teams(
    (
        Team("first", "drill-hub", "First Team", f"first@{DOMAIN}", ALWAYS, within=WITHIN, next="second"),
        Team("second", "drill-hub", "Second Team", f"second@{DOMAIN}", ALWAYS, within=WITHIN),
        Team("lead", "drill-hub", "Lead", f"lead@{DOMAIN}", ALWAYS, is_manager=True),
    ),
    reply_within=ANSWER,
    doors=Doors(ALWAYS),
    remind_after=WITHIN,
)
FOLLOWING = {"first": "second", "second": "lead"}  # whom a request goes to that nobody takes up
PATIENCE = timedelta(days=30)  # after which one ends that nothing happens with
MAILBOXES = {hub.id: f"{hub.id}@{DOMAIN}" for hub in HUBS}
PLACES = {team.mailbox: (team.hub_id, team.id) for team in TEAMS.all} | {
    MAILBOXES[hub.id]: (hub.id, None) for hub in HUBS
}
BROKERS = ("b1", "b2")
BEGIN = datetime(2026, 11, 2, tzinfo=UTC)


def employ(session: Session) -> None:
    """Give the brokers their accounts, which nobody signs in to."""
    for name in BROKERS:
        hubs = tuple(hub.id for hub in HUBS)
        Brokers(session).add(
            BrokerRecord(name, name, f"{name}@{DOMAIN}", Role.BROKER.value, hubs, None, BEGIN)
        )
