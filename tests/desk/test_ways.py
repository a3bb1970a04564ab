"""Each front door's requests go out by the ways that the settings name, each way by itself."""

import asyncio
from dataclasses import dataclass, field, replace
from datetime import timedelta

import pytest
from pydantic import ValidationError

from desk.casebook import Casebook
from desk.couriers import Folder, MailServer, NotDelivered
from desk.delivery import WaysOut, couriers_for
from desk.settings import DeskSettings
from desk.states import State
from desk.teams import Teams
from desk.ways import Ways, WaySettings, WaysRefused, set_up, ways_in_use
from knowledge.storage.deliveries import Deliveries, Delivery, Kind, Way
from knowledge.storage.errands import Progress
from tests.desk.making import NOON, given_case, given_conversation, given_hubs, make_team

HUB, OTHER = "combined-authority-hub", "warwickshire-hub"
BOTH = Ways((Way.WEBHOOK, Way.MAIL))
SOON = timedelta(minutes=10)


@dataclass
class Taking:
    """Remembers what it took out; refuses while it is closed."""

    closed: bool = False
    taken: list = field(default_factory=list)

    async def send(self, parcel):
        if self.closed:
            raise NotDelivered("no_connection")
        if not parcel.is_void():
            self.taken.append((parcel.delivery.kind, parcel.case.id))


@dataclass
class Office:
    """A desk with these ways out, at a time that tests set."""

    database: object
    ways: Ways = BOTH
    couriers: dict = field(default_factory=lambda: {Way.WEBHOOK: Taking(), Way.MAIL: Taking()})
    now: object = NOON

    async def work(self):
        """Do all that is due now."""
        out = WaysOut(self.database, DeskSettings(), self.couriers, self.ways, clock=lambda: self.now)
        while await out.sorting().sort_next():
            pass
        for worker in out.workers():
            while await worker.deliver_next():
                pass

    def rows(self, case):
        with self.database.reading() as session:
            return Deliveries(session).of_cases([case.id])

    def stand(self, case):
        return sorted((one.way, one.kind, one.state) for one in self.rows(case))

    def taken(self, way):
        return self.couriers[way].taken


@pytest.fixture
def office(database):
    given_hubs(database)
    given_conversation(database)
    return Office(database)


async def test_a_case_goes_out_by_every_way_that_is_named(office, database):
    case = given_case(database)

    await office.work()
    await office.work()

    assert office.taken(Way.MAIL) == office.taken(Way.WEBHOOK) == [(Kind.CASE, case.id)]
    assert {one.way for one in office.rows(case)} == {Way.MAIL, Way.WEBHOOK}


async def test_a_way_that_fails_holds_up_no_other_and_is_tried_by_itself(office, database):
    office.couriers[Way.WEBHOOK].closed = True
    case = given_case(database)
    await office.work()
    first = {one.way: (one.state, one.attempts, one.error) for one in office.rows(case)}
    office.couriers[Way.WEBHOOK].closed = False
    office.now = NOON + SOON

    await office.work()

    assert first[Way.MAIL] == (Progress.SENT, 1, None)
    assert first[Way.WEBHOOK] == (Progress.WAITING, 1, "no_connection")
    assert office.taken(Way.MAIL) == office.taken(Way.WEBHOOK) == [(Kind.CASE, case.id)]


async def test_a_way_that_is_given_up_is_a_dead_letter_of_its_own(office, database):
    office.couriers[Way.WEBHOOK].closed = True
    case = given_case(database)

    for _ in range(80):
        await office.work()
        office.now += timedelta(hours=3)

    assert office.stand(case) == [
        (Way.MAIL, Kind.CASE, Progress.SENT),
        (Way.WEBHOOK, Kind.CASE, Progress.DEAD),
    ]


async def test_many_who_sort_at_once_make_one_row_for_each_way(office, database):
    case = given_case(database)
    out = WaysOut(database, DeskSettings(), office.couriers, BOTH, clock=lambda: NOON)

    await asyncio.gather(*(out.sorting().sort_next() for _ in range(12)))

    assert len(office.rows(case)) == 2


