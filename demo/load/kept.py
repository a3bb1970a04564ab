"""What Signpost kept of a load, read from its database when it is over."""

import hashlib
import hmac
from pathlib import Path

from bot.secrets import PEOPLE, secret
from demo.load.verdict import Row
from knowledge.settings import KnowledgeSettings
from knowledge.storage.channel_messages import ChannelMessages
from knowledge.storage.channel_people import ChannelPeople
from knowledge.storage.database import Database
from knowledge.storage.outbox import Entry, Kind, Outbox, Sender
from knowledge.wording import say

WEB = "web"


class Kept:
    """The database of a Signpost that runs for a load; close it at the end."""

    def __init__(self, home: Path) -> None:
        """Open it, with the keys of its home and none of whoever starts the load."""
        own = KnowledgeSettings(home=home, database_url=None, encryption_keys=None, index_key=None)
        self._database, self._key = Database.of(own), secret(home, PEOPLE)
        self._first_words = say("utter_gateway_first_words")

    def rows_of(self, channel: str, who: str) -> list[Row]:
        """Return what was said to one person in order; `who` is a chat on the web, or their name there."""
        with self._database.reading() as session:
            conversation = who
            if channel != WEB:
                named = f"{channel}\0{who}".encode()
                key = hmac.new(self._key.encode(), named, hashlib.sha256).hexdigest()
                person = ChannelPeople(session).find(channel, key)
                conversation = "" if person is None else person.conversation_id
            entries = [one for one in Outbox(session).after(conversation) if one.sender is not Sender.PERSON]
            taken = ChannelMessages(session)
            return [self._row(one, 1 if channel == WEB else taken.parts_taken(one.id)) for one in entries]

    def close(self) -> None:
        """Let go of it."""
        self._database.close()

    def _row(self, entry: Entry, parts: int) -> Row:
        is_apology = entry.kind is Kind.APOLOGY
        is_answer = not is_apology and entry.shown.text != self._first_words
        return Row(entry.in_reply_to, entry.shown.text, parts, is_answer, is_apology)
