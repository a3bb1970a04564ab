"""What a person reads of promises when their request goes to another front door: the old and the new."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from desk.casebook import Casebook, hub_name
from desk.cases import Case
from desk.destination import Destination
from desk.hours import Promise
from desk.lapses import RENEWED
from desk.promises import promise_in_words, time_in_words
from desk.states import Change
from knowledge.wording import say


@dataclass(frozen=True)
class OldAndNew:
    """What was promised and has not come yet, and what is promised instead; None is nothing.

    `hub` is the front door of the old promise.
    """

    now: datetime
    hub: str
    old: datetime | None
    new: Promise | None

    @classmethod
    def of(cls, session: Session, case: Case, to: Destination, now: datetime) -> "OldAndNew":
        """Return both, for a case as it was before it was passed on.

        A promise of which the person was told that it was not kept is over already.
        """
        changes = [
            event.change for event in Casebook(session).audit(case.id) if event.seq <= case.revision + 1
        ]
        noted = [one for one in changes if one in (Change.LAPSE, *RENEWED)][-1:] == [Change.LAPSE]
        old = None if noted or case.answered_at is not None else case.answer_by
        return cls(now, hub_name(session, case), old, to.promise(now))

    def in_words(self) -> str:
        """Return what the person is told of both."""
        new = say("utter_relay_no_hours") if self.new is None else promise_in_words(self.new, self.now)
        if self.old is None:
            return new
        by = time_in_words(self.old, self.now)
        if self.old <= self.now:
            return f"{say('utter_relay_old_promise_broken', hub=self.hub, **by)} {new}"
        anew = self.new is not None and self.new.answer_by is not None
        return f"{new} {say(f'utter_relay_old_promise_{"replaced" if anew else "over"}', **by)}"