async def test_that_it_was_taken_back_goes_by_every_way_that_it_went_by(office, database):
    case = given_case(database)
    await office.work()
    with database.open() as session:
        Casebook(session).withdraw(case.id, NOON)
    office.now = NOON + SOON
    office.ways = Ways((Way.MAIL,))  # what was told by another way until today is taken back there too

    await office.work()

    for way in BOTH.usual:
        assert office.taken(way) == [(Kind.CASE, case.id), (Kind.WITHDRAWAL, case.id)]


async def test_nobody_is_told_that_it_was_taken_back_by_a_way_that_it_never_went_by(office, database):
    office.ways = Ways((Way.MAIL,))
    case = given_case(database)
    await office.work()
    office.ways = BOTH
    with database.open() as session:
        Casebook(session).withdraw(case.id, NOON)
    office.now = NOON + SOON

    await office.work()

    assert office.taken(Way.WEBHOOK) == []
    assert office.taken(Way.MAIL) == [(Kind.CASE, case.id), (Kind.WITHDRAWAL, case.id)]


async def test_what_went_out_before_ways_were_noted_is_taken_back_by_all_there_are(office, database):
    case = given_case(database)
    with database.open() as session:
        taken = Deliveries(session).take("before", NOON, NOON + SOON)
        Deliveries(session).settle(taken.id, "before", Progress.SENT, NOON, None)
        Casebook(session).withdraw(case.id, NOON)
    office.now = NOON + SOON

    await office.work()

    for way in BOTH.usual:
        assert office.taken(way) == [(Kind.WITHDRAWAL, case.id)]


async def test_what_was_taken_back_before_it_was_sorted_goes_nowhere(office, database):
    case = given_case(database)
    with database.open() as session:
        Casebook(session).withdraw(case.id, NOON)

    await office.work()

    assert office.taken(Way.MAIL) == office.taken(Way.WEBHOOK) == []


async def test_what_was_taken_back_after_it_was_sorted_goes_nowhere(office, database):
    case = given_case(database)
    await WaysOut(database, DeskSettings(), office.couriers, BOTH, clock=lambda: NOON).sorting().sort_next()
    with database.open() as session:
        Casebook(session).withdraw(case.id, NOON)

    await office.work()

    assert office.taken(Way.MAIL) == office.taken(Way.WEBHOOK) == []
    assert {one.state for one in office.rows(case)} == {Progress.RECALLED}


async def test_what_waits_for_a_way_that_is_gone_goes_by_one_that_is_there(office, database):
    office.ways, office.couriers[Way.WEBHOOK].closed = Ways((Way.WEBHOOK,)), True
    case = given_case(database)
    await office.work()
    del office.couriers[Way.WEBHOOK]
    office.ways, office.now = Ways((Way.MAIL,)), NOON + SOON

    await office.work()

    assert office.taken(Way.MAIL) == [(Kind.CASE, case.id)]
    assert office.stand(case) == [(Way.MAIL, Kind.CASE, Progress.SENT)]


async def test_what_another_way_has_told_is_not_told_there_twice(office, database):
    office.couriers[Way.WEBHOOK].closed = True
    case = given_case(database)
    await office.work()
    del office.couriers[Way.WEBHOOK]
    office.ways, office.now = Ways((Way.MAIL,)), NOON + SOON

    await office.work()

    assert office.taken(Way.MAIL) == [(Kind.CASE, case.id)]
    assert (Way.WEBHOOK, Kind.CASE, Progress.RECALLED) in office.stand(case)


async def test_a_front_door_may_have_ways_of_its_own(office, database):
    office.ways = Ways((Way.MAIL,), {OTHER: (Way.WEBHOOK,)})
    ours, theirs = given_case(database), given_case(database, hub_id=OTHER, message_id="m2")

    await office.work()

    assert office.taken(Way.MAIL) == [(Kind.CASE, ours.id)]
    assert office.taken(Way.WEBHOOK) == [(Kind.CASE, theirs.id)]
    assert ours.state is State.WAITING


async def test_a_team_may_have_ways_of_its_own_whatever_its_front_door_has(office, database):
    office.ways = Ways((Way.MAIL,), of_team={"makers": (Way.WEBHOOK,)})
    ours = given_case(database, team="everybody")
    theirs = given_case(database, team="makers", message_id="m2")

    await office.work()

    assert office.taken(Way.MAIL) == [(Kind.CASE, ours.id)]
    assert office.taken(Way.WEBHOOK) == [(Kind.CASE, theirs.id)]


