"""By which ways requests for a person go out, as the settings of all parts together say."""

from bot.channels.teams.settings import TeamsSettings
from desk.chatwoot.settings import ChatwootSettings
from desk.settings import DeskSettings
from desk.teams import NO_TEAMS, Teams
from desk.ways import Ways, WaySettings, set_up, ways_in_use


def ways_out(teams: Teams = NO_TEAMS) -> Ways:
    """Return the ways to be taken, or raise WaysRefused, or ValidationError for a setting that is none."""
    with_teams = TeamsSettings().access() is not None
    chatwoot = ChatwootSettings()
    there = set_up(DeskSettings(), with_chatwoot=chatwoot.is_set, with_teams=with_teams)
    return ways_in_use(WaySettings(), there, teams, chatwoot.chatwoot_inboxes)
