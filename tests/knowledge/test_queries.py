import pytest

from knowledge.queries import BadRequest, match_line, roadmap_line
from knowledge.storage.knowledge_base import KnowledgeBase
from tests.knowledge.factories import TODAY


@pytest.fixture
def knowledge(loaded):
    with loaded.reading() as session:
        yield KnowledgeBase(session)


ENGINEER = {"place": "dudley", "sector": "manufacturing", "employees": 22}


def test_a_line_is_answered_in_the_agreed_form(knowledge):
    answer = match_line({"id": 7, "profile": ENGINEER, "wants": ["grant"], "limit": 5}, knowledge, TODAY)

    assert answer.keys() == {"id", "matches", "excluded", "decisive_question", "near_misses"}
    assert answer["id"] == 7
    assert len(answer["matches"]) == 5
    for match in answer["matches"]:
        assert match.keys() == {"id", "score", "eligibility", "reasons", "to_check"}
        assert match["eligibility"] in ("yes", "unknown")
        assert 0 < match["score"] <= 1


def test_a_closed_programme_stands_among_the_excluded(knowledge):
    answer = match_line({"profile": ENGINEER, "wants": ["grant"]}, knowledge, TODAY)

    assert {"id": "wolverhampton-sme-grant", "rule": "status"} in answer["excluded"]
    assert {"id": "shropshire-small-capital-grant", "rule": "place"} in answer["excluded"]


def test_the_same_line_always_gets_the_same_answer(knowledge):
    line = {"profile": ENGINEER, "barriers": ["finance"]}

    assert match_line(line, knowledge, TODAY) == match_line(line, knowledge, TODAY)


@pytest.mark.parametrize(
    "profile",
    [
        {"place": "black_country", "trading_age": {"min": 12, "max": None}, "stage": "growing"},
        {"places": ["dudley"], "sectors": ["rail"], "technologies": ["ai"], "trading_months": 30},
        {"place": ["outside", "dudley"], "employees": None},
        {},
    ],
)
def test_a_profile_may_be_named_as_entities_or_as_fields(knowledge, profile):
    assert match_line({"profile": profile, "wants": ["grant"]}, knowledge, TODAY)["matches"]


@pytest.mark.parametrize(
    ("line", "field"),
    [
        ({"profile": {"place": "atlantis"}}, "profile.place"),
        ({"profile": {"colour": "red"}}, "profile.colour"),
        ({"profile": {"employees": "many"}}, "profile.employees"),
        ({"profile": {"employees": {"min": 40, "max": 0}}}, "profile.employees"),
        ({"profile": {"employees": -3}}, "profile.employees"),
        ({"profile": {"employees": float("nan")}}, "profile.employees"),
        ({"profile": {"turnover": float("inf")}}, "profile.turnover"),
        ({"profile": {"trading_age": 10**9}}, "profile.trading_age"),
        ({"profile": {"readiness": 10}}, "profile.readiness"),
        ({"profile": {"in_group": "perhaps"}}, "profile.in_group"),
        ({"profile": ["dudley"]}, "profile"),
        ({"wants": ["gift"]}, "wants"),
        ({"barriers": [{"name": "gift"}]}, "barriers"),
        ({"limit": 0}, "limit"),
        ({"text": 3}, "text"),
    ],
)
def test_what_is_not_understood_is_refused_by_field(knowledge, line, field):
    with pytest.raises(BadRequest) as refusal:
        match_line(line, knowledge, TODAY)

    assert refusal.value.field == field


def test_of_two_counties_it_asks_which(knowledge):
    profile = {"place": ["worcestershire", "staffordshire"], "sector": "manufacturing", "employees": 12}
    answer = match_line({"profile": profile, "wants": ["grant"]}, knowledge, TODAY)

    assert answer["decisive_question"] == "place"


def test_an_empty_knowledge_base_has_no_answer_and_no_question(database):
    with database.reading() as session:
        empty = KnowledgeBase(session)
        line = {"profile": ENGINEER, "wants": ["grant"], "text": "a grant"}

        assert match_line(line, empty, TODAY)["matches"] == []
        assert match_line(line, empty, TODAY)["decisive_question"] is None
        assert roadmap_line(line, empty, TODAY)["steps"] == []


def test_a_roadmap_line_is_answered_in_the_agreed_form(knowledge):
    answer = roadmap_line({"id": "a", "profile": ENGINEER, "barriers": ["skills"]}, knowledge, TODAY)

    assert answer["id"] == "a"
    titles = [step["title"] for step in answer["steps"]]
    for step in answer["steps"]:
        assert step.keys() >= {"title", "why", "programmes", "after"}
        assert set(step["after"]) <= set(titles)
