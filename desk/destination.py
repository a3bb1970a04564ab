"""Another front door that a case is passed on to: what changes in the case with it."""

from dataclasses import dataclass, replace
from datetime import datetime

from desk.assigning import assigned
from desk.brief import Brief
from desk.cases import Case, Consent
from desk.choosing import Chosen
from desk.hours import Promise
from desk.promises import Given, promise_in_words
from desk.routing import Because
from desk.teams import Teams
from knowledge.records import Hub


@dataclass(frozen=True)
class Destination:
    """A front door, the consent that names it, and the team there that gets the case, if it has teams."""

    hub: Hub
    consent: Consent
    teams: Teams
    chosen: Chosen | None

    def promise(self, now: datetime) -> Promise | None:
        """Return what may be promised there now; None where nobody knows the hours."""
        return self.teams.promised_at(self.hub.id, self.chosen.team if self.chosen else None, now)

    def given(self, case: Case) -> Case:
        """Return a case as it waits there: promised anew, and the brief as the consent allows it."""
        promised = self.promise(case.changed)
        moved = replace(
            case,
            hub_id=self.hub.id,
            route=Because.AGREED.value,
            consent=self.consent,
            team=None,
            reasons=(),
            answer_by=Given.of(promised, case.changed).answer_by,
            answered_at=None,
            escalate_at=None,
        )
        if case.brief is not None:
            brief = Brief.unpack(case.brief).passed_on(moved, self.hub)
            words = promise_in_words(promised, case.changed) if promised and promised.answer_by else None
            moved = replace(moved, brief=replace(brief, promised=words).pack())
        return moved if self.chosen is None else assigned(moved, self.chosen, self.teams, case.changed)
