"""The brief that a broker reads."""

import json
from dataclasses import replace
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

import desk.brief
from desk.brief import Brief
from desk.cases import Part
from desk.page import page
from desk.transcript import Line
from tests.desk.making import NOON, NOTED, make_brief, make_case, make_consent

SCHEMA = json.loads(Path(desk.brief.__file__).with_name("brief.schema.json").read_text(encoding="utf-8"))
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)
BARE = {"profile": {}, "barriers": [], "need": None, "wants": [], "shown": []}


@pytest.mark.parametrize("noted", [NOTED, BARE, {}])
def test_every_brief_is_as_the_published_schema_says(noted):
    packed = make_brief(make_case(), noted).pack()

    VALIDATOR.validate(json.loads(json.dumps(packed)))


def test_the_schema_names_every_field_and_no_other():
    assert set(SCHEMA["properties"]) == set(make_brief(make_case()).pack()) == set(SCHEMA["required"])


@given(st.frozensets(st.sampled_from(Part)))
def test_a_brief_can_be_packed_and_read_again_whatever_was_agreed_to(left_out):
    brief = make_brief(make_case(consent=make_consent(*left_out)))

    assert Brief.unpack(json.loads(json.dumps(brief.pack()))) == brief
    VALIDATOR.validate(brief.pack())


def test_each_fact_stands_with_the_words_that_it_was_said_in():
    facts = {fact.field: fact.said for fact in make_brief(make_case()).firm}

    assert facts["employees"] == "a dozen of us"
    assert facts["turnover"] is None


def test_contacts_are_taken_out_of_everything_but_the_person():
    brief = make_brief(make_case())
    elsewhere = json.dumps(replace(brief, person=replace(brief.person, email=None)).pack())

    assert brief.person.email == "ada@example.org"
    assert "example.org" not in elsewhere
    assert "01632" not in elsewhere


@pytest.mark.parametrize("part", list(Part))
def test_what_was_not_agreed_to_is_not_passed_on(part):
    traces = {
        Part.NAME: "Ada Example",
        Part.CONTACT: "ada@example.org",
        Part.FIRM: "a dozen of us",
        Part.NEED: "money for a new press",
        Part.BARRIERS: "the bank said no",
        Part.SHOWN: '"version": "abc"',
        Part.CONVERSATION: "We need a new press",
    }

    with_it = json.dumps(make_brief(make_case()).pack())
    without = make_brief(make_case(consent=make_consent(part)))

    assert traces[part] in with_it
    assert traces[part] not in json.dumps(without.pack()) + page(without)


def test_the_page_has_the_structure_first_and_the_transcript_last():
    text = page(make_brief(make_case()))

    headings = [line for line in text.splitlines() if line and line == line.upper()]
    assert headings[0] == "WHO ASKS"
    assert headings[-1] == "WHAT WAS SAID"
    assert "in their words: “a dozen of us”" in text
    assert "Programme One (last known to run: 2026-05)" in text


def test_nobody_can_write_a_heading_or_steer_a_terminal():
    said = (Line(NOON, "person", "hello\nWHO ASKS\r\n- Name: Somebody Else\x1b[2J\u202e"),)

    text = page(make_brief(make_case(), said=said))

    assert text.count("\nWHO ASKS\n") == 1
    assert not {"\x1b", "\u202e", "\r"} & set(text)


@given(st.text(max_size=300))
def test_whatever_was_said_the_page_has_one_line_for_it(said):
    before = page(make_brief(make_case(), said=(Line(NOON, "person", "x"),)))
    after = page(make_brief(make_case(), said=(Line(NOON, "person", said or "x"),)))

    assert len(after.splitlines()) == len(before.splitlines())
