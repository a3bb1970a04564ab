"""All that is kept of one conversation, table by table."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from sqlalchemy import Column, Select, String, Table, or_, select, type_coerce, union
from sqlalchemy.orm import Session

from knowledge.identities import mark_text
from knowledge.storage.case_answers import case_answers
from knowledge.storage.case_notes import case_notes, case_tags
from knowledge.storage.case_readings import case_readings
from knowledge.storage.cases import case_events, cases
from knowledge.storage.channel_people import channel_people
from knowledge.storage.chatwoot import chatwoot_conversations, chatwoot_notes
from knowledge.storage.choices import choices
from knowledge.storage.conversations import conversations
from knowledge.storage.copies import copies
from knowledge.storage.deliveries import deliveries
from knowledge.storage.follow_ups import follow_ups
from knowledge.storage.handed_codes import handed_codes
from knowledge.storage.inbox import inbox
from knowledge.storage.notes import feedback, reminders, subscriptions, wrong_information
from knowledge.storage.opt_outs import address_opt_outs, opt_outs
from knowledge.storage.outbox_table import outbox
from knowledge.storage.outcomes import programme_outcomes
from knowledge.storage.people import conversation_marks
from knowledge.storage.person_mails import person_mails
from knowledge.storage.plans import plans
from knowledge.storage.teams_posts import teams_posts
from knowledge.storage.tracker_events import tracker_events

# in the order in which they are read best; each with the column that names the conversation
TABLES: Mapping[str, Column[Any]] = MappingProxyType(
    {
        "conversations": conversations.c.id,
        "outbox": outbox.c.conversation_id,
        "inbox": inbox.c.conversation_id,
        "choices": choices.c.conversation_id,
        "tracker_events": tracker_events.c.conversation,
        "plans": plans.c.conversation_id,
        "handed_codes": handed_codes.c.conversation_id,
        "copies": copies.c.conversation_id,
        "cases": cases.c.conversation_id,
        "subscriptions": subscriptions.c.conversation_id,
        "reminders": reminders.c.conversation_id,
        "feedback": feedback.c.conversation_id,
        "wrong_information": wrong_information.c.conversation_id,
        "channel_people": channel_people.c.conversation_id,
        "follow_ups": follow_ups.c.conversation_id,
        "person_mails": person_mails.c.conversation_id,
        "opt_outs": opt_outs.c.conversation_id,
        "conversation_marks": conversation_marks.c.conversation_id,
    }
)
OF_CASES: Mapping[str, Column[Any]] = MappingProxyType(
    {
        "case_events": case_events.c.case_id,
        "deliveries": deliveries.c.case_id,
        "case_notes": case_notes.c.case_id,
        "case_readings": case_readings.c.case_id,
        "case_tags": case_tags.c.case_id,
        "case_answers": case_answers.c.case_id,
        "programme_outcomes": programme_outcomes.c.case_id,
        "chatwoot_conversations": chatwoot_conversations.c.case_id,
        "chatwoot_notes": chatwoot_notes.c.case_id,
        "teams_posts": teams_posts.c.case_id,
    }
)


# each has a mark of the address beside it, made as that of whoever wants no mail there
WITH_ADDRESSES = (subscriptions, reminders, follow_ups, person_mails)


class Personal:
    """Everything there is about a conversation, opened, as it stands in the tables."""

    def __init__(self, session: Session) -> None:
        """Work inside the caller's transaction."""
        self._session = session

    def rows(self, conversation_id: str) -> dict[str, list[dict[str, Any]]]:
        """Return the rows by the name of their table; a table without any is left out."""
        found = {name: self._of(column, conversation_id) for name, column in TABLES.items()}
        its_cases = select(cases.c.id).where(cases.c.conversation_id == conversation_id)
        found |= {name: self._of(column, its_cases) for name, column in OF_CASES.items()}
        found["address_opt_outs"] = self._stopped(conversation_id, found["cases"])
        return {name: rows for name, rows in found.items() if rows}

    def exists(self, conversation_id: str) -> bool:
        """Is anything kept under this id?"""
        return bool(self.tables(conversation_id))

    def tables(self, conversation_id: str) -> set[str]:
        """Return the names of the tables that hold something under this id, those of its requests aside."""
        return {
            name
            for name, column in TABLES.items()
            if self._session.execute(select(column).where(column == conversation_id).limit(1)).first()
        }

    def reachable_without_marks(self) -> list[str]:
        """Return the conversations that left a way to reach somebody before marks were made of it."""
        left = union(
            select(cases.c.conversation_id).where(cases.c.erased.is_(None)),
            select(subscriptions.c.conversation_id),
            select(reminders.c.conversation_id),
        ).subquery()
        marked = select(conversation_marks.c.conversation_id)
        return list(
            self._session.scalars(select(left.c.conversation_id).where(left.c.conversation_id.not_in(marked)))
        )

    def _stopped(self, conversation_id: str, its_cases: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Return which addresses that were left in a conversation are to be written to no more."""
        emails = [(case["person"] or {}).get("email") for case in its_cases]
        left = union(*(_marks(table, conversation_id) for table in WITH_ADDRESSES)).subquery()
        mark = address_opt_outs.c.address_mark
        typed = mark.in_([mark_text(email) for email in emails if email])
        query = select(address_opt_outs).where(or_(type_coerce(mark, String).in_(select(left.c[0])), typed))
        return [dict(row._mapping) for row in self._session.execute(query.order_by(address_opt_outs.c.at))]

    def _of(self, column: Column[Any], wanted: str | Select[Any]) -> list[dict[str, Any]]:
        table = column.table
        its = column.in_(wanted) if isinstance(wanted, Select) else column == wanted
        query = select(table).where(its).order_by(*table.primary_key)
        return [dict(row._mapping) for row in self._session.execute(query)]


def _marks(table: Table, conversation_id: str) -> Select[Any]:
    return select(type_coerce(table.c.address_mark, String)).where(table.c.conversation_id == conversation_id)
