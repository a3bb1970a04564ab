"""What could not be delivered: shown to those who lead, and sent again at their word."""

from aiohttp import web
from sqlalchemy.orm import Session

from desk.brokers import Broker, Right, hubs_seen, may
from desk.console import pages
from desk.console.parts import PARTS, VISIT, Parts
from desk.console.queue import age
from desk.given_up import GivenUp
from desk.reasons import why_not

LETTERS = "/desk/letters"


async def show_letters(request: web.Request) -> web.Response:
    """GET /desk/letters: what was given up, the newest first."""
    parts, broker = request.app[PARTS], _lead(request)
    letters = await parts.read(lambda session: given_up(session, parts, broker).letters())
    ages = {one.id: age(parts.clock() - one.since) for one in letters}
    return pages.page("letters.html", request[VISIT], letters=letters, ages=ages, why_not=why_not)


async def send_again(request: web.Request) -> web.Response:
    """POST /desk/letters/{id}/again: try it once more, from now on for as long as a new one."""
    parts, broker, wanted = request.app[PARTS], _lead(request), request.match_info["id"]
    if not await parts.write(lambda session: given_up(session, parts, broker).send_again(wanted)):
        raise web.HTTPNotFound
    raise web.HTTPSeeOther(LETTERS)


def given_up(session: Session, parts: Parts, broker: Broker) -> GivenUp:
    """Return what was given up of the front doors of this broker."""
    chatwoot = parts.chatwoot
    here = chatwoot.each() if chatwoot is not None and chatwoot.is_set else ()
    first, others = (here[0].inbox_name if here else None), tuple(one.inbox_name for one in here[1:])
    return GivenUp(session, hubs_seen(broker), parts.clock(), first, others)


def _lead(request: web.Request) -> Broker:
    broker = request[VISIT].broker
    if not may(broker, Right.SEND_AGAIN):
        raise web.HTTPForbidden
    return broker
