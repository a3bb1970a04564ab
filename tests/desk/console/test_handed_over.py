"""Who gets a request from a colleague sees in the queue from whom, until they have written."""

from desk.passing_on import PassingOn
from desk.relay import Relay
from tests.desk.console.looking import address
from tests.desk.making import NOON


async def test_the_queue_and_the_history_say_from_whom_it_came(database, browser, case):
    with database.open() as session:
        relay = Relay(session, "b1", NOON)
        relay.claim(case.id)
        PassingOn(relay).to_colleague(case.id, "b2")
    desk = browser()
    await desk.sign_in("sam@hub.example")

    _, queue = await desk.see("/desk/")
    _, page = await desk.see(address(case))

    assert "from Jo Bloggs" in queue
    assert "(Jo Bloggs, put into the hands of Sam Bloggs)" in page

    with database.open() as session:
        Relay(session, "b2", NOON).write(case.id, "Hello", "w1")
    _, queue = await desk.see("/desk/")
    assert "from Jo Bloggs" not in queue


async def test_what_somebody_took_up_themselves_has_no_mark(database, browser, case):
    with database.open() as session:
        Relay(session, "b1", NOON).claim(case.id)
    desk = browser()
    await desk.sign_in()

    _, queue = await desk.see("/desk/")

    assert "from Jo Bloggs" not in queue
