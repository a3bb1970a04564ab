"""Cases to Chatwoot: one contact and one conversation each, however often it is tried."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace

import aiohttp
from aiohttp.abc import AbstractResolver

from desk.brief import Brief
from desk.cases import Person
from desk.chatwoot.api import Api, Message, Unprocessable, open_api
from desk.chatwoot.events import CASE_ATTRIBUTE
from desk.chatwoot.settings import ChatwootSettings
from desk.chatwoot.texts import REACH, attributes, contact, identifier, notes, private, taken_off
from desk.couriers import Parcel
from knowledge.storage.chatwoot import ChatwootConversations, Linked
from knowledge.storage.database import Database
from knowledge.storage.deliveries import Kind
from knowledge.wording import say

NOBODY = Person()


@dataclass(frozen=True)
class ChatwootDesk:
    """Brings cases into the inbox of their front door; `names` makes who looks its host up."""

    database: Database
    settings: ChatwootSettings
    names: Callable[[], AbstractResolver] = aiohttp.ThreadedResolver

    async def send(self, parcel: Parcel) -> None:
        """Return once the agents have the whole case, or that it was taken back; or raise NotDelivered.

        What an earlier attempt has left there is looked for first, and then completed.
        """
        inbox = self.settings.of_hub(parcel.delivery.hub_id or parcel.case.hub_id)
        there = self if inbox is self.settings else replace(self, settings=inbox)
        async with open_api(there.settings, there.names) as api:
            brief = parcel.brief()
            if brief is None:
                await there._take_back(api, parcel)
            else:
                await there._bring(api, parcel, brief)

    async def _bring(self, api: Api, parcel: Parcel, brief: Brief) -> None:
        known = await asyncio.to_thread(self._linked, parcel) or await self._look(api, parcel)
        if known is None:
            number = await self._contact(api, parcel, brief)
            case = parcel.case.id
            opened = await api.add_conversation(number, case, attributes(brief, case))
            known = _link(self.settings, parcel, number, opened)
        else:
            await api.update_attributes(known.conversation_id, attributes(brief, parcel.case.id))
        await asyncio.to_thread(self._keep, known)
        messages = notes(brief, parcel.case.id, parcel.delivery.id)
        if parcel.delivery.kind is Kind.NARROWED:
            told = say("utter_desk_narrowed", reference=parcel.case.reference)
            messages = [private(parcel.case.id, f"narrowed:{parcel.delivery.id}", told), *messages]
        await _post(api, known, messages)
        if parcel.delivery.kind is Kind.NARROWED and (gone := taken_off(parcel.case, brief.person)):
            await api.update_contact(known.contact_id, gone)
        await asyncio.to_thread(self._let_go, parcel)

    async def _take_back(self, api: Api, parcel: Parcel) -> None:
        known = await asyncio.to_thread(self._linked, parcel) or await self._look(api, parcel)
        if known is None:
            return  # nothing of it ever came so far
        told = say("utter_desk_withdrawn", reference=parcel.case.reference)
        await _post(api, known, [private(parcel.case.id, "withdrawn", told)])
        await api.update_contact(known.contact_id, taken_off(parcel.case, NOBODY))
        await api.resolve(known.conversation_id)

    async def _look(self, api: Api, parcel: Parcel) -> Linked | None:
        """Return what an attempt made that could not note it any more."""
        number = await api.find_contact(identifier(parcel.case))
        if number is None:
            return None
        found = await api.find_conversation(number, CASE_ATTRIBUTE, parcel.case.id)
        return None if found is None else _link(self.settings, parcel, number, found)

    async def _contact(self, api: Api, parcel: Parcel, brief: Brief) -> int:
        """Find the contact of this person, or add one.

        An address that another contact has is left out: nobody has proved that it is theirs, so they must
        not get that contact's history. It stands in the brief.
        """
        found = await api.find_contact(identifier(parcel.case))
        if found is not None:
            return found
        values = contact(parcel.case, brief.person)
        try:
            return await api.add_contact(values)
        except Unprocessable:
            fewer = {name: value for name, value in values.items() if name not in REACH}
            return await api.add_contact(fewer)

    def _linked(self, parcel: Parcel) -> Linked | None:
        with self.database.reading() as session:
            return ChatwootConversations(session, self.settings.inbox_name).find(parcel.case.id)

    def _keep(self, linked: Linked) -> None:
        with self.database.open() as session:
            kept = ChatwootConversations(session, self.settings.inbox_name)
            if kept.find(linked.case_id) is None:
                kept.add(linked)

    def _let_go(self, parcel: Parcel) -> None:
        with self.database.open() as session:
            kept = ChatwootConversations(session, self.settings.inbox_name)
            kept.let_go(parcel.case.id, parcel.delivery.id)
            kept.revive(parcel.case.id, parcel.taken)  # it took the brief, so it can be told the rest


def _link(settings: ChatwootSettings, parcel: Parcel, contact_id: int, conversation_id: int) -> Linked:
    """Return the link, held until the brief is there: what the person says meanwhile comes after it."""
    until = parcel.delivery.lease_until or parcel.taken
    return Linked(
        parcel.case.id,
        settings.inbox_name,
        contact_id,
        conversation_id,
        created=parcel.taken,
        next_try=parcel.taken,
        lease_owner=parcel.delivery.id,
        lease_until=until,
    )


async def _post(api: Api, linked: Linked, messages: list[Message]) -> None:
    there = await api.source_ids(linked.conversation_id)
    for message in messages:
        if message.source_id not in there:
            await api.post(linked.conversation_id, message)
