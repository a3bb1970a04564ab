"""A broker's own account: who they are in Teams, and the code with which they become it."""

from typing import Any

from aiohttp import web
from sqlalchemy.orm import Session

from desk.attempts import Attempts
from desk.brokers import Broker
from desk.console import pages
from desk.console.guard import ACCOUNT
from desk.console.parts import PARTS, VISIT
from desk.linking import LASTS, give_code
from knowledge.storage.teams_links import TeamsLinks
from knowledge.wording import say

MOST_CODES = 5  # in a quarter of an hour
CODES = web.AppKey("codes", Attempts)


async def show_account(request: web.Request) -> web.Response:
    """GET /desk/account: what there is to know of it."""
    return await _page(request)


async def take_teams_code(request: web.Request) -> web.Response:
    """POST /desk/account/teams-code: a code for oneself, which is shown this once; an earlier one ends."""
    parts, broker = request.app[PARTS], _in_teams(request)
    now = parts.clock()
    if (wait := request.app[CODES].begin(broker.id, now)) is not None:
        return pages.too_many(wait, "utter_console_too_many_codes")
    code = await parts.write(lambda session: give_code(session, broker.id, now))
    return await _page(request, code=code)


async def forget_teams(request: web.Request) -> web.Response:
    """POST /desk/account/teams-forget: let nobody in Teams be this broker any more."""
    parts, broker = request.app[PARTS], _in_teams(request)
    await parts.write(lambda session: TeamsLinks(session).forget(broker.id))
    return await _page(request, notice=say("utter_console_teams_forgotten"))


async def _page(request: web.Request, *, code: str = "", notice: str = "") -> web.Response:
    parts, visit = request.app[PARTS], request[VISIT]

    def look(session: Session) -> bool:
        return TeamsLinks(session).of_broker(visit.broker.id) is not None

    values: dict[str, Any] = {"known": await parts.read(look), "in_teams": parts.in_teams}
    values |= {"account": ACCOUNT, "minutes": int(LASTS.total_seconds() // 60)}
    return pages.page("account.html", visit, code=code, notice=notice, **values)


def _in_teams(request: web.Request) -> Broker:
    if not request.app[PARTS].in_teams:
        raise web.HTTPNotFound
    return request[VISIT].broker
