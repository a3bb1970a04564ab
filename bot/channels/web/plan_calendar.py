"""The days of a kept plan as a calendar file (RFC 5545): when each step can begin, and each deadline."""

from collections.abc import Iterator
from datetime import date, timedelta

from icalendar import Calendar, Event

from knowledge import plan_words
from knowledge.plans import KeptStep
from knowledge.storage.plans import Kept
from knowledge.wording import say

MAKER = "-//Signpost//Plan//EN"


def calendar(kept: Kept) -> bytes:
    """Return the file; its entries keep their ids when the plan is updated, so that none stands twice."""
    made = Calendar()
    made.add("prodid", MAKER)
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", kept.plan.title)
    for entry in _entries(kept):
        made.add_component(entry)
    body: bytes = made.to_ical()
    return body


def _entries(kept: Kept) -> Iterator[Event]:
    for step in kept.plan.steps:
        title = say("utter_plan_calendar_step", title=step.title)
        yield _entry(kept, step.id, kept.plan.day_of(step), title, _about(step))
    dates = {(one.programme_id, one.kind): one for step in kept.plan.steps for one in step.dates}
    for (programme, kind), one in dates.items():
        title = say(f"utter_plan_calendar_{kind}", name=one.name)
        about = f"{plan_words.date_in_words(one)} {say('utter_plan_calendar_check')}"
        yield _entry(kept, f"{programme}-{kind}", one.day, title, about)


def _about(step: KeptStep) -> str:
    takes = say("utter_plan_calendar_takes", takes=plan_words.takes_in_words(step))
    return "\n".join((step.purpose, step.do, takes))


def _entry(kept: Kept, name: str, day: date, title: str, about: str) -> Event:
    entry = Event()
    # of the hash and not of the key: calendars are shown to others
    entry.add("uid", f"{name}@{kept.id[:32]}.plan.signpost")
    entry.add("dtstamp", kept.made)
    entry.add("dtstart", day)
    entry.add("dtend", day + timedelta(days=1))
    entry.add("summary", title)
    entry.add("description", about)
    entry.add("transp", "TRANSPARENT")
    return entry
