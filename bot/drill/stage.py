"""What every process of a run works with: the database, the way out for deliveries, the gateway's parts."""

import os
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from bot.channels.outgoing import Outgoing, Payload
from bot.channels.whatsapp.client import WhatsApp
from bot.drill import meta
from bot.drill.desk import HUBS, MAILBOXES, TEAMS, employ
from bot.drill.engine import ScriptedEngine
from bot.drill.faults import Clock, Trouble, Watched
from bot.drill.keys import KEYS
from bot.drill.letters import Listed, book_of
from bot.drill.steps import Receiver, Step
from bot.gateway.ledger import Ledger
from bot.gateway.parts import Outside, Parts, assemble
from bot.settings import BotSettings
from desk.couriers import Courier, NotDelivered, Parcel
from desk.delivery import WaysOut, couriers_for
from desk.effects import EffectsAt
from desk.settings import DeskSettings
from desk.ways import WaySettings, ways_in_use
from knowledge.directory import Page
from knowledge.storage.channel_messages import Part
from knowledge.storage.database import Database
from knowledge.storage.deliveries import Way
from knowledge.storage.hubs import Hubs
from knowledge.storage.releases import Releases
from knowledge.storage.witness import Witness

SECRET = "whsec_ZHJpbGwgZHJpbGwgZHJpbGwgZHJpbGwgZHJpbGw="  # noqa: S105 - of a receiver that lasts as long as the drill
KEY = "only for the tokens of a drill, which nobody checks"
LOOPBACK = "127.0.0.1"
LATE_S = 0.4
PREFIX = "SIGNPOST_"
CHANNEL = "whatsapp"


