"""The brief that a broker reads."""

import json
from dataclasses import replace

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desk.brief import Brief, schema
from desk.cases import Consent, Part, Reason
from desk.handoff_event import handoff_event
from desk.page import page
from desk.transcript import Line
from tests.desk.making import HUBS, NOON, NOTED, make_brief, make_case, make_consent

SCHEMA = schema()
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA, format_checker=jsonschema.FormatChecker())
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


TEXT = st.text(max_size=40)
NOTES = st.fixed_dictionaries(
    {},
    optional={
        "profile": st.fixed_dictionaries(
            {},
            optional={
                "places": st.lists(TEXT),
                "employees": st.integers() | st.fixed_dictionaries({"min": st.none() | st.integers()}),
                "turnover": st.floats(allow_nan=False, allow_infinity=False),
                "is_exporting": st.booleans(),
                "own_words": st.dictionaries(st.sampled_from(["places", "employees", "turnover"]), TEXT),
            },
        ),
        "barriers": st.lists(st.fixed_dictionaries({"name": TEXT, "words": TEXT | st.none()}), max_size=3),
        "need": TEXT | st.none(),
        "wants": st.lists(TEXT, max_size=3),
        "shown": st.lists(st.fixed_dictionaries({"id": TEXT}, optional={"name": TEXT, "last_known": TEXT})),
        "rejected": st.lists(
            st.fixed_dictionaries({"id": TEXT}, optional={"name": TEXT, "words": TEXT | st.none()}),
            max_size=2,
        ),
        "ruled_out": st.lists(st.fixed_dictionaries(dict.fromkeys(("id", "name", "rule", "words"), TEXT))),
        "open_questions": st.lists(TEXT),
        "promised": TEXT | st.none(),
        "language": st.sampled_from(["pl", "cy", None]),
    },
)
LINES = st.builds(
    Line,
    st.datetimes(timezones=st.just(NOON.tzinfo)),
    st.sampled_from(["person", "bot", "broker", "system"]),
    TEXT,
    st.lists(TEXT, max_size=2).map(tuple),
)


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(
    NOTES,
    st.lists(LINES, max_size=4),
    st.frozensets(st.sampled_from(Part)),
    st.frozensets(st.sampled_from(["turnover", "employees"])),
    st.sampled_from(Reason),
)
def test_whatever_was_noted_and_said_the_brief_is_as_the_schema_says(noted, said, parts, facts, reason):
    consent = Consent("May I?", "v1", "A Hub", parts, facts)
    brief = make_brief(make_case(consent=consent, reason=reason), noted, tuple(said))
    packed = json.loads(json.dumps(brief.pack()))

    VALIDATOR.validate(packed)
    assert Brief.unpack(packed) == brief
    assert not facts & {fact["field"] for fact in packed["firm"]}
    assert page(brief)


def test_nothing_that_the_schema_does_not_name_is_in_any_part_of_it():
    def objects(part):
        if isinstance(part, dict):
            if part.get("type") == "object":
                yield part
            for inner in part.values():
                yield from objects(inner)

    assert all(one["additionalProperties"] is False for one in objects(SCHEMA))


def test_a_single_fact_can_be_left_out_of_the_firm():
    consent = replace(make_consent(), left_out=frozenset({"turnover"}))
    brief = make_brief(make_case(consent=consent))

    assert [fact.field for fact in brief.firm] == ["places", "employees"]
    assert brief.consent.pack()["left_out"] == ["turnover"]


@pytest.mark.parametrize(
    ("left_out", "reason"), [((), "urgent"), ((Part.NEED,), "asked"), (tuple(Part), "asked")]
)
def test_distress_is_passed_on_as_urgent_and_not_without_what_they_want(left_out, reason):
    case = make_case(reason=Reason.DISTRESS, consent=make_consent(*left_out))
    brief = make_brief(case)
    event = handoff_event(brief)
    moved = brief.passed_on(case, HUBS[1])

    assert (case.why, brief.pack()["reason"], event["value"]["reason"], moved.reason) == (reason,) * 4
    assert "distress" not in f"{page(brief)}{json.dumps(event)}{json.dumps(brief.pack())}".lower()
    assert ("This is urgent for them" in page(brief)) == (reason == "urgent")


def test_a_brief_that_says_distress_is_read_as_it_would_be_passed_on_now():
    packed = {**make_brief(make_case(consent=make_consent(Part.NEED))).pack(), "reason": "distress"}

    VALIDATOR.validate(packed)
    assert Brief.unpack(packed).reason == "asked"


def test_what_was_turned_down_is_told_with_the_words_for_it_within_the_consent():
    no = {**NOTED["shown"][0], "words": "no, Priya Patel had that already, ring 01632 960123"}
    noted, said = {**NOTED, "rejected": [no]}, (Line(NOON, "person", "I'm Priya Patel"),)
    with_all = make_brief(make_case(), noted, said)
    without_name = make_brief(make_case(consent=make_consent(Part.NAME), person=None), noted, said)
    without_shown = make_brief(make_case(consent=make_consent(Part.SHOWN)), noted, said)

    VALIDATOR.validate(json.loads(json.dumps(with_all.pack())))
    line = (
        "Programme One (last known to run: 2026-05), in their words: “no, Priya Patel had that already, ring"
    )
    assert f"{line} [removed]”" in page(with_all)
    assert without_name.rejected[0].words == "no, [removed] had that already, ring [removed]"
    assert "had that already" not in page(without_shown)
    assert Brief.unpack(with_all.pack()) == with_all


def test_a_programme_turned_down_in_words_that_were_not_kept_is_told_without_them():
    packed = {**make_brief(make_case()).pack(), "rejected": NOTED["shown"]}

    VALIDATOR.validate(packed)
    assert Brief.unpack(packed).rejected[0].words is None


def test_a_brief_of_before_can_still_be_read():
    packed = make_brief(make_case()).pack()
    for added in ("ruled_out", "promised", "language"):
        del packed[added]
    del packed["consent"]["left_out"]

    assert Brief.unpack(packed).ruled_out == ()
    assert Brief.unpack(packed).language is None


@pytest.mark.parametrize(
    ("language", "words"),
    [("pl", "Polish"), ("sw", "sw"), (None, "not known (none but English was recognised)")],
)
def test_the_language_of_the_person_is_told_as_far_as_it_is_known(language, words):
    brief = make_brief(make_case(), {**NOTED, "language": language})

    assert brief.pack()["language"] == language
    assert f"Language: {words}" in page(brief)


def test_the_language_goes_with_the_ways_to_reach_them_and_what_they_wrote():
    def language(*left_out):
        return make_brief(make_case(consent=make_consent(*left_out)), {"language": "pl"}).language

    assert language(Part.CONTACT) == language(Part.CONVERSATION) == "pl"
    assert language(Part.CONTACT, Part.CONVERSATION) is None


def test_what_was_ruled_out_and_promised_is_told():
    text = page(make_brief(make_case()))

    assert "Programme Two: at most 9 people" in text
    assert "What they were promised: Somebody should reply by 4 pm today." in text


@pytest.mark.parametrize("part", [Part.FIRM, Part.NEED])
def test_what_was_ruled_out_tells_of_the_firm_and_the_need(part):
    assert make_brief(make_case(consent=make_consent(part))).ruled_out == ()


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
