"""The addresses of the console, each with what it does."""

from pathlib import Path
from typing import Any

from aiohttp import web
from sqlalchemy.orm import Session

from desk.broken_channels import broken_channels, told
from desk.brokers import Right, hubs_seen, may
from desk.casebook import cases_of
from desk.cases import Case
from desk.console import pages
from desk.console.case_page import case_page, note_read, opened, seen
from desk.console.dossier import said_since, stands_of, tags_of, visible
from desk.console.finding import found
from desk.console.letters import given_up
from desk.console.parts import PARTS, VISIT
from desk.console.queue import queue
from desk.names import names_of_brokers
from desk.standing import Standing
from desk.states import IN_HAND, OPEN, Change, State
from desk.words import uk_moment
from knowledge.storage.cases import Cases
from knowledge.storage.outbox import Entry
from knowledge.wording import say

MOST_DONE, MOST_SEARCHED = 100, 2000
LONGEST_SEARCH, LONGEST_NUMBER = 100, 12
type _Names = dict[str, str]
STATIC = Path(__file__).with_name("static")


async def show_queue(request: web.Request) -> web.Response:
    """GET /desk/: the cases that this broker may see, with their clocks; POST /desk/: what they look for.

    What they look for is a name or an address more often than not, which no log of a proxy is to keep: it
    comes in a form and never stands in the address of a page.
    """
    parts, visit = request.app[PARTS], request[VISIT]
    asked = str((await request.post()).get("q", "")).strip()[:LONGEST_SEARCH]

    def look(session: Session) -> tuple[list[Case], dict[str, str], dict[str, Any]]:
        names = names_of_brokers(session)
        hubs, kept = hubs_seen(visit.broker), Cases(session)
        done = kept.in_states(set(State) - OPEN, hubs, limit=MOST_SEARCHED if asked else MOST_DONE)
        cases = cases_of([*kept.in_states(OPEN, hubs), *done])
        tags = tags_of(session, cases)
        leads = may(visit.broker, Right.SEND_AGAIN)
        dead = given_up(session, parts, visit.broker).letters() if leads else []
        broken = [told(one) for one in broken_channels(session)] if leads else []
        taken = [case.id for case in cases if case.state is State.CLAIMED]
        takers = kept.last_doers(taken, Change.CLAIM)
        shown = {"names": names, "tags": tags, "dead": len(dead), "broken": broken}
        return found(cases, tags, asked), takers, shown

    cases, takers, values = await parts.read(look)
    values |= {
        "queue": queue(cases, visit.broker, parts.clock(), takers),
        "teams": {team.id: team.name for team in parts.teams.all},
    }
    return pages.page("queue.html", visit, asked=asked, **values)


async def show_case(request: web.Request) -> web.Response:
    """GET /desk/cases/{id}: the brief, what was said, and what can be done."""
    return await case_page(request)


async def news(request: web.Request) -> web.Response:
    """GET /desk/cases/{id}/news?after=: the newer lines, and how far each has come, for the open page."""
    parts, visit, case_id = request.app[PARTS], request[VISIT], request.match_info["id"]
    after = _number(request.query.get("after", ""))

    def look(session: Session) -> tuple[list[Entry], Case, dict[int, Standing]]:
        case = visible(session, case_id, visit.broker)
        return said_since(session, case, after), case, stands_of(session, case)

    await opened(request)
    entries, case, stands = await seen(parts.read(look))
    if entries and case.state in IN_HAND and case.broker == visit.broker.id:
        last = entries[-1].seq
        await parts.write(lambda session: note_read(session, case.conversation_id, last))
    lines = [_line(one) for one in entries]
    told = [{"seq": one.seq, "words": one.words, "failed": one.failed} for one in stands.values()]
    return web.json_response({"state": case.state.value, "lines": lines, "stands": told})


async def static(request: web.Request) -> web.FileResponse:
    """GET /desk/static/{name}: the look and the script."""
    path = STATIC / request.match_info["name"]
    if not path.is_file():
        raise web.HTTPNotFound
    return web.FileResponse(path)


async def alive(_request: web.Request) -> web.Response:
    """GET /desk/healthz: this process answers."""
    return web.json_response({"ok": True})


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER else 0


def _line(entry: Entry) -> dict[str, object]:
    return {
        "seq": entry.seq,
        "who": say(f"utter_label_desk_who_{entry.sender.value}"),
        "from": entry.sender.value,
        "at": uk_moment(entry.said_at),
        "text": entry.shown.text,
        "cards": [card.title for card in entry.shown.cards],
    }
