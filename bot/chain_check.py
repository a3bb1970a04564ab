"""Who hears of the requests of each front door, as `signpost check` says it."""

from collections.abc import Iterable, Iterator
from contextlib import suppress

from pydantic import ValidationError
from sqlalchemy.exc import SQLAlchemyError

from desk.chains import chains
from desk.chatwoot.settings import ChatwootSettings
from desk.teams_file import TeamsRefused, teams_in_use
from knowledge.settings import KnowledgeSettings
from knowledge.storage.database import Database
from knowledge.storage.hubs import Hubs
from knowledge.storage.seal_check import WrongKeys


def inbox_lines(hubs: Iterable[str]) -> Iterator[str]:
    """Yield a warning for each inbox of Chatwoot that several front doors share."""
    with suppress(ValidationError):  # told among the settings
        given = ChatwootSettings()
        sharing: dict[int | None, list[str]] = {}
        for hub_id in sorted(hubs) if given.is_set else ():
            sharing.setdefault(given.inbox_of(hub_id), []).append(hub_id)
        for inbox, its in sharing.items():
            if len(its) > 1:
                told = "any agent there can take the request of any; see SIGNPOST_CHATWOOT_INBOXES"
                yield f"warning: inbox {inbox} of Chatwoot is shared by {', '.join(its)}: {told}"


def chain_lines(kept: KnowledgeSettings) -> Iterator[str]:
    """Yield a line for each front door, then shared inboxes; none while what it takes cannot be used."""
    with suppress(ValidationError, TeamsRefused):
        teams = teams_in_use(kept.home)
        database = Database.of(kept)
        try:
            with database.reading() as session:
                hubs = [hub.id for hub in Hubs(session).all()]
                found = list(chains(session, teams, hubs))
        except (SQLAlchemyError, WrongKeys):
            return
        finally:
            database.close()
        for line in found:
            yield f"nobody takes up a request: {line}"
        yield from inbox_lines(hubs)
