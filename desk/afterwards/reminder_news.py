"""What there is to tell of a programme that somebody wanted to be told of, by its record as it is today."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from knowledge.cards import last_known
from knowledge.names import month
from knowledge.records import Programme, Status
from knowledge.replies import Choice
from knowledge.rules import stands
from knowledge.storage.programmes import Programmes
from knowledge.storage.wishes import KeptReminder
from knowledge.successors import instead_of
from knowledge.wording import say

GONE = "gone"
SAME_SUBJECT = {"remind_some_day": "remind", "closed_instead": "closed"}


@dataclass(frozen=True)
class News:
    """How it stands: the name of its wording, and what fills it in."""

    wording: str
    values: Mapping[str, str]
    programme: Programme | None = None

    @property
    def name(self) -> str:
        """Return what it is about."""
        return self.programme.name if self.programme else say("utter_chat_gone_something")

    def subject(self) -> str:
        """Return the subject of the mail that tells it."""
        return say(f"utter_mail_{SAME_SUBJECT.get(self.wording, self.wording)}_subject", name=self.name)

    def in_a_mail(self) -> str:
        """Return it as the mail says it."""
        return say(f"utter_mail_{self.wording}", **self.values)

    def in_the_chat(self) -> str:
        """Return it as the chat says it."""
        return say(f"utter_chat_{self.wording}", **self.values)

    def way_on(self) -> Choice:
        """Return the one button under it in the chat: more of it, or a person where there is no more."""
        if self.programme is None:
            return Choice(say("utter_label_speak_to_a_person"), "request_human")
        label = say("utter_label_more_about", name=self.programme.name)
        return Choice(label, "ask_details", (("programme", self.programme.id),))


def news_of(session: Session, reminder: KeptReminder, today: date) -> News:
    """Return what there is to tell."""
    kept = Programmes(session)
    for programme in kept.several([reminder.programme_id]):
        if stands(programme, today) is not Status.CLOSED:
            return _it_may_fit(reminder, programme, today)
        instead = instead_of(programme, kept.all(), today)
        shown = "\n\n".join(record(one, today) for one in (*instead.same, *instead.near))
        wording = "closed_instead" if shown else "closed"
        return News(wording, {"name": programme.name, "instead": shown}, programme)
    return News(GONE, {})


def _it_may_fit(reminder: KeptReminder, programme: Programme, today: date) -> News:
    values = {"name": programme.name, "record": record(programme, today)}
    if programme.status is Status.PAUSED:
        return News("paused", values, programme)
    if reminder.from_month is None:
        return News("remind_some_day", values, programme)
    return News("remind", {**values, "month": month(reminder.from_month)}, programme)


def record(programme: Programme, today: date) -> str:
    """Return a programme as lines of text, from its own record; the address last."""
    return "\n".join(_lines(programme, today))


def _lines(programme: Programme, today: date) -> Iterator[str]:
    yield say("utter_mail_record", name=programme.name, provider=programme.provider)
    yield programme.summary
    heading = say("utter_label_line_last_known")
    yield say("utter_label_line", heading=heading, words=last_known(programme, today))
    if programme.contact.url:
        yield programme.contact.url
