"""Of cases from before readings were noted, whoever took one up has read it, where it was then."""

from alembic import command

from knowledge.storage.case_readings import CaseReadings
from knowledge.storage.database import Database
from tests.databases import KEYS
from tests.knowledge.storage.test_ways_migration import CASE, DELIVERY, add, go

BEFORE = "0030"
AT = "2026-11-02 {}:00.000000"
CLAIM = {"case_id": "case-1", "change": "claim", "before": "waiting", "after": "claimed", "why": "claimed"}


def test_who_took_a_case_up_before_it_was_passed_on_has_read_it_at_the_first_front_door(tmp_path):
    database = Database(f"sqlite:///{tmp_path / 'signpost.db'}", KEYS)
    go(database, command.upgrade, BEFORE)
    with database.engine.begin() as connection:
        add(connection, "cases", CASE | dict.fromkeys(("opened", "changed"), AT.format("12:00")))
        for number, (hub, time) in enumerate({"first-hub": "12:00", "second-hub": "13:00"}.items()):
            sent = DELIVERY | {"id": f"d{number}", "hub_id": hub}
            add(connection, "deliveries", sent | dict.fromkeys(("created", "next_try"), AT.format(time)))
        for number, (who, time) in enumerate({"b1": "12:10", "b2": "12:20"}.items(), 3):
            add(connection, "case_events", CLAIM | {"seq": number, "who": who, "at": AT.format(time)})

    database.migrate()

    with database.reading() as session:
        (read,) = CaseReadings(session).of_case("case-1")
        assert (read.hub_id, read.team, read.broker) == ("first-hub", None, "b1")
    database.close()
