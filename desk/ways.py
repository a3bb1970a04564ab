"""By which ways each front door's requests go out: one by default, or as many as the settings name."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

from desk.settings import DeskSettings
from desk.teams import NO_TEAMS, Teams
from knowledge.storage.deliveries import Way

NEEDS: Mapping[Way, str] = {
    Way.CHATWOOT: "SIGNPOST_CHATWOOT_URL",
    Way.WEBHOOK: "SIGNPOST_WEBHOOK_URL",
    Way.MAIL: "SIGNPOST_SMTP_HOST",
    Way.TEAMS: "SIGNPOST_TEAMS_APP_ID",
}


class WaySettings(BaseSettings):
    """Read once, when a process starts; see `ways_in_use` for what is refused."""

    model_config = SettingsConfigDict(env_prefix="SIGNPOST_", frozen=True, extra="ignore")

    desk_ways: list[Way] = Field(
        default_factory=list,
        description='The ways that every request for a person goes out by, as JSON: ["mail", "webhook"], of '
        "chatwoot, webhook, mail, folder and teams. Unset: by the first of them that is set up, but not by "
        "teams, which needs a channel of each front door.",
    )
    desk_ways_of: dict[str, list[Way]] = Field(
        default_factory=dict,
        description='The ways of single front doors, as JSON: {"hub id": ["mail", "webhook"]}; the others: '
        "SIGNPOST_DESK_WAYS.",
    )


class WaysRefused(ValueError):
    """The settings name ways that cannot be taken: each problem says what to set."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__("; ".join(problems))
        self.problems = problems


@dataclass(frozen=True)
class Ways:
    """The ways of all front doors, and of single ones and teams with their own; each has at least one."""

    usual: tuple[Way, ...]
    of_hub: Mapping[str, tuple[Way, ...]] = field(default_factory=dict)
    of_team: Mapping[str, tuple[Way, ...]] = field(default_factory=dict)

    def of(self, hub_id: str, team: str | None = None) -> tuple[Way, ...]:
        """Return the ways that a request to this front door goes out by, or to this team of it."""
        theirs = None if team is None else self.of_team.get(team)
        return theirs or self.of_hub.get(hub_id, self.usual)


def set_up(given: DeskSettings, *, with_chatwoot: bool, with_teams: bool = False) -> tuple[Way, ...]:
    """Return the ways that can be taken, the folder always among them."""
    there = {
        Way.CHATWOOT: with_chatwoot,
        Way.WEBHOOK: bool(given.webhook_url),
        Way.MAIL: bool(given.smtp_host),
        Way.FOLDER: True,
        Way.TEAMS: with_teams,
    }
    return tuple(way for way, is_there in there.items() if is_there)


def ways_in_use(
    given: WaySettings,
    there: Collection[Way],
    teams: Teams = NO_TEAMS,
    own_inbox: Collection[str] = (),
) -> Ways:
    """Return the ways to be taken, out of those that are set up, or raise WaysRefused.

    `own_inbox` are the front doors that have an inbox of their own in Chatwoot.
    """
    first = next(way for way in Way if way in there)
    usual = _once(given.desk_ways) or (first,)
    ways = Ways(usual, {hub: _once(named) or usual for hub, named in given.desk_ways_of.items()})
    ways = replace(ways, of_team={team.id: team.ways for team in teams.all if team.ways})
    problems = (*_problems(ways, there, own_inbox), *_problems_of_teams(ways, there, teams))
    if problems:
        raise WaysRefused(problems)
    return ways


def _problems(ways: Ways, there: Collection[Way], own_inbox: Collection[str]) -> Iterator[str]:
    named = {way for its in (ways.usual, *ways.of_hub.values()) for way in its}
    for way in sorted(named.difference(there)):
        yield f"SIGNPOST_DESK_WAYS names {way}, which is not set up: set {NEEDS[way]}, or leave it out"
    # what a person says goes to a shared inbox: its agents must not hear of requests that went elsewhere
    sharing = [its for hub, its in ways.of_hub.items() if hub not in own_inbox]
    if any((Way.CHATWOOT in its) != (Way.CHATWOOT in ways.usual) for its in sharing):
        yield (
            "SIGNPOST_DESK_WAYS_OF: these front doors share one inbox of Chatwoot, so name it for all or "
            "none, or give each its own in SIGNPOST_CHATWOOT_INBOXES"
        )


def _problems_of_teams(ways: Ways, there: Collection[Way], teams: Teams) -> Iterator[str]:
    for team in (one for one in teams.all if one.ways):
        for way in sorted(set(team.ways).difference(there)):
            yield f"the team {team.id!r} names {way}, which is not set up: set {NEEDS[way]}, or leave it out"
        if (Way.CHATWOOT in team.ways) != (Way.CHATWOOT in ways.of(team.hub_id)):
            yield f"the team {team.id!r}: all share one inbox of Chatwoot, so name it for all or none"


def _once(named: Collection[Way]) -> tuple[Way, ...]:
    return tuple(dict.fromkeys(named))
