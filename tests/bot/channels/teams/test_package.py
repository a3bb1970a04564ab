"""The app package is what Microsoft's published schema and rules for icons ask for."""

import json
import struct
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner
from jsonschema import Draft4Validator

from bot.channels.teams.app_settings import TeamsAppSettings
from bot.channels.teams.package import MANIFEST_VERSION, AppPackage, NotPackable
from bot.cli import main
from demo.bot_connector import APP

SCHEMA = Path(__file__).parent / "fixtures" / f"manifest-{MANIFEST_VERSION}.schema.json"
OURS = "https://signpost.example.org"


@pytest.fixture
def schema():
    return Draft4Validator(json.loads(SCHEMA.read_text()))


def packed(**given):
    return AppPackage.of(APP, OURS, TeamsAppSettings(**given))


def test_the_manifest_is_what_microsofts_schema_asks_for(schema):
    manifest = packed().manifest()

    assert list(schema.iter_errors(manifest)) == []
    assert manifest["$schema"].endswith(f"/v{MANIFEST_VERSION}/MicrosoftTeams.schema.json")


def test_the_schema_would_notice_what_is_wrong(schema):
    assert list(schema.iter_errors(packed().manifest() | {"accentColor": "green"}))
    assert list(schema.iter_errors(packed().manifest() | {"bots": [{"botId": "me", "scopes": []}]}))


def test_the_longest_names_that_the_settings_take_are_legal(schema):
    longest = packed(
        teams_app_name="n" * 30,
        teams_app_developer="d" * 32,
        teams_app_version="999999.0.12",
        teams_app_domains=[f"h{number}.example.org" for number in range(15)],
    )

    assert list(schema.iter_errors(longest.manifest())) == []


def test_the_bot_is_there_alone_in_teams_and_in_groups_and_says_hi_and_help():
    (bot,) = packed().manifest()["bots"]

    assert bot["scopes"] == ["personal", "team", "groupChat"]
    (listed,) = bot["commandLists"]
    assert [one["title"] for one in listed["commands"]] == ["Hi", "Help"]


def test_programmes_are_looked_for_from_the_compose_box():
    (extension,) = packed().manifest()["composeExtensions"]
    (command,) = extension["commands"]

    assert extension["botId"] == APP
    assert (command["type"], command["initialRun"], len(command["parameters"])) == ("query", True, 1)


@pytest.mark.parametrize(
    "given",
    [
        {"teams_app_name": ""},
        {"teams_app_name": "n" * 31},
        {"teams_app_version": "1"},
        {"teams_app_version": "01.0.0"},
        {"teams_app_domains": ["https://x.example"]},
        {"teams_app_domains": ["x.example"] * 16},
    ],
)
def test_what_teams_would_refuse_is_refused_by_the_settings(given):
    with pytest.raises(ValueError, match=next(iter(given))):
        TeamsAppSettings(**given)


@pytest.mark.parametrize(("app", "url"), [(None, OURS), (APP, None), (APP, "http://localhost:8000")])
def test_without_an_id_or_a_public_address_it_is_said_what_to_set(app, url):
    with pytest.raises(NotPackable, match=r"set SIGNPOST_(TEAMS_APP_ID|PUBLIC_URL)"):
        AppPackage.of(app, url, TeamsAppSettings())


def test_the_file_holds_the_manifest_and_icons_of_the_right_size_at_its_root(tmp_path):
    packed().write(tmp_path / "app.zip")
    with zipfile.ZipFile(tmp_path / "app.zip") as package:
        files = {name: package.read(name) for name in package.namelist()}

    assert list(files) == ["manifest.json", "color.png", "outline.png"]
    assert json.loads(files["manifest.json"]) == packed().manifest()
    assert [header(files[name]) for name in ("color.png", "outline.png")] == [(192, 192, 2), (32, 32, 6)]


def test_the_same_settings_make_the_same_file(tmp_path):
    for name in ("one", "two"):
        packed().write(tmp_path / name)

    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


def test_the_command_writes_the_package(tmp_path, monkeypatch):
    monkeypatch.setenv("SIGNPOST_TEAMS_APP_ID", APP)
    monkeypatch.setenv("SIGNPOST_TEAMS_APP_PASSWORD", "p")
    monkeypatch.setenv("SIGNPOST_TEAMS_TENANT", APP)
    monkeypatch.setenv("SIGNPOST_PUBLIC_URL", OURS)
    done = CliRunner().invoke(main, ["teams", "package", "--to", str(tmp_path / "a.zip")])

    assert done.exit_code == 0, done.output
    assert zipfile.is_zipfile(tmp_path / "a.zip")


def test_the_command_says_what_is_missing(tmp_path, monkeypatch):
    monkeypatch.delenv("SIGNPOST_TEAMS_APP_ID", raising=False)
    done = CliRunner().invoke(main, ["teams", "package", "--to", str(tmp_path / "a.zip")])

    assert done.exit_code == 1
    assert "SIGNPOST_TEAMS_APP_ID" in done.output
    assert not (tmp_path / "a.zip").exists()


def header(png):
    """Width, height, and kind of colour: 2 has no transparency, 6 has."""
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    width, height, _depth, colour = struct.unpack(">IIBB", png[16:26])
    return width, height, colour