@dataclass
class Stage:
    """One database file that every process of a run opens, with all that is around it.

    `port` is that of the receiver of webhooks, `book` what it writes; `run` tells it which run a delivery
    belongs to.
    """

    folder: Path
    port: int
    book: Path
    desk: Watched
    engine: Watched
    webhook: bool = False
    run: int = 0

    @classmethod
    def set(cls, folder: Path, port: int, book: Path) -> "Stage":
        """Make the database that every run begins with; this process forgets what the machine is set to.

        Nothing of a drill may reach the mailbox or the webhook that real requests go to.
        """
        for name in [name for name in os.environ if name.upper().startswith(PREFIX)]:
            del os.environ[name]
        folder.mkdir(parents=True, exist_ok=True)
        made = Database(f"sqlite:///{folder / 'empty.db'}", KEYS)
        made.migrate()
        with made.open() as session:
            Hubs(session).replace_all(HUBS)
            Releases(session).note("drill")
            employ(session)
            Witness(session).install()
        made.close()
        address = f"sqlite:///{folder / 'signpost.db'}"
        return cls(
            folder,
            port,
            book,
            Watched(Database(address, KEYS), "commit"),
            Watched(Database(address, KEYS), "engine's commit"),
        )

    @property
    def outgoing(self) -> Path:
        """Return the folder that requests are written to."""
        return self.folder / "outgoing"

    def clear(self, run: int, webhook: bool) -> None:
        """Begin a run, with nothing left of the one before."""
        self.let_go()
        for old in self.folder.glob("signpost.db*"):
            old.unlink()
        shutil.rmtree(self.outgoing, ignore_errors=True)
        self.book.unlink(missing_ok=True)
        book_of(self.outgoing).unlink(missing_ok=True)
        shutil.copyfile(self.folder / "empty.db", self.folder / "signpost.db")
        self.run, self.webhook = run, webhook

    def let_go(self) -> None:
        """Close every connection: none may be open when a process is forked."""
        self.desk.database.close()
        self.engine.database.close()

    @property
    def ways(self) -> tuple[Way, ...]:
        """Return the ways that every request goes out by in this run."""
        return (Way.WEBHOOK, Way.FOLDER) if self.webhook else (Way.FOLDER,)

    def settings(self, mood: Receiver) -> DeskSettings:
        """Return the desk's settings; the address tells the receiver how to behave."""
        if not self.webhook:
            return DeskSettings(desk_mailboxes=MAILBOXES)
        return DeskSettings(
            desk_mailboxes=MAILBOXES,
            webhook_url=f"http://{LOOPBACK}:{self.port}/{self.run}/{mood}",
            webhook_secret=SECRET,
            webhook_hosts=[LOOPBACK],
            webhook_loopback=True,
            webhook_seconds=LATE_S if mood is Receiver.LATE else 15.0,
        )

    def ways_out(self, clock: Clock, trouble: Trouble) -> WaysOut:
        """Return the ways out, with the points before and after each; at most one of them is in a mood."""
        mood, step = trouble.step.receiver, trouble.step
        moods = dict.fromkeys(Way, Receiver.FINE) | {self.ways[step.chance % len(self.ways)]: mood}
        given = self.settings(moods[Way.WEBHOOK])
        there = {
            **couriers_for(given, self.outgoing, TEAMS),
            Way.FOLDER: Listed(given, self.outgoing, TEAMS),
        }
        # the webhook's mood is in its address
        own = {way: moods[way] if way is Way.FOLDER else Receiver.FINE for way in there}
        couriers = {way: OnTheWay(way, one, trouble, own[way]) for way, one in there.items()}
        ways = ways_in_use(WaySettings(desk_ways=list(self.ways)), couriers.keys())
        return WaysOut(self.desk.database, given, couriers, ways, clock=clock)

    def channel(self, trouble: Trouble) -> "Line":
        """Return the way out to people on WhatsApp; the address tells the Graph API how to behave."""
        graph = f"http://{LOOPBACK}:{self.port}/{self.run}/{trouble.step.receiver}"
        return Line(WhatsApp(meta.settings(graph), meta.ACCESS), trouble)

    def gateway(self, step: Step, clock: Clock, trouble: Trouble) -> Parts:
        """Return a gateway as its process puts it together, with the scripted engine."""
        outside = Outside(
            engine=ScriptedEngine(self.engine.database, step.mood, trouble, clock),
            apply=EffectsAt(TEAMS),
            read_hubs=lambda session: Hubs(session).all(),
            shipped_hubs=lambda: HUBS,
            search=_no_search,
            actions_alive=_alive,
            clock=clock,
            lay_out=_no_plan,
            channels={CHANNEL: self.channel(trouble)},
        )
        parts = assemble(BotSettings(messages_per_minute=1000), Ledger(self.desk.database), KEY, outside)
        parts.doors.hubs = HUBS
        return parts


@dataclass(frozen=True)
class OnTheWay:
    """A courier on whose way something happens."""

    way: Way
    courier: Courier[Parcel]
    trouble: Trouble
    mood: Receiver

    async def send(self, parcel: Parcel) -> None:
        """Send; what is refused does not arrive, what is forgotten or late does."""
        self.trouble.at(f"send by {self.way}", "before")
        if self.mood is Receiver.REFUSES:
            raise NotDelivered("drill")
        await self.courier.send(parcel)
        self.trouble.at(f"send by {self.way}", "after")
        if self.mood is not Receiver.FINE:
            raise NotDelivered("drill")


@dataclass(frozen=True)
class Line:
    """A channel that is pushed to, with the points before and after each message."""

    channel: WhatsApp
    trouble: Trouble

    def render(self, outgoing: Outgoing, now: datetime) -> Sequence[Payload]:
        """Return the messages that a row becomes."""
        return self.channel.render(outgoing, now)

    async def post(self, payload: Payload, address: Mapping[str, Any], part: Part) -> str:
        """Post one."""
        was_held_up = self.trouble.held_up
        self.trouble.at("post", "before")
        if self.trouble.held_up and not was_held_up:
            self.trouble.tell(held=part.mark)
        name = await self.channel.post(payload, address, part)
        self.trouble.at("post", "after")
        return name


def _no_search(*_: object) -> Page:
    raise NotImplementedError("nobody searches in a drill")


async def _alive() -> bool:
    return True


async def _no_plan(_asked: object) -> None:
    return None
