"""What a broker does with a case from Teams, in the caller's transaction: as in the console, with a talk."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from desk.brokers import Broker
from desk.cases import Case, Outcome
from desk.console.dossier import visible
from desk.relay import Relay
from knowledge.storage.conversations import Conversations
from knowledge.storage.outbox import Entry
from knowledge.storage.teams_links import Link, TeamsLinks
from knowledge.storage.teams_posts import Post, PostKind, TeamsPosts

OURS = "teams:"  # what the messages of these brokers are called by the relay
FROM_HERE = f"desk:{OURS}"


@dataclass(frozen=True)
class FromTeams:
    """One broker in Teams and the cases that they may see; raises as `desk.relay` does, and NotTheirs."""

    session: Session
    link: Link
    broker: Broker
    now: datetime

    @property
    def relay(self) -> Relay:
        """Return the way to the people."""
        return Relay(self.session, self.broker.id, self.now)

    def claim(self, case_id: str) -> Case:
        """Take a case in hand; from now on its person is talked to in the broker's own chat."""
        self.see(case_id)
        return self._talking(self.relay.claim(case_id))

    def give_back(self, case_id: str) -> Case:
        """Return the person to the assistant."""
        self.see(case_id)
        return self._done(self.relay.give_back(case_id))

    def close(self, case_id: str, outcome: Outcome) -> Case:
        """Close a case with what became of it."""
        self.see(case_id)
        return self._done(self.relay.close(case_id, outcome))

    def turn_to(self, case_id: str) -> Case:
        """Let what is typed from now on reach the person of this case, of several in hand."""
        self.see(case_id)
        return self._talking(self.relay.mine(case_id))

    def write(self, case_id: str, text: str, message_id: str) -> None:
        """Say something to the person, once for each message."""
        self.see(case_id)
        self.relay.write(case_id, text, f"{OURS}{message_id}")

    def see(self, case_id: str) -> Case:
        """Return a case that this broker may see, or raise NotTheirs."""
        return visible(self.session, case_id, self.broker)

    def _done(self, case: Case) -> Case:
        if self.link.case_id == case.id:
            TeamsLinks(self.session).talk_about(self.link.key, None)
        return case

    def _talking(self, case: Case) -> Case:
        posts = TeamsPosts(self.session)
        if posts.open(case.id, PostKind.TALK, self.broker.id) is None:
            posts.add(self._talk(case))
        TeamsLinks(self.session).talk_about(self.link.key, case.id)
        return case

    def _talk(self, case: Case) -> Post:
        heads = Conversations(self.session).heads([case.conversation_id])
        cursor = heads[case.conversation_id].last_seq if heads else 0  # what was said before is in the brief
        whose = PostKind.TALK, self.broker.id, self.link.address
        return Post(uuid.uuid4().hex, case.id, *whose, created=self.now, next_try=self.now, cursor=cursor)


def tell_in_teams(session: Session, entry: Entry, code: str) -> None:
    """Leave word about a line from there that is given up, in the transaction that gives it up."""
    if (entry.in_reply_to or "").startswith(FROM_HERE):
        TeamsPosts(session).undelivered(entry.conversation_id, entry.said_at, code)
