"""What teams can be beside each other: a chain that ends, inside one front door, with hours to count in."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from desk.teams import Team, Teams

type Wrong = tuple[int, str, str]


def at_odds(teams: Sequence[Team], hubs: Collection[str] | None) -> Iterator[Wrong]:
    """Yield what a team cannot be beside the others: its number, the field, and what is wrong.

    With `hubs`, the ids of all front doors, a team of any other is wrong.
    """
    by_id = {team.id: team for team in reversed(teams)}  # of two of one id the first
    managed: set[str] = set()
    for number, team in enumerate(teams):
        if by_id[team.id] is not team:
            yield number, "id", f"{team.id!r} is the id of another team"
        if hubs is not None and team.hub_id not in hubs:
            yield number, "hub", f"{team.hub_id!r} is no front door; there are: {listed_ids(hubs)}"
        if team.is_manager and team.hub_id in managed:
            yield number, "manager", f"{team.hub_id!r} has another manager"
        managed |= {team.hub_id} if team.is_manager else set()
        yield from ((number, *wrong) for wrong in _chain(team, by_id))
        yield from ((number, *wrong) for wrong in _clock(team, Teams(tuple(teams))))


def _chain(team: Team, by_id: Mapping[str, Team]) -> Iterator[tuple[str, str]]:
    if team.next is None:
        return
    following = by_id.get(team.next)
    if team.is_manager:
        yield "next", "nobody comes after the manager"
    elif following is None:
        yield "next", f"there is no team {team.next!r}; there are: {listed_ids(by_id)}"
    elif following.hub_id != team.hub_id:
        # another organisation would need a consent of its own
        yield "next", f"{team.next!r} is of another front door, which the person has not agreed to"
    elif _comes_back(team, by_id):
        yield "next", f"from {team.next!r} it would come back here"


def _comes_back(team: Team, by_id: Mapping[str, Team]) -> bool:
    seen: set[str] = set()
    at: str | None = team.next
    while at is not None and at in by_id and at not in seen:
        if at == team.id:
            return True
        seen.add(at)
        at = by_id[at].next
    return False


def _clock(team: Team, teams: Teams) -> Iterator[tuple[str, str]]:
    if team.within is None:
        return
    if team.hours is None:
        yield "within_hours", "it counts opening hours: give the team its hours, or set SIGNPOST_DESK_HOURS"
    elif not any(team.hours.days):
        yield "within_hours", "it counts opening hours, and this team is never open"
    elif not team.is_manager and teams.after(team) is None:
        yield "within_hours", "there is no next team and no manager for a request to move on to"


def listed_ids(names: Iterable[str]) -> str:
    """Return ids as a message lists them."""
    return ", ".join(sorted(names)) or "none"
