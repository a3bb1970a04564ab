"""The search of the knowledge base, as the API offers it."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from knowledge.queries import MOST_SUGGESTED, suggest
from knowledge.replies import Card
from knowledge.storage.knowledge_base import KnowledgeBase
from knowledge.vocabulary import vocabulary


def search(session: Session, asked: Mapping[str, str], now: datetime) -> Sequence[Card]:
    """Return what fits, or raise ValueError for a place or a number that there is not.

    A `need` that is no label of the vocabulary is looked for as words.
    """
    need, text = asked.get("need"), asked.get("text", "")
    if need is not None and need not in vocabulary().support | vocabulary().barriers.keys():
        need, text = None, f"{text} {need}".strip()
    return suggest(
        KnowledgeBase(session),
        now.date(),
        text=text,
        place=asked.get("place"),
        need=need,
        limit=limit_of(asked),
    )


def limit_of(asked: Mapping[str, str]) -> int:
    """Return how many are wanted: 1 to 20, and 20 when nothing is said; raise ValueError for no number."""
    return max(1, min(MOST_SUGGESTED, int(asked.get("limit", MOST_SUGGESTED))))
