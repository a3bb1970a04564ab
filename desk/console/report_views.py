"""The addresses for who looks after the records."""

from typing import NoReturn

from aiohttp import web

from desk.console import pages
from desk.console.guard import REPORTS
from desk.console.parts import PARTS, VISIT
from desk.console.reports import listed
from knowledge.storage.reports import ReportNotFound, Reports


async def show_reports(request: web.Request) -> web.Response:
    """GET /desk/reports: what people say is wrong, newest first."""
    found = await request.app[PARTS].read(listed)
    return pages.page("reports.html", request[VISIT], reports=found)


async def take_dealt(request: web.Request) -> NoReturn:
    """POST /desk/reports/{id}/dealt: note who has dealt with it, and when; whoever was first stays."""
    parts, broker = request.app[PARTS], request[VISIT].broker
    report_id = int(request.match_info["id"])
    try:
        await parts.write(lambda session: Reports(session).deal(report_id, broker.id, parts.clock()))
    except ReportNotFound:
        raise web.HTTPNotFound from None
    raise web.HTTPSeeOther(REPORTS)
