"""What those are called who work on cases, here and in Chatwoot."""

from sqlalchemy.orm import Session

from knowledge.storage.brokers import Brokers
from knowledge.storage.chatwoot_events import ChatwootAgents
from knowledge.wording import say


def names_of_brokers(session: Session) -> dict[str, str]:
    """Return the name of every broker by the id that cases know them under."""
    agents = ChatwootAgents(session).names()
    theirs = {agent_id: say("utter_chatwoot_agent", name=name) for agent_id, name in agents.items()}
    return {**theirs, **{one.id: one.name for one in Brokers(session).all()}}
