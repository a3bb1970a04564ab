"""What a person on WhatsApp does, with Meta in between: messages arrive late, twice, and in another order."""

import asyncio
import json
import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from typing import Any

from bot.channels.whatsapp.protocol import name_of
from bot.drill import meta
from bot.drill.journal import Person
from bot.drill.people import TEXTS, label_of
from bot.drill.stage import KEY, Stage
from bot.drill.steps import Doing, Network, Step
from bot.gateway.arrivals import Arrivals
from bot.gateway.fates import Fates
from bot.gateway.on_whatsapp import CHANNEL
from bot.gateway.parts import Parts
from bot.gateway.read_marks import ReadMarks
from bot.gateway.whatsapp import Door
from knowledge.storage.channel_people import ChannelPeople
from knowledge.storage.outbox import Outbox

PHONES = {"w1": "447700900001", "w2": "447700900002"}
MOST_AT_ONCE = 3


@dataclass
class Telephone:
    """One call of Meta, with what one person wrote or with what became of what was sent to them."""

    parts: Parts
    person: Person
    step: Step
    tell: Callable[..., None]
    now: Callable[[], datetime]

    async def write(self) -> None:
        """Write something; what Meta has not brought before comes along, in any order."""
        again = self.step.saying is Doing.RESENDS and bool(self.person.sent)
        one = random.choice(list(self.person.sent.values())) if again else await self._message()  # noqa: S311 - no secret
        self.tell(sending=one)
        if self.step.network is not Network.LOST:
            late = [sent for sent in self.person.unanswered() if sent["key"] != one["key"]]
            calls = [[one], *([sent] for sent in late)]
            random.shuffle(calls)
            await self._deliver([list(chain(*calls))] if self.step.chance % 2 else calls)
        await self.close()

    async def knock(self, at: datetime) -> None:
        """Have Meta bring what is left, and press the button that says that something waits."""
        key = f"{self.step.who}-knocks-{at.isoformat()}"
        sent = self._sent(key, meta.KNOCKS, text="Show it")
        self.tell(sending=sent)
        await self._deliver([[one] for one in [*self.person.unanswered(), sent]])
        await self.close()

    async def report(self, ours: list[dict[str, Any]]) -> None:
        """Have Meta say what became of some of ours: late, twice, in any order."""
        some = random.sample(ours, min(MOST_AT_ONCE, len(ours)))
        told = [fate for one in some for fate in meta.fates_of(one["wamid"], one["mark"])]
        told += random.sample(told, min(1, len(told)))
        random.shuffle(told)
        if self.step.network is not Network.LOST and told:
            await asyncio.gather(*(self._call({"statuses": told}) for _ in range(self._times())))
            self.tell(reported=[[name_of(fate["id"]), fate["status"]] for fate in told])
        await self.close()

    async def close(self) -> None:
        """Wait for what was begun."""
        await self.parts.jobs.close(self.parts.settings.turn_seconds)

    async def _deliver(self, calls: list[list[dict[str, Any]]]) -> None:
        for some in calls:
            value = {"messages": [meta.message(sent) for sent in some]}
            await asyncio.gather(*(self._call(value) for _ in range(self._times())))
            for sent in some:
                self.tell(answered=sent["key"])

    async def _call(self, value: dict[str, Any]) -> None:
        arrivals = Arrivals(self.parts, KEY)
        channel = meta.Heard(meta.settings("http://127.0.0.1:1"), meta.ACCESS)
        fates, marks = Fates(self.parts.ledger, self.parts.outside.clock), ReadMarks(self.parts, channel)
        await Door(arrivals, fates, channel, marks).receive(meta.call(value))

    def _times(self) -> int:
        return 2 if self.step.network is Network.TWICE else 1

    async def _message(self) -> dict[str, Any]:
        saying = self.step.saying or Doing.SAYS
        label = label_of(saying)
        choice = await self._button(label) if label else None
        if choice is None:
            return self._sent(self.step.key, None, text=TEXTS.get(saying, TEXTS[Doing.SAYS]))
        return self._sent(self.step.key, saying.value, choice=choice, label=label)

    def _sent(self, key: str, means: str | None, **content: str | None) -> dict[str, Any]:
        wamid, at = f"wamid.{key}", int(self.now().timestamp())
        empty = {"to": None, "text": None, "choice": None, "label": None}
        who = {"key": name_of(wamid), "wamid": wamid, "at": at, "phone": PHONES[self.step.who]}
        return {**empty, **who, "means": means, **content}

    async def _button(self, label: str) -> str | None:
        key = Arrivals(self.parts, KEY).person_key(CHANNEL, PHONES[self.step.who])
        person = await self.parts.ledger.read(lambda s: ChannelPeople(s).find(CHANNEL, key))
        if person is None:
            return None
        entries = await self.parts.ledger.read(lambda s: Outbox(s).after(person.conversation_id))
        offered = [button for entry in entries for button in entry.shown.choices if button.label == label]
        return offered[-1].choice if offered else None


def brought(stage: Stage) -> list[dict[str, Any]]:
    """Return what has come to telephones in this run, in order."""
    lines = stage.book.read_text(encoding="ascii").splitlines() if stage.book.exists() else []
    return [one for one in map(json.loads, lines) if "wamid" in one and one["run"] == stage.run]
