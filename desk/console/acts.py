"""What a broker does with a case: the addresses that forms are sent to."""

from collections.abc import Callable

from aiohttp import web
from sqlalchemy.orm import Session

from desk.brokers import Right, may
from desk.cases import Outcome
from desk.console.case_page import case_page, seen
from desk.console.dossier import visible
from desk.console.guard import QUEUE
from desk.console.parts import PARTS, VISIT
from desk.names import names_of_brokers
from desk.notebook import NoTag, Notebook, NothingToNote, TakenBack
from desk.passing_on import NoSuchHub, NotAColleague, NotSaidHow, PassingOn
from desk.relay import ClaimedAlready, NobodyListens, NothingToSay, NotInHand, Relay
from desk.states import CaseChangeRefused
from knowledge.cards import card_for
from knowledge.records import Status
from knowledge.storage.programmes import ProgrammeNotFound, Programmes
from knowledge.wording import say

LONGEST_ID = 64
FIELDS = ("text", "message_id", "programme_id", "outcome", "note", "tag", "broker_id", "hub_id", "how")
REFUSALS: tuple[tuple[type[Exception], str, int], ...] = (
    (NotInHand, "utter_console_not_in_hand", 409),
    (CaseChangeRefused, "utter_console_not_in_hand", 409),
    (NothingToSay, "utter_console_nothing_to_say", 400),
    (NobodyListens, "utter_console_nobody_listens", 409),
    (NothingToNote, "utter_console_nothing_to_note", 400),
    (NoTag, "utter_console_no_tag", 400),
    (TakenBack, "utter_console_not_in_hand", 409),
    (NotSaidHow, "utter_console_not_said_how", 400),
)
NOWHERE = (ProgrammeNotFound, NotAColleague, NoSuchHub)
Form = dict[str, str]
Act = Callable[[Relay, str, Form], object]


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
        request, lambda relay, case_id, form: relay.write(case_id, form["text"], form["message_id"])
    )


async def insert(request: web.Request) -> web.Response:
    """POST /desk/cases/{id}/insert: show the person a programme."""

    def show(relay: Relay, case_id: str, form: Form) -> object:
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

    def end(relay: Relay, case_id: str, form: Form) -> object:
        if form["outcome"] not in set(Outcome) - {Outcome.NOT_SAID}:
            raise web.HTTPBadRequest
        return relay.close(case_id, Outcome(form["outcome"]))

    return await _act(request, end)


async def to_colleague(request: web.Request) -> web.Response:
    """POST /desk/cases/{id}/to-colleague: put it into the hands of somebody else here."""
    return await _act(
        request, lambda relay, case_id, form: PassingOn(relay).to_colleague(case_id, form["broker_id"])
    )


async def ask_for_hub(request: web.Request) -> web.Response:
    """POST /desk/cases/{id}/ask-for-hub: ask the person whether another front door may have it."""
    return await _act(
        request, lambda relay, case_id, form: PassingOn(relay).ask_for_hub(case_id, form["hub_id"])
    )


async def to_hub(request: web.Request) -> web.Response:
    """POST /desk/cases/{id}/to-hub: pass it on, as the person agreed when the broker talked to them."""
    return await _act(
        request,
        lambda relay, case_id, form: PassingOn(relay, request.app[PARTS].teams).to_hub(
            case_id, form["hub_id"], form["how"]
        ),
        on_to=QUEUE,
    )


async def note(request: web.Request) -> web.Response:
    """POST /desk/cases/{id}/note: keep something for colleagues."""

    def keep(relay: Relay, case_id: str, form: Form) -> None:
        book = Notebook(relay.session, relay.locked(case_id))
        book.write(form["note"], form["message_id"], relay.broker, relay.now)

    return await _act(request, keep)


async def tag(request: web.Request) -> web.Response:
    """POST /desk/cases/{id}/tag: give it a tag."""
    return await _act(
        request, lambda relay, case_id, form: Notebook(relay.session, relay.locked(case_id)).tag(form["tag"])
    )


async def untag(request: web.Request) -> web.Response:
    """POST /desk/cases/{id}/untag: take a tag off."""
    return await _act(
        request,
        lambda relay, case_id, form: Notebook(relay.session, relay.locked(case_id)).untag(form["tag"]),
    )


async def _act(request: web.Request, act: Act, *, on_to: str | None = None) -> web.Response:
    """Do something with a case that the broker may see, and show the case; what is refused is said there."""
    parts, visit, case_id = request.app[PARTS], request[VISIT], request.match_info["id"]
    form = await _form(request)

    def change(session: Session) -> object:
        visible(session, case_id, visit.broker)
        return act(Relay(session, visit.broker.id, parts.clock()), case_id, form)

    try:
        await seen(parts.write(change))
    except ClaimedAlready as taken:
        first = taken.broker
        name = await parts.read(lambda session: names_of_brokers(session).get(first, first))
        return await case_page(request, say("utter_console_claimed_already", name=name), status=409)
    except NOWHERE:
        raise web.HTTPNotFound from None
    except tuple(kind for kind, _, _ in REFUSALS) as refused:
        wording, status = next((w, s) for kind, w, s in REFUSALS if isinstance(refused, kind))
        return await case_page(request, say(wording), form["text"], status)
    raise web.HTTPSeeOther(on_to or f"/desk/cases/{case_id}")


async def _form(request: web.Request) -> Form:
    given = await request.post()
    form = {name: str(given.get(name, "")) for name in FIELDS}
    if "message_id" in given and not 0 < len(form["message_id"]) <= LONGEST_ID:
        raise web.HTTPBadRequest
    return form
