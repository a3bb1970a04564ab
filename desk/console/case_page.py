"""The page of one case, as it is shown after each thing that is done there."""

from collections.abc import Awaitable
from datetime import datetime

from aiohttp import web
from sqlalchemy.orm import Session

from desk.brokers import Right, may
from desk.cases import Outcome
from desk.console import pages
from desk.console.dossier import Dossier, NotTheirs, dossier
from desk.console.parts import PARTS, VISIT
from desk.console.queue import clock, still_promised
from desk.notebook import LONGEST_NOTE, LONGEST_TAG
from desk.passing_on import LONGEST_HOW
from desk.relay import LONGEST_TEXT
from desk.states import AFTER, IN_HAND, Change
from knowledge.storage.conversations import Conversations


async def case_page(
    request: web.Request, notice: str = "", draft: str = "", status: int = 200
) -> web.Response:
    """Return the page, with what to say on it and what was typed; what is shown counts as read."""
    parts, visit, case_id = request.app[PARTS], request[VISIT], request.match_info["id"]
    now: datetime = parts.clock()
    shown: Dossier = await seen(parts.read(lambda session: dossier(session, case_id, visit.broker, now)))
    if shown.mine and shown.last_seq > shown.broker_read:
        await parts.write(lambda session: note_read(session, shown.case.conversation_id, shown.last_seq))
    state = shown.case.state
    by = still_promised(shown.case)
    values = {
        "shown": shown,
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


def note_read(session: Session, conversation_id: str, seq: int) -> None:
    """Note that whoever has the case in hand has had this line on their screen."""
    Conversations(session).read_by_broker(conversation_id, seq)


async def seen[Result](work: Awaitable[Result]) -> Result:
    """Return what the work finds; a case that is not for this broker is not there."""
    try:
        return await work
    except NotTheirs:
        raise web.HTTPNotFound from None
