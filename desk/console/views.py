"""The addresses of the console, each with what it does."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime
from pathlib import Path
from typing import NoReturn

from aiohttp import web
from sqlalchemy.orm import Session

from desk.brokers import Right, may
from desk.casebook import cases_of
from desk.cases import Case, Outcome
from desk.console import pages
from desk.console.dossier import Dossier, NotTheirs, dossier, said_since, visible
from desk.console.guard import COOKIE, SIGN_IN
from desk.console.parts import PARTS, VISIT
from desk.console.queue import queue
from desk.relay import LONGEST_TEXT, ClaimedAlready, NobodyListens, NothingToSay, NotInHand, Relay
from desk.sign_in import SignInRefused, admit, check, sign_out
from desk.states import AFTER, IN_HAND, OPEN, CaseChangeRefused, Change, State
from desk.words import uk_moment
from knowledge.cards import card_for
from knowledge.records import Status
from knowledge.storage.brokers import Brokers
from knowledge.storage.cases import Cases
from knowledge.storage.outbox import Entry
from knowledge.storage.programmes import ProgrammeNotFound, Programmes
from knowledge.wording import say

QUEUE = "/desk/"
MOST_DONE = 100
LONGEST_ID, LONGEST_NUMBER = 64, 12
STATIC = Path(__file__).with_name("static")


async def show_sign_in(_request: web.Request) -> web.Response:
    """GET /desk/sign-in: the form."""
    return pages.page("sign_in.html", refused=None, email="")


async def take_sign_in(request: web.Request) -> web.Response:
    """POST /desk/sign-in: a cookie for who knows the password."""
    parts, form = request.app[PARTS], await request.post()
    email, password = str(form.get("email", "")), str(form.get("password", ""))
    account = await parts.read(lambda session: Brokers(session).find_by_email(email))
    async with parts.checking:
        checked = await asyncio.to_thread(check, account, password, parts.clock())
    try:
        opened = await parts.write(lambda session: admit(session, checked, parts.clock()))
    except SignInRefused:
        refused = say("utter_console_sign_in_refused")
        return pages.page("sign_in.html", status=401, refused=refused, email=email[:200])
    response = web.HTTPSeeOther(QUEUE)
    response.set_cookie(
        COOKIE,
        opened.token,
        path=QUEUE,
        httponly=True,
        samesite="Strict",
        secure=parts.settings.desk_behind_tls or request.secure,
    )
    raise response


async def take_sign_out(request: web.Request) -> NoReturn:
    """POST /desk/sign-out: the session ends on the server too."""
    parts, token = request.app[PARTS], request.cookies.get(COOKIE, "")
    await parts.write(lambda session: sign_out(session, token))
    response = web.HTTPSeeOther(SIGN_IN)
    response.del_cookie(COOKIE, path=QUEUE)
    raise response


async def show_queue(request: web.Request) -> web.Response:
    """GET /desk/: the cases that this broker may see, with their clocks."""
    parts, visit = request.app[PARTS], request[VISIT]
    asked = request.query.get("q", "").strip().upper()

    def look(session: Session) -> tuple[list[Case], dict[str, str]]:
        names = {one.id: one.name for one in Brokers(session).all()}
        hubs, kept = visit.broker.hubs or None, Cases(session)
        done = kept.in_states(set(State) - OPEN, hubs, asked, limit=MOST_DONE)
        return cases_of([*kept.in_states(OPEN, hubs, asked), *done]), names

    cases, names = await parts.read(look)
    rows = queue(cases, visit.broker, parts.settings, parts.clock())
    return pages.page("queue.html", visit, queue=rows, names=names, asked=asked)


async def show_case(request: web.Request) -> web.Response:
    """GET /desk/cases/{id}: the brief, what was said, and what can be done."""
    return await _case(request)


async def news(request: web.Request) -> web.Response:
    """GET /desk/cases/{id}/news?after=: the newer lines, for the page that is open."""
    parts, visit, case_id = request.app[PARTS], request[VISIT], request.match_info["id"]
    after = _number(request.query.get("after", ""))

    def look(session: Session) -> tuple[list[Entry], str]:
        case = visible(session, case_id, visit.broker)
        return said_since(session, case, after), case.state.value

    entries, state = await _seen(parts.read(look))
    return web.json_response({"state": state, "lines": [_line(one) for one in entries]})


async def claim(request: web.Request) -> web.Response:
    """POST /desk/cases/{id}/claim: take it in hand, or learn who has it."""
    return await _act(request, lambda relay, case_id, _form: relay.claim(case_id))


async def take_over(request: web.Request) -> web.Response:
    """POST /desk/cases/{id}/take-over: take what a colleague has in hand, for who may."""
    if not may(request[VISIT].broker, Right.REASSIGN):
        raise web.HTTPForbidden
    return await _act(request, lambda relay, case_id, _form: relay.take_over(case_id))


async def write(request: web.Request) -> web.Response:
    """POST /desk/cases/{id}/write: say something to the person."""
    return await _act(
        request,
        lambda relay, case_id, form: relay.write(case_id, form["text"], form["message_id"]),
        draft=True,
    )


async def insert(request: web.Request) -> web.Response:
    """POST /desk/cases/{id}/insert: show the person a programme."""

    def show(relay: Relay, case_id: str, form: dict[str, str]) -> object:
        programme = Programmes(relay.session).get(form["programme_id"])
        if programme.status is Status.CLOSED:
            raise web.HTTPNotFound
        text = form["text"] or say("utter_relay_programme")
        return relay.write(case_id, text, form["message_id"], (card_for(programme, relay.now.date()),))

    return await _act(request, show)


async def give_back(request: web.Request) -> web.Response:
    """POST /desk/cases/{id}/return: the assistant answers again, the case stays open."""
    return await _act(request, lambda relay, case_id, _form: relay.give_back(case_id))


async def release(request: web.Request) -> web.Response:
    """POST /desk/cases/{id}/release: back into the queue."""
    return await _act(request, lambda relay, case_id, _form: relay.release(case_id))


async def close(request: web.Request) -> web.Response:
    """POST /desk/cases/{id}/close: done, with what became of it."""

    def end(relay: Relay, case_id: str, form: dict[str, str]) -> object:
        if form["outcome"] not in set(Outcome):
            raise web.HTTPBadRequest
        return relay.close(case_id, Outcome(form["outcome"]))

    return await _act(request, end)


async def static(request: web.Request) -> web.FileResponse:
    """GET /desk/static/{name}: the look and the script."""
    path = STATIC / request.match_info["name"]
    if not path.is_file():
        raise web.HTTPNotFound
    return web.FileResponse(path)


async def alive(_request: web.Request) -> web.Response:
    """GET /desk/healthz: this process answers."""
    return web.json_response({"ok": True})


Act = Callable[[Relay, str, dict[str, str]], object]
FIELDS = ("text", "message_id", "programme_id", "outcome")


async def _act(request: web.Request, act: Act, *, draft: bool = False) -> web.Response:
    """Do something with a case that the broker may see, and show the case; what is refused is said there."""
    parts, visit, case_id = request.app[PARTS], request[VISIT], request.match_info["id"]
    form = await _form(request)

    def change(session: Session) -> object:
        visible(session, case_id, visit.broker)
        return act(Relay(session, visit.broker.id, parts.clock()), case_id, form)

    try:
        await _seen(parts.write(change))
    except ClaimedAlready as taken:
        first = taken.broker
        name = await parts.read(lambda session: _name(session, first))
        return await _case(request, say("utter_console_claimed_already", name=name), status=409)
    except (NotInHand, CaseChangeRefused):
        return await _case(request, say("utter_console_not_in_hand"), form["text"] if draft else "", 409)
    except NothingToSay:
        return await _case(request, say("utter_console_nothing_to_say"), form["text"] if draft else "", 400)
    except NobodyListens:
        return await _case(request, say("utter_console_nobody_listens"), form["text"] if draft else "", 409)
    except ProgrammeNotFound:
        raise web.HTTPNotFound from None
    raise web.HTTPSeeOther(f"/desk/cases/{case_id}")


async def _form(request: web.Request) -> dict[str, str]:
    given = await request.post()
    form = {name: str(given.get(name, "")) for name in FIELDS}
    if "message_id" in given and not 0 < len(form["message_id"]) <= LONGEST_ID:
        raise web.HTTPBadRequest
    return form


async def _case(request: web.Request, notice: str = "", draft: str = "", status: int = 200) -> web.Response:
    parts, visit, case_id = request.app[PARTS], request[VISIT], request.match_info["id"]
    now: datetime = parts.clock()
    shown: Dossier = await _seen(parts.read(lambda session: dossier(session, case_id, visit.broker, now)))
    state = shown.case.state
    values = {
        "shown": shown,
        "notice": notice,
        "draft": draft,
        "outcomes": [*Outcome],
        "longest": LONGEST_TEXT,
        "may_claim": Change.CLAIM in AFTER[state],
        "may_take_over": may(visit.broker, Right.REASSIGN) and state in IN_HAND and not shown.mine,
    }
    return pages.page("case.html", visit, status, **values)


async def _seen[Result](work: Awaitable[Result]) -> Result:
    try:
        return await work
    except NotTheirs:
        raise web.HTTPNotFound from None


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER else 0


def _name(session: Session, broker_id: str) -> str:
    found = Brokers(session).find_by_id(broker_id)
    return found.name if found else broker_id


def _line(entry: Entry) -> dict[str, object]:
    return {
        "seq": entry.seq,
        "who": say(f"utter_label_desk_who_{entry.sender.value}"),
        "from": entry.sender.value,
        "at": uk_moment(entry.said_at),
        "text": entry.shown.text,
        "cards": [card.title for card in entry.shown.cards],
    }
