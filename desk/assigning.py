"""A case with a team: what is noted of it, for the desk and for the letter."""

from dataclasses import replace
from datetime import datetime

from desk.brief import Assigned
from desk.cases import Case
from desk.choosing import Chosen
from desk.teams import Teams


def assigned(case: Case, chosen: Chosen, teams: Teams, now: datetime) -> Case:
    """Return a case as it waits for a team from now on, with the reasons and when it moves on."""
    codes = tuple(reason.value for reason in chosen.reasons)
    told = Assigned(chosen.team.id, chosen.team.name, codes)
    return replace(
        case,
        team=chosen.team.id,
        reasons=codes,
        escalate_at=teams.moves_on(chosen.team, now),
        brief=None if case.brief is None else {**case.brief, "team": told.pack()},
    )
