"""The page of one case, as it is shown after each thing that is done there."""

import logging
from collections.abc import Awaitable
from datetime import datetime

from aiohttp import web
from sqlalchemy.orm import Session

from desk.brokers import Right, may, may_see
from desk.casebook import Casebook
from desk.cases import Outcome
from desk.console import pages
from desk.console.dossier import Dossier, NotTheirs, dossier, visible
from desk.console.parts import PARTS, VISIT, Parts
from desk.console.queue import clock, still_promised
from desk.notebook import LONGEST_NOTE, LONGEST_TAG
from desk.passing_on import LONGEST_HOW
from desk.relay import LONGEST_TEXT, Relay
from desk.states import AFTER, IN_HAND, Change
from desk.suggesting import Sought, SuggestionsAway
from knowledge.replies import Card
from knowledge.storage.case_readings import CaseReadings
from knowledge.storage.conversations import Conversations

log = logging.getLogger(__name__)


async def case_page(
    request: web.Request, notice: str = "", draft: str = "", status: int = 200
) -> web.Response:
    """Return the page, with what to say on it and what was typed; what is shown counts as read."""
    parts, visit, case_id = request.app[PARTS], request[VISIT], request.match_info["id"]
    now: datetime = parts.clock()
    await opened(request)
    shown: Dossier = await seen(parts.read(lambda session: dossier(session, case_id, visit.broker)))
    if shown.mine and shown.last_seq > shown.broker_read:
        await parts.write(lambda session: note_read(session, shown.case.conversation_id, shown.last_seq))
    suggestions = await suggested(parts, shown)
    state = shown.case.state
    by = still_promised(shown.case)
    values = {
        "shown": shown,
        "suggestions": suggestions or (),
        "no_suggestions": suggestions is None,
        "answer_by": by,
        "clock": clock(by, now),
        "notice": notice,
        "draft": draft,
        "newest": shown.stands[max(shown.stands)].words if shown.stands else "",
        "outcomes": [one for one in Outcome if one is not Outcome.NOT_SAID],
        "longest": {"text": LONGEST_TEXT, "note": LONGEST_NOTE, "tag": LONGEST_TAG, "how": LONGEST_HOW},
        "may_claim": Change.CLAIM in AFTER[state],
        "may_take_over": may(visit.broker, Right.REASSIGN) and state in IN_HAND and not shown.mine,
    }
    return pages.page("case.html", visit, status, **values)


async def suggested(parts: Parts, shown: Dossier) -> tuple[Card, ...] | None:
    """Return what whoever has the case in hand might show, None when that cannot be told now."""
    if shown.brief is None or not shown.mine:
        return ()
    try:
        return await parts.suggest(Sought.of(shown.brief))
    except SuggestionsAway as away:
        log.warning("nothing could be suggested for case %s: %s", shown.case.id, away)
        return None


async def opened(request: web.Request) -> None:
    """Note that this broker reads a case, before they do; a case that is not for them is not there.

    So whoever takes it back meanwhile is told that it may have been read.
    """
    parts, visit, case_id = request.app[PARTS], request[VISIT], request.match_info["id"]

    def is_news(session: Session) -> bool:
        case = visible(session, case_id, visit.broker)
        return case.brief is not None and not CaseReadings(session).has(case.id, case.hub_id, case.team)

    def note(session: Session) -> None:
        case = Relay(session, visit.broker.id, parts.clock()).locked(case_id)
        if case.brief is not None and may_see(visit.broker, case.hub_id):
            Casebook(session).note_read(case, visit.broker.id, parts.clock())

    if await seen(parts.read(is_news)):  # most of the time there is nothing to write
        await parts.write(note)


def note_read(session: Session, conversation_id: str, seq: int) -> None:
    """Note that whoever has the case in hand has had this line on their screen."""
    Conversations(session).read_by_broker(conversation_id, seq)


async def seen[Result](work: Awaitable[Result]) -> Result:
    """Return what the work finds; a case that is not for this broker is not there."""
    try:
        return await work
    except NotTheirs:
        raise web.HTTPNotFound from None
