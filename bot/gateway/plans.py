"""The pages of the plans that people keep: read, printed, updated, deleted by whoever has the address."""

import asyncio
import logging
from time import monotonic

from aiohttp import web
from sqlalchemy.orm import Session

from bot.channels.web import plan_calendar, plan_page, plan_pdf
from bot.gateway.errors import ForeignOrigin, NoPlan, PlanFormExpired, Refused, TooManyLooks, WrongContentType
from bot.gateway.form import FORM_TYPES, PAGE
from bot.gateway.origins import OWN_PAGES
from bot.gateway.parts import PARTS
from bot.gateway.planner import PlannerAway
from bot.gateway.requests import site
from knowledge.plans import address_of
from knowledge.records import Programme
from knowledge.storage.plans import Kept, PlanNotFound, Plans, id_of
from knowledge.storage.programmes import Programmes
from knowledge.wording import say

log = logging.getLogger(__name__)

CSRF_SITE = "plan"
UPDATED = "updated"
Today = dict[str, Programme]


async def show(request: web.Request) -> web.Response:
    """GET /plans/{key}: the plan, each programme held against what is known today."""
    notice = say("utter_plan_page_updated") if UPDATED in request.query else None
    return await _page(request, notice)


async def pdf(request: web.Request) -> web.Response:
    """GET /plans/{key}.pdf: the plan to print or to send."""
    kept, _ = await _kept(request)
    body = await asyncio.to_thread(plan_pdf.pdf, kept.plan)
    return _file(body, "application/pdf", 'inline; filename="plan.pdf"')


async def calendar(request: web.Request) -> web.Response:
    """GET /plans/{key}.ics: its dates for a calendar."""
    kept, _ = await _kept(request)
    body = plan_calendar.calendar(kept)
    return _file(body, "text/calendar; charset=utf-8", 'attachment; filename="plan.ics"')


async def update(request: web.Request) -> web.Response:
    """POST /plans/{key}/update: lay the plan out again, and send the browser back to it."""
    kept, _ = await _kept(request)
    await _check(request)
    parts, key = request.app[PARTS], _key(request)
    try:
        plan = await parts.outside.lay_out(kept.asked)
    except PlannerAway as error:
        log.warning("a plan could not be updated: %s", error)
        return await _page(request, say("utter_plan_page_not_updated"), status=503)
    if plan is None:
        return await _page(request, say("utter_plan_page_nothing_now"))
    now = parts.outside.clock()
    try:
        await parts.ledger.write(lambda s: Plans(s).renew(key, plan, now))
    except PlanNotFound:
        raise NoPlan from None
    return web.Response(status=303, headers={"Location": f"{address_of(key)}?{UPDATED}"})


async def ask_to_delete(request: web.Request) -> web.Response:
    """GET /plans/{key}/delete: the question whether to delete it."""
    kept, _ = await _kept(request)
    text = plan_page.ask_to_delete(kept, _key(request), _csrf(request, kept))
    return web.Response(text=text, content_type=PAGE)


async def delete(request: web.Request) -> web.Response:
    """POST /plans/{key}/delete: delete it."""
    await _kept(request)
    await _check(request)
    key = _key(request)
    await request.app[PARTS].ledger.write(lambda s: Plans(s).delete(key))
    return web.Response(text=plan_page.deleted(), content_type=PAGE)


async def _page(request: web.Request, notice: str | None, status: int = 200) -> web.Response:
    kept, today = await _kept(request)
    text = plan_page.show_plan(kept, today, _key(request), _csrf(request, kept), notice)
    return web.Response(text=text, status=status, content_type=PAGE)


async def _kept(request: web.Request) -> tuple[Kept, Today]:
    """Return the plan and its programmes as they are recorded today, or raise NoPlan."""
    parts, key = request.app[PARTS], _key(request)
    if not parts.plans.allows(request.remote or "", monotonic()):
        raise TooManyLooks
    now = parts.outside.clock()

    def work(session: Session) -> tuple[Kept, Today]:
        kept = Plans(session).get(key, now)
        recorded = Programmes(session).several(one.id for one in kept.plan.programmes())
        return kept, {one.id: one for one in recorded}

    try:
        return await parts.ledger.read(work)
    except PlanNotFound:
        raise NoPlan from None


async def _check(request: web.Request) -> None:
    """Raise unless the form was made by us for this plan, and sent from our own page."""
    if site(request) != OWN_PAGES:
        raise ForeignOrigin
    if request.content_type not in FORM_TYPES:
        raise WrongContentType
    parts, given = request.app[PARTS], (await request.post()).get("csrf", "")
    try:
        proof = parts.tokens.read(str(given), parts.outside.clock())
    except Refused:
        raise PlanFormExpired from None
    if (proof.conversation_id, proof.origin) != (id_of(_key(request)), CSRF_SITE):
        raise PlanFormExpired


def _csrf(request: web.Request, kept: Kept) -> str:
    parts = request.app[PARTS]
    return parts.tokens.issue(kept.id, CSRF_SITE, parts.outside.clock())


def _key(request: web.Request) -> str:
    return request.match_info["key"]


def _file(body: bytes, kind: str, disposition: str) -> web.Response:
    return web.Response(body=body, headers={"Content-Type": kind, "Content-Disposition": disposition})
