"""The three ways in which people reach Signpost, each as its own side of the wire has it."""

import asyncio
import json
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from http import HTTPStatus
from time import perf_counter, time
from typing import Any, Protocol

import aiohttp

from bot.channels.teams import protocol
from bot.channels.whatsapp.protocol import name_of
from demo.activities import Activity, Caller, activity
from demo.bot_connector import TENANT
from demo.meta import Meta, call, text
from demo.retrying import Retries

Twice = Callable[[], bool]
FOREVER = aiohttp.ClientTimeout(total=None)


class NotReached(Exception):
    """The gateway refused a chat or a message: it may be down, or it counts too many from one address."""


class Line(Protocol):
    """The way of one person; `arrivals` are the times at which something reached them, in order."""

    arrivals: list[float]

    @property
    def who(self) -> str:
        """Return by what Signpost knows them there."""

    async def begin(self) -> None:
        """Do what comes before the first message."""

    def named(self, name: str) -> str:
        """Return under which name Signpost keeps a message of this person's."""

    async def send(self, said: str, name: str) -> float | None:
        """Return in how many seconds a message was acknowledged; None where the answer does that."""

    async def close(self) -> None:
        """Listen no more."""


@dataclass
class Widget:
    """The chat on a site: it posts, and listens to what is said."""

    session: aiohttp.ClientSession
    gateway: str
    twice: Twice
    retries: Retries
    arrivals: list[float] = field(default_factory=list)
    who: str = ""
    token: str = ""
    _listening: asyncio.Task[None] | None = None

    async def begin(self) -> None:
        """Open a chat, or raise NotReached."""
        made = await self._asked(f"{self.gateway}/api/conversations", {}, {})
        self.who, self.token = made["id"], made["token"]
        self._listening = asyncio.create_task(self._listen())

    def named(self, name: str) -> str:
        """Return the name as it is."""
        return name

    async def send(self, said: str, name: str) -> float | None:
        """Post a message, now and then twice at once, as a browser does after a failure."""
        await asyncio.gather(*(self._post(said, name) for _ in range(1 + self.twice())))
        return None

    async def close(self) -> None:
        """Listen no more."""
        if self._listening is not None:
            self._listening.cancel()
            await asyncio.gather(self._listening, return_exceptions=True)

    @property
    def _chat(self) -> str:
        return f"{self.gateway}/api/conversations/{self.who}"

    @property
    def _bearer(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}

    async def _post(self, said: str, name: str) -> None:
        asked = {"text": said, "message_id": name}
        await self._asked(f"{self._chat}/messages", asked, self._bearer)

    async def _asked(self, where: str, asked: Mapping[str, Any], headers: Mapping[str, str]) -> Any:
        async def attempt() -> Any:
            async with self.session.post(where, json=asked, headers=headers, timeout=FOREVER) as answer:
                told = await answer.json()
            if HTTPStatus.BAD_REQUEST <= answer.status < HTTPStatus.INTERNAL_SERVER_ERROR:
                raise NotReached
            return told if answer.ok else None

        return await self.retries.until_taken(attempt)

    async def _listen(self) -> None:
        last = "0"
        while True:
            headers = {**self._bearer, "Last-Event-ID": last}
            with suppress(aiohttp.ClientError):
                async with self.session.get(
                    f"{self._chat}/events", headers=headers, timeout=FOREVER
                ) as events:
                    async for line in events.content:
                        last = self._heard(line.decode().rstrip("\n"), last)

    def _heard(self, line: str, last: str) -> str:
        field_name, _, value = line.partition(": ")
        if field_name == "data" and json.loads(value).get("from", "person") != "person":
            self.arrivals.append(perf_counter())
        return value if field_name == "id" else last


@dataclass
class Telephone:
    """WhatsApp: what is written is brought by Meta, now and then twice and out of order."""

    meta: Meta
    who: str
    arrivals: list[float] = field(default_factory=list)

    async def begin(self) -> None:
        """Do nothing: the first message is the beginning."""

    def named(self, name: str) -> str:
        """Return our own name for what Meta calls the message."""
        return name_of(self._wamid(name))

    async def send(self, said: str, name: str) -> float | None:
        """Bring a message, as often as it comes, and return how long its last acknowledgement took."""
        content = text(said, wamid=self._wamid(name), at=int(time()), sender=self.who)
        began = perf_counter()
        await self.meta.bring(call(messages=[content]))
        return perf_counter() - began

    async def close(self) -> None:
        """Do nothing."""

    def _wamid(self, name: str) -> str:
        return f"wamid.{self.who}.{name}"


@dataclass
class Colleague:
    """Teams: what is written is brought by the Bot Connector, now and then twice."""

    caller: Caller
    number: int
    twice: Twice
    arrivals: list[float] = field(default_factory=list)

    @property
    def who(self) -> str:
        """Return organisation and person, as Signpost tells people in Teams apart."""
        return f"{TENANT}/{self._object_id}"

    @property
    def conversation(self) -> str:
        """Return the chat with Signpost alone."""
        return f"a:load{self.number}"

    async def begin(self) -> None:
        """Do nothing: the first message is the beginning."""

    def named(self, name: str) -> str:
        """Return our own name for what Teams calls the message."""
        return protocol.name_of(f"{self.conversation}\0{name}")

    async def send(self, said: str, name: str) -> float | None:
        """Bring a message, as often as it comes, and return how long its last acknowledgement took."""
        content = self._message(said, name)
        took = await asyncio.gather(*(self.caller.bring(content) for _ in range(1 + self.twice())))
        return max(seconds for seconds, _ in took)

    async def close(self) -> None:
        """Do nothing."""

    @property
    def _object_id(self) -> str:
        return f"00000000-0000-4000-8000-{self.number:012d}"

    def _message(self, said: str, name: str) -> Activity:
        author = {"id": f"29:load{self.number}", "name": "Ada Example", "aadObjectId": self._object_id}
        chat = {"id": self.conversation, "conversationType": "personal", "tenantId": TENANT}
        told = {"id": name, "text": said, "textFormat": "plain"}
        whole: Activity = {**told, "from": author, "conversation": chat}
        return activity(self.caller.connector, **whole)