async def test_what_is_passed_on_to_another_team_goes_by_its_ways(office, database):
    office.ways = Ways((Way.MAIL,), of_team={"makers": (Way.WEBHOOK,)})
    case = given_case(database, team="makers")
    await office.work()

    with database.open() as session:
        case = Casebook(session).get(case.id)
        Casebook(session).pass_on(case, replace(case, team="everybody"), "clock", NOON)
    await office.work()

    assert office.taken(Way.WEBHOOK) == [(Kind.CASE, case.id)]
    assert office.taken(Way.MAIL) == [(Kind.PASSED_ON, case.id)]


async def test_a_row_of_an_older_release_is_taken_whole(office, database):
    case = given_case(database)
    with database.open() as session:
        Deliveries(session).add(Delivery("d9", case.id, Kind.PASSED_ON, Progress.WAITING, NOON, 4, NOON))

    await office.work()

    assert sorted(office.taken(Way.MAIL)) == sorted(office.taken(Way.WEBHOOK))
    assert len(office.taken(Way.MAIL)) == 2


def there(*ways):
    return (*ways, Way.FOLDER)


@pytest.mark.parametrize(
    ("set_up_ways", "usual"),
    [
        (there(), Way.FOLDER),
        (there(Way.MAIL), Way.MAIL),
        (there(Way.WEBHOOK, Way.MAIL), Way.WEBHOOK),
        (there(Way.CHATWOOT, Way.WEBHOOK, Way.MAIL), Way.CHATWOOT),
    ],
)
def test_without_a_word_it_is_the_first_way_that_is_set_up(set_up_ways, usual):
    assert ways_in_use(WaySettings(), set_up_ways) == Ways((usual,))


def test_ways_that_are_named_are_all_taken(monkeypatch):
    monkeypatch.setenv("SIGNPOST_DESK_WAYS", '["mail", "webhook", "mail"]')
    monkeypatch.setenv("SIGNPOST_DESK_WAYS_OF", f'{{"{OTHER}": ["folder"], "{HUB}": []}}')

    found = ways_in_use(WaySettings(), there(Way.WEBHOOK, Way.MAIL))

    assert found.of("country-hub") == found.of(HUB) == (Way.MAIL, Way.WEBHOOK)
    assert found.of(OTHER) == (Way.FOLDER,)


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"desk_ways": ["mail"]}, "SIGNPOST_SMTP_HOST"),
        ({"desk_ways_of": {OTHER: ["webhook"]}}, "SIGNPOST_WEBHOOK_URL"),
        ({"desk_ways": ["chatwoot", "folder"]}, "SIGNPOST_CHATWOOT_URL"),
    ],
)
def test_a_way_that_is_not_set_up_is_refused_with_what_to_set(given, told):
    with pytest.raises(WaysRefused, match=told):
        ways_in_use(WaySettings(**given), there())


@pytest.mark.parametrize(
    ("ways", "why"),
    [((Way.MAIL,), "'makers' names mail.*SIGNPOST_SMTP_HOST"), ((Way.CHATWOOT,), "all or none")],
)
def test_a_team_has_only_ways_that_are_set_up(ways, why):
    teams = Teams((make_team("makers", ways=ways),))

    with pytest.raises(WaysRefused, match=why):
        ways_in_use(WaySettings(desk_ways=["folder"]), there(Way.CHATWOOT), teams)


@pytest.mark.parametrize("given", [["folder"], ["chatwoot"]])
def test_chatwoot_is_for_all_front_doors_or_none(given):
    other = {"chatwoot": ["folder"], "folder": ["chatwoot", "folder"]}[given[0]]

    with pytest.raises(WaysRefused, match="all or none"):
        ways_in_use(WaySettings(desk_ways=given, desk_ways_of={OTHER: other}), there(Way.CHATWOOT))


def test_a_way_that_nobody_knows_stops_the_start():
    with pytest.raises(ValidationError):
        WaySettings(desk_ways=["pigeon"])


def test_each_way_that_is_set_up_has_a_courier(tmp_path):
    settings = DeskSettings(smtp_host="mail.example.org", desk_mailbox="desk@example.org")

    found = couriers_for(settings, tmp_path)

    assert tuple(found) == set_up(settings, with_chatwoot=False)
    assert [type(one) for one in found.values()] == [MailServer, Folder]
