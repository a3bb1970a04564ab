"""Something in every place where a person's words are kept, for tests that look for them."""

from datetime import UTC, datetime, timedelta

from knowledge.replies import Choice
from knowledge.storage.brokers import BrokerRecord, Brokers
from knowledge.storage.case_notes import CaseNote, CaseNotes
from knowledge.storage.cases import CaseEventRecord, Cases
from knowledge.storage.channel_people import ChannelPeople, ChannelPerson
from knowledge.storage.chatwoot import ChatwootNotes, Note
from knowledge.storage.choices import Choices
from knowledge.storage.conversations import Conversations
from knowledge.storage.errands import Progress
from knowledge.storage.follow_ups import FollowUp, FollowUps, Standing
from knowledge.storage.handed_codes import Handed, HandedCodes, Purpose
from knowledge.storage.inbox import Inbox
from knowledge.storage.notes import Feedback, Notes, Reminder, Subscription, WrongInformation
from knowledge.storage.outbox import Outbox, Sender, Shown
from knowledge.storage.person_mails import Occasion, PersonMail, PersonMails
from knowledge.storage.plans import Origin, Plans
from knowledge.storage.teams_links import Link, Room, TeamsLinks, TeamsRooms
from knowledge.storage.teams_posts import Post, PostKind, TeamsPosts
from knowledge.storage.tracker_events import TrackerEvent, TrackerEvents
from tests.knowledge.plans_to_keep import ASKED, kept_plan
from tests.knowledge.storage.making_cases import make_record

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)
QUARTER = timedelta(minutes=15)
SECRET = "Ada Example ada@example.org"
PHONE = "01632 960123"


def tell(session, conversation="c1", at=NOON, case="case-1"):
    """Leave the secret everywhere in one conversation."""
    conversations = Conversations(session)
    conversations.start(conversation, "web", "own", at)
    conversations.note(conversation, {"firm": {"own_words": SECRET}})
    Inbox(session).receive(conversation, "m1", at, text=SECRET)
    Outbox(session).add(conversation, Sender.PERSON, Shown(SECRET), at, in_reply_to="m1")
    Choices(session).issue(conversation, [Choice("Yes", "affirm", {})], at)
    TrackerEvents(session).append(conversation, 0, [TrackerEvent("user", {"event": "user", "text": SECRET})])
    Plans(session).keep(f"key-{conversation}", kept_plan(), ASKED, Origin(conversation, "m1"), at)
    agreed = {"wording": SECRET, "version": "1", "recipient": "them", "fields": []}
    its = f"handed-{conversation}", Purpose.BRIEF, conversation, agreed
    handed = Handed(*its, seq=1, given=at, until=at + QUARTER, content={"card": {"text": SECRET}})
    HandedCodes(session).hand(f"code-{conversation}", handed)
    record = make_record(
        case,
        conversation_id=conversation,
        consent={"wording": SECRET, "version": "1", "recipient": "hub", "fields": []},
        person={"name": SECRET},
        brief={"need": SECRET},
        opened=at,
        changed=at,
    )
    Cases(session).add(record, [CaseEventRecord(case, 1, at, "person", None, None, "waiting", "asked")])
    CaseNotes(session).add(CaseNote(f"note-{case}", case, "hub", "b1", at, SECRET))
    ChatwootNotes(session).add(Note(case, "brief", SECRET))
    ChannelPeople(session).add(
        ChannelPerson("whatsapp", f"key-{conversation}", conversation, {"phone": PHONE}, at)
    )
    planned = FollowUp(f"f-{case}", case, conversation, 7, at, Standing.PLANNED, "web", "ada@example.org", ())
    FollowUps(session).plan([planned])
    mail = PersonMail(
        f"mail-{case}",
        conversation,
        Occasion.FOLLOW_UP,
        f"f-{case}",
        "ada@example.org",
        Progress.WAITING,
        at,
        0,
        at,
        words=SECRET,
    )
    PersonMails(session).add(mail)
    for note in (
        Feedback(conversation, "m1", at, "good", SECRET),
        WrongInformation(conversation, "m1", at, None, SECRET),
        Subscription(conversation, "m1", at, "ada@example.org", ()),
        Reminder(conversation, "m1", at, PHONE, "p1", None, SECRET),
    ):
        Notes(session).keep(note)
    tell_in_teams(session, at, case)


def tell_in_teams(session, at, case):
    """Let a broker be known in Teams, with a channel and a card about the case."""
    broker, where = f"broker-{case}", {"conversation": "a:1ada"}
    Brokers(session).add(BrokerRecord(broker, "Bea", f"{broker}@hub.example", "broker", (), None, at))
    TeamsLinks(session).add(Link(f"key-{case}", broker, where, at))
    TeamsRooms(session).bind(Room(f"hub-{case}", where, broker, at))
    card = f"post-{case}", case, PostKind.CARD, f"hub-{case}", where
    TeamsPosts(session).add(Post(*card, created=at, next_try=at, activity="1:ada"))
