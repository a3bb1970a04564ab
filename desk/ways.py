"""By which ways each front door's requests go out: one by default, or as many as the settings name."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

from desk.settings import DeskSettings
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
    """The ways of all front doors, and of single ones that have their own; each has at least one."""

    usual: tuple[Way, ...]
    of_hub: Mapping[str, tuple[Way, ...]] = field(default_factory=dict)

    def of(self, hub_id: str) -> tuple[Way, ...]:
        """Return the ways that a request to this front door goes out by."""
        return self.of_hub.get(hub_id, self.usual)


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


def ways_in_use(given: WaySettings, there: Collection[Way]) -> Ways:
    """Return the ways to be taken, out of those that are set up, or raise WaysRefused."""
    first = next(way for way in Way if way in there)
    usual = _once(given.desk_ways) or (first,)
    ways = Ways(usual, {hub: _once(named) or usual for hub, named in given.desk_ways_of.items()})
    if problems := tuple(_problems(ways, there)):
        raise WaysRefused(problems)
    return ways


def _problems(ways: Ways, there: Collection[Way]) -> Iterator[str]:
    named = {way for its in (ways.usual, *ways.of_hub.values()) for way in its}
    for way in sorted(named.difference(there)):
        yield f"SIGNPOST_DESK_WAYS names {way}, which is not set up: set {NEEDS[way]}, or leave it out"
    # what a person says goes to the one inbox: its agents must not hear of requests that went elsewhere
    if any((Way.CHATWOOT in its) != (Way.CHATWOOT in ways.usual) for its in ways.of_hub.values()):
        yield "SIGNPOST_DESK_WAYS_OF: all front doors share one inbox of Chatwoot, so name it for all or none"


def _once(named: Collection[Way]) -> tuple[Way, ...]:
    return tuple(dict.fromkeys(named))
