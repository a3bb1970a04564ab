"""The file that names the sites that embed the chat."""

from contextlib import suppress

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.web.contrast import ENOUGH, contrast
from bot.channels.web.sites import Colours, Site
from bot.channels.web.sites_file import SitesRefused, read_sites, sites_in_use

HUBS = frozenset({"north", "south"})
WHOLE = """
sites:
  - id: north-hub
    name: The North Hub
    origins: [https://north.example.org, "https://www.north.example.org:8443", http://localhost:3000]
    hub: north
    greeting: Welcome to the North Hub.
    colours: {accent: "#5A1478", text: "#ffffff", accent_dark: "#d9b3ea", text_dark: "#1b0524"}
    language: en
  - id: anywhere
    name: Anywhere
    origins: [https://anywhere.example.org]
"""


def refused(text):
    with pytest.raises(SitesRefused) as told:
        read_sites(text, HUBS)
    return told.value.problems


def site(**fields):
    given = {"id": "a", "name": "A", "origins": ["https://a.example.org"], **fields}
    return {name: value for name, value in given.items() if value is not None}


def written(*sites):
    return yaml.safe_dump({"sites": list(sites)}, sort_keys=False, allow_unicode=True)


def test_a_site_is_read_as_it_is_written():
    north, anywhere = read_sites(WHOLE, HUBS)

    assert (north.hub_id, north.greeting) == ("north", "Welcome to the North Hub.")
    assert north.colours == Colours("#5a1478", "#ffffff", "#d9b3ea", "#1b0524")
    assert "https://www.north.example.org:8443" in north.origins
    assert anywhere == Site("anywhere", "Anywhere", frozenset({"https://anywhere.example.org"}))


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"id": "Not An Id"}, "id"),
        ({"name": None}, "name"),
        ({"name": "a\nb"}, "name"),
        ({"name": "x" * 61}, "name"),
        ({"origins": None}, "origins"),
        ({"origins": []}, "origins"),
        ({"origins": ["http://a.example.org"]}, "origins.0"),
        ({"origins": ["https://a.example.org/"]}, "origins.0"),
        ({"origins": ["https://a.example.org/path"]}, "origins.0"),
        ({"origins": ["https://user@a.example.org"]}, "origins.0"),
        ({"origins": ["https://A.example.org"]}, "origins.0"),
        ({"origins": ["https://*.example.org"]}, "origins.0"),
        ({"origins": ["https://a.example.org:443"]}, "origins.0"),
        ({"origins": ["https://a.example.org:x"]}, "origins.0"),
        ({"origins": ["https://a.example.org:"]}, "origins.0"),
        ({"origins": ["https://"]}, "origins.0"),
        ({"origins": ["https://["]}, "origins.0"),
        ({"origins": ["null"]}, "origins.0"),
        ({"origins": ["https://a.example.org", "*"]}, "origins.1"),
        ({"hub": "no-such-hub"}, "hub"),
        ({"greeting": ""}, "greeting"),
        ({"greeting": "x" * 301}, "greeting"),
        ({"greeting": "turned \u202e round"}, "greeting"),
        ({"colours": {"accent": "red", "text": "#ffffff"}}, "colours.accent"),
        ({"colours": {"accent": "#5a1478"}}, "colours"),
        ({"colours": {"text": "#ffffff"}}, "colours"),
        ({"colours": {"accent": "#777777", "text": "#ffffff"}}, "colours"),
        ({"colours": {"accent": "#ffdd00", "text": "#000000"}}, "colours"),
        ({"colours": {"accent_dark": "#5a1478", "text_dark": "#ffffff"}}, "colours"),
        ({"colours": {"acent": "#5a1478"}}, "colours.acent"),
        ({"language": "English"}, "language"),
        ({"hubs": "north"}, "hubs"),
    ],
)
def test_a_mistake_is_told_with_its_site_and_field(wrong, field):
    problems = refused(written(site(id="good"), site(**{"id": "a", **wrong})))

    assert len(problems) == 1
    assert problems[0].startswith(f"site {wrong.get('id', 'a')!r}, {field}: ")


def test_every_mistake_is_told_at_once():
    problems = refused(written(site(id="x", name=""), site(id="y", origins=["no"], language="e")))

    assert [problem.split(":")[0] for problem in problems] == [
        "site 'x', name",
        "site 'y', origins.0",
        "site 'y', language",
    ]


def test_a_colour_that_cannot_be_read_is_told_with_its_contrast():
    (problem,) = refused(written(site(colours={"accent": "#888888", "text": "#ffffff"})))

    assert "text on accent: the contrast is 3.54 to 1, and must be at least 4.5" in problem


def test_two_sites_of_one_id_and_a_field_that_stands_twice_are_told():
    assert "another site has it" in refused(written(site(), site()))[0]
    twice = "sites:\n- id: a\n  name: A\n  name: B\n  origins: [https://a.example.org]\n"
    assert refused(twice) == ("line 3, name: it stands there twice", "line 4, name: it stands there twice")


@pytest.mark.parametrize(
    "text", ["", "sites", "sites: {}", "- a", "a: [", "sites: [1]", "sites: [2026-99-99]", "\0"]
)
def test_what_is_no_list_of_sites_is_refused(text):
    assert refused(text)


@given(st.text(), st.text(max_size=80), st.text(max_size=20))
def test_whatever_is_written_is_read_or_refused(greeting, origin, colour):
    fields = site(greeting=greeting, origins=[origin], colours={"accent": colour, "text": colour})
    with suppress(SitesRefused):
        read_sites(written(fields), HUBS)


@given(*[st.from_regex(r"#[0-9a-f]{6}", fullmatch=True)] * 2)
def test_no_colours_are_taken_that_cannot_be_read(accent, text):
    with suppress(SitesRefused):
        read_sites(written(site(colours={"accent": accent, "text": text})), HUBS)
        assert min(contrast(accent, text), contrast(accent, "#ffffff")) >= ENOUGH


def test_the_usual_file_is_read_and_one_that_is_named_must_be_there(tmp_path, monkeypatch):
    assert list(sites_in_use(tmp_path)) == []

    (tmp_path / "sites.yml").write_text(WHOLE, encoding="utf-8")
    assert [one.id for one in sites_in_use(tmp_path, HUBS)] == ["north-hub", "anywhere"]

    monkeypatch.setenv("SIGNPOST_SITES", str(tmp_path / "missing.yml"))
    with pytest.raises(SitesRefused, match=r"SIGNPOST_SITES: .*missing\.yml cannot be read"):
        sites_in_use(tmp_path)
