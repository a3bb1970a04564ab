"""The app package that an administrator uploads to Teams: a manifest and two icons in one zip file."""

import json
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from bot.channels.teams.app_settings import TeamsAppSettings
from bot.channels.teams.searching import COMMAND, PARAMETER
from knowledge.wording import say

MANIFEST_VERSION = "1.19"
SCHEMA = f"https://developer.microsoft.com/json-schemas/teams/v{MANIFEST_VERSION}/MicrosoftTeams.schema.json"
ACCENT = "#0b5c4b"  # that of the icon
SCOPES = ("personal", "team", "groupChat")
COLOUR, OUTLINE = "color.png", "outline.png"
APP = Path(__file__).with_name("app")
_MADE = (2026, 1, 1, 0, 0, 0)  # the same settings make the same file, whenever it is made


class NotPackable(ValueError):
    """There is no such app without an id and an https address of our own: the message says what to set."""

    def __init__(self, missing: str) -> None:
        super().__init__(f"the app for Teams cannot be packed: {missing}")


@dataclass(frozen=True)
class AppPackage:
    """What the manifest is made of: the app id of the bot, where our own pages are, how it is called."""

    app_id: str
    public_url: str
    names: TeamsAppSettings

    @classmethod
    def of(cls, app_id: str | None, public_url: str | None, names: TeamsAppSettings) -> "AppPackage":
        """Return it, or raise NotPackable."""
        if not app_id:
            raise NotPackable("set SIGNPOST_TEAMS_APP_ID to the app id of the bot")
        if not public_url or not public_url.startswith("https://"):
            raise NotPackable("set SIGNPOST_PUBLIC_URL to the https address of this Signpost")
        return cls(app_id.lower(), public_url.rstrip("/"), names)

    def manifest(self) -> dict[str, Any]:
        """Return the manifest."""
        named = self.names.teams_app_name
        return {
            "$schema": SCHEMA,
            "manifestVersion": MANIFEST_VERSION,
            "version": self.names.teams_app_version,
            "id": self.app_id,
            "developer": self._developer(),
            "name": {"short": named, "full": say("utter_teams_app_full_name", name=named)},
            "description": {"short": say("utter_teams_app_short"), "full": say("utter_teams_app_full")},
            "icons": {"color": COLOUR, "outline": OUTLINE},
            "accentColor": ACCENT,
            "bots": [{"botId": self.app_id, "scopes": list(SCOPES), "commandLists": [_commands()]}],
            "composeExtensions": [{"botId": self.app_id, "commands": [_search()]}],
            "validDomains": self._domains(),
        }

    def write(self, target: Path) -> None:
        """Write the package as one file, in place of what was there."""
        content = json.dumps(self.manifest(), indent=2, ensure_ascii=False).encode()
        icons = {name: (APP / name).read_bytes() for name in (COLOUR, OUTLINE)}
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
            for name, data in {"manifest.json": content, **icons}.items():
                package.writestr(zipfile.ZipInfo(name, _MADE), data, zipfile.ZIP_DEFLATED)

    def _developer(self) -> dict[str, str]:
        privacy = f"{self.public_url}/privacy"
        return {
            "name": self.names.teams_app_developer,
            "websiteUrl": f"{self.public_url}/",
            "privacyUrl": privacy,
            "termsOfUseUrl": privacy,
        }

    def _domains(self) -> list[str]:
        return list(dict.fromkeys([urlsplit(self.public_url).hostname or "", *self.names.teams_app_domains]))


def _commands() -> dict[str, Any]:
    told = [{"title": say(f"utter_teams_app_{one}"), "description": say(f"utter_teams_app_{one}_does")}
            for one in ("hi", "help")]  # fmt: skip
    return {"scopes": list(SCOPES), "commands": told}


def _search() -> dict[str, Any]:
    asked = {
        "name": PARAMETER,
        "title": say("utter_teams_search_words"),
        "description": say("utter_teams_search_words_does"),
        "inputType": "text",
    }
    return {
        "id": COMMAND,
        "type": "query",
        "context": ["compose", "commandBox"],
        "title": say("utter_teams_search"),
        "description": say("utter_teams_search_does"),
        "initialRun": True,
        "parameters": [asked],
    }
