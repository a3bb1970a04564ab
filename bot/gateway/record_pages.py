"""The public pages of the programmes: each one, the list of all, and where search engines find them."""

import re
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from aiohttp import web
from sqlalchemy.orm import Session

from bot.channels.web import record_pages
from bot.channels.web.record_pages import Item, Listing, Old
from bot.gateway.errors import BadSearch, NotFound
from bot.gateway.pages import CACHED
from bot.gateway.parts import PARTS
from bot.gateway.requests import server_of
from bot.gateway.searching import Wanted, asked, legible
from knowledge.cards import last_known
from knowledge.directory import DEFAULT_LIMIT, Page
from knowledge.dossier import day_of, dossier
from knowledge.packing import unpack
from knowledge.records import Programme, Status
from knowledge.rules import stands
from knowledge.storage.programmes import Programmes
from knowledge.storage.record_versions import RecordVersionNotFound, RecordVersions
from knowledge.successors import Instead, instead_of
from knowledge.variety import is_public
from knowledge.wording import say

LIST = "/programmes"
NOTHING = Instead()
VERSION = re.compile(r"[0-9a-f]{1,40}")


async def show(request: web.Request) -> web.Response:
    """GET /programmes/{id}: what our record says of one programme.

    It says of a programme that closed that it did, and what there is instead.
    """
    # a closed programme answers 200, not 410: what is gone is the programme and not its page. Firms go on
    # looking for it by name, and with 410 they would only find the pages of others that still offer it
    parts, record_id = request.app[PARTS], request.match_info["id"]
    today, version = parts.outside.clock().date(), request.query.get("version")
    found = await parts.ledger.read(lambda session: _read(session, record_id, version, today))
    return _page(record_pages.programme(dossier(found.programme, today), found.instead, today, found.old))


async def listed(request: web.Request) -> web.Response:
    """GET /programmes: the list, a page at a time; a field that is not understood is told above the form."""
    parts, now = request.app[PARTS], request.app[PARTS].outside.clock()
    try:
        wanted = asked(request.query, parts.cursors)
    except BadSearch as wrong:
        listing = Listing(legible(request.query), wrong=wrong.field, message=wrong.message)
        return _page(record_pages.programmes(listing), wrong.status)
    page = await parts.ledger.read(lambda session: parts.outside.search(session, wanted, now))
    following = parts.cursors.issue(page.following, wanted.given) if page.following else None
    return _page(record_pages.programmes(_listing(page, wanted, following, now.date())))


async def sitemap(request: web.Request) -> web.Response:
    """GET /sitemap.xml: the pages of everything that is on offer."""
    parts = request.app[PARTS]
    today = parts.outside.clock().date()
    programmes = await parts.ledger.read(lambda session: Programmes(session).all())
    paths = ["/", LIST, *(f"{LIST}/{one.id}" for one in programmes if _on_offer(one, today))]
    text = record_pages.sitemap(server_of(request), paths)
    return web.Response(text=text, content_type="application/xml", headers=CACHED)


@dataclass(frozen=True)
class _Found:
    programme: Programme
    instead: Instead = NOTHING
    old: Old | None = None


def _read(session: Session, record_id: str, version: str | None, today: date) -> _Found:
    kept = Programmes(session)
    now = next(iter(kept.several([record_id])), None)
    if now is not None and now.withheld is not None:
        raise NotFound
    if version is not None and (now is None or now.version != version):
        return _as_it_was(session, record_id, version, None if now is None else stands(now, today))
    if now is None:
        raise NotFound
    closed = stands(now, today) is Status.CLOSED
    return _Found(now, instead_of(now, kept.all(), today) if closed else NOTHING)


def _as_it_was(session: Session, record_id: str, version: str, now: Status | None) -> _Found:
    if not VERSION.fullmatch(version):
        raise NotFound
    try:
        kept = RecordVersions(session).get("programmes", record_id, version)
        programme = unpack(Programme, dict(kept.content))
    except RecordVersionNotFound:
        raise NotFound from None
    except ValueError:  # it is kept in a form that records had once
        raise NotFound from None
    if programme.withheld is not None:
        raise NotFound
    return _Found(programme, old=Old(day_of(kept.first_seen.date()), now is not None, now is Status.CLOSED))


def _listing(page: Page, wanted: Wanted, following: str | None, today: date) -> Listing:
    return Listing(
        given=wanted.given,
        items=tuple(_item(programme, today) for programme in page.programmes),
        total=page.total,
        is_first=wanted.after is None,
        first=_address(wanted),
        following=_address(wanted, cursor=following) if following else None,
    )


def _item(programme: Programme, today: date) -> Item:
    seen = f"{say('utter_label_line_last_known')}: {last_known(programme, today)}"
    badge = say("utter_label_public" if is_public(programme) else "utter_label_private")
    return Item(programme.id, programme.name, programme.summary, badge, seen)


def _address(wanted: Wanted, **more: str) -> str:
    query = urlencode({**wanted.given, **_size(wanted.limit), **more})
    return f"{LIST}?{query}" if query else LIST


def _size(limit: int) -> dict[str, str]:
    return {} if limit == DEFAULT_LIMIT else {"limit": str(limit)}


def _on_offer(programme: Programme, today: date) -> bool:
    return programme.withheld is None and stands(programme, today) is not Status.CLOSED


def _page(text: str, status: int = 200) -> web.Response:
    return web.Response(text=text, status=status, content_type="text/html", headers=CACHED)
