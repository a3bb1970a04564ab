"""Another front door that a case is passed on to: what changes in the case with it."""

from dataclasses import dataclass, replace

from desk.assigning import assigned
from desk.brief import Brief
from desk.cases import Case, Consent
from desk.choosing import Chosen
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

    def given(self, case: Case) -> Case:
        """Return a case as it waits there: with no promise, and the brief as the consent allows it."""
        moved = replace(
            case,
            hub_id=self.hub.id,
            route=Because.AGREED.value,
            consent=self.consent,
            team=None,
            reasons=(),
            answer_by=None,
            answered_at=None,
            escalate_at=None,
        )
        if case.brief is not None:
            moved = replace(moved, brief=Brief.unpack(case.brief).passed_on(moved, self.hub).pack())
        return moved if self.chosen is None else assigned(moved, self.chosen, self.teams, case.changed)
