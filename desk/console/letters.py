"""What could not be delivered: shown to those who lead, and sent again at their word."""

from collections.abc import Sequence
from dataclasses import dataclass

from aiohttp import web
from sqlalchemy.orm import Session

from desk.brokers import Broker, Right, may
from desk.console import pages
from desk.console.parts import PARTS, VISIT
from knowledge.storage.cases import Cases
from knowledge.storage.deliveries import Deliveries, Delivery

LETTERS = "/desk/letters"
MOST_SHOWN = 200


@dataclass(frozen=True)
class DeadLetter:
    """A delivery that was given up, and the case that it tells of."""

    delivery: Delivery
    reference: str


async def show_letters(request: web.Request) -> web.Response:
    """GET /desk/letters: what was given up, the newest first."""
    parts, visit = request.app[PARTS], _lead(request)
    letters = await parts.read(lambda session: dead_letters(session, visit))
    return pages.page("letters.html", request[VISIT], letters=letters)


async def send_again(request: web.Request) -> web.Response:
    """POST /desk/letters/{id}/again: try it once more, from now on for as long as a new one."""
    parts, broker, wanted = request.app[PARTS], _lead(request), request.match_info["id"]

    def revive(session: Session) -> None:
        if all(one.delivery.id != wanted for one in dead_letters(session, broker)):
            raise web.HTTPNotFound
        Deliveries(session).revive(wanted, parts.clock())

    await parts.write(revive)
    raise web.HTTPSeeOther(LETTERS)


def dead_letters(session: Session, broker: Broker) -> Sequence[DeadLetter]:
    """Return what was given up of the front doors of this broker."""
    dead = Deliveries(session).dead(broker.hubs or None, MOST_SHOWN)
    cases = Cases(session).several({one.case_id for one in dead})
    return [DeadLetter(one, cases[one.case_id].reference) for one in dead]


def _lead(request: web.Request) -> Broker:
    broker = request[VISIT].broker
    if not may(broker, Right.SEND_AGAIN):
        raise web.HTTPForbidden
    return broker
