"""A desk whose brokers work in Teams: their accounts, their channel, and a person who waits on the web."""

import copy
from dataclasses import dataclass

from bot.channels.teams.courier import ChannelDesk
from bot.channels.teams.follower import Follower
from demo.activities import ROOM, in_room, mention
from demo.bot_connector import TENANT
from demo.reading_cards import buttons, words
from desk.brokers import Broker, Role, add_broker
from desk.casebook import Casebook
from desk.delivery import Worker
from desk.linking import give_code
from desk.settings import DeskSettings
from knowledge.storage.conversations import Conversations
from knowledge.storage.deliveries import Deliveries, Way
from knowledge.storage.outbox import Outbox, Sender, Shown
from tests.desk.making import given_case, given_hubs

HUB, OTHER_HUB = "combined-authority-hub", "warwickshire-hub"
THREAD = f"{ROOM};messageid=100"


@dataclass(frozen=True)
class Member:
    """Somebody in Teams: who they are, and their chat with the bot alone."""

    name: str
    object_id: str
    chat: str

    @property
    def author(self):
        return {"id": f"29:{self.name}", "name": self.name, "aadObjectId": self.object_id}

    @property
    def alone(self):
        return {
            "from": self.author,
            "conversation": {"id": self.chat, "conversationType": "personal", "tenantId": TENANT},
        }

    @property
    def in_channel(self):
        return {"from": self.author, "conversation": in_room(THREAD)}


BEA = Member("Bea Example", "11111111-3c1a-4f1e-8a1b-1f2e3d4c5b6a", "a:1bea")
CAL = Member("Cal Example", "22222222-3c1a-4f1e-8a1b-1f2e3d4c5b6a", "a:1cal")
DEE = Member("Dee Example", "33333333-3c1a-4f1e-8a1b-1f2e3d4c5b6a", "a:1dee")
EVE = Member("Eve Example", "44444444-3c1a-4f1e-8a1b-1f2e3d4c5b6a", "a:1eve")


class Office:
    """Bea and Cal work for one front door, Dee for another; Eve is nobody at the desk."""

    def __init__(self, ada, connector):
        self.ada, self.connector, self.world = ada, connector, ada.world
        self.database, self.clock = ada.world.database, ada.world.clock
        out = ada.world.channels["teams"].connector
        courier = ChannelDesk(self.database, out, self.clock)
        settings = DeskSettings(_env_file=None)
        self.worker = Worker(self.database, settings, courier, self.clock, lambda: 1.0, way=Way.TEAMS)
        self.follower = Follower(self.database, out, self.clock, 5.0, lambda: 1.0)
        given_hubs(self.database)
        with self.database.open() as session:
            for member, hub in ((BEA, HUB), (CAL, HUB), (DEE, OTHER_HUB)):
                name = member.name
                broker = Broker(
                    name[:3].lower(), name, f"{name[:3]}@hub.example", Role.BROKER, frozenset({hub})
                )
                add_broker(session, broker, None, self.clock())

    async def say(self, member, text, **more):
        """Write to the bot alone."""
        await self.ada.write(text, **(member.alone | more))

    async def say_in_channel(self, member, text, **more):
        """Name the bot in a channel."""
        told = {"text": f"<at>Signpost</at> {text}", "entities": [mention()], **member.in_channel}
        await self.ada.tell(**(told | more))

    async def press(self, member, button, where="in_channel", data=None, **more):
        """Press a button of a card; what is filled in on the card comes with it."""
        pressed = copy.deepcopy(button)
        pressed["data"] |= data or {}
        return await self.ada.press(pressed, **(getattr(member, where) | more))

    def code_for(self, member):
        with self.database.open() as session:
            return give_code(session, member.name[:3].lower(), self.clock())

    async def know(self, *members):
        """Let the desk know who they are in Teams, and the channel of their front door."""
        for member in members:
            await self.say(member, f"desk {self.code_for(member)}")
        await self.say_in_channel(members[0], "desk here")
        self.connector.sent.clear()
        self.connector.to.clear()

    def given_case(self, **given):
        """Somebody on the web waits for a person."""
        with self.database.open() as session:
            if not Conversations(session).heads(["c1"]):
                Conversations(session).start("c1", "web", "own", self.clock())
        now = self.clock()
        case = given_case(self.database, opened=now, changed=now, **given)
        self.sort(case)
        return case

    def sort(self, case):
        """Give what is new about a case its way, as the desk does."""
        with self.database.open() as session:
            for row in Deliveries(session).of_cases([case.id]):
                if row.way is None:
                    Deliveries(session).send_by(row, [Way.TEAMS], self.clock())

    async def bring(self):
        """Let the desk bring what is due, and follow what is there."""
        self.clock.forward(seconds=1)
        while await self.worker.deliver_next():
            pass
        while await self.follower.follow_next():
            pass

    def person_says(self, text, conversation="c1"):
        self.clock.forward(seconds=1)
        with self.database.open() as session:
            Outbox(session).add(conversation, Sender.PERSON, Shown(text), self.clock())

    def case(self, case_id):
        with self.database.reading() as session:
            return Casebook(session).get(case_id)

    def said(self, conversation="c1"):
        """What brokers said to the person."""
        with self.database.reading() as session:
            lines = Outbox(session).after(conversation)
        return [one.shown.text for one in lines if one.sender is Sender.BROKER]

    def sent_to(self, place):
        """The words of what was posted there."""
        return [
            words(one) for one, to in zip(self.connector.sent, self.connector.to, strict=True) if to == place
        ]

    def card_in(self, place=ROOM):
        """The newest card with buttons there, as all see it now."""
        shown = list(self.connector.shown.values())
        sent = [one for one, to in zip(shown, self.connector.places, strict=True) if to == place]
        return next(one for one in reversed(sent) if one.get("attachments"))

    def button(self, title, place=ROOM):
        return next(one for one in buttons(self.card_in(place)) if one["title"] == title)


async def claimed(office, member=BEA):
    """Claim the case that stands in the channel."""
    answer = await office.press(member, office.button("Claim"))
    await office.bring()
    return answer
