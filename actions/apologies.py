"""What is said when an action fails: an apology with a way to a person, whatever still works."""

from datetime import datetime

from actions.hubs import hub_card
from actions.library import Library
from actions.memory import Memory
from actions.outcome import joined
from actions.ways_on import person
from knowledge.hub_words import hub_line
from knowledge.replies import Reply
from knowledge.storage.database import Database
from knowledge.wording import say


def apology(database: Database, memory: Memory | None, now: datetime, chat: str | None = None) -> Reply:
    """Return an apology with the front door for the firm, or the regional one when the database is away."""
    try:
        with database.reading() as session:
            library = Library(session, None, now, chat=chat)
            hub = library.hub(memory.firm if memory else Memory().firm)
            text = joined(say("utter_sorry"), hub_line(hub))
            return Reply(text, hub_card(library, hub), (person(),))
    except Exception:  # noqa: BLE001 - the apology must come, whatever failed
        return Reply(joined(say("utter_sorry"), say("utter_sorry_contact")), choices=(person(),))
